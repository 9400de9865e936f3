"""The shape of the progress database, as a chain of steps that only goes forward.

A step that has been released is never edited: a new one is added below it. ``tests/store`` opens a
database of every version there ever was.
"""

from __future__ import annotations

import sqlite3

from quizkit.errors import QuizkitError
from quizkit.messages import _

# What was written stays: not even a bug of ours can change or delete an entry of the log.
_APPEND_ONLY = """
CREATE TRIGGER LOG_no_update BEFORE UPDATE ON LOG BEGIN SELECT RAISE(ABORT, 'LOG is append-only'); END;
CREATE TRIGGER LOG_no_delete BEFORE DELETE ON LOG BEGIN SELECT RAISE(ABORT, 'LOG is append-only'); END;
"""

MIGRATIONS = (
    # 1: the log, the card states that follow from it, and what is known of the decks' questions
    """
    CREATE TABLE reviews (
        id TEXT PRIMARY KEY,
        card_id TEXT NOT NULL,
        rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
        reviewed_at INTEGER NOT NULL,
        day INTEGER NOT NULL,
        duration_ms INTEGER NOT NULL,
        score REAL CHECK (score BETWEEN 0 AND 1),
        proposed INTEGER CHECK (proposed BETWEEN 1 AND 4),
        response TEXT NOT NULL,
        override INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX reviews_by_card ON reviews (card_id);
    CREATE INDEX reviews_by_day ON reviews (day);
    CREATE TABLE actions (
        id TEXT PRIMARY KEY,
        card_id TEXT NOT NULL,
        action INTEGER NOT NULL,
        acted_at INTEGER NOT NULL,
        day INTEGER NOT NULL
    );
    CREATE INDEX actions_by_card ON actions (card_id);
    CREATE TABLE undos (
        id TEXT PRIMARY KEY,
        entry_id TEXT NOT NULL,
        undone_at INTEGER NOT NULL
    );
    CREATE INDEX undos_by_entry ON undos (entry_id);
    CREATE VIEW live_reviews AS
        SELECT * FROM reviews WHERE NOT EXISTS (SELECT 1 FROM undos WHERE undos.entry_id = reviews.id);
    CREATE VIEW live_actions AS
        SELECT * FROM actions WHERE NOT EXISTS (SELECT 1 FROM undos WHERE undos.entry_id = actions.id);
    CREATE TABLE aliases (
        question_id TEXT NOT NULL,
        stands_for TEXT NOT NULL,
        PRIMARY KEY (question_id, stands_for)
    );
    CREATE TABLE card_states (
        card_id TEXT PRIMARY KEY,
        stability REAL,
        difficulty REAL,
        due_day INTEGER,
        due_at INTEGER,
        phase INTEGER NOT NULL,
        step INTEGER NOT NULL,
        reps INTEGER NOT NULL,
        lapses INTEGER NOT NULL,
        last_day INTEGER NOT NULL,
        suspended INTEGER NOT NULL,
        buried_until INTEGER NOT NULL,
        flagged INTEGER NOT NULL DEFAULT 0,
        marked INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE INDEX card_states_by_day ON card_states (due_day);
    CREATE INDEX card_states_by_instant ON card_states (due_at) WHERE due_at IS NOT NULL;
    CREATE TABLE known_questions (
        question_id TEXT PRIMARY KEY,
        deck_key TEXT NOT NULL,
        text TEXT NOT NULL,
        derived INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX known_questions_by_deck ON known_questions (deck_key);
    CREATE TABLE known_decks (
        deck_key TEXT PRIMARY KEY,
        path TEXT NOT NULL,
        digest TEXT NOT NULL
    ) WITHOUT ROWID;
    """
    + "".join(_APPEND_ONLY.replace("LOG", table) for table in ("reviews", "actions", "undos", "aliases")),
    # 2: what went to Anki, so that a later export dates a question by when it last changed
    """
    CREATE TABLE exported (
        question_id TEXT PRIMARY KEY,
        note_id INTEGER NOT NULL,
        digest TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        note_type TEXT NOT NULL,
        deck TEXT NOT NULL,
        text TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
    # 3: answers given in Anki go back as they were, and actions may say more than what was done
    """
    ALTER TABLE reviews ADD COLUMN native TEXT NOT NULL DEFAULT '';
    ALTER TABLE actions ADD COLUMN detail TEXT NOT NULL DEFAULT '[]';
    """,
    # 4: what an export must know to say what Anki will not do, and to outlive a clock that was ahead
    """
    ALTER TABLE exported ADD COLUMN file TEXT NOT NULL DEFAULT '';
    ALTER TABLE exported ADD COLUMN cards TEXT NOT NULL DEFAULT '';
    ALTER TABLE exported ADD COLUMN media TEXT NOT NULL DEFAULT '';
    ALTER TABLE exported ADD COLUMN replaced_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE exported ADD COLUMN latest INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE exported ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
    """,
    # 5: what has no place in a note that came from Anki is told once
    """
    ALTER TABLE exported ADD COLUMN stays TEXT NOT NULL DEFAULT '';
    """,
)


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, to: int = len(MIGRATIONS)) -> None:
    """Bring the database to version ``to``, in one transaction: all steps or none.

    Raises QuizkitError where the database was made by a newer quizkit.
    """
    if version(connection) == to:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        current = version(connection)  # another process may have been faster
        _refuse_newer(current, to)
        for script in MIGRATIONS[current:to]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {to:d}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _refuse_newer(current: int, known: int) -> None:
    if current > known:
        raise QuizkitError(
            _("your progress was written by a newer quizkit"),
            hint=_("upgrade: pip install --upgrade quizkit"),
        )


def statements(script: str) -> list[str]:
    """The statements of a script (``executescript`` would commit between them)."""
    found: list[str] = []
    rest = ""
    for line in script.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            found.append(rest.strip())
            rest = ""
    return found
