"""Living together with Anki: ``anki sync``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from quizkit.cli.common import command, opened, the_world, warn
from quizkit.cli.synced import CANNOT_BE_JOINED, say, say_options
from quizkit.cli.usage import Group
from quizkit.errors import UsageError
from quizkit.messages import _
from quizkit.terminal.text import is_yes

if TYPE_CHECKING:
    from quizkit.cli.export import Prepared
    from quizkit.settings import Settings
    from quizkit.store import Store
    from quizkit.sync.agreed import Agreed
    from quizkit.sync.backend import AnkiCollection
    from quizkit.sync.server import Whole
    from quizkit.sync.session import Ours

anki = typer.Typer(
    name="anki",
    add_completion=False,
    cls=Group,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    help=_("Study in Anki and here, with one history."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

PASSWORD = "QUIZKIT_ANKI_PASSWORD"  # noqa: S105 - the name of a variable
_SIDES = {"download", "upload"}


@anki.callback()
def _anki() -> None:
    """Study in Anki and here, with one history."""


def sync(
    decks: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar=_("[DECKS]..."),
            help=_("Deck files, or folders of them. Default: decks/ here."),
            show_default=False,
        ),
    ] = None,
    collection: Annotated[
        Path | None,
        typer.Option(metavar=_("FILE"), help=_("Anki's collection.anki2 on this machine; close Anki first.")),
    ] = None,
    server: Annotated[str, typer.Option(metavar="URL", help=_("A sync server of your own."))] = "",
    user: Annotated[str, typer.Option(metavar=_("NAME"), help=_("The user on the server."))] = "",
    full: Annotated[
        str,
        typer.Option(
            metavar=_("SIDE"), help=_("download or upload, where server and copy cannot be joined.")
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would be done, and do nothing."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do it without asking."))] = False,
) -> None:
    """Send new and changed questions, and join the answers of both sides."""
    if (collection is None) == (not server):
        raise UsageError(_("name either --collection FILE or --server URL"))
    if server and not user:
        raise UsageError(_("a server needs --user"))
    if collection is not None and (user or full):
        raise UsageError(_("--user and --full are for a server"))
    if full and full not in _SIDES:
        raise UsageError(_("--full {side} is unknown").format(side=full), hint=_("download or upload"))
    if not (decks or Path("decks").is_dir()):
        # The bundled decks are there to try quizkit: nobody wants them in their collection unasked.
        raise UsageError(_("there is no folder 'decks' here"), hint=_("name the decks to sync"))
    side = _in_a_file(collection) if collection else _on_a_server(server, user)
    with opened(decks) as (store, settings):
        _sync(side, store, settings, full, dry_run=dry_run, yes=yes)


command(anki, sync)


class _Side(NamedTuple):
    """The other side of a sync.

    ``place``: what we remember of it; ``look``: opens it and changes nothing, and tells whether it is to be
    replaced or replaces as a whole; ``work``: opens it, given how to ask which side is to replace the other.
    """

    place: Path
    look: Callable[[], AbstractContextManager[tuple[AnkiCollection, Whole | None]]]
    work: Callable[[Callable[[], str]], AbstractContextManager[AnkiCollection]]


def _in_a_file(path: Path) -> _Side:
    from quizkit.sync.opening import looked_at, open_collection

    @contextmanager
    def look() -> Iterator[tuple[AnkiCollection, None]]:
        with looked_at(path) as anki:
            yield anki, None

    return _Side(_place(str(path.resolve())), look, lambda _which: open_collection(path))


def _on_a_server(url: str, user: str) -> _Side:
    from quizkit.sync.opening import library
    from quizkit.sync.server import Account, Talk, address, open_mirror, server_looked_at

    library()  # before a password is asked for that leads nowhere
    url = address(url)
    account = Account(url, user, os.environ.get(PASSWORD) or _password(user))
    place = _place(f"{url} {user}")
    mirror = place / "collection.anki2"
    return _Side(
        place,
        partial(server_looked_at, mirror, account),
        lambda which: open_mirror(mirror, account, Talk(which, _say_kept, place.parent / "backups")),
    )


def _say_kept(backup: Path) -> None:
    warn(_("What is replaced is kept in {path}.").format(path=backup))


def _sync(side: _Side, store: Store, settings: Settings, full: str, *, dry_run: bool, yes: bool) -> None:
    """Say what is to be done, ask, and do it."""
    from quizkit.cli.export import prepared
    from quizkit.cli.reports import reports
    from quizkit.garbage import uncollected
    from quizkit.sync.agreed import read_agreed, write_agreed
    from quizkit.sync.session import carry_out, plan

    agreed = side.place / "agreed.json"
    with uncollected():
        made = prepared(store)
        ours = _ours(made, store, settings, read_agreed(agreed))
    for line in reports(made, for_sync=True):
        warn(line)
    if dry_run or not yes:
        with side.look() as (anki, whole), uncollected():
            planned = plan(anki, ours)
            options = anki.options(ours.names)
        if dry_run or planned or whole:
            say(planned, whole, full, would=True)
        if dry_run:
            say_options(options, settings)
            return
        if whole and whole.is_conflict and not full:
            full = _typed_side()
            if full not in _SIDES:
                return
        elif (planned or whole) and not _allowed():
            return
    with side.work(partial(_chosen, full)) as anki, uncollected():
        planned = plan(anki, ours)
        agreement = carry_out(anki, ours, planned)
        options = anki.options(ours.names)
    # Only now: where the line to a server broke, another device may come first, and its text is no agreement.
    write_agreed(agreed, agreement)
    say(planned)
    say_options(options, settings)


def _ours(made: Prepared, store: Store, settings: Settings, agreed: Agreed) -> Ours:
    from quizkit.cli.export import learner_in
    from quizkit.days import learning_day
    from quizkit.exporters.anki import card_names, natives_of
    from quizkit.sync.session import Ours

    return Ours(
        made.notes,
        made.changes,
        made.media.files,
        card_names(made.placed),
        store.exports,
        store.progress,
        partial(learner_in, store, settings),
        partial(learning_day, rollover_hour=settings.day_begins_at),
        the_world(settings).day(),
        agreed,
        natives_of(made.placed),
        int(time.time()),
    )


def _place(of: str) -> Path:
    """Where we keep what we remember of a collection: a folder beside the progress."""
    from hashlib import blake2b

    from quizkit.settings import paths

    return paths().progress.parent / "anki" / blake2b(of.encode(), digest_size=8).hexdigest()


def _password(user: str) -> str:
    from getpass import getpass

    if not _is_person_there():
        raise UsageError(_("no password was given"), hint=_("set {variable}").format(variable=PASSWORD))
    return getpass(_("Password of {user}: ").format(user=user))


def _is_person_there() -> bool:
    return sys.stdin.isatty()


def _chosen(side: str) -> str:
    """Which of two collections that cannot be joined is to replace the other: as was said, or as is now."""
    if side or not _is_person_there():
        return side
    warn(CANNOT_BE_JOINED)
    return _typed_side()


def _typed_side() -> str:
    _refuse_if_nobody_is_there()
    answer = input(_("Type 'download' to take the server's, 'upload' to send ours, Enter to do nothing: "))
    return answer.strip().lower()


def _allowed() -> bool:
    _refuse_if_nobody_is_there()
    return is_yes(input(_("Do it? [y/N] ")))


def _refuse_if_nobody_is_there() -> None:
    if not _is_person_there():
        raise UsageError(
            _("nothing was done: there is nobody to ask"), hint=_("--yes does it without asking")
        )
