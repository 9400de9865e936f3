"""YAML becomes texts, lists and mappings with their places; nothing is resolved or grows without end."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.deckfile.nodes import MAX_ALIASED_NODES, MAX_CHARACTERS, MAX_DEPTH, parse
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence


def plain(node: Node) -> Any:
    """The node as Python data, every scalar as its text."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {name.text: plain(value) for name, value in node.pairs}


def read(text: str) -> Node:
    report = Report("f")
    node = parse(text, report)
    assert not report, report.problems
    assert node is not None
    return node


def problems(text: str) -> list[str]:
    report = Report("f")
    parse(text, report)
    return [f"{problem.line}:{problem.column}: {problem.message}" for problem in report.problems]


def scalars(node: Node) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Sequence():
            return [scalar for item in node.items for scalar in scalars(item)]
        case Mapping():
            return [scalar for pair in node.pairs for part in pair for scalar in scalars(part)]


# --- what is read -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("no", "yes", "on", "off", "y", "n", "true", "False", "null", "~"),
        *("1.50", "010", "0x1F", "0b11", "1_000", "1e3", ".5", "+7", "-0", ".inf", ".NaN", "190:20:30"),
        *("12:30", "1999-12-08", "1999-12-08T12:30:00Z", "=", "<<", "1,5", "50%", "C#", "a:b", "-5"),
    ],
)
def test_a_scalar_is_the_author_s_text(text: str) -> None:
    assert plain(read(f"a: {text}\n")) == {"a": text}
    assert plain(read(f"- {text}\n")) == [text]
    assert plain(read(f"[{text}]\n")) == (text.split(",") if "," in text else [text])


def test_block_and_flow_style_say_the_same() -> None:
    block = "a:\n  - b\n  - c: d\n    e: f\ng: h\n"
    assert plain(read(block)) == plain(read("{a: [b, {c: d, e: f}], g: h}"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: >\n  one\n  two\n", "one two\n"),
        ("a: |-\n  one\n  two\n", "one\ntwo"),
        ("a: one\n  two\n", "one two"),
        ('a: "x\\ty\\u00e9\\\n  z"\n', "x\tyéz"),
        ("a: 'it''s'\n", "it's"),
        ("a: b # comment\n", "b"),
        ("a: b#c\n", "b#c"),
        ("? a\n: b\n", "b"),
    ],
)
def test_every_way_to_write_a_text_is_understood(text: str, value: str) -> None:
    assert plain(read(text)) == {"a": value}


def test_repeated_keys_are_kept_for_the_reader_to_judge() -> None:
    node = read("a: 1\na: 2\n")
    assert isinstance(node, Mapping)
    assert [value for _, value in node.pairs] == [Scalar("1", 1, 4, offset=3), Scalar("2", 2, 4, offset=8)]


def test_quotes_are_remembered() -> None:
    node = read("- null\n- 'null'\n- \"null\"\n- !!str null\n- |-\n  null\n")
    assert [scalar.plain for scalar in scalars(node)] == [True, False, False, False, False]


def test_an_alias_stands_for_what_its_anchor_holds() -> None:
    assert plain(read("a: &x [1, {b: 2}]\nc: *x\nd: &x 3\ne: *x\n")) == {
        "a": ["1", {"b": "2"}],
        "c": ["1", {"b": "2"}],
        "d": "3",
        "e": "3",
    }


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert plain(read("a: &x {b: 1}\nc:\n  <<: *x\n")) == {"a": {"b": "1"}, "c": {"<<": {"b": "1"}}}


def test_places_count_characters_and_lines_from_one() -> None:
    node = read("é🏠:\n  - 'ж'\n  - {x: y}\n")
    assert [(scalar.text, scalar.line, scalar.column) for scalar in scalars(node)] == [
        ("é🏠", 1, 1),
        ("ж", 2, 5),
        ("x", 3, 6),
        ("y", 3, 9),
    ]
    assert isinstance(node, Mapping)
    value = node.pairs[0][1]
    assert (value.line, value.column) == (2, 3)
    assert isinstance(value, Sequence)
    assert value.items[1][1:] == (3, 5, 16, True)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_line(newline: str) -> None:
    assert [scalar[1:3] for scalar in scalars(read(f"a: b{newline}{newline}c: d{newline}"))] == [
        (1, 1),
        (1, 4),
        (3, 1),
        (3, 4),
    ]


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"])
def test_marks_that_end_no_line_in_an_editor_end_none_here(mark: str) -> None:
    assert plain(read(f"a: b{mark}c\nd: 'e{mark}f'\ng: \"h{mark}\"\n")) == {"a": "b c", "d": "e f", "g": "h "}
    assert [scalar.line for scalar in scalars(read(f"a: b{mark}c\nd: e\n"))] == [1, 1, 2, 2]


TEXTS = st.text(st.sampled_from("ab1é🏠:#-{}[]'\"&*!|>%@` ,?"), min_size=1, max_size=10)


@given(st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=20))
def test_json_is_read_as_it_is_and_every_offset_points_at_its_text(value: Any) -> None:
    text = quoted(value)
    node = read(text)
    assert plain(node) == value
    for scalar in scalars(node):
        assert text[scalar.offset :].startswith(quoted(scalar.text))
        assert scalar.column == scalar.offset + 1


def quoted(value: Any) -> str:
    """Python data in flow style, every text in single quotes."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return "{" + ", ".join(f"? {quoted(name)} : {quoted(item)}" for name, item in value.items()) + "}"


# --- what cannot be read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: the file is empty"),
        ("\n# only a comment\n", "1:1: the file is empty"),
        ("a: b\n---\nc: d\n", "2:1: a second document begins here"),
        ("a: b\n... \n--- \n", "3:1: a second document begins here"),
        ("a: *b\n", "1:4: the alias '*b' has no anchor"),
        ("&a [*a]", "1:5: the alias '*a' has no anchor"),
        ("a: {b: &c {d: *c}}", "1:15: the alias '*c' has no anchor"),
        ("a:\n\tb: c\n", "2:1: a tab stands where YAML wants spaces"),
        ("a: b: c\n", "1:5: a ': ' stands inside a text without quotes"),
        ("a: !x b\n", "1:4: the tag '!x' is not allowed in a deck"),
        ("a: !!int 7\n", "1:4: the tag 'tag:yaml.org,2002:int' is not allowed in a deck"),
        (
            "a: !!python/object:os.system x\n",
            "1:4: the tag 'tag:yaml.org,2002:python/object:os.system' is not allowed in a deck",
        ),
        ("a: !!strange x\n", "1:4: the tag 'tag:yaml.org,2002:strange' is not allowed in a deck"),
        ("[a]: b\n", "1:1: a key must be a text"),
        ("a: \x00\n", "1:4: character U+0000 is not allowed in YAML"),
        ("a: b\r\nc: \x07\r\n", "2:4: character U+0007 is not allowed in YAML"),
        ("a: @b", "1:4: a text that begins with @ needs quotes"),
        ('a: "\\q"', '1:5: a backslash in "…" begins a special sign, and this is none'),
        ('a: b\nc: "d\n\n', "2:4: this quote is not closed"),
        ("a: [b\nc: d\n", "1:4: this bracket is not closed"),
        ("a: [b\n\n", "1:4: this bracket is not closed"),
        ("a: {b: c\nd: e\n", "1:4: this bracket is not closed"),
        ("a: [b {c}]", "1:7: a comma or a closing bracket is missing here"),
        ('a: "b "c"?\n', "1:8: this follows a closing quote"),
        ("a: ['b'c]\n", "1:8: this follows a closing quote"),
        ('a: "b\nc: "d"\n', "2:5: a text further up has no closing quote"),
        ('a: "b\\""c\n', "1:9: this follows a closing quote"),
        ("a: [b] c\n", "1:8: this follows a closing bracket"),
        ("a: b\n  c: d\n", "2:4: this key reads as part of the text above it"),
        ("- a: b\n  c d\n  e: f\n", "2:3: a key without its ': ' stands here"),
        ("- a: b\n c: d\n", "2:2: this line is not indented like those it belongs to"),
        ("a:\n  - b\n c: d\n", "3:2: this line is not indented like those it belongs to"),
        ("a: - b", "1:4: a text that begins with - needs quotes"),
        ("a: ]b", "1:4: a text that begins with ] needs quotes"),
        ("a: |b", "1:5: a text that begins with | needs quotes"),
        ("a: 'b", "1:4: this quote is not closed"),
        ("a: b\nc\nd: e\n", "2:1: a key without its ': ' stands here"),
        ("a: b\nc", "2:1: a key without its ': ' stands here"),
        ("a: b\n&", "2:1: a text that begins with & needs quotes"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, message: str) -> None:
    assert problems(text) == [message]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a: *b", "put a text that begins with *, &, !, %, @, ` or a bracket in quotes"),
        ("a: `b`", 'put the whole text in quotes: "…"'),
        ("a: %b", 'put the whole text in quotes: "…"'),
        ("a: - b", "begin a list on a line of its own"),
        ('a: "b "c"?"', "quotes inside quotes: use '…' outside"),
        ("a: 'b's c'", 'an apostrophe inside quotes: use "…" outside'),
        ("{{a}}: b", 'did you forget quotes around "{{…}}" or "[…]"?'),
        ("a: b: c", 'put the whole text in quotes: "…"'),
        ('a: "\\d"', "in \"…\" write \\\\ for a backslash, or use '…'"),
        ('a: "b', "what opens with a quote or a bracket must be closed by its like"),
        ("a: [b", "what opens with a quote or a bracket must be closed by its like"),
        ("a: b\nc\n", "write 'key: text', or indent what continues a text"),
        ("a: !!set b", "leave it out"),
        ("a: b\n---\n", "one file holds one deck"),
        ("\ta: b", "indent with spaces"),
    ],
)
def test_what_cannot_be_read_gets_a_hint_that_helps(text: str, hint: str) -> None:
    report = Report("f")
    parse(text, report)
    assert report.problems[0].hint == hint


def test_the_rest_of_a_file_is_read_after_a_tag_and_an_odd_key() -> None:
    assert problems("a: !x b\n[c]: d\ne: !y f\n") == [
        "1:4: the tag '!x' is not allowed in a deck",
        "2:1: a key must be a text",
        "3:4: the tag '!y' is not allowed in a deck",
    ]


def test_a_file_may_be_nested_as_deep_as_a_deck_ever_is() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    too_deep = MAX_DEPTH + 1
    assert problems("[" * too_deep + "]" * too_deep) == [f"1:{too_deep}: nested more than 20 levels deep"]


@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "? ", "[{a: ", "!!x [", "&a ["])
def test_a_hundred_thousand_levels_are_refused_at_the_first_that_is_too_deep(unit: str) -> None:
    assert problems(unit * 100_000)[-1].endswith("nested more than 20 levels deep")


def test_aliases_may_repeat_much_but_not_without_end() -> None:
    many = "a: &x [" + "b, " * 98 + "b]\nc: [" + "*x, " * (MAX_ALIASED_NODES // 100) + "]\n"
    assert read(many)
    laughs = "a: &a [l, l, l, l, l, l, l, l, l, l]\n"
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        laughs += f"{other}: &{other} [" + ", ".join([f"*{one}"] * 10) + "]\n"
    (message,) = problems(laughs)
    assert message.endswith("the aliases of this file expand without end")


def test_a_file_larger_than_any_deck_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_CHARACTERS >= 50_000_000
    monkeypatch.setattr("quizkit.deckfile.nodes.MAX_CHARACTERS", 4)
    assert problems("a: b") == []
    assert problems("a: bc") == ["1:1: the file has more than 4 characters"]


@pytest.mark.parametrize("text", ["a: b", "a: [b", "[" * 50])
def test_garbage_collection_is_as_it_was_before(text: str) -> None:
    assert gc.isenabled()
    parse(text, Report("f"))
    assert gc.isenabled()
    gc.disable()
    try:
        parse(text, Report("f"))
        assert not gc.isenabled()
    finally:
        gc.enable()
