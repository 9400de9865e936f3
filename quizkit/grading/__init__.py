"""How an answer is judged: response × interaction → grade, and grade → rating.

The policy is written down in ``docs/grading.md``. ``text``, ``numbers``, ``dates`` and ``lists`` judge what
is typed, ``partial`` what is right in part; this module matches them to the interactions.
"""

from __future__ import annotations

import unicodedata
from typing import assert_never

from quizkit.grading.context import Context
from quizkit.grading.date_text import date_in_words
from quizkit.grading.form import form, joined
from quizkit.grading.partial import in_order, matched, several_options
from quizkit.model import (
    Choice,
    DateKey,
    ExtendedText,
    Gap,
    Gaps,
    Interaction,
    Key,
    Match,
    NumberKey,
    Order,
    Reveal,
    TextEntry,
    TextKey,
)
from quizkit.responses import Filled, Grade, Matched, Ordered, Picked, Response, SelfRated, Typed, Written
from quizkit.reviews import Rating

__all__ = [
    "Context",
    "date_in_words",
    "grade",
    "is_date",
    "key_of",
    "key_text",
    "proposed_rating",
    "same_text",
    "sameness",
]

# From this score on, an answer that is right in part counts as recalled with effort.
HARD_FROM = 0.6


def grade(interaction: Interaction, response: Response, context: Context = Context()) -> Grade:  # noqa: B008 - immutable
    """What ``response`` earns; a response of another shape than the interaction asks for earns 0."""
    match interaction, response:
        case Reveal(), SelfRated(rating):
            return Grade(0.0 if rating is Rating.AGAIN else 1.0)
        case TextEntry(), Typed(text):
            return _typed(interaction, text, context)
        case Choice(), Picked(picked):
            return _picked(interaction, picked)
        case Gaps(), Filled(texts):
            return _filled(interaction, texts, context)
        case Order(_, ranks), Ordered(items) if sorted(items) == list(range(len(ranks))):
            return Grade(in_order([ranks[item] for item in items]))
        case Match(items, _, partner_of), Matched(partners):
            right = sum(given == true for given, true in zip(partners, partner_of, strict=False))
            return Grade(matched(right, len(items)))
        case ExtendedText(rubric), Written(_, ticked):
            return Grade(len(set(ticked) & set(range(len(rubric)))) / len(rubric))
        case _:
            return Grade(0.0)


def proposed_rating(grade: Grade, *, hints: int = 0, slow: bool = False) -> Rating:
    """The rating a grade proposes.

    ========================================  =======
    right                                     Good
    right, but with a hint or slowly          Hard
    right in part, 0.6 or more                Hard
    right in part, less                       Again
    wrong                                     Again
    ========================================  =======
    """
    if grade.score >= 1.0:
        return Rating.HARD if hints or slow else Rating.GOOD
    return Rating.HARD if grade.score >= HARD_FROM else Rating.AGAIN


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in form only."""
    return sameness(one) == sameness(other)


def sameness(text: str) -> str:
    """What texts that differ in form only have in common, and others have not."""
    normal = joined(form(text))
    # Of nothing but marks: those themselves are compared, … being the same as three dots.
    return normal or "\0" + unicodedata.normalize("NFKC", text).strip()


def is_date(text: str) -> bool:
    """Whether a text such as 1999-12-08, 1999-12 or 1999 names a day, month or year that exists."""
    from quizkit.grading.dates import date_key

    return date_key(text) is not None


def key_text(key: Key, language: str = "") -> str:
    """An answer as it is shown: dates in words of the language, where one is given."""
    match key:
        case TextKey(text):
            return text
        case DateKey(text):
            return date_in_words(text, language)
        case NumberKey(value, unit):
            return f"{value}{'' if unit in {'', '%'} else ' '}{unit}"
        case _:
            assert_never(key)


def key_of(interaction: Interaction, language: str = "") -> str:
    """The right answer as text. Without a ``language`` it never changes: ids are made of it."""
    match interaction:
        case Reveal(answer):
            return answer
        case TextEntry(keys):
            return ", ".join(key_text(key, language) for key in keys)
        case Choice(options, right):
            return ", ".join(options[place].text for place in right)
        case Gaps():
            return ", ".join(gap.answer for gap in interaction.gaps)
        case Order():
            return " → ".join(interaction.in_order)
        case Match(items, partners, partner_of):
            return "; ".join(f"{item}: {partners[of]}" for item, of in zip(items, partner_of, strict=True))
        case ExtendedText(rubric, model_answer):
            return model_answer or "; ".join(rubric)
        case _:
            assert_never(interaction)


def _typed(entry: TextEntry, text: str, context: Context) -> Grade:
    if entry.several:
        from quizkit.grading.lists import grade_list

        return grade_list(text, [key for key in entry.keys if isinstance(key, TextKey)], entry.need, context)
    return grade_key(text, entry.keys[0], context)


def grade_key(text: str, key: Key, context: Context) -> Grade:
    """One typed answer against one key."""
    match key:
        case TextKey():
            return _text(text, key, context)
        case NumberKey():
            from quizkit.grading.numbers import grade_number

            return grade_number(text, key, context.language, context.question)
        case DateKey(answer):
            from quizkit.grading.dates import date_key, grade_date

            day = date_key(answer)
            return Grade(0.0) if day is None else grade_date(text, day, context.language, context.question)
        case _:
            assert_never(key)


def _text(text: str, key: TextKey, context: Context) -> Grade:
    """A text; one that is nothing but a number is judged as a number too, and the better grade counts."""
    from quizkit.grading.text import grade_text

    marks_alone = not key.exact and not form(text)
    if marks_alone and any(same_text(text, answer) for answer in (key.text, *key.accept)):
        return Grade(1.0)  # what is asked for is a mark
    judged = grade_text(text, key, context)
    if judged.score >= 1 or key.exact or not any(char.isdigit() for char in key.text):
        return judged
    from quizkit.grading.numbers import grade_number, is_number

    if not is_number(key.text, context.language):
        return judged
    as_number = grade_number(text, NumberKey(key.text), context.language, context.question)
    return as_number if as_number.score >= 1 else judged


def _picked(choice: Choice, picked: tuple[int, ...]) -> Grade:
    chosen = [place for place in dict.fromkeys(picked) if 0 <= place < len(choice.options)]
    if choice.several:
        return Grade(several_options(chosen, choice.right, len(choice.options)))
    right = len(chosen) == 1 and chosen[0] in choice.right
    return Grade(float(right), choice.options[chosen[0]].feedback if chosen else "")


def _filled(gaps: Gaps, texts: tuple[str, ...], context: Context) -> Grade:
    grades = [grade_gap(gap, text, context) for gap, text in zip(gaps.gaps, texts, strict=False)]
    right = sum(one.score >= 1 for one in grades)
    notes = "; ".join(dict.fromkeys(one.note for one in grades if one.note))
    return Grade(matched(right, len(gaps.gaps)), note=notes)


def grade_gap(gap: Gap, text: str, context: Context) -> Grade:
    """One gap; where it is picked from options, only its own answer will do."""
    if gap.wrong:
        return Grade(float(same_text(text, gap.answer)))
    return _text(text, gap.key, context)
