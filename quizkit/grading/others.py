"""The other answers of a deck: what is typed may be one of them, or hold a word of one."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from quizkit.grading.articles import without_article
from quizkit.grading.context import Context
from quizkit.grading.form import bare, form, joined
from quizkit.grading.words import FREE


class Others(NamedTuple):
    """The other answers in the forms that comparisons need."""

    forms: frozenset[str]
    bare: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=16)
def others_of(context: Context, keys: tuple[str, ...]) -> Others:
    language = context.language
    forms = {form(other, language) for other in context.others} - set(keys) - {""}
    own_words = {bare(word) for key in keys for word in key.split()}
    words = {bare(word) for other in forms for word in other.split()} - own_words
    free = FREE.get(language[:2], frozenset())
    return Others(
        frozenset(forms),
        frozenset(joined(bare(without_article(other, language))) for other in forms),
        frozenset(word for word in words if word not in free and word.isalpha()),
    )


def is_another(typed: str, keys: list[str], others: Others, language: str) -> bool:
    """Whether the response is another answer of the deck rather than this one."""
    if typed in others.forms:
        return True
    stripped = joined(bare(without_article(typed, language)))
    own = {joined(bare(without_article(key, language))) for key in keys}
    return stripped in others.bare and stripped not in own


def may_differ(word: str, others: Others) -> bool:
    """A word that is another answer of the deck, or a word of one, is never taken for the key's."""
    return bare(word) not in others.bare and bare(word) not in others.words
