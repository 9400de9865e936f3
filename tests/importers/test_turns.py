"""New cards: in the order of their notes, or each with its own turn; the way back shows them as Anki did."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from quizkit.exporters.anki import Filed
from quizkit.exporters.anki import Note as Exported
from quizkit.exporters.anki.turns import places_of
from quizkit.importers.collection import AnkiCard, Note
from quizkit.importers.turns import NoteWithCards, Turns, in_order

# The ``due`` of each card of a note; None where it was answered.
Dues = list[int | None]


def with_cards(number: int, dues: Dues, deck: int = 1) -> NoteWithCards:
    note = Note(number, f"g{number}", 1, 1, (), ("a",))
    cards = [
        AnkiCard(number * 10 + ord, number, deck, ord, int(due is None), 0, due or 0, 0, 0, 0, 0, 0, 0, "")
        for ord, due in enumerate(dues)
    ]
    return note, cards


def ordered(*notes: Dues) -> tuple[list[int], dict[int, Turns]]:
    """The numbers of the notes in order, and their turns."""
    after, turns = in_order(with_cards(number, dues) for number, dues in enumerate(notes))
    return [note.id for note, _ in after], turns


def exported(turns: dict[int, Turns], *notes: tuple[int, int], deck: str = "D") -> list[Filed]:
    """Notes, given by number and count of cards, as they go back."""
    return [
        Filed(Exported(f"d/{number}", "1", "", (), tuple(range(count)), turns=turns.get(number, ())), deck)
        for number, count in notes
    ]


# --- in ---------------------------------------------------------------------------------------------


def test_notes_stand_in_the_order_of_their_first_new_cards() -> None:
    assert ordered([7], [3], [9, None], [None, 1]) == ([3, 1, 0, 2], {})


def test_of_cards_at_the_same_place_the_one_with_the_lowest_number_comes_first() -> None:
    assert ordered([None, 5], [5])[0] == [1, 0]


def test_what_was_answered_stays_in_place() -> None:
    assert ordered([7], [None], [3])[0] == [2, 1, 0]


def test_decks_are_ordered_apart() -> None:
    notes = [with_cards(0, [7]), with_cards(1, [5], deck=2), with_cards(2, [3]), with_cards(3, [4], deck=2)]
    assert [note.id for note, _ in in_order(notes)[0]] == [2, 3, 0, 1]


def test_siblings_one_after_the_other_need_no_turns() -> None:
    assert ordered([3, 3], [5, 5], [6], [6])[1] == {}


def test_a_card_that_comes_long_after_its_sibling_has_a_turn_and_so_have_all_of_its_deck() -> None:
    assert ordered([3, 9], [5])[1] == {0: ((0, 3), (1, 9)), 1: ((0, 5),)}


def test_cards_of_several_notes_at_the_same_place_have_turns() -> None:
    assert ordered([3, 3], [3, 3])[1] == {0: ((0, 3), (1, 3)), 1: ((0, 3), (1, 3))}


# --- out --------------------------------------------------------------------------------------------


def places(filed: list[Filed]) -> list[list[int]]:
    return [list(each) for each in places_of(filed)]


def test_without_turns_the_cards_of_a_note_have_its_place() -> None:
    assert places(exported({}, (0, 2), (1, 1))) == [[1, 1], [2]]


def test_a_late_sibling_stands_between_the_notes_as_it_did() -> None:
    turns: dict[int, Turns] = {0: ((0, 3), (1, 9)), 1: ((0, 5),), 2: ((0, 12),)}
    assert places(exported(turns, (0, 2), (1, 1), (2, 1))) == [[1, 3], [2], [4]]


def test_cards_at_the_same_place_share_it_again() -> None:
    turns: dict[int, Turns] = {0: ((0, 0), (1, 0)), 1: ((0, 0), (1, 0))}
    assert places(exported(turns, (0, 2), (1, 2), (2, 1))) == [[1, 1], [1, 1], [2]]


def test_a_note_that_was_moved_here_has_the_place_it_was_given() -> None:
    turns: dict[int, Turns] = {0: ((0, 3), (1, 9)), 1: ((0, 5),), 2: ((0, 12),)}
    assert places(exported(turns, (2, 1), (0, 2), (1, 1))) == [[1], [2, 2], [3]]


def test_a_question_written_here_between_them_has_the_place_it_was_given() -> None:
    turns: dict[int, Turns] = {0: ((0, 3), (1, 9)), 1: ((0, 5),)}
    assert places(exported(turns, (0, 2), (7, 1), (1, 1))) == [[1, 4], [2], [3]]


def test_the_turns_of_one_deck_say_nothing_of_another() -> None:
    turns: dict[int, Turns] = {0: ((0, 8), (1, 9)), 1: ((0, 1),)}
    filed = [*exported(turns, (0, 2), deck="D"), *exported(turns, (1, 1), deck="E")]
    assert places(filed) == [[1, 2], [3]]


@given(st.lists(st.lists(st.none() | st.integers(-3, 12), min_size=1, max_size=3), max_size=12))
def test_new_cards_come_back_in_the_order_they_had(notes: list[Dues]) -> None:
    after, turns = in_order(with_cards(number, dues) for number, dues in enumerate(notes))
    sent = exported(turns, *[(note.id, len(cards)) for note, cards in after])
    back = [
        (place, card.ord, (card.due, card.ord))
        for (_, cards), of_note in zip(after, places(sent), strict=True)
        for card, place in zip(cards, of_note, strict=True)
        if not card.type
    ]
    before = sorted((card.due, card.ord) for _, cards in after for card in cards if not card.type)
    assert [turn for *_, turn in sorted(back)] == before
