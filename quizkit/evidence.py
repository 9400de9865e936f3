"""What must stand in the passage that a question cites: the words its author names, else its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import assert_never

from quizkit.grading.date_languages import words_for
from quizkit.markup import plain
from quizkit.model import (
    Choice,
    DateKey,
    ExtendedText,
    Gaps,
    Interaction,
    Key,
    Match,
    NumberKey,
    Order,
    Question,
    Reveal,
    TextEntry,
    TextKey,
)

# Texts of which one must stand in the passage: an answer, and what is as right.
Alternatives = tuple[str, ...]

_ARTICLE = re.compile(r"(?:the|an?|el|la|los|las|un|una|unos|unas)\s+(?=\S)", re.IGNORECASE)
_MARKUP = re.compile(r"[*_`\[\]\\~<&]|\$.*\$", re.DOTALL)
# How large numbers are written: 45 million, 45 millones.
_SCALES = {
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12},
    "es": {"mil": 3, "millones": 6, "mil millones": 9, "billones": 12},
}
# 35.5 million is written so, 1.871 thousand is not.
SCALED_DIGITS = 3
_DECIMAL_COMMA = {"be", "cs", "da", "de", "es", "fi", "fr", "it", "nl", "pl", "pt", "ru", "sv", "uk"}


def evidence_of(question: Question, language: str) -> tuple[Alternatives, ...]:
    """What must stand in the cited paragraphs, of each alternatives one; ``language`` is the document's.

    Nothing where the answer is no text of the document (true or false, an essay) and the author names none.
    """
    if question.about.evidence:
        return tuple((text,) for text in question.about.evidence)
    found: dict[Alternatives, None] = {}
    for part in question.content.parts(language):
        # The reverse of a card asks for what its front says, which is the author's wording.
        if not (isinstance(part.interaction, Reveal) and found):
            found |= dict.fromkeys(_of_interaction(part.interaction, language))
    return tuple(found)


def _of_interaction(interaction: Interaction, language: str) -> Iterator[Alternatives]:
    match interaction:
        case Reveal(answer):
            yield _as_written(answer)
        case TextEntry(keys):
            yield from (forms for key in keys for forms in _of_key(key, language))
        case Choice(options, right, fixed_order):
            yield from (_as_written(options[place].text) for place in right if not fixed_order)
        case Gaps():
            yield from (_as_written(gap.answer, *gap.key.accept) for gap in interaction.gaps)
        case Order(items):
            yield from map(_as_written, items)
        case Match(items, partners, partner_of):
            used = dict.fromkeys(partner_of)
            yield from map(_as_written, (*items, *(partners[place] for place in used)))
        case ExtendedText():
            return
        case _:
            assert_never(interaction)


def _of_key(key: Key, language: str) -> Iterator[Alternatives]:
    match key:
        case TextKey(text, accept):
            yield _as_written(text, *accept)
        case NumberKey(value):
            yield number_as_written(value, language)
        case DateKey(text):
            yield from date_as_written(text, language)
        case _:
            assert_never(key)


def _as_written(*texts: str) -> Alternatives:
    """Texts without markup and final point, and without a leading article, which the document may lack."""
    # Most answers have no markup, and reading Markdown takes longer than all the rest.
    bare = [(plain(text) if _MARKUP.search(text) else text).strip().rstrip(".") for text in texts]
    return tuple(dict.fromkeys(form for text in bare for form in (text, _ARTICLE.sub("", text, count=1))))


# --- numbers and dates as a document may write them -------------------------------------------------


def number_as_written(value: str, language: str) -> Alternatives:
    """45000 → 45000, 45,000, 45 000, 45 thousand; in Spanish 45.000 and 45 mil."""
    number = Decimal(value).normalize()
    base = language.partition("-")[0].lower()
    forms = list(_digits(number, base))
    for word, power in _SCALES.get(base, {}).items():
        scaled = number.scaleb(-power)
        if abs(scaled) >= 1 and len(scaled.normalize().as_tuple().digits) <= SCALED_DIGITS:
            forms += [f"{digits} {word}" for digits in _digits(scaled, base)]
    if number < 0:
        minus = "menos" if base == "es" else "minus"
        forms += [form.replace("-", f"{minus} ", 1) for form in forms]
    return tuple(dict.fromkeys(forms))


def _digits(number: Decimal, language: str) -> Iterator[str]:
    """The digits of a number, grouped in each way that the language knows."""
    grouped = f"{number:,f}"
    comma = language in _DECIMAL_COMMA
    point = "," if comma else "."
    yield grouped.replace(",", "").replace(".", point)
    for separator in (".", " ") if comma else (",", " "):
        yield grouped.replace(",", "\0").replace(".", point).replace("\0", separator)
    # Much Spanish of the Americas writes a decimal point; before three digits it would mean thousands.
    if comma and _places(number) not in {0, 3}:
        yield grouped.replace(",", "")


def _places(number: Decimal) -> int:
    """How many digits stand after the decimal point."""
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def date_as_written(date: str, language: str) -> Iterator[Alternatives]:
    """A date's year, and its day with its month where it has them: 8 December, December 8th, 8.12.1999."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    numeric = list(_numeric(year, month, day))
    yield (str(year), *numeric)
    if not month:
        return
    names = words_for(language).months
    called = [name for name, number in names.items() if number == month]
    called += [f"{name}." for name in called if len(name) <= 5]
    if not day:
        yield (*called, *numeric)
        return
    number = [
        str(day),
        f"{day}{_ordinal(day)}",
        f"{day}º",
        f"{day} de",
        f"{day}º de",
        f"{day}{_ordinal(day)} of",
    ]
    number += [f"{day:02}"] if day < 10 else []
    written = [f"{each} {name}" for name in called for each in number]
    written += [f"{name} {each}" for name in called for each in number if not each.endswith((" de", " of"))]
    yield (*written, *numeric)


def _numeric(year: int, month: int, day: int) -> Iterator[str]:
    """1999-12-08 and 8.12.1999, with any mark between the numbers and both orders of day and month."""
    if not day:
        if month:
            yield from (f"{year}-{month:02}", f"{month}/{year}", f"{month:02}/{year}", f"{month:02}.{year}")
        return
    yield f"{year}-{month:02}-{day:02}"
    for mark in "./-":
        for first, second in ((day, month), (month, day)):
            yield f"{first}{mark}{second}{mark}{year}"
            yield f"{first:02}{mark}{second:02}{mark}{year}"


def _ordinal(day: int) -> str:
    return "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
