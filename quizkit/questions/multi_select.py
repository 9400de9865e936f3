"""Multi-select: tick every right option, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import OPTIONS, TEXT, key
from quizkit.model import Choice, Option, Part
from quizkit.questions.common import Mistake, clashes, repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiSelect:
    """Tick every right option."""

    ask: str = key(TEXT, "The question.")
    answers: tuple[Option, ...] = key(OPTIONS, "The right options.")
    wrong: tuple[Option, ...] = key(OPTIONS, "The wrong options.")

    def mistakes(self) -> Iterator[Mistake]:
        yield from repeated("answers", [option.text for option in self.answers])
        yield from clashes(self.answers, self.wrong)

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        options = (*self.answers, *self.wrong)
        yield Part("", self.ask, Choice(options, right=tuple(range(len(self.answers))), several=True))
