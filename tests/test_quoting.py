"""A stranger's text in a message is short and harmless, and the word that was meant is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.quoting import CONTROL, KNOWN_SOURCES, did_you_mean, nearest, shorten


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("anwser", "did you mean 'answer'?"),
        ("Answer", "did you mean 'answer'?"),
        ("ANSWERS", "did you mean 'answer'?"),
        ("asks", "did you mean 'ask'?"),
        ("zzz", "known keys: ask, answer, wrong"),
        ("", "known keys: ask, answer, wrong"),
    ],
)
def test_a_hint_names_the_closest_word_or_all(word: str, hint: str) -> None:
    known = dict.fromkeys(["ask", "answer", "wrong"])
    assert did_you_mean(word, known) == hint
    assert did_you_mean(word, lambda: list(known)) == hint


@pytest.mark.parametrize(
    ("word", "name"),
    [("question", "ask"), ("Qestion", "ask"), ("correct", "answer"), ("ask", "ask"), ("?", "")],
)
def test_a_word_may_be_a_synonym_of_the_one_that_is_meant(word: str, name: str) -> None:
    synonyms = {"ask": ("question",), "answer": ("correct",), "answers": ("correct",), "cite": ("ask",)}
    assert nearest(word, ["ask", "answer", "answers"], synonyms) == name


def test_a_hint_says_what_the_known_words_are() -> None:
    assert did_you_mean("zzz", {"edm-2023": 0}, KNOWN_SOURCES) == "known sources: edm-2023"


def test_thousands_of_known_words_do_not_make_a_hint_of_thousands() -> None:
    assert len(did_you_mean("?", dict.fromkeys(f"source-{number}" for number in range(10_000)))) < 250


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("short", "short"),
        ("a\n  b\tc ", "a b c"),
        ("a\x1b[31mb", "a�[31mb"),
        ("a\u202eb", "a�b"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_a_text_is_shortened_to_one_harmless_line(given_text: str, shown: str) -> None:
    assert shorten(given_text) == shown


@given(st.text(), st.integers(1, 100))
def test_what_is_shortened_is_never_too_long_nor_harmful(content: str, limit: int) -> None:
    line = shorten(content, limit)
    assert len(line) <= limit
    assert not CONTROL.search(line)
    assert "\n" not in line
