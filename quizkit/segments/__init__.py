"""The text of a document → numbered paragraphs, which questions cite.

Questions keep the numbers, so a rule that moves one is a new VERSION (docs/decisions/0008). Only prose is
numbered: no headings, front matter, navigation, captions or page numbers. Three steps:

1. ``lines``: blank lines, list marks and headings part the text into pieces; in hard-wrapped text, where
   nothing else does, so does a line that had room for the next line's first word (``wrapping``);
2. ``marks``: the markup of Markdown and of wikis is folded away;
3. ``prose``: a piece that stops in mid-sentence, as at the foot of a page, goes on in the next one; short
   items belong to the paragraph that introduces their list; what is not prose is left out.

Any text takes time linear in its length: every pattern is bounded.
"""

from __future__ import annotations

from typing import NamedTuple

from quizkit.segments.lines import pieces_of
from quizkit.segments.prose import prose_of

__all__ = ["VERSION", "Paragraph", "segment"]

VERSION = 2


class Paragraph(NamedTuple):
    """``number`` counts from 1; ``text`` is one line, without markup."""

    number: int
    text: str


def segment(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a document in plain text."""
    return tuple(Paragraph(number, prose) for number, prose in enumerate(prose_of(pieces_of(text)), 1))
