"""What both sides said after the last sync."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from quizkit.errors import QuizkitError
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


ROW = "digest", [1], ["tag"], "D", 3, 4


@pytest.mark.parametrize("place", [1, 4, 5])
@pytest.mark.parametrize("wrong", ["null", '"x"', "[[1]]", '{"a": 1}', "1e999"])
def test_a_memory_with_a_value_of_another_kind_is_none(tmp_path: Path, place: int, wrong: str) -> None:
    row = [json.dumps(value) for value in ROW]
    row[place] = wrong
    path = tmp_path / "agreed.json"
    path.write_text(f'{{"suspended": [], "notes": {{"quizkit:d/a": [{", ".join(row)}]}}}}')
    assert read_agreed(path) == Agreed()


def test_where_no_folder_can_be_made_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "anki").write_text("a file")
    with pytest.raises(QuizkitError, match=r"cannot make the folder .*anki/1: Not a directory"):
        write_agreed(tmp_path / "anki" / "1" / "agreed.json", Agreed())
