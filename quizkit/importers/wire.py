"""Protocol buffers on the wire, as far as Anki's packages need them: varints and byte strings."""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class WireError(ValueError):
    """This is not a message."""


def fields_of(data: object) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message, in order: number and value; fixed-width numbers as their bytes."""
    if not isinstance(data, bytes):  # any value may stand in a column of a file from elsewhere
        raise WireError("these are no bytes")
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            value, place = _varint(data, place)
            yield number, value
            continue
        if kind == _BYTES:
            size, place = _varint(data, place)
        elif kind in {_FIXED64, _FIXED32}:
            size = 8 if kind == _FIXED64 else 4
        else:
            raise WireError(f"wire type {kind}")
        if place + size > len(data):
            raise WireError("the message ends early")
        yield number, data[place : place + size]
        place += size


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place >= len(data) or shift > 63:
            raise WireError("a number ends early")
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place
