"""Keys pressed once too often: nothing is given up before the learner means it, and nothing else gets in."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")]
SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])

DECK = """\
deck: Small
questions:
  - {id: legs, ask: 'How many legs has a spider?', answer: eight, hint: More than six.}
  - {id: river, ask: 'Which is a river?', answer: Nile, wrong: [Etna, Gobi]}
  - {id: twins, cloze: '{{c1::Romulus}} and {{c1::Remus}}, twins.'}
"""
LEGS, RIVER = "How many legs has a spider?", "Which is a river?"


class Words(NamedTuple):
    """What is said in a language."""

    language: str
    again: str
    no_answer: str
    leaves: str
    go_on: str
    pipe_leaves: str


LANGUAGES = pytest.mark.parametrize(
    "words",
    [
        Words(
            *("en", "Enter again if you don't know", "✗ no answer"),
            *("q again leaves the quiz; any other key goes on", "Enter go on", ":q again leaves the quiz."),
        ),
        Words(
            *("es", "Intro otra vez si no lo sabes", "✗ sin respuesta"),
            *("q otra vez abandona el examen; otra tecla cualquiera sigue", "Intro seguir"),
            "Otra vez :q abandona el examen.",
        ),
    ],
    ids=["en", "es"],
)


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(DECK, encoding="utf-8")
    return path


# --- an empty line ----------------------------------------------------------------------------------


@SIZES
@LANGUAGES
def test_enter_on_an_empty_line_asks_and_the_second_one_counts(
    start: StartTerminal,
    quizkit: Program,
    deck: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: Words,
    size: tuple[int, int],
) -> None:
    monkeypatch.setenv("LANGUAGE", words.language)
    screen = start("study", deck, size=size)
    screen.until(LEGS)
    screen.answer("enter", then=f"› {words.again}")
    assert b"\a" not in screen.raw
    assert quizkit("log", "--json").json == []
    screen.answer("enter", then=words.no_answer)
    (review,) = quizkit("log", "--json").json
    assert (review["response"], review["rating"]) == ("", 1)


def test_an_enter_too_many_after_the_feedback_spoils_nothing(start: StartTerminal, deck: Path) -> None:
    screen = start("quiz", deck, "--type", "short-answer", "--type", "cloze", "--no-shuffle")
    screen.until(LEGS)
    screen.answer("eight", "enter", then="✓ eight")
    screen.answer("enter", "enter", then="Enter again")
    screen.answer("Romulus", "enter", then="Romulus and [ … ], twins.")
    screen.answer("enter", then="Enter again")
    screen.answer("Remus", "enter", then="✓ Romulus ✓ Remus")
    screen.answer("enter", then="2 of 2 right")


@pytest.mark.parametrize(
    "between", [["x", "backspace"], ["tab"], ["esc", "esc"]], ids=["text", "hint", "esc"]
)
def test_whatever_is_pressed_in_between_the_next_empty_line_asks_anew(
    start: StartTerminal, quizkit: Program, deck: Path, between: list[str]
) -> None:
    screen = start("study", deck)
    screen.until(LEGS)
    screen.answer("enter", then="Enter again")
    screen.press(*between)
    screen.until(lambda: "Enter again" not in screen.words and "Enter answer" in screen.words)
    screen.answer("enter", then="Enter again")
    assert quizkit("log", "--json").json == []


def test_spaces_are_an_empty_line_too(start: StartTerminal, deck: Path) -> None:
    screen = start("study", deck)
    screen.until(LEGS)
    screen.answer("   ", "enter", then="Enter again")
    screen.answer("enter", then="✗ no answer")


def test_enter_with_nothing_ticked_asks_and_the_second_one_counts(
    start: StartTerminal, tmp_path: Path
) -> None:
    path = tmp_path / "moons.yaml"
    path.write_text(
        "deck: Moons\nquestions:\n"
        "- {id: moons, ask: 'Which are moons?', answers: [Io, Europa], wrong: [Venus]}\n"
    )
    screen = start("quiz", path)
    screen.until("Which are moons?")
    screen.answer("enter", then="Enter again if you don't know")
    screen.answer("enter", then="Enter go on")


@LANGUAGES
def test_plain_lines_on_a_terminal_ask_the_same(
    start: StartTerminal, quizkit: Program, deck: Path, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    monkeypatch.setenv("LANGUAGE", words.language)
    screen = start("study", deck, "--plain")
    screen.until(LEGS)
    screen.answer("enter", then=f"{words.again}.")
    assert quizkit("log", "--json").json == []
    screen.answer("enter", then="Enter=1" if words.language == "en" else "Intro=1")
    (review,) = quizkit("log", "--json").json
    assert review["response"] == ""


def test_a_text_after_the_question_back_is_the_answer_in_plain_lines(
    start: StartTerminal, deck: Path
) -> None:
    screen = start("study", deck, "--plain")
    screen.until(LEGS)
    screen.answer("enter", then="Enter again if you don't know.")
    screen.answer("eight", "enter", then="Right.")


# --- leaving ----------------------------------------------------------------------------------------


@SIZES
@LANGUAGES
@pytest.mark.parametrize("options", [(), ("--exam",)], ids=["quiz", "exam"])
def test_q_in_a_quiz_asks_and_any_other_key_only_goes_on(
    start: StartTerminal,
    deck: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: Words,
    options: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    monkeypatch.setenv("LANGUAGE", words.language)
    screen = start("quiz", deck, "--type", "choice", *options, size=size)
    screen.until(RIVER)
    before = screen.text
    screen.answer("q", then=words.leaves)
    assert RIVER in screen.words
    for key in ("1", "enter", "esc", "?"):
        screen.press(key)
        screen.until(lambda: screen.text == before)
        screen.answer("q", then=words.leaves)
    screen.press("q")
    assert screen.until_it_ends() == 0
    assert not screen.full_screen()


def test_q_beside_the_feedback_asks_while_questions_are_left(start: StartTerminal, deck: Path) -> None:
    screen = start("quiz", deck, "--no-shuffle", "--type", "choice", "--type", "short-answer")
    screen.until(LEGS)
    screen.answer("eight", "enter", then="Enter go on")
    screen.answer("q", then="q again leaves the quiz")
    screen.answer("x", then="Enter go on")
    screen.answer("enter", then=RIVER)
    screen.answer("1", then="Enter go on")
    screen.press("q")  # all is answered
    assert screen.until_it_ends() == 0
    assert "1 not asked" not in screen.words


def test_in_a_study_session_q_leaves_at_once(start: StartTerminal, deck: Path) -> None:
    screen = start("study", deck)
    screen.until(LEGS)
    screen.answer("eight", "enter", then="4 Easy")
    screen.answer("4", then=RIVER)
    screen.press("q")
    assert screen.until_it_ends() == 0


@pytest.mark.parametrize("keys", [["ctrl-c"], ["q", "ctrl-c"], ["ctrl-d"]])
def test_ctrl_c_leaves_a_quiz_at_once(start: StartTerminal, deck: Path, keys: list[str]) -> None:
    screen = start("quiz", deck, "--type", "choice")
    screen.until(RIVER)
    screen.press(*keys)
    assert screen.until_it_ends() == 130


@LANGUAGES
def test_plain_lines_on_a_terminal_ask_before_a_quiz_is_left(
    start: StartTerminal, deck: Path, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    monkeypatch.setenv("LANGUAGE", words.language)
    screen = start("quiz", deck, "--plain", "--no-shuffle")
    screen.until(LEGS)
    screen.answer(":q", "enter", then=words.pipe_leaves)
    screen.answer("eight", "enter", then=RIVER)
    said = screen.words.count(words.pipe_leaves)
    screen.press(":q", "enter")
    screen.until(lambda: screen.words.count(words.pipe_leaves) == said + 1)
    screen.press(":q", "enter")
    assert screen.until_it_ends() == 0


# --- what covers a question -------------------------------------------------------------------------


@SIZES
@pytest.mark.parametrize(
    ("opens", "closes", "title"), [("?", "?", "Keys"), ("?", "esc", "Keys"), ("p", "p", "Paused.")]
)
def test_what_was_typed_is_hidden_with_its_question_and_comes_back(
    start: StartTerminal, deck: Path, opens: str, closes: str, title: str, size: tuple[int, int]
) -> None:
    screen = start("study", deck, size=size)
    screen.until(LEGS)
    screen.answer("eig", then="› eig")
    screen.answer("esc", then="back to typing")
    screen.answer(opens, then=title)
    assert "›" not in screen.text
    assert "eig" not in screen.words
    screen.answer(closes, then="› eig")
    screen.answer("esc", then="Enter answer")
    screen.answer("ht", "enter", then="✓ eight")


# --- the time for a question ------------------------------------------------------------------------


@SIZES
def test_the_seconds_left_are_shown_and_run(start: StartTerminal, deck: Path, size: tuple[int, int]) -> None:
    screen = start("quiz", deck, "--per-question", "30", "--type", "choice", size=size)
    screen.until(RIVER)
    first = seconds(screen)
    assert first <= 30
    screen.until(lambda: screen.drawn and seconds(screen) < first)


def seconds(screen: PtyScreen) -> int:
    found = re.search(r"1 of 1 · (\d+) s$", screen.text, re.MULTILINE)
    assert found, screen.framed
    return int(found[1])
