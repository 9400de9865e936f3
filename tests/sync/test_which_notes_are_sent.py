"""Which notes are sent: what is new or changed here, and never what was edited in Anki since."""

from __future__ import annotations

import pytest
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import Filed, Placed, compare, notes_of
from quizkit.exporters.anki.note_types import note_types
from quizkit.reviews import Exported
from quizkit.sync.merging import AnkiNote
from quizkit.sync.notes import Sending, sending

THEN, NOW = 1_700_000_000, 1_700_100_000


def note(front: str, *tags: str) -> Filed:
    head = f"deck: D\nid: test\ntags: [{', '.join(tags)}]\n" if tags else "deck: D\nid: test\n"
    text = f"{head}questions: [{{id: a, front: {front}, back: b}}]"
    (filed,) = notes_of([Placed(build_deck(read_deck(text.encode(), "d"), "d"))])
    return filed


def in_anki(front: str, modified: int, *tags: str) -> dict[str, AnkiNote]:
    filed = note(front)
    return {filed.note.guid: AnkiNote(7, note_types()["Reveal"].id, modified, filed.note.fields, tags)}


def sent(front: str, known: dict[str, Exported], there: dict[str, AnkiNote]) -> Sending:
    filed = [note(front)]
    return sending(filed, compare(filed, known, NOW).exported, known, there)


def known_as(front: str) -> dict[str, Exported]:
    return compare([note(front)], {}, THEN).exported


def test_what_anki_lacks_is_sent() -> None:
    assert len(sent("one", {}, {}).new) == 1
    assert len(sent("one", known_as("one"), {}).new) == 1


def test_what_says_the_same_is_not_sent() -> None:
    assert not sent("two", known_as("one"), in_anki("two", THEN))
    assert not sent("one", known_as("one"), in_anki("one", THEN - 9, "leech", "marked"))


@pytest.mark.parametrize(
    ("here", "there"),
    [("Geo", "geo"), ("e\u0301", "\xe9"), ("a::::b", "a::blank::b"), ("two words", "two_words")],
)
def test_a_tag_that_anki_writes_in_its_own_way_is_no_edit(here: str, there: str) -> None:
    filed = [note("one", f'"{here}"')]
    known = compare(filed, {}, THEN).exported
    theirs = in_anki("one", THEN + 1, there)["quizkit:test/a"]._replace(fields=filed[0].note.fields)
    after = compare(filed, known, NOW).exported
    found = sending(filed, after, known, {"quizkit:test/a": theirs})
    assert (list(found.changed), found.kept) == ([], 0)


def test_what_changed_here_is_sent_even_where_it_was_edited_in_anki() -> None:
    assert list(sent("two", known_as("one"), in_anki("edited", NOW + 999)).changed) == [7]


def test_what_was_edited_in_anki_stays() -> None:
    found = sent("one", known_as("one"), in_anki("edited", THEN + 1))
    assert (list(found.changed), found.kept) == ([], 1)


def test_a_collection_that_missed_a_change_gets_it() -> None:
    assert list(sent("one", known_as("one"), in_anki("zero", THEN - 1)).changed) == [7]


def test_what_another_machine_sent_stays_until_it_changes_here() -> None:
    there = in_anki("from the other machine", NOW - 5)
    first = sent("one", {}, there)
    assert (list(first.changed), first.kept) == ([], 1)
    assert not sent("one", first.exported, there)
    assert list(sent("two", first.exported, there).changed) == [7]


def test_a_note_of_another_type_stays() -> None:
    there = {guid: each._replace(note_type=1) for guid, each in in_anki("one", THEN).items()}
    assert not sent("two", known_as("one"), there)
