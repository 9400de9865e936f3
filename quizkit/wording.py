"""The words that quizkit adds to a question: in the language of its deck, whatever the reader's is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quizkit.grading import date_in_words
from quizkit.model import About

# Whose claim it is, and when it was so.
_CONTEXT = {
    "be": ("Паводле {whom}", "па стане на {when}"),
    "de": ("Laut {whom}", "Stand {when}"),
    "en": ("According to {whom}", "as of {when}"),
    "es": ("Según {whom}", "a fecha de {when}"),
    "fr": ("Selon {whom}", "en date de {when}"),
    "it": ("Secondo {whom}", "alla data del {when}"),
    "pl": ("Według {whom}", "stan na {when}"),
    "pt": ("Segundo {whom}", "à data de {when}"),
    "ru": ("По словам {whom}", "по состоянию на {when}"),
    "uk": ("За словами {whom}", "станом на {when}"),
}


def context(about: About, language: str) -> str:
    """Whose claim it is and when it was so, in one line: part of the question, not of the answer."""
    according_to, as_of = _CONTEXT.get(language.partition("-")[0], _CONTEXT["en"])
    line = ", ".join(
        (
            *((according_to.format(whom=about.according_to),) if about.according_to else ()),
            *((as_of.format(when=date_in_words(about.as_of, language)),) if about.as_of else ()),
        )
    )
    return line[:1].upper() + line[1:]


def sources(cites: Iterable[str], titles: Mapping[str, str]) -> list[str]:
    """The citations for a reader: the title of a source where it is known, and its paragraph."""
    return [_source(*cite.partition("#")[::2], titles) for cite in cites]


def _source(key: str, paragraphs: str, titles: Mapping[str, str]) -> str:
    return f"{titles.get(key, key)} ¶ {paragraphs}"
