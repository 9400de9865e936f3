"""An open collection of the real Anki, changed through its own library only."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.deckfile.native import MediaTag, with_media
from quizkit.exporters.anki import Note
from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.note_types import as_anki, note_types, renewed
from quizkit.exporters.anki.progress import CardRow, LogRow
from quizkit.importers.collection import SEPARATOR, Revlog
from quizkit.importers.history import SM2_EASE
from quizkit.sync.merging import OWN_TAGS, AnkiNote, Rewrite
from quizkit.sync.notes import type_id
from quizkit.sync.union import AnkiSide, Row

_INSERT = (
    "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?,?,-1,?,?,?,?,?,?)"
)
_LAST_ANSWER = """SELECT max(id) / 1000 FROM revlog
    WHERE cid = ?1 AND ease BETWEEN 1 AND 4 AND (type != 3 OR factor != 0) AND id > (
        SELECT coalesce(max(id), 0) FROM revlog WHERE cid = ?1 AND type = 4 AND factor = 0)"""
# The type of a card.
_IN_REVIEW = 2


class Placement(NamedTuple):
    """Where a card is to stand, and the rows that its log lacks. ``due`` counts from ``today``."""

    card_id: int
    card: CardRow
    due: int
    log: list[LogRow]


class AnkiCollection:
    """An open collection."""

    def __init__(self, collection: Any) -> None:
        self._col = collection

    @property
    def today(self) -> int:
        """Days since the collection was made, as the due dates of its cards count them."""
        return int(self._col.sched.today)

    def used_cards(self) -> dict[int, set[int]]:
        """The rows of the log by card, those that were deleted as well: their answers stay behind."""
        found: dict[int, set[int]] = {}
        for row, card in self._col.db.execute("SELECT id, cid FROM revlog"):
            found.setdefault(int(card), set()).add(int(row))
        return found

    def take(self, package: bytes) -> None:
        """Import a package as the learner would, keeping the options of their decks."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "quizkit.apkg"
            path.write_bytes(package)
            options = ImportAnkiPackageOptions(with_scheduling=True, merge_notetypes=True)
            self._col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))
        self._col.models._clear_cache()  # the library's own copy is of what was there before

    def rewrite(self, notes: Mapping[int, Rewrite], media: Iterable[MediaFile]) -> None:
        """Write what changed of notes, by their ids. Fields that their user added stay as they are."""
        for name in {note.note_type for note, _, _ in notes.values() if note.native_type is None}:
            kind = self._col.models.get(note_types()[name].id)
            if kind and renewed(kind, note_types()[name]):
                self._col.models.update_dict(kind)
        stored = {file.name: self._col.media.write_data(file.name, file.data) for file in media}
        changed = []
        for note_id, (note, fields, tags) in notes.items():
            known = self._col.get_note(note_id)
            places = _places(_fields_of(note), known.note_type()["flds"])
            for place, text in zip(places, fields, strict=True):
                if place is not None and text is not None:
                    known.fields[place] = with_media(text, partial(_as_stored, stored))
            known.tags = [*tags, *(tag for tag in known.tags if tag in OWN_TAGS)]
            changed.append(known)
        self._col.update_notes(changed)

    def notes(self, ours: Mapping[str, Note]) -> dict[str, AnkiNote]:
        """All notes, by their guids; ``ours``: those whose fields are wanted in our order."""
        found = {}
        places: dict[tuple[int, str], list[int | None] | None] = {}
        query = "SELECT id, guid, mid, mod, tags, flds FROM notes"
        for id_, guid, kind, modified, tags, stored in self._col.db.execute(query):
            fields: tuple[str | None, ...] = tuple(str(stored).split(SEPARATOR))
            note = ours.get(str(guid))
            if note is not None:
                key = int(kind), note.note_type
                if key not in places:
                    places[key] = self._other_places(*key, note)
                if order := places[key]:
                    fields = tuple([None if place is None else fields[place] for place in order])
            found[str(guid)] = AnkiNote(int(id_), int(kind), int(modified), fields, tuple(str(tags).split()))
        return found

    def _other_places(self, kind: int, _: str, note: Note) -> list[int | None] | None:
        """Where the fields of a note type of ours stand here; None where they do as we have them."""
        if kind != type_id(note):
            return None
        places = list(_places(_fields_of(note), self._col.models.get(kind)["flds"]))
        return None if places == list(range(len(places))) else places

    def decks_of(self, guids: Set[str]) -> list[tuple[int, str, str]]:
        """The cards of notes, each with the guid and the name of the deck where it is at home."""
        names = {each.id: each.name for each in self._col.decks.all_names_and_ids()}
        query = """SELECT c.id, n.guid, CASE WHEN c.odid THEN c.odid ELSE c.did END
            FROM cards c JOIN notes n ON n.id = c.nid"""
        rows = self._col.db.execute(query)
        return [(int(card), str(guid), names.get(deck, "")) for card, guid, deck in rows if guid in guids]

    def move(self, cards: Mapping[int, str]) -> None:
        """Put cards into decks; one that is new has the options of the deck that they come from."""
        decks = self._col.decks
        for name in dict.fromkeys(cards.values()):
            listed = [card for card, deck in cards.items() if deck == name]
            if decks.id_for_name(name) is None:
                first = self._col.get_card(listed[0])
                made = decks.get(decks.id(name))
                decks.set_config_id_for_deck_dict(made, decks.get(first.odid or first.did)["conf"])
            self._col.set_deck(listed, decks.id(name))

    def sides(self, names: Mapping[tuple[str, int], str]) -> dict[str, AnkiSide]:
        """The cards of ours that the collection has; ``names``: our card by guid and number."""
        rows = self._log()
        query = """SELECT n.guid, c.ord, c.data, c.type, c.id, c.queue, c.mod, c.reps, c.lapses, c.ivl,
            c.factor,
            CASE WHEN c.odid THEN c.odue ELSE c.due END FROM cards c JOIN notes n ON n.id = c.nid"""
        today = self.today
        found: dict[str, AnkiSide] = {}
        for guid, place, data, kind, *values in self._col.db.execute(query):
            name = names.get((str(guid), int(place)))
            if name is not None:
                card, queue, modified, reps, lapses, ivl, factor, due = map(int, values)
                last_review = _last_review(str(data)) if kind else 0
                due_in = due - today if kind == _IN_REVIEW else None
                log = tuple(rows.get(card, ()))
                counts = reps, lapses, ivl, factor
                found[name] = AnkiSide(card, queue, modified, last_review, log, due_in, *counts)
        return found

    def options(self, names: Mapping[tuple[str, int], str]) -> list[dict[str, Any]]:
        """The deck options of our cards that FSRS schedules, those of most cards first."""
        if not self._col.get_config("fsrs"):
            return []
        query = """SELECT n.guid, c.ord, CASE WHEN c.odid THEN c.odid ELSE c.did END FROM cards c
            JOIN notes n ON n.id = c.nid WHERE c.data LIKE '%"s":%'"""
        rows = self._col.db.execute(query)
        decks = Counter(int(deck) for guid, place, deck in rows if (str(guid), int(place)) in names)
        cards: Counter[int] = Counter()
        found = {}
        for deck, count in decks.items():
            preset = self._col.decks.config_dict_for_deck_id(deck)
            found[int(preset["id"])] = preset
            cards[int(preset["id"])] += count
        return [found[id] for id, _count in cards.most_common()]

    def put(self, placements: Sequence[Placement], suspend: Mapping[int, bool]) -> None:
        """Bring cards to where our log has them, add the rows that Anki lacks, suspend and take up again.

        All of it or nothing.
        """

        def changes() -> None:
            self._suspend(card for card, suspended in suspend.items() if suspended)
            self._col.sched.unsuspend_cards([card for card, suspended in suspend.items() if not suspended])
            for placement in placements:
                self._insert(placement)
            self._col.update_cards([self._placed(placement) for placement in placements])

        if placements or suspend:
            self._col.db.transact(changes)

    def _suspend(self, cards: Iterable[int]) -> None:
        self._col.sched.suspend_cards(list(cards))

    def _placed(self, placement: Placement) -> Any:
        from anki.cards_pb2 import FsrsMemoryState

        card, known = placement.card, self._col.get_card(placement.card_id)
        if known.odid:  # in a deck made by a filter, which it leaves as after an answer
            known.did, known.odid, known.odue = known.odid, 0, 0
        if card.memory:
            known.due = placement.due
        elif known.type:  # a new card again: among those, ``due`` is its place
            known.due = known.original_position or 0
        known.type, known.ivl = card.type, card.ivl
        known.queue = known.queue if known.queue < 0 else card.queue
        known.reps, known.lapses, known.left = card.reps, card.lapses, card.left
        known.factor = known.factor or SM2_EASE
        known.memory_state = card.memory and FsrsMemoryState(
            stability=card.memory.stability, difficulty=card.memory.difficulty
        )
        known.decay = card.decay or None
        # Anki's check of the database wants this to be its last row, even one that was taken back.
        known.last_review_time = card.memory and self._col.db.scalar(_LAST_ANSWER, placement.card_id)
        return known

    def _insert(self, placement: Placement) -> None:
        for row in placement.log:
            at = row.id
            while self._col.db.scalar("SELECT 1 FROM revlog WHERE id = ?", at):
                at += 1  # one row an instant
            values = row.ease, row.ivl, row.last_ivl, row.factor, row.time, row.type
            self._col.db.execute(_INSERT, at, placement.card_id, *values)

    def _log(self) -> dict[int, list[Row]]:
        """The log, by card."""
        found: dict[int, list[Row]] = {}
        since = before = 0
        query = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id"
        for values in self._col.db.execute(query):
            entry = Revlog(*map(int, values))
            since = since if entry.id == before + 1 else entry.id
            before = entry.id
            found.setdefault(entry.card_id, []).append(Row(entry, since))
        return found


def _last_review(data: str) -> int:
    """The second of the last answer that the card knows of; 0 where it does not say."""
    try:
        return int(json.loads(data or "{}").get("lrt") or 0)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return 0


def _as_stored(names: Mapping[str, str], medium: MediaTag) -> str:
    """A tag with the name that Anki gave its file: one of that name with another content stays there."""
    return medium.tag.replace(medium.name, names.get(medium.name, medium.name))


def _fields_of(note: Note) -> list[dict[str, Any]]:
    """The fields of a note's type, as Anki has them in JSON."""
    if note.native_type:
        return list(as_anki(note.native_type)["flds"])
    return list(note_types()[note.note_type].as_genanki().fields)


def _places(ours: Iterable[dict[str, Any]], there: Sequence[dict[str, Any]]) -> Iterator[int | None]:
    """Where each field of ours stands in Anki: under its name or its number; None where it was removed."""
    by_name = {field["name"]: place for place, field in enumerate(there)}
    by_number = {field["id"]: place for place, field in enumerate(there) if field.get("id")}
    for field in ours:
        yield by_name.get(field["name"], by_number.get(field.get("id")))
