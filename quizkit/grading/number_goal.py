"""What a number question wants: the key in full, and how its question counts and names things."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from quizkit.grading.number_reading import UnitText, read_number, read_unit, unit_at, with_scale_letters
from quizkit.grading.number_tokens import tokens_of
from quizkit.grading.number_words import code, words_of
from quizkit.grading.numerals import Tokens, text_at
from quizkit.grading.units import Ids, measure_at, narrowed, word_forms
from quizkit.grading.words import FREE
from quizkit.model import NumberKey

_MAX_QUESTION = 5000
_HOW_MANY = frozenset("many much cuantos cuantas cuanto cuanta".split())
_COUNTED = frozenset("number numero cantidad".split())
_IN = frozenset("in en".split())
_AGE = frozenset("old age edad".split())


class Question(NamedTuple):
    """What a question says about its answer.

    ``forms``: its words in every number; ``asked``: the unit it wants the answer in; ``named``: units it
    mentions at all; ``nouns``: words for what is counted; ``text``: its tokens, joined.
    """

    tokens: Tokens
    forms: frozenset[str]
    asked: UnitText
    named: tuple[Ids, ...]
    nouns: frozenset[str]
    how_many: bool


class Goal(NamedTuple):
    """The number that is right, in full, and what may stand beside it.

    ``counts``: the scales a bare number may be counted in; ``named``: whether the question names the scale
    and the unit, so that neither is missed.
    """

    value: Fraction
    slack: Fraction
    scale: int
    counts: frozenset[int]
    measures: tuple[Ids, ...]
    nouns: frozenset[str]
    unit_nouns: frozenset[str]
    question: Question

    @property
    def ids(self) -> Ids:
        return frozenset().union(*self.measures)

    @property
    def scale_is_named(self) -> bool:
        return self.scale in {1, self.question.asked.scale}

    @property
    def unit_is_named(self) -> bool:
        named = self.question.named
        measures = all(any(ids & other for other in named) for ids in self.measures)
        return measures and (not self.unit_nouns or not self.unit_nouns.isdisjoint(self.question.forms))


def forms_of(word: str) -> frozenset[str]:
    """The forms of a word, without a possessive ending."""
    return frozenset(word_forms(word.removesuffix("'s").removesuffix("'")))


def goal_of(key: NumberKey, language: str, question: str) -> Goal | None:
    """The goal of a key, or None where its value is no number."""
    number = read_number(key.value, language)
    if number is None:
        return None
    asked = question_of(question, language)
    unit = read_unit(key.unit, language)
    measures = unit.measures or number.unit or (asked.asked.measures if not unit.words else ())
    named = frozenset().union(*(ids for ids in asked.named if len(ids) == 1))
    scale = unit.scale * number.scale
    value = number.value * unit.scale
    # A key in full may stand beside a question that counts in millions.
    if scale == 1 and asked.asked.scale > 1 and abs(value) < max(asked.asked.scale, 10**6):
        scale = asked.asked.scale
        value *= scale
    nouns = frozenset().union(*map(forms_of, unit.words))
    return Goal(
        value,
        _slack(key.tolerance, value, scale, language),
        scale,
        frozenset({1, scale, asked.asked.scale}),
        tuple(narrowed(ids, named) for ids in measures),
        nouns | asked.nouns,
        frozenset() if unit.measures else nouns,
        asked,
    )


def _slack(tolerance: str, value: Fraction, scale: int, language: str) -> Fraction:
    """How far from ``value`` is still right; 0 where ``tolerance`` says nothing readable."""
    read = read_number(tolerance.strip().lstrip("±"), language)
    if read is None:
        return Fraction(0)
    if any("percent" in ids for ids in read.unit):
        return abs(value * read.value / 100)
    return abs(read.value) * (scale if read.scale == 1 else 1)


@lru_cache(maxsize=256)
def question_of(text: str, language: str) -> Question:
    """What the text of a question says about its answer."""
    tokens = with_scale_letters(tokens_of(text[:_MAX_QUESTION], language), language, frozenset())
    named = tuple(named.ids for named in (measure_at(tokens, at) for at in range(len(tokens))) if named)
    asked = _asked_unit(tokens, language)
    return Question(
        tuple(tokens),
        frozenset().union(*(forms_of(token.text) for token in tokens if token.is_word)),
        asked,
        named + asked.measures,
        frozenset().union(*map(forms_of, _counted_nouns(tokens, language))),
        any(token.text in _HOW_MANY for token in tokens),
    )


def _asked_unit(tokens: Tokens, language: str) -> UnitText:
    """The unit after "in" and "how many": "in billion US dollars", "¿Cuántos kilómetros …?"."""
    scale = 1
    measures: tuple[Ids, ...] = ()
    for at, token in enumerate(tokens):
        if token.text in _IN | _HOW_MANY:
            unit, _ = unit_at(tokens, at + 1, language)
            scale = scale if scale > 1 else unit.scale
            measures = measures or unit.measures
    return UnitText(scale, measures or _implied_measure(tokens, language))


def _implied_measure(tokens: Tokens, language: str) -> tuple[Ids, ...]:
    """A percentage that is asked for, and years where an age is."""
    if any(token.text in _HOW_MANY - {"much", "cuanto", "cuanta"} for token in tokens):
        return ()
    for at, token in enumerate(tokens):
        named = measure_at(tokens, at)
        counted = at > 0 and (
            tokens[at - 1].value is not None or text_at(tokens, at - 1) in words_of(language).small
        )
        if named and "percent" in named.ids and not counted:
            return (named.ids,)
        if token.text in _AGE:
            return (frozenset({"year"}),)
    return ()


def _counted_nouns(tokens: Tokens, language: str) -> Iterator[str]:
    """The words after "how many" and "number of", up to the first that is no noun of theirs."""
    free = FREE[code(language)]
    for at, token in enumerate(tokens):
        of = text_at(tokens, at + 1) in {"of", "de"}
        if token.text in _HOW_MANY or (token.text in _COUNTED and of):
            rest = tokens[at + 1 + of :]
            while rest and (rest[0].value is not None or rest[0].is_word):
                if rest[0].is_word and rest[0].text in free - {"of", "de", "the", "los", "las"}:
                    break
                is_noun = rest[0].is_word and rest[0].text not in words_of(language).scales
                yield from [rest[0].text] if is_noun else []
                rest = rest[1:]
