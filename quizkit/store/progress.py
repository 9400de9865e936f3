"""The learner's log and what follows from it, in SQLite.

``reviews``, ``actions`` and ``undos`` are the truth and only ever grow; ``card_states`` is a cache.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

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

STATE_COLUMNS = "card_id, stability, difficulty, due_day, due_at, phase, step, reps, lapses, last_day, suspended, buried_until"
_NOT_UNDONE = "NOT EXISTS (SELECT 1 FROM undos WHERE undos.entry_id = {table}.id)"
_LIVE_REVIEWS = f"SELECT * FROM reviews WHERE {_NOT_UNDONE.format(table='reviews')}"


class Progress:
    """What a learner did; implements :class:`quizkit.store.contract.Progress`."""

    def __init__(self, connection: sqlite3.Connection, scheduling: Scheduling) -> None:
        self._db = connection
        self._scheduling = scheduling

    # --- writing ------------------------------------------------------------------------------------

    def append(self, *entries: Entry) -> CardState:
        """Write entries about one card, all or none; they are on the disk when this returns its new state."""
        with transaction(self._db):
            for entry in entries:
                self._insert(entry)
                state = self._follow(entry)
        return state

    def merge(self, entries: Iterable[Entry], aliases: Iterable[Alias] = ()) -> int:
        """Add the entries that are not there yet, from another machine's log; returns how many there were."""
        with transaction(self._db):
            before = self._db.total_changes
            cards = {self._insert(entry) for entry in entries}
            added = self._db.total_changes - before
            self._db.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", aliases)
            for card in cards - {""}:
                self._put_state(card, replay(self._entries_of(card), self._scheduling))
            # An undo may have come before what it undoes.
            self._replay_where("id IN (SELECT entry_id FROM undos)")
        return added

    def rebuild(self) -> int:
        """Recompute every card state from the log; returns how many cards there are."""
        with transaction(self._db):
            self._db.execute("DELETE FROM card_states")
            by_card: defaultdict[str, list[Entry]] = defaultdict(list)
            undos = list(self._undos())
            undone = {undo.entry_id for undo in undos}
            for entry in (*self.reviews(), *self._actions("")):
                if entry.id not in undone:
                    by_card[entry.card_id].append(entry)
            for card, entries in by_card.items():
                self._put_state(card, replay(entries, self._scheduling))
        return len(by_card)

    # --- reading ------------------------------------------------------------------------------------

    def state(self, card_id: str) -> CardState:
        """The state of a card; that of a new card where it was never touched."""
        row = self._db.execute(
            f"SELECT {STATE_COLUMNS} FROM card_states WHERE card_id = ?", (card_id,)
        ).fetchone()
        return state_of(row)[1] if row else CardState()

    def states(self) -> Iterator[tuple[str, CardState]]:
        """Every card that was ever touched, with its state."""
        return map(state_of, self._db.execute(f"SELECT {STATE_COLUMNS} FROM card_states"))

    def reviews(self) -> Iterator[Review]:
        """Every review that was not undone, in no set order."""
        return (
            Review(row[0], row[1], Rating(row[2]), *row[3:6], *_graded(row))
            for row in self._db.execute(_LIVE_REVIEWS)
        )

    def log(self) -> Iterator[Entry | Alias]:
        """The whole log, undone entries and undos included, oldest first; then the aliases."""
        rows = self._db.execute("SELECT * FROM reviews ORDER BY reviewed_at, id")
        yield from (Review(row[0], row[1], Rating(row[2]), *row[3:6], *_graded(row)) for row in rows)
        yield from self._actions("ORDER BY acted_at, id")
        yield from self._undos()
        yield from (
            Alias(*row)
            for row in self._db.execute("SELECT question_id, stands_for FROM aliases ORDER BY 1, 2")
        )

    def new_on(self, day: int) -> int:
        """How many cards were answered for the first time on a learning day."""
        return self._count(
            f"SELECT count(*) FROM (SELECT card_id FROM ({_LIVE_REVIEWS}) WHERE day = ?"
            " EXCEPT SELECT card_id FROM reviews WHERE day < ?)",
            (day, day),
        )

    def reviewed_on(self, day: int) -> int:
        """How many cards were answered on a learning day that had been answered before it."""
        return self._count(
            f"SELECT count(*) FROM (SELECT card_id FROM ({_LIVE_REVIEWS}) WHERE day = ?"
            " INTERSECT SELECT card_id FROM reviews WHERE day < ?)",
            (day, day),
        )

    def seen_on(self, day: int) -> set[str]:
        """The ids of the cards answered on a learning day."""
        return {
            row[0]
            for row in self._db.execute(
                f"SELECT DISTINCT card_id FROM ({_LIVE_REVIEWS}) WHERE day = ?", (day,)
            )
        }

    def days_studied(self) -> list[int]:
        """The learning days with at least one review."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT day FROM reviews ORDER BY day")]

    # --- inside -------------------------------------------------------------------------------------

    def _insert(self, entry: Entry) -> str:
        """Write one entry unless it is there; returns the card it is about, "" for an undo of nothing known."""
        match entry:
            case Review():
                row: Sequence[object] = (
                    *(
                        entry.id,
                        entry.card_id,
                        int(entry.rating),
                        entry.reviewed_at,
                        entry.day,
                        entry.duration_ms,
                    ),
                    *(entry.score, None if entry.proposed is None else int(entry.proposed), entry.response),
                )
                self._db.execute("INSERT OR IGNORE INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
                return entry.card_id
            case Action():
                row = (entry.id, entry.card_id, int(entry.action), entry.acted_at, entry.day)
                self._db.execute("INSERT OR IGNORE INTO actions VALUES (?, ?, ?, ?, ?)", row)
                return entry.card_id
            case Undo():
                row = (entry.id, entry.entry_id, entry.undone_at)
                self._db.execute("INSERT OR IGNORE INTO undos VALUES (?, ?, ?)", row)
                return self._card_of(entry.entry_id)

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
                state = act(self.state(card_id), entry)
            case Undo():
                card_id = self._card_of(entry.entry_id)
                state = replay(self._entries_of(card_id), self._scheduling)
        self._put_state(card_id, state)
        return state

    def _replay_where(self, condition: str) -> None:
        tables = ("reviews", "actions")
        found = " UNION ".join(f"SELECT card_id FROM {table} WHERE {condition}" for table in tables)
        for (card,) in self._db.execute(found).fetchall():
            self._put_state(card, replay(self._entries_of(card), self._scheduling))

    def _entries_of(self, card_id: str) -> list[Entry]:
        """What was not undone of a card's entries."""
        rows = self._db.execute(f"{_LIVE_REVIEWS} AND card_id = ?", (card_id,))
        reviews = [Review(row[0], row[1], Rating(row[2]), *row[3:6], *_graded(row)) for row in rows]
        live = _NOT_UNDONE.format(table="actions")
        return [*reviews, *self._actions(f"WHERE card_id = ? AND {live}", (card_id,))]

    def _actions(self, rest: str, values: Sequence[object] = ()) -> Iterator[Action]:
        for row in self._db.execute(f"SELECT * FROM actions {rest}", values):
            yield Action(row[0], row[1], CardAction(row[2]), row[3], row[4])

    def _undos(self) -> Iterator[Undo]:
        for row in self._db.execute("SELECT * FROM undos ORDER BY undone_at, id"):
            yield Undo(*row)

    def _card_of(self, entry_id: str) -> str:
        found = self._db.execute(
            "SELECT card_id FROM reviews WHERE id = ? UNION SELECT card_id FROM actions WHERE id = ?",
            (entry_id, entry_id),
        ).fetchone()
        return str(found[0]) if found else ""

    def _put_state(self, card_id: str, state: CardState) -> None:
        if state == CardState():
            self._db.execute("DELETE FROM card_states WHERE card_id = ?", (card_id,))
            return
        row = row_of(card_id, state)
        self._db.execute(
            f"REPLACE INTO card_states ({STATE_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row
        )

    def _count(self, query: str, values: Sequence[object]) -> int:
        return int(self._db.execute(query, values).fetchone()[0])


def _graded(row: Sequence[object]) -> tuple[object, object, object]:
    """The last three columns of a review: score, proposed rating and response."""
    return row[6], None if row[7] is None else Rating(int(str(row[7]))), row[8]


def state_of(row: Sequence[object]) -> tuple[str, CardState]:
    """The card id and state in a row of ``STATE_COLUMNS``."""
    (
        card_id,
        stability,
        difficulty,
        due_day,
        due_at,
        phase,
        step,
        reps,
        lapses,
        last_day,
        suspended,
        buried,
    ) = row
    memory = None if stability is None else MemoryState(stability, difficulty)  # type: ignore[arg-type]  # columns have types
    due: Due = DueDay(due_day or 0) if due_at is None else DueAt(due_at)  # type: ignore[arg-type]  # likewise
    return str(card_id), CardState(  # type: ignore[arg-type]  # likewise
        memory, due, Phase(phase), step, reps, lapses, last_day, bool(suspended), buried
    )


def row_of(card_id: str, state: CardState) -> tuple[object, ...]:
    """A state as a row of ``STATE_COLUMNS``."""
    stability, difficulty = state.memory or (None, None)
    due_day, due_at = (state.due.day, None) if isinstance(state.due, DueDay) else (None, state.due.at)
    return (
        *(card_id, stability, difficulty, due_day, due_at, int(state.phase), state.step),
        *(state.reps, state.lapses, state.last_day, int(state.suspended), state.buried_until),
    )
