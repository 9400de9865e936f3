"""What quizkit adds to a question is in the language of its deck."""

from __future__ import annotations

import pytest
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import note_of
from quizkit.exporters.anki.note_types import note_types
from quizkit.model import About, Deck
from quizkit.wording import context


def deck_in(language: str) -> Deck:
    text = (
        f"deck: D\nlanguage: {language}\nquestions:\n"
        "  - {id: a, ask: q, answer: 1999-12-08, as_of: 2003-07, according_to: X}\n"
    )
    return build_deck(read_deck(text.encode(), ""), "")


@pytest.mark.parametrize(
    ("about", "language", "line"),
    [
        (About(according_to="the author"), "en", "According to the author"),
        (About(as_of="2003"), "en", "As of 2003"),
        (About(according_to="the author", as_of="2003"), "en", "According to the author, as of 2003"),
        (About(according_to="el autor", as_of="2003"), "es", "Según el autor, a fecha de 2003"),
        (About(as_of="1994-07"), "es-MX", "A fecha de julio de 1994"),
        (About(as_of="1994-07-10"), "en-GB", "As of 10 July 1994"),
        (About(as_of="los años noventa"), "es", "A fecha de los años noventa"),
        (About(according_to="l'auteur"), "fr", "Selon l'auteur"),
        (About(according_to="{whom}", as_of="{when}"), "en", "According to {whom}, as of {when}"),
        (About(according_to="X"), "xx", "According to X"),
        (About(), "es", ""),
    ],
)
def test_whose_claim_it_is_and_when_is_said_in_the_language_of_the_deck(
    about: About, language: str, line: str
) -> None:
    assert context(about, language) == line


def test_a_card_knows_the_language_of_its_deck() -> None:
    assert [card.language for card in deck_in("es").cards()] == ["es"]


def test_an_exported_note_is_in_the_language_of_the_deck() -> None:
    for language, line, answer in (
        ("es", "Según X, a fecha de julio de 2003", "8 de diciembre de 1999"),
        ("en", "According to X, as of July 2003", "8 December 1999"),
    ):
        deck = deck_in(language)
        note = note_of(deck.questions[0], deck)
        fields = dict(zip(note_types()[note.note_type].fields, note.fields, strict=True))
        assert fields["Context"] == line
        assert fields["Answer"] == answer
        assert "1999-12-08" in fields["Also right"]
