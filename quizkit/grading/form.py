"""The form of a typed text: what costs nothing is taken away, what carries meaning stays.

Away go letter case, spacing, quotes, final punctuation, dashes between words, Unicode form, width and
invisible characters. Digits, signs, symbols (C++, C#, !=, Ca2+, \\n) and the order of the words stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from quizkit.grading.words import CONTRACTIONS, LETTERS

_SUPERSCRIPT = re.compile("(?<=[0-9])[⁰¹²³⁴-⁹⁺⁻]+")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_APOSTROPHES = re.compile("[‘’ʼ`´′＇]")
_QUOTES = re.compile('["“”„‟«»″‹›]')
_DASHES = re.compile("[‐‑‒–—―−﹣－]+|--+")
_SYMBOLS = {"≠": "!=", "≤": "<=", "≥": ">=", "⇒": "=>", "→": "->", "÷": "/", "⁄": "/"}
_PERCENT = re.compile(r"\s*(?:\bper ?cent\b|\bpercent\b|\bpor ?ciento\b|％)")
_GROUPED = {
    "en": re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])"),
    "es": re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.])"),
}


@lru_cache(maxsize=4096)
def form(text: str, language: str = "en", *, keep_case: bool = False) -> str:
    """The tokens of a text in normal form, joined by single spaces; "" where nothing is left."""
    text = _SUPERSCRIPT.sub(lambda match: "^" + match.group().translate(_RAISED), text)
    # Before NFKC, which makes a space and an accent of a lone ´.
    text = _APOSTROPHES.sub("'", text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in {"Cf", "Cc"})
    for symbol, plain in _SYMBOLS.items():
        text = text.replace(symbol, plain)
    if not keep_case:
        text = text.casefold()
    text = _apostrophes(_QUOTES.sub("", text))
    text = _PERCENT.sub("%", text)
    grouped = _GROUPED.get(language[:2])
    if grouped:
        text = grouped.sub(lambda match: re.sub(r"[.,]", "", match.group()), text)
    text = text.replace("&", " y " if language.startswith("es") else " and ")
    text = re.sub(r"(?<=[^\W\d])\^(?=[\d+-])", "", text)
    tokens = (_token(token) for token in _dashes(text).split())
    return " ".join(token for token in tokens if token)


def _apostrophes(text: str) -> str:
    """Contractions in full; other apostrophes away."""
    if "'" in text or "nt" in text or "cannot" in text:
        text = re.sub(r"[\w']+", lambda match: CONTRACTIONS.get(match.group().lower(), match.group()), text)
    return text.replace("'", "")


def _dashes(text: str) -> str:
    """Dashes between words are spaces; a sign before a number, a charge and a range of digits stay."""
    text = _DASHES.sub("-", text)
    text = re.sub(r"(?<=[^\W\d])-(?=\w)", " ", text)
    text = re.sub(r"(?<=\d)-(?=[^\W\d])", " ", text)
    text = re.sub(r"(?<![\w)\]])-(?=[^\W\d])", " ", text)
    return re.sub(r"(?<!\S)-+(?!\S)", " ", text)


def _token(token: str) -> str:
    """A word without the punctuation round it."""
    if re.fullmatch(r"[.,;:!?¿¡…()\[\]{}]+", token):
        return ""
    token = re.sub(r"[()\[\]{}¿¡…;]", "", token)
    token = re.sub(r"!(?!=)|\?", "", token)
    # Between digits they are part of the number: 4.5, 12:30.
    return re.sub(r"(?<!\d)[.,:]|[.,:](?!\d)", "", token)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A form without accents: importación → importacion, Łódź → lodz."""
    split = unicodedata.normalize("NFD", text)
    kept = "".join(char for char in split if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", kept).translate(LETTERS)


def joined(text: str) -> str:
    """A form without its spaces: spacing costs nothing."""
    return text.replace(" ", "")


def same_letters(one: str, other: str) -> bool:
    """Whether two forms are equal but for accents and spaces."""
    return joined(bare(one)) == joined(bare(other))


def fold(text: str) -> str:
    """``text`` without case and accents."""
    split = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(char for char in split if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", kept)
