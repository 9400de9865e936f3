"""How an answer is judged: response × interaction → grade, and grade → rating.

What is typed is compared after normalisation: form costs nothing (case, spacing, punctuation at the ends,
quotes, dashes, Unicode form and width). Everything else must agree with the answer or an accepted form.
"""

from __future__ import annotations

import re
import unicodedata
from typing import assert_never

from quizkit.model import (
    Choice,
    Filled,
    Gaps,
    Grade,
    Interaction,
    Picked,
    Rating,
    Response,
    Reveal,
    SelfRated,
    TextEntry,
    Typed,
)

_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛ʼ`´′", "'") | dict.fromkeys("“”„‟«»″", '"'))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_ENDS = " \t\n\"'.,;:!?¡¿…"


def normalise(text: str) -> str:
    """``text`` with everything removed that costs a typed answer nothing."""
    # Before NFKC, which takes ´ and ″ apart; after it, for the dashes it makes.
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_QUOTES))
    text = text.translate(_QUOTES).translate(_DASHES)
    words = " ".join(text.casefold().split())
    # A text of nothing but punctuation ("...", "?") is compared as it stands.
    return words.strip(_ENDS) or words


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in form only."""
    return normalise(one) == normalise(other)


def grade(interaction: Interaction, response: Response) -> Grade:
    """What ``response`` earns; a response of another shape than the interaction asks for earns 0."""
    match interaction, response:
        case Reveal(), SelfRated(rating):
            return Grade(0.0 if rating is Rating.AGAIN else 1.0)
        case TextEntry(answer, accept), Typed(text):
            return Grade(float(_matches(text, answer, *accept)))
        case Choice(options, right, _), Picked(index):
            feedback = options[index].feedback if 0 <= index < len(options) else ""
            return Grade(float(index == right), feedback)
        case Gaps(), Filled(texts):
            gaps = interaction.gaps
            right_gaps = sum(_matches(text, gap.answer) for text, gap in zip(texts, gaps, strict=False))
            return Grade(right_gaps / len(gaps))
        case _:
            return Grade(0.0)


def proposed_rating(grade: Grade) -> Rating:
    """The rating a grade proposes: wrong or in part → Again, right → Good."""
    return Rating.GOOD if grade.score >= 1.0 else Rating.AGAIN


def key_of(interaction: Interaction) -> str:
    """The right answer as text."""
    match interaction:
        case Reveal(answer) | TextEntry(answer):
            return answer
        case Choice(options, right):
            return options[right].text
        case Gaps():
            return ", ".join(gap.answer for gap in interaction.gaps)
        case _:
            assert_never(interaction)


def _matches(text: str, *accepted: str) -> bool:
    typed = normalise(text)
    return bool(typed) and any(typed == normalise(key) for key in accepted)
