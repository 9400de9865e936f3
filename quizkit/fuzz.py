"""Fuzz: cards that were learned together come back on different days, spread as Anki spreads them."""

from __future__ import annotations

from zlib import crc32

# An interval is spread by 0.15 of its days between 2.5 and 7, 0.1 of those up to 20, and 0.05 of the rest:
# (from, factor, days by which what lies below is spread), the longest first.
_RANGES = ((20.0, 0.05, 0.15 * 4.5 + 0.1 * 13.0), (7.0, 0.1, 0.15 * 4.5), (2.5, 0.15, 0.0))


def fuzzed(interval: float, maximum: int, seed: str) -> int:
    """A whole number of days near ``interval``, always the same for a seed."""
    shortest, longest = fuzz_range(interval, maximum)
    fraction = crc32(seed.encode()) / 2**32
    return shortest + int(fraction * (longest - shortest + 1))


def fuzz_range(interval: float, maximum: int) -> tuple[int, int]:
    """The shortest and the longest interval, in days, that fuzz may make of ``interval``."""
    for start, factor, below in _RANGES:
        if interval >= start:
            delta = 1.0 + (below + factor * (interval - start))
            longest = min(round(interval + delta), maximum)
            return min(max(2, round(interval - delta)), longest), longest
    days = min(max(1, round(interval)), maximum)
    return days, days
