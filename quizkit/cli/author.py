"""Writing decks: ``check``, ``new`` and ``schema``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import DecksArgument, JsonOption, decks_or_default, print_json, warn
from quizkit.errors import QuizkitError, UsageError
from quizkit.terminal.text import counted

if TYPE_CHECKING:
    from quizkit.deckfile import RawDeck
    from quizkit.errors import Problem


def check(
    decks: DecksArgument = None,
    fix: Annotated[bool, typer.Option("--fix", help="Write ids into questions that have none.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Every mistake in every deck, as file:line:column: message."""
    if fix:
        _fix(decks_or_default(decks))
    found, questions, files = _check(decks_or_default(decks))
    if as_json:
        print_json([problem._asdict() for problem in found])
    else:
        from quizkit.terminal.output import print_problems

        print_problems(found)
        result = counted(len(found), "mistake") if found else "no mistakes"
        warn(f"{counted(files, 'deck')}, {counted(questions, 'question')}: {result}")
    if found:
        raise typer.Exit(1)


def new(
    deck: Annotated[Path | None, typer.Argument(help="The file to make.", show_default="asked for")] = None,
) -> None:
    """A wizard that leaves a checked deck with your first questions."""
    from quizkit.deckfile.writer import compose, mistake_in
    from quizkit.files import write_atomically
    from quizkit.questions import question_types
    from quizkit.terminal.wizard import ask_deck

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("'quizkit new' asks questions and needs a terminal", hint="docs/deck-format.md")
    if deck is not None and deck.exists():
        raise UsageError(f"{deck} exists already", hint="name another file")
    wanted = ask_deck(question_types(), deck, mistake_in)
    if wanted is None:
        warn("Nothing was written.")
        raise typer.Exit(130)
    path, title, language, questions = wanted
    if path.exists():
        raise UsageError(f"{path} exists already", hint="name another file")
    text = compose(title, language, questions)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QuizkitError(f"cannot make the folder {path.parent}: {error.strerror}") from error
    write_atomically(path, text.encode())
    warn(f"{path} holds {counted(len(questions), 'question')} and is sound.")
    warn(f"Now: quizkit study {path}")


def schema() -> None:
    """The JSON Schema of the deck format, for editors."""
    from quizkit.deckfile.reader import DECK_KEYS
    from quizkit.schema import deck_schema

    print_json(deck_schema(DECK_KEYS))


def _check(paths: list[Path]) -> tuple[list[Problem], int, int]:
    """The problems in all decks under some paths, how many sound questions, how many files."""
    from quizkit.store import find_decks

    found: list[Problem] = []
    questions = 0
    files = [path for path, _ in find_decks(paths)]
    if not files:
        raise QuizkitError("no deck found", hint="decks are .yaml files; 'quizkit new' makes one")
    keys: dict[str, tuple[Path, RawDeck]] = {}
    for path in files:
        deck = _read(path)
        found += deck.problems
        questions += len(deck.questions)
        other = keys.setdefault(deck.key, (path, deck))
        if other[0] is not path:
            found += _shared(path, deck, *other)
    return found, questions, len(files)


def _read(path: Path) -> RawDeck:
    from quizkit.deckfile import read_deck
    from quizkit.files import read_bytes

    return read_deck(read_bytes(path), str(path))


def _shared(path: Path, deck: RawDeck, other_path: Path, other: RawDeck) -> list[Problem]:
    """Questions that two decks of the same name share."""
    from quizkit.deckfile.reader import shared_id_problem

    taken = {question.id for question in other.questions}
    return [
        shared_id_problem(str(path), question.line, question.id, str(other_path))
        for question in deck.questions
        if question.id in taken
    ]


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
            ids = {question.line: question.local_id for question in deck.questions if question.derived}
            if not ids:
                continue
            data = read_bytes(Path(cached.path))
            write_atomically(Path(cached.path), with_ids(data, cached.path, ids))
            warn(f"{cached.path}: wrote {counted(len(ids), 'id')}")
