"""Numbers about learning, on examples small enough to be worked out by hand."""

from __future__ import annotations

import pytest
from quizkit.reviews import CardState, Due, DueAt, DueDay, MemoryState, Phase, Rating, Review
from quizkit.scheduler import Scheduling
from quizkit.stats import (
    Collection,
    Retention,
    collection,
    forecast,
    known_now,
    leeches,
    missed_last,
    retention,
    streak,
)

TODAY = 739_000
AGAIN, HARD, GOOD, EASY = Rating


def review(card_id: str, day: int, rating: Rating, minute: int = 0, response: str = "") -> Review:
    """A review on day ``day``, counted from today."""
    at = (TODAY + day) * 86_400_000 + minute * 60_000
    return Review(f"{card_id} {at}", card_id, rating, at, TODAY + day, response=response)


DUE_TODAY = DueDay(TODAY)


def state(
    due: Due = DUE_TODAY, phase: Phase = Phase.REVIEW, stability: float = 10, lapses: int = 0
) -> CardState:
    return CardState(MemoryState(stability, 5), due, phase, reps=3, lapses=lapses, last_day=TODAY - 10)


# --- retention ---------------------------------------------------------------------------------------


def test_retention_counts_the_first_answer_of_a_card_and_day_but_not_its_first_day() -> None:
    log = [
        review("a", -9, AGAIN),  # the first day of a: not counted
        review("a", -9, GOOD, 10),
        review("a", -5, GOOD),  # counted, right
        review("a", -2, AGAIN),  # counted, wrong
        review("a", -2, GOOD, 10),  # the second answer of that day: not counted
        review("b", -3, GOOD),  # the first day of b
        review("b", 0, HARD),  # counted, right: it was recalled
    ]
    assert retention(log) == Retention(answers=3, right=2)
    assert retention(log).rate == pytest.approx(2 / 3)


def test_retention_since_a_day_leaves_out_what_came_before_but_remembers_first_days() -> None:
    log = [review("a", -9, GOOD), review("a", -5, AGAIN), review("a", 0, GOOD), review("b", 0, AGAIN)]
    assert retention(log, since_day=TODAY - 4) == Retention(1, 1)
    assert retention(log, since_day=TODAY - 5) == Retention(2, 1)


def test_retention_does_not_depend_on_the_order_of_the_log() -> None:
    log = [review("a", -9, GOOD), review("a", -5, AGAIN), review("a", -5, GOOD, 5), review("a", 0, EASY)]
    assert retention(reversed(log)) == retention(log) == Retention(2, 1)


def test_without_answers_there_is_no_rate() -> None:
    assert retention([]).rate is None
    assert retention([review("a", 0, GOOD)]) == Retention(0, 0)


# --- collection --------------------------------------------------------------------------------------


def test_cards_are_counted_by_how_well_they_sit() -> None:
    states = [
        state(phase=Phase.LEARNING, due=DueAt(5)),
        state(phase=Phase.RELEARNING, due=DueAt(5), stability=100),
        state(stability=20.9),
        state(stability=21),
        state(stability=400),
        state(stability=400)._replace(suspended=True),
        CardState(buried_until=TODAY + 1),  # touched, but still new
        CardState(suspended=True),  # suspended before it was ever answered
    ]
    assert collection(states, cards=20) == Collection(new=13, learning=2, young=1, mature=2, suspended=2)


def test_every_card_is_counted_once() -> None:
    states = [state(), CardState(suspended=True), CardState(buried_until=5), state(phase=Phase.LEARNING)]
    assert sum(collection(states, cards=9)) == 9


# --- forecast ----------------------------------------------------------------------------------------


def test_the_forecast_counts_overdue_cards_and_learning_steps_today() -> None:
    states = [
        state(DueDay(TODAY - 30)),
        state(DueDay(TODAY)),
        state(DueAt(7), Phase.LEARNING),
        state(DueDay(TODAY + 1)),
        state(DueDay(TODAY + 3)),
        state(DueDay(TODAY + 3)),
        state(DueDay(TODAY + 4)),  # beyond the days asked for
    ]
    assert forecast(states, TODAY, 4) == [3, 1, 0, 2]


def test_the_forecast_leaves_out_suspended_and_new_cards() -> None:
    states = [state()._replace(suspended=True), CardState(), CardState(buried_until=TODAY + 1)]
    assert forecast(states, TODAY, 3) == [0, 0, 0]


def test_the_forecast_counts_a_buried_card_on_the_day_it_comes_back() -> None:
    buried = [
        state(DueDay(TODAY - 3))._replace(buried_until=TODAY + 1),
        state(DueAt(7), Phase.LEARNING)._replace(buried_until=TODAY + 1),
        state(DueDay(TODAY + 2))._replace(buried_until=TODAY + 1),
        state(DueDay(TODAY))._replace(buried_until=TODAY),
    ]
    assert forecast(buried, TODAY, 3) == [1, 2, 1]


def test_a_forecast_of_no_days_is_empty() -> None:
    assert forecast([state()], TODAY, 0) == []


# --- streak ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "length"),
    [
        ([], 0),
        ([0], 1),
        ([-1], 1),  # today is still open
        ([-2], 0),
        ([-2, -1], 2),
        ([-2, -1, 0], 3),
        ([-4, -3, -1, 0], 2),
        ([-3, -2, 0], 1),
        ([0, -1, -1, -2], 3),  # in any order, repeated
        ([-9, 1], 0),  # a day ahead of today is no beginning
    ],
)
def test_a_streak_is_days_in_a_row_up_to_today_or_yesterday(days: list[int], length: int) -> None:
    assert streak([TODAY + day for day in days], TODAY) == length


# --- leeches and what is known -----------------------------------------------------------------------


def test_leeches_are_cards_with_eight_lapses_or_more_the_worst_first() -> None:
    states = [
        (name, state(lapses=lapses)) for name, lapses in [("d/a", 8), ("d/b", 7), ("d/d", 9), ("d/c", 8)]
    ]
    assert leeches(states) == [("d/d", 9), ("d/a", 8), ("d/c", 8)]


def test_the_number_of_lapses_that_makes_a_leech_can_be_given() -> None:
    assert leeches([("d/a", state(lapses=2)), ("d/b", state(lapses=1))], lapses=2) == [("d/a", 2)]
    assert leeches([], lapses=2) == []


def test_what_was_missed_last_is_of_the_latest_day_and_each_card_once() -> None:
    reviews = [
        review("old", -1, AGAIN),
        *(review("twice", 0, AGAIN, minute, f"try {minute}") for minute in (1, 2)),
        review("twice", 0, GOOD, 3),
        review("right", 0, HARD, 4),
        review("once", 0, AGAIN, 5),
    ]
    assert missed_last(reversed(reviews)) == [("twice", "try 2", 2), ("once", "", 1)]
    assert missed_last([]) == []


def test_what_is_known_now_is_the_sum_of_the_chances_of_recall_of_learned_cards() -> None:
    states = [
        state(stability=10),  # last answered ten days ago: 90 %
        state(stability=10)._replace(last_day=TODAY),  # just answered: certain
        CardState(),  # never answered: nothing
        # Within its steps, suspended: not counted, however fresh.
        state(phase=Phase.LEARNING)._replace(last_day=TODAY),
        state(phase=Phase.RELEARNING)._replace(last_day=TODAY),
        state(stability=10)._replace(suspended=True),
    ]
    assert known_now(states, TODAY, Scheduling()) == pytest.approx(1.9)
    assert known_now([], TODAY, Scheduling()) == 0
