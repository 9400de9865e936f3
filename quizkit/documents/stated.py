"""What a document says of itself: its title, its author, when it appeared and in which language."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

# Longer than this is a title of nothing.
_LONGEST = 200
_DATE = re.compile(r"([12]\d{3})(?:[-/.](\d{2})(?:[-/.](\d{2}))?)?(?!\d)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# What programs put there when nobody has said anything.
_NO_TITLE = re.compile(
    r"(?:untitled(?: document| page)?|index|home|inicio|no title|sin título|title|título|document"
    r"|(?:new|word) document|documento|powerpoint presentation|presentación de powerpoint)[\s\d]*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|tex|dvi|pptx?|html?)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"(?:microsoft )?(?:word|powerpoint|excel) - ", re.IGNORECASE)
_NO_AUTHOR = re.compile(
    r"(?:admin(?:istrator|istrador)?|(?:windows )?user|usuario(?: de windows)?|owner|author|autor|unknown"
    r"|anonymous|anónimo|desconocido|python-docx|microsoft(?: office)?(?: user)?|https?:.*)\d*",
    re.IGNORECASE,
)


class Stated(NamedTuple):
    """What a document states; what it does not is ""."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""


def cleaned(stated: Stated) -> Stated:
    """Without what only a program has said, and in the forms of ``sources.yaml``."""
    title = _PROGRAM.sub("", _one_line(stated.title), count=1)
    author = _one_line(stated.author)
    language = stated.language.strip().replace("_", "-")
    language = language[:2].lower() + language[2:]
    return Stated(
        "" if _NO_TITLE.fullmatch(title) or not any(map(str.isalpha, title)) else title,
        "" if _NO_AUTHOR.fullmatch(author) else author,
        _date(stated.date.strip()),
        language if _LANGUAGE.fullmatch(language) else "",
    )


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST and line.isprintable() else ""


def _date(text: str) -> str:
    """The year, and month and day where they are given; "" where there is no such day."""
    found = _DATE.match(text)
    if not found:
        return ""
    parts = [part for part in found.groups() if part]
    try:
        date(*[*map(int, parts), 1, 1][:3])
    except ValueError:
        return ""
    return "-".join(parts)
