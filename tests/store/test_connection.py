"""Broken files get a sentence, a broken cache is none of the learner's business, and two terminals get on."""

from __future__ import annotations

import errno
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path

import pytest
from quizkit.errors import QuizkitError
from quizkit.reviews import Rating, Review
from quizkit.scheduler import Scheduling
from quizkit.store import Store, open_progress, open_store

DECK = "deck: One\nquestions:\n" + "".join(
    f"  - ask: What is number {number}?\n    answer: It is {number}\n" for number in range(300)
)
SMALL_DECK = "deck: Small\nquestions:\n  - ask: What is this?\n    answer: A deck\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "one.yaml").write_text(DECK, encoding="utf-8")
    return tmp_path


def opened(
    home: Path, progress: str = "progress.sqlite", cache: str = "decks.sqlite"
) -> AbstractContextManager[Store]:
    return open_store(home / progress, home / cache, Scheduling(), [home / "decks"])


def studied(home: Path, **files: str) -> None:
    """Open the store, answer a card, and look at all the others."""
    with opened(home, **files) as store:
        cards = list(store.library.new(1))
        assert len(cards) == 300
        store.progress.append(Review("r1", cards[0], Rating.GOOD, 1, 1))
        assert [store.library.card(card).id for card in cards] == cards


def sentence(home: Path, **files: str) -> QuizkitError:
    with pytest.raises(QuizkitError) as caught, opened(home, **files) as store:
        list(store.progress.states())
    assert "\n" not in str(caught.value)
    return caught.value


# --- the progress ------------------------------------------------------------------------------------


def test_the_folders_of_progress_and_cache_are_made(home: Path) -> None:
    studied(home, progress="a/b/progress.sqlite", cache="c/d/decks.sqlite")
    assert (home / "a/b/progress.sqlite").is_file()
    assert (home / "c/d/decks.sqlite").is_file()


def test_a_text_file_in_place_of_the_progress_is_named_and_kept(home: Path) -> None:
    text = home / "progress.sqlite"
    text.write_text("My notes on spaced repetition.\n" * 200, encoding="utf-8")
    error = sentence(home)
    assert f"{text} is damaged or not a quizkit database" in str(error)
    assert "log --import" in error.hint
    assert text.read_text(encoding="utf-8").startswith("My notes")


def test_a_damaged_progress_is_named_and_kept(home: Path) -> None:
    studied(home)
    file = home / "progress.sqlite"
    data = bytearray(file.read_bytes())
    chance = random.Random(1)
    data[4096:] = chance.randbytes(len(data) - 4096)  # all but the first page
    file.write_bytes(data)
    assert f"{file} is damaged or not a quizkit database" in str(sentence(home))
    assert file.read_bytes()[4096:] == data[4096:]


def test_another_programs_database_is_refused_and_left_alone(home: Path) -> None:
    file = home / "progress.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE reviews (film TEXT, stars INTEGER)")
    assert str(file) in str(sentence(home))
    with closing(sqlite3.connect(file)) as other:
        names = [name for (name,) in other.execute("SELECT name FROM sqlite_master")]
    assert names == ["reviews"]


def test_a_folder_in_place_of_the_progress_is_named(home: Path) -> None:
    (home / "progress.sqlite").mkdir()
    assert f"cannot use {home / 'progress.sqlite'}" in str(sentence(home))


def test_a_file_in_place_of_the_folder_is_named(home: Path) -> None:
    (home / "file").write_text("", encoding="utf-8")
    error = sentence(home, progress="file/progress.sqlite")
    assert str(error) == f"cannot make the folder {home / 'file'}: {os.strerror(errno.EEXIST)}"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write into any folder"
)
def test_a_read_only_folder_is_named(home: Path) -> None:
    (home / "sealed").mkdir()
    (home / "sealed").chmod(0o500)
    try:
        error = sentence(home, progress="sealed/progress.sqlite")
    finally:
        (home / "sealed").chmod(0o700)
    assert f"cannot use {home / 'sealed' / 'progress.sqlite'}" in str(error)


def test_a_full_disk_is_named_and_what_was_written_stays(home: Path) -> None:
    studied(home)
    with pytest.raises(QuizkitError, match="full") as caught, opened(home) as store:
        store.progress._db.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]
        for number in range(2, 10_000):
            store.progress.append(Review(f"r{number}", "d/q", Rating.GOOD, number, 1, response="x" * 1_000))
    assert str(home / "progress.sqlite") in str(caught.value)
    with opened(home) as store:
        kept = [review.id for review in store.progress.reviews()]
        assert kept == [f"r{number}" for number in range(1, len(kept) + 1)]
        assert store.progress.state("d/q").reps == len(kept) - 1


def test_a_mistake_of_ours_is_not_called_damage(home: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError), opened(home) as store:
        store.progress.append(Review("r1", "d/q", Rating.GOOD, 1, 1, score=3.0))


def test_a_progress_that_another_program_keeps_locked_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studied(home)
    monkeypatch.setattr("quizkit.store.connection.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(home / "progress.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(QuizkitError, match="locked") as caught, opened(home) as store:
            store.progress.append(Review("r2", "d/q", Rating.GOOD, 2, 1))
        other.execute("ROLLBACK")
    assert "nothing was lost" in caught.value.hint
    with opened(home) as store:
        assert [review.id for review in store.progress.reviews()] == ["r1"]


# --- the cache ---------------------------------------------------------------------------------------


def damage_all_but_the_first_page(cache: Path) -> None:
    data = cache.read_bytes()
    assert len(data) > 10 * 4096
    cache.write_bytes(data[:4096] + random.Random(1).randbytes(len(data) - 4096))


def cut_off(cache: Path) -> None:
    cache.write_bytes(cache.read_bytes()[:6000])


def text_instead(cache: Path) -> None:
    cache.write_text("no database\n" * 1_000, encoding="utf-8")


def empty_file(cache: Path) -> None:
    cache.write_bytes(b"")


def folder_instead(cache: Path) -> None:
    cache.unlink()
    cache.mkdir()


def another_shape(cache: Path) -> None:
    cache.unlink()
    with closing(sqlite3.connect(cache)) as other:
        other.execute("CREATE TABLE meta (stamp TEXT NOT NULL)")
        other.execute("CREATE TABLE files (path TEXT)")
        other.execute("CREATE TABLE decks (title TEXT)")


@pytest.mark.parametrize(
    "spoil",
    [damage_all_but_the_first_page, cut_off, text_instead, empty_file, folder_instead, another_shape],
)
def test_a_spoilt_cache_is_made_anew_and_the_progress_stays(
    home: Path, spoil: Callable[[Path], None]
) -> None:
    studied(home)
    spoil(home / "decks.sqlite")
    with opened(home) as store:
        cards = list(store.library.new(1))
        assert len(cards) == 299
        assert [store.library.card(card).id for card in cards] == cards
        assert [review.id for review in store.progress.reviews()] == ["r1"]


def test_where_no_cache_can_be_kept_it_lives_for_the_run(home: Path) -> None:
    (home / "file").write_text("", encoding="utf-8")
    studied(home, cache="file/decks.sqlite")
    assert (home / "file").read_text(encoding="utf-8") == ""


def test_a_cache_that_another_program_keeps_locked_is_left_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizkit.store.connection.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(home / "decks.sqlite", isolation_level=None)) as other:
        other.execute("CREATE TABLE theirs (a)")
        other.execute("BEGIN EXCLUSIVE")
        studied(home)
        other.execute("COMMIT")
    with closing(sqlite3.connect(home / "decks.sqlite")) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


# --- two terminals -----------------------------------------------------------------------------------


class Worker:
    """A process of its own that runs the given lines of Python for every line it is sent."""

    def __init__(self, code: str, *arguments: str | Path) -> None:
        command = [
            sys.executable,
            "-c",
            WORKER.format(code=code.replace("\n", "\n    ")),
            *map(str, arguments),
        ]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, encoding="utf-8"
        )

    def send(self, line: str | Path) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def receive(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def __enter__(self) -> Worker:
        assert self.receive() == "ready"
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.communicate()


WORKER = """
import sys
from pathlib import Path
from quizkit.reviews import Rating, Review
from quizkit.scheduler import Scheduling
from quizkit.store import open_progress, open_store
print("ready", flush=True)
for line in sys.stdin:
    home = Path(line.strip())
    {code}
    print("done", flush=True)
"""

APPEND_200 = """
with open_progress(home / "progress.sqlite", home / "decks.sqlite", Scheduling()) as progress:
    for number in range(200):
        answer = Review(f"{sys.argv[1]} {number:03}", "d/both", Rating.GOOD, number, 1 + number)
        progress.append(answer)
"""

OPEN_AND_ANSWER = """
with open_store(home / "progress.sqlite", home / "decks.sqlite", Scheduling(), [home / "decks"]) as store:
    cards = list(store.library.new(1))
    answer = Review(sys.argv[1], f"d/{sys.argv[1]}", Rating.GOOD, 1, 1)
    store.progress.append(answer)
    store.library.card(cards[0])
"""


@pytest.mark.slow
def test_two_terminals_at_once_lose_no_answer(home: Path) -> None:
    with Worker(APPEND_200, "left") as left, Worker(APPEND_200, "right") as right:
        for worker in (left, right):
            worker.send(home)
        assert [worker.receive() for worker in (left, right)] == ["done", "done"]
    with open_progress(home / "progress.sqlite", home / "decks.sqlite", Scheduling()) as progress:
        found = sorted(review.id for review in progress.reviews())
        assert found == [f"{side} {number:03}" for side in ("left", "right") for number in range(200)]
        state = progress.state("d/both")
        assert state.reps == 400
        progress.rebuild()
        assert progress.state("d/both") == state


@pytest.mark.slow
def test_terminals_that_open_a_new_store_at_once_all_get_in(home: Path) -> None:
    names = [f"terminal{number}" for number in range(6)]
    with ExitStack() as running:
        workers = [running.enter_context(Worker(OPEN_AND_ANSWER, name)) for name in names]
        for number in range(25):
            place = home / f"round {number}"
            (place / "decks").mkdir(parents=True)
            (place / "decks" / "one.yaml").write_text(SMALL_DECK, encoding="utf-8")
            for worker in workers:
                worker.send(place)
            assert [worker.receive() for worker in workers] == ["done"] * len(workers)
            with open_progress(place / "progress.sqlite", place / "decks.sqlite", Scheduling()) as progress:
                assert sorted(review.id for review in progress.reviews()) == names
