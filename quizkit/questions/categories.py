"""Categories: put each item into its group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import GROUPS, TEXT, key
from quizkit.model import Match, Part
from quizkit.questions.common import Mistake, repeated, too_many


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """Put each item into its group."""

    ask: str = key(TEXT, "The question.")
    groups: tuple[tuple[str, tuple[str, ...]], ...] = key(GROUPS, "Each group with its items.")

    def mistakes(self) -> Iterator[Mistake]:
        yield from too_many("groups", len(self.groups))
        yield from repeated("groups", [item for _, items in self.groups for item in items])

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        placed = [(item, number) for number, (_, items) in enumerate(self.groups) for item in items]
        names = tuple(name for name, _ in self.groups)
        items, numbers = zip(*placed, strict=True)
        yield Part("", self.ask, Match(items, names, numbers, groups=True))
