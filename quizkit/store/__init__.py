"""What outlives a command: the learner's progress, and the cache of parsed decks. The only home of SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from quizkit.scheduler import Scheduling
from quizkit.store.connection import connect, explained
from quizkit.store.contract import Alias, Progress
from quizkit.store.exports import Exports
from quizkit.store.library import DeckCounts, Library, find_decks
from quizkit.store.progress import SqliteProgress

__all__ = ["Alias", "DeckCounts", "Exports", "Library", "Progress", "Store", "find_decks", "open_store"]


class Store(NamedTuple):
    """An open store: the progress, the way to the decks it is about, and what of them went to Anki."""

    progress: Progress
    library: Library
    exports: Exports


@contextmanager
def open_store(
    progress: Path,
    cache: Path,
    scheduling: Scheduling,
    decks: Iterable[Path],
    on_parse: Callable[[int], None] = lambda _bytes: None,
) -> Iterator[Store]:
    """The store at ``progress`` with the decks under some paths.

    ``on_parse`` hears how many bytes of a deck never seen before are about to be parsed.
    Raises QuizkitError where the file cannot be used or no deck is found.
    """
    given = list(decks)
    connection = connect(progress, cache)
    try:
        with explained(progress):
            try:
                library = Library(connection, given, on_parse)
            except sqlite3.DatabaseError as error:
                if "locked" in str(error):
                    raise
                # The cache is damaged, or of another shape: make it anew. Else this fails again.
                connection.close()
                with suppress(OSError):
                    cache.unlink()
                connection = connect(progress, cache)
                library = Library(connection, given, on_parse)
            yield Store(SqliteProgress(connection, scheduling), library, Exports(connection))
    finally:
        connection.close()


@contextmanager
def open_progress(progress: Path, cache: Path, scheduling: Scheduling) -> Iterator[Progress]:
    """The progress alone. Raises QuizkitError where the file cannot be used."""
    connection = connect(progress, cache)
    try:
        with explained(progress):
            yield SqliteProgress(connection, scheduling)
    finally:
        connection.close()
