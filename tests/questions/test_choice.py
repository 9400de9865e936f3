"""Pick the one right option."""

from __future__ import annotations

import pytest
from quizkit.model import Choice as ChoiceInteraction
from quizkit.model import Option, Part
from quizkit.questions.choice import Choice
from quizkit.questions.common import MOST_PICKS


def choice(answer: str, *wrong: str) -> Choice:
    return Choice(ask="Which?", answer=Option(answer), wrong=tuple(map(Option, wrong)))


def mistakes(question: Choice) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.message) for mistake in question.mistakes()]


def test_the_right_option_stands_first_and_the_order_is_left_to_chance() -> None:
    options = (Option("Pluto", "since 2006"), Option("Mars"), Option("Titan", "a moon"))
    question = Choice(ask="Which?", answer=options[0], wrong=options[1:])
    assert list(question.parts("en")) == [Part("", "Which?", ChoiceInteraction(options, right=(0,)))]
    assert mistakes(question) == []
    assert question.text() == "Which?"


@pytest.mark.parametrize("wrong", ["Pluto", "pluto", "PLUTO", "Pluto.", "“Pluto”", " Pluto\t", "Plu\u00adto"])
def test_a_wrong_option_that_differs_from_the_answer_in_form_only_is_a_mistake(wrong: str) -> None:
    assert mistakes(choice("Pluto", "Mars", wrong)) == [
        ("wrong", f"the wrong option '{wrong}' is also an answer")
    ]


def test_a_wrong_option_given_twice_is_a_mistake_for_each_repetition() -> None:
    assert mistakes(choice("Pluto", "Mars", "Venus", "mars", "MARS.")) == [
        ("wrong", "'mars' stands here twice"),
        ("wrong", "'MARS.' stands here twice"),
    ]


def test_an_option_that_is_the_answer_twice_is_called_so_twice_and_repeated() -> None:
    assert [message for _, message in mistakes(choice("Pluto", "pluto", "pluto"))] == [
        *["the wrong option 'pluto' is also an answer"] * 2,
        "'pluto' stands here twice",
    ]


@pytest.mark.parametrize("wrong", ["-5", "50", "5 km", "V"])
def test_options_that_differ_in_more_than_form_are_fine(wrong: str) -> None:
    assert mistakes(choice("5", wrong)) == []


def test_there_are_no_more_options_than_keys() -> None:
    assert mistakes(choice("right", *map(str, range(MOST_PICKS - 1)))) == []
    assert mistakes(choice("right", *map(str, range(MOST_PICKS)))) == [
        ("wrong", f"{MOST_PICKS + 1} to pick from, and at most {MOST_PICKS} have a key")
    ]


def test_thousands_of_options_are_compared_without_comparing_each_with_each() -> None:
    (mistake,) = mistakes(choice("right", *map(str, range(20_000))))
    assert "20001 to pick from" in mistake[1]
