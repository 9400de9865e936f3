"""An Anki collection as values: the SQLite file of schema 11 (one JSON column) or 18 (tables).

The file comes from anybody: it is opened read-only, its schema is not trusted, and only plain tables are
read, so that no view or trigger of its maker's ever runs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from quizkit.deckfile.native import Description, NoteType
from quizkit.errors import QuizkitError
from quizkit.importers.decks import legacy_descriptions, modern_descriptions
from quizkit.importers.notetypes import legacy_notetypes, modern_notetypes
from quizkit.messages import _

# Between the fields of a note, and between the names of nested decks in schema 18.
SEPARATOR = "\x1f"
# A lifetime of study stays far below; a file made to fill the memory does not.
MAX_NOTES = 1_000_000
MAX_CARDS = 3_000_000
MAX_REVIEWS = 10_000_000
MAX_TEXT = 1_000_000_000
MAX_NOTE = 10_000_000
# Seconds since 1970: the year 36,812.
LATEST = 1 << 40
_TABLES = {"col", "notes", "cards", "revlog"}
_MODERN_TABLES = {"notetypes", "fields", "templates", "decks"}
_MINUTES_A_DAY = 24 * 60
_SCHEDULER = 2
_IN_REVIEW, _RELEARNED, _IN_STEPS = 2, 3, {1, 3}


_BROKEN = (
    sqlite3.Error,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
    OverflowError,
)


class Note(NamedTuple):
    """``mod``: seconds since 1970; ``fields``: HTML, in the order of the note type's fields."""

    id: int
    guid: str
    notetype_id: int
    mod: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


class AnkiCard(NamedTuple):
    """``ord``: which template, or which gap of a cloze, from 0; ``queue`` below 0: suspended or buried."""

    id: int
    note_id: int
    deck_id: int
    ord: int
    type: int
    queue: int
    due: int
    ivl: int
    factor: int
    reps: int
    lapses: int
    flags: int
    left: int
    data: str


class Revlog(NamedTuple):
    """One row of the history; ``id``: ms since 1970; ``ease``: 1..4, or 0 where nothing was answered."""

    id: int
    card_id: int
    ease: int
    ivl: int
    last_ivl: int
    factor: int
    time: int
    type: int


class Collection(NamedTuple):
    """``crt``: when it was made, seconds since 1970; ``decks``: names with ``::`` between the levels.

    ``west``: how many minutes west of Greenwich it was made, where it says so; ``is_old``: it was last
    studied with the first scheduler, whose answers to cards in their steps were 1, 2 and 3;
    ``descriptions``: of decks that have one, by their names.
    """

    crt: int
    notetypes: dict[int, NoteType]
    decks: dict[int, str]
    notes: list[Note]
    cards: list[AnkiCard]
    west: int | None = None
    is_old: bool = False
    descriptions: Mapping[str, Description] = MappingProxyType({})


def read_collection(path: Path) -> Collection:
    """The collection in a SQLite file of ours. Raises QuizkitError where it is broken."""
    with broken():
        _leave_wal(path)
        with closing(connect(path)) as db:
            return _collection(db)


@contextmanager
def broken() -> Iterator[None]:
    """Turns what a broken file leads to into a sentence."""
    try:
        yield
    except _BROKEN as error:
        raise QuizkitError(_("the collection in the package is broken or of an unknown form")) from error


def _leave_wal(path: Path) -> None:
    """A file that was written ahead cannot be opened read-only; there is nothing ahead of it in a package."""
    with path.open("r+b") as file:
        file.seek(18)
        if file.read(2) == b"\x02\x02":
            file.seek(18)
            file.write(b"\x01\x01")


def connect(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing and trusts nothing in the file."""
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("PRAGMA cache_size = -50000")
    db.text_factory = lambda data: data.decode("utf-8", "replace")
    db.create_collation(
        "unicase", lambda one, other: (one.lower() > other.lower()) - (one.lower() < other.lower())
    )
    return db


def plain_tables(db: sqlite3.Connection) -> set[str]:
    """The tables that only hold rows: no views, nothing made up by a module of SQLite's or as it is read."""
    return {
        name
        for name, sql in db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if str(sql).lstrip().upper().startswith("CREATE TABLE") and not _is_computed(db, name)
    }


def _is_computed(db: sqlite3.Connection, table: str) -> bool:
    """Whether a column is worked out of others (``hidden`` is its seventh property): it may take for ever."""
    columns = db.execute("SELECT hidden FROM pragma_table_xinfo(?)", (table,))
    return any(hidden for (hidden,) in columns)


def _collection(db: sqlite3.Connection) -> Collection:
    plain = plain_tables(db)
    if not plain >= _TABLES:
        raise ValueError("tables are missing")
    modern = plain >= _MODERN_TABLES
    _check_size(db)
    if db.execute("SELECT 1 FROM revlog GROUP BY id HAVING count(*) > 1").fetchone():
        raise ValueError("two rows of the log have one id")
    crt, models, decks, conf = db.execute("SELECT crt, models, decks, conf FROM col").fetchone()
    settings = _settings(db, conf, modern="config" in plain)
    cards = list(_cards(db))
    # As Anki has it: nobody studied yet where all cards are new.
    is_old = settings.get("schedVer") != _SCHEDULER and any(card.queue for card in cards)
    return Collection(
        int(crt),
        modern_notetypes(db) if modern else legacy_notetypes(json.loads(models)),
        _modern_decks(db) if modern else _legacy_decks(json.loads(decks)),
        list(_notes(db)),
        [_renewed(card) for card in cards] if is_old else cards,
        _west(settings),
        is_old,
        modern_descriptions(db) if modern else legacy_descriptions(json.loads(decks)),
    )


def _settings(db: sqlite3.Connection, conf: Any, *, modern: bool) -> dict[str, Any]:
    """The settings of the collection; they may say anything."""
    if modern:
        rows = db.execute("SELECT KEY, val FROM config WHERE KEY IN ('creationOffset', 'schedVer')")
        return {str(key): json.loads(value) for key, value in rows}
    settings = json.loads(conf or "{}")
    return settings if isinstance(settings, dict) else {}


def _west(settings: Mapping[str, Any]) -> int | None:
    west = settings.get("creationOffset")
    return west if type(west) is int and abs(west) < _MINUTES_A_DAY else None


def _renewed(card: AnkiCard) -> AnkiCard:
    """A card of the first scheduler as the second has it: what is learned again has a type of its own."""
    is_relearned = card.type == _IN_REVIEW and card.queue in _IN_STEPS
    return card._replace(type=_RELEARNED) if is_relearned else card


def _check_size(db: sqlite3.Connection) -> None:
    """What is read next has to fit into the memory."""
    ((notes, text, longest),) = db.execute(
        "SELECT count(*), total(length(flds)), coalesce(max(length(flds)), 0) FROM notes"
    )
    ((cards,),) = db.execute("SELECT count(*) FROM cards")
    ((reviews,),) = db.execute("SELECT count(*) FROM revlog")
    found = notes, cards, reviews, text, longest
    bounds = MAX_NOTES, MAX_CARDS, MAX_REVIEWS, MAX_TEXT, MAX_NOTE
    if any(number > most for number, most in zip(found, bounds, strict=True)):
        raise QuizkitError(_("the collection in the package is larger than any that a person studies"))


def _notes(db: sqlite3.Connection) -> Iterator[Note]:
    for id, kind, mod, guid, tags, flds in _rows(db, "notes", ("id", "mid", "mod"), "guid, tags, flds", "id"):
        changed = min(max(mod, 0), LATEST)
        yield Note(id, str(guid), kind, changed, tuple(str(tags).split()), tuple(str(flds).split(SEPARATOR)))


def _cards(db: sqlite3.Connection) -> Iterator[AnkiCard]:
    # A card in a filtered deck belongs to the deck it came from.
    deck, due = "CASE WHEN odid THEN odid ELSE did END", "CASE WHEN odid THEN odue ELSE due END"
    numbers = (
        "id",
        "nid",
        deck,
        "ord",
        "type",
        "queue",
        due,
        "ivl",
        "factor",
        "reps",
        "lapses",
        "flags",
        '"left"',
    )
    return map(AnkiCard._make, _rows(db, "cards", numbers, "CAST(data AS TEXT)", "nid, ord"))


def _rows(
    db: sqlite3.Connection, table: str, numbers: Sequence[str], texts: str, order: str
) -> sqlite3.Cursor:
    """The rows of a table: columns of whole numbers, though fractions may stand in them, and others."""
    odd = " OR ".join(f"typeof({column}) NOT IN ('integer', 'real')" for column in numbers)
    if db.execute(f"SELECT 1 FROM {table} WHERE {odd}").fetchone():
        raise ValueError("a number is none")
    whole = ", ".join(f"CAST({column} AS INTEGER)" for column in numbers)
    return db.execute(f"SELECT {whole}, {texts} FROM {table} ORDER BY {order}")


def _legacy_decks(decks: dict[str, Any]) -> dict[int, str]:
    return {int(deck["id"]): str(deck["name"]) for deck in decks.values()}


def _modern_decks(db: sqlite3.Connection) -> dict[int, str]:
    rows = db.execute("SELECT id, name FROM decks")
    return {int(id): str(name).replace(SEPARATOR, "::") for id, name in rows}
