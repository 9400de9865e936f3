"""The union of two logs: which answers each side lacks. Pure.

An answer is the same on both sides when it was given to the same card at the same time. Times may differ by
a few milliseconds: Anki's log has one row an instant, so two cards answered at once stand side by side.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from quizkit.importers.collection import Revlog
from quizkit.importers.history import SUSPENDED, action_at, reviews_of
from quizkit.model import Action, CardAction, CardState, Review

SAME_MS = 20


class AnkiSide(NamedTuple):
    """A card as Anki has it; ``modified``: seconds since 1970."""

    id: int
    queue: int
    modified: int
    rows: tuple[Revlog, ...] = ()

    @property
    def suspended(self) -> bool:
        return self.queue == SUSPENDED


class OurSide(NamedTuple):
    """A card as our log has it.

    ``state`` and ``reviews`` are what counts now; ``known`` are the instants of all its reviews, those that
    were undone included; ``suspended_at``: when it was last suspended or taken up again, 0 for never (ms).
    """

    state: CardState
    reviews: tuple[Review, ...] = ()
    known: tuple[int, ...] = ()
    suspended_at: int = 0


class Difference(NamedTuple):
    """What is to be done, by card: ``pulled`` entries for our log, ``pushed`` reviews for Anki's.

    ``suspend``: cards of Anki to suspend (True) or take up again (False).
    """

    pulled: list[Review]
    actions: list[Action]
    pushed: dict[str, tuple[Review, ...]]
    suspend: dict[str, bool]

    def __bool__(self) -> bool:
        return any(self)


def difference(
    anki: Mapping[str, AnkiSide], ours: Mapping[str, OurSide], learning_day: Callable[[int], int]
) -> Difference:
    """What each side lacks of the other, for the cards that Anki has."""
    found = Difference([], [], {}, {})
    for card, side in anki.items():
        our = ours.get(card, OurSide(CardState()))
        found.pulled.extend(_missing_here(card, side, our, learning_day))
        missing = tuple(_missing_there(side, our))
        if missing:
            found.pushed[card] = missing
        _suspensions(card, side, our, found, learning_day)
    return found


def _missing_here(
    card: str, side: AnkiSide, our: OurSide, learning_day: Callable[[int], int]
) -> Iterator[Review]:
    known = sorted(our.known)
    rows = (row for row in side.rows if not _has(known, row.id))
    return reviews_of(rows, {side.id: card}, learning_day)


def _missing_there(side: AnkiSide, our: OurSide) -> Iterator[Review]:
    known = sorted(row.id for row in side.rows)
    return (review for review in our.reviews if not _has(known, review.reviewed_at))


def _has(instants: list[int], at: int) -> bool:
    """Whether one of the sorted instants is within a few milliseconds of ``at``."""
    place = bisect_left(instants, at - SAME_MS)
    return place < len(instants) and instants[place] <= at + SAME_MS


def _suspensions(
    card: str, side: AnkiSide, our: OurSide, found: Difference, learning_day: Callable[[int], int]
) -> None:
    """Where the two disagree, the side that changed last is followed."""
    if side.suspended == our.state.suspended:
        return
    if our.suspended_at > side.modified * 1000:
        found.suspend[card] = our.state.suspended
    else:
        action = CardAction.SUSPEND if side.suspended else CardAction.UNSUSPEND
        found.actions.append(action_at(action, card, side.modified * 1000, learning_day))


def our_sides(
    states: Iterable[tuple[str, CardState]],
    live: Iterable[Review],
    log: Iterable[object],
) -> dict[str, OurSide]:
    """Our side of every card: states, reviews that count, and the whole log."""
    reviews: defaultdict[str, list[Review]] = defaultdict(list)
    known: defaultdict[str, list[int]] = defaultdict(list)
    suspended_at: dict[str, int] = {}
    for review in live:
        reviews[review.card_id].append(review)
    for entry in log:
        if isinstance(entry, Review):
            known[entry.card_id].append(entry.reviewed_at)
        elif isinstance(entry, Action) and entry.action in {CardAction.SUSPEND, CardAction.UNSUSPEND}:
            suspended_at[entry.card_id] = max(suspended_at.get(entry.card_id, 0), entry.acted_at)
    return {
        card: OurSide(state, tuple(reviews[card]), tuple(known[card]), suspended_at.get(card, 0))
        for card, state in states
    }
