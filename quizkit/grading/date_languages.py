"""The words of a date in a deck's language: from our tables, or the names that CLDR has of it.

CLDR comes with babel, which not everybody has installed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from quizkit.grading.form import fold
from quizkit.grading.month_names import TABLES, Words

# Articles and prepositions before a date, which CLDR does not tell.
_SMALL_WORDS = {
    "fr": "le la l en au du de d",
    "de": "der den dem des am im",
    "it": "il lo l nel nell del dell di in",
    "pt": "o a em no na de do ao",
    "ca": "el l de del d al",
    "nl": "de het op in",
    "ru": "года году год в",
    "uk": "року рік у в",
}


@lru_cache(maxsize=64)
def words_for(language: str) -> Words:
    """The words of a deck's language; of an unknown one only numbers can be read, and there are no names."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return TABLES.get(base) or _from_cldr(base) or Words((), {}, {})


def _from_cldr(base: str) -> Words | None:
    """The names of a language as CLDR has them; None where babel or the language is missing."""
    try:
        # Only decks in other languages need it: 20 ms and an optional install.
        from babel import Locale, UnknownLocaleError
        from babel.dates import get_date_format, get_day_names, get_month_names
    except ImportError:
        return None
    try:
        locale = Locale.parse(base)
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    forms = [(width, context) for width in ("wide", "abbreviated") for context in ("format", "stand-alone")]
    months = [get_month_names(width, context, locale) for width, context in forms]  # type: ignore[arg-type]
    days = [get_day_names(width, context, locale) for width, context in forms]  # type: ignore[arg-type]
    literals = [piece for piece in get_date_format("long", locale).pattern.split("'")[1::2] if piece]
    literals += [char for char in get_date_format("long", locale).pattern if char.isalpha() and char > "~"]
    leading = [word for names in months for name in names.values() for word in _split(name)[:-1]]
    return Words(
        names=tuple(months[0][number] for number in range(1, 13)),
        months=_unique((name, number) for names in months for number, name in names.items()),
        weekdays=_unique((name, number) for names in days for number, name in names.items()),
        spellings=frozenset(_split(name)[-1] for names in months for name in names.values() if _split(name)),
        frame=frozenset(
            fold(word)
            for text in (*literals, *leading, *_SMALL_WORDS.get(base, "").split())
            for word in _split(text)
        ),
    )


def _split(name: str) -> list[str]:
    """The words of a name in lower case: ``d’abril`` are two; names with digits ("12月") have none."""
    if any(char.isdigit() for char in name):
        return []
    text = unicodedata.normalize("NFC", name).casefold()
    return "".join(
        char if char.isalpha() or unicodedata.category(char).startswith("M") else " " for char in text
    ).split()


def _unique(names: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Folded last word of each name → number, without those that mean two numbers."""
    found: dict[str, set[int]] = {}
    for name, number in names:
        # A single letter or sign is too little to tell a day by (日 is day and Sunday).
        for word in filter(lambda word: len(word) > 1, _split(name)[-1:]):
            found.setdefault(fold(word), set()).add(number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}
