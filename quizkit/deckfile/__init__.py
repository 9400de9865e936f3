"""Deck files: text → deck and problems, every value with its line and column."""

from __future__ import annotations

from quizkit.deckfile.reader import RawDeck, load_deck, read_deck

__all__ = ["RawDeck", "load_deck", "read_deck"]
