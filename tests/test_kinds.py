"""Each kind of value is read as its author wrote it, or refused at its place with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from quizkit.fields import CITATIONS, FLAG, OPTION, OPTIONS, SLUG, TEXT, TEXTS
from quizkit.kinds import Kind
from quizkit.model import Option
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence


def text(content: str, line: int = 1, column: int = 1, *, plain: bool = True) -> Scalar:
    return Scalar(content, line, column, plain)


def listed(*items: Node | str) -> Sequence:
    return Sequence(tuple(text(item) if isinstance(item, str) else item for item in items), 1, 1)


def mapped(**pairs: Node | str) -> Mapping:
    nodes = ((text(name), text(item) if isinstance(item, str) else item) for name, item in pairs.items())
    return Mapping(tuple(nodes), 1, 1)


def read(kind: Kind[Any], node: Node) -> tuple[Any, list[str]]:
    """The value, and the messages."""
    report = Report("f")
    value = kind.read(node, report)
    return value, [problem.message for problem in report.problems]


# --- texts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", ["no", "1.50", "12:30", "010", "1999-12-08", "1_000", "true", "0x1F", "=", "<<"]
)
def test_a_text_is_what_the_author_wrote(content: str) -> None:
    assert read(TEXT, text(content)) == (content, [])


@pytest.mark.parametrize(("content", "kept"), [("  a b ", "a b"), ("a\n", "a"), ("a\tb\nc", "a\tb\nc")])
def test_space_around_a_text_goes_and_space_inside_stays(content: str, kept: str) -> None:
    assert read(TEXT, text(content)) == (kept, [])


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (listed("a"), "a text is needed here, not a list"),
        (mapped(a="b"), "a text is needed here, not a mapping"),
        (text(""), "a text is missing here"),
        (text(" ", plain=False), "a text is missing here"),
        (text("null"), "a text is missing here"),
        (text("a\x1b[31m"), "control character U+001B in the text"),
        (text("a\rb"), "control character U+000D in the text"),
        (text("a\x9bb"), "control character U+009B in the text"),
        (text("a\u202eb"), "control character U+202E in the text"),
    ],
)
def test_what_is_no_text_is_refused(node: Node, message: str) -> None:
    assert read(TEXT, node) == (None, [message])


def test_only_the_unquoted_null_gets_the_hint_about_null() -> None:
    report = Report("f")
    for node in (text("null"), text(""), text("  ", plain=False)):
        TEXT.read(node, report)
    assert [problem.hint for problem in report.problems] == ['quote "null" if you mean the word', "", ""]


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_true_is_true(word: str) -> None:
    assert read(FLAG, text(word)) == (True, [])


@pytest.mark.parametrize("word", ["false", "False", "FALSE"])
def test_false_is_false(word: str) -> None:
    assert read(FLAG, text(word)) == (False, [])


@pytest.mark.parametrize(
    "node",
    [
        *(text(word) for word in ("yes", "no", "on", "1", "tRUE", "")),
        text("true", plain=False),
        listed("true"),
        mapped(true="false"),
    ],
)
def test_nothing_else_is_true_or_false(node: Node) -> None:
    assert read(FLAG, node) == (None, ["true or false is needed here"])


# --- lists and options ------------------------------------------------------------------------------


def test_every_mistake_of_a_list_is_named_at_its_item() -> None:
    report = Report("f")
    items = (text("ok", 1, 1), text("", 2, 3), Sequence((), 3, 3), text("null", 4, 3))
    assert TEXTS.read(Sequence(items, 1, 1), report) is None
    assert [(problem.line, problem.column) for problem in report.problems] == [(2, 3), (3, 3), (4, 3)]


def test_an_earlier_problem_elsewhere_does_not_spoil_a_list() -> None:
    report = Report("f")
    report.add(text("x"), "something else")
    assert TEXTS.read(listed("a", "b"), report) == ("a", "b")


@pytest.mark.parametrize("kind", [TEXTS, OPTIONS, CITATIONS])
def test_an_empty_list_is_a_mistake(kind: Kind[Any]) -> None:
    assert read(kind, listed()) == (None, ["this list is empty"])


def test_where_a_list_is_needed_one_text_is_not_enough() -> None:
    assert read(OPTIONS, text("a")) == (None, ["a list is needed here, not a text"])


def test_an_option_is_a_text_or_a_text_with_feedback() -> None:
    assert read(OPTION, text(" Mars ")) == (Option("Mars"), [])
    assert read(OPTION, mapped(Mars="a planet")) == (Option("Mars", "a planet"), [])


@pytest.mark.parametrize(
    ("node", "message"),
    [
        (mapped(), "an option is one text, or one 'text: feedback'"),
        (mapped(a="b", c="d"), "an option is one text, or one 'text: feedback'"),
        (mapped(a=""), "a text is missing here"),
        (mapped(a=listed("b")), "a text is needed here, not a list"),
        (listed("a"), "a text is needed here, not a list"),
    ],
)
def test_other_options_are_refused(node: Node, message: str) -> None:
    assert read(OPTION, node) == (None, [message])


@pytest.mark.parametrize(
    ("kind", "node"),
    [
        (TEXT, text("1.50")),
        (FLAG, text("false")),
        (SLUG, text("a")),
        (TEXTS, listed("a", "b")),
        (OPTION, mapped(a="b")),
        (OPTIONS, listed("a", mapped(b="c"))),
        (CITATIONS, text("a#1")),
    ],
)
def test_a_value_comes_back_from_what_json_makes_of_it(kind: Kind[Any], node: Node) -> None:
    def through_json(value: Any) -> Any:
        return [through_json(item) for item in value] if isinstance(value, tuple) else value

    value, _ = read(kind, node)
    thawed = kind.thaw(through_json(value))
    assert thawed == value
    assert type(thawed) is type(value)
