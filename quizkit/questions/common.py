"""The keys that every question may carry, and how a type reports a mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from quizkit.fields import CITATIONS, SLUG, TEXT, TEXTS, key


class Mistake(NamedTuple):
    """What is wrong with the value under ``key``, though it is of the right form."""

    key: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """Keys of every question."""

    id: str = key(SLUG, "Keeps the learner's progress when the text changes; unique in the deck.", default="")
    type: str = key(SLUG, "The question type, where its keys leave a doubt.", default="")
    hint: str = key(TEXT, "Shown on request, before the answer.", default="")
    explain: str = key(TEXT, "Shown with the answer: why it is so.", default="")
    tags: tuple[str, ...] = key(TEXTS, "Words to select questions by; exported to Anki.", default=())
    cite: tuple[str, ...] = key(CITATIONS, "The paragraphs that state the answer.", default=())
    as_of: str = key(TEXT, "When the answer was so.", default="")
    according_to: str = key(TEXT, "Whose claim or view is asked.", default="")
