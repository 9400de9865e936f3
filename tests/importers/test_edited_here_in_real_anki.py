"""What was edited here of questions that came from Anki goes back, or the export says what does not."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quizkit.deckfile.native import media_tags
from tests.in_anki import answer

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

GAPS = "{{c1::Roma}} in {{c2::Italia}} est."


class Here:
    """The decks that came of the learner's notes, beside the Anki that they came from."""

    def __init__(self, anki: AnkiUser, quizkit: Program, folder: Path) -> None:
        self.anki, self.quizkit, self.decks = anki, quizkit, folder / "decks"
        self._folder = folder
        assert quizkit("import", anki.package("modern"), "-o", self.decks).code == 0
        (self.deck,) = self.decks.rglob("*.yaml")

    def edit(self, old: str, new: str) -> None:
        text = self.deck.read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.deck.write_text(text.replace(old, new), encoding="utf-8")

    def export(self, *options: str) -> str:
        """What an export says, without what it always does; its package is taken by ``anki``."""
        run = self.quizkit("export", self.decks, "-o", self._folder / "out.apkg", *options)
        assert run.code == 0, run.err
        return "\n".join(line for line in run.err.splitlines() if "out.apkg: " not in line)

    def take(self) -> dict[str, int]:
        return self.anki.take(self._folder / "out.apkg")

    def sync(self) -> str:
        self.anki.col.close()
        run = self.quizkit(
            "anki", "sync", self.decks, "--collection", self.anki.folder / "collection.anki2", "--yes"
        )
        self.anki.col.reopen()
        assert run.code == 0, run.err
        return run.err

    def local_id(self, word: str) -> str:
        return next(
            line.partition("id: ")[2]
            for line in self.deck.read_text(encoding="utf-8").splitlines()
            if line.startswith(f"  - id: {word}")
        )

    def answer(self, card: str, at: int, rating: int = 3) -> None:
        entry = {"type": "review", "id": f"{at:012x}{at:020x}", "card_id": card, "rating": rating}
        entry |= {"reviewed_at": at, "day": 738_000, "duration_ms": 900, "score": None, "proposed": None}
        log = self._folder / "log.jsonl"
        log.write_text(json.dumps(entry | {"response": "", "override": False}) + "\n", encoding="utf-8")
        assert "1 new entry" in self.quizkit("log", "--import", log).err


@pytest.fixture
def here(anki: AnkiUser, quizkit: Program, tmp_path: Path) -> Callable[..., Here]:
    """Import the notes that ``anki`` has, after these were added to it: a note type, then fields."""

    def imported(*notes: tuple[str, ...]) -> Here:
        for kind, *fields in notes:
            anki.add(kind, *fields, deck="Latin")
        return Here(anki, quizkit, tmp_path)

    return imported


def cards_of(anki: AnkiUser, words: str) -> dict[int, Any]:
    (note,) = anki.col.find_notes(words)
    return {card.ord: card for card in anki.col.get_note(note).cards()}


def given(anki: AnkiUser, card: int) -> list[int]:
    return list(anki.col.db.list("SELECT ease FROM revlog WHERE cid = ? ORDER BY id", card))


# --- a gap more -------------------------------------------------------------------------------------


def test_a_gap_added_here_is_a_card_in_anki_and_its_answers_go_along(
    here: Callable[..., Here], anki: AnkiUser
) -> None:
    ours = here(("Cloze", GAPS))
    ours.edit(" est.", " {{est}}.")
    ours.answer(f"latin/{ours.local_id('roma')}#c3", int(time.time() * 1000) - 86_400_000)
    ours.export("--with-progress")
    assert ours.take() == {"updated": 1}
    cards = cards_of(anki, "Roma")
    assert sorted(cards) == [0, 1, 2]
    assert {number: given(anki, card.id) for number, card in cards.items()} == {0: [], 1: [], 2: [3]}
    assert 'data-cloze="est"' in cards[2].question()
    assert not anki.col.get_empty_cards().notes
    assert anki.is_sound()


def test_a_gap_that_is_gone_here_keeps_its_card_in_anki_with_its_answers(
    here: Callable[..., Here], anki: AnkiUser, new_anki: Callable[[], AnkiUser]
) -> None:
    note = anki.add("Cloze", GAPS, deck="Latin")
    anki.answered(note, (0, 3, 900, 0), number=1)
    ours = here()
    ours.edit("{{c2::Italia}}", "Italia")
    assert ours.export("--with-progress")
    assert ours.take() == {"updated": 1}
    assert given(anki, cards_of(anki, "Roma")[1].id) == [3]
    other = new_anki()
    other.take(ours.decks.parent / "out.apkg")
    assert given(other, cards_of(other, "Roma")[1].id) == [3]


@pytest.mark.parametrize("exported_before", [False, True])
def test_the_empty_card_of_a_gap_that_is_gone_here_is_told_once(
    here: Callable[..., Here], anki: AnkiUser, exported_before: bool
) -> None:
    ours = here(("Cloze", GAPS), ("Cloze", "{{c1::Nero}} and {{c3::Otho}}"))
    if exported_before:
        assert ours.export() == ""
    ours.edit("{{c2::Italia}}", "Italia")
    told = ours.export()
    assert "(“Roma in Italia est.”) with fewer cards than before" in told
    assert len(told.splitlines()) == 1
    assert ours.take() == {"updated": 1, "duplicate": 1}
    assert len(anki.col.get_empty_cards().notes) == 1
    assert ours.export() == ""


def test_answers_to_a_gap_added_here_are_joined_by_a_sync(here: Callable[..., Here], anki: AnkiUser) -> None:
    ours = here(("Cloze", GAPS))
    ours.sync()
    ours.edit(" est.", " {{c3::est}}.")
    assert "1 changed note" in ours.sync()
    card = cards_of(anki, "Roma")[2]
    ours.answer(f"latin/{ours.local_id('roma')}#c3", int(time.time() * 1000) - 86_400_000, rating=4)
    assert "Sent 1 answer to Anki." in ours.sync()
    assert given(anki, card.id) == [4]
    answer(anki.col, card.id, 2)
    assert "Took 1 answer from Anki." in ours.sync()
    assert "nothing to do" in ours.sync()
    assert "#c3" in ours.quizkit("log").out


def test_answers_to_a_gap_added_here_come_back_though_the_question_is_left_to_its_author(
    here: Callable[..., Here], anki: AnkiUser
) -> None:
    ours = here(("Cloze", GAPS))
    name = ours.local_id("roma")
    ours.edit(f"- id: {name}\n    cloze: '{GAPS}'", f"- {{id: {name}, cloze: '{GAPS}'}}")
    ours.edit(" est.", " {{c3::est}}.")
    ours.export()
    ours.take()
    (note,) = map(anki.col.get_note, anki.col.find_notes("Roma"))
    anki.answered(note, (0, 3, 900, 0), number=2)
    note.fields[1] = "edited in Anki"
    note.mod = int(time.time()) + 5
    anki.col.update_note(note)
    anki.col.db.execute("UPDATE notes SET mod = mod + 5")
    run = ours.quizkit("import", anki.package("modern"), "-o", ours.decks)
    assert "explain" not in ours.deck.read_text(encoding="utf-8")
    assert (run.code, f"latin/{name}#c3" in ours.quizkit("log").out) == (0, True)


# --- what has no place in the note ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        ("back: Sun", "back: Sun\n    both_ways: true", "both_ways"),
        (
            "back: Sun",
            "back: Sun\n    hint: s…\n    explain: It is.\n    image: p.png",
            "hint, explain, image",
        ),
        ("front: Sol\n    back: Sun", "term: Sol\n    definition: Sun", "another type"),
        ("front: Sol\n    back: Sun", "ask: Sol\n    answer: Sun\n    hint: s…", "another type, hint"),
    ],
)
def test_what_a_note_has_no_place_for_stays_here_and_is_told_once(
    here: Callable[..., Here], old: str, new: str, keys: str
) -> None:
    ours = here(("Basic", "Sol", "Sun"), ("Basic", "Luna", "Moon"))
    ours.export()
    ours.edit(old, new)
    (ours.decks / "p.png").write_bytes(b"\x89PNG")
    name = f"latin/{ours.local_id('sol')}"
    said = ours.export()
    assert (
        "What is new here in 1 question has no place in its note type in Anki, and stays here: "
        f"{name} ({keys})." in said
    )
    assert "several fields" not in said
    assert ("p.png" in said) == ("p.png" not in new)
    assert ours.take() == {"duplicate": 2}
    assert name not in ours.export()
    ours.edit("back: Moon", "back: Moon\n    hint: m…")
    assert "(hint)" in (said := ours.export())
    assert name not in said


def test_what_was_removed_here_and_stays_in_anki_is_told(here: Callable[..., Here]) -> None:
    ours = here(("Basic (and reversed card)", "Luna", "Moon"))
    ours.edit("    both_ways: true\n", "")
    said = ours.export()
    assert "What was removed here from 1 question stays in its note in Anki: " in said
    assert f"latin/{ours.local_id('luna')} (both_ways)" in said
    assert "has no place" not in said
    assert "removed" not in ours.export()


def test_a_picture_taken_out_here_is_told_as_long_as_the_note_shows_it(
    here: Callable[..., Here], anki: AnkiUser
) -> None:
    anki.media({"sun.png": b"\x89PNG"})
    ours = here(("Basic", 'Sol <img src="sun.png">', "Sun"))
    ours.edit("    image: sun.png\n", "")
    assert "(image). Edit it there" in ours.export()
    ours.edit("front: Sol", "front: Sol (m.)")
    said = ours.export()
    assert "(image)" not in said
    assert ours.take() == {"updated": 1}
    (note,) = anki.col.find_notes("Sol")
    assert anki.col.get_note(note).fields[0] == "Sol (m.)"


P, Q, A, B = '<img src="p.png">', '<img src="my_big_q.png">', "[sound:a.mp3]", "[sound:b.mp3]"


@pytest.mark.parametrize(
    ("kind", "field", "old", "new", "sent"),
    [
        ("Basic", f"{P}{Q}Which is Larger?", "Larger", "Bigger", f"{P}{Q}Which is Bigger?"),
        ("Basic", f"Compare {P} with {Q}", "Compare", "Weigh", f"Weigh  with {P}{Q}"),
        ("Basic", f"Compare {P} with <b>{Q}</b>", "Compare", "Weigh", f"Weigh with <strong>{P}{Q}</strong>"),
        ("Basic", f"{P} is Larger", "Larger", "Bigger", f"is Bigger<br>{P}"),
        ("Basic", f"One {Q} is Larger than {Q}", "Larger", "Bigger", f"One  is Bigger than<br>{Q}<br>{Q}"),
        ("Basic", f"Hear {A} and see {P}, {B} and {Q}", "Hear", "Listen", None),
        ("Cloze", f"Of {P} {{{{c1::the Larger is {Q}}}}}", "Larger", "Bigger", None),
        ("Cloze", f"{{{{c1::The Larger is {Q}}}}}, not {P}", "Larger", "Bigger", None),
    ],
)
def test_an_edit_of_a_text_takes_no_picture_and_no_sound_away(
    here: Callable[..., Here], anki: AnkiUser, kind: str, field: str, old: str, new: str, sent: str | None
) -> None:
    anki.media({name: name.encode() for name in ("p.png", "my_big_q.png", "a.mp3", "b.mp3")})
    ours = here((kind, field, "left"))
    ours.edit(old, new)
    text = ours.deck.read_text(encoding="utf-8")
    ours.export()
    assert ours.take() == {"updated": 1}
    (note,) = map(anki.col.get_note, anki.col.find_notes("left"))
    assert sorted(media_tags(note.fields[0])) == sorted(media_tags(field))
    assert sent in {note.fields[0], None}

    run = ours.quizkit("import", anki.package("modern"), "-o", ours.decks)
    assert "1 question as before." in run.err
    assert "Anki has" not in run.err
    assert ours.deck.read_text(encoding="utf-8") == text
    ours.edit(new, "more beautiful")
    assert "nothing to do" not in ours.sync()
    note.load()
    assert sorted(media_tags(note.fields[0])) == sorted(media_tags(field))
    assert anki.is_sound()


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_new_drawing_arrives_by_sync_though_an_export_was_written_before(
    here: Callable[..., Here], anki: AnkiUser, is_taken: bool
) -> None:
    anki.media({"sun.png": b"old"})
    ours = here(("Basic", '<img src="sun.png"> Sol', "Sun"))
    ours.sync()
    (ours.decks / "sun.png").write_bytes(b"redrawn")
    ours.export()
    if is_taken:
        assert ours.take() == {"updated": 1}
    assert ("nothing to do" in ours.sync()) == is_taken
    (note,) = map(anki.col.get_note, anki.col.find_notes("Sol"))
    (picture,) = media_tags(note.fields[0])
    assert Path(anki.col.media.dir(), picture.name).read_bytes() == b"redrawn"
    assert "nothing to do" in ours.sync()


def test_a_text_made_of_several_fields_keeps_its_old_text_in_anki_which_is_told(
    here: Callable[..., Here], anki: AnkiUser
) -> None:
    anki.note_type("Word", "A, B, C", ("{{A}}: {{B}}", "{{C}}"))
    ours = here(("Word", "Sol", "masculine", "Sun"))
    ours.edit("Sol: masculine", "Sol: feminine")
    said = ours.export()
    assert "In 1 question a text was edited here that Anki puts together from several fields: " in said
    assert f"latin/{ours.local_id('sol')} (front). The old text stays in Anki" in said
    assert "several fields" not in ours.export()
    ours.edit("Sol: feminine", "Sol: neuter")
    assert "several fields" in ours.export()
    ours.edit("Sol: neuter", "Sol: masculine")
    assert ours.export() == ""


def test_of_several_questions_of_one_note_the_edited_one_is_named(
    here: Callable[..., Here], anki: AnkiUser
) -> None:
    anki.note_type("Two", "A, B, C", ("{{A}}", "{{C}}"), ("{{B}}", "{{C}}"))
    ours = here(("Two", "Sol", "Helios", "Sun"))
    ours.edit("front: Helios", "front: Helios\n    hint: Greek")
    said = ours.export()
    second = next(line for line in ours.deck.read_text().splitlines() if line.endswith("-2"))
    assert f"{second.partition('id: ')[2]} (hint)." in said


def test_a_type_that_was_changed_in_anki_is_not_told_as_one_that_anki_does_not_change(
    here: Callable[..., Here], anki: AnkiUser
) -> None:
    ours = here(("Basic", "Sol", "Sun"))
    ours.export()
    ours.edit("front: Sol", "front: Sol (m.)")
    models, (note,) = anki.col.models, anki.col.find_notes("Sol")
    old, new = (models.by_name(name)["id"] for name in ("Basic", "Basic (type in the answer)"))
    change = models.change_notetype_info(old_notetype_id=old, new_notetype_id=new).input
    change.note_ids.append(note)
    models.change_notetype_of_notes(change)
    assert ours.quizkit("import", anki.package("legacy"), "-o", ours.decks).code == 0
    assert "changes no note's type" not in ours.export()


# --- progress, again --------------------------------------------------------------------------------


def test_that_anki_takes_no_progress_of_cards_that_it_has_is_told(here: Callable[..., Here]) -> None:
    ours = here(("Basic", "Sol", "Sun"))
    told = "Cards that it has keep their schedule there; to go on in both programs, use 'quizkit anki sync'."
    assert told in ours.export("--with-progress")
    deck = ours.decks / "own.yaml"
    deck.write_text("deck: Own\nid: own\nquestions: [{id: a, front: f, back: b}]\n", encoding="utf-8")
    ours.deck.unlink()
    ours.deck.with_suffix(".anki.json").unlink()
    assert told not in ours.export("--with-progress")
    assert told in ours.export("--with-progress")


def test_a_question_of_another_type_whose_old_note_is_deleted_arrives_with_its_progress(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    decks, out = tmp_path / "own.yaml", tmp_path / "own.apkg"
    decks.write_text("deck: Own\nid: own\nquestions: [{id: a, front: Sol, back: Sun}]\n", encoding="utf-8")
    assert quizkit("study", decks, "--plain", stdin="\n3\n" * 4).code == 0
    quizkit("export", decks, "-o", out, "--with-progress")
    anki.take(out)
    decks.write_text(decks.read_text().replace("front: Sol, back: Sun", "ask: Sol, answer: Sun"))
    said = quizkit("export", decks, "-o", out, "--with-progress").err
    assert "Anki changes no note's type: delete the old note there before the import." in said
    (old,) = anki.col.find_notes("Sol")
    before = given(anki, anki.col.get_note(old).cards()[0].id)
    anki.take(out)
    assert anki.col.get_note(old).note_type()["name"] == "quizkit flashcard"
    anki.col.remove_notes([old])
    assert anki.take(out) == {"new": 1}
    (note,) = anki.col.find_notes("Sol")
    assert anki.col.get_note(note).note_type()["name"] == "quizkit typed answer"
    (card,) = anki.col.get_note(note).cards()
    assert given(anki, card.id) == before != []
    assert card.memory_state
