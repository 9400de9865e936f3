"""What a learner reads at the end of a session: how it went, what was missed and why, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizkit.days import in_words, span_in_words
from quizkit.grading import key_of
from quizkit.markup import plain
from quizkit.model import Card, Gaps, Review
from quizkit.session import Quiz, remembered
from quizkit.terminal.text import clean, counted

MINUTE = 60_000


class Coming(NamedTuple):
    """What comes next: ``left`` cards if the learner left early, the time to the next learning card, …"""

    left: int
    new_left: int
    soon_ms: int | None
    tomorrow: int
    next_in_days: int | None


def study_summary(reviews: Sequence[Review], missed: Sequence[Card], coming: Coming) -> RenderableType:
    """The end of a study session, or why there is none."""
    parts: list[RenderableType] = []
    if reviews:
        right = remembered(tuple(reviews))
        minutes = max(1, round(sum(review.duration_ms for review in reviews) / MINUTE))
        share = right / len(reviews)
        parts.append(
            Text.assemble(
                (counted(len(reviews), "answer"), "bold"),
                " · ",
                (f"{right} remembered ({share:.0%})", _style(share)),
                f" · {minutes} min",
            )
        )
        parts += _missed(missed)
    else:
        why = "No answer this time." if coming.left else "Nothing to study right now."
        parts.append(Text(why, style="bold"))
    return Group(*parts, Text(_coming(coming), style="dim"))


def quiz_summary(quiz: Quiz, passing: int | None = None) -> RenderableType:
    """The score of a quiz, whether it was passed, and what was missed."""
    if not quiz.answered:
        return Text("No question was answered.")
    points = f"{round(quiz.points, 2):g} of {round(quiz.possible, 2):g}"
    head = Text(f"{points} right · {quiz.share:.0%}", style=f"bold {_style(quiz.share)}")
    if passing is not None:
        passed = quiz.share * 100 >= passing
        head.append(f"  {'passed' if passed else 'not passed'} ({passing}% needed)")
    if len(quiz.answered) < len(quiz.cards):
        head.append(f"  ({len(quiz.cards) - len(quiz.answered)} not asked)", style="dim")
    return Group(head, *_missed([answered.card for answered in quiz.missed]))


def question_line(card: Card) -> str:
    """The question of a card in one text; gaps of a cloze as […]."""
    if isinstance(card.interaction, Gaps):
        segments = card.interaction.segments
        return "".join(segment if isinstance(segment, str) else "[…]" for segment in segments)
    return card.prompt


def _missed(cards: Sequence[Card]) -> list[RenderableType]:
    """The missed cards with their answers, to be read once more."""
    if not cards:
        return []
    grid = Table.grid(padding=(0, 1, 1, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for card in cards:
        text = Text(clean(plain(question_line(card))))
        text.append(f"\n{clean(plain(key_of(card.interaction)))}", style="green")
        if card.about.explain:
            text.append(f"\n{clean(plain(card.about.explain))}", style="dim")
        grid.add_row(Text("•", style="red"), text)
    return [Text("\nTo look at again", style="bold"), grid]


def _coming(coming: Coming) -> str:
    sentences = []
    if coming.left:
        sentences.append(f"{counted(coming.left, 'card')} left for today; 'quizkit study' goes on.")
    elif coming.soon_ms is not None:
        sentences.append(f"The next learning card is ready in {span_in_words(max(0, coming.soon_ms))}.")
    if coming.tomorrow:
        sentences.append(f"{counted(coming.tomorrow, 'card')} due tomorrow.")
    elif coming.next_in_days is not None and coming.next_in_days > 0:
        sentences.append(f"The next review is in {in_words(coming.next_in_days)}.")
    if coming.new_left and not coming.left:
        wait = "waits" if coming.new_left == 1 else "wait"
        new = counted(coming.new_left, "new card")
        sentences.append(f"{new} {wait}; 'quizkit study --new N' takes more today.")
    return " ".join(sentences)


def _style(share: float) -> str:
    return "green" if share >= 0.8 else "yellow" if share >= 0.5 else "red"
