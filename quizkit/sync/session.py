"""One sync: what Anki lacks goes there, what our log lacks comes here.

The order makes it safe to be killed anywhere: answers from Anki are in our log first, and what is sent is
found missing again as long as it has not arrived.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from quizkit.deckfile.native import NativeNote
from quizkit.exporters.anki import Changes, Filed, Learner, Note, package
from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.notes import same_deck
from quizkit.exporters.anki.progress import LogRow
from quizkit.exporters.anki.writer import Progress as Travelling
from quizkit.importers.history import MANUAL
from quizkit.importers.html import media_in
from quizkit.reviews import CardState, DueDay, Entry, Exported, Review
from quizkit.store import Exports, Progress
from quizkit.sync.agreed import Agreed
from quizkit.sync.backend import Placement
from quizkit.sync.merging import AnkiNote, Rewrite
from quizkit.sync.notes import Sending, sending
from quizkit.sync.union import AnkiSide, Difference, difference, our_sides

Names = Mapping[tuple[str, int], str]


class Collection(Protocol):
    """What a sync needs of Anki; ``backend`` has the real one."""

    @property
    def today(self) -> int: ...

    def used_cards(self) -> Mapping[int, Set[int]]: ...

    def take(self, package: bytes) -> None: ...

    def rewrite(self, notes: Mapping[int, Rewrite], media: Iterable[MediaFile]) -> None: ...

    def notes(self, ours: Mapping[str, Note]) -> dict[str, AnkiNote]: ...

    def decks_of(self, guids: Set[str]) -> Iterable[tuple[int, str, str]]: ...

    def move(self, cards: Mapping[int, str]) -> None: ...

    def sides(self, names: Names) -> dict[str, AnkiSide]: ...

    def put(self, placements: Sequence[Placement], suspend: Mapping[int, bool]) -> None: ...


@dataclass(frozen=True)
class Ours:
    """Our side: the decks as notes, what of them was sent before, and the learner.

    ``names``: our card by the guid of its note and its number there; ``today``: the learning day;
    ``learner``: makes the learner of the log as it is when called; ``agreed``: after the last sync with this
    collection; ``natives``: the notes that came from Anki as they were at the last import, by guid;
    ``now``: in seconds since 1970 UTC.
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
    agreed: Agreed = Agreed()
    natives: Mapping[str, NativeNote] = field(default_factory=dict)
    now: int = 0


class Plan(NamedTuple):
    """What a sync does.

    ``moves``: the names of the decks that cards of Anki go to, where their questions are now;
    ``travelling``: how many answers go along with new notes; ``sides``: Anki's cards.
    """

    notes: Sending
    moves: dict[int, str]
    answers: Difference
    travelling: int
    sides: Mapping[str, AnkiSide]

    def __bool__(self) -> bool:
        return bool(self.notes or self.moves or self.answers)


def plan(collection: Collection, ours: Ours) -> Plan:
    """What a sync would do. Nothing is changed, on neither side."""
    known = ours.exports.known()
    there = collection.notes({each.note.guid: each.note for each in ours.notes})
    agreed = ours.agreed.notes
    notes = sending(
        ours.notes, ours.changes.exported, known, there, ours.media, agreed, ours.natives, ours.now
    )
    here, sides = our_sides(ours.progress.states(), ours.progress.log()), collection.sides(ours.names)
    new = {each.note.guid for each in notes.new}
    cards = {card for (guid, _), card in ours.names.items() if guid in new}
    travelling = sum(len(here[card].live) for card in cards & here.keys())
    suspended = {
        card: card in ours.agreed.suspended for (guid, _), card in ours.names.items() if guid in agreed
    }
    answers = difference(sides, here, ours.learning_day, ours.today, suspended)
    return Plan(notes, _moves(collection, notes.moved), answers, travelling, sides)


def _moves(collection: Collection, moved: Mapping[str, tuple[str, str]]) -> dict[int, str]:
    """The cards that still lie where we filed them; where their learner filed one, it stays."""
    if not moved:
        return {}
    return {
        card: moved[guid][1]
        for card, guid, deck in collection.decks_of(moved.keys())
        if same_deck(deck) == same_deck(moved[guid][0])
    }


def carry_out(collection: Collection, ours: Ours, planned: Plan) -> Agreed:
    """Do what was planned; returns what both sides say now, or said of decks that were left out."""
    _send(collection, ours, planned.notes)
    collection.move(planned.moves)
    if planned.notes or planned.moves:  # new cards may have more answers here, or there already
        planned = plan(collection, ours)
    if planned.answers:
        _join(collection, ours, planned)
    sides = collection.sides(ours.names) if planned.answers else planned.sides
    suspended = {card for card, side in sides.items() if side.suspended}
    of_others = ours.agreed.suspended - set(ours.names.values())
    return Agreed(frozenset(suspended | of_others), planned.notes.said)


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
    sent = [*(each.note.fields for each in notes.new), *(each.fields for each in notes.changed.values())]
    named = {name for fields in sent for field in fields if field for name in media_in(field)}
    media = [file for file in ours.media if file.name in named or file.name.startswith("_")]
    if notes.new:
        progress = Travelling(ours.learner(), ours.names)
        used = collection.used_cards()
        collection.take(package(notes.new, notes.exported, media, progress, used=used))
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
