"""Type the answer."""

from __future__ import annotations

import pytest
from quizkit.model import Option, Part, TextEntry, TextKey
from quizkit.questions.short_answer import ShortAnswer


def mistakes(question: ShortAnswer) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.message) for mistake in question.mistakes()]


def test_a_short_answer_is_one_card_where_a_text_is_typed() -> None:
    question = ShortAnswer(ask="How many legs has a spider?", answer="eight", accept=("8",))
    assert list(question.parts("en")) == [
        Part("", "How many legs has a spider?", TextEntry((TextKey("eight", ("8",)),)))
    ]
    assert question.text() == "How many legs has a spider?"
    assert mistakes(question) == []


def test_rejected_answers_bring_their_feedback_and_exact_ones_say_so() -> None:
    question = ShortAnswer(ask="a", answer="Co", reject=(("CO", "That is a gas."),), exact=True)
    (part,) = question.parts("en")
    assert part.interaction == TextEntry((TextKey("Co", (), (Option("CO", "That is a gas."),), exact=True),))
    assert mistakes(question) == []


@pytest.mark.parametrize("accept", [("eight",), ("8", "8"), ("8", "eight")])
def test_an_answer_that_stands_there_twice_is_a_mistake(accept: tuple[str, ...]) -> None:
    question = ShortAnswer(ask="a", answer="eight", accept=accept)
    assert mistakes(question) == [("accept", "the same answer stands here twice")]


@pytest.mark.parametrize("rejected", ["eight", "Eight.", "8"])
def test_what_is_accepted_cannot_be_rejected(rejected: str) -> None:
    question = ShortAnswer(ask="a", answer="eight", accept=("8",), reject=((rejected, "no"),))
    assert mistakes(question) == [("reject", f"'{rejected}' is rejected and accepted at once")]
