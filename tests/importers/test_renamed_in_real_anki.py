"""A deck from Anki and the file beside it are renamed together, or nothing goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

pytestmark = pytest.mark.slow


def test_a_deck_that_was_renamed_alone_is_not_exported_as_new_notes(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo")
    decks, package = tmp_path / "decks", tmp_path / "back.apkg"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0
    assert quizkit("export", decks, "-o", package).code == 0
    (decks / "Geo.yaml").rename(decks / "Earth.yaml")

    run = quizkit("export", decks, "-o", package)
    assert run.code == 1
    assert "Earth.yaml are in Geo.anki.json, and no deck has its name" in run.err
    assert "rename Geo.anki.json to Earth.anki.json" in run.err

    (decks / "Geo.anki.json").rename(decks / "Earth.anki.json")
    run = quizkit("export", decks, "-o", package)
    assert (run.code, run.err) == (0, f"{package}: 1 question in 1 deck\n")
    assert anki.take(package) == {"duplicate": 1}


def test_a_file_that_another_deck_left_behind_is_nothing_to_stop_for(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo")
    decks = tmp_path / "decks"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0
    (decks / "Geo.yaml").unlink()
    (decks / "own.yaml").write_text("deck: Own\nquestions:\n- {id: a, front: f, back: b}\n")
    assert quizkit("export", decks, "-o", tmp_path / "out.apkg").code == 0
