"""Learning: ``study`` and ``quiz``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import DecksArgument, opened, the_world, warn
from quizkit.errors import QuizkitError

if TYPE_CHECKING:
    from quizkit.session import Session
    from quizkit.store import Store
    from quizkit.study import World
    from quizkit.terminal.summary import Coming
    from quizkit.terminal.view import Ui

PlainOption = Annotated[bool, typer.Option("--plain", help="Plain lines instead of a screen.")]
CTRL_C = 130


def study(
    decks: DecksArgument = None,
    new: Annotated[
        int | None, typer.Option(min=0, help="New cards for today.", show_default="the setting")
    ] = None,
    plain: PlainOption = False,
) -> None:
    """Spaced repetition: what is due today, then new cards."""
    from quizkit.queue import Limits
    from quizkit.study import Study

    with opened(decks) as (store, settings):
        world = the_world(settings)
        new_cards = settings.new_per_day if new is None else new
        limits = Limits(new_cards, settings.reviews_per_day, settings.bury_siblings)
        with _ui(plain) as ui:
            run = Study(store.progress, store.library, ui, world, settings.scheduling, limits)
            session = run.run()
        from quizkit.terminal.output import show
        from quizkit.terminal.summary import study_summary

        missed = [store.library.card(card_id) for card_id in session.missed]
        show(study_summary(session.reviews, missed, _coming(session, store, world)))


def quiz(
    decks: DecksArgument = None,
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many questions.")] = 10,
    seed: Annotated[
        int | None, typer.Option(help="The same seed asks the same questions.", show_default=False)
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="Record the answers as reviews.")] = False,
    plain: PlainOption = False,
) -> None:
    """A one-off test with a score at the end."""
    from quizkit.study import choose_cards, take_quiz

    with opened(decks) as (store, settings):
        world = the_world(settings, seed)
        cards = choose_cards(store.library, count, world.random)
        if not cards:
            raise QuizkitError("there is no question to ask", hint="'quizkit check' shows what is wrong")
        with _ui(plain) as ui:
            done = take_quiz(cards, ui, world, store.progress if save else None)
        from quizkit.terminal.output import show
        from quizkit.terminal.summary import quiz_summary

        show(quiz_summary(done))


def _coming(session: Session, store: Store, world: World) -> Coming:
    """What the learner can expect after the session."""
    from quizkit.stats import forecast
    from quizkit.terminal.summary import Coming

    day, now = world.day(), world.now()
    days_ahead = forecast((state for _, state in store.library.states()), day, 366)
    return Coming(
        left=session.counts.total if session.current(now) is not None else 0,
        new_left=sum(deck.new for deck in store.library.counts(day, world.day_ends_at())),
        soon_ms=session.queue.learning[0].due_at - now if session.queue.learning else None,
        tomorrow=days_ahead[1],
        next_in_days=next((ahead for ahead, count in enumerate(days_ahead) if count and ahead), None),
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
        warn("Stopped. Every answer you gave in a study session is kept.")
        raise typer.Exit(CTRL_C) from None
    finally:
        ui.close()
        signal.signal(signal.SIGTERM, before)


def _terminated(number: int, _frame: object) -> None:
    """Ended by another program: the terminal is given back on the way out."""
    sys.exit(128 + number)
