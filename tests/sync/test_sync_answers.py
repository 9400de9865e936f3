"""``quizkit anki sync --collection``: answers and suspensions, both ways, with the real Anki."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quizkit.days import learning_day
from quizkit.reviews import CardAction, DueDay, Rating
from quizkit.scheduler import Scheduling
from tests.sync.conftest import write_deck

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewHome


def at(days_ago: float) -> int:
    return time.time_ns() // 1_000_000 - round(days_ago * 86_400_000)


def write(deck: Path, *questions: str) -> None:
    rows = "".join(f"- {question}\n" for question in questions)
    deck.write_text(f"deck: Test\nid: test\nquestions:\n{rows}")


# --- answers ----------------------------------------------------------------------------------------


def test_answers_go_both_ways_and_each_stands_once(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    first = ours.answer("test/a", 3, at(3)).reviewed_at
    second = anki.answer("test/a", 4, at(2))
    third = anki.answer("test/b", 1, at(2))
    fourth = ours.answer("test/a", 3, at(1)).reviewed_at
    said = ours.settled(deck, anki)
    assert "Sent 2 answers to Anki." in said
    assert "Took 2 answers from Anki." in said
    union = {"test/a": [(first, 3), (second, 4), (fourth, 3)], "test/b": [(third, 1)]}
    assert ours.answers() == anki.answers() == union
    assert anki.is_sound()


def test_a_card_answered_on_both_sides_stands_where_all_answers_lead(
    ours: Home, deck: Path, anki: Anki
) -> None:
    ours.settled(deck, anki)
    anki.answer("test/a", 4, at(9))
    ours.answer("test/a", 3, at(1))
    ours.settled(deck, anki)
    with ours.progress() as progress:
        state = progress.state("test/a")
    card = anki.card("test/a")
    assert state.memory
    assert card.memory_state.stability == pytest.approx(state.memory.stability, abs=1e-4)
    assert card.memory_state.difficulty == pytest.approx(state.memory.difficulty, abs=1e-3)
    assert card.decay == pytest.approx(0.154)
    assert (card.type, card.queue, card.reps) == (2, 2, 2)
    with anki.opened() as col:
        assert isinstance(state.due, DueDay)
        assert card.due - col.sched.today == state.due.day - learning_day(at(0))
        computed = col.compute_memory_state(card.id)
    assert computed.stability == pytest.approx(state.memory.stability, rel=1e-4)


def test_a_card_in_its_steps_is_due_at_the_same_instant(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    given = ours.answer("test/a", 3, at(0))
    ours.settled(deck, anki)
    card = anki.card("test/a")
    assert (card.type, card.queue, card.left) == (1, 1, 1)
    assert card.due == given.reviewed_at // 1000 + 600


def test_answers_of_one_instant_stand_side_by_side(ours: Home, deck: Path, anki: Anki) -> None:
    instant = at(1)
    ours.settled(deck, anki)
    for card in ("test/a", "test/b", "test/c"):
        for rating in (1, 3, 3):
            ours.answer(card, rating, instant)
    assert "Sent 9 answers" in ours.settled(deck, anki)
    assert {card: [rating for _, rating in given] for card, given in anki.answers().items()} == {
        f"test/{name}": [1, 3, 3] for name in "abc"
    }


def test_a_bulk_of_one_instant_is_recognised(ours: Home, tmp_path: Path, anki: Anki) -> None:
    deck, instant = tmp_path / "many.yaml", at(1)
    write(deck, *(f"{{id: q{number}, front: F{number}, back: b}}" for number in range(60)))
    ours.settled(deck, anki)
    for number in range(60):
        ours.answer(f"test/q{number}", 3, instant)
    assert "Sent 60 answers" in ours.settled(deck, anki)
    assert sum(map(len, anki.answers().values())) == 60


def test_an_answer_that_was_taken_back_in_time_never_goes_to_anki(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    ours.undo(ours.answer("test/a", 1, at(1)))
    assert "nothing to do" in ours.settled(deck, anki)
    assert anki.answers() == {}


def test_an_answer_that_is_taken_back_later_is_taken_back_everywhere(
    new_home: NewHome, deck: Path, anki: Anki
) -> None:
    laptop, desk = new_home("laptop"), new_home("desk")
    good, wrong = laptop.answer("test/a", 3, at(9)), laptop.answer("test/a", 1, at(1))
    laptop.settled(deck, anki)
    desk.settled(deck, anki)
    assert desk.answers() == laptop.answers()
    laptop.undo(wrong)
    assert "Took back 1 answer" in laptop.settled(deck, anki)
    assert "Took back 1 answer" in desk.settled(deck, anki)
    left = {"test/a": [(good.reviewed_at, 3)]}
    assert laptop.answers() == desk.answers() == left
    assert "nothing to do" in laptop.settled(deck, anki)
    with laptop.progress() as one, desk.progress() as other:
        state = one.state("test/a")
        assert state == other.state("test/a")
    assert state.memory
    assert anki.card("test/a").memory_state.stability == pytest.approx(state.memory.stability, abs=1e-4)
    assert anki.is_sound()


def test_the_only_answer_taken_back_makes_a_new_card_again(ours: Home, deck: Path, anki: Anki) -> None:
    given = ours.answer("test/b", 3, at(1))
    ours.settled(deck, anki)
    ours.undo(given)
    ours.settled(deck, anki)
    card = anki.card("test/b")
    assert (card.type, card.queue, card.reps, card.memory_state) == (0, 0, 0, None)


def test_logs_exchanged_by_file_as_well_count_no_answer_twice(
    new_home: NewHome, deck: Path, anki: Anki, tmp_path: Path
) -> None:
    laptop, desk, log = new_home("laptop"), new_home("desk"), tmp_path / "log.jsonl"
    first, second = laptop.answer("test/a", 3, at(9)), laptop.answer("test/a", 1, at(5))
    laptop.sync(deck, "--collection", anki.path, "--yes")
    desk.sync(deck, "--collection", anki.path, "--yes")
    laptop.undo(second)
    assert laptop.run("log", "--export", log).code == 0
    assert desk.run("log", "--import", log).code == 0
    desk.sync(deck, "--collection", anki.path, "--yes")
    assert desk.answers() == {"test/a": [(first.reviewed_at, 3)]}
    desk.settled(deck, anki)
    laptop.settled(deck, anki)
    assert [rating for _, rating in anki.answers()["test/a"]] == [3, 1]
    assert laptop.answers() == desk.answers()


def test_a_card_that_anki_left_behind_is_set_right(ours: Home, deck: Path, anki: Anki) -> None:
    """Of a card that two devices answered, Anki keeps the last one written, and the answers of both."""
    ours.answer("test/a", 3, at(9))
    ours.answer("test/a", 3, at(8.9))
    ours.settled(deck, anki)
    with anki.opened() as col:
        stale = col.get_card(anki.card_id(col, "test/a"))
    anki.answer("test/a", 1)
    with anki.opened() as col:
        col.update_card(stale)
    assert "Set 1 card in Anki right" in ours.settled(deck, anki)
    with ours.progress() as progress:
        memory = progress.state("test/a").memory
    assert memory
    assert anki.card("test/a").memory_state.stability == pytest.approx(memory.stability, abs=1e-4)


# --- suspension -------------------------------------------------------------------------------------


def is_suspended(home: Home, card: str) -> bool:
    with home.progress() as progress:
        return progress.state(card).suspended


def test_a_suspension_goes_either_way(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    ours.act("test/a", CardAction.SUSPEND)
    anki.suspend("test/b", suspended=True)
    assert "Followed 2 changes of what is suspended." in ours.settled(deck, anki)
    assert [anki.card(card).queue for card in ("test/a", "test/b")] == [-1, -1]
    assert is_suspended(ours, "test/b")
    anki.suspend("test/a", suspended=False)
    ours.act("test/b", CardAction.UNSUSPEND)
    ours.settled(deck, anki)
    assert [anki.card(card).queue for card in ("test/a", "test/b")] == [0, 0]
    assert not is_suspended(ours, "test/a")


def test_an_answer_is_not_a_change_of_what_is_suspended(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    ours.act("test/a", CardAction.SUSPEND, at(1))
    anki.answer("test/a", 3)  # later, on a phone that did not know
    ours.settled(deck, anki)
    assert is_suspended(ours, "test/a")
    assert anki.card("test/a").queue == -1


def test_at_the_first_sync_the_later_change_is_followed(new_home: NewHome, deck: Path, anki: Anki) -> None:
    new_home("laptop").settled(deck, anki)
    desk = new_home("desk")
    desk.act("test/a", CardAction.SUSPEND, at(1))
    anki.suspend("test/a", suspended=True)
    anki.suspend("test/a", suspended=False)
    desk.act("test/b", CardAction.SUSPEND, at(-0.01))
    desk.settled(deck, anki)
    assert not is_suspended(desk, "test/a")
    assert [anki.card(card).queue for card in ("test/a", "test/b")] == [0, -1]


def test_what_was_suspended_after_a_reset_in_anki_stays_so(ours: Home, deck: Path, anki: Anki) -> None:
    ours.act("test/a", CardAction.SUSPEND, at(1))
    ours.act("test/b", CardAction.SUSPEND, at(1))
    ours.settled(deck, anki)
    with anki.opened() as col:  # which takes both up again
        col.sched.schedule_cards_as_new([anki.card_id(col, card) for card in ("test/a", "test/b")])
    anki.suspend("test/a", suspended=True)
    ours.settled(deck, anki)
    assert [is_suspended(ours, card) for card in ("test/a", "test/b")] == [True, False]
    assert [anki.card(card).queue for card in ("test/a", "test/b")] == [-1, 0]


def test_notes_that_come_back_get_no_answers_of_each_other(ours: Home, tmp_path: Path, anki: Anki) -> None:
    deck = write_deck(tmp_path / "test.yaml", "a: First", "b: Second", "c: Third", "d: Fourth")
    ours.settled(deck, anki)
    given = {f"test/{name}": [(anki.answer(f"test/{name}", 3), 3)] for name in "abcd"}
    ours.settled(deck, anki)
    with anki.opened() as col:  # their answers stay in the log
        col.remove_notes([anki.note(col, f"test/{name}").id for name in "abd"])
    assert "Sent 3 new notes to Anki.\nSent 3 answers to Anki.\n" in ours.settled(deck, anki)
    assert ours.answers() == given
    assert {card: [rating for _, rating in log] for card, log in anki.answers().items()} == {
        card: [3] for card in given
    }


# --- cards that move without an answer ---------------------------------------------------------------


def answered_in_anki(anki: Anki, card: str) -> None:
    """A history of two months."""
    for days, rating in ((60, 3), (59, 3), (50, 3), (20, 3)):
        anki.answer(card, rating, at(days))


def test_a_card_that_was_reset_in_anki_is_new_here_and_stays_so_there(
    ours: Home, deck: Path, anki: Anki
) -> None:
    ours.settled(deck, anki)
    answered_in_anki(anki, "test/a")
    ours.settled(deck, anki)
    with anki.opened() as col:
        col.sched.schedule_cards_as_new([anki.card_id(col, "test/a")])

    said = ours.settled(deck, anki)

    assert "Followed 1 card that Anki reset or gave another date." in said
    with ours.progress() as progress:
        assert progress.state("test/a").memory is None
    assert anki.card("test/a").type == 0
    assert len(ours.answers()["test/a"]) == 4
    ours.answer("test/a", 3)
    ours.settled(deck, anki)
    with ours.progress() as progress:
        memory = progress.state("test/a").memory
    assert memory == Scheduling().memory.first(Rating.GOOD)
    assert anki.is_sound()


def test_a_date_set_by_hand_in_anki_is_followed_until_the_next_answer(
    ours: Home, deck: Path, anki: Anki
) -> None:
    ours.settled(deck, anki)
    answered_in_anki(anki, "test/a")
    ours.settled(deck, anki)
    with anki.opened() as col:
        col.sched.set_due_date([anki.card_id(col, "test/a")], "17")

    ours.settled(deck, anki)

    with ours.progress() as progress:
        assert progress.state("test/a").due == DueDay(learning_day(at(0)) + 17)
    ours.answer("test/a", 3)
    ours.settled(deck, anki)
    with ours.progress() as progress:
        due = progress.state("test/a").due
    with anki.opened() as col:
        card = col.get_card(anki.card_id(col, "test/a"))
        assert isinstance(due, DueDay)
        assert card.due - col.sched.today == due.day - learning_day(at(0))
    assert anki.is_sound()


@pytest.mark.parametrize("was", ["never answered", "reset"])
def test_a_date_that_a_new_card_was_given_is_followed(ours: Home, deck: Path, anki: Anki, was: str) -> None:
    ours.settled(deck, anki)
    if was == "reset":
        answered_in_anki(anki, "test/a")
        ours.settled(deck, anki)
    with anki.opened() as col:
        card = anki.card_id(col, "test/a")
        if was == "reset":
            col.sched.schedule_cards_as_new([card])
        col.sched.set_due_date([card], "17")

    ours.settled(deck, anki)

    with ours.progress() as progress:
        state = progress.state("test/a")
        assert state.due == DueDay(learning_day(at(0)) + 17)
        progress.rebuild()
        assert progress.state("test/a") == state


def test_a_date_beyond_all_calendars_can_be_exchanged(ours: Home, deck: Path, anki: Anki, home: Path) -> None:
    ours.settled(deck, anki)
    answered_in_anki(anki, "test/a")
    with anki.opened() as col:
        col.sched.set_due_date([anki.card_id(col, "test/a")], "9999999")
    ours.settled(deck, anki)
    log = home.with_suffix(".jsonl")
    assert ours.run("log", "--export", log).code == 0
    assert ours.run("log", "--import", log).code == 0


def test_an_answer_from_anki_keeps_the_row_that_it_was(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    answered_in_anki(anki, "test/a")
    ours.settled(deck, anki)
    with anki.opened() as col:
        rows = col.db.all("SELECT id, ease, ivl, lastIvl, factor, time, type FROM revlog ORDER BY id")
    with ours.progress() as progress:
        kept = [
            [each.reviewed_at, each.rating, *map(int, each.native.split())] for each in progress.reviews()
        ]
    assert kept == rows


@pytest.mark.parametrize("between", [(), ("one.yaml",), ("other.yaml",)])
def test_a_sync_of_one_deck_forgets_nothing_of_another(
    ours: Home, deck: Path, anki: Anki, between: tuple[str, ...]
) -> None:
    """What is suspended is agreed for each card, in whatever syncs it took part."""
    folder = deck.parent
    deck.rename(folder / "one.yaml")
    (folder / "other.yaml").write_text("deck: Other\nid: other\nquestions: [{id: a, front: f, back: b}]\n")
    ours.sync(folder, "--collection", anki.path, "--yes")
    anki.suspend("test/a", suspended=True)
    ours.sync(folder, "--collection", anki.path, "--yes")
    for name in between:
        ours.sync(folder / name, "--collection", anki.path, "--yes")
    anki.suspend("test/a", suspended=False)
    with anki.opened() as col:
        col.db.execute("UPDATE cards SET mod = mod + 5")  # surely later than what we did
    ours.sync(folder, "--collection", anki.path, "--yes")
    assert anki.card("test/a").queue == 0
    with ours.progress() as progress:
        assert not progress.state("test/a").suspended
