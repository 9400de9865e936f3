"""An edited question stays the same question; another question never takes its place."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.deckfile import read_deck
from quizkit.deckfile.reader import answer_text, question_text
from quizkit.fields import SLUG
from quizkit.identity import derived_ids, match_edited, slug, trigrams
from quizkit.nodes import Report, Scalar

DECKS = Path(__file__).parents[1] / "decks"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def corpus() -> dict[str, str]:
    """The text of every question that comes with quizkit, by its id."""
    texts = {}
    for path in sorted(DECKS.rglob("*.yaml")):
        if path.name != "sources.yaml":
            deck = read_deck(path.read_bytes(), str(path))
            for raw in deck.questions:
                texts[f"{deck.key}/{raw.id}"] = f"{question_text(raw)}\n{answer_text(raw, deck.language)}"
    return texts


CORPUS = corpus()


def derived(text: str, answer: str = "x") -> str:
    (name,) = derived_ids([(text, answer)])
    return name


# --- slugs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Belarus–Russia trade & energy", "belarus-russia-trade-energy"),
        ("  The ¿first?  ", "the-first"),
        ("snake_case", "snake-case"),
        ("Беларусь і Расія", "беларусь-і-расія"),
        ("ﬁne Ⅳ", "fine-iv"),
        ("one two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
        ("???", ""),
        ("", ""),
    ],
)
def test_a_slug_is_made_of_the_first_words(title: str, name: str) -> None:
    assert slug(title) == name


@given(st.text())
def test_a_slug_is_short_and_neither_begins_nor_ends_with_a_dash(title: str) -> None:
    name = slug(title)
    assert len(name) <= 60
    assert name == name.strip("-")


# --- derived ids ------------------------------------------------------------------------------------


def test_a_derived_id_begins_with_words_of_the_question() -> None:
    name = derived("Which body would print the single currency?")
    assert name.startswith("which-body-would-print-the-")


def test_a_corrected_answer_keeps_the_id() -> None:
    assert derived("Largest planet?", "Saturn") == derived("Largest planet?", "Jupiter")


@pytest.mark.parametrize(
    "edited",
    ["the largest PLANET", "The largest planet.", "  The  largest\nplanet? ", "«The largest planet»!"],
)
def test_case_spacing_and_punctuation_do_not_change_an_id(edited: str) -> None:
    assert derived(edited) == derived("The largest planet?")


def test_ids_do_not_depend_on_the_other_questions_or_their_order() -> None:
    alone = [derived("One?"), derived("Two?"), derived("Three?")]
    assert derived_ids([("One?", "a"), ("Two?", "b"), ("Three?", "c")]) == alone
    assert derived_ids([("Three?", "c"), ("One?", "a"), ("Two?", "b")]) == [alone[2], alone[0], alone[1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Put these in order", "Put these in order"),
        ("Who made C?", "Who made C++?"),
        ("What is 7 + 3?", "What is 7 - 3?"),
    ],
)
def test_questions_of_the_same_words_are_told_apart_by_their_answers_in_any_order(
    one: str, other: str
) -> None:
    first, second = derived_ids([(one, "a"), (other, "b")])
    assert first != second
    assert derived_ids([(other, "b"), (one, "a")]) == [second, first]


def test_true_repetitions_are_numbered() -> None:
    first, second, third = derived_ids([("Same?", "same")] * 3)
    assert (second, third) == (f"{first}-2", f"{first}-3")


@pytest.mark.parametrize(("one", "other"), [("?", "!"), ("→", "←"), ("🍎", "🍌")])
def test_questions_without_any_letter_have_ids_too(one: str, other: str) -> None:
    assert derived(one) != derived(other)
    assert derived(one).startswith("q-")


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=20)), max_size=30))
def test_ids_are_unique_names_that_a_deck_may_carry(texts: list[tuple[str, str]]) -> None:
    names = derived_ids(texts)
    assert len(set(names)) == len(texts)
    for name in names:
        report = Report("")
        assert SLUG.read(Scalar(name, 1, 1), report) == name
        assert not report


def test_no_two_bundled_questions_would_share_a_derived_id() -> None:
    names = derived_ids([(text, "") for text in CORPUS.values()])
    assert len(set(names)) == len(CORPUS) > 100
    assert names == [derived(text, "") for text in CORPUS.values()]


# --- edited questions -------------------------------------------------------------------------------


def pairs(vanished: dict[str, str], appeared: dict[str, str]) -> list[tuple[str, str]]:
    return [(match.old, match.new) for match in match_edited(vanished, appeared)]


def likeness(one: str, other: str) -> float:
    return next((match.likeness for match in match_edited({"a": one}, {"b": other}, least=0.01)), 0.0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Which body prints the single curency?", "Which body prints the single currency?"),
        (
            "In which year was the treaty on the Union State signed?",
            "In what year did the two presidents sign the treaty on the Union State?",
        ),
        ("Largest planet of the solar system", "What is the largest planet of our solar system?"),
        ("Столица Беларуси", "Какой город — столица Беларуси?"),
        ("The ﬁrst president", "THE FIRST PRESIDENT"),
    ],
)
def test_a_typo_fix_or_a_reworded_half_is_recognised(before: str, after: str) -> None:
    others = {f"other {number}": text for number, text in enumerate(CORPUS.values())}
    assert pairs({"old": before} | others, {"new": after}) == [("old", "new")]


UNRELATED = [
    "In which year was the treaty on the Union State signed?",
    "In which year did the Berlin Wall fall?",
    "In which city does the parliament meet?",
    "Who wrote the opera Carmen?",
    "Who painted the Night Watch?",
    "What was the price of gas in 2004?",
    "Largest planet of the solar system",
    "Smallest country in the world",
]


def test_different_questions_of_one_form_are_not_taken_for_each_other() -> None:
    for text in UNRELATED:
        rest = {other: other for other in UNRELATED if other != text}
        assert pairs(rest, {"new": text}) == []


def test_likeness_is_one_for_the_same_words_and_does_not_depend_on_the_direction() -> None:
    assert likeness("The Union State!", "the union  state") == 1.0
    one, other = "Who signed the treaty?", "Who signed the treaties of 1999?"
    assert 0 < likeness(one, other) == likeness(other, one) < 1


def test_texts_without_any_letter_are_never_alike() -> None:
    assert pairs({"a": "???", "b": ""}, {"c": "???", "d": ""}) == []


def test_each_question_is_paired_once_and_the_most_alike_first() -> None:
    vanished = {"a": "Who signed the treaty of 1999?", "b": "Who signed the treaty of 1998 in Moscow?"}
    appeared = {"c": "Who signed the treaty of 1998, in Moscow?", "d": "Who then signed the treaty of 1999?"}
    found = match_edited(vanished, appeared)
    assert [(match.old, match.new) for match in found] == [("b", "c"), ("a", "d")]
    assert found[0].likeness > found[1].likeness


def test_an_old_and_a_new_question_may_have_the_same_id() -> None:
    assert pairs({"x": "Who signed the treaty?"}, {"x": "Who signed the treaty"}) == [("x", "x")]


def test_the_threshold_can_be_raised() -> None:
    before, after = {"a": "Who signed the treaty?"}, {"b": "Who has signed the treaty?"}
    assert match_edited(before, after)
    assert match_edited(before, after, least=0.99) == []


TEXTS = st.dictionaries(st.sampled_from(LETTERS), st.text("abc dé", max_size=12), max_size=8)


@given(TEXTS, TEXTS, st.randoms(use_true_random=False))
def test_pairs_are_one_to_one_sorted_and_do_not_depend_on_the_order(
    vanished: dict[str, str], appeared: dict[str, str], chance: random.Random
) -> None:
    found = match_edited(vanished, appeared)
    assert len({match.old for match in found}) == len({match.new for match in found}) == len(found)
    assert all(match.old in vanished and match.new in appeared for match in found)
    assert all(0.5 <= match.likeness <= 1 for match in found)
    assert [match.likeness for match in found] == sorted((match.likeness for match in found), reverse=True)
    before, after = (dict(chance.sample(sorted(side.items()), len(side))) for side in (vanished, appeared))
    assert match_edited(before, after) == found


@given(TEXTS, TEXTS)
def test_no_pair_that_is_left_is_more_alike_than_a_chosen_one_it_competes_with(
    vanished: dict[str, str], appeared: dict[str, str]
) -> None:
    chosen = match_edited(vanished, appeared)
    for old in vanished:
        for new in appeared:
            rivals = [match.likeness for match in chosen if old == match.old or new == match.new]
            alike = likeness(vanished[old], appeared[new])
            assert alike < 0.5 or alike <= max(rivals, default=0)


@given(st.text("aBжé1_ ?-", min_size=1))
def test_a_text_with_a_letter_is_like_itself_and_one_without_is_like_nothing(text: str) -> None:
    assert bool(trigrams(text)) == any(character.isalnum() for character in text)
    if trigrams(text):
        assert likeness(text, text) == 1.0


# --- edits of real questions ------------------------------------------------------------------------


def with_typo(text: str, chance: random.Random) -> str:
    """One slip of the fingers: a letter left out, put in, replaced, or two swapped."""
    place = chance.randrange(len(text) - 1)
    before, pair, after = text[:place], text[place : place + 2], text[place + 2 :]
    letter = chance.choice(LETTERS)
    return before + chance.choice([pair[1], letter + pair, letter + pair[1], pair[::-1]]) + after


@pytest.mark.parametrize("seed", range(5))
def test_every_bundled_question_is_recognised_after_a_typo_among_all_others(seed: int) -> None:
    chance = random.Random(seed)
    edited = {f"edited {name}": with_typo(text, chance) for name, text in CORPUS.items()}
    assert len(edited) > 100
    assert dict(pairs(CORPUS, edited)) == {name: f"edited {name}" for name in CORPUS}


def test_a_bundled_question_alone_is_recognised_among_all_that_were_there() -> None:
    chance = random.Random(7)
    for name, text in chance.sample(sorted(CORPUS.items()), 100):
        assert pairs(CORPUS, {"new": with_typo(text, chance)}) == [(name, "new")]


def test_a_question_that_lost_a_quarter_of_its_words_is_recognised() -> None:
    for name, text in CORPUS.items():
        words = text.split()
        shorter = " ".join(words[: max(2, len(words) * 3 // 4)])
        assert pairs({name: text}, {"new": shorter}) == [(name, "new")], text
