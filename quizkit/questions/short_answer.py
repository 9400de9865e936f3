"""Short answer: type it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import FLAG, REJECT, TEXT, TEXTS, key
from quizkit.grading import same_text
from quizkit.messages import _
from quizkit.model import Option, Part, TextEntry, TextKey
from quizkit.questions.common import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer:
    """Type the answer."""

    ask: str = key(TEXT, "The question.")
    answer: str = key(TEXT, "The right answer, as it will be shown.")
    accept: tuple[str, ...] = key(TEXTS, "Other right answers: spellings, abbreviations, names.", default=())
    reject: tuple[tuple[str, str], ...] = key(
        REJECT, "Likely wrong answers, and what to say to each.", default=()
    )
    exact: bool = key(FLAG, "Nothing is forgiven: every character counts, case too.", default=False)

    def mistakes(self) -> Iterator[Mistake]:
        accepted = (self.answer, *self.accept)
        if len(set(accepted)) < len(accepted):
            yield Mistake("accept", _("the same answer stands here twice"), _("leave the repeated one out"))
        for text, _feedback in self.reject:
            if any(text == right if self.exact else same_text(text, right) for right in accepted):
                yield Mistake("reject", _("'{text}' is rejected and accepted at once").format(text=text))

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        rejected = tuple(Option(text, feedback) for text, feedback in self.reject)
        yield Part("", self.ask, TextEntry((TextKey(self.answer, self.accept, rejected, self.exact),)))
