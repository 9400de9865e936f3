"""Questions that went from one deck to another: the same words, where no progress is, of one that is gone.

Authors split decks and merge them. Only the identical text is followed, since a similar question in another
deck is most often another question.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from quizkit.errors import QuizkitError
from quizkit.store.deck_cache import CachedDeck, DeckCache

# Names of questions hold neither of the two characters: between them lie the cards of one question. What went
# to Anki may have its progress there.
_HAS_PROGRESS = """(question_id IN (SELECT question_id FROM exported)
    OR EXISTS (SELECT 1 FROM card_states WHERE card_id = question_id
        OR card_id > question_id || '#' AND card_id < question_id || '$'))"""
_STANDS = "EXISTS (SELECT 1 FROM cache.questions q JOIN loaded USING (deck) WHERE q.id = question_id)"
_LOST = f"SELECT question_id, deck_key, text FROM known_questions WHERE NOT {_STANDS} AND {_HAS_PROGRESS}"
_UNTOUCHED = f"SELECT question_id, text FROM known_questions WHERE {_STANDS} AND NOT {_HAS_PROGRESS}"


class Place(NamedTuple):
    """Where a question stands now, by its id there."""

    deck: CachedDeck
    position: int
    question_id: str


class Moved(NamedTuple):
    """``old``: the id that has the progress."""

    old: str
    text: str
    now: Place


class _Lost(NamedTuple):
    question_id: str
    deck_key: str
    text: str


def moved_questions(
    db: sqlite3.Connection,
    cache: DeckCache,
    decks: Sequence[CachedDeck],
    arrived: Iterable[tuple[str, Place]],
) -> list[Moved]:
    """The questions with progress that stand in another deck now.

    ``arrived``: text and place of the questions that were not known; read only if any is missing.
    The temporary table ``loaded`` names the decks that are there.
    """
    lost = [_Lost(*row) for row in db.execute(_LOST)]
    if not lost:
        return []
    places = _places(db, decks, {each.text for each in lost}, arrived)
    whereabouts = _Whereabouts(db, cache, decks)
    found: list[Moved] = []
    taken: set[str] = set()
    for each in sorted(lost):
        free = [place for place in places.get(each.text, ()) if place.question_id not in taken]
        # In its own deck it has another id now, which is for the comparison of that deck.
        if not free or any(place.deck.key == each.deck_key for place in free):
            continue
        if whereabouts.is_gone(each):
            # Of several copies rather the one that its author calls the same.
            local = _local(each.question_id)
            now = min(free, key=lambda place: (_local(place.question_id) != local, place.question_id))
            taken.add(now.question_id)
            found.append(Moved(each.question_id, each.text, now))
    return found


def _places(
    db: sqlite3.Connection,
    decks: Sequence[CachedDeck],
    texts: set[str],
    arrived: Iterable[tuple[str, Place]],
) -> Mapping[str, Sequence[Place]]:
    """Where questions with these texts stand that were never answered."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for text, place in arrived:
        if text in texts:
            found[text].append(place)
    by_row = {deck.row: deck for deck in decks}
    aliased = {row[0] for row in db.execute("SELECT stands_for FROM aliases")}
    for name, text in db.execute(_UNTOUCHED).fetchall():
        if text in texts and name not in aliased:
            found[text] += _standing(db, name, by_row)
    return found


def _local(question_id: str) -> str:
    return question_id.partition("/")[2]


def _standing(db: sqlite3.Connection, name: str, by_row: Mapping[int, CachedDeck]) -> Iterator[Place]:
    query = "SELECT deck, position FROM cache.questions JOIN loaded USING (deck) WHERE id = ?"
    for row, position in db.execute(query, (name,)):
        yield Place(by_row[row], position, name)


class _Whereabouts:
    """Whether a question that is not among the loaded ones is in no deck any more."""

    def __init__(self, db: sqlite3.Connection, cache: DeckCache, decks: Iterable[CachedDeck]) -> None:
        self._cache = cache
        self._paths = dict(db.execute("SELECT deck_key, path FROM known_decks"))
        self._broken = {deck.key for deck in decks if deck.problems}
        # Of decks that this command was not given, by key; what stands in the others is not missed.
        self._there: dict[str, frozenset[str]] = {deck.key: frozenset() for deck in decks}

    def is_gone(self, lost: _Lost) -> bool:
        """A question that cannot be read has not gone."""
        if lost.deck_key not in self._there:
            self._there[lost.deck_key] = self._look(lost.deck_key)
        return lost.deck_key not in self._broken and lost.question_id not in self._there[lost.deck_key]

    def _look(self, key: str) -> frozenset[str]:
        """What stands where a deck was last seen."""
        path = Path(self._paths.get(key, ""))
        if not path.is_file():
            return frozenset()
        try:
            deck = self._cache.deck(path)
        except QuizkitError:
            self._broken.add(key)
            return frozenset()
        if deck.problems:
            self._broken.add(key)
        return frozenset(question.id for question in self._cache.questions(deck.row))
