"""What an export says of the questions since the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import Changes, Placed, compare, file_of, notes_of
from quizkit.model import Deck
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
    deck = build_deck(raw, "test.yaml")
    return compare(notes_of([Placed(deck)]), known or {}, at, {file_of(deck)})


def gone(before: Changes, after: Changes) -> dict[str, Exported]:
    """What is remembered of those that are in no deck any more."""
    return {name: before.exported[name]._replace(gone=True) for name in after.gone}


def test_at_first_everything_is_new_and_of_now() -> None:
    first = changes(TWO)
    assert (first.new, first.updated, first.moved, first.gone) == (2, 0, {}, [])
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
    assert later.gone == ["test/b"]
    assert {name: note.text for name, note in later.told.removed.items()} == {"test/b": "x & z"}
    assert changes(TWO.splitlines()[0], later.exported | gone(first, later), AT + 999).gone == []


def test_questions_of_decks_that_are_not_exported_or_broken_are_not_gone() -> None:
    first = changes(TWO)
    assert compare([], first.exported, AT, ()).gone == []
    assert compare([], first.exported, AT, {"other", "test"}).gone == []


def of_decks(
    *decks: str, known: Mapping[str, Exported] | None = None, at: int = AT, lost: tuple[str, ...] = ()
) -> Changes:
    """What an export of decks (``key: questions``) finds changed; those of the keys ``lost`` have no file."""
    made = []
    for each in decks:
        key, _, questions = each.partition(": ")
        raw = read_deck(f"deck: {key}\nid: {key}\nquestions:\n{questions}".encode(), f"{key}.yaml")
        made.append(build_deck(raw, f"{key}.yaml"))
    nowhere = {file_of(Deck(key, key, path=f"{key}.yaml")) for key in lost}
    whole = {file_of(deck) for deck in made}
    return compare(notes_of([Placed(deck) for deck in made]), known or {}, at, whole, nowhere)


def test_a_deck_whose_file_is_lost_is_told_as_a_whole_and_once() -> None:
    first = of_decks(f"one: {TWO}", f"two: {TWO}")
    later = of_decks(f"two: {TWO}", known=first.exported, lost=("one",))
    assert later.gone == ["one/a", "one/b"]
    assert (later.told.lost, later.told.removed) == ({"one": 2}, {})
    known = first.exported | gone(first, later)
    assert of_decks(f"two: {TWO}", known=known, lost=("one",)).gone == []


def test_of_a_lost_file_whose_deck_lives_on_in_another_the_questions_are_told() -> None:
    first = changes(TWO)
    raw = read_deck(b"deck: Test\nid: other\nquestions: [{id: z, front: z, back: y}]", "other.yaml")
    filed = notes_of([Placed(build_deck(raw, "other.yaml"))])
    later = compare(filed, first.exported, AT, (), {note.file for note in first.exported.values()})
    assert (set(later.told.removed), later.told.lost) == ({"test/a", "test/b"}, {})


def test_a_question_that_went_to_another_deck_is_told_as_that() -> None:
    first = of_decks(f"one: {TWO}", "two: - {id: z, front: z, back: y}\n")
    first_line, second_line = TWO.splitlines(keepends=True)
    moved = of_decks(
        f"one: {first_line}", f"two: - {{id: z, front: z, back: y}}\n{second_line}", known=first.exported
    )
    assert (first.new, moved.new, moved.gone) == (3, 1, ["one/b"])
    assert (set(moved.told.restarted), moved.told.removed) == ({"one/b"}, {})


def test_a_question_that_comes_back_as_it_was_keeps_its_date() -> None:
    first = changes(TWO)
    without = changes(TWO.splitlines()[0], first.exported, AT + 99)
    back = changes(TWO, first.exported | gone(first, without), AT + 999)
    assert (back.new, back.updated) == (0, 0)
    assert back.exported == first.exported
    assert back.changed.keys() == {"test/b"}


def test_a_card_that_a_question_has_no_more_is_told_but_not_where_nobody_knows_what_it_had() -> None:
    both = (
        "- {id: a, front: f, back: b, both_ways: true}\n- {id: b, cloze: 'one {{c1::two}} {{c2::three}}'}\n"
    )
    one = "- {id: a, front: f, back: b}\n- {id: b, cloze: 'one {{c2::two}} {{c3::three}}'}\n"
    first = changes(both)
    assert first.emptied == {}
    later = changes(one, first.exported, AT + 9)
    assert later.emptied.keys() == {"test/a", "test/b"}
    assert changes(one, later.exported, AT + 99).emptied == {}
    assert changes(both, later.exported, AT + 99).emptied.keys() == {"test/b"}
    of_old = {name: note._replace(cards="", file="") for name, note in first.exported.items()}
    assert changes(one, of_old, AT + 9).emptied == {}


def test_what_an_earlier_quizkit_did_not_remember_is_no_change() -> None:
    first = changes(TWO)
    of_old = {name: Exported(*note[:6]) for name, note in first.exported.items()}
    later = changes(TWO, of_old, AT + 99)
    assert (later.updated, later.exported) == (0, first.exported)


def test_what_a_note_cannot_show_is_told_once_and_is_no_change_of_the_note() -> None:
    raw = read_deck(f"deck: Test\nid: test\nquestions:\n{TWO.splitlines()[0]}".encode(), "test.yaml")
    (filed,) = notes_of([Placed(build_deck(raw, "test.yaml"))])

    def later(known: Mapping[str, Exported], *stale: tuple[str, str]) -> Changes:
        return compare([filed._replace(note=filed.note._replace(stale=stale))], known, AT + 99)

    first = compare([filed], {}, AT)
    edited = later(first.exported, ("test/a", "1"), ("test/a-2", "2"))
    assert (edited.stale, edited.updated) == (["test/a", "test/a-2"], 0)
    assert edited.exported["test/a"].changed_at == AT
    assert edited.changed == edited.exported
    again = later(edited.exported, ("test/a", "1"), ("test/a-2", "3"))
    assert again.stale == ["test/a-2"]
    as_it_was = later(again.exported)
    assert (as_it_was.stale, as_it_was.exported) == ([], first.exported)
    assert later({}, ("test/a", "1")).stale == ["test/a"]


@pytest.mark.parametrize(("before", "now", "is_new"), [("", "x", False), ("x", "", False), ("x", "y", True)])
def test_a_file_with_another_content_dates_a_note_anew_where_both_are_known(
    before: str, now: str, is_new: bool
) -> None:
    raw = read_deck(f"deck: Test\nid: test\nquestions:\n{TWO.splitlines()[0]}".encode(), "test.yaml")
    (filed,) = notes_of([Placed(build_deck(raw, "test.yaml"))])
    first = compare([filed._replace(note=filed.note._replace(media=before))], {}, AT)
    later = compare([filed._replace(note=filed.note._replace(media=now))], first.exported, AT + 99)
    assert later.updated == is_new
    assert later.exported["test/a"].media == (now or before)


# --- clocks -----------------------------------------------------------------------------------------

AHEAD = 200_000


def test_a_date_from_a_clock_that_was_ahead_is_no_longer_given() -> None:
    first = changes(TWO)
    changed = TWO.replace("front: f", "front: F")
    ahead = changes(changed, first.exported, AT + AHEAD)
    later = changes(changed, ahead.exported, AT + 99)
    # Just after what the question said before: Anki takes it where it has that, and keeps what is later.
    assert later.exported["test/a"].changed_at == AT + 1
    assert (set(later.changed), later.updated) == ({"test/a"}, 0)
    again = changes(changed, later.exported, AT + 2 * AHEAD)
    assert again.exported == later.exported


def test_after_a_clock_was_ahead_a_change_is_later_than_every_date_there_was() -> None:
    ahead = changes(TWO, at=AT + AHEAD)
    back = changes(TWO, ahead.exported, AT)
    assert back.exported["test/a"].changed_at < AT
    changed = changes(TWO.replace("front: f", "front: F"), back.exported, AT + 99)
    assert changed.exported["test/a"].changed_at == AT + AHEAD + 1
    assert changed.exported["test/b"] == back.exported["test/b"]


class There(NamedTuple):
    """A note in Anki: its text, when that was last changed, and the version of the question it came from."""

    text: str
    modified: int
    version: int


class Step(NamedTuple):
    """An export by a clock that is ahead or right, after a change or not; whether Anki imports it, and
    whether the learner edits the note there.
    """

    is_ahead: bool
    is_changed: bool
    is_imported: bool
    is_edited: bool


@given(st.lists(st.builds(Step, st.booleans(), st.booleans(), st.booleans(), st.booleans()), max_size=8))
def test_what_is_exported_by_a_right_clock_arrives_at_once_and_leaves_the_edits_of_what_did_not_change(
    steps: list[Step],
) -> None:
    known: Mapping[str, Exported] = {}
    anki: There | None = None
    version = 0
    for now, step in zip(range(AT, AT + AHEAD, 10), steps, strict=False):
        version += step.is_changed
        questions = f"- {{id: a, front: v{version}, back: b}}\n"
        change = changes(questions, known, now + AHEAD * step.is_ahead)
        is_first = change.new or change.updated
        known = change.exported
        date = known["test/a"].changed_at
        if step.is_imported:
            before = anki
            if anki is None or date > anki.modified:  # as Anki does it
                anki = There(f"v{version}", date, version)
            if is_first:
                assert anki.text == f"v{version}"
            if before and before.version == version and not step.is_ahead:
                assert anki.text == before.text
        if step.is_edited and anki:
            anki = There("edited", now + 5, anki.version)


def test_a_renamed_deck_is_told_with_the_number_of_its_questions() -> None:
    first = changes(TWO)
    later = changes(TWO, first.exported, AT + 99, title="New")
    assert later.moved == {("Test", "New"): 2}
    assert later.updated == 0
    assert {note.changed_at for note in later.exported.values()} == {AT}
    assert changes(TWO, later.exported, title="New").moved == {}
