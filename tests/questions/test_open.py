"""Write, then tick the points the text makes."""

from __future__ import annotations

from quizkit.grading import grade
from quizkit.model import ExtendedText, Part
from quizkit.questions.common import MOST_PICKS
from quizkit.questions.open import Open
from quizkit.responses import Written


def mistakes(question: Open) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.message) for mistake in question.mistakes()]


def test_an_open_question_has_points_and_perhaps_a_model() -> None:
    question = Open(ask="Why?", rubric=("cost", "time"), model_answer="Both.")
    assert list(question.parts("en")) == [Part("", "Why?", ExtendedText(("cost", "time"), "Both."))]
    assert mistakes(question) == []
    assert question.text() == "Why?"


def test_every_point_counts_the_same() -> None:
    (part,) = Open(ask="Why?", rubric=("cost", "time", "luck", "will")).parts("en")
    scores = [
        grade(part.interaction, Written("…", ticked)).score for ticked in ((), (1,), (0, 3), (0, 1, 2, 3))
    ]
    assert scores == [0.0, 0.25, 0.5, 1.0]


def test_a_point_stands_there_once_and_there_are_no_more_than_keys() -> None:
    assert mistakes(Open(ask="a", rubric=("b", "B!"))) == [("rubric", "'B!' stands here twice")]
    many = tuple(f"point {n}" for n in range(MOST_PICKS + 1))
    assert mistakes(Open(ask="a", rubric=many[1:])) == []
    assert [key for key, _ in mistakes(Open(ask="a", rubric=many))] == ["rubric"]
