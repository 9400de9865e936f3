"""The program as the system sees it: streams, signals, exit codes, its own mistakes."""

from __future__ import annotations

import importlib.metadata
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
import quizkit
from quizkit import stats

if TYPE_CHECKING:
    from tests.conftest import Process, Program, Run

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and devices of POSIX")


def assert_a_sentence(run: Run, code: int) -> None:
    """The command ended with ``code`` and one line that says why; it shows no traceback."""
    assert run.code == code, run.err
    assert run.err.startswith("quizkit: ")
    assert "Traceback" not in run.err
    assert len([line for line in run.err.splitlines() if not line.startswith("  hint: ")]) == 1


# --- exit codes -------------------------------------------------------------------------------------


def test_a_command_that_is_done_ends_with_0(quizkit: Program, five_types: Path) -> None:
    assert quizkit("due", five_types).code == 0


def test_a_mistake_in_the_users_data_ends_with_1(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "bad.yaml"
    deck.write_text("deck: Bad\nquestions: [{ask: What?}]\n")
    assert quizkit("check", deck).code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["stdy"], "Did you mean 'study'?"),
        (["study", "--nwe", "3"], "--new"),
        (["study", "--new", "many"], "many"),
        (["study", "--new", "-1"], "-1"),
        (["quiz", "--count", "0"], "0"),
        (["due", "nowhere"], "there is no file or folder 'nowhere'"),
        (["log", "--export", "a", "--import", "b"], "--export and --import are two different steps"),
        (["export", "-o", "deck.zip"], "'.zip' is not a format to export to"),
        (["new"], "'quizkit new' asks questions and needs a terminal"),
    ],
)
def test_a_command_that_cannot_work_as_called_ends_with_2(
    quizkit: Program, arguments: list[str], says: str
) -> None:
    run = quizkit(*arguments)
    assert run.code == 2
    assert says in run.err
    assert "Traceback" not in run.err


def test_a_mistake_of_ours_ends_with_3_and_names_the_log_that_explains_it(
    quizkit: Program, home: Path, five_types: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> NoReturn:
        raise ZeroDivisionError("something nobody thought of")

    monkeypatch.setattr(stats, "collection", broken)
    run = quizkit("stats", five_types)
    assert_a_sentence(run, 3)
    log = home / "error.log"
    assert str(log) in run.err
    assert "this is a bug in quizkit (ZeroDivisionError)" in run.err
    text = log.read_text(encoding="utf-8")
    assert "Traceback (most recent call last)" in text
    assert "something nobody thought of" in text
    assert "'stats'" in text, "the command that failed"


def test_a_mistake_of_ours_is_told_even_where_no_log_can_be_written(
    quizkit: Program, home: Path, five_types: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr(stats, "collection", broken)
    (home / "error.log").mkdir(parents=True)
    run = quizkit("stats", five_types)
    assert_a_sentence(run, 3)
    assert "its log could not be written" in run.err


@posix
def test_ctrl_c_ends_with_130(home: Path, five_types: Path, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "quizkit", "study", "--plain", five_types],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        while b"[1/5]" not in running.stdout.readline():
            pass
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert err == b"Stopped. Every answer you gave in a study session is kept.\n"


# --- the ways in ------------------------------------------------------------------------------------


def test_version_is_that_of_the_package(quizkit: Program) -> None:
    assert quizkit("--version").out == f"quizkit {importlib.metadata.version('quizkit')}\n"


def test_the_module_and_the_installed_program_are_the_same(process: Process) -> None:
    (entry,) = importlib.metadata.entry_points(group="console_scripts", name="quizkit")
    assert entry.load() is sys.modules["quizkit.__main__"].main
    run = process("--version")
    assert run.returncode == 0
    assert run.stdout.decode().strip() == f"quizkit {quizkit.__version__}"


def test_without_a_command_the_help_is_shown(quizkit: Program) -> None:
    run = quizkit()
    assert run.code == 2
    assert "Usage: quizkit" in run.out + run.err
    assert "study" in run.out + run.err


# --- what the learner's files may be ----------------------------------------------------------------


def test_a_folder_without_decks_is_told(quizkit: Program, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for command in ("study", "quiz", "due", "stats", "check", "export"):
        run = quizkit(command, tmp_path / "empty")
        assert_a_sentence(run, 1)
        assert "no deck found" in run.err
        assert "'quizkit new' makes one" in run.err


def test_a_missing_file_is_told(quizkit: Program) -> None:
    for command in ("study", "quiz", "due", "stats", "check", "export"):
        assert_a_sentence(quizkit(command, "missing.yaml"), 2)
    for words in (["log", "--import"], ["import"], ["grade"]):
        run = quizkit(*words, "missing.file")
        assert_a_sentence(run, 2)
        assert "there is no file or folder 'missing.file'" in run.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"new_per_day = ", "is not TOML"),
        (b"\xff\xfe", "is not TOML"),
        (b"new_per_dy = 3", "unknown setting 'new_per_dy'"),
        (b"new_per_day = 'many'", "'new_per_day' must be a whole number from 0 to 9999, not 'many'"),
        (b"desired_retention = 1.5", "'desired_retention' must be a number from 0.7 to 0.99"),
    ],
)
def test_settings_that_cannot_be_understood_are_told(
    quizkit: Program, home: Path, five_types: Path, text: bytes, says: str
) -> None:
    home.mkdir()
    (home / "settings.toml").write_bytes(text)
    for command in (["due", five_types], ["log"], ["rebuild"]):
        run = quizkit(*command)
        assert_a_sentence(run, 1)
        assert "settings.toml" in run.err
        assert says in run.err


def test_settings_that_cannot_be_read_are_told(quizkit: Program, home: Path, five_types: Path) -> None:
    (home / "settings.toml").mkdir(parents=True)
    run = quizkit("due", five_types)
    assert_a_sentence(run, 1)
    assert "cannot read" in run.err


def test_a_home_that_is_a_file_is_told(quizkit: Program, home: Path, five_types: Path) -> None:
    home.write_text("not a folder")
    for command in (["due", five_types], ["log"], ["rebuild"]):
        assert_a_sentence(quizkit(*command), 1)
    assert home.read_text() == "not a folder"


def test_a_progress_file_that_is_something_else_is_told_and_left_alone(
    quizkit: Program, home: Path, five_types: Path
) -> None:
    home.mkdir()
    (home / "progress.sqlite").write_text("a letter to a friend " * 100)
    run = quizkit("due", five_types)
    assert_a_sentence(run, 1)
    assert "progress.sqlite" in run.err
    assert (home / "progress.sqlite").read_text() == "a letter to a friend " * 100


def test_a_cache_that_is_something_else_is_made_anew(quizkit: Program, home: Path, five_types: Path) -> None:
    home.mkdir()
    (home / "decks.sqlite").write_text("a letter to a friend " * 100)
    assert quizkit("due", five_types, "--json").json[0]["total"] == 5


# --- streams ----------------------------------------------------------------------------------------

COMMANDS = [["schema"], ["due"], ["--version"]]


@posix
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_under_the_output_is_told(process: Process, command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        run = process(*command, stdout=full, stderr=subprocess.PIPE)
    assert run.returncode == 1
    assert run.stderr == b"quizkit: cannot write the output: No space left on device\n"


@posix
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_reader_that_has_gone_is_no_reason_to_complain(process: Process, command: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    run = process(*command, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert run.returncode in {0, 1}
    assert run.stderr == b""


@posix
@pytest.mark.parametrize("closed", [0, 1, 2], ids=["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_no_reason_to_fail(
    process: Process, quizkit: Program, five_types: Path, closed: int
) -> None:
    def close() -> None:
        os.close(closed)

    run = process("study", "--plain", five_types, input=b"\n4\n" if closed else None, preexec_fn=close)
    assert run.returncode == 0
    assert b"Traceback" not in run.stderr
    assert len(quizkit("log", "--json").json) == (1 if closed else 0)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_output_that_lacks_letters_is_no_reason_to_stop(
    process: Process, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    deck = tmp_path / "deck.yaml"
    deck.write_text("deck: Łódź 日本\nquestions: [{ask: Où?, answer: là}]\n", encoding="utf-8")
    run = process("quiz", deck, input=b"x\n")
    assert run.returncode == 0
    assert b"0 of 1 right" in run.stdout
    run = process("due", "--json", deck)
    assert json.loads(run.stdout.decode(encoding))[0]["title"] == "Łódź 日本"


@posix
@pytest.mark.slow
@pytest.mark.parametrize("blocks", [0, 8, 40, 72, 90])
def test_a_full_disk_under_the_progress_is_told_and_loses_nothing(
    process: Process, quizkit: Program, five_types: Path, blocks: int
) -> None:
    limit = limited(blocks * 1024)
    run = process("study", "--plain", five_types, input=b"\n4\neight\n\n1\n4\n" * 20, preexec_fn=limit)
    assert run.returncode == 1, run.stderr
    assert b"Traceback" not in run.stderr
    assert run.stderr.startswith(b"quizkit: cannot ")
    kept = quizkit("log", "--json").json
    judged = run.stdout.count(b"Right.") + run.stdout.count(b"Wrong.")
    assert len([review for review in kept if review["score"] is not None]) >= judged


def limited(size: int) -> Callable[[], None]:
    """What makes every file of a process as small as on a disk that is nearly full."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit
