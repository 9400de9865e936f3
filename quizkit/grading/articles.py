"""Articles: they cost nothing, unless one is a letter or part of another word, or tells the gender."""

from __future__ import annotations

from quizkit.grading.form import bare, form, same_letters
from quizkit.grading.words import ARTICLES, GENDERS, LETTERED


def article_of(text: str, language: str) -> str:
    first, _, rest = text.partition(" ")
    return first if rest and first in ARTICLES.get(language[:2], frozenset()) else ""


def without_article(text: str, language: str) -> str:
    article = article_of(text, language)
    return text[len(article) + 1 :] if article else text


def article_is_prefix(typed: str, answer: str, language: str) -> bool:
    """Whether only a space makes an article of a prefix that turns the meaning: "an aerobic", anaerobic."""
    article = article_of(typed, language)
    if not article or article_of(answer, language) == article:
        return False
    return same_letters(typed, answer)


def is_lettered(raw: str) -> bool:
    """Whether "A" or "la" at its beginning is a letter or a note: A minor (but a minor), la mayor."""
    first, second, *_ = (*raw.split(), "", "")
    return first in {"A", "la", "La"} and bare(form(second)) in LETTERED


def genders_differ(one: str, other: str, language: str) -> bool:
    articles = {article_of(one, language), article_of(other, language)}
    return all(articles & gender for gender in GENDERS)
