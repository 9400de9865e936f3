"""Cloze: fill the gaps of a text.

``{{1999}}`` is a gap and a card of its own; ``{{Yeltsin::who?}}`` shows a hint in the gap;
``{{c1::…}}`` puts all gaps of the same number on one card, as in Anki. Gaps without a number take the
numbers that are free, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from quizkit.fields import PER_GAP, TEXT, key
from quizkit.grading import same_text
from quizkit.messages import _
from quizkit.model import Gap, Gaps, Part, TextKey
from quizkit.questions.common import Mistake

# A gap holds no "{{": one that is not closed ends at the next, so that many of them cost no more than one.
_GAP = re.compile(r"\{\{(?:c([1-9][0-9]{0,3})::)?((?:(?!\{\{).)*?)\}\}", re.DOTALL)

# Anki's way to put a gap into several groups, which here would be read as an answer with a hint.
_SEVERAL = re.compile(r"c[0-9]+(,[0-9]+)+")
# As many as Anki makes of a note; each holds the whole text.
MOST_CARDS = 499


class NumberedGap(NamedTuple):
    number: int
    gap: Gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze:
    """Fill the gaps of a text."""

    cloze: str = key(TEXT, "A text with gaps: `{{1999}}`, `{{Yeltsin::who?}}`, `{{c1::…}}` to group gaps.")
    accept: tuple[tuple[str, tuple[str, ...]], ...] = key(PER_GAP, "Other right texts for a gap.", default=())
    wrong: tuple[tuple[str, tuple[str, ...]], ...] = key(
        PER_GAP, "Wrong options for a gap, which is then picked, not typed.", default=()
    )

    def mistakes(self) -> Iterator[Mistake]:
        gaps = [piece for piece in split(self.cloze) if isinstance(piece, NumberedGap)]
        if not gaps:
            yield Mistake("cloze", _("this cloze has no gap"), _("mark what is to be filled in: {{1999}}"))
        if any(not numbered.gap.answer for numbered in gaps):
            yield Mistake("cloze", _("a gap of this cloze is empty"), _("write the answer between {{ and }}"))
        if any(numbered.number > MOST_CARDS for numbered in gaps):
            yield Mistake(
                "cloze",
                _("this cloze makes more than {limit} cards").format(limit=MOST_CARDS),
                _("split the text"),
            )
        if any(_SEVERAL.fullmatch(numbered.gap.answer) and numbered.gap.hint for numbered in gaps):
            yield Mistake("cloze", _("a gap belongs to one group"), _("write {{c1::…}} and {{c2::…}} apart"))
        rest = _GAP.sub("", self.cloze)
        if "{{" in rest or "}}" in rest:
            yield Mistake("cloze", _("a gap of this cloze is not closed"), _("every {{ needs its }}"))
        answers = {numbered.gap.answer for numbered in gaps}
        for name, per_gap in (("accept", self.accept), ("wrong", self.wrong)):
            for answer, texts in per_gap:
                if answer not in answers:
                    yield Mistake(
                        name,
                        _("there is no gap '{answer}'").format(answer=answer),
                        _("gaps: {gaps}").format(gaps=", ".join(sorted(answers))),
                    )
                elif any(same_text(answer, text) for text in texts):
                    yield Mistake(name, _("'{answer}' is the answer of the gap itself").format(answer=answer))

    def text(self) -> str:
        return _GAP.sub(lambda match: match[2].partition("::")[0], self.cloze)

    def parts(self, _language: str) -> Iterator[Part]:
        pieces = split(self.cloze)
        if self.accept or self.wrong:
            pieces = [self._completed(piece) for piece in pieces]
        for number in sorted({piece.number for piece in pieces if isinstance(piece, NumberedGap)}):
            yield Part(f"c{number}", "", Gaps(_shown(pieces, number)))

    def _completed(self, piece: str | NumberedGap) -> str | NumberedGap:
        """The piece with what ``accept`` and ``wrong`` say of its gap."""
        if isinstance(piece, str):
            return piece
        answer = piece.gap.answer
        key = TextKey(answer, dict(self.accept).get(answer, ()))
        return NumberedGap(piece.number, Gap(key, piece.gap.hint, dict(self.wrong).get(answer, ())))


def split(text: str) -> list[str | NumberedGap]:
    """The pieces of a cloze text: plain texts and numbered gaps, in order."""
    gaps = list(_GAP.finditer(text))
    taken = {int(match[1]) for match in gaps if match[1]}
    free = (number for number in count(1) if number not in taken)
    pieces: list[str | NumberedGap] = []
    end = 0
    for match in gaps:
        start, stop = match.span()
        if start > end:
            pieces.append(text[end:start])
        number, content = match.groups()
        answer, _, hint = content.partition("::")
        gap = Gap(TextKey(answer.strip()), hint.strip())
        pieces.append(NumberedGap(int(number) if number else next(free), gap))
        end = stop
    if end < len(text):
        pieces.append(text[end:])
    return pieces


def _shown(pieces: list[str | NumberedGap], number: int) -> tuple[str | Gap, ...]:
    """The pieces as the card of group ``number`` shows them: gaps of other groups are plain text."""
    shown: list[str | Gap] = []
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        elif piece.number != number:
            text += piece.gap.key.text
        else:
            shown += (text, piece.gap) if text else (piece.gap,)
            text = ""
    return (*shown, text) if text else tuple(shown)
