"""A question that came from Anki and went to another deck here is still the same note there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

pytestmark = pytest.mark.slow

LEARN, REVIEW = 0, 1


def test_a_question_that_moved_here_stays_its_note_in_anki(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    peru = anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo", tags="south")
    anki.add("Basic", "Capital of Chile?", "Santiago", deck="Geo")
    anki.add("Basic", "Two and two?", "Four", deck="Sums")
    anki.answered(peru, (0, 3, 900, LEARN), (5, 3, 800, REVIEW))
    decks = tmp_path / "decks"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0
    assert quizkit("due", decks).code == 0

    geo, sums = (yaml.safe_load((decks / f"{name}.yaml").read_text()) for name in ("Geo", "Sums"))
    (moving,) = (each for each in geo["questions"] if "Peru" in each["front"])
    geo["questions"].remove(moving)
    sums["questions"].append(moving)
    for name, deck in (("Geo", geo), ("Sums", sums)):
        (decks / f"{name}.yaml").write_text(yaml.safe_dump(deck, sort_keys=False))

    said = quizkit("due", decks)
    assert "Recognised 1 question that moved or got another id: its progress stays." in said.err
    before = anki.told()
    package = tmp_path / "back.apkg"
    run = quizkit("export", decks, "-o", package, "--with-progress")
    assert run.code == 0, run.err
    assert anki.take(package) == {"duplicate": 3}
    assert anki.told() == before
    again = quizkit("import", anki.package("modern"), "-o", decks)
    assert again.err == "3 questions as before.\nAll its answers are known already.\n"
