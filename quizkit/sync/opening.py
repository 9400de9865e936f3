"""Opening a collection of Anki's through its own library: the extra ``anki``; its errors become sentences.

A collection is opened by one program at a time; while Anki's window is open, this is refused with a
sentence. Opening one may change it (the library brings an older file up to date), so what only looks takes a
copy.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.sync.backend import AnkiCollection

# An error of the library's as it is to its programmers; innermost, or first, stand words for people.
_RAW_ERROR = re.compile(r'Error \{.*?\\"(.+?)\\"|Error \{ info: "(.+?)"')
_DAMAGE = re.compile("DatabaseCorrupt|NotADatabase")
# Characters of what the library or a server says.
MOST_TOLD = 200
_NAME = "collection.anki2"


def library() -> Any:
    """Anki's library. Raises QuizkitError where the extra is not installed."""
    try:
        import anki.collection
    except ImportError as error:
        raise QuizkitError(
            _("this needs Anki's own library"),
            hint=_("pip install 'quizkit[anki]' (its licence is the AGPL)"),
        ) from error
    return anki.collection


@contextmanager
def open_collection(path: Path) -> Iterator[AnkiCollection]:
    """The collection at ``path``; a new one is not made of a name that is wrong.

    Raises QuizkitError where it is missing, open in Anki, or the extra is not installed.
    """
    library()
    _refuse_what_is_none(path)
    _refuse_what_is_read_only(path)
    with opened(path) as collection:
        yield AnkiCollection(collection)


@contextmanager
def looked_at(path: Path) -> Iterator[AnkiCollection]:
    """The same for a look: in a copy, so that not a byte of it changes."""
    library()
    _refuse_what_is_none(path)
    _refuse_what_is_open(path)
    with copied(path) as copy, opened(copy, named=path) as collection:
        yield AnkiCollection(collection)


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """A copy of a collection that nobody has open, with what stands in the log beside it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / _NAME
        for ending in ("", "-wal"):
            part = path.with_name(path.name + ending)
            try:
                if part.exists():
                    shutil.copyfile(part, copy.with_name(copy.name + ending))
            except OSError as error:
                raise _explained(error, path) from error
        yield copy


@contextmanager
def empty() -> Iterator[Any]:
    """The library's own collection with nothing in it, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / _NAME) as collection:
        yield collection


@contextmanager
def opened(path: Path, if_damaged: str = "", named: Path | None = None) -> Iterator[Any]:
    """The library's own collection at ``path``, made where there is none; its errors become sentences.

    ``if_damaged``: what its user can do then; ``named``: the collection that this is a copy of.
    """
    collections = library()
    from anki.errors import AnkiException

    named = named or path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        collection = collections.Collection(str(path))
    except (AnkiException, OSError) as error:
        raise _explained(error, named, if_damaged) from error
    try:
        yield collection
    except AnkiException as error:
        if _DAMAGE.search(str(error)):
            raise _explained(error, named, if_damaged) from error
        raise QuizkitError(_("Anki's library says: {error}").format(error=_text(error))) from error
    finally:
        collection.close()


def _refuse_what_is_none(path: Path) -> None:
    """The library would make a collection of any database, beside what is in it.

    Immutable: a look that takes no lock and leaves the log beside the file alone.
    """
    no_collection = QuizkitError(
        _("there is no collection at {path}").format(path=path), hint=_("it is named collection.anki2")
    )
    if not path.is_file():
        raise no_collection
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error:
        return  # the library says better what is wrong
    # What a new collection holds stands in the log beside it, as long as Anki has it open.
    is_new = not tables and path.with_name(f"{path.name}-wal").exists()
    if not (is_new or tables >= {"col", "notes", "cards", "revlog"}):
        raise no_collection


def _refuse_what_is_read_only(path: Path) -> None:
    """SQLite would say that the disk fails. It makes files beside the collection as well."""
    for each in (path, path.resolve().parent):
        if not os.access(each, os.W_OK):
            reason = os.strerror(errno.EACCES)
            raise QuizkitError(_("cannot write {path}: {reason}").format(path=each, reason=reason))


def _refuse_what_is_open(path: Path) -> None:
    """As the library would do it, though for this it writes.

    Exclusive: else SQLite makes files beside the collection. Not getting that far, it says something else.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0)) as database:
        try:
            database.execute("PRAGMA locking_mode = exclusive")
            database.execute("SELECT 1 FROM sqlite_master")
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise _open_elsewhere(path) from error


def _explained(error: Exception, path: Path, if_damaged: str = "") -> QuizkitError:
    if "already open" in str(error):
        return _open_elsewhere(path)
    if "FileTooNew" in str(error):
        return QuizkitError(
            _("{path} was made by a newer Anki than its library here").format(path=path),
            hint=_("pip install --upgrade 'quizkit[anki]'"),
        )
    if "FileTooOld" in str(error):
        return QuizkitError(
            _("{path} was made by an Anki too old for its library here").format(path=path),
            hint=_("open it in Anki 2.1 once, which brings it up to date"),
        )
    if _DAMAGE.search(str(error)):
        return QuizkitError(
            _("{path} is damaged, or no collection ({error})").format(path=path, error=_text(error)),
            hint=if_damaged or _("let Anki check it (Tools, Check Database), or open a backup there"),
        )
    return QuizkitError(_("{path} cannot be opened: {error}").format(path=path, error=_text(error)))


def _open_elsewhere(path: Path) -> QuizkitError:
    return QuizkitError(
        _("another program has {path} open").format(path=path),
        hint=_("close Anki, and any other sync, and try again"),
    )


def _text(error: Exception) -> str:
    """What an error says, in one short line.

    Without Unicode's marks of direction, which Anki puts around values, and of a raw error only the words
    that are meant for people.
    """
    text = " ".join(str(error).replace("\u2068", "").replace("\u2069", "").split()) or type(error).__name__
    words = _RAW_ERROR.search(text)
    return shortened((words[1] or words[2]) if words else text)


def shortened(text: str) -> str:
    return text if len(text) <= MOST_TOLD else f"{text[: MOST_TOLD - 1]}…"
