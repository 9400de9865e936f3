"""Dates in languages without tables of ours, with babel and without it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from quizkit.grading.date_languages import words_for
from quizkit.grading.date_parts import Refusal, Remark
from quizkit.grading.date_reading import Reading, Readings, read_dates
from quizkit.grading.month_names import TABLES

DAY = Reading(1999, 12, 8)


def readings(text: str, language: str) -> tuple[Reading, ...]:
    read = read_dates(text, language)
    assert isinstance(read, Readings), read
    return read.readings


@pytest.fixture
def no_babel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "babel", None)
    words_for.cache_clear()
    yield
    words_for.cache_clear()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "8 décembre 1999"),
        ("fr", "le 8 déc. 1999"),
        ("fr-CA", "mercredi 8 décembre 1999"),
        ("de", "am 8. Dezember 1999"),
        ("de_AT", "8. Dez. 1999"),
        ("it", "l’8 dicembre 1999"),
        ("pt", "8 de dezembro de 1999"),
        ("ca", "8 de desembre del 1999"),
        ("ru", "8 декабря 1999 года"),
        ("uk", "8 грудня 1999 р."),
        ("pl", "8 grudnia 1999"),
        ("fi", "8. joulukuuta 1999"),
        ("hi", "8 दिसंबर 1999"),
        ("ja", "1999年12月8日"),
        ("de", "8.12.1999"),
    ],
)
def test_months_of_other_languages_have_their_names_from_babel(language: str, text: str) -> None:
    pytest.importorskip("babel", reason="babel is not installed")
    read = read_dates(text, language)
    assert isinstance(read, Readings)
    assert {reading[:3] for reading in read.readings} == {DAY[:3]}
    assert not read.remarks


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("8 decembre 1999", Remark.ACCENT),
        ("8 décembr 1999", Remark.TYPO),
        ("8 December 1999", Remark.LANGUAGE),
    ],
)
def test_slips_in_another_language_are_remarked_too(text: str, remark: Remark) -> None:
    pytest.importorskip("babel", reason="babel is not installed")
    read = read_dates(text, "fr")
    assert isinstance(read, Readings)
    assert read.remarks == {remark}


def test_a_negation_in_a_language_without_tables_is_not_taken_for_a_word_of_the_question() -> None:
    pytest.importorskip("babel", reason="babel is not installed")
    question = "Quand le traité a-t-il été signé : avant ou après la guerre ?"
    assert isinstance(read_dates("avant le 8 décembre 1999", "fr", question), Refusal)


@pytest.mark.usefixtures("no_babel")
@pytest.mark.parametrize(
    "text", ["1999-12-08", "8.12.1999", "8/12/1999", "8 December 1999", "8 de diciembre de 1999"]
)
def test_without_babel_numbers_and_the_two_known_languages_are_read(text: str) -> None:
    assert readings(text, "fr") == (DAY,)
    assert isinstance(read_dates("8 grudnia 1999", "pl"), Refusal)


@pytest.mark.parametrize("language", ["", "xx", "e", "../en", "\0", "no such language", "日本語"])
def test_an_unknown_language_is_no_error(language: str) -> None:
    assert readings("1999-12-08", language) == (DAY,)


def test_english_and_spanish_never_look_for_babel() -> None:
    words_for.cache_clear()
    for language in ("en", "en-GB", "es", "es-MX", "ES"):
        assert words_for(language) in TABLES.values()
