"""The end of a session: what was missed, why, and going through just that again."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

on_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
DECK = """\
deck: Small
questions:
  - {id: legs, ask: 'How many legs has a spider?', answer: eight, explain: Insects have six.}
  - {id: oceans, ask: 'How many oceans are there?', answer: five}
  - {id: capital, front: Peru, back: Lima}
"""
LEGS, OCEANS = "How many legs has a spider?", "How many oceans are there?"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(DECK)
    return path


def type_answer(screen: PtyScreen, question: str, text: str, mark: str) -> None:
    screen.until(question)
    screen.answer(text, "enter", then=f"{mark} {text}")


@on_terminal
@pytest.mark.slow
@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])
def test_a_quiz_goes_through_what_was_missed_until_nothing_is(
    start: StartTerminal, quizkit: Program, deck: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    result = tmp_path / "result.json"
    screen = start("quiz", deck, "--no-shuffle", "--save", "--result", result, "--pass", "50", size=size)
    for question, text, mark in ((LEGS, "six", "✗"), (OCEANS, "five", "✓")):
        type_answer(screen, question, text, mark)
        screen.press("enter")
    screen.until("Peru")
    screen.answer(" ", then="1 I missed it")
    screen.press("1")
    screen.until("a again, just these 2 Enter leave")
    assert "1 of 3 right · 33% not passed (50% needed)" in screen.words
    if size == (80, 24):
        assert f"• {LEGS} you: six answer: eight Insects have six. • Peru answer: Lima" in screen.words
        assert "Going through this again is practice: nothing of it is recorded." in screen.words
    screen.answer("a", then="Practice: not recorded")
    assert "1 of 2" in screen.words
    type_answer(screen, LEGS, "eight", "✓")
    screen.answer("enter", then="Peru")
    screen.answer(" ", then="1 I missed it")
    screen.answer("1", then="1 of 2 right · 50%")
    screen.answer("a", then="1 of 1")
    screen.answer(" ", then="2 I knew it")
    screen.press("2")
    assert screen.until_it_ends() == 1, "the first round counts"
    assert "1 of 3 right · 33% not passed (50% needed)" in screen.words
    assert json.loads(result.read_text())["answered"] == 3
    assert len(quizkit("log", "--json").json) == 3


@on_terminal
@pytest.mark.slow
def test_practice_after_studying_writes_no_review(start: StartTerminal, quizkit: Program, deck: Path) -> None:
    screen = start("study", deck)
    type_answer(screen, LEGS, "six", "✗")
    screen.answer("enter", then=OCEANS)
    type_answer(screen, OCEANS, "five", "✓")
    screen.answer("4", then="Peru")
    screen.answer(" ", then="4 Easy")
    screen.answer("4", then=LEGS)
    type_answer(screen, LEGS, "eight", "✓")
    screen.answer("4", then="a again, just this one")
    before = quizkit("log", "--json").json
    screen.answer("a", then="Practice: not recorded")
    type_answer(screen, LEGS, "seven", "✗")
    screen.answer("enter", then="0 of 1 right")
    screen.press("q")
    assert screen.until_it_ends() == 0
    assert quizkit("log", "--json").json == before
    assert "4 answers · 3 remembered (75%)" in screen.words


@on_terminal
@pytest.mark.slow
@pytest.mark.parametrize(
    "keys", [("enter",), ("q",), ("esc",), ("ctrl-c",), ("a", "ctrl-c"), ("a", "esc", "q")]
)
def test_the_end_can_be_left_at_any_time_and_the_result_stays(
    start: StartTerminal, deck: Path, keys: list[str]
) -> None:
    screen = start("quiz", deck, "--type", "short-answer", "-n", "1", "--seed", "3")
    screen.until("Enter answer")
    screen.answer("none", "enter", then="Enter go on")
    screen.answer("enter", then="Enter leave")
    for key in keys[:-1]:
        screen.press_and_see(key)
    screen.press(keys[-1])
    assert screen.until_it_ends() == 0
    assert not screen.full_screen()
    assert screen.words.endswith("0 of 1 right · 0%")


@on_terminal
@pytest.mark.slow
def test_after_leaving_early_nobody_is_kept(start: StartTerminal, deck: Path) -> None:
    screen = start("quiz", deck, "--no-shuffle")
    type_answer(screen, LEGS, "six", "✗")
    screen.answer("enter", then=OCEANS)
    screen.answer("esc", then="q leave")
    screen.answer("q", then="q again leaves")
    screen.press("q")
    assert screen.until_it_ends() == 0
    assert "answer: eight Insects have six. 0 of 3 right · 0% (2 not asked)" in screen.words


# --- in plain lines ---------------------------------------------------------------------------------


def test_plain_lines_ask_whether_to_go_on(quizkit: Program, deck: Path) -> None:
    run = quizkit("quiz", deck, "--no-shuffle", stdin="six\nfive\n\n2\ny\neight\n")
    assert run.code == 0
    first, again = run.out.split("Go through this one again, for practice? y, or Enter to leave: ")
    assert first.endswith(
        f"\nTo look at again\n• {LEGS}\n  you: six\n  answer: eight\n  Insects have six.\n"
        "\n2 of 3 right · 67%\n"
    )
    assert again.startswith("\n[1/1] Practice: not recorded\n")
    assert again.endswith("1 of 1 right · 100%\n")
    assert again.count("Go through") == 0, "nothing is left to go through"


@pytest.mark.parametrize("answer", ["", "\n", "n\n", "no\n"])
def test_anything_but_yes_leaves(quizkit: Program, deck: Path, answer: str) -> None:
    run = quizkit("quiz", deck, "--no-shuffle", stdin=f"six\nfive\n\n2\n{answer}")
    assert run.code == 0
    assert run.out.count("2 of 3 right") == 1
    assert "Practice" not in run.out


def test_practice_in_plain_lines_writes_no_review(quizkit: Program, deck: Path) -> None:
    run = quizkit("study", deck, stdin="six\n1\nfive\n4\n\n4\neight\n4\ny\nseven\n\n")
    assert "4 answers · 3 remembered (75%)" in run.out
    assert "0 of 1 right · 0%" in run.out
    assert len(quizkit("log", "--json").json) == 4
