"""A collection of Anki → decks. Pure.

The id of a question is made of its note's guid, and that of a review of its card and instant: importing
the same collection again finds everything known, and brings what is new.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from quizkit.deckfile.native import NativeNote
from quizkit.errors import QuizkitError
from quizkit.fields import NAME_LETTERS
from quizkit.identity import slug
from quizkit.importers import gaps
from quizkit.importers.again import Again, Update
from quizkit.importers.collection import AnkiCard, Collection, Note
from quizkit.importers.notes import Made
from quizkit.importers.sound import Elsewhere, Sound, native_of, sound_questions
from quizkit.importers.templates import length_of
from quizkit.importers.turns import Turns, in_order
from quizkit.importers.updating import Here
from quizkit.importers.whole import Origin
from quizkit.messages import _
from quizkit.model import Content, card_id

# What quizkit's own packages put before the id of a question.
OWN_GUID = "quizkit:"
_NAME = rf"[_{NAME_LETTERS}][_{NAME_LETTERS}.:-]{{0,99}}"
# Characters shown on cards: those of the largest collections, ten times over.
MAX_SHOWN = 3_000_000_000


@dataclass(slots=True)
class ImportedDeck:
    """A deck to be written. ``name``: Anki's, with ``::``; ``path``: where it is.

    ``questions`` are new, ``contents`` what is read of them and ``native`` their notes, by local id;
    ``update``: what becomes of a deck that came from Anki earlier; ``origins``: what notes of our own say of
    their deck.
    """

    name: str
    key: str
    path: Path | None = None
    questions: list[dict[str, Any]] = field(default_factory=list)
    contents: dict[str, Content] = field(default_factory=dict)
    native: dict[str, NativeNote] = field(default_factory=dict)
    update: Update | None = None
    origins: list[Origin] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.name.rpartition("::")[2].strip() or self.name


class Known(NamedTuple):
    """What the library has: question ids by guid, deck keys by Anki's names, and files by deck key.

    ``here``: the decks that came from Anki, by deck key.
    """

    questions: dict[str, str]
    decks: dict[str, str]
    paths: dict[str, Path]
    here: Mapping[str, Here] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Imported:
    """What a package holds for us.

    ``ids``: our card by Anki's; ``known``: how many notes the library has already; ``left_out``: how many
    are not here, by reason; ``doubled``: how many new ones had the guid of another note.
    """

    decks: list[ImportedDeck]
    ids: dict[int, str]
    known: int
    left_out: Counter[str]
    doubled: int = 0


class Source(NamedTuple):
    """A collection; ``media``: what each of its files will be called beside the deck."""

    collection: Collection
    media: Mapping[str, str]
    language: str = "en"


def decks_of(source: Source, known: Known) -> Imported:
    """The decks of a collection: what the library does not have, and what was edited since it has it."""
    collection = source.collection
    _check_length(collection)
    ordered, turns = in_order(_with_cards(collection))
    filing = _Filing(source, known, turns)
    for note, cards in ordered:
        filing.file(note, cards)
    filing.finish()
    decks = list(filing.decks.values())
    guids = {note.guid for note in collection.notes}
    doubled = {note.guid for deck in decks for note in deck.native.values()} - guids
    return Imported(decks, filing.ids, filing.known_notes, filing.left_out, len(doubled))


class _Filing:
    """Puts notes into decks; ``ids``: our card by Anki's; ``turns``: those of the new cards, by note."""

    def __init__(self, source: Source, known: Known, turns: Mapping[int, Turns]) -> None:
        self.decks: dict[str, ImportedDeck] = {}
        self.ids: dict[int, str] = {}
        self.left_out: Counter[str] = Counter()
        self.known_notes = 0
        self._source = source
        self._known = known
        self._turns = turns
        self._keys = _deck_keys(source.collection, known)
        self._again = Again(known.here, source.collection, source.media)

    def file(self, note: Note, cards: list[AnkiCard]) -> None:
        if self._again.has(note.guid):
            self.known_notes += 1
            self._again.file(note, cards)
            return
        if self._again.is_unreadable(note.guid):
            self.left_out[_("its question has a mistake, which 'quizkit check' shows")] += 1
            return
        key = own_id(note.guid).partition("/")[0] or (self._keys[self._deck_name(cards[0])] if cards else "")
        made = self._made(note, cards, key)
        if not made:
            self.left_out[_("it is empty or of an unknown type") if cards else _("it has no card")] += 1
            return
        question = self._known.questions.get(note.guid)
        if question is not None:
            self.known_notes += 1
        else:
            question = own_id(note.guid) or f"{key}/{_local_id(note, made[0].made)}"
            self._add(question, note, made, cards)
        self.ids.update(_card_ids(question, made, cards))

    def finish(self) -> None:
        """What becomes of known notes, once all of them are there."""
        self._again.finish()
        for key, update in self._again.updates.items():
            if update.is_any:
                self.decks.setdefault(key, ImportedDeck(update.here.native.deck, key, update.here.path))
            if deck := self.decks.get(key):
                deck.update = update
                deck.questions += update.questions
                deck.contents |= update.contents
                deck.native |= update.added
        self.ids |= self._again.ids

    def _made(self, note: Note, cards: list[AnkiCard], key: str) -> list[Sound]:
        kind = self._source.collection.notetypes.get(note.notetype_id)
        ords = frozenset([card.ord for card in cards])
        media = self._again.media_beside(key)
        return sound_questions(note, kind, ords, media, self._source.language)

    def _add(self, question: str, note: Note, made: list[Sound], cards: list[AnkiCard]) -> None:
        key, _slash, first = question.partition("/")
        deck = self.decks.get(key)
        if deck is None:
            name = self._deck_name(cards[0])
            deck = self.decks[key] = ImportedDeck(name, key, self._known.paths.get(key))
        is_own = bool(own_id(note.guid))
        fields = self._source.collection.notetypes[note.notetype_id].fields
        lies = self._elsewhere(cards, deck.name), self._turns.get(note.id, ())
        for local, sound in zip(_local_ids(first, len(made)), made, strict=True):
            deck.questions.append({"id": local, **sound.made.keys})
            deck.contents[local] = sound.content
            deck.origins += [sound.made.origin] if sound.made.origin else []
            if not is_own:
                deck.native[local] = native_of(note, sound, fields, *lies)

    def _elsewhere(self, cards: list[AnkiCard], home: str) -> Elsewhere:
        """The cards that lie in another deck than the question, with the names of their decks."""
        decks = {card.ord: self._deck_name(card) for card in cards}
        return tuple(sorted([(place, lies) for place, lies in decks.items() if lies != home]))

    def _deck_name(self, card: AnkiCard) -> str:
        return self._source.collection.decks.get(card.deck_id, "Default")


def own_id(guid: str) -> str:
    """The id of the question that quizkit made a note of; "" where the note is another's."""
    own = _own().fullmatch(guid, len(OWN_GUID)) if guid.startswith(OWN_GUID) else None
    return own[0] if own else ""


@cache
def _own() -> re.Pattern[str]:
    return re.compile(f"{_NAME}/{_NAME}")  # 7 ms, and most packages are not quizkit's


def _with_cards(collection: Collection) -> Iterator[tuple[Note, list[AnkiCard]]]:
    """Each note with its cards. Of two notes with one guid, the second is given another."""
    cards: defaultdict[int, list[AnkiCard]] = defaultdict(list)
    for card in collection.cards:
        cards[card.note_id].append(card)
    seen: dict[str, int] = {}
    for note in collection.notes:
        count = seen[note.guid] = seen.get(note.guid, 0) + 1
        yield note._replace(guid=f"{note.guid}~{count}") if count > 1 else note, cards.get(note.id, [])


def _check_length(collection: Collection) -> None:
    """Templates are shown once for each card: a short file may mean much work."""
    lengths = {
        id: sum(length_of(side) for each in kind.templates for side in (each.question, each.answer))
        for id, kind in collection.notetypes.items()
    }
    if sum(lengths.get(note.notetype_id, 0) for note in collection.notes) > MAX_SHOWN:
        raise QuizkitError(_("the cards of the package show more than any person can read"))


def _local_id(note: Note, made: Made) -> str:
    text = gaps.shown(str(next(iter(made.keys.values())))[:500])
    return f"{slug(text, 5)[:40].strip('-') or 'note'}-{_digest(note.guid)}"


def _local_ids(first: str, count: int) -> list[str]:
    """The ids of the questions that were one note."""
    return [first, *[f"{first}-{number}" for number in range(2, count + 1)]]


def _card_ids(question: str, made: list[Sound], cards: list[AnkiCard]) -> Iterator[tuple[int, str]]:
    """The card id of quizkit for each card of a note, by the card's id in Anki."""
    by_ord = {
        place: card_id(name, part)
        for name, each in zip(_local_ids(question, len(made)), made, strict=True)
        for part, place in each.made.ords
    }
    for card in cards:
        if card.ord in by_ord:
            yield card.id, by_ord[card.ord]


def _deck_keys(collection: Collection, known: Known) -> dict[str, str]:
    """An id for each deck of Anki: the one it has here, else its full name as a slug.

    Of those that would share one, or take that of another deck here, each gets a digest.
    """
    names = sorted({*collection.decks.values(), "Default"} - known.decks.keys())
    slugs = {name: slug(name[:500], 12) or "deck" for name in names}
    taken = Counter(slugs.values())
    taken.update(known.paths.keys())
    taken.update({own_id(note.guid).partition("/")[0] for note in collection.notes})
    keys = {name: key if taken[key] == 1 else f"{key}-{_digest(name)}" for name, key in slugs.items()}
    return {**known.decks, **keys}


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()
