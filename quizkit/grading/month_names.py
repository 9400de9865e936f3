"""What dates are written with: names of months and days, numbers in words, and the words round a date.

English and Spanish are tables; ``date_languages`` has the names of other languages.
"""

from __future__ import annotations

from collections.abc import Mapping
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
