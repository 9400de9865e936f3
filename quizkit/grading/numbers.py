"""Judging a typed number against a key: value, scale, unit, and the words round it.

The value must be equal, or within the tolerance; a bare number counts in the key's unit. Whatever makes it
another number is wrong: a bound, a range, a second number, another unit, another magnitude.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from quizkit.grading.number_frame import Frame, corrected, frame_of, names_another_noun, names_its_noun
from quizkit.grading.number_goal import Goal, goal_of
from quizkit.grading.number_reading import (
    MAX_LENGTH,
    PUNCTUATION,
    NumberText,
    Quantity,
    is_number,
    is_readable,
    quantities,
    read_number,
    with_scale_letters,
)
from quizkit.grading.number_tokens import clean, tokens_of
from quizkit.grading.number_words import code, words_of
from quizkit.grading.numerals import Tokens, text_at
from quizkit.grading.units import Ids
from quizkit.grading.words import ARTICLES, FREE
from quizkit.messages import _
from quizkit.model import NumberKey
from quizkit.responses import Grade

__all__ = ["NumberKey", "NumberText", "grade_number", "is_number", "read_number"]

_WRONG = Grade(0.0)
_ROMAN = re.compile("(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ORDINAL_ENDINGS = frozenset("th st nd rd er ero ro ra do da to ta mo ma vo va no na ° º ª".split())
_BETWEEN = frozenset("or o u to a and y e / - .. ...".split())
_TIMES = frozenset("of de times veces".split())
_NONE = frozenset("none nil nobody nothing ninguno ninguna nadie nada".split())


class _Said(NamedTuple):
    """A response as it was understood: its one number, and the tokens that need no further look."""

    number: Quantity
    tokens: Tokens
    own: frozenset[int] = frozenset()
    repeated: bool = False


def grade_number(response: str, key: NumberKey, language: str, question: str) -> Grade:
    """What a typed number earns: 1, with a note where something is to be minded, or 0."""
    if len(response) > MAX_LENGTH:
        return Grade(0.0, _("That is longer than any number."))
    goal = goal_of(key, language, question)
    if goal is None:
        return Grade(float(bool(response.strip()) and clean(response) == clean(key.value)))
    tokens = tokens_of(response, language)
    if not _words(tokens) or _words(tokens) == _words(goal.question.tokens):
        return _WRONG
    tokens, slip = corrected(tokens, goal, language)
    if _is_none(tokens, goal):
        return Grade(1.0)
    if _is_rank(response, tokens, goal, language):
        return Grade(1.0, note=_("As a number: {value}.").format(value=goal.value))
    said = _understood(with_scale_letters(tokens, language, goal.ids), goal, language)
    if said is None:
        several = len(quantities(tokens, language)) > 1
        return Grade(0.0, _("One number is wanted, not several.") if several else _("A number is wanted."))
    return _judged(said, goal, key, language, slip)


def _words(tokens: Tokens) -> list[str]:
    return [token.text for token in tokens if token.text not in PUNCTUATION]


# --- understanding ----------------------------------------------------------------------------------


def _understood(tokens: Tokens, goal: Goal, language: str) -> _Said | None:
    """The one number that a response says; None where it says none, or several."""
    found = quantities(tokens, language) if is_readable(tokens) else []
    meant = [one for one in found if not _is_frame(one, tokens, goal, language)] if len(found) > 1 else found
    if not meant or _restates(meant[0], tokens, goal):
        return None
    first, *others = meant
    for before, after in zip(meant, others, strict=False):
        between = {token.text for token in tokens[before.end : after.start]}
        if after.value != first.value or not between or not between.isdisjoint(_BETWEEN | _TIMES):
            return None
    own = {at for one in found if one is not first for at in range(one.start, one.end)}
    measures = tuple(ids for one in meant for ids in one.measures)
    repeated = any(one is not first and not _is_article(one, tokens) for one in found)
    number = first._replace(measures=measures, scale=max(one.scale for one in meant))
    return _Said(number, tokens, frozenset(own), repeated)


def _is_frame(number: Quantity, tokens: Tokens, goal: Goal, language: str) -> bool:
    """Whether a second number is none: "un" as an article, or the question's own "in 2022"."""
    said = [token.text for token in tokens[number.start : number.end]]
    before, after = text_at(tokens, number.start - 1), text_at(tokens, number.end)
    if before in _BETWEEN or after in _BETWEEN - {"a", "/"}:
        return False
    if _is_article(number, tokens):
        return True
    if words_of(language).scales.keys() >= set(said):
        return False
    led = before == "(" or (before[:1].isalpha() and before != "-")
    return led and _stands_in(said, goal.question.tokens)


def _is_article(number: Quantity, tokens: Tokens) -> bool:
    return number.end - number.start == 1 and text_at(tokens, number.start) in {"un", "una"}


def _restates(number: Quantity, tokens: Tokens, goal: Goal) -> bool:
    """Whether a number is the question's own sum, not worked out: 1/2, 10^3."""
    said = [token.text for token in tokens[number.start : number.end]]
    return any(("e" in one and one[0].isdigit()) or one == "/" for one in said[:4]) and _stands_in(
        said, goal.question.tokens
    )


def _stands_in(said: list[str], tokens: Tokens) -> bool:
    texts = [token.text for token in tokens]
    return any(texts[at : at + len(said)] == said for at in range(len(texts) - len(said) + 1))


def _is_none(tokens: Tokens, goal: Goal) -> bool:
    first, *rest = _words(tokens)
    return goal.value == 0 and first in _NONE and goal.nouns.issuperset(rest)


def _is_rank(response: str, tokens: Tokens, goal: Goal, language: str) -> bool:
    """The right number as a rank, where none is counted: the fifth, el tercer lugar, siglo XIX."""
    if goal.measures or goal.question.how_many:
        return False
    spare = FREE[code(language)] | ARTICLES[code(language)] | goal.question.forms
    words = [word for word in _words(tokens) if word not in spare]
    ranks = words_of(language)
    counted = bool(quantities(tokens, language))
    if len(words) == 2 and words[0] in ranks.tens and ranks.ordinals.get(words[1], 10) < 10:
        return ranks.tens[words[0]] + ranks.ordinals[words[1]] == goal.value
    if len(words) != 1 or counted:
        return False
    roman = [piece for piece in re.findall(r"\w+", response) if piece.casefold() == words[0]]
    if len(roman) == 1 and _ROMAN.fullmatch(roman[0]):
        return _roman(roman[0]) == goal.value
    return ranks.ordinals.get(words[0]) == goal.value


def _roman(text: str) -> int:
    digits = [_ROMAN_DIGITS[char] for char in text]
    pairs = zip(digits, [*digits[1:], 0], strict=True)
    return sum(-digit if digit < following else digit for digit, following in pairs)


# --- judging ----------------------------------------------------------------------------------------


def _judged(said: _Said, goal: Goal, key: NumberKey, language: str, slip: bool) -> Grade:
    said, is_ordinal = _without_ordinal_ending(said, goal)
    number, tokens = said.number, said.tokens
    frame = frame_of(tokens, number.start, number.end, goal, language, said.own)
    if frame.other_unit:
        return _in_another_unit(key)
    if frame.wrong:
        return Grade(0.0, frame.wrong)
    if is_ordinal and (goal.measures or goal.question.how_many):
        return Grade(0.0, _("A number is wanted, not a rank."))
    as_share = _is_share(number, goal)
    another = not number.measures and names_another_noun(tokens, number.end, goal, language)
    if another or not (as_share or _unit_agrees(number, goal)):
        return _in_another_unit(key)
    noun = names_its_noun(tokens, number.end, goal)
    value = number.value / 100 if as_share else number.value
    counts = _counts(number, goal, bool(number.measures) or noun)
    if not any(_agrees(value * count, goal) for count in counts):
        return Grade(0.0, _why_wrong(value, counts, goal))
    in_full = number.scale > 1 or _agrees(value, goal)
    unit_missing = not (in_full or goal.scale_is_named) or not (number.measures or noun or goal.unit_is_named)
    odd = any(token.odd for token in tokens[number.start : number.end])
    return Grade(
        1.0,
        note=_note(
            key,
            language,
            frame,
            slip=slip,
            odd=odd,
            unit_missing=unit_missing,
            wordy=said.repeated or is_ordinal or as_share,
        ),
    )


def _in_another_unit(key: NumberKey) -> Grade:
    """The unit is named, which the question may have left open; the number is not."""
    wanted = _("Another unit is wanted: {unit}.").format(unit=key.unit)
    return Grade(0.0, wanted if key.unit else _("That is another unit."))


def _without_ordinal_ending(said: _Said, goal: Goal) -> tuple[_Said, bool]:
    """5th, 3.º: the ending is no word of its own, and no degree."""
    number, tokens = said.number, said.tokens
    if number.measures and text_at(tokens, number.end - 1) == "°" and not goal.measures:
        return said._replace(number=number._replace(measures=number.measures[:-1])), True
    ending = tokens[number.end] if number.end < len(tokens) else None
    glued = ending is not None and ending.glued and ending.text in _ORDINAL_ENDINGS
    if not glued or not tokens[number.end - 1].is_digits:
        return said, False
    return said._replace(own=said.own | {number.end}), True


def _is_share(number: Quantity, goal: Goal) -> bool:
    """45 % where the key is 0.45."""
    percent = len(number.measures) == 1 and "percent" in number.measures[0]
    return percent and not goal.measures and not goal.unit_nouns and abs(goal.value) <= 1


def _unit_agrees(number: Quantity, goal: Goal) -> bool:
    """Whether every unit that was typed is one of the key's, and none of a compound one is left out."""
    for ids in number.measures:
        if ids.isdisjoint(goal.ids) and not _is_the_questions(ids, goal):
            return False
    missing = [ids for ids in goal.measures if all(ids.isdisjoint(typed) for typed in number.measures)]
    return not number.measures or not missing or goal.unit_is_named


def _is_the_questions(ids: Ids, goal: Goal) -> bool:
    """Whether a unit that the key has not is the question's: any where the key has none, else "a year"."""
    named = frozenset().union(*goal.question.named)
    if not goal.measures and not ids.isdisjoint(named):
        return True
    per = {unit[1:] for unit in ids if unit.startswith("/")}
    return not per.isdisjoint(named | goal.question.forms)


def _counts(number: Quantity, goal: Goal, named: bool) -> frozenset[int]:
    """The scales that a typed number may be counted in: the key's for a bare one, else only what it says."""
    if named or (number.scale > 1 and goal.question.asked.scale != goal.scale):
        return frozenset({1})
    return goal.counts


def _agrees(value: Fraction, goal: Goal) -> bool:
    return abs(value - goal.value) <= goal.slack


def _why_wrong(value: Fraction, counts: frozenset[int], goal: Goal) -> str:
    if any(_agrees(-value * count, goal) for count in counts):
        return _("Mind the sign.")
    ratio = value / goal.value if goal.value else Fraction(0)
    if ratio > 0 and re.fullmatch("10+", str(max(ratio, 1 / ratio))):
        return _("Mind the magnitude.")
    return ""


def _note(
    key: NumberKey, language: str, frame: Frame, *, slip: bool, odd: bool, unit_missing: bool, wordy: bool
) -> str:
    """The most useful of the remarks that a right answer may get."""
    if unit_missing:
        return _("Mind the unit: {unit}.").format(unit=key.unit) if key.unit else _("Mind the unit.")
    if odd:
        return _("Mind the marks: {example}.").format(
            example="1.234,5" if code(language) == "es" else "1,234.5"
        )
    if slip:
        return _("Mind the spelling.")
    if frame.vague:
        return _("The number itself is wanted, without “about”.")
    return _("The number alone is enough.") if frame.wordy or wordy else ""
