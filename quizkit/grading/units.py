"""Units and currencies by all their names: "km", "kilómetros"; "US$", "dólares estadounidenses".

A name may stand for several units ("pounds", "$", "degrees"): each name has its set of ids, and two names
agree where their sets meet. Nothing is ever converted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from quizkit.grading.number_words import ENGLISH, SPANISH, code
from quizkit.grading.numerals import Tokens, text_at
from quizkit.grading.unit_names import CURRENCIES, MEASURES, SI

Ids = frozenset[str]


class Measure(NamedTuple):
    """What a unit may stand for, and where its name ends. "/hour" is an id of its own."""

    ids: Ids
    end: int


_PREFIXES = {
    "k": ("kilo",), "h": ("hecto",), "d": ("deci",), "c": ("centi",), "m": ("milli", "mili"),
    "μ": ("micro",), "n": ("nano",), "M": ("mega",), "G": ("giga",), "T": ("tera",),
}  # fmt: skip
_POWERS = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_POWERS_AFTER = {"squared": 2, "cuadrado": 2, "cuadrada": 2, "cubed": 3, "cubico": 3, "cubica": 3}
_PER = frozenset({"per", "/", "por", "each", "every", "cada"})
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"})
_ADVERBS = {"annually": "year", "yearly": "year", "anual": "year", "anuale": "year", "daily": "day"} | {
    "diario": "day", "diaria": "day", "monthly": "month", "mensual": "month", "mensuale": "month",
}  # fmt: skip
_PLAIN = {"feet": "foot", "people": "person", "persons": "person", "men": "man", "women": "woman"} | {
    "children": "child", "meses": "mes", "veces": "vez",
}  # fmt: skip
_ALIASES = {"mph": "mile / h", "kmh": "km / h", "kph": "km / h", "kmph": "km / h"}
_OWN_ALIASES = {
    "en": {"bcm": "billion m3", "mcm": "million m3", "tcm": "trillion m3", "bpd": "barrel / day"}
    | {"once": "1 time", "twice": "2 times", "thrice": "3 times"},
    "es": {"mdd": "millones usd", "mmdd": "mil millones usd", "mde": "millones eur"},
}


def aliases(language: str) -> dict[str, str]:
    """One-word names of units of several words."""
    return _ALIASES | _OWN_ALIASES[code(language)]


@lru_cache(maxsize=4096)
def word_forms(word: str) -> tuple[str, ...]:
    """A word and what it may be the plural, or the other spelling, of."""
    singular = [_PLAIN.get(word, word)]
    for ending, instead in (("ies", "y"), ("ces", "z"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 1:
            singular.append(word[: -len(ending)] + instead)
    spelt = [one[:-2] for one in singular if one.endswith("amme")]
    return (word, *singular, *spelt, *(one[:-2] + "er" for one in singular if one.endswith("tre")))


@cache
def _names() -> dict[tuple[str, ...], Ids]:
    """Every name, as its words, with its ids."""
    names: dict[tuple[str, ...], set[str]] = {}
    for unit, name in _table(CURRENCIES + MEASURES):
        names.setdefault(tuple(name.split()), set()).add(unit)
    for line in SI.strip().splitlines():
        unit, listed, prefixes = line.split(":")
        symbols, spelt = (part.split(",") for part in listed.split("|"))
        pairs = [("", "")] + [(letter, long) for letter in prefixes.split() for long in _PREFIXES[letter]]
        for letter, long in pairs:
            full = (_PREFIXES[letter][0] if letter else "") + unit
            for name in (letter.casefold() + s.strip() for s in symbols):
                names.setdefault((name,), set()).add(full)
            for name in (long + s.strip() for s in spelt):
                names.setdefault(tuple(name.split()), set()).add(full)
    return {name: frozenset(ids) for name, ids in names.items()}


def _table(text: str) -> Iterator[tuple[str, str]]:
    for line in text.replace("\n ", " ").strip().splitlines():
        unit, _, names = line.partition(": ")
        yield from ((unit, name.strip()) for name in names.split(","))


@cache
def unit_words() -> frozenset[str]:
    """Every word of a unit's name."""
    return frozenset(word for name in _names() for word in name) | _POWERS.keys() | _POWERS_AFTER.keys()


@cache
def _currency_order() -> dict[str, int]:
    return {unit: place for place, unit in enumerate(dict(_table(CURRENCIES)))}


def is_currency(ids: Ids) -> bool:
    return not ids.isdisjoint(_currency_order())


def narrowed(ids: Ids, named: Ids) -> Ids:
    """What a unit's name means in a key: the unit that the question ``named``, else the usual one."""
    if len(ids & named) == 1:
        return ids & named
    order = _currency_order()
    usual = sorted((unit for unit in ids if unit in order), key=order.__getitem__)[:1]
    kept = {unit for unit in ids if unit not in order} | set(usual)
    return frozenset(kept - {"fahrenheit"} if "celsius" in kept else kept)


@lru_cache(maxsize=4096)
def _singular(word: str) -> str:
    """``word`` as it stands in the names."""
    return max((one for one in word_forms(word) if one in unit_words()), key=len, default=word)


def _name_at(tokens: Tokens, at: int) -> Measure | None:
    """The longest name at ``at``."""
    known = [_singular(text_at(tokens, index)) for index in range(at, min(at + 5, len(tokens)))]
    for length in range(len(known), 0, -1):
        ids = _names().get(tuple(known[:length]))
        if ids:
            return Measure(ids, at + length)
    word = text_at(tokens, at)
    ids = _names().get((word[:-1],)) if word[-1:] in {"2", "3"} else None
    return Measure(_raised(ids, int(word[-1])), at + 1) if ids else None


def prefix_at(tokens: Tokens, at: int) -> Measure | None:
    """The currency sign or code, or the per cent sign, that may stand before a number."""
    named = _name_at(tokens, at)
    if named is None or not (is_currency(named.ids) or "percent" in named.ids):
        return None
    last = text_at(tokens, named.end - 1)
    is_code = named.end == at + 1 and (last.upper() in named.ids or last in {"rmb", "rs"})
    return named if is_code or not last[0].isalpha() else None


def _raised(ids: Ids, power: int) -> Ids:
    return frozenset(f"{unit}^{power}" for unit in ids)


def measure_at(tokens: Tokens, at: int) -> Measure | None:
    """The unit, or the part of one, that begins at ``at``."""
    power = _POWERS.get(text_at(tokens, at))
    if power:
        named = _name_at(tokens, at + 1 + (text_at(tokens, at + 1) == "."))
        return Measure(_raised(named.ids, power), named.end) if named else None
    named = _name_at(tokens, at)
    if named is None:
        return _per_at(tokens, at)
    power = _POWERS_AFTER.get(_singular(text_at(tokens, named.end)))
    return Measure(_raised(named.ids, power), named.end + 1) if power else named


def _per_at(tokens: Tokens, at: int) -> Measure | None:
    """ "per thousand cubic metres", "/h", "a day", "al año", "anuales"."""
    word = text_at(tokens, at)
    adverb = next((_ADVERBS[one] for one in word_forms(word) if one in _ADVERBS), "") if word else ""
    if adverb:
        return Measure(frozenset({f"/{adverb}"}), at + 1)
    if word in {"a", "an", "al"}:
        time = _name_at(tokens, at + 1 + (text_at(tokens, at + 1) == "la"))
        return (
            Measure(frozenset(f"/{unit}" for unit in time.ids & _TIMES), time.end)
            if (time and time.ids & _TIMES)
            else None
        )
    if word not in _PER:
        return None
    count, at = _count_at(tokens, at + 1 + (word == "por" and text_at(tokens, at + 1) == "cada"))
    below = measure_at(tokens, at) if text_at(tokens, at) not in _PER else None
    if below is not None:
        return Measure(frozenset(f"/{count}{unit}" for unit in below.ids), below.end)
    if word in {"per", "/"} and at < len(tokens) and tokens[at].is_word:
        return Measure(frozenset({f"/{count}{word_forms(text_at(tokens, at))[-1]}"}), at + 1)
    return None


def _count_at(tokens: Tokens, at: int) -> tuple[str, int]:
    """The number in "per 1,000 people", "por cada mil habitantes"."""
    value = tokens[at].value if at < len(tokens) else None
    scale = next(
        (
            words.scales[text_at(tokens, at)]
            for words in (ENGLISH, SPANISH)
            if text_at(tokens, at) in words.scales
        ),
        1,
    )
    if value is None and scale == 1:
        return "", at
    end = at + 1
    return f"{(value or 1) * scale} ", end + (text_at(tokens, end) in {"of", "de"})


def ids_of(word: str) -> Ids:
    """What a word alone names; nothing where it names no unit."""
    return _names().get((word,), frozenset())
