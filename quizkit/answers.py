"""An answer as it was given: what it earns, and how the log tells it."""

from __future__ import annotations

from typing import NamedTuple, assert_never

from quizkit.grading import grade
from quizkit.grading.context import Context
from quizkit.grading.partial import after_hints
from quizkit.model import Card, Choice, Interaction, Match, Order
from quizkit.responses import Filled, Grade, Matched, Ordered, Picked, Response, SelfRated, Typed, Written
from quizkit.reviews import Rating, Review
from quizkit.terminal.view import Given
from quizkit.world import World


class Answer(NamedTuple):
    """An answer as given, before it is rated. ``seed`` put the card in the order it was shown in."""

    card: Card
    response: Response
    grade: Grade | None
    at: int
    duration_ms: int
    hints: int = 0
    seed: int = 0

    def review(
        self, world: World, rating: Rating, proposed: Rating | None, *, override: bool = False
    ) -> Review:
        score = None if self.grade is None else self.grade.score
        text = response_text(self.card.interaction, self.response)
        day = world.day_of(self.at)  # of the answer, however late it is rated
        name, judged = world.new_id(), (score, proposed, text, override)
        return Review(name, self.card.id, rating, self.at, day, self.duration_ms, *judged)


def grade_of(card: Card, given: Given, context: Context) -> Grade:
    """What a response earns, less what its hints cost."""
    earned = grade(card.interaction, given.response, context)
    return earned._replace(score=after_hints(earned.score, given.hints))


def response_text(interaction: Interaction, response: Response) -> str:
    """What the learner answered, as text for the log."""
    text = _response_text(interaction, response)
    # A terminal passes bytes that are no text on as lone surrogates, which no file can hold.
    return text.encode(errors="replace").decode()


def _response_text(interaction: Interaction, response: Response) -> str:
    match response:
        case Typed(text) | Written(text):
            return text
        case Picked(picked):
            options = interaction.options if isinstance(interaction, Choice) else ()
            return " | ".join(options[place].text for place in picked if 0 <= place < len(options))
        case Filled(texts):
            return " | ".join(texts)
        case Ordered(items):
            named = interaction.items if isinstance(interaction, Order) else ()
            return " | ".join(named[place] for place in items if 0 <= place < len(named))
        case Matched(given):
            if not isinstance(interaction, Match):
                return ""
            partners, pairs = interaction.partners, zip(interaction.items, given, strict=False)
            return " | ".join(
                f"{item}: {partners[place]}" for item, place in pairs if 0 <= place < len(partners)
            )
        case SelfRated():
            return ""
        case _:
            assert_never(response)
