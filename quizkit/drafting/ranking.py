"""Which findings are worth the most, and which tell the same fact."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from quizkit.drafting.finding import Finding, Kind, Sentence
from quizkit.drafting.vocabulary import INCIDENTAL, LEANING, MAYBE, STOP
from quizkit.grading.form import fold

_MAYBE, _LEANING, _ASKING, _LONG, _SHORT = -0.6, -0.3, -1.0, -0.3, -0.4
# An answer longer than this cannot be typed, and wants other long ones beside it.
_LONG_ANSWER, _UNTYPABLE = 6, -0.3
# What stands inside somebody's own words is told by them, not by the document.
_QUOTED = -0.8
# The subject of the whole document is in every sentence, and the answer to no question about one.
_TOPIC = -1.2
_TOPIC_MENTIONS = 6
# Each further candidate of a sentence has to be better by this.
_CROWDED = 0.35
# A year may hold many events; more than this many of them are compared with no further one.
_COMPARED = 40
_CHUNK = re.compile(r"[^\W\d_]{5,}")


class Fact(NamedTuple):
    """A finding with the sentence it stands in, and what it scores there."""

    finding: Finding
    sentence: Sentence
    score: float
    rank: float = 0.0


def scored(findings: Iterable[tuple[Finding, Sentence]], mentions: Counter[str]) -> list[Fact]:
    """The findings with their scores; ``mentions``: how often the document names its names."""
    context: dict[tuple[int, int], float] = {}
    facts = []
    for finding, sentence in findings:
        place = sentence.number, sentence.start
        if place not in context:
            context[place] = _worth_of(sentence.text)
        score = finding.worth + context[place]
        if finding.kind is Kind.NAME:
            score += _topic(finding, mentions)
        if _is_quoted(finding, sentence.text):
            score += _QUOTED
        if len(finding.answer.split()) > _LONG_ANSWER:
            score += _UNTYPABLE
        facts.append(Fact(finding, sentence, round(score, 3)))
    return facts


def _is_quoted(finding: Finding, text: str) -> bool:
    """Whether a finding stands inside somebody's words rather than being all of them."""
    before, after = text[: finding.span.start], text[finding.span.end :]
    opened = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    return (opened and before[-1:] not in '“"') or (before.endswith(("[", "[the ")) and after[:1] == "]")


def _topic(finding: Finding, mentions: Counter[str]) -> float:
    often = mentions[fold(finding.answer)] >= _TOPIC_MENTIONS
    return _TOPIC if often and fold(finding.answer) not in INCIDENTAL else 0.0


def _worth_of(text: str) -> float:
    """What the kind of sentence does to everything in it."""
    written = re.findall(r"[^\W_]+", text)
    words = [fold(word) for word in written]
    score = 0.0
    if text.rstrip('"”’») ').endswith("?"):
        score += _ASKING
    if not MAYBE.isdisjoint(fold(word) for word in written if word.islower()):  # May is a month
        score += _MAYBE
    if words[:1] and words[0] in LEANING:
        score += _LEANING
    if len(words) > 55:
        score += _LONG
    if len(words) < 6:
        score += _SHORT
    return score


# --- one candidate for each fact --------------------------------------------------------------------


def distinct(facts: list[Fact]) -> list[Fact]:
    """The best telling of each fact, the best fact first; a crowded sentence comes later.

    Facts are the same where they have the same answer and share words besides it. Only tellings with the
    same answer are compared, and only with those kept, so that a long document costs no more than its length.
    """
    kept: dict[tuple[str, ...], list[tuple[Fact, frozenset[str]]]] = defaultdict(list)
    order: list[Fact] = []
    for fact in sorted(facts, key=_best_first):
        words = _content(fact.sentence.text)
        if any(_is_told(fact, words, kept[key]) for key in _keys(fact.finding)):
            continue
        for key in _keys(fact.finding):
            if len(kept[key]) < _COMPARED:
                kept[key].append((fact, words))
        order.append(fact)
    return _spread(order)


def _best_first(fact: Fact) -> tuple[float, int, int]:
    return -fact.score, fact.sentence.number, fact.sentence.start + fact.finding.span.start


def _keys(finding: Finding) -> list[tuple[str, ...]]:
    """What findings of one fact have in common: a date has its coarser forms, too."""
    if finding.kind is not Kind.DATE or finding.type != "date":
        return [(finding.kind, finding.shape, fold(finding.answer), fold(finding.unit))]
    parts = finding.answer.split("-")
    return [(finding.kind, "-".join(parts[:count])) for count in range(1, len(parts) + 1)]


def _is_told(fact: Fact, words: frozenset[str], others: list[tuple[Fact, frozenset[str]]]) -> bool:
    """Whether a better telling of the fact is among ``others``."""
    if fact.finding.kind is not Kind.DATE:
        return bool(others)
    return any(_is_same_event(fact, other, len(words & told)) for other, told in others)


def _is_same_event(fact: Fact, other: Fact, shared: int) -> bool:
    """Whether two dates are one: the same day or month, or one in the other and told in the same words."""
    one, two = fact.finding.answer, other.finding.answer
    if one == two and ("-" in one or fact.sentence == other.sentence):
        return True
    return shared >= 2 and (one.startswith(two) or two.startswith(one))


def _content(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in map(fold, _CHUNK.findall(text)) if word not in STOP)


def _spread(facts: list[Fact]) -> list[Fact]:
    """Best first, each sentence's further facts a little later than their score."""
    seen: Counter[tuple[int, int]] = Counter()
    placed = []
    for fact in facts:
        place = fact.sentence.number, fact.sentence.start
        placed.append(fact._replace(rank=fact.score - _CROWDED * seen[place]))
        seen[place] += 1
    return sorted(placed, key=lambda fact: (-fact.rank, *_best_first(fact)[1:]))
