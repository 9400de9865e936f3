"""A paragraph → its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…][\"'”’»)\]]*\s+(?=[\"'“‘„«(\[¿¡]*([^\W_]))")
# What ends in a full stop and ends no sentence: an initial, a title, an abbreviation.
_ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Sra|Srta|Dra|Jr|Gen|Gral|Col|Gov|Sen|Rep|No|Nos|Art|vs|etc|cf"
    r"|ed|eds|vol|pp?|approx|aprox|ca|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Inc|Ltd|Co|Corp|EE|UU|Ud|Uds|núm"
    r"|págs?|Av|Avda))\.$"
)
_LONGEST_ABBREVIATION = 12


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends, in order; the spaces between them belong to none."""
    start = 0
    for end in (*_ends(text), len(text)):
        sentence = text[start:end]
        begin = start + len(sentence) - len(sentence.lstrip())
        if begin < end:
            yield begin, start + len(sentence.rstrip())
        start = end


def _ends(text: str) -> Iterator[int]:
    for found in _END.finditer(text):
        if not found[1].islower() and not _is_abbreviated(text, found.start()):
            yield found.end()


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [text[slice(*span)] for span in sentence_spans(text)]


def _is_abbreviated(text: str, stop: int) -> bool:
    """Whether the full stop at ``stop`` belongs to the word before it."""
    return bool(_ABBREVIATION.search(text, max(0, stop - _LONGEST_ABBREVIATION), stop + 1))
