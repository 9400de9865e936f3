"""Credit for what is right in part; each rule is somebody's, and names whose.

Every function returns a score 0..1 that is 1 only for a wholly right response and 0 where nothing is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence

# Moodle's default penalty for each further try, here for each hint taken.
HINT_COST = 1 / 3


def several_options(picked: Collection[int], right: Collection[int], options: int) -> float:
    """Several options may be right: the share of the right ones picked less the share of the wrong ones.

    Moodle's multiple choice with fractions of 100/right and -100/wrong per cent, not below 0: ticking
    everything earns nothing.
    """
    chosen = set(picked)
    hits = len(chosen & set(right))
    wrong = options - len(right)
    misses = len(chosen - set(right))
    return max(0.0, hits / len(right) - (misses / wrong if wrong else 0.0))


def recalled(right: int, wrong: int, need: int) -> float:
    """A list from memory: each right item counts, each wrong one makes the list longer.

    QTI's map response, normalised by what was asked for plus what was wrong, so that one item too many
    costs something and never everything.
    """
    return min(right, need) / (need + wrong)


def in_order(places: Sequence[int]) -> float:
    """Items in order, ``places`` being their true places as the learner put them.

    Moodle's ordering question, graded by the longest ordered subset; a single item is no order.
    """
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
    return len(tails) / len(places) if len(tails) > 1 or len(places) == 1 else 0.0


def matched(right: int, asked: int) -> float:
    """Pairs, categories and gaps: each counts the same, as in Moodle's matching and cloze questions."""
    return right / asked


def after_hints(score: float, hints: int) -> float:
    """What remains of a score when ``hints`` hints were taken."""
    return max(0.0, score * (1 - HINT_COST * hints))
