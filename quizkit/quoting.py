"""Quoting a file in a message: its text on one harmless line, and the known word that it may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping

from quizkit.messages import _

KNOWN_SOURCES = _("known sources: {words}")
# A hint compares a word with no more than this many: a file may declare thousands of names.
MOST_SUGGESTIONS = 100
# Of a word, no more than this is compared: a file may hold a book where a name is meant.
_LONGEST_WORD = 100

# Everything but tab and line feed of C0, DEL and C1; and the characters that reorder a line of text.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shorten(text: str, limit: int = 60) -> str:
    """``text`` on one line, without control characters, cut to ``limit`` characters."""
    line = CONTROL.sub("�", " ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def did_you_mean(
    word: str, known: Mapping[str, object] | Callable[[], list[str]], otherwise: str = ""
) -> str:
    """A hint naming the known word that looks most like ``word``, else the known ones.

    ``otherwise`` is the sentence with the known ``{words}``, where they are no keys.
    """
    words = list(known() if callable(known) else known)[:MOST_SUGGESTIONS]
    return suggestion(nearest(word, words), words, otherwise)


def suggestion(meant: str, known: Collection[str], otherwise: str = "") -> str:
    """A hint naming the word that was probably meant; where that is "", the known ones."""
    if meant:
        return _("did you mean '{word}'?").format(word=meant)
    return (otherwise or _("known keys: {words}")).format(words=shorten(", ".join(known), 200))


def nearest(word: str, words: Iterable[str], synonyms: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """The one of some words that looks most like ``word``, itself or a synonym of it; "" where none does."""
    from difflib import get_close_matches  # only a mistake pays for it

    names: dict[str, str] = {}
    for name in words:
        for same in (name, *(synonyms or {}).get(name, ())):
            names.setdefault(same, name)
    found = get_close_matches(word[:_LONGEST_WORD].lower(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else ""
