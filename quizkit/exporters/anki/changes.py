"""What became of the questions since the last export, as far as Anki must know.

Anki updates a note it has when the package's is newer. So a note is dated by when its content last changed,
which only the memory of earlier exports can tell: a date of today would overwrite the learner's own edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from quizkit.exporters.anki.notes import Filed, Note
from quizkit.exporters.anki.text import readable
from quizkit.model import Exported


class Changes(NamedTuple):
    """``exported`` is what to remember of every note, ``changed`` those of it that are new or different.

    ``moved`` counts notes by (deck they were in, deck they are in now); ``retyped`` became notes of another
    type; ``gone`` were exported once and are in no deck any more.
    """

    exported: dict[str, Exported]
    changed: dict[str, Exported]
    new: int
    updated: int
    moved: dict[tuple[str, str], int]
    retyped: dict[str, Exported]
    gone: dict[str, Exported]


def compare(
    notes: Iterable[Filed], known: Mapping[str, Exported], now: int, whole_decks: Collection[str] = ()
) -> Changes:
    """The notes against those of earlier exports; ``now`` in seconds since 1970 UTC.

    ``whole_decks`` are the keys of decks that were read without a mistake: what they lack was removed.
    """
    exported: dict[str, Exported] = {}
    changed: dict[str, Exported] = {}
    moved: Counter[tuple[str, str]] = Counter()
    retyped: dict[str, Exported] = {}
    listed = list(notes)
    # Ids are times in ms; Anki moves those it already has. Counting up to now keeps them out of the future.
    next_id = now * 1000 - sum(note.question_id not in known for note, _ in listed)
    if known:
        next_id = max(next_id, *(note.note_id for note in known.values()))
    new = updated = 0
    for note, deck in listed:
        digest = _digest(note)
        before = known.get(note.question_id)
        if before is None:
            new, next_id = new + 1, next_id + 1
            after = Exported(next_id, digest, note.modified or now, note.note_type, deck, _label(note))
        elif before.digest != digest:
            updated += 1
            later = max(now, before.changed_at + 1)
            after = Exported(before.note_id, digest, later, note.note_type, deck, _label(note))
        else:
            after = before._replace(deck=deck) if before.deck != deck else before
        if before and before.deck != deck:
            moved[before.deck, deck] += 1
        if before and before.note_type != note.note_type:
            retyped[note.question_id] = after
        if after is not before:
            changed[note.question_id] = after
        exported[note.question_id] = after
    gone = {
        name: note
        for name, note in known.items()
        if name not in exported and name.partition("/")[0] in whole_decks
    }
    return Changes(exported, changed, new, updated, dict(moved), retyped, gone)


def _digest(note: Note) -> str:
    content = "\x1f".join((note.note_type, *note.fields, *note.tags))
    return blake2b(content.encode(), digest_size=12).hexdigest()


def _label(note: Note) -> str:
    """Words by which a person finds the note in Anki."""
    text = readable(note.fields[0][:400])
    return text if len(text) <= 60 else f"{text[:59]}…"
