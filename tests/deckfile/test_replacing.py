"""Keys of questions change where they stand, and every other character of the file stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.deckfile.layout import as_yaml
from quizkit.deckfile.made import Change, sound_question
from quizkit.deckfile.reader import read_deck
from quizkit.deckfile.replacing import Changed, with_changes

ORDER = ("id", "front", "back", "both_ways", "explain", "tags")
DECK = """\
deck: D  # a deck
questions:

  # The first.
  - id: one
    front: a   # about a
    back: >-
      b goes on
      here

    # Why.
    explain: 'because'
    tags: [x, y]
  - front: |-  # in lines
      # no comment
      c
    id: two
    back:
      d
    hint:
      - h  # first
      # second
      - i
# The end.
tags: [all]
"""


def changed(text: str, name: str, drop: tuple[str, ...] = (), **keys: Any) -> Changed:
    """The file after a change of one question."""
    data = text.encode()
    (before,) = (each for each in read_deck(data, "").questions if each.id == name)
    values = {key: value for key, value in before.values.items() if key not in drop}
    read = sound_question({"front": "f", "back": "b", **keys})
    assert read
    values |= {key: value for key, value in read.values.items() if key in keys}
    return with_changes(data, "", {name: Change(keys, frozenset(drop), ORDER, before.type, values)})


def edited(text: str, name: str, drop: tuple[str, ...] = (), **keys: Any) -> str:
    found = changed(text, name, drop, **keys)
    assert found.refused == {}
    return found.data.decode()


EDITS: dict[str, tuple[str, tuple[str, ...], dict[str, Any], str, str]] = {
    "a comment behind a value": ("one", (), {"front": "A"}, "front: a   #", "front: A   #"),
    "a value of several lines": (
        "one",
        (),
        {"back": "B"},
        "back: >-\n      b goes on\n      here\n",
        "back: B\n",
    ),
    "a block behind which a comment stood": (
        "one",
        (),
        {"front": "A\nB"},
        "front: a   # about a\n",
        "front: |-   # about a\n      A\n      B\n",
    ),
    "a comment in the head of a block": (
        "two",
        (),
        {"front": "C"},
        "- front: |-  # in lines\n      # no comment\n      c\n",
        "- # in lines\n    front: C\n",
    ),
    "comments within a list": (
        "two",
        (),
        {"hint": ["j", "k"]},
        "    hint:\n      - h  # first\n      # second\n      - i\n",
        "    # first\n    # second\n    hint:\n      - j\n      - k\n",
    ),
    "a value below its key": ("two", (), {"back": "D: 1"}, "back:\n      d\n", "back: 'D: 1'\n"),
    "a key more": ("one", (), {"both_ways": True}, "here\n", "here\n    both_ways: true\n"),
    "a key more, after all": ("two", (), {"explain": "e"}, "      d\n", "      d\n    explain: e\n"),
    "a key less": ("one", ("explain",), {}, "    explain: 'because'\n", ""),
    "a key less, of several lines": (
        "two",
        ("hint",),
        {},
        "    hint:\n      - h  # first\n      # second\n      - i\n",
        "    # first\n    # second\n",
    ),
    "the last key less, and one more": (
        "one",
        ("tags",),
        {"both_ways": True},
        "      here\n\n    # Why.\n    explain: 'because'\n    tags: [x, y]\n",
        "      here\n    both_ways: true\n\n    # Why.\n    explain: 'because'\n",
    ),
}


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("edit", EDITS)
def test_a_key_changes_and_nothing_else(edit: str, ending: str) -> None:
    name, drop, keys, old, new = EDITS[edit]
    assert DECK.count(old) == 1
    expected = DECK.replace(old, new)
    told = "\ufeff" + DECK.replace("\n", ending)
    assert edited(told, name, drop, **keys) == "\ufeff" + expected.replace("\n", ending)


def test_the_last_line_of_a_file_may_have_no_end() -> None:
    text = "deck: D\nquestions:\n- id: a\n  front: x\n  back: y"
    assert edited(text, "a", explain="z") == text + "\n  explain: z"
    assert edited(text, "a", back="z") == text[:-1] + "z"


def test_the_first_key_of_a_question_may_make_room_for_another() -> None:
    text = "deck: D\nquestions:\n- front: x  # f\n  back: y\n  id: a\n"
    change = Change({"cloze": "{{c1::z}}"}, frozenset({"front", "back"}), ("id", "cloze"), "cloze", {})
    change = change._replace(values={"cloze": "{{c1::z}}"})
    found = with_changes(text.encode(), "", {"a": change})
    assert found.refused == {}
    assert found.data.decode() == "deck: D\nquestions:\n- cloze: '{{c1::z}}'  # f\n  id: a\n"


UNSAFE = {
    "in braces": "- {id: a, front: x, back: y}",
    "an anchor": "- id: a\n  front: &x x\n  back: y\n- {front: *x, back: z}",
    "a tag": "- id: a\n  front: !!str x\n  back: y",
    "a key that is to go first": "- front: x\n  id: a\n  back: y",
}


@pytest.mark.parametrize("layout", UNSAFE)
def test_what_cannot_be_changed_safely_stays_and_says_why(layout: str) -> None:
    text = f"deck: D\nquestions:\n{UNSAFE[layout]}\n"
    drop = ("front",) if layout.endswith("first") else ()
    values = {"front": "x", "back": "z"}
    change = Change({"back": "z"}, frozenset(drop), ORDER, "flashcard", values)
    found = with_changes(text.encode(), "", {"a": change})
    assert found.data == text.encode()
    assert found.refused["a"]


def test_a_change_that_would_make_no_sound_question_is_refused_alone() -> None:
    right, wrong = {"both_ways": True}, {"wrong": ["x"]}
    before = {each.id: each.values for each in read_deck(DECK.encode(), "").questions}
    changes = {
        "one": Change(right, frozenset(), ORDER, "flashcard", {**before["one"], "both_ways": True}),
        "two": Change(wrong, frozenset(), ORDER, "flashcard", before["two"]),
    }
    found = with_changes(DECK.encode(), "", changes)
    assert list(found.refused) == ["two"]
    assert b"both_ways: true" in found.data
    assert found.lines == {"one": 5, "two": 15}


TEXT = st.text(st.sampled_from("ab :#-'\"\n\\[]{}&*!|>%@`?,é\t"), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and text
)
KEYS = st.fixed_dictionaries(
    {"front": TEXT, "back": TEXT},
    optional={"explain": TEXT, "both_ways": st.just(True), "tags": st.lists(TEXT, min_size=1, max_size=3)},
).filter(lambda keys: sound_question(keys) is not None)


@given(st.lists(KEYS, min_size=1, max_size=3), KEYS, st.data())
@settings(max_examples=300, deadline=None)
def test_any_question_becomes_any_other_and_its_neighbours_stay(
    questions: list[dict[str, Any]], new: dict[str, Any], data: st.DataObject
) -> None:
    named = [{"id": f"q{place}", **each} for place, each in enumerate(questions)]
    pieces = [as_yaml([each]) + "# between\n" for each in named]
    text = "deck: D\nquestions:\n" + "".join(pieces)
    place = data.draw(st.integers(0, len(named) - 1))
    drop = tuple(key for key in named[place] if key not in new and key != "id")
    after = edited(text, f"q{place}", drop, **new)

    head, tail = "deck: D\nquestions:\n" + "".join(pieces[:place]), "".join(pieces[place + 1 :])
    assert after.startswith(head)
    assert after.endswith("# between\n" + tail)
    expected = sound_question(new)
    assert expected
    (read,) = (each for each in read_deck(after.encode(), "").questions if each.id == f"q{place}")
    assert read.values == expected.values
