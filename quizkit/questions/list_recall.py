"""List recall: name several things from memory, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import COUNT, PER_ANSWER, SEVERAL, TEXT, key
from quizkit.grading import same_text
from quizkit.messages import _
from quizkit.model import Part, TextEntry, TextKey
from quizkit.questions.common import Mistake, repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRecall:
    """Name several things from memory, in any order."""

    ask: str = key(TEXT, "The question.")
    answers: tuple[str, ...] = key(SEVERAL, "The right answers.")
    accept: tuple[tuple[str, tuple[str, ...]], ...] = key(
        PER_ANSWER, "Other right texts for an answer.", default=()
    )
    need: str = key(COUNT, "How many of them are asked for; all where nothing is said.", default="")

    def mistakes(self) -> Iterator[Mistake]:
        yield from repeated("answers", list(self.answers))
        if self.need and int(self.need) > len(self.answers):
            yield Mistake(
                "need",
                _("{need} are asked for, and there are {count}").format(
                    need=self.need, count=len(self.answers)
                ),
            )

        for answer, texts in self.accept:
            if answer not in self.answers:
                yield Mistake(
                    "accept",
                    _("there is no answer '{answer}'").format(answer=answer),
                    _("answers: {answers}").format(answers=", ".join(self.answers)),
                )
            elif any(same_text(answer, text) for text in texts):
                yield Mistake(
                    "accept", _("'{answer}' stands here as another text for itself").format(answer=answer)
                )

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        accepted = dict(self.accept)
        keys = tuple(TextKey(answer, accepted.get(answer, ())) for answer in self.answers)
        yield Part("", self.ask, TextEntry(keys, int(self.need or len(keys))))
