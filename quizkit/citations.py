"""Citations: the sources a deck names, the paragraphs a question cites, and whether evidence stands in one.

Evidence is compared exactly. What counts as the same is only how a text is set: its quotes, dashes, spaces,
letter case, soft hyphens and footnote marks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Source:
    """A document that questions cite, as ``sources.yaml`` declares it; what is not given is "".

    ``file`` is its name in the folder of documents, ``digest`` that of the file's bytes; ``skip`` are
    ranges of paragraphs that no question needs to ask about: first, last, reason.
    """

    key: str
    title: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""
    language: str = ""
    url: str = ""
    file: str = ""
    digest: str = ""
    skip: tuple[tuple[int, int, str], ...] = ()


class Citation(NamedTuple):
    """``source#12`` (first and last are the same) or ``source#12-13``."""

    source: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.source}#{self.first}" + (f"-{self.last}" if self.last > self.first else "")

    @property
    def numbers(self) -> range:
        return range(self.first, self.last + 1)


def citation(text: str) -> Citation:
    """The citation that a deck's ``cite`` writes; the reader has checked its form."""
    source, _, numbers = text.rpartition("#")
    first, _, last = numbers.partition("-")
    return Citation(source, int(first), int(last or first))


# --- what counts as the same text -------------------------------------------------------------------

# A superscript is a footnote mark, but for one that makes a short number a power: 10².
_SUPERSCRIPT = re.compile("(?:(?<![0-9])|(?<=[0-9]{4}))[⁰¹²³⁴-⁹]+")
_POWER = re.compile("[⁰¹²³⁴-⁹]+")
_NOTE = re.compile(
    r"\[(?:\d{1,3}|[a-z](?!\w*\])|(?:note|nota|n\.) ?\d+|edit|editar|citation needed|cita requerida)\](?!\w)",
    re.IGNORECASE,
)
# "[T]here", as a quotation that begins in mid-sentence is written.
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_SET_IN_LINE = str.maketrans(
    dict.fromkeys("‘’‚‛`´ʼʹ′", "'") | dict.fromkeys("“”„‟«»″〝〞", '"') | dict.fromkeys("‐‑‒–−﹣-", "-")
)
_LONG_DASH = re.compile(r"\s*(?:—|―|(?<!-)-{2,3}(?!-))\s*")


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """``text`` on one line in one way of setting it; its letter case stays."""
    text = text.translate(_SET_IN_LINE)  # before NFKC, which makes a space and an accent of a lone ´
    if not text.isascii():
        text = _POWER.sub(r"^\g<0>", _SUPERSCRIPT.sub("", text))
        text = unicodedata.normalize("NFKC", text)
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")  # soft hyphens and such
    text = _LONG_DASH.sub(" — ", text)
    return " ".join(_BRACKETED_LETTER.sub(r"\1", _NOTE.sub("", text)).split())


@lru_cache(maxsize=16_384)
def normalised(text: str) -> str:
    """``text`` as evidence is compared: set in one way, and without letter case."""
    return folded(text).casefold()


def stands_in(evidence: str, paragraph: str) -> bool:
    """Whether the words of ``evidence`` stand in ``paragraph``, as whole words and whole numbers.

    45 stands in "$45 billion" and in "45.", not in 45.5, 45,000, 1945, 45th, -45 or 10⁴⁵.
    """
    wanted, text = normalised(evidence), normalised(paragraph)
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        if _begins(wanted).match(text, start) and _ends(wanted).match(text, start + len(wanted)):
            return True
        start = text.find(wanted, start + 1)
    return False


# A word does not go on. A number has no further digits or sign: 1.45 and .45; -45, but not 2001-45; 3⁄45.
_ANYWHERE = re.compile("")
_WORD_BEGINS = re.compile(r"(?<!\w)")
_NUMBER_BEGINS = re.compile(r"(?<!\w)(?<!\d[.,'])(?<!\s[.,])(?<!(?<!\w)-)(?<![\^⁄])")
_WORD_ENDS = re.compile(r"(?!\w)")
_NUMBER_ENDS = re.compile(r"(?!\w)(?![.,']\d)(?![\^⁄])")
# In 12 345 neither 12 nor 345 is a number of its own.
_THREE_DIGITS_BEGIN = re.compile(_NUMBER_BEGINS.pattern + r"(?<!\d\s)")
_FEW_DIGITS_END = re.compile(_NUMBER_ENDS.pattern + r"(?!\s\d{3}(?!\d))")
_THREE_DIGITS = re.compile(r"\d{3}(?!\d)")
_FEW_DIGITS = re.compile(r"(?:.*\D)?\d{1,3}")


def _begins(wanted: str) -> re.Pattern[str]:
    """What must hold where ``wanted`` begins."""
    if wanted[0].isdigit():
        return _THREE_DIGITS_BEGIN if _THREE_DIGITS.match(wanted) else _NUMBER_BEGINS
    return _WORD_BEGINS if wanted[0].isalnum() or wanted[0] == "-" else _ANYWHERE


def _ends(wanted: str) -> re.Pattern[str]:
    """What must hold where ``wanted`` ends."""
    if wanted[-1].isdigit():
        return _FEW_DIGITS_END if _FEW_DIGITS.fullmatch(wanted) else _NUMBER_ENDS
    return _WORD_ENDS if wanted[-1].isalnum() else _ANYWHERE
