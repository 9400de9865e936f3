"""The ways back in a session: every answer and every note can be taken back, the last one first."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.queue import Limits
from quizkit.responses import Typed
from quizkit.reviews import CardState, Rating
from quizkit.study import Study
from quizkit.terminal.view import Asking, Command, Feedback
from tests.scripted import AGAIN, EASY, GOOD, HARD, Line, Person, Reply, Room, many


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


# --- answers -----------------------------------------------------------------------------------------


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


def test_i_was_right_can_be_taken_back(room: Room) -> None:
    room.study(Typed("octo"), Command.OVERRIDE, Command.UNDO, Command.QUIT)
    assert room.reviews() == []
    assert room.state("legs/spider") == CardState()


# --- what was done with a card -----------------------------------------------------------------------


@pytest.mark.parametrize("command", [Command.SUSPEND, Command.BURY])
def test_suspending_can_be_taken_back(room: Room, command: Command) -> None:
    person, session = room.study(command, Command.UNDO, Command.QUIT)
    assert person.prompts == ["spider", "ant", "spider"]
    assert room.state("legs/spider") == CardState()
    assert session.turns == ()
    what = "Suspended" if command is Command.SUSPEND else "Buried until tomorrow"
    assert person.asked[1].header.notice == f"{what}; you can undo it."


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


# --- all of it ---------------------------------------------------------------------------------------


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
        with room.store() as store:
            before = dict(store.progress.states())
            study = Study(store.progress, store.library, doer, room.world, room.scheduling, room.limits)
            queue = study.session.queue
            session = study.run()
            assert dict(store.progress.states()) == before
        assert (session.queue, session.turns) == (queue, ())
