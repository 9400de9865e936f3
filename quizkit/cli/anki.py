"""Living together with Anki: ``anki sync``."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import DecksArgument, command, opened, the_world, warn
from quizkit.cli.usage import Group
from quizkit.errors import UsageError
from quizkit.messages import _, counted
from quizkit.terminal.text import is_yes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quizkit.cli.export import Prepared
    from quizkit.settings import Settings
    from quizkit.store import Store
    from quizkit.sync.backend import AnkiCollection
    from quizkit.sync.session import Ours, Plan
    from quizkit.sync.union import Difference

app = typer.Typer(
    cls=Group,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    help=_("Study in Anki and here, with one history."),
    no_args_is_help=True,
    rich_markup_mode=None,
)

PASSWORD = "QUIZKIT_ANKI_PASSWORD"  # noqa: S105 - the name of a variable
_SIDES = {"download", "upload"}


@app.callback()
def _anki() -> None:
    """Study in Anki and here, with one history."""


def sync(
    decks: DecksArgument = None,
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
    if full and full not in _SIDES:
        raise UsageError(_("--full {side} is unknown").format(side=full), hint=_("download or upload"))
    with opened(decks) as (store, settings):
        if collection is not None:
            from quizkit.sync.backend import open_collection

            place = _place(str(collection.resolve()))
            with open_collection(collection) as anki:
                done = _synced(anki, store, settings, place, dry_run=dry_run, yes=yes)
        else:
            place = _place(f"{server} {user}")
            with _mirror(place, server, user, full) as anki:
                done = _synced(anki, store, settings, place, dry_run=dry_run, yes=yes)
    if done is not None:
        _say(done, would=False)


command(app, sync)


def _synced(
    anki: AnkiCollection, store: Store, settings: Settings, place: Path, *, dry_run: bool, yes: bool
) -> Plan | None:
    """Say what is to be done, ask, and do it; None where it was not done."""
    from quizkit.cli.export import prepared, reports
    from quizkit.garbage import uncollected
    from quizkit.sync.agreed import read_agreed, write_agreed
    from quizkit.sync.session import carry_out, plan

    agreed = place / "suspended.json"
    with uncollected():
        made = prepared(store)
        ours = _ours(made, store, settings, read_agreed(agreed))
        planned = plan(anki, ours)
    for line in reports(made):
        warn(line)
    if dry_run or (planned and not yes):
        _say(planned, would=True)
    if dry_run or (planned and not (yes or _allowed())):
        return None
    with uncollected():
        write_agreed(agreed, carry_out(anki, ours, planned))
    return planned


def _ours(made: Prepared, store: Store, settings: Settings, agreed: frozenset[str] | None) -> Ours:
    from functools import partial

    from quizkit.cli.export import learner_in
    from quizkit.days import learning_day
    from quizkit.exporters.anki import card_names
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
    )


def _place(of: str) -> Path:
    """Where we keep what we remember of a collection: a folder beside the progress."""
    from hashlib import blake2b

    from quizkit.settings import paths

    return paths().progress.parent / "anki" / blake2b(of.encode(), digest_size=8).hexdigest()


@contextmanager
def _mirror(place: Path, server: str, user: str, full: str) -> Iterator[AnkiCollection]:
    """Our copy of the learner's collection on a server."""
    from quizkit.sync.backend import library
    from quizkit.sync.server import Account, open_mirror

    library()  # before a password is asked for that leads nowhere
    account = Account(server, user, os.environ.get(PASSWORD) or _password(user))
    with open_mirror(place / "collection.anki2", account, lambda: full or _side()) as anki:
        yield anki


def _password(user: str) -> str:
    from getpass import getpass

    if not _is_person_there():
        raise UsageError(_("no password was given"), hint=_("set {variable}").format(variable=PASSWORD))
    return getpass(_("Password of {user}: ").format(user=user))


def _is_person_there() -> bool:
    return sys.stdin.isatty()


def _side() -> str:
    """Which of two collections that cannot be joined is to replace the other."""
    if not _is_person_there():
        return ""
    warn(_("The server and our copy of your collection cannot be joined: one must replace the other."))
    answer = input(_("Type 'download' to take the server's, 'upload' to send ours, Enter to do nothing: "))
    return answer.strip().lower()


def _allowed() -> bool:
    if not _is_person_there():
        raise UsageError(
            _("nothing was done: there is nobody to ask"), hint=_("--yes does it without asking")
        )
    return is_yes(input(_("Do it? [y/N] ")))


def _say(planned: Plan, *, would: bool) -> None:
    """What is to be done (``would``), or was."""
    notes = planned.notes
    if not planned:
        warn(_("Anki and quizkit say the same: there is nothing to do."))
    if notes:
        new = counted("{count} new note", "{count} new notes", len(notes.new))
        changed = counted("{count} changed note", "{count} changed notes", len(notes.changed))
        sent = (
            _("Would send {new} and {changed} to Anki.") if would else _("Sent {new} and {changed} to Anki.")
        )
        warn(sent.format(new=new, changed=changed))
    _say_answers(planned, would=would)
    _say_states(planned.answers, would=would)
    if notes.kept:
        warn(
            counted(
                "{count} note was edited in Anki, and stays so until its question changes here.",
                "{count} notes were edited in Anki, and stay so until their questions change here.",
                notes.kept,
            )
        )


def _say_answers(planned: Plan, *, would: bool) -> None:
    """How many answers go which way."""
    answers = planned.answers
    given = sum(map(len, answers.pushed.values())) + planned.travelling
    undone = len(answers.undos) + sum(map(len, answers.withdrawn.values()))
    for count, future, past in (
        (given, _("Would send {answers} to Anki."), _("Sent {answers} to Anki.")),
        (len(answers.pulled), _("Would take {answers} from Anki."), _("Took {answers} from Anki.")),
        (
            undone,
            _("Would take back {answers} that the other side took back."),
            _("Took back {answers} that the other side took back."),
        ),
    ):
        if count:
            told = future if would else past
            warn(told.format(answers=counted("{count} answer", "{count} answers", count)))


def _say_states(answers: Difference, *, would: bool) -> None:
    """Which cards change without an answer."""
    marks = len(answers.actions) + len(answers.suspend)
    if marks:
        changes = counted("{count} change", "{count} changes", marks)
        followed = (
            _("Would follow {changes} of what is suspended.")
            if would
            else _("Followed {changes} of what is suspended.")
        )
        warn(followed.format(changes=changes))
    if answers.moves:
        cards = counted("{count} card", "{count} cards", len({each.card_id for each in answers.moves}))
        moved = (
            _("Would follow {cards} that Anki reset or gave another date.")
            if would
            else _("Followed {cards} that Anki reset or gave another date.")
        )
        warn(moved.format(cards=cards))
    if answers.behind:
        cards = counted("{count} card", "{count} cards", len(answers.behind))
        settled = (
            _("Would set {cards} in Anki right that several devices answered.")
            if would
            else _("Set {cards} in Anki right that several devices answered.")
        )
        warn(settled.format(cards=cards))
