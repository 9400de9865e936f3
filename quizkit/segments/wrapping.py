"""Hard-wrapped text: how wide it was set, and which of its line ends are the author's."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from quizkit.segments.marks import ends

# Letters of a font of varying width, in tenths of a usual one.
_NARROW = frozenset(" ijltfrI.,;:!'’|()[]-")
_WIDE = frozenset("mwMW%@—")

# No line that was wrapped is longer than this many times the width.
OVERLONG = 1.05
# Of a few lines, the longest is not the width either where it is longer than the second by this.
OUTLIER = 1.3
# So many blank lines or indents between paragraphs are a habit, if they are this many times the line ends
# that would part some otherwise.
FEWEST_MARKS, MARKS_FOR_EACH = 4, 3
# A longer line is a paragraph, not a line of one.
LONGEST_LINE = 200
# So many lines of a long text tell its width.
MOST_LINES = 5_000

_PARTED = re.compile(r"(?<![\w-])([^\W\d_]{1,30})-$")
_PARTED_WORD = re.compile(r"[^\W\d_]{1,30}-\s{1,30}[^\W\d_]{1,30}")
_LETTERS = re.compile(r"[^\W\d_]{1,30}")
_WORD = re.compile(r"[^\W\d_]{1,30}(?:-[^\W\d_]{1,30}){0,5}")


class Wrap(NamedTuple):
    """How lines are measured, and the width that nearly all of them keep to.

    ``by_room``: a line that had room ends a paragraph. Where blank lines or indents part them, it does not.
    """

    measure: Callable[[str], int]
    width: int
    by_room: bool = True

    def had_room(self, line: str, following: str) -> bool:
        """Whether the first word of ``following`` would have fitted on ``line``."""
        return self.measure(f"{line.strip()} {following.split(maxsplit=1)[0]}") <= self.width

    def is_full(self, line: str) -> bool:
        return self.measure(line.strip()) >= 0.75 * self.width

    def is_overlong(self, line: str) -> bool:
        """Whether a line was written on after it had been wrapped."""
        return self.measure(line.strip()) > OVERLONG * self.width

    def ends_paragraph(self, line: str, following: str) -> bool:
        """Whether a line, at whose end a sentence ends, ends its paragraph."""
        return self.by_room and (self.had_room(line, following) or self.is_overlong(line))


def wrap_of(blocks: Sequence[Sequence[str]]) -> Wrap | None:
    """How the lines of some blocks were wrapped; None where each line end is the author's."""
    pairs = [pair for block in blocks for pair in pairwise(block)]
    pairs = pairs[:: len(pairs) // MOST_LINES + 1]
    lines = [line.strip() for line, _ in pairs]
    if not lines or _high([len(line) for line in lines]) > LONGEST_LINE:
        return None
    wraps = [Wrap(measure, _high([measure(line) for line in lines])) for measure in (len, _set_width)]
    # In the measure by which the text was wrapped, hardly a sentence goes on after a line that had room.
    wrap = min(wraps, key=lambda wrap: sum(wrap.had_room(*pair) and not ends(pair[0]) for pair in pairs))
    full = [line for line in lines if wrap.is_full(line)]
    ended = sum(ends(line) for line in full)
    wrap = wrap._replace(by_room=not _are_marked(blocks, pairs, wrap))
    return wrap if len(full) >= 0.5 * len(lines) and ended < 0.75 * len(full) else None


def _are_marked(blocks: Sequence[Sequence[str]], pairs: Iterable[tuple[str, str]], wrap: Wrap) -> bool:
    """Whether blank lines or indents part the paragraphs, so that no other line end does."""
    marks = sum(len(block) > 1 and ends(block[-1]) for block in blocks)
    others = 0
    for line, following in pairs:
        if ends(line) and wrap.had_room(line, following):
            indented = is_indented(following, line)
            marks, others = marks + indented, others + (not indented)
    return marks >= max(FEWEST_MARKS, MARKS_FOR_EACH * others)


def is_indented(line: str, previous: str) -> bool:
    """Whether a line stands in further than the one before it."""
    return _indent(line) >= _indent(previous) + 2


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _set_width(text: str) -> int:
    """About how wide a text is in a font of varying width."""
    narrow = sum(letter in _NARROW for letter in text)
    wide = sum(letter in _WIDE or letter.isupper() for letter in text)
    return 10 * len(text) - 4 * narrow + 4 * wide


def _high(sizes: list[int]) -> int:
    """The size that all but a few lines keep to: two lines run together are an accident, not the width."""
    ordered = sorted(sizes)
    high = ordered[int(0.95 * len(ordered))]
    second = ordered[-2:][0]
    return second if high == ordered[-1] > OUTLIER * second else high


def words_of(text: str) -> frozenset[str]:
    """The words of a document, but for those that are parted at a line's end."""
    return frozenset(_WORD.findall(_PARTED_WORD.sub(" ", text.lower())))


def joined(lines: Sequence[str], words: Container[str]) -> str:
    """The lines of a piece as one text; a word that was parted at a line's end is whole again.

    ``words``: those of the document, which tell ``anti-/missile`` from ``mis-/sile``.
    """
    parts = [lines[0].strip()]
    for line in map(str.strip, lines[1:]):
        head, tail = _PARTED.search(parts[-1][-40:]), _LETTERS.match(line)
        if not head or not tail or not line[0].islower():
            parts += " ", line
            continue
        if not _has_hyphen(head[1].lower(), tail[0], words):
            parts[-1] = parts[-1][:-1]
        parts.append(line)
    return "".join(parts)


def _has_hyphen(head: str, tail: str, words: Container[str]) -> bool:
    """Whether two halves of a word are joined by a hyphen wherever they stand."""
    if f"{head}{tail}" in words:
        return False
    return f"{head}-{tail}" in words or (head in words and tail in words)
