"""Tick every right option."""

from __future__ import annotations

from quizkit.grading import grade
from quizkit.model import Choice, Option, Part
from quizkit.questions.common import MOST_PICKS
from quizkit.questions.multi_select import MultiSelect
from quizkit.responses import Picked


def multi(answers: str, wrong: str) -> MultiSelect:
    return MultiSelect(ask="Which?", answers=tuple(map(Option, answers)), wrong=tuple(map(Option, wrong)))


def mistakes(question: MultiSelect) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.message) for mistake in question.mistakes()]


def test_the_right_options_stand_first_and_several_may_be_ticked() -> None:
    options = tuple(map(Option, "abc"))
    assert list(multi("ab", "c").parts("en")) == [
        Part("", "Which?", Choice(options, right=(0, 1), several=True))
    ]
    assert mistakes(multi("ab", "c")) == []
    assert multi("ab", "c").text() == "Which?"


def test_each_wrong_tick_costs_what_it_would_gain_to_tick_all() -> None:
    (part,) = multi("ab", "cd").parts("en")
    scores = [
        grade(part.interaction, Picked(tuple(places))).score for places in ((0, 1), (0,), (0, 2), (0, 1, 2))
    ]
    assert scores == [1.0, 0.5, 0.0, 0.5]


def test_an_option_stands_there_once() -> None:
    assert mistakes(multi("aA", "b")) == [("answers", "'A' stands here twice")]
    assert mistakes(multi("ab", "cC")) == [("wrong", "'C' stands here twice")]
    assert mistakes(multi("ab", "B")) == [("wrong", "the wrong option 'B' is also an answer")]


def test_there_are_no_more_options_than_keys() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    assert mistakes(multi(letters[:5], letters[5:MOST_PICKS])) == []
    assert [key for key, _ in mistakes(multi(letters[:5], letters[5 : MOST_PICKS + 1]))] == ["wrong"]
