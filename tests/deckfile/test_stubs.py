"""Stubs: questions out to an editor, and back."""

from __future__ import annotations

import pytest
from quizkit.deckfile.stubs import read_stubs, stub
from quizkit.errors import QuizkitError

QUESTION = {"ask": "TODO", "answer": "45", "unit": "billion USD", "cite": "doc#8", "evidence": "$45 billion"}
CHOICE = {
    "ask": "TODO",
    "answer": "$45 billion",
    "wrong": ["$9 billion"],
    "cite": "doc#8",
    "evidence": "$45 billion",
}


def test_a_stub_shows_the_choice_in_comments() -> None:
    assert stub(QUESTION, CHOICE, "1 of 4: number") == (
        "# 1 of 4: number\n"
        "- ask: TODO\n"
        "  answer: '45'\n"
        "  unit: billion USD\n"
        "  cite: doc#8\n"
        "  evidence: $45 billion\n"
        "  # Or as a choice, without unit:\n"
        "  # answer: $45 billion\n"
        "  # wrong:\n"
        "  #   - $9 billion\n"
    )


def test_what_an_author_makes_of_a_stub_is_read() -> None:
    text = "- {statement: So it was., answer: true}\n- {ask: How much?, answer: 45, wrong: [1: no]}\n"

    assert read_stubs(text) == [
        {"statement": "So it was.", "answer": True},
        {"ask": "How much?", "answer": "45", "wrong": [{"1": "no"}]},
    ]


def test_one_question_needs_no_dash() -> None:
    assert read_stubs("ask: How much?\nanswer: 45\n") == [{"ask": "How much?", "answer": "45"}]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n  # at all\n"])
def test_an_emptied_file_holds_no_question(text: str) -> None:
    assert read_stubs(text) == []


@pytest.mark.parametrize("text", ["ask: [", "- just words", "- {ask: x}\n- y"])
def test_what_is_no_question_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(QuizkitError, match=r"edited question|mapping"):
        read_stubs(text)
