"""What a learner can do besides answering: help, pause, flag, mark, "I was right", edit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")]
SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])

DECK = """\
deck: Small
questions:
  - {id: river, front: The river of Minsk, back: Svislach}
  - {id: legs, ask: 'How many legs has a spider?', answer: eight}
  - id: seas
    ask: Which of these is a sea?
    answer: Aral
    wrong: [Volga, Gobi]
"""
RATING_KEYS = "4 Easy"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(DECK, encoding="utf-8")
    return path


def reviews(quizkit: Program) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = quizkit("log", "--json").json
    return found


def state(quizkit: Program, deck: Path, question: str) -> Any:
    return quizkit("show", question, deck, "--json").json["cards"][0]


def options_of(screen: PtyScreen) -> list[str]:
    """The options with their keys, as they stand."""
    return [line for line in screen.lines if line[2:3].isdigit() and line[3:5] == "  "]


def to_legs(screen: PtyScreen) -> None:
    """Past the flashcard, to the question that is typed."""
    screen.until("The river of Minsk")
    screen.answer(" ", then=RATING_KEYS)
    screen.answer("4", then="How many legs")


# --- help and pause ---------------------------------------------------------------------------------


@SIZES
def test_help_lists_every_key_and_goes_back_to_the_question(
    start: StartTerminal, deck: Path, size: tuple[int, int]
) -> None:
    screen = start("study", deck, size=size)
    screen.until("? keys")
    screen.answer("?", then="?, Esc back to the question")
    told = screen.words
    while "↓ more" in screen.text:
        screen.press_and_see("down")
        told += screen.words
    for key in ("Space", "p pause", "f flag", "m mark for the author", "s suspend", "b bury", "q leave"):
        assert key in told
    assert "The river of Minsk" not in told
    screen.answer("?", then="The river of Minsk")
    screen.answer(" ", then="Svislach")
    screen.answer("?", then="1-4 rate the card")
    screen.answer("?", then="Svislach")


def keys_told(screen: PtyScreen) -> set[str]:
    """The keys on the list, by their names."""
    rows = screen.text.partition("Keys\n")[2].rpartition("?, Esc back to the question")[0].splitlines()
    return {row[2:].partition("   ")[0] for row in rows if row[2:3].strip() and row[2] != "›"}


ALWAYS, STUDY = {"Ctrl-L", "Ctrl-Z", "Ctrl-C", "q"}, {"s", "b", "f", "m", "e"}


def test_help_lists_the_keys_that_work_here_and_no_others(start: StartTerminal, tmp_path: Path) -> None:
    deck = tmp_path / "few.yaml"
    hinted = DECK.replace("back: Svislach", "back: Svislach, hint: A river.").replace(
        "    answer: Aral", "    answer: Aral\n    image: sea.png"
    )
    deck.write_text(hinted)
    screen = start("study", deck)
    screen.until("The river of Minsk")
    screen.answer("?", then="Keys")
    assert keys_told(screen) == {"Space", "Tab, h", "p", *STUDY, *ALWAYS}
    screen.press("h", "tab")
    screen.answer("?", then="h hint")
    assert "Hint:" not in screen.words, "no hint is spent that cannot be seen"
    screen.answer("h", then="Hint: A river.")
    screen.answer("?", then="Keys")
    assert keys_told(screen) == {"Space", "p", *STUDY, *ALWAYS}
    screen.answer("?", then="Hint:")
    screen.answer(" ", then=RATING_KEYS)
    screen.answer("?", then="Keys")
    assert keys_told(screen) == {"1-4", *STUDY, *ALWAYS}
    screen.answer("4", then="How many legs")
    screen.answer("esc", "?", then="Keys")
    assert keys_told(screen) == {"Esc", "p", "u", *STUDY, *ALWAYS}
    screen.answer("?", then="Esc back to typing")
    screen.answer("esc", "six", "enter", then="✗ six")
    screen.answer("?", then="Keys")
    assert keys_told(screen) == {"1-4", "Enter", "u", "w", *STUDY, *ALWAYS}
    screen.answer("1", then="Which of these is a sea?")
    screen.answer("?", then="Keys")
    assert keys_told(screen) == {"1-3", "o, Ctrl-O", "p", "u", *STUDY, *ALWAYS}


@pytest.mark.parametrize("key", ["?", "esc", "enter", " "])
def test_what_one_leaves_help_with_answers_and_rates_nothing(
    start: StartTerminal, deck: Path, key: str
) -> None:
    screen = start("study", deck)
    screen.until("The river of Minsk")
    screen.answer("?", then="Keys")
    screen.answer(key, then="The river of Minsk")
    screen.answer(" ", then=RATING_KEYS)
    screen.answer("?", then="Keys")
    screen.answer(key, then=RATING_KEYS)
    screen.answer("4", then="How many legs")
    screen.answer("esc", "?", then="Keys")
    screen.answer(key, then="Esc back to typing")


def test_help_in_a_quiz_lists_what_a_quiz_has(start: StartTerminal, deck: Path) -> None:
    screen = start("quiz", deck, "--no-shuffle")
    screen.until("The river of Minsk")
    screen.answer("?", then="Keys")
    assert keys_told(screen) == {"Space", "p", *ALWAYS}
    assert "every answer is kept" not in screen.words
    screen.answer("?", " ", then="2 I knew it")
    screen.answer("?", then="Keys")
    assert keys_told(screen) == {"1-2", *ALWAYS}


def test_help_begins_at_its_top_and_leaves_the_question_where_it_was(
    start: StartTerminal, deck: Path
) -> None:
    screen = start("study", deck, size=(40, 15))
    screen.until("? keys")
    screen.answer("?", then="Keys")
    screen.press_and_see("down")
    screen.answer("?", then="The river of Minsk")
    screen.answer("?", then="Keys")
    assert "↑ more" not in screen.text


def test_help_while_typing_is_behind_esc_and_keeps_the_text(start: StartTerminal, deck: Path) -> None:
    screen = start("study", deck)
    to_legs(screen)
    screen.answer("ei?", then="› ei?")
    screen.answer("esc", then="Esc back to typing")
    screen.answer("?", then="back to the question")
    screen.answer("?", then="› ei?")


def test_a_question_that_is_out_of_sight_cannot_be_answered(
    start: StartTerminal, quizkit: Program, deck: Path
) -> None:
    screen = start("study", deck)
    to_legs(screen)
    screen.answer("eight", "enter", then=RATING_KEYS)
    screen.answer("4", then="Which of these is a sea?")
    for hide, show in (("?", "?"), ("p", "p")):
        screen.press_and_see(hide)
        assert "Which of these is a sea?" not in screen.words
        screen.press("1", "2", "3")
        screen.answer(show, then="Which of these is a sea?")
        assert RATING_KEYS not in screen.words
    assert len(reviews(quizkit)) == 2


def test_a_pause_hides_the_question_until_it_is_over(start: StartTerminal, deck: Path) -> None:
    screen = start("study", deck)
    screen.until("The river of Minsk")
    screen.answer("p", then="Paused.")
    assert "The river of Minsk" not in screen.words
    screen.press(" ", "s", "q", "?")
    screen.answer("p", then="The river of Minsk")
    assert "Svislach" not in screen.words
    assert not screen.ended


# --- flag, mark, I was right ------------------------------------------------------------------------


def test_a_flag_is_set_and_taken_away_while_the_card_stays(
    start: StartTerminal, quizkit: Program, deck: Path
) -> None:
    screen = start("study", deck)
    screen.until("The river of Minsk")
    screen.answer("f", then="Flagged.")
    assert "The river of Minsk" in screen.words
    assert state(quizkit, deck, "river")["flagged"]
    screen.answer("f", then="No longer flagged.")
    assert not state(quizkit, deck, "river")["flagged"]


def test_a_marked_question_is_what_its_author_is_shown(
    start: StartTerminal, quizkit: Program, deck: Path
) -> None:
    screen = start("study", deck)
    to_legs(screen)
    screen.answer("acht", "enter", then="✗ acht")
    screen.answer("m", then="Marked for the author.")
    assert "✗ acht" in screen.words, "the answer stays on the screen"
    assert quizkit("stats", deck, "--marked").out.split() == ["question", "small/legs"]
    assert quizkit("stats", deck, "--marked", "--json").json == [{"card_id": "small/legs"}]
    assert quizkit("stats", deck, "--overrides").out == "None.\n"
    screen.answer("1", then="Which of these is a sea?")
    assert "Marked" not in screen.words, "it was said of another card"


def test_i_was_right_counts_and_is_on_the_record(start: StartTerminal, quizkit: Program, deck: Path) -> None:
    screen = start("study", deck)
    to_legs(screen)
    screen.answer("VIII", "enter", then="w I was right")
    screen.answer("w", then="Which of these is a sea?")
    last = reviews(quizkit)[-1]
    assert (last["response"], last["score"], last["rating"], last["override"]) == ("VIII", 0.0, 3, True)
    assert quizkit("stats", deck, "--overrides", "--json").json == [
        {"card_id": "small/legs", "response": "VIII", "times": 1}
    ]


def test_i_was_right_is_not_offered_to_who_was_right(start: StartTerminal, deck: Path) -> None:
    screen = start("study", deck)
    to_legs(screen)
    screen.answer("eight", "enter", then=RATING_KEYS)
    assert "I was right" not in screen.words


# --- edit -------------------------------------------------------------------------------------------


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that writes how it was called, and makes Svislach and eight of what it finds."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "line, path = sys.argv[1], pathlib.Path(sys.argv[2])\n"
        f"pathlib.Path({str(tmp_path / 'called')!r}).write_text(line)\n"
        "text = path.read_text()\n"
        "path.write_text(text.replace('The river of', 'Which river flows through')"
        ".replace('answer: eight', 'answer: eight, explain: Insects have six.'))\n"
        "print('the editor was here')\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    return tmp_path / "called"


def test_an_edit_comes_back_to_the_edited_card(start: StartTerminal, editor: Path, deck: Path) -> None:
    screen = start("study", deck)
    screen.until("The river of Minsk")
    screen.answer("e", then="Which river flows through Minsk")
    assert editor.read_text() == "+3", "the line of the question"
    assert screen.full_screen()
    assert "3 new" in screen.words
    screen.answer(" ", then="Svislach")


def test_an_edit_of_an_answered_card_stays_at_its_answer(
    start: StartTerminal, quizkit: Program, editor: Path, deck: Path
) -> None:
    screen = start("study", deck)
    to_legs(screen)
    screen.answer("acht", "enter", then="✗ acht")
    screen.answer("e", then="Read again.")
    assert editor.read_text() == "+4"
    assert "✗ acht" in screen.words
    screen.answer("2", then="Which of these is a sea?")
    assert [review["rating"] for review in reviews(quizkit)] == [4, 2]


def test_a_mistake_made_in_the_editor_is_told_and_the_session_goes_on(
    start: StartTerminal, deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[2])\n"
        "path.write_text(path.read_text().replace('back: Svislach', 'bakc: Svislach'))\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    screen = start("study", deck)
    screen.until("The river of Minsk")
    screen.press("e")
    screen.until("How many legs")
    assert "did you mean 'back'?" in screen.words
    screen.answer("eight", "enter", then="✓ eight")


def test_without_an_editor_that_is_said_on_the_screen(
    start: StartTerminal, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    screen = start("study", deck)
    screen.until("The river of Minsk")
    screen.answer("e", then="There is no editor here (name yours in the variable EDITOR)")
    screen.answer(" ", then="Svislach")
    screen.answer("e", then="There is no editor here")
    assert screen.full_screen()
    screen.answer("4", then="How many legs")
    assert "editor" not in screen.words


def test_flags_and_edits_keep_what_was_typed_and_the_order_of_the_options(
    start: StartTerminal, editor: Path, deck: Path
) -> None:
    deck.write_text(DECK.replace("[Volga, Gobi]", "[Volga, Gobi, Etna, Ural, Lima, Peru, Oslo]"))
    screen = start("study", deck)
    to_legs(screen)
    screen.answer("ei", "esc", then="Esc back to typing")
    screen.answer("f", then="Flagged.")
    screen.answer("g", then="› eig")
    screen.answer("esc", "m", then="Marked for the author.")
    screen.answer("ht", "enter", then="✓ eight")
    screen.answer("4", then="Which of these is a sea?")
    options = options_of(screen)
    assert len(options) == 8
    for key, notice in (("f", "Flagged."), ("m", "Marked"), ("e", "Read again.")):
        screen.answer(key, then=notice)
        assert options_of(screen) == options


def test_an_edited_explanation_shows_at_the_answer(start: StartTerminal, editor: Path, deck: Path) -> None:
    screen = start("study", deck)
    to_legs(screen)
    screen.answer("eight", "enter", then="✓ eight")
    assert "Insects" not in screen.words
    screen.answer("e", then="Insects have six.")
    assert "Read again." in screen.words


# --- a quiz -----------------------------------------------------------------------------------------


@SIZES
def test_an_exam_says_nothing_before_its_end(start: StartTerminal, deck: Path, size: tuple[int, int]) -> None:
    screen = start("quiz", deck, "--exam", "--no-shuffle", "--time-limit", "9", "--pass", "60", size=size)
    screen.until("1 of 3 · 9 min left")
    screen.answer(" ", then="2 I knew it")
    screen.answer("2", then="2 of 3")
    screen.answer("acht", "enter", then="3 of 3")
    assert "✗" not in screen.words
    screen.press("1")  # the right one stands first in the deck
    screen.until("2 of 3 right · 67% passed (60% needed)")
    assert "How many legs has a spider? you: acht answer: eight" in screen.words
    screen.press("enter")
    assert screen.until_it_ends() == 0


def test_a_quiz_that_is_not_passed_ends_with_1(start: StartTerminal, deck: Path) -> None:
    screen = start("quiz", deck, "--pass", "60", "--type", "choice")
    screen.until("Which of these is a sea?")
    screen.press("q", "q")
    assert screen.until_it_ends() == 1
