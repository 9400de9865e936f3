"""Working on questions: ``add``, ``edit``, ``preview`` and ``show``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizkit.cli.common import DecksArgument, JsonOption, opened, print_json, the_one, warn
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _
from quizkit.model import question_of

if TYPE_CHECKING:
    from quizkit.store import Store

DeckArgument = Annotated[Path, typer.Argument(metavar=_("deck"), help=_("The deck file."))]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help=_("The question's id, or its beginning."))]


def add(deck: DeckArgument) -> None:
    """Add a question to a deck with a wizard; nothing else in the file changes."""
    from functools import partial

    from quizkit.deckfile.reader import read_deck
    from quizkit.deckfile.writer import mistake_in, with_question
    from quizkit.files import read_bytes, write_atomically
    from quizkit.questions import question_types
    from quizkit.terminal.wizard import ask_question

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("'quizkit add' asks questions and needs a terminal"), hint=_("edit the file instead")
        )
    data = read_bytes(deck)
    with_question(data, str(deck), {"front": "?", "back": "!"})  # a deck that takes none is refused at once
    language = read_deck(data, str(deck)).language
    question = ask_question(question_types(), mistake_in, partial(_shown, language=language))
    if question is None:
        warn(_("Nothing was written."))
        raise typer.Exit(130)
    write_atomically(deck, with_question(data, str(deck), question))
    warn(_("Added to {path}.").format(path=deck))


def edit(question: IdArgument, decks: DecksArgument = None) -> None:
    """Open the editor at a question."""
    from quizkit.cli.learn import open_editor

    with opened(decks) as (store, _settings):
        path, line = _place(store, question)
    open_editor(path, line)


def show(question: IdArgument, decks: DecksArgument = None, as_json: JsonOption = False) -> None:
    """A question with its state and history."""
    from quizkit.terminal.history import history_page
    from quizkit.terminal.output import show as show_page

    with opened(decks) as (store, settings):
        path, line = _place(store, question)
        full = _full_id(store, question)
        cards = store.library.cards_of_question(full)
        reviews = [review for review in store.progress.reviews() if review.card_id.partition("#")[0] == full]
        states = {card.id: store.progress.state(card.id) for card in cards}
        if as_json:
            from quizkit.store.logfile import as_object

            print_json(
                {
                    "id": full,
                    "path": path,
                    "line": line,
                    "cards": [{"id": card.id, **_state(states[card.id])} for card in cards],
                    "reviews": [as_object(review) for review in reviews],
                }
            )
            return
        show_page(history_page(f"{path}:{line}", cards, states, reviews, settings.scheduling))


def preview(
    deck: DeckArgument,
    watch: Annotated[bool, typer.Option("--watch", help=_("Follow the file as it is saved."))] = False,
) -> None:
    """Walk through every card as it will look; nothing is recorded."""
    from quizkit.terminal.preview import Preview

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("'quizkit preview' shows screens and needs a terminal"), hint=_("try 'quizkit check'")
        )
    Preview(lambda: _cards(deck), deck if watch else None).run()


def _cards(deck: Path) -> tuple[list[Any], list[str]]:
    from quizkit.deckfile import load_deck

    loaded, problems = load_deck(deck)
    return list(loaded.cards()), [str(problem) for problem in problems]


def _shown(question: dict[str, Any], *, language: str) -> str:
    """The first card of a question that is being written, as a learner will see it."""
    import shutil

    from quizkit.deckfile.reader import build_deck, read_deck
    from quizkit.deckfile.writer import compose
    from quizkit.terminal.entry import Entry
    from quizkit.terminal.screens import question_screen
    from quizkit.terminal.view import Asking, Header

    deck = build_deck(read_deck(compose("Preview", language, [question]).encode(), ""), "")
    card = next(deck.cards())
    width = min(shutil.get_terminal_size().columns, 100)
    return "\n".join(question_screen(Asking(Header("", 0, 1), card, frozenset()), Entry(), width).body)


def _full_id(store: Store, name: str) -> str:
    """The full id of a question; ``name``: its id, with or without its deck, or the beginning of one."""
    found = store.library.find_question(question_of(name))
    missing = _("there is no question '{name}' in these decks").format(name=name)
    return the_one(name, found, missing, _("'quizkit log' has the ids of what you answered"))


def _place(store: Store, name: str) -> tuple[str, int]:
    place = store.library.place_of(_full_id(store, name))
    if place is None:
        raise QuizkitError(_("there is no question '{name}' in these decks").format(name=name))
    return place


def _state(state: Any) -> dict[str, Any]:
    memory = state.memory
    return {
        "phase": state.phase.name.lower(),
        "stability": None if memory is None else round(memory.stability, 4),
        "difficulty": None if memory is None else round(memory.difficulty, 4),
        "due": state.due._asdict(),
        "reps": state.reps,
        "lapses": state.lapses,
        "suspended": state.suspended,
        "flagged": state.flagged,
        "marked": state.marked,
    }
