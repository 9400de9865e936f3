"""What a card of Anki shows: its template with the fields of its note filled in.

Anki's templates are mustaches: ``{{Field}}``, filters before it (``{{text:Field}}``), and sections that
show where a field is not empty (``{{#Field}}…{{/Field}}``) or is (``{{^Field}}…{{/Field}}``).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from quizkit.importers.unseen import seen, unhidden, without_placeholders, without_programs

_TAG = re.compile(r"\{\{([^{}]*)\}\}")
_MARKS = frozenset("#^/")
# What the answer side repeats of the question, and the line below it.
FRONT_SIDE = "FrontSide"
_NO_FIELD = frozenset({FRONT_SIDE, "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag"})
_RULE = re.compile(r"<hr\b[^<>]*>", re.IGNORECASE)
_HTML = re.compile(r"<[^<>]*>|[\"'<>]")
_MAX_TEMPLATE = 200_000
_MAX_LENGTH = 1_000_000


class _Piece(NamedTuple):
    """A piece of a template: the text before a tag, the tag's mark (# ^ / or none), its filters and name.

    ``within``: in a tag of HTML, as the target of a link is, where nobody reads it.
    """

    text: str
    mark: str = ""
    filters: tuple[str, ...] = ()
    name: str = ""
    within: bool = False

    @property
    def is_typed(self) -> bool:
        return "type" in self.filters

    @property
    def is_box_or_voice(self) -> bool:
        return any(each == "type" or each.startswith("tts") for each in self.filters)


def filled(template: str, fields: Mapping[str, str], without: Container[str] = (), typed: str = "") -> str:
    """The template with its fields, but for what was shown before, boxes to type in, and voices.

    ``without``: the fields that were shown; they stay where they say where a link leads. ``typed``: the field
    whose box shows what was to be typed, as a box does on the answer side.
    """
    out: list[str] = []
    sections: list[bool] = []
    hiding = length = 0
    for text, mark, name, within in _slots(template, typed):
        shown = not hiding
        if shown:
            out.append(text)
        if mark == "/":
            hiding -= bool(sections) and not sections.pop()
        elif mark:
            sections.append(bool(fields.get(name, "").strip()) == (mark == "#"))
            hiding += not sections[-1]
        elif name and shown and (within or name not in without) and length < _MAX_LENGTH:
            value = fields.get(name, "")
            length += len(value)
            out.append(_HTML.sub("", value) if within else value)
    return "".join(out)


def length_of(template: str) -> int:
    """How many characters of its own a template shows."""
    return sum(len(piece.text) for piece in _pieces(template))


def names_in(template: str) -> list[str]:
    """The fields that a template shows, in order, without their filters."""
    return _names(_pieces(template))


def printed_in(template: str) -> list[str]:
    """The fields that a template shows as they are, not in a box to type in."""
    return _names(piece for piece in _pieces(template) if not piece.is_typed)


def switches_in(template: str) -> set[str]:
    """The fields that only decide whether something is shown."""
    return {piece.name for piece in _pieces(template) if piece.mark in {"#", "^"}}


def typed_field(template: str) -> str:
    """The field whose text is to be typed; "" where none is."""
    return next((piece.name for piece in _pieces(template) if piece.is_typed), "")


@lru_cache(maxsize=1000)
def _slots(template: str, typed: str) -> tuple[tuple[str, str, str, bool], ...]:
    """What ``filled`` asks of each piece: boxes to type in and voices have no name, they show no field."""
    return tuple(
        (piece.text, piece.mark, piece.name if piece.mark or _shows(piece, typed) else "", piece.within)
        for piece in _pieces(template)
    )


def _shows(piece: _Piece, typed: str) -> bool:
    return not piece.is_box_or_voice or (piece.is_typed and piece.name == typed)


@lru_cache(maxsize=1000)
def _pieces(template: str) -> tuple[_Piece, ...]:
    template = template[:_MAX_TEMPLATE]
    shown = without_programs(without_placeholders(template))
    # A side that hides all its fields has a script that shows them.
    for side in (seen(shown), unhidden(shown)):
        pieces = _split(_RULE.sub("", side))
        if _names(pieces):
            return pieces
    return _split(_RULE.sub("", seen(template)))


def _names(pieces: Iterable[_Piece]) -> list[str]:
    return [piece.name for piece in pieces if piece.name and not piece.mark and not piece.within]


def _split(template: str) -> tuple[_Piece, ...]:
    pieces = []
    place, within = 0, False
    for match in _TAG.finditer(template):
        text = template[place : match.start()]
        place = match.end()
        within = _ends_within(text, within)
        tag = match[1].strip()
        mark = tag[0] if tag and tag[0] in _MARKS else ""
        *filters, name = (part.strip() for part in tag[len(mark) :].split(":"))
        shown = "" if name in _NO_FIELD and not mark else name
        pieces.append(_Piece(text, mark, tuple(filters), shown, within))
    return (*pieces, _Piece(template[place:]))


def _ends_within(text: str, before: bool) -> bool:
    """Whether a text ends within a tag of HTML; ``before``: whether it begins so."""
    opened, closed = text.rfind("<"), text.rfind(">")
    if opened == closed:
        return before
    return opened > closed and (text[opened + 1 : opened + 2].isalpha())
