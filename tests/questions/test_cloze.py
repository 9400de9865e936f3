"""Fill the gaps of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.grading import grade
from quizkit.model import Gap, Gaps, TextKey
from quizkit.questions.cloze import MOST_CARDS, Cloze, NumberedGap, split
from quizkit.responses import Filled


def cards(cloze: str) -> dict[str, tuple[str | Gap, ...]]:
    """The segments of every card, by the card's name."""
    found = {}
    for part in Cloze(cloze=cloze).parts("en"):
        assert part.prompt == ""
        assert isinstance(part.interaction, Gaps)
        found[part.name] = tuple(part.interaction.segments)
    return found


def mistakes(cloze: str) -> list[str]:
    found = list(Cloze(cloze=cloze).mistakes())
    assert {mistake.key for mistake in found} <= {"cloze"}
    return [mistake.message for mistake in found]


def test_every_gap_is_a_card_that_shows_the_other_gaps_filled() -> None:
    assert cards("Signed in {{1999}} by {{Yeltsin}}.") == {
        "c1": ("Signed in ", Gap(TextKey("1999")), " by Yeltsin."),
        "c2": ("Signed in 1999 by ", Gap(TextKey("Yeltsin")), "."),
    }


def test_a_gap_may_carry_a_hint() -> None:
    assert cards("By {{Yeltsin::who?}}") == {"c1": ("By ", Gap(TextKey("Yeltsin"), "who?"))}


def test_gaps_of_one_number_are_one_card() -> None:
    assert cards("{{c1::Romulus}} and {{c1::Remus::his twin}}") == {
        "c1": (Gap(TextKey("Romulus")), " and ", Gap(TextKey("Remus"), "his twin"))
    }


def test_gaps_without_number_take_the_numbers_that_are_free() -> None:
    assert list(cards("{{a}} {{c2::b}} {{c}} {{c1::d}}")) == ["c1", "c2", "c3", "c4"]
    assert cards("{{a}} {{c2::b}} {{c}}")["c3"] == ("a b ", Gap(TextKey("c")))


def test_cards_come_in_the_order_of_their_numbers() -> None:
    assert list(cards("{{c10::a}} {{c9::b}} {{c2::c}}")) == ["c2", "c9", "c10"]


@pytest.mark.parametrize(
    ("cloze", "segments"),
    [
        ("{{a}}{{c1::b}}", ("a", Gap(TextKey("b")))),
        ("{{ a :: b }}", (Gap(TextKey("a"), "b"),)),
        ("{{c0::a}}", (Gap(TextKey("c0"), "a"),)),
        ("{{c1}}", (Gap(TextKey("c1")),)),
        ("{{a::b::c}}", (Gap(TextKey("a"), "b::c"),)),
        ("{{two\nlines}}", (Gap(TextKey("two\nlines")),)),
        ("{a} {{b}} {c}", ("{a} ", Gap(TextKey("b")), " {c}")),
        ("{{{a}}", (Gap(TextKey("{a")),)),
    ],
)
def test_how_gaps_are_read(cloze: str, segments: tuple[str | Gap, ...]) -> None:
    assert cards(cloze)["c1"] == segments
    assert mistakes(cloze) == []


def test_the_text_that_identifies_a_cloze_is_what_it_says_without_hints_and_numbers() -> None:
    marked = Cloze(cloze="Signed in {{c2::1999}} by {{Yeltsin::who?}}")
    assert marked.text() == "Signed in 1999 by Yeltsin"
    assert Cloze(cloze="Signed in {{1999}} by {{Yeltsin}}").text() == marked.text()


NO_GAP = "this cloze has no gap"
EMPTY = "a gap of this cloze is empty"
OPEN = "a gap of this cloze is not closed"


@pytest.mark.parametrize(
    ("cloze", "messages"),
    [
        ("no gap at all", [NO_GAP]),
        ("{not} a gap", [NO_GAP]),
        ("an empty {{}} gap", [EMPTY]),
        ("an empty {{ }} gap", [EMPTY]),
        ("a hint alone {{::who?}}", [EMPTY]),
        ("a number alone {{c1::}}", [EMPTY]),
        ("{{a}} and {{}}", [EMPTY]),
        ("open {{a", [NO_GAP, OPEN]),
        ("open {{a} b", [NO_GAP, OPEN]),
        ("open {{a and {{b}}", [OPEN]),
        ("{{a}} open {{b", [OPEN]),
        ("closed {{a}} }}", [OPEN]),
        ("{{}} and {{a", [EMPTY, OPEN]),
    ],
)
def test_every_mistake_of_a_cloze_is_named(cloze: str, messages: list[str]) -> None:
    assert mistakes(cloze) == messages


def test_a_text_makes_no_more_cards_than_anki_takes() -> None:
    assert mistakes("{{a}}" * MOST_CARDS) == []
    assert mistakes("{{a}}" * (MOST_CARDS + 1)) == [f"this cloze makes more than {MOST_CARDS} cards"]
    assert mistakes("{{c1::a}}" * (MOST_CARDS + 1)) == []


@pytest.mark.parametrize("hostile", ["{{", "{{a ", "{{c1::", "{", "{{a}", "}}", "::"])
def test_a_text_of_nothing_but_beginnings_is_read_in_one_go(hostile: str) -> None:
    assert mistakes(hostile * 50_000)


@given(st.lists(st.sampled_from(["{{", "}}", "c1::", "c2::", "::", "a", " ", "\n", "{", "}"]), max_size=20))
def test_splitting_loses_nothing_but_the_marks(pieces: list[str]) -> None:
    cloze = "".join(pieces)
    kept = ""
    for piece in split(cloze):
        kept += f"{piece.gap.answer}{piece.gap.hint}" if isinstance(piece, NumberedGap) else piece
    letters = str.maketrans("", "", "{}:c12 \n")
    assert kept.translate(letters) == cloze.translate(letters)
    assert list(Cloze(cloze=cloze).parts("en")) or NO_GAP in mistakes(cloze)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), min_size=1, max_size=8))
def test_every_gap_is_asked_on_exactly_one_card(gaps: list[tuple[str, int]]) -> None:
    cloze = " ".join(f"{{{{c{number}::{word}}}}}" if number else f"{{{{{word}}}}}" for word, number in gaps)
    made = cards(cloze)
    asked = [piece for segments in made.values() for piece in segments if isinstance(piece, Gap)]
    assert sorted(gap.answer for gap in asked) == sorted(word for word, _ in gaps)
    for segments in made.values():
        whole = "".join(piece.answer if isinstance(piece, Gap) else piece for piece in segments)
        assert whole == " ".join(word for word, _ in gaps)


# --- other right texts, and wrong ones to pick from ---------------------------------------------------


def test_a_gap_may_have_other_right_texts_and_wrong_ones() -> None:
    cloze = Cloze(
        cloze="In {{1999}} by {{Yeltsin::who?}}.",
        accept=(("Yeltsin", ("Boris Yeltsin", "Eltsin")),),
        wrong=(("1999", ("1991", "2001")),),
    )
    year, president = (part.interaction for part in cloze.parts("en"))
    assert list(cloze.mistakes()) == []
    assert isinstance(year, Gaps)
    assert isinstance(president, Gaps)
    assert year.gaps == (Gap(TextKey("1999"), wrong=("1991", "2001")),)
    assert president.gaps == (Gap(TextKey("Yeltsin", ("Boris Yeltsin", "Eltsin")), "who?"),)
    assert grade(president, Filled(("boris yeltsin",))).score == 1.0
    assert grade(president, Filled(("Putin",))).score == 0.0


def test_what_is_picked_must_be_the_answer_itself() -> None:
    cloze = Cloze(
        cloze="A {{planet}}", accept=(("planet", ("world",)),), wrong=(("planet", ("planets", "star")),)
    )
    (part,) = cloze.parts("en")
    assert isinstance(part.interaction, Gaps)
    assert sorted(part.interaction.gaps[0].options) == ["planet", "planets", "star"]
    scores = [grade(part.interaction, Filled((text,))).score for text in part.interaction.gaps[0].options]
    assert scores == [float(text == "planet") for text in part.interaction.gaps[0].options]


def test_where_the_right_option_stands_says_nothing() -> None:
    assert Gap(TextKey("b"), wrong=("c", "A")).options == ("A", "b", "c")
    assert Gap(TextKey("b")).options == ()


@pytest.mark.parametrize("name", ["accept", "wrong"])
def test_each_text_belongs_to_a_gap_and_is_not_its_answer(name: str) -> None:
    nowhere = Cloze(cloze="{{a}} and {{b}}", **{name: (("c", ("d",)),)})
    assert [tuple(mistake) for mistake in nowhere.mistakes()] == [(name, "there is no gap 'c'", "gaps: a, b")]
    itself = Cloze(cloze="{{a}} and {{b}}", **{name: (("b", ("c", "B")),)})
    assert [tuple(mistake)[:2] for mistake in itself.mistakes()] == [
        (name, "'b' is the answer of the gap itself")
    ]


def test_what_is_said_of_a_gap_holds_for_every_gap_with_that_answer() -> None:
    cloze = Cloze(cloze="{{a}}, {{b}}, {{a}}", accept=(("a", ("x",)),))
    gaps = [
        gap
        for part in cloze.parts("en")
        if isinstance(part.interaction, Gaps)
        for gap in part.interaction.gaps
    ]
    assert [gap.key.accept for gap in gaps] == [("x",), (), ("x",)]
