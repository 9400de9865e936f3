"""Keeping: the ``log`` between machines, ``rebuild``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import MOST_NAMED, JsonOption, opened_progress, print_json, warn
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _, counted, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizkit.store import Progress


def log(
    export_to: Annotated[
        Path | None, typer.Option("--export", metavar=_("FILE"), help=_("Write the whole log as JSON lines."))
    ] = None,
    import_from: Annotated[
        Path | None,
        typer.Option("--import", metavar=_("FILE"), help=_("Add what another machine's log holds.")),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Your answers: the latest of them, or the whole log from and to a file."""
    if export_to and import_from:
        raise UsageError(
            _("--export and --import are two different steps"), hint=_("run them one after the other")
        )
    with opened_progress() as progress:
        if export_to:
            _export_log(progress, export_to)
        elif import_from:
            _import_log(progress, import_from)
        else:
            _show_log(progress, as_json)


def rebuild() -> None:
    """Recompute every card's state from the log of your answers."""
    with opened_progress() as progress:
        cards = progress.rebuild()
    warn(counted("Recomputed {count} card from the log.", "Recomputed {count} cards from the log.", cards))


def _export_log(progress: Progress, path: Path) -> None:
    from quizkit.files import write_atomically
    from quizkit.store.logfile import encode

    lines = encode(progress.log())
    write_atomically(path, lines.encode())
    count = lines.count("\n")
    entries = counted("{count} entry", "{count} entries", count)
    warn(f"{path}: {entries}")


def _import_log(progress: Progress, path: Path) -> None:
    from quizkit.files import read_bytes
    from quizkit.store.logfile import decode
    from quizkit.terminal.output import print_problems

    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuizkitError(_("{path} is not UTF-8").format(path=path)) from error
    read = decode(text, str(path))
    if read.problems:
        print_problems(read.problems[:MOST_NAMED])
        more = len(read.problems) - MOST_NAMED
        if more > 0:
            warn(_("… and {count} more").format(count=more))
        raise QuizkitError(_("nothing was imported"), hint=_("mend or remove these lines"))
    added = progress.merge(read.entries, read.aliases)
    known = len(read.entries) - added
    told = plural(
        "{count} new entry, {known} known already", "{count} new entries, {known} known already", added
    )
    warn(told.format(count=added, known=known))


def _show_log(progress: Progress, as_json: bool) -> None:
    from datetime import datetime

    reviews = list(progress.reviews())
    if as_json:
        from quizkit.store.logfile import as_object

        print_json([as_object(review) for review in reviews])
        return
    from quizkit.terminal.names import RATINGS
    from quizkit.terminal.output import say, show, table

    if not reviews:
        say(_("No answers yet. 'quizkit study' begins."))
        return

    def rows() -> Iterator[tuple[str, ...]]:
        for review in reviews[-20:]:
            at = datetime.fromtimestamp(review.reviewed_at / 1000).astimezone()
            yield review.card_id, f"{at:%Y-%m-%d %H:%M}", RATINGS[review.rating]

    show(table((_("card"), _("when"), _("rating")), list(rows())))
