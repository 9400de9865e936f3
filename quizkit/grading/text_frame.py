"""The words round an answer: a sentence of free words adds nothing, other words make another answer."""

from __future__ import annotations

import re

from quizkit.grading.alignment import aligned
from quizkit.grading.context import Context
from quizkit.grading.form import bare, form, joined
from quizkit.grading.others import Others
from quizkit.grading.slips import stems_of
from quizkit.grading.words import ALTERNATIVES, FREE, LIMITS, LINKS, NEGATIONS, OPINION


def without_links(words: list[str], language: str) -> list[str]:
    links = LINKS.get(language[:2], frozenset())
    return [bare(word) for word in words if bare(word) not in links]


def framed(words: list[str], key_words: list[str], context: Context, others: Others) -> str | None:
    """The answer inside a sentence of free words: a note ("": the usual one), None where it is not."""
    size = len(key_words)
    if not size or len(words) <= size:
        return None
    for start in range(len(words) - size + 1):
        remark = aligned(words[start : start + size], key_words, others)
        if remark is None:
            continue
        before, after = words[:start], words[start + size :]
        if _is_frame(before, after, context, others):
            exact = all(bare(a) == bare(b) for a, b in zip(words[start:], key_words, strict=False))
            return "" if exact else f"{remark}."
    return None


def _is_frame(before: list[str], after: list[str], context: Context, others: Others) -> bool:
    """Whether the words before and after the answer are function words, words of the question or opinion."""
    language = context.language[:2]
    extra = [bare(word) for word in (*before, *after)]
    question = [bare(word) for word in form(context.question, context.language).split()]
    free = FREE.get(language, frozenset()) | OPINION.get(language, frozenset())
    if any(word in ALTERNATIVES or word in NEGATIONS for word in extra):
        return False
    if before[-1:] == ["i"] and language == "en":
        return False  # An initial, as in I Fleming.
    stems = {stem for word in question for stem in stems_of(word)}
    if any(word not in free and word not in question and not stems & stems_of(word) for word in extra):
        return False
    if any(word in LIMITS and word not in question for word in extra):
        return False
    if any(joined(part) in others.bare for part in _runs(extra)):
        return False
    return not _names_alternative(extra, question, free)


def _runs(words: list[str]) -> list[str]:
    """Every run of up to four words."""
    return [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 5, len(words) + 1))]


def _names_alternative(extra: list[str], question: list[str], free: frozenset[str]) -> bool:
    """In "Is it A or B?" the words beside "or" are answers, not frame."""
    offered: set[str] = set()
    for place, word in enumerate(question):
        if word in {"or", "o", "u"}:
            offered |= set(question[max(0, place - 3) : place + 4])
    return any(word in offered and word not in free and not re.fullmatch(r"or|o|u", word) for word in extra)
