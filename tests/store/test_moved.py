"""A question that goes from one deck to another keeps its progress; a copy is a question of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from quizkit.reviews import Rating, Review
from quizkit.store import Store
from tests.store.desk import CAPITAL, CURRENCY, TREATY, Desk, question


def split(desk: Desk, here: list[str], there: list[str]) -> None:
    """Two decks, with these questions each."""
    desk.write(*here)
    desk.write(*there, title="Courts", file="courts.yaml")


@pytest.mark.parametrize("name", ["", "court"], ids=["derived", "own id"])
def test_a_question_that_moves_to_another_deck_keeps_its_progress(desk: Desk, name: str) -> None:
    money, court, treaty = question(CURRENCY), question(CAPITAL, name=name), question(TREATY)
    split(desk, [money, court], [treaty])
    desk.answer(CURRENCY, CAPITAL, TREATY)
    split(desk, [money], [treaty, court])
    (found,) = desk.recognised()
    assert (Path(found.path).name, found.line, found.is_edited) == ("courts.yaml", 5, False)
    assert desk.answers() == {CURRENCY: 1, TREATY: 3, CAPITAL: 2}
    assert desk.recognised() == []


def test_a_question_that_moves_back_keeps_its_progress(desk: Desk) -> None:
    money, court, treaty = question(CURRENCY), question(CAPITAL), question(TREATY)
    split(desk, [money, court], [treaty])
    desk.answer(CURRENCY, CAPITAL, TREATY)
    for _ in range(2):
        split(desk, [money], [treaty, court])
        assert desk.answers() == {CURRENCY: 1, TREATY: 3, CAPITAL: 2}
        split(desk, [court, money], [treaty])
        assert desk.answers() == {CURRENCY: 1, TREATY: 3, CAPITAL: 2}


def test_decks_that_are_merged_keep_their_progress(desk: Desk) -> None:
    money, court, treaty = question(CURRENCY), question(CAPITAL, name="court"), question(TREATY)
    split(desk, [money, court], [treaty])
    desk.answer(CURRENCY, CAPITAL, TREATY)
    (desk.decks / "unions.yaml").unlink()
    desk.write(treaty, money, court, title="Courts", file="courts.yaml")
    assert desk.answers() == {CURRENCY: 1, CAPITAL: 2, TREATY: 3}


def test_a_moved_question_may_be_edited_later(desk: Desk) -> None:
    money, court, treaty = question(CURRENCY), question(CAPITAL), question(TREATY)
    split(desk, [money, court], [treaty])
    desk.answer(CURRENCY, CAPITAL)
    split(desk, [money], [treaty, court])
    desk.answers()
    edited = "Which city was the seat of the Economic Court?"
    split(desk, [money], [treaty, question(edited)])
    assert desk.answers() == {CURRENCY: 1, TREATY: 0, edited: 2}


def test_a_question_goes_through_three_decks(desk: Desk) -> None:
    money, court, treaty = question(CURRENCY), question(CAPITAL, name="court"), question(TREATY)
    split(desk, [money, court], [treaty])
    desk.answer(CURRENCY, CAPITAL)
    split(desk, [money], [treaty, court])
    desk.answers()
    split(desk, [money], [treaty])
    desk.write(court, title="Cities", file="cities.yaml")
    assert desk.answers() == {CURRENCY: 1, TREATY: 0, CAPITAL: 2}


def test_a_copy_in_another_deck_is_a_question_of_its_own(desk: Desk) -> None:
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(TREATY)])
    desk.answer(CURRENCY, CAPITAL)
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(TREATY), question(CAPITAL)])
    assert desk.recognised() == []
    with desk.open() as store:
        assert [store.progress.state(card).reps for card in sorted(cards_of(store))] == [0, 0, 1, 2]


def cards_of(store: Store) -> list[str]:
    return [card.id for deck in store.library.decks for card in store.library.deck(deck).cards()]


def test_the_copy_inherits_when_the_first_one_is_removed(desk: Desk) -> None:
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(TREATY), question(CAPITAL)])
    with desk.open() as store:
        first = next(card for card in cards_of(store) if card.startswith("unions/which-city"))
        store.progress.append(Review("r", first, Rating.GOOD, 5, 739_000))
    split(desk, [question(CURRENCY)], [question(TREATY), question(CAPITAL)])
    assert desk.answers() == {CURRENCY: 0, TREATY: 0, CAPITAL: 1}


def test_progress_of_its_own_is_not_replaced_by_that_of_a_removed_copy(desk: Desk) -> None:
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(CAPITAL)])
    with desk.open() as store:
        copy, first = [card for card in cards_of(store) if "/which-city" in card]
        for number, card in enumerate([first, copy, first]):
            store.progress.append(Review(f"r{number}", card, Rating.GOOD, 5 + number, 739_000))
    split(desk, [question(CURRENCY)], [question(CAPITAL)])
    with desk.open() as store:
        assert [store.progress.state(card).reps for card in sorted(cards_of(store))] == [1, 0]


def test_a_move_is_seen_where_the_new_deck_is_read_alone(desk: Desk) -> None:
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(TREATY)])
    desk.answer(CURRENCY, CAPITAL)
    split(desk, [question(CURRENCY)], [question(TREATY), question(CAPITAL)])
    with desk.open_only("courts.yaml") as store:
        assert [store.progress.state(card).reps for card in cards_of(store)] == [0, 2]
    assert desk.answers() == {CURRENCY: 1, TREATY: 0, CAPITAL: 2}


def test_a_copy_of_a_deck_that_is_read_alone_begins_anew(desk: Desk) -> None:
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(TREATY)])
    desk.answer(CURRENCY, CAPITAL)
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(TREATY), question(CAPITAL)])
    with desk.open_only("courts.yaml") as store:
        assert [store.progress.state(card).reps for card in cards_of(store)] == [0, 0]


def test_a_deck_with_a_mistake_has_lost_no_question(desk: Desk) -> None:
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(TREATY)])
    desk.answer(CURRENCY, CAPITAL)
    broken = question(CAPITAL).replace("answer", "anwser")
    split(desk, [question(CURRENCY), broken], [question(TREATY), question(CAPITAL)])
    assert desk.answers() == {CURRENCY: 1, TREATY: 0, CAPITAL: 0}


def test_the_same_words_in_another_deck_count_for_more_than_likeness_in_its_own(desk: Desk) -> None:
    split(desk, [question(CURRENCY), question(CAPITAL)], [question(TREATY)])
    desk.answer(CURRENCY, CAPITAL)
    similar = "Which city is the seat of the Supreme Court?"
    split(desk, [question(CURRENCY), question(similar)], [question(TREATY), question(CAPITAL)])
    assert desk.answers() == {CURRENCY: 1, similar: 0, TREATY: 0, CAPITAL: 2}
