"""Learning: ``study`` and ``quiz``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import DecksArgument, command_line, opened, the_world, warn
from quizkit.errors import QuizkitError
from quizkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizkit.model import Card, Deck, Question
    from quizkit.session import Session
    from quizkit.store import Store
    from quizkit.terminal.summary import Coming
    from quizkit.terminal.view import Ending, Ui
    from quizkit.world import World

PlainOption = Annotated[bool, typer.Option("--plain", help=_("Plain lines instead of a screen."))]
CTRL_C = 130
# Where the user names none: what their system would choose, then what is easiest to leave again.
_EDITORS = ("sensible-editor", "nano", "vi", "notepad")


def study(
    decks: DecksArgument = None,
    new: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help=_("New cards, now."), show_default=_("the day's rest")),
    ] = None,
    plain: PlainOption = False,
) -> None:
    """Spaced repetition: what is due today, then new cards."""
    from quizkit.queue import Limits
    from quizkit.study import Study
    from quizkit.terminal.summary import study_ending

    with opened(decks) as (store, settings):
        world = the_world(settings)
        # A number given here is for now, however many were new today already.
        today = store.progress.new_on(world.day())
        new_cards = settings.new_per_day if new is None else new + today
        limits = Limits(new_cards, settings.reviews_per_day, settings.bury_siblings)
        # The usual editors need a terminal; one that somebody named knows what to do without.
        named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        edit = open_editor if named or sys.stdin.isatty() else None
        with _ui(plain) as ui:
            run = Study(store.progress, store.library, ui, world, settings.scheduling, limits, edit)
            session = run.run()
            missed = list(_cards(session.missed, store))
            ending = study_ending(session, missed, _coming(session, store, world, decks))
            ending = ending._replace(all_missed=_stats_missed(decks))
            left = session.current(world.now()) is not None
            _conclude(ui, ending, left, store, world)


def quiz(
    decks: DecksArgument = None,
    count: Annotated[
        int, typer.Option("--count", "-n", metavar="N", min=1, help=_("How many questions."))
    ] = 10,
    seed: Annotated[
        int | None,
        typer.Option(metavar="N", help=_("The same seed asks the same questions."), show_default=False),
    ] = None,
    save: Annotated[bool, typer.Option("--save", help=_("Record the answers as reviews."))] = False,
    shuffle: Annotated[bool, typer.Option(help=_("Questions and options in a new order."))] = True,
    kind: Annotated[
        list[str] | None, typer.Option("--type", metavar=_("TYPE"), help=_("Only questions of this type."))
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar=_("TAG"), help=_("Only questions with this tag."))
    ] = None,
    exam: Annotated[bool, typer.Option("--exam", help=_("No feedback until the end."))] = False,
    time_limit: Annotated[
        int,
        typer.Option(metavar=_("MINUTES"), min=0, help=_("For the whole quiz."), show_default=_("no limit")),
    ] = 0,
    per_question: Annotated[
        int,
        typer.Option(metavar=_("SECONDS"), min=0, help=_("For each question."), show_default=_("no limit")),
    ] = 0,
    passing: Annotated[
        int | None,
        typer.Option(
            "--pass",
            metavar=_("PERCENT"),
            min=0,
            max=100,
            help=_("What is needed; below it the exit code is 1."),
        ),
    ] = None,
    result: Annotated[
        Path | None, typer.Option(metavar=_("FILE"), help=_("Write the result as JSON."))
    ] = None,
    plain: PlainOption = False,
) -> None:
    """A one-off test with a score at the end."""
    from quizkit.quiz import Rules, choose_cards, ending_of, take_quiz

    with opened(decks) as (store, settings):
        world = the_world(settings, seed)
        cards = choose_cards(store.library, count, world.random, _filter(kind, tag), shuffle=shuffle)
        if not cards:
            hint = _("try other --type, --tag or decks") if kind or tag else ""
            raise QuizkitError(_("there is no question to ask"), hint=hint)
        rules = Rules(exam, time_limit * 60, per_question, shuffle)
        began = world.now()
        with _ui(plain) as ui:
            done = take_quiz(cards, store.library, ui, world, store.progress if save else None, rules)
            try:
                if result is not None:  # of this round: what is practised afterwards does not count
                    from quizkit.cli.results import write_result

                    write_result(result, done, began, world.now(), passing, seed)
            finally:
                told = _("--result FILE writes all of them") if result is None else str(result)
                ending = ending_of(done, passing)._replace(all_missed=_stats_missed(decks) if save else told)
                _conclude(ui, ending, done.left, store, world)
        if passing is not None and done.share * 100 < passing:
            raise typer.Exit(1)


def _conclude(ui: Ui, ending: Ending, left: bool, store: Store, world: World) -> None:
    """Offer to go through what was missed again, and leave the result on the shell's screen."""
    from quizkit.quiz import practise
    from quizkit.terminal.output import show
    from quizkit.terminal.summary import ending_page

    offered = bool(ending.missed) and not left
    if offered:
        with suppress(KeyboardInterrupt):  # the session itself is over
            practise(ending, store.library, ui, world)
    ui.close()
    if ui.fleeting or not offered:
        show(ending_page(ending, whole=False), plain=not ui.fleeting)


def _stats_missed(decks: list[Path] | None) -> str:
    """The command that shows all that was missed in these decks."""
    return command_line("stats", "--missed", decks=decks)


def _cards(ids: Iterable[str], store: Store) -> Iterator[Card]:
    """The cards with some ids, those that are still in a deck."""
    for card_id in ids:
        with suppress(KeyError):
            yield store.library.card(card_id)


def open_editor(path: str, line: int) -> None:
    """Open a file at a line in the user's editor. Raises QuizkitError where that fails."""
    import subprocess

    command = _editor()
    name = Path(command[0]).stem
    at = [f"+{line}", path]  # which nearly all of them understand
    if name in {"code", "codium"}:
        at = ["--goto", f"{path}:{line}"]
    elif name == "notepad":
        at = [path]
    try:
        done = subprocess.run([*command, *at], check=False)  # noqa: S603 - the user's own editor
    except OSError as error:
        why = _("cannot start the editor '{editor}': {reason}")
        raise QuizkitError(why.format(editor=command[0], reason=error.strerror)) from error
    if done.returncode:
        why = _("the editor '{editor}' ended with exit code {code}")
        raise QuizkitError(why.format(editor=command[0], code=done.returncode))


def _editor() -> list[str]:
    """The command in ``$VISUAL`` or ``$EDITOR``, else the first usual editor there is."""
    import shlex
    import shutil

    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError as error:  # a quotation mark too many
        why = _("cannot start the editor '{editor}': {reason}")
        raise QuizkitError(why.format(editor=named, reason=error)) from error
    command = command or [name for name in _EDITORS if shutil.which(name)][:1]
    if not command:
        raise QuizkitError(_("there is no editor here"), hint=_("name yours in the variable EDITOR"))
    return command


def _filter(kinds: list[str] | None, tags: list[str] | None) -> Callable[[Question, Deck], bool]:
    """Whether a question is of one of the types and has one of the tags asked for."""
    from quizkit.questions import question_types
    from quizkit.quoting import did_you_mean

    for kind in kinds or ():
        if kind not in question_types():
            raise QuizkitError(
                _("there is no question type '{type}'").format(type=kind),
                hint=did_you_mean(kind, question_types(), _("known types: {words}")),
            )

    def fits(question: Question, _deck: Deck) -> bool:
        right_kind = not kinds or question.type in kinds
        return right_kind and (not tags or any(tag in question.about.tags for tag in tags))

    return fits


def _coming(session: Session, store: Store, world: World, decks: list[Path] | None) -> Coming:
    """What the learner can expect after the session."""
    from quizkit.stats import forecast
    from quizkit.terminal.summary import Coming

    day, now = world.day(), world.now()
    days_ahead = forecast((state for _card, state in store.library.states()), day, 366)
    return Coming(
        left=session.counts.total - len(session.queue.learning),
        new_left=sum(deck.new for deck in store.library.counts(day, world.day_ends_at())),
        soon_ms=session.queue.learning[0].due_at - now if session.queue.learning else None,
        tomorrow=days_ahead[1],
        next_in_days=next((ahead for ahead, count in enumerate(days_ahead) if count and ahead), None),
        study=command_line("study", decks=decks),
    )


@contextmanager
def _ui(plain: bool) -> Iterator[Ui]:
    """The way to ask; however the session ends, the terminal is as it was."""
    from quizkit.terminal import open_ui

    ui = open_ui(plain=plain)
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield ui
    except KeyboardInterrupt:
        ui.close()
        warn(_("Stopped. Every answer you gave in a study session is kept."))
        raise typer.Exit(CTRL_C) from None
    finally:
        ui.close()
        signal.signal(signal.SIGTERM, before)


def _terminated(number: int, _frame: object) -> None:
    """Ended by another program: the terminal is given back on the way out."""
    sys.exit(128 + number)
