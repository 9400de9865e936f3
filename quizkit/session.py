"""A session as a value: an answer or an undo gives the next session, and the old one still exists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from quizkit.model import Card, Choice, ExtendedText, Gaps, Interaction, Match, Order
from quizkit.queue import Queue, Waiting
from quizkit.responses import Grade, Response
from quizkit.reviews import Action, CardAction, CardState, DueAt, Phase, Rating, Review

if TYPE_CHECKING:
    from random import Random

# What is noted of a card that stays on the screen.
_NOTES = {CardAction.FLAG, CardAction.MARK}
# A learning card is shown this much too early (ms) when nothing else is left, as in Anki.
LEARN_AHEAD = 20 * 60_000


class Turn(NamedTuple):
    """What happened to a card: the entry that the log got, and the state it led to."""

    card_id: str
    phase: Phase
    entry: Review | Action
    state: CardState

    @property
    def is_note(self) -> bool:
        """Whether the card stays where it is."""
        return isinstance(self.entry, Action) and self.entry.action in _NOTES


class Counts(NamedTuple):
    """How many cards are left, of each kind."""

    new: int
    learning: int
    due: int

    @property
    def total(self) -> int:
        return self.new + self.learning + self.due


@dataclass(frozen=True)
class Session:
    """What is left to ask and what was done; ``before`` is the session before the last turn."""

    queue: Queue
    turns: tuple[Turn, ...] = ()
    before: Session | None = None

    def current(self, now: int) -> str | None:
        """The card to ask at instant ``now`` (ms), None when the session is over."""
        learning, pending = self.queue
        if learning and learning[0].due_at <= now:
            return learning[0].card_id
        if pending:
            return pending[0].card_id
        if learning and learning[0].due_at <= now + LEARN_AHEAD:
            return learning[0].card_id
        return None

    def after(self, turn: Turn) -> Session:
        """The session after ``turn``: its card leaves the queue, or waits for its next learning step.

        A note moves nothing.
        """
        if turn.is_note:
            return Session(self.queue, (*self.turns, turn), self)
        learning = tuple(waiting for waiting in self.queue.learning if waiting.card_id != turn.card_id)
        pending = self.queue.pending
        if pending and pending[0].card_id == turn.card_id:
            pending = pending[1:]
        elif any(card.card_id == turn.card_id for card in pending):
            pending = tuple(card for card in pending if card.card_id != turn.card_id)
        due, hidden = turn.state.due, isinstance(turn.entry, Action)
        if isinstance(due, DueAt) and not hidden:
            learning = tuple(sorted((*learning, Waiting(due.at, turn.card_id))))
        return Session(Queue(learning, pending), (*self.turns, turn), self)

    def without(self, card_id: str) -> Session:
        """The session without a card that is no longer there."""
        learning = tuple(waiting for waiting in self.queue.learning if waiting.card_id != card_id)
        pending = tuple(card for card in self.queue.pending if card.card_id != card_id)
        return replace(self, queue=Queue(learning, pending))

    def changed(self, turn: Turn) -> Session:
        """The session in which the last answer was ``turn`` instead, given after what was noted of it."""
        session, notes = self, []
        while session.before is not None and session.turns[-1].is_note:
            notes.append(session.turns[-1])
            session = session.before
        session = session.before or session
        for each in (*reversed(notes), turn):
            session = session.after(each)
        return session

    @property
    def done(self) -> int:
        """How many cards were dealt with: answered, or put away."""
        return sum(not turn.is_note for turn in self.turns)

    @property
    def counts(self) -> Counts:
        phases = Counter(card.phase for card in self.queue.pending)
        new = phases.pop(Phase.NEW, 0)
        return Counts(new, len(self.queue.learning), phases.total())

    @property
    def reviews(self) -> tuple[Review, ...]:
        """The answers given, in order."""
        return tuple(turn.entry for turn in self.turns if isinstance(turn.entry, Review))

    @property
    def missed(self) -> tuple[str, ...]:
        """The cards answered with Again, each once, in order."""
        return tuple(
            dict.fromkeys(review.card_id for review in self.reviews if review.rating is Rating.AGAIN)
        )


class Answered(NamedTuple):
    """One answered card of a quiz."""

    card: Card
    response: Response
    grade: Grade
    duration_ms: int


@dataclass(frozen=True)
class Quiz:
    """A test: cards in a set order, each asked once. ``left``: the learner went before the end."""

    cards: tuple[Card, ...]
    answered: tuple[Answered, ...] = ()
    left: bool = False

    @property
    def current(self) -> Card | None:
        return self.cards[len(self.answered)] if len(self.answered) < len(self.cards) else None

    def after(self, answered: Answered) -> Quiz:
        return replace(self, answered=(*self.answered, answered))

    def undone(self) -> Quiz:
        return replace(self, answered=self.answered[:-1])

    @property
    def points(self) -> float:
        """What the answers earned: scores times what each question counts."""
        return sum(answered.grade.score * answered.card.about.points for answered in self.answered)

    @property
    def possible(self) -> float:
        """What all questions together count, asked or not."""
        return sum(card.about.points for card in self.cards)

    @property
    def share(self) -> float:
        """The points as a share of those possible, 0..1."""
        return self.points / self.possible if self.possible else 0.0

    @property
    def missed(self) -> tuple[Answered, ...]:
        return tuple(answered for answered in self.answered if answered.grade.score < 1)


class OnScreen(NamedTuple):
    """A card until it is answered: as it stands in the deck, as it is shown, since when (ms).

    What else the learner does meanwhile, flagging it or editing its deck, leaves it as it is shown; ``seed``
    gives the same order of options again when its text has changed.
    """

    plain: Card
    shown: Card
    began: int
    seed: int


def takes_answers_of(new: Interaction, old: Interaction) -> bool:
    """Whether an answer to ``old`` can be shown beside ``new``: both have as much to pick from."""
    match new, old:
        case Choice(), Choice():
            return len(new.options) == len(old.options)
        case ExtendedText(), ExtendedText():
            return len(new.rubric) == len(old.rubric)
        case Order(), Order():
            return len(new.items) == len(old.items)
        case Match(), Match():
            return (len(new.items), len(new.partners)) == (len(old.items), len(old.partners))
        case Gaps(), Gaps():
            return len(new.gaps) == len(old.gaps)
        case _:
            return type(new) is type(old)


def presented(card: Card, random: Random, *, shuffle: bool = True) -> Card:
    """The card as it is shown once: options, items to order and partners in a new order."""
    interaction = card.interaction
    shown: Interaction = interaction
    match interaction:
        case Choice(options, right, fixed_order, several) if shuffle and not fixed_order:
            order = _shuffled(len(options), random)
            places = tuple(sorted(order.index(place) for place in right))
            shown = Choice(tuple(options[place] for place in order), places, fixed_order, several)
        case Order(items, ranks):
            order = _shuffled(len(items), random, never_sorted=True)
            shown = Order(tuple(items[place] for place in order), tuple(ranks[place] for place in order))
        case Match(items, partners, partner_of, groups):
            order = _shuffled(len(items), random)
            offered = list(range(len(partners))) if groups else _shuffled(len(partners), random)
            shown = Match(
                tuple(items[place] for place in order),
                tuple(partners[place] for place in offered),
                tuple(offered.index(partner_of[place]) for place in order),
                groups,
            )
        case _:
            pass
    return replace(card, interaction=shown)


def _shuffled(count: int, random: Random, *, never_sorted: bool = False) -> list[int]:
    """The numbers below ``count`` in a new order, which is not the sorted one where that would be the key."""
    order = list(range(count))
    random.shuffle(order)
    if never_sorted and count > 1 and order == sorted(order):
        order = [*order[1:], order[0]]
    return order


def remembered(reviews: tuple[Review, ...]) -> int:
    """How many of the answers were not Again."""
    return sum(review.rating is not Rating.AGAIN for review in reviews)
