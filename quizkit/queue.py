"""What to ask now: learning steps that have come due, reviews of the day, then new cards within limits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from quizkit.model import question_of
from quizkit.reviews import CardState, DueAt, DueDay, Phase


class Pending(NamedTuple):
    """A card that waits for its turn."""

    card_id: str
    phase: Phase


class Waiting(NamedTuple):
    """A card within its learning steps, due at an instant (ms since 1970 UTC)."""

    due_at: int
    card_id: str


class Queue(NamedTuple):
    """The cards of a session: ``learning`` by instant, ``pending`` in the order they will be asked."""

    learning: tuple[Waiting, ...]
    pending: tuple[Pending, ...]


class Limits(NamedTuple):
    """How many more new cards and reviews today allows; ``bury_siblings``: one card a question a day."""

    new: int
    reviews: int
    bury_siblings: bool = True


def is_due(state: CardState, day: int, day_ends_at: int) -> bool:
    """Whether a card that has been answered before is due on ``day``."""
    if state.suspended or state.buried_until > day or state.phase is Phase.NEW:
        return False
    match state.due:
        case DueDay(due_day):
            return due_day <= day
        case DueAt(at):
            return at < day_ends_at


def build(
    due: Iterable[tuple[str, CardState]],
    new: Iterable[str],
    *,
    day: int,
    limits: Limits,
    seen: Iterable[str] = (),
) -> Queue:
    """The queue of ``day``.

    ``due``: due cards with their states; ``new``: ids of cards never answered, in deck order, read only as
    far as needed; ``seen``: ids of the questions already answered today, whose other cards wait.
    Learning cards are always asked: their question is in the learner's mind anyway.
    """
    learning: list[Waiting] = []
    reviews: list[tuple[int, int, str, Phase]] = []
    for card_id, state in due:
        match state.due:
            case DueAt(at):
                learning.append(Waiting(at, card_id))
            case DueDay(due_day):
                # Oldest first; among cards of a day an order that is settled by the day, not by the deck.
                reviews.append((due_day, crc32(f"{day} {card_id}".encode()), card_id, state.phase))
    taken = set(seen) | {question_of(card_id) for _, card_id in learning}
    pending: list[Pending] = []
    for _, _, card_id, phase in sorted(reviews):
        if len(pending) >= limits.reviews:
            break
        if _take(card_id, taken, limits):
            pending.append(Pending(card_id, phase))
    left = limits.new
    for card_id in new if left > 0 else ():
        if _take(card_id, taken, limits):
            pending.append(Pending(card_id, Phase.NEW))
            left -= 1
            if left <= 0:
                break
    return Queue(tuple(sorted(learning)), tuple(pending))


def _take(card_id: str, taken: set[str], limits: Limits) -> bool:
    """Whether the card may be asked today, and note that its question then is."""
    question = question_of(card_id)
    if limits.bury_siblings and question in taken:
        return False
    taken.add(question)
    return True
