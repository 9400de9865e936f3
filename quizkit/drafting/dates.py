"""Dates in a sentence: days, months and years, in English and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from quizkit.drafting.finding import Finding, Kind, Span
from quizkit.drafting.vocabulary import PLAIN_NOUNS
from quizkit.drafting.words import is_event_near
from quizkit.grading import is_date
from quizkit.grading.form import fold
from quizkit.grading.month_names import TABLES
from quizkit.grading.number_words import code

_DAY_WORTH, _MONTH_WORTH, _YEAR_WORTH, _YEARLESS_WORTH = 2.6, 2.3, 1.4, 0.7
_EVENT = 0.8
# Of dates that place a figure, a state or another date, the figure, state or date is the better question.
_LABEL = -1.3
_BOUND = -0.4
# One end of a span of time is half an answer.
_PART_OF_RANGE = -1.0
_BOUNDS = frozenset("before until till after since by desde hasta antes despues".split())
_EARLIEST, _LATEST = 1000, 2100


class Forms(NamedTuple):
    """How a language writes a date: the patterns from the finest to the coarsest."""

    patterns: tuple[re.Pattern[str], ...]
    months: dict[str, int]
    names: tuple[str, ...]
    joint: str


@cache
def _forms(language: str) -> Forms:
    table = TABLES[code(language)]
    full = {name.casefold() for name in table.names}
    names = [name if name in full else rf"{name}\b\.?" for name in table.spellings]
    if code(language) == "en":
        names = [name[0].upper() + name[1:] for name in names]
    month = rf"(?P<month>{'|'.join(sorted(names, key=len, reverse=True))})(?!\w)"
    year = r"(?P<year>[12]\d{3})\b(?!-\d|[.,]\d)"
    day = r"\b(?P<day>[0-3]?\d)"
    if code(language) == "es":
        month = f"(?i:{month})"
        patterns = [rf"{day}º? de {month} del? {year}", rf"\b{month}(?: del?)? {year}", rf"{day} de {month}"]
    else:
        nth = r"(?:st|nd|rd|th)?"
        patterns = [
            rf"\b{month} {day}{nth},? {year}",
            rf"{day}{nth}(?: of)? {month},? {year}",
            rf"\b{month}(?:,| of)? {year}",
            rf"\b{month} {day}{nth}(?![\d%-])(?! \d)",
            rf"{day}{nth}(?: of)? {month}",
        ]
    alone = rf"(?<![\w$€£.,/–—-])(?<!\d ){year}(?![\w%/–—])"
    compiled = tuple(re.compile(pattern) for pattern in (*patterns, alone))
    return Forms(compiled, dict(table.months), table.names, " de " if code(language) == "es" else " ")


def is_day_first(texts: Iterable[str], language: str) -> bool:
    """Whether the dates of a document are to be written as 8 December 1999, not as December 8, 1999.

    As the document itself writes them; where it has none, the day comes first, as elsewhere in quizkit.
    """
    if code(language) == "es":
        return True
    month_first, day_first = _forms("en").patterns[3:5]  # with a year or without
    lead = sum(len(day_first.findall(text)) - len(month_first.findall(text)) for text in texts)
    return lead > 0 or (lead == 0 and not language.endswith("-US"))


def find_dates(text: str, language: str, *, day_first: bool) -> Iterator[Finding]:
    """The dates of a sentence; one inside another is left out. ``day_first``: how options are written."""
    forms = _forms(code(language))
    taken: list[Span] = []
    for pattern in forms.patterns:
        for found in pattern.finditer(text):
            span = Span(*found.span())
            if any(span.start < other.end and other.start < span.end for other in taken):
                continue
            taken.append(span)
            finding = _finding(found, text, forms, day_first=day_first)
            if finding is not None:
                yield finding


def _finding(found: re.Match[str], text: str, forms: Forms, *, day_first: bool) -> Finding | None:
    parts = found.groupdict()
    month = forms.months[fold(parts["month"]).rstrip(".")] if parts.get("month") else 0
    day, year = int(parts.get("day") or 0), int(parts.get("year") or 0)
    iso = "-".join([f"{year or 2000:04}", *(f"{part:02}" for part in (month, day) if part)])
    if not is_date(iso) or not (_EARLIEST <= (year or 2000) < _LATEST):
        return None
    if month == day == 0 and not _is_year(text, found.start(), found.end()):
        return None
    shape, worth = _precision(year, month, day)
    option = _written(year, month, day, forms, day_first=day_first)
    return Finding(
        Kind.DATE,
        "date" if year else "short-answer",
        shape,
        iso if year else option,
        option,
        Span(*found.span()),
        worth + _context(text, found.start(), found.end(), shape),
        accept=() if year else (found.group(),) * (found.group() != option),
        evidence=(found.group(),),
    )


def _precision(year: int, month: int, day: int) -> tuple[str, float]:
    if not year:
        return "day of the year", _YEARLESS_WORTH
    if day:
        return "day", _DAY_WORTH
    return ("month", _MONTH_WORTH) if month else ("year", _YEAR_WORTH)


def _written(year: int, month: int, day: int, forms: Forms, *, day_first: bool) -> str:
    """The date in the one form that all options of a choice have."""
    name = forms.names[month - 1] if month else ""
    if day_first:
        return forms.joint.join(str(part) for part in (day, name, year) if part)
    if day:
        return f"{name} {day}, {year}" if year else f"{name} {day}"
    return f"{name} {year}".strip()


# --- what stands round it ---------------------------------------------------------------------------

_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|of|by|from|until|till|before|after|during|early|mid|late|around|circa|year|spring|summer"
    r"|autumn|fall|winter|and|to|between|for|the|en|de|del|desde|hasta|antes de|año|para|fijó|y|entre)[ -]$",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(?:década de|decada de|los años|años)(?: los)? $", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|since|during|the|en|desde|durante|del) $", re.IGNORECASE)
_NOUN_AFTER = re.compile(r" ([^\W\d_]{3,}s)\b")


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year: a word before them says so, and no counted thing follows."""
    before, after = text[max(0, start - 16) : start], _NOUN_AFTER.match(text, end)
    if _DECADE.search(before):
        return False
    counts = after is not None and not _IN.search(before)
    if counts or re.search(r"[-–—]\s?$", before) or (after and after[1] in PLAIN_NOUNS):
        return False
    if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return True
    return start > 0 and bool(_BEFORE_YEAR.search(before))


_RANGE = re.compile(
    r"\b(?:between|from|entre|de|desde)\b[^,.;()]{0,30}\d{4}[^,.;()]{0,6}"
    r" (?:and|to|until|y|a|hasta) (?:\w+ )?$"
)
_RANGE_GOES_ON = re.compile(r" (?:and|y|to|a|hasta) [12]\d{3}\b|[-–—]")
_FIGURE = re.compile(r"[$€£]\s?\d|\d\s?%|\d (?:percent|per cent|por ciento|million|billion|millones)")


def _context(text: str, start: int, end: int, shape: str) -> float:
    """What the words round a date add to its worth: an event near it, or a thing that it only labels."""
    worth = 0.0
    before = text[max(0, start - 40) : start]
    words = [fold(word) for word in before.split()[-3:]]
    if is_event_near(text, start, end, 14):
        worth += _EVENT
    if shape == "year" and words[-1:] and words[-1] in {"the", "a", "an", "el", "la"}:
        worth += _LABEL  # the 1999 treaty
    if shape == "year" and "as" in words and "of" in words:
        worth += _LABEL  # as of 2000
    if _FIGURE.search(text):
        worth += _LABEL
    if _RANGE.search(before) or _RANGE_GOES_ON.match(text, end):
        worth += _PART_OF_RANGE
    if _BOUNDS & set(words[-2:]):
        worth += _BOUND
    return worth
