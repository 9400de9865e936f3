"""Parsed values know their place, and whether the author left them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.errors import Problem
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence, is_missing, name_of, place_after


def text(content: str, *, plain: bool = True) -> Scalar:
    return Scalar(content, 1, 1, plain)


@pytest.mark.parametrize("content", ["", " ", "\t\n", "~", "null", "Null", "NULL"])
def test_nothing_and_the_unquoted_null_are_missing(content: str) -> None:
    assert is_missing(text(content))


@pytest.mark.parametrize("content", ["null", "~", "NULL"])
def test_the_quoted_word_null_is_a_text(content: str) -> None:
    assert not is_missing(text(content, plain=False))


@pytest.mark.parametrize("content", ["", "   "])
def test_quotes_around_nothing_are_missing_too(content: str) -> None:
    assert is_missing(text(content, plain=False))


@pytest.mark.parametrize("content", ["0", "no", "false", "nULL", "none", "n/a", "-"])
def test_words_that_look_like_nothing_are_texts(content: str) -> None:
    assert not is_missing(text(content))


def test_a_list_and_a_mapping_are_never_missing() -> None:
    assert not is_missing(Sequence((), 1, 1))
    assert not is_missing(Mapping((), 1, 1))


def test_the_first_of_repeated_keys_counts() -> None:
    mapping = Mapping(((text("a"), text("1")), (text("a"), text("2"))), 1, 1)
    assert mapping.get("a") == text("1")
    assert mapping.get("b") is None


@pytest.mark.parametrize(
    ("node", "name"),
    [(text("x"), "a text"), (Sequence((), 1, 1), "a list"), (Mapping((), 1, 1), "a mapping")],
)
def test_every_kind_of_value_has_a_name_for_people(node: Node, name: str) -> None:
    assert name_of(node) == name


def test_a_report_collects_problems_with_path_and_place() -> None:
    report = Report("eu.yaml")
    assert not report
    report.add(Scalar("x", 3, 7), "wrong", "right it")
    report.add(Sequence((), 4, 1), "empty")
    assert report
    assert len(report) == 2
    assert report.problems == [
        Problem("eu.yaml", 3, 7, "wrong", "right it"),
        Problem("eu.yaml", 4, 1, "empty"),
    ]


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("", (1, 1)),
        ("abc", (1, 4)),
        ("abc\n", (2, 1)),
        ("abc\r\nде", (2, 3)),
        ("abc\rd", (2, 2)),
        ("\n\r\n\r\n\n", (5, 1)),
        ("a\u2028b\x85c", (1, 6)),
    ],
)
def test_a_place_counts_lines_as_editors_do(before: str, place: tuple[int, int]) -> None:
    found = place_after(before)
    assert (found.line, found.column) == place


@given(st.text("ab\n"))
def test_the_place_after_a_text_is_on_its_last_line(before: str) -> None:
    *_, last = before.split("\n")
    found = place_after(before)
    assert (found.line, found.column) == (before.count("\n") + 1, len(last) + 1)
