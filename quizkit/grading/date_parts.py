"""What a typed date is made of, what is said of one that was understood, and why a text is none."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Remark(Enum):
    """What there is to say about a date that was understood."""

    LANGUAGE = "language"
    TYPO = "typo"
    ACCENT = "accent"
    ABOUT = "about"
    HEDGE = "hedge"
    SEPARATOR = "separator"


class Refusal(Enum):
    """Why a text is no date."""

    EMPTY = "empty"
    UNCLEAR = "unclear"
    SEVERAL = "several"
    EITHER = "either"
    NEGATED = "negated"
    BOUND = "bound"
    IMPOSSIBLE = "impossible"


class RefusedError(Exception):
    """Ends the reading of a text; ``read_dates`` turns it into its refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class Number(NamedTuple):
    """``before``: the marks between it and the part before; ``quoted``: '99; ``plural``: 1990s."""

    value: int
    digits: int
    before: str = ""
    quoted: bool = False
    ordinal: bool = False
    plural: bool = False


class Month(NamedTuple):
    """A month by its name."""

    value: int


class Token(NamedTuple):
    """``kind``: number, word or mark (one sign)."""

    kind: str
    text: str
    glued: bool  # to the one before
