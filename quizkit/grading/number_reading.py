"""Reading numbers out of typed text: digits as a language groups them, signs, scales, units.

``tokens_of`` cuts a text into tokens, ``quantities`` finds the numbers among them with their units, and
``read_number`` recognises a text that is nothing but one number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from quizkit.grading.number_words import SPANISH, words_of
from quizkit.grading.numerals import Numeral, Token, Tokens, numeral_at, scale_at, text_at
from quizkit.grading.units import Ids, aliases, is_currency, is_prefix, measure_at

MAX_LENGTH = 500
_MAX_EXPONENT = 400

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
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
_TIMES_TEN = re.compile(r"(?<=\d) ?[x×✕⋅∙·*] ?10 ?(?:\^|\*\*) ?([+-]?\d{1,4})(?![\d.,]*\d|\w)")
_POWER_OF_TEN = re.compile(r"(?<![\w.,^])10 ?(?:\^|\*\*) ?([+-]?\d{1,4})(?![\d.,]*\d|\w)")
_LITERAL = r"""
    (?:\d{1,3}(?:\ \d{3})+(?:[.,]\d+)?(?!\d)      # 45 000
    | \d+(?:[.,'_]\d+)*                           # 45,000.5
    | (?<!\d)[.,]\d+)                             # .5
    (?:e[+-]?\d{1,4}(?!\w))?"""
_TOKEN = re.compile(rf"{_LITERAL} | [^\W\d_]+(?:'[^\W\d_]+)*(?:(?<=m)[23](?!\w))? | !=|<=|>=|\.\.+ | \S", re.VERBOSE)
# Marks that group digits, and those that begin the decimals, of this language and of the other.
_MARKS = {"en": (",", "."), "es": (".", ",")}
_KEPT = frozenset("billón billones trillón trillones".split())


class NumberText(NamedTuple):
    """A text that is nothing but a number; ``value`` is in full, ``scale`` is what it was counted in."""

    value: Fraction
    scale: int = 1
    unit: tuple[Ids, ...] = ()
    approximate: bool = False


class Quantity(NamedTuple):
    """A number in a text, the units beside it, and the tokens from ``start`` to ``end`` that say so."""

    value: Fraction
    scale: int
    measures: tuple[Ids, ...]
    start: int
    end: int


def clean(text: str) -> str:
    """``text`` in small letters and plain characters; accents are left."""
    text = _INVISIBLE.sub("", text)
    text = re.sub("(?<=[0-9])[⁺⁻]?[⁰¹²³⁴-⁹]+", lambda match: "^" + match.group().translate(_RAISED), text)
    text = re.sub("[º˚](?=[CFcf])", "°", text)
    text = re.sub(r"(?<=\d)(\.?)[ºª]", r"\1°", text)
    text = "".join(f" {char}" if _is_vulgar(char) else char for char in text)
    text = unicodedata.normalize("NFKC", text.translate(_FOLDED)).translate(_FOLDED).casefold()
    text = "".join(_ascii_digit(char) for char in text)
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<=[mt])\^(?=[23](?!\w))", "", text)
    text = re.sub(r"\b(u)\.? ?s\.(?! ?\w\.)|\bu\.s\b", "us", text)
    text = re.sub(r"\bee\.? ?uu\b\.?", "eeuu", text)
    text = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])|(?<=\d)-(?=[^\W\d_])", " ", text)
    text = _TIMES_TEN.sub(r"e\1", text)
    return _POWER_OF_TEN.sub(r"1e\1", text)


def _is_vulgar(char: str) -> bool:
    """Whether a character is a fraction: ½ after 3 is 3 1/2, not 31/2."""
    return char > "~" and unicodedata.decomposition(char).startswith("<fraction>")


def _ascii_digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if char > "~" and char.isdecimal() else char


def without_accents(text: str) -> str:
    if text in _KEPT:  # a Spanish billón is no English billion
        return text
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def tokens_of(text: str, language: str) -> list[Token]:
    """The tokens of a text; digits that are no number in any writing have no value."""
    text = clean(text)
    known_aliases = aliases(language)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        glued = match.start() > 0 and text[match.start() - 1] != " "
        if any(map(str.isdigit, piece)) and not piece[0].isalpha():
            value, odd = _literal(piece, language) or (None, False)
            tokens.append(Token(piece, value, glued, odd))
        elif piece in known_aliases:
            tokens += tokens_of(known_aliases[piece], language)
        else:
            plain = piece if language.startswith("es") else piece
            tokens.append(Token(_word(plain, language), None, glued))
    return tokens


def _word(piece: str, language: str) -> str:
    if piece in _KEPT and words_of(language) is not SPANISH:
        return piece
    split = unicodedata.normalize("NFD", piece)
    return "".join(char for char in split if not unicodedata.combining(char)) or piece


def _literal(text: str, language: str) -> tuple[Fraction, bool] | None:
    """The value of digits, and whether they are written with the marks of the other language."""
    digits, _, exponent = text.partition("e")
    group, mark = _MARKS["es" if words_of(language) is SPANISH else "en"]
    plain = _grouped(digits, group, mark)
    odd = plain is None
    if plain is None:
        plain = _other_writing(digits, group, mark)
    power = int(exponent or 0)
    if plain is None or abs(power) > _MAX_EXPONENT:
        return None
    whole, _, decimals = plain.partition(".")
    value = Fraction(int(whole + decimals or 0), 10 ** len(decimals))
    return value * Fraction(10) ** power, odd


def _grouped(digits: str, group: str, mark: str) -> str | None:
    """45,000.5 as 45000.5, where the groups are of three."""
    whole, _, decimals = digits.partition(mark)
    for separator in (group, " ", "'", "_"):
        if re.fullmatch(rf"[1-9]\d{{0,2}}(?:{re.escape(separator)}\d{{3}})+", whole):
            whole = whole.replace(separator, "")
            break
    return f"{whole}.{decimals}" if re.fullmatch(r"\d*", whole) and re.fullmatch(r"\d*", decimals) else None


def _other_writing(digits: str, group: str, mark: str) -> str | None:
    """The other language's marks, where they cannot be this one's: 12,5 and 1.234,5 in English."""
    parts = digits.split(group)
    if len(parts) > 2 and mark not in digits:
        lakhs = re.fullmatch(rf"[1-9]\d?(?:{re.escape(group)}\d\d)+{re.escape(group)}\d{{3}}", digits)
        return digits.replace(group, "") if lakhs and group == "," else None
    if mark == "," and re.fullmatch(r"\d+'\d{1,2}", digits):  # 12'5, as Spanish hands write it
        return digits.replace("'", ".")
    return _grouped(digits, mark, group)
