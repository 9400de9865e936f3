"""One sync: what Anki lacks goes there, what our log lacks comes here.

The order makes it safe to be killed anywhere: answers from Anki are in our log first, and what is sent is
found missing again as long as it has not arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from quizkit.exporters.anki import Changes, Filed, Learner, Note, package
from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.progress import LogRow
from quizkit.exporters.anki.writer import Progress as Travelling
from quizkit.importers.history import MANUAL
from quizkit.importers.html import media_in
from quizkit.reviews import CardState, DueDay, Entry, Exported, Review
from quizkit.store import Exports, Progress
from quizkit.sync.backend import Placement
from quizkit.sync.notes import AnkiNote, Sending, sending
from quizkit.sync.union import AnkiSide, Difference, difference, our_sides

Names = Mapping[tuple[str, int], str]


class Collection(Protocol):
    """What a sync needs of Anki; ``backend`` has the real one."""

    @property
    def today(self) -> int: ...

    def take(self, package: bytes) -> None: ...

    def rewrite(self, notes: Mapping[int, Note], media: Iterable[MediaFile]) -> None: ...

    def notes(self) -> dict[str, AnkiNote]: ...

    def sides(self, names: Names) -> dict[str, AnkiSide]: ...

    def put(self, placements: Sequence[Placement], suspend: Mapping[int, bool]) -> None: ...


@dataclass(frozen=True)
class Ours:
    """Our side: the decks as notes, what of them was sent before, and the learner.

    ``names``: our card by the guid of its note and its number there; ``today``: the learning day;
    ``learner``: makes the learner of the log as it is when called; ``agreed``: see
    :func:`quizkit.sync.union.difference`.
    """

    notes: Sequence[Filed]
    changes: Changes
    media: Sequence[MediaFile]
    names: Names
    exports: Exports
    progress: Progress
    learner: Callable[[], Learner]
    learning_day: Callable[[int], int]
    today: int
    agreed: frozenset[str] | None = None


class Plan(NamedTuple):
    """What a sync does. ``travelling``: how many answers go along with new notes; ``sides``: Anki's cards."""

    notes: Sending
    answers: Difference
    travelling: int
    sides: Mapping[str, AnkiSide]

    def __bool__(self) -> bool:
        return bool(self.notes or self.answers)


def plan(collection: Collection, ours: Ours) -> Plan:
    """What a sync would do. Nothing is changed, on neither side."""
    known, there = ours.exports.known(), collection.notes()
    notes = sending(ours.notes, ours.changes.exported, known, there, ours.media)
    here, sides = our_sides(ours.progress.states(), ours.progress.log()), collection.sides(ours.names)
    new = {each.note.guid for each in notes.new}
    cards = {card for (guid, _), card in ours.names.items() if guid in new}
    travelling = sum(len(here[card].live) for card in cards & here.keys())
    return Plan(notes, difference(sides, here, ours.learning_day, ours.today, ours.agreed), travelling, sides)


def carry_out(collection: Collection, ours: Ours, planned: Plan) -> frozenset[str]:
    """Do what was planned; returns the cards that are now suspended on both sides."""
    _send(collection, ours, planned.notes)
    if planned.notes:  # cards that came with them may have more answers here, or there already
        planned = plan(collection, ours)
    if planned.answers:
        _join(collection, ours, planned)
    sides = collection.sides(ours.names) if planned.answers else planned.sides
    return frozenset(card for card, side in sides.items() if side.suspended)


def _join(collection: Collection, ours: Ours, planned: Plan) -> None:
    """Bring the answers and suspensions of each side to the other, ours first."""
    answers, sides = planned.answers, planned.sides
    entries: list[Entry] = [*answers.pulled, *answers.undos, *answers.actions, *answers.moves]
    if entries:
        ours.progress.merge(entries)
    learner = ours.learner()
    collection.put(
        [
            _placement(collection.today, sides[card], card, answers, learner)
            for card in dict.fromkeys([*answers.pushed, *answers.withdrawn, *answers.behind])
        ],
        {sides[card].id: suspended for card, suspended in answers.suspend.items()},
    )


def _send(collection: Collection, ours: Ours, notes: Sending) -> None:
    """New notes go as a package, with the progress of their cards; only what was sent is remembered."""
    sent = [*(each.note for each in notes.new), *notes.changed.values()]
    named = {name for note in sent for field in note.fields for name in media_in(field)}
    media = [file for file in ours.media if file.name in named or file.name.startswith("_")]
    if notes.new:
        collection.take(package(notes.new, notes.exported, media, Travelling(ours.learner(), ours.names)))
    if notes.changed:
        collection.rewrite(notes.changed, media)
    ours.exports.remember(_news(notes.exported, ours.exports.known()), ours.changes.gone)


def _news(exported: Mapping[str, Exported], known: Mapping[str, Exported]) -> dict[str, Exported]:
    return {name: note for name, note in exported.items() if known.get(name) != note}


def _placement(today: int, side: AnkiSide, card: str, answers: Difference, learner: Learner) -> Placement:
    """Where a card stands after the answers of both sides, and the rows that Anki lacks."""
    # Whether the card is hidden is another matter.
    state = learner.states.get(card, CardState())._replace(suspended=False, buried_until=0)
    row = replace(learner, states={card: state}).card(card, 0)
    # Days are counted from today, which both sides know, and not from when their collection was made.
    due = today + state.due.day - learner.day if isinstance(state.due, DueDay) else row.due
    missing = {review.id for review in answers.pushed.get(card, ())}
    log = [row for review, row in learner.answers(card) if review.id in missing]
    log += [_taken_back(review, row.ivl, row.factor) for review in answers.withdrawn.get(card, ())]
    return Placement(side.id, row, due, log)


def _taken_back(review: Review, interval: int, factor: int) -> LogRow:
    """The row that says so (see ``MANUAL``). A factor of 0 would mean a card that was reset."""
    return LogRow(review.reviewed_at + 1, 0, interval, interval, factor or 1, int(review.rating), MANUAL)
