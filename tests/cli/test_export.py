"""``quizkit export``: what it writes, what it says, and what it remembers."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program

QUESTIONS = "- {id: a, front: First, back: b}\n- {id: b, front: Second, back: b}\n"


def write(path: Path, questions: str = QUESTIONS, title: str = "Test", key: str = "test") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"deck: {title}\nid: {key}\nquestions:\n{questions}", encoding="utf-8")
    return path


def test_an_export_says_what_it_wrote_and_what_is_new(quizkit: Program, tmp_path: Path) -> None:
    deck, out = write(tmp_path / "deck.yaml"), tmp_path / "out.apkg"
    assert quizkit("export", deck, "-o", out).err == f"{out}: 2 questions in 1 deck\n"
    write(deck, QUESTIONS.replace("First", "1st") + "- {id: c, front: Third, back: b}\n")
    assert quizkit("export", deck, "-o", out).err == f"{out}: 3 questions in 1 deck: 1 new, 1 changed\n"
    assert quizkit("export", deck, "-o", out).err == f"{out}: 3 questions in 1 deck\n"


def test_an_unchanged_deck_gives_the_same_bytes_later(
    quizkit: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck, out = write(tmp_path / "deck.yaml"), tmp_path / "out.apkg"
    quizkit("export", deck, "-o", out)
    first = out.read_bytes()
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    quizkit("export", deck, "-o", out)
    assert out.read_bytes() == first


def test_only_what_was_written_is_remembered(quizkit: Program, tmp_path: Path) -> None:
    deck, out = write(tmp_path / "deck.yaml"), tmp_path / "out.apkg"
    run = quizkit("export", deck, "-o", tmp_path / "nowhere" / "out.apkg")
    assert (run.code, "cannot write" in run.err) == (1, True)
    write(deck, QUESTIONS + "- {id: c, front: Third, back: b}\n")
    assert quizkit("export", deck, "-o", out).err == f"{out}: 3 questions in 1 deck\n"


def test_removed_questions_and_renamed_decks_are_told_with_what_to_do(
    quizkit: Program, tmp_path: Path
) -> None:
    deck, out = write(tmp_path / "deck.yaml"), tmp_path / "out.apkg"
    quizkit("export", deck, "-o", out)
    write(deck, QUESTIONS.splitlines()[0], title="New name")
    said = quizkit("export", deck, "-o", out).err
    assert "1 question went from the deck 'Test' to 'New name'" in said
    assert "rename the deck there" in said
    assert "1 question (“Second”) removed here" in said
    assert "delete it there" in said
    assert quizkit("export", deck, "-o", out).err == f"{out}: 1 question in 1 deck\n"


def test_a_deck_whose_file_was_deleted_is_told_once(quizkit: Program, tmp_path: Path) -> None:
    decks, out = tmp_path / "decks", tmp_path / "out.apkg"
    one = write(decks / "one.yaml", title="One", key="one")
    two = write(decks / "two.yaml", title="Two", key="two")
    quizkit("export", decks, "-o", out)
    assert quizkit("export", one, "-o", out).err == f"{out}: 2 questions in 1 deck\n"
    two.unlink()
    said = quizkit("export", decks, "-o", out).err
    assert "The file of the deck 'Two' is no longer there. Anki keeps its 2 questions" in said
    assert "delete the deck there" in said
    assert quizkit("export", decks, "-o", out).err == f"{out}: 2 questions in 1 deck\n"


def test_a_deck_whose_file_only_moved_is_not_taken_to_be_deleted(quizkit: Program, tmp_path: Path) -> None:
    decks, out = tmp_path / "decks", tmp_path / "out.apkg"
    deck = write(decks / "one.yaml")
    quizkit("export", decks, "-o", out)
    deck.rename(decks / "renamed.yaml")
    assert quizkit("export", decks, "-o", out).err == f"{out}: 2 questions in 1 deck\n"


def test_a_question_removed_after_its_deck_got_another_id_is_told(quizkit: Program, tmp_path: Path) -> None:
    deck, out = write(tmp_path / "deck.yaml"), tmp_path / "out.apkg"
    quizkit("export", deck, "-o", out)
    write(deck, key="other")
    said = quizkit("export", deck, "-o", out).err
    assert said == (
        "Recognised 2 questions that moved or got another id: their progress stays.\n"
        f"{out}: 2 questions in 1 deck\n"
    )
    write(deck, QUESTIONS.splitlines()[0], key="other")
    assert "1 question (“Second”) removed" in quizkit("export", deck, "-o", out).err


def test_a_question_in_another_deck_file_is_the_same_note(quizkit: Program, tmp_path: Path) -> None:
    decks, out = tmp_path / "decks", tmp_path / "out.apkg"
    first, second = QUESTIONS.splitlines(keepends=True)
    write(decks / "one.yaml", title="One", key="one")
    write(decks / "two.yaml", "- {id: z, front: Z, back: b}\n", title="Two", key="two")
    quizkit("export", decks, "-o", out)
    write(decks / "one.yaml", first, title="One", key="one")
    write(decks / "two.yaml", "- {id: z, front: Z, back: b}\n" + second, title="Two", key="two")
    said = quizkit("export", decks, "-o", out).err
    assert "1 question went from the deck 'One' to 'Two'. Anki leaves its cards where they are" in said
    assert f"{out}: 3 questions in 2 decks\n" in said


def test_a_question_in_another_deck_file_that_was_known_there_is_told(
    quizkit: Program, tmp_path: Path
) -> None:
    decks, out = tmp_path / "decks", tmp_path / "out.apkg"
    first, second = QUESTIONS.splitlines(keepends=True)
    one = write(decks / "one.yaml", title="One", key="one")
    two = write(decks / "two.yaml", "- {id: z, front: Z, back: b}\n", title="Two", key="two")
    quizkit("export", one, "-o", out)
    write(two, "- {id: z, front: Z, back: b}\n" + second, title="Two", key="two")
    quizkit("study", two, "--plain", stdin="\n3\n" * 4)
    write(one, first, title="One", key="one")
    said = quizkit("export", decks, "-o", out).err
    assert "1 question (“Second”) is now in a deck with another id" in said
    assert "removed" not in said


def test_a_card_that_is_no_more_is_told_with_what_to_do(quizkit: Program, tmp_path: Path) -> None:
    deck, out = tmp_path / "deck.yaml", tmp_path / "out.apkg"
    write(deck, "- {id: a, front: First, back: b, both_ways: true}\n")
    quizkit("export", deck, "-o", out)
    write(deck, "- {id: a, front: First, back: b}\n")
    said = quizkit("export", deck, "-o", out).err
    assert "1 question (“First”) with fewer cards than before" in said
    assert "Tools, Empty Cards" in said
    assert "Empty Cards" not in quizkit("export", deck, "-o", out).err


def test_decks_whose_names_differ_in_case_alone_are_told_to_be_one(quizkit: Program, tmp_path: Path) -> None:
    write(tmp_path / "decks" / "one.yaml", title="Foo", key="one")
    write(tmp_path / "decks" / "two.yaml", title="foo", key="two")
    said = quizkit("export", tmp_path / "decks", "-o", tmp_path / "out.apkg").err
    assert "The decks 'Foo' and 'foo' differ in case alone: in Anki they are one, 'Foo'." in said


def test_a_question_of_another_type_is_told_with_what_to_do(quizkit: Program, tmp_path: Path) -> None:
    deck, out = write(tmp_path / "deck.yaml"), tmp_path / "out.apkg"
    quizkit("export", deck, "-o", out)
    write(deck, QUESTIONS.replace("front: First, back: b", "ask: First, answer: b"))
    said = quizkit("export", deck, "-o", out).err
    assert "1 question (“First”) of another type than before" in said
    assert "another type" not in quizkit("export", deck, "-o", out).err


def test_a_question_that_cannot_be_read_is_not_taken_to_be_removed(quizkit: Program, tmp_path: Path) -> None:
    deck, out = write(tmp_path / "deck.yaml"), tmp_path / "out.apkg"
    quizkit("export", deck, "-o", out)
    write(deck, QUESTIONS.replace("front: Second", "frnt: Second"))
    said = quizkit("export", deck, "-o", out).err
    assert "1 mistake in" in said
    assert "removed" not in said


def test_two_files_with_the_same_questions_are_refused(quizkit: Program, tmp_path: Path) -> None:
    write(tmp_path / "decks" / "one.yaml")
    write(tmp_path / "decks" / "two.yaml")
    run = quizkit("export", tmp_path / "decks", "-o", tmp_path / "out.apkg")
    assert run.code == 1
    assert "two.yaml:4: another question has the id 'test/a'" in run.err
    assert "one.yaml:4" in run.err
    assert not (tmp_path / "out.apkg").exists()


def test_media_are_packed_and_those_that_are_missing_or_unused_are_told(
    quizkit: Program, tmp_path: Path
) -> None:
    deck = write(
        tmp_path / "deck.yaml",
        "- {id: a, front: f, back: b, image: map.png}\n- {id: b, front: f, back: b, audio: gone.mp3}\n",
    )
    (tmp_path / "map.png").write_bytes(b"picture")
    (tmp_path / "left.png").write_bytes(b"picture")
    run = quizkit("export", deck, "-o", tmp_path / "out.apkg")
    assert run.code == 0
    assert f"{deck}:5:1: 'gone.mp3' is missing" in run.err
    assert "1 media file used by no question" in run.err
    assert "left.png" in run.err
    assert "2 questions in 1 deck, 1 media file\n" in run.err
    assert zipfile.ZipFile(tmp_path / "out.apkg").read("0") == b"picture"


def test_another_ending_is_no_format(quizkit: Program, tmp_path: Path) -> None:
    run = quizkit("export", write(tmp_path / "deck.yaml"), "-o", tmp_path / "out.zip")
    assert (run.code, "'.zip' is not a format to export to" in run.err) == (2, True)


def test_a_deck_without_a_sound_question_makes_no_package(quizkit: Program, tmp_path: Path) -> None:
    out = tmp_path / "out.apkg"
    run = quizkit("export", write(tmp_path / "deck.yaml", "- {id: a, fornt: First}\n"), "-o", out)
    assert run.code == 1
    assert run.err.endswith("quizkit: there is no question to export\n")
    assert not out.exists()
