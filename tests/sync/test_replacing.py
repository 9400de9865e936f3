"""A sync in which the server's collection and ours cannot be joined: no answer is lost either way."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.in_anki import answer

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewAnki, Server

pytestmark = pytest.mark.slow


@pytest.fixture
def phone(new_anki: NewAnki) -> Anki:
    return new_anki("phone")


def add_note(col: Any, front: str) -> int:
    """A note that is none of quizkit's; returns its card."""
    note = col.new_note(col.models.by_name("Basic"))
    note.fields = [front, "back"]
    col.add_note(note, 1)
    return int(note.cards()[0].id)


def replace_by(anki: Anki, server: Server, mine: str = "") -> None:
    """A note type with another field, which Anki can only sync as a whole; and so it goes to the server.

    ``mine``: what the field says in the question "First".
    """
    with anki.opened() as col:
        kind = col.get_note(col.db.scalar("SELECT id FROM notes WHERE guid LIKE 'quizkit:%'")).note_type()
        col.models.add_field(kind, col.models.new_field("Mine"))
        col.models.update_dict(kind)
        if mine:
            note = anki.note(col, "test/a")
            note["Mine"] = mine
            note.tags = ["learnt"]
            col.update_note(note)
        auth = col.sync_login(server.user, server.password, server.url)
        col.close_for_full_sync()
        col.full_upload_or_download(auth=auth, server_usn=None, upload=True)
        col.reopen(after_full_sync=True)


def log_of(anki: Anki) -> set[tuple[str, int, int]]:
    """Every row of the log: its card by what it asks, when, and with which rating."""
    with anki.opened() as col:
        return {
            (col.get_card(card).note().fields[0], at, rating)
            for card, at, rating in col.db.all("SELECT cid, id, ease FROM revlog")
        }


class Apart:
    """A server and our copy of it with answers that only one of them has; some cards are none of ours."""

    def __init__(self, ours: Home, deck: Path, server: Server, phone: Anki) -> None:
        self._ours, self._deck, self._server, self._phone = ours, deck, server, phone
        ours.sync(deck, *server.arguments, "--yes")
        (self.mirror,) = (ours.folder / "anki").rglob("collection.anki2")
        server.join(phone)
        with phone.opened() as col:
            add_note(col, "known")
            col.db.execute("UPDATE notes SET mod = mod - 60, usn = -1")  # what is edited now is edited later
        server.join(phone)
        ours.sync(deck, *server.arguments, "--yes")
        with phone.opened() as col:
            self.known = answer(col, col.find_cards("front:known")[0], 4)
            self.only_there = answer(col, add_note(col, "only there"), 3)
        self.phones = phone.answer("test/b", 3)
        replace_by(phone, server, mine="mine")
        self.ours = ours.answer("test/a", 3).reviewed_at

    @property
    def answers(self) -> set[tuple[str, int, int]]:
        return {("First", self.ours, 3), ("Second", self.phones, 3), ("known", self.known, 4)}

    def sync(self, *more: str) -> str:
        return self._ours.sync(self._deck, *self._server.arguments, *more).err

    def on_the_server(self, new_anki: NewAnki) -> Anki:
        """A device that knew nothing before."""
        device = new_anki(f"device{time.monotonic_ns()}")
        self._server.join(device)
        return device


@pytest.fixture
def apart(ours: Home, deck: Path, server: Server, phone: Anki) -> Apart:
    return Apart(ours, deck, server, phone)


def test_an_upload_takes_along_what_only_the_server_has(
    apart: Apart, ours: Home, phone: Anki, new_anki: NewAnki
) -> None:
    with phone.opened() as col:
        due = col.get_card(col.find_cards("front:known")[0]).due
    apart.sync("--full", "upload", "--yes")
    device = apart.on_the_server(new_anki)
    assert log_of(device) == apart.answers | {("only there", apart.only_there, 3)}
    assert {card: [at for at, _ in given] for card, given in ours.answers().items()} == {
        "test/a": [apart.ours],
        "test/b": [apart.phones],
    }
    with device.opened() as col:
        known = col.get_card(col.find_cards("front:known")[0])
        assert (known.due, known.reps) == (due, 1)
        assert col.get_card(col.find_cards('"front:only there"')[0]).reps == 1
        first = device.note(col, "test/a")
        assert (first["Mine"], first.tags) == ("mine", ["learnt"])
    assert device.card("test/b").reps == device.card("test/a").reps == 1
    assert device.is_sound()
    assert "nothing to do" in apart.sync("--yes")


def test_a_download_keeps_what_only_our_copy_has(
    apart: Apart, ours: Home, deck: Path, new_anki: NewAnki
) -> None:
    # Into our copy, as if the line had been cut before it was sent.
    unsent = ours.answer("test/c", 2).reviewed_at
    ours.sync(deck, "--collection", apart.mirror, "--yes")
    lost = new_anki("unused")
    lost.path = apart.mirror
    with lost.opened() as col:
        not_ours = answer(col, col.find_cards("front:known")[0], 1)
    apart.sync("--full", "download", "--yes")
    device = apart.on_the_server(new_anki)
    assert log_of(device) == apart.answers | {
        ("only there", apart.only_there, 3),
        ("Third", unsent, 2),
        ("known", not_ours, 1),
    }
    assert set(ours.answers()) == {"test/a", "test/b", "test/c"}
    assert device.is_sound()
    assert "nothing to do" in apart.sync("--yes")


@pytest.mark.parametrize(("side", "kept"), [("upload", "only there"), ("download", "First")])
def test_what_is_replaced_is_kept_in_a_package_that_anki_opens(
    apart: Apart, new_anki: NewAnki, side: str, kept: str
) -> None:
    from anki._backend import RustBackend

    said = apart.sync("--full", side, "--yes")
    (backup,) = (apart.mirror.parents[1] / "backups").iterdir()
    assert f"What is replaced is kept in {backup}." in said
    restored = new_anki("restored")
    RustBackend().import_collection_package(
        col_path=str(restored.path),
        backup_path=str(backup),
        media_folder=str(restored.path.parent / "collection.media"),
        media_db=str(restored.path.parent / "collection.media.db2"),
    )
    with restored.opened() as col:
        fronts = {col.get_note(note).fields[0] for note in col.find_notes("")}
    assert {kept, "known"} <= fronts
    assert ("only there" in fronts) == (side == "upload")


def test_answers_of_two_cards_in_one_instant_both_go_along(
    apart: Apart, ours: Home, deck: Path, phone: Anki, server: Server, new_anki: NewAnki
) -> None:
    at = phone.answer("test/c", 3)
    replace_by(phone, server)
    ours.answer("test/a", 3, at)
    ours.sync(deck, "--collection", apart.mirror, "--yes")
    apart.sync("--full", "upload", "--yes")
    device = apart.on_the_server(new_anki)
    assert [rating for _, rating in device.answers()["test/c"]] == [3]
    assert [rating for _, rating in device.answers()["test/a"]] == [3, 3]
    assert "nothing to do" in apart.sync("--yes")


@pytest.mark.parametrize("side", ["upload", "download"])
def test_an_answer_with_other_intervals_on_either_side_is_one(
    apart: Apart, ours: Home, deck: Path, phone: Anki, server: Server, new_anki: NewAnki, side: str
) -> None:
    given = ours.answer("test/c", 3).reviewed_at
    ours.sync(deck, "--collection", apart.mirror, "--yes")
    ours.sync(deck, "--collection", phone.path, "--yes")
    with phone.opened() as col:  # as where fewer answers were known when this one was sent
        col.db.execute("UPDATE revlog SET ivl = ivl + 1 WHERE id = ?", given)
    replace_by(phone, server)
    apart.sync("--full", side, "--yes")
    assert apart.on_the_server(new_anki).answers()["test/c"] == ours.answers()["test/c"] == [(given, 3)]


def test_the_side_that_is_typed_is_taken_without_another_question(
    apart: Apart, new_anki: NewAnki, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return "Upload"

    monkeypatch.setattr("quizkit.cli.anki._is_person_there", lambda: True)
    monkeypatch.setattr("builtins.input", typed)
    said = apart.sync()
    assert len(asked) == 1
    assert said.count("cannot be joined") == 1
    assert log_of(apart.on_the_server(new_anki)) > apart.answers
