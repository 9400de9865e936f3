"""What an export says of the questions since the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import Changes, Placed, compare, notes_of
from quizkit.reviews import Exported

if TYPE_CHECKING:
    from collections.abc import Mapping

AT = 1_700_000_000
TWO = "- {id: a, front: f, back: b}\n- {id: b, cloze: '{{x::y}} & z'}\n"


def changes(
    questions: str, known: Mapping[str, Exported] | None = None, at: int = AT, title: str = "Test"
) -> Changes:
    """What an export of a deck ``test`` with these questions finds changed."""
    raw = read_deck(f"deck: {title}\nid: test\nquestions:\n{questions}".encode(), "test.yaml")
    assert raw.problems == ()
    return compare(notes_of([Placed(build_deck(raw, "test.yaml"))]), known or {}, at, {"test"})


def test_at_first_everything_is_new_and_of_now() -> None:
    first = changes(TWO)
    assert (first.new, first.updated, first.moved, first.gone) == (2, 0, {}, {})
    assert first.changed == first.exported
    assert [(note.changed_at, note.deck, note.text) for note in first.exported.values()] == [
        (AT, "Test", "f"),
        (AT, "Test", "x & z"),
    ]


def test_what_did_not_change_keeps_its_date_and_its_number() -> None:
    first = changes(TWO)
    later = changes(TWO, first.exported, AT + 99)
    assert later.exported == first.exported
    assert (later.changed, later.new, later.updated) == ({}, 0, 0)


@pytest.mark.parametrize(
    "now",
    [
        "front: F, back: b",
        "front: f, back: B",
        "front: f, back: b, both_ways: true",
        "front: f, back: b, tags: t",
        "front: f, back: b, explain: e",
        "ask: f, answer: b",
    ],
)
def test_any_change_of_a_question_dates_it_anew(now: str) -> None:
    first = changes(TWO)
    later = changes(TWO.replace("front: f, back: b", now), first.exported, AT + 99)
    assert later.changed.keys() == {"test/a"}
    before, after = first.exported["test/a"], later.exported["test/a"]
    assert (after.changed_at, after.note_id) == (AT + 99, before.note_id)
    assert later.exported["test/b"] == first.exported["test/b"]


def test_a_change_is_later_than_the_last_one_though_the_clock_went_back() -> None:
    first = changes(TWO)
    later = changes(TWO.replace("front: f", "front: F"), first.exported, AT - 5_000)
    assert later.exported["test/a"].changed_at == AT + 1


def test_new_questions_get_numbers_that_no_other_has() -> None:
    first = changes(TWO)
    more = TWO + "".join(f"- {{id: n{number}, front: f, back: b}}\n" for number in range(50))
    later = changes(more, first.exported, AT)
    numbers = [note.note_id for note in later.exported.values()]
    assert len(set(numbers)) == len(numbers) == 52


def test_removed_questions_are_told_once() -> None:
    first = changes(TWO)
    later = changes(TWO.splitlines()[0], first.exported, AT + 99)
    assert {name: note.text for name, note in later.gone.items()} == {"test/b": "x & z"}


def test_questions_of_decks_that_are_not_exported_or_broken_are_not_gone() -> None:
    first = changes(TWO)
    assert compare([], first.exported, AT, ()).gone == {}
    assert compare([], first.exported, AT, {"other"}).gone == {}


def test_a_renamed_deck_is_told_with_the_number_of_its_questions() -> None:
    first = changes(TWO)
    later = changes(TWO, first.exported, AT + 99, title="New")
    assert later.moved == {("Test", "New"): 2}
    assert later.updated == 0
    assert {note.changed_at for note in later.exported.values()} == {AT}
    assert changes(TWO, later.exported, title="New").moved == {}
