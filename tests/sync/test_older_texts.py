"""Notes that are older in Anki than what we know of them: whoever wrote them, no text goes unsaid."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quizkit.errors import QuizkitError
from quizkit.sync import server as of_server
from tests.sync.conftest import write_deck

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewAnki, NewHome, Server


@contextmanager
def earlier(seconds: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What quizkit does was done some time ago."""
    right = time.time
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: right() - seconds)
        yield


def edited(anki: Anki, field: int, text: str, seconds: int) -> None:
    """Edit a note, by a clock that is some seconds behind."""
    anki.edit("test/a", field, text)
    with anki.opened() as col:
        col.db.execute("UPDATE notes SET mod = mod - ? WHERE guid = 'quizkit:test/a'", seconds)


def test_what_was_edited_in_anki_is_back_with_a_backup_of_that_time(
    ours: Home, deck: Path, anki: Anki, monkeypatch: pytest.MonkeyPatch
) -> None:
    with earlier(2000, monkeypatch):
        ours.settled(deck, anki)
    edited(anki, 6, "my mnemonic", 1000)
    backup = anki.path.read_bytes()
    edited(anki, 7, "more", 0)
    ours.settled(deck, anki)
    anki.path.write_bytes(backup)
    assert "1 note was edited in Anki. That stays so" in ours.settled(deck, anki)
    assert anki.fields("test/a")[6] == "my mnemonic"


def test_an_edit_by_a_clock_that_is_behind_is_told(ours: Home, deck: Path, anki: Anki) -> None:
    ours.settled(deck, anki)
    edited(anki, 0, "edited in Anki", 1000)
    assert "  test/a: Front: edited in Anki\n" in ours.settled(deck, anki)


def test_what_a_machine_replaces_that_exported_an_older_deck_is_told(
    ours: Home, new_home: NewHome, deck: Path, anki: Anki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with earlier(1000, monkeypatch):
        ours.settled(deck, anki)
    desk, older = new_home("desk"), write_deck(tmp_path / "older.yaml", "a: Older", "b: Second", "c: Third")
    desk.run("export", older, "-o", tmp_path / "older.apkg")
    assert "  test/a: Front: First\n" in desk.settled(older, anki)
    assert "1 note was edited in Anki. That stays so" in ours.settled(deck, anki)


def test_of_a_package_of_ours_what_was_edited_is_told_and_the_rest_is_not(
    ours: Home, deck: Path, anki: Anki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "out.apkg"
    with earlier(1000, monkeypatch):
        ours.run("export", deck, "-o", package)
    take(anki, package)
    edited(anki, 0, "edited in Anki", 500)
    write_deck(deck, "a: 1st", "b: 2nd", "c: Third")
    ours.run("export", deck, "-o", package)  # which is not imported
    said = ours.settled(deck, anki)
    assert "Sent 2 changed notes to Anki.\n1 question was edited in Anki too, or is older there." in said
    assert "  test/a: Front: edited in Anki\n" in said


def take(anki: Anki, package: Path) -> None:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    with anki.opened() as col:
        options = ImportAnkiPackageOptions(with_scheduling=True)
        col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))


@pytest.mark.slow
def test_where_the_line_to_a_server_broke_an_edit_that_came_first_is_told(
    ours: Home, deck: Path, server: Server, new_anki: NewAnki, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = new_anki("phone")
    ours.sync(deck, *server.arguments, "--yes")
    server.join(phone)
    write_deck(deck, "a: 1st", "b: Second", "c: Third")
    with monkeypatch.context() as patched:
        patched.setattr(of_server, "_sync", breaking_the_second_time(of_server._sync))
        assert ours.run("anki", "sync", deck, *server.arguments, "--yes").code == 1
    edited(phone, 0, "edited on the phone", -60)
    server.join(phone)
    assert "  test/a: Front: edited on the phone\n" in ours.sync(deck, *server.arguments, "--yes").err
    server.join(phone)
    assert phone.fields("test/a")[0] == "1st"


def breaking_the_second_time(sync: Any) -> Any:
    times = iter((sync, None))

    def breaking(*arguments: Any) -> None:
        now = next(times)
        if now is None:
            raise QuizkitError("the line is cut")
        now(*arguments)

    return breaking
