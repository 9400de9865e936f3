"""When a card is due: its steps and intervals, as answers and actions lead to them.

Everything here is a pure function. The state of a card is a fold of :func:`answer` over its reviews, so
replaying the log gives the state back. Fuzz is seeded by card and repetition for the same reason.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from quizkit.fuzz import fuzzed
from quizkit.memory import Memory
from quizkit.reviews import (
    Action,
    CardAction,
    CardState,
    Due,
    DueAt,
    DueDay,
    Entry,
    MemoryState,
    Phase,
    Place,
    Rating,
    Review,
    Undo,
)

# One answer to a card: when (ms since 1970 UTC), the id of its entry, rating, learning day.
Answer = tuple[int, str, int, int]
# The actions after which a card stands elsewhere.
MOVING = frozenset({CardAction.FORGET, CardAction.PLACE})

MINUTE = 60_000


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


def answer(state: CardState, review: Review, scheduling: Scheduling) -> CardState:
    """The state of a card after a review; one given for practice moves nothing."""
    if review.is_practice:
        return state
    given = review.reviewed_at, review.id, review.rating, review.day
    return _answered(state, review.card_id, [given], scheduling)


def _answered(state: CardState, card_id: str, answers: Sequence[Answer], scheduling: Scheduling) -> CardState:
    """The state of a card after answers, oldest first; only of the last one the interval is looked for."""
    if not answers:
        return state
    at, _id, rating, day = answers[-1]
    if len(answers) > 1:
        state = _passed(state, answers[:-1], scheduling)
    outcome = _outcome(state, rating, card_id, day, at, scheduling)
    lapsed = rating == Rating.AGAIN and state.phase is Phase.REVIEW
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


def _passed(state: CardState, answers: Sequence[Answer], scheduling: Scheduling) -> CardState:
    """The state, but for when the card is due, after answers that another one followed.

    A log that moves in has a million of them, hence one loop over plain numbers.
    """
    memory = scheduling.memory
    stability, difficulty = state.memory or (0.0, 0.0)
    phase, step, lapses, last_day = state.phase, state.step, state.lapses, state.last_day
    for _at, _id, rating, day in answers:
        if stability:
            stability, difficulty = memory.step(stability, difficulty, rating, day - last_day)
        else:
            stability, difficulty = memory.first(rating)
        lapses += rating == 1 and phase is Phase.REVIEW
        steps, behind = _steps(phase, step, rating, scheduling)
        if behind < len(steps):
            phase, step = _phase_in_steps(phase), behind
        else:
            phase, step = Phase.REVIEW, 0
        last_day = max(last_day, day)
    reached = MemoryState(stability, difficulty) if stability else None
    reps = state.reps + len(answers)
    return state._replace(memory=reached, phase=phase, step=step, reps=reps, lapses=lapses, last_day=last_day)


def _outcome(state: CardState, rating: int, card: str, day: int, at: int, scheduling: Scheduling) -> Outcome:
    """What ``rating`` leads to: a step of minutes, or an interval of days."""
    memory = _memory(state, rating, day, scheduling)
    steps, step = _steps(state.phase, state.step, rating, scheduling)
    if step < len(steps):
        wait = _wait(steps, step, rating, state)
        return Outcome(memory, _phase_in_steps(state.phase), step, DueAt(at + round(wait * MINUTE)))
    days = _interval(memory.stability, card, state.reps, scheduling)
    if rating > Rating.HARD:
        days = max(days, _days_of_worse(state, rating, card, day, scheduling) + 1)
    return Outcome(memory, Phase.REVIEW, 0, DueDay(day + min(days, scheduling.maximum_interval)))


def _days_of_worse(state: CardState, rating: int, card_id: str, day: int, scheduling: Scheduling) -> int:
    """The longest interval of a worse rating (but Again), since a better one is at least a day longer."""
    days = 0
    for worse in (Rating.HARD, Rating.GOOD)[: rating - Rating.HARD]:
        steps, step = _steps(state.phase, state.step, worse, scheduling)
        if step >= len(steps):
            memory = _memory(state, worse, day, scheduling)
            days = max(days + 1, _interval(memory.stability, card_id, state.reps, scheduling))
    return days


def _memory(state: CardState, rating: int, day: int, scheduling: Scheduling) -> MemoryState:
    if state.memory is None:
        return scheduling.memory.first(rating)
    return scheduling.memory.next(state.memory, rating, max(0, day - state.last_day))


def act(state: CardState, action: Action) -> CardState:
    """The state of a card after an action on it."""
    match action.action:
        case CardAction.SUSPEND:
            return state._replace(suspended=True)
        case CardAction.UNSUSPEND:
            return state._replace(suspended=False)
        case CardAction.BURY:
            return state._replace(buried_until=action.day + 1)
        case CardAction.FLAG:
            return state._replace(flagged=int(action.detail[0]) if action.detail else int(not state.flagged))
        case CardAction.MARK:
            return state._replace(marked=not state.marked)
        case CardAction.FORGET:
            new = CardState()
            return state._replace(
                memory=None, due=new.due, phase=new.phase, step=0, last_day=0, suspended=False
            )
        case CardAction.PLACE:
            return _placed(state, place_of(action))
        case CardAction.KEEP:
            return state


def place_of(action: Action) -> Place:
    """What an action says that places a card."""
    return Place._make(action.detail)


def _placed(state: CardState, place: Place) -> CardState:
    """The state of a card where its place says so; memory and last day may be left to the answers."""
    memory = MemoryState(place.stability, place.difficulty) if place.stability else state.memory
    if memory is None:
        return state
    return state._replace(
        memory=memory,
        due=DueAt(place.due_at) if place.due_at else DueDay(place.due_day),
        phase=Phase(place.phase),
        step=place.step,
        reps=place.reps,
        lapses=place.lapses,
        last_day=place.last_day or state.last_day,
    )


def replay(entries: Iterable[Entry], scheduling: Scheduling) -> CardState:
    """The state of one card after all its log entries, in any order; what was undone does not count."""
    log = list(entries)
    undone = undone_ids(log)
    live = [entry for entry in log if entry.id not in undone]
    reviews = [entry for entry in live if isinstance(entry, Review) and not entry.is_practice]
    actions = [entry for entry in live if isinstance(entry, Action)]
    answers = sorted((each.reviewed_at, each.id, int(each.rating), each.day) for each in reviews)
    return follow(reviews[0].card_id if reviews else "", answers, actions, scheduling)


def follow(
    card_id: str, answers: Sequence[Answer], actions: Iterable[Action], scheduling: Scheduling
) -> CardState:
    """The state of a card after answers, oldest first, and actions, in any order."""
    state = CardState()
    done = 0
    for action in sorted(actions, key=lambda each: (each.acted_at, each.id)):
        if action.action in MOVING:
            until = bisect_left(answers, (action.acted_at, action.id))
            # When the card would have been due does not matter: the action says so.
            state = _passed(state, answers[done:until], scheduling)
            done = until
        # All others hide or mark the card, which no answer does: their order among the answers is the same.
        state = act(state, action)
    return _answered(state, card_id, answers[done:], scheduling)


def differ(one: CardState, other: CardState) -> bool:
    """Whether two states lead elsewhere: Anki keeps stability to four digits and difficulty to three."""
    if one.memory is None or other.memory is None:
        return one != other
    stability = math.isclose(one.memory.stability, other.memory.stability, rel_tol=1e-4, abs_tol=1e-4)
    difficulty = math.isclose(one.memory.difficulty, other.memory.difficulty, abs_tol=1e-3)
    return not (stability and difficulty and one[1:] == other[1:])


def undone_ids(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of the entries taken back by an undo among ``entries``."""
    return frozenset(entry.entry_id for entry in entries if isinstance(entry, Undo))


def retrievability(state: CardState, day: int, scheduling: Scheduling) -> float | None:
    """The probability that the card is recalled on learning day ``day``; None for a card never answered."""
    if state.memory is None:
        return None
    return scheduling.memory.retrievability(state.memory.stability, max(0, day - state.last_day))


def _interval(stability: float, card_id: str, reps: int, scheduling: Scheduling) -> int:
    interval = scheduling.memory.interval(stability, scheduling.desired_retention)
    interval = min(max(interval, 1.0), float(scheduling.maximum_interval))
    if not scheduling.fuzz:
        return round(interval)
    # Card and repetition are the seed: all four ratings are moved alike, and a replay moves them again so.
    return fuzzed(interval, scheduling.maximum_interval, f"{card_id} {reps}")


def _steps(phase: Phase, step: int, rating: int, scheduling: Scheduling) -> tuple[tuple[float, ...], int]:
    """The steps that apply, and how many of them lie behind the card after ``rating``."""
    if phase is Phase.REVIEW:
        # Only a lapse leads back into steps.
        return (scheduling.relearning_steps if rating == 1 else ()), 0
    if rating == 4:
        return (), 0
    steps = scheduling.relearning_steps if phase is Phase.RELEARNING else scheduling.learning_steps
    # Again begins anew, Hard stays, Good goes on.
    return steps, (0, 0, step, step + 1)[rating]


def _phase_in_steps(phase: Phase) -> Phase:
    """The phase of a card that is in its steps, by the one that it was in before."""
    return Phase.RELEARNING if phase >= Phase.REVIEW else Phase.LEARNING


def _wait(steps: tuple[float, ...], step: int, rating: int, state: CardState) -> float:
    """The minutes until the card is shown again within its steps.

    Hard on the first step waits between the first and the second (or half as long again, at most a day
    more, where there is one step), as in Anki.
    """
    if rating == Rating.HARD and step == 0 and state.phase is not Phase.REVIEW:
        if len(steps) > 1:
            return (steps[0] + steps[1]) / 2
        return min(steps[0] * 1.5, steps[0] + 24 * 60)
    return steps[step]
