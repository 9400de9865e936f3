"""What is found in a sentence, and what is made of it: values that the finders and the screen share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Kind(StrEnum):
    """What a question would ask for."""

    DATE = "date"
    NUMBER = "number"
    NAME = "name"
    ROLE = "role"


class Span(NamedTuple):
    """Where something stands in a text."""

    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence of a paragraph; ``text`` is as long as it stands there, but without its references.

    ``start``: its place in the paragraph's text; ``number``: the paragraph's.
    """

    number: int
    start: int
    text: str


class Finding(NamedTuple):
    """A fact's answer where it stands in a sentence.

    ``answer``: as a deck writes it; ``option``: as one of several to pick from; ``shape``: what a wrong
    option must share with it; ``about``: whom a role belongs to, or which role is a name's;
    ``evidence``: the words that prove it; ``worth``: how likely it is worth a question.
    """

    kind: Kind
    type: str
    shape: str
    answer: str
    option: str
    span: Span
    worth: float
    unit: str = ""
    accept: tuple[str, ...] = ()
    about: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that waits for its text.

    ``sentence`` and ``span`` (the answer) are places in the cited paragraph: the words themselves are for
    the screen only, and in no file.
    """

    kind: Kind
    type: str
    answer: str
    option: str
    unit: str
    accept: tuple[str, ...]
    wrong: tuple[str, ...]
    cite: str
    evidence: tuple[str, ...]
    number: int
    sentence: Span
    span: Span
    score: float

    def question(self, ask: str = "TODO") -> dict[str, Any]:
        """The keys of the question in a deck."""
        if self.type == "choice":
            return self.as_choice(ask)
        question: dict[str, Any] = {"ask": ask, "answer": self.answer}
        if self.type == "date" and "-" not in self.answer:
            question["type"] = "date"  # a year alone would be read as a number
        if self.unit:
            question["unit"] = self.unit
        if self.accept:
            question["accept"] = list(self.accept)
        return question | self._proof()

    def as_choice(self, ask: str = "TODO") -> dict[str, Any]:
        """The keys of the question with options to pick from."""
        return {"ask": ask, "answer": self.option, "wrong": list(self.wrong)} | self._proof()

    def _proof(self) -> dict[str, Any]:
        one = self.evidence[0] if len(self.evidence) == 1 else list(self.evidence)
        return {"cite": self.cite, "evidence": one}
