"""The program and its commands, in the order in which a person meets them."""

from __future__ import annotations

import typer

from quizkit.cli import (
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

app = typer.Typer(
    name="quizkit",
    help="Quizzes and flashcards from plain-text decks, with a memory model, in the terminal and in Anki.",
    no_args_is_help=True,
    # Rich help costs every command 60 ms and prints the same words; errors have their own boundary.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(learn.study)
app.command()(learn.quiz)
app.command()(look.due)
app.command()(look.stats)
app.command()(author.check)
app.command()(author.new)
app.command()(cover.cover)
app.command()(relock.relock)
app.command()(draft.draft)
app.command()(edit.add)
app.command()(edit.edit)
app.command()(edit.preview)
app.command()(edit.show)
app.command()(bench.grade)
app.command()(author.schema)
app.command()(ingest.ingest)
app.command()(export.export)
app.command("import")(importing.import_)
app.command()(keep.log)
app.command()(keep.rebuild)


def _version(asked: bool) -> None:
    if asked:
        from quizkit import __version__

        typer.echo(f"quizkit {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", help="Print the version.", callback=_version, is_eager=True
    ),
) -> None:
    """Options of the program itself."""
