"""Opening the database: durable, patient with a second terminal, and honest about a broken file."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.store.migrations import migrate

# How long one terminal waits for another one's write before it gives up.
BUSY_SECONDS = 15
CACHE_KB = 20_000


def connect(progress: Path, cache: Path) -> sqlite3.Connection:
    """A connection to the progress database with the cache of parsed decks attached as ``cache``.

    ``synchronous = FULL`` with a write-ahead log: a commit returns when the answer is on the disk.
    Raises QuizkitError where the file cannot be opened or is not a progress database.
    """
    with explained(progress):
        _make_folder(progress.parent)
        connection = sqlite3.connect(progress, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            _keep_write_ahead_log(connection, "main")
            connection.execute("PRAGMA synchronous = FULL")
            # The most that it may grow to: a log of a million answers is read card by card.
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            # Without it, a REPLACE would delete rows of the log without firing its triggers.
            connection.execute("PRAGMA recursive_triggers = ON")
            # Before anything begins a transaction: a prepared BEGIN locks only what was attached by then.
            _attach(connection, cache)
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _keep_write_ahead_log(connection: sqlite3.Connection, schema: str) -> None:
    """Switch to a write-ahead log. SQLite itself does not wait for another process that is just doing so."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {schema}.journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
            time.sleep(0.01)
        else:
            return


def _attach(connection: sqlite3.Connection, cache: Path) -> None:
    """Attach the cache; a cache that cannot be used is thrown away, or kept in memory for this run."""
    for attempt in (cache, cache, ":memory:"):
        try:
            if attempt is cache:
                cache.parent.mkdir(parents=True, exist_ok=True)
            connection.execute("ATTACH ? AS cache", (str(attempt),))
            _keep_write_ahead_log(connection, "cache")
            connection.execute("PRAGMA cache.synchronous = OFF")
            connection.execute("SELECT count(*) FROM cache.sqlite_master").fetchone()
        except (sqlite3.DatabaseError, OSError) as error:
            with suppress(sqlite3.Error):
                connection.execute("DETACH cache")
            if "locked" not in str(error):  # another terminal's cache is not a broken one
                with suppress(OSError):
                    cache.unlink()
        else:
            return


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuizkitError(
            _("cannot make the folder {folder}: {reason}").format(
                folder=folder, reason=error.strerror or error
            )
        ) from error


@contextmanager
def explained(progress: Path) -> Iterator[None]:
    """Turns what SQLite and the system say into a sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise QuizkitError(
                _("another program has kept {path} locked for {seconds} seconds").format(
                    path=progress, seconds=BUSY_SECONDS
                ),
                hint=_("close it and try again; nothing was lost"),
            ) from error
        raise QuizkitError(
            _("cannot use {path}: {error}").format(path=progress, error=error),
            hint=_("is the disk full or the folder read-only?"),
        ) from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise  # our mistake, not a damaged file
    except sqlite3.DatabaseError as error:
        raise QuizkitError(
            _("{path} is damaged or not a quizkit database: {error}").format(path=progress, error=error),
            hint=_("move it away and restore a copy, or rebuild it with 'quizkit log --import'"),
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
