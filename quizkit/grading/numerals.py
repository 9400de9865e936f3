"""Numerals as people write them: "two hundred and thirty-one", "45 thousand", "2.2 billion", "3 1/2".

A numeral is read from tokens, so that digits and words may be mixed: "2 millones y medio".
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from quizkit.grading.number_words import AND_HALVES, ENGLISH, HALVES, IMPRECISE, SPANISH, Words, words_of


class Token(NamedTuple):
    """A piece of a text: a word (small letters, no accents), a symbol, or digits and their ``value``.

    ``glued``: no space before it; ``odd``: digits written with the marks of the other language.
    """

    text: str
    value: Fraction | None = None
    glued: bool = False
    odd: bool = False

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_digits(self) -> bool:
        return not self.is_word and any(map(str.isdigit, self.text))


class Numeral(NamedTuple):
    """``value`` in full, the ``scale`` it ends in (45 thousand: 1000; 45: 1), and where it ends."""

    value: Fraction
    scale: int
    end: int


class _Group(NamedTuple):
    """A number up to a scale word, that included: "three hundred thousand"."""

    amount: Fraction
    scale: int


Tokens = Sequence[Token]
_Read = tuple[int, int] | None  # a value and where it ends


def text_at(tokens: Tokens, index: int) -> str:
    return tokens[index].text if 0 <= index < len(tokens) else ""


def scale_at(tokens: Tokens, index: int, words: Words) -> int:
    """The scale word at ``index`` as a number, 1 where there is none."""
    return words.scales.get(text_at(tokens, index), 1)


def numeral_at(tokens: Tokens, start: int, language: str) -> Numeral | None:
    """The numeral that begins at ``start``, as long as it goes."""
    words = words_of(language)
    fraction = _mixed_digits(tokens, start) or _fraction(tokens, start, words)
    if fraction is not None:
        return _scaled(tokens, *fraction, words)
    if text_at(tokens, start) in words.point - {"con"}:
        return _with_decimals(tokens, Numeral(Fraction(0), 1, start), words)
    counted = _year(tokens, start, words) or _counted(tokens, start, words)
    if counted is None:
        return None
    return _with_decimals(tokens, counted, words) or _with_fraction(tokens, counted, words) or counted


# --- whole numbers ----------------------------------------------------------------------------------


def _below_hundred(tokens: Tokens, at: int, words: Words) -> _Read:
    word = text_at(tokens, at)
    if word not in words.tens:
        return (words.small[word], at + 1) if word in words.small else None
    unit_at = at + 1 + (words is SPANISH)
    unit = words.small.get(text_at(tokens, unit_at), 0)
    joined = words is ENGLISH or text_at(tokens, at + 1) == words.joint
    if joined and 0 < unit < 10 and text_at(tokens, unit_at + 1) not in words.denominators:
        return words.tens[word] + unit, unit_at + 1
    return words.tens[word], at + 1


def _below_thousand(tokens: Tokens, at: int, words: Words) -> _Read:
    word = text_at(tokens, at)
    if word in words.hundreds:
        return _and_rest(tokens, words.hundreds[word], at + 1, words)
    if words is SPANISH:
        return _below_hundred(tokens, at, words)
    if word in words.one or word == "hundred":
        at += word in words.one
        return _and_rest(tokens, 100, at + 1, words) if text_at(tokens, at) == "hundred" else None
    found = _below_hundred(tokens, at, words)
    if found and text_at(tokens, found[1]) == "hundred":
        return _and_rest(tokens, found[0] * 100, found[1] + 1, words)
    return found


def _and_rest(tokens: Tokens, hundreds: int, at: int, words: Words) -> _Read:
    joined = at + (words is ENGLISH and text_at(tokens, at) == words.joint)
    rest = _below_hundred(tokens, joined, words)
    if rest and rest[0] and text_at(tokens, rest[1]) not in words.denominators:
        return hundreds + rest[0], rest[1]
    return hundreds, at


def _year(tokens: Tokens, at: int, words: Words) -> Numeral | None:
    """nineteen ninety-nine, twenty twenty-two, nineteen oh five."""
    century = _below_hundred(tokens, at, words) if words is ENGLISH else None
    if century is None or not 10 <= century[0] <= 99:
        return None
    zero = text_at(tokens, century[1]) in {"oh", "o", "zero"}
    rest = _below_hundred(tokens, century[1] + zero, words)
    if rest is None or not rest[0] or (rest[0] < 10) != zero:
        return None
    if text_at(tokens, rest[1]) in {"hundred", *words.scales, *words.denominators, *words.point}:
        return None
    return Numeral(Fraction(century[0] * 100 + rest[0]), 1, rest[1])


def _counted(tokens: Tokens, start: int, words: Words) -> Numeral | None:
    """Groups of falling scale: "two million three hundred thousand", "dos mil quinientos millones"."""
    groups: list[_Group] = []
    at = start
    while step := _bare_scale(tokens, at, words, groups) or _next_group(tokens, at, words, groups):
        groups, at = step
        if groups[-1].scale == 1:
            break
    if not groups:
        return None
    return Numeral(sum((group.amount for group in groups), Fraction(0)), groups[-1].scale, at)


def _bare_scale(
    tokens: Tokens, at: int, words: Words, groups: list[_Group]
) -> tuple[list[_Group], int] | None:
    """A scale word without a number before it: "mil", and the second one in "mil millones"."""
    if groups and text_at(tokens, at) == words.of and text_at(tokens, at - 1) in {"miles", "thousands"}:
        at += 1
    scale, last = scale_at(tokens, at, words), groups[-1].scale if groups else 0
    if scale == 1:
        return None
    if groups and scale > last:
        return _multiplied(groups, scale), at + 1
    counts_one = (scale == 1000 and words is SPANISH) if groups else True
    if counts_one and scale != last and text_at(tokens, at) not in IMPRECISE:
        return [*groups, _Group(Fraction(scale), scale)], at + 1
    return None


def _next_group(
    tokens: Tokens, at: int, words: Words, groups: list[_Group]
) -> tuple[list[_Group], int] | None:
    """``groups`` with the group at ``at``, and where it ends."""
    if groups and text_at(tokens, at) == "," and at + 1 < len(tokens) and tokens[at + 1].is_word:
        at += 1  # one million, two hundred thousand
    joined = bool(groups) and words is ENGLISH and text_at(tokens, at) == words.joint
    chunk = _chunk(tokens, at + joined, words, first=not groups)
    if chunk is None:
        return None
    amount, end = chunk
    scale = scale_at(tokens, end, words)
    if not groups:
        return [_Group(amount * scale, scale)], end + (scale > 1)
    last = groups[-1].scale
    if not 0 < amount < last or scale == last or text_at(tokens, end) in words.denominators:
        return None
    if joined and (scale > 1 or amount > 99):  # two thousand and three thousand: two numbers
        return None
    if scale > last:
        return _multiplied([*groups, _Group(amount, 1)], scale), end + 1
    return [*groups, _Group(amount * scale, scale)], end + (scale > 1)


def _chunk(tokens: Tokens, at: int, words: Words, *, first: bool) -> tuple[Fraction, int] | None:
    """What stands before a scale word: digits, or words below a thousand."""
    if text_at(tokens, at) in words.one and scale_at(tokens, at + 1, words) > 1:
        return Fraction(1), at + 1
    value = tokens[at].value if at < len(tokens) else None
    if value is None:
        found = _below_thousand(tokens, at, words)
        return (Fraction(found[0]), found[1]) if found else None
    if text_at(tokens, at + 1) == "hundred" and words is ENGLISH and value < 100:
        return value * 100, at + 2
    if first or (value.denominator == 1 and scale_at(tokens, at + 1, words) > 1):
        return value, at + 1
    return None


def _multiplied(groups: list[_Group], scale: int) -> list[_Group]:
    """Everything below ``scale`` counts in it: two thousand three hundred *million*."""
    above = [group for group in groups if group.scale > scale]
    below = sum((group.amount for group in groups if group.scale <= scale), Fraction(0))
    return [*above, _Group(below * scale, scale)]


# --- fractions --------------------------------------------------------------------------------------


def _whole(tokens: Tokens, at: int) -> int | None:
    value = tokens[at].value if at < len(tokens) else None
    return value.numerator if value is not None and value.denominator == 1 else None


def _mixed_digits(tokens: Tokens, at: int) -> tuple[Fraction, int] | None:
    """1/2 and 3 1/2; not 4/2, which might be two answers."""
    fraction = _digit_fraction(tokens, at)
    if fraction is not None:
        return fraction, at + 3
    whole, rest = _whole(tokens, at), _digit_fraction(tokens, at + 1)
    return (whole + rest, at + 4) if whole is not None and rest is not None and rest < 1 else None


def _digit_fraction(tokens: Tokens, at: int) -> Fraction | None:
    top, bottom = _whole(tokens, at), _whole(tokens, at + 2)
    if text_at(tokens, at + 1) != "/" or top is None or not bottom or top % bottom == 0:
        return None
    return Fraction(top, bottom)


def _fraction(tokens: Tokens, at: int, words: Words) -> tuple[Fraction, int] | None:
    """half, a third, two thirds, la mitad, dos tercios, tres cuartas partes."""
    first = text_at(tokens, at)
    top: _Read = (1, at + 1)
    if first in HALVES and first in words.denominators:
        top = (1, at)
    elif first not in words.one:
        whole = _whole(tokens, at)
        top = (whole, at + 1) if whole is not None else _below_hundred(tokens, at, words)
    if top is None:
        return None
    number, below = top
    word = text_at(tokens, below)
    bottom = words.denominators.get(word, 0)
    parts = text_at(tokens, below + 1) in {"parte", "partes"}
    if not 0 < number < bottom or (word.endswith(("a", "as")) and word != "media" and not parts):
        return None
    return Fraction(number, bottom), below + 1 + parts


def _scaled(tokens: Tokens, value: Fraction, at: int, words: Words) -> Numeral:
    """``value`` times the scale words that follow: half *a million*, un cuarto *de millón*."""
    after = at + (text_at(tokens, at) == words.of)
    after += text_at(tokens, after) in words.one
    at = after if scale_at(tokens, after, words) > 1 else at
    scale = 1
    while (factor := scale_at(tokens, at, words)) > scale:
        scale *= factor
        at += 1
    return Numeral(value * scale, scale, at)


def _with_fraction(tokens: Tokens, whole: Numeral, words: Words) -> Numeral | None:
    """two *and a half*, dos millones *y medio*."""
    at = whole.end + 1
    if text_at(tokens, whole.end) != words.joint or 1 < whole.scale < 10**6:
        return None
    word = text_at(tokens, at)
    digits = _digit_fraction(tokens, at)
    found = (digits, at + 3) if digits is not None and digits < 1 else _fraction(tokens, at, words)
    if found is None and word in AND_HALVES and word in words.denominators:
        found = Fraction(1, words.denominators[word]), at + 1
    if found is None:
        return None
    if whole.scale > 1:
        return Numeral(whole.value + found[0] * whole.scale, whole.scale, found[1])
    return _scaled(tokens, whole.value + found[0], found[1], words)


def _with_decimals(tokens: Tokens, whole: Numeral, words: Words) -> Numeral | None:
    """four *point five*, cuatro *coma cinco*."""
    if text_at(tokens, whole.end) not in words.point or whole.scale > 1 or whole.value.denominator > 1:
        return None
    digits, at = "", whole.end + 1
    while found := _decimals_at(tokens, at, words):
        digits, at = digits + found[0], found[1]
    if not digits:
        return None
    return _scaled(tokens, whole.value + Fraction(int(digits), 10 ** len(digits)), at, words)


def _decimals_at(tokens: Tokens, at: int, words: Words) -> tuple[str, int] | None:
    if at < len(tokens) and tokens[at].is_digits:
        return (tokens[at].text, at + 1) if tokens[at].text.isdigit() else None
    if text_at(tokens, at) in {"oh", "o"} and words is ENGLISH:
        return "0", at + 1
    found = _below_hundred(tokens, at, words)
    return (str(found[0]), found[1]) if found else None
