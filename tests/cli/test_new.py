"""``quizkit new`` and ``add``, as an author meets them: on a terminal, one question after the other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quizkit.deckfile import load_deck
from quizkit.model import Option

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")]

# What an author types for one question of each type, key by key; Enter alone leaves a key out or ends a list.
ASK = ("What is the question?", "Which?", "enter")
END = ("And another: (Enter: no more)", "enter")
TYPED: dict[str, list[tuple[str, ...]]] = {
    "flashcard": [
        ("the front of the card?", "Peru", "enter"),
        ("its back?", "Lima", "enter"),
        ("the other way round as well?", "enter"),
    ],
    "term": [
        ("Which term is it?", "Estuary", "enter"),
        ("What does it mean?", "A mouth", "enter"),
        ("the other way round as well?", "y"),
    ],
    "short-answer": [
        ("What is the question?", "Capital of Peru?", "enter"),
        ("What is the right answer?", "Lima", "enter"),
        ("What else is right", "the city of Lima", "enter"),
        END,
        ("Which wrong answer", "Cuzco", "enter"),
        ("What goes with “Cuzco”?", "Of old: yes", "enter"),
        END,
        ("Must every character", "enter"),
    ],
    "number": [
        ASK,
        ("Which number", "45.50", "enter"),
        ("In which unit?", "km", "enter"),
        ("How far off", "5%", "enter"),
    ],
    "date": [ASK, ("Which date", "1999-12-08", "enter")],
    "choice": [
        ("What is the question?", "Which is: a capital?", "enter"),
        ("What is the right answer?", "Lima", "enter"),
        ("What are the wrong options? (one at a time)", "Cuzco", "enter"),
        ("And another: (Enter: no more)", "Arequipa: no", "enter"),
        END,
    ],
    "multi-select": [
        ASK,
        ("What are the right options?", "a", "enter"),
        END,
        ("What are the wrong options?", "b", "enter"),
        END,
    ],
    "list-recall": [
        ASK,
        ("What are the right answers? (1 of at least 2)", "Lima", "enter"),
        ("And another: (2 of at least 2)", "Cuzco", "enter"),
        END,
        ("Is one of them right in another form", "Lima", "enter"),
        ("What goes with “Lima”?", "the city of Lima", "enter"),
        END,
        END,
        ("How many of them", "1", "enter"),
    ],
    "order": [ASK, ("in order?", "first", "enter"), ("And another:", "next", "enter"), END],
    "match": [
        ASK,
        ("Which things have a partner?", "Peru", "enter"),
        ("What goes with “Peru”?", "Lima", "enter"),
        ("And another: (2 of at least 2)", "Chile", "enter"),
        ("What goes with “Chile”?", "Santiago", "enter"),
        END,
        ("Which further partners", "Quito", "enter"),
        END,
    ],
    "categories": [
        ASK,
        ("Which groups are there?", "even", "enter"),
        ("What goes with “even”?", "two", "enter"),
        END,
        ("And another: (2 of at least 2)", "odd", "enter"),
        ("What goes with “odd”?", "one", "enter"),
        END,
        END,
    ],
    "true-false": [("Which statement", "Lima lies in Peru", "enter"), ("Is the statement true?", "n")],
    "cloze": [
        ("What is the text", "{{Lima}} is the capital of {{Peru::which?}}", "enter"),
        ("Is anything else right", "enter"),
        ("wrong options to pick from?", "Peru", "enter"),
        ("What goes with “Peru”?", "Chile", "enter"),
        END,
        END,
    ],
    "open": [ASK, ("Which points", "It says why.", "enter"), END, ("a model answer?", "enter")],
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
        for question, text in zip(
            ("Is there a hint?", "Why is", "Where is"), (*optional, "", "", ""), strict=False
        ):
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


def test_a_citation_is_looked_at_before_the_question_is_done(start: StartTerminal) -> None:
    screen = start("new", "deck.yaml", size=(80, 60))
    author = Author(screen)
    author.begin()
    author.write("flashcard", ("", "", "atlas"))
    screen.until("A paragraph of a source, such as atlas#12.")
    screen.press("#3", "enter")
    author.end()
    assert screen.until_it_ends() == 0
    assert load_deck("deck.yaml")[0].questions[0].about.cite == ("atlas#3",)


def test_what_is_needed_is_asked_until_it_is_there(start: StartTerminal) -> None:
    screen = start("new")
    screen.until("Title of the deck:")
    screen.answer("enter", then="Something is needed here.")
    screen.answer("T", "enter", then="Language of the deck")
    screen.answer("glish", "enter", then="A code such as en, es or pt-BR.")


# What is not sound at first, and how it is mended: what was typed before stands there to be changed.
MENDED: dict[str, tuple[list[tuple[str, ...]], dict[str, object]]] = {
    "cloze": (
        [
            ("What is the text", "Lima is in Peru", "enter"),
            ("in double braces? Lima is in Peru", *["backspace"] * 4, "{{Peru}}", "enter"),
            ("Is anything", "enter"),
            ("Should a gap", "enter"),
        ],
        {"cloze": "Lima is in {{Peru}}"},
    ),
    "number": (
        [
            ASK,
            ("Which number", "45 km", "enter"),
            ("Which number is the right answer? 45 km", *["backspace"] * 3, "enter"),
            ("In which unit?", "km", "enter"),
            ("How far off", "enter"),
        ],
        {"answer": "45", "unit": "km"},
    ),
    "choice": (
        [
            ASK,
            ("What is the right answer?", "Lima", "enter"),
            ("What are the wrong options?", "Cuzco", "enter"),
            ("And another", "lima", "enter"),
            ("And another", "Ica", "enter"),
            ("And another", "enter"),
            ("What are the wrong options? (empty: leave it out) Cuzco", "enter"),
            ("And another: (empty: leave it out) lima", *["backspace"] * 4, "enter"),
            ("And another: (empty: leave it out) Ica", "enter"),
            ("And another", "enter"),
        ],
        {"wrong": (Option("Cuzco"), Option("Ica"))},
    ),
    "match": (
        [
            *TYPED["match"][:6],
            ("Which further partners", "Lima", "enter"),
            ("And another", "enter"),
            (
                "belong to none of them? (empty: leave it out) Lima",
                *["backspace"] * 4,
                "enter",
            ),
            ("Which further partners", "enter"),
        ],
        {"match": (("Peru", "Lima"), ("Chile", "Santiago")), "extra": ()},
    ),
    "list-recall": (
        [
            ASK,
            ("What are the right answers? (1 of at least 2)", "Lima", "enter"),
            ("And another: (2 of at least 2)", "Cuzco", "enter"),
            END,
            ("Is one of them right in another form", "Lime", "enter"),
            ("What goes with “Lime”?", "the city of Lima", "enter"),
            END,
            END,
            ("Which one? (empty: leave it out) Lime", "backspace", "a", "enter"),
            ("What goes with “Lima”? (empty: leave it out) the city of Lima", "enter"),
            END,
            END,
            ("How many of them", "enter"),
        ],
        {"accept": (("Lima", ("the city of Lima",)),)},
    ),
}


@pytest.mark.parametrize("kind", MENDED)
def test_what_is_not_sound_is_asked_again_at_once_and_nothing_else(
    start: StartTerminal, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    typed, wanted = MENDED[kind]
    monkeypatch.setitem(TYPED, kind, typed)
    screen = start("new", "deck.yaml", size=(80, 60))
    author = Author(screen)
    author.begin()
    author.write(kind)
    author.end()
    assert screen.until_it_ends() == 0
    assert screen.words.count("Not sound: ") == 1
    (question,) = load_deck("deck.yaml")[0].questions
    assert {name: getattr(question.content, name) for name in wanted} == wanted


def test_yes_and_no_have_the_letters_of_the_language(
    start: StartTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "es")
    Path("deck.yaml").write_text(KEPT)
    screen = start("add", "deck.yaml", size=(80, 60))
    screen.until("Tipo de pregunta:")
    while "» flashcard" not in screen.words:
        screen.press_and_see("down")
    screen.press("enter")
    for question, text in (("¿Qué hay en el anverso", "Perú"), ("¿Qué hay en el reverso", "Lima")):
        screen.until(question)
        screen.press(text, "enter")
    screen.until("(s/N)")
    screen.press("s")
    for _ in range(3):
        screen.press_and_see("enter")
    screen.until("(S/n)")
    screen.press("S")
    assert screen.until_it_ends() == 0
    deck, _ = load_deck("deck.yaml")
    assert deck.questions[1].content.both_ways is True  # type: ignore[attr-defined]


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


def test_a_file_of_another_kind_is_refused_before_anything_is_asked(start: StartTerminal) -> None:
    screen = start("new", "deck.txt")
    assert screen.until_it_ends() == 2
    assert screen.words == "quizkit: The file must end in .yaml."


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


@pytest.mark.parametrize("broken", ["deck: Small\nquestions:\n\t- {front: x, back: y}\n", "words\n"])
def test_a_deck_that_cannot_be_read_is_refused_before_anything_is_asked(
    start: StartTerminal, broken: str
) -> None:
    Path("deck.yaml").write_text(broken)
    screen = start("add", "deck.yaml")
    assert screen.until_it_ends() == 1
    assert screen.words.startswith("quizkit: deck.yaml cannot be read hint: ")
