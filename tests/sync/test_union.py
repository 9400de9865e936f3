"""The union of two logs: nothing is lost, nothing stands twice, and a second time there is nothing to do."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.importers.collection import Revlog
from quizkit.importers.history import MANUAL
from quizkit.reviews import Action, CardAction, CardState, Entry, Rating, Review, Undo
from quizkit.scheduler import Scheduling, replay
from quizkit.sync.union import AnkiSide, Difference, Row, difference, our_sides

START = 1_700_000_000_000
TODAY = 739_000
CARDS = ("test/a", "test/b", "test/c")


class Anki:
    """Anki's log as far as the union knows it: one row an instant."""

    def __init__(self) -> None:
        self.rows: dict[int, Revlog] = {}

    def add(self, card: str, at: int, ease: int, time: int = 0, kind: int = 1) -> None:
        while at in self.rows:
            at += 1
        self.rows[at] = Revlog(at, CARDS.index(card), ease, 1, 1, 500, time, kind)

    def sides(self) -> dict[str, AnkiSide]:
        since = before = 0
        found: dict[str, list[Row]] = {card: [] for card in CARDS}
        for at, entry in sorted(self.rows.items()):
            since, before = (since if at == before + 1 else at), at
            found[CARDS[entry.card_id]].append(Row(entry, since))
        return {card: AnkiSide(CARDS.index(card), rows=tuple(rows)) for card, rows in found.items()}


class Ours:
    """A log of quizkit."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.log: dict[str, Entry] = {}

    def answer(self, card: str, at: int, rating: int) -> None:
        entry = f"{self.name}{len(self.log)}"
        self.log[entry] = Review(entry, card, Rating(rating), at, at // 86_400_000)

    def undo_last(self) -> None:
        given = [entry for entry in self.log.values() if isinstance(entry, Review)]
        if given:
            self.log[f"u{given[-1].id}"] = Undo(f"u{given[-1].id}", given[-1].id, START * 2)

    def states(self) -> list[tuple[str, CardState]]:
        undos = [each for each in self.log.values() if isinstance(each, Undo)]
        mine = {
            card: [each for each in self.log.values() if not isinstance(each, Undo) and each.card_id == card]
            for card in CARDS
        }
        return [(card, replay([*entries, *undos], Scheduling())) for card, entries in mine.items()]

    def live(self) -> list[tuple[str, int]]:
        sides = our_sides(self.states(), self.log.values())
        return sorted((card, int(each.rating)) for card, side in sides.items() for each in side.live)


def synced(ours: Ours, anki: Anki) -> Difference:
    found = difference(
        anki.sides(), our_sides(ours.states(), ours.log.values()), lambda at: at // 86_400_000, TODAY
    )
    news: list[Entry] = [*found.pulled, *found.undos, *found.actions, *found.moves]
    for entry in news:
        assert entry.id not in ours.log
        ours.log[entry.id] = entry
    for card, reviews in found.pushed.items():
        for review in reviews:
            anki.add(card, review.reviewed_at, int(review.rating))
    for card, reviews in found.withdrawn.items():
        for review in reviews:
            anki.add(card, review.reviewed_at + 1, 0, int(review.rating), MANUAL)
    return found


class Step(NamedTuple):
    who: int
    card: str
    at: int
    rating: int


steps = st.lists(
    st.builds(
        Step,
        st.integers(0, 7),
        st.sampled_from(CARDS),
        # Few instants, far enough apart that no two people answer one card in the same moment.
        st.integers(0, 30).map(lambda number: START + number * 1000),
        st.integers(1, 4),
    ),
    max_size=40,
)


@given(steps)
def test_two_homes_and_anki_end_with_the_same_answers(history: list[Step]) -> None:
    anki, homes = Anki(), (Ours("x"), Ours("y"))
    given, taken = set[tuple[str, int]](), 0
    for who, card, at, rating in history:
        if who < 4 and (card, at) in given:
            continue  # one learner: nobody answers the same card twice at once
        given.add((card, at))
        if who < 2:
            homes[who].answer(card, at, rating)
        elif who < 4:
            anki.add(card, at, rating)
        elif who < 6:
            synced(homes[who - 4], anki)
        else:
            before = len(homes[who - 6].live())
            homes[who - 6].undo_last()
            taken += before - len(homes[who - 6].live())
    for _ in range(3):
        for home in homes:
            synced(home, anki)
    for home in homes:
        assert not synced(home, anki)
    assert homes[0].live() == homes[1].live()
    answered = sum(row.type < MANUAL for row in anki.rows.values())
    assert answered >= len(homes[0].live())


@given(st.lists(st.tuples(st.sampled_from(CARDS), st.integers(1, 4)), max_size=60))
def test_answers_of_one_instant_are_all_recognised(given_at_once: list[tuple[str, int]]) -> None:
    ours, anki = Ours("x"), Anki()
    for card, rating in given_at_once:
        ours.answer(card, START, rating)
    synced(ours, anki)
    assert len(anki.rows) == len(given_at_once)
    assert not synced(ours, anki)
    other = Ours("y")
    synced(other, anki)
    assert other.live() == ours.live()


def test_an_answer_that_was_undone_before_the_sync_stays_here() -> None:
    ours, anki = Ours("x"), Anki()
    ours.answer("test/a", START, 1)
    ours.undo_last()
    assert not synced(ours, anki)
    assert not anki.rows


def test_an_undone_answer_does_not_come_back_from_anki() -> None:
    ours, anki = Ours("x"), Anki()
    ours.answer("test/a", START, 1)
    synced(ours, anki)
    ours.undo_last()
    assert list(synced(ours, anki).withdrawn) == ["test/a"]
    assert ours.live() == []
    assert not synced(ours, anki)


def test_what_is_no_answer_is_left_alone() -> None:
    ours, anki = Ours("x"), Anki()
    for place, (ease, kind) in enumerate([(0, 4), (0, 5), (0, 1), (9, 1)]):
        anki.add("test/a", START + place * 1000, ease, kind=kind)
    assert not synced(ours, anki)


@pytest.mark.parametrize(
    ("anki_suspended", "changed_there", "ours_suspended", "changed_here", "agreed", "ends"),
    [
        (True, 50, False, 0, None, True),  # the first sync: the later change
        (False, 50, True, 60_000, None, True),
        (False, 70, True, 60_000, None, False),
        (False, 70, True, 60_000, False, True),  # Anki's card was only answered since
        (True, 70, False, 0, False, True),
        (False, 70, True, 20_000, True, False),
        (True, 70, False, 90_000, True, False),
    ],
)
def test_the_later_change_of_a_suspension_is_followed(
    *,
    anki_suspended: bool,
    changed_there: int,
    ours_suspended: bool,
    changed_here: int,
    agreed: bool | None,
    ends: bool,
) -> None:
    log: list[Entry] = []
    if changed_here:
        action = CardAction.SUSPEND if ours_suspended else CardAction.UNSUSPEND
        log = [Action("x", "test/a", action, changed_here, 1)]
    sides = {"test/a": AnkiSide(1, -1 if anki_suspended else 0, changed_there)}
    state = CardState(suspended=ours_suspended)
    known = {} if agreed is None else {"test/a": agreed}
    found = difference(sides, our_sides([("test/a", state)], log), lambda _at: 1, TODAY, known)
    if ends == ours_suspended:
        assert (found.suspend, found.actions) == ({"test/a": ends}, [])
    else:
        (action_taken,) = found.actions
        assert action_taken.action is (CardAction.SUSPEND if ends else CardAction.UNSUSPEND)
        assert action_taken.acted_at > changed_here


def test_what_is_suspended_in_the_second_of_a_reset_is_so_after_it() -> None:
    log = [Action("x", "test/a", CardAction.FORGET, 70_500, 1)]
    sides = {"test/a": AnkiSide(1, -1, 70)}
    (action,) = difference(sides, our_sides([], log), lambda _at: 1, TODAY, {"test/a": False}).actions
    assert (action.action, action.acted_at) == (CardAction.SUSPEND, 70_501)
