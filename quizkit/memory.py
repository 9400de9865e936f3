"""FSRS-6, the memory model: memory state × rating × elapsed days → memory state.

The formulas are those of FSRS-6 (Ye, Su and Cao: *A Stochastic Shortest Path Algorithm for Optimizing
Spaced Repetition Scheduling*, and the algorithm page of the open-spaced-repetition project). ``w`` are its
21 parameters, S is stability in days, D difficulty 1..10, R retrievability 0..1, G the rating 1..4.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from quizkit.reviews import MemoryState, Rating

MIN_STABILITY = 0.001
DEFAULT_PARAMETERS = (
    *(0.212, 1.2931, 2.3065, 8.2956),  # w0-w3: initial stability for each rating
    *(6.4133, 0.8334, 3.0194, 0.001),  # w4-w7: difficulty
    *(1.8722, 0.1666, 0.796),  # w8-w10: stability after success
    *(1.4835, 0.0614, 0.2629, 1.6483),  # w11-w14: stability after a lapse
    *(0.6014, 1.8729),  # w15, w16: hard penalty, easy bonus
    *(0.5425, 0.0912, 0.0658),  # w17-w19: reviews on the same day
    0.1542,  # w20: decay of the forgetting curve
)
_CONSTANTS = ("_bonus", "_decay", "_factor", "_growth", "_lapse_divisor", "_reversion", "_same_day")


class Memory:
    """The FSRS-6 model for one set of 21 parameters; what depends on them alone is computed once.

    Raises ValueError for another number of parameters.
    """

    __slots__ = (*_CONSTANTS, "parameters")

    def __init__(self, parameters: tuple[float, ...] = DEFAULT_PARAMETERS) -> None:
        if len(parameters) != len(DEFAULT_PARAMETERS):
            raise ValueError(f"FSRS-6 has {len(DEFAULT_PARAMETERS)} parameters, not {len(parameters)}")
        w = self.parameters = tuple(map(float, parameters))
        self._decay = -w[20]
        # Chosen so that retrievability is 0.9 when as many days have passed as the stability says.
        self._factor: float = 0.9 ** (1 / self._decay) - 1
        # The unclamped first difficulty for Easy, which difficulty reverts to.
        self._reversion = w[7] * self._first_difficulty(Rating.EASY)
        self._growth = math.exp(w[8])
        self._same_day = tuple(math.exp(w[17] * (rating - 3 + w[18])) for rating in range(5))
        self._bonus = (0.0, 0.0, w[15], 1.0, w[16])
        self._lapse_divisor = math.exp(w[17] * w[18])

    def retrievability(self, stability: float, elapsed_days: float) -> float:
        """The probability of recall after ``elapsed_days``: R = (1 + factor · t / S) ^ -w20."""
        return float((1 + self._factor * elapsed_days / stability) ** self._decay)

    def interval(self, stability: float, desired_retention: float) -> float:
        """The days, unrounded, after which retrievability has fallen to ``desired_retention``."""
        return float(stability / self._factor * (desired_retention ** (1 / self._decay) - 1))

    def first(self, rating: int) -> MemoryState:
        """The memory state after the first answer: S = w[G-1], D = w4 - e^(w5·(G-1)) + 1."""
        stability = max(self.parameters[rating - 1], MIN_STABILITY)
        return MemoryState(stability, min(max(self._first_difficulty(rating), 1.0), 10.0))

    def next(self, memory: MemoryState, rating: int, elapsed_days: int) -> MemoryState:
        """The memory state after an answer ``elapsed_days`` learning days after the last one."""
        return MemoryState(*self.step(*memory, rating, elapsed_days))

    def follow(self, history: Iterable[tuple[Rating, int]]) -> MemoryState | None:
        """The memory state after answers (rating, days since the one before); None where there are none."""
        answers = iter(history)
        for rating, _ in answers:
            stability, difficulty = self.first(rating)
            step = self.step
            for later, elapsed_days in answers:
                stability, difficulty = step(stability, difficulty, later, elapsed_days)
            return MemoryState(stability, difficulty)
        return None

    def from_sm2(self, interval: float, ease: float) -> MemoryState:
        """The memory state of a card that SM-2 scheduled: ``interval`` in days, ``ease`` such as 2.5.

        S is the interval, as if SM-2 meant 90 % to be recalled; D is where one more success would lengthen
        it by the ease, as in fsrs-rs: D = 11 - (ease - 1) / (e^w8 · S^-w9 · (e^(w10 · 0.1) - 1)).
        """
        w = self.parameters
        stability = max(interval, MIN_STABILITY)
        growth = self._growth * stability ** -w[9] * math.expm1(w[10] * 0.1)
        return MemoryState(stability, min(max(11 - (ease - 1) / growth, 1.0), 10.0))

    def _first_difficulty(self, rating: int) -> float:
        w = self.parameters
        return w[4] - math.exp(w[5] * (rating - 1)) + 1

    def step(self, s: float, d: float, rating: int, elapsed_days: int) -> tuple[float, float]:
        """One answer: :meth:`next` in plain numbers. What goes through whole logs lives on it.

        same day: S' = S · e^(w17 · (G - 3 + w18)) · S^-w19, never less than S unless the answer was wrong
        lapse:    S' = w11 · D^-w12 · ((S + 1)^w13 - 1) · e^(w14 · (1 - R)), at most S / e^(w17 · w18)
        success:  S' = S · (1 + e^w8 · (11 - D) · S^-w9 · (e^(w10 · (1 - R)) - 1) · w15 if Hard · w16 if Easy)
        always:   D' = w7 · D0(Easy) + (1 - w7) · (D - w6 · (G - 3) · (10 - D) / 9), within 1..10
        """
        w = self.parameters
        if elapsed_days < 1:
            increase = self._same_day[rating] * s ** -w[19]
            stability = s * (increase if increase > 1.0 or rating == 1 else 1.0)
        else:
            forgotten = 1 - (1 + self._factor * elapsed_days / s) ** self._decay
            if rating == 1:
                stability = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * math.exp(w[14] * forgotten)
                stability = min(stability, s / self._lapse_divisor)
            else:
                growth = self._growth * (11 - d) * s ** -w[9] * math.expm1(w[10] * forgotten)
                stability = s * (1 + growth * self._bonus[rating])
        difficulty = self._reversion + (1 - w[7]) * (d - w[6] * (rating - 3) * (10 - d) / 9)
        difficulty = 1.0 if difficulty < 1.0 else 10.0 if difficulty > 10.0 else difficulty
        return (stability if stability > MIN_STABILITY else MIN_STABILITY), difficulty
