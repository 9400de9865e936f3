"""Which notes a collection is to be sent. Pure.

What was edited in Anki stays there until its question changes here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from quizkit.deckfile.native import MediaTag, name_if_taken, with_media
from quizkit.exporters.anki import Filed, Note, has_new_media
from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.note_types import note_types
from quizkit.importers.whole import tag_in_anki
from quizkit.reviews import Exported

# Anki's own tags, which are about the learner and not about the note.
OWN_TAGS = frozenset(("leech", "marked"))


class AnkiNote(NamedTuple):
    """A note as Anki has it; ``modified``: seconds since 1970."""

    id: int
    note_type: int
    modified: int
    fields: tuple[str, ...]
    tags: tuple[str, ...]


class Sending(NamedTuple):
    """The notes that Anki lacks, those that it has of old (by their ids there), what to remember of all.

    ``kept``: how many say something else in Anki than here, and stay so.
    """

    new: list[Filed]
    changed: dict[int, Note]
    exported: dict[str, Exported]
    kept: int

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def sending(
    filed: Iterable[Filed],
    exported: Mapping[str, Exported],
    known: Mapping[str, Exported],
    there: Mapping[str, AnkiNote],
    media: Iterable[MediaFile] = (),
) -> Sending:
    """What of the notes is to be sent; ``known`` and ``exported``: what was and will be remembered of them.

    A note of ours that Anki has, and that we never sent, came from another machine of the learner: nobody
    knows which text is the later one, so Anki's stays. Notes that came from Anki are known from then.
    """
    ids = {name: note_type.id for name, note_type in note_types().items()}
    found = Sending([], {}, dict(exported), 0)
    is_same = _Comparison(media)
    kept = 0
    for each in filed:
        note = each.note
        after, before, theirs = exported[note.question_id], known.get(note.question_id), there.get(note.guid)
        kind = note.native_type.id if note.native_type else ids[note.note_type]
        has_new_files = before is not None and has_new_media(before, after.media)
        if theirs is None:
            found.new.append(each)
        elif has_new_files or not is_same(note, theirs):
            came_from_anki = note.native_type is not None
            changed_here = before.digest != after.digest if before else came_from_anki and not note.modified
            changed_here = changed_here or has_new_files
            if before is None and not came_from_anki:
                after = found.exported[note.question_id] = after._replace(changed_at=theirs.modified)
            # Anki changes no note's type.
            if (changed_here or after.changed_at > theirs.modified) and theirs.note_type == kind:
                found.changed[theirs.id] = note
            else:
                kept += 1
    return found._replace(kept=kept)


class _Comparison:
    """Whether Anki says the same as a note; a field that its user added does not count.

    A file that Anki has under another name, since one of its own had the name already, is the same as well.
    """

    def __init__(self, media: Iterable[MediaFile]) -> None:
        self._media = media

    def __call__(self, note: Note, theirs: AnkiNote) -> bool:
        ours = tuple(unicodedata.normalize("NFC", field) for field in note.fields)
        there = theirs.fields[: len(ours)]
        is_same = there == ours or (note.media != "" and self._with_our_names(there) == ours)
        return is_same and _tags(theirs.tags) == _tags(note.tags)

    def _with_our_names(self, fields: Iterable[str]) -> tuple[str, ...]:
        return tuple(with_media(field, self._as_ours) for field in fields)

    def _as_ours(self, medium: MediaTag) -> str:
        name = self._names.get(medium.name)
        return medium.tag.replace(medium.name, name) if name else medium.tag

    @cached_property
    def _names(self) -> dict[str, str]:
        """Our name of a file by the one that Anki gives it where its own is taken."""
        return {name_if_taken(*file): file.name for file in self._media}


def _tags(tags: Iterable[str]) -> set[str]:
    """What tags are to Anki, which writes a tag as it did the first time."""
    return {tag_in_anki(tag) for tag in tags} - OWN_TAGS
