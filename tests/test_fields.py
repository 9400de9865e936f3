"""A declared key reads its value or says what is wrong with it, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.fields import (
    CITATIONS,
    CONTROL,
    FLAG,
    KNOWN_SOURCES,
    LANGUAGE,
    OPTION,
    OPTIONS,
    SLUG,
    TEXT,
    TEXTS,
    Kind,
    did_you_mean,
    key,
    keys_of,
    read_keys,
    shorten,
)
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


# --- names, languages, citations --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["a", "trade-2022", "7", "1.50", "a.b:c_d-e", "_x", "año", "торговля", "a" * 100, "true"]
)
def test_a_name_is_made_of_letters_digits_and_a_few_signs(name: str) -> None:
    assert read(SLUG, text(name)) == (name, [])


@pytest.mark.parametrize("name", ["a b", "-a", ".a", "a/b", "a#1", "a" * 101, "a\nb", "é!"])
def test_other_names_are_refused(name: str) -> None:
    value, (message,) = read(SLUG, text(name))
    assert value is None
    assert message.endswith("is not a name: letters, digits and . _ : - (at most 100), no spaces")


@pytest.mark.parametrize("code", ["en", "no", "be", "pt-BR", "zh-Hans-CN", "gsw"])
def test_language_codes(code: str) -> None:
    assert read(LANGUAGE, text(code)) == (code, [])


@pytest.mark.parametrize("code", ["english", "EN", "e", "en_GB", "en-", "pt-B"])
def test_no_language_codes(code: str) -> None:
    assert read(LANGUAGE, text(code))[1] == [f"'{code}' is not a language code such as en, es or pt-BR"]


@pytest.mark.parametrize("citation", ["edm-2023#12", "a.b:c#4-5", "источник#1"])
def test_one_citation_may_stand_without_a_list(citation: str) -> None:
    assert read(CITATIONS, text(citation)) == ((citation,), [])
    assert read(CITATIONS, listed(citation, "b#2")) == ((citation, "b#2"), [])


@pytest.mark.parametrize("citation", ["edm-2023", "#12", "a#", "a#b", "a#1-", "a #1", "a#1, b#2"])
def test_what_names_no_paragraph_is_no_citation(citation: str) -> None:
    value, (message,) = read(CITATIONS, text(citation))
    assert value is None
    assert message == f"'{citation}' is not a citation such as source#12 or source#12-13"


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


# --- declared keys ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Capital:
    """Keys of a pretended mapping."""

    country: str = key(TEXT, "The country.")
    capital: str = key(TEXT, "Its capital.")
    coastal: bool = key(FLAG, "Whether it lies on a coast.", default=False)
    computed: int = 0


KEYS = keys_of(Capital)


def test_keys_are_the_declared_fields_in_order() -> None:
    assert [(name, declared.required) for name, declared in KEYS.items()] == [
        ("country", True),
        ("capital", True),
        ("coastal", False),
    ]


def problems_of(*pairs: tuple[Scalar, Node]) -> tuple[dict[str, Any], list[str]]:
    report = Report("f")
    values = read_keys(Mapping(pairs, 1, 1), KEYS, report, "a capital")
    return values, [str(problem) for problem in report.problems]


def test_values_of_absent_keys_are_left_to_the_defaults() -> None:
    values, problems = problems_of((text("country"), text("Peru")), (text("capital"), text("Lima")))
    assert (values, problems) == ({"country": "Peru", "capital": "Lima"}, [])


def test_all_mistakes_of_a_mapping_are_reported_each_at_its_place() -> None:
    values, problems = problems_of(
        (text("countri", 1, 1), text("Peru", 1, 10)),
        (text("coastal", 2, 1), text("yes", 2, 10)),
        (text("capital", 3, 1), text("Lima", 3, 10)),
        (text("capital", 4, 1), text("Cusco", 4, 10)),
    )
    assert values == {"capital": "Lima"}
    assert problems == [
        "f:1:1: unknown key 'countri' in a capital (did you mean 'country'?)",
        "f:2:10: true or false is needed here (without quotes)",
        "f:4:1: key 'capital' stands here twice, first on line 3",
    ]


def test_a_key_that_is_misspelt_is_not_missing_as_well() -> None:
    _, problems = problems_of((text("captial", 2, 1), text("Lima")))
    assert problems == [
        "f:2:1: unknown key 'captial' in a capital (did you mean 'capital'?)",
        "f:1:1: a capital needs 'country'",
    ]
    _, problems = problems_of((text("captial", 2, 1), text("Lima")), (text("cuontry"), text("Peru")))
    assert [problem.partition(" (")[2] for problem in problems] == [
        "did you mean 'capital'?)",
        "did you mean 'country'?)",
    ]


def test_a_key_that_is_there_with_a_bad_value_is_not_missing_as_well() -> None:
    _, problems = problems_of((text("country"), text("")), (text("capital"), text("Lima")))
    assert problems == ["f:1:1: a text is missing here"]


def test_an_unknown_key_twice_is_named_twice_but_suggested_once() -> None:
    pairs = [(text("x", line, 1), text("y")) for line in (1, 2)]
    _, problems = problems_of(*pairs, (text("country"), text("a")), (text("capital"), text("b")))
    assert problems == [
        "f:1:1: unknown key 'x' in a capital (known keys: country, capital, coastal)",
        "f:2:1: key 'x' stands here twice, first on line 1",
    ]


# --- hints and shortening ---------------------------------------------------------------------------


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
