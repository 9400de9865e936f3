"""Writing decks: ``check``, ``new`` and ``schema``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import (
    DecksArgument,
    JsonOption,
    command_line,
    decks_or_default,
    no_folder,
    print_json,
    warn,
)
from quizkit.errors import UsageError
from quizkit.messages import _, counted, plural

if TYPE_CHECKING:
    from quizkit.cli.proof import Outcome
    from quizkit.errors import Problem
    from quizkit.proof.grounds import ReadDeck


def check(
    decks: DecksArgument = None,
    sources: Annotated[
        Path | None,
        typer.Option("--sources", metavar=_("DIR"), help=_("Compare with the documents in this folder.")),
    ] = None,
    require_sources: Annotated[
        bool, typer.Option("--require-sources", help=_("A question that is not proven is a mistake."))
    ] = False,
    fix: Annotated[
        bool,
        typer.Option("--fix", help=_("Write ids into questions that have none, and citations that moved.")),
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help=_("A line for each question, where one would tell of several."))
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Every mistake in every deck, as file:line:column: message."""
    from quizkit.cli import proof
    from quizkit.cli.reading import mistakes_in, read_decks

    given = decks_or_default(decks)
    proof.need_folder(sources)
    if require_sources and sources is None:
        raise UsageError(
            _("--require-sources needs --sources"), hint=_("--sources names the folder of the documents")
        )
    if fix:
        _fix(given)
    read = read_decks(given)
    if fix and sources is not None and proof.rewrite_citations(read, sources):
        read = read_decks(given)
    names, citations = proof.names_checked(read, by_lock=sources is None)
    found = sorted([*mistakes_in(read), *names])
    outcome = None
    if sources is None:
        found = sorted([*found, *proof.unwritten(read)])
    else:
        fold = not (as_json or verbose)
        outcome = proof.proven(read, sources, strict=require_sources, all_remarks=as_json, fold=fold)
        found += outcome.problems()
    if as_json:
        problems = [problem._asdict() for problem in sorted(found)]
        print_json(outcome.as_json() | {"problems": problems} if outcome else problems)
    else:
        _print_check(read, found, outcome)
        if outcome is None and citations:
            warn(proof.unverified(read, citations))
    if found:
        raise typer.Exit(1)


def _print_check(read: list[ReadDeck], found: list[Problem], outcome: Outcome | None) -> None:
    remarks = outcome.remarks() if outcome else []
    told = [*found, *remarks]
    if told:
        from quizkit.terminal.output import print_problems

        print_problems(told)
    result = counted("{count} mistake", "{count} mistakes", len(found)) if found else _("no mistakes")
    if outcome:
        result += ", " + counted("{count} remark", "{count} remarks", len(remarks))
    decks = counted("{count} deck", "{count} decks", len(read))
    questions = sum(len(deck.raw.questions) for deck in read)
    warn(f"{decks}, {counted('{count} question', '{count} questions', questions)}: {result}")
    for sentence in outcome.sentences() if outcome else ():
        warn(sentence)


def new(
    deck: Annotated[
        Path | None,
        typer.Argument(metavar=_("deck"), help=_("The file to make."), show_default=_("asked for")),
    ] = None,
) -> None:
    """A wizard that leaves a checked deck with your first questions."""
    from quizkit.deckfile.writer import compose, mistake_in
    from quizkit.files import write_atomically
    from quizkit.questions import question_types
    from quizkit.store.library import DECK_SUFFIXES
    from quizkit.terminal.wizard import ask_deck

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("'quizkit new' asks questions and needs a terminal"),
            hint=_("write the file yourself, as docs/deck-format.md says"),
        )
    if deck is not None and deck.exists():
        raise UsageError(_("{path} exists already").format(path=deck), hint=_("name another file"))
    if deck is not None and deck.suffix not in DECK_SUFFIXES:
        raise UsageError(_("The file must end in .yaml."))
    wanted = ask_deck(question_types(), deck, mistake_in)
    if wanted is None:
        warn(_("Nothing was written."))
        raise typer.Exit(130)
    path, title, language, questions = wanted
    if path.exists():
        raise UsageError(_("{path} exists already").format(path=path), hint=_("name another file"))
    text = compose(title, language, questions)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise no_folder(path.parent, error) from error
    write_atomically(path, text.encode())
    told = plural(
        "{path} holds {count} question and is sound.",
        "{path} holds {count} questions and is sound.",
        len(questions),
    )
    warn(told.format(path=path, count=len(questions)))
    warn(_("Now: {command}").format(command=command_line("study", decks=[path])))


def schema() -> None:
    """The JSON Schema of the deck format, for editors."""
    from quizkit.deckfile.reader import DECK_KEYS
    from quizkit.schema import deck_schema

    print_json(deck_schema(DECK_KEYS))


def _fix(paths: list[Path]) -> None:
    """Write the id each question goes by into the file, where it has none."""
    from quizkit.deckfile.writer import with_ids
    from quizkit.files import read_bytes, write_atomically
    from quizkit.settings import load_settings
    from quizkit.settings import paths as where
    from quizkit.store import open_store

    places = where()
    settings = load_settings(places.settings)
    with open_store(places.progress, places.cache, settings.scheduling, paths) as store:
        for cached in store.library.decks:
            deck = store.library.deck(cached)
            ids = [(question.line, question.local_id) for question in deck.questions if question.derived]
            if not ids:
                continue
            data = read_bytes(Path(cached.path))
            write_atomically(Path(cached.path), with_ids(data, cached.path, ids))
            told = plural("{path}: wrote {count} id", "{path}: wrote {count} ids", len(ids))
            warn(told.format(path=cached.path, count=len(ids)))
