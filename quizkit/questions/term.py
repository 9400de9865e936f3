"""Term: recall the definition of a term, or the term from its definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import FLAG, TEXT, key
from quizkit.messages import _
from quizkit.model import Part, Reveal
from quizkit.questions.common import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Recall what a term means."""

    term: str = key(TEXT, "The term.")
    definition: str = key(TEXT, "What it means.")
    both_ways: bool = key(FLAG, "Also ask the term from the definition.", default=False)

    def mistakes(self) -> Iterator[Mistake]:
        if self.term == self.definition:
            yield Mistake("definition", _("term and definition are the same"))

    def text(self) -> str:
        return self.term

    def parts(self, _language: str) -> Iterator[Part]:
        yield Part("", self.term, Reveal(self.definition))
        if self.both_ways:
            yield Part("reverse", self.definition, Reveal(self.term))
