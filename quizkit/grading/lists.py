"""Judging a list from memory: any order, items judged as text, parts count."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizkit.grading.context import Context
from quizkit.grading.partial import recalled
from quizkit.grading.text import grade_text
from quizkit.messages import _
from quizkit.model import TextKey
from quizkit.responses import Grade

_BULLET = re.compile(r"^\s*(?:[-–—*•·‣▪]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_STRONG = re.compile(r"[,;\n\r]+|(?:^|\s)(?:\d{1,2}[.)]|[•‣▪])\s")
_WEAK = {
    "en": re.compile(r"\s+(?:and|&|plus|as well as)\s+|\s*/\s*", re.IGNORECASE),
    "es": re.compile(r"\s+(?:y|e|&|más|así como)\s+|\s*/\s*", re.IGNORECASE),
}
_LEADING = re.compile(r"^\s*(?:and|y|e|&)\s+", re.IGNORECASE)
MAX_ITEMS = 200


def grade_list(response: str | Sequence[str], keys: Sequence[TextKey], need: int, context: Context) -> Grade:
    """A list, as one text or item by item, against ``keys``, of which ``need`` are asked for.

    Twice the same item counts once. All that were asked for: 1; some, or all with a wrong one: part; none: 0.
    """
    texts = [response] if isinstance(response, str) else list(response)
    items = [item for text in texts for item in split_items(text, keys, context)][:MAX_ITEMS]
    found: dict[int, Grade] = {}
    wrong: list[str] = []
    for item in items:
        place, grade = _best(item, keys, context)
        if place is None:
            wrong.append(item)
        elif place not in found or (found[place].note and not grade.note):
            found[place] = grade
    score = recalled(len(found), len(wrong), need)
    notes = "; ".join(dict.fromkeys(grade.note for grade in found.values() if grade.note))
    return Grade(score, _feedback(len(found), wrong, need), notes if score else "")


def split_items(text: str, keys: Sequence[TextKey], context: Context) -> list[str]:
    """The items of a list, split at commas, semicolons, lines, bullets and numbers, and at "and".

    An item that is an answer as it stands is not split further (Bosnia and Herzegovina).
    """
    items: list[str] = []
    for whole in _chunks(text[:5000], keys, context):
        weak = _WEAK.get(context.language[:2], _WEAK["en"])
        if _best(whole, keys, context)[0] is not None or not weak.search(whole):
            items.append(whole)
        else:
            items += _weak_parts(weak.split(whole), keys, context)
    return [item for item in items if any(char.isalnum() for char in item)]


def _chunks(text: str, keys: Sequence[TextKey], context: Context) -> list[str]:
    """Pieces between strong separators; neighbours that make one answer together stay together."""
    pieces = [_clean(piece) for piece in _STRONG.split(text)]
    return _rejoined([piece for piece in pieces if piece], ", ", keys, context)


def _weak_parts(parts: list[str], keys: Sequence[TextKey], context: Context) -> list[str]:
    """Parts between "and"s; neighbours that make one answer together stay together."""
    joint = " y " if context.language.startswith("es") else " and "
    return _rejoined([part.strip() for part in parts if part.strip()], joint, keys, context)


def _rejoined(parts: list[str], joint: str, keys: Sequence[TextKey], context: Context) -> list[str]:
    result: list[str] = []
    place = 0
    while place < len(parts):
        pair = joint.join(parts[place : place + 2])
        alone = _best(parts[place], keys, context)[0]
        if place + 1 < len(parts) and alone is None and _best(pair, keys, context)[0] is not None:
            result.append(pair)
            place += 2
        else:
            result.append(parts[place])
            place += 1
    return result


def _clean(piece: str) -> str:
    return _LEADING.sub("", _BULLET.sub("", piece)).strip()


def _best(item: str, keys: Sequence[TextKey], context: Context) -> tuple[int | None, Grade]:
    """The key that an item is, and its grade. The other keys are other answers: no slip leads to them."""
    best: tuple[int | None, Grade] = (None, Grade(0.0))
    for place, key in enumerate(keys):
        siblings = tuple(text for other in keys if other is not key for text in (other.text, *other.accept))
        grade = grade_text(item, key, context._replace(others=(*context.others, *siblings)))
        if grade.score >= 1 and (best[0] is None or (best[1].note and not grade.note)):
            best = (place, grade)
    return best


def _feedback(found: int, wrong: list[str], need: int) -> str:
    parts = (
        [_("{found} of {need}").format(found=min(found, need), need=need)] if found < need or wrong else []
    )
    if wrong:
        items = ", ".join(item[:40] for item in wrong[:5])
        parts.append(_("not among them: {items}").format(items=items))
    return "; ".join(parts)
