"""A collection of Anki → decks, and reviews for the log. Pure but for the local time zone.

The id of a question is made of its note's guid, and that of a review of its card and instant: importing
the same collection again finds everything known, and brings what is new.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from quizkit.deckfile.native import NativeNote
from quizkit.identity import slug
from quizkit.importers.collection import AnkiCard, Collection, Note
from quizkit.importers.history import actions_of, reviews_of
from quizkit.importers.notes import Made, questions_of
from quizkit.model import Action, Review, card_id

# What quizkit's own packages put before the id of a question.
OWN_GUID = "quizkit:"
_OWN_ID = re.compile(r"[^/#\s]{1,200}/[^/#\s]{1,200}")


@dataclass(frozen=True, slots=True)
class ImportedDeck:
    """A deck to be written. ``name``: Anki's, with ``::``; ``native``: by local id."""

    name: str
    key: str
    questions: list[dict[str, Any]] = field(default_factory=list)
    native: dict[str, NativeNote] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.name.rpartition("::")[2] or self.name


@dataclass(frozen=True, slots=True)
class Imported:
    """What a package holds for us.

    ``known``: how many notes the library has already; ``left_out``: how many are not here, by reason.
    """

    decks: list[ImportedDeck]
    reviews: list[Review]
    actions: list[Action]
    known: int
    left_out: Counter[str]


def decks_of(
    collection: Collection,
    media: Mapping[str, str],
    known: Mapping[str, str],
    learning_day: Callable[[int], int],
) -> Imported:
    """Decks, reviews and actions of a collection.

    ``media``: what each file will be called beside the deck; ``known``: the question id by the guid of its
    note, of questions that the library has: of those only the history is taken; ``learning_day``: of an
    instant in ms since 1970 UTC.
    """
    cards: defaultdict[int, list[AnkiCard]] = defaultdict(list)
    for card in collection.cards:
        cards[card.note_id].append(card)
    decks: dict[str, ImportedDeck] = {}
    ids: dict[int, str] = {}
    left_out: Counter[str] = Counter()
    already = 0
    keys = _deck_keys(collection)
    for note in collection.notes:
        own = cards[note.id]
        made = _made(collection, note, own, media)
        if not made:
            left_out["it has no card" if not own else "it is empty or of an unknown type"] += 1
            continue
        name = collection.decks.get(own[0].deck_id, "Default")
        question = known.get(note.guid) or _question_id(note, made[0], keys[name])
        if note.guid in known:
            already += 1
        else:
            key = question.partition("/")[0]
            deck = decks.setdefault(key, ImportedDeck(name, key))
            _add(deck, question, note, made, collection.notetypes[note.notetype_id].fields)
        ids.update(_card_ids(question, made, own))
    reviews = list(reviews_of(collection.revlog, ids, learning_day))
    actions = list(actions_of(collection, ids, learning_day))
    return Imported(list(decks.values()), reviews, actions, already, left_out)


def _made(collection: Collection, note: Note, cards: list[AnkiCard], media: Mapping[str, str]) -> list[Made]:
    notetype = collection.notetypes.get(note.notetype_id)
    if notetype is None or not cards or not any(text.strip() for text in note.fields):
        return []
    return questions_of(note, notetype, frozenset(card.ord for card in cards), media)


def _question_id(note: Note, made: Made, deck: str) -> str:
    """The id of a note's question: quizkit's own where it came from quizkit, else of its text and guid."""
    own = note.guid.removeprefix(OWN_GUID)
    if own != note.guid and _OWN_ID.fullmatch(own):
        return own
    text = str(next(iter(made.keys.values())))
    return f"{deck}/{slug(text, 5)[:40] or 'note'}-{_digest(note.guid)}"


def _add(deck: ImportedDeck, question: str, note: Note, made: list[Made], fields: tuple[str, ...]) -> None:
    first = question.partition("/")[2]
    for place, each in enumerate(made):
        name = first if place == 0 else f"{first}-{place + 1}"
        deck.questions.append({"id": name, **each.keys})
        ords = tuple(ord for _, ord in each.ords)
        homes = tuple((key, fields.index(field)) for key, field in each.homes if field in fields)
        deck.native[name] = NativeNote(note.guid, note.notetype_id, note.fields, note.mod, ords, homes)


def _card_ids(first: str, made: list[Made], cards: list[AnkiCard]) -> Iterator[tuple[int, str]]:
    """The card id of quizkit for each card of a note, by the card's id in Anki."""
    by_ord = {
        place: card_id(first if number == 0 else f"{first}-{number + 1}", part)
        for number, question in enumerate(made)
        for part, place in question.ords
    }
    for card in cards:
        if card.ord in by_ord:
            yield card.id, by_ord[card.ord]


def _deck_keys(collection: Collection) -> dict[str, str]:
    """An id for each deck: its full name as a slug; of those that would share one, with a digest."""
    names = {*collection.decks.values(), "Default"}
    slugs = {name: slug(name, 12) or "deck" for name in names}
    taken = Counter(slugs.values())
    return {name: short if taken[short] == 1 else f"{short}-{_digest(name)}" for name, short in slugs.items()}


def _digest(text: str, size: int = 4) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=size).hexdigest()
