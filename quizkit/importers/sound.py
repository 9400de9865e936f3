"""The questions of a note as a deck takes them, and the note as it is kept beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from quizkit.deckfile.made import sound_content
from quizkit.deckfile.native import (
    Home,
    Native,
    NativeNote,
    NoteType,
    bare_digest,
    content_digest,
    text_digest,
)
from quizkit.importers.collection import Note
from quizkit.importers.notes import Made, plain_cards, questions_of
from quizkit.importers.turns import Turns
from quizkit.model import Content
from quizkit.questions import RawQuestion, content_of

# Cards that lie in another deck than their question, with the names of their decks.
Elsewhere = tuple[tuple[int, str], ...]


class Sound(NamedTuple):
    """A question made of a note, with what a deck reads of it."""

    made: Made
    raw: RawQuestion
    content: Content

    @property
    def places(self) -> dict[int, str]:
        """Which part of the question each card of the note is."""
        return {place: part for part, place in self.made.ords}


def sound_questions(
    note: Note, notetype: NoteType | None, ords: frozenset[int], media: Mapping[str, str], language: str
) -> list[Sound]:
    """The questions of a note with these cards, in the plainest form if need be; [] where there are none."""
    if notetype is None or not notetype.fields or not ords or not any(map(str.strip, note.fields)):
        return []
    made = _checked(questions_of(note, notetype, ords, media, language))
    return made or _checked(plain_cards(note, ords))


def _checked(made: Iterable[Made]) -> list[Sound]:
    """[] where a deck would not take one of them."""
    found: list[Sound] = []
    for each in made:
        read = sound_content(each.keys)
        if read is None:
            return []
        found.append(Sound(each, *read))
    return found


def made_before(native: NativeNote, ords: frozenset[int], beside: Native, language: str) -> list[Sound]:
    """What today's import would have made of a note as it was; ``beside``: what Anki had of its deck."""
    note = Note(0, native.guid, native.notetype_id, native.modified, native.tags, native.fields)
    return sound_questions(note, beside.notetypes.get(native.notetype_id), ords, beside.media, language)


def of_cards(made: Iterable[Sound], ords: tuple[int, ...]) -> Sound | None:
    """The question that has one of the cards."""
    return next((sound for number in ords for sound in made if number in sound.places), None)


def native_of(
    note: Note, sound: Sound, fields: tuple[str, ...], elsewhere: Elsewhere, turns: Turns = ()
) -> NativeNote:
    """The note as it is, with what each of its fields became; ``fields``: their names."""
    made, raw, _content = sound
    homes = tuple([Home(key, fields.index(name), text_digest(made.keys[key])) for key, name in made.homes])
    if raw.values.keys() <= {"tags", *[home.key for home in homes]}:
        digest = bare_digest(raw.type)
    else:
        digest = content_digest(raw.type, *content_of(raw), homes)
    ords = tuple([place for _part, place in made.ords])
    return NativeNote(
        note.guid, note.notetype_id, note.fields, note.mod, note.tags, ords, homes, digest, elsewhere, turns
    )
