"""One learner with Anki on the desktop, a sync server, and one or two homes of quizkit. All of it is real."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quizkit.days import learning_day
from quizkit.reviews import Action, CardAction, Rating, Review, Undo
from quizkit.scheduler import Scheduling
from quizkit.store import Progress
from quizkit.store import open_progress as open_store
from tests.in_anki import answer

if TYPE_CHECKING:
    from tests.conftest import Program, Run

os.environ.setdefault("ANKI_TEST_MODE", "1")  # Anki reads it once: no chance in its intervals


def now() -> int:
    return time.time_ns() // 1_000_000


def write_deck(path: Path, *questions: str, key: str = "test") -> Path:
    """A deck of flashcards ``id: front``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(
        f"- {{id: {each.partition(':')[0]}, front: {each.partition(': ')[2]}, back: b}}\n"
        for each in questions
    )
    path.write_text(f"deck: Test\nid: {key}\nquestions:\n{rows}", encoding="utf-8")
    return path


# --- Anki -------------------------------------------------------------------------------------------


class Anki:
    """A collection of Anki, closed unless ``opened``; cards are named as in quizkit: ``test/a``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.library = pytest.importorskip("anki.collection", reason="a sync needs Anki: pip install anki")
        path.parent.mkdir(parents=True)
        with self.opened():
            pass

    @contextmanager
    def opened(self) -> Iterator[Any]:
        col = self.library.Collection(str(self.path))
        try:
            yield col
        finally:
            col.close()

    def answer(self, card: str, rating: int, at: int | None = None) -> int:
        """Answer a card at an instant, as a phone does; returns the instant of its row."""
        ((_, _, logged),) = self.answer_many([(card, rating, at or now())])
        return logged

    def answer_many(self, answers: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
        """Answer cards, each (card, rating, instant), in one sitting; returns them as they were logged."""
        with self.opened() as col:
            return [
                (card, rating, answer(col, self.card_id(col, card), rating, at))
                for card, rating, at in answers
            ]

    def suspend(self, card: str, *, suspended: bool) -> None:
        with self.opened() as col:
            (col.sched.suspend_cards if suspended else col.sched.unsuspend_cards)([self.card_id(col, card)])

    def edit(self, question: str, field: int, text: str) -> None:
        with self.opened() as col:
            note = self.note(col, question)
            note.fields[field] = text
            col.update_note(note)

    @staticmethod
    def note(col: Any, question: str) -> Any:
        (found,) = col.db.list("SELECT id FROM notes WHERE guid = ?", f"quizkit:{question}")
        return col.get_note(found)

    @staticmethod
    def card_id(col: Any, card: str) -> int:
        query = "SELECT c.id FROM cards c JOIN notes n ON n.id = c.nid WHERE n.guid = ? AND c.ord = 0"
        return int(col.db.scalar(query, f"quizkit:{card}"))

    def card(self, card: str) -> Any:
        with self.opened() as col:
            return col.get_card(self.card_id(col, card))

    def fields(self, question: str) -> list[str]:
        with self.opened() as col:
            return list(self.note(col, question).fields)

    def answers(self) -> dict[str, list[tuple[int, int]]]:
        """The answers in the log by card, each with its instant and rating."""
        query = """SELECT substr(n.guid, 9), r.id, r.ease FROM revlog r JOIN cards c ON c.id = r.cid
            JOIN notes n ON n.id = c.nid WHERE r.ease ORDER BY r.id"""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        with self.opened() as col:
            for card, at, rating in col.db.all(query):
                found[card].append((at, rating))
        return dict(found)

    def contents(self) -> list[Any]:
        """Every row of notes, cards and log."""
        with self.opened() as col:
            return [
                col.db.all(f"SELECT * FROM {table} ORDER BY id") for table in ("notes", "cards", "revlog")
            ]

    def is_sound(self) -> bool:
        with self.opened() as col:
            report, ok = col.fix_integrity()
            assert ok, report
            assert "\n" not in report.strip(), report
        return True


NewAnki = Callable[[str], Anki]


@pytest.fixture
def new_anki(tmp_path: Path) -> NewAnki:
    return lambda name: Anki(tmp_path / name / "collection.anki2")


@pytest.fixture
def anki(new_anki: NewAnki) -> Anki:
    return new_anki("anki")


# --- quizkit ----------------------------------------------------------------------------------------


class Home:
    """A home of quizkit, and the command line with it."""

    def __init__(self, folder: Path, run: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._run = run
        self._monkeypatch = monkeypatch
        self._made = 0

    def run(self, *arguments: str | Path) -> Run:
        with self._monkeypatch.context() as patched:
            patched.setenv("QUIZKIT_HOME", str(self.folder))
            return self._run(*arguments)

    def sync(self, deck: Path, *arguments: str | Path) -> Run:
        run = self.run("anki", "sync", deck, *arguments)
        assert run.code == 0, run.err
        return run

    def settled(self, deck: Path, anki: Anki) -> str:
        """Sync with a collection, and see that a second time there is nothing to do."""
        said = self.sync(deck, "--collection", anki.path, "--yes").err
        before, log = anki.contents(), self.answers()
        again = self.sync(deck, "--collection", anki.path, "--yes").err
        assert "there is nothing to do" in again
        assert (anki.contents(), self.answers()) == (before, log)
        return said

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        with open_store(
            self.folder / "progress.sqlite", self.folder / "decks.sqlite", Scheduling()
        ) as progress:
            yield progress

    def answer(self, card: str, rating: int, at: int | None = None) -> Review:
        """Answer a card in the terminal, as far as the log is concerned."""
        at = at or now()
        given = Review(self._id(at), card, Rating(rating), at, learning_day(at), 3_000)
        with self.progress() as progress:
            progress.append(given)
        return given

    def act(self, card: str, action: CardAction, at: int | None = None) -> None:
        at = at or now()
        with self.progress() as progress:
            progress.append(Action(self._id(at), card, action, at, learning_day(at)))

    def undo(self, given: Review) -> None:
        with self.progress() as progress:
            progress.append(Undo(self._id(now()), given.id, now()))

    def answers(self) -> dict[str, list[tuple[int, int]]]:
        """The answers that count by card, each with its instant and rating."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        with self.progress() as progress:
            for each in progress.reviews():
                found[each.card_id].append((each.reviewed_at, int(each.rating)))
        return dict(found)

    def _id(self, at: int) -> str:
        self._made += 1
        return f"{at:012x}{self._made:04x}{self.folder.name:>016.16}"


NewHome = Callable[[str], Home]


@pytest.fixture
def new_home(tmp_path: Path, quizkit: Program, monkeypatch: pytest.MonkeyPatch) -> NewHome:
    return lambda name: Home(tmp_path / name, quizkit, monkeypatch)


@pytest.fixture
def ours(new_home: NewHome) -> Home:
    return new_home("laptop")


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return write_deck(tmp_path / "decks" / "test.yaml", "a: First", "b: Second", "c: Third")


# --- a server ---------------------------------------------------------------------------------------


class Server:
    """A sync server on this machine."""

    user, password = "learner", "secret"

    def __init__(self, folder: Path) -> None:
        pytest.importorskip("anki.syncserver", reason="a sync needs Anki: pip install anki")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "anki.syncserver"],
            env={
                **os.environ,
                "SYNC_USER1": f"{self.user}:{self.password}",
                "SYNC_BASE": str(folder),
                "SYNC_HOST": "127.0.0.1",
                "SYNC_PORT": str(port),
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the server did not start")

    @property
    def arguments(self) -> Sequence[str]:
        return "--server", self.url, "--user", self.user

    def join(self, anki: Anki) -> None:
        """Sync a collection as a phone does, with whatever the server has."""
        with anki.opened() as col:
            auth = col.sync_login(self.user, self.password, self.url)
            done = col.sync_collection(auth, True)
            if done.required:
                upload = done.required == done.FULL_UPLOAD
                col.close_for_full_sync()
                col.full_upload_or_download(auth=auth, server_usn=done.server_media_usn, upload=upload)
                col.reopen(after_full_sync=True)
            while col.media_sync_status().active:
                time.sleep(0.01)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("QUIZKIT_ANKI_PASSWORD", Server.password)
    started = Server(tmp_path / "server")
    yield started
    started.close()
