"""What a learner does in the real Anki."""

from __future__ import annotations

import time
from typing import Any


def answer(col: Any, card: int, rating: int, at: int | None = None) -> int:
    """Answer a card of an open collection: 1 (again) to 4 (easy), at an instant in ms or now.

    Returns the instant of its row in the log, which is the next one that is free. Anki itself would keep
    the instant it was told in the card, and where the row is then one of the next second, Anki's check
    "adds a last review time" to the card: so it is told the free one.
    """
    from anki.scheduler_pb2 import CardAnswer  # after ANKI_TEST_MODE is set

    at = time.time_ns() // 1_000_000 if at is None else at
    while col.db.scalar("SELECT count() FROM revlog WHERE id = ?", at):
        at += 1
    known = col.get_card(card)
    known.start_timer()
    given = col.sched.build_answer(
        card=known,
        states=col._backend.get_scheduling_states(card),
        rating=CardAnswer.Rating.ValueType(rating - 1),
    )
    given.answered_at_millis = at
    col.sched.answer_card(given)
    return at
