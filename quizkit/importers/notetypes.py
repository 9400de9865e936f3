"""The note types of a collection, with what must not get lost on the way back: settings, and Anki's own ids.

Schema 11 has them as JSON, schema 18 as messages numbered as in Anki's notetypes.proto. Both become the
names of the JSON.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from quizkit.deckfile.native import NoteType, Settings, Template
from quizkit.importers.wire import fields_of

_CLOZE = 1
# The setting that says when a note type was changed last, in seconds since 1970.
CHANGED = "mod"
# The names of settings by their numbers in the messages.
_OF_TYPE = {2: "sortf", 5: "latexPre", 6: "latexPost", 7: "latexsvg", 9: "originalStockKind"}
_FIELD = ("sticky", "rtl", "font", "size", "description", "plainText", "collapsed", "excludeFromSearch")
_OF_FIELD = {**dict(enumerate(_FIELD, 1)), 9: "id", 10: "tag", 11: "preventDeletion"}
_OF_TEMPLATE = {3: "bqfmt", 4: "bafmt", 6: "bfont", 7: "bsize", 8: "id"}
# Those that are yes or no: a message says a number.
_FLAGS = frozenset(
    ("latexsvg", "sticky", "rtl", "plainText", "collapsed", "excludeFromSearch", "preventDeletion")
)
_SIGNED = 1 << 63
_Message = dict[int, int | bytes]


def legacy_notetypes(models: Mapping[str, Any]) -> dict[int, NoteType]:
    """Those of schema 11; what is of another form raises what it may."""
    found: dict[int, NoteType] = {}
    for model in models.values():
        fields, templates = (sorted(model[part], key=_place) for part in ("flds", "tmpls"))
        settings = Settings(
            {**_known(model, _OF_TYPE), CHANGED: int(model.get("mod", 0))},
            tuple(_known(each, _OF_FIELD) for each in fields),
            tuple(_known(each, _OF_TEMPLATE) for each in templates),
        )
        found[int(model["id"])] = NoteType(
            int(model["id"]),
            str(model["name"]),
            tuple(str(each["name"]) for each in fields),
            tuple(Template(str(each["name"]), str(each["qfmt"]), str(each["afmt"])) for each in templates),
            str(model.get("css", "")),
            model.get("type") == _CLOZE,
            settings,
        )
    return found


def _place(part: dict[str, Any]) -> int:
    return int(part["ord"])


def _known(part: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """The settings that are plain values; others are not ours to carry."""
    return {name: part[name] for name in names.values() if isinstance(part.get(name), str | int | bool)}


def modern_notetypes(db: sqlite3.Connection) -> dict[int, NoteType]:
    """Those of schema 18."""
    found: dict[int, NoteType] = {}
    for id, name, changed, config in db.execute("SELECT id, name, mtime_secs, config FROM notetypes"):
        about = _message(config)
        fields = _parts(db, "fields", id)
        templates = _parts(db, "templates", id)
        settings = Settings(
            {**_named(about, _OF_TYPE), CHANGED: int(changed)},
            tuple(_named(each, _OF_FIELD) for _, each in fields),
            tuple(_named(each, _OF_TEMPLATE) for _, each in templates),
        )
        found[int(id)] = NoteType(
            int(id),
            str(name),
            tuple(field for field, _ in fields),
            tuple(Template(title, _text(looks, 1), _text(looks, 2)) for title, looks in templates),
            _text(about, 3),
            about.get(1) == _CLOZE,
            settings,
        )
    return found


def _parts(db: sqlite3.Connection, table: str, notetype: int) -> list[tuple[str, _Message]]:
    query = f"SELECT name, config FROM {table} WHERE ntid = ? ORDER BY ord"  # noqa: S608 - our own word
    return [(str(name), _message(config)) for name, config in db.execute(query, (notetype,))]


def _message(data: Any) -> _Message:
    return dict(fields_of(data))


def _named(message: _Message, names: Mapping[int, str]) -> dict[str, Any]:
    return {name: _value(name, message[number]) for number, name in names.items() if number in message}


def _value(name: str, value: int | bytes) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if name in _FLAGS:
        return bool(value)
    return value - 2 * _SIGNED if value >= _SIGNED else value


def _text(message: _Message, number: int) -> str:
    value = message.get(number, b"")
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
