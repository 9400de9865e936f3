"""Learning with a person who follows a script: which card comes when, and when a session is over."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from quizkit.days import day_begins_at
from quizkit.queue import Limits
from quizkit.responses import Ordered, Typed
from quizkit.reviews import Phase
from quizkit.scheduler import Scheduling, replay
from quizkit.session import Counts
from quizkit.terminal.view import Asking, Command, Feedback
from quizkit.world import World
from tests.scripted import AGAIN, DAY, EASY, GOOD, MINUTE, ORDERED, Line, Reply, Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


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


def test_a_card_that_comes_back_is_shuffled_anew(room: Room) -> None:
    room.deck(ORDERED)
    wrong = Ordered((0, 1, 2, 3, 4, 5, 6, 7))
    person, _ = room.study(wrong, AGAIN, Typed("nine"), EASY, Command.QUIT)
    first, second = (view.card for view in person.asked if view.card.id == "ordered/order")
    assert first.interaction != second.interaction


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


# --- leave -------------------------------------------------------------------------------------------


def test_leaving_at_a_question_writes_nothing(room: Room) -> None:
    _, session = room.study(Command.QUIT)
    assert room.log() == []
    assert session.turns == ()


def test_leaving_before_rating_oneself_writes_nothing(room: Room) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")
    room.study(Command.REVEAL, Command.QUIT)
    assert room.log() == []


# --- ids ---------------------------------------------------------------------------------------------
