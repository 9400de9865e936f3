"""Every question type, wide and narrow and in plain lines: answered wrongly, then rightly."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])
MORE = "↓ more"


class Type(NamedTuple):
    """Type a text; ``then`` ends it on the screen, where plain lines always end with Enter."""

    text: str
    then: str = "enter"


class Pick(NamedTuple):
    """Pick options by their texts, and confirm where that is needed."""

    options: tuple[str, ...]
    confirm: bool = True


class Pair(NamedTuple):
    """Give each item its partner."""

    partner_of: dict[str, str]


class Look(NamedTuple):
    """See the answer and judge oneself."""

    knew_it: bool


Step = Type | Pick | Pair | Look


class Case(NamedTuple):
    """A question with a wrong and a right way to answer it; what is shown then, as patterns."""

    question: str
    asks: str
    wrong: list[Step]
    corrects: tuple[str, ...]
    right: list[Step]
    shows: tuple[str, ...]
    score: str = "Wrong."


SEAS = {"Volga": "Caspian", "Rhine": "North Sea", "Nile": "Mediterranean"}
CONTINENTS = {"Nile": "Africa", "Congo": "Africa", "Ob": "Asia"}
CASES = {
    "flashcard": Case(
        "front: The capital of Peru\n    back: Lima",
        "The capital of Peru",
        [Look(False)],
        ("Lima", "1 Again"),
        [Look(True)],
        ("Lima", "4 Easy"),
        "Answer: Lima",
    ),
    "term": Case(
        "term: Estuary\n    definition: A river's mouth with tides",
        "Estuary",
        [Look(False)],
        ("A river's mouth with tides",),
        [Look(True)],
        ("A river's mouth with tides",),
        "Answer: A river's mouth with tides",
    ),
    "short-answer": Case(
        "ask: What is the capital of Peru?\n    answer: Lima\n    reject: {Cuzco: The Incas ruled there.}",
        "What is the capital of Peru?",
        [Type("cuzco")],
        ("✗ cuzco", "✓ Lima", "The Incas ruled there."),
        [Type("lima.")],
        ("✓ lima.",),
    ),
    "number": Case(
        "ask: How long is the Rhine?\n    answer: 1230\n    unit: km\n    tolerance: 1%",
        "How long is the Rhine?",
        [Type("1,320 km")],
        ("✗ 1,320 km", "✓ 1230 km"),
        [Type("1,235 km")],
        ("✓ 1,235 km",),
    ),
    "date": Case(
        "ask: When did the Danube Commission first meet?\n    answer: 1856-11-04",
        "Danube Commission",
        [Type("November 1856")],
        ("◐ November 1856", "✓ 1856-11-04", "50% of the credit"),
        [Type("4 November 1856")],
        ("✓ 4 November 1856",),
        "Partly right (50%).",
    ),
    "list-recall": Case(
        "ask: Name two rivers of France.\n    type: list-recall\n"
        "    answers: [Seine, Loire, Rhône]\n    need: 2",
        "Name two rivers of France.",
        [Type("Seine, Ebro")],
        ("◐ Seine, Ebro", "✓ Seine, Loire, Rhône", "1 of 2; not among them: Ebro", "33% of the credit"),
        [Type("rhone and Seine")],
        ("✓ rhone and Seine", "Mind the accents"),
        "Partly right (33%).",
    ),
    "choice": Case(
        "ask: Which is a river?\n    answer: Volga\n    wrong: [Etna: It is a volcano., Gobi, Urals]",
        "Which is a river?",
        [Pick(("Etna",), confirm=False)],
        (r"✓ \d Volga", r"✗ \d Etna", "It is a volcano."),
        [Pick(("Volga",), confirm=False)],
        (r"✓ \d Volga",),
    ),
    "multi-select": Case(
        "ask: Which are rivers?\n    answers: [Volga, Rhine]\n    wrong: [Etna: It is a volcano., Gobi]",
        "Which are rivers?",
        [Pick(("Volga", "Etna"))],
        (r"✓ \d Volga", r"◦ \d Rhine", r"✗ \d Etna", "It is a volcano."),
        [Pick(("Volga", "Rhine"))],
        (r"✓ \d Volga", r"✓ \d Rhine"),
    ),
    "true-false": Case(
        "statement: The Nile flows from south to north.\n    answer: true",
        "The Nile flows",
        [Pick(("False",), confirm=False)],
        ("✓ 1 True", "✗ 2 False"),
        [Pick(("True",), confirm=False)],
        ("✓ 1 True",),
    ),
    "order": Case(
        "ask: Put in order, the longest first.\n    order: [Nile, Volga, Rhine]",
        "Put in order, the longest first.",
        [Pick(("Nile", "Rhine", "Volga"))],
        ("✓ 1. Nile", "✗ 2. Volga", "you: Rhine", "67% of the credit"),
        [Pick(("Nile", "Volga", "Rhine"))],
        ("✓ 1. Nile", "✓ 2. Volga", "✓ 3. Rhine"),
        "Partly right (67%).",
    ),
    "match": Case(
        f"ask: Into which sea?\n    match: {{{', '.join(f'{a}: {b}' for a, b in SEAS.items())}}}\n"
        "    extra: [Baltic]",
        "Into which sea?",
        [Pair(SEAS | {"Rhine": "Baltic"})],
        ("✗ Rhine North Sea", "you: Baltic", "67% of the credit"),
        [Pair(SEAS)],
        ("✓ Volga Caspian", "✓ Rhine North Sea", "✓ Nile Mediterranean"),
        "Partly right (67%).",
    ),
    "categories": Case(
        "ask: On which continent?\n    groups: {Africa: [Nile, Congo], Asia: Ob}",
        "On which continent?",
        [Pair(dict.fromkeys(CONTINENTS, "Africa"))],
        ("✗ Ob Asia", "you: Africa"),
        [Pair(CONTINENTS)],
        ("✓ Nile Africa", "✓ Congo Africa", "✓ Ob Asia"),
        "Partly right (67%).",
    ),
    "cloze": Case(
        "cloze: The {{c1::Volga}} flows into the {{c1::Caspian}}.\n    wrong: {Caspian: [Baltic, Black Sea]}",
        "flows into the",
        [Type("Don"), Pick(("Baltic",), confirm=False)],
        ("✗ Don ✓ Volga", "✗ Baltic ✓ Caspian"),
        [Type("Volga"), Pick(("Caspian",), confirm=False)],
        ("✓ Volga", "✓ Caspian"),
    ),
    "open": Case(
        "ask: Why does a delta grow?\n    rubric: [The river carries silt., It sinks in slow water.]\n"
        "    model_answer: Silt sinks where the water slows.",
        "Why does a delta grow?",
        [Type("no idea", then="ctrl-s"), Pick(("It sinks",))],
        ("no idea", "✗ The river carries silt.", "✓ It sinks in slow water.", "50% of the credit"),
        [Type("mud comes", then="ctrl-s"), Pick(("The river", "It sinks"))],
        ("mud comes", "✓ The river carries silt.", "✓ It sinks in slow water."),
        "Partly right (50%).",
    ),
}
TYPES = pytest.mark.parametrize("kind", CASES)


def deck_of(case: Case, tmp_path: Path, copies: int) -> Path:
    path = tmp_path / "deck.yaml"
    questions = [f"  - id: q{number}\n    {case.question}\n" for number in range(copies)]
    path.write_text("deck: One\nquestions:\n" + "".join(questions), encoding="utf-8")
    return path


# --- on the screen ----------------------------------------------------------------------------------


def whole(screen: PtyScreen) -> str:
    """Everything that can be scrolled to; the screen is then where it was."""
    seen, steps = list(screen.lines), 0
    while MORE in screen.text:
        assert steps < 30, "there is always more"
        screen.press_and_see("down")
        steps += 1
        seen += [line for line in screen.lines if line not in seen]
    for _ in range(steps):
        screen.press_and_see("up")
    return "\n".join(seen)


def pick(screen: PtyScreen, option: str, *, then_gone: bool = False) -> None:
    """Press the key of an option, wherever chance put it, and be where one was before."""
    steps = 0
    while not (found := re.search(rf"^\s+(\w)  (?:\[.\]|\d\.)?\s*{option}", screen.text, re.MULTILINE)):
        assert MORE in screen.text, screen.framed
        screen.press_and_see("down")
        steps += 1
    screen.press_and_see(found[1])
    for _ in range(0 if then_gone else steps):
        screen.press_and_see("up")


def do(screen: PtyScreen, step: Step) -> None:
    match step:
        case Type(text, then):
            screen.answer(text, then=text)
            screen.press(then)
        case Look():
            screen.press(" ")
        case Pick(options, confirm):
            screen.until(lambda: screen.drawn and bool(re.search(r" 1-\d ", screen.words)))
            for option in options:
                pick(screen, option, then_gone=not confirm)
            if confirm:
                screen.press("enter")
        case Pair(partner_of):
            for _ in partner_of:
                turn = re.search(r"▸ (\w+)", whole(screen))
                assert turn, screen.framed
                pick(screen, partner_of[turn[1]])
            screen.press("enter")


def assert_shows(screen: PtyScreen, patterns: tuple[str, ...]) -> None:
    """The feedback holds what it should, whether at once or after scrolling."""
    screen.until("4 Easy")
    words = " ".join(whole(screen).split())
    for pattern in patterns:
        assert re.search(pattern, words), (pattern, words)
    signs = {cell.data: cell.fg for row in screen.screen.buffer.values() for cell in row.values()}
    assert signs.get("✓", "green") == "green"
    assert signs.get("✗", "red") == "red"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@SIZES
@TYPES
def test_a_question_on_the_screen(
    start: StartTerminal, quizkit: Program, tmp_path: Path, kind: str, size: tuple[int, int]
) -> None:
    case = CASES[kind]
    screen = start("study", deck_of(case, tmp_path, 2), size=size)
    for number, (steps, patterns) in enumerate(((case.wrong, case.corrects), (case.right, case.shows))):
        screen.until(case.asks)
        screen.until(f"{2 - number} new")
        for step in steps:
            do(screen, step)
        assert_shows(screen, patterns)
        screen.press("4")
        screen.until(lambda: screen.ended or "4 Easy" not in screen.words)
    assert screen.until_it_ends() == 0
    scores = [review["score"] for review in quizkit("log", "--json").json]
    assert all(score is None for score in scores) or (scores[0] < 1 and scores[1] == 1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_text_of_several_lines_is_written_with_the_arrow_keys(
    start: StartTerminal, quizkit: Program, tmp_path: Path
) -> None:
    screen = start("study", deck_of(CASES["open"], tmp_path, 1))
    screen.until("Ctrl-S done")
    screen.answer("one", "enter", "two", then="two")
    screen.answer("up", ", half", "down", " and a half", then="two and a half")
    screen.press("ctrl-s")
    screen.until("Which points")
    screen.answer("enter", then="4 Easy")
    (review,) = quizkit("log", "--json").json
    assert review["response"] == "one, half\ntwo and a half"


# --- in plain lines ---------------------------------------------------------------------------------


def lines_of(steps: list[Step], asked: str) -> str:
    """What to type for some steps where ``asked`` is what was printed."""
    keys: dict[str, str] = {text: key for key, text in re.findall(r"  (\w)\. (.+)$", asked, re.MULTILINE)}

    def key(option: str) -> str:
        return next(found for text, found in keys.items() if text.startswith(option))

    lines = []
    for step in steps:
        match step:
            case Type(text):
                lines.append(text)
            case Look(knew_it):
                lines += ["", "2" if knew_it else "1"]
            case Pick(options):
                lines.append(" ".join(map(key, options)))
            case Pair(partner_of):
                items = re.findall(r"\d\) (\w+)", asked)
                lines.append(" ".join(key(partner_of[item]) for item in items))
    return "".join(f"{line}\n" for line in lines)


@TYPES
def test_a_question_in_plain_lines(quizkit: Program, tmp_path: Path, kind: str) -> None:
    case = CASES[kind]
    deck = deck_of(case, tmp_path, 1)
    # The same seed shows the same order; the first run, with a text where one is typed, only looks.
    typed = "".join(f"{step.text}\n" for step in case.right if isinstance(step, Type))
    asked = quizkit("quiz", deck, "--plain", "--seed", "7", stdin=typed).out

    wrong = quizkit("quiz", deck, "--plain", "--seed", "7", stdin=lines_of(case.wrong, asked))
    right = quizkit("quiz", deck, "--plain", "--seed", "7", stdin=lines_of(case.right, asked))

    assert case.asks in right.out
    assert case.score in wrong.out
    assert "1 of 1 right · 100%" in right.out
    assert "To look at again" in wrong.out
    assert "\x1b" not in right.out
