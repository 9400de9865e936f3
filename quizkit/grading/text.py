"""Judging a typed text against an answer: right, right with a remark, or wrong. Text earns no parts.

The policy is written down in ``docs/grading.md``. The order of the steps is part of it: what would be
another answer of the deck is looked at before anything is forgiven.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from quizkit.grading.context import Context
from quizkit.grading.form import bare, form, joined
from quizkit.grading.slips import is_slip, same_but_number, stems_of
from quizkit.grading.words import (
    ALTERNATIVES,
    ARTICLES,
    FREE,
    GENDERS,
    LETTERED,
    LIMITS,
    LINKS,
    NEGATIONS,
    OPINION,
    UNKNOWN,
)
from quizkit.messages import _
from quizkit.model import Grade, TextKey

MAX_RESPONSE = 500
WRONG = Grade(0.0)
_ACCENTS, _NUMBER, _SPELLING = (
    _("Mind the accents"),
    _("Mind singular and plural"),
    _("Mind the spelling"),
)
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.\s*[^\W\d_]{3}")
_PARTICLES = {"de", "del", "der", "van", "von", "of"}


class _Others(NamedTuple):
    """The other answers in the forms that comparisons need."""

    forms: frozenset[str]
    bare: frozenset[str]
    words: frozenset[str]


def grade_text(response: str, key: TextKey, context: Context) -> Grade:
    """What a typed text earns: 1, with a note where something is to be minded, or 0."""
    if len(response) > MAX_RESPONSE:
        return Grade(0.0, _("That is longer than any answer."))
    accepted = (key.text, *key.accept)
    if key.exact:
        return _grade_exactly(_literal(response), key)
    language = context.language
    typed = form(response, language)
    keys = [form(answer, language) for answer in accepted]
    for rejected in key.reject:
        wrong = _without_article(form(rejected.text, language), language)
        if typed not in keys and _is_equal(_without_article(typed, language), wrong):
            return Grade(0.0, rejected.feedback)
    if not typed or (typed in UNKNOWN and typed not in keys) or _is_mark(response, keys, language):
        return WRONG
    others = _others_of(context, tuple(keys))
    case_grade = _grade_case(response, accepted, context)
    if case_grade is not None:
        return case_grade
    if any(
        joined(typed) == joined(answer) for answer in keys if not _article_is_prefix(typed, answer, language)
    ):
        return Grade(1.0)
    if typed == form(context.question, language) or _is_another(typed, keys, others, language):
        return WRONG
    pairs = zip(keys, accepted, strict=True)
    grades = [
        _against(response, typed, answer, raw, context, others)
        for answer, raw in pairs
        if not _is_short_for_another(typed, answer, keys)
    ]
    return max(grades, key=lambda grade: (grade.score, not grade.note), default=WRONG)


def _against(response: str, typed: str, answer: str, raw: str, context: Context, others: _Others) -> Grade:
    """``typed`` against one accepted answer, the most forgiving step last."""
    language = context.language
    if not answer or _negations(typed) != _negations(answer) or _article_is_prefix(typed, answer, language):
        return WRONG
    lettered = _is_lettered(raw)
    plain, plain_key = (text if lettered else _without_article(text, language) for text in (typed, answer))
    if _genders_differ(typed, answer, language) or _has_other_initial(response, typed, answer):
        return WRONG
    # With its "a" too, which may be an initial: A. Fleming.
    names = (_is_name(response, given, plain_key, raw, language) for given in (plain, typed))
    if joined(plain) == joined(plain_key) or any(names):
        return Grade(1.0)
    if joined(bare(plain)) == joined(bare(plain_key)):
        return Grade(1.0, note=f"{_ACCENTS}: {raw}")
    words, key_words = plain.split(), plain_key.split()
    remark = _aligned(words, key_words, others)
    if remark is not None:
        return Grade(1.0, note=f"{remark}: {raw}")
    if _slip_across_spaces(words, key_words, others):
        return Grade(1.0, note=f"{_SPELLING}: {raw}")
    if not lettered and _links_away(words, language) == _links_away(key_words, language) and key_words:
        return Grade(1.0, note=_("In full: {answer}").format(answer=raw))
    framed = _framed(typed.split(), key_words, context, others)
    if framed is not None:
        return Grade(1.0, note=framed or _("The answer alone is enough: {answer}").format(answer=raw))
    return WRONG


def _grade_exactly(typed: str, key: TextKey) -> Grade:
    """Where nothing is forgiven, at least it is told what the answer lacks."""
    answers = [_literal(answer) for answer in (key.text, *key.accept)]
    if typed in answers:
        return Grade(1.0)
    for rejected in key.reject:
        if typed == _literal(rejected.text):
            return Grade(0.0, rejected.feedback)
    if typed.casefold() in map(str.casefold, answers):
        return Grade(0.0, _("Capital and small letters count here."))
    alike = form(typed) and form(typed) in map(form, answers)
    return Grade(0.0, _("Every character counts here.")) if alike else WRONG


# --- equal in form ----------------------------------------------------------------------------------


def _literal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _is_mark(response: str, keys: list[str], language: str) -> bool:
    """A response of nothing but marks ("?", "-") that is not the answer."""
    return not any(char.isalnum() for char in response) and form(response, language) not in keys


def _is_equal(one: str, other: str) -> bool:
    return joined(bare(one)) == joined(bare(other))


def _grade_case(response: str, accepted: tuple[str, ...], context: Context) -> Grade | None:
    """Where another answer differs from this one in case only (CO, Co), case decides."""
    language = context.language
    typed = form(response, language, keep_case=True)
    for answer in accepted:
        cased = form(answer, language, keep_case=True)
        rivals = [form(other, language, keep_case=True) for other in context.others]
        if any(rival != cased and rival.casefold() == cased.casefold() for rival in rivals):
            if typed == cased:
                return Grade(1.0)
            if typed.casefold() == cased.casefold():
                return Grade(0.0, _("Capital and small letters make another answer here."))
    return None


def _is_another(typed: str, keys: list[str], others: _Others, language: str) -> bool:
    """Whether the response is another answer of the deck rather than this one."""
    if typed in others.forms:
        return True
    stripped = joined(bare(_without_article(typed, language)))
    own = {joined(bare(_without_article(key, language))) for key in keys}
    return stripped in others.bare and stripped not in own


@lru_cache(maxsize=16)
def _others_of(context: Context, keys: tuple[str, ...]) -> _Others:
    language = context.language
    forms = {form(other, language) for other in context.others} - set(keys) - {""}
    own_words = {bare(word) for key in keys for word in key.split()}
    words = {bare(word) for other in forms for word in other.split()} - own_words
    free = FREE.get(language[:2], frozenset())
    return _Others(
        frozenset(forms),
        frozenset(joined(bare(_without_article(other, language))) for other in forms),
        frozenset(word for word in words if word not in free and word.isalpha()),
    )


def _negations(text: str) -> int:
    return sum(bare(word) in NEGATIONS for word in text.split())


# --- articles and names -----------------------------------------------------------------------------


def _article(text: str, language: str) -> str:
    first, _, rest = text.partition(" ")
    return first if rest and first in ARTICLES.get(language[:2], frozenset()) else ""


def _without_article(text: str, language: str) -> str:
    article = _article(text, language)
    return text[len(article) + 1 :] if article else text


def _article_is_prefix(typed: str, answer: str, language: str) -> bool:
    """Whether only a space makes an article of a prefix that turns the meaning: "an aerobic", anaerobic."""
    article = _article(typed, language)
    if not article or _article(answer, language) == article:
        return False
    return joined(bare(typed)) == joined(bare(answer))


def _is_lettered(raw: str) -> bool:
    """Whether "A" or "la" at its beginning is a letter or a note: A minor (but a minor), la mayor."""
    first, second, *_ = (*raw.split(), "", "")
    return first in {"A", "la", "La"} and bare(form(second)) in LETTERED


def _genders_differ(one: str, other: str, language: str) -> bool:
    articles = {_article(one, language), _article(other, language)}
    return all(articles & gender for gender in GENDERS)


def _is_name(response: str, typed: str, key: str, raw: str, language: str) -> bool:
    """``Last, First``, and initials that agree, for names of capitalised words."""
    words = [word for word in raw.split() if word not in _PARTICLES]
    if len(words) < 2 or not all(word[:1].isupper() for word in words):
        return False
    last, comma, first = response.partition(",")
    if comma and first.strip():
        turned = form(f"{first} {last}", language)
        if _is_equal(turned, key) or _initials_agree(turned.split(), key.split()):
            return True
    return _initials_agree(typed.split(), key.split())


def _initials_agree(given: list[str], named: list[str]) -> bool:
    """The same last name, and before it the same names, at least one of them by its initial."""
    if len(given) != len(named) or bare(given[-1]) != bare(named[-1]) or len(named[-1]) < 3:
        return False
    pairs = zip(given[:-1], named[:-1], strict=True)
    firsts = [sorted((bare(one), bare(other)), key=len) for one, other in pairs]
    initials = [len(short) == 1 and short.isalpha() and long.startswith(short) for short, long in firsts]
    same = [short == long for short, long in firsts]
    return any(initials) and all(map(max, initials, same))


def _is_short_for_another(typed: str, answer: str, keys: list[str]) -> bool:
    """Names written in full are compared with the accepted name in full (Johann Bach), not with J. Bach."""
    words, short = typed.split(), answer.split()
    if len(words) != len(short) or words[-1:] != short[-1:]:
        return False
    if not any(len(word) > len(initial) == 1 for word, initial in zip(words, short, strict=True)):
        return False
    return any(len(key) > len(answer) and _initials_agree(short, key.split()) for key in keys if key)


def _has_other_initial(response: str, typed: str, answer: str) -> bool:
    """An initial before the answer that the answer has none of: I. Fleming is not Fleming."""
    return len(typed.split()) > len(answer.split()) and bool(_INITIAL.search(response))


# --- slips ------------------------------------------------------------------------------------------


def _aligned(words: list[str], key_words: list[str], others: _Others) -> str | None:
    """Word by word: equal, singular for plural, or a slip. The remark to make, None where it does not fit."""
    if len(words) != len(key_words):
        return None
    remark = _ACCENTS
    for word, key_word in zip(words, key_words, strict=True):
        if bare(word) == bare(key_word):
            continue
        if same_but_number(word, key_word) and bare(word) not in others.bare:
            remark = _NUMBER if remark != _SPELLING else remark
        elif _may_differ(word, others) and is_slip(word, key_word, others.words):
            remark = _SPELLING
        else:
            return None
    return remark


def _may_differ(word: str, others: _Others) -> bool:
    """A word that is another answer of the deck, or a word of one, is never taken for the key's."""
    return bare(word) not in others.bare and bare(word) not in others.words


def _slip_across_spaces(words: list[str], key_words: list[str], others: _Others) -> bool:
    """A space too many or too few together with a slip, not a word too many or too few."""
    if abs(len(words) - len(key_words)) != 1 or not key_words:
        return False
    short, long = sorted((words, key_words), key=len)
    # A letter or another short word carries the meaning: vitamin C, mi mayor.
    if any(len(word) == 1 or (len(word) < 4 and word not in "".join(short)) for word in long):
        return False
    shortened = (long[:place] + long[place + 1 :] for place in range(len(long)))
    if any(_aligned(rest, short, others) is not None for rest in shortened):
        return False
    return is_slip("".join(words), "".join(key_words), others.words | others.bare)


# --- words round the answer -------------------------------------------------------------------------


def _links_away(words: list[str], language: str) -> list[str]:
    links = LINKS.get(language[:2], frozenset())
    return [bare(word) for word in words if bare(word) not in links]


def _framed(words: list[str], key_words: list[str], context: Context, others: _Others) -> str | None:
    """The answer inside a sentence of free words: a note ("": the usual one), None where it is not."""
    size = len(key_words)
    if not size or len(words) <= size:
        return None
    for start in range(len(words) - size + 1):
        remark = _aligned(words[start : start + size], key_words, others)
        if remark is None:
            continue
        before, after = words[:start], words[start + size :]
        if _is_frame(before, after, context, others):
            exact = all(bare(a) == bare(b) for a, b in zip(words[start:], key_words, strict=False))
            return "" if exact else f"{remark}."
    return None


def _is_frame(before: list[str], after: list[str], context: Context, others: _Others) -> bool:
    """Whether the words before and after the answer are function words, words of the question or opinion."""
    language = context.language[:2]
    extra = [bare(word) for word in (*before, *after)]
    question = [bare(word) for word in form(context.question, context.language).split()]
    free = FREE.get(language, frozenset()) | OPINION.get(language, frozenset())
    if any(word in ALTERNATIVES or word in NEGATIONS for word in extra):
        return False
    if before[-1:] == ["i"] and language == "en":
        return False  # An initial, as in I Fleming.
    stems = {stem for word in question for stem in stems_of(word)}
    if any(word not in free and word not in question and not stems & stems_of(word) for word in extra):
        return False
    if any(word in LIMITS and word not in question for word in extra):
        return False
    if any(joined(part) in others.bare for part in _runs(extra)):
        return False
    return not _names_alternative(extra, question, free)


def _runs(words: list[str]) -> list[str]:
    """Every run of up to four words."""
    return [" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 5, len(words) + 1))]


def _names_alternative(extra: list[str], question: list[str], free: frozenset[str]) -> bool:
    """In "Is it A or B?" the words beside "or" are answers, not frame."""
    offered: set[str] = set()
    for place, word in enumerate(question):
        if word in {"or", "o", "u"}:
            offered |= set(question[max(0, place - 3) : place + 4])
    return any(word in offered and word not in free and not re.fullmatch(r"or|o|u", word) for word in extra)
