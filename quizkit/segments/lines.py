"""Lines → pieces: the runs of text between two borders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from quizkit.segments.marks import STOPS, ends, first_letter, has_edit_link
from quizkit.segments.wrapping import Wrap, is_indented, joined, words_of, wrap_of

Kind = Literal["text", "item", "reference", "heading"]

_HEADING = re.compile(r"#{1,6}\s+(?P<title>.+)|(?P<wiki>={2,6})(?P<name>[^=]{1,200})(?P=wiki)(?P<rest>.*)")
# A heading whose line end was lost, as in "Trade== In the beginning …"
_RUN_ON = re.compile(r"(?P<name>[^\W\d_][^=.?!]{0,80})(?<=\w)={2,6}(?P<rest>\s.+)")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_BULLET = re.compile(r"\s*[-*+•·‣▪◦]\s+")
# The number of an item is kept (it may be the number of an article), but not that of a wiki's footnote.
_NUMBER = re.compile(r"\s*(?:\(?\d{1,3}[.)]|\(?[a-z]\))\s")
_REFERENCE = re.compile(r"\s*\d{1,3}\.\s+\^\s+(?:(?:[a-z]\s+){2,26})?")


class Piece(NamedTuple):
    """An ``item`` had the mark of a list before it, a ``reference`` that of a wiki's footnotes."""

    text: str
    kind: Kind = "text"


def pieces_of(text: str) -> Iterator[Piece]:
    blocks = list(_blocks(text))
    wrap = wrap_of(blocks)
    if wrap is None and len(blocks) >= 10 and all(len(block) == 1 for block in blocks):
        # Double-spaced, as where each line of a hard-wrapped text was saved as a paragraph?
        lines = [line for block in blocks for line in block]
        wrap = wrap_of([lines])
        blocks = [lines] if wrap else blocks
    words = words_of(text) if wrap else frozenset()
    for block in blocks:
        yield from _pieces(block, wrap, words)


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines between blank ones, page breaks and lines of signs; a heading is ``# …``, by itself."""
    block: list[str] = []
    for line in (*text.replace("\f", "\n\n").splitlines(), ""):
        if block and _UNDERLINE.fullmatch(line.strip()) and not ends(block[-1]):
            block[-1:], heading, rest = [], block[-1].strip(), ""
        else:
            heading, rest = _split_heading(line)
        if block and (heading or not _says_something(line)):
            yield block
            block = []
        if heading:
            yield [f"# {heading}"]
        if _says_something(rest):
            block.append(rest)


def _says_something(line: str) -> bool:
    return any(map(str.isalnum, line))


def _split_heading(line: str) -> tuple[str, str]:
    """The heading that markup says a line is or begins with ("" for none), and the rest of the line."""
    if has_edit_link(line):
        return line.strip(), ""
    found = _HEADING.match(line.strip()) or _RUN_ON.match(line.strip())
    if not found:
        return "", line
    parts = found.groupdict()
    return (parts.get("title") or parts["name"]).strip(), parts["rest"] or ""


def _pieces(block: Sequence[str], wrap: Wrap | None, words: frozenset[str]) -> Iterator[Piece]:
    if block[0].startswith("# "):
        yield Piece(block[0], "heading")
        return
    lines: list[str] = []
    kind: Kind = "text"
    for line in block:
        if lines and _parts(lines[-1], line, kind, wrap):
            yield from _parted(lines, kind, wrap, words)
            lines = []
        if lines:
            lines.append(line)
        else:
            kind, marked_off = _mark(line)
            lines.append(marked_off)
    yield Piece(joined(lines, words), kind)


def _mark(line: str) -> tuple[Kind, str]:
    """What the mark at the beginning of a line says it is, and the line without a mark that is no text."""
    if found := _REFERENCE.match(line):
        return "reference", line[found.end() :]
    if found := _BULLET.match(line):
        return "item", line[found.end() :]
    return ("item" if _NUMBER.match(line) else "text"), line


def _parts(previous: str, line: str, kind: Kind, wrap: Wrap | None) -> bool:
    """Whether ``line`` begins a piece of its own; ``kind`` is that of the piece ``previous`` belongs to."""
    if _mark(line)[0] != "text":
        return kind != "text" or wrap is None or ends(previous, STOPS)
    if wrap is None:
        return kind == "text" or not line[0].isspace()  # the further lines of an item are indented
    if ends(previous):
        return is_indented(line, previous) or wrap.ends_paragraph(previous, line)
    return wrap.had_room(previous, line) and _is_heading(previous, line, wrap)


def _is_heading(line: str, following: str, wrap: Wrap) -> bool:
    """Whether a line that ends no sentence ends a piece all the same."""
    return not wrap.is_full(line) and not first_letter(following.strip()).islower()


def _parted(lines: Sequence[str], kind: Kind, wrap: Wrap | None, words: frozenset[str]) -> Iterator[Piece]:
    """The piece of some lines; the last one may be a heading, below a paragraph that fills its last line."""
    if wrap and len(lines) > 1 and ends(lines[-2]) and not ends(lines[-1]):
        yield Piece(joined(lines[:-1], words), kind)
        yield Piece(lines[-1].strip(), "heading")
    else:
        yield Piece(joined(lines, words), kind)
