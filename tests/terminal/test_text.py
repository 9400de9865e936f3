"""Texts on their way to the terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth
from quizkit.terminal.text import JOINT, clean, for_stream, path_for_stream, short_path, wrapped

ACTS = {
    "\x1b]0;title\x07": "a new window title",
    "\x1b[2J": "an empty screen",
    "\x1b[31m": "a colour",
    "\x9b31m": "a colour, in one byte",
    "\x90q\x9c": "a device control string",
    "a\rb": "overwriting the line",
    "a\x08b": "a step back",
    "\x7f": "a deletion",
    "\x0e": "another character set",
    "\u202egnp.exe": "a line turned round",
    "\u2066x\u2069": "an isolated direction",
    "\u200fx": "a mark of direction",
}


@pytest.mark.parametrize("text", ACTS, ids=ACTS.values())
def test_what_a_text_could_do_to_the_terminal_is_made_visible(text: str) -> None:
    shown = clean(text)
    assert "�" in shown
    assert shown.replace("�", "").isprintable()


@given(st.text())
def test_a_clean_text_holds_no_control_character_but_the_end_of_a_line(text: str) -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", clean(text))


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    "text", ["Größe 5 × 3", "Łódź", "日本語", "שלום", "e\u0301", "👩\u200d🚀", "a\nb", "میخواهم"]
)
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_line_ends_of_windows_and_tabs_become_plain() -> None:
    assert clean("a\r\nb") == "a\nb"
    assert clean("ab\tc") == "ab  c"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("one\ntwo", ["one", "two"]),
        ("  hint: one two", ["  hint:", "  one two"]),
        ("a /very/long/path/of/a-file b", ["a", "/very/long/path/of/a-file", "b"]),
        ("ten 45678.", ["ten 45678."]),
        ("", [""]),
    ],
)
def test_a_sentence_is_broken_between_words(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10).split("\n") == lines


@given(st.text(), st.integers(1, 100))
def test_no_word_is_lost_where_lines_are_broken(text: str, width: int) -> None:
    assert wrapped(text, width).split() == text.split()


def test_nothing_is_broken_where_no_terminal_is() -> None:
    assert for_stream("many words " * 30 + "\x1b", io.StringIO()) == "many words " * 30 + "�"


@pytest.mark.parametrize(
    "command",
    [
        "'quizkit check /a/very/long/path/of/many/folders/to/a/deck.yaml'",
        "'quizkit check '/a path with/spaces in/it.yaml' --fix'",
        "'quizkit study'",
    ],
)
def test_a_command_in_quotes_is_not_broken_however_long_it_is(command: str) -> None:
    told = f"it's so: run {command} first, and don't wait"
    assert command in wrapped(told, 20).split("\n")
    assert max(map(len, wrapped(told, 20).replace(command, "").split("\n"))) <= 20


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (40, "/home/ana/school/history/treaties.yaml"),
        (38, "/home/ana/school/history/treaties.yaml"),
        (37, "…/ana/school/history/treaties.yaml"),
        (33, "…/school/history/treaties.yaml"),
        (15, "…/treaties.yaml"),
        (14, "…treaties.yaml"),
        (10, "…ties.yaml"),
        (1, "…"),
    ],
)
def test_a_path_without_room_is_shown_from_its_end(width: int, shown: str) -> None:
    path = str(Path("/home/ana/school/history/treaties.yaml"))
    assert short_path(path, width) == shown.replace("/", path[0])


NAMES = st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cc", "Cs", "Zs"]), min_size=1)


@given(st.lists(NAMES, min_size=1, max_size=5), st.integers(1, 60))
def test_a_short_path_has_room_and_ends_as_the_path(names: list[str], width: int) -> None:
    path = str(Path(*names))
    short = short_path(path, width)
    assert short == path or get_cwidth(short) <= width
    assert path.endswith(short.removeprefix("…"))


def test_a_path_in_a_sentence_stays_whole_where_no_terminal_is() -> None:
    path = f"{'a folder/' * 30}deck.yaml"
    assert for_stream(f"see {path_for_stream(path, io.StringIO())}", io.StringIO()) == f"see {path}"


def test_what_joins_words_is_a_space_wherever_it_is_shown() -> None:
    assert for_stream(f"a{JOINT}b", io.StringIO()) == wrapped(f"a{JOINT}b", 1) == "a b"


def test_a_command_in_quotes_stays_on_one_line() -> None:
    told = "20 new cards wait; 'quizkit study --new N' takes more; don't wait, it's 'so'."
    assert wrapped(told, 35).split("\n") == [
        "20 new cards wait;",
        "'quizkit study --new N' takes more;",
        "don't wait, it's 'so'.",
    ]
