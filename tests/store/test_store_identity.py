"""Whatever an author does to a deck, the learner's progress stays with the question it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from quizkit.reviews import Rating, Review
from quizkit.store import Alias
from tests.store.desk import CAPITAL, CURRENCY, TREATY, Desk, question


def test_a_question_without_id_keeps_its_progress_through_an_edit(desk: Desk) -> None:
    desk.write(question(CURRENCY), question(CAPITAL))
    desk.answer(CURRENCY)
    edited = "Which institution was to print the single currency?"
    desk.write(question(edited), question(CAPITAL))
    assert desk.answers() == {edited: 1, CAPITAL: 0}


def test_a_deck_whose_id_is_no_name_asks_nothing_and_keeps_its_progress_until_it_is_mended(
    desk: Desk,
) -> None:
    desk.write(question(CURRENCY), head="id: unions-1\n")
    desk.answer(CURRENCY)
    desk.write(question(CURRENCY), head="id: unions 1\n")
    assert desk.answers() == {}
    desk.write(question(CURRENCY), head="id: unions-1\n")
    assert desk.answers() == {CURRENCY: 1}


def test_an_edit_is_said_once_with_its_place(desk: Desk) -> None:
    desk.write(question(CAPITAL), question(CURRENCY, "the Central Bank"))
    desk.answer(CURRENCY)
    edited = "Which institution was to print the single currency?"
    desk.write(question(CAPITAL), question(edited, "the Central Bank"))
    (found,) = desk.recognised()
    assert (Path(found.path).name, found.line) == ("unions.yaml", 5)
    assert found.old_text.startswith(CURRENCY)
    assert found.new_text.startswith(edited)
    assert found.has_progress
    assert desk.recognised() == []


def test_an_edit_of_a_question_never_answered_is_known_to_cost_nothing(desk: Desk) -> None:
    desk.write(question(CURRENCY))
    desk.recognised()
    desk.write(question("Which body is to print the single currency?"))
    assert [found.has_progress for found in desk.recognised()] == [False]


def test_a_corrected_answer_is_no_other_question(desk: Desk) -> None:
    desk.write(question(CURRENCY, "the National Bank"))
    desk.answer(CURRENCY)
    desk.write(question(CURRENCY, "the Central Bank of Russia"))
    assert desk.answers() == {CURRENCY: 1}
    assert desk.recognised() == []


def test_the_cards_of_a_cloze_keep_their_progress_through_an_edit(desk: Desk) -> None:
    def cloze(text: str) -> str:
        return f'  - cloze: "{text}"\n'

    desk.write(cloze("The treaty of {{c1::1999}} was signed in {{c2::Moscow}} by two presidents."))
    with desk.open() as store:
        (deck,) = (store.library.deck(cached) for cached in store.library.decks)
        first, second = deck.cards()
        store.progress.append(Review("r", second.id, Rating.GOOD, 5, 739_000))
    desk.write(cloze("The treaty of {{c1::1999}} was signed in {{c2::Moscow}} by both presidents."))
    with desk.open() as store:
        (deck,) = (store.library.deck(cached) for cached in store.library.decks)
        assert [card.id for card in deck.cards()] == [first.id, second.id]
        assert [store.progress.state(card.id).reps for card in deck.cards()] == [0, 1]
        assert [found.has_progress for found in store.library.recognised] == [True]


def test_another_question_in_its_place_starts_anew(desk: Desk) -> None:
    desk.write(question(CURRENCY))
    desk.answer(CURRENCY)
    desk.write(question("Who is the author of War and Peace?"))
    assert desk.answers() == {"Who is the author of War and Peace?": 0}
    assert desk.recognised() == []


def test_a_similar_question_beside_the_old_one_takes_nothing_from_it(desk: Desk) -> None:
    desk.write(question(CURRENCY))
    desk.answer(CURRENCY)
    similar = "Which body was to print the single banknote?"
    desk.write(question(similar), question(CURRENCY))
    assert desk.answers() == {similar: 0, CURRENCY: 1}


def test_edit_after_edit_leads_back_to_the_first_text(desk: Desk) -> None:
    texts = [
        CURRENCY,
        "Which institution was to print the single currency?",
        "Which institution was to issue the single currency?",
        "Which institution would issue the common currency?",
        CURRENCY,
    ]
    desk.write(question(texts[0]))
    desk.answer(CURRENCY)
    for text in texts[1:]:
        desk.write(question(text))
        assert desk.answers() == {text: 1}


def test_two_similar_questions_edited_at_once_keep_their_own_progress(desk: Desk) -> None:
    old = ["In which year was the first treaty signed?", "In which year was the second treaty signed?"]
    new = ["In what year was the second treaty signed?", "In what year was the first treaty signed?"]
    desk.write(*map(question, old))
    desk.answer(*old)
    desk.write(*map(question, new))
    assert desk.answers() == {new[1]: 1, new[0]: 2}


def test_a_removed_question_that_comes_back_has_its_progress(desk: Desk) -> None:
    desk.write(question(CURRENCY), question(CAPITAL), question(TREATY, name="treaty"))
    desk.answer(CURRENCY, TREATY)
    desk.write(question(CAPITAL))
    assert desk.answers() == {CAPITAL: 0}
    desk.write(question(CAPITAL), question(CURRENCY), question(TREATY, name="treaty"))
    assert desk.answers() == {CAPITAL: 0, CURRENCY: 1, TREATY: 2}


def test_a_removed_question_that_comes_back_edited_has_its_progress(desk: Desk) -> None:
    desk.write(question(CURRENCY), question(CAPITAL))
    desk.answer(CURRENCY)
    desk.write(question(CAPITAL))
    desk.answers()
    edited = "Which body was to print the one currency?"
    desk.write(question(CAPITAL), question(edited))
    assert desk.answers() == {CAPITAL: 0, edited: 1}


def test_an_edit_beside_it_does_not_make_a_removed_question_forgotten(desk: Desk) -> None:
    desk.write(question(CURRENCY), question(CAPITAL))
    desk.answer(CURRENCY)
    capital = "Which city was the seat of the Economic Court?"
    desk.write(question(CAPITAL))
    desk.answers()
    desk.write(question(capital))
    assert [found.new_text for found in desk.recognised()] == [f"{capital}\nso"]
    edited = "Which body was to print the one currency?"
    desk.write(question(capital), question(edited))
    assert desk.answers() == {capital: 0, edited: 1}


# --- ids of the author's -----------------------------------------------------------------------------


def test_an_id_of_the_authors_keeps_the_progress_whatever_the_text(desk: Desk) -> None:
    desk.write(question(CURRENCY, name="money"))
    desk.answer(CURRENCY)
    desk.write(question("What is two and two?", name="money"))
    assert desk.answers() == {"What is two and two?": 1}


def test_an_id_added_to_a_question_keeps_its_progress(desk: Desk) -> None:
    desk.write(question(CURRENCY), question(CAPITAL))
    desk.answer(CURRENCY)
    desk.write(question(CURRENCY, name="money"), question(CAPITAL, name="court"))
    assert desk.answers() == {CURRENCY: 1, CAPITAL: 0}
    assert desk.answers() == {CURRENCY: 1, CAPITAL: 0}


def test_an_id_taken_away_or_changed_keeps_the_progress_of_the_same_text(desk: Desk) -> None:
    desk.write(question(CURRENCY, name="money"), question(CAPITAL, name="court"))
    desk.answer(CURRENCY, CAPITAL)
    desk.write(question(CURRENCY, name="currency"), question(CAPITAL))
    assert desk.answers() == {CURRENCY: 1, CAPITAL: 2}


def test_another_id_with_another_text_is_another_question(desk: Desk) -> None:
    desk.write(question(CURRENCY, name="money"))
    desk.answer(CURRENCY)
    similar = "Which body was to print the single banknote?"
    desk.write(question(similar, name="banknote"))
    assert desk.answers() == {similar: 0}


# --- decks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "money"], ids=["derived", "own id"])
def test_a_new_title_keeps_the_progress(desk: Desk, name: str) -> None:
    desk.write(question(CURRENCY, name=name), question(CAPITAL))
    desk.answer(CURRENCY, CAPITAL)
    for title in ("Treaties and unions", "Unions", "Unions of states"):
        desk.write(question(CURRENCY, name=name), question(CAPITAL), title=title)
        assert desk.answers() == {CURRENCY: 1, CAPITAL: 2}
        assert desk.recognised() == []


def test_a_new_title_and_an_edit_at_once_keep_the_progress(desk: Desk) -> None:
    desk.write(question(CURRENCY), question(CAPITAL))
    desk.answer(CURRENCY, CAPITAL)
    edited = "Which body would print the single currency?"
    desk.write(question(edited), question(CAPITAL), title="Treaties")
    assert desk.answers() == {edited: 1, CAPITAL: 2}


def test_a_new_title_and_another_text_keep_the_progress_of_an_id_of_the_authors(desk: Desk) -> None:
    desk.write(question(CURRENCY, name="money"), question(CAPITAL))
    desk.answer(CURRENCY)
    desk.write(question("What is two and two?", name="money"), question(CAPITAL), title="Treaties")
    assert desk.answers() == {"What is two and two?": 1, CAPITAL: 0}


def test_a_deck_id_keeps_the_progress_when_title_and_file_change(desk: Desk) -> None:
    desk.write(question(CURRENCY), head="id: unions\n")
    desk.answer(CURRENCY)
    (desk.decks / "unions.yaml").unlink()
    desk.write(question(CURRENCY), title="Something else", file="else.yaml", head="id: unions\n")
    assert desk.answers() == {CURRENCY: 1}


def test_a_renamed_file_keeps_the_progress(desk: Desk) -> None:
    desk.write(question(CURRENCY), question(CAPITAL, name="court"))
    desk.answer(CURRENCY, CAPITAL)
    (desk.decks / "unions.yaml").rename(desk.decks / "renamed.yaml")
    assert desk.answers() == {CURRENCY: 1, CAPITAL: 2}
    desk.write(question(CURRENCY + " Say."), question(CAPITAL, name="court"), file="renamed.yaml")
    assert desk.answers() == {CURRENCY + " Say.": 1, CAPITAL: 2}


def test_another_deck_in_the_same_file_takes_no_progress_from_one_that_moved(desk: Desk) -> None:
    desk.write(question(CURRENCY))
    desk.answer(CURRENCY)
    (desk.decks / "unions.yaml").rename(desk.decks / "moved.yaml")
    desk.write(question(CURRENCY), title="A copy")
    with desk.open() as store:
        ids = [next(store.library.deck(cached).cards()).id for cached in store.library.decks]
        reps = [store.progress.state(card_id).reps for card_id in ids]
        assert dict(zip([cached.title for cached in store.library.decks], reps, strict=True)) == {
            "Unions": 1,
            "A copy": 0,
        }


def test_a_question_behind_a_mistake_has_not_vanished(desk: Desk) -> None:
    desk.write(question(CURRENCY), question(CAPITAL))
    desk.answer(CURRENCY, CAPITAL)
    edited = "Which body was to print the one currency?"
    desk.write(question(edited), question(CAPITAL).replace("answer", "anwser"))
    with desk.open() as store:
        assert store.library.problems != []
    desk.write(question(edited), question(CAPITAL))
    assert desk.answers() == {edited: 1, CAPITAL: 2}


# --- the cache and other machines --------------------------------------------------------------------


def test_what_was_recognised_outlives_the_cache(desk: Desk) -> None:
    desk.write(question(CURRENCY))
    desk.answer(CURRENCY)
    edited = "Which body would print the single currency?"
    desk.write(question(edited))
    assert desk.answers() == {edited: 1}
    (desk.home / "decks.sqlite").unlink()
    assert desk.answers() == {edited: 1}


def entries_and_aliases(found: Iterable[object]) -> tuple[list[Review], list[Alias]]:
    log = list(found)
    return [e for e in log if isinstance(e, Review)], [e for e in log if isinstance(e, Alias)]


def test_what_was_recognised_travels_with_the_log(desk: Desk, laptop: Desk) -> None:
    desk.write(question(CURRENCY))
    desk.answer(CURRENCY)
    edited = "Which body would print the single currency?"
    desk.write(question(edited))
    with desk.open() as store:
        reviews, aliases = entries_and_aliases(store.progress.log())
    assert (len(reviews), len(aliases)) == (1, 1)
    assert laptop.answers() == {edited: 0}
    with laptop.open() as store:
        store.progress.merge(reviews, aliases)
    assert laptop.answers() == {edited: 1}
    laptop.answer(edited)
    assert laptop.answers() == {edited: 2}
    with laptop.open() as store:
        reviews, aliases = entries_and_aliases(store.progress.log())
    with desk.open() as store:
        store.progress.merge(reviews, aliases)
    assert desk.answers() == {edited: 2}
