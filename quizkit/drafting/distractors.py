"""Wrong options for a candidate, from its document: of the answer's shape, and false where it is asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from quizkit.drafting.finding import Finding, Kind, Sentence
from quizkit.drafting.persons import surname
from quizkit.drafting.vocabulary import CALLINGS, STOP
from quizkit.grading.form import fold
from quizkit.grading.number_words import ENGLISH, SPANISH

WANTED = 3
_LOOKED_AT = 60
# Figures farther apart than this are no mistake that anybody makes.
_FAR, _FEW = 12.0, 13
_WORD = re.compile(r"[^\W_]+")


class Pool:
    """What a document holds of each shape, with where each thing stands."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._shapes: dict[str, dict[str, Finding]] = defaultdict(dict)
        self._roles: dict[str, set[str]] = defaultdict(set)
        for finding in findings:
            self._shapes[finding.shape].setdefault(fold(finding.option), finding)
            if finding.kind is Kind.NAME and finding.about:
                self._roles[surname(finding.answer)].add(fold(finding.about))
            if finding.kind is Kind.ROLE:
                self._roles[finding.about].add(fold(finding.answer))

    def wrong_for(self, finding: Finding, sentence: Sentence, paragraph: str) -> tuple[str, ...]:
        """At most three options of the same shape that the sentence does not tell.

        Those that the whole paragraph does not tell come first.
        """
        found: list[str] = []
        told = fold(paragraph)
        near = sorted(
            self._near(finding), key=lambda option: (_stands(option[1], told), _distance(finding, option[1]))
        )
        for text, other in near:
            if len(found) == WANTED:
                break
            taken = [finding.option, *found]
            if self._is_false(finding, other, sentence) and not _overlaps(text, taken, other.shape):
                found.append(text)
        return tuple(found)

    def _near(self, finding: Finding) -> Iterator[tuple[str, Finding]]:
        """Options of the answer's shape; where things are counted, other counts with the answer's unit."""
        for other in islice(self._shapes[finding.shape].values(), _LOOKED_AT):
            if finding.kind is not Kind.NUMBER or finding.type != "number":
                yield other.option, other
            elif finding.shape.startswith("count") and _is_like_count(finding, other):
                yield other.option.replace(other.unit, finding.unit), other
            elif not finding.shape.startswith("count") and _ratio(finding, other) <= _FAR:
                yield other.option, other

    def _is_false(self, finding: Finding, other: Finding, sentence: Sentence) -> bool:
        if finding.kind is Kind.NAME and finding.shape == "person":
            theirs = self._roles[surname(other.answer)]
            shares = any(
                _is_one_office(one, two) for one in self._roles[surname(finding.answer)] for two in theirs
            )
            return not shares and surname(other.answer) not in sentence.text
        if finding.kind is Kind.ROLE:
            return other.about != finding.about and fold(other.answer) not in self._roles[finding.about]
        return not _stands(other, fold(sentence.text))


def _is_like_count(finding: Finding, other: Finding) -> bool:
    """Whether one count could be taken for the other: both of a few things, or both of many."""
    one, two = float(finding.answer), float(other.answer)
    return two >= 2 and _ratio(finding, other) <= _FAR and (one < _FEW) == (two < _FEW)


def _ratio(finding: Finding, other: Finding) -> float:
    """How many times the one figure is the other."""
    one, two = _amount(finding), _amount(other)
    return max(one / two, two / one)


def _amount(finding: Finding) -> float:
    scale = finding.unit.split()[0] if finding.unit else ""
    factor = ENGLISH.scales.get(fold(scale)) or SPANISH.scales.get(fold(scale)) or 1
    return (float(finding.answer) or 0.1) * factor


def _stands(other: Finding, told: str) -> bool:
    return any(fold(words) in told for words in (*other.evidence, other.option))


def _distance(finding: Finding, other: Finding) -> float:
    """How far an option is from the answer: figures in size, dates in years. The nearest are the best."""
    if finding.kind is Kind.NUMBER and finding.type == "number":
        whole = ("." in finding.answer) != ("." in other.answer)
        return _ratio(finding, other) + 3 * whole
    if finding.kind is Kind.DATE and finding.type == "date":
        return abs(int(finding.answer[:4]) - int(other.answer[:4]))
    if finding.kind is Kind.ROLE and _is_calling(finding) != _is_calling(other):
        return _FAR
    return abs(len(finding.option.split()) - len(other.option.split()))


def _is_one_office(one: str, other: str) -> bool:
    """Whether two texts may name the same office: the Russian President, Russia's president.

    President alone is the office of anybody.
    """
    words, theirs = ({word[:6] for word in _WORD.findall(text)} - STOP - {"s"} for text in (one, other))
    return words == theirs or (min(len(words), len(theirs)) > 1 and (words <= theirs or theirs <= words))


def _is_calling(finding: Finding) -> bool:
    return fold(finding.answer.split()[-1]) in CALLINGS


def _overlaps(text: str, others: list[str], shape: str) -> bool:
    """Whether an option says the same as another one, or is a part of it; a person may be spelt twice."""
    if shape == "person" and surname(text) in map(surname, others):
        return True
    words = set(_WORD.findall(fold(text)))
    for other in others:
        theirs = set(_WORD.findall(fold(other)))
        if words <= theirs or theirs <= words:
            return True
    return False
