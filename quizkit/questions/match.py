"""Match: find the partner of each item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quizkit.fields import PAIRS, TEXT, TEXTS, key
from quizkit.grading import same_text
from quizkit.messages import _
from quizkit.model import Match as MatchInteraction
from quizkit.model import Part
from quizkit.questions.common import Mistake, repeated, too_many


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Find the partner of each item."""

    ask: str = key(TEXT, "The question.")
    match: tuple[tuple[str, str], ...] = key(PAIRS, "Each item with its partner.")
    extra: tuple[str, ...] = key(TEXTS, "Partners that belong to no item.", default=())

    def mistakes(self) -> Iterator[Mistake]:
        partners = [partner for _, partner in self.match]
        yield from repeated("extra", list(self.extra))
        yield from too_many("match", len({*partners, *self.extra}))
        for extra in self.extra:
            if any(same_text(extra, partner) for partner in partners):
                yield Mistake("extra", _("'{extra}' is the partner of an item").format(extra=extra))

    def text(self) -> str:
        return self.ask

    def parts(self, _language: str) -> Iterator[Part]:
        # Two items may share a partner; it is offered once.
        partners = tuple(dict.fromkeys((*(partner for _, partner in self.match), *self.extra)))
        of = tuple(partners.index(partner) for _, partner in self.match)
        yield Part("", self.ask, MatchInteraction(tuple(item for item, _ in self.match), partners, of))
