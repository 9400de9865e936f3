"""What dates are written with: names of months and days, numbers in words, and the words round a date.

English and Spanish are tables; the names of other languages come from CLDR where babel is installed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from quizkit.grading.number_words import ENGLISH, SPANISH

# Parts of a period, each from..to as shares of it: 0 is its beginning, 1 its end.
Share = tuple[tuple[float, float], ...]


class Words(NamedTuple):
    """The words of one language, folded (see ``fold``); ``months`` has the abbreviations too."""

    names: tuple[str, ...]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    spellings: frozenset[str] = frozenset()  # names and abbreviations with their accents
    frame: frozenset[str] = frozenset()  # costs nothing
    eras: frozenset[str] = frozenset()  # the years from 1 on
    hedges: frozenset[str] = frozenset()  # "I think"
    about: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()  # before, after, between: another answer
    either: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    numbers: Mapping[str, int] = {}
    ordinals: frozenset[str] = frozenset()
    pairs: bool = False  # nineteen ninety-nine
    joiners: frozenset[str] = frozenset()
    parts: Mapping[str, Share] = {}
    decades: frozenset[str] = frozenset()
    plurals: Mapping[str, int] = {}  # nineties
    centuries: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, str], ...] = ()
    month_first: bool = False  # 8/12/1999 may be 12 August

    @property
    def is_table(self) -> bool:
        """Whether more than the names of the language is known: what its words mean, too."""
        return bool(self.bounds)


def fold(text: str) -> str:
    """``text`` without case and accents."""
    split = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(char for char in split if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", kept)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _numbered(text: str, first: int = 1) -> dict[str, int]:
    """Words on the places of a list; words that share a place are joined by a slash."""
    places = enumerate(text.split(), first)
    return {word: place for place, words in places for word in words.split("/")}


def _valued(text: str) -> dict[str, int]:
    """``word=number`` pairs."""
    return {word: int(value) for word, _, value in (pair.partition("=") for pair in text.split())}


_EARLY: Share = ((0.0, 0.5),)
_MIDDLE: Share = ((0.25, 0.75),)
_LATE: Share = ((0.5, 1.0),)
# Seasons are those of the north, and generous at their ends.
_SPRING, _SUMMER, _AUTUMN = ((2 / 12, 6 / 12),), ((5 / 12, 9 / 12),), ((8 / 12, 1.0),)
_WINTER = ((0.0, 3 / 12), (11 / 12, 1.0))


def _counting(numbers: Mapping[str, int]) -> dict[str, int]:
    """Number words without zero and without those that are articles."""
    return {word: value for word, value in numbers.items() if value and word not in {"un", "una"}}


def _parts(**words: str) -> dict[str, Share]:
    shares = {"early": _EARLY, "middle": _MIDDLE, "late": _LATE, "spring": _SPRING, "summer": _SUMMER}
    shares |= {"autumn": _AUTUMN, "winter": _WINTER}
    return {word: shares[part] for part, text in words.items() for word in text.split()}


_EN_MONTHS = _numbered("""
    january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug september/sep/sept
    october/oct november/nov december/dec""")
_ES_MONTHS = _numbered("""
    enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago
    septiembre/setiembre/sep/sept/set octubre/oct noviembre/nov diciembre/dic/dicbre""")

_EN_ORDINALS = ENGLISH.ordinals | {"thirtieth": 30}
_EN_NUMBERS = ENGLISH.small | ENGLISH.tens | _EN_ORDINALS | {"hundred": 100, "thousand": 1000}
_ES_ORDINALS = SPANISH.ordinals
_ES_NUMBERS = SPANISH.small | SPANISH.tens | SPANISH.hundreds | _ES_ORDINALS | {"mil": 1000}

_EN_NAMES = "January February March April May June July August September October November December"
_ES_NAMES = """
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"""

_ENGLISH = Words(
    names=tuple(_EN_NAMES.split()),
    months=_EN_MONTHS,
    spellings=frozenset(_EN_MONTHS),
    weekdays=_numbered(
        """monday/mon tuesday/tue/tues wednesday/wed/weds thursday/thu/thur/thurs friday/fri saturday/sat
        sunday/sun""",
        first=0,
    ),
    frame=_set("""
        a an the of in on at it its s is was were are be been being this that happened occurred took place
        sometime year day month date dated answer my your i we they them he she you say would have has did do
        during exactly precisely st nd rd th"""),
    eras=_set("ad ce"),
    hedges=_set("think believe guess suppose maybe perhaps probably"),
    about=_set("about around approximately approx roughly circa ca c"),
    bounds=_set("""
        before after since until till til by from to through thru between past post pre prior up than later
        latest earlier earliest sooner least most more less almost nearly eve following next previous
        preceding last onward onwards over under within"""),
    either=_set("or either and versus vs"),
    negations=_set("not no never neither nor none nobody except but without non"),
    numbers=_counting(_EN_NUMBERS),
    ordinals=frozenset(_EN_ORDINALS),
    pairs=True,
    joiners=_set("and"),
    parts=_parts(
        early="early beginning start",
        middle="mid middle",
        late="late end",
        spring="spring",
        summer="summer",
        autumn="autumn fall",
        winter="winter",
    ),
    decades=_set("decade"),
    plurals=_valued("""
        twenties=20 thirties=30 forties=40 fifties=50 sixties=60 seventies=70 eighties=80 nineties=90"""),
    centuries=_set("century"),
    phrases=(("first half of", "early"), ("second half of", "late"), ("more or less", "about")),
    month_first=True,
)

_SPANISH = Words(
    names=tuple(_ES_NAMES.split()),
    months=_ES_MONTHS,
    spellings=frozenset(_ES_MONTHS),
    weekdays=_numbered(
        "lunes/lun martes miercoles/mie/mier jueves/jue viernes/vie sabado/sab domingo/dom", first=0
    ),
    frame=_set("""
        el la lo los las de del en a al fue es era ser ocurrio sucedio paso tuvo lugar ano dia mes fecha se
        que mi su respuesta dias durante exactamente precisamente un yo con"""),
    eras=_set("dc ad ec"),
    hedges=_set("creo pienso parece me supongo diria quiza quizas tal vez probablemente"),
    about=_set("alrededor aproximadamente aprox hacia sobre cerca unos circa ca c"),
    bounds=_set("""
        antes despues desde hasta entre partir para tras anterior anteriores posterior posteriores previo
        siguiente siguientes pasado pasada hace mas menos adelante casi vispera tarde temprano pre post"""),
    either=_set("o u y e ni bien"),
    negations=_set("no nunca jamas tampoco sin excepto salvo ninguno ninguna"),
    numbers=_counting(_ES_NUMBERS),
    ordinals=frozenset(_ES_ORDINALS),
    joiners=_set("y"),
    parts=_parts(
        early="principio principios comienzo comienzos inicio inicios",
        middle="mediado mediados",
        late="final finales fin fines",
        spring="primavera",
        summer="verano",
        autumn="otono",
        winter="invierno",
    ),
    decades=_set("decada decenio anos los"),
    centuries=_set("siglo s"),
    phrases=(
        ("despues de cristo", "dc"),
        ("primera mitad de", "principios"),
        ("segunda mitad de", "finales"),
        ("mas o menos", "hacia"),
    ),
)

TABLES: Mapping[str, Words] = {"en": _ENGLISH, "es": _SPANISH}
# No word of a question makes one of these free.
STOP_WORDS = frozenset().union(*(words.bounds | words.either | words.negations for words in TABLES.values()))
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


def compose(run: list[str], words: Words) -> list[tuple[int, bool]] | None:
    """The numbers that number words make, and whether each is an ordinal; None where "and" joins two."""
    numbers: list[tuple[int, bool]] = []
    thousands = rest = 0
    room = 1000  # what comes next belongs to the same number if it is less
    joined = False
    for word in run:
        if word in words.joiners:
            joined = True
            continue
        value = words.numbers[word]
        if value == 100 and 0 < rest < 100:
            rest, room = rest * 100, 100
        elif value == 1000 and not thousands:
            thousands, rest, room = (rest or 1) * 1000, 0, 1000
        elif joined and (value >= room or not (thousands or rest)):
            return None
        elif value < room:
            rest, room = rest + value, _room(value)
        else:
            numbers.append((thousands + rest, False))
            thousands, rest, room = 0, value, _room(value)
        joined = False
        if word in words.ordinals:
            numbers.append((thousands + rest, True))
            thousands, rest, room = 0, 0, 1000
    numbers.append((thousands + rest, False))
    return _paired([number for number in numbers if number[0]], words.pairs)


def _room(value: int) -> int:
    """What may follow a number word within one number is less than this: twenty-one, two hundred ten."""
    if value >= 100:
        return 100
    return 10 if value >= 20 and value % 10 == 0 else 0


def _paired(numbers: list[tuple[int, bool]], pairs: bool) -> list[tuple[int, bool]]:
    """nineteen, ninety-nine → 1999."""
    if pairs and len(numbers) > 1 and not numbers[-1][1] and not numbers[-2][1]:
        (high, _), (low, _) = numbers[-2:]
        if 10 <= high <= 99 and 10 <= low <= 99:
            return [*numbers[:-2], (high * 100 + low, False)]
    return numbers


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
