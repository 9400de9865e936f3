"""Put items in order."""

from __future__ import annotations

from random import Random

from quizkit.grading import grade
from quizkit.model import About, Card, Part
from quizkit.model import Order as OrderInteraction
from quizkit.questions.common import MOST_PICKS
from quizkit.questions.order import Order
from quizkit.responses import Ordered
from quizkit.session import presented


def mistakes(question: Order) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.message) for mistake in question.mistakes()]


def test_the_items_stand_in_the_right_order() -> None:
    question = Order(ask="By age?", order=("a", "b", "c"))
    assert list(question.parts("en")) == [Part("", "By age?", OrderInteraction(("a", "b", "c"), (0, 1, 2)))]
    assert mistakes(question) == []
    assert question.text() == "By age?"


def test_the_items_are_never_shown_in_the_right_order_and_are_right_when_put_in_it() -> None:
    (part,) = Order(ask="By age?", order=("a", "b", "c")).parts("en")
    for seed in range(40):
        shown = presented(Card("d/q", "d/q", "", part.interaction, About()), Random(seed)).interaction
        assert isinstance(shown, OrderInteraction)
        assert shown.in_order == ("a", "b", "c") != shown.items
        right = tuple(shown.items.index(item) for item in "abc")
        assert grade(shown, Ordered(right)).score == 1.0
        assert grade(shown, Ordered(right[::-1])).score == 0.0


def test_an_item_stands_there_once_and_there_are_no_more_than_keys() -> None:
    assert mistakes(Order(ask="a", order=("b", "B"))) == [("order", "'B' stands here twice")]
    many = tuple(map(str, range(MOST_PICKS + 1)))
    assert mistakes(Order(ask="a", order=many[1:])) == []
    assert [key for key, _ in mistakes(Order(ask="a", order=many))] == ["order"]
