"""The keys that every question may carry, and how a type reports a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizkit.fields import CITATIONS, EVIDENCE, MEDIA, POINTS, SLUG, TEXT, TEXTS, key
from quizkit.grading import sameness
from quizkit.messages import _
from quizkit.model import Option

# As many as the terminal has keys for.
MOST_PICKS = 25


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
    hint: tuple[str, ...] = key(TEXTS, "Shown on request, one by one; each costs credit.", default=())
    explain: str = key(TEXT, "Shown with the answer: why it is so.", default="")
    tags: tuple[str, ...] = key(TEXTS, "Words to select questions by; exported to Anki.", default=())
    cite: tuple[str, ...] = key(CITATIONS, "The paragraphs that state the answer.", default=())
    evidence: tuple[str, ...] = key(
        EVIDENCE,
        "Words that stand in the cited paragraphs; the answer itself where nothing is given.",
        default=(),
    )
    as_of: str = key(TEXT, "When the answer was so.", default="")
    according_to: str = key(TEXT, "Whose claim or view is asked.", default="")
    image: str = key(MEDIA, "A picture that belongs to the question, in a file beside the deck.", default="")
    audio: str = key(MEDIA, "A sound that belongs to the question, in a file beside the deck.", default="")
    points: str = key(POINTS, "What the question counts in a quiz; 1 where nothing is said.", default="")


def repeated(key: str, texts: list[str]) -> Iterator[Mistake]:
    """Texts that differ from an earlier one in form only."""
    seen: set[str] = set()
    for text in texts:
        same = sameness(text)
        if same in seen:
            yield Mistake(key, _("'{text}' stands here twice").format(text=text))
        seen.add(same)


def too_many(key: str, count: int) -> Iterator[Mistake]:
    """More things to pick from than there are keys."""
    if count > MOST_PICKS:
        yield Mistake(
            key,
            _("{count} to pick from, and at most {limit} have a key").format(count=count, limit=MOST_PICKS),
            _("split the question"),
        )


def clashes(right: Sequence[Option], wrong: Sequence[Option]) -> Iterator[Mistake]:
    """Wrong options that are right ones too, or stand there twice."""
    answers = {sameness(option.text) for option in right}
    for option in wrong:
        if sameness(option.text) in answers:
            message = _("the wrong option '{option}' is also an answer").format(option=option.text)
            yield Mistake("wrong", message)
    yield from repeated("wrong", [option.text for option in wrong])
    yield from too_many("wrong", len(right) + len(wrong))
