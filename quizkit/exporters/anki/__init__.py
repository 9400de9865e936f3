"""Anki packages. What Anki calls a note is a question here; only this package uses its word.

``notes`` and ``fields`` turn questions into notes, ``media`` finds their pictures and sounds, ``changes``
compares them with the last export, and ``writer`` makes the file. ``note_types`` and the files in ``cards/``
are how they look.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from quizkit.exporters.anki.changes import Changes, Gone, compare, has_new_media
from quizkit.exporters.anki.descriptions import descriptions_of
from quizkit.exporters.anki.media import Media
from quizkit.exporters.anki.notes import (
    Filed,
    Note,
    Placed,
    card_names,
    deck_names,
    file_of,
    natives_of,
    note_of,
    notes_of,
)
from quizkit.exporters.anki.progress import Learner, learner_of
from quizkit.exporters.anki.returning import with_moved
from quizkit.exporters.anki.writer import Progress, package
from quizkit.garbage import uncollected
from quizkit.reviews import Exported

__all__ = [
    "Changes",
    "Export",
    "Filed",
    "Gone",
    "Learner",
    "Media",
    "Note",
    "Placed",
    "card_names",
    "compare",
    "deck_names",
    "export",
    "file_of",
    "has_new_media",
    "learner_of",
    "natives_of",
    "note_of",
    "notes_of",
    "package",
    "with_moved",
]


class Export(NamedTuple):
    """An .apkg as its bytes, the notes in it, and what changed since the last one."""

    data: bytes
    notes: list[Filed]
    changes: Changes


def export(
    decks: Sequence[Placed],
    media: Media,
    now: int,
    known: Mapping[str, Exported] | None = None,
    whole: Collection[str] = (),
    lost: Collection[str] = (),
    learner: Learner | None = None,
) -> Export:
    """All questions of the decks as an .apkg; ``known`` are those of earlier exports.

    ``now`` in seconds since 1970 UTC; ``whole`` and ``lost``: see ``compare``; ``learner``: whose progress
    goes along, where it should. Raises QuizkitError where a question cannot go to Anki.
    """
    with uncollected():
        for placed in decks:
            if placed.native:
                media.keep(placed.deck, placed.native.media)
        notes = [media.seen(each) for each in notes_of(decks, media.attach)]
        changes = compare(notes, known or {}, now, whole, lost)
        progress = Progress(learner, card_names(decks)) if learner else None
        descriptions = descriptions_of(decks)
        made = package(notes, changes.exported, media.files, progress, descriptions)
        return Export(made, notes, changes)
