"""A user's file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from quizkit.errors import QuizkitError, UsageError
from quizkit.files import read_bytes, write_atomically

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links as POSIX has them")


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_bytes(b"old")
    return path


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def test_reading_gives_the_bytes_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\xef\xbb\xbfa\r\n\x00\xff")
    assert read_bytes(path) == b"\xef\xbb\xbfa\r\n\x00\xff"


def test_reading_what_is_not_there_says_so_with_the_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^there is no file or folder '.*gone\.yaml'$"):
        read_bytes(tmp_path / "gone.yaml")


@posix
def test_reading_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(QuizkitError, match=r"^cannot read .*: Is a directory$"):
        read_bytes(tmp_path)


def test_a_file_is_replaced_and_nothing_else_is_left(deck: Path) -> None:
    write_atomically(deck, b"new")
    assert deck.read_bytes() == b"new"
    assert names(deck.parent) == ["deck.yaml"]


def test_a_new_file_is_made(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new.yaml", b"")
    assert (tmp_path / "new.yaml").read_bytes() == b""


def test_a_long_file_name_leaves_room_for_the_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250)
    write_atomically(path, b"x")
    assert path.read_bytes() == b"x"


@posix
@pytest.mark.parametrize("kept", [0o600, 0o644, 0o664, 0o755, 0o400])
def test_permissions_stay(deck: Path, kept: int) -> None:
    deck.chmod(kept)
    write_atomically(deck, b"new")
    assert mode(deck) == kept


@posix
def test_a_new_file_has_the_permissions_that_the_user_wants_for_new_files(
    umask: None, tmp_path: Path
) -> None:
    write_atomically(tmp_path / "new.yaml", b"x")
    assert mode(tmp_path / "new.yaml") == 0o640


@posix
@pytest.mark.usefixtures("umask")
def test_asking_for_the_umask_does_not_change_it(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new.yaml", b"x")
    assert os.umask(0o027) == 0o027


@posix
def test_a_link_is_followed_and_stays_a_link(deck: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link = folder / "link.yaml"
    link.symlink_to("../deck.yaml")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert deck.read_bytes() == b"new"
    assert names(folder) == ["link.yaml"]


@posix
def test_a_link_to_nothing_makes_the_file_it_points_to(tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to("new.yaml")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "new.yaml").read_bytes() == b"new"


@posix
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomically(pipe, b"new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert pipe.is_fifo()
    assert names(tmp_path) == ["pipe"]


def failing(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    "step", ["tempfile.mkstemp", "os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"]
)
def test_a_failure_leaves_the_old_content_and_no_other_file(
    deck: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, failing)
    with pytest.raises(QuizkitError, match=r"^cannot write .*deck\.yaml: No space left on device$"):
        write_atomically(deck, b"new")
    monkeypatch.undo()
    assert deck.read_bytes() == b"old"
    assert names(deck.parent) == ["deck.yaml"]


@posix
def test_a_disk_that_cannot_sync_its_folders_has_the_new_content_all_the_same(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def only_files(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            asked.append(os.fstat(handle).st_ino)
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr("os.fsync", only_files)
    write_atomically(deck, b"new")
    assert deck.read_bytes() == b"new"
    assert asked == [deck.parent.stat().st_ino]


def test_ctrl_c_while_writing_leaves_the_old_content_and_no_other_file(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(deck, b"new")
    assert deck.read_bytes() == b"old"
    assert names(deck.parent) == ["deck.yaml"]


def test_a_folder_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(QuizkitError, match=r"^cannot write .*deck\.yaml: No such file or directory$"):
        write_atomically(tmp_path / "no" / "deck.yaml", b"new")
    assert names(tmp_path) == []


@posix
def test_a_folder_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "deck.yaml"
    folder.mkdir()
    with pytest.raises(QuizkitError, match=r"^cannot write .*: Is a directory$"):
        write_atomically(folder, b"new")
    assert names(tmp_path) == ["deck.yaml"]


def test_a_reader_sees_the_old_content_or_the_new_and_nothing_between(deck: Path) -> None:
    contents = {bytes([65 + number]) * 100_000 for number in range(20)} | {b"old"}
    seen: set[bytes] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.add(deck.read_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for content in sorted(contents - {b"old"}):
        write_atomically(deck, content)
    done.set()
    watcher.join()
    assert seen
    assert seen <= contents
