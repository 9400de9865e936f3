"""Notes that were imported before: what was edited in Anki since goes into the decks they became. Pure.

Only a note that Anki dates later than the one beside the deck counts: an older package takes nothing back.
The cards of a note keep their names whatever becomes of it, for each stays with its number in Anki.
"""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from quizkit.deckfile.made import Change
from quizkit.deckfile.native import Native, NativeNote
from quizkit.importers.collection import AnkiCard, Collection, Note
from quizkit.importers.descriptions import with_newer_descriptions
from quizkit.importers.naming import kept_names
from quizkit.importers.retyping import with_newer_types
from quizkit.importers.sound import Elsewhere, Sound, made_before, native_of, of_cards, sound_questions
from quizkit.importers.updating import Conflict, Here, merged
from quizkit.model import Content, card_id
from quizkit.questions import RawQuestion, content_of

if TYPE_CHECKING:
    from quizkit.deckfile.replacing import Changed


@dataclass(slots=True)
class Update:
    """What becomes of a deck that is here.

    ``changes`` and ``native``: of known questions, by local id; ``questions``, ``contents`` and ``added``:
    those that a known note has more than before; ``changed``: the file after its changes; ``left``: those
    that the file cannot have; ``is_retyped``: its note types or its description were changed.
    """

    here: Here
    is_retyped: bool = False
    changes: dict[str, Change] = field(default_factory=dict)
    native: dict[str, NativeNote] = field(default_factory=dict)
    questions: list[dict[str, Any]] = field(default_factory=list)
    contents: dict[str, Content] = field(default_factory=dict)
    added: dict[str, NativeNote] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    changed: Changed | None = None
    left: dict[str, Change] = field(default_factory=dict)

    @property
    def is_any(self) -> bool:
        """Whether anything happens at all."""
        return bool(self.native or self.refused or self.is_retyped)

    @property
    def refused(self) -> dict[str, str]:
        """Why a question cannot be changed where it stands, by local id."""
        return self.changed.refused if self.changed else {}

    @property
    def conflicts_by_question(self) -> dict[str, dict[str, str]]:
        """What Anki has of keys that were edited on both sides, by local id."""
        found: dict[str, dict[str, str]] = {}
        for question, key, text in self.conflicts:
            found.setdefault(question, {})[key] = text
        return found

    def line_of(self, local: str) -> int:
        """Where a question begins once the file has its changes."""
        return self.changed.lines[local] if self.changed else self.here.questions[local].line

    @property
    def changed_notes(self) -> set[str]:
        """The guids of the notes whose questions change."""
        return {self._guid(name) for name in (*self.changes, *self.added)}

    @property
    def touched_notes(self) -> set[str]:
        """The guids of the notes of which anything is to be told."""
        return self.changed_notes | {self._guid(name) for name in (*self.conflicts_by_question, *self.left)}

    def _guid(self, local: str) -> str:
        return (self.added.get(local) or self.here.native.notes[local]).guid


class _Entry(NamedTuple):
    """A question of a note, where it stands."""

    deck: str
    local: str


class Again:
    """The notes of a package that are known; ``ids``: our card by Anki's."""

    def __init__(self, decks: Mapping[str, Here], collection: Collection, media: Mapping[str, str]) -> None:
        self.ids: dict[int, str] = {}
        self.updates = {key: _retyped(here, collection) for key, here in decks.items()}
        self._collection = collection
        self._media = dict(media)
        self._beside: dict[str, Mapping[str, str]] = {}
        self._entries: dict[str, list[_Entry]] = {}
        # Those of a note that do not stand where it lies, by its deck and guid.
        self._away: defaultdict[tuple[str, str], dict[str, NativeNote]] = defaultdict(dict)
        self._edited: list[tuple[str, list[AnkiCard]]] = []
        self._unreadable: set[str] = set()
        for key, update in self.updates.items():
            self._enter(key, update.here)
        self._unreadable -= self._entries.keys()

    def _enter(self, key: str, here: Here) -> None:
        for local in here.questions:
            note = here.native.notes.get(local)
            if note is not None:
                entries = self._entries.setdefault(note.guid, [])
                if not entries or entries[0].deck == key:
                    entries.append(_Entry(key, local))
        for local in here.away:
            note = here.native.notes[local]
            self._away[key, note.guid][local] = note
        if not here.is_whole:
            self._unreadable |= {note.guid for note in here.native.notes.values()}

    def has(self, guid: str) -> bool:
        return guid in self._entries

    def is_unreadable(self, guid: str) -> bool:
        """Whether the question of a note may be one that has a mistake now."""
        return guid in self._unreadable

    def media_beside(self, key: str) -> Mapping[str, str]:
        """What the files of the package are called beside a deck."""
        update = self.updates.get(key)
        if update is None:
            return self._media
        if key not in self._beside:
            self._beside[key] = ChainMap(kept_names(self._media, update.here.native.media), self._media)
        return self._beside[key]

    def file(self, note: Note, cards: list[AnkiCard]) -> None:
        """Take a known note in."""
        entries = self._entries[note.guid]
        notes = self.updates[entries[0].deck].here.native.notes
        if note.mod > max([notes[entry.local].modified for entry in entries]):
            self._update(note, cards, [entry.local for entry in entries])
            # What cannot be written into the file will keep the cards it has.
            self._edited.append((note.guid, cards))
        else:
            self._name(note.guid, cards)

    def finish(self) -> None:
        """Change the texts of the decks, once all notes are in."""
        from quizkit.deckfile.replacing import with_changes

        for update in self.updates.values():
            if update.changes:
                update.changed = with_changes(update.here.data, str(update.here.path), update.changes)
            for local in update.refused:
                update.left[local] = update.changes.pop(local)
                del update.native[local]
            update.conflicts = [each for each in update.conflicts if each.question not in update.refused]
        for guid, cards in self._edited:
            self._name(guid, cards)

    def _update(self, note: Note, cards: list[AnkiCard], locals_: list[str]) -> None:
        update = self.updates[self._entries[note.guid][0].deck]
        here = update.here
        before = {local: here.native.notes[local] for local in locals_}
        first = before[locals_[0]]
        away = self._away.get((here.key, note.guid), {})
        known = frozenset(number for each in (*before.values(), *away.values()) for number in each.ords)
        # A package may have a part of the cards only, and takes none away.
        now = self._made(note, known | {card.ord for card in cards}, here)
        if not now:
            return
        then = made_before(first, known, here.native, here.language)
        fields = self._collection.notetypes[note.notetype_id].fields
        elsewhere = self._elsewhere(cards, here.native, first.elsewhere)
        for local, was in before.items():
            theirs = of_cards(now, was.ords)
            if theirs is None:
                # Its cards are another question's now. It stays, and so must what it shares with the note.
                update.native[local] = _beside(was, note)
                continue
            now.remove(theirs)
            native = native_of(note, theirs, fields, elsewhere)._replace(turns=was.turns)
            result = merged(here, local, of_cards(then, was.ords), theirs, native)
            update.native[local] = result.native
            update.conflicts += result.conflicts
            if result.change:
                update.changes[local] = result.change
        for local, was in away.items():
            now = [each for each in now if each is not of_cards(now, was.ords)]
            update.native[local] = _beside(was, note)
        for sound, local in zip(now, _free(locals_[0], update), strict=False):
            update.questions.append({"id": local, **sound.made.keys})
            update.contents[local] = sound.content
            update.added[local] = native_of(note, sound, fields, elsewhere)
            self.ids.update(_cards_of(f"{here.key}/{local}", sound.places, cards))

    def _made(self, note: Note, ords: frozenset[int], here: Here) -> list[Sound]:
        """What an import would make of a note now."""
        kind = self._collection.notetypes.get(note.notetype_id)
        return sound_questions(note, kind, ords, self.media_beside(here.key), here.language)

    def _elsewhere(self, cards: Iterable[AnkiCard], native: Native, before: Elsewhere) -> Elsewhere:
        """The cards in other decks; those that are not in the package lie where they did."""
        lie = dict(before)
        for card in cards:
            lie[card.ord] = self._collection.decks.get(card.deck_id, native.deck)
        return tuple(sorted([(number, name) for number, name in lie.items() if name != native.deck]))

    def _name(self, guid: str, cards: Iterable[AnkiCard]) -> None:
        """The names of the cards that the questions of a note have."""
        for key, local in self._entries[guid]:
            update = self.updates[key]
            raw, change = update.here.questions[local], update.changes.get(local)
            if change:
                raw = RawQuestion(change.type, local, dict(change.values), 0)
            native = update.native.get(local) or update.here.native.notes[local]
            places = _places(raw, update.here.language, native.ords)
            self.ids.update(_cards_of(f"{key}/{local}", places, cards))
        here = self.updates[self._entries[guid][0].deck].here
        away = self._away.get((here.key, guid), {})
        known = frozenset(number for each in away.values() for number in each.ords)
        for local, was in away.items():
            sound = of_cards(made_before(was, known, here.native, here.language), was.ords)
            self.ids.update(_cards_of(here.away[local], sound.places if sound else {}, cards))


def _retyped(here: Here, collection: Collection) -> Update:
    native = with_newer_types(here.native, collection.notetypes)
    native = with_newer_descriptions(native, collection.descriptions)
    return Update(here._replace(native=native), is_retyped=native is not here.native)


def _beside(was: NativeNote, note: Note) -> NativeNote:
    """What a question that does not change has of its note, as it is for the others of the note."""
    return was._replace(notetype_id=note.notetype_id, fields=note.fields, modified=note.mod, tags=note.tags)


def _free(first: str, update: Update) -> Iterator[str]:
    """Ids that no question has, for what a note has become more than it was."""
    here = update.here
    taken = here.questions.keys() | here.native.notes.keys() | update.added.keys()
    names = (f"{first}-{number}" for number in count(2))
    return (name for name in names if name not in taken)


def _places(raw: RawQuestion, language: str, ords: tuple[int, ...]) -> dict[int, str]:
    """Which part of a question each card of its note is.

    A cloze may have cards of gaps that are gone, and of gaps that were added here.
    """
    parts = [part.name for part in content_of(raw)[0].parts(language)]
    if raw.type == "cloze":
        numbers = {*ords, *(int(name[1:]) - 1 for name in parts)}
        return {number: f"c{number + 1}" for number in numbers}
    return dict(zip(ords, parts, strict=False))


def _cards_of(
    question: str, places: Mapping[int, str], cards: Iterable[AnkiCard]
) -> Iterator[tuple[int, str]]:
    for card in cards:
        if card.ord in places:
            yield card.id, card_id(question, places[card.ord])
