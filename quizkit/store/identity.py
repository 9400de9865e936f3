"""Recognising questions after an edit: what the store knew of a deck against what the file says now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from quizkit.deckfile.made import WrittenDeck
from quizkit.grading import key_of
from quizkit.identity import match_edited
from quizkit.model import Content
from quizkit.questions import content_of
from quizkit.store.connection import transaction
from quizkit.store.deck_cache import CachedDeck, CachedQuestion, DeckCache, digest_of
from quizkit.store.moved import Moved, Place, moved_questions

# Ids given by the author are a promise; only an identical text overrules them.
_SAME = 0.999
_KNOW_QUESTION = "REPLACE INTO known_questions VALUES (?, ?, ?, ?)"
_KNOW_DECK = "REPLACE INTO known_decks VALUES (?, ?, ?)"


class Recognised(NamedTuple):
    """A question whose text was edited, or that has the same text elsewhere, taken for the one known."""

    path: str
    line: int
    old_text: str
    new_text: str
    question_id: str
    has_progress: bool

    @property
    def is_edited(self) -> bool:
        return self.old_text != self.new_text


def recognise(db: sqlite3.Connection, cache: DeckCache, decks: Sequence[CachedDeck]) -> list[Recognised]:
    """Compare every changed deck with what was known of it; edited and moved questions keep their ids.

    A deck with problems is left alone: a question that cannot be read has not vanished. The temporary table
    ``loaded`` names the decks.
    """
    known = {row[0]: (row[1], row[2]) for row in db.execute("SELECT deck_key, path, digest FROM known_decks")}
    loaded = {deck.key for deck in decks}
    changed = [
        deck for deck in decks if not deck.problems and known.get(deck.key, ("", ""))[1] != deck.digest
    ]
    moved = moved_questions(db, cache, decks, _arrived(db, cache, changed)) if changed else []
    found: list[Recognised] = []
    if moved:
        with transaction(db):
            found += [_follow(db, cache, each) for each in moved]
            cache.stamp()
    for deck in changed:
        # A deck of another name that was last seen in this very file, and is nowhere now, was renamed.
        former = [
            key
            for key, (path, _) in known.items()
            if path == deck.path and key not in loaded and deck.key not in known
        ]
        with transaction(db):
            found += _recognise_deck(db, cache, deck, [deck.key, *former])
    return found


def _follow(db: sqlite3.Connection, cache: DeckCache, moved: Moved) -> Recognised:
    """Let a question of another deck keep its id; before that deck is compared, which has the likest only."""
    old, text, now = moved
    (question,) = cache.questions(now.deck.row, (now.position,))
    _stand_for(db, cache, now.deck, question, old)
    db.execute("DELETE FROM known_questions WHERE question_id = ?", (now.question_id,))
    db.execute(_KNOW_QUESTION, (old, now.deck.key, text, question.derived))
    return Recognised(now.deck.path, question.raw.line, text, text, old, has_progress=True)


def _arrived(
    db: sqlite3.Connection, cache: DeckCache, changed: Iterable[CachedDeck]
) -> Iterator[tuple[str, Place]]:
    known = {row[0] for row in db.execute("SELECT question_id FROM known_questions")}
    for deck in changed:
        for question in cache.questions(deck.row):
            if question.id not in known:
                text = _text_of(content_of(question.raw)[0], deck.language)
                yield text, Place(deck, question.position, question.id)


def _stand_for(
    db: sqlite3.Connection, cache: DeckCache, deck: CachedDeck, question: CachedQuestion, old: str
) -> None:
    """Let a question go by the id that has the progress, from now on and on other machines."""
    cache.rename(deck.row, question.position, question.id, old)
    db.execute("INSERT OR IGNORE INTO aliases VALUES (?, ?)", (question.id, old))


def _recognise_deck(
    db: sqlite3.Connection, cache: DeckCache, deck: CachedDeck, keys: list[str]
) -> list[Recognised]:
    before: dict[str, tuple[str, bool]] = {}
    for key in keys:
        query = "SELECT question_id, text, derived FROM known_questions WHERE deck_key = ?"
        before |= {row[0]: (row[1], bool(row[2])) for row in db.execute(query, (key,))}
    now = {question.id: question for question in cache.questions(deck.row)}
    texts = {name: _text_of(content_of(question.raw)[0], deck.language) for name, question in now.items()}
    stands = "SELECT 1 FROM cache.questions JOIN loaded USING (deck) WHERE id = ?"
    vanished = {
        name: text
        for name, (text, _) in before.items()
        # One that moved back to the deck that its id names stands there.
        if name not in now and not db.execute(stands, (name,)).fetchone()
    }
    appeared = {name: texts[name] for name in now if name not in before}
    recognised: list[Recognised] = []
    for old, new in _pairs(
        vanished, appeared, {name for name, (_, derived) in before.items() if derived}, now
    ):
        _stand_for(db, cache, deck, now[new], old)
        db.execute("DELETE FROM known_questions WHERE question_id = ?", (old,))
        before.pop(old)
        progress = db.execute(
            "SELECT 1 FROM card_states WHERE card_id = ? OR card_id GLOB ? LIMIT 1", (old, f"{old}#*")
        ).fetchone()
        line = now[new].raw.line
        recognised.append(Recognised(deck.path, line, vanished[old], texts[new], old, progress is not None))
        now[old], texts[old] = now.pop(new), texts.pop(new)
    if recognised:
        cache.stamp()
    rows = [(name, deck.key, texts[name], question.derived) for name, question in now.items()]
    db.executemany(_KNOW_QUESTION, rows)
    db.execute(_KNOW_DECK, (deck.key, deck.path, deck.digest))
    return recognised


def _pairs(
    vanished: dict[str, str], appeared: dict[str, str], derived: set[str], now: dict[str, CachedQuestion]
) -> list[tuple[str, str]]:
    """(old id, new id) of what is the same question: same own id in a renamed deck, then the likest text."""
    by_local = {name.partition("/")[2]: name for name in appeared if not now[name].derived}
    pairs = [(old, by_local[local]) for old in vanished if (local := old.partition("/")[2]) in by_local]
    taken = {name for pair in pairs for name in pair}
    left = {name: text for name, text in vanished.items() if name not in taken}
    new = {name: text for name, text in appeared.items() if name not in taken}
    for match in match_edited(left, new):
        if match.likeness >= _SAME or match.old in derived:
            pairs.append((match.old, match.new))
    return pairs


def _text_of(content: Content, language: str) -> str:
    """What is asked, and the answers of the cards."""
    answers = "\n".join([key_of(part.interaction) for part in content.parts(language)])
    return f"{content.text()}\n{answers}"


def learn(db: sqlite3.Connection, decks: Iterable[WrittenDeck]) -> None:
    """Know decks as they are written, so that what is moved before they are read goes on as it was.

    A deck whose file said something else than is known of it must be compared when it is read, and is left
    to that. Within a transaction.
    """
    aliased = {row[0] for row in db.execute("SELECT question_id FROM aliases")}
    for deck in decks:
        known = db.execute("SELECT digest FROM known_decks WHERE deck_key = ?", (deck.key,)).fetchone()
        before = None if deck.before is None else (digest_of(deck.before),)
        names = {f"{deck.key}/{local}": content for local, content in deck.contents.items()}
        if known != before or aliased & names.keys():
            continue
        rows = [(name, deck.key, _text_of(each, deck.language), False) for name, each in names.items()]
        db.executemany(_KNOW_QUESTION, rows)
        db.execute(_KNOW_DECK, (deck.key, str(deck.path), digest_of(deck.data)))
