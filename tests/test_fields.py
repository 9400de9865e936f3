"""Keys are declared once: each has its kind of value, and mistakes in a mapping are told at their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from quizkit.fields import CITATIONS, FLAG, LANGUAGE, SLUG, TEXT, key, keys_of, read_keys
from quizkit.kinds import Kind
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence


def text(content: str, line: int = 1, column: int = 1, *, plain: bool = True) -> Scalar:
    return Scalar(content, line, column, plain)


def listed(*items: Node | str) -> Sequence:
    return Sequence(tuple(text(item) if isinstance(item, str) else item for item in items), 1, 1)


def read(kind: Kind[Any], node: Node) -> tuple[Any, list[str]]:
    """The value, and the messages."""
    report = Report("f")
    value = kind.read(node, report)
    return value, [problem.message for problem in report.problems]


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
