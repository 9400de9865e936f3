"""FSRS-6: memory state × rating × elapsed days → memory state, and the interval until the next review.

The formulas are those of FSRS-6 (Ye, Su and Cao: *A Stochastic Shortest Path Algorithm for Optimizing
Spaced Repetition Scheduling*, and the algorithm page of the open-spaced-repetition project). ``w`` are its
21 parameters, S is stability in days, D difficulty 1..10, R retrievability 0..1, G the rating 1..4.

Everything here is a pure function. The state of a card is a fold of :func:`answer` over its reviews, so
replaying the log gives the state back. Fuzz is seeded by card and repetition for the same reason.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from zlib import crc32

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
    entry_time,
)

MINUTE = 60_000
MIN_STABILITY = 0.001
DEFAULT_PARAMETERS = (
    *(0.212, 1.2931, 2.3065, 8.2956),  # w0-w3: initial stability for each rating
    *(6.4133, 0.8334, 3.0194, 0.001),  # w4-w7: difficulty
    *(1.8722, 0.1666, 0.796),  # w8-w10: stability after success
    *(1.4835, 0.0614, 0.2629, 1.6483),  # w11-w14: stability after a lapse
    *(0.6014, 1.8729),  # w15, w16: hard penalty, easy bonus
    *(0.5425, 0.0912, 0.0658),  # w17-w19: reviews on the same day
    0.1542,  # w20: decay of the forgetting curve
)
_CONSTANTS = ("_bonus", "_decay", "_factor", "_growth", "_lapse_divisor", "_reversion", "_same_day")
# (from, to, factor): Anki spreads an interval by this factor of the days that lie in the range.
FUZZ_RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, math.inf, 0.05))


class Memory:
    """The FSRS-6 model for one set of 21 parameters; what depends on them alone is computed once.

    Raises ValueError for another number of parameters.
    """

    __slots__ = (*_CONSTANTS, "parameters")

    def __init__(self, parameters: tuple[float, ...] = DEFAULT_PARAMETERS) -> None:
        if len(parameters) != len(DEFAULT_PARAMETERS):
            raise ValueError(f"FSRS-6 has {len(DEFAULT_PARAMETERS)} parameters, not {len(parameters)}")
        w = self.parameters = tuple(map(float, parameters))
        self._decay = -w[20]
        # Chosen so that retrievability is 0.9 when as many days have passed as the stability says.
        self._factor: float = 0.9 ** (1 / self._decay) - 1
        # The unclamped first difficulty for Easy, which difficulty reverts to.
        self._reversion = w[7] * self._first_difficulty(Rating.EASY)
        self._growth = math.exp(w[8])
        self._same_day = tuple(math.exp(w[17] * (rating - 3 + w[18])) for rating in range(5))
        self._bonus = (0.0, 0.0, w[15], 1.0, w[16])
        self._lapse_divisor = math.exp(w[17] * w[18])

    def retrievability(self, stability: float, elapsed_days: float) -> float:
        """The probability of recall after ``elapsed_days``: R = (1 + factor · t / S) ^ -w20."""
        return float((1 + self._factor * elapsed_days / stability) ** self._decay)

    def interval(self, stability: float, desired_retention: float) -> float:
        """The days, unrounded, after which retrievability has fallen to ``desired_retention``."""
        return float(stability / self._factor * (desired_retention ** (1 / self._decay) - 1))

    def first(self, rating: Rating) -> MemoryState:
        """The memory state after the first answer: S = w[G-1], D = w4 - e^(w5·(G-1)) + 1."""
        stability = max(self.parameters[rating - 1], MIN_STABILITY)
        return MemoryState(stability, min(max(self._first_difficulty(rating), 1.0), 10.0))

    def next(self, memory: MemoryState, rating: Rating, elapsed_days: int) -> MemoryState:
        """The memory state after an answer ``elapsed_days`` learning days after the last one."""
        return MemoryState(*self._step(*memory, rating, elapsed_days))

    def follow(self, history: Iterable[tuple[Rating, int]]) -> MemoryState | None:
        """The memory state after answers (rating, days since the one before); None where there are none."""
        answers = iter(history)
        for rating, _ in answers:
            stability, difficulty = self.first(rating)
            step = self._step
            for later, elapsed_days in answers:
                stability, difficulty = step(stability, difficulty, later, elapsed_days)
            return MemoryState(stability, difficulty)
        return None

    def _first_difficulty(self, rating: int) -> float:
        w = self.parameters
        return w[4] - math.exp(w[5] * (rating - 1)) + 1

    def _step(self, s: float, d: float, rating: int, elapsed_days: int) -> tuple[float, float]:
        """One answer. The optimiser of a learner's parameters lives on this loop, hence one function.

        same day: S' = S · e^(w17 · (G - 3 + w18)) · S^-w19, never less than S unless the answer was wrong
        lapse:    S' = w11 · D^-w12 · ((S + 1)^w13 - 1) · e^(w14 · (1 - R)), at most S / e^(w17 · w18)
        success:  S' = S · (1 + e^w8 · (11 - D) · S^-w9 · (e^(w10 · (1 - R)) - 1) · w15 if Hard · w16 if Easy)
        always:   D' = w7 · D0(Easy) + (1 - w7) · (D - w6 · (G - 3) · (10 - D) / 9), within 1..10
        """
        w = self.parameters
        if elapsed_days < 1:
            increase = self._same_day[rating] * s ** -w[19]
            stability = s * (increase if increase > 1.0 or rating == 1 else 1.0)
        else:
            forgotten = 1 - (1 + self._factor * elapsed_days / s) ** self._decay
            if rating == 1:
                stability = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * math.exp(w[14] * forgotten)
                stability = min(stability, s / self._lapse_divisor)
            else:
                growth = self._growth * (11 - d) * s ** -w[9] * math.expm1(w[10] * forgotten)
                stability = s * (1 + growth * self._bonus[rating])
        difficulty = self._reversion + (1 - w[7]) * (d - w[6] * (rating - 3) * (10 - d) / 9)
        difficulty = 1.0 if difficulty < 1.0 else 10.0 if difficulty > 10.0 else difficulty
        return (stability if stability > MIN_STABILITY else MIN_STABILITY), difficulty


@dataclass(frozen=True)
class Scheduling:
    """How a learner wants to be scheduled.

    ``learning_steps`` and ``relearning_steps`` in minutes; ``desired_retention`` 0..1;
    ``maximum_interval`` in days; ``fuzz``: spread reviews that would fall on one day.
    """

    memory: Memory = field(default_factory=Memory)
    desired_retention: float = 0.9
    learning_steps: tuple[float, ...] = (1, 10)
    relearning_steps: tuple[float, ...] = (10,)
    maximum_interval: int = 36_500
    fuzz: bool = True


class Outcome(NamedTuple):
    """What one rating would lead to."""

    memory: MemoryState
    phase: Phase
    step: int
    due: Due


def outcomes(
    state: CardState, card_id: str, day: int, at: int, scheduling: Scheduling
) -> dict[Rating, Outcome]:
    """What each of the four ratings leads to, for an answer on learning day ``day`` at instant ``at``."""
    return {rating: _outcome(state, rating, card_id, day, at, scheduling) for rating in Rating}


def answer(state: CardState, review: Review, scheduling: Scheduling, *, is_last: bool = True) -> CardState:
    """The state of a card after a review; of one that is not the last, the interval is not looked for."""
    rating, day, at = review.rating, review.day, review.reviewed_at
    outcome = _outcome(state, rating, review.card_id, day, at, scheduling, is_last)
    lapsed = rating is Rating.AGAIN and state.phase is Phase.REVIEW
    return CardState(
        outcome.memory,
        outcome.due,
        outcome.phase,
        outcome.step,
        state.reps + 1,
        state.lapses + lapsed,
        max(state.last_day, day),
        *state[7:],
    )


def _outcome(
    state: CardState,
    rating: Rating,
    card: str,
    day: int,
    at: int,
    scheduling: Scheduling,
    is_last: bool = True,
) -> Outcome:
    """What ``rating`` leads to: a step of minutes, or an interval of days."""
    memory = _memory(state, rating, day, scheduling)
    steps, step = _steps(state, rating, scheduling)
    if step < len(steps):
        wait = _wait(steps, step, rating, state)
        phase = Phase.RELEARNING if state.phase >= Phase.REVIEW else Phase.LEARNING
        return Outcome(memory, phase, step, DueAt(at + round(wait * MINUTE)))
    if not is_last:
        return Outcome(memory, Phase.REVIEW, 0, state.due)
    days = _interval(memory.stability, card, state.reps, scheduling)
    if rating > Rating.HARD:
        days = max(days, _days_of_worse(state, rating, card, day, scheduling) + 1)
    return Outcome(memory, Phase.REVIEW, 0, DueDay(day + min(days, scheduling.maximum_interval)))


def _days_of_worse(state: CardState, rating: Rating, card_id: str, day: int, scheduling: Scheduling) -> int:
    """The longest interval of a worse rating (but Again), since a better one is at least a day longer."""
    days = 0
    for worse in (Rating.HARD, Rating.GOOD)[: rating - Rating.HARD]:
        steps, step = _steps(state, worse, scheduling)
        if step >= len(steps):
            memory = _memory(state, worse, day, scheduling)
            days = max(days + 1, _interval(memory.stability, card_id, state.reps, scheduling))
    return days


def _memory(state: CardState, rating: Rating, day: int, scheduling: Scheduling) -> MemoryState:
    if state.memory is None:
        return scheduling.memory.first(rating)
    return scheduling.memory.next(state.memory, rating, max(0, day - state.last_day))


def act(state: CardState, action: Action) -> CardState:
    """The state of a card after a learner's action on it."""
    match action.action:
        case CardAction.SUSPEND:
            return state._replace(suspended=True)
        case CardAction.UNSUSPEND:
            return state._replace(suspended=False)
        case CardAction.BURY:
            return state._replace(buried_until=action.day + 1)
        case CardAction.FLAG:
            return state._replace(flagged=not state.flagged)
        case CardAction.MARK:
            return state._replace(marked=not state.marked)


def replay(entries: Iterable[Entry], scheduling: Scheduling) -> CardState:
    """The state of one card after all its log entries, in any order; what was undone does not count."""
    log = list(entries)
    undone = undone_ids(log)
    state = CardState()
    live = sorted((entry for entry in log if entry.id not in undone), key=lambda e: (entry_time(e), e.id))
    last = next((entry for entry in reversed(live) if isinstance(entry, Review)), None)
    for entry in live:
        match entry:
            case Review():
                state = answer(state, entry, scheduling, is_last=entry is last)
            case Action():
                state = act(state, entry)
            case Undo():
                pass
    return state


def undone_ids(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of the entries taken back by an undo among ``entries``."""
    return frozenset(entry.entry_id for entry in entries if isinstance(entry, Undo))


def retrievability(state: CardState, day: int, scheduling: Scheduling) -> float | None:
    """The probability that the card is recalled on learning day ``day``; None for a card never answered."""
    if state.memory is None:
        return None
    return scheduling.memory.retrievability(state.memory.stability, max(0, day - state.last_day))


def fuzz_range(interval: float, maximum: int) -> tuple[int, int]:
    """The shortest and the longest interval, in days, that Anki's fuzz may make of ``interval``."""
    if interval < 2.5:
        days = min(max(1, round(interval)), maximum)
        return days, days
    delta = 1.0 + sum(factor * max(min(interval, end) - start, 0.0) for start, end, factor in FUZZ_RANGES)
    longest = min(round(interval + delta), maximum)
    return min(max(2, round(interval - delta)), longest), longest


def _interval(stability: float, card_id: str, reps: int, scheduling: Scheduling) -> int:
    interval = scheduling.memory.interval(stability, scheduling.desired_retention)
    interval = min(max(interval, 1.0), float(scheduling.maximum_interval))
    if not scheduling.fuzz or interval < FUZZ_RANGES[0][0]:
        return round(interval)
    shortest, longest = fuzz_range(interval, scheduling.maximum_interval)
    # Card and repetition are the seed: all four ratings are moved alike, and a replay moves them again so.
    fraction = crc32(f"{card_id} {reps}".encode()) / 2**32
    return shortest + int(fraction * (longest - shortest + 1))


def _steps(state: CardState, rating: Rating, scheduling: Scheduling) -> tuple[tuple[float, ...], int]:
    """The steps that apply, and how many of them lie behind the card after ``rating``."""
    if state.phase is Phase.REVIEW:
        # Only a lapse leads back into steps.
        return (scheduling.relearning_steps if rating is Rating.AGAIN else ()), 0
    steps = scheduling.relearning_steps if state.phase is Phase.RELEARNING else scheduling.learning_steps
    if rating is Rating.EASY:
        return (), 0
    # Again begins anew, Hard stays, Good goes on.
    return steps, (0, 0, state.step, state.step + 1)[rating]


def _wait(steps: tuple[float, ...], step: int, rating: Rating, state: CardState) -> float:
    """The minutes until the card is shown again within its steps.

    Hard on the first step waits between the first and the second (or half as long again, at most a day
    more, where there is one step), as in Anki.
    """
    if rating is Rating.HARD and step == 0 and state.phase is not Phase.REVIEW:
        if len(steps) > 1:
            return (steps[0] + steps[1]) / 2
        return min(steps[0] * 1.5, steps[0] + 24 * 60)
    return steps[step]
