"""Numbers in a sentence: money, shares, and counted things, with their scale words and units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from quizkit.drafting.finding import Finding, Kind, Span
from quizkit.drafting.vocabulary import IRREGULAR_PLURALS, NOT_PLURAL, PLAIN_NOUNS, STOP, TIMES
from quizkit.grading.form import fold
from quizkit.grading.number_words import IMPRECISE, code, words_of

_MONEY_WORTH, _SHARE_WORTH, _COUNT_WORTH = 2.8, 2.6, 2.3
_RANK_WORTH = 1.9
_SMALL, _PLAIN, _TIME = -1.3, -1.5, -1.2
_VAGUE = -0.5
# A figure below this that counts things is mostly the author's own counting: "two reasons".
_FEW = 13

# Signs and words of currencies → how a deck writes them; what a document adds to them does not matter.
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB"}
_SIGN_OF = {name: sign for sign, name in _SIGNS.items()}
_MONEY = {
    "USD": "(?:(?:US|U\\.S\\.) )?dollars?|dólares(?: estadounidenses)?|USD",
    "EUR": "euros?|EUR",
    "rubles": "(?:Russian |Belarusian )?ro?ubles?",
    "rublos": "rublos(?: rusos| bielorrusos)?",
    "GBP": "pounds sterling|libras esterlinas",
    "yuan": "yuan(?:es)?",
    "yen": "yen(?:es)?",
}
_HEDGE = frozenset("over than least almost nearly some about around approximately up más menos casi".split())
_NUMBERED = re.compile(
    r"(?:\b(?:article|art\.|page|pages|pp?\.|no\.|number|chapter|section|issue|volume|paragraph|figure|table"
    r"|part|artículo|página|capítulo|número|sección)|#|§|[-–/:.,\d])\s?$",
    re.IGNORECASE,
)
# A number that goes on from a scale word is a part of one: a million *two hundred thousand*.
_SEVERAL = re.compile(
    r"\b(?:several|many|few|various|varios|varias|algunos|muchos|millón|millones|million|mil|thousand) $",
    re.IGNORECASE,
)
_WORD = re.compile(r"\s(\(?[^\W\d_]+(?:[-’'][^\W\d_]+)*\)?)")


class Numeral(NamedTuple):
    """A number in a text: its value and scale word, and where it ends."""

    value: Fraction
    scale: str
    span: Span
    words: bool


@cache
def _numerals(language: str) -> re.Pattern[str]:
    words = words_of(language)
    scales = {word for word in words.scales if len(word) > 3} | {
        "mil",
        "bn",
        "millón",
        "billón",
        "mil millones",
    }
    scale = "|".join(sorted(scales, key=len, reverse=True))
    digits = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
    spelled = sorted(
        {*words.tens, *words.small, *words.hundreds} - {"one", "un", "una", "uno"}, key=len, reverse=True
    )
    one = rf"(?:half(?: a)?|{'|'.join(spelled)})"
    joint = " y " if words.joint == "y" else "-| and | "
    return re.compile(
        rf"(?<![\w$€£₽.,-])(?:US)?(?P<sign>[$€£₽])?\s?"
        rf"(?:(?P<digits>{digits})|(?P<words>(?i:{one}(?:(?:{joint}){one})*)))(?![\w])(?!-\d|–\d|[.,/:]\d)"
        rf"(?:\s(?P<scale>{scale})\b)?"
    )


def find_numbers(text: str, language: str, taken: Sequence[Span]) -> Iterator[Finding]:
    """The figures of a sentence; those inside the ``taken`` spans (its dates) are left out."""
    for found in _numerals(code(language)).finditer(text):
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        if any(start < span.end and span.start < found.end() for span in taken):
            continue
        value = _value(found["digits"], found["words"], language)
        if value is None or _NUMBERED.search(text[max(0, start - 12) : start]):
            continue
        numeral = Numeral(value, found["scale"] or "", Span(start, found.end()), not found["digits"])
        finding = _measured(text, numeral, found["sign"] or "", language)
        if finding is not None:
            yield finding._replace(worth=finding.worth + _hedged(text, start))


def _value(digits: str | None, words: str | None, language: str) -> Fraction | None:
    if digits:
        group, mark = (".", ",") if code(language) == "es" else (",", ".")
        if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})*(?:{re.escape(mark)}\d+)?", digits):
            return Fraction(digits.replace(group, "").replace(mark, "."))
        return Fraction(digits) if digits.isdigit() else None
    return _spelled(re.split(r"[\s-]+", fold(words or "")), language)


def _spelled(words: list[str], language: str) -> Fraction | None:
    """Tens and units in words: "seventy-nine"; None for what may be several numbers."""
    table = words_of(language)
    known = table.small | table.tens | table.hundreds
    if words[0] == "half":
        return Fraction(1, 2)
    values = [known[word] for word in words if word in known]
    if not values or any(small >= big for big, small in pairwise(values)):
        return None
    return Fraction(sum(values))


def _hedged(text: str, start: int) -> float:
    """A bound or an estimate costs a little: the question must repeat it."""
    before = [fold(word) for word in text[max(0, start - 20) : start].split()[-2:]]
    if _SEVERAL.search(text[max(0, start - 12) : start]) or set(before) & IMPRECISE:
        return 4 * _VAGUE
    return _VAGUE / 2 if _HEDGE & set(before[-1:]) else 0.0


def _measured(text: str, numeral: Numeral, sign: str, language: str) -> Finding | None:
    """The finding of a numeral with what it measures; None where it says nothing by itself."""
    if sign:
        return _money(text, numeral, _SIGNS[sign], numeral.span.end)
    end = numeral.span.end
    for name, pattern in _MONEY.items():
        unit = re.compile(rf"\s(?:de )?(?:\((?:US|U\.S\.)\) )?(?:{pattern})\b").match(text, end)
        if unit:
            return _money(text, numeral, name, unit.end())
    share = re.compile(r"\s?(?:%|percent\b|per cent\b|por ciento\b|%)").match(text, end)
    if share and not numeral.scale:
        return _share(text, numeral, share.end())
    return _count(text, numeral, language)


def _money(text: str, numeral: Numeral, currency: str, end: int) -> Finding:
    unit = f"{numeral.scale} {currency}".strip()
    number, sign = _decimal(numeral.value), _SIGN_OF.get(currency, "")
    option = f"{sign}{number} {numeral.scale}".strip() if sign else f"{number} {unit}"
    return _finding(text, numeral, end, currency, option, unit, _MONEY_WORTH)


def _share(text: str, numeral: Numeral, end: int) -> Finding:
    return _finding(text, numeral, end, "%", f"{_decimal(numeral.value)}%", "%", _SHARE_WORTH)


def _count(text: str, numeral: Numeral, language: str) -> Finding | None:
    """Counted things: the noun is the first plural among the next few words."""
    noun, end = _noun(text, numeral.span.end, language)
    if not noun:
        return None
    folded = fold(noun)
    joint = " de" if code(language) == "es" and numeral.scale.endswith(("ones", "ón")) else ""
    worth = _COUNT_WORTH
    if folded in TIMES:
        worth += _TIME
    elif folded in PLAIN_NOUNS and numeral.value < _FEW:
        worth += _PLAIN
    elif numeral.value < _FEW and (numeral.words or numeral.value < 3) and not numeral.scale:
        worth += _SMALL
    unit = f"{numeral.scale}{joint} {noun}".strip()
    option = f"{_decimal(numeral.value, grouped=code(language) == 'en')} {unit}"
    shape = f"time|{unit}" if folded in TIMES else f"count|{numeral.scale}"
    return _finding(text, numeral, end, shape, option, unit, worth)


def _noun(text: str, at: int, language: str) -> tuple[str, int]:
    for place in range(3):
        found = _WORD.match(text, at)
        if found is None:
            break
        word, at = found[1], found.end()
        folded = fold(word)
        if folded in STOP and not (place == 0 and folded == "de" and code(language) == "es"):
            break
        plural = folded.endswith("s") and not folded.endswith("ss") and folded not in NOT_PLURAL
        if (plural or folded in IRREGULAR_PLURALS) and word[0].islower():
            return word, at
    return "", at


def _finding(
    text: str, numeral: Numeral, end: int, shape: str, option: str, unit: str, worth: float
) -> Finding:
    span = Span(numeral.span.start, end)
    return Finding(
        Kind.NUMBER,
        "number",
        shape,
        _decimal(numeral.value),
        option,
        span,
        worth,
        unit=unit,
        evidence=(text[span.start : span.end],),
    )


def _decimal(value: Fraction, *, grouped: bool = False) -> str:
    if value.denominator == 1:
        return f"{value.numerator:,}" if grouped else str(value.numerator)
    return f"{float(value):.6f}".rstrip("0")


# --- ranks ------------------------------------------------------------------------------------------

_RANK = re.compile(
    r"\b(?:the |’s |'s )?(second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)[ -]"
    r"(?:largest|biggest|smallest|highest|lowest|longest|oldest|most|richest|poorest|tallest)\b"
)
_NTH = dict(
    zip("second third fourth fifth sixth seventh eighth ninth tenth".split(), range(2, 11), strict=True)
)


def find_ranks(text: str) -> Iterator[Finding]:
    """Places in an order of size or worth: the second largest."""
    for found in _RANK.finditer(text):
        word = found[1]
        number = _NTH[word]
        suffix = {2: "nd", 3: "rd"}.get(number, "th")
        yield Finding(
            Kind.NUMBER,
            "short-answer",
            "rank",
            word,
            word,
            Span(*found.span(1)),
            _RANK_WORTH,
            accept=(f"{number}{suffix}",),
            evidence=(text[found.start(1) : found.end()],),
        )
