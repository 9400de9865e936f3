"""What a learner did with cards, and what follows from it: the words of the log.

Reviews, actions and undos are written once and never changed; the state of a card is what replaying them
gives. Instants are integers: milliseconds since 1970-01-01 UTC. Days are integers: the proleptic Gregorian
ordinal (``date.toordinal``) of the *learning day*, which begins at a set local hour (see ``days``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

# --- what a learner did -----------------------------------------------------------------------------


class Rating(IntEnum):
    """How well a card was recalled; the numbers are those of Anki, py-fsrs and fsrs-rs."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Review:
    """One answer to one card; never changed once written.

    ``reviewed_at``: ms since 1970 UTC; ``day``: the learning day it counted for; ``duration_ms``: from the
    question on screen to the answer; ``score``: 0..1 where the answer was graded; ``proposed``: the rating
    the grade proposed, where the learner could change it; ``response``: what was typed or picked;
    ``override``: the learner said "I was right" against the grade; ``native``: for an answer given in Anki
    the other columns of its row there (``ivl lastIvl factor time type``), so that it goes back as it was.
    """

    id: str
    card_id: str
    rating: Rating
    reviewed_at: int
    day: int
    duration_ms: int = 0
    score: float | None = None
    proposed: Rating | None = None
    response: str = ""
    override: bool = False
    native: str = ""

    @property
    def is_practice(self) -> bool:
        return is_practice(self.native)


def is_practice(native: str) -> bool:
    """Whether an answer was given in Anki in a deck made by a filter that moves no card: its factor is 0."""
    return native.endswith(" 3") and native.split()[2] == "0"


class CardAction(IntEnum):
    """What can be done with a card besides answering it; the last three were done in Anki."""

    SUSPEND = 1
    UNSUSPEND = 2
    BURY = 3
    FLAG = 4
    MARK = 5
    FORGET = 6
    PLACE = 7
    KEEP = 8


@dataclass(frozen=True, slots=True)
class Action:
    """An action on a card; ``day``: the learning day (a buried card comes back on the next).

    ``detail`` is, for FLAG, the colour to set (Anki's 1..7; without one the flag is put up or taken down);
    for PLACE, where the card stands: the numbers of a :class:`Place`; for FORGET and KEEP the row of Anki's
    log (``ease ivl lastIvl factor time type``), which for KEEP moves nothing.
    """

    id: str
    card_id: str
    action: CardAction
    acted_at: int
    day: int
    detail: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes back the entry ``entry_id``, which stays in the log."""

    id: str
    entry_id: str
    undone_at: int


Entry = Review | Action | Undo


class Exported(NamedTuple):
    """What is remembered of a question that went to Anki.

    ``note_id`` is its id there, ``digest`` stands for its content, ``changed_at`` (seconds since 1970 UTC) is
    when that last changed, ``note_type`` and ``deck`` are what it is there and where it lies, ``text`` its
    first words. ``file``: the deck file that it stood in; ``cards``: the numbers of its cards; ``media``
    stands for the content of files that its fields do not tell; ``replaced_at``: the date of what it said
    before; ``latest``: a later date that it once had from a clock that was ahead; ``gone``: it is in no
    deck any more; ``stays`` stands for what was edited here and has no place in its note. What an earlier
    quizkit did not remember is empty.
    """

    note_id: int
    digest: str
    changed_at: int
    note_type: str
    deck: str
    text: str
    file: str = ""
    cards: str = ""
    media: str = ""
    replaced_at: int = 0
    latest: int = 0
    gone: bool = False
    stays: str = ""


# --- what follows from it ---------------------------------------------------------------------------


class MemoryState(NamedTuple):
    """``stability`` in days (the interval at which recall is 90 % likely), ``difficulty`` 1..10."""

    stability: float
    difficulty: float


class Phase(IntEnum):
    """Where a card stands; the numbers are Anki's card types."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class DueDay(NamedTuple):
    """Due on a learning day or after it."""

    day: int


class DueAt(NamedTuple):
    """Due at an instant (learning steps of minutes)."""

    at: int


Due = DueDay | DueAt


class CardState(NamedTuple):
    """What the log says of a card: a cache, since replaying the log gives it back.

    ``memory`` is None for a card never answered; ``step``: learning steps behind it;
    ``last_day``: the learning day of its last review; ``buried_until``: hidden before this day;
    ``flagged``: for the learner's own purposes, in Anki's colours 1..7; ``marked``: for the author.
    """

    memory: MemoryState | None = None
    due: Due = DueDay(0)
    phase: Phase = Phase.NEW
    step: int = 0
    reps: int = 0
    lapses: int = 0
    last_day: int = 0
    suspended: bool = False
    buried_until: int = 0
    flagged: int = 0
    marked: bool = False


class Place(NamedTuple):
    """Where a card stands in Anki: it is due on a learning day, or at an instant (ms) in its steps.

    ``step``: how many of its steps lie behind it; stability (in days), difficulty and last day are 0 where
    the answers tell them. The last three are Anki's own, for the way back: the interval, which after a date
    was set by hand may be another than from the last day to the due day, the ease, and the steps left.
    """

    phase: int
    due_day: int = 0
    due_at: int = 0
    step: int = 0
    stability: float = 0.0
    difficulty: float = 0.0
    last_day: int = 0
    reps: int = 0
    lapses: int = 0
    interval: int = 0
    ease: int = 0
    left: int = 0


class History(NamedTuple):
    """What another program knows of a card.

    ``reviews``: for each answer, oldest first, the fields of a valid :class:`Review` in their order;
    ``standing``: what says where the card stands after them, where that is known.
    """

    card_id: str
    reviews: Sequence[Sequence[Any]]
    actions: Sequence[Action]
    standing: Action | None
