"""Importing again after edits in the real Anki: they come, those made here stay, and both sides agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quizkit.deckfile import load_deck
from quizkit.deckfile.native import read_native

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

pytestmark = pytest.mark.slow

LEARN, REVIEW = 0, 1
LATER = 1_700_000_000


def edit(anki: AnkiUser, search: str, *, mod: int = LATER, tags: str | None = None, **fields: str) -> Any:
    """Edit the one note that Anki finds; ``mod``: when."""
    (id,) = anki.col.find_notes(search)
    note = anki.col.get_note(id)
    for name, text in fields.items():
        note[name.replace("_", " ")] = text
    if tags is not None:
        note.tags = tags.split()
    anki.col.update_note(note)
    anki.col.db.execute("UPDATE notes SET mod = ? WHERE id = ?", mod, id)
    return note


def taken(quizkit: Program, package: Path, into: Path, *options: str) -> str:
    run = quizkit("import", package, "-o", into, *options)
    assert run.code == 0, run.err
    assert quizkit("check", into).code == 0, quizkit("check", into)
    return run.err


def exported(quizkit: Program, decks: Path, out: Path) -> Path:
    run = quizkit("export", decks, "-o", out)
    assert run.code == 0, run.err
    return out


def files_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rewritten(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, (old, text)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def moved(anki: AnkiUser, quizkit: Program, tmp_path: Path) -> Path:
    """A learner's decks after a first import, with remarks and a question of their own."""
    anki.media({"sun.png": b"PNG sun", "moon.png": b"PNG moon"})
    peru = anki.add("Basic", "Capital of Peru?", "Lima", deck="Geo", tags="geo south")
    anki.add("Basic", "<img src='sun.png'>What is it?", "The sun", deck="Geo")
    anki.add("Basic", "Capital of Chile?", "Santiago", deck="Geo", tags="geo")
    minsk = anki.add("Cloze", "{{c1::Minsk}} lies on the Svislach", "a remark", deck="Geo")
    anki.add("Basic (optional reversed card)", "zwei", "two", deck="Geo")
    anki.add("Basic (type in the answer)", "2 + 2?", "4", deck="Geo")
    anki.answered(peru, (0, 3, 900, LEARN), (5, 3, 800, REVIEW))
    anki.answered(minsk, (1, 3, 700, LEARN))
    taken(quizkit, anki.package("modern"), tmp_path / "decks")
    path = tmp_path / "decks/Geo.yaml"
    rewritten(
        path,
        ("    back: Lima\n", "    back: Lima  # on the coast\n    hint: It lies by the sea.\n"),
        ("questions:\n", "# Mine.\nquestions:\n"),
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + "\n  # A question of my own.\n  - {id: mine, front: a, back: b}\n", encoding="utf-8"
    )
    return path


def question(path: Path, beginning: str) -> Any:
    deck, problems = load_deck(path)
    assert problems == []
    (found,) = (each for each in deck.questions if each.local_id.startswith(beginning))
    return found


def test_what_was_edited_in_anki_comes_and_all_else_stays_to_the_byte(
    anki: AnkiUser, quizkit: Program, moved: Path, tmp_path: Path
) -> None:
    before = moved.read_text(encoding="utf-8")
    native = read_native(moved)
    assert native
    names = {note.fields[0]: name for name, note in native.notes.items()}
    edit(anki, "Peru", Back="Lima, <b>Peru</b>", tags="geo capitals")
    edit(anki, "Svislach", Text="{{c1::Minsk}} lies on the {{c2::Svislach::river}}")
    edit(anki, "sun", Front="<img src='moon.png'>What is it?", Back="The moon")
    edit(anki, "zwei", Add_Reverse="y")
    said = taken(quizkit, anki.package("modern"), moved.parent)

    assert said.startswith(f"4 questions changed, 1 picture or sound, 2 questions as before.\n  {moved}\n"), (
        said
    )
    expected = before
    for old, new in (
        ("back: Lima  # on the coast\n", "back: Lima, **Peru**  # on the coast\n"),
        ("tags: [geo, south]", "tags: [capitals, geo]"),
        ("lies on the Svislach", "lies on the {{c2::Svislach::river}}"),
        ("back: The sun\n    image: sun.png", "back: The moon\n    image: moon.png"),
        ("back: two\n", "back: two\n    both_ways: true\n"),
    ):
        assert expected.count(old) == 1, (old, expected)
        expected = expected.replace(old, new)
    assert moved.read_text(encoding="utf-8") == expected
    assert (moved.parent / "moon.png").read_bytes() == b"PNG moon"
    assert [question(moved, name).local_id for name in names.values()] == list(names.values())

    files = files_in(moved.parent)
    assert "6 questions as before." in taken(quizkit, anki.package("modern"), moved.parent)
    assert files_in(moved.parent) == files
    notes = anki.told()
    counts = anki.take(exported(quizkit, moved.parent, tmp_path / "back.apkg"))
    assert counts == {"new": 1, "duplicate": 6}
    assert {guid: anki.told().notes[guid] for guid in notes.notes} == notes.notes


def test_the_progress_of_an_edited_question_goes_on(anki: AnkiUser, quizkit: Program, moved: Path) -> None:
    note = edit(anki, "Peru", Front="The capital of Peru")
    anki.answered(note, (9, 3, 500, REVIEW))
    edit(anki, "Peru", mod=LATER + 1)
    said = taken(quizkit, anki.package("modern"), moved.parent)
    assert said.endswith("Took over 1 answer.\n")
    told = [each for each in quizkit("log").out.splitlines() if "capital-of-peru" in each]
    assert len(told) == 3, quizkit("log").out


def test_what_was_edited_on_one_side_only_is_kept_from_both(
    anki: AnkiUser, quizkit: Program, moved: Path, tmp_path: Path
) -> None:
    rewritten(moved, ("front: Capital of Peru?", "front: Which is the capital of Peru?"))
    rewritten(moved, ("tags: [geo, south]", "tags: [geo, south, mine]"))
    edit(anki, "Peru", Back="Lima!", tags="geo theirs")
    assert "both" not in taken(quizkit, anki.package("modern"), moved.parent)

    peru = question(moved, "capital-of-peru")
    assert (peru.content.front, peru.content.back) == ("Which is the capital of Peru?", "Lima!")
    assert peru.about.tags == ("geo", "mine", "theirs")
    anki.take(exported(quizkit, moved.parent, tmp_path / "back.apkg"))
    (note,) = (each for each in anki.told().notes.values() if "Peru" in each[1][0])
    assert note[1] == ("Which is the capital of Peru?", "Lima!")
    assert set(note[2]) == {"geo", "mine", "theirs"}
    files = {path: data for path, data in files_in(moved.parent).items() if path.suffix == ".yaml"}
    assert "7 questions as before." in taken(quizkit, anki.package("modern"), moved.parent)
    assert {path: path.read_bytes() for path in files} == files


def test_what_was_edited_on_both_sides_stays_as_it_is_here_and_is_told_once(
    anki: AnkiUser, quizkit: Program, moved: Path, tmp_path: Path
) -> None:
    rewritten(moved, ("back: Lima ", "back: Lima, here "))
    edit(anki, "Peru", Back="Lima, there", Front="Peru?")
    package = anki.package("modern")
    trial = quizkit("import", package, "-o", moved.parent, "--dry-run").err
    line = 1 + moved.read_text().split("\n").index("  - id: " + question(moved, "capital-of-peru").local_id)
    said = taken(quizkit, package, moved.parent)

    told = (
        "1 question was edited here and in Anki. It stays as it is here; Anki has:\n"
        f"  {moved}:{line}: back: Lima, there\n"
    )
    assert told in said
    assert told in trial
    peru = question(moved, "capital-of-peru")
    assert (peru.content.front, peru.content.back) == ("Peru?", "Lima, here")
    assert "Anki has" not in taken(quizkit, package, moved.parent)
    assert anki.take(exported(quizkit, moved.parent, tmp_path / "back.apkg"))["updated"] == 1
    (note,) = (each for each in anki.told().notes.values() if "Peru" in each[1][0])
    assert note[1] == ("Peru?", "Lima, here")


def test_an_older_package_takes_nothing_back(anki: AnkiUser, quizkit: Program, moved: Path) -> None:
    old = anki.package("legacy").rename(moved.parent.parent / "old.apkg")
    edit(anki, "Peru", Back="Lima!")
    kind = anki.col.models.by_name("Basic")
    kind["css"] = ".card { color: red }"
    anki.col.models.update_dict(kind)
    taken(quizkit, anki.package("modern"), moved.parent)
    files = files_in(moved.parent)
    native = read_native(moved)
    assert native
    assert any("color: red" in each.css for each in native.notetypes.values())

    assert "6 questions as before." in taken(quizkit, old, moved.parent)
    assert files_in(moved.parent) == files


def test_fields_and_looks_that_changed_in_anki_are_those_that_go_back(
    anki: AnkiUser, quizkit: Program, moved: Path, tmp_path: Path
) -> None:
    text = moved.read_bytes()
    models = anki.col.models
    kind = models.by_name("Basic")
    models.rename_field(kind, kind["flds"][0], "Question")
    models.add_field(kind, models.new_field("Source"))
    models.reposition_field(kind, kind["flds"][2], 0)
    kind["css"] = ".card { color: red }"
    models.update_dict(kind)
    anki.col.db.execute("UPDATE notes SET mod = ? WHERE mod > ?", LATER, LATER)
    taken(quizkit, anki.package("modern"), moved.parent)
    assert moved.read_bytes() == text
    rewritten(moved, ("back: Santiago", "back: Santiago de Chile"))
    before, kinds = anki.told(), anki.note_types()

    counts = anki.take(exported(quizkit, moved.parent, tmp_path / "back.apkg"))
    assert counts == {"new": 1, "updated": 1, "duplicate": 5}
    assert anki.note_types()["Basic"] == kinds["Basic"]
    changed = {guid: note[1] for guid, note in anki.told().notes.items() if note != before.notes.get(guid)}
    assert ("", "Capital of Chile?", "Santiago de Chile") in changed.values()


def test_a_package_with_a_part_of_the_cards_takes_no_card_away(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    note = anki.add("Basic (and reversed card)", "eins", "one", deck="Words")
    anki.col.set_deck([note.cards()[1].id], anki.col.decks.id("Elsewhere"))
    taken(quizkit, anki.package("modern"), tmp_path / "decks")
    edit(anki, "eins", Back="one!")
    part = tmp_path / "part.apkg"
    from anki.collection import DeckIdLimit, ExportAnkiPackageOptions

    options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True)
    limit = DeckIdLimit(anki.col.decks.id("Words"))
    anki.col.export_anki_package(out_path=str(part), limit=limit, options=options)
    taken(quizkit, part, tmp_path / "decks")
    content = question(tmp_path / "decks/Words.yaml", "eins").content
    assert (content.front, content.back, content.both_ways) == ("eins", "one!", True)


def test_a_note_that_became_another_kind_becomes_another_question(
    anki: AnkiUser, quizkit: Program, moved: Path
) -> None:
    def to_cloze(search: str) -> None:
        models = anki.col.models
        basic, cloze = models.by_name("Basic"), models.by_name("Cloze")
        (id,) = anki.col.find_notes(search)
        note = anki.col.get_note(id)
        models.change(basic, [note.id], cloze, {0: 0, 1: 1}, {0: 0})
        edit(anki, f"nid:{id}", Text="{{c1::Sucre}} or {{c2::La Paz}}")

    to_cloze("Peru")
    to_cloze("Chile")
    rewritten(moved, ("back: Santiago", "back: Santiago de Chile"))
    said = taken(quizkit, anki.package("modern"), moved.parent)
    peru = question(moved, "capital-of-peru")
    assert (peru.type, peru.content.cloze) == ("cloze", "{{c1::Sucre}} or {{c2::La Paz}}")
    assert peru.about.hint == ("It lies by the sea.",)
    assert "# on the coast" in moved.read_text()
    chile = question(moved, "capital-of-chile")
    assert (chile.type, chile.content.back) == ("flashcard", "Santiago de Chile")
    assert "cloze: {{c1::Sucre}} or {{c2::La Paz}}" in said


def test_a_card_more_is_a_question_more_and_no_card_changes_its_name(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    anki.note_type(
        "Two",
        "A, B, C",
        ("{{#C}}{{A}} {{C}}{{/C}}", "{{B}} {{C}}"),
        ("{{A}}?", "{{B}}!"),
    )
    note = anki.add("Two", "one", "two", deck="D")
    assert [card.ord for card in note.cards()] == [1]
    taken(quizkit, anki.package("modern"), tmp_path / "decks")
    path = tmp_path / "decks/D.yaml"
    (first,) = load_deck(path)[0].questions
    edit(anki, "one", C="three")
    anki.answered(note, (1, 3, 10, LEARN), number=1)
    anki.answered(note, (2, 4, 10, LEARN), number=0)
    said = taken(quizkit, anki.package("modern"), tmp_path / "decks")

    before, after = load_deck(path)[0].questions
    assert before.local_id == first.local_id
    assert question(path, after.local_id).content.front == "one three"
    assert "Took over 2 answers." in said
    log = quizkit("log").out.splitlines()
    assert [before.local_id in row and after.local_id not in row for row in log if first.local_id in row] == [
        True,
        False,
    ], log
    assert anki.take(exported(quizkit, path, tmp_path / "back.apkg")) == {"duplicate": 1}


def test_a_question_that_cannot_be_changed_where_it_stands_is_told_at_each_import(
    anki: AnkiUser, quizkit: Program, moved: Path
) -> None:
    name = question(moved, "zwei").local_id
    old = f"  - id: {name}\n    front: zwei\n    back: two\n"
    rewritten(moved, (old, f"  - {{id: {name}, front: zwei, back: two}}\n"))
    edit(anki, "zwei", Back="deux")
    files = files_in(moved.parent)
    for _again in range(2):
        said = taken(quizkit, anki.package("modern"), moved.parent)
        line = 1 + moved.read_text().split("\n").index(f"  - {{id: {name}, front: zwei, back: two}}")
        assert f"{moved}:{line}: it is written in braces; back: deux" in said
        assert files_in(moved.parent) == files
    rewritten(moved, ("back: two}", "back: deux}"))
    assert "6 questions as before" in taken(quizkit, anki.package("modern"), moved.parent)


def test_a_new_note_shows_the_picture_that_the_deck_has_though_anki_has_a_copy_of_it(
    anki: AnkiUser, quizkit: Program, moved: Path, tmp_path: Path
) -> None:
    own = "  - id: mine\n    front: a\n    back: b\n    image: sun.png\n"
    rewritten(moved, ("  - {id: mine, front: a, back: b}\n", own))
    anki.take(exported(quizkit, moved.parent, tmp_path / "out.apkg"))
    assert len([name for name in anki.told().media if name.startswith("sun")]) == 2
    anki.add("Basic", "<img src='sun.png'>Helios", "Greek", deck="Geo")
    assert "1 question new" in taken(quizkit, anki.package("modern"), moved.parent)

    assert question(moved, "helios").about.image == "sun.png"
    assert [path.name for path in moved.parent.glob("*.png")] == ["sun.png"]
    rewritten(moved, ("front: Helios", "front: Helios?"))
    assert anki.take(exported(quizkit, moved.parent, tmp_path / "back.apkg"))["updated"] == 1
    (note,) = map(anki.col.get_note, anki.col.find_notes("Helios"))
    assert note.fields[0] == "Helios?<br><img src='sun.png'>"


def test_a_file_with_the_name_of_another_one_here_gets_its_own(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    shared = "moon-0123456789abcdef.png"
    anki.media({shared: b"old moon"})
    anki.add("Basic", f'<img src="{shared}">Old', "old", deck="Sky")
    taken(quizkit, anki.package("modern"), tmp_path / "decks")
    anki.media({"moon.png": b"new moon"})
    anki.add("Basic", '<img src="moon.png">New', "new", deck="Sky")
    edit(anki, "Old", Back='old <img src="moon.png">')
    taken(quizkit, anki.package("modern"), tmp_path / "decks")

    path = tmp_path / "decks/Sky.yaml"
    pictures = [tmp_path / "decks" / question(path, name).about.image for name in ("old", "new")]
    assert [picture.read_bytes() for picture in pictures] == [b"old moon", b"new moon"]


def test_the_same_edit_on_both_sides_is_no_conflict(
    anki: AnkiUser, quizkit: Program, moved: Path, tmp_path: Path
) -> None:
    rewritten(moved, ("front: Capital of Chile?", "front: '*The* capital of `Chile`: a < b?'"))
    anki.take(exported(quizkit, moved.parent, tmp_path / "out.apkg"))
    text = moved.read_bytes()
    said = taken(quizkit, anki.package("modern"), moved.parent)
    assert "Anki has" not in said
    assert moved.read_bytes() == text
    counts = anki.take(exported(quizkit, moved.parent, tmp_path / "back.apkg"))
    assert "updated" not in counts, counts


def test_what_was_exported_before_is_not_sent_again_once_it_came_from_anki(
    anki: AnkiUser, quizkit: Program, moved: Path, tmp_path: Path
) -> None:
    rewritten(moved, ("front: Capital of Chile?", "front: Chile?"))
    anki.take(exported(quizkit, moved.parent, tmp_path / "first.apkg"))
    edit(anki, "Peru", Back="Lima!")
    edit(anki, "Chile", mod=2_000_000_000, Back="Santiago!")
    taken(quizkit, anki.package("modern"), moved.parent)
    notes = anki.told().notes

    counts = anki.take(exported(quizkit, moved.parent, tmp_path / "back.apkg"))
    assert counts == {"duplicate": 7}
    assert anki.told().notes == notes


def test_an_edit_that_was_exported_before_goes_out_again_where_it_is_to_stay(
    anki: AnkiUser, quizkit: Program, moved: Path, tmp_path: Path
) -> None:
    rewritten(moved, ("back: Santiago", "back: Santiago de Chile"))
    exported(quizkit, moved.parent, tmp_path / "first.apkg")
    edit(anki, "Chile", mod=2_000_000_000, Back="Santiago!")
    assert "back: Santiago!" in taken(quizkit, anki.package("modern"), moved.parent)

    assert anki.take(exported(quizkit, moved.parent, tmp_path / "back.apkg"))["updated"] == 1
    assert "Santiago de Chile" in {each[1][1] for each in anki.told().notes.values()}
    run = quizkit("export", moved.parent, "-o", tmp_path / "again.apkg")
    assert "changed" not in run.err, run.err
