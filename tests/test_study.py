"""Learning with a person who follows a script: what is asked, what is written when, and the ways back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.days import day_begins_at, in_words, learning_day, span_in_words
from quizkit.errors import QuizkitError
from quizkit.grading import key_text
from quizkit.model import Choice, Order, Reveal, TextEntry
from quizkit.queue import Limits
from quizkit.quiz import Rules, choose_cards, ending_of, practise, take_quiz
from quizkit.responses import Filled, Ordered, Picked, Response, Typed
from quizkit.reviews import Action, CardAction, CardState, DueAt, DueDay, Phase, Rating, Review, Undo
from quizkit.scheduler import Scheduling, replay
from quizkit.session import Counts, Quiz, Session
from quizkit.store import Alias, Store, open_store
from quizkit.store.library import ENOUGH_TIMES
from quizkit.study import Study
from quizkit.terminal.view import Asking, Command, Ending, Feedback, Given, Ui
from quizkit.world import World

DAY = 739_000
MINUTE = 60_000
AGAIN, HARD, GOOD, EASY = Rating

DECK = """
deck: Five
questions:
  - id: typed
    ask: How many legs has a spider?
    answer: eight
  - id: picked
    ask: Which of these is a river?
    answer: Nile
    wrong: [Etna, Gobi]
  - id: judged
    statement: Water boils at a lower temperature on a high mountain.
    answer: true
  - id: filled
    cloze: "{{c1::Romulus}} and {{c1::Remus}} were raised by a wolf."
  - id: card
    front: The capital of Peru
    back: Lima
"""
LEGS = """
deck: Legs
questions:
  - {id: spider, ask: How many legs has a spider?, answer: eight}
  - {id: ant, ask: How many legs has an ant?, answer: six}
  - {id: hen, ask: How many legs has a hen?, answer: two}
"""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, day: int = DAY) -> None:
        self.at = day_begins_at(day) + 8 * 60 * MINUTE

    def __call__(self) -> int:
        return self.at

    def go_on(self, minutes: float) -> None:
        self.at += round(minutes * MINUTE)

    def go_to(self, day: int) -> None:
        self.at = day_begins_at(day) + 8 * 60 * MINUTE


Reply = Response | Given | Command | Rating
Line = Reply | Callable[[Asking | Feedback], Reply]


class Person:
    """Answers with a list of replies; a reply may be a function of what is on the screen."""

    def __init__(self, *lines: Line) -> None:
        self.lines = list(lines)
        self.clock = Clock()
        self.asked: list[Asking] = []
        self.shown: list[Feedback] = []
        self.endings: list[Ending] = []
        self.rounds = 0  # how often the person goes through what was missed again

    def ask(self, view: Asking) -> Given | Command:
        self.asked.append(view)
        reply = self._next(view)
        assert not isinstance(reply, Rating), f"a rating for the question {view.card.prompt}"
        return reply if isinstance(reply, Command | Given) else Given(reply)

    def rate(self, view: Feedback) -> Rating | Command:
        self.shown.append(view)
        reply = self._next(view)
        assert isinstance(reply, Rating | Command), f"an answer to the feedback on {view.card.prompt}"
        return reply

    fleeting = False

    def conclude(self, ending: Ending) -> bool:
        self.endings.append(ending)
        return len(self.endings) <= self.rounds

    def aside(self, run: Callable[[], None]) -> None:
        run()

    def close(self) -> None:
        pass

    def _next(self, view: Asking | Feedback) -> Reply:
        assert self.lines, f"nothing was scripted for {view}"
        line = self.lines.pop(0)
        self.clock.at += 1_000  # nobody answers in no time
        return line(view) if callable(line) else line

    @property
    def prompts(self) -> list[str]:
        """The ids of the cards asked, without the deck's."""
        return [view.card.id.partition("/")[2] for view in self.asked]


def pick(text: str) -> Callable[[Asking | Feedback], Reply]:
    """Pick the option with this text, wherever it stands."""

    def picked(view: Asking | Feedback) -> Reply:
        assert isinstance(view.card.interaction, Choice)
        return Picked(([option.text for option in view.card.interaction.options].index(text),))

    return picked


class Room:
    """A learner's store with a deck, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.world = World(self.clock, Random(1))
        self.scheduling = Scheduling(fuzz=False)
        self.limits = Limits(new=10, reviews=10)
        self.edit: Callable[[str, int], None] | None = None
        self.deck(LEGS)

    def deck(self, text: str) -> None:
        (self.folder / "deck.yaml").write_text(text, encoding="utf-8")

    @property
    def file(self) -> Path:
        return self.folder / "progress.sqlite"

    def store(self) -> Iterator[Store]:
        cache, deck = self.folder / "decks.sqlite", self.folder / "deck.yaml"
        with open_store(self.file, cache, self.scheduling, [deck]) as store:
            yield store

    def study(self, *lines: Line) -> tuple[Person, Session]:
        """A session; the person leaves when the script ends."""
        person = Person(*lines)
        person.clock = self.clock
        for store in self.store():
            session = self.session(store, person)
        assert person.lines == []
        return person, session

    def session(self, store: Store, ui: Ui) -> Session:
        study = Study(store.progress, store.library, ui, self.world, self.scheduling, self.limits, self.edit)
        return study.run()

    def reviews(self) -> list[Review]:
        for store in self.store():
            found = list(store.progress.reviews())
        return found

    def log(self) -> list[Review | Action | Undo | Alias]:
        for store in self.store():
            found = list(store.progress.log())
        return found

    def state(self, card_id: str) -> CardState:
        for store in self.store():
            found = store.progress.state(card_id)
        return found

    def on_disk(self) -> list[tuple[str, int]]:
        """What another process finds in the file now: the cards and ratings of the live reviews."""
        with closing(sqlite3.connect(self.file)) as other:
            return other.execute("SELECT card_id, rating FROM live_reviews ORDER BY rowid").fetchall()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


# --- what is written, and when -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "right", "wrong", "wrong_score"),
    [
        (0, Typed(" Eight. "), Typed("six"), 0.0),
        (1, pick("Nile"), pick("Gobi"), 0.0),
        (2, pick("True"), pick("False"), 0.0),
        (3, Filled(("romulus", "Remus")), Filled(("Romulus", "Remo")), 0.5),
    ],
    ids=["typed", "picked", "judged", "filled"],
)
@pytest.mark.parametrize("is_right", [True, False])
def test_a_graded_answer_is_on_the_disk_before_its_feedback(
    room: Room, question: int, right: Line, wrong: Line, wrong_score: float, is_right: bool
) -> None:
    one = DECK.split("  - ")[question + 1]
    room.deck(f"deck: Five\nquestions:\n  - {one}")
    rating = GOOD if is_right else AGAIN
    seen: list[list[tuple[str, int]]] = []

    def look(view: Asking | Feedback) -> Reply:
        seen.append(room.on_disk())
        assert isinstance(view, Feedback)
        assert view.grade is not None
        assert (view.grade.score, view.proposed) == (1.0 if is_right else wrong_score, rating)
        return Command.QUIT

    person, session = room.study(right if is_right else wrong, look)
    card_id = person.asked[0].card.id
    assert seen == [[(card_id, int(rating))]]
    assert [(one.card_id, one.rating, one.proposed) for one in room.reviews()] == [(card_id, rating, rating)]
    assert session.reviews == tuple(room.reviews())


def test_a_review_says_what_was_answered_how_well_when_and_how_long_it_took(room: Room) -> None:
    began = room.clock.at

    def think(_: Asking | Feedback) -> Reply:
        room.clock.go_on(0.5)
        return Typed("seven, or so")

    room.study(think, Command.QUIT)
    (review,) = room.reviews()
    assert review == Review(
        *(review.id, "legs/spider", AGAIN, began + 31_000, DAY, 31_000),
        *(0.0, AGAIN, "seven, or so"),
    )


def test_a_picked_option_is_written_as_its_text(room: Room) -> None:
    room.deck(DECK)
    room.study(Typed("eight"), GOOD, pick("Etna"), AGAIN, Command.QUIT)
    assert [review.response for review in room.reviews()] == ["eight", "Etna"]


def test_bytes_that_are_no_text_do_not_stop_the_session(room: Room) -> None:
    room.study(Typed("ei\udce9ght"), AGAIN, Command.QUIT)
    assert [review.response for review in room.reviews()] == ["ei?ght"]


@pytest.mark.parametrize("rating", Rating)
def test_a_card_the_learner_rates_is_written_when_it_is_rated(room: Room, rating: Rating) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")

    def look(view: Asking | Feedback) -> Reply:
        assert isinstance(view, Feedback)
        assert (view.proposed, view.grade, view.response) == (None, None, None)
        assert room.on_disk() == []
        return rating

    room.study(Command.REVEAL, look, *([Command.QUIT] if rating is not EASY else []))
    (review,) = room.reviews()
    assert (review.card_id, review.rating) == ("cards/lima", rating)
    assert (review.score, review.proposed, review.response) == (None, None, "")
    assert review.duration_ms == 1_000  # until the answer was asked for


def test_taking_the_proposed_rating_writes_nothing_more(room: Room) -> None:
    room.study(Typed("eight"), GOOD, Typed("five"), AGAIN, Command.QUIT)
    assert [(type(one), one.rating) for one in room.log() if isinstance(one, Review)] == [
        (Review, GOOD),
        (Review, AGAIN),
    ]
    assert len(room.log()) == 2


@pytest.mark.parametrize("rating", [AGAIN, HARD, EASY])
def test_another_rating_takes_the_written_one_back_and_writes_another(room: Room, rating: Rating) -> None:
    _, session = room.study(Typed("eight"), rating, Command.QUIT)
    first, second, undo = room.log()
    assert isinstance(first, Review)
    assert isinstance(second, Review)
    assert isinstance(undo, Undo)
    reviews = {review.rating: review for review in (first, second)}
    assert reviews.keys() == {GOOD, rating}
    assert undo.entry_id == reviews[GOOD].id
    assert room.reviews() == [reviews[rating]] == list(session.reviews)
    assert (reviews[rating].score, reviews[rating].proposed) == (1.0, GOOD)
    assert room.state("legs/spider") == replay([reviews[rating]], room.scheduling)
    assert session.missed == (("legs/spider",) if rating is AGAIN else ())


@pytest.mark.parametrize("answered_before", [0, 1, 3])
@pytest.mark.parametrize("rating", Rating)
def test_each_key_foretells_when_the_card_comes_back(
    room: Room, rating: Rating, answered_before: int
) -> None:
    room.deck("deck: Legs\nquestions:\n  - {id: spider, ask: How many legs?, answer: eight}\n")
    for _ in range(answered_before):
        room.study(Typed("eight"), EASY)
        due = room.state("legs/spider").due
        assert isinstance(due, DueDay)
        room.clock.go_to(due.day)
    stays = rating is AGAIN or (rating is not EASY and not answered_before)
    person, _ = room.study(Typed("eight"), rating, *([Command.QUIT] if stays else []))
    keys = {key.rating: key for key in person.shown[0].ratings}
    assert [(key.key, key.label) for key in keys.values()] == [
        ("1", "Again"),
        ("2", "Hard"),
        ("3", "Good"),
        ("4", "Easy"),
    ]
    match room.state("legs/spider").due:
        case DueDay(day):
            assert keys[rating].then == in_words(day - room.world.day())
        case DueAt(at):
            assert keys[rating].then == span_in_words(at - room.reviews()[-1].reviewed_at)


def test_an_answer_belongs_to_the_day_it_was_given_however_late_it_is_rated(room: Room) -> None:
    room.deck(DECK)
    room.clock.at = day_begins_at(DAY + 1) - MINUTE

    def sleep(rating: Rating) -> Line:
        def rated(_: Asking | Feedback) -> Reply:
            room.clock.go_on(2)
            return rating

        return rated

    room.study(Typed("eight"), sleep(EASY), Command.QUIT)
    (review,) = room.reviews()
    assert (review.day, learning_day(review.reviewed_at)) == (DAY, DAY)


# --- back --------------------------------------------------------------------------------------------


def test_undo_goes_back_any_number_of_answers(room: Room) -> None:
    answers: list[Line] = [Typed("eight"), EASY, Typed("five"), HARD, Typed("two"), EASY]
    undo = Command.UNDO
    person, session = room.study(
        *answers[:4], undo, undo, undo, *answers[:4], undo, Typed("six"), GOOD, undo, undo, Command.QUIT
    )
    assert room.reviews() == []
    assert session.turns == ()
    assert [room.state(f"legs/{name}") for name in ("spider", "ant", "hen")] == [CardState()] * 3
    assert person.prompts == [
        *("spider", "ant", "hen", "ant", "spider", "spider"),  # three times back, once too often
        *("ant", "hen", "ant", "hen", "ant", "spider"),
    ]
    # The first undo of each pair found something; the one too many says so.
    notices = [view.header.notice for view in person.asked]
    assert notices[3:6] == ["Taken back.", "Taken back.", "There is nothing to undo."]
    assert notices[6] == ""


def test_undo_is_offered_only_where_there_is_something_to_undo(room: Room) -> None:
    person, _ = room.study(Typed("eight"), EASY, Command.UNDO, Command.QUIT)
    assert [Command.UNDO in view.commands for view in person.asked] == [False, True, False]


def test_undo_takes_a_changed_rating_back_with_what_it_replaced(room: Room) -> None:
    room.study(Typed("eight"), AGAIN, Command.UNDO, Command.QUIT)
    assert room.reviews() == []
    assert room.state("legs/spider") == CardState()
    assert len(room.log()) == 4  # two reviews, each with its undo


def test_undo_at_the_feedback_asks_the_same_question_again(room: Room) -> None:
    person, _ = room.study(Typed("egiht"), Command.UNDO, Typed("eight"), EASY, Command.QUIT)
    assert person.prompts == ["spider", "spider", "ant"]
    assert [(review.card_id, review.rating) for review in room.reviews()] == [("legs/spider", EASY)]


def test_undo_before_rating_oneself_goes_back_to_the_card_before(room: Room) -> None:
    room.deck(
        "deck: Cards\nquestions:\n"
        "  - {id: peru, front: The capital of Peru, back: Lima}\n"
        "  - {id: chile, front: The capital of Chile, back: Santiago}\n"
    )
    reveal = Command.REVEAL
    person, _ = room.study(reveal, EASY, reveal, Command.UNDO, reveal, EASY, reveal, EASY)
    assert person.prompts == ["peru", "chile", "peru", "chile"]
    assert [review.card_id for review in room.reviews()] == ["cards/peru", "cards/chile"]


# --- suspend, bury, leave ----------------------------------------------------------------------------


@pytest.mark.parametrize("command", [Command.SUSPEND, Command.BURY])
def test_a_suspended_or_buried_card_is_not_asked_again_today(room: Room, command: Command) -> None:
    person, session = room.study(command, Typed("six"), EASY, Typed("two"), EASY)
    assert person.prompts == ["spider", "ant", "hen"]
    assert len(session.turns) == 3
    assert room.reviews() == list(session.reviews)
    again, _ = room.study()
    assert again.prompts == []


def test_a_buried_card_comes_back_tomorrow_and_a_suspended_one_does_not(room: Room) -> None:
    room.study(Command.SUSPEND, Command.BURY, Command.QUIT)
    room.clock.go_to(DAY + 1)
    person, _ = room.study(Typed("six"), EASY, Typed("two"), EASY)
    assert person.prompts == ["ant", "hen"]
    actions = [(one.card_id, one.action) for one in room.log() if isinstance(one, Action)]
    assert actions == [("legs/spider", CardAction.SUSPEND), ("legs/ant", CardAction.BURY)]


@pytest.mark.parametrize("command", [Command.SUSPEND, Command.BURY])
def test_suspending_at_the_feedback_keeps_the_answer(room: Room, command: Command) -> None:
    person, _ = room.study(Typed("five"), command, Command.QUIT)
    assert [(review.card_id, review.rating) for review in room.reviews()] == [("legs/spider", AGAIN)]
    state = room.state("legs/spider")
    assert state.suspended == (command is Command.SUSPEND)
    assert state.buried_until == (DAY + 1 if command is Command.BURY else 0)
    assert person.prompts == ["spider", "ant"]
    room.clock.go_on(5)
    assert room.study(Command.QUIT)[0].prompts == ["ant"]


@pytest.mark.parametrize("command", [Command.SUSPEND, Command.BURY])
def test_suspending_can_be_taken_back(room: Room, command: Command) -> None:
    person, session = room.study(command, Command.UNDO, Command.QUIT)
    assert person.prompts == ["spider", "ant", "spider"]
    assert room.state("legs/spider") == CardState()
    assert session.turns == ()
    what = "Suspended" if command is Command.SUSPEND else "Buried until tomorrow"
    assert person.asked[1].header.notice == f"{what}; u takes it back."


def test_leaving_at_a_question_writes_nothing(room: Room) -> None:
    _, session = room.study(Command.QUIT)
    assert room.log() == []
    assert session.turns == ()


def test_leaving_before_rating_oneself_writes_nothing(room: Room) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")
    room.study(Command.REVEAL, Command.QUIT)
    assert room.log() == []


# --- the course of a session -------------------------------------------------------------------------


def test_a_missed_card_comes_back_within_the_session(room: Room) -> None:
    def later(reply: Reply, minutes: float) -> Line:
        def replied(_: Asking | Feedback) -> Reply:
            room.clock.go_on(minutes)
            return reply

        return replied

    person, session = room.study(
        *(Typed("five"), AGAIN),
        *(later(Typed("six"), 1), EASY),  # while the ant is asked, the minute goes by
        *(Typed("eight"), GOOD),
        *(Typed("two"), EASY),
        *(Typed("eight"), GOOD),  # nothing else is left: up to twenty minutes early
    )
    assert person.prompts == ["spider", "ant", "spider", "hen", "spider"]
    assert session.missed == ("legs/spider",)
    assert room.state("legs/spider").phase is Phase.REVIEW


def test_a_session_ends_where_the_next_step_is_too_far_away(room: Room) -> None:
    room.scheduling = Scheduling(learning_steps=(30,), fuzz=False)
    person, session = room.study(Typed("?"), AGAIN, Typed("?"), AGAIN, Typed("?"), AGAIN)
    assert len(person.asked) == 3
    assert session.counts == Counts(new=0, learning=3, due=0)
    room.clock.go_on(10)
    again, _ = room.study(Typed("eight"), GOOD, Typed("six"), GOOD, Typed("two"), GOOD)
    assert again.prompts == ["spider", "ant", "hen"]


def test_the_header_counts_what_is_done_and_left(room: Room) -> None:
    person, _ = room.study(Typed("five"), AGAIN, Typed("six"), EASY, Command.SUSPEND, Command.QUIT)
    headers = [view.header for view in person.asked]
    assert [(header.done, header.total) for header in headers] == [(0, 3), (1, 4), (2, 4), (3, 4)]
    assert [header.counts for header in headers] == [
        Counts(new=3, learning=0, due=0),
        Counts(new=2, learning=1, due=0),
        Counts(new=1, learning=1, due=0),
        Counts(new=0, learning=1, due=0),
    ]
    assert {header.title for header in headers} == {"Legs"}


def test_a_session_goes_on_where_the_last_one_was_left(room: Room) -> None:
    room.study(Typed("eight"), EASY, Command.QUIT)
    person, _ = room.study(Typed("six"), EASY, Command.QUIT)
    assert person.prompts == ["ant", "hen"]


def test_the_limits_are_those_of_the_day_not_of_the_session(room: Room) -> None:
    room.limits = Limits(new=2, reviews=1)
    first, _ = room.study(Typed("eight"), EASY, Command.QUIT)
    second, _ = room.study(Typed("six"), EASY)
    third, _ = room.study()
    assert [first.prompts, second.prompts, third.prompts] == [["spider", "ant"], ["ant"], []]
    room.clock.go_to(DAY + 1)
    assert room.study(Typed("two"), EASY)[0].prompts == ["hen"]
    room.clock.go_to(DAY + 100)
    many, _ = room.study(Typed("eight"), EASY)
    assert len(many.prompts) == 1
    assert room.study()[0].prompts == []
    room.clock.go_to(DAY + 101)
    assert len(room.study(Command.QUIT)[0].prompts) == 1


def test_an_answer_taken_back_gives_its_place_under_the_limit_back(room: Room) -> None:
    room.limits = Limits(new=1, reviews=1)
    person, _ = room.study(Typed("eight"), EASY)
    assert person.prompts == ["spider"]
    room.limits = Limits(new=2, reviews=1)
    room.study(Typed("six"), Command.UNDO, Command.QUIT)
    assert room.study(Command.QUIT)[0].prompts == ["ant"]


def test_due_cards_come_the_next_day_and_before_new_ones(room: Room) -> None:
    room.scheduling = Scheduling(learning_steps=(), fuzz=False)
    room.study(Typed("five"), AGAIN, Command.QUIT)  # without steps a missed card is due tomorrow
    room.clock.go_to(DAY + 1)
    person, session = room.study(Typed("eight"), GOOD, Typed("six"), EASY, Command.QUIT)
    assert person.prompts == ["spider", "ant", "hen"]
    assert person.asked[0].header.counts == Counts(new=2, learning=0, due=1)
    assert [turn.phase for turn in session.turns] == [Phase.REVIEW, Phase.NEW]
    assert room.state("legs/spider").last_day == DAY + 1


def test_a_learning_card_left_overnight_comes_first_in_the_morning(room: Room) -> None:
    room.study(Typed("eight"), GOOD, Command.QUIT)
    room.clock.go_to(DAY + 1)
    person, _ = room.study(Typed("eight"), GOOD, Command.QUIT)
    assert person.prompts == ["spider", "ant"]
    before, after = room.reviews()
    assert room.state("legs/spider") == replay([before, after], room.scheduling)
    assert after.day - before.day == 1


def test_a_learning_step_that_ends_tomorrow_is_not_counted_today(room: Room) -> None:
    room.scheduling = Scheduling(learning_steps=(30,), fuzz=False)
    room.clock.at = day_begins_at(DAY + 1) - 10 * MINUTE
    room.study(Typed("five"), AGAIN, Command.QUIT)
    person, _ = room.study(Command.QUIT)
    assert person.asked[0].header.counts == Counts(new=2, learning=0, due=0)


def test_one_card_of_a_question_is_asked_a_day(room: Room) -> None:
    room.deck("deck: Ways\nquestions:\n  - {id: lima, front: Lima, back: Peru, both_ways: true}\n")
    first, _ = room.study(Command.REVEAL, EASY)
    again, _ = room.study()
    room.clock.go_to(DAY + 1)
    second, _ = room.study(Command.REVEAL, EASY)
    assert [len(person.asked) for person in (first, again, second)] == [1, 0, 1]
    assert {first.asked[0].card.prompt, second.asked[0].card.prompt} == {"Lima", "Peru"}


def test_the_day_begins_when_the_learner_says(room: Room) -> None:
    room.clock.at = day_begins_at(DAY + 1, rollover_hour=0)  # midnight
    room.study(Typed("eight"), EASY, Command.QUIT)
    room.world = World(room.clock, Random(2), rollover_hour=0)
    room.study(Typed("six"), EASY, Command.QUIT)
    assert [review.day for review in sorted(room.reviews(), key=lambda review: review.card_id)] == [
        DAY + 1,  # the ant
        DAY,  # the spider
    ]


# --- "I was right" -----------------------------------------------------------------------------------


def test_who_says_i_was_right_leaves_an_undo_and_a_review_that_says_so(room: Room) -> None:
    person, session = room.study(Typed("octo"), Command.OVERRIDE, Command.QUIT)
    first, second, undo = sorted(room.log(), key=lambda entry: (isinstance(entry, Undo), str(entry)))
    reviews = {entry.override: entry for entry in (first, second) if isinstance(entry, Review)}
    assert isinstance(undo, Undo)
    assert undo.entry_id == reviews[False].id
    assert (reviews[False].rating, reviews[True].rating) == (AGAIN, GOOD)
    said = reviews[True]
    assert (said.score, said.proposed, said.response) == (0.0, AGAIN, "octo")
    assert room.reviews() == [said] == list(session.reviews)
    assert room.state("legs/spider") == replay([said], room.scheduling)
    assert session.missed == ()
    assert Command.OVERRIDE in person.shown[0].commands


def test_i_was_right_is_confirmed_and_says_how_to_take_it_back(room: Room) -> None:
    person, _ = room.study(Typed("octo"), Command.OVERRIDE, Command.QUIT)
    assert person.asked[1].header.notice == "Counted as right; u takes it back."


def test_nobody_needs_to_insist_who_was_right(room: Room) -> None:
    person, _ = room.study(Typed("eight"), GOOD, Command.QUIT)
    assert Command.OVERRIDE not in person.shown[0].commands
    assert all(Command.OVERRIDE not in view.commands for view in person.asked)


def test_an_answer_right_in_part_can_be_insisted_on_too(room: Room) -> None:
    room.deck("deck: D\nquestions:\n  - {id: q, ask: Which?, answers: [Nile, Volga, Rhine]}\n")
    room.study(Typed("Nile, Volga"), Command.OVERRIDE, Command.QUIT)
    (review,) = room.reviews()
    assert (review.rating, review.proposed, review.override) == (GOOD, HARD, True)
    assert review.score == pytest.approx(2 / 3)


def test_i_was_right_can_be_taken_back(room: Room) -> None:
    room.study(Typed("octo"), Command.OVERRIDE, Command.UNDO, Command.QUIT)
    assert room.reviews() == []
    assert room.state("legs/spider") == CardState()


# --- hints, time -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hints", "score", "proposed"), [(0, 1.0, GOOD), (1, 2 / 3, HARD), (2, 1 / 3, AGAIN), (3, 0.0, AGAIN)]
)
def test_every_hint_costs_a_third_of_the_credit(
    room: Room, hints: int, score: float, proposed: Rating
) -> None:
    person, _ = room.study(Given(Typed("eight"), hints), proposed, Command.QUIT)
    (review,) = room.reviews()
    assert review.score == pytest.approx(score)
    assert (review.rating, review.proposed) == (proposed, proposed)
    assert person.shown[0].proposed is proposed


def test_time_that_stood_still_does_not_count(room: Room) -> None:
    def wait(_: Asking | Feedback) -> Reply:
        room.clock.go_on(2)
        return Given(Typed("eight"), paused_ms=2 * MINUTE)

    room.study(wait, GOOD, Command.QUIT)
    assert [review.duration_ms for review in room.reviews()] == [1_000]


def many(count: int) -> str:
    """A deck of so many questions of one type, and one of another."""
    lines = "".join(f"  - {{id: q{n}, ask: Number {n}?, answer: yes}}\n" for n in range(count))
    return f"deck: Many\nquestions:\n{lines}  - {{id: other, statement: It is so., answer: true}}\n"


@pytest.mark.parametrize(
    ("quick", "seconds", "proposed"),
    [
        (ENOUGH_TIMES, 14, GOOD),  # nobody is slow within a quarter of a minute
        (ENOUGH_TIMES, 16, HARD),
        (ENOUGH_TIMES - 1, 600, GOOD),  # too few answers to know what is usual
    ],
)
def test_an_answer_much_slower_than_usual_was_hard(
    room: Room, quick: int, seconds: int, proposed: Rating
) -> None:
    room.limits = Limits(new=100, reviews=100)
    room.deck(many(quick + 1))

    def think(_: Asking | Feedback) -> Reply:
        room.clock.go_on((seconds - 1) / 60)
        return Typed("yes")

    answers: list[Line] = [Typed("yes"), EASY] * quick
    person, _ = room.study(*answers, think, EASY, Command.QUIT)
    assert person.shown[-1].proposed is proposed
    assert [view.proposed for view in person.shown[:-1]] == [GOOD] * quick


def test_a_slow_answer_of_another_kind_is_not_measured_by_these(room: Room) -> None:
    room.limits = Limits(new=100, reviews=100)
    room.deck(many(ENOUGH_TIMES))

    def think(view: Asking | Feedback) -> Reply:
        room.clock.go_on(5)
        return pick("True")(view)

    answers: list[Line] = [Typed("yes"), EASY] * ENOUGH_TIMES
    person, _ = room.study(*answers, think, EASY)
    assert person.shown[-1].proposed is GOOD


# --- flags, marks, editing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "notice"), [(Command.FLAG, "Flagged."), (Command.MARK, "Marked for the author.")]
)
def test_a_flagged_or_marked_card_stays_on_the_screen(room: Room, command: Command, notice: str) -> None:
    person, session = room.study(command, Typed("eight"), command, command, EASY, Command.QUIT)
    assert person.prompts == ["spider", "spider", "ant"]
    assert person.asked[1].header.notice == notice
    assert len(person.shown) == 3
    state = room.state("legs/spider")
    assert (state.flagged, state.marked) == (command is Command.FLAG, command is Command.MARK)
    assert session.done == 1
    assert [review.rating for review in room.reviews()] == [EASY]


ORDERED = """
deck: Ordered
questions:
  - {id: order, ask: In which order?, order: [one, two, three, four, five, six, seven, eight]}
  - {id: next, ask: What is next?, answer: nine}
"""


def test_a_command_before_the_answer_leaves_options_and_clock_as_they_were(room: Room) -> None:
    room.deck(ORDERED)
    room.edit = lambda path, line: room.clock.go_on(5)

    def answer(view: Asking | Feedback) -> Reply:
        room.clock.go_on(1)
        assert isinstance(view.card.interaction, Order)
        return Ordered(tuple(sorted(range(8), key=view.card.interaction.ranks.__getitem__)))

    person, _ = room.study(Command.FLAG, Command.MARK, Command.EDIT, answer, EASY, Command.QUIT)
    cards = [view.card for view in person.asked[:4]]
    assert all(card is cards[0] for card in cards), "so the screen goes on where it was"
    (review,) = room.reviews()
    assert review.score == 1
    assert review.duration_ms == 64_000, "four replies and a minute; nothing of the time in the editor"


def test_a_card_that_comes_back_is_shuffled_anew(room: Room) -> None:
    room.deck(ORDERED)
    wrong = Ordered((0, 1, 2, 3, 4, 5, 6, 7))
    person, _ = room.study(wrong, AGAIN, Typed("nine"), EASY, Command.QUIT)
    first, second = (view.card for view in person.asked if view.card.id == "ordered/order")
    assert first.interaction != second.interaction


@pytest.mark.parametrize("command", [Command.FLAG, Command.MARK])
def test_a_flag_or_mark_set_twice_is_gone(room: Room, command: Command) -> None:
    person, _ = room.study(command, command, Command.QUIT)
    assert person.asked[2].header.notice.startswith("No longer ")
    assert room.state("legs/spider") == CardState()


def test_a_flag_that_comes_from_anki_as_well_stays_up(room: Room) -> None:
    room.study(Command.FLAG, Command.QUIT)
    for store in room.store():
        store.progress.merge([Action("00", "legs/spider", CardAction.FLAG, 0, 1, (2,))])
    assert room.state("legs/spider").flagged


def test_undo_takes_the_answer_back_and_leaves_the_flag(room: Room) -> None:
    room.study(Command.FLAG, Typed("eight"), EASY, Command.UNDO, Command.QUIT)
    assert room.reviews() == []
    assert room.state("legs/spider") == CardState(flagged=True)


@pytest.mark.parametrize(
    ("command", "put", "taken"),
    [
        (Command.FLAG, "Flagged.", "No longer flagged."),
        (Command.MARK, "Marked for the author.", "No longer marked for the author."),
    ],
)
def test_undo_takes_a_flag_or_mark_back_and_its_taking_away_too(
    room: Room, command: Command, put: str, taken: str
) -> None:
    undo = Command.UNDO
    person, session = room.study(command, command, undo, undo, Command.QUIT)
    assert person.prompts == ["spider"] * 5
    assert [view.header.notice for view in person.asked] == [
        *("", put, taken),
        *(f"Taken back. {put}", f"Taken back. {taken}"),
    ]
    assert room.state("legs/spider") == CardState()
    assert session.turns == ()


def test_undo_at_the_feedback_takes_back_the_flag_and_then_the_answer(room: Room) -> None:
    undo = Command.UNDO
    person, _ = room.study(Typed("six"), Command.FLAG, undo, undo, Command.QUIT)
    assert [view.header.notice for view in person.shown] == ["", "Flagged.", "Taken back. No longer flagged."]
    assert person.prompts == ["spider", "spider"]
    assert room.state("legs/spider") == CardState()


@pytest.mark.parametrize("rating", [AGAIN, EASY, Command.OVERRIDE])
def test_an_answer_is_done_when_it_is_rated_and_taken_back_before_its_notes(
    room: Room, rating: Rating | Command
) -> None:
    states: list[CardState] = []

    def look(_: Asking | Feedback) -> Reply:
        states.append(room.state("legs/spider"))
        return Command.UNDO

    person, _ = room.study(
        *(Command.FLAG, Typed("six"), Command.MARK, rating),
        *(look, look, look, Command.QUIT),
    )
    assert person.prompts == ["spider", "spider", "ant", "spider", "spider", "spider"]
    assert [(state.reps, state.flagged, state.marked) for state in states] == [
        (1, 1, True),
        (0, 1, True),
        (0, 1, False),
    ]
    assert room.state("legs/spider") == CardState()


def test_a_flag_set_twice_beside_a_revealed_answer_is_gone(room: Room) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")
    room.study(Command.REVEAL, Command.FLAG, Command.FLAG, EASY)
    assert not room.state("cards/lima").flagged


class Doer(Person):
    """Does what it is told, wherever it can be done, and then takes all of it back."""

    def __init__(self, todo: list[Reply]) -> None:
        super().__init__()
        self.todo = list(todo)
        self.done = 0

    def _next(self, view: Asking | Feedback) -> Reply:
        self.clock.at += 1_000
        if not self.todo:
            self.done -= 1
            return Command.UNDO if self.done >= 0 else Command.QUIT
        wanted = self.todo.pop(0)
        if isinstance(view, Feedback) and wanted is Command.OVERRIDE and wanted in view.commands:
            return wanted  # says something of the answer, and is no action of its own
        if isinstance(wanted, Command) and wanted is not Command.OVERRIDE:
            self.done += 1
            return wanted
        if isinstance(view, Feedback):
            return wanted if isinstance(wanted, Rating) else GOOD
        self.done += 1
        return wanted if isinstance(wanted, Typed) else Typed("eight")


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                *(Typed("eight"), Typed("six"), AGAIN, EASY, Command.OVERRIDE),
                *(Command.FLAG, Command.MARK, Command.SUSPEND, Command.BURY),
            ]
        ),
        max_size=9,
    )
)
def test_as_many_undos_as_there_were_actions_lead_back_to_the_beginning(todo: list[Reply]) -> None:
    with TemporaryDirectory() as folder:
        room = Room(Path(folder))
        room.deck(many(12))
        room.limits = Limits(new=20, reviews=20)
        room.study(Command.FLAG, Typed("yes"), GOOD, Command.MARK, Command.QUIT)
        doer = Doer(todo)
        doer.clock = room.clock
        for store in room.store():
            before = dict(store.progress.states())
            study = Study(store.progress, store.library, doer, room.world, room.scheduling, room.limits)
            queue = study.session.queue
            session = study.run()
            assert dict(store.progress.states()) == before
        assert (session.queue, session.turns) == (queue, ())


def test_an_edited_question_is_asked_as_it_then_is(room: Room) -> None:
    places: list[tuple[str, int]] = []

    def edit(path: str, line: int) -> None:
        places.append((path, line))
        room.deck(LEGS.replace("eight", "acht").replace("a spider", "every spider"))

    room.edit = edit
    person, _ = room.study(Command.EDIT, Typed("acht"), EASY, Command.QUIT)
    assert places == [(str(room.folder / "deck.yaml"), 4)]
    assert [view.card.prompt for view in person.asked[:2]] == [
        "How many legs has a spider?",
        "How many legs has every spider?",
    ]
    assert person.asked[1].header.notice == "Read again."
    assert [(review.card_id, review.score) for review in room.reviews()] == [("legs/spider", 1.0)]


def test_a_mistake_made_while_editing_is_named_and_the_session_goes_on(room: Room) -> None:
    def edit(path: str, line: int) -> None:
        room.deck(LEGS.replace("answer: eight", "anwser: eight"))

    room.edit = edit
    person, _ = room.study(Command.EDIT, Command.QUIT)
    assert person.prompts == ["spider", "ant"]
    assert "did you mean 'answer'?" in person.asked[1].header.notice


def test_an_answer_is_shown_beside_the_edited_text(room: Room) -> None:
    room.deck(ORDERED)
    room.edit = lambda path, line: room.deck(ORDERED.replace("which order", "what order"))
    person, _ = room.study(Ordered((0, 1, 2, 3, 4, 5, 6, 7)), Command.EDIT, AGAIN, Command.QUIT)
    before, after = person.shown
    assert (before.card.prompt, after.card.prompt) == ("In which order?", "In what order?")
    assert after.card.interaction == before.card.interaction, "the items stand as they stood"
    assert (after.response, after.grade) == (before.response, before.grade)
    assert after.header.notice == "Read again."


@pytest.mark.parametrize(("new", "key"), [("answer: ocht", "ocht"), ("order: [one, two]", "eight")])
def test_an_edited_answer_is_shown_where_the_response_fits_it(room: Room, new: str, key: str) -> None:
    room.edit = lambda path, line: room.deck(LEGS.replace("answer: eight", new))
    person, _ = room.study(Typed("acht"), Command.EDIT, AGAIN, Command.QUIT)
    interaction = person.shown[1].card.interaction
    assert isinstance(interaction, TextEntry)
    assert [key_text(one) for one in interaction.keys] == [key]
    judged = "Read again. Your answer was judged by the text before."
    assert person.shown[1].header.notice == (judged if key == "ocht" else "Read again.")


def test_a_revealed_card_is_shown_as_edited_and_then_rated(room: Room) -> None:
    room.deck("deck: One\nquestions: [{id: a, front: Peru, back: Limma}]\n")
    room.edit = lambda path, line: room.deck("deck: One\nquestions: [{id: a, front: Peru, back: Lima}]\n")
    person, _ = room.study(Command.REVEAL, Command.EDIT, EASY)
    assert [view.card.interaction for view in person.shown] == [Reveal("Limma"), Reveal("Lima")]
    assert len(room.reviews()) == 1


def test_a_question_edited_away_after_its_answer_is_still_there_to_be_rated(room: Room) -> None:
    spider = LEGS.splitlines(keepends=True)[3]
    room.edit = lambda path, line: room.deck(LEGS.replace(spider, ""))
    person, _ = room.study(Typed("eight"), Command.EDIT, EASY, Command.QUIT)
    assert person.shown[1].header.notice == "This question is no longer in its deck."
    assert [review.rating for review in room.reviews()] == [EASY]


def test_an_editor_that_cannot_be_had_is_told_and_the_session_goes_on(room: Room) -> None:
    def edit(path: str, line: int) -> None:
        raise QuizkitError("there is no editor here", hint="name yours")

    room.edit = edit
    person, _ = room.study(Command.EDIT, Typed("eight"), Command.EDIT, EASY, Command.QUIT)
    told = "There is no editor here (name yours)"
    assert (person.asked[1].header.notice, person.shown[1].header.notice) == (told, told)
    assert person.asked[1].card is person.asked[0].card
    assert [review.rating for review in room.reviews()] == [EASY]


def test_editing_is_offered_only_where_there_is_an_editor(room: Room) -> None:
    without, _ = room.study(Command.QUIT)
    room.edit = lambda path, line: None
    with_editor, _ = room.study(Command.QUIT)
    offered = [Command.EDIT in person.asked[0].commands for person in (without, with_editor)]
    assert offered == [False, True]


# --- ids ---------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    times=st.lists(st.integers(0, 253_402_300_799_999), min_size=2, max_size=5, unique=True),
    seed=st.integers(),
)
def test_ids_are_unique_and_sort_by_time(times: list[int], seed: int) -> None:
    chance = Random(seed)
    ids = [World(lambda at=at: at, chance).new_id() for at in sorted(times)]  # type: ignore[misc]
    assert ids == sorted(ids)
    assert len({World(lambda: 5, chance).new_id() for _ in range(100)}) == 100


# --- quizzes -----------------------------------------------------------------------------------------


def quiz_cards(store: Store, count: int, seed: int = 1) -> list[str]:
    return [card.id for card in choose_cards(store.library, count, Random(seed))]


def test_a_quiz_asks_as_many_questions_as_wanted_or_as_there_are(room: Room) -> None:
    room.deck(DECK)
    for store in room.store():
        assert [len(quiz_cards(store, count)) for count in (1, 3, 5, 50)] == [1, 3, 5, 5]


def test_a_quiz_asks_one_card_of_a_question(room: Room) -> None:
    both = "  - {id: lima, front: Lima, back: Peru, both_ways: true}\n"
    room.deck(f"deck: Ways\nquestions:\n{both}  - cloze: '{{{{one}}}}, {{{{two}}}} and {{{{three}}}}.'\n")
    chosen: set[str] = set()
    for store in room.store():
        for seed in range(60):
            cards = quiz_cards(store, 10, seed)
            assert len({card_id.partition("#")[0] for card_id in cards}) == len(cards) == 2
            chosen.update(cards)
        assert chosen == set(store.library.new(DAY))


def test_the_same_seed_asks_the_same_questions_and_another_others(room: Room) -> None:
    room.deck(DECK)
    for store in room.store():
        quizzes = [tuple(quiz_cards(store, 4, seed)) for seed in range(20)]
        assert quizzes == [tuple(quiz_cards(store, 4, seed)) for seed in range(20)]
        assert len(set(quizzes)) > 10


def test_a_quiz_adds_up_the_points_and_writes_nothing(room: Room) -> None:
    room.deck(DECK)
    person = Person(
        *(Typed("eight"), GOOD),
        *(pick("Etna"), GOOD),
        *(pick("True"), GOOD),
        *(Filled(("Romulus", "?")), GOOD),
        *(Command.REVEAL, AGAIN),
    )
    person.clock = room.clock
    for store in room.store():
        cards = tuple(store.library.card(card_id) for card_id in store.library.new(DAY))
        quiz = take_quiz(cards, store.library, person, room.world)
    assert [answered.grade.score for answered in quiz.answered] == [1.0, 0.0, 1.0, 0.5, 0.0]
    assert quiz.points == 2.5
    assert [answered.duration_ms for answered in quiz.answered] == [1_000] * 5
    assert [missed.card.id for missed in quiz.missed] == [cards[1].id, cards[3].id, cards[4].id]
    assert room.log() == []
    assert [(view.header.done, view.header.total) for view in person.asked] == [(n, 5) for n in range(5)]
    assert {view.commands for view in person.asked} == {frozenset({Command.QUIT})}


def test_the_answers_of_a_saved_quiz_are_written_before_their_feedback(room: Room) -> None:
    room.deck(DECK)
    seen: list[list[tuple[str, int]]] = []

    def look(_: Asking | Feedback) -> Reply:
        seen.append(room.on_disk())
        return GOOD

    person = Person(Typed("eight"), look, pick("Etna"), look, Command.REVEAL, HARD)
    for store in room.store():
        cards = tuple(store.library.card(f"five/{name}") for name in ("typed", "picked", "card"))
        take_quiz(cards, store.library, person, room.world, save=store.progress)
    assert seen == [[("five/typed", 3)], [("five/typed", 3), ("five/picked", 1)]]
    found = [(one.card_id, one.rating, one.score, one.proposed, one.response) for one in room.reviews()]
    assert sorted(found) == [
        ("five/card", HARD, None, None, ""),
        ("five/picked", AGAIN, 0.0, AGAIN, "Etna"),
        ("five/typed", GOOD, 1.0, GOOD, "eight"),
    ]
    assert room.state("five/typed").reps == 1


@pytest.mark.parametrize(
    "leave",
    [[GOOD, Command.QUIT], [GOOD, Command.REVEAL, Command.QUIT], [Command.QUIT]],
    ids=["at a question", "judging oneself", "at an answer"],
)
def test_a_quiz_that_is_left_keeps_what_was_answered(room: Room, leave: list[Reply]) -> None:
    room.deck(DECK)
    person = Person(Typed("eight"), *leave)
    for store in room.store():
        cards = tuple(store.library.card(f"five/{name}") for name in ("typed", "card", "judged"))
        quiz = take_quiz(cards, store.library, person, room.world, save=store.progress)
    assert [answered.card.id for answered in quiz.answered] == ["five/typed"]
    assert quiz.left
    assert room.on_disk() == [("five/typed", 3)]
    assert isinstance(cards[1].interaction, Reveal)


# --- rules of a quiz ---------------------------------------------------------------------------------


def quiz_of(room: Room, person: Person, rules: Rules, *, save: bool = False) -> Quiz:
    """A quiz of all questions, in the order of the deck."""
    person.clock = room.clock
    for store in room.store():
        cards = tuple(store.library.card(card_id) for card_id in store.library.new(DAY))
        progress = store.progress if save else None
        quiz = take_quiz(cards, store.library, person, room.world, progress, rules)
    assert person.lines == []
    return quiz


def test_an_exam_shows_no_feedback(room: Room) -> None:
    person = Person(Typed("eight"), Typed("five"), Typed("two"))
    quiz = quiz_of(room, person, Rules(exam=True))
    assert person.shown == []
    assert [answered.grade.score for answered in quiz.answered] == [1.0, 0.0, 1.0]


def test_an_exam_lets_the_learner_judge_what_only_they_can(room: Room) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")
    person = Person(Command.REVEAL, GOOD)
    assert quiz_of(room, person, Rules(exam=True)).points == 1.0


def test_the_quiz_ends_when_its_time_is_up_and_what_came_later_earns_nothing(room: Room) -> None:
    def slowly(_: Asking | Feedback) -> Reply:
        room.clock.go_on(1)
        return Typed("six")

    person = Person(Typed("eight"), GOOD, slowly, GOOD)
    quiz = quiz_of(room, person, Rules(time_limit=60))
    assert [answered.grade.score for answered in quiz.answered] == [1.0, 0.0]
    assert quiz.answered[1].grade.feedback == "The time was up."
    assert (quiz.points, quiz.possible) == (1.0, 3.0)
    assert [view.header.remaining for view in person.asked] == ["1 min left", "1 min left"]


def test_each_question_may_have_its_own_time(room: Room) -> None:
    def slowly(text: str, seconds: float) -> Line:
        def answered(_: Asking | Feedback) -> Reply:
            room.clock.go_on((seconds - 1) / 60)
            return Typed(text)

        return answered

    person = Person(slowly("eight", 30), GOOD, slowly("six", 31), GOOD, Typed("two"), GOOD)
    quiz = quiz_of(room, person, Rules(per_question=30))
    assert [answered.grade.score for answered in quiz.answered] == [1.0, 0.0, 1.0]
    assert {(view.header.remaining, view.limit_ms) for view in person.asked} == {("", 30_000)}


def test_an_answer_that_came_too_late_is_written_as_missed(room: Room) -> None:
    def slowly(_: Asking | Feedback) -> Reply:
        room.clock.go_on(1)
        return Typed("eight")

    person = Person(slowly, GOOD, Command.QUIT)
    quiz_of(room, person, Rules(per_question=30), save=True)
    assert [(review.score, review.rating) for review in room.reviews()] == [(0.0, AGAIN)]


def test_questions_count_their_points(room: Room) -> None:
    room.deck(
        "deck: P\nquestions:\n"
        "  - {id: a, ask: One?, answer: yes, points: 3}\n"
        "  - {id: b, ask: Two?, answer: yes}\n"
        "  - {id: c, ask: Three?, answer: yes, points: 0.5}\n"
    )
    person = Person(Typed("yes"), GOOD, Typed("never"), GOOD, Typed("yes"), GOOD)
    quiz = quiz_of(room, person, Rules())
    assert (quiz.points, quiz.possible) == (3.5, 4.5)
    assert quiz.share == pytest.approx(3.5 / 4.5)


def test_a_hint_costs_credit_in_a_quiz_too(room: Room) -> None:
    person = Person(Given(Typed("eight"), hints=1), GOOD, Command.QUIT)
    quiz = quiz_of(room, person, Rules(), save=True)
    assert quiz.points == pytest.approx(2 / 3)
    assert [(review.rating, review.proposed) for review in room.reviews()] == [(HARD, HARD)]


def test_without_shuffling_questions_and_options_stand_as_written(room: Room) -> None:
    options = ", ".join(f"o{n}" for n in range(8))
    lines = "".join(f"  - {{id: q{n}, ask: '{n}?', answer: o9, wrong: [{options}]}}\n" for n in range(6))
    room.deck(f"deck: D\nquestions:\n{lines}")
    for store in room.store():
        cards = choose_cards(store.library, 4, Random(3), shuffle=False)
        places = [card.id for card in cards]
        assert places == sorted(places)
        first: list[Line] = [Picked((0,)), GOOD]
        person = Person(*first * 4)
        quiz = take_quiz(cards, store.library, person, room.world, rules=Rules(shuffle=False))
        assert quiz.points == 4.0


def test_what_was_missed_is_practised_until_nothing_is_and_not_recorded(room: Room) -> None:
    for store in room.store():
        cards = tuple(store.library.card(f"legs/{name}") for name in ("spider", "ant", "hen"))
        person = Person(Typed("six"), GOOD, Typed("six"), GOOD, Typed("three"), GOOD)
        person.lines += [Typed("eight"), GOOD, Typed("one"), GOOD]  # the first round of practice
        person.lines += [Typed("two"), GOOD]  # the second
        person.rounds = 2
        quiz = take_quiz(cards, store.library, person, room.world, store.progress)
        practise(ending_of(quiz), store.library, person, room.world)
        assert [[missed.card.id[5:] for missed in one.missed] for one in person.endings] == [
            ["spider", "hen"],
            ["hen"],
            [],
        ]
        assert person.endings[0].missed[1].response == "three"
        assert {view.header.title for view in person.asked[3:]} == {"Practice: not recorded"}
        assert len(list(store.progress.reviews())) == 3
        assert person.lines == []


def test_leaving_in_the_middle_of_practice_ends_it(room: Room) -> None:
    for store in room.store():
        person = Person(Typed("six"), GOOD, Command.QUIT)
        person.rounds = 9
        quiz = take_quiz((store.library.card("legs/spider"),), store.library, person, room.world)
        practise(ending_of(quiz), store.library, person, room.world)
        assert len(person.endings) == 1


def test_leaving_is_for_good_while_a_quiz_has_questions_left(room: Room) -> None:
    person = Person(Typed("eight"), GOOD, Typed("six"), GOOD, Typed("three"), GOOD)
    quiz_of(room, person, Rules())
    assert [view.header.for_good for view in person.asked] == [True, True, True]
    assert [view.header.for_good for view in person.shown] == [True, True, False]


def test_whoever_judges_the_last_answer_themselves_can_still_give_it_up(room: Room) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")
    person = Person(Command.REVEAL, GOOD)
    quiz_of(room, person, Rules(exam=True))
    assert [view.header.for_good for view in person.shown] == [True]


def test_leaving_a_study_session_or_practice_gives_nothing_up(room: Room) -> None:
    studying, _ = room.study(Typed("six"), AGAIN, Command.QUIT)
    for store in room.store():
        practising = Person(Typed("six"), GOOD, Typed("eight"), GOOD)
        practising.rounds = 1
        quiz = take_quiz((store.library.card("legs/spider"),), store.library, practising, room.world)
        practise(ending_of(quiz), store.library, practising, room.world)
    asked = [*studying.asked, practising.asked[1]]
    shown = [*studying.shown, practising.shown[1]]
    assert not any(view.header.for_good for view in asked)
    assert not any(view.header.for_good for view in shown)


def test_a_quiz_takes_the_questions_that_fit(room: Room) -> None:
    room.deck(DECK)
    for store in room.store():
        cards = choose_cards(store.library, 9, Random(1), lambda question, deck: question.type == "cloze")
        assert [card.question_id for card in cards] == ["five/filled"]
