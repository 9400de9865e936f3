"""Put each item into its group."""

from __future__ import annotations

from quizkit.model import Match, Part
from quizkit.questions.categories import Categories
from quizkit.questions.common import MOST_PICKS


def mistakes(question: Categories) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.message) for mistake in question.mistakes()]


def test_each_item_belongs_to_the_group_it_stands_in() -> None:
    question = Categories(
        ask="Which are planets?", groups=(("Planet", ("Mars", "Venus")), ("Moon", ("Titan",)))
    )
    assert list(question.parts("en")) == [
        Part(
            "",
            "Which are planets?",
            Match(("Mars", "Venus", "Titan"), ("Planet", "Moon"), (0, 0, 1), groups=True),
        )
    ]
    assert mistakes(question) == []
    assert question.text() == "Which are planets?"


def test_an_item_belongs_to_one_group() -> None:
    assert mistakes(Categories(ask="a", groups=(("b", ("c", "d")), ("e", ("C",))))) == [
        ("groups", "'C' stands here twice")
    ]


def test_there_are_no_more_groups_than_keys() -> None:
    groups = tuple((f"group {n}", (f"item {n}",)) for n in range(MOST_PICKS + 1))
    assert mistakes(Categories(ask="a", groups=groups[1:])) == []
    assert [key for key, _ in mistakes(Categories(ask="a", groups=groups))] == ["groups"]
