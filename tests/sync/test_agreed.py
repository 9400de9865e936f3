"""What both sides said after the last sync."""

from __future__ import annotations

from pathlib import Path

import pytest
from quizkit.sync.agreed import Agreed, Said, read_agreed, write_agreed

SAID = Said("digest", (0, 2**32 - 1), ("tag",), "D::é", 1_700_000_000, 3)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    agreed = Agreed(frozenset({"d/a", "d/b#c1"}), {"quizkit:d/a": SAID})
    write_agreed(tmp_path / "new" / "agreed.json", agreed)
    assert read_agreed(tmp_path / "new" / "agreed.json") == agreed


@pytest.mark.parametrize(
    "damaged",
    ["", "[]", '["d/a"]', "{}", '{"suspended": [], "notes": {"a": [1]}}', '{"suspended": 1, "notes": {}}'],
)
def test_a_memory_that_is_damaged_is_none(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "agreed.json"
    assert read_agreed(path) == Agreed()
    path.write_text(damaged)
    assert read_agreed(path) == Agreed()
