"""Date: type a day, a month or a year in any usual way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import DATE, TEXT, key
from quizkit.grading import is_date
from quizkit.messages import _
from quizkit.model import DateKey, Part, TextEntry
from quizkit.nodes import Mapping, Scalar
from quizkit.questions.common import Mistake

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """Type a date."""

    ask: str = key(TEXT, "The question.")
    answer: str = key(DATE, "The date: `1999-12-08`, `1999-12` or `1999`.")

    @staticmethod
    def claims(node: Mapping) -> bool:
        """An answer that is written as a date makes a date question (a year alone is a number)."""
        answer = node.get("answer")
        return isinstance(answer, Scalar) and bool(_DATE.fullmatch(answer.text))

    def mistakes(self) -> Iterator[Mistake]:
        if not is_date(self.answer):
            yield Mistake("answer", _("there is no day {date}").format(date=self.answer))

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.ask, TextEntry((DateKey(self.answer),)))
