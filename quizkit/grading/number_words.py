"""The number words of English and Spanish and their values.

English counts by the short scale (billion = 10^9), Spanish by the long one (billón = 10^12).
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The number words of a language: small letters, no accents."""

    small: dict[str, int]
    tens: dict[str, int]
    hundreds: dict[str, int]  # words for whole hundreds; "hundred" itself is English grammar
    scales: dict[str, int]
    denominators: dict[str, int]
    ordinals: dict[str, int]
    one: frozenset[str]  # the article that counts as one before a scale or a fraction
    point: frozenset[str]
    joint: str  # between tens and units, or before a fraction
    of: str
    minus: frozenset[str]


def _count(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {word: start + step * place for place, word in enumerate(words.split())}


def _fused(tens: dict[str, int], units: dict[str, int], joint: str) -> dict[str, int]:
    """Tens and units written as one word: fortyfive, treintaicinco."""
    pairs = ((ten, unit) for ten in tens for unit in units)
    return {ten + joint + unit: tens[ten] + units[unit] for ten, unit in pairs if 0 < units[unit] < 10}


def _plurals(words: dict[str, int]) -> dict[str, int]:
    return words | {f"{word}s": number for word, number in words.items()}


_EN_SMALL = _count(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
) | {"nought": 0, "naught": 0}
_EN_TENS = _count("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_EN_ORDINALS = _count(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    1,
)
_EN_PARTS = {word: number for word, number in _EN_ORDINALS.items() if number > 2}
_EN_SCALES = {"thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7, "milliard": 10**9} | {
    "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15, "quintillion": 10**18,
}  # fmt: skip
_EN_ABBREVIATIONS = {"mn": 10**6, "mln": 10**6, "mill": 10**6, "mio": 10**6, "bil": 10**9} | {
    "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip

_ES_SMALL = _count(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis"
    " diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco"
    " veintiseis veintisiete veintiocho veintinueve"
) | {"un": 1, "una": 1, "veintiun": 21, "veintiuna": 21}
_ES_TENS = _count("diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", 10, 10)
_ES_HUNDREDS = _count(
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    100,
    100,
)
_ES_ORDINALS = _count("primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo", 1)
_ES_PARTS = {word: number for word, number in _ES_ORDINALS.items() if number > 3} | {
    "tercio": 3, "tercero": 3, "centesimo": 100, "milesimo": 1000,
}  # fmt: skip
_ES_SCALES = {"mil": 10**3, "mill": 10**6, "mills": 10**6, "mln": 10**6} | {"docena": 12, "docenas": 12}
_ES_SCALES |= {"miles": 10**3, "millon": 10**6, "millones": 10**6, "millardo": 10**9, "millardos": 10**9}
_ES_SCALES |= {"decena": 10, "centena": 100, "centenar": 100, "millar": 10**3, "millares": 10**3}
_ES_SCALES |= {"billon": 10**12, "billones": 10**12, "trillon": 10**18, "trillones": 10**18}

ENGLISH = Words(
    small=_EN_SMALL | _fused(_EN_TENS, _EN_SMALL, ""),
    tens=_EN_TENS,
    hundreds={},
    scales=_plurals(_EN_SCALES) | _EN_ABBREVIATIONS | {"dozen": 12},
    denominators=_plurals(_EN_PARTS | {"half": 2, "quarter": 4, "hundredth": 100, "thousandth": 1000})
    | {"halves": 2},
    ordinals=_EN_ORDINALS,
    one=frozenset({"a", "an"}),
    point=frozenset({"point"}),
    joint="and",
    of="of",
    minus=frozenset({"minus", "negative"}),
)
SPANISH = Words(
    small=_ES_SMALL | _fused(_ES_TENS, _ES_SMALL, "i"),
    tens=_ES_TENS,
    hundreds={"cien": 100}
    | _ES_HUNDREDS
    | {word[:-2] + "as": number for word, number in _ES_HUNDREDS.items() if number > 100},
    scales=_ES_SCALES,
    denominators=_plurals(_ES_PARTS | {word[:-1] + "a": number for word, number in _ES_PARTS.items()})
    | {"medio": 2, "media": 2, "medios": 2, "mitad": 2},
    ordinals=_ES_ORDINALS
    | {word[:-1] + "a": number for word, number in _ES_ORDINALS.items()}
    | {"primer": 1, "tercer": 3},
    one=frozenset({"un", "una", "la"}),
    point=frozenset({"coma", "punto", "con"}),
    joint="y",
    of="de",
    minus=frozenset({"menos"}),
)

# Number words of the other language: another number here, or none; never taken for a slip of the pen.
FALSE_FRIENDS = frozenset("billion billions trillion trillions billón billones trillón trillones".split())
# Without a number before them these say no number: "thousands of people".
IMPRECISE = frozenset(
    """thousands lakhs millions crores milliards billions trillions quadrillions quintillions
    bil mn mln mio mill mills bn bln tn trn
    docenas millares miles millones millardos billones trillones""".split()
)
# Fractions that need no "one" before them, and those that stand after "and" or "y" without it.
HALVES = frozenset("half quarter medio media mitad".split())
AND_HALVES = frozenset("medio media cuarto".split())


def code(language: str) -> str:
    """The language whose writing of numbers is meant; English where it is not known."""
    return "es" if language.casefold().startswith("es") else "en"


def words_of(language: str) -> Words:
    return SPANISH if code(language) == "es" else ENGLISH


def vocabulary(language: str) -> frozenset[str]:
    """Every number word of a language."""
    words = words_of(language)
    parts = frozenset().union(words.denominators, words.ordinals, words.point, words.minus)
    return parts | cardinals(language)


def cardinals(language: str) -> frozenset[str]:
    """The words that numbers are counted with: no ordinals, no fractions."""
    words = words_of(language)
    hundred = {"hundred"} if words is ENGLISH else set()
    return frozenset().union(words.small, words.tens, words.hundreds, words.scales, hundred)
