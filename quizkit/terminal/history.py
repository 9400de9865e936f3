"""A question with the state of its cards and the answers it got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizkit.days import in_words, iso
from quizkit.grading import key_of
from quizkit.markup import plain
from quizkit.messages import _, decimal, in_context
from quizkit.model import Card
from quizkit.reviews import CardState, DueAt, DueDay, Phase, Review
from quizkit.scheduler import Scheduling
from quizkit.terminal.figures import lapses
from quizkit.terminal.names import PHASES, RATINGS
from quizkit.terminal.summary import question_line
from quizkit.terminal.text import clean

_FLAGS = {
    "suspended": in_context("of one card", "suspended"),
    "flagged": in_context("of one card", "flagged"),
    "marked": in_context("of one card", "marked"),
}


def history_page(
    place: str,
    cards: Sequence[Card],
    states: Mapping[str, CardState],
    reviews: Sequence[Review],
    scheduling: Scheduling,
) -> RenderableType:
    """What ``quizkit show`` prints."""
    parts: list[RenderableType] = [Text(clean(place), style="dim")]
    for card in cards:
        parts += [
            Text(clean(plain(question_line(card))), style="bold"),
            Text(clean(plain(key_of(card.interaction, card.language))), style="green"),
            Text(_state_line(states[card.id], scheduling), style="dim"),
            Text(),
        ]
    return Group(*parts, _table(reviews) if reviews else Text(_("No answers yet.")))


def _state_line(state: CardState, scheduling: Scheduling) -> str:
    if state.phase is Phase.NEW or state.memory is None:
        return in_context("of one card", "new")
    interval = round(scheduling.memory.interval(state.memory.stability, scheduling.desired_retention))
    match state.due:
        case DueDay(day):
            due = iso(day)
        case DueAt(at):
            due = f"{datetime.fromtimestamp(at / 1000).astimezone():%Y-%m-%d %H:%M}"
    words = [
        PHASES[state.phase],
        _("due {when}").format(when=due),
        _("stability {time}").format(time=in_words(max(1, round(state.memory.stability)))),
        _("difficulty {number} of 10").format(number=decimal(state.memory.difficulty)),
        _("interval {time}").format(time=in_words(max(1, interval))),
        lapses(state.lapses),
    ]
    words += [word for name, word in _FLAGS.items() if getattr(state, name)]
    return ", ".join(words)


def _table(reviews: Sequence[Review]) -> Table:
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in (_("when"), _("rating"), _("score"), _("response")):
        made.add_column(column, header_style="dim", overflow="fold")
    for review in reviews:
        at = datetime.fromtimestamp(review.reviewed_at / 1000).astimezone()
        rating = RATINGS[review.rating]
        if review.override:
            rating = _("{rating} (I was right)").format(rating=rating)
        score = "" if review.score is None else f"{review.score:.0%}"
        made.add_row(f"{at:%Y-%m-%d %H:%M}", rating, score, Text(clean(review.response)))
    return made
