"""Find the partner of each item."""

from __future__ import annotations

from quizkit.model import Match as MatchInteraction
from quizkit.model import Part
from quizkit.questions.common import MOST_PICKS
from quizkit.questions.match import Match


def mistakes(question: Match) -> list[tuple[str, str]]:
    return [(mistake.key, mistake.message) for mistake in question.mistakes()]


def test_each_item_has_its_partner_and_others_may_belong_to_none() -> None:
    question = Match(ask="Capitals?", match=(("Peru", "Lima"), ("Chile", "Santiago")), extra=("Quito",))
    assert list(question.parts("en")) == [
        Part("", "Capitals?", MatchInteraction(("Peru", "Chile"), ("Lima", "Santiago", "Quito"), (0, 1)))
    ]
    assert mistakes(question) == []
    assert question.text() == "Capitals?"


def test_a_partner_of_two_items_is_offered_once() -> None:
    (part,) = Match(ask="Rivers?", match=(("Peru", "Amazon"), ("Brazil", "Amazon"), ("Egypt", "Nile"))).parts(
        ""
    )
    assert part.interaction == MatchInteraction(("Peru", "Brazil", "Egypt"), ("Amazon", "Nile"), (0, 0, 1))


def test_what_belongs_to_no_item_is_no_partner_and_stands_there_once() -> None:
    pairs = (("Peru", "Lima"), ("Chile", "Santiago"))
    assert mistakes(Match(ask="a", match=pairs, extra=("lima",))) == [
        ("extra", "'lima' is the partner of an item")
    ]
    assert mistakes(Match(ask="a", match=pairs, extra=("Quito", "QUITO"))) == [
        ("extra", "'QUITO' stands here twice")
    ]


def test_there_are_no_more_partners_than_keys() -> None:
    pairs = tuple((f"item {n}", f"partner {n}") for n in range(MOST_PICKS))
    assert mistakes(Match(ask="a", match=pairs)) == []
    assert [key for key, _ in mistakes(Match(ask="a", match=pairs, extra=("one more",)))] == ["match"]
