"""Name several things from memory, in any order."""

from __future__ import annotations

import pytest
from quizkit.grading import grade
from quizkit.model import Part, TextEntry, TextKey
from quizkit.questions.list_recall import ListRecall
from quizkit.responses import Typed


def mistakes(question: ListRecall) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.message) for mistake in question.mistakes()]


def test_a_list_asks_for_all_its_answers_unless_it_says_how_many() -> None:
    keys = (TextKey("Nile"), TextKey("Volga"), TextKey("Rhine"))
    rivers = ("Nile", "Volga", "Rhine")
    for need, asked in (("", 3), ("2", 2)):
        question = ListRecall(ask="Which?", answers=rivers, need=need)
        assert list(question.parts("en")) == [Part("", "Which?", TextEntry(keys, asked))]
        assert mistakes(question) == []
        assert question.text() == "Which?"


def test_no_more_can_be_asked_for_than_there_are() -> None:
    assert mistakes(ListRecall(ask="a", answers=("b", "c"), need="3")) == [
        ("need", "3 are asked for, and there are 2")
    ]


def test_an_answer_has_other_names_and_counts_once_under_all_of_them() -> None:
    question = ListRecall(ask="a", answers=("Baltics", "Poland"), accept=(("Baltics", ("Baltic states",)),))
    (part,) = question.parts("en")

    assert grade(part.interaction, Typed("the Baltic states, Poland")).score == 1
    assert grade(part.interaction, Typed("Baltics, Baltic states")).score == 0.5


@pytest.mark.parametrize(
    ("accept", "message"),
    [
        (("Balkans", ("x",)), "there is no answer 'Balkans'"),
        (("Poland", ("poland",)), "'Poland' stands here as another text for itself"),
    ],
)
def test_other_names_are_those_of_an_answer(accept: tuple[str, tuple[str, ...]], message: str) -> None:
    assert mistakes(ListRecall(ask="a", answers=("Baltics", "Poland"), accept=(accept,))) == [
        ("accept", message)
    ]


def test_an_answer_stands_there_once() -> None:
    assert mistakes(ListRecall(ask="a", answers=("b", "c", "B."))) == [("answers", "'B.' stands here twice")]


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("rhine, nile", 1.0),
        ("Volga and Nile", 1.0),
        ("Nile", 0.5),
        ("Etna", 0.0),
        ("Nile; Volga; Rhine", 1.0),
    ],
)
def test_any_of_them_in_any_order_are_right(typed: str, score: float) -> None:
    (part,) = ListRecall(ask="Which?", answers=("Nile", "Volga", "Rhine"), need="2").parts("en")
    assert grade(part.interaction, Typed(typed)).score == score
