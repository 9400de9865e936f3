"""Fuzz: cards that were learned together come back on different days, spread as Anki spreads them."""

from __future__ import annotations

import math
from zlib import crc32

# (from, to, factor): an interval is spread by this factor of the days that lie in the range.
_RANGES = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, math.inf, 0.05))


def fuzzed(interval: float, maximum: int, seed: str) -> int:
    """A whole number of days near ``interval``, always the same for a seed."""
    shortest, longest = fuzz_range(interval, maximum)
    fraction = crc32(seed.encode()) / 2**32
    return shortest + int(fraction * (longest - shortest + 1))


def fuzz_range(interval: float, maximum: int) -> tuple[int, int]:
    """The shortest and the longest interval, in days, that fuzz may make of ``interval``."""
    if interval < _RANGES[0][0]:
        days = min(max(1, round(interval)), maximum)
        return days, days
    delta = 1.0 + sum(factor * max(min(interval, end) - start, 0.0) for start, end, factor in _RANGES)
    longest = min(round(interval + delta), maximum)
    return min(max(2, round(interval - delta)), longest), longest
