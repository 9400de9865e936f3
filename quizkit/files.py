"""Reading and writing a user's files: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _


def missing(path: Path) -> UsageError:
    """The error where nothing goes by a name that was given."""
    return UsageError(_("there is no file or folder '{path}'").format(path=path))


def read_bytes(path: Path) -> bytes:
    """The bytes of a user's file. Raises QuizkitError with the system's reason."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise missing(path) from error
    except OSError as error:
        raise QuizkitError(
            _("cannot read {path}: {reason}").format(path=path, reason=error.strerror or error)
        ) from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content in one step, on the disk when this returns; its permissions stay.

    A pipe or a device is written to, not replaced.
    Raises QuizkitError with the system's reason; the old file is then untouched.
    """
    target = path.resolve()  # a link is followed, not replaced
    temporary = None
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        mode = target.stat().st_mode if target.exists() else 0o666 & ~_umask()
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode & 0o7777)
        Path(temporary).replace(target)
        _sync_folder(target.parent)
    except OSError as error:
        raise QuizkitError(
            _("cannot write {path}: {reason}").format(path=path, reason=error.strerror or error)
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()


def _sync_folder(folder: Path) -> None:
    """Have the folder's entry for a file that was replaced on the disk as well.

    Not every system can do that (Windows), nor every disk; the file has its new content all the same.
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
