"""Living together with Anki: ``anki sync``."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import DecksArgument, opened, warn
from quizkit.errors import UsageError
from quizkit.terminal.text import counted

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from quizkit.cli.export import Prepared
    from quizkit.settings import Settings
    from quizkit.store import Store
    from quizkit.sync.backend import AnkiCollection, Taken
    from quizkit.sync.session import Moment
    from quizkit.sync.union import Difference

app = typer.Typer(
    help="Study in Anki and here, with one history.", no_args_is_help=True, rich_markup_mode=None
)

PASSWORD = "QUIZKIT_ANKI_PASSWORD"  # noqa: S105 - the name of a variable


@app.callback()
def _anki() -> None:
    """Study in Anki and here, with one history."""


@app.command()
def sync(
    decks: DecksArgument = None,
    collection: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Anki's collection.anki2 on this machine; close Anki first."),
    ] = None,
    server: Annotated[str, typer.Option(metavar="URL", help="A sync server of your own.")] = "",
    user: Annotated[str, typer.Option(help="The user on the server.")] = "",
    full: Annotated[
        str, typer.Option(metavar="SIDE", help="download or upload, where server and copy cannot be joined.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")] = False,
) -> None:
    """Send new and changed questions, and join the answers of both sides."""
    if (collection is None) == (not server):
        raise UsageError("name either --collection FILE or --server URL")
    if full not in {"", "download", "upload"}:
        raise UsageError(f"--full {full} is unknown", hint="download or upload")
    with opened(decks) as (store, settings):
        if collection is not None and not yes:
            _say(_tried(store, settings, collection), would=True)
        if dry_run or not (yes or collection is None or _agreed()):
            return
        with _open(collection, server, user, full) as anki:
            _say(_synced(store, settings, anki), would=False)


def _tried(store: Store, settings: Settings, collection: Path) -> tuple[Taken, Difference]:
    """What a sync would do: it is done to a copy of the collection, and to nothing of ours."""
    from quizkit.sync.backend import open_collection
    from quizkit.sync.session import compare

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "collection.anki2"
        with open_collection(collection):
            pass  # refuses while Anki has it open, and leaves nothing beside the file that a copy would lack
        shutil.copyfile(collection, copy)
        with open_collection(copy) as anki:
            made, names, moment = _ready(store, settings)
            taken = anki.take(made.data)
            return taken, compare(anki, store.progress, names, moment)


def _synced(store: Store, settings: Settings, anki: AnkiCollection) -> tuple[Taken, Difference]:
    from quizkit.sync.session import exchange

    made, names, moment = _ready(store, settings)
    taken = anki.take(made.data)
    store.exports.remember(made.changes.changed, made.changes.gone)
    return taken, exchange(anki, store.progress, names, settings.scheduling, moment)


def _ready(store: Store, settings: Settings) -> tuple[Prepared, dict[tuple[str, int], str], Moment]:
    """The package, with the progress of cards that Anki has not seen, and our names for its cards."""
    from functools import partial

    from quizkit.cli.export import learner_in, prepared
    from quizkit.days import learning_day
    from quizkit.exporters.anki import card_names
    from quizkit.sync.session import Moment

    learner = learner_in(store, settings)
    made = prepared(store, learner)
    moment = Moment(learner.day, partial(learning_day, rollover_hour=settings.day_begins_at))
    return made, card_names(made.placed), moment


def _open(
    collection: Path | None, server: str, user: str, full: str
) -> AbstractContextManager[AnkiCollection]:
    from quizkit.sync.backend import open_collection

    return open_collection(collection) if collection is not None else _mirror(server, user, full)


@contextmanager
def _mirror(server: str, user: str, full: str) -> Iterator[AnkiCollection]:
    """Our copy of the learner's collection on a server, which lies with the progress."""
    from hashlib import blake2b

    from quizkit.settings import paths
    from quizkit.sync.backend import Account, open_mirror

    if not user:
        raise UsageError("a server needs --user")
    password = os.environ.get(PASSWORD) or _password(user)
    place = blake2b(f"{server} {user}".encode(), digest_size=8).hexdigest()
    path = paths().progress.parent / "anki" / place / "collection.anki2"
    with open_mirror(path, Account(server, user, password), lambda: full or _side()) as anki:
        yield anki


def _password(user: str) -> str:
    from getpass import getpass

    if not sys.stdin.isatty():
        raise UsageError("no password was given", hint=f"set {PASSWORD}")
    return getpass(f"Password of {user}: ")


def _side() -> str:
    """Which of two collections that cannot be joined is to replace the other."""
    if not sys.stdin.isatty():
        return ""
    warn("The server and our copy of your collection cannot be joined: one must replace the other.")
    answer = input("Type 'download' to take the server's, 'upload' to send ours, Enter to do nothing: ")
    return answer.strip().lower()


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise UsageError("nothing was done: there is nobody to ask", hint="--yes does it without asking")
    return input("Do it? [y/N] ").strip().lower() in {"y", "yes"}


def _say(done: tuple[Taken, Difference], *, would: bool) -> None:
    taken, answers = done
    begin = "Would send" if would else "Sent"
    warn(f"{begin} {counted(taken.new, 'new note')} and {counted(taken.updated, 'changed note')} to Anki.")
    pushed = sum(map(len, answers.pushed.values()))
    warn(f"{begin} {counted(pushed, 'answer')} to Anki on {counted(len(answers.pushed), 'card')}.")
    begin = "Would take" if would else "Took"
    warn(f"{begin} {counted(len(answers.pulled), 'answer')} from Anki.")
    marks = len(answers.actions) + len(answers.suspend)
    if marks:
        warn(f"{'Would follow' if would else 'Followed'} {counted(marks, 'change')} of what is suspended.")
