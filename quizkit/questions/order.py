"""Order: put items in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import SEVERAL, TEXT, key
from quizkit.model import Order as OrderInteraction
from quizkit.model import Part
from quizkit.questions.common import Mistake, repeated, too_many


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Put items in order."""

    ask: str = key(TEXT, "The question, which says by what to order.")
    order: tuple[str, ...] = key(SEVERAL, "The items, in the right order.")

    def mistakes(self) -> Iterator[Mistake]:
        yield from repeated("order", list(self.order))
        yield from too_many("order", len(self.order))

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.ask, OrderInteraction(self.order, tuple(range(len(self.order)))))
