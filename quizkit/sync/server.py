"""A sync server of the learner's own, and our copy of the collection on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _
from quizkit.sync.backend import AnkiCollection
from quizkit.sync.opening import copied, empty, opened, shortened
from quizkit.sync.replacing import add, add_notes, additions, back_up

# What a sync may require, as the library numbers it.
_FULL_SYNC, _FULL_DOWNLOAD, _FULL_UPLOAD = 2, 3, 4


class Account(NamedTuple):
    """Where and as whom to sync; ``url`` as :func:`address` has it."""

    url: str
    user: str
    password: str


class Whole(NamedTuple):
    """One collection is to replace the other as a whole.

    ``is_conflict``: nobody knows which; otherwise the server is empty, and gets ours. ``notes`` and
    ``answers``: how many only the server has.
    """

    is_conflict: bool
    notes: int = 0
    answers: int = 0


class Talk(NamedTuple):
    """How the learner is asked and told something on the way.

    ``side``: asked where both sides changed in ways that cannot be joined: "download", "upload" or "" for
    neither; ``kept``: told where a backup lies; ``backups``: the folder for them.
    """

    side: Callable[[], str]
    kept: Callable[[Path], None]
    backups: Path


def address(url: str) -> str:
    """A server's address in the one way that it is written. Raises UsageError where it is none."""
    if not url.startswith(("http://", "https://")):
        raise UsageError(
            _("'{url}' is no address of a server").format(url=url),
            hint=_("it begins with http:// or https://"),
        )
    return f"{url.rstrip('/')}/"


@contextmanager
def server_looked_at(mirror: Path, account: Account) -> Iterator[tuple[AnkiCollection, Whole | None]]:
    """What a sync would find, and whether one side would replace the other. Nothing is sent, or changed here.

    Anki's sync sends and takes in one; so what is synced is a copy, and only if it has nothing to send.
    Otherwise the server's collection is fetched as a whole, beside ours.
    """
    with empty() as theirs, ExitStack() as stack:
        with _told(account.url):
            auth = _login(theirs, account)
        ours = None
        if mirror.is_file():
            copy = stack.enter_context(copied(mirror))
            ours = stack.enter_context(opened(copy, _if_damaged(mirror), mirror))
            with _told(account.url):
                if not _has_unsent(ours) and not ours.sync_collection(auth, False).required:
                    yield AnkiCollection(ours), None
                    return
        with _told(account.url):
            _fetch(theirs, auth)
        whole = _whole(ours, theirs) if ours else None
        yield AnkiCollection(ours if whole and not whole.is_conflict else theirs), whole


@contextmanager
def open_mirror(path: Path, account: Account, talk: Talk) -> Iterator[AnkiCollection]:
    """Our own copy of the collection on a server: brought up to date, and sent back at the end.

    Raises QuizkitError where the server cannot be reached or refuses, or the learner decided nothing.
    """
    with empty() as nothing, _told(account.url):  # a wrong password leaves no copy behind
        auth = _login(nothing, account)
    with opened(path, _if_damaged(path)) as collection:
        _sync(collection, auth, account, talk)
        yield AnkiCollection(collection)
        _sync(collection, auth, account, talk)


def _if_damaged(mirror: Path) -> str:
    return _("it is a copy: delete the folder {folder} and sync again; nothing is lost").format(
        folder=mirror.parent
    )


def _login(collection: Any, account: Account) -> Any:
    return collection.sync_login(account.user, account.password, account.url)


def _has_unsent(collection: Any) -> bool:
    return bool(collection.db.scalar("SELECT mod > ls FROM col"))


def _fetch(collection: Any, auth: Any) -> None:
    """Make an empty collection what the server has.

    From a server that nobody synced with yet nothing is fetched: it would count that as a sync, and the next
    device would have to say which side is to replace the other.
    """
    found = collection.sync_status(auth)
    if found.new_endpoint:
        auth.endpoint = found.new_endpoint
    if found.required:
        _replace(collection, auth, upload=False)


def _whole(ours: Any, theirs: Any) -> Whole | None:
    """As a sync decides it."""
    schema = "SELECT scm FROM col"
    if not ours.card_count() or ours.db.scalar(schema) == theirs.db.scalar(schema):
        return None
    found = additions(theirs, ours)
    return Whole(theirs.card_count() > 0, found.notes, len(found.rows))


def _sync(collection: Any, auth: Any, account: Account, talk: Talk) -> None:
    with _told(account.url):
        done = collection.sync_collection(auth, True)
        if done.new_endpoint:
            auth.endpoint = done.new_endpoint
        if done.required == _FULL_SYNC and collection.card_count():
            _decide(collection, auth, done.server_media_usn, talk)
        elif done.required in {_FULL_SYNC, _FULL_DOWNLOAD, _FULL_UPLOAD}:  # one side is empty, or both are
            upload = done.required == _FULL_UPLOAD
            _replace(collection, auth, done.server_media_usn, upload=upload)
        while collection.media_sync_status().active:
            time.sleep(0.02)


def _decide(collection: Any, auth: Any, media: int, talk: Talk) -> None:
    """One side replaces the other, as the learner says, and takes its answers along."""
    wanted = talk.side()
    if wanted not in {"upload", "download"}:
        raise QuizkitError(
            _("the two collections cannot be joined, and nothing was changed"),
            hint=_("--full download or --full upload"),
        )
    upload = wanted == "upload"
    with empty() as theirs:
        _fetch(theirs, auth)
        backup = talk.backups / f"{'server' if upload else 'copy'} {time.strftime('%Y-%m-%d %H%M%S')}.colpkg"
        back_up(theirs if upload else collection, backup)
        talk.kept(backup)
        left = additions(theirs, collection) if upload else additions(collection, theirs)
        if upload:
            add_notes(theirs, collection)
            add(left, collection)
    _replace(collection, auth, media, upload=upload)
    if not upload:
        add(left, collection)


def _replace(collection: Any, auth: Any, media: int | None = None, *, upload: bool) -> None:
    """Replace one side by the other, as a whole; ``media``: as the sync said, where media follow."""
    collection.close_for_full_sync()
    try:
        collection.full_upload_or_download(auth=auth, server_usn=media, upload=upload)
    finally:
        collection.reopen(after_full_sync=True)


@contextmanager
def _told(url: str) -> Iterator[None]:
    """What goes wrong on the way to a server, in a sentence."""
    from anki.errors import NetworkError, SyncError, SyncErrorKind

    try:
        yield
    except NetworkError as error:
        raise QuizkitError(
            _("{url} cannot be reached").format(url=url), hint=_("is the server running, and the URL right?")
        ) from error
    except SyncError as error:
        raise QuizkitError(
            _("{url} refused: {error}").format(url=url, error=shortened(str(error))),
            hint=_("user and password are those of the server") if error.kind is SyncErrorKind.AUTH else "",
        ) from error
