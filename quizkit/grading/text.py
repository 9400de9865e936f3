"""Judging a typed text against an answer: right, right with a remark, or wrong. Text earns no parts.

The policy is written down in ``docs/grading.md``. The order of the steps is part of it: what would be
another answer of the deck is looked at before anything is forgiven.
"""

from __future__ import annotations

import unicodedata

from quizkit.grading.alignment import ACCENTS, SPELLING, aligned, slips_across_spaces
from quizkit.grading.articles import article_is_prefix, genders_differ, is_lettered, without_article
from quizkit.grading.context import Context
from quizkit.grading.form import bare, form, joined, same_letters
from quizkit.grading.others import Others, is_another, others_of
from quizkit.grading.person_names import has_other_initial, is_name, is_short_for_another
from quizkit.grading.text_frame import framed, without_links
from quizkit.grading.words import NEGATIONS, UNKNOWN
from quizkit.messages import _
from quizkit.model import TextKey
from quizkit.responses import Grade

MAX_RESPONSE = 500
WRONG = Grade(0.0)


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
        wrong = without_article(form(rejected.text, language), language)
        if typed not in keys and same_letters(without_article(typed, language), wrong):
            return Grade(0.0, rejected.feedback)
    if not typed or (typed in UNKNOWN and typed not in keys) or _is_mark(response, keys, language):
        return WRONG
    others = others_of(context, tuple(keys))
    case_grade = _grade_case(response, accepted, context)
    if case_grade is not None:
        return case_grade
    if any(
        joined(typed) == joined(answer) for answer in keys if not article_is_prefix(typed, answer, language)
    ):
        return Grade(1.0)
    if typed == form(context.question, language) or is_another(typed, keys, others, language):
        return WRONG
    pairs = zip(keys, accepted, strict=True)
    grades = [
        _against(response, typed, answer, raw, context, others)
        for answer, raw in pairs
        if not is_short_for_another(typed, answer, keys)
    ]
    return max(grades, key=lambda grade: (grade.score, not grade.note), default=WRONG)


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


def _against(response: str, typed: str, answer: str, raw: str, context: Context, others: Others) -> Grade:
    """``typed`` against one accepted answer, the most forgiving step last."""
    language = context.language
    if not answer or _negations(typed) != _negations(answer) or article_is_prefix(typed, answer, language):
        return WRONG
    lettered = is_lettered(raw)
    plain, plain_key = (text if lettered else without_article(text, language) for text in (typed, answer))
    if genders_differ(typed, answer, language) or has_other_initial(response, typed, answer):
        return WRONG
    # With its "a" too, which may be an initial: A. Fleming.
    names = (is_name(response, given, plain_key, raw, language) for given in (plain, typed))
    if joined(plain) == joined(plain_key) or any(names):
        return Grade(1.0)
    if same_letters(plain, plain_key):
        return Grade(1.0, note=f"{ACCENTS}: {raw}")
    words, key_words = plain.split(), plain_key.split()
    remark = aligned(words, key_words, others)
    if remark is not None:
        return Grade(1.0, note=f"{remark}: {raw}")
    if slips_across_spaces(words, key_words, others):
        return Grade(1.0, note=f"{SPELLING}: {raw}")
    if not lettered and without_links(words, language) == without_links(key_words, language) and key_words:
        return Grade(1.0, note=_("In full: {answer}").format(answer=raw))
    note = framed(typed.split(), key_words, context, others)
    if note is not None:
        return Grade(1.0, note=note or _("The answer alone is enough: {answer}").format(answer=raw))
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


def _literal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _is_mark(response: str, keys: list[str], language: str) -> bool:
    """A response of nothing but marks ("?", "-") that is not the answer."""
    return not any(char.isalnum() for char in response) and form(response, language) not in keys


def _negations(text: str) -> int:
    return sum(bare(word) in NEGATIONS for word in text.split())
