"""Slips of the finger: when one typed word may pass for another, and when it never may."""

from __future__ import annotations

import re

from quizkit.grading.form import bare
from quizkit.grading.words import ENDINGS, INFLECTIONS, NEGATES_BEFORE, NEGATING, RIVALS, TURNING

_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
# Spellings of one prefix: to exchange them is a slip like any other.
_INWARD = frozenset({"in", "im", "il", "ir", "en", "em"})
_IRREGULAR = {
    "child": "children",
    "man": "men",
    "woman": "women",
    "person": "people",
    "foot": "feet",
    "tooth": "teeth",
    "mouse": "mice",
    "goose": "geese",
    "datum": "data",
    "medium": "media",
    "phenomenon": "phenomena",
    "criterion": "criteria",
    "crisis": "crises",
    "analysis": "analyses",
    "nucleus": "nuclei",
    "bacterium": "bacteria",
    "knife": "knives",
    "wolf": "wolves",
    "leaf": "leaves",
    "half": "halves",
    "life": "lives",
}


def edits(one: str, other: str) -> int:
    """Edits between two words; swapped neighbours are one (optimal string alignment)."""
    from rapidfuzz.distance import OSA  # 25 ms, and only an inexact answer needs it

    return int(OSA.distance(one, other))


def allowed_edits(word: str) -> int:
    """How many edits a word of this length forgives: none up to 4 letters, 1 up to 8, 2 from 9 on."""
    return 0 if len(word) <= 4 else 1 if len(word) <= 8 else 2


def same_but_number(one: str, other: str) -> bool:
    """Whether two words are singular and plural of each other, in English or Spanish."""
    if one == other:
        return False
    short, long = sorted((bare(one), bare(other)), key=len)
    if not short.isalpha() or len(short) < 2:
        return False
    if _IRREGULAR.get(short) == long or _IRREGULAR.get(long) == short:
        return True
    endings = {short + "s", short + "es"}
    if short.endswith("y"):
        endings.add(short[:-1] + "ies")
    if short.endswith("z"):
        endings.add(short[:-1] + "ces")
    # "as" and "ass", "new" and "news", "mas" and "mases" are not one word in two numbers.
    return long in endings and not (short.endswith("s") and long == short + "s")


def stems_of(word: str) -> frozenset[str]:
    """What may be left of a bare word without its ending: stand, stands; produce, producen, produced."""
    ends = [end for end in ("", *INFLECTIONS) if word.endswith(end) and len(word) - len(end) >= 4]
    return frozenset(word.removesuffix(end) for end in ends)


def is_slip(typed: str, word: str, others: frozenset[str]) -> bool:
    """Whether ``typed`` is ``word`` with a slip: close enough, of the same meaning, and no other word.

    ``others``: the bare words of the deck's other answers.
    """
    typed, word = bare(typed), bare(word)
    allowed = allowed_edits(word)
    if not allowed or abs(len(typed) - len(word)) > allowed:
        return False
    if not (typed.isalpha() and word.isalpha()) or _is_roman(typed) or _is_roman(word):
        return False
    if any(turns_round(one, other) for one, other in {(typed, word), (_singular(typed), _singular(word))}):
        return False
    distance = edits(typed, word)
    if any(edits(typed, rival) < distance for rival in _rivals(word)):
        return False
    return distance <= allowed and not _nearer_to_another(typed, word, distance, others)


def _nearer_to_another(typed: str, word: str, distance: int, others: frozenset[str]) -> bool:
    """A slip as near to another answer's word as to the key's is not a slip."""
    for other in others:
        if other == word or abs(len(other) - len(typed)) > distance or same_but_number(other, word):
            continue
        if edits(typed, other) <= distance:
            return True
    return False


def _rivals(word: str) -> frozenset[str]:
    """Words that look like this one and mean another thing, in the singular and in the plural."""
    rivals = RIVALS.get(_singular(word), frozenset())
    return (RIVALS.get(word, frozenset()) | rivals | {f"{rival}s" for rival in rivals}) - {word}


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 4 else word


def turns_round(typed: str, word: str) -> bool:
    """Whether the two words differ in a prefix or an ending that makes another meaning."""
    if typed == word:
        return False
    for ends in ENDINGS:
        typed_end = next((end for end in ends if typed.endswith(end)), None)
        word_end = next((end for end in ends if word.endswith(end)), None)
        if typed_end and word_end and typed_end != word_end:
            stem, other = typed.removesuffix(typed_end), word.removesuffix(word_end)
            if len(stem) > 2 and (stem == other or edits(stem, other) <= 1):
                return True
    shared = (prefix for prefix in _prefixes(word) if len(prefix) > 2 and typed.startswith(prefix))
    if any(turns_round(typed[len(prefix) :], word[len(prefix) :]) for prefix in shared):
        return True  # antihypertensive, antihypotensive
    return any(
        one != other and _same_rest(typed[len(one) :], word[len(other) :], one, other)
        for one in _prefixes(typed)
        for other in _prefixes(word)
    )


def _prefixes(word: str) -> list[str]:
    return ["", *(prefix for prefix in TURNING if word.startswith(prefix) and len(word) - len(prefix) >= 3)]


def _same_rest(rest: str, other_rest: str, prefix: str, other_prefix: str) -> bool:
    if not (prefix and other_prefix):
        alone = prefix or other_prefix
        return rest == other_rest and alone in NEGATING and rest[0] in NEGATES_BEFORE.get(alone, rest[0])
    if _are_one_prefix(prefix, other_prefix):
        return False
    # One-letter prefixes next to longer ones ("a" in "ante") would find a rest by chance.
    near = min(len(prefix), len(other_prefix)) > 1 and len(rest) > 4 and edits(rest, other_rest) <= 1
    return rest == other_rest or near


def _are_one_prefix(one: str, other: str) -> bool:
    """Spellings of one prefix (hyper, hiper), or prefixes told apart by the next letter only (un, uni)."""
    short, long = sorted((one, other), key=len)
    if {one, other} <= _INWARD or "i" in {one, other} or one.replace("y", "i") == other.replace("y", "i"):
        return True
    return long.startswith(short) and len(long) == len(short) + 1


def _is_roman(word: str) -> bool:
    return len(word) > 1 and bool(_ROMAN.fullmatch(word))
