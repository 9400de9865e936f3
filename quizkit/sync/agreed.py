"""What both sides said after the last sync with a collection: a file of ours for each.

Who changed what since then can be told only by it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from quizkit.files import write_atomically


class Said(NamedTuple):
    """What we last said of a note: ``digest`` stands for all of it, ``fields`` for each field.

    ``deck``: where it was filed; ``modified`` is Anki's date of the note then, and ``imported`` the one that
    it had at the last import (seconds since 1970).
    """

    digest: str
    fields: tuple[int, ...]
    tags: tuple[str, ...]
    deck: str
    modified: int
    imported: int = 0


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
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Agreed()


def write_agreed(path: Path, agreed: Agreed) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"suspended": sorted(agreed.suspended), "notes": agreed.notes}
    write_atomically(path, json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))


def _said(digest: str, fields: list[int], tags: list[str], deck: str, modified: int, imported: int) -> Said:
    return Said(digest, tuple(fields), tuple(tags), deck, modified, imported)
