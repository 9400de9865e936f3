"""A session is a value: what was asked, what is left, and the way back."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from quizkit.model import About, Card, Choice, Option, Reveal, TextEntry, TextKey
from quizkit.queue import Pending, Queue, Waiting
from quizkit.responses import Grade, Typed
from quizkit.reviews import (
    Action,
    CardAction,
    CardState,
    Due,
    DueAt,
    DueDay,
    MemoryState,
    Phase,
    Rating,
    Review,
)
from quizkit.session import (
    LEARN_AHEAD,
    Answered,
    Counts,
    Quiz,
    Session,
    Turn,
    presented,
    remembered,
)

DAY = 739_000
NOW = 1_700_000_000_000
MINUTE = 60_000
TOMORROW = DueDay(DAY + 1)


def turn(card_id: str, rating: Rating = Rating.GOOD, due: Due = TOMORROW, phase: Phase = Phase.NEW) -> Turn:
    review = Review(f"r {card_id} {int(rating)}", card_id, rating, NOW, DAY)
    return Turn(card_id, phase, review, CardState(MemoryState(3, 5), due, Phase.LEARNING, reps=1))


def hidden(card_id: str, action: CardAction, due: Due = TOMORROW) -> Turn:
    entry = Action(f"a {card_id}", card_id, action, NOW, DAY)
    return Turn(card_id, Phase.REVIEW, entry, CardState(MemoryState(3, 5), due, Phase.LEARNING, reps=1))


def session(*pending: str, learning: tuple[Waiting, ...] = ()) -> Session:
    return Session(Queue(learning, tuple(Pending(card_id, Phase.NEW) for card_id in pending)))


# --- which card comes --------------------------------------------------------------------------------


def test_cards_come_one_after_the_other_until_none_is_left() -> None:
    at_first = session("d/a", "d/b")
    assert at_first.current(NOW) == "d/a"
    then = at_first.after(turn("d/a"))
    assert then.current(NOW) == "d/b"
    assert then.after(turn("d/b")).current(NOW) is None


def test_an_empty_session_is_over() -> None:
    assert session().current(NOW) is None


def test_a_learning_card_comes_back_when_its_step_is_over() -> None:
    waiting = session("d/a", "d/b", "d/c").after(turn("d/a", Rating.AGAIN, DueAt(NOW + MINUTE)))
    assert waiting.current(NOW + MINUTE - 1) == "d/b"
    assert waiting.current(NOW + MINUTE) == "d/a"


def test_with_nothing_else_left_a_learning_card_comes_up_to_twenty_minutes_early() -> None:
    due = NOW + 3 * LEARN_AHEAD
    waiting = session("d/a").after(turn("d/a", due=DueAt(due)))
    assert waiting.current(due - 20 * MINUTE - 1) is None
    assert waiting.current(due - 20 * MINUTE) == "d/a"


def test_of_two_learning_cards_the_earlier_comes_first() -> None:
    both = session(learning=(Waiting(NOW - 5, "d/early"), Waiting(NOW - 1, "d/late")))
    assert both.current(NOW) == "d/early"
    answered = both.after(turn("d/early", due=DueAt(NOW + MINUTE)))
    assert answered.current(NOW) == "d/late"
    assert answered.queue.learning == (Waiting(NOW - 1, "d/late"), Waiting(NOW + MINUTE, "d/early"))


def test_a_learning_card_that_is_learned_leaves_the_session() -> None:
    learned = session(learning=(Waiting(NOW, "d/a"),)).after(turn("d/a", due=TOMORROW))
    assert learned.queue == Queue((), ())


def test_a_card_waits_for_one_step_only() -> None:
    one = session("d/a").after(turn("d/a", due=DueAt(NOW + MINUTE)))
    again = one.after(turn("d/a", due=DueAt(NOW + 10 * MINUTE)))
    assert again.queue.learning == (Waiting(NOW + 10 * MINUTE, "d/a"),)


@pytest.mark.parametrize("action", [CardAction.SUSPEND, CardAction.BURY])
def test_a_suspended_or_buried_card_does_not_come_back(action: CardAction) -> None:
    left = session("d/a", "d/b").after(hidden("d/a", action, DueAt(NOW + MINUTE)))
    assert left.queue == Queue((), (Pending("d/b", Phase.NEW),))
    while_learning = session(learning=(Waiting(NOW, "d/a"),)).after(hidden("d/a", action, DueAt(NOW)))
    assert while_learning.queue == Queue((), ())


def test_a_card_answered_out_of_turn_leaves_the_queue_too() -> None:
    left = session("d/a", "d/b", "d/c").after(turn("d/b"))
    assert [card.card_id for card in left.queue.pending] == ["d/a", "d/c"]


@pytest.mark.parametrize("action", [CardAction.FLAG, CardAction.MARK])
def test_a_note_moves_nothing_and_can_be_taken_back(action: CardAction) -> None:
    before = session("d/a", "d/b", learning=(Waiting(NOW, "d/c"),))
    noted = before.after(hidden("d/a", action))
    assert noted.queue == before.queue
    assert (noted.done, len(noted.turns)) == (0, 1)
    assert noted.before is before


def test_an_answer_that_is_changed_comes_after_what_was_noted_of_it() -> None:
    flag, mark = hidden("d/a", CardAction.FLAG), hidden("d/a", CardAction.MARK)
    noted = session("d/a", "d/b").after(turn("d/a", Rating.AGAIN)).after(flag).after(mark)
    changed = noted.changed(turn("d/a", Rating.EASY))
    assert changed.turns == (flag, mark, turn("d/a", Rating.EASY))
    assert changed.before is not None
    assert changed.before.turns == (flag, mark)
    assert changed.current(NOW) == "d/b"


# --- back and forth ----------------------------------------------------------------------------------


def test_the_session_before_an_answer_still_exists() -> None:
    before = session("d/a", "d/b")
    after = before.after(turn("d/a", Rating.AGAIN, DueAt(NOW + MINUTE)))
    assert before.current(NOW) == "d/a"
    assert before.turns == ()
    assert after.before is before


def test_any_number_of_answers_can_be_taken_back() -> None:
    first = session("d/a", "d/b", "d/c")
    now: Session | None = first
    for card_id in ("d/a", "d/b", "d/c"):
        assert now is not None
        now = now.after(turn(card_id))
    for card_id in ("d/c", "d/b", "d/a"):
        assert now is not None
        now = now.before
        assert now is not None
        assert now.current(NOW) == card_id
    assert now is first


def test_changing_the_last_answer_replaces_it() -> None:
    first = session("d/a", "d/b")
    good = first.after(turn("d/a", Rating.GOOD))
    again = good.changed(turn("d/a", Rating.AGAIN, DueAt(NOW + MINUTE)))
    assert again == first.after(turn("d/a", Rating.AGAIN, DueAt(NOW + MINUTE)))
    assert again.before is first
    assert again.missed == ("d/a",)


# --- sums --------------------------------------------------------------------------------------------


def test_counts_tell_new_learning_and_due_cards_apart() -> None:
    queue = Queue(
        (Waiting(NOW, "d/l"),),
        (Pending("d/1", Phase.REVIEW), Pending("d/2", Phase.REVIEW), Pending("d/3", Phase.NEW)),
    )
    counts = Session(queue).counts
    assert counts == Counts(new=1, learning=1, due=2)
    assert counts.total == 4


def test_counts_follow_the_answers() -> None:
    left = session("d/a", "d/b").after(turn("d/a", due=DueAt(NOW + MINUTE)))
    assert left.counts == Counts(new=1, learning=1, due=0)
    assert left.after(turn("d/b")).counts == Counts(new=0, learning=1, due=0)


def test_missed_cards_are_named_once_in_order() -> None:
    done = session("d/a", "d/b", "d/c", "d/d")
    for card_id, rating in [
        ("d/b", Rating.AGAIN),
        ("d/a", Rating.AGAIN),
        ("d/b", Rating.AGAIN),
        ("d/c", Rating.HARD),
        ("d/a", Rating.GOOD),
    ]:
        done = done.after(turn(card_id, rating))
    done = done.after(hidden("d/d", CardAction.SUSPEND))
    assert done.missed == ("d/b", "d/a")
    assert [review.card_id for review in done.reviews] == ["d/b", "d/a", "d/b", "d/c", "d/a"]
    assert remembered(done.reviews) == 2
    assert len(done.turns) == 6


# --- quizzes -----------------------------------------------------------------------------------------


def card(name: str, interaction: Choice | TextEntry | Reveal | None = None) -> Card:
    return Card(f"d/{name}", f"d/{name}", f"{name}?", interaction or TextEntry((TextKey("yes"),)), About())


def answered(of: Card, score: float) -> Answered:
    return Answered(of, Typed("…"), Grade(score), 1_000)


def test_a_quiz_asks_each_card_once_and_adds_up_the_points() -> None:
    a, b, c = card("a"), card("b"), card("c")
    quiz = Quiz((a, b, c))
    assert (quiz.current, quiz.points) == (a, 0)
    for one, score in [(a, 1.0), (b, 0.5), (c, 0.0)]:
        assert quiz.current == one
        quiz = quiz.after(answered(one, score))
    assert quiz.current is None
    assert quiz.points == 1.5
    assert [missed.card for missed in quiz.missed] == [b, c]


def test_the_last_answer_of_a_quiz_can_be_taken_back() -> None:
    a, b = card("a"), card("b")
    quiz = Quiz((a, b)).after(answered(a, 1.0)).after(answered(b, 0.0))
    assert quiz.undone() == Quiz((a, b)).after(answered(a, 1.0))
    assert quiz.undone().current == b


CHOICE = Choice(tuple(Option(text, f"why {text}") for text in ("one", "two", "three", "four")), right=(2,))


def test_options_are_shown_in_many_orders_and_the_right_one_stays_right() -> None:
    orders: Counter[tuple[str, ...]] = Counter()
    for seed in range(300):
        shown = presented(card("q", CHOICE), Random(seed)).interaction
        assert isinstance(shown, Choice)
        assert sorted(shown.options) == sorted(CHOICE.options)
        assert [shown.options[place] for place in shown.right] == [Option("three", "why three")]
        orders[tuple(option.text for option in shown.options)] += 1
    assert len(orders) == 24


def test_the_same_chance_shows_the_same_order() -> None:
    assert presented(card("q", CHOICE), Random(5)) == presented(card("q", CHOICE), Random(5))


@pytest.mark.parametrize(
    "interaction", [CHOICE._replace(fixed_order=True), TextEntry((TextKey("yes"),)), Reveal("yes")], ids=str
)
def test_what_has_a_set_order_is_shown_as_it_is(interaction: Choice | TextEntry | Reveal) -> None:
    for seed in range(20):
        assert presented(card("q", interaction), Random(seed)) == card("q", interaction)
