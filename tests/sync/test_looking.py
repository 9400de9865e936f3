"""``quizkit anki sync --dry-run``, or a no: what is told, and that nothing changes anywhere."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewAnki, Server


@pytest.fixture
def phone(new_anki: NewAnki) -> Anki:
    return new_anki("phone")


@pytest.fixture(params=["--dry-run", "n"])
def refusal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Arguments with which nothing is to be done: a dry run, or a no to what is asked."""
    if request.param == "--dry-run":
        return ["--dry-run"]
    monkeypatch.setattr("quizkit.cli.anki._is_person_there", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _prompt: "n")
    return []


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows(home: Home) -> list[list[Any]]:
    """All that is in the progress of a home."""
    with closing(sqlite3.connect(home.folder / "progress.sqlite")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [db.execute(f'SELECT * FROM "{table}"').fetchall() for table in sorted(tables)]


def on(server: Server, folder: Path) -> list[list[Any]]:
    """What a server has. It stamps its collection whenever somebody fetches it; that is not counted."""
    there = folder / server.user
    with tempfile.TemporaryDirectory() as copy:
        for path in there.glob("collection.anki2*"):
            shutil.copy(path, copy)
        with closing(sqlite3.connect(f"{copy}/collection.anki2")) as db:
            db.create_collation("unicase", lambda one, other: (one > other) - (one < other))
            tables = "notes", "cards", "revlog", "graves", "decks", "deck_config", "tags", "fields"
            queries = ["SELECT crt, scm FROM col", "SELECT key, val FROM config ORDER BY key"]
            queries += [f"SELECT * FROM {table}" for table in tables]
            return [db.execute(query).fetchall() for query in queries]


def add_a_field(anki: Anki) -> None:
    """What Anki can only sync by replacing one side as a whole."""
    with anki.opened() as col:
        kind = col.get_note(col.db.scalar("SELECT id FROM notes")).note_type()
        col.models.add_field(kind, col.models.new_field("Mine"))
        col.models.update_dict(kind)


def upload(anki: Anki, server: Server) -> None:
    """Replace what a server has."""
    with anki.opened() as col:
        auth = col.sync_login(server.user, server.password, server.url)
        col.close_for_full_sync()
        col.full_upload_or_download(auth=auth, server_usn=None, upload=True)
        col.reopen(after_full_sync=True)


# --- a collection in a file -------------------------------------------------------------------------


def test_not_a_byte_of_a_collection_changes(ours: Home, deck: Path, anki: Anki, refusal: list[str]) -> None:
    ours.answer("test/a", 3)
    ours.run("stats", deck)  # decks that were never read are written down
    before, progress = bytes_in(anki.path.parent), rows(ours)
    assert "Would send 3 new notes" in ours.sync(deck, "--collection", anki.path, *refusal).err
    assert bytes_in(anki.path.parent) == before
    assert rows(ours) == progress
    assert not (ours.folder / "anki").exists()


def test_an_older_collection_is_not_brought_up_to_date(
    ours: Home, deck: Path, anki: Anki, refusal: list[str]
) -> None:
    col = anki.library.Collection(str(anki.path))
    col.close(downgrade=True)
    before = bytes_in(anki.path.parent)
    assert "Would send 3 new notes" in ours.sync(deck, "--collection", anki.path, *refusal).err
    assert bytes_in(anki.path.parent) == before


@pytest.mark.parametrize("name", ["anki", "anki/collection.anki2"])
def test_what_is_read_only_can_be_looked_at_and_no_more(
    ours: Home, deck: Path, anki: Anki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK or Path(path) != tmp_path / name)
    assert "Would send 3 new notes" in ours.sync(deck, "--collection", anki.path, "--dry-run").err
    run = ours.run("anki", "sync", deck, "--collection", anki.path, "--yes")
    assert (run.code, run.err) == (1, f"quizkit: cannot write {tmp_path / name}: Permission denied\n")


def test_what_a_crashed_anki_left_in_the_log_beside_is_seen_and_stays(
    ours: Home, deck: Path, anki: Anki
) -> None:
    ours.sync(deck, "--collection", anki.path, "--yes")
    crash = (
        "import os, sys; from anki.collection import Collection; c = Collection(sys.argv[1])\n"
        "c.remove_notes([c.db.scalar('SELECT id FROM notes')]); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", crash, str(anki.path)], check=True)
    before = bytes_in(anki.path.parent)
    assert before["collection.anki2-wal"]
    assert "Would send 1 new note" in ours.sync(deck, "--collection", anki.path, "--dry-run").err
    assert bytes_in(anki.path.parent) == before


def test_a_collection_that_anki_has_open_is_not_looked_at(ours: Home, deck: Path, anki: Anki) -> None:
    hold = "import sys; from anki.collection import Collection; c = Collection(sys.argv[1]); print(); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(anki.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()
        run = ours.run("anki", "sync", deck, "--collection", anki.path, "--dry-run")
        other.communicate(b"\n")
    assert (run.code, f"another program has {anki.path} open" in run.err) == (1, True)


@pytest.mark.parametrize(("version", "told"), [(250, "made by a newer Anki"), (2, "an Anki too old")])
@pytest.mark.parametrize("way", ["--dry-run", "--yes"])
def test_a_collection_of_another_age_is_told_in_a_sentence(
    ours: Home, deck: Path, anki: Anki, version: int, told: str, way: str
) -> None:
    with closing(sqlite3.connect(anki.path)) as db:
        db.execute("UPDATE col SET ver = ?", (version,))
        db.commit()
    run = ours.run("anki", "sync", deck, "--collection", anki.path, way)
    assert (run.code, run.err.count("\n")) == (1, 2)
    assert f"{anki.path} was made by" in run.err
    assert told in run.err


def test_the_decks_of_new_notes_are_named(ours: Home, tmp_path: Path, anki: Anki) -> None:
    for number in range(12):
        path = tmp_path / "many" / f"{number:02}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"deck: Deck {number:02}\nquestions: [{{id: a{number}, front: f, back: b}}]\n")
    said = ours.sync(tmp_path / "many", "--collection", anki.path, "--dry-run").err
    assert "The new notes are of the decks: Deck 00, Deck 01, " in said
    assert "Deck 09 and 2 more\n" in said


def test_the_bundled_decks_do_not_go_to_anki_unasked(
    ours: Home, anki: Anki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = ours.run("anki", "sync", "--collection", anki.path, "--yes")
    assert (run.code, run.err) == (
        2,
        "quizkit: there is no folder 'decks' here\n  hint: name the decks to sync\n",
    )
    assert anki.contents()[0] == []


def test_a_folder_named_decks_is_synced_unnamed(
    ours: Home, deck: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(deck.parents[1])
    run = ours.run("anki", "sync", "--collection", anki.path, "--yes")
    assert (run.code, "Sent 3 new notes" in run.err) == (0, True)


# --- a server ---------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_new_server_stays_empty(
    ours: Home, deck: Path, server: Server, phone: Anki, refusal: list[str]
) -> None:
    assert "Would send 3 new notes" in ours.sync(deck, *server.arguments, *refusal).err
    assert not (ours.folder / "anki").exists()
    with phone.opened() as col:  # asked which side is to replace the other, it would not be new any more
        auth = col.sync_login(server.user, server.password, server.url)
        assert col.sync_collection(auth, False).required == 0
    server.join(phone)
    assert phone.contents()[0] == []
    ours.sync(deck, *server.arguments, "--yes")
    server.join(phone)
    assert len(phone.contents()[0]) == 3


@pytest.mark.slow
def test_answers_of_a_phone_are_told_and_left_there(
    ours: Home, deck: Path, server: Server, phone: Anki, tmp_path: Path, refusal: list[str]
) -> None:
    ours.sync(deck, *server.arguments, "--yes")
    server.join(phone)
    phone.answer("test/b", 3)
    server.join(phone)
    ours.answer("test/a", 3)
    mirror, progress, there = bytes_in(ours.folder / "anki"), rows(ours), on(server, tmp_path / "server")
    said = ours.sync(deck, *server.arguments, *refusal).err
    assert "Would send 1 answer to Anki." in said
    assert "Would take 1 answer from Anki." in said
    assert bytes_in(ours.folder / "anki") == mirror
    assert rows(ours) == progress
    assert on(server, tmp_path / "server") == there
    ours.sync(deck, *server.arguments, "--yes")
    assert set(ours.answers()) == {"test/a", "test/b"}


@pytest.mark.slow
def test_what_our_copy_could_not_send_is_told_and_not_sent(
    ours: Home, deck: Path, server: Server, tmp_path: Path, refusal: list[str]
) -> None:
    ours.sync(deck, *server.arguments, "--yes")
    (mirror,) = (ours.folder / "anki").rglob("collection.anki2")
    ours.answer("test/a", 3)
    ours.sync(deck, "--collection", mirror, "--yes")  # as if the line had been cut after that
    there = on(server, tmp_path / "server")
    assert "Would send 1 answer to Anki." in ours.sync(deck, *server.arguments, *refusal).err
    assert on(server, tmp_path / "server") == there


@pytest.mark.slow
def test_a_server_that_lost_everything_gets_our_copy_only_with_a_yes(
    ours: Home, deck: Path, server: Server, new_anki: NewAnki, tmp_path: Path, refusal: list[str]
) -> None:
    ours.sync(deck, *server.arguments, "--yes")
    upload(new_anki("new"), server)
    mirror, there = bytes_in(ours.folder / "anki"), on(server, tmp_path / "server")
    said = ours.sync(deck, *server.arguments, *refusal).err
    assert "The server is empty: it would get our copy of your collection." in said
    assert bytes_in(ours.folder / "anki") == mirror
    assert on(server, tmp_path / "server") == there
    ours.sync(deck, *server.arguments, "--yes")
    phone = new_anki("phone")
    server.join(phone)
    assert len(phone.contents()[0]) == 3


@pytest.mark.slow
@pytest.mark.parametrize("full", [(), ("--full", "download"), ("--full", "upload")])
def test_where_one_must_replace_the_other_it_is_told_what_each_would_do(
    ours: Home,
    deck: Path,
    server: Server,
    phone: Anki,
    tmp_path: Path,
    refusal: list[str],
    full: tuple[str, ...],
) -> None:
    ours.sync(deck, *server.arguments, "--yes")
    server.join(phone)
    add_a_field(phone)
    phone.answer("test/b", 3)
    upload(phone, server)
    ours.answer("test/a", 3)
    mirror, progress, there = bytes_in(ours.folder / "anki"), rows(ours), on(server, tmp_path / "server")
    said = ours.sync(deck, *server.arguments, *full, *refusal).err
    assert "cannot be joined: one must replace the other" in said
    assert ("--full download would replace our copy" in said) == ("upload" not in full)
    assert ("what only the server has: 0 notes, 1 answer." in said) == ("download" not in full)
    assert "Would take 1 answer from Anki." in said
    assert bytes_in(ours.folder / "anki") == mirror
    assert rows(ours) == progress
    assert on(server, tmp_path / "server") == there
