"""Which question is which: ids for questions without one, and edited questions found again.

Progress belongs to a question's id. A question whose author gave none gets an id derived from its text;
after an edit of the text it is recognised by likeness, so that a typo fix never costs progress.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from quizkit.fields import NAME_LETTERS

# Dice similarity of letter trigrams. Edits of a word or a half sentence stay above 0.6; most questions of
# one theme stay below 0.5, and of those above it the likest pair wins. Progress that follows a question a
# little too far costs less than progress that is lost.
LIKENESS = 0.5

_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(f"[{NAME_LETTERS}]+")


def slug(text: str, words: int = 8) -> str:
    """A readable name made of the first words of ``text``, in lower case."""
    normal = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "-".join(_NAME.findall(normal.lower())[:words])[:60].strip("-")


def derived_ids(texts: Sequence[tuple[str, str]]) -> list[str]:
    """An id for each (question text, answer text) of a deck's questions without id.

    The id depends on the question's text alone, so that a corrected answer keeps it; only where two
    questions share their text does the answer enter, and where they share both, their order.
    """
    prompts = Counter(_normal(prompt) for prompt, _ in texts)
    ids: list[str] = []
    for prompt, answer in texts:
        basis = prompt if prompts[_normal(prompt)] == 1 else f"{prompt}\x1f{answer}"
        ids.append(f"{slug(prompt, 5)[:40] or 'q'}-{_digest(basis)}")
    counted: Counter[str] = Counter()
    for place, name in enumerate(ids):
        counted[name] += 1
        if counted[name] > 1:
            ids[place] = f"{name}-{counted[name]}"
    return ids


def _digest(text: str) -> str:
    """Eight characters that stand for ``text``: letter case, spacing and punctuation do not count."""
    return blake2b(_normal(text).encode(), digest_size=4).hexdigest()


def _normal(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold())) or text


class Match(NamedTuple):
    """``old`` and ``new`` are ids of what is taken to be the same question."""

    old: str
    new: str
    likeness: float


def match_edited(
    vanished: Mapping[str, str], appeared: Mapping[str, str], least: float = LIKENESS
) -> list[Match]:
    """Pairs of a vanished and an appeared question (id → text) that are alike, the most alike first.

    Each question is paired once. Time grows with the trigrams that the two sides share, not with the
    product of their sizes.
    """
    old_grams = {name: trigrams(text) for name, text in vanished.items()}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, grams in old_grams.items():
        for gram in grams:
            holders[gram].append(name)
    candidates: list[Match] = []
    for new, text in appeared.items():
        grams = trigrams(text)
        shared = Counter(old for gram in grams for old in holders.get(gram, ()))
        for old, common in shared.items():
            likeness = 2 * common / (len(grams) + len(old_grams[old]))
            if likeness >= least:
                candidates.append(Match(old, new, likeness))
    return _best_first(candidates)


def _best_first(candidates: Iterable[Match]) -> list[Match]:
    used: set[str] = set()
    chosen: list[Match] = []
    for match in sorted(candidates, key=lambda match: (-match.likeness, match.old, match.new)):
        old, new = f"old {match.old}", f"new {match.new}"
        if old not in used and new not in used:
            used |= {old, new}
            chosen.append(match)
    return chosen


def trigrams(text: str) -> frozenset[str]:
    """The letter trigrams of a text, each word with a space around it."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return frozenset(
        padded[i : i + 3] for word in words for padded in (f" {word} ",) for i in range(len(padded) - 2)
    )
