"""What a person finds who asks the program itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typer.main
from quizkit.cli.app import app

if TYPE_CHECKING:
    from tests.conftest import Program

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # it is a group


def test_the_help_lists_every_command_with_a_sentence(quizkit: Program) -> None:
    run = quizkit("--help")
    assert run.code == 0
    for command in COMMANDS:
        line = next(line for line in run.out.splitlines() if line.startswith(f"  {command} "))
        assert len(line.split()) > 3


def test_no_sentence_of_the_list_of_commands_is_cut(quizkit: Program) -> None:
    listed = quizkit("--help").out.partition("Commands:\n")[2]
    assert "nothing else in the file changes." in " ".join(listed.split())
    assert "..." not in listed


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself_and_its_options(quizkit: Program, command: str, option: str) -> None:
    run = quizkit(command, option)
    assert run.code == 0
    assert run.err == ""
    usage, _, what, *rest = run.out.splitlines()
    assert usage.startswith(f"Usage: quizkit {command} ")
    assert what.strip().endswith((".", ","))
    options = [line for line in rest if line.startswith("  -")]
    assert options
    assert max(map(len, run.out.splitlines())) <= 80
    for line in options:
        assert len(line.split()) > 2, f"{line!r} does not say what it does"


def test_a_wrong_word_gets_a_suggestion(quizkit: Program) -> None:
    assert "Did you mean 'export'?" in quizkit("exprot").err


@pytest.mark.parametrize("command", [("quiz", "-n"), ("study", "--new"), ("quiz", "--seed")])
def test_what_is_no_number_is_told_without_a_programmers_words(
    quizkit: Program, command: tuple[str, str]
) -> None:
    run = quizkit(*command, "many")
    assert run.code == 2
    assert "'many' is not a whole number." in run.err


def test_the_schema_is_json_and_says_what_a_deck_needs(quizkit: Program) -> None:
    schema = quizkit("schema").json
    assert schema["$schema"].startswith("http://json-schema.org/draft-07/")
    assert set(schema["required"]) == {"deck", "questions"}
    assert {"short-answer", "choice", "true-false", "cloze", "flashcard"} <= schema["$defs"].keys()
