"""The real Anki, through its own library: the extra ``anki``. The only home of that library.

A collection is opened by one program at a time; while Anki's window is open, this is refused with a
sentence. Nothing here changes the file except through the library.
"""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.deckfile.native import MediaTag, with_media
from quizkit.errors import QuizkitError
from quizkit.exporters.anki import Note
from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.note_types import as_anki, note_types
from quizkit.exporters.anki.progress import CardRow, LogRow
from quizkit.importers.collection import SEPARATOR, Revlog
from quizkit.importers.history import SM2_EASE
from quizkit.messages import _
from quizkit.sync.notes import OWN_TAGS, AnkiNote
from quizkit.sync.union import AnkiSide, Row

_INSERT = (
    "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?,?,-1,?,?,?,?,?,?)"
)
_LAST_ANSWER = """SELECT max(id) / 1000 FROM revlog
    WHERE cid = ?1 AND ease BETWEEN 1 AND 4 AND (type != 3 OR factor != 0) AND id > (
        SELECT coalesce(max(id), 0) FROM revlog WHERE cid = ?1 AND type = 4 AND factor = 0)"""
# An error of the library's as it is to its programmers; innermost, or first, stand words for people.
_RAW_ERROR = re.compile(r'Error \{.*?\\"(.+?)\\"|Error \{ info: "(.+?)"')
_DAMAGE = re.compile("DatabaseCorrupt|NotADatabase")
# What Anki asks of SM-2 in every card, should its user leave FSRS one day.
_IN_REVIEW = 2


# Characters of what the library or a server says.
MOST_TOLD = 200


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

    def take(self, package: bytes) -> None:
        """Import a package as the learner would, keeping the options of their decks."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "quizkit.apkg"
            path.write_bytes(package)
            options = ImportAnkiPackageOptions(with_scheduling=True, merge_notetypes=True)
            self._col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))
        self._col.models._clear_cache()  # the library's own copy is of what was there before

    def rewrite(self, notes: Mapping[int, Note], media: Iterable[MediaFile]) -> None:
        """Bring notes to what they say here, by their ids. Fields that their user added stay as they are."""
        stored = {file.name: self._col.media.write_data(file.name, file.data) for file in media}
        changed = []
        for note_id, note in notes.items():
            known = self._col.get_note(note_id)
            places = _places(_fields_of(note), known.note_type()["flds"])
            for place, text in zip(places, note.fields, strict=True):
                if place is not None:
                    known.fields[place] = with_media(text, partial(_as_stored, stored))
            known.tags = [*note.tags, *(tag for tag in known.tags if tag in OWN_TAGS)]
            changed.append(known)
        self._col.update_notes(changed)

    def notes(self) -> dict[str, AnkiNote]:
        """All notes, by their guids."""
        rows = self._col.db.execute("SELECT id, guid, mid, mod, tags, flds FROM notes")
        return {
            str(guid): AnkiNote(
                int(id),
                int(kind),
                int(modified),
                tuple(str(fields).split(SEPARATOR)),
                tuple(str(tags).split()),
            )
            for id, guid, kind, modified, tags, fields in rows
        }

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


@contextmanager
def open_collection(path: Path) -> Iterator[AnkiCollection]:
    """The collection at ``path``; a new one is not made of a name that is wrong.

    Raises QuizkitError where it is missing, open in Anki, or the extra is not installed.
    """
    library()
    if not path.is_file():
        raise QuizkitError(
            _("there is no collection at {path}").format(path=path), hint=_("it is named collection.anki2")
        )
    _refuse_other_databases(path)
    with opened(path) as collection:
        yield AnkiCollection(collection)


def _refuse_other_databases(path: Path) -> None:
    """The library would make a collection of any database, beside what is in it.

    Immutable: a look that takes no lock and leaves the log beside the file alone.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error:
        return  # the library says better what is wrong
    # What a new collection holds stands in the log beside it, as long as Anki has it open.
    is_new = not tables and path.with_name(f"{path.name}-wal").exists()
    if not (is_new or tables >= {"col", "notes", "cards", "revlog"}):
        raise QuizkitError(
            _("there is no collection at {path}").format(path=path), hint=_("it is named collection.anki2")
        )


@contextmanager
def opened(path: Path, if_damaged: str = "") -> Iterator[Any]:
    """The library's own collection at ``path``, made where there is none; its errors become sentences.

    ``if_damaged``: what its user can do then.
    """
    collections = library()
    from anki.errors import AnkiException

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        collection = collections.Collection(str(path))
    except (AnkiException, OSError) as error:
        raise _explained(error, path, if_damaged) from error
    try:
        yield collection
    except AnkiException as error:
        if _DAMAGE.search(str(error)):
            raise _explained(error, path, if_damaged) from error
        raise QuizkitError(_("Anki's library says: {error}").format(error=_text(error))) from error
    finally:
        collection.close()


def library() -> Any:
    """Anki's library. Raises QuizkitError where the extra is not installed."""
    try:
        import anki.collection
    except ImportError as error:
        raise QuizkitError(
            _("this needs Anki's own library"),
            hint=_("pip install 'quizkit[anki]' (its licence is the AGPL)"),
        ) from error
    return anki.collection


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


def _explained(error: Exception, path: Path, if_damaged: str) -> QuizkitError:
    if "already open" in str(error):
        return QuizkitError(
            _("another program has {path} open").format(path=path),
            hint=_("close Anki, and any other sync, and try again"),
        )
    if _DAMAGE.search(str(error)):
        return QuizkitError(
            _("{path} is damaged, or no collection ({error})").format(path=path, error=_text(error)),
            hint=if_damaged or _("let Anki check it (Tools, Check Database), or open a backup there"),
        )
    return QuizkitError(_("{path} cannot be opened: {error}").format(path=path, error=_text(error)))


def _text(error: Exception) -> str:
    """What an error says, in one short line.

    Without Unicode's marks of direction, which Anki puts around values, and of a raw error only the words
    that are meant for people.
    """
    text = " ".join(str(error).replace("\u2068", "").replace("\u2069", "").split()) or type(error).__name__
    words = _RAW_ERROR.search(text)
    return shortened((words[1] or words[2]) if words else text)


def shortened(text: str) -> str:
    return text if len(text) <= MOST_TOLD else f"{text[: MOST_TOLD - 1]}…"
