"""How far an interval may be moved: worked by hand, and as the reference does."""

from __future__ import annotations

from datetime import timedelta

import fsrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.fuzz import fuzz_range, fuzzed


@pytest.mark.parametrize(
    ("interval", "shortest", "longest"),
    [
        (0.4, 1, 1),
        (1.0, 1, 1),
        (2.49, 2, 2),
        (3, 2, 4),
        (7, 5, 9),
        (10, 8, 12),
        (20, 17, 23),
        (100, 93, 107),
        (1_000, 948, 1_052),
    ],
)
def test_the_fuzz_range_worked_by_hand(interval: float, shortest: int, longest: int) -> None:
    assert fuzz_range(interval, 36_500) == (shortest, longest)


@pytest.mark.parametrize("maximum", [3, 20, 100, 36_500])
def test_the_fuzz_range_is_that_of_py_fsrs(maximum: int, monkeypatch: pytest.MonkeyPatch) -> None:
    other = fsrs.Scheduler(maximum_interval=maximum)
    for interval in [*range(3, 1_000), *range(1_000, 36_500, 97)]:
        if interval > maximum:
            break
        shortest, longest = fuzz_range(interval, maximum)
        width = longest - shortest
        # py-fsrs spreads chance 0..1 over the range and one more: this value must fall on its last day.
        for chance, days in ((0.0, shortest), (width / (width + 1), longest)):
            monkeypatch.setattr(fsrs.scheduler, "random", lambda chance=chance: chance)
            assert other._get_fuzzed_interval(interval=timedelta(days=interval)).days == days


@settings(deadline=None)
@given(interval=st.floats(1, 40_000), maximum=st.integers(1, 36_500))
def test_a_fuzz_range_is_a_range_within_the_maximum(interval: float, maximum: int) -> None:
    shortest, longest = fuzz_range(interval, maximum)
    assert 1 <= shortest <= longest <= maximum


@settings(deadline=None)
@given(interval=st.floats(1, 2.49), maximum=st.integers(1, 36_500), seed=st.text())
def test_an_interval_of_a_day_or_two_is_only_rounded(interval: float, maximum: int, seed: str) -> None:
    assert fuzzed(interval, maximum, seed) == min(round(interval), maximum)
