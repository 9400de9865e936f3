"""Units and currencies by all their names: "km", "kilómetros"; "US$", "dólares estadounidenses".

A name may stand for several units ("pounds", "$", "degrees"): each name has its set of ids, and two names
agree where their sets meet. Nothing is ever converted.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from quizkit.grading.number_words import ENGLISH, SPANISH
from quizkit.grading.numerals import Tokens, text_at

Ids = frozenset[str]


class Measure(NamedTuple):
    """What a unit may stand for, and where its name ends. "/hour" is an id of its own."""

    ids: Ids
    end: int


# id: names, in the singular; the first line of each shared name is what it means without a closer word.
_CURRENCIES = """
USD: usd, us $, us dollar, u s dollar, american dollar, united states dollar, dollar us, $ us, dolar estadounidense,
 dolar americano, dolar eeuu, dolar de eeuu, dolar de ee uu, dolar de estados unidos, dolar us,
 dolar de los estados unidos, dolar de los eeuu, dolar usa, dolar norteamericano, dollar, dolar, $, buck
CAD: cad, ca $, c $, canadian dollar, dolar canadiense, dollar, dolar, $
AUD: aud, a $, au $, australian dollar, dolar australiano, dollar, dolar, $
NZD: nzd, nz $, new zealand dollar, dolar neozelandes, dollar, dolar, $
HKD: hkd, hk $, hong kong dollar, dolar de hong kong, dollar, dolar, $
SGD: sgd, singapore dollar, dolar de singapur, dollar, dolar, $
EUR: eur, €, euro
GBP: gbp, £, pound sterling, british pound, sterling, libra esterlina, libra britanica, pound, libra, quid
EGP: egp, egyptian pound, libra egipcia, pound, libra
RUB: rub, rur, ₽, russian ruble, russian rouble, rublo ruso, ruble, rouble, rublo
BYN: byn, byr, belarusian ruble, belarusian rouble, belarussian ruble, belarussian rouble, rublo bielorruso,
 ruble, rouble, rublo
SUR: soviet ruble, soviet rouble, rublo sovietico, ruble, rouble, rublo
UAH: uah, ₴, hryvnia, hryvnya, hrivnia, grivna, grivnia
JPY: jpy, yen, japanese yen, yen japones, ¥, jp ¥
CNY: cny, rmb, yuan, chinese yuan, yuan chino, renminbi, ¥, cn ¥
CHF: chf, swiss franc, franco suizo, franc, franco, sfr, fr
FRF: frf, french franc, franco frances, franc, franco, fr
BEF: bef, belgian franc, franco belga, franc, franco
PLN: pln, zloty, zl, polish zloty
CZK: czk, koruna, czech koruna, czech crown, corona checa, crown, corona
SEK: sek, krona, swedish krona, swedish crown, corona sueca, crown, corona
NOK: nok, krone, norwegian krone, norwegian crown, corona noruega, crown, corona
DKK: dkk, krone, danish krone, danish crown, corona danesa, crown, corona
HUF: huf, forint, florin hungaro
RON: ron, leu, lei, romanian leu
BGN: bgn, lev, leva
RSD: rsd, serbian dinar, dinar
TRY: ₺, lira, turkish lira, lira turca
ITL: itl, lira, italian lira, lira italiana
DEM: dem, deutsche mark, deutschmark, german mark, marco aleman, marco, mark
ESP: peseta, pta
INR: inr, ₹, rs, rupee, indian rupee, rupia, rupia india
KRW: krw, ₩, won, south korean won, won surcoreano
ILS: ils, ₪, shekel, sheqel, sequel
KZT: kzt, ₸, tenge
GEL: gel, ₾, lari
BRL: brl, r $, brazilian real, real brasileno, real, reais
MXN: mxn, mx $, mexican peso, peso mexicano, peso, $
ARS: ars, ar $, argentine peso, argentinian peso, peso argentino, peso, $
CLP: clp, chilean peso, peso chileno, peso, $
COP: cop, colombian peso, peso colombiano, peso, $
PEN: pen, peruvian sol, nuevo sol
ZAR: zar, rand
SAR: sar, riyal, saudi riyal
CENT: cent, euro cent, us cent, centavo, centimo, centimo de euro, ¢
PENNY: penny, pence, penique
KOPECK: kopeck, kopek, copec, kopek, kopeika
"""
_MEASURES = """
percent: %, percent, per cent, pct, por ciento, porciento
percentage point: percentage point, percent point, punto porcentual, pp
permille: ‰, per mille, per mil, per mill, por mil
ppm: ppm, part per million, parte por millon
microgram: mcg
kilogram: kilo, kilogramme
kilometre: kms, klick
mile: mile, mi, milla
nautical mile: nautical mile, milla nautica, nmi
yard: yard, yd, yarda
foot: foot, feet, ft, pie
inch: inch, pulgada
light-year: light year, ly, ano luz
astronomical unit: astronomical unit, au, unidad astronomica, ua
parsec: parsec, pc
hectare: hectare, ha, hectarea
acre: acre
gallon: gallon, gal, galon
pint: pint, pinta
barrel: barrel, bbl, barril
centimetre^3: cc
pound: pound, lb, libra
ounce: ounce, oz, onza
stone: stone
tonne: tonne, metric ton, metric tonne, t, tonelada metrica, ton, tonelada
ton: ton, short ton, long ton, us ton, tonelada
carat: carat, ct, quilate
second: second, sec, s, segundo
minute: minute, min, minuto
hour: hour, hr, h, hora
day: day, dia
week: week, wk, semana
month: month, mes, mo
year: year, yr, ano, annum
decade: decade, decada, decenio
century: century, siglo
millennium: millennium, millennia, milenio
celsius: ° c, degree celsius, degree centigrade, degree c, ° celsius, celsius, centigrade, grado celsius,
 grado centigrado, grado c, centigrado, c, degree, °, deg, grado
fahrenheit: ° f, degree fahrenheit, degree f, ° fahrenheit, fahrenheit, grado fahrenheit, grado f, f,
 degree, °, deg, grado
kelvin: kelvin, k, ° k, degree kelvin, grado kelvin
degree: degree, °, deg, grado
radian: radian, rad
horsepower: horsepower, hp, caballo de vapor, cv, caballo de fuerza
atmosphere: atmosphere, atm, atmosfera
bar: bar, bar
mmHg: mmhg
decibel: decibel, db, decibelio
knot: knot, kt, kn, nudo
mach: mach
mole: mol, mole
person: person, people, inhabitant, resident, habitante, persona, hab, individual, individuo, capita, head
"""
# Base units that take prefixes: symbols | names: prefixes by their symbols (M is mega, m is milli).
_SI = """
metre: m | metre, meter, metro: k h d c m μ n
gram: g, gr | gram, gramme, gramo: k m μ
litre: l | litre, liter, litro: d c m h
watt: w | watt, vatio: k M G T
watt hour: wh | watt hour, vatio hora: k M G T
joule: j | joule, julio: k M G
calorie: cal | calorie, caloria: k
newton: n | newton: k
pascal: pa | pascal: h k M G
hertz: hz | hertz, hercio: k M G
volt: v | volt, voltio: k m
ampere: amp | ampere, amperio: m
ohm: ω | ohm, ohmio: k M
byte: b | byte: k M G T
bit: bit | bit: k M G
electronvolt: ev | electronvolt, electron volt, electronvoltio: k M G T
tonne: t | tonne, ton, tonelada: k M G
second: s | second, segundo: m μ n
"""
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
    "en": {"bcm": "billion m3", "mcm": "million m3", "tcm": "trillion m3", "bpd": "barrel / day"},
    "es": {"mdd": "millones usd", "mmdd": "mil millones usd", "mde": "millones eur"},
}


def aliases(language: str) -> dict[str, str]:
    """One-word names of units of several words."""
    return _ALIASES | _OWN_ALIASES["es" if language.casefold().startswith("es") else "en"]


def word_forms(word: str) -> tuple[str, ...]:
    """A word and what it may be the plural, or the other spelling, of."""
    singular = [_PLAIN.get(word, word)]
    for ending, instead in (("ies", "y"), ("ces", "z"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 1:
            singular.append(word[: -len(ending)] + instead)
    spelt = [one[:-2] for one in singular if one.endswith("amme")]
    return (word, *singular, *spelt, *(one[:-2] + "er" for one in singular if one.endswith("tre")))


def same_word(one: str, other: str) -> bool:
    """Whether two words without accents are one, whatever their number: programme, programs."""
    return not set(word_forms(one)).isdisjoint(word_forms(other))


@cache
def _names() -> dict[tuple[str, ...], Ids]:
    """Every name, as its words, with its ids."""
    names: dict[tuple[str, ...], set[str]] = {}
    for unit, name in _table(_CURRENCIES + _MEASURES):
        names.setdefault(tuple(name.split()), set()).add(unit)
    for line in _SI.strip().splitlines():
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
    return {unit: place for place, unit in enumerate(dict(_table(_CURRENCIES)))}


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


def _singular(word: str) -> str:
    """``word`` as it stands in the names."""
    return next((one for one in word_forms(word) if one in unit_words()), word)


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
