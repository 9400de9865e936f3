"""A sentence as words and marks, for the finders that look at capital letters."""

from __future__ import annotations

import re
from typing import NamedTuple

from quizkit.drafting.vocabulary import EVENTS
from quizkit.grading.form import fold

_TOKEN = re.compile(r"[’']s\b|[^\W_]+(?:[-’'.](?=[^\W\d_])(?![’']?s\b)[^\W_]+)*|[^\w\s]")


class Word(NamedTuple):
    """A word or a mark where it stands; ``low`` is it without case and accents."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.text.isupper()


NONE = Word(" ", "", 0, 0)


def words_of(text: str) -> list[Word]:
    return [Word(found.group(), fold(found.group()), *found.span()) for found in _TOKEN.finditer(text)]


def is_event_near(text: str, start: int, end: int, reach: int) -> bool:
    """Whether one of the next words before or after a place tells of an event."""
    near = (*text[:start].split()[-reach:], *text[end:].split()[:reach])
    return any(EVENTS.fullmatch(fold(word.strip("\"“”'().,;:[]"))) for word in near)


def at(words: list[Word], place: int) -> Word:
    """The word at a place, or an empty one beyond the ends."""
    return words[place] if 0 <= place < len(words) else NONE
