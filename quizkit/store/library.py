"""The decks a command works with: found on disk, read through the cache, joined with the card states."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from quizkit.deckfile.reader import RawDeck, build_question, shared_ids_problem
from quizkit.errors import Problem, QuizkitError
from quizkit.files import missing
from quizkit.grading.context import Context, answers_of, context_of
from quizkit.messages import _
from quizkit.model import Card, Deck, Question, cards_of
from quizkit.reviews import CardState
from quizkit.store.deck_cache import CachedDeck, CachedQuestion, DeckCache
from quizkit.store.identity import Recognised, recognise
from quizkit.store.rows import state_of

DECK_SUFFIXES = (".yaml", ".yml")
# Files that live beside decks and are none.
NOT_DECKS = {"sources.yaml", "sources.yml"}
# How many answers make a habit.
ENOUGH_TIMES = 8
_STATES_OF_LOADED = "FROM card_states s JOIN cache.cards c ON c.id = s.card_id JOIN loaded USING (deck)"


class DeckCounts(NamedTuple):
    """How the cards of a deck stand today. ``due`` leaves out ``learning``; ``new`` were never answered."""

    title: str
    path: str
    new: int
    learning: int
    due: int
    suspended: int
    total: int


def find_decks(paths: Iterable[Path]) -> list[tuple[Path, Path]]:
    """Every deck file in the given files and folders, each with the folder it was found from.

    Hidden folders are left out, and links to folders are not followed. What lies beside decks is left out
    where it is not all that is given: a shell's ``decks/*.yaml`` names it as well. Raises UsageError for a
    path that does not exist.
    """
    given = list(paths)
    found: dict[Path, Path] = {}
    for path in [path for path in given if path.name not in NOT_DECKS] or given:
        if path.is_dir():
            for deck in sorted(_walk(path)):
                found.setdefault(deck, path)
        elif path.exists():
            found.setdefault(path, path.parent)
        else:
            raise missing(path)
    return list(found.items())


def _walk(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(DECK_SUFFIXES) and name not in NOT_DECKS and not name.startswith("."):
                yield Path(here, name)


class Library:
    """The decks under some paths. Broken questions are left out and named in ``problems``."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        paths: Iterable[Path],
        on_parse: Callable[[int], None] = lambda _bytes: None,
    ) -> None:
        self._db = connection
        self._paths = list(paths)
        self._on_parse = on_parse
        self.reload()

    def reload(self) -> None:
        """Read the decks again, those that changed. Raises QuizkitError where there is none."""
        connection = self._db
        self._cache = DeckCache(connection, self._on_parse)
        files = find_decks(self._paths)
        if not files:
            raise QuizkitError(_("no deck found"), hint=_("decks are .yaml files; 'quizkit new' makes one"))
        self.roots = dict(files)
        self._answers: dict[int, dict[str, tuple[str, ...]]] = {}
        self.decks = [self._cache.deck(path) for path in self.roots]
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS loaded (deck INTEGER PRIMARY KEY, rank INTEGER)")
        connection.execute("DELETE FROM loaded")
        ranked = [(deck.row, rank) for rank, deck in enumerate(self.decks)]
        connection.executemany("INSERT OR IGNORE INTO loaded VALUES (?, ?)", ranked)
        self.recognised: list[Recognised] = recognise(connection, self._cache, self.decks)
        self.problems: list[Problem] = [problem for deck in self.decks for problem in deck.problems]
        self.problems += self._shared_ids()
        self._by_row = {deck.row: deck for deck in reversed(self.decks)}

    # --- cards and questions ------------------------------------------------------------------------

    def card(self, card_id: str) -> Card:
        """The card with an id. Raises KeyError where no loaded deck has it."""
        query = (
            "SELECT deck, position FROM cache.cards c JOIN loaded USING (deck) WHERE c.id = ? ORDER BY rank"
        )
        found = self._db.execute(query, (card_id,)).fetchone()
        if found is not None:
            deck = self._by_row[found[0]]
            for question in self._cache.questions(deck.row, (found[1],)):
                for card in cards_of(_question(question, deck), _header(deck)):
                    if card.id == card_id:
                        return card
        raise KeyError(card_id)

    def context(self, card: Card) -> Context:
        """What a grader must know beside a card: its deck's language and other answers."""
        query = (
            "SELECT deck FROM cache.questions JOIN loaded USING (deck) WHERE questions.id = ? ORDER BY rank"
        )
        found = self._db.execute(query, (card.question_id,)).fetchone()
        if found is None:
            return Context()
        cached = self._by_row[found[0]]
        if cached.row not in self._answers:
            self._answers[cached.row] = answers_of(self.deck(cached))
        return context_of(card, cached.language, self._answers[cached.row])

    def usual_ms(self, question_id: str) -> int | None:
        """The median time of the learner's latest right answers to questions of this one's type."""
        query = (
            "SELECT r.duration_ms FROM live_reviews r JOIN cache.cards c ON c.id = r.card_id"
            " JOIN cache.questions q USING (deck, position)"
            " WHERE r.score = 1 AND q.type = (SELECT type FROM cache.questions WHERE id = ? LIMIT 1)"
            " ORDER BY r.reviewed_at DESC LIMIT 50"
        )
        times = sorted(row[0] for row in self._db.execute(query, (question_id,)))
        return times[len(times) // 2] if len(times) >= ENOUGH_TIMES else None

    def deck(self, cached: CachedDeck) -> Deck:
        """The whole deck."""
        questions = tuple(_question(question, cached) for question in self._cache.questions(cached.row))
        return _header(cached, questions)

    def place_of(self, question_id: str) -> tuple[str, int] | None:
        """The file and line of a question."""
        query = (
            "SELECT deck, line FROM cache.questions JOIN loaded USING (deck)"
            " WHERE questions.id = ? ORDER BY rank"
        )
        found = self._db.execute(query, (question_id,)).fetchone()
        return (self._by_row[found[0]].path, found[1]) if found else None

    def cards_of_question(self, question_id: str) -> list[Card]:
        """The cards of a question."""
        query = (
            "SELECT c.id FROM cache.cards c JOIN cache.questions q USING (deck, position)"
            " JOIN loaded USING (deck) WHERE q.id = ? ORDER BY rank, place"
        )
        ids = dict.fromkeys(row[0] for row in self._db.execute(query, (question_id,)))
        return [self.card(card_id) for card_id in ids]

    def find_question(self, name: str) -> list[str]:
        """The ids of the questions with a full id, or with a local id in any deck, else that begin so."""
        query = (
            "SELECT DISTINCT q.id FROM cache.questions q JOIN loaded USING (deck)"
            " WHERE instr(q.id, :name) = 1 OR instr(substr(q.id, instr(q.id, '/') + 1), :name) = 1"
            " ORDER BY q.id"
        )
        found = [row[0] for row in self._db.execute(query, {"name": name})]
        own = [full for full in found if full.partition("/")[2] == name]
        return [name] if name in found else own or found

    @property
    def aliases(self) -> Mapping[str, str]:
        """The ids that the log has for questions that got another one, by that one."""
        return self._cache.aliases

    @property
    def question_count(self) -> int:
        return sum(deck.questions for deck in self.decks)

    def question_at(self, number: int) -> tuple[Question, Deck]:
        """Question ``number`` of all loaded decks taken together, from 0."""
        for deck in self.decks:
            if number < deck.questions:
                (question,) = self._cache.questions(deck.row, (number,))
                return _question(question, deck), _header(deck)
            number -= deck.questions
        raise IndexError(number)

    # --- with card states ---------------------------------------------------------------------------

    def due(self, day: int, day_ends_at: int) -> Iterator[tuple[str, CardState]]:
        """The cards of the loaded decks that are due on a learning day, with their states."""
        query = (
            f"SELECT DISTINCT s.* {_STATES_OF_LOADED}"
            " WHERE NOT s.suspended AND s.buried_until <= :day AND s.phase > 0"
            " AND (s.due_day <= :day OR s.due_at < :ends)"
        )
        return map(state_of, self._db.execute(query, {"day": day, "ends": day_ends_at}))

    def new(self, day: int) -> Iterator[str]:
        """The cards never answered, in the order of the decks, read as they are asked for."""
        query = (
            "SELECT c.id FROM cache.cards c LEFT JOIN card_states s ON s.card_id = c.id WHERE c.deck = ?"
            " AND (s.card_id IS NULL OR (s.phase = 0 AND NOT s.suspended AND s.buried_until <= ?))"
            " ORDER BY c.position, c.place"
        )
        for deck in self.decks:
            for (card_id,) in self._db.execute(query, (deck.row, day)):
                yield card_id

    def states(self) -> Iterator[tuple[str, CardState]]:
        """Every card of the loaded decks that was ever touched, with its state."""
        query = (
            "SELECT s.* FROM card_states s JOIN cache.cards c ON c.id = s.card_id JOIN loaded USING (deck)"
        )
        return map(state_of, self._db.execute(query))

    def counts(self, day: int, day_ends_at: int) -> list[DeckCounts]:
        """How the cards of each loaded deck stand on a learning day."""
        query = (
            "SELECT deck, sum(phase > 0), sum(suspended), sum(live AND due_at < :ends),"
            " sum(live AND due_day <= :day), sum(phase = 0 AND (suspended OR buried_until > :day))"
            " FROM (SELECT c.deck, s.*, NOT suspended AND buried_until <= :day AND phase > 0 AS live"
            f" {_STATES_OF_LOADED}) GROUP BY deck"
        )
        touched = {row[0]: row[1:] for row in self._db.execute(query, {"day": day, "ends": day_ends_at})}
        result: list[DeckCounts] = []
        for deck in self.decks:
            answered, suspended, learning, due, hidden = (
                int(n or 0) for n in touched.get(deck.row, (0,) * 5)
            )
            new = deck.cards - answered - hidden
            result.append(DeckCounts(deck.title, deck.path, new, learning, due, suspended, deck.cards))
        return result

    def _shared_ids(self) -> Iterator[Problem]:
        """Questions of two different decks that go by the same id: possible only where decks share a key."""
        first: dict[str, CachedDeck] = {}
        for deck in self.decks:
            other = first.setdefault(deck.key, deck)
            if other is deck or not deck.questions:
                continue
            query = (
                "SELECT id, line FROM cache.questions WHERE deck = ?"
                " AND id IN (SELECT id FROM cache.questions WHERE deck = ?)"
            )
            rows = self._db.execute(query, (deck.row, other.row))
            if shared := [(line, question_id.partition("/")[2]) for question_id, line in rows]:
                yield shared_ids_problem(deck.path, shared, other.path)


def _header(deck: CachedDeck, questions: tuple[Question, ...] = ()) -> Deck:
    return Deck(deck.key, deck.title, deck.language, deck.tags, deck.sources, questions, deck.path)


def _question(question: CachedQuestion, deck: CachedDeck) -> Question:
    raw = RawDeck(deck.key, deck.title, deck.language, deck.tags, deck.sources, (), frozenset(), ())
    built = build_question(question.raw, raw)
    # An alias may lead to another deck key: the deck was renamed, its questions were not.
    return Question(question.id, built.type, built.content, built.about, question.derived, built.line)
