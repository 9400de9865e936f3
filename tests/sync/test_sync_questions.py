"""``quizkit anki sync --collection``: the questions, what is asked, and what can go wrong."""

from __future__ import annotations

import builtins
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewHome


def at(days_ago: float) -> int:
    return time.time_ns() // 1_000_000 - round(days_ago * 86_400_000)


def write(deck: Path, *questions: str) -> None:
    rows = "".join(f"- {question}\n" for question in questions)
    deck.write_text(f"deck: Test\nid: test\nquestions:\n{rows}")


# --- questions --------------------------------------------------------------------------------------


def test_new_questions_go_to_anki_with_their_progress(ours: Home, deck: Path, anki: Anki) -> None:
    given = [ours.answer("test/a", rating, at(ago)).reviewed_at for rating, ago in ((3, 5), (3, 4.9), (2, 1))]
    said = ours.settled(deck, anki)
    assert "Sent 3 new notes to Anki." in said
    assert "Sent 3 answers to Anki." in said
    assert anki.answers() == {"test/a": list(zip(given, (3, 3, 2), strict=True))}
    with ours.progress() as progress:
        memory = progress.state("test/a").memory
    card = anki.card("test/a")
    assert memory
    assert card.memory_state.stability == pytest.approx(memory.stability, abs=1e-4)
    assert anki.is_sound()


def only_the_second_is_sent(ours: Home, deck: Path, anki: Anki) -> None:
    """Change the second question here: the first one keeps what was edited in Anki."""
    write(
        deck,
        "{id: a, front: First, back: b}",
        "{id: b, front: 2nd, back: b}",
        "{id: c, front: Third, back: b}",
    )
    said = ours.settled(deck, anki)
    assert "Sent 1 changed note to Anki." in said
    assert "1 note was edited in Anki" in said
    assert anki.fields("test/a")[1] == "edited in Anki"
    assert anki.fields("test/b")[0] == "2nd"


def test_a_changed_question_is_sent_and_an_unchanged_one_keeps_what_was_edited_in_anki(
    ours: Home, deck: Path, anki: Anki
) -> None:
    ours.settled(deck, anki)
    anki.edit("test/a", 1, "edited in Anki")
    only_the_second_is_sent(ours, deck, anki)


def test_a_question_that_changed_here_replaces_what_was_edited_in_anki_before(
    ours: Home, deck: Path, anki: Anki
) -> None:
    ours.settled(deck, anki)
    anki.edit("test/a", 1, "edited in Anki")
    write(deck, "{id: a, front: First, back: changed here}")
    assert "1 changed note" in ours.sync(deck, "--collection", anki.path, "--yes").err
    assert anki.fields("test/a")[1] == "changed here"


def test_what_was_edited_on_both_sides_is_told_before_and_after(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    anki.edit("test/a", 1, "edited in Anki")
    write(deck, "{id: a, front: First, back: changed here}")
    would = ours.sync(deck, "--collection", anki.path, "--dry-run").err
    assert "Yours would replace what Anki has:\n  test/a: Back: edited in Anki\n" in would
    said = ours.settled(deck, anki)
    assert "Yours replaced what Anki had:\n  test/a: Back: edited in Anki\n" in said
    assert "stays so" not in said


def test_a_remark_and_a_tag_that_were_added_in_anki_outlive_a_change_here(
    ours: Home, deck: Path, anki: Anki
) -> None:
    ours.settled(deck, anki)
    with anki.opened() as col:
        note = anki.note(col, "test/a")
        note["Explanation"], note.tags = "mine", ["exam", "leech"]
        col.update_note(note)
    write(deck, "{id: a, front: 1st, back: b, tags: [new]}")
    assert "1 note was edited in Anki" in ours.settled(deck, anki)
    with anki.opened() as col:
        note = anki.note(col, "test/a")
        assert (note["Front"], note["Explanation"]) == ("1st", "mine")
        assert sorted(note.tags) == ["exam", "leech", "new"]
    write(deck, "{id: a, front: 1st, back: b}")
    ours.settled(deck, anki)
    with anki.opened() as col:
        assert sorted(anki.note(col, "test/a").tags) == ["exam", "leech"]


def test_a_collection_from_a_backup_gets_what_it_lacks(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    with anki.opened() as col:  # a backup is older than what was made after it
        col.db.execute("UPDATE notes SET mod = mod - 1000")
    backup = anki.path.read_bytes()
    write(deck, "{id: a, front: 1st, back: b}")
    ours.settled(deck, anki)
    anki.path.write_bytes(backup)
    said = ours.settled(deck, anki)
    assert "Sent 1 changed note to Anki.\n1 question was edited in Anki too, or is older there." in said
    assert "  test/a: Front: First\n" in said  # who can tell whether it was ours?
    assert anki.fields("test/a")[0] == "1st"


def test_a_note_of_another_type_goes_anew_once_it_was_deleted_in_anki(
    ours: Home, deck: Path, anki: Anki
) -> None:
    given = ours.answer("test/a", 3, at(2)).reviewed_at
    ours.settled(deck, anki)
    write(deck, "{id: a, ask: One?, answer: b}")
    for _ in range(2):
        said = ours.sync(deck, "--collection", anki.path, "--yes").err
        assert "Delete its note there: the next sync sends it anew, with its progress." in said
        assert "edited in Anki" not in said
    with anki.opened() as col:
        col.remove_notes([anki.note(col, "test/a").id])
    said = ours.settled(deck, anki)
    assert "Sent 1 new note to Anki." in said
    assert "note type" not in said
    with anki.opened() as col:
        assert anki.note(col, "test/a").note_type()["name"] == "quizkit typed answer"
    assert anki.answers() == {"test/a": [(given, 3)]}
    assert anki.is_sound()


def test_cards_follow_their_question_into_another_deck(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    with anki.opened() as col:
        options = col.decks.add_config("Mine")
        col.decks.set_config_id_for_deck_dict(col.decks.by_name("Test"), options["id"])
        col.set_deck([anki.card_id(col, "test/b")], col.decks.id("By hand"))
    deck.write_text(deck.read_text().replace("deck: Test", "deck: Renamed"))
    would = ours.sync(deck, "--collection", anki.path, "--dry-run").err
    assert "Would move 2 cards in Anki to the decks that the questions are in now." in would
    assert "before the import" not in would
    assert "Moved 2 cards in Anki" in ours.settled(deck, anki)
    with anki.opened() as col:
        decks = [col.decks.name(col.get_card(anki.card_id(col, f"test/{name}")).did) for name in "abc"]
        assert decks == ["Renamed", "By hand", "Renamed"]
        assert col.decks.by_name("Renamed")["conf"] == options["id"]
    assert anki.is_sound()


def test_an_edit_in_anki_outlives_a_sync_by_a_clock_that_was_ahead(
    ours: Home, deck: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = time.time
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: right() + 2 * 86_400)
        ours.sync(deck, "--collection", anki.path, "--yes")
    anki.edit("test/a", 1, "edited in Anki")
    only_the_second_is_sent(ours, deck, anki)


def test_what_another_home_sent_by_a_clock_that_was_ahead_may_be_edited_in_anki(
    new_home: NewHome, deck: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, desk = time.time, new_home("desk")
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: right() + 2 * 86_400)
        new_home("laptop").sync(deck, "--collection", anki.path, "--yes")
    desk.settled(deck, anki)
    anki.edit("test/a", 1, "edited in Anki")
    desk.settled(deck, anki)
    assert anki.fields("test/a")[1] == "edited in Anki"


def test_another_home_does_not_overwrite_what_it_never_sent(
    new_home: NewHome, deck: Path, anki: Anki
) -> None:
    new_home("laptop").settled(deck, anki)
    anki.edit("test/a", 1, "edited in Anki")
    desk = new_home("desk")
    assert "new note" not in desk.settled(deck, anki)
    assert anki.fields("test/a")[1] == "edited in Anki"
    write(deck, "{id: a, front: First, back: changed here}")
    assert "1 changed note" in desk.sync(deck, "--collection", anki.path, "--yes").err
    assert anki.fields("test/a")[1] == "changed here"


def test_a_question_of_another_type_stays_as_it_is_in_anki(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    write(deck, "{id: a, cloze: 'One {{c1::gap}}'}", "{id: b, front: 2nd, back: b}")
    said = ours.settled(deck, anki)
    assert "1 question (“One gap”) has another note type in Anki than here" in said
    assert "edited in Anki" not in said
    assert "1 changed note" in said
    assert anki.fields("test/a")[0] == "First"


def test_a_field_that_was_added_in_anki_makes_no_second_note_type(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
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
    ours.settled(deck, anki)
    with anki.opened() as col:
        assert len(col.models.all_names_and_ids()) == kinds
        assert anki.note(col, "test/a")["My own"] == "kept"
        assert anki.note(col, "test/a").fields[0] == "1st"
        assert anki.note(col, "test/d").fields[0] == "New"
        assert col.db.scalar("SELECT scm FROM col") == schema


def test_a_field_that_was_removed_in_anki_is_left_out_and_a_renamed_one_is_found(
    ours: Home, deck: Path, anki: Anki
) -> None:
    ours.settled(deck, anki)
    with anki.opened() as col:
        kind = anki.note(col, "test/a").note_type()
        by_name = {field["name"]: field for field in kind["flds"]}
        col.models.add_field(kind, col.models.new_field("My own"))
        for name in ("Hint", "For quizkit", "Language"):
            col.models.remove_field(kind, by_name[name])
        col.models.rename_field(kind, by_name["Back"], "Renamed")
        col.models.reposition_field(kind, by_name["Back"], 4)
        col.models.update_dict(kind)
        note = anki.note(col, "test/a")
        note["My own"] = "kept"
        col.update_note(note)
    write(deck, "{id: a, front: 1st, back: changed, explain: why, hint: none}")
    assert "1 changed note" in ours.sync(deck, "--collection", anki.path, "--yes").err
    with anki.opened() as col:
        said = dict(anki.note(col, "test/a").items())
    assert {key: text for key, text in said.items() if text} == {
        "Front": "1st",
        "Renamed": "changed",
        "Explanation": "why",
        "My own": "kept",
    }


def test_pictures_go_along(ours: Home, deck: Path, anki: Anki) -> None:
    picture = b"\x89PNG\r\n\x1a\n not really"
    (deck.parent / "map.png").write_bytes(picture)
    write(deck, "{id: a, front: First, back: b, image: map.png}")
    ours.settled(deck, anki)
    with anki.opened() as col:
        assert [path.read_bytes() for path in Path(col.media.dir()).iterdir()] == [picture]


# --- asking, and what can go wrong ------------------------------------------------------------------


def test_a_dry_run_says_what_would_be_done_and_does_nothing(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
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


def test_a_new_collection_that_anki_has_open_is_one(ours: Home, deck: Path, anki: Anki) -> None:
    path = anki.path.with_name("new.anki2")
    with closing(anki.library.Collection(str(path))):
        run = ours.run("anki", "sync", deck, "--collection", path, "--yes")
    assert run.code == 1
    assert f"another program has {path} open" in run.err


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "there is no collection at"), (b"not a database" * 99, "is damaged, or no collection")],
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


def test_a_damaged_collection_is_told_in_words_for_people(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    anki.path.write_bytes(anki.path.read_bytes()[:5_000])
    run = ours.run("anki", "sync", deck, "--collection", anki.path, "--yes")
    assert run.code == 1
    assert f"{anki.path} is damaged, or no collection (database disk image is malformed)\n" in run.err
    assert "hint: let Anki check it" in run.err
    assert "DbError" not in run.err


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (
            'DbError { info: "SqliteFailure(Error { code: DiskFull }, Some(\\"disk is full\\"))" }',
            "disk is full",
        ),
        ('JsonError { info: "expected value at line 1", kind: Other }', "expected value at line 1"),
        ("in\nlines", "in lines"),
        ("x" * 999, "x" * 199 + "…"),
    ],
)
def test_what_the_library_says_is_told_in_one_short_line(
    ours: Home, deck: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch, raw: str, told: str
) -> None:
    from anki.errors import DBError

    def fails(*_: object) -> None:
        raise DBError(raw, None, None, None)

    monkeypatch.setattr("quizkit.sync.backend.AnkiCollection.notes", fails)
    run = ours.run("anki", "sync", deck, "--collection", anki.path, "--yes")
    assert (run.code, run.err.strip()) == (1, f"quizkit: Anki's library says: {told}")


def test_another_database_is_no_collection_and_stays_as_it_is(ours: Home, deck: Path, tmp_path: Path) -> None:
    path = tmp_path / "books.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE books (title)")
        database.commit()
    before = path.read_bytes()

    run = ours.run("anki", "sync", deck, "--collection", path, "--yes")

    assert (run.code, "there is no collection at" in run.err) == (1, True)
    assert path.read_bytes() == before


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
