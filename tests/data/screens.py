"""Draws screens in the reader's language: ``python screens.py WIDTH [NAME…]``, each below its name.

For tests that need another language than their own, which is read when quizkit is imported.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from quizkit.days import in_words, span_in_words
from quizkit.deckfile import load_deck
from quizkit.deckfile.media import Medium
from quizkit.grading import Context, grade, proposed_rating
from quizkit.model import Card, Choice, ExtendedText, Gaps, Match, Order, Reveal, TextEntry
from quizkit.responses import Filled, Matched, Ordered, Picked, Response, Typed, Written
from quizkit.reviews import Rating
from quizkit.session import Answered, Counts, Quiz
from quizkit.terminal.entry import Entry
from quizkit.terminal.help import help_screen, pause_screen
from quizkit.terminal.names import RATINGS
from quizkit.terminal.screens import Screen, ending_screen, feedback_screen, question_screen
from quizkit.terminal.summary import quiz_ending
from quizkit.terminal.view import Asking, Command, Feedback, Header, RatingKey

HERE = Path(__file__).resolve().parent
HEADER = Header("Реки и горы", 3, 20, Counts(10, 2, 5))
COMMANDS = frozenset(Command) - {Command.REVEAL, Command.OVERRIDE}
MEDIA = (Medium("image", "гора.png", HERE / "гора.png"), Medium("audio", "шум.ogg", trouble="⟦⟧"))
WHEN = (span_in_words(20_000), span_in_words(600_000), in_words(9), in_words(150))
KEYS = tuple(
    RatingKey(str(int(rating)), rating, RATINGS[rating], when)
    for rating, when in zip(RATINGS, WHEN, strict=True)
)


def responses(card: Card) -> list[Response]:
    """An answer that is wrong or right in part, and a better one."""
    match card.interaction:
        case Reveal():
            return []
        case TextEntry():
            return [Typed("май 1953"), Typed("Рейн"), Typed("Дунаи"), Typed("")]
        case Choice():
            return [Picked((1,)), Picked((0,))]
        case Gaps():
            return [Filled(("Альпы", "аконкагуа")), Filled(("Анды", "аконкагуа"))]
        case Order():
            return [Ordered((1, 0, 2))]
        case Match(items):
            return [Matched((1,) * len(items))]
        case ExtendedText():
            return [Written("", (0,))]


def screens() -> dict[str, Callable[[int], Screen]]:
    deck, problems = load_deck(HERE / "all_types.yaml")
    assert not problems
    drawn: dict[str, Callable[[int], Screen]] = {}
    answered = []
    for card in deck.cards():
        name = card.id.partition("/")[2]
        asking = Asking(HEADER, card, COMMANDS, MEDIA)
        for stage, entry in enumerate((Entry(hints=1), Entry(picked=(0,), texts=("…",), typing=False))):
            drawn[f"{name} asked {stage}"] = partial(question_screen, asking, entry)
        told = Feedback(HEADER, card, COMMANDS, KEYS, media=MEDIA)
        drawn[f"{name} told"] = partial(feedback_screen, told)
        for number, response in enumerate(responses(card)):
            earned = grade(card.interaction, response, Context("ru", card.prompt))
            commands = COMMANDS | {Command.OVERRIDE}
            view = Feedback(HEADER, card, commands, KEYS, proposed_rating(earned), response, earned)
            drawn[f"{name} judged {number}"] = partial(feedback_screen, view)
            answered.append((Answered(card, response, earned, 0), "Рейн"))
    card = next(deck.cards())
    asking, quiz = Asking(HEADER, card, COMMANDS, MEDIA), Header("Реки", 3, 10)
    rating = Feedback(quiz, card, COMMANDS, KEYS, Rating.GOOD)
    drawn["help"] = partial(help_screen, asking)
    drawn["help on an answer"] = partial(help_screen, rating)
    drawn["paused"] = partial(pause_screen, asking)
    done = Quiz(tuple(each.card for each, _ in answered), tuple(each for each, _ in answered))
    ending = quiz_ending(done, [text for _, text in answered], passing=70)
    drawn["ending"] = partial(ending_screen, ending)
    return drawn


def main(width: int, names: list[str]) -> None:
    for name, draw in screens().items():
        if not names or name in names:
            screen = draw(width)
            lines = [*screen.head, *screen.body, *screen.foot]
            shown = (re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", line).rstrip() for line in lines)
            sys.stdout.write("\n".join([f"== {name}", *shown, ""]))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
