"""The clock and chance, handed to whatever needs them."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.world import World


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
