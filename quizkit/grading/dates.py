"""Judging a typed date: what was typed is read (see ``date_reading``) and held against the key.

Right is every usual writing of the date, and a finer date inside the key (a day of December 1999). A coarser
one that is true, or one without its year, is a part of the answer. One that may be read in two ways is right
if one of them is.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import NamedTuple

from quizkit.grading.date_languages import words_for
from quizkit.grading.date_parts import Refusal, Remark
from quizkit.grading.date_reading import Reading, Readings, read_dates
from quizkit.grading.date_text import date_in_words
from quizkit.grading.form import fold
from quizkit.grading.month_names import Share
from quizkit.messages import _
from quizkit.responses import Grade

# What a true but coarser date earns: one step short of the key, or more.
ONE_STEP, MORE_STEPS = 0.5, 0.25


class Day(NamedTuple):
    """The date that is the answer; ``day`` 0: a month or a year, ``month`` 0: a year."""

    year: int
    month: int = 0
    day: int = 0


class _Outcome(NamedTuple):
    """What one reading earns."""

    score: float
    feedback: str = ""
    notes: tuple[str, ...] = ()


_KEY = re.compile(r"([0-9]{1,4})|([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")

_FEEDBACK = {
    Refusal.EMPTY: "",
    Refusal.UNCLEAR: _("This does not read as one date."),
    Refusal.SEVERAL: _("This names more than one date: decide for one."),
    Refusal.EITHER: _("Two answers are no answer: decide for one date."),
    Refusal.NEGATED: _("This says what the date is not."),
    Refusal.BOUND: _("Only the date itself is asked for: no before or after, no range."),
    Refusal.IMPOSSIBLE: _("There is no such date."),
}
_NOTES = {
    Remark.TYPO: _("Mind the spelling of the month."),
    Remark.ACCENT: _("Mind the accents."),
    Remark.ABOUT: _("The date is exact: no “about”."),
    Remark.HEDGE: _("The date alone is enough."),
    Remark.SEPARATOR: _("A year is written without a dot or comma."),
}
_SWAPPED = _("Day and month have changed places.")
# By what is wrong, and by what is missing of what was asked, in the order of ``Day``.
_NOT_RIGHT = {
    ("year",): _("Not the right year."),
    ("month",): _("Not the right month."),
    ("day",): _("Not the right day."),
    ("year", "month"): _("Not the right month and year."),
    ("year", "day"): _("Not the right day and year."),
    ("month", "day"): _("Not the right day and month."),
    ("year", "month", "day"): _("Not the right date."),
}
_MISSING = {
    ("year",): _("True, but the year is missing."),
    ("month",): _("True, but the month is missing."),
    ("day",): _("True, but the day is missing."),
    ("year", "month"): _("True, but the month and the year are missing."),
    ("year", "day"): _("True, but the day and the year are missing."),
    ("month", "day"): _("True, but the day and the month are missing."),
}
_WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
_TWO_WAYS = _("This can be read as day/month or month/day: write the month as a word.")


def date_key(text: str) -> Day | None:
    """The date of ``1999-12-08``, ``1999-12`` or ``1999``; None for anything else."""
    match = _KEY.fullmatch(text.strip())
    if not match:
        return None
    year, *rest = (int(part) for part in match.groups() if part)
    key = Day(year, *rest)
    if not year or (rest and not 1 <= key.month <= 12):
        return None
    return None if len(rest) > 1 and not _exists(*key) else key


def grade_date(response: str, key: Day, language: str, question: str) -> Grade:
    """What a typed date earns; ``question`` is what was asked, whose words add nothing to an answer."""
    read = read_dates(response, language, question)
    if not isinstance(read, Readings):
        says_nothing = read in {Refusal.NEGATED, Refusal.EITHER} and not any(map(str.isdigit, response))
        return Grade(0.0, "" if says_nothing else _FEEDBACK[read])  # "I don't know"
    named = _named_in(question, language)
    outcomes = [_judge(reading, key, named, language) for reading in read.readings]
    best = max(outcomes, key=lambda outcome: (outcome.score, -len(outcome.notes)))
    if best.score < 1:
        return Grade(best.score, best.feedback)
    rivals = zip(read.readings, outcomes, strict=True)
    two_ways = any(reading.month and reading.day and outcome.score < 1 for reading, outcome in rivals)
    notes = [_NOTES[remark] for remark in Remark if remark in read.remarks and remark in _NOTES]
    if Remark.LANGUAGE in read.remarks:
        notes.append(_language_note(key, language))
    notes += [*best.notes, *([_TWO_WAYS] if two_ways else [])]
    return Grade(1.0, note=" ".join(notes[:2]))


def _judge(reading: Reading, key: Day, named: Day, language: str) -> _Outcome:
    """One reading against the key; ``named``: the year and month that the question names itself."""
    if reading.span > 1:
        return _judge_period(reading, key)
    year = reading.year
    if reading.short and key.year % 100 == reading.year:
        year = key.year  # the century of a two-digit year is the key's
    given = Day(year, reading.month, reading.day)
    if year and given.day and given.month and not _exists(*given):
        return _Outcome(0.0, _FEEDBACK[Refusal.IMPOSSIBLE])
    if reading.maybe_range and not key.month:
        return _Outcome(0.0, _FEEDBACK[Refusal.BOUND])
    wrong = [name for name in Day._fields if _differ(getattr(given, name), getattr(key, name))]
    if wrong:
        swapped = given.year == key.year and (given.month, given.day) == (key.day, key.month)
        return _Outcome(0.0, _SWAPPED if swapped else _NOT_RIGHT[tuple(wrong)])
    if not _is_in_part(reading.part, given, key):
        return _Outcome(0.0, _("Not the right part of it."))
    return _complete(reading, given, key, named, language)


def _complete(reading: Reading, given: Day, key: Day, named: Day, language: str) -> _Outcome:
    """A true reading: whether it says all that the key does, or all but what the question says."""
    missing = [name for name in Day._fields if getattr(key, name) and not getattr(given, name)]
    asked = [name for name in missing if getattr(named, name) != getattr(key, name)]
    alone = given.day and not given.month and key.month  # where only a year is asked, "2" is no day
    if len(missing) == sum(map(bool, key)) or (alone and asked):
        return _Outcome(0.0, _("The day alone is not enough.") if alone else _("The year is asked for."))
    if asked:
        return _Outcome(ONE_STEP if len(asked) == 1 else MORE_STEPS, _MISSING[tuple(asked)])
    notes = [_("In full: {answer}.").format(answer=_in_full(key, language))] if missing else []
    if reading.short and key.year > 99:
        notes.append(_("Write the year in full: {year}.").format(year=key.year))
    full = Day(*(one or other for one, other in zip(given, key, strict=True)))
    if reading.weekday is not None and full.day and _exists(*full):
        weekday = datetime.date(*full).weekday()
        if weekday != reading.weekday:
            notes.append(_("That day was a {weekday}.").format(weekday=_WEEKDAYS[weekday]))
    return _Outcome(1.0, notes=tuple(notes))


def _judge_period(reading: Reading, key: Day) -> _Outcome:
    """A decade or a century against the key: never more than a part of it."""
    start = reading.year
    if reading.short:
        start += key.year - key.year % 100
    if not start <= key.year < start + reading.span:
        return _Outcome(0.0, _("Not the right year."))
    place = (key.year - start + 0.5) / reading.span
    if reading.part and not any(low <= place <= high for low, high in reading.part):
        return _Outcome(0.0, _("Not the right part of it."))
    is_next = reading.span == 10 and not key.month
    return _Outcome(ONE_STEP if is_next else MORE_STEPS, _("True, but not exact enough."))


def _is_in_part(part: Share, given: Day, key: Day) -> bool:
    """Whether the key lies in the early, middle or late part of what was given, as far as it tells."""
    if not part or not key.month or (given.month and not key.day):
        return True
    place = (key.day - 0.5) / 31 if given.month else (key.month - 0.5) / 12
    return any(low <= place <= high for low, high in part)


def _differ(given: int, key: int) -> bool:
    return bool(given and key) and given != key


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _named_in(question: str, language: str) -> Day:
    """The one year and the one month that a question names; 0 where there are none or several."""
    words = re.findall(r"[^\W\d_]+|\d+", fold(question))
    years = {int(word) for word in words if re.fullmatch(r"[0-9]{4}", word)}
    names = words_for(language).months
    months = {names[word] for word in words if word in names and len(word) > 3}
    return Day(years.pop() if len(years) == 1 else 0, months.pop() if len(months) == 1 else 0)


def _language_note(key: Day, language: str) -> str:
    names = words_for(language).names
    if not (key.month and names):
        return _("Answer in the language of the deck.")
    return _("In the language of the deck the month is “{month}”.").format(month=names[key.month - 1])


def _in_full(key: Day, language: str) -> str:
    return date_in_words("-".join(f"{part:02}" for part in key if part), language)
