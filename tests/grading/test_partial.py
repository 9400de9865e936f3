"""Credit for what is right in part: 1 only for all of it, 0 for none, never more for a wrong thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.grading.partial import after_hints, in_order, matched, recalled, several_options

# --- several options --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("picked", "right", "options", "score"),
    [
        ({0, 1}, {0, 1}, 4, 1.0),
        ({0}, {0, 1}, 4, 0.5),
        ({0, 1, 2}, {0, 1}, 4, 0.5),
        ({0, 2}, {0, 1}, 4, 0.0),
        ({0, 1, 2, 3}, {0, 1}, 4, 0.0),
        ({2, 3}, {0, 1}, 4, 0.0),
        ((), {0, 1}, 4, 0.0),
        ({0, 1}, {0, 1}, 2, 1.0),
        ({0}, {0, 1}, 2, 0.5),
        ({0, 3}, {0}, 4, 2 / 3),
    ],
)
def test_wrong_ticks_cost_their_share(picked: set[int], right: set[int], options: int, score: float) -> None:
    assert several_options(picked, right, options) == pytest.approx(score)


@st.composite
def ticks(draw: st.DrawFn) -> tuple[set[int], set[int], int]:
    options = draw(st.integers(1, 8))
    places = st.sets(st.integers(0, options - 1))
    return draw(places), draw(st.sets(st.integers(0, options - 1), min_size=1)), options


@given(ticks())
def test_only_the_right_ticks_are_wholly_right(given: tuple[set[int], set[int], int]) -> None:
    picked, right, options = given
    score = several_options(picked, right, options)
    assert 0.0 <= score <= 1.0
    assert (score == 1.0) == (picked == right)


@given(ticks(), st.integers(0, 7))
def test_one_wrong_tick_more_never_helps_and_a_right_one_never_harms(
    given: tuple[set[int], set[int], int], place: int
) -> None:
    picked, right, options = given
    place %= options
    before, after = (
        several_options(ticked, right, options) for ticked in (picked - {place}, picked | {place})
    )
    assert after >= before if place in right else after <= before


# --- lists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong", "need", "score"),
    [
        (3, 0, 3, 1.0),
        (2, 0, 3, 2 / 3),
        (3, 1, 3, 3 / 4),
        (1, 1, 3, 1 / 4),
        (0, 5, 3, 0.0),
        (5, 0, 3, 1.0),
    ],
)
def test_a_wrong_item_makes_the_list_longer(right: int, wrong: int, need: int, score: float) -> None:
    assert recalled(right, wrong, need) == pytest.approx(score)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 20))
def test_a_list_is_wholly_right_with_all_that_was_asked_for_and_nothing_wrong(
    right: int, wrong: int, need: int
) -> None:
    score = recalled(right, wrong, need)
    assert (score == 1.0) == (right >= need and not wrong)
    assert (score == 0.0) == (right == 0)
    assert recalled(right, wrong + 1, need) <= score <= recalled(right + 1, wrong, need) <= 1.0


# --- order ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("places", "score"),
    [
        ([0, 1, 2, 3], 1.0),
        ([1, 2, 3, 0], 0.75),  # one item out of place, not four
        ([1, 0, 2, 3], 0.75),
        ([1, 0, 3, 2], 0.5),
        ([3, 2, 1, 0], 0.0),
        ([1, 0], 0.0),
        ([0], 1.0),
    ],
)
def test_the_longest_part_in_order_counts(places: list[int], score: float) -> None:
    assert in_order(places) == score


@given(st.permutations(range(7)))
def test_only_the_right_order_is_wholly_right_and_only_the_reverse_wholly_wrong(places: list[int]) -> None:
    score = in_order(places)
    assert (score == 1.0) == (places == sorted(places))
    assert (score == 0.0) == (places == sorted(places, reverse=True))


# --- pairs, hints -----------------------------------------------------------------------------------


@given(st.integers(0, 9), st.integers(1, 9))
def test_every_pair_and_gap_counts_the_same(right: int, asked: int) -> None:
    assert matched(min(right, asked), asked) == pytest.approx(sum([1 / asked] * min(right, asked)))


@given(st.floats(0, 1), st.integers(0, 9))
def test_each_hint_leaves_less_and_never_less_than_nothing(score: float, hints: int) -> None:
    assert 0.0 <= after_hints(score, hints + 1) <= after_hints(score, hints) <= after_hints(score, 0) == score


def test_three_hints_leave_nothing() -> None:
    assert [after_hints(1.0, hints) for hints in range(4)] == pytest.approx([1, 2 / 3, 1 / 3, 0])
    assert after_hints(1.0, 3) == 0.0
