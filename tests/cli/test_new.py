"""``quizkit new`` and ``add``, as an author meets them: on a terminal, one question after the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quizkit.deckfile import load_deck

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")]

# What an author types for one question of each type, key by key; Enter alone leaves a key out or ends a list.
ASK = ("ask:", "Which?", "enter")
END = ("(Enter ends the list)", "enter")
TYPED: dict[str, list[tuple[str, ...]]] = {
    "flashcard": [("front:", "Peru", "enter"), ("back:", "Lima", "enter"), ("both_ways:", "enter")],
    "term": [("term:", "Estuary", "enter"), ("definition:", "A mouth", "enter"), ("both_ways:", "y")],
    "short-answer": [
        ("ask:", "Capital of Peru?", "enter"),
        ("answer:", "Lima", "enter"),
        ("accept:", "the city of Lima", "enter"),
        END,
        ("reject:", "Cuzco", "enter"),
        ("Cuzco:", "Of old: yes", "enter"),
        ("reject:", "enter"),
        ("exact:", "enter"),
    ],
    "number": [ASK, ("answer:", "45.50", "enter"), ("unit:", "km", "enter"), ("tolerance:", "5%", "enter")],
    "date": [ASK, ("answer:", "1999-12-08", "enter")],
    "choice": [
        ("ask:", "Which is: a capital?", "enter"),
        ("answer:", "Lima", "enter"),
        ("(at least 1)", "Cuzco", "enter"),
        ("(Enter ends the list)", "Arequipa: no", "enter"),
        END,
    ],
    "multi-select": [ASK, ("(at least 1)", "a", "enter"), END, ("(at least 1)", "b", "enter"), END],
    "list-recall": [
        ASK,
        ("(at least 2)", "Lima", "enter"),
        ("(at least 2)", "Cuzco", "enter"),
        END,
        ("need:", "1", "enter"),
    ],
    "order": [ASK, ("(at least 2)", "first", "enter"), ("(at least 2)", "next", "enter"), END],
    "match": [
        ASK,
        ("(name; at least 2)", "Peru", "enter"),
        ("Peru:", "Lima", "enter"),
        ("(name; at least 2)", "Chile", "enter"),
        ("Chile:", "Santiago", "enter"),
        ("(name; Enter ends the list)", "enter"),
        ("extra:", "Quito", "enter"),
        END,
    ],
    "categories": [
        ASK,
        ("(name; at least 2)", "even", "enter"),
        ("even:", "two", "enter"),
        END,
        ("(name; at least 2)", "odd", "enter"),
        ("odd:", "one", "enter"),
        END,
        ("(name; Enter ends the list)", "enter"),
    ],
    "true-false": [("statement:", "Lima lies in Peru", "enter"), ("answer:", "n")],
    "cloze": [
        ("cloze:", "{{Lima}} is the capital of {{Peru::which?}}", "enter"),
        ("accept:", "enter"),
        ("wrong:", "Peru", "enter"),
        ("Peru:", "Chile", "enter"),
        END,
        ("(name; Enter ends the list)", "enter"),
    ],
    "open": [ASK, ("rubric:", "It says why.", "enter"), END, ("model_answer:", "enter")],
}


class Author:
    """Answers the wizard: looks for each question it asks, then types."""

    def __init__(self, screen: PtyScreen) -> None:
        self.screen = screen
        self._asked = 0

    def answer(self, question: str, *keys: str) -> None:
        """Look until the wizard asks the next question, and press keys."""
        self._asked += 1
        self.screen.until(lambda: len(self._questions()) == self._asked and question in self._questions()[-1])
        self.screen.press(*keys)

    def begin(self, title: str = "My deck", file: str = "") -> None:
        self.answer("Title of the deck:", title, "enter")
        self.answer("Language of the deck", "enter")
        if file:
            self.answer("File:", "enter")
            assert file in self._questions()[-1]

    def write(self, kind: str, optional: tuple[str, ...] = ()) -> None:
        """Write the question of a type, as ``TYPED`` has it; leave out what is optional."""
        self.answer("Type of question:")
        for _ in range(len(TYPED)):
            if f"» {kind} " in self.screen.words:
                break
            self.screen.press_and_see("down")
        self.screen.press("enter")
        for question, *keys in TYPED[kind]:
            self.answer(question, *keys)
        for question, text in zip(("hint", "explain", "cite"), (*optional, "", "", ""), strict=False):
            self.answer(question, text, "enter")

    def end(self, *, another: bool = False) -> None:
        self.answer("Another question?", "y" if another else "n")

    def _questions(self) -> list[str]:
        """The questions on the screen with the answers typed so far."""
        asked = "".join(f"\n{line}" for line in self.screen.lines).split("\n? ")[1:]
        return [" ".join(question.split()) for question in asked]


@pytest.mark.parametrize("kind", TYPED)
def test_the_wizard_leaves_a_sound_deck_with_the_question(
    start: StartTerminal, quizkit: Program, kind: str
) -> None:
    screen = start("new", size=(80, 50))
    author = Author(screen)
    author.begin(file="my-deck.yaml")
    author.write(kind)
    author.end()
    assert screen.until_it_ends() == 0
    assert "my-deck.yaml holds 1 question and is sound. Now: quizkit study my-deck.yaml" in screen.words
    assert quizkit("check", "my-deck.yaml").code == 0
    deck, problems = load_deck("my-deck.yaml")
    assert not problems
    assert (deck.title, deck.language, [question.type for question in deck.questions]) == (
        "My deck",
        "en",
        [kind],
    )
    assert deck.questions[0].local_id
    assert not deck.questions[0].derived
    assert len(list(deck.cards())) == (2 if kind in {"cloze", "term"} else 1)


def test_a_deck_of_several_questions_with_all_that_is_optional(
    start: StartTerminal, quizkit: Program
) -> None:
    screen = start("new", "folder/geo.yaml", size=(80, 60))
    author = Author(screen)
    author.begin("Geo: graphy")
    author.write("true-false", ("think", "No: it does", "atlas#3"))
    author.end(another=True)
    author.write("flashcard")
    author.end()
    assert screen.until_it_ends() == 0
    assert quizkit("check", "folder/geo.yaml").err == "1 deck, 2 questions: no mistakes\n"
    deck, _ = load_deck("folder/geo.yaml")
    about = deck.questions[0].about
    assert deck.title == "Geo: graphy"
    assert (about.hint, about.explain, about.cite) == (("think",), "No: it does", ("atlas#3",))


def test_what_is_needed_is_asked_until_it_is_there(start: StartTerminal) -> None:
    screen = start("new")
    screen.until("Title of the deck:")
    screen.answer("enter", then="Something is needed here.")
    screen.answer("T", "enter", then="Language of the deck")
    screen.answer("glish", "enter", then="A code such as en, es or pt-BR.")


def test_a_question_that_is_not_sound_is_asked_again(
    start: StartTerminal, quizkit: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = start("new", "deck.yaml", size=(80, 60))
    author = Author(screen)
    author.begin()
    unsound = [("cloze:", "no gap", "enter"), ("accept:", "enter"), ("wrong:", "enter")]
    monkeypatch.setitem(TYPED, "cloze", unsound)
    author.write("cloze")
    screen.until("Not sound: this cloze has no gap. Once more, please.")
    author.write("flashcard")
    author.end()
    assert screen.until_it_ends() == 0
    assert quizkit("check", "deck.yaml").code == 0


@pytest.mark.parametrize("finished", [0, 1])
def test_leaving_with_ctrl_c_keeps_the_finished_questions(
    start: StartTerminal, quizkit: Program, finished: int
) -> None:
    screen = start("new", "deck.yaml", size=(80, 60))
    author = Author(screen)
    author.begin()
    for _ in range(finished):
        author.write("flashcard")
        author.end(another=True)
    author.answer("Type of question:", "ctrl-c")
    assert screen.until_it_ends() == (0 if finished else 130)
    assert "Traceback" not in screen.text
    assert Path("deck.yaml").exists() == bool(finished)
    if finished:
        assert quizkit("check", "deck.yaml").err.startswith("1 deck, 1 question:")
    else:
        assert "Nothing was written." in screen.words


def test_a_file_that_exists_is_not_touched(start: StartTerminal) -> None:
    Path("deck.yaml").write_text("mine")
    screen = start("new", "deck.yaml")
    assert screen.until_it_ends() == 2
    assert "deck.yaml exists already" in screen.words
    assert Path("deck.yaml").read_text() == "mine"


# --- add --------------------------------------------------------------------------------------------

KEPT = """\
# Mine; the spacing too.
deck:   Small
questions:
  - {id: a, front: x,   back: y}   # a comment
"""


def test_a_question_is_added_and_every_other_line_stays(start: StartTerminal, quizkit: Program) -> None:
    Path("deck.yaml").write_text(KEPT)
    screen = start("add", "deck.yaml", size=(80, 50))
    author = Author(screen)
    author.write("choice")
    screen.until("Which is: a capital?")
    author.answer("Add this question?", "y")
    assert screen.until_it_ends() == 0
    assert "Added to deck.yaml." in screen.words
    text = Path("deck.yaml").read_text()
    assert text.startswith(KEPT)
    deck, problems = load_deck("deck.yaml")
    assert not problems
    assert [question.type for question in deck.questions] == ["flashcard", "choice"]
    assert not deck.questions[1].derived


def test_a_question_that_is_not_wanted_after_all_is_asked_anew(
    start: StartTerminal, quizkit: Program
) -> None:
    Path("deck.yaml").write_text(KEPT)
    screen = start("add", "deck.yaml", size=(80, 60))
    author = Author(screen)
    author.write("flashcard")
    author.answer("Add this question?", "n")
    author.answer("Type of question:", "ctrl-c")
    assert screen.until_it_ends() == 130
    assert "Nothing was written." in screen.words
    assert Path("deck.yaml").read_text() == KEPT
