"""The words of quizkit as types: decks, questions, cards, interactions, reviews and card states.

Instants are integers: milliseconds since 1970-01-01 UTC. Days are integers: the proleptic Gregorian
ordinal (``date.toordinal``) of the *learning day*, which begins at a set local hour (see ``days``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple, Protocol

# --- what a learner is asked ------------------------------------------------------------------------


class Option(NamedTuple):
    """One option of a choice; ``feedback`` says why it is right or wrong."""

    text: str
    feedback: str = ""


class Reveal(NamedTuple):
    """The learner recalls, sees the answer and rates themselves."""

    answer: str


class TextKey(NamedTuple):
    """A text as the answer: ``accept`` are as right, ``reject`` wrong with their feedback.

    ``exact``: nothing is forgiven, not even case.
    """

    text: str
    accept: tuple[str, ...] = ()
    reject: tuple[Option, ...] = ()
    exact: bool = False


class NumberKey(NamedTuple):
    """A number as the answer, as its author wrote it; ``tolerance`` is absolute (0.5) or a share (5%)."""

    value: str
    unit: str = ""
    tolerance: str = ""


class DateKey(NamedTuple):
    """A date as the answer: 1999-12-08, 1999-12 or 1999."""

    text: str


Key = TextKey | NumberKey | DateKey


class TextEntry(NamedTuple):
    """The learner types: one answer, or ``need`` of several in any order."""

    keys: tuple[Key, ...]
    need: int = 1

    @property
    def several(self) -> bool:
        return len(self.keys) > 1


class Choice(NamedTuple):
    """The learner picks one option, or ``several``; ``right`` are the indexes of the right ones.

    ``fixed_order`` keeps the options as they stand (true before false); otherwise they are shuffled.
    """

    options: tuple[Option, ...]
    right: tuple[int, ...]
    fixed_order: bool = False
    several: bool = False


class Gap(NamedTuple):
    """A hole in a text; ``hint`` is shown in its place; with ``wrong`` options it is picked, not typed."""

    key: TextKey
    hint: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def answer(self) -> str:
        return self.key.text

    @property
    def options(self) -> tuple[str, ...]:
        """What a drop-down offers, in an order that says nothing; () where the gap is typed."""
        return tuple(sorted((self.answer, *self.wrong), key=str.casefold)) if self.wrong else ()


class Gaps(NamedTuple):
    """The learner fills every gap of a text, in order."""

    segments: tuple[str | Gap, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(segment for segment in self.segments if isinstance(segment, Gap))


class Order(NamedTuple):
    """The learner puts items in order; ``ranks`` are the true places of ``items`` as they stand here."""

    items: tuple[str, ...]
    ranks: tuple[int, ...]

    @property
    def in_order(self) -> tuple[str, ...]:
        return tuple(item for _, item in sorted(zip(self.ranks, self.items, strict=True)))


class Match(NamedTuple):
    """The learner finds a partner for each item: ``partner_of[i]`` is the index of the one of ``items[i]``.

    ``groups``: the partners are categories, each of which may take several items; ``partners`` may hold
    some that belong to no item.
    """

    items: tuple[str, ...]
    partners: tuple[str, ...]
    partner_of: tuple[int, ...]
    groups: bool = False


class ExtendedText(NamedTuple):
    """The learner writes, then ticks which points of the ``rubric`` the text makes."""

    rubric: tuple[str, ...]
    model_answer: str = ""


Interaction = Reveal | TextEntry | Choice | Gaps | Order | Match | ExtendedText


# --- decks ------------------------------------------------------------------------------------------


class About(NamedTuple):
    """What any question may carry besides its question: all optional."""

    hint: tuple[str, ...] = ()
    explain: str = ""
    tags: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    as_of: str = ""
    according_to: str = ""
    image: str = ""
    audio: str = ""
    points: float = 1.0
    evidence: tuple[str, ...] = ()


class Part(NamedTuple):
    """One card's worth of a question; ``name`` is "" where the question has a single card."""

    name: str
    prompt: str
    interaction: Interaction


class Content(Protocol):
    """What a question type reads from its own keys; one class per file in ``questions``."""

    def text(self) -> str:
        """The text that identifies the question when its author gave no id."""

    def parts(self, language: str) -> Iterator[Part]:
        """The cards of the question, in order; ``language`` is the deck's, for words like True and False."""


@dataclass(frozen=True, slots=True)
class Card:
    """The unit that is scheduled. ``id`` is the question's id, and ``#part`` where there are several.

    ``deck_path`` is the deck's file: beside it lie the picture and the sound that ``about`` names;
    ``language`` is the deck's.
    """

    id: str
    question_id: str
    prompt: str
    interaction: Interaction
    about: About
    deck_title: str = ""
    deck_path: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a deck. ``id`` is ``deck key/local id``, unique over all decks.

    ``derived`` says that the local id was made by quizkit from the text; ``line`` is where the
    question begins in the file, counted from 1.
    """

    id: str
    type: str
    content: Content
    about: About
    derived: bool = False
    line: int = 0

    @property
    def local_id(self) -> str:
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Deck:
    """One YAML file: ``key`` identifies it, ``title`` is shown."""

    key: str
    title: str
    language: str = "en"
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    path: str = ""

    def cards(self) -> Iterator[Card]:
        """Every card of the deck, in the order of the file."""
        for question in self.questions:
            yield from cards_of(question, self)


def cards_of(question: Question, deck: Deck) -> Iterator[Card]:
    """The cards of one question of ``deck``."""
    for part in question.content.parts(deck.language):
        yield Card(
            card_id(question.id, part.name),
            question.id,
            part.prompt,
            part.interaction,
            question.about,
            deck.title,
            deck.path,
            deck.language,
        )


def card_id(question_id: str, part: str) -> str:
    return f"{question_id}#{part}" if part else question_id


def question_of(card: str) -> str:
    """The question id inside a card id."""
    return card.partition("#")[0]


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
    first words.
    """

    note_id: int
    digest: str
    changed_at: int
    note_type: str
    deck: str
    text: str


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


# --- what an answer earned --------------------------------------------------------------------------


class Typed(NamedTuple):
    """A typed text."""

    text: str


class Picked(NamedTuple):
    """The indexes of the picked options."""

    options: tuple[int, ...]


class Filled(NamedTuple):
    """One typed text for each gap."""

    texts: tuple[str, ...]


class SelfRated(NamedTuple):
    """The learner's own judgement after seeing the answer."""

    rating: Rating


class Ordered(NamedTuple):
    """The indexes of the items in the learner's order."""

    items: tuple[int, ...]


class Matched(NamedTuple):
    """For each item the index of the partner it was given."""

    partners: tuple[int, ...]


class Written(NamedTuple):
    """A written text, and the indexes of the rubric's points that its writer ticked."""

    text: str
    ticked: tuple[int, ...]


Response = Typed | Picked | Filled | SelfRated | Ordered | Matched | Written


class Grade(NamedTuple):
    """What an answer earned: ``score`` 0..1, and what to say about it.

    ``note`` is a remark on an accepted answer: an accent, a typo, a missing unit.
    """

    score: float
    feedback: str = ""
    note: str = ""
