"""The log only grows, and the card states follow from it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from quizkit.reviews import (
    Action,
    CardAction,
    CardState,
    DueAt,
    DueDay,
    Entry,
    History,
    MemoryState,
    Phase,
    Place,
    Rating,
    Review,
    Undo,
)
from quizkit.scheduler import Scheduling, replay
from quizkit.store import Alias, Progress, open_progress
from quizkit.store.connection import connect
from quizkit.store.migrations import migrate
from quizkit.store.progress import SqliteProgress
from quizkit.store.rows import row_of, state_of

DAY = 739_000
MS_A_DAY = 86_400_000
AGAIN, HARD, GOOD, EASY = Rating
CARDS = ("d/one", "d/two", "d/two#2", "e/one")


@contextmanager
def in_memory() -> Iterator[SqliteProgress]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA recursive_triggers = ON")
        migrate(connection)
        yield SqliteProgress(connection, Scheduling())


@pytest.fixture
def progress() -> Iterator[Progress]:
    with in_memory() as found:
        yield found


def on_disk(folder: Path, scheduling: Scheduling | None = None) -> AbstractContextManager[Progress]:
    return open_progress(folder / "progress.sqlite", folder / "decks.sqlite", scheduling or Scheduling())


def review(name: str, card_id: str = "d/one", rating: Rating = GOOD, day: int = DAY, at: int = 0) -> Review:
    return Review(name, card_id, rating, day * MS_A_DAY + at, day)


def entries_of(progress: Progress) -> list[Entry]:
    return [entry for entry in progress.log() if not isinstance(entry, Alias)]


def expected_states(entries: Iterable[Entry]) -> dict[str, CardState]:
    """What a replay of the whole log makes of every card; cards as good as new are left out."""
    log = list(entries)
    undos = [entry for entry in log if isinstance(entry, Undo)]
    cards = {entry.card_id for entry in log if not isinstance(entry, Undo)}
    found = {
        card: replay(
            [*undos, *(entry for entry in log if not isinstance(entry, Undo) and entry.card_id == card)],
            Scheduling(),
        )
        for card in cards
    }
    return {card: state for card, state in found.items() if state != CardState()}


# --- writing -----------------------------------------------------------------------------------------


def test_a_card_never_touched_is_new(progress: Progress) -> None:
    assert progress.state("d/one") == CardState()
    assert list(progress.states()) == []
    assert list(progress.reviews()) == []
    assert list(progress.log()) == []


def test_an_answer_gives_the_next_state_and_stays_in_the_log(progress: Progress) -> None:
    answer = Review("r1", "d/one", AGAIN, 123, DAY, 4_500, 0.5, GOOD, "an answer, “quoted”\n✓ \0 end")
    state = progress.append(answer)
    assert state == replay([answer], Scheduling()) == progress.state("d/one")
    assert list(progress.log()) == list(progress.reviews()) == [answer]


def test_actions_are_written_and_followed(progress: Progress) -> None:
    kinds = list(CardAction)[:5]
    actions = [Action(f"a{kind}", "d/one", kind, 100 + kind, DAY) for kind in kinds]
    states = [progress.append(action) for action in actions]
    assert [state.suspended for state in states] == [True, False, False, False, False]
    assert [state.buried_until for state in states] == [0, 0, DAY + 1, DAY + 1, DAY + 1]
    assert [state.flagged for state in states] == [False, False, False, True, True]
    assert [state.marked for state in states] == [False, False, False, False, True]
    assert progress.state("d/one") == states[-1]
    assert list(progress.log()) == actions


def test_an_undo_takes_its_entry_back_and_both_stay_in_the_log(progress: Progress) -> None:
    first, second = review("r1"), review("r2", rating=AGAIN, at=5)
    before = progress.append(first)
    progress.append(second)
    undo = Undo("u1", "r2", 99)
    assert progress.append(undo) == before == progress.state("d/one")
    assert list(progress.reviews()) == [first]
    assert entries_of(progress) == [first, second, undo]


def test_an_answer_taken_back_leaves_the_card_new(progress: Progress) -> None:
    progress.append(review("r1"))
    assert progress.append(Undo("u1", "r1", 99)) == CardState()
    assert list(progress.states()) == []


def test_an_action_can_be_taken_back(progress: Progress) -> None:
    before = progress.append(review("r1"))
    progress.append(Action("a1", "d/one", CardAction.SUSPEND, 5, DAY))
    assert progress.append(Undo("u1", "a1", 99)) == before


def test_a_changed_rating_is_an_undo_and_another_review_in_one_step(progress: Progress) -> None:
    progress.append(review("r1", rating=GOOD))
    again = review("r2", rating=AGAIN, at=1)
    assert progress.append(Undo("u1", "r1", 99), again) == replay([again], Scheduling())
    assert list(progress.reviews()) == [again]


def test_what_belongs_together_is_written_together_or_not_at_all(progress: Progress) -> None:
    first = review("r1")
    state = progress.append(first)
    impossible = Review("r2", "d/one", GOOD, 5, DAY, score=2.0)
    with pytest.raises(sqlite3.IntegrityError):
        progress.append(Undo("u1", "r1", 99), impossible)
    assert list(progress.log()) == [first]
    assert progress.state("d/one") == state


def test_an_answer_dated_before_the_last_one_is_sorted_in(progress: Progress) -> None:
    late, early = review("r1", rating=AGAIN, day=DAY + 9), review("r2", rating=EASY, day=DAY)
    progress.append(late)
    assert progress.append(early) == replay([early, late], Scheduling())


def test_an_action_dated_before_the_last_one_is_sorted_in(progress: Progress) -> None:
    progress.append(Action("a1", "d/one", CardAction.SUSPEND, 100, DAY))
    assert progress.append(Action("a2", "d/one", CardAction.UNSUSPEND, 50, DAY)).suspended
    progress.append(Action("a3", "d/one", CardAction.BURY, 200, DAY))
    assert progress.append(Action("a4", "d/one", CardAction.BURY, 150, DAY - 3)).buried_until == DAY + 1


@pytest.mark.parametrize("table", ["reviews", "actions", "undos", "aliases"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET rowid = rowid + 1", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_log(tmp_path: Path, table: str, statement: str) -> None:
    with on_disk(tmp_path) as progress:
        progress.append(review("r1"), Action("a1", "d/one", CardAction.BURY, 5, DAY), Undo("u1", "r1", 6))
        progress.merge([], [Alias("d/new", "d/one")])
        before = list(progress.log())
    refused = pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only")
    with closing(sqlite3.connect(tmp_path / "progress.sqlite")) as plain, refused:
        plain.execute(statement.format(table))
    with on_disk(tmp_path) as progress:
        assert list(progress.log()) == before
        assert len(before) == 4


def test_not_even_a_replacement_changes_an_entry(tmp_path: Path) -> None:
    with on_disk(tmp_path) as progress:
        progress.append(review("r1"))
    with closing(connect(tmp_path / "progress.sqlite", tmp_path / "decks.sqlite")) as ours:
        with pytest.raises(sqlite3.IntegrityError, match="reviews is append-only"):
            ours.execute(
                "REPLACE INTO reviews SELECT id, card_id, 1, 0, 0, 0, NULL, NULL, '', 0, '' FROM reviews"
            )
        assert ours.execute("SELECT rating FROM reviews").fetchall() == [(3,)]


def test_an_answer_is_on_the_disk_when_append_returns(tmp_path: Path) -> None:
    with on_disk(tmp_path) as progress:
        progress.append(review("r1"))
        with closing(sqlite3.connect(tmp_path / "progress.sqlite")) as other:
            assert other.execute("SELECT id FROM reviews").fetchall() == [("r1",)]


@pytest.mark.parametrize(
    "state",
    [
        CardState(suspended=True),
        CardState(buried_until=DAY),
        CardState(MemoryState(1.5, 9.25), DueDay(DAY), Phase.REVIEW, 0, 12, 3, DAY - 1, True, DAY),
        CardState(MemoryState(0.001, 1.0), DueAt(1_700_000_000_123), Phase.RELEARNING, 1, 2, 1, DAY),
    ],
)
def test_a_state_survives_its_row(state: CardState) -> None:
    assert state_of(row_of("d/q#1", state)) == ("d/q#1", state)


# --- the states are a replay of the log --------------------------------------------------------------


class Learning(RuleBasedStateMachine):
    """Whatever a learner does, in any order and with a clock that jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        migrate(self.connection)
        self.progress = SqliteProgress(self.connection, Scheduling())
        self.made: list[Entry] = []
        self.now = DAY * MS_A_DAY

    def name(self) -> str:
        return f"{len(self.made) * 7919 % 1000:03} {len(self.made)}"  # ids do not sort by time

    def write(self, *entries: Entry) -> None:
        self.made += entries
        state = self.progress.append(*entries)
        last = entries[-1]
        if not isinstance(last, Undo):
            assert state == self.progress.state(last.card_id)

    @rule(hours=st.sampled_from([-30, -1, 0, 1, 24, 24 * 20]))
    def time_goes_by(self, hours: int) -> None:
        self.now += hours * 3_600_000

    @rule(card=st.sampled_from(CARDS), rating=st.sampled_from(Rating))
    def answer(self, card: str, rating: Rating) -> None:
        self.write(Review(self.name(), card, rating, self.now, self.now // MS_A_DAY))

    @rule(card=st.sampled_from(CARDS), action=st.sampled_from(list(CardAction)[:6]))
    def act(self, card: str, action: CardAction) -> None:
        self.write(Action(self.name(), card, action, self.now, self.now // MS_A_DAY))

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        names = [entry.id for entry in self.made if not isinstance(entry, Undo)]
        self.write(Undo(self.name(), data.draw(st.sampled_from([*names, "unknown"])), self.now))

    @rule(card=st.sampled_from(CARDS))
    def answer_and_change_the_rating(self, card: str) -> None:
        day = self.now // MS_A_DAY
        self.write(Review(self.name(), card, GOOD, self.now, day))
        name = self.name()
        undo = Undo(f"u {name}", self.made[-1].id, self.now)
        self.write(undo, Review(name, card, AGAIN, self.now, day))

    @rule()
    def rebuild(self) -> None:
        self.progress.rebuild()

    @invariant()
    def the_states_are_a_replay_of_the_log(self) -> None:
        expected = expected_states(self.made)
        assert dict(self.progress.states()) == expected
        for card in CARDS:
            assert self.progress.state(card) == expected.get(card, CardState())

    @invariant()
    def nothing_was_lost(self) -> None:
        assert sorted(entry.id for entry in entries_of(self.progress)) == sorted(e.id for e in self.made)

    def teardown(self) -> None:
        self.connection.close()


TestLearning = Learning.TestCase
TestLearning.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


@st.composite
def logs(draw: st.DrawFn, machine: str = "m", others: tuple[Entry, ...] = ()) -> tuple[Entry, ...]:
    """A machine's log; its undos may take back entries of its own, of ``others``, or unknown ones."""
    made: list[Entry] = []
    for number in range(draw(st.integers(0, 10))):
        at = DAY * MS_A_DAY + draw(st.integers(0, 40)) * MS_A_DAY // 4
        name, card = f"{machine}{number}", draw(st.sampled_from(CARDS))
        kind = draw(st.sampled_from(["review", "review", "action", "undo"]))
        if kind == "review":
            made.append(Review(name, card, draw(st.sampled_from(Rating)), at, at // MS_A_DAY))
        elif kind == "action":
            kind, day = draw(st.sampled_from(CardAction)), at // MS_A_DAY
            place = Place(2, day + 12, 0, 0, 11.5, 6.25, day, 5, 1) if kind is CardAction.PLACE else ()
            made.append(Action(name, card, kind, at, day, place))
        else:
            undone = draw(st.sampled_from([entry.id for entry in (*others, *made)] or ["unknown"]))
            made.append(Undo(name, undone, at))
    return tuple(made)


@st.composite
def two_logs(draw: st.DrawFn) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    one = draw(logs("a"))
    return one, draw(logs("b", one))


@settings(deadline=None)
@given(log=logs())
def test_rebuilding_gives_the_same_states(log: tuple[Entry, ...]) -> None:
    with in_memory() as progress:
        for entry in log:
            progress.append(entry)
        before = dict(progress.states())
        live = {entry.card_id for entry in log if not isinstance(entry, Undo)}
        assert progress.rebuild() <= len(live)
        assert dict(progress.states()) == before == expected_states(log)


def test_rebuilding_follows_new_settings(tmp_path: Path) -> None:
    with on_disk(tmp_path) as progress:
        progress.append(review("r1", rating=GOOD))
        assert isinstance(progress.state("d/one").due, DueAt)
    with on_disk(tmp_path, Scheduling(learning_steps=())) as progress:
        assert isinstance(progress.state("d/one").due, DueAt)
        assert progress.rebuild() == 1
        assert isinstance(progress.state("d/one").due, DueDay)


# --- two machines ------------------------------------------------------------------------------------


@settings(deadline=None)
@given(both=two_logs())
def test_two_machines_that_exchange_their_logs_agree(
    both: tuple[tuple[Entry, ...], tuple[Entry, ...]],
) -> None:
    one, other = both
    with in_memory() as left, in_memory() as right:
        for entry in one:
            left.append(entry)
        for entry in other:
            right.append(entry)
        assert left.merge(other) == len(other)
        assert right.merge(one) == len(one)
        assert dict(left.states()) == dict(right.states()) == expected_states((*one, *other))
        assert list(left.log()) == list(right.log())


@settings(deadline=None)
@given(log=logs(), chance=st.randoms(use_true_random=False), pieces=st.integers(1, 5))
def test_a_log_can_arrive_in_any_order_and_in_pieces(
    log: tuple[Entry, ...], chance: random.Random, pieces: int
) -> None:
    shuffled = list(log)
    chance.shuffle(shuffled)
    with in_memory() as progress:
        added = sum(progress.merge(shuffled[piece::pieces]) for piece in range(pieces))
        assert added == len(log)
        assert dict(progress.states()) == expected_states(log)


@settings(deadline=None)
@given(log=logs())
def test_merging_a_log_again_changes_nothing(log: tuple[Entry, ...]) -> None:
    with in_memory() as progress:
        assert progress.merge(log) == len(log)
        before, states = list(progress.log()), dict(progress.states())
        assert progress.merge(log) == 0
        assert progress.merge(entries_of(progress)) == 0
        assert (list(progress.log()), dict(progress.states())) == (before, states)


@pytest.mark.parametrize(
    "entry", [review("x"), Action("x", "d/one", CardAction.SUSPEND, 5, DAY)], ids=["review", "action"]
)
def test_an_undo_may_come_before_what_it_undoes(progress: Progress, entry: Entry) -> None:
    assert progress.merge([Undo("u1", "x", 99)]) == 1
    assert progress.merge([entry]) == 1
    assert progress.state("d/one") == CardState()
    assert list(progress.reviews()) == []
    assert entries_of(progress) == [entry, Undo("u1", "x", 99)]


def test_aliases_travel_with_the_log(progress: Progress) -> None:
    alias = Alias("d/edited", "d/one")
    assert progress.merge([], [alias, alias]) == 0
    progress.merge([review("r1")], [alias])
    assert list(progress.log()) == [review("r1"), alias]


def test_nothing_is_merged_where_one_entry_cannot_be_written(progress: Progress) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        progress.merge([review("r1"), Review("r2", "d/one", GOOD, 5, DAY, score=-1.0)])
    assert list(progress.log()) == []
    assert progress.state("d/one") == CardState()


# --- questions to the log ----------------------------------------------------------------------------


@pytest.fixture
def studied(progress: Progress) -> Progress:
    """Three days of study, with two answers taken back."""
    progress.append(review("1", "d/a", day=DAY - 2))
    progress.append(review("2", "d/a", day=DAY - 2, at=5))
    progress.append(review("3", "d/b", day=DAY - 2, at=9))
    progress.append(review("4", "d/a", AGAIN, day=DAY))
    progress.append(review("5", "d/a", GOOD, day=DAY, at=5))
    progress.append(review("6", "d/c", day=DAY, at=6))
    progress.append(review("7", "d/gone", day=DAY, at=7))
    progress.append(Undo("8", "7", 0))
    progress.append(review("9", "d/b", day=DAY - 1))
    progress.append(Undo("91", "9", 0))
    progress.append(Action("92", "d/z", CardAction.BURY, 0, DAY - 1))
    return progress


def test_new_cards_of_a_day_are_those_first_answered_on_it(studied: Progress) -> None:
    assert [studied.new_on(DAY + offset) for offset in (-3, -2, -1, 0, 1)] == [0, 2, 0, 1, 0]


def test_cards_reviewed_on_a_day_are_those_answered_before_it_too(studied: Progress) -> None:
    assert [studied.reviewed_on(DAY + offset) for offset in (-2, -1, 0, 1)] == [0, 0, 1, 0]


def test_cards_seen_on_a_day_are_those_answered_on_it(studied: Progress) -> None:
    found: Callable[[int], set[str]] = studied.seen_on
    assert [found(DAY - 2), found(DAY - 1), found(DAY)] == [{"d/a", "d/b"}, set(), {"d/a", "d/c"}]


def test_days_without_an_answer_were_not_studied(studied: Progress) -> None:
    assert studied.days_studied() == [DAY - 2, DAY]


def test_reviews_come_oldest_first(studied: Progress) -> None:
    assert [one.id for one in studied.reviews()] == ["1", "2", "3", "4", "5", "6"]


def test_the_whole_log_is_reviews_actions_and_undos_each_oldest_first(progress: Progress) -> None:
    entries: list[Entry] = [
        Undo("u2", "r2", 9),
        review("r2", at=2),
        Action("a1", "d/one", CardAction.BURY, 1, DAY),
        review("r1", at=1),
        Undo("u1", "r1", 3),
    ]
    progress.merge(entries, [Alias("d/b", "d/a")])
    names = [entry.question_id if isinstance(entry, Alias) else entry.id for entry in progress.log()]
    assert names == ["r1", "r2", "a1", "u1", "u2", "d/b"]


# --- histories from another program ------------------------------------------------------------------


def history(card: str, *days: int, standing: Action | None = None, actions: Sequence[Action] = ()) -> History:
    """A card answered well on some days; entries as the same program makes them again and again."""
    rows = [
        (f"{card} {day}", card, 3, day * MS_A_DAY, day, 9, None, None, "", 0, "1 1 2500 9 1") for day in days
    ]
    return History(card, rows, actions, standing)


def placed(card: str, due: int, after: int) -> Action:
    place = Place(2, due, 0, 0, 0.0, 0.0, 0, 5, 1, 12)
    return Action(f"{card} placed {after}", card, CardAction.PLACE, after * MS_A_DAY + 7, after, place)


def test_a_history_moves_in_once(progress: Progress) -> None:
    histories = [history("d/one", DAY - 9, DAY - 5), history("d/two")]
    with progress.move_in(histories) as added:
        assert added == 2
    state = progress.state("d/one")
    assert (state.reps, state.last_day) == (2, DAY - 5)
    with progress.move_in(histories) as added:
        assert added == 0
    assert progress.state("d/one") == state
    assert progress.rebuild() == 1
    assert progress.state("d/one") == state


def test_a_card_stands_where_the_other_program_left_it(progress: Progress) -> None:
    left = placed("d/one", DAY + 30, DAY - 5)
    with progress.move_in([history("d/one", DAY - 9, DAY - 5, standing=left)]):
        pass
    state = progress.state("d/one")
    assert (state.due, state.reps, state.lapses) == (DueDay(DAY + 30), 5, 1)
    assert list(progress.actions()) == [left]
    progress.rebuild()
    assert progress.state("d/one") == state


def test_where_a_card_stood_says_nothing_once_it_was_answered_here(progress: Progress) -> None:
    progress.append(review("mine", "d/one", day=DAY))
    left = placed("d/one", DAY + 30, DAY - 5)
    with progress.move_in([history("d/one", DAY - 9, DAY - 5, standing=left)]) as added:
        assert added == 2
    assert list(progress.actions()) == []
    assert progress.state("d/one") == expected_states(entries_of(progress))["d/one"]


def test_an_answer_that_comes_back_from_the_other_program_is_known(progress: Progress) -> None:
    mine = review("mine", "d/one", day=DAY - 5)
    progress.append(mine)
    with progress.move_in([history("d/one", DAY - 5, DAY - 2)]) as added:
        assert added == 1
    assert [each.day for each in progress.reviews()] == [DAY - 5, DAY - 2]


def test_an_answer_taken_back_here_stays_taken_back(progress: Progress) -> None:
    progress.append(review("mine", "d/one", day=DAY - 5))
    progress.append(Undo("u", "mine", DAY * MS_A_DAY))
    with progress.move_in([history("d/one", DAY - 5)]) as added:
        assert added == 0
    assert progress.state("d/one") == CardState()


def test_a_history_stays_only_if_what_is_done_meanwhile_succeeds(tmp_path: Path) -> None:
    with on_disk(tmp_path) as progress:
        with pytest.raises(ZeroDivisionError), progress.move_in([history("d/one", DAY)]):
            1 / 0  # noqa: B018
        assert entries_of(progress) == []
        assert progress.state("d/one") == CardState()
        with closing(connect(tmp_path / "progress.sqlite", tmp_path / "decks.sqlite")) as db:
            indexes = db.execute(
                "SELECT name FROM sqlite_master WHERE tbl_name = 'reviews' AND type = 'index'"
            )
            assert ("reviews_by_card",) in indexes.fetchall()


def test_an_answer_given_for_practice_moves_no_card(progress: Progress) -> None:
    practised = replace(review("r2", "d/one", AGAIN, DAY), native="1 1 0 9 3")
    first = progress.append(review("r1", "d/one", day=DAY - 5))
    assert progress.append(practised) == first
    progress.rebuild()
    assert progress.state("d/one") == first
    assert len(list(progress.reviews())) == 2


def is_a_replay(progress: Progress) -> bool:
    return dict(progress.states()) == expected_states(entries_of(progress))


def test_an_older_package_moves_no_card_back(progress: Progress) -> None:
    older, newer = placed("d/one", DAY + 30, DAY - 5), placed("d/one", DAY + 60, DAY - 4)
    with progress.move_in([history("d/one", DAY - 9, standing=newer)]):
        pass
    state = progress.state("d/one")
    suspended = Action("s", "d/one", CardAction.SUSPEND, 5, DAY)
    with progress.move_in([history("d/one", DAY - 9, standing=older, actions=[suspended])]):
        pass
    assert progress.state("d/one") == state._replace(suspended=True)
    assert is_a_replay(progress)


def test_a_place_is_not_followed_for_as_many_answers_that_are_others(progress: Progress) -> None:
    """One of Anki's was taken back here, and one given here since."""
    with progress.move_in([history("d/one", DAY - 9, DAY - 5)]):
        pass
    progress.append(Undo("u", f"d/one {DAY - 5}", DAY * MS_A_DAY))
    state = progress.append(review("mine", "d/one", day=DAY))
    left = placed("d/one", DAY + 30, DAY - 5)
    kept = Action("k", "d/one", CardAction.KEEP, 7, DAY - 5, (0, 1, 1, 2500, 0, 4))
    with progress.move_in([history("d/one", DAY - 9, DAY - 5, standing=left, actions=[kept])]):
        pass
    assert progress.state("d/one") == state
    assert is_a_replay(progress)


def test_a_reset_that_is_known_does_not_take_a_suspended_card_up_again(progress: Progress) -> None:
    reset = Action("f", "d/one", CardAction.FORGET, (DAY - 4) * MS_A_DAY, DAY - 4)
    with progress.move_in([history("d/one", DAY - 9, standing=reset)]):
        pass
    progress.append(Action("s", "d/one", CardAction.SUSPEND, DAY * MS_A_DAY, DAY))
    flagged = Action("c", "d/one", CardAction.FLAG, (DAY - 3) * MS_A_DAY, DAY - 3, (2,))
    with progress.move_in([history("d/one", DAY - 9, standing=reset, actions=[flagged])]):
        pass
    assert progress.state("d/one").suspended
    assert is_a_replay(progress)


def test_an_undo_may_come_before_the_history_that_it_is_of(progress: Progress) -> None:
    progress.append(Undo("u", f"d/one {DAY - 5}", DAY * MS_A_DAY))
    with progress.move_in([history("d/one", DAY - 9, DAY - 5)]):
        pass
    assert progress.state("d/one").last_day == DAY - 9
    assert is_a_replay(progress)


def test_an_answer_that_stands_some_ms_later_in_the_other_log_is_known(progress: Progress) -> None:
    """Anki's log has one row an instant."""
    mine = review("mine", "d/one", day=DAY - 5, at=-3)
    progress.append(mine)
    with progress.move_in([history("d/one", DAY - 5)]) as added:
        assert added == 0
    assert list(progress.reviews()) == [mine]


@st.composite
def moves_in(draw: st.DrawFn) -> list[History]:
    """The histories of some cards at some time, as the same program tells them again and again."""
    found = []
    for card in draw(st.sets(st.sampled_from(CARDS))):
        until = draw(st.integers(0, 6))
        days = [DAY + 2 * number for number in range(until)]
        due = DAY + draw(st.integers(2, 40))
        standing = draw(st.sampled_from([None, placed(card, due, DAY + 2 * until)]))
        actions = [Action(f"{card} s", card, CardAction.SUSPEND, DAY * MS_A_DAY + 3, DAY)]
        found.append(history(card, *days, standing=standing, actions=actions[: draw(st.integers(0, 1))]))
    return found


@settings(deadline=None, max_examples=60)
@given(log=logs(), first=moves_in(), second=moves_in(), place=st.integers(0, 10))
def test_whatever_moves_in_the_states_are_a_replay_of_the_log(
    log: tuple[Entry, ...], first: list[History], second: list[History], place: int
) -> None:
    with in_memory() as progress:
        progress.merge(log[:place])
        with progress.move_in(first):
            pass
        assert is_a_replay(progress)
        for entry in log[place:]:
            progress.append(entry)
        with progress.move_in(second):
            pass
        assert is_a_replay(progress)
