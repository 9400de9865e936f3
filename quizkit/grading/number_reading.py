"""Reading numbers out of typed text: with their signs, scales and units.

``quantities`` finds the numbers among the tokens of a text, and ``read_number`` recognises a text that is
nothing but one number.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from quizkit.grading.number_tokens import tokens_of
from quizkit.grading.number_words import SPANISH, Words, words_of
from quizkit.grading.numerals import Token, Tokens, numeral_at, scale_at, text_at
from quizkit.grading.units import Ids, is_currency, measure_at, prefix_at

MAX_LENGTH = 500
# Symbols that say nothing beside a number.
PUNCTUATION = frozenset(". , ; : ! ? ¡ ¿ ' \" ( ) [ ] { } * _ = # .. ...".split())
APPROXIMATE = frozenset(
    """~ ≈ about around approximately approx roughly circa ca some nearly almost near ish estimated
    unos unas aproximadamente aprox alrededor cerca casi""".split()
)
# "al menos cinco" is no -5.
_NOT_MINUS = frozenset("al lo mas poco mucho nada o ni no".split())
_LETTERS = {"m": "million", "k": "thousand", "b": "billion", "t": "trillion", "mm": "million"}
_LETTER_UNITS = {"m": {"metre"}, "k": {"kelvin"}, "b": {"byte"}}
_ANY_LETTER = frozenset({"metre", "kelvin", "byte"})


class NumberText(NamedTuple):
    """A text that is nothing but a number: ``value`` in full, the ``scale`` it was counted in, its units."""

    value: Fraction
    scale: int = 1
    unit: tuple[Ids, ...] = ()
    approximate: bool = False


class UnitText(NamedTuple):
    """ "billion US dollars": a scale, units that are known, and other words."""

    scale: int = 1
    measures: tuple[Ids, ...] = ()
    words: tuple[str, ...] = ()


class Quantity(NamedTuple):
    """A number in a text and the units beside it, said by the tokens from ``start`` to ``end``."""

    value: Fraction
    scale: int
    measures: tuple[Ids, ...]
    start: int
    end: int


def is_readable(tokens: Tokens) -> bool:
    """Whether all digits are numbers: not 1.2.3."""
    return all(token.value is not None for token in tokens if token.is_digits)


def with_scale_letters(tokens: Tokens, language: str, units: Ids) -> list[Token]:
    """``tokens`` with the letters of 45k, $45m and 45 M€ in full, where they are not one of ``units``."""
    spanish = words_of(language) is SPANISH
    letters = {"m": "millones", "k": "mil", "mm": "millones"} if spanish else _LETTERS
    money = any(
        named and is_currency(named.ids) for named in (measure_at(tokens, at) for at in range(len(tokens)))
    )
    resolved: list[Token] = []
    for token in tokens:
        before = resolved[-1] if resolved else None
        counted = before is not None and (
            before.value is not None or before.text in words_of(language).scales
        )
        is_unit = token.text in {"t", "mm"} or not units.isdisjoint(_LETTER_UNITS.get(token.text, ()))
        if token.text in letters and (money or (counted and not is_unit)):
            resolved.append(token._replace(text=letters[token.text]))
        else:
            resolved.append(token)
    return resolved


def quantities(tokens: Tokens, language: str) -> list[Quantity]:
    """Every number of a text, in order."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _quantity_at(tokens, at, language)
        if quantity is not None:
            found.append(quantity)
        at = quantity.end if quantity else at + 1
    return found


def _quantity_at(tokens: Tokens, start: int, language: str) -> Quantity | None:
    words = words_of(language)
    sign, at = _sign_at(tokens, start, words)
    prefix = prefix_at(tokens, at)
    if prefix is not None:
        second, at = _sign_at(tokens, prefix.end, words)
        sign *= second
    numeral = numeral_at(tokens, at, language)
    if numeral is None:
        return None
    measures, end = measures_after(tokens, numeral.end, words)
    scale = numeral.scale
    if scale == 1 and measures and scale_at(tokens, end, words) > 1:  # 45 USD billion
        scale, end = scale_at(tokens, end, words), end + 1
    value = sign * numeral.value * (scale // numeral.scale)
    if (text_at(tokens, end), text_at(tokens, end + 1)) in {("below", "zero"), ("bajo", "cero")}:
        value, end = -abs(value), end + 2
    return Quantity(value, scale, ((prefix.ids,) if prefix else ()) + measures, start, end)


def _sign_at(tokens: Tokens, at: int, words: Words) -> tuple[int, int]:
    word = text_at(tokens, at)
    if word == "-" or (word in words.minus and text_at(tokens, at - 1) not in _NOT_MINUS):
        return -1, at + 1
    return 1, at + (word == "+")


def measures_after(tokens: Tokens, at: int, words: Words) -> tuple[tuple[Ids, ...], int]:
    """The units that follow a number, and where they end: "millones *de dólares al año*"."""
    found: list[Ids] = []
    skipped = int(text_at(tokens, at) in {"(", "[", "."})
    skipped += text_at(tokens, at + skipped) == words.of
    named = measure_at(tokens, at + skipped)
    while named is not None:
        found.append(named.ids)
        at = named.end
        named = measure_at(tokens, at)
    return tuple(found), at


def unit_at(tokens: Tokens, at: int, language: str) -> tuple[UnitText, int]:
    """The scale and the known units that begin at ``at``: "miles de millones de dólares"."""
    words, scale = words_of(language), 1
    measures: tuple[Ids, ...] = ()
    while True:
        skipped = text_at(tokens, at) == words.of
        if scale_at(tokens, at + skipped, words) > 1:
            scale *= scale_at(tokens, at + skipped, words)
            at += 1 + skipped
            continue
        found, end = measures_after(tokens, at, words)
        if not found:
            return UnitText(scale, measures), at
        measures, at = measures + found, end


def read_unit(text: str, language: str) -> UnitText:
    """A unit that stands alone, as a deck writes it."""
    tokens = with_scale_letters(tokens_of(text[:MAX_LENGTH], language), language, frozenset())
    unit, at, words = UnitText(), 0, []
    while at < len(tokens):
        part, end = unit_at(tokens, at, language)
        unit = UnitText(unit.scale * part.scale, unit.measures + part.measures)
        if end == at:
            words += [tokens[at].text] if tokens[at].is_word else []
            end += 1
        at = end
    return unit._replace(words=tuple(words))


def read_number(text: str, language: str) -> NumberText | None:
    """The number that ``text`` is, with its units, or None where it is anything else or more."""
    if len(text) > MAX_LENGTH:
        return None
    tokens = with_scale_letters(tokens_of(text, language), language, _ANY_LETTER)
    found = quantities(tokens, language) if is_readable(tokens) else []
    if len(found) != 1:
        return None
    rest = {token.text for token in [*tokens[: found[0].start], *tokens[found[0].end :]]} - PUNCTUATION
    if not rest <= APPROXIMATE | {words_of(language).of}:
        return None
    return NumberText(found[0].value, found[0].scale, found[0].measures, bool(rest))


def is_number(text: str, language: str) -> bool:
    """Whether a text is nothing but a number, an amount of money or a percentage."""
    number = read_number(text, language)
    return number is not None and all(is_currency(ids) or "percent" in ids for ids in number.unit)
