"""``quizkit anki sync --collection``, with the real Anki."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quizkit.model import CardAction

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewHome

DAY = 86_400_000


def at(days_ago: float) -> int:
    import time

    return time.time_ns() // 1_000_000 - round(days_ago * DAY)


def write(deck: Path, *questions: str) -> None:
    rows = "".join(f"- {question}\n" for question in questions)
    deck.write_text(f"deck: Test\nid: test\nquestions:\n{rows}", encoding="utf-8")


def sync_once(home: Home, deck: Path, anki: Anki) -> str:
    return home.sync(deck, "--collection", anki.path, "--yes").err


def synced(ours: Home, deck: Path, anki: Anki) -> str:
    """Sync, and see that a second time there is nothing to do."""
    said = ours.sync(deck, "--collection", anki.path, "--yes").err
    before, log = anki.contents(), ours.answers()
    again = ours.sync(deck, "--collection", anki.path, "--yes").err
    assert "there is nothing to do" in again
    assert (anki.contents(), ours.answers()) == (before, log)
    return said


# --- questions --------------------------------------------------------------------------------------


def test_new_questions_go_to_anki_with_their_progress(ours: Home, deck: Path, anki: Anki) -> None:
    given = [ours.answer("test/a", rating, at(ago)).reviewed_at for rating, ago in ((3, 5), (3, 4.9), (2, 1))]
    said = synced(ours, deck, anki)
    assert "Sent 3 new notes and 0 changed notes to Anki." in said
    assert "Sent 3 answers to Anki." in said
    assert anki.answers() == {"test/a": list(zip(given, (3, 3, 2), strict=True))}
    with ours.progress() as progress:
        memory = progress.state("test/a").memory
    card = anki.card("test/a")
    assert memory
    assert card.memory_state.stability == pytest.approx(memory.stability, abs=1e-4)
    assert anki.is_sound()


def test_a_changed_question_is_sent_and_an_unchanged_one_keeps_what_was_edited_in_anki(
    ours: Home, deck: Path, anki: Anki
) -> None:
    synced(ours, deck, anki)
    anki.edit("test/a", 1, "edited in Anki")
    write(
        deck,
        "{id: a, front: First, back: b}",
        "{id: b, front: 2nd, back: b}",
        "{id: c, front: Third, back: b}",
    )
    said = synced(ours, deck, anki)
    assert "Sent 0 new notes and 1 changed note to Anki." in said
    assert "1 note was edited in Anki" in said
    assert anki.fields("test/a")[1] == "edited in Anki"
    assert anki.fields("test/b")[0] == "2nd"


def test_a_question_that_changed_here_replaces_what_was_edited_in_anki_before(
    ours: Home, deck: Path, anki: Anki
) -> None:
    synced(ours, deck, anki)
    anki.edit("test/a", 1, "edited in Anki")
    write(deck, "{id: a, front: First, back: changed here}")
    assert "1 changed note" in ours.sync(deck, "--collection", anki.path, "--yes").err
    assert anki.fields("test/a")[1] == "changed here"


def test_another_home_does_not_overwrite_what_it_never_sent(
    new_home: NewHome, deck: Path, anki: Anki
) -> None:
    synced(new_home("laptop"), deck, anki)
    anki.edit("test/a", 1, "edited in Anki")
    desk = new_home("desk")
    assert "new note" not in synced(desk, deck, anki)
    assert anki.fields("test/a")[1] == "edited in Anki"
    write(deck, "{id: a, front: First, back: changed here}")
    assert "1 changed note" in sync_once(desk, deck, anki)
    assert anki.fields("test/a")[1] == "changed here"


def test_a_question_of_another_type_stays_as_it_is_in_anki(ours: Home, deck: Path, anki: Anki) -> None:
    synced(ours, deck, anki)
    write(deck, "{id: a, cloze: 'One {{c1::gap}}'}", "{id: b, front: 2nd, back: b}")
    said = synced(ours, deck, anki)
    assert "of another type than before" in said
    assert "1 changed note" in said
    assert anki.fields("test/a")[0] == "First"


def test_a_field_that_was_added_in_anki_makes_no_second_note_type(ours: Home, deck: Path, anki: Anki) -> None:
    synced(ours, deck, anki)
    with anki.opened() as col:
        kind = anki.note(col, "test/a").note_type()
        col.models.add_field(kind, col.models.new_field("My own"))
        col.models.update_dict(kind)
        note = anki.note(col, "test/a")
        note["My own"] = "kept"
        col.update_note(note)
        kinds = len(col.models.all_names_and_ids())
        schema = col.db.scalar("SELECT scm FROM col")
    write(
        deck,
        "{id: a, front: 1st, back: b}",
        "{id: b, front: Second, back: b}",
        "{id: d, front: New, back: b}",
    )
    synced(ours, deck, anki)
    with anki.opened() as col:
        assert len(col.models.all_names_and_ids()) == kinds
        assert anki.note(col, "test/a")["My own"] == "kept"
        assert anki.note(col, "test/a").fields[0] == "1st"
        assert anki.note(col, "test/d").fields[0] == "New"
        assert col.db.scalar("SELECT scm FROM col") == schema


def test_pictures_go_along(ours: Home, deck: Path, anki: Anki) -> None:
    picture = b"\x89PNG\r\n\x1a\n not really"
    (deck.parent / "map.png").write_bytes(picture)
    write(deck, "{id: a, front: First, back: b, image: map.png}")
    synced(ours, deck, anki)
    with anki.opened() as col:
        assert [path.read_bytes() for path in Path(col.media.dir()).iterdir()] == [picture]


# --- answers ----------------------------------------------------------------------------------------


def test_answers_go_both_ways_and_each_stands_once(ours: Home, deck: Path, anki: Anki) -> None:
    synced(ours, deck, anki)
    first = ours.answer("test/a", 3, at(3)).reviewed_at
    second = anki.answer("test/a", 4, at(2))
    third = anki.answer("test/b", 1, at(2))
    fourth = ours.answer("test/a", 3, at(1)).reviewed_at
    said = synced(ours, deck, anki)
    assert "Sent 2 answers to Anki." in said
    assert "Took 2 answers from Anki." in said
    union = {"test/a": [(first, 3), (second, 4), (fourth, 3)], "test/b": [(third, 1)]}
    assert ours.answers() == anki.answers() == union
    assert anki.is_sound()


def test_a_card_answered_on_both_sides_stands_where_all_answers_lead(
    ours: Home, deck: Path, anki: Anki
) -> None:
    synced(ours, deck, anki)
    anki.answer("test/a", 4, at(9))
    ours.answer("test/a", 3, at(1))
    synced(ours, deck, anki)
    with ours.progress() as progress:
        state = progress.state("test/a")
    card = anki.card("test/a")
    assert state.memory
    assert card.memory_state.stability == pytest.approx(state.memory.stability, abs=1e-4)
    assert card.memory_state.difficulty == pytest.approx(state.memory.difficulty, abs=1e-3)
    assert card.decay == pytest.approx(0.154)
    assert (card.type, card.queue, card.reps) == (2, 2, 2)
    with anki.opened() as col:
        from quizkit.days import learning_day
        from quizkit.model import DueDay

        assert isinstance(state.due, DueDay)
        assert card.due - col.sched.today == state.due.day - learning_day(at(0))
        computed = col.compute_memory_state(card.id)
    assert computed.stability == pytest.approx(state.memory.stability, rel=1e-4)


def test_a_card_in_its_steps_is_due_at_the_same_instant(ours: Home, deck: Path, anki: Anki) -> None:
    synced(ours, deck, anki)
    given = ours.answer("test/a", 3, at(0))
    synced(ours, deck, anki)
    card = anki.card("test/a")
    assert (card.type, card.queue, card.left) == (1, 1, 1)
    assert card.due == given.reviewed_at // 1000 + 600


def test_answers_of_one_instant_stand_side_by_side(ours: Home, deck: Path, anki: Anki) -> None:
    instant = at(1)
    synced(ours, deck, anki)
    for card in ("test/a", "test/b", "test/c"):
        for rating in (1, 3, 3):
            ours.answer(card, rating, instant)
    assert "Sent 9 answers" in synced(ours, deck, anki)
    assert {card: [rating for _, rating in given] for card, given in anki.answers().items()} == {
        f"test/{name}": [1, 3, 3] for name in "abc"
    }


def test_a_bulk_of_one_instant_is_recognised(ours: Home, tmp_path: Path, anki: Anki) -> None:
    deck, instant = tmp_path / "many.yaml", at(1)
    write(deck, *(f"{{id: q{number}, front: F{number}, back: b}}" for number in range(60)))
    synced(ours, deck, anki)
    for number in range(60):
        ours.answer(f"test/q{number}", 3, instant)
    assert "Sent 60 answers" in synced(ours, deck, anki)
    assert sum(map(len, anki.answers().values())) == 60


def test_an_answer_that_was_taken_back_in_time_never_goes_to_anki(ours: Home, deck: Path, anki: Anki) -> None:
    synced(ours, deck, anki)
    ours.undo(ours.answer("test/a", 1, at(1)))
    assert "nothing to do" in synced(ours, deck, anki)
    assert anki.answers() == {}


def test_an_answer_that_is_taken_back_later_is_taken_back_everywhere(
    new_home: NewHome, deck: Path, anki: Anki
) -> None:
    laptop, desk = new_home("laptop"), new_home("desk")
    good, wrong = laptop.answer("test/a", 3, at(9)), laptop.answer("test/a", 1, at(1))
    synced(laptop, deck, anki)
    synced(desk, deck, anki)
    assert desk.answers() == laptop.answers()
    laptop.undo(wrong)
    assert "Took back 1 answer" in synced(laptop, deck, anki)
    assert "Took back 1 answer" in synced(desk, deck, anki)
    left = {"test/a": [(good.reviewed_at, 3)]}
    assert laptop.answers() == desk.answers() == left
    assert "nothing to do" in synced(laptop, deck, anki)
    with laptop.progress() as one, desk.progress() as other:
        state = one.state("test/a")
        assert state == other.state("test/a")
    assert state.memory
    assert anki.card("test/a").memory_state.stability == pytest.approx(state.memory.stability, abs=1e-4)
    assert anki.is_sound()


def test_the_only_answer_taken_back_makes_a_new_card_again(ours: Home, deck: Path, anki: Anki) -> None:
    given = ours.answer("test/b", 3, at(1))
    synced(ours, deck, anki)
    ours.undo(given)
    synced(ours, deck, anki)
    card = anki.card("test/b")
    assert (card.type, card.queue, card.reps, card.memory_state) == (0, 0, 0, None)


def test_logs_exchanged_by_file_as_well_count_no_answer_twice(
    new_home: NewHome, deck: Path, anki: Anki, tmp_path: Path
) -> None:
    laptop, desk, log = new_home("laptop"), new_home("desk"), tmp_path / "log.jsonl"
    first, second = laptop.answer("test/a", 3, at(9)), laptop.answer("test/a", 1, at(5))
    sync_once(laptop, deck, anki)
    sync_once(desk, deck, anki)
    laptop.undo(second)
    assert laptop.run("log", "--export", log).code == 0
    assert desk.run("log", "--import", log).code == 0
    sync_once(desk, deck, anki)
    assert desk.answers() == {"test/a": [(first.reviewed_at, 3)]}
    synced(desk, deck, anki)
    synced(laptop, deck, anki)
    assert [rating for _, rating in anki.answers()["test/a"]] == [3, 1]
    assert laptop.answers() == desk.answers()


def test_a_card_that_anki_left_behind_is_set_right(ours: Home, deck: Path, anki: Anki) -> None:
    """Of a card that two devices answered, Anki keeps the last one written, and the answers of both."""
    ours.answer("test/a", 3, at(9))
    ours.answer("test/a", 3, at(8.9))
    synced(ours, deck, anki)
    with anki.opened() as col:
        stale = col.get_card(anki.card_id(col, "test/a"))
    anki.answer("test/a", 1)
    with anki.opened() as col:
        col.update_card(stale)
    assert "Set 1 card in Anki right" in synced(ours, deck, anki)
    with ours.progress() as progress:
        memory = progress.state("test/a").memory
    assert memory
    assert anki.card("test/a").memory_state.stability == pytest.approx(memory.stability, abs=1e-4)


# --- suspension -------------------------------------------------------------------------------------


def is_suspended(home: Home, card: str) -> bool:
    with home.progress() as progress:
        return progress.state(card).suspended


def test_a_suspension_goes_either_way(ours: Home, deck: Path, anki: Anki) -> None:
    synced(ours, deck, anki)
    ours.act("test/a", CardAction.SUSPEND)
    anki.suspend("test/b", suspended=True)
    assert "Followed 2 changes of what is suspended." in synced(ours, deck, anki)
    assert [anki.card(card).queue for card in ("test/a", "test/b")] == [-1, -1]
    assert is_suspended(ours, "test/b")
    anki.suspend("test/a", suspended=False)
    ours.act("test/b", CardAction.UNSUSPEND)
    synced(ours, deck, anki)
    assert [anki.card(card).queue for card in ("test/a", "test/b")] == [0, 0]
    assert not is_suspended(ours, "test/a")


def test_an_answer_is_not_a_change_of_what_is_suspended(ours: Home, deck: Path, anki: Anki) -> None:
    synced(ours, deck, anki)
    ours.act("test/a", CardAction.SUSPEND, at(1))
    anki.answer("test/a", 3)  # later, on a phone that did not know
    synced(ours, deck, anki)
    assert is_suspended(ours, "test/a")
    assert anki.card("test/a").queue == -1


def test_at_the_first_sync_the_later_change_is_followed(new_home: NewHome, deck: Path, anki: Anki) -> None:
    synced(new_home("laptop"), deck, anki)
    desk = new_home("desk")
    desk.act("test/a", CardAction.SUSPEND, at(1))
    anki.suspend("test/a", suspended=True)
    anki.suspend("test/a", suspended=False)
    desk.act("test/b", CardAction.SUSPEND, at(-0.01))
    synced(desk, deck, anki)
    assert not is_suspended(desk, "test/a")
    assert [anki.card(card).queue for card in ("test/a", "test/b")] == [0, -1]


# --- asking, and what can go wrong ------------------------------------------------------------------


def test_a_dry_run_says_what_would_be_done_and_does_nothing(ours: Home, deck: Path, anki: Anki) -> None:
    synced(ours, deck, anki)
    ours.answer("test/a", 3, at(1))
    anki.answer("test/b", 3, at(1))
    write(
        deck,
        "{id: a, front: 1st, back: b}",
        "{id: b, front: Second, back: b}",
        "{id: d, front: New, back: b}",
    )
    before, log = anki.contents(), ours.answers()
    said = ours.sync(deck, "--collection", anki.path, "--dry-run").err
    assert "Would send 1 new note and 1 changed note to Anki." in said
    assert "Would send 1 answer to Anki." in said
    assert "Would take 1 answer from Anki." in said
    assert (anki.contents(), ours.answers()) == (before, log)
    assert "Would" not in ours.sync(deck, "--collection", anki.path, "--yes").err


def test_nothing_is_done_where_nobody_can_be_asked(ours: Home, deck: Path, anki: Anki) -> None:
    run = ours.run("anki", "sync", deck, "--collection", anki.path)
    assert run.code == 2
    assert "Would send 3 new notes" in run.err
    assert "--yes does it without asking" in run.err
    assert anki.contents() == [[], [], []]


@pytest.mark.parametrize(("typed", "notes"), [("y", 3), ("n", 0), ("", 0)])
def test_a_person_is_asked(
    ours: Home, deck: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch, typed: str, notes: int
) -> None:
    monkeypatch.setattr("quizkit.cli.anki._is_person_there", lambda: True)
    monkeypatch.setattr(builtins, "input", lambda _prompt: typed)
    ours.sync(deck, "--collection", anki.path)
    assert len(anki.contents()[0]) == notes


def test_a_collection_that_anki_has_open_is_left_alone(ours: Home, deck: Path, anki: Anki) -> None:
    with anki.opened():
        run = ours.run("anki", "sync", deck, "--collection", anki.path, "--yes")
    assert run.code == 1
    assert f"another program has {anki.path} open\n  hint: close Anki" in run.err
    assert run.err.count("\n") == 2


@pytest.mark.parametrize(
    ("content", "told"), [(None, "there is no collection at"), (b"not a database" * 99, "cannot be opened")]
)
def test_a_wrong_file_is_told_in_a_sentence(
    ours: Home, deck: Path, tmp_path: Path, content: bytes | None, told: str
) -> None:
    path = tmp_path / "collection.anki2"
    if content:
        path.write_bytes(content)
    run = ours.run("anki", "sync", deck, "--collection", path, "--yes")
    assert (run.code, told in run.err, "Traceback" in run.err) == (1, True, False)
    assert path.exists() == bool(content)


def test_without_the_extra_it_says_what_to_install(
    ours: Home, deck: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "anki"]:
        monkeypatch.setitem(sys.modules, name, None)
    run = ours.run("anki", "sync", deck, "--collection", anki.path, "--yes")
    assert (run.code, "pip install 'quizkit[anki]'" in run.err) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--collection", "c.anki2", "--server", "http://localhost/"),
        ("--server", "http://localhost/"),
        ("--collection", "c.anki2", "--full", "both"),
    ],
)
def test_a_wrong_command_line_is_refused(ours: Home, deck: Path, arguments: Any) -> None:
    assert ours.run("anki", "sync", deck, *arguments).code == 2
