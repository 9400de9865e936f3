"""Opening the database: durable, patient with a second terminal, and honest about a broken file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from quizkit.errors import QuizkitError
from quizkit.store.migrations import migrate

# How long one terminal waits for another one's write before it gives up.
BUSY_SECONDS = 15


def connect(progress: Path, cache: Path) -> sqlite3.Connection:
    """A connection to the progress database with the cache of parsed decks attached as ``cache``.

    ``synchronous = FULL`` with a write-ahead log: a commit returns when the answer is on the disk.
    Raises QuizkitError where the file cannot be opened or is not a progress database.
    """
    with explained(progress):
        _make_folder(progress.parent)
        connection = sqlite3.connect(progress, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            migrate(connection)
            _attach(connection, cache)
        except BaseException:
            connection.close()
            raise
        return connection


def _attach(connection: sqlite3.Connection, cache: Path) -> None:
    """Attach the cache; a cache that cannot be used is thrown away, or kept in memory for this run."""
    for attempt in (cache, cache, ":memory:"):
        try:
            cache.parent.mkdir(parents=True, exist_ok=True)
            connection.execute("ATTACH ? AS cache", (str(attempt),))
            connection.execute("PRAGMA cache.journal_mode = WAL")
            connection.execute("PRAGMA cache.synchronous = OFF")
            connection.execute("SELECT count(*) FROM cache.sqlite_master").fetchone()
        except (sqlite3.DatabaseError, OSError):
            with suppress(sqlite3.Error):
                connection.execute("DETACH cache")
            with suppress(OSError):
                cache.unlink()
        else:
            return


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuizkitError(f"cannot make the folder {folder}: {error.strerror or error}") from error


@contextmanager
def explained(progress: Path) -> Iterator[None]:
    """Turns what SQLite and the system say into a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise QuizkitError(
                f"another program has kept {progress} locked for {BUSY_SECONDS} seconds",
                hint="close it and try again; nothing was lost",
            ) from error
        raise QuizkitError(
            f"cannot use {progress}: {error}", hint="is the disk full or the folder read-only?"
        ) from error
    except sqlite3.DatabaseError as error:
        raise QuizkitError(
            f"{progress} is damaged or not a quizkit database: {error}",
            hint="move it away and restore a copy, or rebuild it with 'quizkit log --import'",
        ) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of it or nothing; the write lock is taken at once, so that a second terminal waits its turn."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
