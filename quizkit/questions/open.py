"""Open question: write, then judge the text by its points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import TEXT, TEXTS, key
from quizkit.model import ExtendedText, Part
from quizkit.questions.common import Mistake, repeated, too_many


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Write, then tick the points the text makes."""

    ask: str = key(TEXT, "The question.")
    rubric: tuple[str, ...] = key(TEXTS, "The points a good answer makes.")
    model_answer: str = key(TEXT, "An answer that makes them all.", default="")

    def mistakes(self) -> Iterator[Mistake]:
        yield from repeated("rubric", list(self.rubric))
        yield from too_many("rubric", len(self.rubric))

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.ask, ExtendedText(self.rubric, self.model_answer))
