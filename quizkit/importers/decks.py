"""The descriptions of Anki's decks: schema 11 has them as JSON, schema 18 as messages (``decks.proto``)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from quizkit.deckfile.native import Description
from quizkit.importers.wire import fields_of

# The numbers of a deck that is no filter, and of its description, in the messages.
_NORMAL, _DESCRIPTION, _IS_MARKDOWN = 1, 4, 5


def legacy_descriptions(decks: Mapping[str, Any]) -> dict[str, Description]:
    """Those of schema 11; what is of another form raises what it may."""
    return {
        str(deck["name"]): Description(str(deck["desc"]), bool(deck.get("md")), int(deck.get("mod", 0)))
        for deck in decks.values()
        if deck.get("desc") and not deck.get("dyn")
    }


def modern_descriptions(db: sqlite3.Connection) -> dict[str, Description]:
    """Those of schema 18, where a character of its own stands between the names of nested decks."""
    found: dict[str, Description] = {}
    for name, modified, kind in db.execute("SELECT name, mtime_secs, kind FROM decks"):
        deck = dict(fields_of(dict(fields_of(kind)).get(_NORMAL, b"")))
        text = deck.get(_DESCRIPTION)
        if isinstance(text, bytes) and text:
            told = Description(text.decode("utf-8", "replace"), bool(deck.get(_IS_MARKDOWN)), int(modified))
            found[str(name).replace("\x1f", "::")] = told
    return found
