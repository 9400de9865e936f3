"""The zip of an Anki package: its collection and its media, whichever of the three formats it has.

Nothing in it is believed: not the sizes it states, not the names of its files. What is unpacked goes to
a folder of our own under names of our own.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from quizkit.errors import QuizkitError
from quizkit.importers.wire import WireError, fields_of

# Real collections of twenty years stay far below; a bomb does not.
MAX_COLLECTION = 2_000_000_000
MAX_MEDIA_FILE = 200_000_000
MAX_MEDIA = 20_000_000_000
MAX_MAP = 100_000_000
MAX_MEMBERS = 1_000_000
_CHUNK = 1 << 20
# Newest first: beside it, an older one only asks its reader to upgrade.
_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class MediaFile(NamedTuple):
    """A media file: its name in the notes, and the member of the zip that holds it."""

    name: str
    member: str


class Archive:
    """An open package."""

    def __init__(self, file: zipfile.ZipFile, path: Path) -> None:
        self._zip = file
        self._path = path
        self._members = {info.filename: info for info in file.infolist()}
        if len(self._members) > MAX_MEMBERS:
            raise QuizkitError(f"{path} holds more than {MAX_MEMBERS:,} files")
        name = next((name for name in _COLLECTIONS if name in self._members), None)
        if name is None:
            raise QuizkitError(f"{path} is not an Anki package: no collection is in it")
        self._collection = name
        self._compressed = name.endswith("b")
        self._unpacked = 0

    def unpack_collection(self, target: Path) -> None:
        """Write the SQLite file of the collection."""
        self._unpack(self._collection, target, MAX_COLLECTION)

    def media(self) -> list[MediaFile]:
        """The media files that the package says it holds."""
        if "media" not in self._members:
            return []
        data = self._read("media", MAX_MAP)
        try:
            listed = _modern_map(data) if self._compressed else _legacy_map(data)
        except (ValueError, RecursionError) as error:
            raise QuizkitError(f"{self._path} is broken: its list of media cannot be read") from error
        return [file for file in listed if file.member in self._members]

    def unpack_media(self, file: MediaFile, target: Path) -> None:
        """Write one media file. Raises QuizkitError where it, or all together, are too large."""
        self._unpacked += self._unpack(file.member, target, MAX_MEDIA_FILE)
        if self._unpacked > MAX_MEDIA:
            raise QuizkitError(f"the media of {self._path} have more than {MAX_MEDIA:,} bytes")

    def _read(self, member: str, limit: int) -> bytes:
        return b"".join(self._chunks(member, limit))

    def _unpack(self, member: str, target: Path, limit: int) -> int:
        size = 0
        with target.open("wb") as file:
            for chunk in self._chunks(member, limit):
                size += file.write(chunk)
        return size

    def _chunks(self, member: str, limit: int) -> Iterator[bytes]:
        """The content of a member in pieces, as far as ``limit``; what it states of its size is not asked."""
        left = limit
        try:
            with self._zip.open(self._members[member]) as packed:
                for chunk in _decompressed(packed) if self._compressed else _pieces(packed):
                    left -= len(chunk)
                    if left < 0:
                        break
                    yield chunk
        except _BROKEN as error:
            raise QuizkitError(f"{self._path} is broken: '{member}' cannot be unpacked") from error
        if left < 0:
            raise QuizkitError(f"'{member}' in {self._path} has more than {limit:,} bytes")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The package at ``path``. Raises QuizkitError where it is none."""
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise QuizkitError(f"cannot read {path}: {error.strerror}") from error
    except _BROKEN as error:
        raise QuizkitError(
            f"{path} is not an Anki package", hint="export one in Anki: File, Export"
        ) from error
    with file:
        yield Archive(file, path)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk


def _decompressed(packed: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a zstd stream; ValueError where it is none."""
    import zstandard  # only the newest format needs it

    try:
        yield from zstandard.ZstdDecompressor(max_window_size=1 << 27).read_to_iter(packed, write_size=_CHUNK)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error


def _legacy_map(data: bytes) -> list[MediaFile]:
    """``{"0": "moon.png"}``."""
    listed = json.loads(data)
    if not isinstance(listed, dict):
        raise WireError("not a mapping")
    return [MediaFile(str(name), str(member)) for member, name in listed.items()]


def _modern_map(data: bytes) -> list[MediaFile]:
    """A protobuf message of entries (field 1), each with its name in field 1; the member is the place."""
    entries = [value for number, value in fields_of(data) if number == 1 and isinstance(value, bytes)]
    names = [dict(fields_of(entry)).get(1, b"") for entry in entries]
    return [
        MediaFile(name.decode(), str(place)) for place, name in enumerate(names) if isinstance(name, bytes)
    ]
