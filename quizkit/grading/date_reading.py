"""From a typed text to the dates it may mean.

The numbers and months of the text, in their order, must have one of a few shapes; two dates or a range have
none of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from quizkit.grading.date_languages import words_for
from quizkit.grading.date_parts import Month, Number, Refusal, RefusedError, Remark, Token
from quizkit.grading.date_words import Scan
from quizkit.grading.form import fold
from quizkit.grading.month_names import TABLES, Share, Words

MAX_LENGTH = 500
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# These say what the learner meant; the other refusals may be a matter of language.
_FINAL = {Refusal.EITHER, Refusal.NEGATED, Refusal.BOUND}


class Reading(NamedTuple):
    """A date as far as the text gives it: 0 for a year, month or day that is not there.

    ``span``: 1, or the length of the period that begins with ``year``; ``short``: the century is missing;
    ``part``: which part of the period; ``maybe_range``: 2001-02 may mean 2001 to 2002.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    span: int = 1
    short: bool = False
    part: Share = ()
    weekday: int | None = None
    maybe_range: bool = False


class Readings(NamedTuple):
    """The possible readings of a text, at least one, and what to say about any of them."""

    readings: tuple[Reading, ...]
    remarks: frozenset[Remark] = frozenset()


def read_dates(text: str, language: str, question: str = "") -> Readings | Refusal:
    """What ``text`` may mean in ``language``; words of ``question`` add nothing to it."""
    if len(text) > MAX_LENGTH:
        return Refusal.UNCLEAR
    plain = _plain(text)
    if not re.search(r"[^\W_]", plain):
        return Refusal.EMPTY
    if plain[0] in "-/" or plain.rstrip(" .)")[-1] in "-/":
        return Refusal.BOUND  # "1999-" is since, "-1999" until or another year
    own = words_for(language)
    # Of a language whose "before" and "not" we do not know, no word of the question is free.
    question = question if own.bounds else ""
    result = _read(plain, text, own, question, month_first=own.month_first)
    for other in TABLES.values():
        if isinstance(result, Readings) or result in _FINAL:
            break
        again = _read(plain, text, other, question, month_first=own.month_first)
        if isinstance(again, Readings):
            return Readings(again.readings, again.remarks | {Remark.LANGUAGE})
        result = again if again in _FINAL else result
    return result


def _read(plain: str, text: str, words: Words, question: str, *, month_first: bool) -> Readings | Refusal:
    """``plain`` in the words of one language."""
    for old, new in words.phrases:
        plain = re.sub(rf"\b{old}\b", new, plain)
    as_typed = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).casefold())
    typed = {fold(word): word for word in as_typed}
    refusal = Refusal.UNCLEAR
    # "The first treaty …": a number word of the question counts only where that makes a date.
    for asked_numbers_count in (True, False):
        scan = Scan(_tokens(plain), typed, words, question)
        try:
            scan.run(asked_numbers_count=asked_numbers_count)
            readings = tuple(dict.fromkeys(_readings(scan, month_first=month_first)))
        except RefusedError as error:
            refusal = error.refusal
        else:
            return Readings(readings, frozenset(scan.remarks))
        if refusal in _FINAL or scan.asked.isdisjoint(words.numbers):
            break
    return refusal


# --- its writing ------------------------------------------------------------------------------------

_QUOTES = dict.fromkeys("‘’‚‛ʼ`´′", "'") | dict.fromkeys("“”„‟«»″‹›", '"')
_MARKS = str.maketrans(_QUOTES | dict.fromkeys("‐‑‒–—―−⁃", "-") | {"⁄": "/", "。": "."})
_ORDINAL_SIGN = re.compile(r"(?<=\d)\s?\.?\s?[ºª°˚]")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:t|\s+)\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_INITIALS = re.compile(r"\b([a-z])\.\s?(?=[a-z]\b)")
_QUOTED = re.compile(r"""(["'])(.*)\1""", re.DOTALL)
_BULLET = re.compile(r"^-\s+(?=[0-9]{1,2}\b|[^\W\d])")  # "- 1999" may be "until 1999"
_ENDS = " \t\r\n.,;:!?¡¿"


def _plain(text: str) -> str:
    """The text folded, with one kind of dash and quote, without quotes round it or a time of day."""
    text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in {"Cf", "Cc"})
    # The accents ´ and ` stand for apostrophes and must be looked at before the folding takes them away.
    text = fold(_ORDINAL_SIGN.sub("th ", text.translate(_MARKS))).translate(_MARKS).strip(_ENDS)
    quoted = _QUOTED.fullmatch(text)
    text = _BULLET.sub("", quoted.group(2).strip(_ENDS) if quoted else text)
    text = re.sub(r"n't\b", " not", _INITIALS.sub(r"\1", text))
    time, compact = _TIME.fullmatch(text), _COMPACT.fullmatch(text)
    if time:
        return time.group(1)
    return "-".join(compact.groups()) if compact else text


_TOKEN = re.compile(r"(?P<number>(?:(?<!\w)')?\d+)|(?P<word>[^\W\d_]+)|(?P<mark>\S)")


def _tokens(text: str) -> list[Token]:
    tokens, end = [], -1
    for match in _TOKEN.finditer(text):
        tokens.append(Token(str(match.lastgroup), match.group(), match.start() == end))
        end = match.end()
    return tokens


# --- its shape --------------------------------------------------------------------------------------

# Numbers (n) and months by name (m) in their order → what each may be: year, month, day.
_SHAPES = {
    "nmn": ("dmy", "ymd"),
    "mnn": ("mdy",),
    "nnm": ("ydm",),
    "nm": ("dm", "ym"),
    "mn": ("md", "my"),
    "m": ("m",),
    "n": ("d", "y"),
    "nnn": ("ymd", "dmy"),
    "nn": ("ym", "my", "dm"),
}
_MONTH_FIRST = {"nnn": ("mdy",), "nn": ("md",)}


def _readings(scan: Scan, *, month_first: bool) -> Iterator[Reading]:
    """What the numbers and months of a text may mean together; refuses where that is nothing."""
    shape = "".join("n" if isinstance(part, Number) else "m" for part in scan.parts)
    if not shape:
        raise RefusedError(Refusal.UNCLEAR)
    if shape not in _SHAPES:
        raise RefusedError(Refusal.SEVERAL)
    period = _period(scan)
    if period:
        yield from period
        return
    orders = _SHAPES[shape]
    if shape in {"nnn", "nn"}:
        mark = _separator(scan.parts)
        if not mark or (shape == "nn" and mark == " "):
            raise RefusedError(Refusal.SEVERAL)
        if mark == ".":
            orders = tuple(order for order in orders if order != "ym")  # 1999.5 is no month
        elif month_first:
            orders += _MONTH_FIRST[shape]
    found = [reading for order in orders for reading in _reading(order, scan)]
    if not found:
        years = sum(isinstance(part, Number) and part.value > 31 for part in scan.parts)
        raise RefusedError(Refusal.SEVERAL if years > 1 else Refusal.IMPOSSIBLE)
    yield from found


def _separator(parts: list[Number | Month]) -> str:
    """The one mark between the numbers of a date, a space where there is none; "" for any other writing."""
    marks = {part.before or " " for part in parts[1:] if isinstance(part, Number)}
    mark = marks.pop()
    return mark if not marks and mark in {"/", "-", ".", " "} else ""


def _period(scan: Scan) -> list[Reading]:
    """Decades (the 1990s, the nineties, los años 90) and centuries (siglo XX)."""
    numbers = [part for part in scan.parts if isinstance(part, Number)]
    if scan.century:
        if len(scan.parts) != 1 or not numbers or not 1 <= numbers[0].value <= 100:
            raise RefusedError(Refusal.UNCLEAR)
        # Who counts the year 1900 to the 20th century is forgiven.
        return [Reading((numbers[0].value - 1) * 100 or 1, span=101, part=scan.part)]
    is_decade = len(scan.parts) == 1 and scan.decade and numbers and numbers[0].value % 10 == 0
    if not is_decade and not any(number.plural for number in numbers):
        return []
    value = numbers[0].value
    if len(scan.parts) != 1 or numbers[0].digits not in {2, 3, 4} or value % 10:
        raise RefusedError(Refusal.UNCLEAR)
    short = numbers[0].digits == 2
    spans = (10, 100) if value % 100 == 0 and not short else (10,)
    return [Reading(value, span=span, short=short, part=scan.part) for span in spans]


def _reading(order: str, scan: Scan) -> Iterator[Reading]:
    """The reading of the parts in one order ("dmy"), if they can be that."""
    year = month = day = 0
    short = False
    for role, part in zip(order, scan.parts, strict=True):
        if isinstance(part, Month):
            month = part.value
        elif role == "y":
            if not _can_be_year(part, order, scan):
                return
            year, short = part.value, part.digits == 2 and not scan.era
        elif not _can_be_day_or_month(part, role):
            return
        elif role == "m":
            month = part.value
        else:
            day = part.value
    if month and day > _LENGTHS[month - 1]:
        return
    if day and scan.part:
        raise RefusedError(Refusal.UNCLEAR)  # "late 8 December"
    maybe_range = order == "ym" and isinstance(scan.parts[1], Number) and month > year % 100
    yield Reading(year, month, day, 1, short, scan.part, scan.weekday, maybe_range)


def _can_be_year(number: Number, order: str, scan: Scan) -> bool:
    if number.ordinal or number.plural:
        return False
    if number.digits == 2:
        # 99-12-08 begins with a year; of 01-02-03 nobody would think so.
        return order[0] != "y" or order == "y" or number.value > 31 or scan.era
    return 0 < number.value <= 9999 and (number.digits > 2 or order == "y" or scan.era)


def _can_be_day_or_month(number: Number, role: str) -> bool:
    if number.digits > 2 or number.quoted or number.plural or (role == "m" and number.ordinal):
        return False
    return 1 <= number.value <= (31 if role == "d" else 12)
