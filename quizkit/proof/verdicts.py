"""What a check of decks against their documents finds, question by question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from quizkit.anchors import Anchor
from quizkit.documents.lock import Review
from quizkit.evidence import Alternatives
from quizkit.lints import Remark
from quizkit.segments import Paragraph


class Status(StrEnum):
    """How a question stands to the passages it cites; the first that applies, from the worst."""

    LOST = "lost"  # a passage is nowhere in the document
    EDITED = "edited"  # a passage is not as the author saw it
    MOVED = "moved"  # a passage has another number
    UNVERIFIED = "unverified"  # the document is not there
    UNPROVEN = "unproven"  # the passage is there, its evidence is not
    UNCITED = "uncited"
    CHANGED = "changed"  # the question is not as its reviewer saw it
    NEW = "new"  # nobody has reviewed it
    OK = "ok"


class Found(NamedTuple):
    """A paragraph that a question cites, and what has become of it.

    ``cite``: the citation that names it, perhaps with others. ``now``: its number today, 0 where it is lost.
    ``locked``: whether the lock file knows it.
    """

    cite: str
    source: str
    number: int
    anchor: Anchor
    now: int
    text: str
    locked: bool

    @property
    def cited(self) -> str:
        return f"{self.source}#{self.number}"

    @property
    def place(self) -> str:
        return f"{self.source}#{self.now}" if self.now else ""


class Proof(NamedTuple):
    """A piece of evidence, any of whose forms will do, and the paragraph in which it stands ("": none)."""

    forms: Alternatives
    place: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one question.

    ``cites``: what its citations become with ``check --fix``; ``review``: what ``relock`` records when a
    person accepts it, None where it cannot be accepted.
    """

    question_id: str
    path: str
    line: int
    status: Status
    found: tuple[Found, ...] = ()
    evidence: tuple[Proof, ...] = ()
    mistakes: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    cites: Mapping[str, tuple[str, ...]] | None = None
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts on all questions; ``notes`` are sentences about documents and the lock file."""

    verdicts: tuple[Verdict, ...]
    notes: tuple[str, ...]
    documents: Mapping[str, tuple[Paragraph, ...]]

    @property
    def counts(self) -> dict[Status, int]:
        """How many questions there are of each status, the good ones first."""
        counted = Counter(verdict.status for verdict in self.verdicts)
        return {status: counted[status] for status in reversed(Status) if counted[status]}
