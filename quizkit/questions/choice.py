"""Multiple choice: pick the one right option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import OPTION, OPTIONS, TEXT, key
from quizkit.grading import same_text
from quizkit.model import Choice as ChoiceInteraction
from quizkit.model import Option, Part
from quizkit.questions.common import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Pick the one right option."""

    ask: str = key(TEXT, "The question.")
    answer: Option = key(OPTION, "The right option.")
    wrong: tuple[Option, ...] = key(OPTIONS, "The wrong options.")

    def mistakes(self) -> Iterator[Mistake]:
        for number, option in enumerate(self.wrong):
            if same_text(option.text, self.answer.text):
                yield Mistake("wrong", f"the wrong option '{option.text}' is also the answer")
            elif any(same_text(option.text, other.text) for other in self.wrong[:number]):
                yield Mistake("wrong", f"the wrong option '{option.text}' stands here twice")

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.ask, ChoiceInteraction((self.answer, *self.wrong), right=0))
