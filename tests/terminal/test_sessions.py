"""Sessions on a real terminal, key by key, as a learner has them."""

from __future__ import annotations

import re
import signal
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")]
SIZES = pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])

CARD, TYPED, PICKED = "The capital of Peru", "How many legs has a spider?", "Which of these is a river?"
JUDGED, FILLED = "Water boils at a lower temperature", "were raised by a wolf."
RATING_KEYS = "4 Easy"


def digit_of(screen: PtyScreen, option: str) -> str:
    """The key of an option, wherever chance put it."""
    found = re.search(rf"^\s+(\d)  {option}", screen.text, re.MULTILINE)
    assert found, screen.framed
    return found[1]


def answer_rightly(screen: PtyScreen, then: str) -> None:
    """Give the right answer to whichever of the five questions is on the screen."""
    words = screen.words
    if CARD in words:
        screen.answer(" ", then="Founded in 1535.")
    elif TYPED in words:
        screen.answer("eight", "enter", then="✓ eight")
    elif PICKED in words:
        screen.answer(digit_of(screen, "Nile"), then="✓")
    elif JUDGED in words:
        screen.answer("1", then="The pressure of the air")
    else:
        screen.answer("Romulus", "enter", then="Romulus and [his twin]")
        screen.answer("Remus", "enter", then="✓ Remus")
    screen.until(then)


def rate(screen: PtyScreen, key: str) -> None:
    """Rate the answer on the screen, and look until what comes next is there."""
    screen.until(RATING_KEYS)
    screen.press(key)
    screen.until(lambda: screen.ended or (screen.drawn and RATING_KEYS not in screen.words))


def answers(quizkit: Program) -> list[tuple[str, int, str]]:
    """Card, rating and response of every answer in the log."""
    reviews: list[dict[str, Any]] = quizkit("log", "--json").json
    return [(review["card_id"], review["rating"], review["response"]) for review in reviews]


def deck_of(tmp_path: Path, *questions: str) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_text("deck: Small\nquestions:\n" + "".join(f"  - {text}\n" for text in questions))
    return path


LEGS = "{id: legs, ask: 'How many legs has a spider?', answer: eight, hint: More than six.}"
OCEANS = "{id: oceans, ask: 'How many oceans are there?', answer: five}"


# --- from the first question to the summary ---------------------------------------------------------


@SIZES
def test_a_study_session_asks_every_type_until_all_are_learnt(
    start: StartTerminal, quizkit: Program, five_types: Path, size: tuple[int, int]
) -> None:
    screen = start("study", five_types, size=size)
    screen.until("q leave")
    assert screen.full_screen()
    assert "5 new · 0 learning · 0 due" in screen.words
    answer_rightly(screen, then=RATING_KEYS)
    assert "Lima" in screen.words
    rate(screen, "4")
    assert "4 new" in screen.words
    answer_rightly(screen, then=RATING_KEYS)
    rate(screen, "4")
    screen.answer(digit_of(screen, "Etna"), then="Etna is a volcano.")
    assert re.search(r"✗ \d Etna", screen.text), screen.framed
    assert re.search(r"✓ \d Nile", screen.text), screen.framed
    rate(screen, "enter")
    answer_rightly(screen, then=RATING_KEYS)
    rate(screen, "4")
    answer_rightly(screen, then=RATING_KEYS)
    rate(screen, "4")
    assert PICKED in screen.words, "the missed question comes back in the same session"
    answer_rightly(screen, then=RATING_KEYS)
    rate(screen, "4")
    screen.until("a again, just this one Enter leave")
    assert "6 answers · 5 remembered (83%)" in screen.words
    screen.press("enter")
    assert screen.until_it_ends() == 0
    assert not screen.full_screen()
    assert f"• {PICKED} you: Etna answer: Nile 6 answers · 5 remembered (83%)" in screen.words
    assert [rating for _, rating, _ in answers(quizkit)] == [4, 4, 1, 4, 4, 4]
    assert answers(quizkit)[4] == ("five-types/filled#c1", 4, "Romulus | Remus")


@SIZES
def test_a_quiz_asks_each_question_once_and_gives_a_score(
    start: StartTerminal, quizkit: Program, five_types: Path, size: tuple[int, int]
) -> None:
    screen = start("quiz", five_types, "--seed", "4", size=size)
    for number in range(1, 6):
        screen.until(f"{number} of 5")
        if CARD in screen.words:
            answer_rightly(screen, then="2 I knew it")
            screen.press("2")
        elif TYPED in screen.words:
            screen.answer("six", "enter", then="✗ six ✓ eight also right: 8")
            screen.press("enter")
        else:
            answer_rightly(screen, then="Enter go on")
            screen.press("enter")
    screen.until("Enter leave")
    assert f"4 of 5 right · 80% To look at again • {TYPED} you: six answer: eight" in screen.words
    screen.press("q")
    assert screen.until_it_ends() == 0
    assert screen.words.endswith(f"• {TYPED} you: six answer: eight 4 of 5 right · 80%")
    assert answers(quizkit) == [], "a quiz leaves the schedule alone"


def test_a_quiz_with_save_writes_its_answers_into_the_log(
    start: StartTerminal, quizkit: Program, tmp_path: Path
) -> None:
    screen = start("quiz", "--save", deck_of(tmp_path, LEGS))
    screen.until(TYPED)
    screen.answer("six", "enter", then="Enter go on")
    assert answers(quizkit) == [("small/legs", 1, "six")], "it is written before it is judged on the screen"
    screen.press("enter")
    screen.until("0 of 1 right")
    screen.press("enter")
    assert screen.until_it_ends() == 0
    assert answers(quizkit) == [("small/legs", 1, "six")]


def test_a_half_filled_cloze_shows_which_gap_is_wrong(start: StartTerminal, tmp_path: Path) -> None:
    screen = start("study", deck_of(tmp_path, "cloze: '{{c1::Romulus}} and {{c1::Remus}}, twins.'"))
    screen.until("[ … ] and [ … ], twins.")
    screen.answer("Romulus", "enter", then="Romulus and [ … ], twins.")
    screen.answer("Brutus", "enter", then="✓ Romulus ✗ Brutus ✓ Remus")


def test_another_rating_than_the_proposed_one_replaces_it(
    start: StartTerminal, quizkit: Program, tmp_path: Path
) -> None:
    screen = start("study", deck_of(tmp_path, LEGS, OCEANS))
    screen.until(TYPED)
    screen.answer("acht", "enter", then="✗ acht")
    assert answers(quizkit) == [("small/legs", 1, "acht")]
    screen.answer("2", then="How many oceans")
    assert answers(quizkit) == [("small/legs", 2, "acht")]


# --- hint, undo, suspend, bury, leave ---------------------------------------------------------------


def test_the_hint_comes_with_tab_and_where_nothing_is_typed_with_h(
    start: StartTerminal, five_types: Path
) -> None:
    screen = start("study", five_types)
    screen.until("h hint")
    assert "Hint:" not in screen.words
    screen.answer("h", then="Hint: It lies on the coast.")
    screen.answer(" ", then=RATING_KEYS)
    screen.answer("4", then="Tab hint")
    screen.answer("h", then="› h")
    screen.answer("tab", then="Hint: More than six.")
    assert "› h" in screen.words
    assert "Tab hint" not in screen.words, "a hint is offered once"


def test_undo_takes_back_the_last_answer_and_asks_it_again(
    start: StartTerminal, quizkit: Program, five_types: Path
) -> None:
    screen = start("study", five_types)
    screen.until(CARD)
    screen.answer(" ", then=RATING_KEYS)
    assert "undo" not in screen.words, "there is nothing to undo yet"
    screen.answer("3", then=TYPED)
    screen.answer("wrong", "enter", then="✗ wrong")
    assert len(answers(quizkit)) == 2
    screen.answer("u", then="Taken back.")
    assert TYPED in screen.words
    assert len(answers(quizkit)) == 1
    screen.answer("esc", then="u undo")
    screen.answer("u", then="Space show the answer")
    assert CARD in screen.words
    assert answers(quizkit) == []
    assert "5 new" in screen.words


def test_a_suspended_card_is_gone_until_it_is_taken_back(
    start: StartTerminal, quizkit: Program, five_types: Path
) -> None:
    screen = start("study", five_types)
    screen.until(CARD)
    screen.answer("s", then="Suspended; you can undo it.")
    assert TYPED in screen.words
    assert quizkit("due", five_types, "--json").json[0]["suspended"] == 1
    screen.answer("esc", then="u undo")
    screen.answer("u", then=CARD)
    assert quizkit("due", five_types, "--json").json[0]["suspended"] == 0


def test_a_buried_card_waits_until_tomorrow(start: StartTerminal, quizkit: Program, five_types: Path) -> None:
    screen = start("study", five_types)
    screen.until(CARD)
    screen.answer("b", then="Buried until tomorrow; you can undo it.")
    screen.answer("esc", then="q leave")
    screen.press("q")
    assert screen.until_it_ends() == 0
    assert quizkit("due", five_types, "--json").json[0]["new"] == 4
    again = start("study", five_types)
    again.until("4 new")
    assert TYPED in again.words


def test_esc_leads_from_typing_to_commands_and_back(start: StartTerminal, tmp_path: Path) -> None:
    screen = start("study", deck_of(tmp_path, LEGS))
    screen.until("Esc more keys")
    screen.answer("quid", then="› quid")
    screen.answer("esc", then="Esc back to typing")
    assert "› quid" in screen.words
    screen.answer("x", "esc", then="Esc more keys")
    screen.answer("o", then="› quido")
    screen.answer("esc", then="q leave")
    screen.press("q")
    assert screen.until_it_ends() == 0


def test_leaving_at_once_says_that_nothing_was_answered_and_what_is_left(
    start: StartTerminal, five_types: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(five_types.parent)
    screen = start("study", five_types.name)
    screen.until(CARD)
    screen.press("q")
    assert screen.until_it_ends() == 0
    told = f"No answer this time. 5 cards left for today; 'quizkit study {five_types.name}' goes on."
    assert screen.words == told


# --- the terminal itself ----------------------------------------------------------------------------


def test_a_resize_in_the_middle_of_a_question_keeps_what_was_typed(
    start: StartTerminal, tmp_path: Path
) -> None:
    ask = "{ask: Which animal with eight legs spins a web to catch the flies that it eats, answer: spider}"
    screen = start("study", deck_of(tmp_path, ask), size=(80, 24))
    screen.until("Which animal")
    screen.answer("spi", then="› spi")
    wide = screen.lines
    screen.resize(60, 20)
    screen.until(lambda: len(screen.lines[1]) == 58 and "Esc more keys" in screen.lines[-1])
    assert "› spi" in screen.words
    assert screen.lines[3].startswith("  Which animal with eight legs")
    assert screen.lines[3] != wide[3]
    screen.answer("der", "enter", then="✓ spider")
    screen.resize(80, 24)
    screen.until(lambda: len(screen.lines[1]) == 78 and "q leave" in screen.lines[-1])
    assert "✓ spider" in screen.words


@pytest.mark.parametrize(
    "question",
    [LEGS, "{ask: " + "many words " * 200 + ", answer: yes}", "{ask: Why?, rubric: [It must., It can.]}"],
    ids=["short", "long", "open"],
)
def test_the_frame_drawn_while_python_loads_is_the_one_that_stays(
    start: StartTerminal, tmp_path: Path, question: str
) -> None:
    screen = start("study", deck_of(tmp_path, question))
    screen.until(lambda: "Esc more keys" in screen.words and screen.screen.cursor.x == len("  › "))
    first, row = screen.text, screen.screen.cursor.y
    screen.answer("x", then="› x")
    assert screen.text == first.replace("  ›", "  › x")
    assert screen.screen.cursor.y == row


def test_keys_pressed_faster_than_the_screen_follows_are_not_lost(
    start: StartTerminal, quizkit: Program, five_types: Path
) -> None:
    screen = start("study", five_types)
    screen.until(CARD)
    screen.press(" ", "4", "eight", "enter", "3")
    screen.until(PICKED)
    assert answers(quizkit) == [("five-types/card", 4, ""), ("five-types/typed", 3, "eight")]


def test_ctrl_c_leaves_with_130_and_the_terminal_as_it_was(
    start: StartTerminal, quizkit: Program, tmp_path: Path
) -> None:
    screen = start("study", deck_of(tmp_path, LEGS, OCEANS))
    screen.until(TYPED)
    screen.answer("eight", "enter", then="✓ eight")
    screen.press("ctrl-c")
    assert screen.until_it_ends() == 130
    assert_sane(screen)
    assert screen.words == "Stopped. Every answer you gave in a study session is kept."
    assert answers(quizkit) == [("small/legs", 3, "eight")]


def test_ctrl_c_while_python_still_loads_leaves_as_cleanly(start: StartTerminal, tmp_path: Path) -> None:
    screen = start("study", deck_of(tmp_path, LEGS))
    screen.until("How many")
    screen.press("ctrl-c")
    # Where Ctrl-C meets Python inside exec(), Python ends itself by the signal; to a shell both are 130.
    assert screen.until_it_ends() in {130, -signal.SIGINT}
    assert_sane(screen)
    assert "Stopped." in screen.text
    assert "Traceback" not in screen.text


def test_a_session_that_is_terminated_gives_the_terminal_back(
    start: StartTerminal, quizkit: Program, tmp_path: Path
) -> None:
    screen = start("study", deck_of(tmp_path, LEGS, OCEANS))
    screen.until(TYPED)
    screen.answer("eight", "enter", then="✓ eight")
    screen.child.kill(signal.SIGTERM)
    assert screen.until_it_ends() == 128 + signal.SIGTERM
    assert_sane(screen)
    assert answers(quizkit) == [("small/legs", 3, "eight")]


def assert_sane(screen: PtyScreen) -> None:
    """The shell's screen, a visible cursor, no bracketed paste; what is typed is echoed, line by line."""
    assert not screen.full_screen()
    assert not screen.screen.cursor.hidden
    assert screen.raw.rfind(b"\x1b[?2004h") <= screen.raw.rfind(b"\x1b[?2004l")
    iflag, oflag, _, lflag = termios.tcgetattr(screen.child.child_fd)[:4]
    for flag in (termios.ECHO, termios.ICANON, termios.ISIG):
        assert lflag & flag
    assert iflag & termios.ICRNL
    assert oflag & termios.OPOST


def test_ctrl_z_goes_to_the_shell_and_fg_comes_back_to_the_question(
    start: StartTerminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PS1", "shell> ")
    screen = start("--norc", "--noprofile", "-i", program=["bash"])
    screen.until("shell>")
    screen.press(f"{sys.executable} -m quizkit study {deck_of(tmp_path, LEGS)}; echo status $?", "enter")
    screen.until(lambda: screen.full_screen() and TYPED in screen.words)
    screen.answer("eig", then="› eig")
    screen.press("ctrl-z")
    screen.until(lambda: not screen.full_screen() and "Stopped" in screen.words)
    assert TYPED not in screen.words
    screen.press("fg", "enter")
    screen.until(lambda: screen.full_screen() and "› eig" in screen.words)
    screen.answer("ht", "enter", then="✓ eight")
    screen.press("q")
    screen.until(lambda: not screen.full_screen() and "1 answer" in screen.words)


def test_a_closed_window_loses_no_answer(start: StartTerminal, quizkit: Program, tmp_path: Path) -> None:
    screen = start("study", deck_of(tmp_path, LEGS, OCEANS))
    screen.until(TYPED)
    screen.answer("eight", "enter", then="✓ eight")
    screen.child.close()
    assert screen.child.signalstatus == signal.SIGHUP
    assert answers(quizkit) == [("small/legs", 3, "eight")]


def test_two_terminals_at_once_both_keep_their_answers(
    start: StartTerminal, quizkit: Program, tmp_path: Path
) -> None:
    deck = deck_of(tmp_path, LEGS, OCEANS)
    one, other = start("study", deck), start("study", deck)
    for screen in (one, other):
        screen.until(TYPED)
    for screen, text in ((one, "eight"), (other, "seven")):
        screen.answer(text, "enter", then=text)
    for screen in (one, other):
        screen.answer("enter", then="How many oceans")
    assert [response for _, _, response in answers(quizkit)] == ["eight", "seven"]


@pytest.mark.parametrize("size", [(20, 6), (8, 3), (300, 100)], ids=["20x6", "8x3", "300x100"])
def test_a_terminal_of_a_strange_size_can_be_used_and_left(
    start: StartTerminal, quizkit: Program, five_types: Path, size: tuple[int, int]
) -> None:
    screen = start("study", five_types, size=size)
    screen.until(screen.full_screen)
    screen.press(" ", "4", "esc", "q")
    assert screen.until_it_ends() == 0
    assert answers(quizkit) == [("five-types/card", 4, "")]


def test_a_terminal_that_can_do_nothing_is_asked_in_plain_lines(
    start: StartTerminal, five_types: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    screen = start("study", five_types)
    screen.until("[1/5] Five types")
    screen.answer("enter", then="Answer: Lima")
    screen.answer(":q", "enter", then="No answer this time.")
    assert screen.until_it_ends() == 0
    assert b"\x1b" not in screen.raw


# --- texts that want to do something ----------------------------------------------------------------

HOSTILE = ("\x1b]0;owned\x07", "\x1b[2J\x1b[31mred", "\x9b2J", "\u202eevil")


def test_escape_sequences_of_a_deck_never_reach_the_terminal(
    start: StartTerminal, tmp_path: Path, five_types: Path
) -> None:
    escaped = [text.encode("unicode_escape").decode() for text in HOSTILE]
    questions = [f'{{ask: "before{text}after", answer: "x{text}y"}}' for text in escaped]
    deck = deck_of(tmp_path, *questions, LEGS)
    for command in ("check", "study", "due"):
        screen = start(command, deck)
        if command == "study":
            screen.until(TYPED)
            screen.press("esc", "q")
        screen.until_it_ends()
        for text in HOSTILE:
            assert text.encode() not in screen.raw


def test_a_pasted_escape_sequence_is_shown_but_not_obeyed(
    start: StartTerminal, quizkit: Program, tmp_path: Path
) -> None:
    screen = start("study", deck_of(tmp_path, LEGS))
    screen.until(lambda: b"\x1b[?2004h" in screen.raw)
    screen.press("\x1b[200~one\x1b]0;owned\x07two\x1b[201~", "enter")
    screen.until(RATING_KEYS)
    assert b"\x1b]0;owned" not in screen.raw
    assert "one" in screen.words
    assert "two" in screen.words
    assert len(answers(quizkit)) == 1
