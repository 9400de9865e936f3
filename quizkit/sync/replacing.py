"""What only one of two collections has, added to the other before that one replaces it: no review is lost.

Cards are the same that have the same number in notes of one guid; their ids may differ.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

# Guid and number of a card; an id alone for a row whose card was deleted.
_Key = tuple[str, int]
_Name = TypeVar("_Name", str, _Key)
_CARDS = "SELECT n.guid, c.ord, c.id, c.mod, c.reps FROM cards c JOIN notes n ON n.id = c.nid"
_LOG = """SELECT coalesce(n.guid, ''), coalesce(c.ord, r.cid), r.id, r.ease, r.time, r.ivl, r.lastIvl,
    r.factor, r.type FROM revlog r LEFT JOIN cards c ON c.id = r.cid LEFT JOIN notes n ON n.id = c.nid
    ORDER BY r.id"""
_INSERT = (
    "INSERT INTO revlog (id, cid, ease, time, ivl, lastIvl, factor, type, usn) VALUES (?,?,?,?,?,?,?,?,-1)"
)
_AT = "SELECT cid, ease FROM revlog WHERE id = ?"
# What an answer changes in a card.
_STATE = (
    *("type", "queue", "ivl", "factor", "reps", "lapses", "left", "flags", "original_position"),
    *("memory_state", "desired_retention", "decay", "last_review_time", "custom_data"),
)
# The types of a card; from then on ``due`` is a day or, larger than any day, a second.
_NEW, _LAST_DAY = 0, 1_000_000_000


class _Row(NamedTuple):
    """A row of a log, and the card that it is of."""

    card: _Key
    id: int
    values: tuple[int, ...]

    @property
    def said(self) -> tuple[_Key, int, int]:
        """Card, instant and button: of one answer, two machines may have worked out different intervals."""
        return self.card, self.id, self.values[0]


class Additions(NamedTuple):
    """What one collection has and another lacks: rows of the log, and how many notes.

    ``cards`` and ``texts`` (notes by their guids) are those of both that changed later in the one;
    ``today``: as the due dates of the cards count days.
    """

    rows: list[_Row]
    cards: dict[_Key, Any]
    texts: dict[str, Any]
    notes: int
    today: int


def additions(source: Any, target: Any) -> Additions:
    """What ``source`` has and ``target`` lacks. A card is of whom changed it last, as in any sync of Anki."""
    there, here = _cards(source), _cards(target)
    known = {row.said for row in _log(target)}
    notes_there, notes_here = _notes(source), _notes(target)
    return Additions(
        [row for row in _log(source) if row.said not in known],
        {key: source.get_card(id) for key, id in _later(there, here)},
        {guid: source.get_note(id) for guid, id in _later(notes_there, notes_here)},
        len(notes_there.keys() - notes_here.keys()),
        int(source.sched.today),
    )


def add(found: Additions, target: Any) -> None:
    """Add rows, cards and texts to a collection; all of it or nothing."""
    ids = {key: id for key, (id, _) in _cards(target).items()}
    notes = {guid: id for guid, (id, _) in _notes(target).items()}

    def changes() -> None:
        for row in found.rows:
            card = ids.get(row.card) if row.card[0] else row.card[1]
            if card is not None:
                _insert(row, card, target)
        shift = int(target.sched.today) - found.today
        both = ((target.get_card(ids[key]), card) for key, card in found.cards.items() if key in ids)
        target.update_cards([_moved(ours, theirs, shift) for ours, theirs in both])
        texts = ((target.get_note(notes[guid]), note) for guid, note in found.texts.items() if guid in notes)
        target.update_notes([_told(ours, theirs) for ours, theirs in texts if ours.mid == theirs.mid])

    target.db.transact(changes)


def add_notes(source: Any, target: Any) -> None:
    """Add the notes that ``target`` lacks with their cards and answers, and fields that its note types lack.

    Of the notes of both the texts may stay as they are in ``target``: a note type with a new field makes
    Anki take all of its notes for changed here.
    """
    from anki.collection import ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest

    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "added.apkg")
        sent = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        source.export_anki_package(out_path=path, options=sent, limit=None)
        taken = ImportAnkiPackageOptions(with_scheduling=True, merge_notetypes=True)
        target.import_anki_package(ImportAnkiPackageRequest(package_path=path, options=taken))
    target.models._clear_cache()  # the library's own copy is of what was there before


def back_up(collection: Any, path: Path) -> None:
    """Write a collection, without its media, as a package that Anki opens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    collection.export_collection_package(str(path), include_media=False, legacy=False)
    collection.reopen()


def _cards(collection: Any) -> dict[_Key, tuple[int, tuple[int, int]]]:
    """The id of every card and when it last changed: in which second, and after how many answers."""
    rows = collection.db.execute(_CARDS)
    return {
        (str(guid), int(number)): (int(id), (int(changed), int(reps)))
        for guid, number, id, changed, reps in rows
    }


def _notes(collection: Any) -> dict[str, tuple[int, int]]:
    """The id of every note, and the second in which it last changed."""
    rows = collection.db.execute("SELECT guid, id, mod FROM notes")
    return {str(guid): (int(id), int(changed)) for guid, id, changed in rows}


def _later(
    there: Mapping[_Name, tuple[int, Any]], here: Mapping[_Name, tuple[int, Any]]
) -> Iterator[tuple[_Name, int]]:
    """What changed there after it did here, with its id there."""
    for name, (id, changed) in there.items():
        if name in here and changed > here[name][1]:
            yield name, id


def _log(collection: Any) -> Iterator[_Row]:
    for guid, number, id, *values in collection.db.execute(_LOG):
        yield _Row((str(guid), int(number)), int(id), tuple(map(int, values)))


def _insert(row: _Row, card: int, target: Any) -> None:
    at = row.id
    while taken := target.db.first(_AT, at):
        if taken == [card, row.values[0]]:
            return
        at += 1  # one row an instant
    target.db.execute(_INSERT, at, card, *row.values)


def _moved(card: Any, other: Any, shift: int) -> Any:
    """A card brought to where it stands in another collection, which counts ``shift`` days less."""
    for name in _STATE:
        setattr(card, name, getattr(other, name))
    if card.odid:  # in a deck made by a filter, which it leaves as after an answer
        card.did, card.odid, card.odue = card.odid, 0, 0
    card.due = other.odue if other.odid else other.due
    if card.type != _NEW and card.due < _LAST_DAY:
        card.due += shift
    return card


def _told(note: Any, other: Any) -> Any:
    """A note with what it says in another collection, of the same type but for its fields."""
    for name, text in other.items():
        if name in note:
            note[name] = text
    note.tags = other.tags
    return note
