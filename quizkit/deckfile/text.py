"""The text of a file: read from its bytes, and made bytes again as those were."""

from __future__ import annotations

import codecs
import shlex

from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.nodes import Mapping, Report, place_after


def decode(data: bytes, report: Report) -> str | None:
    """The text of a file in UTF-8, without byte order mark, or None with the place of the first bad byte."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        rest = error.object[error.start :]  # the byte order mark is not part of `object`
        before = error.object[: error.start].decode()
        report.add(
            place_after(before),
            _("not UTF-8: byte 0x{byte:02x}").format(byte=rest[0]),
            _("save the file as UTF-8"),
        )
        return None


def encoded(text: str, like: bytes) -> bytes:
    """The bytes of a changed text, with the byte order mark where the file had one."""
    mark = codecs.BOM_UTF8 if like.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()


def newline_of(text: str) -> str:
    """How the lines of a file end."""
    return "\r\n" if "\r\n" in text else "\n"


def text_and_root(data: bytes, path: str) -> tuple[str, Mapping] | None:
    """The text of a file and its keys; None where it cannot be read."""
    from quizkit.deckfile.nodes import parse  # yaml costs 20 ms, and who only reads a text does not need it

    report = Report(path)
    text = decode(data, report)
    root = parse(text, report) if text is not None else None
    return (text, root) if text is not None and isinstance(root, Mapping) else None


def cannot_read(path: str) -> QuizkitError:
    """The error where a file that is to be changed has no keys, or not those that are needed."""
    hint = _("run '{command}' first").format(command=shlex.join(["quizkit", "check", path]))
    return QuizkitError(_("{path} cannot be read").format(path=path), hint=hint)
