"""What a card of Anki shows: its template with the fields of its note filled in.

Anki's templates are mustaches: ``{{Field}}``, filters before it (``{{text:Field}}``), and sections that
show where a field is not empty (``{{#Field}}…{{/Field}}``) or is (``{{^Field}}…{{/Field}}``).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_MARKS = frozenset("#^/")
# What the answer side repeats of the question, and the line below it.
FRONT_SIDE = "FrontSide"
_NO_FIELD = frozenset({FRONT_SIDE, "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag"})
_RULE = re.compile(r"<hr\b[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(style|script)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL)
_MAX_TEMPLATE = 200_000
_MAX_LENGTH = 1_000_000


class _Piece(NamedTuple):
    """A piece of a template: the text before a tag, the tag's mark (# ^ / or none), its filters and name."""

    text: str
    mark: str = ""
    filters: tuple[str, ...] = ()
    name: str = ""

    @property
    def is_typed(self) -> bool:
        return "type" in self.filters

    @property
    def is_box_or_voice(self) -> bool:
        return any(each == "type" or each.startswith("tts") for each in self.filters)


def filled(template: str, fields: Mapping[str, str], without: Container[str] = ()) -> str:
    """The template with its fields, but for those named: what was shown before, boxes to type in, voices."""
    out: list[str] = []
    sections: list[bool] = []
    length = 0
    for text, mark, name in _slots(template):
        shown = not sections or all(sections)
        if shown:
            out.append(text)
        if mark == "/":
            sections[-1:] = []
        elif mark:
            sections.append(bool(fields.get(name, "").strip()) == (mark == "#"))
        elif name and shown and name not in without and length < _MAX_LENGTH:
            value = fields.get(name, "")
            length += len(value)
            out.append(value)
    return "".join(out)


def length_of(template: str) -> int:
    """How many characters of its own a template shows."""
    return sum(len(piece.text) for piece in _pieces(template))


def names_in(template: str) -> list[str]:
    """The fields that a template shows, in order, without their filters."""
    return [piece.name for piece in _pieces(template) if piece.name and not piece.mark]


def switches_in(template: str) -> set[str]:
    """The fields that only decide whether something is shown."""
    return {piece.name for piece in _pieces(template) if piece.mark in {"#", "^"}}


def typed_field(template: str) -> str:
    """The field whose text is to be typed; "" where none is."""
    return next((piece.name for piece in _pieces(template) if piece.is_typed), "")


@lru_cache(maxsize=1000)
def _slots(template: str) -> tuple[tuple[str, str, str], ...]:
    """Text, mark and name of each piece; boxes to type in and voices have no name, for they show no field."""
    return tuple(
        (piece.text, piece.mark, piece.name if piece.mark or not piece.is_box_or_voice else "")
        for piece in _pieces(template)
    )


@lru_cache(maxsize=1000)
def _pieces(template: str) -> tuple[_Piece, ...]:
    return tuple(_split(_RULE.sub("", _UNSEEN.sub("", template[:_MAX_TEMPLATE]))))


def _split(template: str) -> Iterator[_Piece]:
    place = 0
    for match in _TAG.finditer(template):
        text = template[place : match.start()]
        place = match.end()
        tag = match[1].strip()
        mark = tag[0] if tag and tag[0] in _MARKS else ""
        *filters, name = (part.strip() for part in tag[len(mark) :].split(":"))
        yield _Piece(text, mark, tuple(filters), "" if name in _NO_FIELD and not mark else name)
    yield _Piece(template[place:])
