"""The review log of Anki → entries of ours. The id of an entry is made of its card and instant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b

from quizkit.importers.collection import AnkiCard, Collection, Revlog
from quizkit.model import Action, CardAction, Rating, Review

SUSPENDED = -1
FLAG_BITS = 7
# Rows of the history that are answers: learning, review, relearning, filtered; others were made by a program.
_ANSWERED = range(4)
_RATING = {int(rating): rating for rating in Rating}
_QUARTER = 15 * 60 * 1000
# 9999-12-30: no clock goes beyond.
LAST_MS = 253_402_214_400_000
_MAX_DURATION = 24 * 3600 * 1000


def reviews_of(
    revlog: Iterable[Revlog], ids: Mapping[int, str], learning_day: Callable[[int], int]
) -> Iterator[Review]:
    """The answers in a log; ``ids``: our card by Anki's, ``learning_day``: of an instant in ms."""
    days: dict[int, int] = {}
    for row in revlog:
        card = ids.get(row.card_id)
        if card is None or row.type not in _ANSWERED or row.ease not in _RATING or not 0 < row.id < LAST_MS:
            continue
        spent = min(max(row.time, 0), _MAX_DURATION)
        # Days begin at quarters of an hour, in every zone; a session falls into few of them.
        quarter = row.id // _QUARTER
        day = days.get(quarter)
        if day is None:
            day = days[quarter] = learning_day(row.id)
        yield Review(entry_id(row.id, card), card, _RATING[row.ease], row.id, day, spent)


def actions_of(
    collection: Collection, ids: Mapping[int, str], learning_day: Callable[[int], int]
) -> Iterator[Action]:
    """Suspended and flagged cards, as if that had been done after their last answer."""
    last: dict[int, int] = {}
    for row in collection.revlog:
        last[row.card_id] = max(last.get(row.card_id, 0), row.id)
    for card in collection.cards:
        name = ids.get(card.id)
        if name is not None:
            at = min(max(last.get(card.id, 0), collection.crt * 1000, 1), LAST_MS)
            for action in _marks(card):
                yield action_at(action, name, at + int(action), learning_day)


def action_at(action: CardAction, card: str, at: int, learning_day: Callable[[int], int]) -> Action:
    """What was done to a card in Anki at an instant (ms)."""
    return Action(entry_id(at, f"{card} {action:d}"), card, action, at, learning_day(at))


def _marks(card: AnkiCard) -> Iterator[CardAction]:
    if card.queue == SUSPENDED:
        yield CardAction.SUSPEND
    if card.flags & FLAG_BITS:
        yield CardAction.FLAG


def entry_id(at: int, what: str) -> str:
    """Of the same form as ours, and the same whenever it is made."""
    return f"{at:012x}0000{blake2b(what.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
