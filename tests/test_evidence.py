"""What must stand in the cited passage, by default and as its author names it."""

from __future__ import annotations

import pytest
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.evidence import date_as_written, evidence_of, number_as_written
from quizkit.model import Question


def question(text: str, language: str = "en") -> Question:
    deck = read_deck(f"deck: D\nlanguage: {language}\nquestions:\n  - {text}\n".encode(), "d.yaml")
    assert deck.problems == ()
    return build_deck(deck, "d.yaml").questions[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ask: Who?, answer: Gazprom}", (("Gazprom",),)),
        ("{ask: Who?, answer: Lukashenko, accept: Lukashenka}", (("Lukashenko", "Lukashenka"),)),
        ("{ask: What?, answer: The *Union* State}", (("The Union State", "Union State"),)),
        ("{ask: Which two?, answers: [Minsk, Moscow]}", (("Minsk",), ("Moscow",))),
        ("{ask: Which?, answer: Minsk, wrong: [Brest, Gomel]}", (("Minsk",),)),
        ("{ask: Which?, type: multi-select, answers: [oil, gas], wrong: [milk]}", (("oil",), ("gas",))),
        ('{cloze: "In {{1999}} by {{Yeltsin::who?}}"}', (("1999",), ("Yeltsin",))),
        ("{ask: Order?, order: [first war, second war]}", (("first war",), ("second war",))),
        (
            "{ask: Who?, match: {Peskov: secretary, Krutoy: minister}}",
            (("Peskov",), ("Krutoy",), ("secretary",), ("minister",)),
        ),
        ("{front: Capital?, back: Minsk.}", (("Minsk",),)),
        ("{front: The capital, back: Minsk, both_ways: true}", (("Minsk",),)),
        ("{statement: It rains., answer: true}", ()),
        ("{ask: Why?, rubric: [one, two]}", ()),
        ("{statement: It rains., answer: true, evidence: it rains}", (("it rains",),)),
        ("{ask: Who?, answer: Gazprom, evidence: [gas, oil]}", (("gas",), ("oil",))),
    ],
)
def test_each_type_has_its_evidence(text: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert evidence_of(question(text), "en") == expected


def test_a_partner_that_belongs_to_nothing_is_no_evidence() -> None:
    asked = question("{ask: Who?, match: {Peskov: secretary, Krutoy: minister}, extra: [king]}")
    assert ("king",) not in evidence_of(asked, "en")


@pytest.mark.parametrize(
    ("value", "language", "forms"),
    [
        ("45", "en", ("45",)),
        ("8.4", "en", ("8.4",)),
        ("1.50", "en", ("1.5",)),
        ("8.4", "es", ("8,4", "8.4")),
        ("1.25", "es", ("1,25", "1.25")),
        ("45000", "en", ("45000", "45,000", "45 000", "45 thousand")),
        ("45000", "es", ("45000", "45.000", "45 000", "45 mil")),
        ("-3", "en", ("-3", "minus 3")),
        ("-3", "es", ("-3", "menos 3")),
    ],
)
def test_a_number_as_the_language_writes_it(value: str, language: str, forms: tuple[str, ...]) -> None:
    assert number_as_written(value, language) == forms


@pytest.mark.parametrize(
    ("value", "language", "form"),
    [
        ("1500000", "en", "1.5 million"),
        ("1e9", "en", "1 billion"),
        ("1500000", "es", "1,5 millones"),
        ("2e9", "es", "2 mil millones"),
        ("12345.6", "en", "12,345.6"),
        ("12345.6", "es", "12.345,6"),
    ],
)
def test_a_large_number_may_be_written_in_words(value: str, language: str, form: str) -> None:
    assert form in number_as_written(value, language)


def test_no_number_is_taken_for_another_by_its_separator() -> None:
    assert "1.250" not in number_as_written("1.25", "es")
    assert "1,250" not in number_as_written("1.25", "en")
    assert "1.125" not in number_as_written("1.125", "es")  # one thousand one hundred and twenty-five


@pytest.mark.parametrize(
    ("date", "language", "forms"),
    [
        ("1999", "en", [["1999"]]),
        ("1999-12", "en", [["1999"], ["december", "dec."]]),
        (
            "1999-12-08",
            "en",
            [["1999", "1999-12-08"], ["8 december", "december 8", "december 8th", "8.12.1999"]],
        ),
        ("1999-12-08", "en", [["08/12/1999"], ["8th of december", "dec. 8", "12/08/1999"]]),
        ("1997-04-02", "es", [["1997"], ["2 de abril", "02.04.1997"]]),
        ("1997-04-01", "es", [["1997"], ["1º de abril", "1 de abril"]]),
        ("2000-01-22", "en", [["2000"], ["january 22nd"]]),
    ],
)
def test_a_date_is_its_year_and_its_day(date: str, language: str, forms: list[list[str]]) -> None:
    found = [*date_as_written(date, language)]
    assert len(found) == len(forms)
    for alternatives, wanted in zip(found, forms, strict=True):
        assert set(wanted) <= set(alternatives)
