"""What an import writes, for a store that knows decks: as if they had been read already. Pure."""

from __future__ import annotations

from pathlib import Path

from quizkit.deckfile.made import WrittenDeck
from quizkit.importers.apkg import ImportedDeck
from quizkit.importers.heads import language_of
from quizkit.questions import RawQuestion, content_of


def written_deck(deck: ImportedDeck, path: Path, data: bytes, language: str) -> WrittenDeck | None:
    """A deck with what is new and what changed; None where it is here and did not come from Anki."""
    if deck.update:
        here = deck.update.here
        changed = {
            local: content_of(RawQuestion(change.type, local, dict(change.values), 0))[0]
            for local, change in deck.update.changes.items()
        }
        return WrittenDeck(deck.key, path, here.language, here.data, data, {**changed, **deck.contents})
    if deck.path:
        return None
    return WrittenDeck(deck.key, path, language_of(deck.origins, language), None, data, deck.contents)
