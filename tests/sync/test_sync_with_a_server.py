"""``quizkit anki sync --server``: a sync server of the learner's own, and other devices on it."""

from __future__ import annotations

import shutil
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewAnki, NewHome, Server

pytestmark = pytest.mark.slow


def synced(home: Home, deck: Path, server: Server, *more: str) -> str:
    return home.sync(deck, *server.arguments, "--yes", *more).err


@pytest.fixture
def phone(new_anki: NewAnki) -> Anki:
    return new_anki("phone")


def schema(anki: Anki) -> int:
    with anki.opened() as col:
        return int(col.db.scalar("SELECT scm FROM col"))


def test_questions_and_answers_reach_the_phone_and_come_back(
    ours: Home, deck: Path, server: Server, phone: Anki
) -> None:
    (deck.parent / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    deck.write_text(deck.read_text() + "- {id: m, front: Map, back: b, image: map.png}\n")
    first = ours.answer("test/a", 3).reviewed_at
    assert "Sent 4 new notes" in synced(ours, deck, server)
    server.join(phone)
    assert phone.answers() == {"test/a": [(first, 3)]}
    with phone.opened() as col:
        assert len(list(Path(col.media.dir()).iterdir())) == 1
    before = schema(phone)
    second = phone.answer("test/b", 4)
    server.join(phone)
    third = ours.answer("test/c", 2).reviewed_at
    said = synced(ours, deck, server)
    assert "Took 1 answer from Anki." in said
    assert "Sent 1 answer to Anki." in said
    server.join(phone)
    union = {"test/a": [(first, 3)], "test/b": [(second, 4)], "test/c": [(third, 2)]}
    assert ours.answers() == phone.answers() == union
    assert schema(phone) == before  # no device had to take everything anew
    assert "nothing to do" in synced(ours, deck, server)


def test_two_homes_meet_on_the_server(new_home: NewHome, deck: Path, server: Server) -> None:
    laptop, desk = new_home("laptop"), new_home("desk")
    laptop.answer("test/a", 3)
    desk.answer("test/a", 1)
    desk.answer("test/b", 3)
    for home in (laptop, desk, laptop):
        synced(home, deck, server)
    assert laptop.answers() == desk.answers()
    assert sum(map(len, laptop.answers().values())) == 3
    assert "nothing to do" in synced(desk, deck, server)


def test_a_server_with_an_empty_collection_asks_nothing(
    ours: Home, deck: Path, server: Server, phone: Anki
) -> None:
    with phone.opened() as col:
        auth = col.sync_login(server.user, server.password, server.url)
        col.close_for_full_sync()
        col.full_upload_or_download(auth=auth, server_usn=None, upload=True)
        col.reopen(after_full_sync=True)
    assert "Would send 3 new notes" in ours.sync(deck, *server.arguments, "--dry-run").err
    assert "Sent 3 new notes" in synced(ours, deck, server)
    server.join(phone)
    assert len(phone.contents()[0]) == 3


def test_collections_that_cannot_be_joined_ask(
    ours: Home, deck: Path, server: Server, phone: Anki, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ours.answer("test/a", 3).reviewed_at
    synced(ours, deck, server)
    server.join(phone)
    with phone.opened() as col:  # a new field: everything must be taken anew
        kind = anki_kind(col)
        col.models.add_field(kind, col.models.new_field("More"))
        col.models.update_dict(kind)
        auth = col.sync_login(server.user, server.password, server.url)
        done = col.sync_collection(auth, True)
        col.close_for_full_sync()
        col.full_upload_or_download(auth=auth, server_usn=done.server_media_usn, upload=True)
        col.reopen(after_full_sync=True)
    later = ours.answer("test/b", 3).reviewed_at
    run = ours.run("anki", "sync", deck, *server.arguments, "--yes")
    assert (run.code, "cannot be joined, and nothing was changed" in run.err) == (1, True)
    assert "--full download" in run.err
    monkeypatch.setattr("quizkit.cli.anki._is_person_there", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _prompt: "Download")
    synced(ours, deck, server)
    server.join(phone)
    assert phone.answers() == ours.answers() == {"test/a": [(given, 3)], "test/b": [(later, 3)]}


def test_the_side_that_is_named_replaces_the_other(
    ours: Home, deck: Path, server: Server, phone: Anki
) -> None:
    given = ours.answer("test/a", 3).reviewed_at
    synced(ours, deck, server)
    (mirror,) = ours.folder.rglob("collection.anki2")
    col = phone.library.Collection(str(mirror))
    col.db.execute("UPDATE col SET scm = scm + 1, mod = mod + 1")
    col.close()
    synced(ours, deck, server, "--full", "upload")
    server.join(phone)
    assert phone.answers() == {"test/a": [(given, 3)]}


@pytest.mark.parametrize("damage", [slice(0, 5_000), slice(0, -12_000)])
def test_a_damaged_copy_is_told_with_what_to_do_and_nothing_is_lost(
    ours: Home, deck: Path, server: Server, phone: Anki, damage: slice
) -> None:
    given = ours.answer("test/a", 3).reviewed_at
    synced(ours, deck, server)
    (mirror,) = ours.folder.rglob("collection.anki2")
    mirror.write_bytes(mirror.read_bytes()[damage])
    later = ours.answer("test/b", 3).reviewed_at
    run = ours.run("anki", "sync", deck, *server.arguments, "--yes")
    assert (run.code, "DbError" in run.err) == (1, False)
    assert f"{mirror} is damaged, or no collection" in run.err
    assert f"delete the folder {mirror.parent} and sync again" in run.err
    shutil.rmtree(mirror.parent)
    assert "Sent 1 answer to Anki." in synced(ours, deck, server)
    assert "nothing to do" in synced(ours, deck, server)
    server.join(phone)
    assert phone.answers() == {"test/a": [(given, 3)], "test/b": [(later, 3)]}


def anki_kind(col: Any) -> Any:
    return col.get_note(col.db.scalar("SELECT id FROM notes")).note_type()


def test_a_wrong_password_is_told_in_a_sentence(
    ours: Home, deck: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZKIT_ANKI_PASSWORD", "wrong")
    run = ours.run("anki", "sync", deck, *server.arguments, "--yes")
    assert (run.code, "user and password are those of the server" in run.err) == (1, True)
    assert not (ours.folder / "anki").exists()


class NoSyncServer(BaseHTTPRequestHandler):
    """Answers all that it is asked, and knows nothing of Anki."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_where_another_server_answers_it_is_not_the_password(
    ours: Home, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIZKIT_ANKI_PASSWORD", "secret")
    with HTTPServer(("127.0.0.1", 0), NoSyncServer) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{other.server_port}/"
        run = ours.run("anki", "sync", deck, "--server", url, "--user", "learner", "--yes")
        other.shutdown()
    assert (run.code, run.err.count("\n")) == (1, 1)
    assert f"{url} refused" in run.err


def test_without_a_password_nobody_is_asked_where_nobody_is(
    ours: Home, deck: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUIZKIT_ANKI_PASSWORD")
    run = ours.run("anki", "sync", deck, *server.arguments, "--yes")
    assert (run.code, "QUIZKIT_ANKI_PASSWORD" in run.err) == (2, True)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://127.0.0.1:9", "http://["])
def test_a_server_that_is_not_there_is_told_in_a_sentence(
    ours: Home, deck: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("QUIZKIT_ANKI_PASSWORD", "secret")
    run = ours.run("anki", "sync", deck, "--server", url, "--user", "learner", "--yes")
    assert run.code == 1, run.err
    assert run.err.startswith("quizkit: ")
    assert run.err.count("\n") <= 2
    assert not (ours.folder / "anki").exists()


@pytest.mark.parametrize("url", ["localhost:8080", "nonsense", "ftp://x/", "//x"])
def test_what_is_no_address_is_told_before_a_password_is_asked_for(ours: Home, deck: Path, url: str) -> None:
    run = ours.run("anki", "sync", deck, "--server", url, "--user", "learner", "--yes")
    assert (run.code, run.err) == (
        2,
        f"quizkit: '{url}' is no address of a server\n  hint: it begins with http:// or https://\n",
    )


def test_with_and_without_the_last_slash_it_is_one_server(ours: Home, deck: Path, server: Server) -> None:
    synced(ours, deck, server)
    bare = "--server", server.url.rstrip("/"), "--user", server.user
    assert "nothing to do" in ours.sync(deck, *bare, "--yes").err
    assert len(list(ours.folder.rglob("collection.anki2"))) == 1


@pytest.mark.parametrize("option", [("--user", "me"), ("--full", "upload")])
def test_what_is_for_a_server_does_not_go_with_a_collection(
    ours: Home, deck: Path, anki: Anki, option: tuple[str, str]
) -> None:
    run = ours.run("anki", "sync", deck, "--collection", anki.path, *option, "--yes")
    assert (run.code, "--user and --full are for a server" in run.err) == (2, True)
    assert anki.contents()[0] == []
