"""Three sides of a note: what we last said of it, what Anki has, and what we say now. Pure.

What did not change here stays as it is in Anki, what changed here goes there, and what of Anki's that
replaces is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from quizkit.deckfile.kept import FIELD as KEPT
from quizkit.deckfile.native import MediaTag, media_tags, text_digest, with_media
from quizkit.exporters.anki import Note
from quizkit.exporters.anki.note_types import COMMON, note_types
from quizkit.importers.updating import merged_tags
from quizkit.importers.whole import tag_in_anki

# Anki's own tags, which are about the learner and not about the note.
OWN_TAGS = frozenset(("leech", "marked"))
# The name of a file of ours whose own name was taken in Anki.
_RENAMED = re.compile(r"(.+)-[0-9a-f]{40}((?:\.[^.]*)?)", re.DOTALL)


class AnkiNote(NamedTuple):
    """A note as Anki has it; ``modified``: seconds since 1970.

    The fields of a note of ours stand in our order, with None for one that its note type lost in Anki.
    """

    id: int
    note_type: int
    modified: int
    fields: tuple[str | None, ...]
    tags: tuple[str, ...]


class Base(NamedTuple):
    """What both sides once said: of each field what stands for it, and the tags."""

    fields: tuple[int, ...]
    tags: tuple[str, ...]


class Rewrite(NamedTuple):
    """What of a note in Anki is written: its fields, None for one that stays, and its tags."""

    note: Note
    fields: tuple[str | None, ...]
    tags: tuple[str, ...]


class Merged(NamedTuple):
    """``rewrite``: None where nothing is to be written; ``keeps``: something of Anki's stays.

    ``replaced``: texts that were edited in Anki as well, and are now replaced, by field.
    """

    rewrite: Rewrite | None
    replaced: dict[str, str]
    keeps: bool


def said_by(fields: Iterable[str | None]) -> tuple[int, ...]:
    """What stands for each field."""
    return tuple([text_digest(composed(field)) if field else 0 for field in fields])


def as_told(note: Note, theirs: AnkiNote) -> tuple[str, ...]:
    """Anki's fields, with our files by the names under which they went there.

    What its note type has no field for cannot differ from ours.
    """
    found = tuple([ours if field is None else field for ours, field in _paired(note, theirs)])
    names = {medium.name for field in note.fields for medium in media_tags(field)} if note.media else set()

    def shown(medium: MediaTag) -> str:
        renamed = _RENAMED.fullmatch(medium.name)
        name = f"{renamed[1]}{renamed[2]}" if renamed else ""
        return medium.tag.replace(medium.name, name) if name in names else medium.tag

    return tuple([with_media(field, shown) for field in found]) if names else found


def merged(note: Note, theirs: AnkiNote, base: Base, *, has_new_files: bool = False) -> Merged:
    """``has_new_files``: the content of its pictures and sounds changed here."""
    found = _Fields(note, as_told(note, theirs), base)
    for unit in _units(note):
        found.take(unit, has_new_files=has_new_files)
    found.take_pictures_along()
    tags = tuple([tag for tag in merged_tags(theirs.tags, base.tags, note.tags) if tag not in OWN_TAGS])
    keeps = found.keeps or tags_in_anki(tags) != tags_in_anki(note.tags)
    if not found.is_any_written and tags_in_anki(tags) == tags_in_anki(theirs.tags):
        return Merged(None, {}, keeps)
    return Merged(Rewrite(note, tuple(found.written), tags), found.replaced, keeps)


class _Fields:
    """The fields of a note: which are to be written, and what of Anki's they replace."""

    def __init__(self, note: Note, there: tuple[str, ...], base: Base) -> None:
        self.written: list[str | None] = [None] * len(note.fields)
        self.replaced: dict[str, str] = {}
        self.keeps = False
        self._here, self._there = note.fields, there
        self._names = _field_names(note)
        self._before = [*base.fields, *[None] * (len(there) - len(base.fields))]
        self._here_now, self._there_now = said_by(note.fields), said_by(there)

    @property
    def is_any_written(self) -> bool:
        return any(field is not None for field in self.written)

    def take(self, unit: tuple[int, ...], *, has_new_files: bool) -> None:
        """Write fields that only go together if one of them changed here."""
        different = [place for place in unit if self._here_now[place] != self._there_now[place]]
        new_files = has_new_files and any(media_tags(self._here[place]) for place in unit)
        changed = any(self._here_now[place] != self._before[place] for place in unit)
        if new_files or (different and changed):
            for place in unit:
                self.written[place] = self._here[place]
            edited = [place for place in different if self._there_now[place] != self._before[place]]
            named = {self._names[place]: self._there[place] for place in edited}
            named.pop(KEPT, None)
            self.replaced |= named
        elif different:
            self.keeps = True

    def take_pictures_along(self) -> None:
        """Of a note that is written: a picture may be another one under its old name.

        Only Anki can tell, once it has both.
        """
        if self.is_any_written:
            for place, field in enumerate(self._here):
                if self._here_now[place] == self._there_now[place] and media_tags(field):
                    self.written[place] = field


def tags_in_anki(tags: Iterable[str]) -> set[str]:
    """What tags are to Anki, which writes a tag as it did the first time."""
    return {tag_in_anki(tag) for tag in tags} - OWN_TAGS


def composed(field: str) -> str:
    """A field as Anki writes it, which composes accents."""
    return field if field.isascii() else unicodedata.normalize("NFC", field)


def _paired(note: Note, theirs: AnkiNote) -> Iterator[tuple[str, str | None]]:
    """Our fields with Anki's; a note that is in disorder there may have too few."""
    there = theirs.fields
    for place, ours in enumerate(note.fields):
        yield ours, there[place] if place < len(there) else None


def _field_names(note: Note) -> tuple[str, ...]:
    names = note.native_type.fields if note.native_type else note_types()[note.note_type].fields
    return names or ("",)


def _units(note: Note) -> Iterator[tuple[int, ...]]:
    """The fields that only go together: of our own note types those that make the question and its answer."""
    own = 0 if note.native_type else len(note.fields) - len(COMMON)
    if own:
        yield tuple(range(own))
    for place in range(own, len(note.fields)):
        yield (place,)
