"""The file: a collection in SQLite, written in bulk, and the media beside it, zipped.

genanki defines the schema, note types and decks. The same input gives the same bytes.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.note_types import CHANGED_AT, note_types
from quizkit.exporters.anki.notes import Filed
from quizkit.model import Exported

# Date of every member of the archive: the format has no earlier one, and only the content may matter.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SEPARATOR = "\x1f"
_INSERT_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_INSERT_CARD = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"


def package(
    notes: Sequence[Filed], exported: Mapping[str, Exported], media: Iterable[MediaFile] = ()
) -> bytes:
    """The bytes of an .apkg with these notes, dated as ``exported`` says (see ``changes``)."""
    connection = sqlite3.connect(":memory:")
    tables, indexes = APKG_SCHEMA.split("CREATE INDEX", 1)
    try:
        connection.execute("PRAGMA journal_mode = OFF")  # what fails is thrown away
        connection.executescript(tables + APKG_COL)
        _write_frame(connection, dict.fromkeys(deck for _, deck in notes))
        _write_notes(connection, notes, exported)
        connection.commit()
        connection.executescript(f"CREATE INDEX{indexes}")  # sooner, they would slow every insert
        collection = connection.serialize()
    finally:
        connection.close()
    return _archive(collection, list(media))


def _archive(collection: bytes, media: Sequence[MediaFile]) -> bytes:
    names = {str(number): file.name for number, file in enumerate(media)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in (("collection.anki2", collection), ("media", json.dumps(names).encode())):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED, 1)
        for number, file in enumerate(media):  # compressed already, each in its own way
            archive.writestr(zipfile.ZipInfo(str(number), _EPOCH), file.data, zipfile.ZIP_STORED)
    return made.getvalue()


def _write_frame(connection: sqlite3.Connection, decks: Iterable[str]) -> None:
    """Note types and decks: all at once, where genanki writes all of them again for each deck."""
    (default,) = connection.execute("SELECT decks FROM col").fetchone()
    made = {str(deck_id(name)): genanki.Deck(deck_id(name), name).to_json() for name in decks}
    models = {str(kind.id): kind.as_genanki().to_json(float(CHANGED_AT), 1) for kind in note_types().values()}
    values = json.dumps(models), json.dumps(json.loads(default) | made)
    connection.execute("UPDATE col SET models = ?, decks = ?", values)


def _write_notes(
    connection: sqlite3.Connection, filed: Sequence[Filed], exported: Mapping[str, Exported]
) -> None:
    type_ids = {name: note_type.id for name, note_type in note_types().items()}
    deck_ids = {name: deck_id(name) for name in {deck for _, deck in filed}}
    notes: list[tuple[object, ...]] = []
    cards: list[tuple[object, ...]] = []
    newest = max((exported[note.question_id].note_id for note, _ in filed), default=0)
    card_id = newest - sum(len(note.cards) for note, _ in filed)
    for position, (note, deck) in enumerate(filed, 1):
        note_id, _, changed_at, *_ = exported[note.question_id]
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        texts = (tags, _SEPARATOR.join(note.fields), note.fields[0])
        notes.append((note_id, note.guid, type_ids[note.note_type], changed_at, *texts))
        for number in note.cards:
            card_id += 1
            cards.append((card_id, note_id, deck_ids[deck], number, changed_at, position))
    connection.executemany(_INSERT_NOTE, notes)
    connection.executemany(_INSERT_CARD, cards)


def deck_id(name: str) -> int:
    """An id for a deck that depends on nothing but its full name, in the range of Anki's own ids."""
    return 1_500_000_000_000 + int.from_bytes(blake2b(name.encode(), digest_size=5).digest(), "big") % 10**11
