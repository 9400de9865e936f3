"""The learner's log and what follows from it, in SQLite.

``reviews``, ``actions`` and ``undos`` are the truth and only ever grow; ``card_states`` is a cache.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from itertools import chain, groupby, islice
from operator import itemgetter

from quizkit.deckfile.made import WrittenDeck
from quizkit.reviews import Action, CardState, Entry, History, Review, Undo, is_practice
from quizkit.scheduler import Answer, Scheduling, act, answer, differ, follow, replay
from quizkit.store.connection import transaction
from quizkit.store.contract import Alias
from quizkit.store.identity import learn
from quizkit.store.rows import Row, action_of, review_of, row_of, row_of_action, row_of_review, state_of

_PUT_STATE = "REPLACE INTO card_states VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# Unlike OR IGNORE it passes over nothing else: what breaks a CHECK is an error.
_ONCE = "ON CONFLICT (id) DO NOTHING"
_REVIEW = f"INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) {_ONCE}"
_ACTION = f"INSERT INTO actions VALUES (?, ?, ?, ?, ?, ?) {_ONCE}"
_UNDO = f"INSERT INTO undos VALUES (?, ?, ?) {_ONCE}"
# An answer given here, which went to Anki and came back from there, has another id; and where another row had
# its instant, it stands some ms later. Nobody answers a card twice so fast.
_FOREIGN_REVIEW = f"""INSERT INTO reviews SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11
    WHERE NOT EXISTS (SELECT 1 FROM reviews WHERE card_id = ?2
        AND (reviewed_at = ?4 OR rating = ?3 AND reviewed_at BETWEEN ?4 - 20 AND ?4)) {_ONCE}"""
# Undos that came before what they take back.
_EARLY_UNDOS = """SELECT count(*) FROM undos WHERE NOT EXISTS (SELECT 1 FROM reviews WHERE id = entry_id)
    AND NOT EXISTS (SELECT 1 FROM actions WHERE id = entry_id)"""
_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'reviews' AND sql IS NOT NULL"
)
# Rows are only ever added, so those beyond the ones that were there are new.
_TOUCHED = """INSERT INTO touched
    SELECT card_id FROM reviews WHERE rowid > :reviews
    UNION SELECT card_id FROM actions WHERE rowid > :actions
    UNION SELECT card_id FROM reviews JOIN undos ON entry_id = reviews.id AND undos.rowid > :undos
    UNION SELECT card_id FROM actions JOIN undos ON entry_id = actions.id AND undos.rowid > :undos"""
# Answers given for practice alone are not among them: see Review.is_practice.
_ANSWERS = """SELECT touched.card_id, reviewed_at, id, rating, day
    FROM touched LEFT JOIN live_reviews AS r ON r.card_id = touched.card_id AND native NOT GLOB '* * 0 * 3'
    ORDER BY touched.card_id, reviewed_at, id"""
_LATER = """SELECT (SELECT count(*) FROM reviews WHERE card_id = ?1 AND reviewed_at >= ?2 AND id != ?3)
    + (SELECT count(*) FROM actions WHERE card_id = ?1 AND acted_at >= ?2 AND id != ?3)"""
_LOG = ("reviews", "actions", "undos")
_AT_A_TIME = 5_000
# Where another program left a card, and after how many answers.
Standing = tuple[int, Action | None]


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
                self._insert([entry])
                state = self._follow(entry)
        return state

    def merge(self, entries: Iterable[Entry], aliases: Iterable[Alias] = ()) -> int:
        """Add the entries that are not there yet, from another machine's log; returns how many there were."""
        with transaction(self._db):
            ends, before = self._ends(), self._db.total_changes
            self._insert(entries)
            added = self._db.total_changes - before
            self._db.executemany("INSERT OR IGNORE INTO aliases VALUES (?, ?)", aliases)
            self._touch(ends)
            self._replay_touched({})
        return added

    @contextmanager
    def move_in(self, histories: Iterable[History], decks: Iterable[WrittenDeck] = ()) -> Iterator[int]:
        """Add what another program knows of cards; gives how many answers were added.

        ``decks``: those that are written meanwhile. All of it stays only if that succeeds. An answer of an
        instant at which its card was answered here is known; where a card stands is followed if it was
        answered nowhere but there.
        """
        with transaction(self._db):
            ends, known = self._ends(), self._cards()
            standings: dict[str, Standing] = {}
            is_early = self._count(_EARLY_UNDOS) > 0
            with nullcontext() if known else self._without_indexes():
                for some in _in_parts(histories):
                    self._add([each for each in some if each.card_id not in known])
                    shared = [each for each in some if each.card_id in known]
                    self._db.executemany(
                        _FOREIGN_REVIEW, chain.from_iterable(each.reviews for each in shared)
                    )
                    self._insert(chain.from_iterable(each.actions for each in shared))
                    standings |= {each.card_id: (len(_moving(each)), each.standing) for each in shared}
            if standings or is_early:
                self._touch(ends)
                self._replay_touched(standings)
            learn(self._db, decks)
            yield self._ends()["reviews"] - ends["reviews"]

    def rebuild(self) -> int:
        """Recompute every card state from the log; returns how many cards there are."""
        with transaction(self._db):
            self._db.execute("DELETE FROM card_states")
            self._touch(dict.fromkeys(_LOG, 0))
            self._replay_touched({})
            return self._count("SELECT count(*) FROM touched")

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
        return map(review_of, self._db.execute("SELECT * FROM live_reviews ORDER BY reviewed_at, id"))

    def actions(self) -> Iterator[Action]:
        """Every action that was not undone, oldest first."""
        return map(action_of, self._db.execute("SELECT * FROM live_actions ORDER BY acted_at, id"))

    def log(self) -> Iterator[Entry | Alias]:
        """The whole log: reviews, actions, undos and aliases, each oldest first, undone entries included."""
        yield from map(review_of, self._db.execute("SELECT * FROM reviews ORDER BY reviewed_at, id"))
        yield from map(action_of, self._db.execute("SELECT * FROM actions ORDER BY acted_at, id"))
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

    def _cards(self) -> set[str]:
        """The cards that the log names."""
        rows = self._db.execute("SELECT card_id FROM reviews UNION SELECT card_id FROM actions")
        return {row[0] for row in rows}

    def _add(self, histories: Sequence[History]) -> None:
        """Write the histories of cards that the log does not name."""
        actions: list[Action] = []
        states: dict[str, CardState] = {}
        for history in histories:
            done = [*history.actions, history.standing] if history.standing else history.actions
            states[history.card_id] = follow(history.card_id, _moving(history), done, self._scheduling)
            actions += done
        self._db.executemany(_REVIEW, chain.from_iterable(history.reviews for history in histories))
        self._insert(actions)
        self._put_states(states)

    def _insert(self, entries: Iterable[Entry]) -> None:
        """Write the entries that are not there."""
        rows: dict[str, list[Row]] = {_REVIEW: [], _ACTION: [], _UNDO: []}
        for entry in entries:
            match entry:
                case Review():
                    rows[_REVIEW].append(row_of_review(entry))
                case Action():
                    rows[_ACTION].append(row_of_action(entry))
                case Undo():
                    rows[_UNDO].append((entry.id, entry.entry_id, entry.undone_at))
        for statement, of_kind in rows.items():
            self._db.executemany(statement, of_kind)

    @contextmanager
    def _without_indexes(self) -> Iterator[None]:
        """To make the indexes of a full table is twice as fast as to keep them while it is filled."""
        indexes = self._db.execute(_INDEXES).fetchall()
        for name, _sql in indexes:
            self._db.execute(f"DROP INDEX {name}")
        yield
        for _name, sql in indexes:
            self._db.execute(sql)

    def _ends(self) -> dict[str, int]:
        """The last row of each table of the log."""
        return {table: self._count(f"SELECT coalesce(max(rowid), 0) FROM {table}") for table in _LOG}

    def _touch(self, ends: Mapping[str, int]) -> None:
        """Note the cards with rows beyond those ends."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS touched (card_id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("DELETE FROM touched")
        self._db.execute(_TOUCHED, ends)

    def _replay_touched(self, standings: Mapping[str, Standing]) -> None:
        """Bring the states of the touched cards up to date."""
        actions: defaultdict[str, list[Action]] = defaultdict(list)
        for action in self._actions("SELECT * FROM live_actions WHERE card_id IN touched"):
            actions[action.card_id].append(action)
        added: list[Action] = []
        states: dict[str, CardState] = {}
        for card, answers in self._answers():
            done = actions[card]
            state = follow(card, answers, done, self._scheduling)
            if standing := self._news(standings.get(card), answers):
                there = follow(card, answers, [*done, standing], self._scheduling)
                if differ(state, there):
                    state = there
                    added.append(standing)
            states[card] = state
        self._insert(added)
        self._put_states(states)

    def _news(self, standing: Standing | None, answers: Sequence[Answer]) -> Action | None:
        """Where the other program left a card; None where the log says so, or has other answers than it."""
        count, action = standing or (0, None)
        # As many answers may be others: one was taken back here, and another one given.
        if action is None or count != len(answers) or (answers and answers[-1] > (action.acted_at,)):
            return None
        return None if self._count("SELECT count(*) FROM actions WHERE id = ?", (action.id,)) else action

    def _answers(self) -> Iterator[tuple[str, list[Answer]]]:
        """The answers to each of the touched cards, oldest first; [] where it has none."""
        rows = self._db.execute(_ANSWERS)
        for card, group in groupby(rows, itemgetter(0)):
            answers = [row[1:] for row in group]
            yield card, answers if answers[0][0] is not None else []

    def _follow(self, entry: Entry) -> CardState:
        """Bring the state of the entry's card up to date: a step where that is enough, else a replay."""
        match entry:
            case Review() | Action():
                card_id = entry.card_id
                at = entry.reviewed_at if isinstance(entry, Review) else entry.acted_at
                if self._count(_LATER, (card_id, at, entry.id)):
                    state = replay(self._entries_of(card_id), self._scheduling)
                elif isinstance(entry, Review):
                    state = answer(self.state(card_id), entry, self._scheduling)
                else:
                    state = act(self.state(card_id), entry)
            case Undo():
                card_id = self._card_of(entry.entry_id)
                state = replay(self._entries_of(card_id), self._scheduling)
        self._put_states({card_id: state})
        return state

    def _entries_of(self, card_id: str) -> list[Entry]:
        """What was not undone of a card's entries."""
        rows = self._db.execute("SELECT * FROM live_reviews WHERE card_id = ?", (card_id,))
        actions = self._actions("SELECT * FROM live_actions WHERE card_id = ?", (card_id,))
        return [*map(review_of, rows), *actions]

    def _actions(self, query: str, values: Row = ()) -> Iterator[Action]:
        return map(action_of, self._db.execute(query, values))

    def _card_of(self, entry_id: str) -> str:
        query = "SELECT card_id FROM reviews WHERE id = ? UNION SELECT card_id FROM actions WHERE id = ?"
        found = self._db.execute(query, (entry_id, entry_id)).fetchone()
        return str(found[0]) if found else ""

    def _put_states(self, states: Mapping[str, CardState]) -> None:
        new = CardState()
        untouched = [(card,) for card, state in states.items() if state == new]
        self._db.executemany("DELETE FROM card_states WHERE card_id = ?", untouched)
        rows = [row_of(card, state) for card, state in states.items() if state != new]
        self._db.executemany(_PUT_STATE, rows)

    def _count(self, query: str, values: Row = ()) -> int:
        return int(self._db.execute(query, values).fetchone()[0])


def _in_parts(histories: Iterable[History]) -> Iterator[list[History]]:
    """So many at a time that each statement has a lot to do, and the memory little to hold."""
    left = iter(histories)
    while some := list(islice(left, _AT_A_TIME)):
        yield some


def _moving(history: History) -> list[Answer]:
    """The answers of a history that moved its card."""
    return [(row[3], row[0], row[2], row[4]) for row in history.reviews if not is_practice(row[10])]
