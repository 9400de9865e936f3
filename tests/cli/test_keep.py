"""``log --export`` and ``--import``, ``rebuild``, ``export``: what leaves the machine and what comes back."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import sys
import threading
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program


def states(home: Path) -> list[Any]:
    with closing(sqlite3.connect(home / "progress.sqlite")) as store:
        return store.execute("SELECT * FROM card_states ORDER BY card_id").fetchall()


@pytest.fixture
def studied(quizkit: Program, five_types: Path) -> Path:
    """The deck after a session with an undo, a suspended and a buried card in it."""
    quizkit("study", five_types, stdin="\n3\nseven\n\n:u\neight\n2\n:s\n:b\n:q\n")
    return five_types


# --- the log between machines -----------------------------------------------------------------------


def test_a_log_taken_to_another_machine_brings_the_same_progress(
    quizkit: Program, home: Path, studied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log.jsonl"
    run = quizkit("log", "--export", file)
    assert run.code == 0
    entries = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert f"{len(entries)} entries" in run.err
    assert {entry["type"] for entry in entries} == {"review", "action", "undo"}
    due, log = quizkit("due", studied, "--json").json, quizkit("log", "--json").json
    other = tmp_path / "other"
    monkeypatch.setenv("QUIZKIT_HOME", str(other))
    assert f"{len(entries)} new entries" in quizkit("log", "--import", file).err
    assert quizkit("due", studied, "--json").json == due
    assert quizkit("log", "--json").json == log
    assert states(other) == states(home)


def test_what_is_known_already_is_not_imported_twice(quizkit: Program, studied: Path, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    quizkit("log", "--export", file)
    log = quizkit("log", "--json").out
    assert "0 new entries" in quizkit("log", "--import", file).err
    assert quizkit("log", "--json").out == log


def test_two_machines_that_exchange_their_logs_agree(
    quizkit: Program, home: Path, five_types: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quizkit("study", five_types, stdin="\n3\n")
    quizkit("log", "--export", tmp_path / "one.jsonl")
    other = tmp_path / "other"
    monkeypatch.setenv("QUIZKIT_HOME", str(other))
    quizkit("study", five_types, stdin="\n1\neight\n4\n")
    quizkit("log", "--export", tmp_path / "two.jsonl")
    quizkit("log", "--import", tmp_path / "one.jsonl")
    monkeypatch.setenv("QUIZKIT_HOME", str(home))
    quizkit("log", "--import", tmp_path / "two.jsonl")
    assert states(home) == states(other)
    assert len(quizkit("log", "--json").json) == 3


def test_a_log_with_one_bad_line_is_refused_as_a_whole(
    quizkit: Program, studied: Path, tmp_path: Path
) -> None:
    file = tmp_path / "log.jsonl"
    quizkit("log", "--export", file)
    log = quizkit("log", "--json").out
    lines = file.read_text(encoding="utf-8").splitlines()
    new = json.loads(lines[0]) | {"id": "f" * 32}
    for bad in (
        "{",
        "[]",
        '{"type": "party"}',
        json.dumps(new | {"rating": 9}),
        '{"type": "review"}',
        "\x1b[2J",
    ):
        file.write_text("\n".join([json.dumps(new), bad, *lines]), encoding="utf-8")
        run = quizkit("log", "--import", file)
        assert run.code == 1
        assert run.out.startswith(f"{file}:2:1: ")
        assert "nothing was imported" in run.err
        assert "\x1b" not in run.out
        assert quizkit("log", "--json").out == log


def test_of_a_file_that_is_no_log_the_first_lines_are_told(quizkit: Program, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("no log\n" * 300)
    run = quizkit("log", "--import", tmp_path / "log")
    assert len(run.out.splitlines()) == 10
    assert run.err.startswith("… and 290 more\nquizkit: nothing was imported\n")


def test_a_file_that_is_no_text_is_refused(quizkit: Program, tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"\x80\x81")
    run = quizkit("log", "--import", tmp_path / "log")
    assert run.code == 1
    assert "is not UTF-8" in run.err


def test_an_empty_log_can_be_exported_and_imported(quizkit: Program, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    assert quizkit("log", "--export", file).code == 0
    assert file.read_text() == ""
    assert quizkit("log", "--import", file).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes of POSIX")
def test_a_log_can_be_exported_into_a_pipe(quizkit: Program, studied: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    assert quizkit("log", "--export", pipe).code == 0
    reader.join()
    assert got[0].count("\n") >= 5
    assert pipe.is_fifo(), "a device or pipe is written to, not replaced by a file"


def test_a_full_disk_is_told_and_leaves_the_old_file(
    quizkit: Program, studied: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kept" / "log.jsonl"
    file.parent.mkdir()
    file.write_text("the log of last week\n")

    def full(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    run = quizkit("log", "--export", file)
    assert (run.code, run.err) == (1, f"quizkit: cannot write {file}: No space left on device\n")
    assert file.read_text() == "the log of last week\n"
    assert os.listdir(file.parent) == ["log.jsonl"]  # noqa: PTH208 - names only


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (["log", "--export"], "missing/log.jsonl"),
        (["log", "--export"], "."),
        (["export", "-o"], "missing/quizkit.apkg"),
    ],
)
def test_a_place_that_cannot_be_written_is_told(quizkit: Program, command: list[str], place: str) -> None:
    run = quizkit(*command, place)
    assert run.code == 1
    assert run.err.startswith(f"quizkit: cannot write {place}: ")


# --- rebuild ----------------------------------------------------------------------------------------


def test_rebuild_makes_the_same_states_of_the_log(quizkit: Program, home: Path, studied: Path) -> None:
    before = states(home)
    assert before
    with closing(sqlite3.connect(home / "progress.sqlite")) as store, store:
        store.execute("DELETE FROM card_states")
    run = quizkit("rebuild")
    assert run.code == 0
    assert run.err == f"Recomputed {len(before)} cards from the log.\n"
    assert states(home) == before


def test_rebuild_of_nothing_is_nothing(quizkit: Program) -> None:
    assert quizkit("rebuild").err == "Recomputed 0 cards from the log.\n"


# --- export -----------------------------------------------------------------------------------------


def test_export_writes_a_package(quizkit: Program, five_types: Path, tmp_path: Path) -> None:
    file = tmp_path / "five.apkg"
    run = quizkit("export", five_types, "-o", file)
    assert run.code == 0
    assert run.err == f"{file}: 5 questions in 1 deck\n"
    with zipfile.ZipFile(file) as package:
        assert package.testzip() is None
        assert "collection.anki2" in package.namelist()


def test_export_without_a_name_writes_quizkit_apkg_here(quizkit: Program, five_types: Path) -> None:
    assert quizkit("export", five_types).code == 0
    assert zipfile.is_zipfile("quizkit.apkg")


def test_export_leaves_broken_questions_out_and_says_so(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("deck: D\nquestions: [{front: a, back: b}, {front: c}]\n")
    run = quizkit("export", deck)
    assert run.code == 0
    assert "1 mistake in" in run.err
    assert "1 question in 1 deck" in run.err
