"""Dates in words of the deck's language: how an answer is shown, not how it is stored."""

from __future__ import annotations

_FORMS = {
    "en": ("{month} {year}", "{day} {month} {year}"),
    "es": ("{month} de {year}", "{day} de {month} de {year}"),
}


def date_in_words(text: str, language: str) -> str:
    """1999-12-08 as 8 December 1999, in Spanish 8 de diciembre de 1999; in other languages as it stands."""
    forms = _FORMS.get(language.partition("-")[0])
    year, *rest = text.strip().split("-")
    if forms is None or not rest or not all(map(str.isdecimal, (year, *rest))):
        return text
    from quizkit.grading.date_languages import words_for  # only a date needs the tables

    month, *day = map(int, rest)
    if not 1 <= month <= 12 or len(day) > 1:
        return text
    name = words_for(language).names[month - 1]
    return forms[len(day)].format(day=day[0] if day else 0, month=name, year=year.lstrip("0"))
