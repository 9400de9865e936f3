"""The memory model against its references, learning steps, intervals, and the log as the truth."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from quizkit.days import day_begins_at, learning_day
from quizkit.fuzz import fuzz_range
from quizkit.memory import DEFAULT_PARAMETERS, Memory
from quizkit.reviews import (
    Action,
    CardAction,
    CardState,
    Due,
    DueAt,
    DueDay,
    Entry,
    MemoryState,
    Phase,
    Place,
    Rating,
    Review,
    Undo,
)
from quizkit.scheduler import (
    MINUTE,
    MOVING,
    Scheduling,
    act,
    answer,
    outcomes,
    replay,
    retrievability,
)

AGAIN, HARD, GOOD, EASY = Rating
VECTORS = Path(__file__).parent / "data" / "fsrs6_vectors.jsonl"
DAY_ONE = 739_000
MS_A_DAY = 86_400_000
EXACT = Scheduling(fuzz=False)
STEPLESS = Scheduling(learning_steps=(), relearning_steps=(), fuzz=False)

ratings = st.sampled_from(Rating)
histories = st.lists(st.tuples(ratings, st.one_of(st.integers(0, 3), st.integers(0, 2_000))), max_size=15)
# The bounds within which the optimisers of py-fsrs and fsrs-rs look for a learner's parameters.
parameters = st.tuples(
    *(
        st.floats(low, high)
        for low, high in zip(
            fsrs.scheduler.LOWER_BOUNDS_PARAMETERS, fsrs.scheduler.UPPER_BOUNDS_PARAMETERS, strict=True
        )
    )
)


def review(
    rating: Rating, day: int = DAY_ONE, *, at: int | None = None, card_id: str = "d/q", name: str = ""
) -> Review:
    """A review at noon of a day, unless ``at`` (ms) says otherwise."""
    at = day_begins_at(day, UTC, 12) if at is None else at
    return Review(name or f"{card_id} {at}", card_id, rating, at, day)


def after(reviews: Iterable[Review], scheduling: Scheduling = EXACT) -> CardState:
    return reduce(lambda state, one: answer(state, one, scheduling), reviews, CardState())


def in_review(
    stability: float, difficulty: float = 5.0, *, reps: int = 4, last_day: int = DAY_ONE
) -> CardState:
    """A card in review with a given memory state."""
    memory = MemoryState(stability, difficulty)
    return CardState(memory, DueDay(last_day), Phase.REVIEW, 0, reps, 0, last_day)


def days_of(state: CardState, day: int = DAY_ONE) -> int:
    assert isinstance(state.due, DueDay)
    return state.due.day - day


def minutes_of(state: CardState, since: Review) -> float:
    assert isinstance(state.due, DueAt)
    return (state.due.at - since.reviewed_at) / MINUTE


# --- the memory model against its references ---------------------------------------------------------


class Vector(NamedTuple):
    """One line of the reference data."""

    parameters: tuple[float, ...]
    desired_retention: float
    history: list[tuple[Rating, int]]
    expected: list[tuple[float, float, float]]


def vectors() -> Iterator[Vector]:
    for line in VECTORS.read_text().splitlines():
        data = json.loads(line)
        history = [(Rating(rating), elapsed) for rating, elapsed in data["reviews"]]
        own = DEFAULT_PARAMETERS if data["w"] == "default" else tuple(data["w"])
        expected = [(s, d, interval) for s, d, interval in data["states_S_D_interval"]]
        yield Vector(own, data["desired_retention"], history, expected)


def test_a_thousand_reference_histories_give_the_reference_states_and_intervals() -> None:
    found = list(vectors())
    assert len(found) == 1000
    assert sum(len(vector.history) for vector in found) == 8476
    for vector in found:
        memory = Memory(vector.parameters)
        state: MemoryState | None = None
        for (rating, elapsed), (stability, difficulty, interval) in zip(
            vector.history, vector.expected, strict=True
        ):
            state = memory.first(rating) if state is None else memory.next(state, rating, elapsed)
            # The file keeps six, six and four decimals; intervals were computed in single precision.
            assert state.stability == pytest.approx(stability, rel=1e-9, abs=6e-7)
            assert state.difficulty == pytest.approx(difficulty, rel=0, abs=6e-7)
            days = memory.interval(state.stability, vector.desired_retention)
            assert days == pytest.approx(interval, rel=1e-5, abs=6e-5)


def at_noon(day: int, seconds: int = 0) -> datetime:
    """A learning day as py-fsrs must be told it: it counts blocks of 24 hours."""
    return datetime.fromordinal(day).replace(hour=12, tzinfo=UTC) + timedelta(seconds=seconds)


def steps_for_fsrs(steps: tuple[float, ...]) -> list[timedelta]:
    return [timedelta(minutes=step) for step in steps]


def fsrs_scheduler(scheduling: Scheduling) -> Any:
    return fsrs.Scheduler(
        scheduling.memory.parameters,
        scheduling.desired_retention,
        steps_for_fsrs(scheduling.learning_steps),
        steps_for_fsrs(scheduling.relearning_steps),
        scheduling.maximum_interval,
        enable_fuzzing=False,
    )


@settings(deadline=None)
@given(history=histories, own=st.one_of(st.just(DEFAULT_PARAMETERS), parameters))
@example(history=[(GOOD, 0), (AGAIN, 0), (HARD, 0), (AGAIN, 36_500)], own=DEFAULT_PARAMETERS)
def test_any_history_gives_the_memory_state_of_py_fsrs(
    history: list[tuple[Rating, int]], own: tuple[float, ...]
) -> None:
    memory, other = Memory(own), fsrs_scheduler(Scheduling(Memory(own)))
    card, day, state = fsrs.Card(), DAY_ONE, None
    for number, (rating, elapsed) in enumerate(history):
        day += elapsed if number else 0
        card, _ = other.review_card(card, fsrs.Rating(rating), at_noon(day, number))
        state = memory.first(rating) if state is None else memory.next(state, rating, elapsed)
        assert state.stability == pytest.approx(card.stability, rel=1e-9)
        assert state.difficulty == pytest.approx(card.difficulty, rel=1e-9)


@settings(deadline=None)
@given(history=histories)
def test_following_a_history_is_taking_its_answers_one_by_one(history: list[tuple[Rating, int]]) -> None:
    memory = Memory()
    state: MemoryState | None = None
    for rating, elapsed in history:
        state = memory.first(rating) if state is None else memory.next(state, rating, elapsed)
    assert memory.follow(history) == state
    assert memory.follow(iter(history)) == state


def test_no_history_is_no_memory() -> None:
    assert Memory().follow([]) is None
    assert retrievability(CardState(), DAY_ONE, EXACT) is None


@pytest.mark.parametrize("number", [0, 17, 19, 20, 22])
def test_another_number_of_parameters_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"FSRS-6 has 21 parameters, not {number}"):
        Memory((0.5,) * number)


@settings(deadline=None)
@given(stability=st.floats(0.01, 36_500), own=parameters)
def test_recall_is_ninety_percent_likely_after_as_many_days_as_the_stability(
    stability: float, own: tuple[float, ...]
) -> None:
    assert Memory(own).retrievability(stability, stability) == pytest.approx(0.9)


@settings(deadline=None)
@given(stability=st.floats(0.01, 36_500), desired=st.floats(0.7, 0.99))
def test_the_interval_ends_when_recall_is_as_likely_as_desired(stability: float, desired: float) -> None:
    memory = Memory()
    days = memory.interval(stability, desired)
    assert memory.retrievability(stability, days) == pytest.approx(desired)


def test_recall_on_the_day_of_the_answer_is_certain_and_then_fades() -> None:
    state = in_review(10, last_day=DAY_ONE)
    recalls = [retrievability(state, DAY_ONE + days, EXACT) for days in (-1, 0, 1, 10, 100)]
    assert recalls[0] == recalls[1] == 1.0
    assert recalls[3] == pytest.approx(0.9)
    fading = [recall for recall in recalls[1:] if recall is not None]
    assert all(later < sooner for sooner, later in pairwise(fading))


# --- learning steps ----------------------------------------------------------------------------------


def test_a_new_card_goes_through_one_minute_and_ten() -> None:
    first = review(AGAIN)
    again = after([first])
    assert (again.phase, minutes_of(again, first)) == (Phase.LEARNING, 1)
    good = after([review(GOOD)])
    assert (good.phase, minutes_of(good, review(GOOD))) == (Phase.LEARNING, 10)
    second = review(GOOD, at=first.reviewed_at + 10 * MINUTE)
    learned = after([first, second])
    assert (learned.phase, minutes_of(learned, second)) == (Phase.LEARNING, 10)
    third = review(GOOD, at=second.reviewed_at + 10 * MINUTE)
    assert after([first, second, third]).phase is Phase.REVIEW


def test_again_goes_back_to_the_first_step() -> None:
    first = review(GOOD)
    second = review(AGAIN, at=first.reviewed_at + 10 * MINUTE)
    state = after([first, second])
    assert (state.step, minutes_of(state, second)) == (0, 1)


def test_hard_on_the_first_step_waits_between_the_first_and_the_second() -> None:
    first = review(HARD)
    assert minutes_of(after([first]), first) == 5.5


def test_hard_on_a_later_step_repeats_it() -> None:
    first = review(GOOD)
    second = review(HARD, at=first.reviewed_at + 10 * MINUTE)
    state = after([first, second])
    assert (state.step, minutes_of(state, second)) == (1, 10)


@pytest.mark.parametrize(("step", "wait"), [(10, 15), (3 * 24 * 60, 4 * 24 * 60)])
def test_hard_on_an_only_step_waits_half_as_long_again_but_at_most_a_day_more(step: int, wait: int) -> None:
    first = review(HARD)
    assert minutes_of(after([first], replace(EXACT, learning_steps=(step,))), first) == wait


def test_easy_leaves_the_steps_at_once() -> None:
    state = after([review(EASY)])
    assert (state.phase, days_of(state)) == (Phase.REVIEW, 8)  # its first stability is 8.2956


def test_without_learning_steps_a_new_card_is_in_review_whatever_the_answer() -> None:
    found = {rating: after([review(rating)], STEPLESS) for rating in Rating}
    assert {state.phase for state in found.values()} == {Phase.REVIEW}
    assert [days_of(state) for state in found.values()] == [1, 1, 2, 8]


@pytest.mark.parametrize("steps", [(5.0,), (1.0, 5.0, 60.0), (0.5, 720.0, 1440.0)])
def test_good_takes_the_steps_as_they_are_set(steps: tuple[float, ...]) -> None:
    scheduling = replace(EXACT, learning_steps=steps)
    at, state, waits = 0, CardState(), []
    for number in range(len(steps) + 2):
        one = review(AGAIN if number == 0 else GOOD, at=at)
        state = answer(state, one, scheduling)
        if isinstance(state.due, DueDay):
            break
        waits.append(minutes_of(state, one))
        at = state.due.at
    assert tuple(waits) == steps
    assert state.phase is Phase.REVIEW


def test_a_lapse_leads_through_the_relearning_step_back_to_review() -> None:
    day = DAY_ONE + 30
    miss = review(AGAIN, day)
    lapsed = answer(in_review(30), miss, EXACT)
    assert (lapsed.phase, lapsed.lapses, minutes_of(lapsed, miss)) == (Phase.RELEARNING, 1, 10)
    back = answer(lapsed, review(GOOD, day, at=miss.reviewed_at + 10 * MINUTE), EXACT)
    assert (back.phase, back.lapses) == (Phase.REVIEW, 1)
    assert 1 <= days_of(back, day) < 30


def test_only_a_card_in_review_can_lapse() -> None:
    first = review(AGAIN)
    state = after([first, review(AGAIN, at=first.reviewed_at + MINUTE)])
    assert state.lapses == 0
    lapsed = answer(in_review(30), review(AGAIN, DAY_ONE + 30), EXACT)
    assert answer(lapsed, review(AGAIN, DAY_ONE + 30), EXACT).lapses == 1


def test_without_relearning_steps_a_lapse_is_a_short_interval() -> None:
    day = DAY_ONE + 30
    lapsed = answer(in_review(30), review(AGAIN, day), STEPLESS)
    assert (lapsed.phase, lapsed.lapses) == (Phase.REVIEW, 1)
    assert days_of(lapsed, day) == 2  # py-fsrs: S = 2.17


def test_a_card_on_a_step_that_no_longer_exists_goes_on_to_review() -> None:
    learning = after([review(GOOD)])  # one step behind it
    state = answer(learning, review(HARD), replace(EXACT, learning_steps=(5,)))
    assert state.phase is Phase.REVIEW


steps = st.lists(st.integers(1, 1_400).map(float), max_size=3).map(lambda found: tuple(sorted(found)))


@settings(deadline=None)
@given(history=histories, learning=steps, relearning=steps, desired=st.floats(0.7, 0.99))
def test_any_history_gives_the_phases_steps_and_intervals_of_py_fsrs(
    history: list[tuple[Rating, int]],
    learning: tuple[float, ...],
    relearning: tuple[float, ...],
    desired: float,
) -> None:
    scheduling = Scheduling(Memory(), desired, learning, relearning, fuzz=False)
    other, card, state, day = fsrs_scheduler(scheduling), fsrs.Card(), CardState(), DAY_ONE
    for number, (rating, elapsed) in enumerate(history):
        day += elapsed
        now = at_noon(day, number)
        at = round(now.timestamp() * 1000)
        found = outcomes(state, "d/q", day, at, scheduling)
        expected = {one: other.review_card(card, fsrs.Rating(one), now)[0] for one in Rating}
        assert {one: found[one].due for one in Rating} == _with_a_day_between(expected, now, at, day)
        for one in Rating:
            # py-fsrs says "learning" of a new card, and counts no steps in review.
            assert found[one].phase == expected[one].state
            assert found[one].step == (expected[one].step or 0)
        state = answer(state, review(rating, day, at=at), scheduling)
        card = expected[rating]


def _with_a_day_between(cards: dict[Rating, Any], now: datetime, at: int, day: int) -> dict[Rating, Due]:
    """When py-fsrs shows the card again, and Anki's rule on top: a better answer waits a day longer."""
    due: dict[Rating, Due] = {}
    shortest = 0
    for rating, card in cards.items():
        if card.state is not fsrs.State.Review:
            due[rating] = DueAt(at + round((card.due - now) / timedelta(milliseconds=1)))
        else:
            days = min(max((card.due - now).days, shortest), 36_500)
            due[rating] = DueDay(day + days)
            shortest = days + 1 if rating is not AGAIN else 0
    return due


@settings(deadline=None)
@given(history=histories.filter(bool))
def test_an_outcome_foretells_the_state_after_the_answer(history: list[tuple[Rating, int]]) -> None:
    scheduling, state, day = Scheduling(), CardState(), DAY_ONE
    for rating, elapsed in history:
        day += elapsed
        one = review(rating, day)
        foretold = outcomes(state, one.card_id, day, one.reviewed_at, scheduling)[rating]
        state = answer(state, one, scheduling)
        assert foretold == (state.memory, state.phase, state.step, state.due)


# --- intervals ---------------------------------------------------------------------------------------

stabilities = st.floats(0.001, 40_000)
difficulties = st.floats(1, 10)


@settings(deadline=None)
@given(
    stability=stabilities,
    difficulty=difficulties,
    elapsed=st.integers(0, 4_000),
    maximum=st.sampled_from([1, 2, 3, 10, 365, 36_500]),
    fuzz=st.booleans(),
    card_id=st.integers(0, 99).map(str),
)
def test_a_better_answer_waits_at_least_a_day_longer_up_to_the_maximum(
    stability: float, difficulty: float, elapsed: int, maximum: int, fuzz: bool, card_id: str
) -> None:
    scheduling = Scheduling(maximum_interval=maximum, fuzz=fuzz)
    day = DAY_ONE + elapsed
    found = outcomes(in_review(stability, difficulty), card_id, day, 0, scheduling)
    hard, good, easy = (
        outcome.due.day - day for outcome in found.values() if isinstance(outcome.due, DueDay)
    )
    assert 1 <= hard <= maximum
    assert good == maximum if hard == maximum else hard + 1 <= good <= maximum
    assert easy == maximum if good == maximum else good + 1 <= easy <= maximum


@settings(deadline=None)
@given(
    stability=stabilities, maximum=st.sampled_from([1, 2, 3, 10, 365, 36_500]), reps=st.integers(0, 10_000)
)
def test_fuzz_stays_within_its_range(stability: float, maximum: int, reps: int) -> None:
    scheduling = Scheduling(maximum_interval=maximum)
    memory = scheduling.memory.next(MemoryState(stability, 5.0), HARD, 0)
    days = days_of(answer(in_review(stability, reps=reps), review(HARD), scheduling))
    exact = min(max(scheduling.memory.interval(memory.stability, 0.9), 1.0), maximum)
    shortest, longest = fuzz_range(exact, maximum)
    assert 1 <= shortest <= days <= longest <= maximum


@pytest.mark.parametrize("interval", [3.0, 5.0, 12.0, 30.0])
def test_fuzz_spreads_cards_over_the_whole_range(interval: float) -> None:
    scheduling = Scheduling(learning_steps=(), desired_retention=0.9)
    memory = Memory((*DEFAULT_PARAMETERS[:1], interval, *DEFAULT_PARAMETERS[2:]))
    days = {
        days_of(after([review(HARD, card_id=f"d/{number}")], replace(scheduling, memory=memory)))
        for number in range(1_000)
    }
    shortest, longest = fuzz_range(interval, 36_500)
    assert days == set(range(shortest, longest + 1))


def test_fuzz_is_the_same_at_every_replay_and_another_for_every_repetition() -> None:
    scheduling = Scheduling()
    states = [in_review(100, reps=reps) for reps in range(50)]
    first = [days_of(answer(state, review(HARD), scheduling)) for state in states]
    assert first == [days_of(answer(state, review(HARD), scheduling)) for state in states]
    assert len(set(first)) > 5


def test_without_fuzz_the_interval_is_the_rounded_one() -> None:
    for stability in (1.4, 2.6, 10.4, 10.6, 99.7):
        state = answer(in_review(stability), review(HARD), EXACT)
        assert state.memory is not None
        assert days_of(state) == max(1, round(state.memory.stability))


def test_a_higher_desired_retention_means_shorter_intervals() -> None:
    days = [
        days_of(answer(in_review(100), review(HARD), replace(EXACT, desired_retention=desired)))
        for desired in (0.7, 0.8, 0.9, 0.95, 0.99)
    ]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == 5


def test_no_interval_is_longer_than_the_maximum() -> None:
    for rating in (HARD, GOOD, EASY):
        state = answer(
            in_review(30_000), review(rating, DAY_ONE + 30_000), replace(EXACT, maximum_interval=90)
        )
        assert days_of(state, DAY_ONE + 30_000) == 90


def test_an_early_answer_late_in_the_same_day_counts_no_day() -> None:
    state = answer(in_review(20, 5.0), review(GOOD), EXACT)
    assert state.memory == Memory().next(MemoryState(20, 5.0), GOOD, 0)


def test_an_answer_dated_before_the_last_one_counts_no_day_and_sets_no_day_back() -> None:
    state = answer(in_review(20, 5.0), review(GOOD, DAY_ONE - 5), EXACT)
    assert state.memory == Memory().next(MemoryState(20, 5.0), GOOD, 0)
    assert state.last_day == DAY_ONE


def test_twenty_three_hours_across_a_night_count_as_a_day_and_across_none_as_nothing() -> None:
    berlin = ZoneInfo("Europe/Berlin")

    def learned_at(*times: str) -> CardState:
        instants = [
            round(datetime.fromisoformat(text).replace(tzinfo=berlin).timestamp() * 1000) for text in times
        ]
        return after(review(GOOD, learning_day(at, berlin), at=at) for at in instants)

    memory = Memory()
    first = memory.first(GOOD)
    overnight = learned_at("2024-05-01 09:00", "2024-05-02 08:00")
    assert overnight.memory == memory.next(first, GOOD, 1)
    within = learned_at("2024-05-01 04:30", "2024-05-02 03:30")
    assert within.memory == memory.next(first, GOOD, 0)
    minutes = learned_at("2024-05-02 03:55", "2024-05-02 04:05")
    assert minutes.memory == memory.next(first, GOOD, 1)


# --- the log is the truth ----------------------------------------------------------------------------


def test_suspending_and_burying_hide_a_card_and_change_nothing_else() -> None:
    state = in_review(20)
    suspended = act(state, Action("a", "d/q", CardAction.SUSPEND, 0, DAY_ONE))
    assert suspended == state._replace(suspended=True)
    assert act(suspended, Action("b", "d/q", CardAction.UNSUSPEND, 0, DAY_ONE)) == state
    buried = act(state, Action("c", "d/q", CardAction.BURY, 0, DAY_ONE))
    assert buried == state._replace(buried_until=DAY_ONE + 1)


def test_an_answer_to_a_suspended_card_leaves_it_suspended() -> None:
    hidden = in_review(20)._replace(suspended=True, buried_until=DAY_ONE + 1)
    state = answer(hidden, review(GOOD, DAY_ONE + 20), EXACT)
    assert (state.suspended, state.buried_until) == (True, DAY_ONE + 1)


def details(action: CardAction, day: int) -> st.SearchStrategy[tuple[float, ...]]:
    """What an action may say beside what was done, on a learning day."""
    match action:
        case CardAction.FLAG:
            return st.one_of(st.just(()), st.tuples(st.integers(1, 7)))
        case CardAction.PLACE:
            memory = st.sampled_from([(0, 0), (12.5, 6.25), (0.4, 9.0)])
            return st.tuples(memory, st.integers(1, 90)).map(
                lambda drawn: tuple(Place(2, day + drawn[1], 0, 0, *drawn[0], day, 7, 1, drawn[1]))
            )
        case _:
            return st.just(())


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """The log of one card: reviews, actions, and undos of some of them, in the order of their making."""
    entries: list[Entry] = []
    at = DAY_ONE * MS_A_DAY
    for number in range(draw(st.integers(0, 12))):
        at += draw(st.sampled_from([0, 1, MINUTE, MS_A_DAY, 30 * MS_A_DAY]))
        day, name = at // MS_A_DAY, f"e{draw(st.integers(0, 9))}{number}"
        kind = draw(st.sampled_from([Review, Review, Action, Undo] if entries else [Review, Action]))
        if kind is Review:
            entries.append(Review(name, "d/q", draw(ratings), at, day))
        elif kind is Action:
            kind_of_action = draw(st.sampled_from(CardAction))
            entries.append(Action(name, "d/q", kind_of_action, at, day, draw(details(kind_of_action, day))))
        else:
            entries.append(Undo(name, draw(st.sampled_from(entries)).id, at))
    return entries


@settings(deadline=None)
@given(log=logs(), chance=st.randoms(use_true_random=False))
def test_replaying_a_log_does_not_depend_on_the_order_of_its_entries(
    log: list[Entry], chance: random.Random
) -> None:
    shuffled = log.copy()
    chance.shuffle(shuffled)
    assert replay(shuffled, Scheduling()) == replay(log, Scheduling())


def when(entry: Entry) -> tuple[int, str]:
    match entry:
        case Review():
            return entry.reviewed_at, entry.id
        case Action():
            return entry.acted_at, entry.id
        case Undo():
            return entry.undone_at, entry.id


@settings(deadline=None)
@given(log=logs())
def test_replaying_a_log_is_folding_what_was_not_undone(log: list[Entry]) -> None:
    undone = {entry.entry_id for entry in log if isinstance(entry, Undo)}
    state = CardState()
    for entry in sorted(log, key=when):
        if isinstance(entry, Review) and entry.id not in undone:
            state = answer(state, entry, Scheduling())
        elif isinstance(entry, Action) and entry.id not in undone:
            state = act(state, entry)
    assert replay(log, Scheduling()) == state


@settings(deadline=None)
@given(log=logs().filter(bool), data=st.data())
def test_an_undo_removes_exactly_its_entry(log: list[Entry], data: st.DataObject) -> None:
    undone = data.draw(st.sampled_from(log))
    without = [entry for entry in log if entry is not undone]
    if isinstance(undone, Undo):
        without = log  # an undo cannot be undone
    assert replay([*log, Undo("zz", undone.id, 0)], Scheduling()) == replay(without, Scheduling())


@settings(deadline=None)
@given(log=logs())
def test_a_replayed_state_counts_its_reviews(log: list[Entry]) -> None:
    undone = {entry.entry_id for entry in log if isinstance(entry, Undo)}
    # A card that was placed may have answers that no log knows, and one that was reset is new again.
    log = [entry for entry in log if not isinstance(entry, Action) or entry.action not in MOVING]
    live = [entry for entry in log if isinstance(entry, Review) and entry.id not in undone]
    state = replay(log, Scheduling())
    assert state.reps == len(live)
    assert state.last_day == max((one.day for one in live), default=0)
    assert (state.memory is None) == (state.phase is Phase.NEW) == (not live)
    assert state.memory is None or (state.memory.stability > 0 and 1 <= state.memory.difficulty <= 10)


# --- the real Anki -----------------------------------------------------------------------------------


class AnkiRow(NamedTuple):
    """What Anki's review log needs to know of an answer."""

    at: int
    rating: Rating
    kind: int


def random_history(chance: random.Random, now: datetime) -> list[Review]:
    """A card's answers over some years up to ``now``, at any time of the day."""
    count = chance.randint(1, 15)
    minutes = [timedelta(minutes=chance.randint(1, 600)) for _ in range(count)]
    days = [timedelta(days=chance.randint(1, 90)) for _ in range(count)]
    gaps = [chance.choice(pair) for pair in zip(minutes, days, strict=True)]
    at = now - timedelta(days=2) - sum(gaps, timedelta(hours=chance.randint(0, 23)))
    found = []
    for gap in gaps:
        at += gap
        ms = round(at.timestamp() * 1000)
        found.append(review(chance.choice(list(Rating)), learning_day(ms, at.tzinfo), at=ms))
    return found


@pytest.mark.slow
def test_replayed_memory_states_are_those_that_anki_computes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANKI_TEST_MODE", "1")
    collections = pytest.importorskip("anki.collection", reason="the package anki is not installed")
    # Anki takes today's offset from UTC for all days.
    now = datetime.now().astimezone()
    chance = random.Random(20_261_122)
    histories = [random_history(chance, now) for _ in range(40)]
    collection = collections.Collection(str(tmp_path / "collection.anki2"))
    try:
        collection.set_config("fsrs", True)
        taken: set[int] = set()
        for number, history in enumerate(histories):
            computed = collection.compute_memory_state(_anki_card(collection, number, history, taken))
            expected = replay(history, Scheduling()).memory
            assert expected is not None
            assert computed.stability == pytest.approx(expected.stability, rel=1e-3, abs=1e-4)
            assert computed.difficulty == pytest.approx(expected.difficulty, rel=1e-3)
    finally:
        collection.close()


def _anki_card(collection: Any, number: int, history: list[Review], taken: set[int]) -> int:
    """The id of a new card in ``collection`` that was answered as ``history`` says."""
    note = collection.new_note(collection.models.by_name("Basic"))
    note["Front"], note["Back"] = f"question {number}", "answer"
    collection.add_note(note, 1)
    card = note.cards()[0]
    card.type = card.queue = 2
    card.ivl = 1
    collection.update_card(card)
    for place, one in enumerate(history):
        at = one.reviewed_at
        while at in taken:
            at += 1
        taken.add(at)
        row = (at, card.id, -1, int(one.rating), 1, 1, 500, 1_000, 0 if place == 0 else 1)
        collection.db.execute("INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)
    return int(card.id)


# --- what was done in Anki ---------------------------------------------------------------------------


def test_a_card_that_was_reset_begins_anew_and_keeps_its_counts() -> None:
    state = act(
        in_review(20)._replace(suspended=True, reps=7), Action("f", "d/q", CardAction.FORGET, 0, DAY_ONE)
    )
    assert (state.memory, state.phase, state.suspended, state.reps) == (None, Phase.NEW, False, 7)
    again = answer(state, review(GOOD, DAY_ONE + 3), EXACT)
    assert again.memory == EXACT.memory.first(GOOD)


def test_a_card_is_due_where_it_was_placed_and_goes_on_from_there() -> None:
    place = Place(2, DAY_ONE + 40, 0, 0, 30.0, 5.0, DAY_ONE, 9, 2, 40)
    state = act(CardState(), Action("p", "d/q", CardAction.PLACE, 0, DAY_ONE, place))
    assert state == CardState(MemoryState(30.0, 5.0), DueDay(DAY_ONE + 40), Phase.REVIEW, 0, 9, 2, DAY_ONE)
    later = answer(state, review(GOOD, DAY_ONE + 40), EXACT)
    assert later.memory == EXACT.memory.next(MemoryState(30.0, 5.0), GOOD, 40)


def test_a_place_may_leave_the_memory_to_the_answers() -> None:
    known = in_review(20)
    place = Place(2, DAY_ONE + 40, 0, 0, 0.0, 0.0, 0, 9, 2, 40)
    state = act(known, Action("p", "d/q", CardAction.PLACE, 0, DAY_ONE, place))
    assert (state.memory, state.last_day, state.due) == (known.memory, known.last_day, DueDay(DAY_ONE + 40))
    assert act(CardState(), Action("p", "d/q", CardAction.PLACE, 0, DAY_ONE, place)) == CardState()


def test_a_flag_has_the_colour_that_it_is_given() -> None:
    blue = act(CardState(), Action("f", "d/q", CardAction.FLAG, 0, DAY_ONE, (4,)))
    assert blue.flagged == 4
    assert act(blue, Action("g", "d/q", CardAction.FLAG, 0, DAY_ONE)).flagged == 0
    assert act(CardState(), Action("g", "d/q", CardAction.FLAG, 0, DAY_ONE)).flagged == 1


@given(interval=st.floats(0.1, 3_000), ease=st.floats(1.3, 5))
def test_a_card_of_sm_2_has_the_memory_whose_next_success_lengthens_it_by_its_ease(
    interval: float, ease: float
) -> None:
    memory = EXACT.memory.from_sm2(interval, ease)
    assert memory.stability == interval
    assert 1 <= memory.difficulty <= 10
    if 1 < memory.difficulty < 10 and interval >= 1:
        # At 90 % to be recalled, which is when as many days have passed as the stability says.
        grown = EXACT.memory.step(*memory, GOOD, interval)[0]  # type: ignore[arg-type]  # days need not be whole
        assert grown == pytest.approx(interval * ease, rel=1e-6)
