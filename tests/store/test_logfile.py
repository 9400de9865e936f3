"""The log as JSON lines: what goes out comes in again, and nothing else does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.reviews import Action, CardAction, Entry, Place, Rating, Review, Undo
from quizkit.store import Alias
from quizkit.store.logfile import LogFile, as_object, decode, encode

# Everything but halves of surrogate pairs, which no file can hold.
texts = st.text(st.characters(exclude_categories=["Cs"]))
names = texts.filter(bool)
instants = st.integers(0, 253_402_300_799_999)
days = st.integers(0, 3_652_059)
ratings = st.sampled_from(Rating)
reviews = st.builds(
    Review,
    *(names, names, ratings, instants, days, instants),
    score=st.none() | st.floats(0, 1),
    proposed=st.none() | ratings,
    response=texts,
    override=st.booleans(),
    native=st.one_of(
        st.just(""),
        st.lists(st.integers(-999, 999), min_size=5, max_size=5).map(lambda row: " ".join(map(str, row))),
    ),
)
rows = st.tuples(*[st.integers(-1000, 1000)] * 6)
counts = st.integers(0, 99)
details = {
    CardAction.FLAG: st.one_of(st.just(()), st.tuples(st.integers(1, 7))),
    CardAction.FORGET: st.one_of(st.just(()), rows),
    CardAction.KEEP: rows,
    CardAction.PLACE: st.builds(
        Place,
        *(st.integers(1, 3), days, instants, counts, st.floats(0.001, 36_500), st.floats(1, 10)),
        *(days, counts, counts, days, counts, counts),
    ).map(tuple),
}
actions = st.sampled_from(CardAction).flatmap(
    lambda action: st.builds(
        Action, names, names, st.just(action), instants, days, details.get(action, st.just(()))
    )
)
undos = st.builds(Undo, names, names, instants)
aliases = st.builds(Alias, names, names)

REVIEW: dict[str, Any] = {
    "type": "review",
    "id": "r1",
    "card_id": "d/q",
    "rating": 3,
    "reviewed_at": 1_700_000_000_000,
    "day": 739_000,
    "duration_ms": 1_500,
    "score": 1.0,
    "proposed": None,
    "response": "",
    "override": True,
}
ACTION = {"type": "action", "id": "a1", "card_id": "d/q", "action": "bury", "acted_at": 5, "day": 739_000}
UNDO = {"type": "undo", "id": "u1", "entry_id": "r1", "undone_at": 7}
ALIAS = {"type": "alias", "question_id": "d/new", "stands_for": "d/q"}


def read(*lines: str) -> LogFile:
    return decode("\n".join(lines), "log.jsonl")


@settings(deadline=None)
@given(st.lists(reviews | actions | undos | aliases))
def test_what_is_written_is_read_again(entries: list[Entry | Alias]) -> None:
    text = encode(entries)
    found = decode(text.encode("utf-8").decode("utf-8"), "log.jsonl")
    assert found.problems == []
    assert found.entries == [entry for entry in entries if not isinstance(entry, Alias)]
    assert found.aliases == [entry for entry in entries if isinstance(entry, Alias)]
    assert text.count("\n") == len(entries)


@pytest.mark.parametrize("line", [REVIEW, ACTION, UNDO, ALIAS], ids=lambda line: str(line["type"]))
def test_a_line_is_an_object_that_says_its_type(line: dict[str, Any]) -> None:
    found = read(json.dumps(line))
    assert [as_object(entry) for entry in (*found.entries, *found.aliases)] == [line]


@pytest.mark.parametrize(
    "change",
    [
        {"score": 0},
        {"score": 0.0},
        {"rating": 1, "proposed": 4},
        {"reviewed_at": 0, "day": 0, "duration_ms": 0},
        {"reviewed_at": 253_402_300_799_999, "day": 3_652_059},  # the last moment of the year 9999
        {"id": "x" * 100_000, "response": "y" * 100_000},
    ],
    ids=" ".join,
)
def test_the_ends_of_every_range_are_within_it(change: dict[str, Any]) -> None:
    found = read(json.dumps(REVIEW | change))
    assert found.problems == []
    assert [as_object(entry) for entry in found.entries] == [REVIEW | change]


def test_words_of_any_language_stay_readable() -> None:
    line = encode([Review("r", "d/été", Rating.GOOD, 1, 1, response="Минск 東京\n2\u2028")])
    assert "d/été" in line
    assert "Минск 東京\\n2" in line


@pytest.mark.parametrize("text", ["", "\n", "\n  \n\t\n"])
def test_an_empty_log_holds_nothing(text: str) -> None:
    assert decode(text, "log.jsonl") == LogFile([], [], [])


def test_lines_may_end_as_on_windows() -> None:
    found = decode("\r\n".join(json.dumps(line) for line in (REVIEW, UNDO)) + "\r\n", "log.jsonl")
    assert (len(found.entries), found.problems) == (2, [])


def test_every_bad_line_is_a_problem_with_its_number_and_the_others_are_read() -> None:
    found = read(json.dumps(REVIEW), "{", "", json.dumps(UNDO), "[]", json.dumps({"type": "quiz"}))
    assert [type(entry) for entry in found.entries] == [Review, Undo]
    assert [(problem.path, problem.line, problem.column) for problem in found.problems] == [
        ("log.jsonl", 2, 1),
        ("log.jsonl", 5, 1),
        ("log.jsonl", 6, 1),
    ]
    assert str(found.problems[0]) == "log.jsonl:2:1: not an entry of a log: it is not JSON", (
        "and no other place"
    )
    assert "unknown type 'quiz'" in str(found.problems[2])


@pytest.mark.parametrize("line", ["{'a': 1}", "[" * 100_000, "1" * 5_000, "\x00"])
def test_a_line_that_is_no_json_is_told_in_our_words(line: str) -> None:
    (problem,) = read(line).problems
    assert problem.message == "not an entry of a log: it is not JSON"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"rating": 0}, "rating"),
        ({"rating": 5}, "rating"),
        ({"rating": -1}, "rating"),
        ({"rating": "3"}, "rating"),
        ({"rating": True}, "rating"),
        ({"rating": 3.0}, "rating"),
        ({"rating": None}, "rating"),
        ({"rating": [3]}, "rating"),
        ({"proposed": 9}, "proposed"),
        ({"proposed": 0}, "proposed"),
        ({"reviewed_at": -1}, "reviewed_at"),
        ({"reviewed_at": 10**15}, "reviewed_at"),
        ({"reviewed_at": 10**40}, "reviewed_at"),
        ({"reviewed_at": "2024-01-01"}, "reviewed_at"),
        ({"day": 3_652_060}, "day"),
        ({"day": 1.5}, "day"),
        ({"duration_ms": -3}, "duration_ms"),
        ({"score": 1.01}, "score"),
        ({"score": -0.5}, "score"),
        ({"score": float("nan")}, "score"),
        ({"score": float("inf")}, "score"),
        ({"score": "1"}, "score"),
        ({"score": False}, "score"),
        ({"id": ""}, "id"),
        ({"id": 7}, "id"),
        ({"id": None}, "id"),
        ({"id": ["r1"]}, "id"),
        ({"id": "\ud800"}, "'id' must be a text"),
        ({"card_id": ""}, "card_id"),
        ({"card_id": {}}, "card_id"),
        ({"card_id": "x" * 100_001}, "card_id"),
        ({"response": None}, "response"),
        ({"response": "\udce9"}, "'response' must be a text"),
        ({"type": None}, "unknown type"),
        ({"type": ["review"]}, "unknown type"),
        ({"type": "x" * 1_000}, "unknown type"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(change: dict[str, Any], reason: str) -> None:
    found = read(json.dumps(REVIEW | change))
    assert found.entries == []
    (problem,) = found.problems
    assert problem.message.startswith("not an entry of a log: ")
    assert reason in problem.message.lower()
    assert len(problem.message) < 300


@pytest.mark.parametrize("name", ["rating", "proposed"])
@pytest.mark.parametrize("number", [0, 5, -1, 10**40])
def test_a_number_that_is_no_rating_is_told_with_those_that_are(name: str, number: int) -> None:
    (problem,) = read("", json.dumps(REVIEW | {name: number})).problems
    reason = f"'{name}' must be a whole number from 1 to 4"
    assert str(problem) == f"log.jsonl:2:1: not an entry of a log: {reason}"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (ACTION | {"action": "delete"}, "unknown action 'delete'"),
        (ACTION | {"action": 3}, "'action' must be a text"),
        (ACTION | {"acted_at": None}, "'acted_at' must be a whole number"),
        (UNDO | {"entry_id": ""}, "'entry_id' must be a text"),
        (UNDO | {"undone_at": float("nan")}, "'undone_at' must be a whole number"),
        (ALIAS | {"stands_for": 1}, "'stands_for' must be a text"),
    ],
)
def test_actions_undos_and_aliases_are_checked_too(line: dict[str, Any], reason: str) -> None:
    found = read(json.dumps(line))
    assert [*found.entries, *found.aliases] == []
    assert reason in found.problems[0].message


@pytest.mark.parametrize("line", [REVIEW, ACTION, UNDO, ALIAS], ids=lambda line: str(line["type"]))
def test_a_missing_key_is_named(line: dict[str, Any]) -> None:
    for name in line.keys() - {"type", "override"}:  # a log of an older quizkit says nothing of it
        found = read(json.dumps({key: value for key, value in line.items() if key != name}))
        assert [*found.entries, *found.aliases] == []
        assert f"'{name}' is missing" in found.problems[0].message


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "{'type': 'review'}",
        '"review"',
        "null",
        "3",
        "NaN",
        "[" * 100_000,
        '{"type":' * 100_000,
        '{"type": "undo", "id": "u", "entry_id": "r", "undone_at": ' + "9" * 5_000 + "}",
        '{"type": "undo", "id": "u", "entry_id": "r", "undone_at": 1e999}',
        json.dumps(UNDO) * 2,
        "\x00",
        "\ufeff" + json.dumps(UNDO),
    ],
    ids=lambda line: repr(line[:30]),
)
def test_a_hostile_line_is_a_problem_and_no_more(line: str) -> None:
    found = read(json.dumps(ALIAS), line, json.dumps(UNDO))
    assert found.aliases == [Alias("d/new", "d/q")]
    assert found.entries == [Undo("u1", "r1", 7)]
    (problem,) = found.problems
    assert (problem.path, problem.line) == ("log.jsonl", 2)
    assert len(str(problem)) < 300


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@settings(deadline=None)
@given(
    line=st.sampled_from([REVIEW, ACTION, UNDO, ALIAS]),
    changes=st.dictionaries(st.sampled_from(sorted(REVIEW | ACTION | UNDO | ALIAS)), json_values, max_size=3),
)
def test_any_line_is_an_entry_that_can_be_written_again_or_a_problem(
    line: dict[str, Any], changes: dict[str, Any]
) -> None:
    found = read(json.dumps(line | changes))
    entries = [*found.entries, *found.aliases]
    assert len(entries) + len(found.problems) == 1
    assert [*decode(encode(entries), "again").entries, *decode(encode(entries), "again").aliases] == entries
