"""Recall what a term means."""

from __future__ import annotations

from quizkit.model import Part, Reveal
from quizkit.questions.term import Term


def test_a_term_asks_for_its_definition() -> None:
    term = Term(term="Perihelion", definition="Nearest point to the Sun")
    assert list(term.parts("en")) == [Part("", "Perihelion", Reveal("Nearest point to the Sun"))]
    assert list(term.mistakes()) == []
    assert term.text() == "Perihelion"


def test_both_ways_also_asks_for_the_term() -> None:
    _, reverse = Term(term="a", definition="b", both_ways=True).parts("en")
    assert reverse == Part("reverse", "b", Reveal("a"))


def test_a_term_does_not_define_itself() -> None:
    assert [tuple(mistake)[:2] for mistake in Term(term="a", definition="a").mistakes()] == [
        ("definition", "term and definition are the same")
    ]
