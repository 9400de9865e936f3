"""Dates in words of the deck's language."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.deckfile.reader import answer_text
from quizkit.grading import Context, date_in_words, grade, key_of
from quizkit.model import DateKey, TextEntry
from quizkit.questions import RawQuestion
from quizkit.responses import Typed


@pytest.mark.parametrize(
    ("written", "language", "words"),
    [
        ("1999-12-08", "en", "8 December 1999"),
        ("1999-12-08", "es", "8 de diciembre de 1999"),
        ("1994-07", "en-GB", "July 1994"),
        ("1994-07", "es-MX", "julio de 1994"),
        ("1994", "es", "1994"),
        ("0476-09-04", "en", "4 September 476"),
        ("1999-12-08", "fr", "1999-12-08"),
        ("1999-12-08", "", "1999-12-08"),
        ("2019-2020", "en", "2019-2020"),
        ("late 1990s", "en", "late 1990s"),
        ("mid-1990s", "en", "mid-1990s"),
    ],
)
def test_a_date_is_told_in_words_of_a_language_that_is_known(written: str, language: str, words: str) -> None:
    assert date_in_words(written, language) == words


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["en", "es"]))
def test_a_date_as_it_is_shown_is_a_right_answer(day: date, language: str) -> None:
    interaction = TextEntry((DateKey(day.isoformat()),))
    shown = key_of(interaction, language)
    assert grade(interaction, Typed(shown), Context(language)).score == 1


@given(st.text(), st.sampled_from(["en", "es", "fr", ""]))
def test_any_text_has_a_form_to_be_shown_in(text: str, language: str) -> None:
    assert date_in_words(text, language).strip() or not text.strip()


def test_ids_are_made_of_the_date_as_it_is_written() -> None:
    raw = RawQuestion("date", "", {"ask": "When?", "answer": "1999-12-08"}, 1)
    assert answer_text(raw, "en") == answer_text(raw, "es") == "1999-12-08"
