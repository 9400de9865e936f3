"""Multiple choice: pick the one right option."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import OPTION, OPTIONS, TEXT, key
from quizkit.grading import normalise
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
        answer, seen = normalise(self.answer.text), set[str]()
        for option in self.wrong:
            form = normalise(option.text)
            if form == answer:
                yield Mistake("wrong", f"the wrong option '{option.text}' is also the answer")
            elif form in seen:
                yield Mistake("wrong", f"the wrong option '{option.text}' stands here twice")
            seen.add(form)

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.ask, ChoiceInteraction((self.answer, *self.wrong), right=0))
