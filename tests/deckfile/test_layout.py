"""What is laid out as YAML reads back as it was, by our reader and by others."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.deckfile.layout import WIDTH, as_nodes, as_yaml
from quizkit.deckfile.nodes import parse
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence

ODD = "\n\n :#'\"-?,[]{}&*!|>%@`\\~=<.0123456789eE+_xyno\t\x85\u2028\u00a0\ufeff\x07é🏠"
TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from(ODD)) | st.text(
    st.sampled_from(ODD), max_size=300
)
VALUES = st.recursive(
    TEXTS | st.booleans(),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4) | st.dictionaries(TEXTS, inner, min_size=1, max_size=4)
    ),
    max_leaves=10,
)


def plain(node: Node | None) -> Any:
    match node:
        case Mapping():
            return {name.text: plain(value) for name, value in node.pairs}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar(text=("true" | "false") as word, plain=True):
            return word == "true"
        case Scalar():
            return node.text
        case None:
            raise AssertionError


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_any_value_comes_back_as_it_was(value: dict[str, Any]) -> None:
    text = as_yaml(value)
    report = Report("")
    assert plain(parse(text, report)) == value, text
    assert report.problems == []
    assert yaml.load(text, Loader=yaml.SafeLoader) == value
    assert plain(as_nodes(value)) == value


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a plain text", ["a plain text"]),
        ("2 + 2?", ["2 + 2?"]),
        ("it's 5: five #5", ["'it''s 5: five #5'"]),
        ("1999", ["'1999'"]),
        ("1999-12-08", ["'1999-12-08'"]),
        ("12:30", ["'12:30'"]),
        ("no", ["'no'"]),
        ("- a", ["'- a'"]),
        ("one\n\n  two: 2", ["|-", "  one", "", "    two: 2"]),
        ("a\x07b", ['"a\\u0007b"']),
    ],
)
def test_a_text_is_written_as_a_person_would(text: str, lines: list[str]) -> None:
    assert as_yaml({"key": text}).splitlines() == [f"key: {lines[0]}", *lines[1:]]


def test_a_long_text_goes_on_below_and_one_that_needs_quotes_is_a_block() -> None:
    words = "word " * 60 + "end"
    plain_lines, block = as_yaml({"a": words}).splitlines(), as_yaml({"a": f"x: {words}"}).splitlines()
    assert block[0] == "a: >-"
    assert max(map(len, [*plain_lines, *block])) <= WIDTH
    assert min(len(line) for line in plain_lines[:-1]) > WIDTH - 10


def test_tags_stand_in_a_row_and_other_lists_below_each_other() -> None:
    assert as_yaml({"tags": ["a", "b::c"], "hint": ["a"]}) == "tags: [a, b::c]\nhint:\n  - a\n"
    assert as_yaml({"tags": ["a:"]}) == "tags:\n  - 'a:'\n"
    assert as_yaml({"tags": ["a b", "no"]}) == "tags:\n  - a b\n  - 'no'\n"
