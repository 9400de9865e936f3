"""Log entries and card states as rows of the database, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from quizkit.reviews import (
    Action,
    CardAction,
    CardState,
    Due,
    DueAt,
    DueDay,
    MemoryState,
    Phase,
    Rating,
    Review,
)

Row = Sequence[Any]


def row_of_review(review: Review) -> Row:
    return (
        *(review.id, review.card_id, int(review.rating), review.reviewed_at, review.day),
        *(review.duration_ms, review.score, review.proposed and int(review.proposed), review.response),
        *(int(review.override), review.native),
    )


def review_of(row: Row) -> Review:
    card_id, rating, reviewed_at, day, duration_ms, score, proposed, response, override, native = row[1:]
    judged = score, None if proposed is None else Rating(proposed), response, bool(override)
    return Review(row[0], card_id, Rating(rating), reviewed_at, day, duration_ms, *judged, native)


def row_of_action(action: Action) -> Row:
    detail = json.dumps(action.detail)
    return action.id, action.card_id, int(action.action), action.acted_at, action.day, detail


def action_of(row: Row) -> Action:
    return Action(row[0], row[1], CardAction(row[2]), row[3], row[4], tuple(json.loads(row[5])))


def row_of(card_id: str, state: CardState) -> tuple[object, ...]:
    """A state as a row of ``card_states``."""
    stability, difficulty = state.memory or (None, None)
    due_day, due_at = (state.due.day, None) if isinstance(state.due, DueDay) else (None, state.due.at)
    return (
        *(card_id, stability, difficulty, due_day, due_at, int(state.phase), state.step),
        *(state.reps, state.lapses, state.last_day, int(state.suspended), state.buried_until),
        *(state.flagged, int(state.marked)),
    )


def state_of(row: Row) -> tuple[str, CardState]:
    """The card id and state in a row of ``card_states``."""
    card_id, stability, difficulty, due_day, due_at, phase, step, reps, lapses, last_day, *hidden = row
    memory = None if stability is None else MemoryState(stability, difficulty)
    due: Due = DueDay(due_day or 0) if due_at is None else DueAt(due_at)
    suspended, buried_until, flagged, marked = hidden
    flags = bool(suspended), buried_until, flagged, bool(marked)
    return card_id, CardState(memory, due, Phase(phase), step, reps, lapses, last_day, *flags)
