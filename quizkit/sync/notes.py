"""Which notes a collection is to be sent. Pure.

What was edited in Anki stays there until it changes here as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from quizkit.deckfile.native import MediaTag, NativeNote, media_tags, name_if_taken, with_media
from quizkit.exporters.anki import Filed, Note, has_new_media
from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.note_types import note_types
from quizkit.exporters.anki.notes import same_deck
from quizkit.reviews import Exported
from quizkit.sync.agreed import Said
from quizkit.sync.merging import AnkiNote, Base, Rewrite, as_told, composed, merged, said_by, tags_in_anki


class Sending(NamedTuple):
    """The notes that Anki lacks, those that it has of old (by their ids there), what to remember of all.

    ``kept``: how many say something else in Anki than here, and stay so; ``replaced``: by question, the
    fields that were edited on both sides, with what Anki has, which ours replaces; ``retyped``: questions
    whose notes have another type in Anki; ``moved``: by guid, the deck that a note was filed in, and the one
    that it is in now; ``said``: what this collection knows of all notes once they are sent.
    """

    new: list[Filed]
    changed: dict[int, Rewrite]
    exported: dict[str, Exported]
    kept: int
    replaced: dict[str, dict[str, str]]
    retyped: dict[str, Exported]
    moved: dict[str, tuple[str, str]]
    said: dict[str, Said]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def sending(
    filed: Iterable[Filed],
    exported: Mapping[str, Exported],
    known: Mapping[str, Exported],
    there: Mapping[str, AnkiNote],
    media: Iterable[MediaFile] = (),
    agreed: Mapping[str, Said] | None = None,
    natives: Mapping[str, NativeNote] | None = None,
    now: int = 0,
) -> Sending:
    """What of the notes is to be sent; ``known`` and ``exported``: what was and will be remembered of them.

    ``agreed``: what this collection was told before; ``natives``: the notes that came from Anki as they were
    at the last import; both by guid; ``now`` in seconds since 1970.
    """
    agreed, natives = agreed or {}, natives or {}
    of_others = {guid: said for guid, said in agreed.items() if guid in there}
    found = Sending([], {}, dict(exported), 0, {}, {}, {}, of_others)
    is_same = _Comparison(media)
    kept = 0
    for each in filed:
        note = each.note
        name, guid = note.question_id, note.guid
        after, before, theirs = exported[name], known.get(name), there.get(guid)
        if theirs is None:
            found.new.append(each)
            continue
        said = _in_the_past(agreed.get(guid), now)
        filed_in = said.deck if said else before.deck if before else each.deck
        if filed_in != each.deck and same_deck(filed_in) != same_deck(each.deck):
            found.moved[guid] = filed_in, each.deck
        has_new_files = before is not None and has_new_media(_told(before, said), after.media)
        has_new_files = has_new_files and not is_same.shows_our_files(theirs)
        if has_new_files or not is_same(note, theirs):
            if theirs.note_type != type_id(note):
                found.retyped[name] = after  # Anki changes no note's type
                continue
            base = _base(note, theirs, before, after, said, natives.get(guid))
            result = merged(note, theirs, base, has_new_files=has_new_files)
            if result.rewrite:
                found.changed[theirs.id] = result.rewrite
            if result.replaced:
                found.replaced[name] = result.replaced
            kept += result.keeps
            if before is None and note.native_type is None:
                found.exported[name] = after._replace(changed_at=theirs.modified)
        found.said[guid] = _said(each, after, said, theirs, now)
    return found._replace(kept=kept)


def type_id(note: Note) -> int:
    """The note type of a note, by which Anki knows it."""
    return note.native_type.id if note.native_type else note_types()[note.note_type].id


def _base(
    note: Note,
    theirs: AnkiNote,
    before: Exported | None,
    after: Exported,
    said: Said | None,
    native: NativeNote | None,
) -> Base:
    """What both sides last agreed on; nothing where nobody can know, so that what is replaced is told.

    Anki has an older note where it missed a change of ours: it was set back to a backup, say. Or a clock
    there is behind, and the note is its learner's edit.
    """
    as_it_is_there = Base(said_by(as_told(note, theirs)), theirs.tags)
    as_it_is_here = Base(said_by(note.fields), note.tags)
    unknown = Base((), ())
    if said and note.anki_modified <= said.imported:
        is_of_before = theirs.modified < min(said.modified, max(after.changed_at, after.latest))
        return unknown if is_of_before else Base(said.fields, said.tags)
    if native:
        is_of_before = theirs.modified < native.modified
        return unknown if is_of_before else Base(said_by(native.fields), native.tags)
    if before is None:
        # It came from another machine of the learner: nobody knows which text is the later one.
        return as_it_is_here
    if before.digest == after.digest and after.changed_at <= theirs.modified:
        return as_it_is_here
    # Without a sync, all that is known is when our packages were made, whose dates Anki keeps.
    is_of_ours = theirs.modified in {before.changed_at, before.replaced_at}
    return as_it_is_there if is_of_ours else unknown


def _said(filed: Filed, after: Exported, before: Said | None, theirs: AnkiNote, now: int) -> Said:
    """What the collection knows of a note from now on."""
    note, deck = filed.note, filed.deck
    is_new = before is None or before.digest != after.digest
    fields = said_by(note.fields) if is_new or before is None else before.fields
    modified = min(theirs.modified, now) if now else theirs.modified
    return Said(after.digest, fields, note.tags, deck, modified, note.anki_modified, after.media)


def _told(before: Exported, said: Said | None) -> Exported:
    """What is remembered of a note, with the files that this collection has: no package need have come."""
    return before._replace(media=said.media) if said and said.media else before


def _in_the_past(said: Said | None, now: int) -> Said | None:
    """Without a date that lies ahead, which a wrong clock gave: edits since would look older."""
    return said._replace(modified=0) if said and said.modified > now > 0 else said


class _Comparison:
    """Whether Anki says the same as a note; a field that its user added does not count.

    A file that Anki has under another name, since one of its own had the name already, is the same as well.
    """

    def __init__(self, media: Iterable[MediaFile]) -> None:
        self._media = media

    def __call__(self, note: Note, theirs: AnkiNote) -> bool:
        if theirs.fields[: len(note.fields)] != note.fields and not self._is_same_text(note, theirs):
            return False
        return theirs.tags == note.tags or tags_in_anki(theirs.tags) == tags_in_anki(note.tags)

    def _is_same_text(self, note: Note, theirs: AnkiNote) -> bool:
        ours = tuple([composed(field) for field in note.fields])
        if len(theirs.fields) < len(ours):
            return False
        there = tuple(
            [mine if field is None else field for mine, field in zip(ours, theirs.fields, strict=False)]
        )
        return there == ours or (note.media != "" and self._with_our_names(there) == ours)

    def shows_our_files(self, theirs: AnkiNote) -> bool:
        """Whether Anki has the files of a note as they are now, under the names that it gave them."""
        shown = [medium.name for field in theirs.fields if field for medium in media_tags(field)]
        return bool(shown) and all(name in self._names for name in shown)

    def _with_our_names(self, fields: Iterable[str]) -> tuple[str, ...]:
        return tuple(with_media(field, self._as_ours) for field in fields)

    def _as_ours(self, medium: MediaTag) -> str:
        name = self._names.get(medium.name)
        return medium.tag.replace(medium.name, name) if name else medium.tag

    @cached_property
    def _names(self) -> dict[str, str]:
        """Our name of a file by the one that Anki gives it where its own is taken."""
        return {name_if_taken(*file): file.name for file in self._media}
