"""Type the answer."""

from __future__ import annotations

import pytest
from quizkit.model import Part, TextEntry
from quizkit.questions.short_answer import ShortAnswer


def test_a_short_answer_is_one_card_where_a_text_is_typed() -> None:
    question = ShortAnswer(ask="How many legs has a spider?", answer="eight", accept=("8",))
    (part,) = question.parts("en")
    assert isinstance(part, Part)
    assert (part.name, part.prompt) == ("", "How many legs has a spider?")
    assert isinstance(part.interaction, TextEntry)
    assert (part.interaction.answer, part.interaction.accept) == ("eight", ("8",))
    assert question.text() == "How many legs has a spider?"
    assert list(question.mistakes()) == []


@pytest.mark.parametrize("accept", [("eight",), ("8", "8"), ("8", "eight")])
def test_an_answer_that_stands_there_twice_is_a_mistake(accept: tuple[str, ...]) -> None:
    question = ShortAnswer(ask="a", answer="eight", accept=accept)
    assert [(mistake.key, mistake.message) for mistake in question.mistakes()] == [
        ("accept", "the same answer stands here twice")
    ]
