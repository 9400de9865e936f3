"""Type a number."""

from __future__ import annotations

import pytest
from quizkit.deckfile import read_deck
from quizkit.grading import grade
from quizkit.model import NumberKey, Part, TextEntry
from quizkit.questions.number import Number
from quizkit.responses import Typed


def type_of(answer: str, more: str = "") -> str:
    """The type of a question with this answer, as YAML."""
    deck = read_deck(f"deck: T\nquestions:\n- {{ask: a, answer: {answer}{more}}}\n".encode(), "t.yaml")
    assert deck.problems == ()
    return deck.questions[0].type


def test_a_number_is_one_card_where_it_is_typed() -> None:
    question = Number(ask="How far?", answer="45", unit="km", tolerance="5%")
    assert list(question.parts("en")) == [Part("", "How far?", TextEntry((NumberKey("45", "km", "5%"),)))]
    assert list(question.mistakes()) == []
    assert question.text() == "How far?"


@pytest.mark.parametrize("answer", ["45", "-3", "+0.5", "1.50", "4.5e10", "0", "'45'"])
def test_an_answer_written_as_a_number_makes_a_number_question(answer: str) -> None:
    assert type_of(answer) == "number"


@pytest.mark.parametrize("answer", ["45 km", "007", "'1,500'", "1999-12", "eight", "45.", "1_000", "0x1F"])
def test_any_other_answer_does_not(answer: str) -> None:
    assert type_of(answer) != "number"


def test_keys_of_a_short_answer_outweigh_the_look_of_its_answer() -> None:
    assert type_of("8", ", accept: eight") == "short-answer"
    assert type_of("8", ", type: short-answer") == "short-answer"
    assert type_of("8", ", unit: legs") == "number"


@pytest.mark.parametrize(
    ("typed", "score"), [("45 km", 1), ("45", 1), ("42.75 km", 1), ("47.25", 1), ("42.74", 0), ("48 km", 0)]
)
def test_the_tolerance_holds_on_both_sides_and_to_its_edge(typed: str, score: float) -> None:
    (part,) = Number(ask="How far?", answer="45", unit="km", tolerance="5%").parts("en")
    assert grade(part.interaction, Typed(typed)).score == score
