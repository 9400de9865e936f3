"""Text to number: digits as each language groups them, words, scales, signs and units."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.grading.number_reading import is_number, read_number, read_unit
from quizkit.grading.units import word_forms

LAW = settings(deadline=None, max_examples=200)


def _value(text: str, language: str) -> Fraction | None:
    number = read_number(text, language)
    return number and number.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45", "45"),
        ("045", "45"),
        ("45.50", "45.5"),
        (".5", "0.5"),
        ("45,000", "45000"),
        ("1,234,567.5", "1234567.5"),
        ("1 234 567.5", "1234567.5"),
        ("45'000", "45000"),
        ("45_000", "45000"),
        ("12,34,567", "1234567"),
        ("12,5", "12.5"),
        ("12,50", "12.5"),
        ("1.234,5", "1234.5"),
        ("0,500", "0.5"),
        ("1234,500", "1234.5"),
        ("45.000", "45"),
        ("45.000.000", "45000000"),
        ("4.5e10", "45000000000"),
        ("4.5E+3", "4500"),
        ("4.5e-3", "0.0045"),
        ("4.5×10¹⁰", "45000000000"),
        ("4.5·10^10", "45000000000"),
        ("4.5 times 10^10", "45000000000"),
        ("10⁻³", "0.001"),
        ("10^{6}", "1000000"),
        ("①", "1"),
        ("٤٥", "45"),
        ("４５％", "45"),
        ("−5", "-5"),
        ("- 5", "-5"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("negative five", "-5"),
        ("5 below zero", "-5"),
        ("1/2", "1/2"),
        ("½", "1/2"),
        ("3½", "7/2"),
        ("3 1/2", "7/2"),
        ("one third", "1/3"),
        ("two-thirds", "2/3"),
        ("three quarters", "3/4"),
        ("a quarter of a million", "250000"),
        ("half a million", "500000"),
        ("two and a half million", "2500000"),
        ("a million and a half", "1500000"),
        ("one hundred and one third", "301/3"),
        ("three point one four", "3.14"),
        ("three point fourteen", "3.14"),
        ("point oh five", "0.05"),
        ("2.2 billion", "2200000000"),
        ("45 thousand million", "45000000000"),
        ("2 million 300 thousand", "2300000"),
        ("two thousand three hundred million", "2300000000"),
        ("nineteen ninety-nine", "1999"),
        ("nineteen oh five", "1905"),
        ("nineteen hundred", "1900"),
        ("twenty twenty-two", "2022"),
        ("two thousand and nineteen", "2019"),
        ("a hundred and five", "105"),
        ("hundred", "100"),
        ("half a dozen", "6"),
        ("one million, two hundred thousand", "1200000"),
        ("1 and 1/2", "1.5"),
        ("45 bn", "45000000000"),
        ("10 lakh", "1000000"),
        ("fortyfive", "45"),
    ],
)
def test_english_numbers(text: str, value: str) -> None:
    assert _value(text, "en") == Fraction(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("45.000", "45000"),
        ("1.234.567,5", "1234567.5"),
        ("1 234 567,5", "1234567.5"),
        ("45'000", "45000"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("12'5", "12.5"),
        ("0.125", "0.125"),
        ("45,000", "45"),
        ("1,234.5", "1234.5"),
        ("1,000,000", "1000000"),
        ("1'000.000", "1000000"),
        ("4,5·10¹⁰", "45000000000"),
        ("mil", "1000"),
        ("cien", "100"),
        ("ciento uno", "101"),
        ("cuarenta y cinco", "45"),
        ("cuarentaicinco", "45"),
        ("veintidós", "22"),
        ("veinte y dos", "22"),
        ("doscientas treinta y una", "231"),
        ("mil novecientos noventa y nueve", "1999"),
        ("veintiún mil", "21000"),
        ("un millón", "1000000"),
        ("un millón y medio", "1500000"),
        ("dos millones y medio", "2500000"),
        ("mil millones", "1000000000"),
        ("45 mil millones", "45000000000"),
        ("45 miles de millones", "45000000000"),
        ("dos mil trescientos millones", "2300000000"),
        ("2 millones 300 mil", "2300000"),
        ("1,5 billones", "1500000000000"),
        ("un trillón", "1000000000000000000"),
        ("2 millardos", "2000000000"),
        ("medio millón", "500000"),
        ("un cuarto de millón", "250000"),
        ("la mitad", "1/2"),
        ("dos tercios", "2/3"),
        ("tres cuartas partes", "3/4"),
        ("cuarenta y un tercio", "121/3"),
        ("tres con catorce", "3.14"),
        ("cero coma cero cinco", "0.05"),
        ("seis coma ocho por ciento", "6.8"),
        ("menos cinco", "-5"),
        ("45 por 100", "45"),
        ("un millón, doscientos mil", "1200000"),
        ("5 bajo cero", "-5"),
        ("un millar", "1000"),
        ("una docena", "12"),
    ],
)
def test_spanish_numbers(text: str, value: str) -> None:
    assert _value(text, "es") == Fraction(value)


NO_ENGLISH_NUMBERS = (
    "| |?|$|-|%|e5|1.2.3|1.2.2022|1,2,3|045,000|1/0|4/2|1e999|12:30|40-50|45 and 46|45 or 46|1999-12-08|G20"
    "|x2|forty fifty sixty|thousands|millions|one hundred and two hundred|two thousand and three thousand"
    "|twenty-third|fifth|second|point|45 apples|more than 45|a|the|billón|Ⅻ|5th"
)


@pytest.mark.parametrize("text", [*NO_ENGLISH_NUMBERS.split("|"), "9" * 501])
def test_what_is_no_english_number(text: str) -> None:
    assert read_number(text, "en") is None


@pytest.mark.parametrize("text", "billion|45 billion|miles|cinco seis|tercero|más de 45|y|45 o 46".split("|"))
def test_what_is_no_spanish_number(text: str) -> None:
    assert read_number(text, "es") is None


def test_a_number_knows_its_scale_unit_and_whether_it_is_approximate() -> None:
    number = read_number("about €45 billion", "en")
    assert number is not None
    assert (number.value, number.scale, number.approximate) == (Fraction(45 * 10**9), 10**9, True)
    assert number.unit == (frozenset({"EUR"}),)


@pytest.mark.parametrize("text", "45|-5|forty-five|45,000|45%|$45 billion|about 45|½|2022".split("|"))
def test_a_number_an_amount_of_money_and_a_percentage_are_numbers(text: str) -> None:
    assert is_number(text, "en")


@pytest.mark.parametrize("text", "5G|45 km|10 m|Article 25|Minsk|1990s|3 May|C|A4|half-life".split("|"))
def test_a_measure_or_a_name_is_not_just_a_number(text: str) -> None:
    assert not is_number(text, "en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("billion USD", "mil millones de dólares estadounidenses"),
        ("$bn", "billion US dollars"),
        ("M€", "millones de euros"),
        ("km", "kilometres"),
        ("km²", "square kilometers"),
        ("km/h", "kilometres per hour"),
        ("kWh", "kilowatt-hours"),
        ("%", "per cent"),
        ("°C", "degrees Celsius"),
        ("m³", "cubic metres"),
        ("bcm", "billion cubic metres"),
        ("million barrels per day", "million bpd"),
        ("years", "años"),
        ("people", "inhabitants"),
        ("BYN", "Belarusian roubles"),
    ],
)
def test_a_unit_is_the_same_by_each_of_its_names(one: str, other: str) -> None:
    first, second = read_unit(one, "en"), read_unit(other, "es" if "millones" in other else "en")
    assert first.scale == second.scale
    assert not first.words
    assert not second.words
    assert len(first.measures) == len(second.measures)
    assert all(a & b for a, b in zip(first.measures, second.measures, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("USD", "EUR"),
        ("RUB", "BYN"),
        ("km", "miles"),
        ("km", "m"),
        ("km", "km²"),
        ("%", "‰"),
        ("kW", "kWh"),
        ("kg", "g"),
        ("US dollars", "Canadian dollars"),
        ("°C", "°F"),
        ("%", "percentage points"),
        ("hours", "minutes"),
    ],
)
def test_different_units_do_not_agree(one: str, other: str) -> None:
    first, second = read_unit(one, "en"), read_unit(other, "en")
    assert not any(a & b for a in first.measures for b in second.measures)


def test_other_words_of_a_unit_are_kept() -> None:
    assert read_unit("sectoral programmes", "en").words == ("sectoral", "programmes")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("programme", "programs", True),
        ("metres", "meter", True),
        ("countries", "country", True),
        ("veces", "vez", True),
        ("paises", "pais", True),
        ("programmes", "programmers", False),
        ("region", "regime", False),
    ],
)
def test_words_are_the_same_in_every_number_and_spelling(one: str, other: str, same: bool) -> None:
    assert bool({*word_forms(one)} & {*word_forms(other)}) is same


# --- every number in words is read back -------------------------------------------------------------

ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
ENGLISH_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
SPANISH = (
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
    " diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco"
    " veintiséis veintisiete veintiocho veintinueve"
).split()
SPANISH_TENS = "- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
SPANISH_HUNDREDS = (
    "- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
).split()


def _english(number: int) -> str:
    for scale, word in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if number >= scale:
            rest = number % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{_english(number // scale)} {word}" + (joint + _english(rest) if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{ENGLISH[number // 100]} hundred" + (f" and {_english(rest)}" if rest else "")
    if number >= 20:
        return ENGLISH_TENS[number // 10] + (f"-{ENGLISH[number % 10]}" if number % 10 else "")
    return ENGLISH[number]


def _spanish(number: int) -> str:
    if number >= 10**6:
        millions, rest = divmod(number, 10**6)
        head = "un millón" if millions == 1 else f"{_spanish(millions)} millones"
        return f"{head} {_spanish(rest)}" if rest else head
    if number >= 1000:
        head = "mil" if number < 2000 else f"{_spanish(number // 1000)} mil"
        return f"{head} {_spanish(number % 1000)}" if number % 1000 else head
    if number == 100:
        return "cien"
    if number > 100:
        head = SPANISH_HUNDREDS[number // 100]
        return f"{head} {_spanish(number % 100)}" if number % 100 else head
    if number >= 30:
        return SPANISH_TENS[number // 10] + (f" y {SPANISH[number % 10]}" if number % 10 else "")
    return SPANISH[number]


SIZES = st.sampled_from([10**2, 10**3, 10**4, 10**6, 10**9, 10**12]).flatmap(
    lambda top: st.integers(0, top - 1)
)


@LAW
@given(SIZES)
def test_every_number_in_english_words_is_read(number: int) -> None:
    assert _value(_english(number), "en") == number


@LAW
@given(SIZES)
def test_every_number_in_spanish_words_is_read(number: int) -> None:
    assert _value(_spanish(number), "es") == number


@LAW
@given(st.integers(0, 10**12), st.integers(0, 999), st.sampled_from(["en", "es"]))
def test_digits_grouped_as_the_language_does_are_read(whole: int, thousandths: int, language: str) -> None:
    text = f"{whole:,}.{thousandths:03d}"
    if language == "es":
        text = text.translate(str.maketrans(",.", ".,"))
    assert _value(text, language) == whole + Fraction(thousandths, 1000)


@LAW
@given(st.text(max_size=600), st.sampled_from(["en", "es", "xx"]))
def test_any_text_is_read_or_refused(text: str, language: str) -> None:
    number = read_number(text, language)
    assert is_number(text, language) <= (number is not None)
