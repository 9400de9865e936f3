"""What a session writes of an answer, when, and what the answer is worth."""

from __future__ import annotations

from pathlib import Path

import pytest
from quizkit.days import day_begins_at, in_words, learning_day, span_in_words
from quizkit.queue import Limits
from quizkit.responses import Filled, Typed
from quizkit.reviews import DueAt, DueDay, Rating, Review, Undo
from quizkit.scheduler import replay
from quizkit.store.library import ENOUGH_TIMES
from quizkit.terminal.view import Asking, Command, Feedback, Given
from tests.scripted import AGAIN, DAY, DECK, EASY, GOOD, HARD, MINUTE, Line, Reply, Room, many, pick


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


# --- what is written, and when -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "right", "wrong", "wrong_score"),
    [
        (0, Typed(" Eight. "), Typed("six"), 0.0),
        (1, pick("Nile"), pick("Gobi"), 0.0),
        (2, pick("True"), pick("False"), 0.0),
        (3, Filled(("romulus", "Remus")), Filled(("Romulus", "Remo")), 0.5),
    ],
    ids=["typed", "picked", "judged", "filled"],
)
@pytest.mark.parametrize("is_right", [True, False])
def test_a_graded_answer_is_on_the_disk_before_its_feedback(
    room: Room, question: int, right: Line, wrong: Line, wrong_score: float, is_right: bool
) -> None:
    one = DECK.split("  - ")[question + 1]
    room.deck(f"deck: Five\nquestions:\n  - {one}")
    rating = GOOD if is_right else AGAIN
    seen: list[list[tuple[str, int]]] = []

    def look(view: Asking | Feedback) -> Reply:
        seen.append(room.on_disk())
        assert isinstance(view, Feedback)
        assert view.grade is not None
        assert (view.grade.score, view.proposed) == (1.0 if is_right else wrong_score, rating)
        return Command.QUIT

    person, session = room.study(right if is_right else wrong, look)
    card_id = person.asked[0].card.id
    assert seen == [[(card_id, int(rating))]]
    assert [(one.card_id, one.rating, one.proposed) for one in room.reviews()] == [(card_id, rating, rating)]
    assert session.reviews == tuple(room.reviews())


def test_a_review_says_what_was_answered_how_well_when_and_how_long_it_took(room: Room) -> None:
    began = room.clock.at

    def think(_: Asking | Feedback) -> Reply:
        room.clock.go_on(0.5)
        return Typed("seven, or so")

    room.study(think, Command.QUIT)
    (review,) = room.reviews()
    assert review == Review(
        *(review.id, "legs/spider", AGAIN, began + 31_000, DAY, 31_000),
        *(0.0, AGAIN, "seven, or so"),
    )


def test_a_picked_option_is_written_as_its_text(room: Room) -> None:
    room.deck(DECK)
    room.study(Typed("eight"), GOOD, pick("Etna"), AGAIN, Command.QUIT)
    assert [review.response for review in room.reviews()] == ["eight", "Etna"]


def test_bytes_that_are_no_text_do_not_stop_the_session(room: Room) -> None:
    room.study(Typed("ei\udce9ght"), AGAIN, Command.QUIT)
    assert [review.response for review in room.reviews()] == ["ei?ght"]


@pytest.mark.parametrize("rating", Rating)
def test_a_card_the_learner_rates_is_written_when_it_is_rated(room: Room, rating: Rating) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")

    def look(view: Asking | Feedback) -> Reply:
        assert isinstance(view, Feedback)
        assert (view.proposed, view.grade, view.response) == (None, None, None)
        assert room.on_disk() == []
        return rating

    room.study(Command.REVEAL, look, *([Command.QUIT] if rating is not EASY else []))
    (review,) = room.reviews()
    assert (review.card_id, review.rating) == ("cards/lima", rating)
    assert (review.score, review.proposed, review.response) == (None, None, "")
    assert review.duration_ms == 1_000  # until the answer was asked for


def test_taking_the_proposed_rating_writes_nothing_more(room: Room) -> None:
    room.study(Typed("eight"), GOOD, Typed("five"), AGAIN, Command.QUIT)
    assert [(type(one), one.rating) for one in room.log() if isinstance(one, Review)] == [
        (Review, GOOD),
        (Review, AGAIN),
    ]
    assert len(room.log()) == 2


@pytest.mark.parametrize("rating", [AGAIN, HARD, EASY])
def test_another_rating_takes_the_written_one_back_and_writes_another(room: Room, rating: Rating) -> None:
    _, session = room.study(Typed("eight"), rating, Command.QUIT)
    first, second, undo = room.log()
    assert isinstance(first, Review)
    assert isinstance(second, Review)
    assert isinstance(undo, Undo)
    reviews = {review.rating: review for review in (first, second)}
    assert reviews.keys() == {GOOD, rating}
    assert undo.entry_id == reviews[GOOD].id
    assert room.reviews() == [reviews[rating]] == list(session.reviews)
    assert (reviews[rating].score, reviews[rating].proposed) == (1.0, GOOD)
    assert room.state("legs/spider") == replay([reviews[rating]], room.scheduling)
    assert session.missed == (("legs/spider",) if rating is AGAIN else ())


@pytest.mark.parametrize("answered_before", [0, 1, 3])
@pytest.mark.parametrize("rating", Rating)
def test_each_key_foretells_when_the_card_comes_back(
    room: Room, rating: Rating, answered_before: int
) -> None:
    room.deck("deck: Legs\nquestions:\n  - {id: spider, ask: How many legs?, answer: eight}\n")
    for _ in range(answered_before):
        room.study(Typed("eight"), EASY)
        due = room.state("legs/spider").due
        assert isinstance(due, DueDay)
        room.clock.go_to(due.day)
    stays = rating is AGAIN or (rating is not EASY and not answered_before)
    person, _ = room.study(Typed("eight"), rating, *([Command.QUIT] if stays else []))
    keys = {key.rating: key for key in person.shown[0].ratings}
    assert [(key.key, key.label) for key in keys.values()] == [
        ("1", "Again"),
        ("2", "Hard"),
        ("3", "Good"),
        ("4", "Easy"),
    ]
    match room.state("legs/spider").due:
        case DueDay(day):
            assert keys[rating].then == in_words(day - room.world.day())
        case DueAt(at):
            assert keys[rating].then == span_in_words(at - room.reviews()[-1].reviewed_at)


def test_an_answer_belongs_to_the_day_it_was_given_however_late_it_is_rated(room: Room) -> None:
    room.deck(DECK)
    room.clock.at = day_begins_at(DAY + 1) - MINUTE

    def sleep(rating: Rating) -> Line:
        def rated(_: Asking | Feedback) -> Reply:
            room.clock.go_on(2)
            return rating

        return rated

    room.study(Typed("eight"), sleep(EASY), Command.QUIT)
    (review,) = room.reviews()
    assert (review.day, learning_day(review.reviewed_at)) == (DAY, DAY)


# --- "I was right" -----------------------------------------------------------------------------------


def test_who_says_i_was_right_leaves_an_undo_and_a_review_that_says_so(room: Room) -> None:
    person, session = room.study(Typed("octo"), Command.OVERRIDE, Command.QUIT)
    first, second, undo = sorted(room.log(), key=lambda entry: (isinstance(entry, Undo), str(entry)))
    reviews = {entry.override: entry for entry in (first, second) if isinstance(entry, Review)}
    assert isinstance(undo, Undo)
    assert undo.entry_id == reviews[False].id
    assert (reviews[False].rating, reviews[True].rating) == (AGAIN, GOOD)
    said = reviews[True]
    assert (said.score, said.proposed, said.response) == (0.0, AGAIN, "octo")
    assert room.reviews() == [said] == list(session.reviews)
    assert room.state("legs/spider") == replay([said], room.scheduling)
    assert session.missed == ()
    assert Command.OVERRIDE in person.shown[0].commands


def test_i_was_right_is_confirmed_and_says_how_to_take_it_back(room: Room) -> None:
    person, _ = room.study(Typed("octo"), Command.OVERRIDE, Command.QUIT)
    assert person.asked[1].header.notice == "Counted as right; you can undo it."


def test_nobody_needs_to_insist_who_was_right(room: Room) -> None:
    person, _ = room.study(Typed("eight"), GOOD, Command.QUIT)
    assert Command.OVERRIDE not in person.shown[0].commands
    assert all(Command.OVERRIDE not in view.commands for view in person.asked)


def test_an_answer_right_in_part_can_be_insisted_on_too(room: Room) -> None:
    room.deck("deck: D\nquestions:\n  - {id: q, ask: Which?, answers: [Nile, Volga, Rhine]}\n")
    room.study(Typed("Nile, Volga"), Command.OVERRIDE, Command.QUIT)
    (review,) = room.reviews()
    assert (review.rating, review.proposed, review.override) == (GOOD, HARD, True)
    assert review.score == pytest.approx(2 / 3)


# --- hints, time -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hints", "score", "proposed"), [(0, 1.0, GOOD), (1, 2 / 3, HARD), (2, 1 / 3, AGAIN), (3, 0.0, AGAIN)]
)
def test_every_hint_costs_a_third_of_the_credit(
    room: Room, hints: int, score: float, proposed: Rating
) -> None:
    person, _ = room.study(Given(Typed("eight"), hints), proposed, Command.QUIT)
    (review,) = room.reviews()
    assert review.score == pytest.approx(score)
    assert (review.rating, review.proposed) == (proposed, proposed)
    assert person.shown[0].proposed is proposed


def test_time_that_stood_still_does_not_count(room: Room) -> None:
    def wait(_: Asking | Feedback) -> Reply:
        room.clock.go_on(2)
        return Given(Typed("eight"), paused_ms=2 * MINUTE)

    room.study(wait, GOOD, Command.QUIT)
    assert [review.duration_ms for review in room.reviews()] == [1_000]


@pytest.mark.parametrize(
    ("quick", "seconds", "proposed"),
    [
        (ENOUGH_TIMES, 14, GOOD),  # nobody is slow within a quarter of a minute
        (ENOUGH_TIMES, 16, HARD),
        (ENOUGH_TIMES - 1, 600, GOOD),  # too few answers to know what is usual
    ],
)
def test_an_answer_much_slower_than_usual_was_hard(
    room: Room, quick: int, seconds: int, proposed: Rating
) -> None:
    room.limits = Limits(new=100, reviews=100)
    room.deck(many(quick + 1))

    def think(_: Asking | Feedback) -> Reply:
        room.clock.go_on((seconds - 1) / 60)
        return Typed("yes")

    answers: list[Line] = [Typed("yes"), EASY] * quick
    person, _ = room.study(*answers, think, EASY, Command.QUIT)
    assert person.shown[-1].proposed is proposed
    assert [view.proposed for view in person.shown[:-1]] == [GOOD] * quick


def test_a_slow_answer_of_another_kind_is_not_measured_by_these(room: Room) -> None:
    room.limits = Limits(new=100, reviews=100)
    room.deck(many(ENOUGH_TIMES))

    def think(view: Asking | Feedback) -> Reply:
        room.clock.go_on(5)
        return pick("True")(view)

    answers: list[Line] = [Typed("yes"), EASY] * ENOUGH_TIMES
    person, _ = room.study(*answers, think, EASY)
    assert person.shown[-1].proposed is GOOD
