"""What of the decks went to Anki, and when it last changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from quizkit.reviews import Exported
from quizkit.store.connection import transaction


class Exports:
    """The memory of earlier exports, by question id."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def known(self) -> dict[str, Exported]:
        """Every question that was ever exported, those that are gone as well: they may come back."""
        rows = self._db.execute("SELECT * FROM exported")
        return {name: Exported(*values) for name, *values in rows}

    def remember(self, exported: Mapping[str, Exported], gone: Iterable[str] = ()) -> None:
        """Remember these, and that others are ``gone``."""
        marks = ", ".join("?" * (1 + len(Exported._fields)))
        with transaction(self._db):
            self._db.executemany(
                "UPDATE exported SET gone = 1 WHERE question_id = ?", ((name,) for name in gone)
            )
            rows = ((name, *values) for name, values in exported.items())
            self._db.executemany(f"REPLACE INTO exported VALUES ({marks})", rows)
