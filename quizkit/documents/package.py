"""Documents that are zip archives of XML: what they say of their own size is never believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from quizkit.errors import QuizkitError
from quizkit.messages import _

MAX_ENTRIES = 10_000
# How much may be unpacked in all, and how deep XML may nest.
MAX_UNPACKED = 100_000_000
MAX_DEPTH = 500

# Others unpack without any limit to their memory; no program writes documents with them.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)


class Package:
    """The entries of an archive, read into memory one by one; nothing is written anywhere."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._left = MAX_UNPACKED
        if data.count(b"PK\x01\x02") > MAX_ENTRIES:  # the catalogue is read at once, so count before
            raise QuizkitError(
                _("{name} holds more than {limit:,} files").format(name=name, limit=MAX_ENTRIES)
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise self.damaged(str(error)) from error

    def read(self, entry: str) -> bytes:
        """The bytes of an entry. Raises QuizkitError where it is missing, damaged or too large."""
        try:
            with self._open(entry) as file:
                data = file.read(self._left + 1)
        except KeyError as error:
            raise self.damaged(_("it holds no {entry}").format(entry=entry)) from error
        except _DAMAGE as error:
            raise self.damaged(str(error)) from error
        self._left -= len(data)
        if self._left < 0:
            raise QuizkitError(
                _("{name} unpacks to more than {limit} MB").format(
                    name=self._name, limit=MAX_UNPACKED // 1000000
                )
            )
        return data

    def _open(self, entry: str) -> IO[bytes]:
        if self._archive.getinfo(entry).compress_type not in _METHODS:
            raise NotImplementedError("That compression method is not supported")  # in the words of zipfile
        return self._archive.open(entry)

    def damaged(self, reason: str) -> QuizkitError:
        return QuizkitError(_("{name} is damaged: {reason}").format(name=self._name, reason=reason))

    def parse(
        self,
        entry: str,
        begin: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] = lambda _name: None,
        text: Callable[[str], None] = lambda _text: None,
    ) -> None:
        """Read an entry as XML. Elements and attributes go by their names without namespace.

        A document type is refused: it could declare entities that grow without end or name other files.
        """
        parser = expat.ParserCreate(namespace_separator="}")
        depth = 0

        def began(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > MAX_DEPTH:
                raise self.damaged(
                    _("{entry} nests more than {limit} levels deep").format(entry=entry, limit=MAX_DEPTH)
                )
            begin(_local(name), {_local(key): value for key, value in attributes.items()})

        def ended(name: str) -> None:
            nonlocal depth
            depth -= 1
            end(_local(name))

        def refuse(*_parts: object) -> None:
            raise self.damaged(
                _("{entry} declares a document type, which such files never do").format(entry=entry)
            )

        parser.StartElementHandler, parser.EndElementHandler = began, ended
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, refuse
        parser.buffer_text = True
        try:
            parser.Parse(self.read(entry), True)
        except expat.ExpatError as error:
            raise self.damaged(_("{entry} is no XML ({error})").format(entry=entry, error=error)) from error

    def texts_in(self, entry: str) -> dict[str, list[str]]:
        """The texts of those elements of an entry that hold no others, by name."""
        found: dict[str, list[str]] = {}
        written: list[str] = []

        def ended(name: str) -> None:
            if text := "".join(written).strip():
                found.setdefault(name, []).append(text)
            written.clear()

        self.parse(entry, lambda *_: written.clear(), ended, written.append)
        return found


def _local(name: str) -> str:
    return name.rpartition("}")[2]
