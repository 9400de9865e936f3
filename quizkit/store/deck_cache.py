"""Parsed decks, remembered by content: an unchanged file is never parsed twice.

A file is taken to be unchanged while its size, times and inode are; otherwise its bytes are hashed, and
only bytes never seen before are parsed. The questions of a deck lie in rows of their own, so that a
command reads those it needs. All of it can be thrown away at any time.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import quizkit
from quizkit.deckfile import RawDeck, read_deck
from quizkit.deckfile.reader import build_question
from quizkit.errors import Problem
from quizkit.files import read_bytes
from quizkit.messages import language
from quizkit.model import card_id
from quizkit.questions import RawQuestion
from quizkit.store.connection import transaction

_TABLES = """
CREATE TABLE IF NOT EXISTS cache.meta (stamp TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cache.files (
    path TEXT PRIMARY KEY, stat TEXT NOT NULL, checked_at INTEGER NOT NULL, deck INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS cache.decks (
    deck INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, key TEXT NOT NULL, title TEXT NOT NULL,
    language TEXT NOT NULL, tags TEXT NOT NULL, sources TEXT NOT NULL, problems TEXT NOT NULL,
    questions INTEGER NOT NULL, cards INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS cache.questions (
    deck INTEGER, position INTEGER, id TEXT NOT NULL, derived INTEGER NOT NULL, line INTEGER NOT NULL,
    type TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (deck, position)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cache.cards (
    deck INTEGER, position INTEGER, place INTEGER, part TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (deck, position, place)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS cache.cards_by_id ON cards (id);
CREATE INDEX IF NOT EXISTS cache.questions_by_id ON questions (id);
"""
_CLEAR = ("files", "decks", "questions", "cards", "meta")
# A file changed within the clock's grain of when we looked may change again unseen (git calls it racy).
_GRAIN_NS = 2_000_000_000


class CachedDeck(NamedTuple):
    """A deck of the cache; ``row`` is its number there."""

    row: int
    digest: str
    key: str
    title: str
    language: str
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    problems: tuple[Problem, ...]
    questions: int
    cards: int
    path: str


class CachedQuestion(NamedTuple):
    """A question row: ``position`` in its deck, ``id`` with the deck's key and any alias resolved."""

    position: int
    id: str
    derived: bool
    raw: RawQuestion


class DeckCache:
    """Parses decks once and remembers them; ``on_parse`` hears how many bytes are about to be parsed."""

    def __init__(
        self, connection: sqlite3.Connection, on_parse: Callable[[int], None] = lambda _bytes: None
    ) -> None:
        self._db = connection
        self._on_parse = on_parse
        for statement in _TABLES.strip().split(";\n"):
            connection.execute(statement)
        self.aliases: dict[str, str] = dict(connection.execute("SELECT question_id, stands_for FROM aliases"))
        self._check_stamp()

    def deck(self, path: Path) -> CachedDeck:
        """The deck in a file, parsed if its content was never seen. Raises QuizkitError if unreadable."""
        name = str(path.absolute())
        try:
            stat = _stat_of(path)
        except OSError:
            stat = ""
        known = self._db.execute(
            "SELECT stat, checked_at, deck, digest FROM cache.files JOIN cache.decks USING (deck)"
            " WHERE path = ?",
            (name,),
        ).fetchone()
        if known and stat and known[0] == stat and _settled(stat, known[1]) and _is_readable(known[3]):
            return self._row(known[2], path)
        checked_at = time.time_ns()
        data = read_bytes(path)
        digest = digest_of(data)
        parsed = None
        if not self._find(digest):
            self._on_parse(len(data))
            parsed = read_deck(data, str(path))
        with transaction(self._db):
            # Between the two looks another terminal may have put it there, or dropped it.
            row = self._find(digest) or self._put(digest, parsed or read_deck(data, str(path)))
            self._db.execute("REPLACE INTO cache.files VALUES (?, ?, ?, ?)", (name, stat, checked_at, row))
            self._drop_unused()
        return self._row(row, path)

    def questions(self, row: int, positions: tuple[int, ...] = ()) -> Iterator[CachedQuestion]:
        """The questions of a deck, or those at the given positions, in order."""
        query = "SELECT position, id, derived, line, type, content FROM cache.questions WHERE deck = ?"
        if not positions:
            yield from map(_question, self._db.execute(query + " ORDER BY position", (row,)))
        for position in positions:
            yield from map(_question, self._db.execute(query + " AND position = ?", (row, position)))

    def rename(self, row: int, position: int, old: str, new: str) -> None:
        """Let the question at ``position`` go by the id ``new``; :meth:`stamp` is to follow."""
        self.aliases[old] = new
        place = (new, row, position)
        self._db.execute("UPDATE cache.questions SET id = ? WHERE deck = ? AND position = ?", place)
        cards = "UPDATE cache.cards SET id = ? || iif(part = '', '', '#' || part)"
        self._db.execute(f"{cards} WHERE deck = ? AND position = ?", place)

    def stamp(self) -> None:
        """Note which quizkit, with which aliases, has made what is here."""
        self._db.execute("DELETE FROM cache.meta")
        self._db.execute("INSERT INTO cache.meta VALUES (?)", (self._stamp_now(),))

    def _find(self, digest: str) -> int | None:
        """The row of the deck with this content."""
        digests = (digest, f"{digest} {language}")
        found = self._db.execute("SELECT deck FROM cache.decks WHERE digest IN (?, ?)", digests).fetchone()
        return found[0] if found else None

    def _row(self, row: int, path: Path) -> CachedDeck:
        found = self._db.execute("SELECT * FROM cache.decks WHERE deck = ?", (row,)).fetchone()
        _, digest, key, title, language, *lists, questions, cards = found
        tags, sources, problems = map(json.loads, lists)
        placed = tuple(Problem(str(path), *problem[1:]) for problem in problems)
        return CachedDeck(
            *(
                row,
                digest,
                key,
                title,
                language,
                tuple(tags),
                tuple(sources),
                placed,
                questions,
                cards,
                str(path),
            )
        )

    def _put(self, digest: str, deck: RawDeck) -> int:
        questions: list[tuple[object, ...]] = []
        cards: list[tuple[object, ...]] = []
        (row,) = self._db.execute("SELECT coalesce(max(deck), 0) + 1 FROM cache.decks").fetchone()
        own = {f"{deck.key}/{raw.id}" for raw in deck.questions}
        for position, raw in enumerate(deck.questions):
            question = build_question(raw, deck)
            alias = self.aliases.get(question.id, question.id)
            name = question.id if alias in own else alias
            content = json.dumps(raw.values, ensure_ascii=False, separators=(",", ":"))
            questions.append((row, position, name, question.derived, raw.line, raw.type, content))
            for place, part in enumerate(question.content.parts(deck.language)):
                cards.append((row, position, place, part.name, card_id(name, part.name)))
        self._db.execute(
            "INSERT INTO cache.decks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                # What is wrong with a deck is kept in the reader's language.
                *(row, f"{digest} {language}" if deck.problems else digest),
                *(deck.key, deck.title, deck.language),
                *map(json.dumps, (deck.tags, deck.sources, deck.problems)),
                *(len(questions), len(cards)),
            ),
        )
        self._db.executemany("INSERT INTO cache.questions VALUES (?, ?, ?, ?, ?, ?, ?)", questions)
        self._db.executemany("INSERT INTO cache.cards VALUES (?, ?, ?, ?, ?)", cards)
        return int(row)

    def _drop_unused(self) -> None:
        unused = "SELECT deck FROM cache.decks EXCEPT SELECT deck FROM cache.files"
        for (row,) in self._db.execute(unused).fetchall():
            for table in ("decks", "questions", "cards"):
                self._db.execute(f"DELETE FROM cache.{table} WHERE deck = ?", (row,))

    def _check_stamp(self) -> None:
        """Throw everything away that another quizkit, or one with other aliases, has made of the files."""
        query, stamp = "SELECT 1 FROM cache.meta WHERE stamp = ?", (self._stamp_now(),)
        if self._db.execute(query, stamp).fetchone():
            return
        with transaction(self._db):
            if self._db.execute(query, stamp).fetchone():
                return  # another terminal was faster, and has read decks since
            for table in _CLEAR:
                self._db.execute(f"DELETE FROM cache.{table}")
            self.stamp()

    def _stamp_now(self) -> str:
        aliases = blake2b(repr(sorted(self.aliases.items())).encode(), digest_size=8).hexdigest()
        return f"{quizkit.__version__} {_code_stamp()} {aliases}"


def digest_of(data: bytes) -> str:
    """By which the content of a file is known."""
    return blake2b(data, digest_size=16).hexdigest()


def _question(row: tuple[Any, ...]) -> CachedQuestion:
    position, name, derived, line, kind, content = row
    raw = RawQuestion(kind, name.partition("/")[2], json.loads(content), line)
    return CachedQuestion(position, name, bool(derived), raw)


def _stat_of(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def _is_readable(digest: str) -> bool:
    """Whether what is wrong with a deck, if anything is, is said in the reader's language."""
    return digest.partition(" ")[2] in {"", language}


def _settled(stat: str, checked_at: int) -> bool:
    return int(stat.split()[1]) < checked_at - _GRAIN_NS


def _code_stamp() -> str:
    """Changes with the code that reads decks, so that a developer never meets yesterday's cache."""
    here = Path(quizkit.__file__).parent
    newest = 0
    for folder in (here, here / "deckfile", here / "questions"):
        with os.scandir(folder) as entries:
            newest = max(
                newest, *(entry.stat().st_mtime_ns for entry in entries if entry.name.endswith(".py"))
            )
    return str(newest)
