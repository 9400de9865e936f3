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


def move(word: str, decks: Path, id: str = "") -> None:
    """Cut a question out of the deck Geo and paste it into the deck Sums, with its id or another one."""
    geo, sums = (yaml.safe_load((decks / f"{name}.yaml").read_text()) for name in ("Geo", "Sums"))
    (moving,) = (each for each in geo["questions"] if word in each["front"])
    geo["questions"].remove(moving)
    moving["id"] = id or moving["id"]
    sums["questions"].append(moving)
    for name, deck in (("Geo", geo), ("Sums", sums)):
        (decks / f"{name}.yaml").write_text(yaml.safe_dump(deck, sort_keys=False))


@pytest.mark.parametrize("id", ["", "lima"], ids=["as it was", "with another id"])
@pytest.mark.parametrize("is_read", [True, False], ids=["read", "never read"])
def test_a_question_that_moved_here_stays_its_note_in_anki(
    anki: AnkiUser, quizkit: Program, tmp_path: Path, is_read: bool, id: str
) -> None:
    peru = anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo", tags="south")
    anki.add("Basic", "Capital of Chile?", "Santiago", deck="Geo")
    anki.add("Basic", "Two and two?", "Four", deck="Sums")
    anki.answered(peru, (0, 3, 900, LEARN), (5, 3, 800, REVIEW))
    decks = tmp_path / "decks"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0
    assert not is_read or quizkit("due", decks).code == 0
    move("Peru", decks, id)

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
    assert MOVED in again.err
    assert "1 question new" in again.err

    assert "review, due" in quizkit("show", "capital-of-peru", decks).out


def test_a_question_that_got_another_id_stays_its_note_in_anki(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    peru = anki.add("Basic (and reversed card)", "Peru", "Lima", deck="Geo")
    anki.answered(peru, (0, 3, 900, LEARN), (5, 3, 800, REVIEW))
    anki.answered(peru, (0, 3, 900, LEARN), number=1)
    decks, package = tmp_path / "decks", tmp_path / "back.apkg"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0
    deck = yaml.safe_load((decks / "Geo.yaml").read_text())
    for number, question in enumerate(deck["questions"]):
        question["id"] = f"mine-{number}"
    (decks / "Geo.yaml").write_text(yaml.safe_dump(deck, sort_keys=False))
    text, before = (decks / "Geo.yaml").read_text(), anki.told()

    anki.answered(peru, (9, 3, 700, REVIEW))
    anki.answered(peru, (9, 3, 700, REVIEW), number=1)
    run = quizkit("import", anki.package("modern"), "-o", decks)
    assert run.err.endswith("\nTook over 2 answers.\n")
    assert (decks / "Geo.yaml").read_text() == text
    assert quizkit("export", decks, "-o", package, "--with-progress").code == 0
    assert anki.take(package) == {"duplicate": 1}
    assert anki.told().notes == before.notes


@pytest.mark.parametrize("to", ["another id", "another deck"])
def test_a_question_that_left_the_other_one_of_its_note_goes_on_and_does_not_come_twice(
    anki: AnkiUser, quizkit: Program, tmp_path: Path, to: str
) -> None:
    anki.note_type(
        "Two", "Land, City, River", ("{{Land}}: city?", "{{City}}"), ("{{Land}}: river?", "{{River}}")
    )
    peru = anki.add("Two", "Peru", "Lima", "Ucayali", deck="Geo")
    anki.add("Basic", "Two and two?", "Four", deck="Sums")
    anki.answered(peru, (0, 3, 900, LEARN), number=1)
    decks = tmp_path / "decks"
    assert quizkit("import", anki.package("modern"), "-o", decks).code == 0
    if to == "another id":
        geo = yaml.safe_load((decks / "Geo.yaml").read_text())
        geo["questions"][1]["id"] = "mine"
        (decks / "Geo.yaml").write_text(yaml.safe_dump(geo, sort_keys=False))
    else:
        move("river", decks)

    def questions() -> list[tuple[str, str]]:
        files = [yaml.safe_load(path.read_text()) for path in sorted(decks.glob("*.yaml"))]
        return [(each["front"], each["back"]) for file in files for each in file["questions"]]

    before = questions()
    anki.answered(peru, (9, 3, 700, REVIEW), number=1)
    run = quizkit("import", anki.package("modern"), "-o", decks)
    assert run.err == f"{MOVED}\n2 questions as before.\nTook over 1 answer.\n"
    assert questions() == before

    peru.fields = ["Peru", "Lima!", "Ucayali"]
    anki.col.update_note(peru)
    anki.answered(peru, (20, 3, 700, REVIEW), number=1)
    run = quizkit("import", anki.package("modern"), "-o", decks)
    assert run.err.startswith("1 question changed, 1 question as before.\n")
    assert run.err.endswith("\nTook over 1 answer.\n")
    assert questions() == [(front, back.replace("Lima", "Lima!")) for front, back in before]
    # Nothing was edited here, so nothing there is taken back.
    edited, package = anki.told().notes, tmp_path / "back.apkg"
    assert quizkit("export", decks, "-o", package, "--with-progress").code == 0
    assert anki.take(package).keys() == {"duplicate"}
    assert anki.told().notes == edited


def test_a_new_question_with_the_former_id_of_another_has_its_own_note(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    deck, package = tmp_path / "decks" / "geo.yaml", tmp_path / "own.apkg"
    deck.parent.mkdir()
    peru, chile = "Capital of Peru?, back: Lima", "Capital of Chile?, back: Santiago"
    deck.write_text(f"deck: Geo\nquestions:\n  - {{id: a, front: {peru}}}\n")
    assert quizkit("export", deck.parent, "-o", package).code == 0
    deck.write_text(f"deck: Geo\nquestions:\n  - {{id: b, front: {peru}}}\n")
    assert quizkit("due", deck.parent).code == 0
    deck.write_text(deck.read_text() + f"  - {{id: a, front: {chile}}}\n")
    assert quizkit("export", deck.parent, "-o", package).code == 0
    anki.take(package)
    for id in anki.col.find_notes("Chile"):
        anki.answered(anki.col.get_note(id), (0, 3, 900, LEARN), (5, 3, 800, REVIEW))

    run = quizkit("import", anki.package("modern"), "-o", deck.parent)
    assert run.err.endswith("2 questions as before.\nTook over 2 answers.\n")
    assert "review, due" in quizkit("show", "geo/a", deck.parent).out
    assert "No answers yet." in quizkit("show", "geo/b", deck.parent).out
