"""One sync: what Anki lacks goes there, what our log lacks comes here.

The order makes it safe to be killed anywhere: answers from Anki are in our log first, and what is sent is
found missing again as long as it has not arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, Protocol

from quizkit.exporters.anki.progress import CardRow, Learner, LogRow, learner_of
from quizkit.model import DueDay, Review
from quizkit.scheduler import Scheduling
from quizkit.store import Progress
from quizkit.sync.union import AnkiSide, Difference, difference, our_sides


class Collection(Protocol):
    """What a sync needs of Anki; ``backend`` has the real one."""

    @property
    def today(self) -> int: ...

    def sides(self, names: Mapping[tuple[str, int], str]) -> dict[str, AnkiSide]: ...

    def put(self, card_id: int, card: CardRow, due: int, log: list[LogRow]) -> None: ...

    def suspend(self, card_id: int, *, suspended: bool) -> None: ...


class Moment(NamedTuple):
    """When the sync happens: the learning day, and the way from an instant (ms) to its day."""

    day: int
    learning_day: Callable[[int], int]


def compare(
    collection: Collection, progress: Progress, names: Mapping[tuple[str, int], str], moment: Moment
) -> Difference:
    """What a sync would do with the answers, of cards that Anki has already."""
    ours = our_sides(progress.states(), progress.reviews(), progress.log())
    return difference(collection.sides(names), ours, moment.learning_day)


def exchange(
    collection: Collection,
    progress: Progress,
    names: Mapping[tuple[str, int], str],
    scheduling: Scheduling,
    moment: Moment,
) -> Difference:
    """Join the two logs; returns what was done."""
    found = compare(collection, progress, names, moment)
    if found.pulled or found.actions:
        progress.merge([*found.pulled, *found.actions])
    if found.pushed or found.suspend:
        sides = collection.sides(names)
        whole = learner_of(progress.states(), progress.reviews(), scheduling, moment.day)
        for card, missing in found.pushed.items():
            _push(collection, sides[card], card, missing, whole, moment.day)
        for card, suspended in found.suspend.items():
            collection.suspend(sides[card].id, suspended=suspended)
    return found


def _push(
    collection: Collection,
    side: AnkiSide,
    card: str,
    missing: tuple[Review, ...],
    whole: Learner,
    day: int,
) -> None:
    """Where the card stands after the answers of both sides, and the rows that are missing."""
    state = whole.states[card]
    row = whole.card(card, 0)
    # Days are counted from today, which both sides know, and not from when their collection was made.
    due = collection.today + state.due.day - day if isinstance(state.due, DueDay) else row.due
    shown = replace(whole, states={card: state._replace(suspended=False, buried_until=0)}).card(card, 0)
    instants = {review.reviewed_at for review in missing}
    rows = [each for each in whole.log(card) if each.id in instants]
    collection.put(side.id, shown, due, rows)
