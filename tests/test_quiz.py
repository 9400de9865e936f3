"""A quiz taken by a person who follows a script: what is asked, the points, the rules, and practice."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from quizkit.model import Reveal
from quizkit.quiz import Rules, choose_cards, ending_of, practise, take_quiz
from quizkit.responses import Filled, Picked, Typed
from quizkit.session import Quiz
from quizkit.store import Store
from quizkit.terminal.view import Asking, Command, Feedback, Given
from tests.scripted import AGAIN, DAY, DECK, GOOD, HARD, Line, Person, Reply, Room, pick


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


# --- what is asked -----------------------------------------------------------------------------------


def quiz_cards(store: Store, count: int, seed: int = 1) -> list[str]:
    return [card.id for card in choose_cards(store.library, count, Random(seed))]


def test_a_quiz_asks_as_many_questions_as_wanted_or_as_there_are(room: Room) -> None:
    room.deck(DECK)
    with room.store() as store:
        assert [len(quiz_cards(store, count)) for count in (1, 3, 5, 50)] == [1, 3, 5, 5]


def test_a_quiz_asks_one_card_of_a_question(room: Room) -> None:
    both = "  - {id: lima, front: Lima, back: Peru, both_ways: true}\n"
    room.deck(f"deck: Ways\nquestions:\n{both}  - cloze: '{{{{one}}}}, {{{{two}}}} and {{{{three}}}}.'\n")
    chosen: set[str] = set()
    with room.store() as store:
        for seed in range(60):
            cards = quiz_cards(store, 10, seed)
            assert len({card_id.partition("#")[0] for card_id in cards}) == len(cards) == 2
            chosen.update(cards)
        assert chosen == set(store.library.new(DAY))


def test_the_same_seed_asks_the_same_questions_and_another_others(room: Room) -> None:
    room.deck(DECK)
    with room.store() as store:
        quizzes = [tuple(quiz_cards(store, 4, seed)) for seed in range(20)]
        assert quizzes == [tuple(quiz_cards(store, 4, seed)) for seed in range(20)]
        assert len(set(quizzes)) > 10


def test_a_quiz_takes_the_questions_that_fit(room: Room) -> None:
    room.deck(DECK)
    with room.store() as store:
        cards = choose_cards(store.library, 9, Random(1), lambda question, deck: question.type == "cloze")
        assert [card.question_id for card in cards] == ["five/filled"]


# --- points, and what is written ---------------------------------------------------------------------


def test_a_quiz_adds_up_the_points_and_writes_nothing(room: Room) -> None:
    room.deck(DECK)
    person = Person(
        *(Typed("eight"), GOOD),
        *(pick("Etna"), GOOD),
        *(pick("True"), GOOD),
        *(Filled(("Romulus", "?")), GOOD),
        *(Command.REVEAL, AGAIN),
    )
    person.clock = room.clock
    with room.store() as store:
        cards = tuple(store.library.card(card_id) for card_id in store.library.new(DAY))
        quiz = take_quiz(cards, store.library, person, room.world)
    assert [answered.grade.score for answered in quiz.answered] == [1.0, 0.0, 1.0, 0.5, 0.0]
    assert quiz.points == 2.5
    assert [answered.duration_ms for answered in quiz.answered] == [1_000] * 5
    assert [missed.card.id for missed in quiz.missed] == [cards[1].id, cards[3].id, cards[4].id]
    assert room.log() == []
    assert [(view.header.done, view.header.total) for view in person.asked] == [(n, 5) for n in range(5)]
    assert {view.commands for view in person.asked} == {frozenset({Command.QUIT})}


def test_the_answers_of_a_saved_quiz_are_written_before_their_feedback(room: Room) -> None:
    room.deck(DECK)
    seen: list[list[tuple[str, int]]] = []

    def look(_: Asking | Feedback) -> Reply:
        seen.append(room.on_disk())
        return GOOD

    person = Person(Typed("eight"), look, pick("Etna"), look, Command.REVEAL, HARD)
    with room.store() as store:
        cards = tuple(store.library.card(f"five/{name}") for name in ("typed", "picked", "card"))
        take_quiz(cards, store.library, person, room.world, save=store.progress)
    assert seen == [[("five/typed", 3)], [("five/typed", 3), ("five/picked", 1)]]
    found = [(one.card_id, one.rating, one.score, one.proposed, one.response) for one in room.reviews()]
    assert sorted(found) == [
        ("five/card", HARD, None, None, ""),
        ("five/picked", AGAIN, 0.0, AGAIN, "Etna"),
        ("five/typed", GOOD, 1.0, GOOD, "eight"),
    ]
    assert room.state("five/typed").reps == 1


@pytest.mark.parametrize(
    "leave",
    [[GOOD, Command.QUIT], [GOOD, Command.REVEAL, Command.QUIT], [Command.QUIT]],
    ids=["at a question", "judging oneself", "at an answer"],
)
def test_a_quiz_that_is_left_keeps_what_was_answered(room: Room, leave: list[Reply]) -> None:
    room.deck(DECK)
    person = Person(Typed("eight"), *leave)
    with room.store() as store:
        cards = tuple(store.library.card(f"five/{name}") for name in ("typed", "card", "judged"))
        quiz = take_quiz(cards, store.library, person, room.world, save=store.progress)
    assert [answered.card.id for answered in quiz.answered] == ["five/typed"]
    assert quiz.left
    assert room.on_disk() == [("five/typed", 3)]
    assert isinstance(cards[1].interaction, Reveal)


# --- rules -------------------------------------------------------------------------------------------


def quiz_of(room: Room, person: Person, rules: Rules, *, save: bool = False) -> Quiz:
    """A quiz of all questions, in the order of the deck."""
    person.clock = room.clock
    with room.store() as store:
        cards = tuple(store.library.card(card_id) for card_id in store.library.new(DAY))
        progress = store.progress if save else None
        quiz = take_quiz(cards, store.library, person, room.world, progress, rules)
    assert person.lines == []
    return quiz


def test_an_exam_shows_no_feedback(room: Room) -> None:
    person = Person(Typed("eight"), Typed("five"), Typed("two"))
    quiz = quiz_of(room, person, Rules(exam=True))
    assert person.shown == []
    assert [answered.grade.score for answered in quiz.answered] == [1.0, 0.0, 1.0]


def test_an_exam_lets_the_learner_judge_what_only_they_can(room: Room) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")
    person = Person(Command.REVEAL, GOOD)
    assert quiz_of(room, person, Rules(exam=True)).points == 1.0


def test_the_quiz_ends_when_its_time_is_up_and_what_came_later_earns_nothing(room: Room) -> None:
    def slowly(_: Asking | Feedback) -> Reply:
        room.clock.go_on(1)
        return Typed("six")

    person = Person(Typed("eight"), GOOD, slowly, GOOD)
    quiz = quiz_of(room, person, Rules(time_limit=60))
    assert [answered.grade.score for answered in quiz.answered] == [1.0, 0.0]
    assert quiz.answered[1].grade.feedback == "The time was up."
    assert (quiz.points, quiz.possible) == (1.0, 3.0)
    assert [view.header.remaining for view in person.asked] == ["1 min left", "1 min left"]


def test_each_question_may_have_its_own_time(room: Room) -> None:
    def slowly(text: str, seconds: float) -> Line:
        def answered(_: Asking | Feedback) -> Reply:
            room.clock.go_on((seconds - 1) / 60)
            return Typed(text)

        return answered

    person = Person(slowly("eight", 30), GOOD, slowly("six", 31), GOOD, Typed("two"), GOOD)
    quiz = quiz_of(room, person, Rules(per_question=30))
    assert [answered.grade.score for answered in quiz.answered] == [1.0, 0.0, 1.0]
    assert {(view.header.remaining, view.limit_ms) for view in person.asked} == {("", 30_000)}


def test_an_answer_that_came_too_late_is_written_as_missed(room: Room) -> None:
    def slowly(_: Asking | Feedback) -> Reply:
        room.clock.go_on(1)
        return Typed("eight")

    person = Person(slowly, GOOD, Command.QUIT)
    quiz_of(room, person, Rules(per_question=30), save=True)
    assert [(review.score, review.rating) for review in room.reviews()] == [(0.0, AGAIN)]


def test_questions_count_their_points(room: Room) -> None:
    room.deck(
        "deck: P\nquestions:\n"
        "  - {id: a, ask: One?, answer: yes, points: 3}\n"
        "  - {id: b, ask: Two?, answer: yes}\n"
        "  - {id: c, ask: Three?, answer: yes, points: 0.5}\n"
    )
    person = Person(Typed("yes"), GOOD, Typed("never"), GOOD, Typed("yes"), GOOD)
    quiz = quiz_of(room, person, Rules())
    assert (quiz.points, quiz.possible) == (3.5, 4.5)
    assert quiz.share == pytest.approx(3.5 / 4.5)


def test_a_hint_costs_credit_in_a_quiz_too(room: Room) -> None:
    person = Person(Given(Typed("eight"), hints=1), GOOD, Command.QUIT)
    quiz = quiz_of(room, person, Rules(), save=True)
    assert quiz.points == pytest.approx(2 / 3)
    assert [(review.rating, review.proposed) for review in room.reviews()] == [(HARD, HARD)]


def test_without_shuffling_questions_and_options_stand_as_written(room: Room) -> None:
    options = ", ".join(f"o{n}" for n in range(8))
    lines = "".join(f"  - {{id: q{n}, ask: '{n}?', answer: o9, wrong: [{options}]}}\n" for n in range(6))
    room.deck(f"deck: D\nquestions:\n{lines}")
    with room.store() as store:
        cards = choose_cards(store.library, 4, Random(3), shuffle=False)
        places = [card.id for card in cards]
        assert places == sorted(places)
        first: list[Line] = [Picked((0,)), GOOD]
        person = Person(*first * 4)
        quiz = take_quiz(cards, store.library, person, room.world, rules=Rules(shuffle=False))
        assert quiz.points == 4.0


# --- practice, and leaving ---------------------------------------------------------------------------


def test_what_was_missed_is_practised_until_nothing_is_and_not_recorded(room: Room) -> None:
    with room.store() as store:
        cards = tuple(store.library.card(f"legs/{name}") for name in ("spider", "ant", "hen"))
        person = Person(Typed("six"), GOOD, Typed("six"), GOOD, Typed("three"), GOOD)
        person.lines += [Typed("eight"), GOOD, Typed("one"), GOOD]  # the first round of practice
        person.lines += [Typed("two"), GOOD]  # the second
        person.rounds = 2
        quiz = take_quiz(cards, store.library, person, room.world, store.progress)
        practise(ending_of(quiz), store.library, person, room.world)
        assert [[missed.card.id[5:] for missed in one.missed] for one in person.endings] == [
            ["spider", "hen"],
            ["hen"],
            [],
        ]
        assert person.endings[0].missed[1].response == "three"
        assert {view.header.title for view in person.asked[3:]} == {"Practice: not recorded"}
        assert len(list(store.progress.reviews())) == 3
        assert person.lines == []


def test_leaving_in_the_middle_of_practice_ends_it(room: Room) -> None:
    with room.store() as store:
        person = Person(Typed("six"), GOOD, Command.QUIT)
        person.rounds = 9
        quiz = take_quiz((store.library.card("legs/spider"),), store.library, person, room.world)
        practise(ending_of(quiz), store.library, person, room.world)
        assert len(person.endings) == 1


def test_leaving_is_for_good_while_a_quiz_has_questions_left(room: Room) -> None:
    person = Person(Typed("eight"), GOOD, Typed("six"), GOOD, Typed("three"), GOOD)
    quiz_of(room, person, Rules())
    assert [view.header.for_good for view in person.asked] == [True, True, True]
    assert [view.header.for_good for view in person.shown] == [True, True, False]


def test_whoever_judges_the_last_answer_themselves_can_still_give_it_up(room: Room) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")
    person = Person(Command.REVEAL, GOOD)
    quiz_of(room, person, Rules(exam=True))
    assert [view.header.for_good for view in person.shown] == [True]


def test_leaving_a_study_session_or_practice_gives_nothing_up(room: Room) -> None:
    studying, _ = room.study(Typed("six"), AGAIN, Command.QUIT)
    with room.store() as store:
        practising = Person(Typed("six"), GOOD, Typed("eight"), GOOD)
        practising.rounds = 1
        quiz = take_quiz((store.library.card("legs/spider"),), store.library, practising, room.world)
        practise(ending_of(quiz), store.library, practising, room.world)
    asked = [*studying.asked, practising.asked[1]]
    shown = [*studying.shown, practising.shown[1]]
    assert not any(view.header.for_good for view in asked)
    assert not any(view.header.for_good for view in shown)
