"""Multiple choice: pick the one right option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import OPTION, OPTIONS, TEXT, key
from quizkit.model import Choice as ChoiceInteraction
from quizkit.model import Option, Part
from quizkit.questions.common import Mistake, clashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Pick the one right option."""

    ask: str = key(TEXT, "The question.")
    answer: Option = key(OPTION, "The right option.")
    wrong: tuple[Option, ...] = key(OPTIONS, "The wrong options.")

    def mistakes(self) -> Iterator[Mistake]:
        yield from clashes((self.answer,), self.wrong)

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.ask, ChoiceInteraction((self.answer, *self.wrong), right=(0,)))
