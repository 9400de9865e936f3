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
MOVED = "Recognised 1 question that moved or got another id: its progress stays."


def move(word: str, decks: Path) -> None:
    """Cut a question out of the deck Geo and paste it into the deck Sums."""
    geo, sums = (yaml.safe_load((decks / f"{name}.yaml").read_text()) for name in ("Geo", "Sums"))
    (moving,) = (each for each in geo["questions"] if word in each["front"])
    geo["questions"].remove(moving)
    sums["questions"].append(moving)
    for name, deck in (("Geo", geo), ("Sums", sums)):
        (decks / f"{name}.yaml").write_text(yaml.safe_dump(deck, sort_keys=False))


@pytest.mark.parametrize("is_read", [True, False], ids=["read", "never read"])
def test_a_question_that_moved_here_stays_its_note_in_anki(
    anki: AnkiUser, quizkit: Program, tmp_path: Path, is_read: bool
) -> None:
    peru = anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo", tags="south")
    anki.add("Basic", "Capital of Chile?", "Santiago", deck="Geo")
    anki.add("Basic", "Two and two?", "Four", deck="Sums")
    anki.answered(peru, (0, 3, 900, LEARN), (5, 3, 800, REVIEW))
    decks = tmp_path / "decks"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0
    assert not is_read or quizkit("due", decks).code == 0
    move("Peru", decks)

    assert MOVED in quizkit("due", decks).err
    before = anki.told()
    package = tmp_path / "back.apkg"
    run = quizkit("export", decks, "-o", package, "--with-progress")
    assert run.code == 0, run.err
    assert anki.take(package) == {"duplicate": 3}
    assert anki.told() == before
    again = quizkit("import", anki.package("modern"), "-o", decks)
    assert again.err == "3 questions as before.\nAll its answers are known already.\n"


@pytest.mark.parametrize("history", [(), ("--no-history",)], ids=["history", "no history"])
def test_what_a_later_import_brought_may_move_before_it_is_read(
    anki: AnkiUser, quizkit: Program, tmp_path: Path, history: tuple[str, ...]
) -> None:
    peru = anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo")
    anki.add("Basic", "Capital of Chile?", "Santiago", deck="Geo")
    anki.add("Basic", "Two and two?", "Four", deck="Sums")
    anki.answered(peru, (0, 3, 900, LEARN), (5, 3, 800, REVIEW))
    decks = tmp_path / "decks"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0

    peru.fields = ["Capital of old Peru?", "Cusco"]
    anki.col.update_note(peru)
    assert "1 question changed" in quizkit("import", anki.package("modern"), "-o", decks, *history).err
    move("Peru", decks)

    assert MOVED in quizkit("due", decks).err


def test_a_new_question_of_a_later_import_may_move_before_it_is_read(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    anki.add("Basic", "Capital of Chile?", "Santiago", deck="Geo")
    anki.add("Basic", "Two and two?", "Four", deck="Sums")
    decks = tmp_path / "decks"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0

    peru = anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo")
    anki.answered(peru, (0, 3, 900, LEARN), (5, 3, 800, REVIEW))
    assert "1 question new" in quizkit("import", anki.package("modern"), "-o", decks).err
    move("Peru", decks)

    assert MOVED in quizkit("due", decks).err


def test_a_deck_that_was_renamed_before_a_later_import_is_still_recognised(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    peru = anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo")
    anki.answered(peru, (0, 3, 900, LEARN), (5, 3, 800, REVIEW))
    decks = tmp_path / "decks"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0

    text = (decks / "Geo.yaml").read_text()
    (decks / "Geo.yaml").write_text(text.replace("id: geo\n", "id: earth\n"))
    anki.add("Basic", "Capital of Chile?", "Santiago", deck="Geo")
    again = quizkit("import", anki.package("modern"), "-o", decks, "--no-history")
    assert "1 question new" in again.err

    assert MOVED in quizkit("due", decks).err
