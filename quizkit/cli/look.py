"""Looking: ``due`` and ``stats``. Reading only; each has ``--json``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizkit.cli.common import DecksArgument, JsonOption, opened, print_json, the_world
from quizkit.messages import _, in_context

if TYPE_CHECKING:
    from quizkit.settings import Settings
    from quizkit.store import Store

FORECAST_DAYS = 7


def due(decks: DecksArgument = None, as_json: JsonOption = False) -> None:
    """How many cards wait in each deck today."""
    with opened(decks) as (store, settings):
        world = the_world(settings)
        counts = store.library.counts(world.day(), world.day_ends_at())
        if as_json:
            print_json([deck._asdict() for deck in counts])
            return
        from quizkit.terminal.output import is_narrow, show, table

        rows = [
            (deck.title or Path(deck.path), deck.new, deck.learning, deck.due, deck.total) for deck in counts
        ]
        sums = tuple(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))
        total = (_("all decks"), *sums) if len(rows) > 1 else ()
        show(table(_counts_in_few_words() if is_narrow() else _counts_in_words(), rows, total))


def _counts_in_words() -> tuple[str, ...]:
    return _("deck"), _("new"), _("learning"), _("due"), _("cards")


def _counts_in_few_words() -> tuple[str, ...]:
    """Of 40 columns these leave seventeen for the deck while no number is longer than its word."""
    return (
        _("deck"),
        in_context("on a narrow screen", "new"),
        in_context("on a narrow screen", "later"),
        in_context("on a narrow screen", "due"),
        in_context("on a narrow screen", "cards"),
    )


def stats(
    decks: DecksArgument = None,
    as_json: JsonOption = False,
    missed: Annotated[
        bool, typer.Option("--missed", help=_("What you missed on the latest day, with the answers."))
    ] = False,
    overrides: Annotated[
        bool, typer.Option("--overrides", help=_("The answers that learners said were right after all."))
    ] = False,
    marked: Annotated[bool, typer.Option("--marked", help=_("The questions marked for the author."))] = False,
) -> None:
    """What you know, how well you remember, and what is coming."""
    with opened(decks) as (store, settings):
        if missed:
            _show_missed(store, as_json)
            return
        if overrides or marked:
            _for_authors(store, as_json, overrides=overrides)
            return
        today = the_world(settings).day()
        found = _figures(store, settings, today)
        if as_json:
            print_json(found)
            return
        from quizkit.terminal.figures import stats_page
        from quizkit.terminal.output import show

        show(stats_page(found, today))


def _figures(store: Store, settings: Settings, today: int) -> dict[str, Any]:
    """The figures of these decks, as ``--json`` prints them."""
    from quizkit import stats as figures

    touched = dict(store.library.states())
    reviews = [review for review in store.progress.reviews() if review.card_id in touched]
    cards = sum(deck.cards for deck in store.library.decks)
    return {
        "cards": figures.collection(touched.values(), cards)._asdict(),
        "known_now": round(figures.known_now(touched.values(), today, settings.scheduling), 1),
        "answers": len(reviews),
        "minutes": round(sum(review.duration_ms for review in reviews) / 60_000),
        "streak_days": figures.streak((review.day for review in reviews), today),
        "retention": {
            name: figures.retention(reviews, since)._asdict()
            for name, since in (("last_30_days", today - 30), ("ever", 0))
        },
        "forecast": figures.forecast(touched.values(), today, FORECAST_DAYS),
        "leeches": [{"card_id": name, "lapses": lapses} for name, lapses in figures.leeches(touched.items())],
    }


def _show_missed(store: Store, as_json: bool) -> None:
    """What the learner missed when these decks were last studied."""
    from quizkit import stats as figures
    from quizkit.terminal.output import say, show
    from quizkit.terminal.summary import missed_list
    from quizkit.terminal.view import Missed

    touched = dict(store.library.states())
    found = figures.missed_last(review for review in store.progress.reviews() if review.card_id in touched)
    if as_json:
        names = ("card_id", "response", "times")
        print_json([dict(zip(names, row, strict=True)) for row in found])
    elif not found:
        say(_("None."))
    else:
        show(*missed_list([Missed(store.library.card(name), said) for name, said, _times in found]))


def _for_authors(store: Store, as_json: bool, *, overrides: bool) -> None:
    """What the author of a deck wants to know: overridden answers, or marked questions."""
    from quizkit import stats as figures
    from quizkit.terminal.output import say, show, table

    states = dict(store.library.states())
    rows: list[tuple[object, ...]]
    columns: tuple[str, ...]
    if overrides:
        found = figures.overrides(store.progress.reviews())
        rows, columns = [row for row in found if row[0] in states], ("question", "response", "times")
    else:
        rows, columns = [(card_id,) for card_id, state in states.items() if state.marked], ("question",)
    if as_json:
        names = ("card_id", *columns[1:])
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    elif not rows:
        say(_("None."))
    else:
        words = {"question": _("question"), "response": _("response"), "times": _("times")}
        show(table([words[column] for column in columns], rows))
