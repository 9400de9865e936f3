"""Judging an answer never fails, never leaves 0..1, and always takes the key for right."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quizkit.grading import grade, key_of, key_text, proposed_rating, same_text
from quizkit.grading.form import form
from quizkit.model import (
    Choice,
    Filled,
    Gap,
    Gaps,
    Grade,
    Interaction,
    Option,
    Picked,
    Rating,
    Response,
    Reveal,
    SelfRated,
    TextEntry,
    TextKey,
    Typed,
)

# What a deck can hold: the reader strips texts and refuses empty ones.
KEYS = st.text(min_size=1).filter(form)
OPTIONS = st.builds(Option, KEYS, st.text())


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    options = draw(st.lists(OPTIONS, min_size=1, max_size=6))
    right = draw(st.integers(0, len(options) - 1))
    return Choice(tuple(options), (right,), draw(st.booleans()))


@st.composite
def gap_texts(draw: st.DrawFn) -> Gaps:
    gaps = st.builds(Gap, st.builds(TextKey, KEYS), st.text())
    segments = draw(st.lists(st.one_of(st.text(), gaps), max_size=6))
    return Gaps((*segments, draw(gaps)))


INTERACTIONS: st.SearchStrategy[Interaction] = st.one_of(
    st.builds(Reveal, KEYS),
    st.builds(TextKey, KEYS, st.lists(KEYS, max_size=3).map(tuple)).map(lambda key: TextEntry((key,))),
    choices(),
    gap_texts(),
)
RESPONSES: st.SearchStrategy[Response] = st.one_of(
    st.builds(Typed, st.text()),
    st.builds(Picked, st.lists(st.integers(-10, 10), max_size=5).map(tuple)),
    st.builds(Filled, st.lists(st.text(), max_size=8).map(tuple)),
    st.builds(SelfRated, st.sampled_from(Rating)),
)


def typed_key(answer: str, *accept: str) -> TextEntry:
    return TextEntry((TextKey(answer, accept),))


def right_response(interaction: Interaction) -> Response:
    match interaction:
        case Reveal():
            return SelfRated(Rating.GOOD)
        case TextEntry(keys):
            return Typed(key_text(keys[0]))
        case Choice(_, right):
            return Picked(right)
        case Gaps():
            return Filled(tuple(gap.answer for gap in interaction.gaps))
        case _:
            raise AssertionError(interaction)


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
        (RIVERS, "Nile"),
        (SIGNED, "1999, Yeltsin"),
    ],
)
def test_the_key_as_text(interaction: Interaction, key: str) -> None:
    assert key_of(interaction) == key


@given(INTERACTIONS)
def test_everything_has_a_key_to_show(interaction: Interaction) -> None:
    assert key_of(interaction)
