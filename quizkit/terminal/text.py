"""Text from decks on its way to a terminal: it may say anything, but it may not do anything."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TextIO

from quizkit.messages import _

# Stands for a space at which no line is broken: rich breaks lines at a no-break space as well. It is a
# noncharacter of Unicode, which no text holds.
JOINT = "\ufdd0"
# C0 without line feed and tab, DEL, C1, and the characters that turn the direction of a line around.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A command with its arguments, which may have quotes of their own; and what is short.
_QUOTED = re.compile(r"(?<!\w)'(?:quizkit(?:[ \ufdd0](?:'[^'\n]*'|[^'\s\ufdd0]+))+|[^'\n]{1,30})'(?!\w)")
_USUAL_WIDTH = 80
# Room for what stands beside a path without a space between: a comma, quotation marks.
_BESIDE = 2


def clean(text: str) -> str:
    """``text`` without any character that could move the cursor, change the title or hide its neighbours."""
    return _UNSAFE.sub("�", text.replace("\r\n", "\n")).expandtabs(4)


def unbroken(text: str) -> str:
    """``text`` with joints in what is quoted: in a command, and in what is short."""
    return _QUOTED.sub(lambda quoted: quoted.group().replace(" ", JOINT), text)


def wrapped(text: str, width: int) -> str:
    """``text`` with no line longer than ``width``, broken between words; what goes on is indented alike."""
    from textwrap import TextWrapper

    def lines(line: str) -> str:
        indent = " " * (len(line) - len(line.lstrip()))
        wrapper = TextWrapper(width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        return wrapper.fill(unbroken(line))

    broken = (lines(line) if len(line) > width else line for line in text.split("\n"))
    return "\n".join(broken).replace(JOINT, " ")


def for_stream(text: str, stream: TextIO) -> str:
    """``text`` harmless, and wrapped where the stream is a terminal."""
    if not stream.isatty():
        return clean(text).replace(JOINT, " ")
    return wrapped(clean(text), _width(stream))


def short_path(path: str, width: int) -> str:
    """A path with as many of its last parts as have room; where its name has none, the end of that."""
    from rich.cells import cell_len  # only where something is told of a file

    if cell_len(path) <= width:
        return path
    parts, name = Path(path).parts, Path(path).name
    shorter = [str(Path("…", *parts[first:])) for first in range(1, len(parts))]
    ends = [f"…{name[first:]}" for first in range(len(name))]
    return next((short for short in [*shorter, *ends] if cell_len(short) <= width), "…")


def path_for_stream(path: str, stream: TextIO) -> str:
    """A path in a sentence: where the stream is a terminal it fits on one line, which is not broken in it."""
    told = short_path(path, _width(stream) - _BESIDE) if stream.isatty() else path
    return told.replace(" ", JOINT)


def _width(stream: TextIO) -> int:
    """The columns of a terminal."""
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        width = 0
    return width or _USUAL_WIDTH


def is_yes(answer: str) -> bool:
    """Whether somebody who was asked "y/N" typed yes, in English or in the language of the interface."""
    return answer.strip().casefold() in {"y", "yes", *_("y yes").split()}
