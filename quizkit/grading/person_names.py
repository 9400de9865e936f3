"""Names of persons: the last name first, and initials for the others."""

from __future__ import annotations

import re

from quizkit.grading.form import bare, form, same_letters

_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.\s*[^\W\d_]{3}")
_PARTICLES = {"de", "del", "der", "van", "von", "of"}


def is_name(response: str, typed: str, key: str, raw: str, language: str) -> bool:
    """``Last, First``, and initials that agree, for names of capitalised words."""
    words = [word for word in raw.split() if word not in _PARTICLES]
    if len(words) < 2 or not all(word[:1].isupper() for word in words):
        return False
    last, comma, first = response.partition(",")
    if comma and first.strip():
        turned = form(f"{first} {last}", language)
        if same_letters(turned, key) or _initials_agree(turned.split(), key.split()):
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


def is_short_for_another(typed: str, answer: str, keys: list[str]) -> bool:
    """Names written in full are compared with the accepted name in full (Johann Bach), not with J. Bach."""
    words, short = typed.split(), answer.split()
    if len(words) != len(short) or words[-1:] != short[-1:]:
        return False
    if not any(len(word) > len(initial) == 1 for word, initial in zip(words, short, strict=True)):
        return False
    return any(len(key) > len(answer) and _initials_agree(short, key.split()) for key in keys if key)


def has_other_initial(response: str, typed: str, answer: str) -> bool:
    """An initial before the answer that the answer has none of: I. Fleming is not Fleming."""
    return len(typed.split()) > len(answer.split()) and bool(_INITIAL.search(response))
