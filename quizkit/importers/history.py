"""The review log of Anki → entries of ours. The id of an entry is made of its card and instant.

A collection may hold a million answers. They are joined with the names of our cards where they lie, and read
card by card as fields of reviews, so that none of them is ever an object of its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta, timezone
from hashlib import blake2b
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from quizkit.days import learning_day as local_day
from quizkit.importers.collection import AnkiCard, Collection, Revlog, broken, connect
from quizkit.memory import MIN_STABILITY
from quizkit.reviews import (
    Action,
    CardAction,
    History,
    MemoryState,
    Phase,
    Place,
    Rating,
    Review,
    is_practice,
)
from quizkit.scheduler import Scheduling

SUSPENDED = -1
FLAG_BITS = 7
# Rows of the history that are answers: learning, review, relearning, filtered; others were made by a program.
_ANSWERED = range(4)
# A row that is no answer, of a reset or a date set by hand. One of ours says that an answer just before it
# was taken back, and of which rating (as its ``time``): rows never go away, and so it reaches all devices.
MANUAL = 4
_NEW_CARD = 0
_PHASES = frozenset({Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING})
# Of a card in its steps a greater number than this is an instant (in seconds), a smaller one a day.
_FIRST_INSTANT = 1_000_000_000
_RATING = {int(rating): rating for rating in Rating}
_QUARTER = 15 * 60 * 1000
# 9999-12-30: no clock goes beyond.
LAST_MS = 253_402_214_400_000
LAST_DAY = 3_652_058
_MAX_DURATION = 24 * 3600 * 1000
# Days; of what is beyond, no interval can be made.
MOST_STABLE = 36_500
_MANY = 1_000_000
SM2_EASE = 2500

# Its ids have no type, so that SQLite finds the rows of a card by an index, whatever type they have there.
_NAMES = "CREATE TEMP TABLE names (cid PRIMARY KEY, card TEXT NOT NULL, hash TEXT NOT NULL) WITHOUT ROWID"
_DAYS = "CREATE TEMP TABLE days (quarter INTEGER PRIMARY KEY, day INTEGER NOT NULL)"
# In a file from elsewhere any value may stand in any column; no text lies between two numbers.
_NUMBERS = " AND ".join(
    f"{column} BETWEEN -999999999999 AND 999999999999"
    for column in ("ease", "ivl", "lastIvl", "factor", "time", "type")
)
_SOUND = f"id BETWEEN 1 AND {LAST_MS} AND {_NUMBERS}"
_QUARTERS = f"SELECT DISTINCT CAST(id AS INTEGER) / {_QUARTER} FROM main.revlog WHERE {_SOUND}"
_IS_ANSWER = "ease BETWEEN 1 AND 4 AND type BETWEEN 0 AND 3"
_COUNT = f"SELECT count(*) FROM main.revlog JOIN names USING (cid) WHERE {_SOUND} AND {_IS_ANSWER}"
# The log of each card, in the order in which Anki keeps an index; a row without an instant for one without.
# Before the fields of a review: the card, whether it is an answer, and of which type.
_ROWS = f"""SELECT names.cid, {_IS_ANSWER}, CAST(type AS INTEGER),
    printf('%012x0000%s', id, hash), card, CAST({{ease}} AS INTEGER), CAST(id AS INTEGER), day,
    min(max(CAST(time AS INTEGER), 0), {_MAX_DURATION}), NULL, NULL, '', 0,
    printf('%d %d %d %d %d', ivl, lastIvl, factor, time, type)
    FROM names LEFT JOIN main.revlog AS log ON log.cid = names.cid AND {_SOUND}
    LEFT JOIN days ON quarter = CAST(id AS INTEGER) / {_QUARTER} ORDER BY names.cid, id"""
_BURIED = f"""SELECT CAST(id AS INTEGER), CAST(mod AS INTEGER) FROM main.cards
    WHERE queue IN (-2, -3) AND mod BETWEEN 1 AND {LAST_MS // 1000}"""
# The first scheduler had no Hard for a card in its steps; Anki counts anew when it takes a collection in.
_OLD_EASE = "CASE WHEN ease IN (2, 3) AND type IN (0, 2) THEN ease + 1 ELSE ease END"
_KIND, _TYPE, _FIRST_FIELD, _EASE, _AT, _NATIVE = 1, 2, 3, 5, 6, -1


class Histories:
    """The histories of the cards that have a name here.

    ``learning_day``: of an instant in ms since 1970 UTC.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        collection: Collection,
        names: Mapping[int, str],
        scheduling: Scheduling,
        learning_day: Callable[[int], int],
        today: int = 0,
    ) -> None:
        self._db = db
        self._scheduling = scheduling
        self._cards = {card.id: card for card in collection.cards}
        self._is_old = collection.is_old
        created = min(max(collection.crt * 1000, 1), LAST_MS)
        # The first note tells it too, where the collection says that it is yet to be made.
        self._begun = max(1, min([created, *(note.id for note in collection.notes[:1])]))
        # Anki counts due days from the date on which the collection was made, where it was made.
        zone = None if collection.west is None else timezone(timedelta(minutes=-collection.west))
        self._first_day = local_day(created, zone, rollover_hour=0)
        self._learning_day = learning_day
        # When each card was buried that still is; what was buried earlier has come back since.
        buried = ((card, at * 1000) for card, at in db.execute(_BURIED) if card in names)
        self._buried = {card: at for card, at in buried if learning_day(at) == today}
        db.execute(_NAMES)
        # In a damaged collection two cards may stand for one of ours: the older one is followed.
        ours = {name: card for card, name in sorted(names.items(), reverse=True)}
        rows = ((card, name, _hash(name)) for name, card in ours.items())
        db.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
        # Days begin at quarters of an hour, in every zone; a session falls into few of them.
        db.execute(_DAYS)
        quarters = db.execute(_QUARTERS).fetchall()
        days = ((quarter, learning_day(quarter * _QUARTER)) for (quarter,) in quarters)
        db.executemany("INSERT INTO days VALUES (?, ?)", days)

    def count(self) -> int:
        """How many answers there are."""
        return int(self._db.execute(_COUNT).fetchone()[0])

    def __iter__(self) -> Iterator[History]:
        with broken():
            query = _ROWS.format(ease=_OLD_EASE if self._is_old else "ease")
            for card, rows in groupby(self._db.execute(query), itemgetter(0)):
                yield self._history(self._cards[card], list(rows))

    def _history(self, card: AnkiCard, rows: list[tuple[Any, ...]]) -> History:
        """The history of a card that is answers, resets, rows of programs, and where it stands now."""
        name = rows[0][_FIRST_FIELD + 1]
        answers = [row for row in rows if row[_KIND]]
        actions = [self._other(name, row) for row in rows if not row[_KIND] and row[_AT]]
        last = min(max(rows[-1][_AT] or 0, self._begun), LAST_MS)
        # As if it had been done after the last answer; a reset would take a suspended card up again.
        marks = [
            action_at(action, name, last + 1 + int(action), self._learning_day, detail)
            for action, detail in _marks(card)
        ]
        if card.id in self._buried:
            at = max(self._buried[card.id], last + 1 + CardAction.BURY)
            marks.append(action_at(CardAction.BURY, name, at, self._learning_day))
        reset = max((each.acted_at for each in actions if each.action is CardAction.FORGET), default=0)
        # A history is whole if the card was new at its first answer.
        moving = (row for row in answers if row[_AT] > reset and not is_practice(row[_NATIVE]))
        is_whole = any(row[_TYPE] == 0 for row in islice(moving, 1))
        standing = self._standing(card, name, last + 1, is_whole, bool(answers))
        return History(name, [row[_FIRST_FIELD:] for row in answers], [*actions, *marks], standing)

    def _other(self, name: str, row: tuple[Any, ...]) -> Action:
        """A row that is no answer: the card was reset, or a program wrote that nothing moved."""
        detail = (row[_EASE], *map(int, row[_NATIVE].split()))
        forgotten = row[_TYPE] == MANUAL and detail[3] == 0
        action = CardAction.FORGET if forgotten else CardAction.KEEP
        return action_at(action, name, row[_AT], self._learning_day, detail)

    def _standing(
        self, card: AnkiCard, name: str, at: int, is_whole: bool, was_answered: bool
    ) -> Action | None:
        """What says where a card stands that Anki has scheduled, or that is new again."""
        if card.type == _NEW_CARD and was_answered:
            return action_at(CardAction.FORGET, name, at, self._learning_day)
        place = self._place(card, is_whole) if card.type in _PHASES else None
        return place and action_at(CardAction.PLACE, name, at, self._learning_day, place)

    def _place(self, card: AnkiCard, is_whole: bool) -> Place | None:
        """Where a card stands; its memory is left to its answers where these tell all of it."""
        numbers = card.reps, card.lapses, card.factor, card.left
        at_instant = card.type != Phase.REVIEW and card.due > _FIRST_INSTANT
        due = min(card.due, LAST_MS // 1000) * 1000 if at_instant else self._first_day + card.due
        if not all(0 <= number < _MANY for number in numbers) or not (at_instant or 0 < due < LAST_DAY):
            return None
        memory, last = _known(card.data)
        if memory is None and not is_whole and card.type != Phase.LEARNING:
            days = min(max(card.ivl, 1), MOST_STABLE)
            memory = self._scheduling.memory.from_sm2(days, (card.factor or SM2_EASE) / 1000)
        stability, difficulty = memory or (0.0, 0.0)
        return Place(
            card.type,
            0 if at_instant else due,
            due if at_instant else 0,
            self._step(card),
            stability,
            difficulty,
            self._last_day(card, last, due, at_instant=at_instant),
            *numbers[:2],
            min(max(card.ivl, card.type == Phase.REVIEW), LAST_DAY),
            *numbers[2:],
        )

    def _step(self, card: AnkiCard) -> int:
        """How many of our steps lie behind a card, if as many are left as Anki says."""
        steps = {
            Phase.LEARNING: self._scheduling.learning_steps,
            Phase.RELEARNING: self._scheduling.relearning_steps,
        }.get(Phase(card.type), ())
        # Above the thousands stands how many of them fit into a day.
        return max(0, len(steps) - card.left % 1000)

    def _last_day(self, card: AnkiCard, last: int, due: int, *, at_instant: bool) -> int:
        """The day of the last answer, by what the card says; 0 where only its answers can tell."""
        if last:
            day = self._learning_day(last * 1000)
        elif at_instant or card.type != Phase.REVIEW:
            return 0
        else:
            day = due - card.ivl if card.ivl > 0 else due
        return max(day, 1) if at_instant else min(max(day, 1), due)


@contextmanager
def open_histories(
    path: Path,
    collection: Collection,
    names: Mapping[int, str],
    scheduling: Scheduling,
    learning_day: Callable[[int], int],
    today: int = 0,
) -> Iterator[Histories]:
    """The histories in a SQLite file of ours that was read before; ``names``: our card by Anki's.

    ``today``: the learning day of the import.
    """
    with closing(connect(path)) as db:
        # All texts that are read here were put in here.
        db.text_factory = str
        with broken():
            histories = Histories(db, collection, names, scheduling, learning_day, today)
        yield histories


def reviews_of(
    revlog: Iterable[Revlog], ids: Mapping[int, str], learning_day: Callable[[int], int]
) -> Iterator[Review]:
    """The answers among rows of a log; ``ids``: our card by Anki's, ``learning_day``: of an instant in ms."""
    for row in revlog:
        card = ids.get(row.card_id)
        if card is None or row.type not in _ANSWERED or row.ease not in _RATING or not 0 < row.id < LAST_MS:
            continue
        spent = min(max(row.time, 0), _MAX_DURATION)
        native = f"{row.ivl} {row.last_ivl} {row.factor} {row.time} {row.type}"
        yield Review(
            entry_id(row.id, card),
            card,
            _RATING[row.ease],
            row.id,
            learning_day(row.id),
            spent,
            native=native,
        )


def action_at(
    action: CardAction,
    card: str,
    at: int,
    learning_day: Callable[[int], int],
    detail: tuple[float, ...] = (),
) -> Action:
    """What was done to a card in Anki at an instant (ms)."""
    return Action(entry_id(at, f"{card} {action:d}"), card, action, at, learning_day(at), detail)


def entry_id(at: int, what: str) -> str:
    """Of the same form as ours, and the same whenever it is made."""
    return f"{at:012x}0000{_hash(what)}"


def _hash(what: str) -> str:
    return blake2b(what.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _marks(card: AnkiCard) -> Iterator[tuple[CardAction, tuple[int, ...]]]:
    if card.queue == SUSPENDED:
        yield CardAction.SUSPEND, ()
    if card.flags & FLAG_BITS:
        yield CardAction.FLAG, (card.flags & FLAG_BITS,)


def _known(data: str) -> tuple[MemoryState | None, int]:
    """What a card says of its memory, and of the second of its last answer (0 where it does not)."""
    try:
        said = json.loads(data or "{}")
        stability, difficulty, last = said.get("s"), said.get("d"), said.get("lrt")
    except (ValueError, AttributeError, RecursionError):
        return None, 0
    numbers = {type(stability), type(difficulty)} <= {int, float}
    is_sound = numbers and MIN_STABILITY <= stability <= MOST_STABLE and 1 <= difficulty <= 10
    seconds = last if type(last) is int and 0 < last < LAST_MS // 1000 else 0
    return MemoryState(stability, difficulty) if is_sound else None, seconds
