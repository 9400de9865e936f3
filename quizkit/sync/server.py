"""A sync server of the learner's own, and our copy of the collection on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.sync.backend import AnkiCollection, opened, shortened

# What a sync may require, as the library numbers it.
_FULL_SYNC, _FULL_DOWNLOAD, _FULL_UPLOAD = 2, 3, 4


class Account(NamedTuple):
    """Where and as whom to sync."""

    url: str
    user: str
    password: str


# Asked where both sides changed in ways that cannot be joined: "download", "upload" or "" for neither.
AskFull = Callable[[], str]


@contextmanager
def open_mirror(path: Path, account: Account, ask: AskFull) -> Iterator[AnkiCollection]:
    """Our own copy of the collection on a server: brought up to date, and sent back at the end.

    Raises QuizkitError where the server cannot be reached or refuses, or the learner decided nothing.
    """
    if_damaged = _("it is a copy: delete the folder {folder} and sync again; nothing is lost").format(
        folder=path.parent
    )
    with opened(path, if_damaged) as collection:
        _sync(collection, account, ask)
        yield AnkiCollection(collection)
        _sync(collection, account, ask)


def _sync(collection: Any, account: Account, ask: AskFull) -> None:
    from anki.errors import NetworkError, SyncError, SyncErrorKind

    url = f"{account.url.rstrip('/')}/"
    try:
        auth = collection.sync_login(account.user, account.password, url)
        done = collection.sync_collection(auth, True)
        if done.new_endpoint:
            auth.endpoint = done.new_endpoint
        if done.required in {_FULL_SYNC, _FULL_DOWNLOAD, _FULL_UPLOAD}:
            _sync_fully(collection, auth, done, ask)
        while collection.media_sync_status().active:
            time.sleep(0.02)
    except NetworkError as error:
        raise QuizkitError(
            _("{url} cannot be reached").format(url=url), hint=_("is the server running, and the URL right?")
        ) from error
    except SyncError as error:
        raise QuizkitError(
            _("{url} refused: {error}").format(url=url, error=shortened(str(error))),
            hint=_("user and password are those of the server") if error.kind is SyncErrorKind.AUTH else "",
        ) from error


def _sync_fully(collection: Any, auth: Any, done: Any, ask: AskFull) -> None:
    """One side as a whole replaces the other: by itself only where the other is empty."""
    upload = done.required == _FULL_UPLOAD
    if done.required == _FULL_SYNC:
        wanted = ask()
        if wanted not in {"upload", "download"}:
            raise QuizkitError(
                _("the two collections cannot be joined, and nothing was changed"),
                hint=_("--full download or --full upload"),
            )
        upload = wanted == "upload"
    collection.close_for_full_sync()
    try:
        collection.full_upload_or_download(auth=auth, server_usn=done.server_media_usn, upload=upload)
    finally:
        collection.reopen(after_full_sync=True)
