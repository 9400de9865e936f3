"""Questions that a program made are read as the deck reader would read them, whichever way is taken."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.deckfile.layout import as_yaml
from quizkit.deckfile.made import raw_question, sound_question
from quizkit.deckfile.native import Home, bare_digest, content_digest
from quizkit.deckfile.reader import read_deck
from quizkit.questions import content_of, question_types, type_by_keys

KEYS = sorted({name for kind in question_types().values() for name in kind.keys} | {"frnt", ""})
TEXT = st.sampled_from(
    [
        "",
        " ",
        "a",
        "b ",
        "no",
        "7",
        "1999",
        "{{gap}}",
        "{{c1::a}} {{c2::b}}",
        "{{c1::}}",
        "{{",
        "a.png",
        "../a",
    ]
) | st.text(max_size=8)
VALUE: st.SearchStrategy[Any] = (
    TEXT | st.booleans() | st.lists(TEXT, max_size=3) | st.dictionaries(TEXT, TEXT, max_size=2)
)
COMMON = ["front", "back", "both_ways", "cloze", "ask", "answer", "explain", "tags", "image"]
QUESTION = st.dictionaries(st.sampled_from(COMMON) | st.sampled_from(KEYS), VALUE, max_size=5)


@given(QUESTION)
@settings(max_examples=300, deadline=None)
def test_the_short_way_takes_what_the_long_way_takes(question: dict[str, Any]) -> None:
    assert sound_question(question) == raw_question(question)[0]


@pytest.mark.parametrize(
    "question",
    [
        {"front": " a ", "back": "b", "tags": ["x", "y"]},
        {"front": "a", "back": "b", "both_ways": True, "image": "a.png", "explain": "c"},
        {"cloze": "{{c1::a}} and {{c2::b}}"},
        {"ask": "a", "answer": "1999", "wrong": ["b"]},
        {"ask": "a", "order": ["b", "c"]},
    ],
)
def test_a_question_reads_as_it_does_from_its_file(question: dict[str, Any]) -> None:
    assert type_by_keys(tuple(question)) is not None
    read = read_deck(as_yaml({"deck": "d", "questions": [{"id": "a", **question}]}).encode(), "d.yaml")
    (expected,) = read.questions
    found = sound_question(question)

    assert read.problems == ()
    assert found is not None
    assert found._replace(id="a", line=expected.line) == expected


@pytest.mark.parametrize(
    "question",
    [
        {"front": "a", "back": "a"},
        {"front": "a", "back": " "},
        {"front": "a", "back": "b\x07"},
        {"front": "a", "back": "b", "both_ways": "true"},
        {"front": "a", "back": "b", "tags": ["x", ""]},
        {"front": "a", "back": "b", "image": "../a.png"},
        {"front": "a", "bck": "b"},
        {"front": "a"},
        {"cloze": "no gap"},
        {},
    ],
)
def test_what_a_deck_would_not_take_is_not_sound(question: dict[str, Any]) -> None:
    assert sound_question(question) is None


@pytest.mark.parametrize(
    "question", [{"front": "a", "back": "b", "tags": ["c"]}, {"cloze": "{{a}}"}, {"ask": "a", "answer": "b"}]
)
def test_a_question_that_says_nothing_without_a_home_has_the_digest_of_its_type(
    question: dict[str, str],
) -> None:
    raw = sound_question(question)
    assert raw is not None
    homes = tuple(Home(name, 0, 0) for name in question if name != "tags")

    assert bare_digest(raw.type) == content_digest(raw.type, *content_of(raw), homes)
    assert bare_digest(raw.type) != content_digest(raw.type, *content_of(raw), homes[1:])
