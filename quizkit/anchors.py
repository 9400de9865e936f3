"""Finding a paragraph again in a document that has changed: by its digest, else by its sketch.

A sketch is the smallest hashes of a paragraph's word trigrams. How many of them another paragraph holds tells
how much the two have in common, so that a sentence added, a split or a merge cost little. Nothing of the text
can be read from either. Likeness only finds a paragraph; whether it proves anything is for its words to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import blake2b, sha256
from typing import NamedTuple

from quizkit.citations import folded, normalised
from quizkit.segments import Paragraph

# docs/decisions/0009-sketches.md has the figures behind these three.
SKETCH_SIZE = 32
LEAST_LIKENESS = 0.15
LEAST_SHARED = 3

_WORD = re.compile(r"\w+")
Sketch = tuple[int, ...]


class Locked(NamedTuple):
    """A paragraph as its author saw it."""

    digest: str
    sketch: Sketch = ()


class Same(NamedTuple):
    """The paragraph is where it was."""


class Moved(NamedTuple):
    """The same paragraph has another number."""

    number: int


class Edited(NamedTuple):
    """The paragraph now reads otherwise, perhaps under another number; ``likeness`` from 0 to 1."""

    number: int
    likeness: float


class Lost(NamedTuple):
    """No paragraph is like it."""


Anchor = Same | Moved | Edited | Lost


def anchor(
    locked: Locked, number: int, paragraphs: Sequence[Paragraph], taken: Collection[int] = ()
) -> Anchor:
    """Where the paragraph that had ``number`` is now.

    ``taken`` are the numbers of paragraphs that are known to be other ones: those of a bibliography may be
    more like each other than like themselves after an edit.
    """
    alike = [other.number for other in paragraphs if digest(other.text) == locked.digest]
    if alike:
        nearest = min(alike, key=lambda found: (abs(found - number), found))
        return Same() if nearest == number else Moved(nearest)
    found = {
        other.number: similarity
        for other in paragraphs
        if other.number not in taken and (similarity := likeness(locked.sketch, other.text)) >= LEAST_LIKENESS
    }
    if not found:
        return Lost()
    best = max(found, key=lambda other: (found[other], -abs(other - number)))
    # The sketch may hold none of the words that changed; who is told of an edit is not told "100%".
    return Edited(best, min(found[best], 0.99))


def lock(text: str) -> Locked:
    """What the lock file keeps of a paragraph."""
    return Locked(digest(text), sketch(text))


@lru_cache(maxsize=4096)
def digest(text: str) -> str:
    """Sixteen characters that stand for a text; how its quotes, dashes and spaces are set does not count."""
    return sha256(folded(text).encode()).hexdigest()[:16]


def sketch(text: str) -> Sketch:
    """The smallest hashes of the word trigrams of a text, in order."""
    return tuple(sorted(_hashes(text))[:SKETCH_SIZE])


def likeness(sketched: Sketch, text: str) -> float:
    """How much of the sketched text stands in ``text``, or of ``text`` in it, whichever is more: 0 to 1."""
    hashes = _hashes(text)
    shared = len(hashes.intersection(sketched))
    # Of a few words, a third must do.
    if shared < max(1, min(LEAST_SHARED, len(sketched) // 3)):
        return 0.0
    # Had ``text`` been part of the sketched one, all its hashes of this range would be in the sketch.
    full = len(sketched) >= SKETCH_SIZE
    comparable = sum(number <= sketched[-1] for number in hashes) if full else len(hashes)
    return shared / min(len(sketched), max(comparable, 1))


@lru_cache(maxsize=4096)
def _hashes(text: str) -> frozenset[int]:
    """A hash for each three words in a row, the edges of the text counted as words."""
    words = ["", *_WORD.findall(normalised(text)), ""]
    return frozenset(
        int.from_bytes(blake2b(" ".join(words[start : start + 3]).encode(), digest_size=4).digest())
        for start in range(max(len(words) - 2, 1))
    )
