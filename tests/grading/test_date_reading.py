"""From a typed text to the dates it may mean, or to why it is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.grading.date_reading import Reading, Readings, read_dates
from quizkit.grading.date_words import Refusal, Remark
from quizkit.grading.month_names import STOP_WORDS, TABLES, words_for

DAY = Reading(1999, 12, 8)
AUGUST = Reading(1999, 8, 12)


def readings(text: str, language: str = "en", question: str = "") -> tuple[Reading, ...]:
    read = read_dates(text, language, question)
    assert isinstance(read, Readings), read
    return read.readings


def remarks(text: str, language: str = "en") -> frozenset[Remark]:
    read = read_dates(text, language)
    assert isinstance(read, Readings), read
    return read.remarks


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("8 December 1999", "en", {DAY}),
        ("8/12/1999", "en", {DAY, AUGUST}),
        ("8/12/1999", "es", {DAY}),
        ("8.12.1999", "en", {DAY}),
        ("1999-12-08", "en", {DAY}),
        ("12/13/1999", "en", {Reading(1999, 12, 13)}),
        ("5/5/1999", "en", {Reading(1999, 5, 5)}),
        ("8/12/99", "es", {Reading(99, 12, 8, short=True)}),
        ("AD 79", "en", {Reading(79)}),
        ("'79", "en", {Reading(79, short=True)}),
        ("Dec 08", "en", {Reading(0, 12, 8), Reading(8, 12, short=True)}),
        ("December 1999", "en", {Reading(1999, 12)}),
        ("8 December", "en", {Reading(0, 12, 8)}),
        ("December", "en", {Reading(0, 12)}),
        ("the 8th", "en", {Reading(0, 0, 8)}),
        ("1990s", "en", {Reading(1990, span=10)}),
        ("1900s", "en", {Reading(1900, span=10), Reading(1900, span=100)}),
        ("los noventa", "es", {Reading(90, span=10, short=True)}),
        ("siglo XX", "es", {Reading(1900, span=101)}),
        ("Wed 8 December 1999", "en", {Reading(1999, 12, 8, weekday=2)}),
        ("2001-02", "en", {Reading(2001, 2, maybe_range=True)}),
        ("8 XII 1999", "en", {DAY}),
        ("29 February 1999", "en", {Reading(1999, 2, 29)}),
    ],
)
def test_a_text_has_the_readings_that_its_language_gives_it(
    text: str, language: str, expected: set[Reading]
) -> None:
    assert set(readings(text, language)) == expected


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Refusal.EMPTY),
        ("?", Refusal.EMPTY),
        ("\N{ZERO WIDTH SPACE}", Refusal.EMPTY),
        ("Moscow", Refusal.UNCLEAR),
        ("8 December 1999 in Moscow", Refusal.UNCLEAR),
        ("1999%", Refusal.UNCLEAR),
        ("1998-1999", Refusal.SEVERAL),
        ("8-9 December 1999", Refusal.SEVERAL),
        ("8 December 1999 9", Refusal.SEVERAL),
        ("8 or 9 December", Refusal.EITHER),
        ("8 December & 9 December", Refusal.EITHER),
        ("not 1999", Refusal.NEGATED),
        ("isn’t 1999", Refusal.NEGATED),
        ("before 1999", Refusal.BOUND),
        ("1999–", Refusal.BOUND),
        ("−1999", Refusal.BOUND),
        ("30 February", Refusal.IMPOSSIBLE),
        ("1999-13-01", Refusal.IMPOSSIBLE),
        ("1 " * 300, Refusal.UNCLEAR),
    ],
)
def test_what_is_no_single_date_is_refused_with_its_reason(text: str, refusal: Refusal) -> None:
    assert read_dates(text, "en") is refusal


@pytest.mark.parametrize(
    ("text", "language", "year"),
    [
        ("nineteen ninety-nine", "en", 1999),
        ("nineteen hundred and five", "en", 1905),
        ("two thousand", "en", 2000),
        ("two thousand and one", "en", 2001),
        ("twenty twenty-two", "en", 2022),
        ("twenty ten", "en", 2010),
        ("ten sixty-six", "en", 1066),
        ("one thousand nine hundred ninety nine", "en", 1999),
        ("mil novecientos noventa y nueve", "es", 1999),
        ("dos mil veintidós", "es", 2022),
        ("mil ochocientos diez", "es", 1810),
    ],
)
def test_a_year_may_be_written_in_words(text: str, language: str, year: int) -> None:
    assert readings(text, language) == (Reading(year),)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("eight nine December 1999", "en"),
        ("eight and nine 1999", "en"),
        ("eighth and ninth of December 1999", "en"),
        ("siete uno de diciembre de 1999", "es"),
        ("ocho y nueve de diciembre de 1999", "es"),
        ("ocho y nueve de 1999", "es"),
    ],
)
def test_numbers_in_words_that_make_no_one_number_stay_two(text: str, language: str) -> None:
    assert isinstance(read_dates(text, language), Refusal)


def test_a_day_and_a_year_in_words_side_by_side_are_told_apart() -> None:
    assert readings("December twelve nineteen ninety-nine") == (Reading(1999, 12, 12),)
    assert readings("December twenty nineteen") == (Reading(2019, 12),)
    assert readings("December eighth one thousand nine hundred and ninety-nine") == (DAY,)


# --- months -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("Decmber", 12),
        ("Decemberr", 12),
        ("Deecmber", 12),
        ("Janury", 1),
        ("Febuary", 2),
        ("Mrach", 3),
        ("Agust", 8),
        ("Septmber", 9),
        ("Octuber", 10),
        ("dicimbre", 12),
        ("setimbre", 9),
        ("juino", 6),
        ("Jully", 7),
        ("julip", 7),
    ],
)
def test_one_slip_in_the_name_of_a_month_is_understood_and_remarked(word: str, month: int) -> None:
    assert readings(f"{word} 1999") == (Reading(1999, month),)
    assert Remark.TYPO in remarks(f"{word} 1999")


@pytest.mark.parametrize(
    "word",
    [
        "Dcembr",
        "Dce",
        "Jnu",
        "Juny",
        "Mya",
        "juio",
        "jumio",
        "junlio",
        "mazo",
        "maro",
        "mayzo",
        "Mars",
        "Agu",
    ],
)
def test_two_slips_or_a_slip_between_two_months_is_no_month(word: str) -> None:
    assert isinstance(read_dates(f"{word} 1999", "en"), Refusal)
    assert isinstance(read_dates(f"{word} 1999", "es"), Refusal)


@given(st.sampled_from(["en", "es"]), st.data())
def test_a_name_spoilt_by_one_letter_is_that_month_or_none(language: str, data: st.DataObject) -> None:
    names = words_for(language).names
    number = data.draw(st.integers(1, 12))
    name = names[number - 1].lower()
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from(["", *"abcdefghijklmnopqrstuvwxyz"]))
    spoilt = name[:place] + letter + name[place + 1 :]
    others = {month for words in TABLES.values() for word, month in words.months.items() if word == spoilt}
    read = read_dates(f"8 {spoilt} 1999", language)
    if isinstance(read, Readings):
        assert {reading.month for reading in read.readings} <= others | {number}


@pytest.mark.parametrize(
    ("text", "language", "remark"),
    [
        ("8 diciembre 1999", "en", Remark.LANGUAGE),
        ("8 de diciembre de 1999", "en", Remark.LANGUAGE),
        ("December 8th, 1999", "es", Remark.LANGUAGE),
        ("8 diciémbre 1999", "es", Remark.ACCENT),
        ("I think 1999", "en", Remark.HEDGE),
        ("creo que 1999", "es", Remark.HEDGE),
        ("c. 1999", "en", Remark.ABOUT),
        ("1.999", "es", Remark.SEPARATOR),
    ],
)
def test_what_is_understood_all_the_same_is_remarked(text: str, language: str, remark: Remark) -> None:
    assert remarks(text, language) == {remark}


@pytest.mark.parametrize(
    ("text", "language"), [("8 may 1999", "es"), ("8 Sept 1999", "en"), ("8 jun 1999", "es")]
)
def test_an_abbreviation_that_both_languages_have_is_not_remarked(text: str, language: str) -> None:
    assert not remarks(text, language)


def test_numbers_are_read_as_the_language_of_the_deck_has_it_whatever_the_words() -> None:
    assert readings("on 8/12/1999", "es") == (DAY,)
    assert set(readings("el 8/12/1999", "en")) == {DAY, AUGUST}


def test_the_words_of_the_question_are_free_but_never_a_bound_or_a_negation() -> None:
    question = "When was the treaty signed, and what happened before and not after?"
    assert readings("The treaty was signed in 1999", "en", question) == (Reading(1999),)
    for word in ("before", "not", "after", "and"):
        assert isinstance(read_dates(f"{word} 1999", "en", question), Refusal)


@given(st.sampled_from(sorted(STOP_WORDS)), st.sampled_from(["en", "es", "fr", "xx"]))
def test_no_question_frees_a_word_that_changes_the_answer(word: str, language: str) -> None:
    assert isinstance(read_dates(f"{word} 8 December 1999", language, f"The {word} thing"), Refusal)


# --- other languages --------------------------------------------------------------------------------


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
    assert remarks(text, "fr") == {remark}


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


@pytest.mark.parametrize("language", TABLES)
def test_no_word_of_a_language_costs_nothing_and_changes_the_answer(language: str) -> None:
    words = TABLES[language]
    free = words.frame | words.hedges | words.about | words.eras | words.months.keys() | words.weekdays.keys()
    assert not free & (words.bounds | words.either | words.negations)
    assert not free & words.numbers.keys()
    assert len(words.names) == 12
    assert [words.months[name.lower()] for name in words.names] == list(range(1, 13))
