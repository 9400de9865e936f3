"""``quizkit export --with-progress``, with the real Anki as oracle: it goes on exactly where we are."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.days import day_begins_at, learning_day
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import Learner, Placed, card_names, compare, learner_of, notes_of, package
from quizkit.exporters.anki.progress import PRESET_NAME
from quizkit.exporters.anki.writer import Progress
from quizkit.memory import DEFAULT_PARAMETERS, Memory
from quizkit.reviews import Action, CardAction, CardState, DueAt, DueDay, Entry, Phase, Rating, Review, Undo
from quizkit.scheduler import Scheduling, answer, replay, undone_ids

if TYPE_CHECKING:
    from tests.conftest import Program

DAY, HOUR, MINUTE = 86_400_000, 3_600_000, 60_000
PARAMETERS = (*(round(w * 1.03, 4) for w in DEFAULT_PARAMETERS[:20]), 0.2031)
SCHEDULING = Scheduling(Memory(PARAMETERS), 0.87)
# None has summer time: Anki counts days of 24 hours back from now, so where the clock was put back since, an
# answer near the hour at which days begin is of another day to it than it was on the clock.
ZONES = ("UTC", "America/Phoenix", "Asia/Tokyo", "Asia/Kolkata")


def now() -> int:
    return time.time_ns() // 1_000_000


# --- learners ---------------------------------------------------------------------------------------


def review(card: str, at: int, rating: int, spent: int = 4_000) -> Review:
    return Review(f"{at:012x}-{card}-{rating}", card, Rating(rating), at, learning_day(at), spent)


def acted(card: str, action: CardAction, at: int) -> Action:
    return Action(f"{card}-{action}", card, action, at, learning_day(at))


def studied(card: str, chance: random.Random) -> Iterator[Review]:
    """Years of answers to a card, each when it is due or somewhat later, at some hour of the day."""
    state, at = CardState(), now() - chance.randrange(2, 900) * DAY
    for _ in range(chance.randrange(1, 40)):
        at = max(at + 1, day_begins_at(learning_day(at)) + chance.randrange(2 * HOUR, 18 * HOUR))
        if state.phase in {Phase.LEARNING, Phase.RELEARNING} and isinstance(state.due, DueAt):
            at = max(state.due.at, 1) + chance.randrange(MINUTE)
        if at > now() - MINUTE:
            return
        given = review(card, at, chance.choices((1, 2, 3, 4), (2, 1, 6, 1))[0], chance.randrange(60_000))
        yield given
        state = answer(state, given, SCHEDULING)
        if isinstance(state.due, DueDay):
            at = day_begins_at(state.due.day + chance.choice((0, 0, 0, 1, 5)))


def entries_of_everything(cards: int) -> Iterator[Entry]:
    """Answers to cards 0, 1, … of all kinds, some suspended, buried or flagged, some taken back."""
    chance = random.Random(1)
    for number in range(cards):
        card = f"test/{number}"
        given = list(studied(card, chance))
        yield from given
        if number % 5 == 0:
            yield acted(card, CardAction.SUSPEND, now() - MINUTE)
        if number % 7 == 0:
            yield acted(card, CardAction.FLAG, now() - MINUTE)
        if number % 11 == 0:
            yield acted(card, CardAction.BURY, now() - 1000)
        if number % 3 == 0 and given:
            yield Undo(f"undo-{card}", given[-1].id, given[-1].reviewed_at + 1)
    ago = now() - 30_000
    for number, ratings in enumerate(((1,), (3,), (2, 3), (3, 4), (4,)), cards):
        yield from (review(f"test/{number}", ago + place * 9_000, each) for place, each in enumerate(ratings))


def learner_with(entries: Iterable[Entry]) -> Learner:
    by_card: dict[str, list[Entry]] = {}
    log = list(entries)
    for entry in log:
        if not isinstance(entry, Undo):
            by_card.setdefault(entry.card_id, []).append(entry)
    undos = [entry for entry in log if isinstance(entry, Undo)]
    states = ((card, replay([*of_card, *undos], SCHEDULING)) for card, of_card in by_card.items())
    undone = undone_ids(log)
    reviews = [entry for entry in log if isinstance(entry, Review) and entry.id not in undone]
    actions = [entry for entry in log if isinstance(entry, Action) and entry.id not in undone]
    in_order = (
        sorted(reviews, key=lambda each: each.reviewed_at),
        sorted(actions, key=lambda each: each.acted_at),
    )
    return learner_of(states, *in_order, SCHEDULING, learning_day(now()))


def packed(learner: Learner, cards: int) -> bytes:
    """A package with as many flashcards, and the learner's progress."""
    questions = "".join(f"- {{id: '{number}', front: F{number}, back: b}}\n" for number in range(cards))
    deck = build_deck(read_deck(f"deck: Test\nid: test\nquestions:\n{questions}".encode(), "t"), "t")
    notes = notes_of([Placed(deck)])
    changes = compare(notes, {}, now() // 1000)
    return package(notes, changes.exported, (), Progress(learner, card_names([Placed(deck)])))


# --- the oracle -------------------------------------------------------------------------------------


class Oracle:
    """A collection of Anki that was made some days ago."""

    def __init__(self, folder: Path, days_old: int = 0, *, fsrs: bool = True) -> None:
        import anki.collection

        self.anki = anki.collection
        folder.mkdir(parents=True)
        self._package = folder / "import.apkg"
        self.col = self.anki.Collection(str(folder / "collection.anki2"))
        self.col.set_config("fsrs", fsrs)
        self.col.db.execute("UPDATE col SET crt = crt - ?", days_old * 86_400)
        self.col.close()
        self.col.reopen()
        self.today = self.col.sched.today  # once a day, this brings back what was buried the day before

    def take(self, data: bytes) -> None:
        self._package.write_bytes(data)
        options = self.anki.ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        self.col.import_anki_package(
            self.anki.ImportAnkiPackageRequest(package_path=str(self._package), options=options)
        )

    def card(self, number: int) -> Any:
        query = "SELECT c.id FROM cards c JOIN notes n ON n.id = c.nid WHERE n.guid = ?"
        return self.col.get_card(self.col.db.scalar(query, f"quizkit:test/{number}"))

    def rows(self, card: int) -> list[list[int]]:
        columns = "id, ease, ivl, lastIvl, time, type"
        found: list[list[int]] = self.col.db.all(
            f"SELECT {columns} FROM revlog WHERE cid = ? ORDER BY id", card
        )
        return found


class Seen(NamedTuple):
    """A card, as we or as Anki say it stands; ``due`` counts from today, or is an instant (s)."""

    type: int
    queue: int
    due: int
    reps: int
    lapses: int
    flags: int


def expected(state: CardState, today: int) -> Seen:
    normal = {Phase.NEW: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 1}[state.phase]
    queue = -1 if state.suspended else -3 if state.buried_until > today else normal
    due = state.due.day - today if isinstance(state.due, DueDay) else state.due.at // 1000
    due = 0 if state.phase is Phase.NEW else due
    return Seen(int(state.phase), queue, due, state.reps, state.lapses, int(state.flagged))


def in_anki(card: Any, today: int) -> Seen:
    due = {0: 0, 2: card.due - today}.get(card.type, card.due)
    return Seen(card.type, card.queue, due, card.reps, card.lapses, card.flags)


def check_cards(oracle: Oracle, learner: Learner, cards: int) -> None:
    """Every card stands in Anki where it stands here: S, D, R and all else."""
    for number in range(cards):
        state, card = learner.states.get(f"test/{number}", CardState()), oracle.card(number)
        assert in_anki(card, oracle.today) == expected(state, learner.day), number
        if state.memory is None:
            assert card.memory_state is None
            continue
        assert card.memory_state.stability == pytest.approx(state.memory.stability, abs=5e-4, rel=1e-6)
        assert card.memory_state.difficulty == pytest.approx(state.memory.difficulty, abs=5.1e-4)


def check_recall(oracle: Oracle, learner: Learner) -> None:
    """Anki expects each card to be recalled as likely as we do, at this moment."""
    for number, state in ((int(card.removeprefix("test/")), state) for card, state in learner.states.items()):
        if state.memory:
            last = max(each.reviewed_at for each in learner.reviews[card_of(number)])
            days = (time.time() - last / 1000) / 86_400
            recalled = SCHEDULING.memory.retrievability(state.memory.stability, days)
            stats = oracle.col.card_stats_data(oracle.card(number).id)
            assert stats.fsrs_retrievability == pytest.approx(recalled, abs=5e-4), number


def check_log(oracle: Oracle, learner: Learner, cards: int) -> None:
    """Every answer is in Anki's log, once, as it was given; and Anki makes of it what we made of it."""
    for number in range(cards):
        card = oracle.card(number)
        rows, state, before = oracle.rows(card.id), CardState(), 0
        reviews = learner.reviews.get(card_of(number), ())
        assert len(rows) == len(reviews), number
        for (at, ease, ivl, last_ivl, spent, kind), ours in zip(rows, reviews, strict=True):
            was, state = state.phase, answer(state, ours, SCHEDULING)
            due = state.due
            waits = due.day - ours.day if isinstance(due, DueDay) else -(due.at - ours.reviewed_at) // 1000
            # Anki has one row an instant: of six answers at once, the last is five milliseconds later.
            assert 0 <= at - ours.reviewed_at <= 5
            assert [ease, spent] == [ours.rating, ours.duration_ms]
            assert kind == {0: 0, 1: 0, 2: 1, 3: 2}[was]
            assert [ivl, last_ivl] == [waits, before]
            before = ivl
        if reviews:
            computed = oracle.col.compute_memory_state(card.id)
            assert state.memory
            assert computed.stability == pytest.approx(state.memory.stability, rel=1e-4, abs=1e-4), number
            assert computed.difficulty == pytest.approx(state.memory.difficulty, rel=1e-4), number


def card_of(number: int) -> str:
    return f"test/{number}"


def check_preset(oracle: Oracle) -> None:
    preset = oracle.col.decks.config_dict_for_deck_id(oracle.col.decks.id("Test"))
    assert preset["name"] == PRESET_NAME
    assert preset["fsrsParams6"] == pytest.approx(PARAMETERS, rel=1e-6)
    assert preset["desiredRetention"] == pytest.approx(0.87)
    assert preset["new"]["delays"] == [1, 10]
    assert preset["lapse"]["leechAction"] == 1


def check(folder: Path, days_old: int) -> None:
    """All of it, in the time zone of this process."""
    learner, cards = learner_with(entries_of_everything(120)), 128
    phases = {state.phase for state in learner.states.values()}
    assert phases >= {Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING}
    oracle = Oracle(folder, days_old)
    oracle.take(packed(learner, cards))
    check_cards(oracle, learner, cards)
    check_recall(oracle, learner)
    check_log(oracle, learner, cards)
    check_preset(oracle)
    contents = oracle.col.db.all("SELECT * FROM cards"), oracle.col.db.all("SELECT * FROM revlog")
    report, ok = oracle.col.fix_integrity()
    assert ok, report
    assert "\n" not in report.strip(), report
    assert contents == (oracle.col.db.all("SELECT * FROM cards"), oracle.col.db.all("SELECT * FROM revlog"))
    oracle.col.close()


# --- tests ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("days_old", [0, 1000])
def test_every_card_and_answer_arrives_as_it_is(tmp_path: Path, zone: str, days_old: int) -> None:
    pytest.importorskip("anki.collection", reason="Anki itself is the oracle: pip install anki")
    # With that mode, Anki's clock is two hours behind between two and four in the morning.
    environment = {name: value for name, value in os.environ.items() if name != "ANKI_TEST_MODE"}
    done = subprocess.run(
        [sys.executable, __file__, tmp_path / "anki", str(days_old)],
        env={**environment, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


answers = st.lists(
    st.tuples(st.sampled_from([1, 60, 600, 86_400, 3 * 86_400, 40 * 86_400]), st.sampled_from([1, 2, 3, 4])),
    min_size=1,
    max_size=60,
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(answers, min_size=1, max_size=8))
def test_any_history_arrives_as_it_is(histories: list[list[tuple[int, int]]]) -> None:
    learner, cards = learner_with(given_answers(histories)), len(histories)
    with TemporaryDirectory() as folder:
        oracle = Oracle(Path(folder) / "anki")
        oracle.take(packed(learner, cards))
        check_cards(oracle, learner, cards)
        check_log(oracle, learner, cards)
        oracle.col.close()


def given_answers(histories: list[list[tuple[int, int]]]) -> Iterator[Review]:
    """Answers with these gaps (s) and ratings, far from the hours at which days begin."""
    for number, history in enumerate(histories):
        days = sum(gap // 86_400 for gap, _ in history)
        at = day_begins_at(learning_day(now()) - days - 1) + 10 * HOUR + number
        for gap, rating in history:
            at += gap * 1000
            yield review(card_of(number), at, rating)


def test_what_was_taken_back_stays_here(oracle: Oracle) -> None:
    given = [review("test/0", now() - 2 * DAY, 3), review("test/0", now() - DAY, 1)]
    oracle.take(packed(learner_with([*given, Undo("u", given[1].id, now())]), 1))
    assert [row[1] for row in oracle.rows(oracle.card(0).id)] == [3]


def test_answers_of_one_instant_are_all_there_in_their_order(oracle: Oracle) -> None:
    at = now() - DAY
    given = [review(card_of(card), at, rating) for card in range(3) for rating in (1, 2, 3)]
    oracle.take(packed(learner_with(given), 3))
    for card in range(3):
        assert [row[1] for row in oracle.rows(oracle.card(card).id)] == [1, 2, 3]
    assert oracle.col.db.scalar("SELECT max(id) FROM revlog") == at + 8


def test_a_card_says_which_second_its_last_row_is_of(oracle: Oracle) -> None:
    # Of three answers at this instant two go to the next second.
    at = (now() - DAY) // 1000 * 1000 + 999
    oracle.take(packed(learner_with([review(card_of(card), at, 3) for card in range(3)]), 3))
    report, _ = oracle.col.fix_integrity()
    assert "last review time" not in report


@pytest.mark.parametrize("native", ["5000000000 0 2500 4000 1", "1 -5000000000 -5 4000 1"])
def test_a_row_with_numbers_that_anki_cannot_hold_does_not_spoil_its_log(oracle: Oracle, native: str) -> None:
    given = replace(review("test/0", now() - DAY, 3), native=native)
    oracle.take(packed(learner_with([given]), 1))
    assert oracle.col.compute_memory_state(oracle.card(0).id).stability
    assert [row[1] for row in oracle.rows(oracle.card(0).id)] == [3]


def test_a_collection_without_fsrs_keeps_the_data_for_later(tmp_path: Path) -> None:
    learner = learner_with(entries_of_everything(20))
    oracle = Oracle(tmp_path / "anki", fsrs=False)
    oracle.take(packed(learner, 25))
    check_cards(oracle, learner, 25)
    assert oracle.col.get_config("fsrs") is False
    assert oracle.col.db.scalar("SELECT min(factor) FROM cards WHERE type != 0") == 2500
    oracle.col.close()


def test_a_second_import_changes_nothing(oracle: Oracle) -> None:
    data = packed(learner_with(entries_of_everything(20)), 25)
    oracle.take(data)
    before = [oracle.col.db.all(f"SELECT * FROM {table}") for table in ("cards", "revlog")]
    oracle.take(data)
    assert [oracle.col.db.all(f"SELECT * FROM {table}") for table in ("cards", "revlog")] == before


def test_the_command_sends_progress_only_where_it_should(
    quizkit: Program, tmp_path: Path, oracle: Oracle
) -> None:
    deck, out = tmp_path / "deck.yaml", tmp_path / "out.apkg"
    deck.write_text("deck: Test\nid: test\nquestions: [{id: '0', front: Lima, back: Peru}]\n")
    quizkit("study", "--plain", deck, stdin="\n3\n")
    quizkit("export", deck, "-o", out)
    with zipfile.ZipFile(out) as archive:
        assert b"desiredRetention" not in archive.read("collection.anki2")
    quizkit("export", deck, "-o", out, "--with-progress")
    oracle.take(out.read_bytes())
    assert [row[1] for row in oracle.rows(oracle.card(0).id)] == [3]
    assert oracle.card(0).memory_state.stability == pytest.approx(DEFAULT_PARAMETERS[2], abs=1e-4)


def test_the_days_begin_when_the_learner_says() -> None:
    learner = learner_of((), (), (), SCHEDULING, 739_000, rollover_hour=2)
    assert learner.settings({})["rollover"] == 2


@pytest.fixture
def oracle(tmp_path: Path) -> Iterator[Oracle]:
    pytest.importorskip("anki.collection", reason="Anki itself is the oracle: pip install anki")
    opened = Oracle(tmp_path / "anki")
    yield opened
    opened.col.close()


if __name__ == "__main__":
    check(Path(sys.argv[1]), int(sys.argv[2]))
