"""What both sides said after the last sync with a collection: a file of ours for each.

Who changed what since then can be told only by it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from quizkit.errors import QuizkitError
from quizkit.files import write_atomically
from quizkit.messages import _


class Said(NamedTuple):
    """What we last said of a note: ``digest`` stands for all of it, ``fields`` for each field.

    ``deck``: where it was filed; ``modified`` is Anki's date of the note then, and ``imported`` the one that
    it had at the last import (seconds since 1970); ``media`` stands for the content of its files, as in Note.
    """

    digest: str
    fields: tuple[int, ...]
    tags: tuple[str, ...]
    deck: str
    modified: int
    imported: int = 0
    media: str = ""


class Agreed(NamedTuple):
    """The cards that were suspended on both sides, and the notes by their guids."""

    suspended: frozenset[str] = frozenset()
    notes: dict[str, Said] = {}  # noqa: RUF012 - never changed


def read_agreed(path: Path) -> Agreed:
    """Nothing where there was no sync before, or its memory is lost."""
    try:
        data = json.loads(path.read_bytes())
        notes = {str(guid): _said(*row) for guid, row in data["notes"].items()}
        return Agreed(frozenset(map(str, data["suspended"])), notes)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        return Agreed()


def write_agreed(path: Path, agreed: Agreed) -> None:
    """Raises QuizkitError with the system's reason."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = _("cannot make the folder {folder}: {reason}")
        raise QuizkitError(why.format(folder=path.parent, reason=error.strerror)) from error
    data = {"suspended": sorted(agreed.suspended), "notes": agreed.notes}
    write_atomically(path, json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


def _said(
    digest: str,
    fields: list[int],
    tags: list[str],
    deck: str,
    modified: int,
    imported: int,
    media: str = "",
) -> Said:
    """Of a file that may be damaged; what cannot be what it should be raises."""
    words = str(digest), tuple(map(int, fields)), tuple(map(str, tags)), str(deck)
    return Said(*words, int(modified), int(imported), str(media))
