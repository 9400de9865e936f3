"""True or false: judge a statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from quizkit.fields import FLAG, TEXT, key
from quizkit.model import Choice, Option, Part
from quizkit.questions.common import Mistake

WORDS = {
    "be": ("Праўда", "Няпраўда"),
    "de": ("Richtig", "Falsch"),
    "en": ("True", "False"),
    "es": ("Verdadero", "Falso"),
    "fr": ("Vrai", "Faux"),
    "it": ("Vero", "Falso"),
    "pl": ("Prawda", "Fałsz"),
    "pt": ("Verdadeiro", "Falso"),
    "ru": ("Верно", "Неверно"),
    "uk": ("Правда", "Неправда"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse:
    """Judge a statement."""

    statement: str = key(TEXT, "What is to be judged.")
    answer: bool = key(FLAG, "Whether the statement is true.")

    def mistakes(self) -> Iterator[Mistake]:
        return iter(())

    def text(self) -> str:
        return self.statement

    def parts(self, language: str) -> Iterator[Part]:
        right = (0 if self.answer else 1,)
        yield Part("", self.statement, Choice(_options(language), right, fixed_order=True))


@cache
def _options(language: str) -> tuple[Option, ...]:
    words = WORDS.get(language.partition("-")[0], WORDS["en"])
    return tuple([Option(word) for word in words])
