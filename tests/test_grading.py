"""Judging an answer never fails, never leaves 0..1, and always takes the key for right."""

from __future__ import annotations

import unicodedata
from datetime import date
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quizkit.grading import grade, key_of, key_text, proposed_rating, same_text, sameness
from quizkit.grading.form import form
from quizkit.model import (
    Choice,
    DateKey,
    ExtendedText,
    Gap,
    Gaps,
    Interaction,
    Match,
    NumberKey,
    Option,
    Order,
    Reveal,
    TextEntry,
    TextKey,
)
from quizkit.responses import Filled, Grade, Matched, Ordered, Picked, Response, SelfRated, Typed, Written
from quizkit.reviews import Rating

# What a deck can hold: the reader strips texts and refuses empty ones.
KEYS = st.text(min_size=1).filter(form)
OPTIONS = st.builds(Option, KEYS, st.text())


# Two answers of a list are two: neither reads as the other, nor as two in one.
NAMES = st.sampled_from("Nile Volga Danube Amazon Mekong Yukon Loire Tagus Ganges Paraná".split())
ITEMS = st.lists(NAMES, min_size=1, max_size=6, unique=True).map(tuple)
NUMBERS = st.builds(
    NumberKey,
    st.one_of(st.integers(-(10**9), 10**9).map(str), st.decimals(-1000, 1000, places=2).map(str)),
    st.sampled_from(["", "km", "%", "billion USD", "people"]),
    st.sampled_from(["", "0.5", "5%"]),
)
DATES = st.builds(
    DateKey,
    st.one_of(
        st.dates(date(1000, 1, 1)).map(str),
        st.dates(date(1000, 1, 1)).map(lambda day: str(day)[:7]),
        st.integers(1000, 2100).map(str),
    ),
)
TEXT_KEYS = st.builds(TextKey, KEYS, st.lists(KEYS, max_size=3).map(tuple), exact=st.booleans())


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    options = tuple(draw(st.lists(OPTIONS, min_size=1, max_size=6)))
    places = st.integers(0, len(options) - 1)
    if draw(st.booleans()):
        return Choice(options, (draw(places),), draw(st.booleans()))
    right = draw(st.lists(places, min_size=1, unique=True))
    return Choice(options, tuple(sorted(right)), several=True)


@st.composite
def gap_texts(draw: st.DrawFn) -> Gaps:
    gaps = st.builds(Gap, st.builds(TextKey, KEYS), st.text(), st.lists(KEYS, max_size=3).map(tuple))
    segments = draw(st.lists(st.one_of(st.text(), gaps), max_size=6))
    return Gaps((*segments, draw(gaps)))


@st.composite
def lists(draw: st.DrawFn) -> TextEntry:
    names = draw(st.lists(NAMES, min_size=2, max_size=6, unique=True))
    return TextEntry(tuple(map(TextKey, names)), draw(st.integers(1, len(names))))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    items = draw(ITEMS)
    return Order(items, tuple(draw(st.permutations(range(len(items))))))


@st.composite
def matches(draw: st.DrawFn) -> Match:
    items, partners = draw(ITEMS), draw(ITEMS)
    places = st.integers(0, len(partners) - 1)
    return Match(items, partners, tuple(draw(places) for _ in items), draw(st.booleans()))


INTERACTIONS: st.SearchStrategy[Interaction] = st.one_of(
    st.builds(Reveal, KEYS),
    st.one_of(TEXT_KEYS, NUMBERS, DATES).map(lambda key: TextEntry((key,))),
    lists(),
    choices(),
    gap_texts(),
    orders(),
    matches(),
    st.builds(ExtendedText, ITEMS, st.text()),
)
PLACES = st.lists(st.integers(-10, 10), max_size=8).map(tuple)
RESPONSES: st.SearchStrategy[Response] = st.one_of(
    st.builds(Typed, st.text()),
    st.builds(Picked, PLACES),
    st.builds(Filled, st.lists(st.text(), max_size=8).map(tuple)),
    st.builds(SelfRated, st.sampled_from(Rating)),
    st.builds(Ordered, PLACES),
    st.integers(1, 6).flatmap(lambda count: st.permutations(range(count))).map(lambda p: Ordered(tuple(p))),
    st.builds(Matched, PLACES),
    st.builds(Written, st.text(), PLACES),
)


def typed_key(answer: str, *accept: str) -> TextEntry:
    return TextEntry((TextKey(answer, accept),))


def right_response(interaction: Interaction) -> Response:
    match interaction:
        case Reveal():
            return SelfRated(Rating.GOOD)
        case TextEntry(keys):
            return Typed(", ".join(map(key_text, keys)))
        case Choice(_, right):
            return Picked(right)
        case Gaps():
            return Filled(tuple(gap.answer for gap in interaction.gaps))
        case Order(_, ranks):
            return Ordered(tuple(sorted(range(len(ranks)), key=ranks.__getitem__)))
        case Match(_, _, partner_of):
            return Matched(partner_of)
        case ExtendedText(rubric):
            return Written("…", tuple(range(len(rubric))))


# --- form costs nothing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minsk", "  minsk "),
        ("MINSK", "minsk"),
        ("Straße", "STRASSE"),
        ("the  Union\tState", "The Union State"),
        ("Minsk.", "minsk"),
        ("“Minsk”", '"Minsk"'),
        ("«Minsk»!", "minsk"),
        ("Lukashenko’s", "Lukashenko's"),
        ("Lukashenko´s", "Lukashenko's"),
        ("Belarus–Russia", "Belarus-Russia"),
        ("Belarus—Russia", "belarus‑russia"),
        ("−5", "-5"),
        ("café", unicodedata.normalize("NFD", "café")),
        ("１９９９", "1999"),
        ("ﬁne", "fine"),
        ("Un\u00adion\u200b", "union"),
        ("¿Qué?", "qué"),
        ("…", "..."),
    ],
)
def test_form_makes_no_difference(one: str, other: str) -> None:
    assert same_text(one, other)
    assert same_text(other, one)
    assert grade(typed_key(one), Typed(other)).score == grade(typed_key(other), Typed(one)).score == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [("1999", "1998"), ("-5", "5"), ("yes", "no"), ("Union State", "Soviet Union"), ("?", "!"), ("a", "b")],
)
def test_other_words_numbers_and_signs_are_other_answers(one: str, other: str) -> None:
    assert not same_text(one, other)
    assert grade(typed_key(one), Typed(other)).score < 1.0


@given(st.text(), st.text())
def test_sameness_has_no_direction(one: str, other: str) -> None:
    assert same_text(one, one)
    assert same_text(one, other) == same_text(other, one)


@given(st.text(), st.sampled_from(["", " ", "\t", "\n "]), st.sampled_from(["", " ", ".", " !", "\n"]))
def test_what_stands_around_a_text_does_not_count(text: str, before: str, after: str) -> None:
    assume(any(character.isalnum() for character in form(text)))
    assert same_text(before + text + after, text)


@given(st.text(), st.text())
def test_sameness_is_what_two_texts_have_in_common(one: str, other: str) -> None:
    assert same_text(one, other) == (sameness(one) == sameness(other))


# --- ratings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "hints", "slow", "rating"),
    [
        (1.0, 0, False, Rating.GOOD),
        (1.0, 1, False, Rating.HARD),
        (1.0, 0, True, Rating.HARD),
        (0.99, 0, False, Rating.HARD),
        (0.6, 0, False, Rating.HARD),
        (0.6, 2, True, Rating.HARD),
        (0.59, 0, False, Rating.AGAIN),
        (0.0, 0, False, Rating.AGAIN),
    ],
)
def test_the_rating_that_is_proposed(score: float, hints: int, slow: bool, rating: Rating) -> None:
    assert proposed_rating(Grade(score), hints=hints, slow=slow) is rating


# --- grades -----------------------------------------------------------------------------------------


@given(INTERACTIONS, RESPONSES)
def test_any_response_to_anything_earns_between_nothing_and_all(
    interaction: Interaction, response: Response
) -> None:
    earned = grade(interaction, response)
    assert 0.0 <= earned.score <= 1.0
    assert isinstance(earned.feedback, str)
    assert proposed_rating(earned) in Rating


@given(INTERACTIONS)
def test_the_key_itself_is_right(interaction: Interaction) -> None:
    earned = grade(interaction, right_response(interaction))
    assert earned.score == 1.0
    assert proposed_rating(earned) is Rating.GOOD


@given(KEYS, st.lists(KEYS, min_size=1, max_size=4))
def test_every_accepted_form_is_right(answer: str, accept: list[str]) -> None:
    for text in accept:
        assert grade(typed_key(answer, *accept), Typed(text)).score == 1.0


@given(INTERACTIONS, RESPONSES)
def test_a_response_of_another_shape_earns_nothing(interaction: Interaction, response: Response) -> None:
    assume(type(response) is not type(right_response(interaction)))
    assert grade(interaction, response).score == 0.0


@given(choices().filter(lambda choice: choice.several))
def test_to_tick_everything_is_never_wholly_right(choice: Choice) -> None:
    everything = Picked(tuple(range(len(choice.options))))
    if len(choice.right) < len(choice.options):
        assert grade(choice, everything).score == 0.0
    assert grade(choice, Picked(())).score == 0.0


@given(choices(), st.lists(st.integers(0, 5), max_size=6).map(tuple))
def test_no_choice_is_wholly_right_but_the_right_one(choice: Choice, picked: tuple[int, ...]) -> None:
    whole = {place for place in picked if place < len(choice.options)}
    is_right = whole == set(choice.right) if choice.several else whole == {choice.right[0]}
    assert (grade(choice, Picked(picked)).score == 1.0) == is_right


@given(orders())
def test_the_order_turned_round_earns_nothing_and_no_other_order_all(order: Order) -> None:
    right = right_response(order)
    assert isinstance(right, Ordered)
    turned = Ordered(right.items[::-1])
    assert grade(order, turned).score == (1.0 if len(order.items) == 1 else 0.0)


@given(orders(), st.randoms())
def test_only_the_right_order_is_wholly_right(order: Order, random: Random) -> None:
    places = list(range(len(order.items)))
    random.shuffle(places)
    assert (grade(order, Ordered(tuple(places))).score == 1.0) == (
        Ordered(tuple(places)) == right_response(order)
    )


@given(orders())
def test_what_is_no_order_of_the_items_earns_nothing(order: Order) -> None:
    count = len(order.items)
    for items in ((), (0,) * (count + 1), tuple(range(1, count + 1)), tuple(range(count - 1))):
        assert grade(order, Ordered(items)).score == 0.0


@given(matches(), st.integers(0, 5))
def test_each_pair_counts_the_same(match: Match, wrong: int) -> None:
    given = [of if place >= wrong else -1 for place, of in enumerate(match.partner_of)]
    right = max(0, len(given) - wrong)
    assert grade(match, Matched(tuple(given))).score == right / len(given)


@given(st.one_of(matches(), orders()))
def test_a_response_that_is_too_short_never_fails(interaction: Match | Order) -> None:
    assert grade(interaction, Matched(())).score == grade(interaction, Ordered(())).score == 0.0


def test_points_ticked_twice_or_beyond_the_rubric_count_once_or_never() -> None:
    essay = ExtendedText(("cost", "time"))
    assert grade(essay, Written("", (0, 0, 5, -1))).score == 0.5


@pytest.mark.parametrize("nothing", ["", " ", "\t\n", "\u200b"])
def test_an_empty_answer_is_never_right(nothing: str) -> None:
    assert grade(typed_key("Minsk", "?"), Typed(nothing)).score == 0.0
    assert grade(Gaps((Gap(TextKey("Minsk")),)), Filled((nothing,))).score == 0.0


RIVERS = Choice((Option("Nile", "the longest"), Option("Etna", "a volcano"), Option("Gobi")), right=(0,))


@pytest.mark.parametrize(
    ("picked", "earned"),
    [
        (0, Grade(1.0, "the longest")),
        (1, Grade(0.0, "a volcano")),
        (2, Grade(0.0, "")),
        (3, Grade(0.0, "")),
        (-1, Grade(0.0, "")),
    ],
)
def test_a_picked_option_brings_its_own_feedback(picked: int, earned: Grade) -> None:
    assert grade(RIVERS, Picked((picked,))) == earned


SIGNED = Gaps(("Signed in ", Gap(TextKey("1999")), " by ", Gap(TextKey("Yeltsin")), "."))


@pytest.mark.parametrize(
    ("filled", "score"),
    [
        (("1999", "yeltsin"), 1.0),
        (("1999", "Putin"), 0.5),
        (("Yeltsin", "1999"), 0.0),
        (("1999",), 0.5),
        ((), 0.0),
    ],
)
def test_every_gap_counts_in_its_place(filled: tuple[str, ...], score: float) -> None:
    assert grade(SIGNED, Filled(filled)).score == score


@pytest.mark.parametrize(
    ("rating", "score"), [(Rating.AGAIN, 0.0), (Rating.HARD, 1.0), (Rating.GOOD, 1.0), (Rating.EASY, 1.0)]
)
def test_the_own_rating_says_whether_it_was_recalled(rating: Rating, score: float) -> None:
    assert grade(Reveal("Lima"), SelfRated(rating)).score == score


@pytest.mark.parametrize(
    ("interaction", "key"),
    [
        (Reveal("Lima"), "Lima"),
        (typed_key("eight", "8"), "eight"),
        (TextEntry((NumberKey("45", "km"),)), "45 km"),
        (TextEntry((NumberKey("4.5", "%"),)), "4.5%"),
        (TextEntry((DateKey("1999-12-08"),)), "1999-12-08"),
        (TextEntry((TextKey("Nile"), TextKey("Volga")), 1), "Nile, Volga"),
        (Choice((Option("a"), Option("b"), Option("c")), (0, 2), several=True), "a, c"),
        (Order(("b", "a"), (1, 0)), "a → b"),
        (Match(("Peru", "Chile"), ("Santiago", "Lima"), (1, 0)), "Peru: Lima; Chile: Santiago"),
        (ExtendedText(("cost", "time")), "cost; time"),
        (ExtendedText(("cost",), "Both."), "Both."),
        (RIVERS, "Nile"),
        (SIGNED, "1999, Yeltsin"),
    ],
)
def test_the_key_as_text(interaction: Interaction, key: str) -> None:
    assert key_of(interaction) == key


@given(INTERACTIONS)
def test_everything_has_a_key_to_show(interaction: Interaction) -> None:
    assert key_of(interaction)
