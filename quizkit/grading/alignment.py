"""Typed words beside those of an answer: equal but for accents, number or a slip in spelling."""

from __future__ import annotations

from quizkit.grading.form import bare
from quizkit.grading.others import Others, may_differ
from quizkit.grading.slips import is_slip, same_but_number
from quizkit.messages import _

ACCENTS, NUMBER, SPELLING = (
    _("Mind the accents"),
    _("Mind singular and plural"),
    _("Mind the spelling"),
)


def aligned(words: list[str], key_words: list[str], others: Others) -> str | None:
    """Word by word: equal, singular for plural, or a slip. The remark to make, None where it does not fit."""
    if len(words) != len(key_words):
        return None
    remark = ACCENTS
    for word, key_word in zip(words, key_words, strict=True):
        if bare(word) == bare(key_word):
            continue
        if same_but_number(word, key_word) and bare(word) not in others.bare:
            remark = NUMBER if remark != SPELLING else remark
        elif may_differ(word, others) and is_slip(word, key_word, others.words):
            remark = SPELLING
        else:
            return None
    return remark


def slips_across_spaces(words: list[str], key_words: list[str], others: Others) -> bool:
    """A space too many or too few together with a slip, not a word too many or too few."""
    if abs(len(words) - len(key_words)) != 1 or not key_words:
        return False
    short, long = sorted((words, key_words), key=len)
    # A letter or another short word carries the meaning: vitamin C, mi mayor.
    if any(len(word) == 1 or (len(word) < 4 and word not in "".join(short)) for word in long):
        return False
    shortened = (long[:place] + long[place + 1 :] for place in range(len(long)))
    if any(aligned(rest, short, others) is not None for rest in shortened):
        return False
    return is_slip("".join(words), "".join(key_words), others.words | others.bare)
