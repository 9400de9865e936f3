"""What is asked: decks, questions, cards, and the interactions that they ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

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
