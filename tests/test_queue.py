"""What is asked today, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.model import question_of
from quizkit.queue import Limits, Pending, Queue, Waiting, build, is_due
from quizkit.reviews import CardState, DueAt, DueDay, MemoryState, Phase

DAY = 739_000
MEMORY = MemoryState(10, 5)
PLENTY = Limits(new=100, reviews=100)


def in_review(due_day: int) -> CardState:
    return CardState(MEMORY, DueDay(due_day), Phase.REVIEW, reps=3, last_day=due_day - 10)


def learning(at: int, phase: Phase = Phase.LEARNING) -> CardState:
    return CardState(MEMORY, DueAt(at), phase, reps=1, last_day=DAY)


def asked(queue: Queue) -> list[str]:
    return [card.card_id for card in queue.pending]


# --- what is due -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("due_day", "due"), [(DAY - 400, True), (DAY, True), (DAY + 1, False)])
def test_a_review_is_due_on_its_day_and_ever_after(due_day: int, due: bool) -> None:
    assert is_due(in_review(due_day), DAY, day_ends_at=1_000) is due


@pytest.mark.parametrize(("at", "due"), [(0, True), (999, True), (1_000, False)])
@pytest.mark.parametrize("phase", [Phase.LEARNING, Phase.RELEARNING])
def test_a_learning_step_is_due_if_it_falls_within_the_day(at: int, due: bool, phase: Phase) -> None:
    assert is_due(learning(at, phase), DAY, day_ends_at=1_000) is due


def test_a_new_card_is_never_due() -> None:
    assert not is_due(CardState(), DAY, day_ends_at=1_000)


@pytest.mark.parametrize("state", [in_review(DAY), learning(0)])
def test_a_suspended_card_is_not_due(state: CardState) -> None:
    assert is_due(state, DAY, day_ends_at=1_000)
    assert not is_due(state._replace(suspended=True), DAY, day_ends_at=1_000)


@pytest.mark.parametrize("state", [in_review(DAY), learning(0)])
def test_a_buried_card_is_due_again_the_day_after(state: CardState) -> None:
    buried = state._replace(buried_until=DAY + 1)
    assert not is_due(buried, DAY, day_ends_at=1_000)
    assert is_due(buried, DAY + 1, day_ends_at=1_000)


# --- order -------------------------------------------------------------------------------------------


def test_reviews_come_oldest_first_then_new_cards_in_the_order_of_the_deck() -> None:
    due = [
        ("d/today", in_review(DAY)),
        ("d/old", in_review(DAY - 9)),
        ("d/yesterday", in_review(DAY - 1)),
    ]
    queue = build(due, ["d/z", "d/a"], day=DAY, limits=PLENTY)
    assert queue.pending == (
        Pending("d/old", Phase.REVIEW),
        Pending("d/yesterday", Phase.REVIEW),
        Pending("d/today", Phase.REVIEW),
        Pending("d/z", Phase.NEW),
        Pending("d/a", Phase.NEW),
    )


def test_learning_cards_wait_apart_earliest_first() -> None:
    due = [("d/b", learning(500)), ("d/a", learning(700)), ("d/c", learning(20, Phase.RELEARNING))]
    queue = build(due, [], day=DAY, limits=PLENTY)
    assert queue == Queue((Waiting(20, "d/c"), Waiting(500, "d/b"), Waiting(700, "d/a")), ())


@settings(deadline=None)
@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_a_day_does_not_depend_on_how_the_cards_come_in(chance: Random) -> None:
    due = [(f"d/{number}", in_review(DAY - number % 3)) for number in range(20)]
    shuffled = due.copy()
    chance.shuffle(shuffled)
    assert build(shuffled, [], day=DAY, limits=PLENTY) == build(due, [], day=DAY, limits=PLENTY)


def test_cards_due_on_one_day_come_in_another_order_every_day() -> None:
    due = [(f"d/{number}", in_review(DAY)) for number in range(20)]
    orders = {tuple(asked(build(due, [], day=DAY + later, limits=PLENTY))) for later in range(5)}
    assert len(orders) == 5
    assert all(list(order) != [card_id for card_id, _ in due] for order in orders)


# --- limits ------------------------------------------------------------------------------------------


def test_the_limits_hold_for_new_cards_and_reviews_apart() -> None:
    due = [(f"d/old{number}", in_review(DAY - number)) for number in range(5)]
    new = [f"d/new{number}" for number in range(5)]
    queue = build(due, new, day=DAY, limits=Limits(new=2, reviews=3))
    assert asked(queue) == ["d/old4", "d/old3", "d/old2", "d/new0", "d/new1"]


@pytest.mark.parametrize("nothing", [0, -3])
def test_without_allowance_only_learning_cards_are_asked(nothing: int) -> None:
    due = [("d/a", in_review(DAY)), ("d/b", learning(5))]
    queue = build(due, ["d/c"], day=DAY, limits=Limits(new=nothing, reviews=nothing))
    assert queue == Queue((Waiting(5, "d/b"),), ())


def test_new_cards_are_read_only_as_far_as_needed() -> None:
    read: list[int] = []

    def endless() -> Iterator[str]:
        for number in count():
            read.append(number)
            yield f"d/{number}"

    queue = build([], endless(), day=DAY, limits=Limits(new=3, reviews=0))
    assert asked(queue) == ["d/0", "d/1", "d/2"]
    assert read == [0, 1, 2]


def test_no_new_card_is_read_where_none_is_allowed() -> None:
    new = iter(["d/a", "d/b"])
    assert build([], new, day=DAY, limits=Limits(new=0, reviews=5)) == Queue((), ())
    assert list(new) == ["d/a", "d/b"]


# --- siblings ----------------------------------------------------------------------------------------


def test_one_card_of_a_question_is_asked_a_day() -> None:
    due = [("d/q#1", in_review(DAY - 1)), ("d/q#2", in_review(DAY)), ("d/other", in_review(DAY))]
    queue = build(due, ["d/q#3", "d/new#1", "d/new#2"], day=DAY, limits=PLENTY)
    assert asked(queue) == ["d/q#1", "d/other", "d/new#1"]


def test_a_sibling_that_waits_takes_no_place_from_another_card() -> None:
    queue = build([], ["d/a#1", "d/a#2", "d/b"], day=DAY, limits=Limits(new=2, reviews=0))
    assert asked(queue) == ["d/a#1", "d/b"]


def test_siblings_of_questions_answered_earlier_today_wait() -> None:
    due = [("d/q#2", in_review(DAY))]
    queue = build(due, ["d/p#2", "d/new"], day=DAY, limits=PLENTY, seen={"d/q", "d/p"})
    assert asked(queue) == ["d/new"]


def test_siblings_of_learning_cards_wait_but_learning_cards_do_not() -> None:
    due = [("d/q#1", learning(5)), ("d/q#2", learning(9)), ("d/q#3", in_review(DAY))]
    queue = build(due, ["d/q#4"], day=DAY, limits=PLENTY, seen={"d/q"})
    assert queue == Queue((Waiting(5, "d/q#1"), Waiting(9, "d/q#2")), ())


def test_siblings_are_all_asked_where_the_learner_wants_them() -> None:
    due = [("d/q#1", learning(5)), ("d/q#2", in_review(DAY))]
    limits = PLENTY._replace(bury_siblings=False)
    queue = build(due, ["d/q#3"], day=DAY, limits=limits, seen={"d/q"})
    assert asked(queue) == ["d/q#2", "d/q#3"]


@settings(deadline=None)
@given(
    due=st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 2), st.integers(-5, 0)), unique_by=lambda card: card[:2]
    ),
    new=st.lists(st.tuples(st.integers(0, 9), st.integers(3, 5)), unique=True),
    limits=st.builds(Limits, st.integers(0, 5), st.integers(0, 5), st.booleans()),
)
def test_no_queue_breaks_the_limits_or_asks_a_card_twice(
    due: list[tuple[int, int, int]], new: list[tuple[int, int]], limits: Limits
) -> None:
    states = [(f"d/{question}#{part}", in_review(DAY + late)) for question, part, late in due]
    queue = build(states, (f"d/{question}#{part}" for question, part in new), day=DAY, limits=limits)
    cards = asked(queue)
    assert len(set(cards)) == len(cards)
    kinds = [card.phase for card in queue.pending]
    assert kinds == [Phase.REVIEW] * kinds.count(Phase.REVIEW) + [Phase.NEW] * kinds.count(Phase.NEW)
    assert kinds.count(Phase.NEW) <= limits.new
    assert kinds.count(Phase.REVIEW) <= limits.reviews
    if limits.bury_siblings:
        questions = [question_of(card_id) for card_id in cards]
        assert len(set(questions)) == len(questions)
        # A place stays free only where no question is left for it.
        if kinds.count(Phase.NEW) < limits.new:
            assert {f"d/{question}" for question, _ in new} <= set(questions)
    elif kinds.count(Phase.NEW) < limits.new:
        assert kinds.count(Phase.NEW) == len(new)
