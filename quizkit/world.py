"""What a session needs of the outside, as one argument: the clock, chance, and when a day begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import assert_never

from quizkit import days
from quizkit.model import (
    Choice,
    Filled,
    Interaction,
    Match,
    Matched,
    Order,
    Ordered,
    Picked,
    Response,
    SelfRated,
    Typed,
    Written,
)


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


def response_text(interaction: Interaction, response: Response) -> str:
    """What the learner answered, as text for the log."""
    text = _response_text(interaction, response)
    # A terminal passes bytes that are no text on as lone surrogates, which no file can hold.
    return text.encode(errors="replace").decode()


def _response_text(interaction: Interaction, response: Response) -> str:
    match response:
        case Typed(text) | Written(text):
            return text
        case Picked(picked):
            options = interaction.options if isinstance(interaction, Choice) else ()
            return " | ".join(options[place].text for place in picked if 0 <= place < len(options))
        case Filled(texts):
            return " | ".join(texts)
        case Ordered(items):
            named = interaction.items if isinstance(interaction, Order) else ()
            return " | ".join(named[place] for place in items if 0 <= place < len(named))
        case Matched(given):
            if not isinstance(interaction, Match):
                return ""
            partners, pairs = interaction.partners, zip(interaction.items, given, strict=False)
            return " | ".join(
                f"{item}: {partners[place]}" for item, place in pairs if 0 <= place < len(partners)
            )
        case SelfRated():
            return ""
        case _:
            assert_never(response)
