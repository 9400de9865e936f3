"""What was suspended on both sides after the last sync with a collection: a file of ours for each."""

from __future__ import annotations

import json
from pathlib import Path

from quizkit.files import write_atomically


def read_agreed(path: Path) -> frozenset[str] | None:
    """The cards; None where there was no sync before, or its memory is lost."""
    try:
        return frozenset(map(str, json.loads(path.read_bytes())))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def write_agreed(path: Path, cards: frozenset[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, json.dumps(sorted(cards), ensure_ascii=False).encode())
