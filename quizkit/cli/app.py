"""The program and its commands. To call one reads its module, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import typer

from quizkit.cli.common import command
from quizkit.cli.usage import Group
from quizkit.messages import _

# The module of each command, in the order in which a person meets them.
_MODULES = {
    "study": "learn",
    "quiz": "learn",
    "due": "look",
    "stats": "look",
    "log": "keep",
    "rebuild": "keep",
    "new": "author",
    "add": "edit",
    "check": "author",
    "preview": "edit",
    "grade": "bench",
    "show": "edit",
    "edit": "edit",
    "schema": "author",
    "ingest": "ingest",
    "draft": "draft",
    "cover": "cover",
    "relock": "relock",
    "export": "export",
    "import": "importing",
    "anki": "anki",
}


class _Commands(Mapping[str, Any]):
    """The commands by their names, each made when somebody asks for it."""

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)

    def __getitem__(self, name: str) -> Any:
        return _made(name)


class _Program(Group):
    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: Any = _Commands()


@cache
def _made(name: str) -> Any:
    """A command, which is a function in its module, or a group of commands there."""
    module = import_module(f"quizkit.cli.{_MODULES[name]}")
    run = getattr(module, "import_" if name == "import" else name)
    if isinstance(run, typer.Typer):
        return typer.main.get_command(run)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    command(alone, run, name)
    return typer.main.get_command(alone)


app = typer.Typer(
    name="quizkit",
    cls=_Program,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    help=_("Quizzes and flashcards from plain-text decks, with a memory model, in the terminal and in Anki."),
    no_args_is_help=True,
    # Rich help costs every command 60 ms and prints the same words; errors have their own boundary.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from quizkit import __version__

        typer.echo(f"quizkit {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", help=_("Print the version."), callback=_version, is_eager=True
    ),
) -> None:
    """Options of the program itself."""
