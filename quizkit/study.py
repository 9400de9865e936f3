"""The loops that join a session, the store, the terminal and the clock.

An answer that was graded is written to the store *before* its feedback is drawn, with the rating the
grade proposes; changing the rating takes that entry back and writes another. So whatever a learner has
seen judged is on the disk, whenever the process dies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import NamedTuple

from quizkit import days
from quizkit.grading import grade, proposed_rating
from quizkit.model import (
    Action,
    Card,
    CardAction,
    CardState,
    DueAt,
    DueDay,
    Grade,
    Rating,
    Response,
    Reveal,
    Review,
    SelfRated,
    Undo,
)
from quizkit.queue import Limits, build
from quizkit.scheduler import Outcome, Scheduling, outcomes
from quizkit.session import Answered, Quiz, Session, Turn, presented
from quizkit.store import Library, Progress
from quizkit.terminal.screens import response_text
from quizkit.terminal.view import Asking, Command, Feedback, Header, RatingKey, Ui

_ACTIONS = {Command.SUSPEND: CardAction.SUSPEND, Command.BURY: CardAction.BURY}
_JUDGE_YOURSELF = (
    RatingKey("1", Rating.AGAIN, "I missed it"),
    RatingKey("2", Rating.GOOD, "I knew it"),
)


@dataclass(frozen=True)
class World:
    """What a session needs of the outside: the clock (ms since 1970 UTC), chance, and when a day begins."""

    now: Callable[[], int]
    random: Random
    rollover_hour: int = days.ROLLOVER_HOUR

    def day(self) -> int:
        return self.day_of(self.now())

    def day_of(self, at: int) -> int:
        return days.learning_day(at, rollover_hour=self.rollover_hour)

    def day_ends_at(self) -> int:
        return days.day_begins_at(self.day() + 1, rollover_hour=self.rollover_hour)

    def new_id(self) -> str:
        """An id no other machine makes: the time, then 80 random bits; ids sort by time."""
        return f"{self.now():012x}{self.random.getrandbits(80):020x}"


class _Left(Exception):
    """The learner leaves."""


class _Answer(NamedTuple):
    """An answer as given, before it is rated."""

    card: Card
    response: Response
    grade: Grade | None
    at: int
    duration_ms: int

    def review(self, world: World, rating: Rating, proposed: Rating | None) -> Review:
        return Review(
            world.new_id(),
            self.card.id,
            rating,
            self.at,
            world.day_of(self.at),  # the day of the answer, however late it is rated
            self.duration_ms,
            None if self.grade is None else self.grade.score,
            proposed,
            # A terminal passes bytes that are no text on as lone surrogates, which no file can hold.
            response_text(self.card.interaction, self.response).encode(errors="replace").decode(),
        )


@dataclass
class Study:
    """Spaced repetition over a library, until nothing is left to ask or the learner leaves."""

    progress: Progress
    library: Library
    ui: Ui
    world: World
    scheduling: Scheduling
    limits: Limits
    session: Session = field(init=False)
    _notice: str = ""

    def __post_init__(self) -> None:
        day = self.world.day()
        seen = {card_id.partition("#")[0] for card_id in self.progress.seen_on(day)}
        left = self.limits._replace(
            new=max(0, self.limits.new - self.progress.new_on(day)),
            reviews=max(0, self.limits.reviews - self.progress.reviewed_on(day)),
        )
        due = self.library.due(day, self.world.day_ends_at())
        self.session = Session(build(due, self.library.new(day), day=day, limits=left, seen=seen))

    def run(self) -> Session:
        """Ask until the session is over; returns what was done."""
        try:
            while (card_id := self.session.current(self.world.now())) is not None:
                self._ask(card_id)
        except _Left:
            pass
        return self.session

    def _ask(self, card_id: str) -> None:
        card = presented(self.library.card(card_id), self.world.random)
        state = self.progress.state(card_id)
        began = self.world.now()
        view = Asking(self._header(card), card, self._commands())
        reply = self.ui.ask(view)
        self._notice = ""
        if isinstance(reply, Command) and reply is not Command.REVEAL:
            self._command(reply, card_id, state)
            return
        at = self.world.now()
        if isinstance(card.interaction, Reveal) or isinstance(reply, Command):
            self._rate_yourself(_Answer(card, SelfRated(Rating.GOOD), None, at, at - began), state)
        else:
            self._judge(_Answer(card, reply, grade(card.interaction, reply), at, at - began), state)

    def _rate_yourself(self, answer: _Answer, state: CardState) -> None:
        after = self._outcomes(answer, state)
        view = Feedback(self._header(answer.card), answer.card, self._commands(), self._rating_keys(after))
        reply = self.ui.rate(view)
        if isinstance(reply, Command):
            self._command(reply, answer.card.id, state)
            return
        self._write(answer, state, reply, None)

    def _judge(self, answer: _Answer, state: CardState) -> None:
        """Write what the grade proposes, show it, and follow the learner who rates otherwise."""
        earned = answer.grade or Grade(0.0)
        proposed = proposed_rating(earned)
        after = self._outcomes(answer, state)
        written = self._write(answer, state, proposed, proposed)
        commands = self._commands()
        keys = self._rating_keys(after)
        view = Feedback(
            self._header(answer.card), answer.card, commands, keys, proposed, answer.response, earned
        )
        reply = self.ui.rate(view)
        if isinstance(reply, Command):
            self._command(reply, answer.card.id, self.progress.state(answer.card.id))
        elif reply is not proposed:
            review = answer.review(self.world, reply, proposed)
            new_state = self.progress.append(self._undo(written.id), review)
            self.session = self.session.changed(Turn(answer.card.id, state.phase, review, new_state))

    def _write(self, answer: _Answer, state: CardState, rating: Rating, proposed: Rating | None) -> Review:
        """The answer as a review: on the disk, and in the session."""
        review = answer.review(self.world, rating, proposed)
        new_state = self.progress.append(review)
        self.session = self.session.after(Turn(answer.card.id, state.phase, review, new_state))
        return review

    def _command(self, command: Command, card_id: str, state: CardState) -> None:
        match command:
            case Command.QUIT:
                raise _Left
            case Command.UNDO:
                self._take_back()
            case Command.SUSPEND | Command.BURY:
                action = _ACTIONS[command]
                entry = Action(self.world.new_id(), card_id, action, self.world.now(), self.world.day())
                new_state = self.progress.append(entry)
                self.session = self.session.after(Turn(card_id, state.phase, entry, new_state))
                what = "suspended" if action is CardAction.SUSPEND else "buried until tomorrow"
                self._notice = f"Card {what}; u takes it back."
            case Command.REVEAL:
                pass

    def _take_back(self) -> None:
        if not self.session.turns or self.session.before is None:
            self._notice = "There is nothing to undo."
            return
        self.progress.append(self._undo(self.session.turns[-1].entry.id))
        self.session = self.session.before
        self._notice = "Taken back."

    def _undo(self, entry_id: str) -> Undo:
        return Undo(self.world.new_id(), entry_id, self.world.now())

    def _outcomes(self, answer: _Answer, state: CardState) -> dict[Rating, Outcome]:
        day = self.world.day_of(answer.at)
        return outcomes(state, answer.card.id, day, answer.at, self.scheduling)

    def _rating_keys(self, after: dict[Rating, Outcome]) -> tuple[RatingKey, ...]:
        return tuple(
            RatingKey(str(int(rating)), rating, rating.name.capitalize(), self._then(outcome))
            for rating, outcome in after.items()
        )

    def _then(self, outcome: Outcome) -> str:
        match outcome.due:
            case DueDay(day):
                return days.in_words(day - self.world.day())
            case DueAt(at):
                return days.span_in_words(at - self.world.now())

    def _header(self, card: Card) -> Header:
        done = len(self.session.turns)
        counts = self.session.counts
        return Header(card.deck_title, done, done + counts.total, counts, self._notice)

    def _commands(self) -> frozenset[Command]:
        commands = {Command.SUSPEND, Command.BURY, Command.QUIT}
        return frozenset(commands | ({Command.UNDO} if self.session.turns else set()))


def choose_cards(library: Library, count: int, random: Random) -> tuple[Card, ...]:
    """``count`` cards for a quiz (fewer where there are fewer): at most one of each question, shuffled."""
    numbers = random.sample(range(library.question_count), min(count, library.question_count))
    cards: list[Card] = []
    for number in numbers:
        question, deck = library.question_at(number)
        cards.append(random.choice(list(replace(deck, questions=(question,)).cards())))
    return tuple(cards)


def take_quiz(cards: tuple[Card, ...], ui: Ui, world: World, save: Progress | None = None) -> Quiz:
    """Ask each card once; with ``save`` every answer is also written as a review, before its feedback."""
    quiz = Quiz(cards)
    while (card := quiz.current) is not None:
        try:
            quiz = quiz.after(_quiz_turn(presented(card, world.random), quiz, ui, world, save))
        except _Left:
            break
    return quiz


def _quiz_turn(card: Card, quiz: Quiz, ui: Ui, world: World, save: Progress | None) -> Answered:
    header = Header(card.deck_title, len(quiz.answered), len(quiz.cards))
    commands = frozenset({Command.QUIT})
    began = world.now()
    reply = ui.ask(Asking(header, card, commands))
    duration = world.now() - began
    if reply is Command.REVEAL:
        rated = ui.rate(Feedback(header, card, commands, _JUDGE_YOURSELF))
        if isinstance(rated, Command):
            raise _Left
        response: Response = SelfRated(rated)
        earned = grade(card.interaction, response)
        _save(save, _Answer(card, response, None, world.now(), duration), rated, world)
        return Answered(card, response, earned, duration)
    if isinstance(reply, Command):
        raise _Left
    earned = grade(card.interaction, reply)
    _save(save, _Answer(card, reply, earned, world.now(), duration), proposed_rating(earned), world)
    answered = Answered(card, reply, earned, duration)
    ui.rate(Feedback(header, card, frozenset(), (), Rating.GOOD, reply, earned))
    return answered


def _save(progress: Progress | None, answer: _Answer, rating: Rating, world: World) -> None:
    if progress is not None:
        proposed = None if answer.grade is None else rating
        progress.append(answer.review(world, rating, proposed))
