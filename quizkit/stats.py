"""What the log says about learning: retention, forecast, leeches, streak. Pure functions of values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from quizkit.reviews import CardState, DueAt, DueDay, Phase, Rating, Review
from quizkit.scheduler import Scheduling, retrievability

MATURE_DAYS = 21
LEECH_LAPSES = 8


class Retention(NamedTuple):
    """Answers to cards that were due: how many there were, and how many were right."""

    answers: int
    right: int

    @property
    def rate(self) -> float | None:
        return self.right / self.answers if self.answers else None


class Collection(NamedTuple):
    """Cards by how well they sit. Mature: stable for 21 days or more, as in Anki."""

    new: int
    learning: int
    young: int
    mature: int
    suspended: int


def retention(reviews: Iterable[Review], since_day: int = 0) -> Retention:
    """True retention: the first answer of each card and day, the card's very first day left out."""
    first_day: dict[str, int] = {}
    first_answer: dict[tuple[str, int], Review] = {}
    for review in sorted(reviews, key=lambda review: review.reviewed_at):
        first_day.setdefault(review.card_id, review.day)
        first_answer.setdefault((review.card_id, review.day), review)
    counted = [
        review
        for (card_id, day), review in first_answer.items()
        if day > first_day[card_id] and day >= since_day
    ]
    return Retention(len(counted), sum(review.rating is not Rating.AGAIN for review in counted))


def collection(states: Iterable[CardState], cards: int) -> Collection:
    """Where ``cards`` cards stand, given the states of those that were ever touched."""
    kinds: Counter[str] = Counter()
    touched = 0
    for state in states:
        touched += state.suspended or state.phase is not Phase.NEW
        kinds[_kind(state)] += 1
    return Collection(cards - touched, kinds["learning"], kinds["young"], kinds["mature"], kinds["suspended"])


def _kind(state: CardState) -> str:
    if state.suspended:
        return "suspended"
    if state.phase is Phase.NEW:
        return "new"
    if state.phase is not Phase.REVIEW or state.memory is None:
        return "learning"
    return "mature" if state.memory.stability >= MATURE_DAYS else "young"


def forecast(states: Iterable[CardState], today: int, days: int) -> list[int]:
    """How many cards come due today (with all that are overdue) and on each of the days after it."""
    counts = [0] * days
    for state in states:
        if state.suspended or state.phase is Phase.NEW:
            continue
        match state.due:
            case DueDay(day):
                due_day = day
            case DueAt():
                due_day = today
        offset = max(0, due_day - today, state.buried_until - today)
        if offset < days:
            counts[offset] += 1
    return counts


def streak(days: Iterable[int], today: int) -> int:
    """How many days in a row were studied, up to today or, where today is still open, to yesterday."""
    studied = set(days)
    day = today if today in studied else today - 1
    length = 0
    while day in studied:
        length += 1
        day -= 1
    return length


def leeches(states: Iterable[tuple[str, CardState]], lapses: int = LEECH_LAPSES) -> list[tuple[str, int]]:
    """Cards that lapsed ``lapses`` times or more, the worst first."""
    found = [(card_id, state.lapses) for card_id, state in states if state.lapses >= lapses]
    return sorted(found, key=lambda leech: (-leech[1], leech[0]))


def missed_last(reviews: Iterable[Review]) -> list[tuple[str, str, int]]:
    """(card id, latest wrong response, how often) of what was missed on the latest day that has answers."""
    in_order = sorted(reviews, key=lambda review: review.reviewed_at)
    wrong = [
        review for review in in_order if review.rating is Rating.AGAIN and review.day == in_order[-1].day
    ]
    response = {review.card_id: review.response for review in wrong}
    times = Counter(review.card_id for review in wrong)
    return [(card_id, response[card_id], times[card_id]) for card_id in response]


def known_now(states: Iterable[CardState], today: int, scheduling: Scheduling) -> float:
    """How many cards the learner is expected to recall today: the sum of the retrievabilities.

    Of those that are through their learning steps: right after an answer the memory model is sure of every
    card, also of one that was missed.
    """
    learned = (state for state in states if _kind(state) in {"young", "mature"})
    recalls = (retrievability(state, today, scheduling) for state in learned)
    return sum(recall for recall in recalls if recall is not None)


def overrides(reviews: Iterable[Review]) -> list[tuple[str, str, int]]:
    """(card id, response, how often) of answers whose grade the learner overrode, the most frequent first."""
    counted = Counter((review.card_id, review.response) for review in reviews if review.override)
    found = [(card_id, response, times) for (card_id, response), times in counted.items()]
    return sorted(found, key=lambda row: (-row[2], row[0], row[1]))
