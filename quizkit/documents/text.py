"""Plain text, in whichever of the usual encodings it was saved."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from quizkit.documents.stated import Stated
from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.segments import segment
from quizkit.segments.marks import ends

# A title stands within so many characters, and is no longer than this.
_LOOKED_AT, _LONGEST_TITLE = 2_000, 120

# UTF-32 before UTF-16, whose mark its own begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python knows codecs that are no encodings of texts; these are.
_DECLARED = re.compile(
    r"windows-125\d|iso-8859-\d{1,2}|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gb(?:k|2312|18030)|big5", re.IGNORECASE
)


def text_of(data: bytes, name: str) -> str:
    return decoded(data, name)


def stated_in(data: bytes, name: str) -> Stated:
    """The title: a first line that stands by itself and is no prose."""
    lines = [*decoded(data, name)[:_LOOKED_AT].lstrip().splitlines(), ""]
    alone = len(lines) > 1 and not lines[1].strip()
    is_title = alone and len(lines[0]) <= _LONGEST_TITLE and not ends(lines[0]) and not segment(lines[0])
    return Stated(title=lines[0].strip()) if is_title else Stated()


def decoded(data: bytes, name: str, declared: str = "") -> str:
    """The text of a file: by its mark, else UTF-8, else as it declares, else as Windows had it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise QuizkitError(
                    _("{name} is damaged: it is no {encoding}").format(
                        name=name, encoding=encoding.removesuffix("-sig")
                    )
                ) from error
    if b"\0" in data:
        raise QuizkitError(_("{name} is no text").format(name=name), hint=_("save it as plain text in UTF-8"))
    for encoding in ("utf-8", declared if _DECLARED.fullmatch(declared) else "cp1252", "cp1252"):
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(encoding)
    return data.decode("latin-1")


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """A number set above the line: 10², which is not 102."""
    return text.translate(_RAISED) if text.strip().isdigit() else text
