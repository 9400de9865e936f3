"""A learner's progress as Anki keeps it: scheduling in the card, answers in the review log, a preset.

The meaning of each column was measured against Anki 26.9: a card's ``due`` counts rollover days from the
local date on which the collection was made (``col.crt``), the first row of a card's log must be of type 0,
and S and D stand in ``cards.data`` beside the decay and the instant of the last review.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from quizkit.days import ROLLOVER_HOUR, day_begins_at
from quizkit.reviews import Action, CardAction, CardState, DueAt, DueDay, MemoryState, Phase, Place, Review
from quizkit.scheduler import MOVING, Scheduling, act, answer, place_of

# When genanki's collection says that it was made: seconds since 1970.
CREATED_AT = 1411124400
PRESET_ID = 1_411_124_400_021
PRESET_NAME = "quizkit"
_SUSPENDED, _BURIED = -1, -3
# What actions that stood in Anki's log keep of their row, beside the instant.
_COLUMNS = 6
_WITH_ROW = frozenset({CardAction.FORGET, CardAction.KEEP})
_SM2_FACTOR = 2500
_DAY, _MINUTE = 86_400, 60
# Anki's numbers have 32 bits, and its buttons 8.
_MOST, _MOST_EASE = 0x7FFFFFFF, 0xFF
# Anki's types of log rows for an answer to a card in each phase.
_LOG_TYPE = {Phase.NEW: 0, Phase.LEARNING: 0, Phase.REVIEW: 1, Phase.RELEARNING: 2}


class CardRow(NamedTuple):
    """The columns of ``cards`` that say where a card stands; the defaults are those of a new card.

    ``memory`` and ``decay`` are what ``data`` says of them.
    """

    type: int = 0
    queue: int = 0
    due: int = 0
    ivl: int = 0
    factor: int = 0
    reps: int = 0
    lapses: int = 0
    left: int = 0
    flags: int = 0
    data: str = ""
    memory: MemoryState | None = None
    decay: float = 0.0


class LogRow(NamedTuple):
    """A row of ``revlog``, but for the card: ``id`` is the instant in ms, intervals below 0 are seconds."""

    id: int
    ease: int
    ivl: int
    last_ivl: int
    factor: int
    time: int
    type: int


@dataclass(frozen=True)
class Learner:
    """Whose progress goes along: the state and the log of each card, by its id.

    ``reviews`` and ``actions`` are oldest first, without what was undone; ``day``: the learning day of the
    export; ``zone``: the learner's (None: local), and ``rollover_hour`` the hour at which their days begin;
    ``per_day``: the most new cards and the most reviews of a day.
    """

    states: Mapping[str, CardState]
    reviews: Mapping[str, Sequence[Review]]
    actions: Mapping[str, Sequence[Action]]
    scheduling: Scheduling
    day: int
    zone: tzinfo | None = None
    rollover_hour: int = ROLLOVER_HOUR
    per_day: tuple[int, int] = (20, 200)

    @property
    def _decay(self) -> float:
        return self.scheduling.memory.parameters[20]

    def card(self, card_id: str, position: int) -> CardRow:
        """Where a card stands; ``position`` is its place among the new ones."""
        state = self.states.get(card_id)
        if state is None:
            return CardRow(due=position)
        if state.memory is None:
            counts = state.reps, state.lapses
            return CardRow(0, self._queue(state, 0), position, 0, 0, *counts, flags=state.flagged)
        last = self._last_answer(card_id) // 1000
        if not last and not any(True for _row in self.log(card_id)):
            # Of a card whose log Anki has lost, the day is known.
            last = day_begins_at(state.last_day, self.zone, self.rollover_hour) // 1000
        place = self._place(card_id)
        return CardRow(
            int(state.phase),
            self._queue(state, _queue_of(state)),
            self._due(state),
            place.interval if place else self._interval(state),
            place.ease if place else _SM2_FACTOR,
            state.reps,
            state.lapses,
            place.left if place else self._steps_left(state),
            state.flagged,
            self._data(state.memory, position, last),
            state.memory,
            self._decay,
        )

    def _last_answer(self, card_id: str) -> int:
        """The instant of the last answer that moved the card since it was reset, if it was; 0 if none did."""
        actions, reviews = self.actions.get(card_id, ()), self.reviews.get(card_id, ())
        reset = max((each.acted_at for each in actions if each.action is CardAction.FORGET), default=0)
        since = (each.reviewed_at for each in reversed(reviews) if not each.is_practice)
        return next((at for at in since if at > reset), 0)

    def log(self, card_id: str) -> Iterator[LogRow]:
        """The rows of a card: its answers, and what programs wrote into Anki's log."""
        for _review, row in self.answers(card_id):
            yield row
        for action in self.actions.get(card_id, ()):
            if len(action.detail) == _COLUMNS and action.action in _WITH_ROW:
                yield _within_bounds(action.acted_at, *map(int, action.detail))

    def answers(self, card_id: str) -> Iterator[tuple[Review, LogRow]]:
        """The answers to a card with their rows: as they were in Anki, or with the intervals around them."""
        reviews = self.reviews.get(card_id, ())
        if all(review.native for review in reviews):
            # What came from Anki and did not go on here needs no replay.
            yield from ((review, _native_row(review)) for review in reviews)
            return
        interval = 0
        for review, (before, after) in zip(reviews, self._followed(card_id), strict=True):
            row = _native_row(review) if review.native else _own_row(review, before, after, interval)
            interval = row.ivl
            yield review, row

    def _followed(self, card_id: str) -> Iterator[tuple[CardState, CardState]]:
        """The states of a card before and after each of its answers."""
        moves = [action for action in self.actions.get(card_id, ()) if action.action in MOVING]
        state = CardState()
        for review in self.reviews.get(card_id, ()):
            while moves and (moves[0].acted_at, moves[0].id) < (review.reviewed_at, review.id):
                state = act(state, moves.pop(0))
            before, state = state, answer(state, review, self.scheduling)
            yield before, state

    def preset(self, default: Mapping[str, Any]) -> dict[str, Any]:
        """Deck options with the learner's parameters and desired retention, made of Anki's default ones."""
        scheduling = self.scheduling
        made: dict[str, Any] = json.loads(json.dumps(default))
        made |= {"id": PRESET_ID, "name": PRESET_NAME, "mod": CREATED_AT, "usn": -1}
        made["fsrsParams6"] = list(scheduling.memory.parameters)
        made["desiredRetention"] = scheduling.desired_retention
        made["new"]["delays"] = list(scheduling.learning_steps)
        made["lapse"]["delays"] = list(scheduling.relearning_steps)
        # Only a tag: a leech is suspended by its learner here, not by the program.
        made["lapse"]["leechAction"] = 1
        made["rev"]["maxIvl"] = scheduling.maximum_interval
        made["new"]["perDay"], made["rev"]["perDay"] = self.per_day
        return made

    def settings(self, default: Mapping[str, Any]) -> dict[str, Any]:
        """The collection's settings: without the version of the scheduler Anki would rewrite the log."""
        west = datetime.fromtimestamp(CREATED_AT, self.zone).astimezone(self.zone).utcoffset()
        minutes = round(west.total_seconds() / _MINUTE) if west else 0
        return {**default, "schedVer": 2, "sched2021": True, "creationOffset": -minutes} | {
            "rollover": self.rollover_hour
        }

    def _queue(self, state: CardState, normal: int) -> int:
        if state.suspended:
            return _SUSPENDED
        return _BURIED if state.buried_until > self.day else normal

    def _due(self, state: CardState) -> int:
        match state.due:
            case DueDay(day):
                return day - datetime.fromtimestamp(CREATED_AT, self.zone).toordinal()
            case DueAt(at):
                return at // 1000

    def _interval(self, state: CardState) -> int:
        match state.due:
            case DueDay(day):
                return max(1, day - state.last_day)
            case DueAt():
                return 1 if state.phase is Phase.RELEARNING else 0

    def _place(self, card_id: str) -> Place | None:
        """Where Anki said that the card stands, if it was not answered since."""
        moves = [action for action in self.actions.get(card_id, ()) if action.action in MOVING]
        answered = max((review.reviewed_at for review in self.reviews.get(card_id, ())), default=0)
        if not moves or moves[-1].action is not CardAction.PLACE or moves[-1].acted_at < answered:
            return None
        return place_of(moves[-1])

    def _steps_left(self, state: CardState) -> int:
        match state.phase:
            case Phase.LEARNING:
                return max(1, len(self.scheduling.learning_steps) - state.step)
            case Phase.RELEARNING:
                return max(1, len(self.scheduling.relearning_steps) - state.step)
            case Phase.NEW | Phase.REVIEW:
                return 0

    def _data(self, memory: MemoryState, position: int, last: int) -> str:
        data = {
            "pos": position,
            "s": round(memory.stability, 4),
            "d": round(memory.difficulty, 3),
            "dr": round(self.scheduling.desired_retention, 2),
            "decay": round(self._decay, 3),
        }
        if last:
            data["lrt"] = last
        return json.dumps(data, separators=(",", ":"))


def learner_of(
    states: Iterable[tuple[str, CardState]],
    reviews: Iterable[Review],
    actions: Iterable[Action],
    scheduling: Scheduling,
    day: int,
    zone: tzinfo | None = None,
    rollover_hour: int = ROLLOVER_HOUR,
    per_day: tuple[int, int] = (20, 200),
) -> Learner:
    """The learner of a store; ``reviews`` and ``actions`` oldest first."""
    by_card: dict[str, list[Review]] = {}
    for review in _one_an_instant(reviews):
        by_card.setdefault(review.card_id, []).append(review)
    acted: dict[str, list[Action]] = {}
    for action in actions:
        acted.setdefault(action.card_id, []).append(action)
    return Learner(dict(states), by_card, acted, scheduling, day, zone, rollover_hour, per_day)


def _one_an_instant(reviews: Iterable[Review]) -> Iterator[Review]:
    """Answers as Anki's log takes them: of two at the same millisecond, the second is a millisecond later.

    Done here, and not with the rows, since each card says which second its last row is of.
    """
    before = 0
    for review in reviews:
        at = max(review.reviewed_at, before + 1)
        yield review if at == review.reviewed_at else replace(review, reviewed_at=at)
        before = at


def _native_row(review: Review) -> LogRow:
    return _within_bounds(review.reviewed_at, int(review.rating), *map(int, review.native.split()))


def _within_bounds(at: int, ease: int, ivl: int, last_ivl: int, factor: int, *rest: int) -> LogRow:
    """A row from elsewhere: with a number that Anki cannot hold, it reads nothing of its log any more."""
    ivl, last_ivl = (min(max(each, -_MOST), _MOST) for each in (ivl, last_ivl))
    return LogRow(at, min(max(ease, 0), _MOST_EASE), ivl, last_ivl, min(max(factor, 0), _MOST), *rest)


def _own_row(review: Review, before: CardState, after: CardState, last_interval: int) -> LogRow:
    difficulty = after.memory.difficulty if after.memory else 0.0
    return LogRow(
        review.reviewed_at,
        int(review.rating),
        _interval_of(after, review),
        last_interval,
        round((difficulty - 1) / 9 * 1000 + 100),
        review.duration_ms,
        _LOG_TYPE[before.phase],
    )


def _queue_of(state: CardState) -> int:
    """Reviews, steps of minutes, steps of days."""
    if state.phase is Phase.REVIEW:
        return 2
    return 1 if isinstance(state.due, DueAt) else 3


def _interval_of(state: CardState, review: Review) -> int:
    match state.due:
        case DueDay(day):
            return max(1, day - review.day)
        case DueAt(at):
            return -max(1, (at - review.reviewed_at) // 1000)
