"""What Anki does not do by itself, and what it must not do: what the export says of it is true."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import Placed
from quizkit.model import Deck

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.exporters.anki.conftest import Collection, Pack

TWO = "- {id: a, front: First, back: b}\n- {id: b, front: Second, back: b}\n"
AHEAD = 2 * 86_400


def deck_of(questions: str, title: str = "Test", key: str = "test") -> Deck:
    raw = read_deck(f"deck: {title}\nid: {key}\nquestions:\n{questions}".encode(), f"{key}.yaml")
    assert raw.problems == ()
    return build_deck(raw, f"{key}.yaml")


def edit(learner: Collection, local_id: str) -> None:
    note = learner.note(local_id)
    note["Back"] = "mine"
    learner.col.update_note(note)


# --- clocks -----------------------------------------------------------------------------------------


def test_an_edit_in_anki_outlives_an_export_by_a_clock_that_was_ahead(
    learner: Collection, pack: Pack
) -> None:
    now = int(time.time())
    first, changes = pack(TWO, at=now + AHEAD)
    learner.take_bytes(first)
    edit(learner, "a")
    later, changes = pack(TWO.replace("Second", "2nd"), at=now, known=changes.exported)
    assert learner.take_bytes(later) == {"duplicate": 1, "updated": 1}
    assert (learner.note("a")["Back"], learner.note("b")["Front"]) == ("mine", "2nd")
    # And so does the next one, once its question did not change any more.
    edit(learner, "b")
    last, _ = pack(TWO.replace("Second", "2nd"), at=now + 5, known=changes.exported)
    assert learner.take_bytes(last) == {"duplicate": 2}
    assert learner.note("b")["Back"] == "mine"


def test_a_change_by_a_clock_that_was_ahead_arrives_though_its_own_package_never_did(
    learner: Collection, pack: Pack
) -> None:
    now = int(time.time())
    first, changes = pack(TWO, at=now)
    learner.take_bytes(first)
    changed = TWO.replace("Second", "2nd")
    _, changes = pack(changed, at=now + AHEAD, known=changes.exported)
    later, _ = pack(changed, at=now + 5, known=changes.exported)
    assert learner.take_bytes(later) == {"duplicate": 1, "updated": 1}
    assert learner.note("b")["Front"] == "2nd"


def test_a_note_of_no_known_date_is_sound_in_anki(learner: Collection, pack: Pack) -> None:
    now = int(time.time())
    _, changes = pack(TWO, at=now + AHEAD)
    later, _ = pack(TWO, at=now, known=changes.exported)
    assert learner.take_bytes(later) == {"new": 2}
    assert learner.is_sound()


# --- empty cards ------------------------------------------------------------------------------------

GAPS = "- {id: a, cloze: '{{c1::one}} {{c2::two}} {{c3::three}}'}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (GAPS, GAPS.replace("c2", "c3")),
        (GAPS, GAPS.replace("{{c3::three}}", "three")),
        (GAPS, GAPS.replace("{{c3::three}}", "{{c3::3}} {{c4::four}}")),
        ("- {id: a, front: f, back: b, both_ways: true}\n", "- {id: a, front: f, back: b}\n"),
        ("- {id: a, front: f, back: b}\n", "- {id: a, front: f, back: b, both_ways: true}\n"),
    ],
)
def test_the_export_names_the_questions_of_which_anki_has_empty_cards(
    learner: Collection, pack: Pack, before: str, after: str
) -> None:
    first, changes = pack(before)
    learner.take_bytes(first)
    later, changed = pack(after, at=int(time.time()), known=changes.exported)
    assert learner.take_bytes(later) == {"updated": 1}
    empty = learner.col.get_empty_cards().notes
    assert (changed.emptied.keys() == {"test/a"}) == bool(empty)


# --- decks ------------------------------------------------------------------------------------------


def test_decks_whose_names_differ_in_case_alone_are_one(learner: Collection, pack: Pack) -> None:
    upper, lower = deck_of(TWO, "Foo", "f1"), deck_of(TWO, "foo", "f2")
    nested = Placed(deck_of(TWO, "Bar", "f3"), ("FOO",)), Placed(deck_of(TWO, "É", "f4"), ("foo", "bar"))
    first, changes = pack(upper, lower, *nested)
    learner.take_bytes(first)
    assert learner.decks() == {"Foo": 4, "Foo::Bar": 2, "Foo::Bar::É": 2}
    more = "- {id: c, front: Third, back: b}\n"
    later, changes = pack(
        deck_of(TWO + more, "foo", "f2"), deck_of(TWO + more, "Foo", "f1"), known=changes.exported
    )
    learner.take_bytes(later)
    assert learner.decks()["Foo"] == 6
    assert changes.moved == {}


def test_a_deck_that_anki_has_in_another_case_is_found(learner: Collection, pack: Pack) -> None:
    first, changes = pack(deck_of(TWO, "foo", "f2"))
    learner.take_bytes(first)
    later, after = pack(deck_of(TWO, "Foo", "f1"), deck_of(TWO, "foo", "f2"), known=changes.exported)
    learner.take_bytes(later)
    assert learner.decks() == {"foo": 4}
    assert after.moved == {}


# --- pictures of decks that came from Anki ----------------------------------------------------------


@pytest.mark.slow
def test_a_picture_drawn_anew_reaches_the_notes_that_it_came_from(
    learner: Collection, quizkit: Program, tmp_path: Path
) -> None:
    decks, package = tmp_path / "decks", tmp_path / "out.apkg"
    (Path(learner.col.media.dir()) / "map.png").write_bytes(b"\x89PNG old")
    for front in ("Peru <img src='map.png'>", "Chile"):
        note = learner.col.new_note(learner.col.models.by_name("Basic"))
        note.fields = [front, "back"]
        learner.col.add_note(note, learner.col.decks.id("Places"))
    learner.col.db.execute("UPDATE notes SET mod = mod - 60")
    options = learner.anki.ExportAnkiPackageOptions(with_media=True, legacy=False)
    limit = learner.anki.DeckIdLimit(learner.col.decks.id("Places"))
    learner.col.export_anki_package(out_path=str(tmp_path / "in.apkg"), limit=limit, options=options)
    assert quizkit("import", tmp_path / "in.apkg", "-o", decks).code == 0
    assert quizkit("export", decks, "-o", package).code == 0
    assert learner.take_file(package) == {"duplicate": 2}

    (decks / "map.png").write_bytes(b"\x89PNG new")
    assert "1 changed" in quizkit("export", decks, "-o", package).err
    assert learner.take_file(package) == {"duplicate": 1, "updated": 1}
    (peru,) = (learner.col.get_note(found) for found in learner.col.find_notes("Peru"))
    (name,) = learner.col.media.files_in_str(peru.mid, peru.fields[0])
    assert (Path(learner.col.media.dir()) / name).read_bytes() == b"\x89PNG new"
    # Nothing of it is a change the next time, nor is a picture that is not there just now.
    assert "changed" not in quizkit("export", decks, "-o", package).err
    (decks / "map.png").unlink()
    assert "changed" not in quizkit("export", decks, "-o", package).err
    (decks / "map.png").write_bytes(b"\x89PNG new")
    assert "changed" not in quizkit("export", decks, "-o", package).err
