"""The learner's log and what follows from it, in SQLite.

``reviews``, ``actions`` and ``undos`` are the truth and only ever grow; ``card_states`` is a cache.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from quizkit.model import (
    Action,
    CardAction,
    CardState,
    Due,
    DueAt,
    DueDay,
    Entry,
    MemoryState,
    Phase,
    Rating,
    Review,
    Undo,
)
from quizkit.scheduler import Scheduling, act, answer, replay
from quizkit.store.connection import transaction
from quizkit.store.contract import Alias

_PUT_STATE = "REPLACE INTO card_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# Unlike OR IGNORE it passes over nothing else: what breaks a CHECK is an error.
_ONCE = "ON CONFLICT (id) DO NOTHING"
_REVIEW = f"INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) {_ONCE}"
_ACTION = f"INSERT INTO actions VALUES (?, ?, ?, ?, ?) {_ONCE}"
_UNDO = f"INSERT INTO undos VALUES (?, ?, ?) {_ONCE}"
_Row = Sequence[Any]


class SqliteProgress:
    """What a learner did; implements :class:`quizkit.store.contract.Progress`."""

    def __init__(self, connection: sqlite3.Connection, scheduling: Scheduling) -> None:
        self._db = connection
        self._scheduling = scheduling

    # --- writing ------------------------------------------------------------------------------------

    def append(self, *entries: Entry) -> CardState:
        """Write entries about one card, all or none; they are on the disk when this returns its new state."""
        state = CardState()
        with transaction(self._db):
            for entry in entries:
                self._insert(entry)
                state = self._follow(entry)
        return state

    def merge(self, entries: Iterable[Entry], aliases: Iterable[Alias] = ()) -> int:
        """Add the entries that are not there yet, from another machine's log; returns how many there were."""
        with transaction(self._db):
            before = self._db.total_changes
            known = self._cards()
            by_card = self._insert_all({entry.id: entry for entry in entries}.values())
            added = self._db.total_changes - before
            self._db.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", aliases)
            # An undo may have come before what it undoes.
            undone = self._cards_with_undos()
            for card in undone - by_card.keys():
                by_card[card] = []
            states: dict[str, CardState] = {}
            for card, new in by_card.items():
                log = self._entries_of(card) if card in known or card in undone else new
                states[card] = replay(log, self._scheduling)
            self._put_states(states)
        return added

    def rebuild(self) -> int:
        """Recompute every card state from the log; returns how many cards there are."""
        with transaction(self._db):
            self._db.execute("DELETE FROM card_states")
            by_card: defaultdict[str, list[Review | Action]] = defaultdict(list)
            for review in self.reviews():
                by_card[review.card_id].append(review)
            for action in self._actions("SELECT * FROM live_actions"):
                by_card[action.card_id].append(action)
            self._put_states({card: replay(log, self._scheduling) for card, log in by_card.items()})
        return len(by_card)

    # --- reading ------------------------------------------------------------------------------------

    def state(self, card_id: str) -> CardState:
        """The state of a card; that of a new card where it was never touched."""
        row = self._db.execute("SELECT * FROM card_states WHERE card_id = ?", (card_id,)).fetchone()
        return state_of(row)[1] if row else CardState()

    def states(self) -> Iterator[tuple[str, CardState]]:
        """Every card that was ever touched, with its state."""
        return map(state_of, self._db.execute("SELECT * FROM card_states"))

    def reviews(self) -> Iterator[Review]:
        """Every review that was not undone, oldest first."""
        return map(_review, self._db.execute("SELECT * FROM live_reviews ORDER BY reviewed_at, id"))

    def log(self) -> Iterator[Entry | Alias]:
        """The whole log: reviews, actions, undos and aliases, each oldest first, undone entries included."""
        yield from map(_review, self._db.execute("SELECT * FROM reviews ORDER BY reviewed_at, id"))
        yield from self._actions("SELECT * FROM actions ORDER BY acted_at, id")
        for row in self._db.execute("SELECT * FROM undos ORDER BY undone_at, id"):
            yield Undo(*row)
        for row in self._db.execute("SELECT * FROM aliases ORDER BY question_id, stands_for"):
            yield Alias(*row)

    def new_on(self, day: int) -> int:
        """How many cards were answered for the first time on a learning day."""
        query = (
            "SELECT count(*) FROM (SELECT card_id FROM live_reviews WHERE day = ?"
            " EXCEPT SELECT card_id FROM live_reviews WHERE day < ?)"
        )
        return self._count(query, (day, day))

    def reviewed_on(self, day: int) -> int:
        """How many cards were answered on a learning day that had been answered before it."""
        query = (
            "SELECT count(*) FROM (SELECT card_id FROM live_reviews WHERE day = ?"
            " INTERSECT SELECT card_id FROM live_reviews WHERE day < ?)"
        )
        return self._count(query, (day, day))

    def seen_on(self, day: int) -> set[str]:
        """The ids of the cards answered on a learning day."""
        rows = self._db.execute("SELECT DISTINCT card_id FROM live_reviews WHERE day = ?", (day,))
        return {row[0] for row in rows}

    def days_studied(self) -> list[int]:
        """The learning days with at least one review."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT day FROM live_reviews ORDER BY day")]

    # --- inside -------------------------------------------------------------------------------------

    def _insert(self, entry: Entry) -> None:
        """Write one entry unless it is there."""
        self._insert_all([entry])

    def _insert_all(self, entries: Iterable[Entry]) -> dict[str, list[Entry]]:
        """Write the entries that are not there; returns all but undos by card."""
        rows: dict[str, list[_Row]] = {_REVIEW: [], _ACTION: [], _UNDO: []}
        by_card: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            statement, row = _row(entry)
            rows[statement].append(row)
            if not isinstance(entry, Undo):
                by_card[entry.card_id].append(entry)
        for statement, of_kind in rows.items():
            self._db.executemany(statement, of_kind)
        return by_card

    def _cards(self) -> set[str]:
        """The cards that the log names."""
        rows = self._db.execute("SELECT card_id FROM reviews UNION SELECT card_id FROM actions")
        return {row[0] for row in rows}

    def _follow(self, entry: Entry) -> CardState:
        """Bring the state of the entry's card up to date: a step where that is enough, else a replay."""
        match entry:
            case Review():
                card_id = entry.card_id
                later = "SELECT count(*) FROM reviews WHERE card_id = ? AND reviewed_at >= ? AND id != ?"
                if self._count(later, (card_id, entry.reviewed_at, entry.id)):
                    state = replay(self._entries_of(card_id), self._scheduling)
                else:
                    state = answer(self.state(card_id), entry, self._scheduling)
            case Action():
                card_id = entry.card_id
                later = "SELECT count(*) FROM actions WHERE card_id = ? AND acted_at >= ? AND id != ?"
                if self._count(later, (card_id, entry.acted_at, entry.id)):
                    state = replay(self._entries_of(card_id), self._scheduling)
                else:
                    state = act(self.state(card_id), entry)
            case Undo():
                card_id = self._card_of(entry.entry_id)
                state = replay(self._entries_of(card_id), self._scheduling)
        self._put_state(card_id, state)
        return state

    def _cards_with_undos(self) -> set[str]:
        query = (
            "SELECT card_id FROM reviews JOIN undos ON entry_id = reviews.id"
            " UNION SELECT card_id FROM actions JOIN undos ON entry_id = actions.id"
        )
        return {row[0] for row in self._db.execute(query)}

    def _entries_of(self, card_id: str) -> list[Entry]:
        """What was not undone of a card's entries."""
        rows = self._db.execute("SELECT * FROM live_reviews WHERE card_id = ?", (card_id,))
        actions = self._actions("SELECT * FROM live_actions WHERE card_id = ?", (card_id,))
        return [*map(_review, rows), *actions]

    def _actions(self, query: str, values: _Row = ()) -> Iterator[Action]:
        for row in self._db.execute(query, values):
            yield Action(row[0], row[1], CardAction(row[2]), row[3], row[4])

    def _card_of(self, entry_id: str) -> str:
        query = "SELECT card_id FROM reviews WHERE id = ? UNION SELECT card_id FROM actions WHERE id = ?"
        found = self._db.execute(query, (entry_id, entry_id)).fetchone()
        return str(found[0]) if found else ""

    def _put_state(self, card_id: str, state: CardState) -> None:
        self._put_states({card_id: state})

    def _put_states(self, states: Mapping[str, CardState]) -> None:
        new = CardState()
        untouched = [(card,) for card, state in states.items() if state == new]
        self._db.executemany("DELETE FROM card_states WHERE card_id = ?", untouched)
        rows = [row_of(card, state) for card, state in states.items() if state != new]
        self._db.executemany(_PUT_STATE, rows)

    def _count(self, query: str, values: _Row) -> int:
        return int(self._db.execute(query, values).fetchone()[0])


def _row(entry: Entry) -> tuple[str, _Row]:
    """The statement that writes an entry, and its values."""
    match entry:
        case Review():
            return _REVIEW, (
                *(entry.id, entry.card_id, int(entry.rating), entry.reviewed_at, entry.day),
                *(entry.duration_ms, entry.score, entry.proposed and int(entry.proposed), entry.response),
                int(entry.override),
            )
        case Action():
            return _ACTION, (entry.id, entry.card_id, int(entry.action), entry.acted_at, entry.day)
        case Undo():
            return _UNDO, (entry.id, entry.entry_id, entry.undone_at)


def _review(row: _Row) -> Review:
    card_id, rating, reviewed_at, day, duration_ms, score, proposed, response, override = row[1:]
    judged = score, None if proposed is None else Rating(proposed), response, bool(override)
    return Review(row[0], card_id, Rating(rating), reviewed_at, day, duration_ms, *judged)


def state_of(row: _Row) -> tuple[str, CardState]:
    """The card id and state in a row of ``card_states``."""
    card_id, stability, difficulty, due_day, due_at, phase, step, reps, lapses, last_day, *hidden = row
    memory = None if stability is None else MemoryState(stability, difficulty)
    due: Due = DueDay(due_day or 0) if due_at is None else DueAt(due_at)
    suspended, buried_until, flagged, marked = hidden
    flags = bool(suspended), buried_until, bool(flagged), bool(marked)
    return card_id, CardState(memory, due, Phase(phase), step, reps, lapses, last_day, *flags)


def row_of(card_id: str, state: CardState) -> tuple[object, ...]:
    """A state as a row of ``card_states``."""
    stability, difficulty = state.memory or (None, None)
    due_day, due_at = (state.due.day, None) if isinstance(state.due, DueDay) else (None, state.due.at)
    return (
        *(card_id, stability, difficulty, due_day, due_at, int(state.phase), state.step),
        *(state.reps, state.lapses, state.last_day, int(state.suspended), state.buried_until),
        *(int(state.flagged), int(state.marked)),
    )
