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
from quizkit.messages import _

# Real collections of twenty years stay far below; a bomb does not.
MAX_COLLECTION = 2_000_000_000
MAX_MEDIA_FILE = 200_000_000
MAX_MEDIA = 20_000_000_000
MAX_MAP = 30_000_000
MAX_MEMBERS = 1_000_000
# Texts and pictures shrink to a tenth or a twentieth; what shrinks to less was made to.
MAX_GROWTH = 200
MAX_WITHOUT_QUESTION = 100_000_000
_CHUNK = 1 << 20
# Of so little of a zstd stream at most 16 MB can be made.
_CHUNK_OF_ZSTD = 1 << 9
# Newest first: beside it, an older one only asks its reader to upgrade.
_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_PACKED_BY_ANKI = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
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
            raise QuizkitError(
                _("{path} holds more than {limit:,} files").format(path=path, limit=MAX_MEMBERS)
            )
        name = next((name for name in _COLLECTIONS if name in self._members), None)
        if name is None:
            raise QuizkitError(_("{path} is not an Anki package: no collection is in it").format(path=path))
        self._collection = name
        self._compressed = name.endswith("b")
        self._unpacked = 0
        self._most = MAX_WITHOUT_QUESTION + MAX_GROWTH * path.stat().st_size

    def unpack_collection(self, target: Path) -> None:
        """Write the SQLite file of the collection."""
        self._unpack(self._collection, target, min(MAX_COLLECTION, self._most))

    def media(self) -> list[MediaFile]:
        """The media files that the package says it holds."""
        if "media" not in self._members:
            return []
        data = self._read("media", MAX_MAP)
        try:
            listed = _modern_map(data) if self._compressed else _legacy_map(data)
        except (ValueError, RecursionError) as error:
            raise QuizkitError(
                _("{path} is broken: its list of media cannot be read").format(path=self._path)
            ) from error
        return [file for file in listed if file.name and file.member in self._members]

    def unpack_media(self, file: MediaFile, target: Path) -> None:
        """Write one media file. Raises QuizkitError where it, or all together, are too large."""
        self._unpacked += self._unpack(file.member, target, MAX_MEDIA_FILE)
        limit = min(MAX_MEDIA, self._most)
        if self._unpacked > limit:
            raise QuizkitError(
                _("the media of {path} have more than {limit:,} bytes").format(path=self._path, limit=limit)
            )

    def _read(self, member: str, limit: int) -> bytes:
        return b"".join(self._chunks(member, limit))

    def _unpack(self, member: str, target: Path, limit: int) -> int:
        size = 0
        try:
            with target.open("wb") as file:
                for chunk in self._chunks(member, limit):
                    size += file.write(chunk)
        except OSError as error:
            raise QuizkitError(
                _("cannot unpack {path}: {reason}").format(path=self._path, reason=error.strerror or error)
            ) from error
        return size

    def _chunks(self, member: str, limit: int) -> Iterator[bytes]:
        """The content of a member in pieces, as far as ``limit``; what it states of its size is not asked."""
        left = limit
        try:
            if self._members[member].compress_type not in _PACKED_BY_ANKI:
                # bzip2 and LZMA: no Anki writes them, and their bombs are the worst.
                raise NotImplementedError
            with self._zip.open(self._members[member]) as packed:
                for chunk in _decompressed(packed) if self._compressed else _pieces(packed):
                    left -= len(chunk)
                    if left < 0:
                        break
                    yield chunk
        except _BROKEN as error:
            raise QuizkitError(
                _("{path} is broken: '{member}' cannot be unpacked").format(path=self._path, member=member)
            ) from error
        if left < 0:
            raise QuizkitError(
                _("'{member}' in {path} has more than {limit:,} bytes").format(
                    member=member, path=self._path, limit=limit
                )
            )


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The package at ``path``. Raises QuizkitError where it is none."""
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise QuizkitError(
            _("cannot read {path}: {reason}").format(path=path, reason=error.strerror)
        ) from error
    except _BROKEN as error:
        raise QuizkitError(
            _("{path} is not an Anki package").format(path=path), hint=_("export one in Anki: File, Export")
        ) from error
    with file:
        yield Archive(file, path)


def _pieces(source: IO[bytes], size: int = _CHUNK) -> Iterator[bytes]:
    while chunk := source.read(size):
        yield chunk


def _decompressed(packed: IO[bytes]) -> Iterator[bytes]:
    """The pieces of a zstd stream; ValueError where it is none, or breaks off."""
    import zstandard  # only the newest format needs it

    decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    frame = None
    try:
        for chunk in _pieces(packed, _CHUNK_OF_ZSTD):
            left = chunk
            while left:
                frame = frame or decompressor.decompressobj()
                yield frame.decompress(left)
                left = frame.unused_data
                frame = None if frame.eof else frame
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    if frame:
        raise ValueError("the stream breaks off")


def _legacy_map(data: bytes) -> list[MediaFile]:
    """``{"0": "moon.png"}``."""
    listed = json.loads(data)
    if not isinstance(listed, dict):
        raise WireError("not a mapping")
    return [MediaFile(str(name), str(member)) for member, name in listed.items()]


def _modern_map(data: bytes) -> list[MediaFile]:
    """A protobuf message of entries (field 1), each with its name in field 1; the member is the place."""
    listed: list[MediaFile] = []
    for number, entry in fields_of(data):
        if number == 1 and isinstance(entry, bytes):
            name = dict(fields_of(entry)).get(1, b"")
            listed.append(MediaFile(name.decode() if isinstance(name, bytes) else "", str(len(listed))))
        if len(listed) > MAX_MEMBERS:
            raise WireError("too many")
    return listed
