"""Judge a statement."""

from __future__ import annotations

import pytest
from quizkit.model import Choice, Option, Part
from quizkit.questions.true_false import WORDS, TrueFalse


@pytest.mark.parametrize(("answer", "right"), [(True, 0), (False, 1)])
def test_a_statement_is_a_choice_of_true_and_false_in_this_order(answer: bool, right: int) -> None:
    options = (Option("True"), Option("False"))
    question = TrueFalse(statement="Water is wet.", answer=answer)
    assert list(question.parts("en")) == [
        Part("", "Water is wet.", Choice(options, (right,), fixed_order=True))
    ]
    assert list(question.mistakes()) == []
    assert question.text() == "Water is wet."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ("Verdadero", "Falso")),
        ("pt-BR", ("Verdadeiro", "Falso")),
        ("be", ("Праўда", "Няпраўда")),
        ("xx", ("True", "False")),
    ],
)
def test_the_words_are_those_of_the_deck_s_language_else_english(
    language: str, words: tuple[str, str]
) -> None:
    (part,) = TrueFalse(statement="a", answer=True).parts(language)
    assert isinstance(part.interaction, Choice)
    assert tuple(option.text for option in part.interaction.options) == words


def test_in_no_language_are_the_two_words_the_same() -> None:
    assert all(true != false for true, false in WORDS.values())
