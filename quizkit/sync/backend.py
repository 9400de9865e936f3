"""The real Anki, through its own library: the extra ``anki``. The only home of that library.

A collection is opened by one program at a time; while Anki's window is open, this is refused with a
sentence. Nothing here touches the file except through the library.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.errors import QuizkitError
from quizkit.exporters.anki.progress import CardRow, LogRow
from quizkit.importers.collection import Revlog
from quizkit.sync.union import AnkiSide

_INSERT = (
    "INSERT INTO revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type) VALUES (?,?,-1,?,?,?,?,?,?)"
)
# What a sync may require, as the library numbers it.
_DONE, _FULL_SYNC, _FULL_DOWNLOAD, _FULL_UPLOAD = 0, 2, 3, 4


class Taken(NamedTuple):
    """What Anki made of a package: how many notes it added and how many it updated."""

    new: int
    updated: int


class AnkiCollection:
    """An open collection."""

    def __init__(self, collection: Any) -> None:
        self._col = collection

    @property
    def today(self) -> int:
        """Days since the collection was made, as the due dates of its cards count them."""
        return int(self._col.sched.today)

    def take(self, package: bytes) -> Taken:
        """Import a package as the learner would, keeping the options of their decks."""
        from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "quizkit.apkg"
            path.write_bytes(package)
            options = ImportAnkiPackageOptions(with_scheduling=True, merge_notetypes=True)
            request = ImportAnkiPackageRequest(package_path=str(path), options=options)
            log = self._col.import_anki_package(request).log
        self._col.models._clear_cache()  # the library's own copy is of what was there before
        return Taken(len(log.new), len(log.updated))

    def sides(self, names: Mapping[tuple[str, int], str]) -> dict[str, AnkiSide]:
        """The cards of ours that the collection has; ``names``: our card by guid and number."""
        rows: dict[int, list[Revlog]] = {}
        for row in self._col.db.execute("SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog"):
            entry = Revlog(*map(int, row))
            rows.setdefault(entry.card_id, []).append(entry)
        query = "SELECT n.guid, c.ord, c.id, c.queue, c.mod FROM cards c JOIN notes n ON n.id = c.nid"
        found: dict[str, AnkiSide] = {}
        for guid, place, card, queue, modified in self._col.db.execute(query):
            name = names.get((str(guid), int(place)))
            if name is not None:
                found[name] = AnkiSide(int(card), int(queue), int(modified), tuple(rows.get(int(card), ())))
        return found

    def put(self, card_id: int, card: CardRow, due: int, log: list[LogRow]) -> None:
        """Bring a card to where our log has it, and add the answers that Anki lacks.

        The card comes first: if the process dies in between, the rows are still missing next time, and
        both are written again.
        """
        from anki.cards_pb2 import FsrsMemoryState

        known = self._col.get_card(card_id)
        known.type, known.due, known.ivl = card.type, due, card.ivl
        known.queue = known.queue if known.queue < 0 else card.queue
        known.reps, known.lapses, known.left = card.reps, card.lapses, card.left
        if card.memory is not None:
            known.memory_state = FsrsMemoryState(
                stability=card.memory.stability, difficulty=card.memory.difficulty
            )
            known.last_review_time = card.last_review
        self._col.update_card(known)
        for row in log:
            at = row.id
            while self._col.db.scalar("SELECT 1 FROM revlog WHERE id = ?", at):
                at += 1  # one row an instant
            values = row.ease, row.ivl, row.last_ivl, row.factor, row.time, row.type
            self._col.db.execute(_INSERT, at, card_id, *values)

    def suspend(self, card_id: int, *, suspended: bool) -> None:
        if suspended:
            self._col.sched.suspend_cards([card_id])
        else:
            self._col.sched.unsuspend_cards([card_id])


@contextmanager
def open_collection(path: Path) -> Iterator[AnkiCollection]:
    """The collection at ``path``; a new one is not made of a name that is wrong.

    Raises QuizkitError where it is missing, open in Anki, or the extra is not installed.
    """
    with _opened(path, must_exist=True) as collection:
        yield AnkiCollection(collection)


@contextmanager
def _opened(path: Path, *, must_exist: bool) -> Iterator[Any]:
    library = _library()
    if must_exist and not path.is_file():
        raise QuizkitError(f"there is no collection at {path}", hint="it is named collection.anki2")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        collection = library.Collection(str(path))
    except Exception as error:
        raise _explained(error, path) from error
    try:
        yield collection
    finally:
        collection.close()


def _library() -> Any:
    try:
        import anki.collection
    except ImportError as error:
        raise QuizkitError(
            "this needs Anki's own library", hint="pip install 'quizkit[anki]' (its licence is the AGPL)"
        ) from error
    return anki.collection


def _explained(error: Exception, path: Path) -> QuizkitError:
    if "already open" in str(error):
        return QuizkitError(f"Anki has {path} open", hint="close Anki and try again")
    return QuizkitError(f"{path} cannot be opened: {error}")


# --- a sync server ----------------------------------------------------------------------------------


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
    with _opened(path, must_exist=False) as collection:
        _sync(collection, account, ask)
        yield AnkiCollection(collection)
        _sync(collection, account, ask)


def _sync(collection: Any, account: Account, ask: AskFull) -> None:
    from anki.errors import NetworkError, SyncError

    try:
        auth = collection.sync_login(account.user, account.password, account.url)
        done = collection.sync_collection(auth, True)
        if done.new_endpoint:
            auth.endpoint = done.new_endpoint
        if done.required in {_FULL_SYNC, _FULL_DOWNLOAD, _FULL_UPLOAD}:
            _sync_fully(collection, auth, done, ask)
        while collection.media_sync_status().active:
            time.sleep(0.02)
    except NetworkError as error:
        raise QuizkitError(f"{account.url} cannot be reached: {error}") from error
    except SyncError as error:
        raise QuizkitError(
            f"{account.url} refused: {error}", hint="user and password are those of the server"
        ) from error


def _sync_fully(collection: Any, auth: Any, done: Any, ask: AskFull) -> None:
    """One side as a whole replaces the other: by itself only where the other is empty."""
    upload = done.required == _FULL_UPLOAD
    if done.required == _FULL_SYNC:
        wanted = ask()
        if wanted not in {"upload", "download"}:
            raise QuizkitError(
                "the two collections cannot be joined, and nothing was changed",
                hint="--full download or --full upload",
            )
        upload = wanted == "upload"
    collection.close_for_full_sync()
    try:
        collection.full_upload_or_download(auth=auth, server_usn=done.server_media_usn, upload=upload)
    finally:
        collection.reopen(after_full_sync=True)
