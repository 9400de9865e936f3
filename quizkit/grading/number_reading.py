"""Reading numbers out of typed text: digits as a language groups them, signs, scales, units.

``tokens_of`` cuts a text into tokens, ``quantities`` finds the numbers among them with their units, and
``read_number`` recognises a text that is nothing but one number.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from quizkit.grading.number_words import SPANISH, Words, words_of
from quizkit.grading.numerals import Token, Tokens, numeral_at, scale_at, text_at
from quizkit.grading.units import Ids, aliases, is_currency, measure_at, prefix_at

MAX_LENGTH = 500
_MAX_EXPONENT = 400

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# Symbols that say nothing beside a number.
PUNCTUATION = frozenset(". , ; : ! ? ¡ ¿ ' \" ( ) [ ] { } * _ = # .. ...".split())
APPROXIMATE = frozenset(
    """~ ≈ about around approximately approx roughly circa ca some nearly almost near ish estimated
    unos unas aproximadamente aprox alrededor cerca casi""".split()
)
# "al menos cinco" is no -5.
_NOT_MINUS = frozenset("al lo mas poco mucho nada o ni no".split())
_LETTERS = {"m": "million", "k": "thousand", "b": "billion", "t": "trillion", "mm": "million"}
_LETTER_UNITS = {"m": {"metre"}, "k": {"kelvin"}, "b": {"byte"}}
_ANY_LETTER = frozenset({"metre", "kelvin", "byte"})
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_FOLDED = str.maketrans(
    dict.fromkeys("‐‑‒–—―−⁻﹣－", "-")
    | dict.fromkeys("‘’‚‛ʼ`´′＇", "'")
    | dict.fromkeys('“”„‟«»″"', " ")
    | dict.fromkeys("∼˜～", "~")
    | dict.fromkeys("≃≅≒≐", "≈")
    | {"⁄": "/", "∕": "/", "÷": "/"}
    | dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", ";")
)
_POWER = r"10 ?(?:\^|\*\*) ?[({]?([+-]?\d{1,4})[)}]?(?![\d.,]*\d|\w)"
_TIMES_TEN = re.compile(rf"(?<=\d) ?(?:[x×✕⋅∙·•*]|times|por) ?{_POWER}")
_POWER_OF_TEN = re.compile(rf"(?<![\w.,^]){_POWER}")
_TOKEN = re.compile(
    r"""
    (?: \d{1,3}(?:[ ]\d{3})+(?:[.,]\d+)?(?!\d)      # 45 000
      | \d+(?:[.,'_]\d+)*                           # 45,000.5
      | (?<!\d)[.,]\d+ )                            # .5
      (?:e[+-]?\d{1,4}(?!\w))?
    | [^\W\d_]+(?:'[^\W\d_]+)*(?:(?<=[mst])[23](?!\w))?
    | !=|<=|>=|\.\.+|\S""",
    re.VERBOSE,
)
# Marks that group digits and that begin the decimals.
_MARKS = {"en": (",", "."), "es": (".", ",")}
# A Spanish billón is no English billion.
_KEPT = frozenset("billón billones trillón trillones".split())


class NumberText(NamedTuple):
    """A text that is nothing but a number: ``value`` in full, the ``scale`` it was counted in, its units."""

    value: Fraction
    scale: int = 1
    unit: tuple[Ids, ...] = ()
    approximate: bool = False


class UnitText(NamedTuple):
    """ "billion US dollars": a scale, units that are known, and other words."""

    scale: int = 1
    measures: tuple[Ids, ...] = ()
    words: tuple[str, ...] = ()


class Quantity(NamedTuple):
    """A number in a text and the units beside it, said by the tokens from ``start`` to ``end``."""

    value: Fraction
    scale: int
    measures: tuple[Ids, ...]
    start: int
    end: int


def clean(text: str) -> str:
    """``text`` in small letters and plain characters; accents are left."""
    text = "".join(_plain_digit(char) for char in _INVISIBLE.sub("", text))
    text = re.sub("(?<=[0-9])[⁺⁻]?[⁰¹²³⁴-⁹]+", lambda match: "^" + match.group().translate(_RAISED), text)
    text = re.sub(r"(?<=\d)\.(?=(?:[ºª]|er\b|[oa]\b))", "", text)
    text = re.sub("(?<=[nN])\\.?º|№", "#", text)
    text = re.sub(r"[º˚](?=[CFcf])|(?<=\d)[ºª]", "°", text)
    text = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED).casefold()
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=[ms])\^(?=[23](?!\w))", "", text)
    text = re.sub(r"\bu\. ?s\.?(?!\w)", "us", text)
    text = re.sub(r"\bno?\.? ?#|\bno\. ?(?=\d)", "#", text)
    text = re.sub(r"\b([abd])\. ?([cd])\b\.?", r"\1\2", text)
    text = re.sub(r"\bee\.? ?uu\b\.?", "eeuu", text)
    text = re.sub(r"(?<=[^\W_])-(?=[^\W\d_]|[$€£¥₽])", " ", text)
    return _POWER_OF_TEN.sub(r"1e\1", _TIMES_TEN.sub(r"e\1", text))


def _plain_digit(char: str) -> str:
    """Digits of any script and width as 0 to 9; ½ keeps away from the 3 before it."""
    if char <= "~":
        return char
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return f" {char}" if unicodedata.decomposition(char).startswith("<fraction>") else char


def tokens_of(text: str, language: str) -> list[Token]:
    """The tokens of a text; digits that are no number in any writing have no value."""
    text, spanish, known_aliases = clean(text), words_of(language) is SPANISH, aliases(language)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        glued = match.start() > 0 and text[match.start() - 1] != " "
        if not piece[0].isalpha() and any(map(str.isdigit, piece)):
            value, odd = _digits(piece, *_MARKS["es" if spanish else "en"]) or (None, False)
            if value is not None and glued and _ends_in_word(tokens):
                tokens[-1] = tokens[-1]._replace(text=tokens[-1].text + piece)
            else:
                tokens.append(Token(piece, value, glued, odd))
        elif piece in known_aliases:
            tokens += tokens_of(known_aliases[piece], language)
        else:
            tokens.append(Token(piece if piece in _KEPT and not spanish else _bare(piece), None, glued))
    return tokens


def _ends_in_word(tokens: Tokens) -> bool:
    """Whether digits that follow without a space belong to a word: G20, CO2; not USD45."""
    return bool(tokens) and tokens[-1].is_word and prefix_at(tokens, len(tokens) - 1) is None


def _bare(piece: str) -> str:
    split = unicodedata.normalize("NFD", piece)
    return "".join(char for char in split if not unicodedata.combining(char)) or piece


def _digits(text: str, group: str, mark: str) -> tuple[Fraction, bool] | None:
    """The value of digits, and whether they are written with the marks of the other language."""
    digits, _, exponent = text.partition("e")
    plain = _grouped(digits, group, mark)
    other = _other_writing(digits, group, mark) if plain is None else None
    power = int(exponent or 0)
    if (plain or other) is None or abs(power) > _MAX_EXPONENT:
        return None
    whole, _, decimals = (plain or other or "").partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals)) * Fraction(10) ** power, plain is None


def _grouped(digits: str, group: str, mark: str) -> str | None:
    """45,000.5 as 45000.5, where the groups are of three."""
    whole, _, decimals = digits.partition(mark)
    for separator in (group, " ", "'", "_"):
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(separator)}\d{{3}})+", whole):
            whole = whole.replace(separator, "")
            break
    plain = f"{whole}.{decimals}"
    return plain if re.fullmatch(r"\d*\.\d*", plain) and plain != "." else None


def _other_writing(digits: str, group: str, mark: str) -> str | None:
    """The other language's marks, where they cannot be this one's: 12,5 and 1.234,5 in English."""
    if group == "," and re.fullmatch(r"[1-9]\d?(?:,\d\d)+,\d{3}", digits):  # lakhs and crores
        return digits.replace(",", "")
    if mark == "," and re.fullmatch(r"\d+'\d{1,2}", digits):  # 12'5, as Spanish hands write it
        return digits.replace("'", ".")
    if mark == "," and re.fullmatch(r"[1-9]\d{0,2}(?:'\d{3}[.,]\d{3})+", digits):  # 1'000.000
        return re.sub(r"\D", "", digits)
    if re.fullmatch(rf"0\d+{re.escape(group)}\d{{3}}", digits):  # 045,000: a slip of some kind
        return None
    return _grouped(digits, mark, group)


# --- numbers and units among the tokens -------------------------------------------------------------


def is_readable(tokens: Tokens) -> bool:
    """Whether all digits are numbers: not 1.2.3."""
    return all(token.value is not None for token in tokens if token.is_digits)


def with_scale_letters(tokens: Tokens, language: str, units: Ids) -> list[Token]:
    """``tokens`` with the letters of 45k, $45m and 45 M€ in full, where they are not one of ``units``."""
    spanish = words_of(language) is SPANISH
    letters = {"m": "millones", "k": "mil", "mm": "millones"} if spanish else _LETTERS
    money = any(
        named and is_currency(named.ids) for named in (measure_at(tokens, at) for at in range(len(tokens)))
    )
    resolved: list[Token] = []
    for token in tokens:
        before = resolved[-1] if resolved else None
        counted = before is not None and (
            before.value is not None or before.text in words_of(language).scales
        )
        is_unit = token.text in {"t", "mm"} or not units.isdisjoint(_LETTER_UNITS.get(token.text, ()))
        if token.text in letters and (money or (counted and not is_unit)):
            resolved.append(token._replace(text=letters[token.text]))
        else:
            resolved.append(token)
    return resolved


def quantities(tokens: Tokens, language: str) -> list[Quantity]:
    """Every number of a text, in order."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        quantity = _quantity_at(tokens, at, language)
        if quantity is not None:
            found.append(quantity)
        at = quantity.end if quantity else at + 1
    return found


def _quantity_at(tokens: Tokens, start: int, language: str) -> Quantity | None:
    words = words_of(language)
    sign, at = _sign_at(tokens, start, words)
    prefix = prefix_at(tokens, at)
    if prefix is not None:
        second, at = _sign_at(tokens, prefix.end, words)
        sign *= second
    numeral = numeral_at(tokens, at, language)
    if numeral is None:
        return None
    measures, end = measures_after(tokens, numeral.end, words)
    scale = numeral.scale
    if scale == 1 and measures and scale_at(tokens, end, words) > 1:  # 45 USD billion
        scale, end = scale_at(tokens, end, words), end + 1
    value = sign * numeral.value * (scale // numeral.scale)
    if (text_at(tokens, end), text_at(tokens, end + 1)) in {("below", "zero"), ("bajo", "cero")}:
        value, end = -abs(value), end + 2
    return Quantity(value, scale, ((prefix.ids,) if prefix else ()) + measures, start, end)


def _sign_at(tokens: Tokens, at: int, words: Words) -> tuple[int, int]:
    word = text_at(tokens, at)
    if word == "-" or (word in words.minus and text_at(tokens, at - 1) not in _NOT_MINUS):
        return -1, at + 1
    return 1, at + (word == "+")


def measures_after(tokens: Tokens, at: int, words: Words) -> tuple[tuple[Ids, ...], int]:
    """The units that follow a number, and where they end: "millones *de dólares al año*"."""
    found: list[Ids] = []
    skipped = int(text_at(tokens, at) in {"(", "[", "."})
    skipped += text_at(tokens, at + skipped) == words.of
    named = measure_at(tokens, at + skipped)
    while named is not None:
        found.append(named.ids)
        at = named.end
        named = measure_at(tokens, at)
    return tuple(found), at


def unit_at(tokens: Tokens, at: int, language: str) -> tuple[UnitText, int]:
    """The scale and the known units that begin at ``at``: "miles de millones de dólares"."""
    words, scale = words_of(language), 1
    measures: tuple[Ids, ...] = ()
    while True:
        skipped = text_at(tokens, at) == words.of
        if scale_at(tokens, at + skipped, words) > 1:
            scale *= scale_at(tokens, at + skipped, words)
            at += 1 + skipped
            continue
        found, end = measures_after(tokens, at, words)
        if not found:
            return UnitText(scale, measures), at
        measures, at = measures + found, end


def read_unit(text: str, language: str) -> UnitText:
    """A unit that stands alone, as a deck writes it."""
    tokens = with_scale_letters(tokens_of(text[:MAX_LENGTH], language), language, frozenset())
    unit, at, words = UnitText(), 0, []
    while at < len(tokens):
        part, end = unit_at(tokens, at, language)
        unit = UnitText(unit.scale * part.scale, unit.measures + part.measures)
        if end == at:
            words += [tokens[at].text] if tokens[at].is_word else []
            end += 1
        at = end
    return unit._replace(words=tuple(words))


def read_number(text: str, language: str) -> NumberText | None:
    """The number that ``text`` is, with its units, or None where it is anything else or more."""
    if len(text) > MAX_LENGTH:
        return None
    tokens = with_scale_letters(tokens_of(text, language), language, _ANY_LETTER)
    found = quantities(tokens, language) if is_readable(tokens) else []
    if len(found) != 1:
        return None
    rest = {token.text for token in [*tokens[: found[0].start], *tokens[found[0].end :]]} - PUNCTUATION
    if not rest <= APPROXIMATE | {words_of(language).of}:
        return None
    return NumberText(found[0].value, found[0].scale, found[0].measures, bool(rest))


def is_number(text: str, language: str) -> bool:
    """Whether a text is nothing but a number, an amount of money or a percentage."""
    number = read_number(text, language)
    return number is not None and all(is_currency(ids) or "percent" in ids for ids in number.unit)
