"""The program and its commands, in the order in which a person meets them."""

from __future__ import annotations

import typer

from quizkit.cli import (
    anki,
    author,
    bench,
    cover,
    draft,
    edit,
    export,
    importing,
    ingest,
    keep,
    learn,
    look,
    relock,
)
from quizkit.cli.common import command
from quizkit.cli.usage import Group
from quizkit.messages import _

app = typer.Typer(
    name="quizkit",
    cls=Group,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    help=_("Quizzes and flashcards from plain-text decks, with a memory model, in the terminal and in Anki."),
    no_args_is_help=True,
    # Rich help costs every command 60 ms and prints the same words; errors have their own boundary.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

command(app, learn.study)
command(app, learn.quiz)
command(app, look.due)
command(app, look.stats)
command(app, keep.log)
command(app, keep.rebuild)
command(app, author.new)
command(app, edit.add)
command(app, author.check)
command(app, edit.preview)
command(app, bench.grade)
command(app, edit.show)
command(app, edit.edit)
command(app, author.schema)
command(app, ingest.ingest)
command(app, draft.draft)
command(app, cover.cover)
command(app, relock.relock)
command(app, export.export)
command(app, importing.import_, "import")
app.add_typer(anki.app, name="anki")


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
