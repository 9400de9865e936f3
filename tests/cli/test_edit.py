"""Working on questions: ``edit``, ``show`` and ``preview``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, StartTerminal

terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

DECK = """\
deck: Small
questions:
  - {id: river, front: The river of Minsk, back: Svislach, both_ways: true}
  - {id: legs, ask: 'How many legs has a spider?', answer: eight, explain: Insects have six.}
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(DECK, encoding="utf-8")
    return path


# --- edit -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["legs", "small/legs"])
def test_the_editor_opens_at_the_question(
    quizkit: Program, deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(f"import sys\nopen({str(tmp_path / 'called')!r}, 'w').write(' '.join(sys.argv[1:]))\n")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    assert quizkit("edit", name, deck).code == 0
    assert (tmp_path / "called").read_text() == f"+4 {deck}"


def test_an_editor_that_is_not_there_is_told(
    quizkit: Program, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    run = quizkit("edit", "legs", deck)
    assert run.code == 1
    assert "cannot start the editor 'no-such-editor'" in run.err


def test_an_editor_whose_quotation_never_ends_is_told(
    quizkit: Program, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "'vim")

    assert "cannot start the editor ''vim': No closing quotation" in quizkit("edit", "legs", deck).err


@pytest.mark.parametrize("command", ["edit", "show"])
def test_a_question_that_is_not_there_or_not_alone_is_told(
    quizkit: Program, deck: Path, command: str
) -> None:
    assert "there is no question 'lges'" in quizkit(command, "lges", deck).err
    other = deck.with_name("other.yaml")
    other.write_text(DECK.replace("deck: Small", "deck: Other"))
    run = quizkit(command, "legs", deck, other)
    assert run.code == 1
    assert run.err.splitlines()[1:3] == ["  other/legs", "  small/legs"]


@pytest.mark.parametrize("name", ["le", "small/le", "legs", "small/legs", "small/legs#1"])
def test_the_beginning_of_an_id_is_enough(quizkit: Program, deck: Path, name: str) -> None:
    assert quizkit("show", name, deck, "--json").json["id"] == "small/legs"


def test_a_whole_id_is_never_taken_for_the_beginning_of_others(quizkit: Program, deck: Path) -> None:
    deck.write_text(DECK.replace("id: river", "id: legs-too"))
    assert quizkit("show", "legs", deck, "--json").json["id"] == "small/legs"
    assert quizkit("show", "legs-", deck, "--json").json["id"] == "small/legs-too"


def test_what_has_no_editor_says_how_to_name_one(
    quizkit: Program, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    run = quizkit("edit", "legs", deck)
    assert run.code == 1
    assert run.err == "quizkit: there is no editor here\n  hint: name yours in the variable EDITOR\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a script that is a program")
@pytest.mark.parametrize("names", [("nano", "vi"), ("vi",), ("vi", "nano", "sensible-editor")])
def test_who_names_no_editor_gets_the_most_usual_one(
    quizkit: Program, deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    for name in names:
        (tmp_path / name).write_text(f"#!/bin/sh\necho {name} $* > {tmp_path / 'called'}\n")
        (tmp_path / name).chmod(0o755)
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert quizkit("edit", "legs", deck).code == 0
    best = next(name for name in ("sensible-editor", "nano", "vi") if name in names)
    assert (tmp_path / "called").read_text() == f"{best} +4 {deck}\n"


def test_an_editor_that_fails_is_told(quizkit: Program, deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" -c "raise SystemExit(7)"')
    assert "ended with exit code 7" in quizkit("edit", "legs", deck).err


# --- show -------------------------------------------------------------------------------------------


def test_a_question_is_shown_with_its_place_state_and_answers(quizkit: Program, deck: Path) -> None:
    out = quizkit("show", "legs", deck).out
    assert out.startswith(f"{deck}:4\n") or out.replace("\n", "").startswith(f"{deck}:4")
    assert "How many legs has a spider?\neight\nnew\n" in out
    assert "No answers yet." in out
    quizkit("study", deck, stdin=":s\nsix\n\n:q\n")
    out = quizkit("show", "legs", deck).out
    assert "learning, due" in out
    assert "stability" in out
    assert "Again   0%     six" in out


def test_every_card_of_a_question_is_shown(quizkit: Program, deck: Path) -> None:
    out = quizkit("show", "river", deck).out
    assert "The river of Minsk\nSvislach\nnew\n" in out
    assert "Svislach\nThe river of Minsk\nnew\n" in out


def test_a_question_as_json(quizkit: Program, deck: Path) -> None:
    quizkit("study", deck, stdin=":f\n:s\nsix\n\n:q\n")
    river = quizkit("show", "river", deck, "--json").json
    assert (river["id"], river["path"], river["line"]) == ("small/river", str(deck), 3)
    assert [card["id"] for card in river["cards"]] == ["small/river", "small/river#reverse"]
    assert (river["cards"][0]["flagged"], river["cards"][0]["suspended"]) == (True, True)
    assert river["reviews"] == []
    legs = quizkit("show", "legs", deck, "--json").json
    assert [review["response"] for review in legs["reviews"]] == ["six"]
    assert legs["cards"][0]["phase"] == "learning"
    assert legs["cards"][0]["reps"] == 1


# --- preview ----------------------------------------------------------------------------------------


def test_a_preview_needs_a_terminal(quizkit: Program, deck: Path) -> None:
    run = quizkit("preview", deck)
    assert run.code == 2
    assert "needs a terminal" in run.err


@terminal
@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])
def test_a_preview_walks_through_questions_and_answers(
    start: StartTerminal, quizkit: Program, deck: Path, size: tuple[int, int]
) -> None:
    screen = start("preview", deck, size=size)
    screen.until("1 of 3")
    assert "The river of Minsk" in screen.words
    screen.answer(" ", then="Svislach")
    screen.answer("right", then="2 of 3")
    screen.answer("n", then="How many legs")
    assert "3 of 3" in screen.words
    screen.answer(" ", then="Insects have six.")
    assert "✓ eight" in screen.words
    assert "no answer" not in screen.words
    screen.answer(" ", then="Space answer")
    assert "eight" not in screen.words
    screen.answer("left", then="2 of 3")
    screen.press("q")
    assert screen.until_it_ends() == 0
    assert not screen.full_screen()
    assert quizkit("log", "--json").json == []


@terminal
@pytest.mark.slow
def test_a_watched_deck_is_read_again_when_it_is_saved(start: StartTerminal, deck: Path) -> None:
    screen = start("preview", "--watch", deck)
    screen.until("The river of Minsk")
    deck.write_text(DECK.replace("The river of Minsk", "Which river flows there"))
    screen.until("Which river flows there")
    deck.write_text(DECK.replace("back:", "bakc:"))
    screen.until("did you mean 'back'?")
    deck.write_text("deck: [")
    screen.until("not YAML")
    assert "How many legs" in screen.words, "while the file is broken its cards stay"
    deck.write_text(DECK)
    screen.until("1 of 3")
    screen.press("ctrl-c")
    assert screen.until_it_ends() == 0
    assert not screen.full_screen()


@terminal
@pytest.mark.slow
def test_a_deck_without_a_sound_question_shows_its_mistakes(start: StartTerminal, deck: Path) -> None:
    deck.write_text("deck: Small\nquestions: [{front: alone}]\n")
    screen = start("preview", deck)
    screen.until("needs 'back'")
    assert screen.words.count("needs 'back'") == 1
    screen.press("right", " ", "q")
    assert screen.until_it_ends() == 0


@terminal
@pytest.mark.slow
def test_a_sentence_on_a_narrow_terminal_is_broken_between_words(start: StartTerminal, deck: Path) -> None:
    screen = start("show", "no-such-question-at-all", deck, size=(40, 15))
    assert screen.until_it_ends() == 1
    assert [line for line in screen.lines if line] == [
        "quizkit: there is no question",
        "'no-such-question-at-all' in these decks",
        "  hint: 'quizkit log' has the ids of",
        "  what you answered",
    ]
