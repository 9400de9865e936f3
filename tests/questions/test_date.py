"""Type a date."""

from __future__ import annotations

import pytest
from quizkit.deckfile import read_deck
from quizkit.grading import grade
from quizkit.model import DateKey, Part, TextEntry
from quizkit.questions.date import Date
from quizkit.responses import Typed


def test_a_date_is_one_card_where_it_is_typed() -> None:
    question = Date(ask="When?", answer="1999-12-08")
    assert list(question.parts("en")) == [Part("", "When?", TextEntry((DateKey("1999-12-08"),)))]
    assert list(question.mistakes()) == []
    assert question.text() == "When?"


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("1999-12-08", "date"),
        ("1999-12", "date"),
        ("'1999-12-08'", "date"),
        ("1999", "number"),
        ("8 December 1999", "short-answer"),
        ("99-12-08", "short-answer"),
    ],
)
def test_an_answer_written_with_hyphens_makes_a_date(answer: str, name: str) -> None:
    (raw,) = read_deck(f"deck: T\nquestions:\n- {{ask: a, answer: {answer}}}\n".encode(), "t.yaml").questions
    assert raw.type == name


@pytest.mark.parametrize("answer", ["1999-13", "1999-02-29", "2000-04-31", "1999-00-01", "1999-12-00"])
def test_a_day_that_never_was_is_a_mistake(answer: str) -> None:
    assert [mistake.message for mistake in Date(ask="a", answer=answer).mistakes()] == [
        f"there is no day {answer}"
    ]


@pytest.mark.parametrize("answer", ["2000-02-29", "0476-09-04", "1999", "1999-12"])
def test_a_leap_day_an_early_year_and_a_coarse_date_are_fine(answer: str) -> None:
    assert list(Date(ask="a", answer=answer).mistakes()) == []


@pytest.mark.parametrize(
    ("typed", "right"), [("8 December 1999", True), ("Dec 8, 1999", True), ("9 December 1999", False)]
)
def test_any_usual_writing_is_right(typed: str, right: bool) -> None:
    (part,) = Date(ask="When?", answer="1999-12-08").parts("en")
    assert (grade(part.interaction, Typed(typed)).score == 1) == right
