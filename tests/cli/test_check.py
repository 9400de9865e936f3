"""``check``: every mistake with its place, and ids written where there are none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quizkit.cli.common import bundled_decks

if TYPE_CHECKING:
    from tests.conftest import Program

BROKEN = """\
deck: Broken
questions:
  - ask: What?
    anwser: this
  - statement: It rains.
    answer: perhaps
  - front: fine
    back: very
"""


def test_a_sound_deck_has_no_mistakes(quizkit: Program, five_types: Path) -> None:
    run = quizkit("check", five_types)
    assert (run.code, run.out) == (0, "")
    assert run.err == "1 deck, 5 questions: no mistakes\n"


def test_the_decks_that_come_with_quizkit_are_sound(quizkit: Program) -> None:
    assert quizkit("check", bundled_decks()).code == 0


def test_every_mistake_is_a_line_that_an_editor_can_jump_to(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "broken.yaml"
    deck.write_text(BROKEN)
    run = quizkit("check", deck)
    assert run.code == 1
    lines = run.out.splitlines()
    assert [line.rpartition("yaml:")[2].split(": ")[0] for line in lines] == ["4:5", "6:13"]
    assert all(line.startswith(f"{deck}:") for line in lines)
    assert "did you mean 'answer'?" in lines[0]
    assert run.err == "1 deck, 1 question: 2 mistakes\n"


def test_a_citation_of_a_number_beyond_all_paragraphs_is_a_mistake(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text(f"deck: D\nquestions:\n  - ask: How many?\n    answer: 45\n    cite: a#{'1' * 5000}\n")

    run = quizkit("check", deck)

    assert run.code == 1
    assert "is not a citation such as" in run.out


def test_a_name_that_no_file_can_have_is_told_in_a_sentence(quizkit: Program) -> None:
    run = quizkit("check", f"{'a' * 300}.yaml")

    assert run.code == 1
    assert "cannot read aaa" in run.err


def test_mistakes_as_json(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "broken.yaml"
    deck.write_text(BROKEN)
    run = quizkit("check", "--json", deck)
    assert run.code == 1
    assert [(problem["line"], problem["column"]) for problem in run.json] == [(4, 5), (6, 13)]
    for problem in run.json:
        assert set(problem) == {"path", "line", "column", "message", "hint"}
    assert quizkit("check", "--json", bundled_decks()).json == []


def test_the_mistakes_of_all_decks_of_a_folder_are_shown_together(quizkit: Program, tmp_path: Path) -> None:
    folder = tmp_path / "decks"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.yaml").write_text(BROKEN)
    (folder / "deep" / "two.yml").write_text(BROKEN.replace("Broken", "Also broken"))
    (folder / "binary.yaml").write_bytes(b"deck: \xff")
    run = quizkit("check", folder)
    assert len(run.out.splitlines()) == 5
    assert "binary.yaml:1:7: not UTF-8" in run.out


def test_two_decks_that_share_a_name_and_a_question_are_told(quizkit: Program, tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("deck: Same\nquestions: [{id: x, front: a, back: b}]\n")
    run = quizkit("check", tmp_path / "one.yaml", tmp_path / "two.yaml")
    assert run.code == 1
    assert "two.yaml:2:13:" in run.out or "two.yaml:2:1:" in run.out
    assert "one.yaml too" in run.out


def test_a_broken_question_keeps_no_other_from_being_asked(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "broken.yaml"
    deck.write_text(BROKEN)
    run = quizkit("quiz", deck, stdin="\n2\n")
    assert "1 of 1 right" in run.out
    assert f"2 mistakes in {deck}: 'quizkit check {deck}' shows them." in run.err


def test_the_sources_that_a_shell_names_with_the_decks_are_no_deck(quizkit: Program, tmp_path: Path) -> None:
    deck, sources = tmp_path / "a.yaml", tmp_path / "sources.yaml"
    deck.write_text("deck: A\nquestions: [{id: x, front: a, back: b}]\n")
    sources.write_text("sources: {ard: {title: The Ard}}\n")
    run = quizkit("check", deck, sources)
    assert (run.code, run.err) == (0, "1 deck, 1 question: no mistakes\n")
    assert quizkit("due", deck, sources).err == ""
    assert "a deck needs" in quizkit("check", sources).out, "by itself it is taken for what it is said to be"


# --- --fix ------------------------------------------------------------------------------------------

NAMELESS = """\
# My deck. It took me a week.
deck:   Animals   # the title

questions:

  # Spiders first.
  - ask: "How many legs has a spider?"     # an old one
    answer: eight


  - {front: dog,   back: "Hund" }          # on one line
  -   cloze: >-
        The {{whale}}
        is no fish.
  - id: mine
    statement: Bats are birds.
    answer: false
# The end.
"""


def test_fix_writes_ids_and_leaves_every_other_character_alone(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "animals.yaml"
    deck.write_text(NAMELESS)
    run = quizkit("check", "--fix", deck)
    assert run.code == 0
    assert f"{deck}: wrote 3 ids" in run.err
    fixed = deck.read_text()
    assert fixed.count("id: ") == 4
    without_the_new = re.sub(r"id: (?!mine)[^\s,]+(?:\n {4,6}|, )", "", fixed)
    assert without_the_new == NAMELESS


def test_fix_keeps_the_progress_and_the_ids_under_which_it_stands(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "animals.yaml"
    deck.write_text(NAMELESS)
    quizkit("study", deck, stdin="eight\n4\n\n4\n")
    before = quizkit("due", deck, "--json").json
    quizkit("check", "--fix", deck)
    assert quizkit("due", deck, "--json").json == before
    deck.write_text(deck.read_text().replace("How many legs has a spider?", "A spider's legs: how many?"))
    run = quizkit("due", deck, "--json")
    assert run.json == before, "with an id the text may change"
    assert run.err == ""


def test_fix_a_second_time_writes_nothing(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "animals.yaml"
    deck.write_text(NAMELESS)
    quizkit("check", "--fix", deck)
    once = deck.read_bytes()
    run = quizkit("check", "--fix", deck)
    assert deck.read_bytes() == once
    assert "wrote" not in run.err


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_fix_keeps_line_ends_and_byte_order_mark(quizkit: Program, tmp_path: Path, mark: bytes) -> None:
    deck = tmp_path / "windows.yaml"
    deck.write_bytes(mark + b"deck: W\r\nquestions:\r\n  - ask: a\r\n    answer: b\r\n")
    assert quizkit("check", "--fix", deck).code == 0
    fixed = deck.read_bytes()
    assert fixed.startswith(mark + b"deck: W\r\n")
    assert fixed.count(b"\n") == fixed.count(b"\r\n") == 5


def test_fix_names_sound_questions_beside_broken_ones(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "broken.yaml"
    deck.write_text(BROKEN)
    run = quizkit("check", "--fix", deck)
    assert run.code == 1
    assert "wrote 1 id" in run.err
    assert "id: " in deck.read_text()
