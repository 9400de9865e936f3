"""Cutting a typed number into tokens: digits as a language groups them, words, signs and symbols."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from quizkit.grading.number_words import SPANISH, words_of
from quizkit.grading.numerals import Token, Tokens
from quizkit.grading.units import aliases, prefix_at

_MAX_EXPONENT = 400
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
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
