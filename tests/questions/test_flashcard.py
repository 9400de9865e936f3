"""Recall the back, see it, rate yourself."""

from __future__ import annotations

from quizkit.model import Part, Reveal
from quizkit.questions.flashcard import Flashcard


def test_a_flashcard_is_one_card_that_is_revealed() -> None:
    card = Flashcard(front="Capital of Peru", back="Lima")
    assert list(card.parts("en")) == [Part("", "Capital of Peru", Reveal("Lima"))]
    assert list(card.mistakes()) == []


def test_both_ways_makes_a_second_card_that_asks_for_the_front() -> None:
    card = Flashcard(front="Capital of Peru", back="Lima", both_ways=True)
    assert list(card.parts("en")) == [
        Part("", "Capital of Peru", Reveal("Lima")),
        Part("reverse", "Lima", Reveal("Capital of Peru")),
    ]


def test_asking_both_ways_keeps_the_identity_of_the_first_card() -> None:
    one_way = Flashcard(front="Capital of Peru", back="Lima")
    both_ways = Flashcard(front="Capital of Peru", back="Lima", both_ways=True)
    assert one_way.text() == both_ways.text() == "Capital of Peru"
    assert next(one_way.parts("en")) == next(both_ways.parts("en"))


def test_the_same_text_on_both_sides_is_a_mistake() -> None:
    assert [tuple(mistake)[:2] for mistake in Flashcard(front="a", back="a").mistakes()] == [
        ("back", "front and back are the same")
    ]
