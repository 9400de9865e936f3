"""Short answer: type it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import TEXT, TEXTS, key
from quizkit.model import Part, TextEntry
from quizkit.questions.common import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer:
    """Type the answer."""

    ask: str = key(TEXT, "The question.")
    answer: str = key(TEXT, "The right answer, as it will be shown.")
    accept: tuple[str, ...] = key(TEXTS, "Other right answers: spellings, abbreviations, names.", default=())

    def mistakes(self) -> Iterator[Mistake]:
        if len({self.answer, *self.accept}) <= len(self.accept):
            yield Mistake("accept", "the same answer stands here twice", "leave the repeated one out")

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.ask, TextEntry(self.answer, self.accept))
