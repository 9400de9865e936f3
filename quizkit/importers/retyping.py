"""Note types that were changed in Anki: their notes beside a deck follow them. Pure.

A note is a row of texts whose names its type knows. So a type with other fields than before means another
row for each of its notes, also for those that are not in the package.
"""

from __future__ import annotations

from collections.abc import Mapping

from quizkit.deckfile.native import Native, NativeNote, NoteType
from quizkit.importers.notetypes import CHANGED


def with_newer_types(native: Native, notetypes: Mapping[int, NoteType]) -> Native:
    """What lies beside a deck, with the note types of a package that changed since."""
    newer = {id: notetypes[id] for id, kind in native.notetypes.items() if is_newer(notetypes.get(id), kind)}
    if not newer:
        return native
    moves = {id: _moves(native.notetypes[id], kind) for id, kind in newer.items()}
    notes = {
        name: _relaid(note, moves[note.notetype_id]) if note.notetype_id in moves else note
        for name, note in native.notes.items()
    }
    return native._replace(notetypes={**native.notetypes, **newer}, notes=notes)


def is_newer(kind: NoteType | None, than: NoteType) -> bool:
    return kind is not None and _changed(kind) > _changed(than)


def _changed(kind: NoteType) -> int:
    when = kind.settings.notetype.get(CHANGED, 0)
    return when if isinstance(when, int) else 0


def _moves(before: NoteType, after: NoteType) -> tuple[int | None, ...]:
    """For each field of a type, its place before: by its id, which outlives its name, or by its name."""
    names = {name: place for place, name in enumerate(before.fields)}
    ids = {settings.get("id"): place for place, settings in enumerate(before.settings.fields)}
    of_after = [*after.settings.fields, *[{}] * len(after.fields)]
    return tuple(
        ids.get(settings.get("id") or "none", names.get(name))
        for name, settings in zip(after.fields, of_after, strict=False)
    )


def _relaid(note: NativeNote, moves: tuple[int | None, ...]) -> NativeNote:
    if moves == tuple(range(len(note.fields))):
        return note
    fields = tuple(
        note.fields[place] if place is not None and place < len(note.fields) else "" for place in moves
    )
    homes = tuple(
        [home._replace(field=moves.index(home.field)) for home in note.homes if home.field in moves]
    )
    return note._replace(fields=fields, homes=homes)
