"""A test: cards asked once each, with a score at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from quizkit.answers import Answer, grade_of, response_text
from quizkit.deckfile.media import media_of
from quizkit.grading import proposed_rating
from quizkit.messages import _, counted
from quizkit.model import Card, Deck, Question
from quizkit.responses import Grade, SelfRated
from quizkit.reviews import Rating, Review
from quizkit.session import Answered, Quiz, presented
from quizkit.store import Library, Progress
from quizkit.terminal.summary import quiz_ending
from quizkit.terminal.view import Asking, Command, Ending, Feedback, Given, Header, RatingKey, Ui
from quizkit.world import World

_JUDGE_YOURSELF = (
    RatingKey("1", Rating.AGAIN, _("I missed it")),
    RatingKey("2", Rating.GOOD, _("I knew it")),
)
MINUTE = 60_000


class Rules(NamedTuple):
    """How a quiz is held. Times in seconds, 0: none; ``exam``: no feedback before the end.

    ``practice``: once more through what was missed; nothing of it counts.
    """

    exam: bool = False
    time_limit: int = 0
    per_question: int = 0
    shuffle: bool = True
    practice: bool = False


def choose_cards(
    library: Library,
    count: int,
    random: Random,
    fits: Callable[[Question, Deck], bool] = lambda _question, _deck: True,
    *,
    shuffle: bool = True,
) -> tuple[Card, ...]:
    """``count`` cards for a quiz (fewer where there are fewer): at most one of each question.

    ``fits`` selects questions; without ``shuffle`` they come in the order of the decks.
    """
    numbers = list(range(library.question_count))
    random.shuffle(numbers)
    chosen: list[tuple[int, Card]] = []
    for number in numbers:
        question, deck = library.question_at(number)
        if fits(question, deck):
            cards = list(replace(deck, questions=(question,)).cards())
            chosen.append((number, random.choice(cards)))
            if len(chosen) == count:
                break
    return tuple(card for _, card in (chosen if shuffle else sorted(chosen, key=lambda pair: pair[0])))


def take_quiz(
    cards: tuple[Card, ...],
    library: Library,
    ui: Ui,
    world: World,
    save: Progress | None = None,
    rules: Rules = Rules(),  # noqa: B008 - immutable
) -> Quiz:
    """Ask each card once; with ``save`` every answer is also written as a review, before its feedback."""
    ends_at = world.now() + rules.time_limit * 1000 if rules.time_limit else None
    return _Taking(library, ui, world, save, rules, ends_at).take(Quiz(cards))


def ending_of(quiz: Quiz, passing: int | None = None) -> Ending:
    """The score of a quiz and what was missed, to be shown."""
    responses = [response_text(done.card.interaction, done.response) for done in quiz.answered]
    return quiz_ending(quiz, responses, passing)


def practise(ending: Ending, library: Library, ui: Ui, world: World) -> None:
    """Show how it went, and go through what was missed until nothing is or the learner leaves.

    Nothing of it is recorded: right after the answer was on the screen, a card says nothing about memory.
    """
    while ui.conclude(ending):
        cards = tuple(missed.card for missed in ending.missed)
        done = take_quiz(cards, library, ui, world, rules=Rules(practice=True))
        if done.left:
            return
        ending = ending_of(done)


@dataclass(frozen=True)
class _Taking:
    """A quiz being held; ``ends_at``: when all of its time is up (ms since 1970 UTC)."""

    library: Library
    ui: Ui
    world: World
    save: Progress | None
    rules: Rules
    ends_at: int | None

    def take(self, quiz: Quiz) -> Quiz:
        while (card := quiz.current) is not None and not self._is_over(self.world.now()):
            shown = presented(card, self.world.random, shuffle=self.rules.shuffle)
            answered, leaves = self._turn(shown, quiz)
            quiz = quiz.after(answered) if answered else quiz
            if leaves:
                return replace(quiz, left=quiz.current is not None)
        return quiz

    def _turn(self, card: Card, quiz: Quiz) -> tuple[Answered | None, bool]:
        """One question and its answer (None: there was none), and whether the learner leaves."""
        limit = self.rules.per_question * 1000
        header = self._header(card, quiz)
        asked = Asking(header, card, frozenset({Command.QUIT}), media_of(card), limit_ms=limit)
        began = self.world.now()
        reply = self.ui.ask(asked)
        at = self.world.now()  # of the answer, however long it takes to judge it
        judged = _judged(reply, asked, self.library, self.ui)
        if judged is None:
            return None, True
        given, earned = judged
        duration = max(0, at - began - given.paused_ms)
        if 0 < limit < duration or self._is_over(at):
            earned = Grade(0.0, _("The time was up."))
        answer = Answer(card, given.response, earned, at, duration, given.hints)
        if self.save is not None:
            self.save.append(_review(answer, self.world))
        answered = Answered(card, given.response, earned, duration)
        if reply is Command.REVEAL or self.rules.exam:
            return answered, False
        if len(quiz.answered) + 1 == len(quiz.cards):  # nothing is left that could be given up
            header = header._replace(for_good=False)
        shown = Feedback(header, *asked[1:3], (), Rating.GOOD, given.response, earned, asked.media)
        return answered, self.ui.rate(shown) is Command.QUIT

    def _is_over(self, at: int) -> bool:
        return self.ends_at is not None and at > self.ends_at

    def _header(self, card: Card, quiz: Quiz) -> Header:
        done, total = len(quiz.answered), len(quiz.cards)
        title = _("Practice: not recorded") if self.rules.practice else card.deck_title
        left = "" if self.ends_at is None else _minutes_left(self.ends_at - self.world.now())
        return Header(title, done, total, remaining=left, for_good=not self.rules.practice)


def _minutes_left(ms: int) -> str:
    return counted("{count} min left", "{count} min left", -(-max(0, ms) // MINUTE))


def _judged(reply: Given | Command, asked: Asking, library: Library, ui: Ui) -> tuple[Given, Grade] | None:
    """What was given and what it earned, by the learner's own judgement after a reveal; None: they leave."""
    card = asked.card
    if reply is Command.REVEAL:
        rated = ui.rate(Feedback(*asked[:3], _JUDGE_YOURSELF, media=asked.media))
        if isinstance(rated, Command):
            return None
        return Given(SelfRated(rated)), Grade(float(rated is not Rating.AGAIN))
    if isinstance(reply, Command):
        return None
    return reply, grade_of(card, reply, library.context(card))


def _review(answer: Answer, world: World) -> Review:
    """The answer for the log, with the learner's own rating or the one that its grade proposes."""
    if isinstance(answer.response, SelfRated):
        return answer._replace(grade=None).review(world, answer.response.rating, None)
    proposed = proposed_rating(answer.grade or Grade(0.0), hints=answer.hints)
    return answer.review(world, proposed, proposed)
