"""Quizzes and flashcards from plain-text decks, with a memory model, in the terminal and in Anki.

The library in three lines::

    from quizkit.deckfile import load_deck
    deck, problems = load_deck(path)
    cards = deck.cards()
"""

__version__ = "0.1.0"
