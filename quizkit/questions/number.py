"""Number: type a number, perhaps with a unit, within a tolerance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import NUMBER, TEXT, TOLERANCE, key
from quizkit.model import NumberKey, Part, TextEntry
from quizkit.nodes import Mapping, Scalar
from quizkit.questions.common import Mistake

_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Type a number."""

    ask: str = key(TEXT, "The question.")
    answer: str = key(NUMBER, "The number.")
    unit: str = key(TEXT, "Its unit: `billion USD`, `%`, `km`.", default="")
    tolerance: str = key(TOLERANCE, "How far off is still right: `0.5`, or `5%` of the answer.", default="")

    @staticmethod
    def claims(node: Mapping) -> bool:
        """An answer that is written as a number makes a number question."""
        answer = node.get("answer")
        return isinstance(answer, Scalar) and bool(_NUMBER.fullmatch(answer.text))

    def mistakes(self) -> Iterator[Mistake]:
        return iter(())

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.ask, TextEntry((NumberKey(self.answer, self.unit, self.tolerance),)))
