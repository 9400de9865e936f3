"""What a card of Anki shows: its template with the fields of its note filled in.

Anki's templates are mustaches: ``{{Field}}``, filters before it (``{{text:Field}}``), and sections that
show where a field is not empty (``{{#Field}}…{{/Field}}``) or is (``{{^Field}}…{{/Field}}``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([^{}]*?)\s*\}\}")
# What the answer side repeats of the question, and the line below it.
FRONT_SIDE = "FrontSide"
_RULE = re.compile(r"<hr\b[^<>]*>", re.IGNORECASE)
_MAX_LENGTH = 1_000_000


def filled(template: str, fields: Mapping[str, str]) -> str:
    """The template with its fields; the question side and typed boxes are left out of answers."""
    out: list[str] = []
    open_sections: list[bool] = []
    place = length = 0
    for match in _TAG.finditer(template[:_MAX_LENGTH]):
        if all(open_sections):
            out.append(template[place : match.start()])
        place = match.end()
        mark, name = match[1], match[2]
        if mark in {"#", "^"}:
            open_sections.append(bool(fields.get(name, "").strip()) == (mark == "#"))
        elif mark == "/":
            open_sections[-1:] = []
        elif all(open_sections) and length < _MAX_LENGTH:
            out.append(_value(name, fields))
            length += len(out[-1])
    if all(open_sections):
        out.append(template[place:_MAX_LENGTH])
    return _RULE.sub("", "".join(out))


def names_in(template: str) -> list[str]:
    """The fields that a template shows, in order, without their filters."""
    return [match[2].rpartition(":")[2].strip() for match in _TAG.finditer(template) if not match[1]]


def switches_in(template: str) -> set[str]:
    """The fields that only decide whether something is shown."""
    return {match[2] for match in _TAG.finditer(template) if match[1] in {"#", "^"}}


def typed_field(template: str) -> str:
    """The field whose text is to be typed; "" where none is."""
    for match in _TAG.finditer(template):
        filters, _, name = match[2].rpartition(":")
        if "type" in filters.split(":"):
            return name.strip()
    return ""


def _value(name: str, fields: Mapping[str, str]) -> str:
    filters, _, field = name.rpartition(":")
    if "type" in filters.split(":") or field in {FRONT_SIDE, "Tags", "Type", "Deck", "Subdeck", "Card"}:
        return ""
    return fields.get(field.strip(), "")
