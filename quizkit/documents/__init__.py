"""Reading documents into numbered paragraphs, and the lock file.

A format is a module: ``text_of`` gives a file's text with blank lines between paragraphs, ``# `` before
headings and ``- `` before the items of lists; ``stated_in`` gives what the file says of itself. The same
document in two formats has the same paragraphs, because ``quizkit.segments`` numbers all of them.

Documents come from anywhere. No file is unpacked to disk or followed to another one, and size, depth and
time are bounded while reading, whatever a file says of itself.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from quizkit.errors import QuizkitError
from quizkit.files import missing
from quizkit.messages import _
from quizkit.segments import Paragraph, segment

if TYPE_CHECKING:
    from quizkit.documents.stated import Stated

__all__ = ["FORMATS", "bytes_of", "read_document", "stated_by", "text_of"]

# The module of each format; none is imported before a file needs it.
FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".epub": "epub",
    ".pdf": "pdf",
}
# Where another module reads what a file says of itself.
_STATED = {"html": "html_head"}
MAX_BYTES = 50_000_000
MAX_CHARACTERS = 10_000_000


def read_document(path: Path) -> tuple[Paragraph, ...]:
    """The numbered paragraphs of a document. Raises QuizkitError where it cannot be read."""
    return segment(text_of(path))


def text_of(path: Path, data: bytes | None = None) -> str:
    """The plain text of a document, whose bytes may be at hand. Raises QuizkitError."""
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(FORMATS))
        raise QuizkitError(
            _("{name} is in no format that quizkit reads").format(name=path.name),
            hint=_("it reads {known}").format(known=known),
        )
    data = bytes_of(path) if data is None else data
    text: str = import_module(f"quizkit.documents.{reader}").text_of(data, path.name)
    if len(text) > MAX_CHARACTERS:
        raise QuizkitError(
            _("{name} has more than {limit:,} characters").format(name=path.name, limit=MAX_CHARACTERS),
            hint=_("split it"),
        )
    return text


def stated_by(path: Path) -> Stated:
    """What a document that can be read says of itself: nothing, where that part of it is damaged."""
    from quizkit.documents.stated import Stated, cleaned

    reader = FORMATS[path.suffix.lower()]
    module = import_module(f"quizkit.documents.{_STATED.get(reader, reader)}")
    try:
        return cleaned(module.stated_in(bytes_of(path), path.name))
    except QuizkitError:
        return Stated()


def bytes_of(path: Path) -> bytes:
    """The bytes of a document. Raises QuizkitError where they are too many, or it is no file."""
    if path.exists() and not path.is_file():
        raise QuizkitError(
            _("{path} is not a file").format(path=path)
        )  # a pipe would have us wait without end
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise missing(path) from error
    except OSError as error:
        raise QuizkitError(
            _("cannot read {path}: {reason}").format(path=path, reason=error.strerror or error)
        ) from error
    if len(data) > MAX_BYTES:
        raise QuizkitError(
            _("{name} is larger than {limit} MB").format(name=path.name, limit=MAX_BYTES // 1000000),
            hint=_("split it"),
        )
    return data
