"""Judging a typed number against a key: value, scale, unit, and the words round it.

The value must be equal, or within the tolerance; a bare number counts in the key's unit. Whatever makes it
another number is wrong: a bound, a range, a second number, another unit, another magnitude.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from quizkit.grading.number_frame import Frame, corrected, frame_of, names_another_noun, names_its_noun
from quizkit.grading.number_goal import Goal, NumberKey, goal_of
from quizkit.grading.number_reading import (
    MAX_LENGTH,
    PUNCTUATION,
    NumberText,
    Quantity,
    clean,
    is_number,
    is_readable,
    quantities,
    read_number,
    tokens_of,
    with_scale_letters,
)
from quizkit.grading.number_words import words_of
from quizkit.grading.numerals import Token, Tokens, text_at
from quizkit.model import Grade

__all__ = ["NumberKey", "NumberText", "grade_number", "is_number", "read_number"]

_WRONG = Grade(0.0)
_ROMAN = re.compile("(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ORDINAL_ENDINGS = frozenset("th st nd rd er ero ro ra do da to ta mo ma vo va no na ° º ª".split())
_BETWEEN = frozenset("or o u to a and y e / - .. ...".split())


class _Said(NamedTuple):
    """A response as it was understood: its one number, and how it was written."""

    number: Quantity
    tokens: Tokens
    spoken_for: frozenset[int]
    slip: bool = False
    repeated: bool = False


def grade_number(response: str, key: NumberKey, language: str, question: str) -> Grade:
    """What a typed number earns: 1, with a note where something is to be minded, or 0."""
    if len(response) > MAX_LENGTH:
        return Grade(0.0, "That is longer than any number.")
    goal = goal_of(key, language, question)
    if goal is None:
        return Grade(float(bool(response.strip()) and clean(response) == clean(key.value)))
    tokens = _core(tokens_of(response, language))
    if not tokens or _is_copied(tokens, goal):
        return _WRONG
    tokens, slip = corrected(list(tokens), goal, language)
    tokens = with_scale_letters(tokens, language, goal.ids)
    said = _understood(tokens, goal, language, slip)
    if isinstance(said, Grade):
        return _ordinal_or_roman(response, tokens, goal, language) or said
    return _judged(said, goal, key, language)
