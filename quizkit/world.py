"""What a session needs of the outside, as one argument: the clock, chance, and when a day begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from quizkit import days


@dataclass(frozen=True)
class World:
    """The clock (ms since 1970 UTC), chance, and the hour at which a learning day begins."""

    now: Callable[[], int]
    random: Random
    rollover_hour: int = days.ROLLOVER_HOUR
    _made: Iterator[int] = field(default_factory=count, init=False, repr=False, compare=False)

    def day(self) -> int:
        return self.day_of(self.now())

    def day_of(self, at: int) -> int:
        return days.learning_day(at, rollover_hour=self.rollover_hour)

    def day_ends_at(self) -> int:
        return days.day_begins_at(self.day() + 1, rollover_hour=self.rollover_hour)

    def new_id(self) -> str:
        """An id no other machine makes: the time, a count, 64 random bits; ids sort as they were made."""
        return f"{self.now():012x}{next(self._made) % 65536:04x}{self.random.getrandbits(64):016x}"
