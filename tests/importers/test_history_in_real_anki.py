"""A history moves in from the real Anki and back: every row, and where every card stands."""

from __future__ import annotations

import calendar
import json
import sqlite3
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from quizkit.days import learning_day
from quizkit.memory import Memory
from quizkit.reviews import DueDay, Rating, Review
from quizkit.scheduler import Scheduling, answer
from quizkit.store import open_progress
from tests import in_anki

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

FORMS = ("modern", "legacy", "whole")
NOW_MS = time.time_ns() // 1_000_000
DAY_MS = 86_400_000
LEARN, REVIEW, RELEARN = range(3)
SUSPENDED = -1


class Stand(NamedTuple):
    """Where a card stands; ``due``: days from today."""

    type: int
    queue: int
    due: int
    ivl: int
    reps: int
    lapses: int
    flags: int
    memory: tuple[float, float] | None


def notes_of(anki: AnkiUser, *fronts: str) -> dict[str, Any]:
    return {front: anki.add("Basic", front, "back", deck="Deck") for front in fronts}


def card_of(anki: AnkiUser, note: Any) -> int:
    return int(anki.col.db.scalar("SELECT id FROM cards WHERE nid = ?", note.id))


def rate(anki: AnkiUser, note: Any, *answers: tuple[float, int]) -> None:
    """Answer a card in Anki itself: days ago, rating."""
    for days_ago, rating in answers:
        in_anki.answer(anki.col, card_of(anki, note), rating, NOW_MS - round(days_ago * DAY_MS))


def rows_of(anki: AnkiUser) -> dict[str, list[list[int]]]:
    """The whole log by the first field of the note."""
    query = """SELECT n.sfld, r.id, r.ease, r.ivl, r.lastIvl, r.factor, r.time, r.type
        FROM revlog r JOIN cards c ON c.id = r.cid JOIN notes n ON n.id = c.nid ORDER BY r.id"""
    found: dict[str, list[list[int]]] = {}
    for front, *row in anki.col.db.execute(query):
        found.setdefault(front, []).append(row)
    return found


def stands_of(anki: AnkiUser) -> dict[str, Stand]:
    found = {}
    for note_id in anki.col.find_notes(""):
        note = anki.col.get_note(note_id)
        for card in note.cards():
            memory = card.memory_state
            due = card.due - anki.col.sched.today if card.type == 2 else 0
            known = (round(memory.stability, 3), round(memory.difficulty, 3)) if memory else None
            found[note.fields[0]] = Stand(
                card.type, card.queue, due, card.ivl, card.reps, card.lapses, card.flags, known
            )
    return found


def moved(
    quizkit: Program, package: Path, folder: Path, new_anki: Callable[[], AnkiUser], *, fsrs: bool = True
) -> AnkiUser:
    """Another Anki with what came out of quizkit again."""
    run = quizkit("import", package, "-o", folder / "decks")
    assert run.code == 0, run.err
    out = folder / "back.apkg"
    run = quizkit("export", folder / "decks", "-o", out, "--with-progress")
    assert run.code == 0, run.err
    other = new_anki()
    other.col.set_config("fsrs", fsrs)
    other.take(out)
    return other


@pytest.mark.parametrize("form", FORMS)
def test_every_row_of_the_log_goes_back_as_it_was(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path, form: str
) -> None:
    notes = notes_of(anki, "known", "reset", "moved", "practised", "never")
    for front in ("known", "reset", "moved", "practised"):
        rate(anki, notes[front], (300, 3), (299, 3), (290, 2), (250, 1), (250, 3), (200, 4))
    anki.col.sched.schedule_cards_as_new([card_of(anki, notes["reset"])])
    rate(anki, notes["reset"], (40, 2))
    anki.col.sched.set_due_date([card_of(anki, notes["moved"])], "5")
    practise(anki, notes["practised"])
    rows = rows_of(anki)
    assert {row[-1] for row in rows["practised"]} == {LEARN, REVIEW, RELEARN, 3}

    assert rows_of(moved(quizkit, anki.package(form), tmp_path, new_anki)) == rows


def practise(anki: AnkiUser, note: Any) -> None:
    """Answer a card in a deck made by a filter that does not reschedule."""
    made = anki.col.sched.get_or_create_filtered_deck(0)
    made.name = "Cram"
    made.config.reschedule = False
    del made.config.search_terms[:]
    term = made.config.search_terms.add()
    term.search, term.limit = f"nid:{note.id}", 10
    deck = anki.col.sched.add_or_update_filtered_deck(made).id
    rate(anki, note, (0.01, 1), (0.005, 3))
    anki.col.sched.empty_filtered_deck(deck)


@pytest.mark.parametrize("fsrs", [True, False], ids=["fsrs", "sm-2"])
def test_every_card_stands_where_it_stood(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path, *, fsrs: bool
) -> None:
    anki.col.set_config("fsrs", fsrs)
    notes = notes_of(
        anki,
        *(
            "known",
            "reset",
            "reset, suspended",
            "moved",
            "practised",
            "flagged",
            "suspended",
            "lapsed",
            "never",
        ),
    )
    for number, note in enumerate(list(notes.values())[:-1]):
        rate(anki, note, (90 + number, 3), (80, 3), (60, 3), (31, 2 + number % 2))
    rate(anki, notes["lapsed"], (10, 1), (9.9, 3))
    anki.col.sched.schedule_cards_as_new(
        [card_of(anki, notes[front]) for front in ("reset", "reset, suspended")]
    )
    anki.col.sched.set_due_date([card_of(anki, notes["moved"])], "77")
    practise(anki, notes["practised"])
    anki.col.set_user_flag_for_cards(4, [card_of(anki, notes["flagged"])])
    anki.col.sched.suspend_cards([card_of(anki, notes[front]) for front in ("suspended", "reset, suspended")])
    stood = stands_of(anki)
    assert stood["flagged"].flags == 4
    assert stood["suspended"].queue == SUSPENDED

    there = moved(quizkit, anki.package("modern"), tmp_path, new_anki, fsrs=fsrs)
    stand = stands_of(there)
    assert "last review" not in there.col.fix_integrity()[0]

    for front, was in stood.items():
        assert stand[front]._replace(memory=None) == was._replace(memory=None), front
        if fsrs:
            assert stand[front].memory == pytest.approx(was.memory, abs=0.001)


def test_a_card_whose_log_is_lost_still_stands_where_it_stood(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path
) -> None:
    (note,) = notes_of(anki, "old").values()
    anki.col.db.execute(
        "UPDATE cards SET type = 2, queue = 2, due = ?, ivl = 50, factor = 1900, reps = 9, lapses = 2"
        " WHERE nid = ?",
        anki.col.sched.today + 20,
        note.id,
    )
    package = anki.package("modern")
    made = Memory().from_sm2(50, 1.9)
    stand = stands_of(moved(quizkit, package, tmp_path, new_anki))["old"]
    assert stand == Stand(2, 2, 20, 50, 9, 2, 0, (round(made.stability, 3), round(made.difficulty, 3)))

    # Anki makes the same memory of interval and ease when the card is answered; it knows of no day before.
    anki.col.set_config("fsrs", True)
    rate(anki, note, (0, 3))
    after = stands_of(anki)["old"].memory
    assert after == pytest.approx(tuple(Memory().next(made, Rating.GOOD, 0)), abs=0.01)


@pytest.mark.parametrize("fsrs", [True, False], ids=["fsrs", "sm-2"])
def test_a_card_that_was_reset_and_given_a_date_is_due_on_it(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path, *, fsrs: bool
) -> None:
    """Its answers are from before, so they tell nothing of its memory."""
    anki.col.set_config("fsrs", fsrs)
    (note,) = notes_of(anki, "reset, moved").values()
    rate(anki, note, (90, 3), (80, 3), (60, 3))
    anki.col.sched.schedule_cards_as_new([card_of(anki, note)])
    anki.col.sched.set_due_date([card_of(anki, note)], "12")
    was = stands_of(anki)["reset, moved"]
    there = moved(quizkit, anki.package("modern"), tmp_path, new_anki, fsrs=fsrs)
    stand = stands_of(there)["reset, moved"]
    assert "last review" not in there.col.fix_integrity()[0]
    assert (was.type, was.queue, was.due) == (stand.type, stand.queue, stand.due) == (2, 2, 12)
    assert stand.ivl == max(was.ivl, 1)


def test_due_days_are_counted_from_where_the_collection_was_made(
    anki: AnkiUser, quizkit: Program, tmp_path: Path, home: Path
) -> None:
    """At four in the morning in Tokyo it is still yesterday in the west."""
    tokyo = -9 * 60
    made = date(2024, 7, 4)
    anki.col.db.execute("UPDATE col SET crt = ?", calendar.timegm(made.timetuple()) + (4 * 60 + tokyo) * 60)
    anki.col.set_config("creationOffset", tokyo)
    (note,) = notes_of(anki, "old").values()
    anki.col.db.execute("UPDATE cards SET type = 2, queue = 2, due = 20, ivl = 9 WHERE nid = ?", note.id)
    for form in FORMS:
        package = anki.package(form)
        assert quizkit("import", package, "-o", tmp_path / form).code == 0
        with open_progress(home / "progress.sqlite", home / "decks.sqlite", Scheduling()) as progress:
            ((_card, state),) = progress.states()
        assert state.due == DueDay(made.toordinal() + 20)
        (home / "progress.sqlite").unlink()


def test_an_answer_given_here_takes_the_card_on_from_where_it_stood(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path, home: Path
) -> None:
    """Importing the older package again afterwards moves nothing back."""
    anki.col.set_config("fsrs", True)
    (note,) = notes_of(anki, "known").values()
    rate(anki, note, (90, 3), (80, 3), (60, 3))
    package = anki.package("modern")
    first = stands_of(moved(quizkit, package, tmp_path, new_anki))["known"]
    with open_progress(home / "progress.sqlite", home / "decks.sqlite", Scheduling()) as progress:
        ((card, before),) = progress.states()
        given = Review("1", card, Rating.GOOD, NOW_MS, learning_day(NOW_MS))
        progress.append(given)
        after = progress.state(card)
        assert after == answer(before, given, Scheduling())

    assert "All its answers are known already." in quizkit("import", package, "-o", tmp_path / "decks").err
    other = moved(quizkit, package, tmp_path, new_anki)

    assert stands_of(other)["known"].reps == first.reps + 1
    assert len(rows_of(other)["known"]) == 4


# --- cards in their steps, and collections of long ago ------------------------------------------------


def test_a_card_in_its_steps_stands_where_it_stood(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path
) -> None:
    anki.col.set_config("fsrs", True)
    preset = anki.col.decks.get_config(1)
    preset["new"]["delays"], preset["lapse"]["delays"] = [1, 10, 2 * 1440, 5 * 1440], [10, 1440]
    anki.col.decks.update_config(preset)
    notes = notes_of(anki, "minutes", "days", "again", "suspended", "relearned")
    rate(anki, notes["minutes"], (0.001, 3))
    rate(anki, notes["days"], (0.002, 3), (0.001, 3))
    rate(anki, notes["again"], (40, 4), (0.001, 1))
    rate(anki, notes["suspended"], (0.001, 3))
    rate(anki, notes["relearned"], (40, 4), (0.002, 1), (0.001, 3))
    anki.col.sched.suspend_cards([card_of(anki, notes["suspended"])])
    stood, due = stands_of(anki), dues_of(anki)
    assert {(card.type, card.queue) for card in stood.values()} == {(1, 1), (1, 3), (3, 1), (1, -1), (3, 3)}

    other = moved(quizkit, anki.package("modern"), tmp_path, new_anki)

    assert dues_of(other) == due
    for front, was in stood.items():
        stand = stands_of(other)[front]
        assert stand._replace(memory=None) == was._replace(memory=None), front
        assert stand.memory == pytest.approx(was.memory, abs=0.001)


def dues_of(anki: AnkiUser) -> dict[str, tuple[int, int, int]]:
    """When each card is due (an instant, or days from today), its ease and its steps left."""
    query = "SELECT n.sfld, c.due, c.factor, c.left FROM cards c JOIN notes n ON n.id = c.nid"
    today = anki.col.sched.today
    return {
        front: (due if due > 1_000_000_000 else due - today, ease, left % 1000)
        for front, due, ease, left in anki.col.db.execute(query)
    }


def test_the_ease_of_sm_2_goes_back(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path
) -> None:
    (note,) = notes_of(anki, "hard").values()
    rate(anki, note, (90, 3), (89, 3), (80, 2), (60, 1), (59, 3))
    before = dues_of(anki)["hard"]
    assert before[1] != 2500
    assert dues_of(moved(quizkit, anki.package("legacy"), tmp_path, new_anki, fsrs=False))["hard"] == before


def test_answers_of_the_first_scheduler_mean_what_they_meant(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path
) -> None:
    """For a card in its steps it had Again, Good and Easy, as 1 to 3, which Anki counts anew."""
    (note,) = notes_of(anki, "old").values()
    rows = (
        (300, 1, LEARN),
        (299, 2, LEARN),
        (298, 3, LEARN),
        (280, 2, REVIEW),
        (200, 1, REVIEW),
        (199, 2, RELEARN),
    )
    for days, ease, kind in rows:
        anki.col.db.execute(
            "INSERT INTO revlog VALUES (?, ?, -1, ?, 10, 5, 2500, 4000, ?)",
            *(NOW_MS - days * DAY_MS, card_of(anki, note), ease, kind),
        )
    anki.col.db.execute("UPDATE cards SET type = 2, queue = 2, due = 5, ivl = 9, factor = 2500, reps = 6")
    package = anki.package("legacy")
    old = tmp_path / "old.apkg"
    with zipfile.ZipFile(package) as made, zipfile.ZipFile(old, "w") as zipped:
        for name in made.namelist():
            zipped.writestr(
                name, without_scheduler(made.read(name), tmp_path) if name.endswith("21") else made.read(name)
            )
    there = new_anki()
    there.take(old)
    assert [row[1] for row in rows_of(there)["old"]] == [1, 3, 4, 2, 1, 3]

    assert rows_of(moved(quizkit, old, tmp_path, new_anki)) == rows_of(there)


def without_scheduler(collection: bytes, folder: Path) -> bytes:
    """The collection as a program of before 2018 has it, which says nothing of a scheduler."""
    path = folder / "collection"
    path.write_bytes(collection)
    with closing(sqlite3.connect(path)) as db:
        conf = json.loads(db.execute("SELECT conf FROM col").fetchone()[0])
        del conf["schedVer"]
        db.execute("UPDATE col SET conf = ?", (json.dumps(conf),))
        db.commit()
    return path.read_bytes()


def test_the_card_of_a_gap_that_is_gone_goes_back_with_its_history(
    anki: AnkiUser, new_anki: Callable[[], AnkiUser], quizkit: Program, tmp_path: Path
) -> None:
    note = anki.add("Cloze", "{{c1::Lima}} lies in {{c3::Peru}}.", deck="Deck")
    for number in (0, 2):
        anki.answered(note, (1, 3, 900, LEARN), (30, 3, 800, REVIEW), number=number)
    note.fields[0] = "{{c1::Lima}} lies in Peru."
    anki.col.update_note(note)
    cards = anki.col.db.list("SELECT ord FROM cards ORDER BY ord")
    assert cards == [0, 2]
    rows = rows_of(anki)

    other = moved(quizkit, anki.package("modern"), tmp_path, new_anki)

    assert other.col.db.list("SELECT ord FROM cards ORDER BY ord") == cards
    assert list(rows_of(other).values()) == list(rows.values())
    assert quizkit("due", tmp_path / "decks").out.split()[-1] == "1"
    assert (
        "All its answers are known" in quizkit("import", anki.package("legacy"), "-o", tmp_path / "decks").err
    )
    assert quizkit("check", tmp_path / "decks").code == 0
