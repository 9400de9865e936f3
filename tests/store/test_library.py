"""The decks of a command, joined with what the learner did."""

from __future__ import annotations

import random
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from quizkit.errors import QuizkitError, UsageError
from quizkit.queue import is_due
from quizkit.reviews import Action, CardAction, Entry, Rating, Review, Undo
from quizkit.scheduler import Scheduling
from quizkit.store import DeckCounts, Store, find_decks, open_store

DAY = 739_000
MS_A_DAY = 86_400_000
DAY_ENDS = (DAY + 1) * MS_A_DAY
AGAIN, HARD, GOOD, EASY = Rating


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    """Two decks: One with four questions, of which one has two cards; Two with two."""
    folder = tmp_path / "decks"
    write(
        folder / "one.yaml",
        "deck: One\nquestions:\n"
        + "".join(f"  - id: q{number}\n    ask: Number {number}?\n    answer: yes\n" for number in (3, 1, 2))
        + "  - id: both\n    front: Lima\n    back: Peru\n    both_ways: true\n",
    )
    write(
        folder / "two.yaml",
        "deck: Two\nquestions:\n"
        + "".join(f"  - id: q{number}\n    ask: Number {number}?\n    answer: no\n" for number in (1, 9)),
    )
    return folder


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def opened(*decks: Path, home: Path | None = None) -> AbstractContextManager[Store]:
    home = home or decks[0].parent / "home"
    return open_store(home / "progress.sqlite", home / "decks.sqlite", Scheduling(fuzz=False), decks)


def review(card_id: str, rating: Rating, day: int, name: str = "") -> Review:
    at = day * MS_A_DAY + 50_000_000
    return Review(name or f"{card_id} {day}", card_id, rating, at, day)


# --- finding decks -----------------------------------------------------------------------------------


def test_decks_are_found_in_folders_and_their_folders_in_order(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "deep/er/c.yaml", "notes.txt", ".hidden.yaml", ".git/d.yaml"):
        write(tmp_path / name, "")
    write(tmp_path / "sources.yaml", "")
    found = [path.relative_to(tmp_path).as_posix() for path, _ in find_decks([tmp_path])]
    assert found == ["a.yml", "b.yaml", "deep/er/c.yaml"]


def test_a_file_that_is_named_is_a_deck_whatever_its_name(tmp_path: Path) -> None:
    odd = write(tmp_path / "folder" / "deck.txt", "")
    assert find_decks([odd]) == [(odd, tmp_path / "folder")]


def test_a_deck_named_twice_is_found_once(tmp_path: Path) -> None:
    deck = write(tmp_path / "one.yaml", "")
    assert find_decks([tmp_path, deck, tmp_path]) == [(deck, tmp_path)]


def test_what_lies_beside_decks_is_left_out_unless_it_is_all_that_is_named(tmp_path: Path) -> None:
    deck, sources = write(tmp_path / "one.yaml", ""), write(tmp_path / "sources.yaml", "")
    assert find_decks([deck, sources]) == [(deck, tmp_path)]
    assert find_decks(iter([sources, tmp_path])) == [(deck, tmp_path)]
    assert find_decks([sources]) == [(sources, tmp_path)]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "folder" / "one.yaml", "")
    (tmp_path / "folder" / "round").symlink_to(tmp_path / "folder", target_is_directory=True)
    assert [path.name for path, _ in find_decks([tmp_path])] == ["one.yaml"]


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file or folder '.*nowhere'"):
        find_decks([tmp_path / "nowhere"])


def test_a_folder_without_decks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(QuizkitError, match="no deck found"), opened(tmp_path / "empty"):
        pass


# --- cards and questions -----------------------------------------------------------------------------


def test_a_card_is_found_by_its_id(decks: Path) -> None:
    with opened(decks) as store:
        card = store.library.card("one/q1")
        assert (card.prompt, card.deck_title, card.question_id) == ("Number 1?", "One", "one/q1")
        assert store.library.card("two/q1").deck_title == "Two"
        two_ways = [card_id for card_id in store.library.new(DAY) if card_id.startswith("one/both")]
        assert len(two_ways) == 2
        assert {store.library.card(card_id).prompt for card_id in two_ways} == {"Lima", "Peru"}


@pytest.mark.parametrize("card_id", ["one/q4", "three/q1", "one/q1#1", "one", ""])
def test_a_card_of_no_deck_is_no_card(decks: Path, card_id: str) -> None:
    with opened(decks) as store, pytest.raises(KeyError):
        store.library.card(card_id)


def test_a_card_of_a_deck_that_is_not_open_is_no_card(decks: Path) -> None:
    with opened(decks):
        pass
    with opened(decks / "one.yaml", home=decks.parent / "home") as store, pytest.raises(KeyError):
        store.library.card("two/q1")


def test_questions_are_numbered_through_all_decks(decks: Path) -> None:
    with opened(decks) as store:
        assert store.library.question_count == 6
        found = [store.library.question_at(number) for number in range(6)]
        assert [question.id for question, _ in found] == [
            *("one/q3", "one/q1", "one/q2", "one/both"),
            *("two/q1", "two/q9"),
        ]
        assert [deck.title for _, deck in found] == ["One"] * 4 + ["Two"] * 2
        with pytest.raises(IndexError):
            store.library.question_at(6)


def test_a_question_has_a_place_in_a_file(decks: Path) -> None:
    with opened(decks) as store:
        assert store.library.place_of("one/q1") == (str(decks / "one.yaml"), 6)
        assert store.library.place_of("one/none") is None


def test_one_deck_in_two_files_is_a_problem_for_every_question(decks: Path) -> None:
    write(decks / "copy.yaml", (decks / "two.yaml").read_text(encoding="utf-8"))
    with opened(decks) as store:
        problems = store.library.problems
        assert [(Path(problem.path).name, problem.line) for problem in problems] == [("two.yaml", 3)]
        assert "copy.yaml too: this is a copy" in problems[0].message
        assert store.library.card("two/q1").prompt == "Number 1?"


def test_two_decks_of_one_name_share_no_question_by_chance(decks: Path) -> None:
    write(
        decks / "also.yaml", "deck: Two\nquestions:\n  - id: other\n    ask: What else?\n    answer: this\n"
    )
    with opened(decks) as store:
        assert store.library.problems == []
        assert store.library.card("two/other").prompt == "What else?"


def test_broken_questions_are_left_out_and_named(decks: Path) -> None:
    write(
        decks / "two.yaml",
        "deck: Two\nquestions:\n  - ask: Fine?\n    answer: yes\n  - ask: Not\n    anwser: no\n",
    )
    with opened(decks / "two.yaml") as store:
        assert store.library.question_count == 1
        assert {problem.line for problem in store.library.problems} == {6}


# --- with card states --------------------------------------------------------------------------------


def test_new_cards_come_in_the_order_of_the_decks_without_those_touched(decks: Path) -> None:
    with opened(decks) as store:
        every = list(store.library.new(DAY))
        assert [card_id.partition("#")[0] for card_id in every] == [
            *("one/q3", "one/q1", "one/q2", "one/both", "one/both"),
            *("two/q1", "two/q9"),
        ]
        store.progress.append(review("one/q1", GOOD, DAY))
        store.progress.append(Action("a", "one/q2", CardAction.SUSPEND, 5, DAY))
        store.progress.append(Action("b", "two/q1", CardAction.BURY, 5, DAY))
        store.progress.append(Action("c", "two/q9", CardAction.SUSPEND, 5, DAY))
        store.progress.append(Action("d", "two/q9", CardAction.UNSUSPEND, 6, DAY))
        left = [card_id for card_id in every if card_id not in {"one/q1", "one/q2", "two/q1"}]
        assert list(store.library.new(DAY)) == left
        assert list(store.library.new(DAY + 1)) == [*left[:-1], "two/q1", "two/q9"]


def test_the_given_order_of_decks_is_the_order_of_new_cards(decks: Path) -> None:
    with opened(decks / "two.yaml", decks / "one.yaml") as store:
        assert next(iter(store.library.new(DAY))) == "two/q1"


def random_log(cards: list[str], chance: random.Random) -> list[Entry]:
    """What a learner did with some of the cards in the weeks before ``DAY``."""
    log: list[Entry] = []
    for number in range(chance.randint(0, 40)):
        card, day = chance.choice(cards), DAY - chance.choice([0, 0, 1, 2, 10, 40])
        at, name = day * MS_A_DAY + number * 60_000, f"e{number:03}"
        kinds: list[Entry] = [
            Review(name, card, chance.choice(list(Rating)), at, day),
            Review(name, card, GOOD, at, day),
            Action(name, card, chance.choice(list(CardAction)[:6]), at, day),
            Undo(name, f"e{chance.randint(0, number):03}", at),
        ]
        log.append(chance.choice(kinds))
    return log


@pytest.mark.parametrize("seed", range(25))
def test_what_is_due_new_and_counted_agrees_with_the_states(decks: Path, seed: int) -> None:
    with opened(decks) as store:
        library, progress = store.library, store.progress
        every = list(library.new(DAY))
        elsewhere = ["three/q1", "one/gone"]  # progress of cards that no open deck has
        progress.merge(random_log([*every, *elsewhere], random.Random(seed)))
        states = {card: progress.state(card) for card in every}

        due = dict(library.due(DAY, DAY_ENDS))
        assert due == {card: state for card, state in states.items() if is_due(state, DAY, DAY_ENDS)}
        hidden = {card for card, s in states.items() if s.suspended or s.buried_until > DAY}
        new = [card for card, state in states.items() if state.phase == 0 and card not in hidden]
        assert list(library.new(DAY)) == new
        touched = {card: state for card, state in progress.states() if card in states}
        assert dict(library.states()) == touched

        for counts, prefix in zip(library.counts(DAY, DAY_ENDS), ("one/", "two/"), strict=True):
            own = {card: state for card, state in states.items() if card.startswith(prefix)}
            of_deck = [state for card, state in due.items() if card in own]
            learning = sum(type(state.due).__name__ == "DueAt" for state in of_deck)
            assert counts == DeckCounts(
                prefix.strip("/").capitalize(),
                str(decks / f"{prefix.strip('/')}.yaml"),
                new=sum(card in own for card in new),
                learning=learning,
                due=len(of_deck) - learning,
                suspended=sum(state.suspended for state in own.values()),
                total=len(own),
            )


def test_a_learning_step_beyond_the_day_is_not_due(decks: Path) -> None:
    with opened(decks) as store:
        late = Review("r", "one/q1", GOOD, DAY_ENDS - 5 * 60_000, DAY)
        store.progress.append(late)
        assert list(store.library.due(DAY, DAY_ENDS)) == []
        assert [card for card, _ in store.library.due(DAY + 1, DAY_ENDS + MS_A_DAY)] == ["one/q1"]


def test_a_deck_open_twice_is_due_once(decks: Path) -> None:
    write(decks / "copy.yaml", (decks / "two.yaml").read_text(encoding="utf-8"))
    with opened(decks) as store:
        store.progress.append(review("two/q1", EASY, DAY - 100))
        assert [card for card, _ in store.library.due(DAY, DAY_ENDS)] == ["two/q1"]
        assert [card for card, _ in store.library.states()] == ["two/q1"]
