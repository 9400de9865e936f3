"""Proof: every question of some decks against the passages that it cites.

The digest says whether a passage is the one that the author saw, the sketch where it has gone, and only the
words of the evidence, compared exactly, that it proves anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from quizkit.citations import Source
from quizkit.documents.lock import Lock
from quizkit.lints import runs_of
from quizkit.messages import _
from quizkit.model import Deck
from quizkit.proof.judging import Judge
from quizkit.proof.library import read_documents
from quizkit.proof.verdicts import Found, Proof, Report, Status, Verdict
from quizkit.segments import VERSION

__all__ = ["Found", "Proof", "Report", "Status", "Verdict", "prove", "read_documents"]

_OUT_OF_PLACE = {Status.LOST, Status.EDITED, Status.MOVED}


def prove(
    decks: Sequence[Deck],
    sources: Mapping[str, Source],
    folder: Path,
    lock: Lock,
    *,
    all_remarks: bool = False,
) -> Report:
    """The verdict on every question of ``decks``, given the documents that lie in ``folder``.

    ``all_remarks``: with the doubts about questions that are ok, which a person has accepted as they are.
    """
    documents, notes = read_documents(sources, folder)
    runs = runs_of(text for paragraphs in documents.values() for _, text in paragraphs)
    judge = Judge(sources, documents, lock, runs, all_remarks=all_remarks)
    verdicts = tuple(judge.verdict(question, deck) for deck in decks for question in deck.questions)
    if lock.segmenter != VERSION and any(verdict.status in _OUT_OF_PLACE for verdict in verdicts):
        note = _(
            "the lock file numbers paragraphs by rules {old}, this quizkit by {new}: "
            "passages are found by what they say"
        )
        notes = (*notes, note.format(old=lock.segmenter, new=VERSION))
    return Report(verdicts, notes, documents)
