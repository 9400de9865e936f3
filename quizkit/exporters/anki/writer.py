"""The file: a collection in SQLite, written in bulk, and the media beside it, zipped.

genanki defines the schema, note types and decks. The same input gives the same bytes.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

from quizkit.deckfile.native import Description
from quizkit.exporters.anki.descriptions import about_deck, above
from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.note_types import CHANGED_AT, as_anki, note_types
from quizkit.exporters.anki.notes import Filed
from quizkit.exporters.anki.progress import CREATED_AT, PRESET_ID, Learner
from quizkit.exporters.anki.turns import places_of
from quizkit.reviews import Exported

# Date of every member of the archive: the format has no earlier one, and only the content may matter.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# As Anki's default options say today; in those that genanki has, an older Anki wants fewer.
_REVIEWS_PER_DAY = 200
# Who reads a package reads all of it, and looks up the cards of a note and the answers to a card. The other
# indexes of a collection, five more, would be a quarter of the file.
_INDEXES = "CREATE INDEX ix_cards_nid ON cards (nid); CREATE INDEX ix_revlog_cid ON revlog (cid);"
_INSERT_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_INSERT_NEW_CARD = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"
_INSERT_CARD = """INSERT INTO cards (id, nid, did, ord, mod, usn, odue, odid,
    type, queue, due, ivl, factor, reps, lapses, left, flags, data)
    VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_CARD_COLUMNS = 10
_INSERT_LOG = """INSERT INTO revlog (id, cid, ease, ivl, lastIvl, factor, time, type, usn)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, -1)"""


class Progress(NamedTuple):
    """Whose progress goes along, and our card by the guid of its note and its number there."""

    learner: Learner
    names: Mapping[tuple[str, int], str]


def package(
    notes: Sequence[Filed],
    exported: Mapping[str, Exported],
    media: Iterable[MediaFile] = (),
    progress: Progress | None = None,
    descriptions: Mapping[str, Description] = MappingProxyType({}),
    used: Mapping[int, Set[int]] = MappingProxyType({}),
) -> bytes:
    """The bytes of an .apkg with these notes, dated as ``exported`` says (see ``changes``).

    ``descriptions``: of decks, by their names; ``used``: the rows of the log by the ids of cards that a
    collection has, or had: a card that gets such an id gets the rows as well.
    """
    connection = sqlite3.connect(":memory:")
    tables, _indexes = APKG_SCHEMA.split("CREATE INDEX", 1)
    try:
        connection.execute("PRAGMA journal_mode = OFF")  # what fails is thrown away
        connection.executescript(tables + APKG_COL)
        _write_frame(connection, notes, descriptions)
        _write_notes(connection, notes, exported, progress, used)
        if progress:
            _write_settings(connection, progress.learner)
        connection.commit()
        connection.executescript(_INDEXES)  # sooner, they would slow every insert
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


def _write_frame(
    connection: sqlite3.Connection, filed: Sequence[Filed], descriptions: Mapping[str, Description]
) -> None:
    """Note types, decks and options: all at once, where genanki writes all of them again for each deck."""
    default, options = map(json.loads, connection.execute("SELECT decks, dconf FROM col").fetchone())
    options["1"]["rev"]["perDay"] = _REVIEWS_PER_DAY
    came_from_anki = [each.note for each in filed if each.note.native_type]
    names = dict.fromkeys([each.deck for each in filed])
    names |= dict.fromkeys([name for note in came_from_anki for _, name in note.elsewhere])
    names |= dict.fromkeys(above(names, descriptions))
    made = {
        str(deck_id(name)): genanki.Deck(deck_id(name), name).to_json() | about_deck(descriptions.get(name))
        for name in names
    }
    # Those that came from Anki are its user's: dated so that theirs is always the newer.
    native = {note.native_type.id: note.native_type for note in came_from_anki if note.native_type}
    models = {str(kind.id): as_anki(kind) for kind in native.values()}
    models |= {
        str(kind.id): kind.as_genanki().to_json(float(CHANGED_AT), 1) for kind in note_types().values()
    }
    values = json.dumps(models), json.dumps(default | made), json.dumps(options)
    connection.execute("UPDATE col SET models = ?, decks = ?, dconf = ?", values)


def _write_notes(
    connection: sqlite3.Connection,
    filed: Sequence[Filed],
    exported: Mapping[str, Exported],
    progress: Progress | None,
    used: Mapping[int, Set[int]],
) -> None:
    cards: list[tuple[int, ...]] = []
    connection.executemany(_INSERT_NOTE, _rows(filed, exported, cards))
    if progress is None:
        connection.executemany(_INSERT_NEW_CARD, cards)
        return
    learner, names = progress
    ours = [names.get((note.guid, number), "") for note, _, _ in filed for number in note.cards]
    rows, log = [], []
    logs = [list(learner.log(name)) for name in ours]
    own = ({row.id for row in each} for each in logs)
    is_of_others = used and any(used.get(card[0], set()) - ids for card, ids in zip(cards, own, strict=True))
    shift = max(used) + 1 - cards[0][0] if is_of_others else 0
    for (number, *card, position), name, answers in zip(cards, ours, logs, strict=True):
        rows.append((number + shift, *card, *learner.card(name, position)[:_CARD_COLUMNS]))
        log += [(row.id, number + shift, *row[1:]) for row in answers]
    connection.executemany(_INSERT_CARD, rows)
    connection.executemany(_INSERT_LOG, _one_an_instant(log))


def _rows(
    filed: Sequence[Filed], exported: Mapping[str, Exported], cards: list[tuple[int, ...]]
) -> Iterator[tuple[object, ...]]:
    """The rows of the notes: id, guid, note type, date, tags, fields, and the field to sort by.

    On the way ``cards`` gets the id, note, deck, number in the note, date and place of each card.
    """
    type_ids = {name: note_type.id for name, note_type in note_types().items()}
    deck_ids = {name: deck_id(name) for name in {each.deck for each in filed}}
    newest = max([exported[each.note.question_id].note_id for each in filed], default=0)
    card_id = newest - sum([len(each.note.cards) for each in filed])
    for (note, deck, _), places in zip(filed, places_of(filed), strict=True):
        known = exported[note.question_id]
        note_id, changed_at, lies_in = known.note_id, known.changed_at, deck_ids[deck]
        elsewhere = {number: deck_id(name) for number, name in note.elsewhere} if note.elsewhere else {}
        for number, place in zip(note.cards, places, strict=True):
            card_id += 1
            cards.append((card_id, note_id, elsewhere.get(number, lies_in), number, changed_at, place))
        type_id = note.native_type.id if note.native_type else type_ids[note.note_type]
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        yield note_id, note.guid, type_id, changed_at, tags, note.stored, note.first


def _one_an_instant(log: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows in order; of two answers at the same millisecond, the second is a millisecond later."""
    before = 0
    for at, *rest in sorted(log, key=itemgetter(0)):  # stable: a card's answers keep their order
        before = max(at, before + 1)
        yield before, *rest


def _write_settings(connection: sqlite3.Connection, learner: Learner) -> None:
    """The learner's options for the decks, and what makes Anki read the scheduling as it is meant."""
    settings, presets, decks = map(
        json.loads, connection.execute("SELECT conf, dconf, decks FROM col").fetchone()
    )
    presets[str(PRESET_ID)] = learner.preset(presets["1"])
    (lies_in_default,) = connection.execute("SELECT EXISTS (SELECT 1 FROM cards WHERE did = 1)").fetchone()
    for deck in decks.values():
        if deck["id"] != 1 or lies_in_default:
            deck["conf"] = PRESET_ID
    values = json.dumps(learner.settings(settings)), json.dumps(presets), json.dumps(decks)
    connection.execute("UPDATE col SET crt = ?, conf = ?, dconf = ?, decks = ?", (CREATED_AT, *values))


def deck_id(name: str) -> int:
    """An id for a deck that depends on nothing but its full name, in the range of Anki's own ids.

    Each collection has a deck 1 of this name, and so has each package.
    """
    if name.casefold() == "default":
        return 1
    return 1_500_000_000_000 + int.from_bytes(blake2b(name.encode(), digest_size=5).digest(), "big") % 10**11
