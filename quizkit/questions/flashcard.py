"""Flashcard: recall the back, see it, rate yourself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import FLAG, TEXT, key
from quizkit.messages import _
from quizkit.model import Part, Reveal
from quizkit.questions.common import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Flashcard:
    """Recall the back, see it, rate yourself."""

    front: str = key(TEXT, "What is shown.")
    back: str = key(TEXT, "What is to be recalled.")
    both_ways: bool = key(FLAG, "Also ask the front from the back.", default=False)

    def mistakes(self) -> Iterator[Mistake]:
        if self.front == self.back:
            yield Mistake("back", _("front and back are the same"))

    def text(self) -> str:
        return self.front

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.front, Reveal(self.back))
        if self.both_ways:
            yield Part("reverse", self.back, Reveal(self.front))
