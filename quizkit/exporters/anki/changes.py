"""What became of the questions since the last export, as far as Anki must know.

Anki updates a note it has when the package's is newer. So a note is dated by when its content last changed,
which only the memory of earlier exports can tell: a date of today would overwrite the learner's own edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from quizkit.deckfile.kept import SEPARATOR
from quizkit.exporters.anki.notes import Filed, Note
from quizkit.exporters.anki.text import readable
from quizkit.reviews import Exported


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
    next_id = now * 1000 - sum([note.question_id not in known for note, _ in listed])
    if known:
        next_id = max(next_id, *[note.note_id for note in known.values()])
    new = updated = 0
    for note, deck in listed:
        name = note.question_id
        before = known.get(name)
        if before is None:
            new, next_id = new + 1, next_id + 1
            after = Exported(next_id, _digest(note), note.modified or now, note.note_type, deck, _label(note))
        else:
            after = _again(before, note, deck, now)
            updated += after.changed_at != before.changed_at
            if before.deck != deck:
                moved[before.deck, deck] += 1
            if before.note_type != note.note_type:
                retyped[name] = after
        if after is not before:
            changed[name] = after
        exported[name] = after
    gone = {
        name: note
        for name, note in known.items()
        if name not in exported and name.partition("/")[0] in whole_decks
    }
    return Changes(exported, changed, new, updated, dict(moved), retyped, gone)


def _again(before: Exported, note: Note, deck: str, now: int) -> Exported:
    """What to remember of a note that was exported before; the same where nothing changed."""
    digest = _digest(note)
    # Ours is to stay although Anki's was edited after it: the import said so.
    stays = note.anki_modified > before.changed_at and not note.modified
    if before.digest == digest and not stays:
        return before if before.deck == deck else before._replace(deck=deck)
    # What changed in Anki since, and came from there, is as old as it is there.
    is_theirs = note.modified > before.changed_at
    later = note.modified if is_theirs else max(now, before.changed_at + 1, note.anki_modified + 1)
    return Exported(before.note_id, digest, later, note.note_type, deck, _label(note))


def _digest(note: Note) -> str:
    content = f"{note.note_type}{SEPARATOR}{note.stored}"
    if note.tags:
        content = SEPARATOR.join((content, *note.tags))
    return blake2b(content.encode(), digest_size=12).hexdigest()


def _label(note: Note) -> str:
    """Words by which a person finds the note in Anki."""
    text = readable(note.first[:400])
    return text if len(text) <= 60 else f"{text[:59]}…"
