"""The schema for editors and the tables for people say what the loader reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quizkit.deckfile import read_deck
from quizkit.deckfile.reader import DECK_KEYS
from quizkit.fields import keys_of
from quizkit.questions import question_types
from quizkit.questions.common import Common
from quizkit.quoting import CONTROL
from quizkit.schema import DIALECT, deck_schema, format_tables

SCHEMA = deck_schema(DECK_KEYS)
EXAMPLE = Path(__file__).parents[1] / "examples" / "every-feature.yaml"


def sub_schemas() -> Iterator[tuple[str, Any]]:
    yield "deck", SCHEMA
    for name, definition in SCHEMA["$defs"].items():
        yield name, definition
    for where, keys in {
        "deck": DECK_KEYS,
        **{name: kind.keys for name, kind in question_types().items()},
    }.items():
        for name, declared in keys.items():
            yield f"{where}.{name}", declared.kind.schema()


# --- the schema itself ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "schema"), list(sub_schemas()), ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_part_of_the_schema_is_a_schema(name: str, schema: Any) -> None:
    jsonschema.Draft7Validator.check_schema(schema)


def test_every_reference_leads_somewhere_and_every_type_is_referred_to() -> None:
    referred = re.findall(r"'\$ref': '#/\$defs/([^']+)'", str(SCHEMA))
    assert set(referred) == set(SCHEMA["$defs"]) == {"question", *question_types()}


def test_the_dialect_is_the_one_that_editors_know_best() -> None:
    assert SCHEMA["$schema"] == DIALECT == jsonschema.Draft7Validator.META_SCHEMA["$schema"]


def test_editors_can_show_what_each_key_means() -> None:
    for definition in (SCHEMA, *(SCHEMA["$defs"][name] for name in question_types())):
        assert all(described["description"] for described in definition["properties"].values())


@pytest.mark.parametrize("name", question_types())
def test_a_stated_type_must_be_the_type(name: str) -> None:
    assert SCHEMA["$defs"][name]["properties"]["type"]["const"] == name


# --- the tables -------------------------------------------------------------------------------------


def test_the_tables_name_every_key_once_in_its_section() -> None:
    sections = dict(re.findall(r"### (.*)\n([\s\S]*?)(?=###|\Z)", format_tables(DECK_KEYS)))
    declared = {"A deck": DECK_KEYS, "Every question": keys_of(Common)}
    declared |= {f"`{name}`": kind.own_keys for name, kind in question_types().items()}
    assert {title: re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) for title, text in sections.items()} == {
        title: list(keys) for title, keys in declared.items()
    }


def test_the_tables_say_which_keys_are_required() -> None:
    required = re.findall(r"^\| `(\w+)` \| [^|]* \| yes \|", format_tables(DECK_KEYS), re.MULTILINE)
    assert required[:2] == ["deck", "questions"]
    assert "accept" not in required


def test_every_row_has_as_many_cells_as_the_head() -> None:
    for line in format_tables(DECK_KEYS).splitlines():
        if line.startswith("|"):
            assert re.sub(r"`[^`]*`", "", line).count("|") == 5, line


# --- schema and loader ------------------------------------------------------------------------------

# What no schema can say, since it lies between values: the loader alone finds it.
BEYOND_A_SCHEMA = re.compile(
    r"the wrong option .* is also an answer|.* stands here twice|.* is rejected and accepted at once"
    r"|(front and back|term and definition) are the same|.* is the partner of an item"
    r"|[0-9]+ to pick from, .*|[0-9]+ are asked for, and there are [0-9]+|there is no day .*"
    r"|this cloze (has no gap|makes more than .*)|a gap of this cloze is (empty|not closed)"
    r"|there is no answer .*|.* stands here as another text for itself"
    r"|a gap belongs to one group|there is no gap .*|.* is the answer of the gap itself"
    r"|the id .* is already taken on line [0-9]+|.* is not among the deck's sources",
    re.DOTALL,
)

WORDS = st.sampled_from(
    [
        "a",
        "Minsk",
        " b ",
        "no",
        "null",
        "true",
        "1.50",
        "12:30",
        "a: b",
        "{{x}} y",
        "{{z::hint}}",
        "#",
        "🏠",
        "а\nб",
    ]
)
BAD_TEXTS = st.sampled_from(["", "  ", "\x1b[31m", "a\rb", "\u202ea", "\n", "\x85", "\x00"])
# `+7` and `.5` are numbers to a schema, and no names: the loader alone sees how a number is written.
NUMBERS = st.one_of(st.integers(-3, 2030), st.sampled_from([0.5, 1.5, -1.5]))
SOUND_TEXTS = st.text(min_size=1, max_size=5).filter(lambda text: text.strip() and not CONTROL.search(text))
TEXTS = st.one_of(WORDS, SOUND_TEXTS, NUMBERS, st.booleans())
NAMES = st.one_of(
    st.sampled_from(["a", "a-1", " b_2 ", "c:3.x", "ж", "a" * 100]), st.integers(0, 99), st.booleans()
)
CITATIONS = st.sampled_from(["a#1", "edm-2023#4-5", " ж#10 "])
OPTIONS = st.one_of(TEXTS, st.dictionaries(WORDS, TEXTS, min_size=1, max_size=1))
AMOUNTS = st.one_of(
    NUMBERS, st.sampled_from(["45", "-3", " 1.50 ", "+0.5", "4.5e10", "1E-3", "0"]), st.floats(-1e6, 1e6)
).filter(lambda amount: not isinstance(amount, float) or "e" not in str(amount))
SHARES = st.one_of(st.integers(0, 50), st.sampled_from([0.5, 2.25, "5%", " 5 %", "0.5", "10.25 %"]))
COUNTS = st.one_of(st.integers(1, 4), st.sampled_from(["2", " 3 "]))
DATES = st.one_of(st.integers(1000, 2100), st.sampled_from(["1999", "1999-12", " 1999-12-08 ", "0476-09-04"]))
FILES = st.sampled_from(["a.png", "pictures/b c.jpg", "...", ".hidden", "été/ж.mp3", " a.png "])


def mapped(kind: st.SearchStrategy[Any], least: int = 1) -> st.SearchStrategy[Any]:
    return st.dictionaries(st.one_of(WORDS, SOUND_TEXTS), kind, min_size=least, max_size=3)


def several(kind: st.SearchStrategy[Any], least: int = 1) -> st.SearchStrategy[Any]:
    return st.lists(kind, min_size=least, max_size=3)


def one_or_more(kind: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(kind, st.lists(kind, min_size=1, max_size=3))


COMMON = {
    "id": NAMES,
    "hint": one_or_more(TEXTS),
    "image": FILES,
    "audio": FILES,
    "points": st.one_of(st.integers(0, 20), st.sampled_from([0.5, " 2.5 ", "1"])),
    "explain": TEXTS,
    "tags": one_or_more(TEXTS),
    "cite": one_or_more(CITATIONS),
    "evidence": one_or_more(st.sampled_from(["45", "a b c d e", 45, " Minsk ", True])),
    "as_of": TEXTS,
    "according_to": TEXTS,
}
OWN: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "flashcard": {"front": TEXTS, "back": TEXTS},
    "short-answer": {"ask": TEXTS, "answer": TEXTS},
    "choice": {"ask": TEXTS, "answer": OPTIONS, "wrong": st.lists(OPTIONS, min_size=1, max_size=3)},
    "true-false": {"statement": TEXTS, "answer": st.booleans()},
    "cloze": {"cloze": st.one_of(TEXTS, st.just("{{a}} and {{Minsk::hint}}"))},
    "term": {"term": TEXTS, "definition": TEXTS},
    "number": {"ask": TEXTS, "answer": AMOUNTS},
    "date": {"ask": TEXTS, "answer": DATES},
    "list-recall": {"ask": TEXTS, "answers": several(TEXTS, 2)},
    "multi-select": {"ask": TEXTS, "answers": several(OPTIONS), "wrong": several(OPTIONS)},
    "order": {"ask": TEXTS, "order": several(TEXTS, 2)},
    "match": {"ask": TEXTS, "match": mapped(TEXTS, 2)},
    "categories": {"ask": TEXTS, "groups": mapped(one_or_more(TEXTS), 2)},
    "open": {"ask": TEXTS, "rubric": one_or_more(TEXTS)},
}
OPTIONAL: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "flashcard": {"both_ways": st.booleans()},
    "short-answer": {"accept": one_or_more(TEXTS), "reject": mapped(TEXTS), "exact": st.booleans()},
    "cloze": {"accept": mapped(one_or_more(TEXTS)), "wrong": mapped(one_or_more(TEXTS))},
    "term": {"both_ways": st.booleans()},
    "number": {"unit": TEXTS, "tolerance": SHARES},
    "list-recall": {"need": COUNTS, "accept": mapped(one_or_more(TEXTS))},
    "match": {"extra": one_or_more(TEXTS)},
    "open": {"model_answer": TEXTS},
}
QUESTIONS = st.one_of(
    *(
        st.fixed_dictionaries(own, optional=COMMON | OPTIONAL.get(name, {}) | {"type": st.just(name)})
        for name, own in OWN.items()
    )
)
DECKS = st.fixed_dictionaries(
    {"deck": TEXTS, "questions": st.lists(QUESTIONS, min_size=1, max_size=2)},
    optional={
        "id": NAMES,
        "language": st.sampled_from(["en", "no", "pt-BR", " be "]),
        "tags": one_or_more(TEXTS),
        "sources": one_or_more(NAMES),
    },
)
ANYTHING = st.recursive(
    st.none() | st.text(max_size=5) | TEXTS | BAD_TEXTS | CITATIONS | NAMES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS | BAD_TEXTS, inner, max_size=2),
    max_leaves=4,
)
KEYS = sorted(
    {*DECK_KEYS, *(name for kind in question_types().values() for name in kind.keys), "anwser", "x", ""}
)


def mapping_nodes(data: Any) -> list[dict[str, Any]]:
    """The deck and its questions, as far as they are mappings."""
    questions = data.get("questions") if isinstance(data, dict) else None
    nodes = [data, *(questions if isinstance(questions, list) else [])]
    return [node for node in nodes if isinstance(node, dict)]


@st.composite
def broken_decks(draw: st.DrawFn) -> Any:
    """A deck with a few things changed: keys gone, new or mistyped, values of any shape."""
    data: Any = draw(DECKS)
    for _ in range(draw(st.integers(1, 3))):
        node = draw(st.sampled_from(mapping_nodes(data)))
        match draw(st.sampled_from(["drop", "set", "add", "item"])):
            case "drop" if len(node) > 1:
                del node[draw(st.sampled_from(sorted(node)))]
            case "set" if node:
                node[draw(st.sampled_from(sorted(node)))] = draw(ANYTHING)
            case "item" if isinstance(data.get("questions"), list):
                data["questions"].append(draw(ANYTHING))
            case _:
                node[draw(st.sampled_from(KEYS))] = draw(ANYTHING)
    return data


def verdicts(data: Any) -> tuple[list[str], list[str]]:
    """What the schema says of the data, and what the loader says of it as YAML."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
    problems = [problem.message for problem in read_deck(text.encode(), "d.yaml").problems]
    errors = [error.message for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(data)]
    return errors, [message for message in problems if not BEYOND_A_SCHEMA.fullmatch(message)]


def test_the_generator_knows_every_type_and_every_key() -> None:
    assert {name: set(own) | set(OPTIONAL.get(name, {})) for name, own in OWN.items()} == {
        name: set(kind.own_keys) for name, kind in question_types().items()
    }
    assert {*COMMON, "type"} == set(keys_of(Common))


@pytest.mark.slow
@given(DECKS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_sound_deck_is_sound_to_both(data: Any) -> None:
    assert verdicts(data) == ([], [])


@pytest.mark.slow
@given(broken_decks())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_loader_refuses_what_the_schema_refuses_and_nothing_else(data: Any) -> None:
    errors, problems = verdicts(data)
    assert bool(errors) == bool(problems), (errors, problems)


@pytest.mark.parametrize(
    ("question", "sound"),
    [
        ({"ask": "a", "answer": "b"}, True),
        ({"ask": "a", "answer": 45}, True),
        ({"ask": "a", "answer": 45, "evidence": "one two three four five"}, True),
        ({"ask": "a", "answer": 45, "evidence": "one two three four five six"}, False),
        ({"ask": "a", "answer": False}, True),
        ({"ask": "a", "answer": -3}, True),
        ({"ask": "a", "answer": "3.5e6", "unit": "km", "tolerance": "5%"}, True),
        ({"ask": "a", "answer": -0.5, "tolerance": 0.25}, True),
        ({"ask": "a", "answer": 4, "tolerance": -1}, False),
        ({"ask": "a", "answer": 4, "tolerance": "some"}, False),
        ({"ask": "a", "answer": True, "unit": "km"}, False),
        ({"ask": "a", "answer": "4,5", "unit": "km"}, False),
        ({"ask": "a", "answer": "1999-12-08", "type": "date"}, True),
        ({"ask": "a", "answer": 1999, "type": "date"}, True),
        ({"ask": "a", "answer": 99, "type": "date"}, False),
        ({"ask": "a", "answer": "1999-12", "type": "number"}, False),
        ({"ask": "a", "answers": ["b", 2]}, True),
        ({"ask": "a", "answers": ["b"]}, False),
        ({"ask": "a", "answers": "b"}, False),
        ({"ask": "a", "answers": ["b", "c"], "need": 0}, False),
        ({"ask": "a", "answers": ["b", "c"], "need": 1.5}, False),
        ({"ask": "a", "answers": ["b", {"c": "d"}], "wrong": ["e"]}, True),
        ({"ask": "a", "answers": ["b"], "wrong": ["e"]}, True),
        ({"ask": "a", "order": ["b", "c"]}, True),
        ({"ask": "a", "order": ["b"]}, False),
        ({"ask": "a", "match": {"b": "c", "d": 1}, "extra": "e"}, True),
        ({"ask": "a", "match": {"b": "c"}}, False),
        ({"ask": "a", "match": {"b": ["c"], "d": "e"}}, False),
        ({"ask": "a", "groups": {"b": ["c"], "d": "e"}}, True),
        ({"ask": "a", "groups": {"b": [], "d": "e"}}, False),
        ({"ask": "a", "rubric": ["b"], "model_answer": 5}, True),
        ({"ask": "a", "rubric": {"b": "c"}}, False),
        ({"ask": "a", "answer": "b", "reject": {"c": "d"}}, True),
        ({"ask": "a", "answer": "b", "reject": ["c"]}, False),
        ({"ask": "a", "answer": "b", "reject": {"c": None}}, False),
        ({"cloze": "{{a}} {{b}}", "accept": {"a": "c"}, "wrong": {"b": ["d", "e"]}}, True),
        ({"cloze": "{{a}}", "wrong": ["b"]}, False),
        ({"ask": "a", "answer": "b", "points": 2}, True),
        ({"ask": "a", "answer": "b", "points": -2}, False),
        ({"ask": "a", "answer": "b", "points": True}, False),
        ({"ask": "a", "answer": "b", "image": "p/q.png"}, True),
        ({"ask": "a", "answer": "b", "image": "/q.png"}, False),
        ({"ask": "a", "answer": "b", "image": "../q.png"}, False),
        ({"ask": "a", "answer": "b", "image": "p/.. "}, False),
        ({"ask": "a", "answer": "b", "image": "p\n/../q"}, False),
        ({"ask": "a", "answer": "b", "image": 'a"b'}, False),
        ({"ask": "a", "answer": "b", "image": "a\\b"}, False),
        ({"ask": "a", "answer": "b", "image": 7}, True),
        ({"ask": "a", "answer": "b", "image": " ~/q"}, False),
        ({"ask": "a", "answer": "b", "image": "  "}, False),
        ({"ask": "a", "answer": "b", "image": "a\x7f"}, False),
        ({"ask": "a", "answer": "b", "hint": ["c", "d"]}, True),
        ({"ask": "a", "answer": "b", "id": 7}, True),
        ({"ask": "a", "answer": "b", "id": True}, True),
        ({"ask": "a", "answer": "b", "id": "a b"}, False),
        ({"ask": "a", "answer": "b", "id": -7}, False),
        ({"ask": "a", "answer": None}, False),
        ({"ask": "a", "answer": "null"}, True),
        ({"ask": "a", "answer": ["b"]}, False),
        ({"ask": "a", "answer": {"b": "c"}}, False),
        ({"ask": "a", "answer": {"b": "c"}, "wrong": ["d", {"e": 1}]}, True),
        ({"ask": "a", "answer": "b", "wrong": [{"c": "d", "e": "f"}]}, False),
        ({"ask": "a", "answer": "b", "wrong": "c"}, False),
        ({"ask": "a", "answer": "b", "wrong": []}, False),
        ({"ask": "a", "answer": "b", "accept": "c"}, True),
        ({"ask": "a", "answer": "b", "accept": ["c"], "wrong": ["d"]}, False),
        ({"ask": "a", "anwser": "b"}, False),
        ({"ask": "a", "answer": "b", "type": "choice"}, False),
        ({"statement": "a", "answer": True}, True),
        ({"statement": "a", "answer": "true"}, False),
        ({"cloze": "{{a}}", "cite": "a#1-2"}, True),
        ({"cloze": "{{a}}", "cite": "a#b"}, False),
        ({"front": "a", "back": "b", "both_ways": "yes"}, False),
        ({"front": "a\x1b", "back": "b"}, False),
        ({}, False),
        ("ask", False),
    ],
)
def test_schema_and_loader_agree_on_a_question(question: Any, sound: bool) -> None:
    errors, problems = verdicts({"deck": "T", "questions": [question]})
    assert (not errors, not problems) == (sound, sound), (errors, problems)


def test_the_example_is_sound_to_the_schema_as_yaml_1_2_reads_it() -> None:
    class Loader(yaml.SafeLoader):
        """Texts, numbers, true, false and null, as YAML 1.2 has them; no dates, no octal numbers."""

    Loader.yaml_implicit_resolvers = {}
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
    Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[0-9]+$"), list("0123456789"))
    data = yaml.load(EXAMPLE.read_bytes(), Loader)
    assert [error.message for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(data)] == []
