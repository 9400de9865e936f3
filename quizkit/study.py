"""Spaced repetition: the loop that joins a session, the store, the terminal and the clock.

An answer that was graded is written to the store *before* its feedback is drawn, with the rating the
grade proposes; changing the rating takes that entry back and writes another. So whatever a learner has
seen judged is on the disk, whenever the process dies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from quizkit import days
from quizkit.answers import Answer, grade_of
from quizkit.deckfile.media import media_of
from quizkit.errors import QuizkitError
from quizkit.grading import proposed_rating
from quizkit.messages import _
from quizkit.model import Card
from quizkit.queue import Limits, build
from quizkit.responses import Grade, SelfRated
from quizkit.reviews import Action, CardAction, CardState, DueAt, DueDay, Rating, Review, Undo
from quizkit.scheduler import Outcome, Scheduling, outcomes
from quizkit.session import OnScreen, Session, Turn, presented, takes_answers_of
from quizkit.store import Library, Progress
from quizkit.terminal.names import RATINGS, told
from quizkit.terminal.view import Asking, Command, Feedback, Given, Header, RatingKey, Ui
from quizkit.world import World

_ACTIONS = {
    Command.SUSPEND: CardAction.SUSPEND,
    Command.BURY: CardAction.BURY,
    Command.FLAG: CardAction.FLAG,
    Command.MARK: CardAction.MARK,
}
# What takes the card out of the session; the others leave it on the screen.
_HIDING = {Command.SUSPEND, Command.BURY}
_READ_AGAIN = _("Read again.")
# Anki's first colour of a flag.
_RED = 1
# Answers of this session that an estimate of the time left is made of.
_RECENT = 20


class _Left(Exception):
    """The learner leaves."""


@dataclass
class Study:
    """Spaced repetition over a library, until nothing is left to ask or the learner leaves.

    ``edit`` opens a file at a line, or raises QuizkitError; where it is None the session does not offer it.
    """

    progress: Progress
    library: Library
    ui: Ui
    world: World
    scheduling: Scheduling
    limits: Limits
    edit: Callable[[str, int], None] | None = None
    session: Session = field(init=False)
    _notice: str = ""
    _on_screen: OnScreen | None = None

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
        try:
            asked = self._presented(self.library.card(card_id))
        except KeyError:  # edited away in this very session
            self.session = self.session.without(card_id)
            return
        card, state = asked.shown, self.progress.state(card_id)
        reply = self.ui.ask(Asking(self._header(card), card, self._commands(), media_of(card)))
        self._notice = ""
        at = self.world.now()
        if isinstance(reply, Command) and reply is not Command.REVEAL:
            self._command(reply, card_id)
            return
        self._on_screen = None
        if isinstance(reply, Command):
            answer = Answer(card, SelfRated(Rating.GOOD), None, at, at - asked.began, seed=asked.seed)
            self._rate_yourself(answer, state)
        else:
            self._judge(self._graded(asked, reply, at), state)

    def _presented(self, plain: Card) -> OnScreen:
        """The card as it is shown, the very same while it stays on the screen."""
        if self._on_screen is not None and self._on_screen.plain == plain:
            return self._on_screen
        seed = self.world.random.getrandbits(64)
        self._on_screen = OnScreen(plain, presented(plain, Random(seed)), self.world.now(), seed)
        return self._on_screen

    def _graded(self, asked: OnScreen, given: Given, at: int) -> Answer:
        card = asked.shown
        earned = grade_of(card, given, self.library.context(card))
        duration = max(0, at - asked.began - given.paused_ms)
        return Answer(card, given.response, earned, at, duration, given.hints, asked.seed)

    def _rate_yourself(self, answer: Answer, state: CardState) -> None:
        view = Feedback(self._header(answer.card), answer.card, self._commands(), self._keys(answer, state))
        answer, rating = self._until_rated(answer, view)
        if isinstance(rating, Rating):
            self._write(answer, state, rating, None)

    def _judge(self, answer: Answer, state: CardState) -> None:
        """Write what the grade proposes, show it, and follow the learner who rates otherwise."""
        earned = answer.grade or Grade(0.0)
        proposed = proposed_rating(earned, hints=answer.hints, slow=self._is_slow(answer))
        keys = self._keys(answer, state)
        written = self._write(answer, state, proposed, proposed)
        commands = self._commands() | ({Command.OVERRIDE} if earned.score < 1 else set())
        card = answer.card
        view = Feedback(self._header(card), card, commands, keys, proposed, answer.response, earned)
        answer, rating = self._until_rated(answer, view)
        if rating is not None:
            self._rerate(answer, written, state, rating)

    def _until_rated(self, answer: Answer, view: Feedback) -> tuple[Answer, Rating | Command | None]:
        """Show the feedback until it is rated, or until a command has led away from it (None).

        With the answer as it then is: its card may have been edited.
        """
        while True:
            card = answer.card
            reply = self.ui.rate(view._replace(header=self._header(card), card=card, media=media_of(card)))
            self._notice = ""
            if isinstance(reply, Rating) or reply is Command.OVERRIDE:
                return answer, reply
            leaves = self._command(reply, card.id)
            if reply is Command.EDIT:
                answer = self._edited(answer)
            elif leaves:
                return answer, None

    def _rerate(self, answer: Answer, written: Review, state: CardState, reply: Rating | Command) -> None:
        """Replace the review by one with the learner's rating, or by one that says "I was right".

        This is when the answer was done with, so undo takes it back before what was noted meanwhile.
        """
        override = reply is Command.OVERRIDE
        rating = reply if isinstance(reply, Rating) else Rating.GOOD
        if rating is written.rating and not override:
            review, new_state = written, self.progress.state(answer.card.id)
        else:
            review = answer.review(self.world, rating, written.proposed, override=override)
            new_state = self.progress.append(self._undo(written.id), review)
        self.session = self.session.changed(Turn(answer.card.id, state.phase, review, new_state))
        if override:
            self._notice = _("Counted as right; you can undo it.")

    def _write(self, answer: Answer, state: CardState, rating: Rating, proposed: Rating | None) -> Review:
        """The answer as a review: on the disk, and in the session."""
        review = answer.review(self.world, rating, proposed)
        new_state = self.progress.append(review)
        self.session = self.session.after(Turn(answer.card.id, state.phase, review, new_state))
        return review

    def _is_slow(self, answer: Answer) -> bool:
        """Much slower than the learner's usual answer to this kind of question."""
        usual = self.library.usual_ms(answer.card.question_id)
        return usual is not None and answer.duration_ms > max(3 * usual, 15_000)

    # --- commands -----------------------------------------------------------------------------------

    def _command(self, command: Command, card_id: str) -> bool:
        """Do what the learner asked for; whether the card leaves the screen."""
        match command:
            case Command.QUIT:
                raise _Left
            case Command.UNDO:
                return self._take_back()
            case Command.EDIT:
                self._edit(card_id)
            case Command.SUSPEND | Command.BURY | Command.FLAG | Command.MARK:
                self._act(command, card_id)
                return command in _HIDING
            case Command.OVERRIDE | Command.REVEAL:
                pass
        return True

    def _act(self, command: Command, card_id: str) -> None:
        action, state = _ACTIONS[command], self.progress.state(card_id)
        # Said outright: should the same flag come from Anki or another machine too, it is up, not down again.
        detail = (_RED,) if command is Command.FLAG and not state.flagged else ()
        entry = Action(self.world.new_id(), card_id, action, self.world.now(), self.world.day(), detail)
        new_state = self.progress.append(entry)
        self.session = self.session.after(Turn(card_id, state.phase, entry, new_state))
        self._notice = told(action, new_state)

    def _take_back(self) -> bool:
        """Take back what was done last; whether that leads to another card than the one on the screen."""
        if not self.session.turns or self.session.before is None:
            self._notice = _("There is nothing to undo.")
            return True
        last = self.session.turns[-1]
        new_state = self.progress.append(self._undo(last.entry.id))
        self.session = self.session.before
        self._notice = _("Taken back.")
        if last.is_note and isinstance(last.entry, Action):
            self._notice += f" {told(last.entry.action, new_state)}"
        return not last.is_note

    def _undo(self, entry_id: str) -> Undo:
        return Undo(self.world.new_id(), entry_id, self.world.now())

    def _edit(self, card_id: str) -> None:
        """Open the question's file at its line, and come back to the card as it then is."""
        place = self.library.place_of(card_id.partition("#")[0])
        if self.edit is None or place is None:
            self._notice = _("This question cannot be edited from here.")
            return
        edit = self.edit
        began = self.world.now()
        failed = ""
        try:
            self.ui.aside(lambda: edit(*place))
        except QuizkitError as error:
            failed = error.in_one_line[:1].upper() + error.in_one_line[1:]
        if self._on_screen is not None:  # the time in the editor is not the answer's
            self._on_screen = self._on_screen._replace(began=self._on_screen.began + self.world.now() - began)
        self.library.reload()
        problems = [problem for problem in self.library.problems if problem.path == place[0]]
        read_again = f"{problems[0]}" if problems else _READ_AGAIN
        self._notice = failed or read_again

    def _edited(self, answer: Answer) -> Answer:
        """The answer with its card as the deck now has it, options in the order in which they were shown.

        Where there are other options than there were, the answer would no longer fit: those stay.
        """
        try:
            card = presented(self.library.card(answer.card.id), Random(answer.seed))
        except KeyError:
            if self._notice == _READ_AGAIN:
                self._notice = _("This question is no longer in its deck.")
            return answer
        if not takes_answers_of(card.interaction, answer.card.interaction):
            card = replace(card, interaction=answer.card.interaction)
        if card.interaction != answer.card.interaction and answer.grade is not None:
            judged = _("{notice} Your answer was judged by the text before.")
            self._notice = judged.format(notice=self._notice)
        return answer._replace(card=card)

    # --- what the screens say -----------------------------------------------------------------------

    def _keys(self, answer: Answer, state: CardState) -> tuple[RatingKey, ...]:
        """The four ratings, with what each leads to."""
        day = self.world.day_of(answer.at)
        after = outcomes(state, answer.card.id, day, answer.at, self.scheduling)
        return tuple(
            RatingKey(str(int(rating)), rating, RATINGS[rating], self._then(outcome))
            for rating, outcome in after.items()
        )

    def _then(self, outcome: Outcome) -> str:
        match outcome.due:
            case DueDay(day):
                return days.in_words(day - self.world.day())
            case DueAt(at):
                return days.span_in_words(at - self.world.now())

    def _header(self, card: Card) -> Header:
        done = self.session.done
        counts = self.session.counts
        recent = [review.duration_ms for review in self.session.reviews[-_RECENT:]]
        left = ""
        if len(recent) > 2:
            expected = days.span_in_words(sum(recent) // len(recent) * counts.total)
            left = _("{time} left").format(time=expected)
        return Header(card.deck_title, done, done + counts.total, counts, self._notice, left)

    def _commands(self) -> frozenset[Command]:
        commands = {Command.SUSPEND, Command.BURY, Command.FLAG, Command.MARK, Command.QUIT}
        if self.session.turns:
            commands.add(Command.UNDO)
        if self.edit is not None:
            commands.add(Command.EDIT)
        return frozenset(commands)
