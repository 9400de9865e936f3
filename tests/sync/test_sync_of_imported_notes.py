"""Decks that came from Anki are synced with the notes that they came from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quizkit.deckfile.native import encoded, native_path, read_native
from tests.in_anki import answer

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewAnki

pytestmark = pytest.mark.slow


def add(col: Any, kind: str, *fields: str) -> int:
    note = col.new_note(col.models.by_name(kind))
    note.fields[: len(fields)] = fields
    col.add_note(note, col.decks.id("Places"))
    return int(note.id)


@pytest.fixture
def decks(ours: Home, anki: Anki, tmp_path: Path) -> Path:
    """Notes of three types, one with a picture, two answered cards; imported into quizkit."""
    with anki.opened() as col:
        (Path(col.media.dir()) / "peru.png").write_bytes(b"\x89PNG")
        add(col, "Basic", "Peru <img src='peru.png'>", "Lima")
        add(col, "Basic (and reversed card)", "Chile", "Santiago")
        add(col, "Cloze", "{{c1::Quito}} lies in {{c2::Ecuador}}")
        for card in col.db.list("SELECT id FROM cards ORDER BY id LIMIT 3"):
            answer(col, card, 3)
        options = anki.library.ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=False
        )
        limit = anki.library.DeckIdLimit(col.decks.id("Places"))
        col.export_anki_package(out_path=str(tmp_path / "places.apkg"), limit=limit, options=options)
    decks = tmp_path / "decks"
    run = ours.run("import", tmp_path / "places.apkg", "-o", decks)
    assert run.code == 0, run.err
    return decks


def test_what_came_from_anki_says_the_same_there(ours: Home, anki: Anki, decks: Path) -> None:
    before = anki.contents()
    said = ours.sync(decks, "--collection", anki.path, "--yes").err
    assert "nothing to do" in said
    assert anki.contents() == before
    assert sum(map(len, ours.answers().values())) == 3


def test_answers_to_all_its_cards_go_both_ways(ours: Home, anki: Anki, decks: Path) -> None:
    ours.sync(decks, "--collection", anki.path, "--yes")
    with anki.opened() as col:
        for card in col.db.list("SELECT id FROM cards ORDER BY id"):
            answer(col, card, 4)
    assert "Took 5 answers from Anki." in ours.sync(decks, "--collection", anki.path, "--yes").err
    cards = list(ours.answers())
    assert len(cards) == 5
    for card in cards:
        ours.answer(card, 2)
    assert "Sent 5 answers to Anki." in ours.sync(decks, "--collection", anki.path, "--yes").err
    assert "nothing to do" in ours.sync(decks, "--collection", anki.path, "--yes").err
    with anki.opened() as col:
        assert col.db.list("SELECT count() FROM revlog GROUP BY cid") == [3, 3, 3, 2, 2]
    assert anki.is_sound()


def test_a_question_edited_here_changes_its_note_and_no_other(ours: Home, anki: Anki, decks: Path) -> None:
    ours.sync(decks, "--collection", anki.path, "--yes")
    (deck,) = decks.rglob("*.yaml")
    deck.write_text(re.sub(r"\bLima\b", "Lima, on the coast", deck.read_text()))
    assert "1 changed note" in ours.sync(decks, "--collection", anki.path, "--yes").err
    assert "nothing to do" in ours.sync(decks, "--collection", anki.path, "--yes").err
    with anki.opened() as col:
        fields = col.db.list("SELECT flds FROM notes ORDER BY id")
    assert "Lima, on the coast" in fields[0]
    assert "peru.png" in fields[0]
    assert fields[1:] == ["Chile\x1fSantiago", "{{c1::Quito}} lies in {{c2::Ecuador}}\x1f"]


def test_a_picture_that_was_replaced_here_goes_with_its_note_beside_the_old_one(
    ours: Home, anki: Anki, decks: Path
) -> None:
    (decks / "peru.png").write_bytes(b"\x89PNG new")
    path = decks / "Places.yaml"
    path.write_text(path.read_text().replace("back: Lima", "back: Lima!"))
    assert "1 changed note" in ours.sync(decks, "--collection", anki.path, "--yes").err
    with anki.opened() as col:
        (note,) = (col.get_note(id) for id in col.find_notes("Peru"))
        (name,) = re.findall(r"src='([^']+)'", note.fields[0])
        assert (Path(col.media.dir()) / name).read_bytes() == b"\x89PNG new"
        assert (Path(col.media.dir()) / "peru.png").read_bytes() == b"\x89PNG"
        assert note.fields[1] == "Lima!"


def test_a_picture_that_was_replaced_here_is_a_change_of_its_own(ours: Home, anki: Anki, decks: Path) -> None:
    ours.settled(decks, anki)
    for content in (b"\x89PNG new", b"\x89PNG newer"):
        (decks / "peru.png").write_bytes(content)
        said = ours.settled(decks, anki)
        assert "Sent 1 changed note to Anki." in said
        assert "edited in Anki" not in said
        with anki.opened() as col:
            (note,) = (col.get_note(id) for id in col.find_notes("Peru"))
            (name,) = re.findall(r"src='([^']+)'", note.fields[0])
            assert (Path(col.media.dir()) / name).read_bytes() == content
    with anki.opened() as col:
        (note,) = (col.get_note(id) for id in col.find_notes("Peru"))
        note.fields[1] = "edited in Anki"
        col.update_note(note)
    assert "1 note was edited in Anki" in ours.settled(decks, anki)


def test_an_edit_before_the_first_sync_is_sent(ours: Home, anki: Anki, decks: Path) -> None:
    (deck,) = decks.rglob("*.yaml")
    deck.write_text(re.sub(r"\bLima\b", "Lima, on the coast", deck.read_text()))
    assert "1 changed note" in ours.sync(decks, "--collection", anki.path, "--yes").err


def test_a_note_edited_in_anki_since_stays(ours: Home, anki: Anki, decks: Path) -> None:
    with anki.opened() as col:
        note = col.get_note(col.db.scalar("SELECT min(id) FROM notes"))
        note.fields[1] = "edited in Anki"
        col.update_note(note)
    assert "1 note was edited in Anki" in ours.sync(decks, "--collection", anki.path, "--yes").err
    with anki.opened() as col:
        assert "edited in Anki" in col.db.scalar("SELECT flds FROM notes ORDER BY id")


def edit_in_anki(anki: Anki, front: str, *fields: str | None, tags: tuple[str, ...] = ()) -> None:
    with anki.opened() as col:
        (note,) = (col.get_note(id) for id in col.find_notes(front))
        for place, text in enumerate(fields):
            note.fields[place] = note.fields[place] if text is None else text
        note.tags = list(tags)
        col.update_note(note)


def in_anki(anki: Anki, front: str) -> tuple[list[str], list[str]]:
    with anki.opened() as col:
        (note,) = (col.get_note(id) for id in col.find_notes(front))
        return note.fields, note.tags


def edit_here(decks: Path, before: str, after: str) -> None:
    path = decks / "Places.yaml"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))


@pytest.mark.parametrize("synced_before", [False, True])
def test_what_was_edited_in_anki_stays_where_another_field_changed_here(
    ours: Home, anki: Anki, decks: Path, *, synced_before: bool
) -> None:
    if synced_before:
        ours.settled(decks, anki)
    edit_in_anki(anki, "Chile", None, "edited in Anki", tags=("mine",))
    edit_here(decks, "front: Chile", "front: Chile (the country)")
    said = ours.settled(decks, anki)
    assert "Sent 1 changed note to Anki." in said
    assert "1 note was edited in Anki" in said
    assert in_anki(anki, "Chile") == (["Chile (the country)", "edited in Anki"], ["mine"])


def test_a_field_that_was_edited_on_both_sides_is_told_with_what_anki_had(
    ours: Home, anki: Anki, decks: Path
) -> None:
    ours.settled(decks, anki)
    edit_in_anki(anki, "Chile", None, "<b>edited</b> in Anki")
    edit_here(decks, "back: Santiago", "back: Santiago de Chile")
    would = ours.sync(decks, "--collection", anki.path, "--dry-run").err
    assert "1 question was edited in Anki too, or is older there. Yours would replace" in would
    assert in_anki(anki, "Chile")[0][1] == "<b>edited</b> in Anki"
    said = ours.settled(decks, anki)
    assert "Yours replaced what Anki had:\n  places/chile" in said
    assert ": Back: edited in Anki\n" in said
    assert in_anki(anki, "Chile") == (["Chile", "Santiago de Chile"], [])


def test_an_edit_here_after_another_that_was_synced_is_no_edit_on_both_sides(
    ours: Home, anki: Anki, decks: Path
) -> None:
    ours.settled(decks, anki)
    for before, after in (("Santiago", "Santiago!"), ("Santiago!", "Santiago?"), ("Santiago?", "Santiago")):
        edit_here(decks, f"back: {before}", f"back: {after}")
        said = ours.settled(decks, anki)
        assert "Sent 1 changed note to Anki." in said
        assert "edited" not in said
        assert in_anki(anki, "Chile")[0][1] == after


def test_after_an_import_it_is_the_base(ours: Home, anki: Anki, decks: Path, tmp_path: Path) -> None:
    ours.settled(decks, anki)
    edit_in_anki(anki, "Chile", None, "by Anki")
    with anki.opened() as col:
        col.db.execute("UPDATE notes SET mod = mod + 5 WHERE flds LIKE 'Chile%'")  # not in the same second
        options = anki.library.ExportAnkiPackageOptions(with_media=True, legacy=False)
        limit = anki.library.DeckIdLimit(col.decks.id("Places"))
        col.export_anki_package(out_path=str(tmp_path / "again.apkg"), limit=limit, options=options)
    assert ours.run("import", tmp_path / "again.apkg", "-o", decks).code == 0
    edit_in_anki(anki, "Chile", "Chile, edited later")
    with anki.opened() as col:
        col.db.execute("UPDATE notes SET mod = mod + 9 WHERE flds LIKE 'Chile%'")
    edit_here(decks, "back: by Anki", "back: changed here")
    said = ours.settled(decks, anki)
    assert "here and in Anki" not in said
    assert in_anki(anki, "Chile")[0] == ["Chile, edited later", "changed here"]


def test_what_an_import_said_of_a_card_a_sync_need_not_say_again(
    ours: Home, anki: Anki, tmp_path: Path
) -> None:
    with anki.opened() as col:
        cards = [
            int(col.db.scalar("SELECT id FROM cards WHERE nid = ?", add(col, "Basic", front, "back")))
            for front in ("answered", "reset", "moved", "reset, suspended", "never answered, moved")
        ]
        for card in cards[:4]:
            answer(col, card, 4)
        col.sched.schedule_cards_as_new([cards[1], cards[3]])
        col.sched.set_due_date([cards[2], cards[4]], "9")
        col.sched.suspend_cards([cards[3]])
        package = tmp_path / "all.colpkg"
        col.export_collection_package(str(package), include_media=True, legacy=False)
    assert ours.run("import", package, "-o", tmp_path / "all").code == 0
    said = ours.sync(tmp_path / "all", "--collection", anki.path, "--yes").err
    assert "nothing to do" in said


@pytest.mark.parametrize(
    "odd", [{"fields": ("Peru",)}, {"fields": ("Peru", "Lima", "a", "b")}, {"ords": (-1, 0, 99_999)}]
)
def test_a_note_that_anki_would_refuse_is_mended_on_its_way(
    ours: Home, new_anki: NewAnki, decks: Path, odd: dict[str, Any]
) -> None:
    path = decks / "Places.yaml"
    native = read_native(path)
    assert native
    notes = {
        name: note._replace(**odd) if "Peru" in note.fields[0] else note
        for name, note in native.notes.items()
    }
    native_path(path).write_bytes(encoded(native._replace(notes=notes)))
    other = new_anki("other")
    assert "Sent 3 new notes" in ours.sync(decks, "--collection", other.path, "--yes").err
    assert other.is_sound()


def test_a_picture_that_was_replaced_here_is_no_edit_at_the_next_import(
    ours: Home, anki: Anki, decks: Path, tmp_path: Path
) -> None:
    ours.settled(decks, anki)
    (decks / "peru.png").write_bytes(b"\x89PNG new")
    assert "1 changed note" in ours.sync(decks, "--collection", anki.path, "--yes").err
    before = (decks / "Places.yaml").read_text()
    with anki.opened() as col:
        options = anki.library.ExportAnkiPackageOptions(with_media=True, legacy=False)
        limit = anki.library.DeckIdLimit(col.decks.id("Places"))
        col.export_anki_package(out_path=str(tmp_path / "again.apkg"), limit=limit, options=options)
    run = ours.run("import", tmp_path / "again.apkg", "-o", decks)
    assert "3 questions as before" in run.err
    assert (decks / "Places.yaml").read_text() == before
    assert sorted(path.name for path in decks.iterdir()) == ["Places.anki.json", "Places.yaml", "peru.png"]
