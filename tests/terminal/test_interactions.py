"""Every question type, wide and narrow and in plain lines: answered wrongly, then rightly."""

from __future__ import annotations

import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from quizkit.questions import question_types

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
    """See the answer and judge oneself: the rating in a study session, and whether one knew it in a quiz."""

    rating: int

    @property
    def knew_it(self) -> bool:
        return self.rating > 1


Step = Type | Pick | Pair | Look


class Try(NamedTuple):
    """A way to answer: the steps, what is shown then (as patterns), and the score between 0 and 1."""

    steps: list[Step]
    shows: tuple[str, ...]
    score: float


class Case(NamedTuple):
    """A question, with ways to answer it: wrong, half right (or right with a remark), right.

    Where an answer cannot be half right, there is nothing between the two.
    """

    question: str
    asks: str
    tries: list[Try]


def case(question: str, asks: str, *tries: tuple[float, list[Step], tuple[str, ...]]) -> Case:
    return Case(question, asks, [Try(steps, shows, score) for score, steps, shows in tries])


SEAS = {"Volga": "Caspian", "Rhine": "North Sea", "Nile": "Mediterranean"}
OTHER_SEAS = {"Volga": "North Sea", "Rhine": "Baltic", "Nile": "Caspian"}
CONTINENTS = {"Nile": "Africa", "Congo": "Africa", "Ob": "Asia"}
OTHER_CONTINENTS = {"Nile": "Asia", "Congo": "Asia", "Ob": "Africa"}
CASES = {
    "flashcard": case(
        "front: The capital of Peru\n    back: Lima",
        "The capital of Peru",
        (0, [Look(1)], ("Lima", "1 Again")),
        (1, [Look(2)], ("Lima", "2 Hard")),
        (1, [Look(4)], ("Lima", "4 Easy")),
    ),
    "term": case(
        "term: Estuary\n    definition: A river's mouth with tides",
        "Estuary",
        (0, [Look(1)], ("A river's mouth with tides",)),
        (1, [Look(2)], ("A river's mouth with tides",)),
        (1, [Look(4)], ("A river's mouth with tides",)),
    ),
    "short-answer": case(
        "ask: What is the capital of Australia?\n    answer: Canberra\n    reject: {Sydney: Larger it is.}",
        "the capital of Australia?",
        (0, [Type("sydney")], ("✗ sydney", "✓ Canberra", "Larger it is.")),
        (1, [Type("canbera")], ("✓ canbera", "Mind the spelling: Canberra")),
        (1, [Type("canberra.")], ("✓ canberra.",)),
    ),
    "number": case(
        "ask: How long is the Rhine?\n    answer: 1230\n    unit: km\n    tolerance: 1%",
        "How long is the Rhine?",
        (0, [Type("1,320 km")], ("✗ 1,320 km", "✓ 1230 km")),
        (1, [Type("1230")], ("✓ 1230", "Mind the unit: km.")),
        (1, [Type("1,235 km")], ("✓ 1,235 km",)),
    ),
    "date": case(
        "ask: When did the Danube Commission first meet?\n    answer: 1856-11-04",
        "Danube Commission",
        (0, [Type("1857")], ("✗ 1857", "✓ 4 November 1856", "Not the right year.")),
        (0.5, [Type("November 1856")], ("◐ November 1856", "✓ 4 November 1856", "50% of the credit")),
        (1, [Type("4 November 1856")], ("✓ 4 November 1856",)),
    ),
    "list-recall": case(
        "ask: Name two rivers of France.\n    type: list-recall\n"
        "    answers: [Seine, Loire, Rhône]\n    need: 2",
        "Name two rivers of France.",
        (0, [Type("Ebro, Po")], ("✗ Ebro, Po", "✓ Seine, Loire, Rhône")),
        (
            1 / 3,
            [Type("Seine, Ebro")],
            ("◐ Seine, Ebro", "✓ Seine, Loire, Rhône", "1 of 2; not among them: Ebro", "33% of the credit"),
        ),
        (1, [Type("rhone and Seine")], ("✓ rhone and Seine", "Mind the accents")),
    ),
    "choice": case(
        "ask: Which is a river?\n    answer: Volga\n    wrong: [Etna: It is a volcano., Gobi, Urals]",
        "Which is a river?",
        (0, [Pick(("Etna",), confirm=False)], (r"✓ \d Volga", r"✗ \d Etna", "It is a volcano.")),
        (1, [Pick(("Volga",), confirm=False)], (r"✓ \d Volga",)),
    ),
    "multi-select": case(
        "ask: Which are rivers?\n    answers: [Volga, Rhine]\n    wrong: [Etna: It is a volcano., Gobi]",
        "Which are rivers?",
        (
            0,
            [Pick(("Volga", "Etna"))],
            (r"✓ \d Volga", r"◦ \d Rhine", r"✗ \d Etna", "It is a volcano."),
        ),
        (0.5, [Pick(("Volga",))], (r"✓ \d Volga", r"◦ \d Rhine", "50% of the credit")),
        (1, [Pick(("Volga", "Rhine"))], (r"✓ \d Volga", r"✓ \d Rhine")),
    ),
    "true-false": case(
        "statement: The Nile flows from south to north.\n    answer: true",
        "The Nile flows",
        (0, [Pick(("False",), confirm=False)], ("✓ 1 True", "✗ 2 False")),
        (1, [Pick(("True",), confirm=False)], ("✓ 1 True",)),
    ),
    "order": case(
        "ask: Put in order, the longest first.\n    order: [Nile, Volga, Rhine]",
        "Put in order, the longest first.",
        (0, [Pick(("Rhine", "Volga", "Nile"))], ("✗ 1. Nile", "you: Rhine", "✗ 3. Rhine")),
        (
            2 / 3,
            [Pick(("Nile", "Rhine", "Volga"))],
            ("✓ 1. Nile", "✗ 2. Volga", "you: Rhine", "67% of the credit"),
        ),
        (1, [Pick(("Nile", "Volga", "Rhine"))], ("✓ 1. Nile", "✓ 2. Volga", "✓ 3. Rhine")),
    ),
    "match": case(
        f"ask: Into which sea?\n    match: {{{', '.join(f'{a}: {b}' for a, b in SEAS.items())}}}\n"
        "    extra: [Baltic]",
        "Into which sea?",
        (0, [Pair(OTHER_SEAS)], ("✗ Volga Caspian", "✗ Rhine North Sea", "you: Baltic")),
        (
            2 / 3,
            [Pair(SEAS | {"Rhine": "Baltic"})],
            ("✗ Rhine North Sea", "you: Baltic", "67% of the credit"),
        ),
        (1, [Pair(SEAS)], ("✓ Volga Caspian", "✓ Rhine North Sea", "✓ Nile Mediterranean")),
    ),
    "categories": case(
        "ask: On which continent?\n    groups: {Africa: [Nile, Congo], Asia: Ob}",
        "On which continent?",
        (0, [Pair(OTHER_CONTINENTS)], ("✗ Nile Africa", "you: Asia", "✗ Ob Asia", "you: Africa")),
        (2 / 3, [Pair(dict.fromkeys(CONTINENTS, "Africa"))], ("✗ Ob Asia", "you: Africa")),
        (1, [Pair(CONTINENTS)], ("✓ Nile Africa", "✓ Congo Africa", "✓ Ob Asia")),
    ),
    "cloze": case(
        "cloze: The {{c1::Volga}} flows into the {{c1::Caspian}}.\n    wrong: {Caspian: [Baltic, Black Sea]}",
        "flows into the",
        (
            0,
            [Type("Don"), Pick(("Baltic",), confirm=False)],
            ("✗ Don ✓ Volga", "✗ Baltic ✓ Caspian"),
        ),
        (
            0.5,
            [Type("Volga"), Pick(("Baltic",), confirm=False)],
            ("✓ Volga", "✗ Baltic ✓ Caspian", "50% of the credit"),
        ),
        (1, [Type("Volga"), Pick(("Caspian",), confirm=False)], ("✓ Volga", "✓ Caspian")),
    ),
    "open": case(
        "ask: Why does a delta grow?\n    rubric: [The river carries silt., It sinks in slow water.]\n"
        "    model_answer: Silt sinks where the water slows.",
        "Why does a delta grow?",
        (
            0,
            [Type("no idea", then="ctrl-s"), Pick(())],
            ("no idea", "✗ The river carries silt.", "✗ It sinks in slow water."),
        ),
        (
            0.5,
            [Type("the sea", then="ctrl-s"), Pick(("It sinks",))],
            ("the sea", "✗ The river carries silt.", "✓ It sinks in slow water.", "50% of the credit"),
        ),
        (
            1,
            [Type("mud comes", then="ctrl-s"), Pick(("The river", "It sinks"))],
            ("mud comes", "✓ The river carries silt.", "✓ It sinks in slow water."),
        ),
    ),
}


def test_every_question_type_is_played_through() -> None:
    assert CASES.keys() == question_types().keys()


TYPES = pytest.mark.parametrize("kind", CASES)
PAGE_DOWN = "\x1b[6~"


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
    asked = CASES[kind]
    screen = start("study", deck_of(asked, tmp_path, len(asked.tries)), size=size)
    for number, (steps, patterns, _) in enumerate(asked.tries):
        screen.until(asked.asks)
        screen.until(f"{len(asked.tries) - number} new")
        for step in steps:
            do(screen, step)
        assert_shows(screen, patterns)
        # Rated Easy whatever it was, so that no card comes back before the others.
        screen.press("4")
        screen.until(lambda: screen.ended or "4 Easy" not in screen.words)
    assert screen.until_it_ends() == 0
    scores = [review["score"] for review in quizkit("log", "--json").json]
    judged_by_oneself = isinstance(asked.tries[0].steps[0], Look)
    wanted = [None if judged_by_oneself else pytest.approx(one.score) for one in asked.tries]
    assert scores == wanted


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


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])
def test_after_a_long_text_the_points_are_on_the_screen_and_the_text_is_above(
    start: StartTerminal, tmp_path: Path, size: tuple[int, int]
) -> None:
    prompt = "Why is a delta fertile, " + "and what about all the other rivers of the world, " * 30
    deck = tmp_path / "deck.yaml"
    rubric = "[The river carries silt., It slows down near the sea.]"
    deck.write_text(f"deck: D\nquestions:\n  - {{id: a, ask: '{prompt}?', rubric: {rubric}}}\n")
    screen = start("study", deck, size=size)
    screen.until("Ctrl-S done")
    screen.press_and_see(PAGE_DOWN)  # to the end of the question
    screen.answer("It begins. " + "Rivers carry mud to the sea. " * 40 + "It ends.", then="It ends.")
    screen.answer("ctrl-s", then="Which points")
    assert re.search(r"1 \[ \] The river.* 2 \[ \] It slows", screen.words), screen.framed
    screen.answer("2", then="[x] It slows")
    screen.answer("enter", then="4 Easy")
    assert re.search(r"✗ The river.* ✓ It slows.*50% of the credit", screen.words), screen.framed
    while "It begins." not in screen.words:
        screen.press_and_see("up")


# --- in plain lines ---------------------------------------------------------------------------------


def line_of(step: Step, asked: str) -> list[str]:
    """What to type for a step where ``asked`` is what was printed."""
    keys: dict[str, str] = {text: key for key, text in re.findall(r"  (\w)\. ([^\r\n]+)", asked)}

    def key(option: str) -> str:
        return next(found for text, found in keys.items() if text.startswith(option))

    match step:
        case Type(text):
            return [text]
        case Look():
            return ["", "2" if step.knew_it else "1"]
        case Pick(options):
            return [" ".join(map(key, options))]
        case Pair(partner_of):
            items = re.findall(r"\d\) (\w+)", asked)
            return [" ".join(key(partner_of[item]) for item in items)]


def has_more(screen: PtyScreen, length: int) -> bool:
    return len(screen.raw) > length


def prompted(screen: PtyScreen, begins: str) -> str:
    """What is printed from the beginning of a question to the prompt behind which something is typed."""

    def printed() -> str:
        return "".join(screen.raw.decode(errors="ignore").partition(begins)[1:])

    screen.until(lambda: printed().endswith(": "))
    return printed()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@SIZES
def test_every_type_in_plain_lines_on_a_terminal(
    start: StartTerminal, tmp_path: Path, size: tuple[int, int]
) -> None:
    tries = [(kind, number, one) for kind in CASES for number, one in enumerate(CASES[kind].tries)]
    questions = [f"  - id: {kind}-{number}\n    {CASES[kind].question}\n" for kind, number, _ in tries]
    deck, result = tmp_path / "deck.yaml", tmp_path / "result.json"
    deck.write_text("deck: All\nquestions:\n" + "".join(questions), encoding="utf-8")
    options = ("--plain", "--no-shuffle", "-n", len(tries), "--result", result)
    screen = start("quiz", deck, *map(str, options), size=size)

    for number, (*_, one) in enumerate(tries, 1):
        begins = f"[{number}/{len(tries)}]"
        for step in one.steps:
            for line in line_of(step, prompted(screen, begins)):
                prompted(screen, begins)
                echoed = len(screen.raw) + len(f"{line}\r\n".encode())
                screen.press(line, "enter")
                screen.until(partial(has_more, screen, echoed))
    screen.until("or Enter to leave:")
    screen.press("enter")
    assert screen.until_it_ends() == 0
    assert b"\x1b" not in screen.raw
    answers = json.loads(result.read_text(encoding="utf-8"))["answers"]
    scores = {answer["card"].partition("/")[2].partition("#")[0]: answer["score"] for answer in answers}
    assert scores == {f"{kind}-{number}": pytest.approx(one.score, abs=1e-3) for kind, number, one in tries}


@TYPES
def test_a_question_in_plain_lines_says_how_right_it_was(quizkit: Program, tmp_path: Path, kind: str) -> None:
    asked = CASES[kind]
    deck = deck_of(asked, tmp_path, 1)
    # The same seed shows the same order; the first run, with a text where one is typed, only looks.
    typed = "".join(f"{step.text}\n" for step in asked.tries[-1].steps if isinstance(step, Type))
    shown = quizkit("quiz", deck, "--plain", "--seed", "7", stdin=typed).out
    assert asked.asks in shown
    for steps, _, score in asked.tries:
        lines = [line for step in steps for line in line_of(step, shown)]
        out = quizkit("quiz", deck, "--plain", "--seed", "7", stdin="".join(f"{one}\n" for one in lines)).out
        verdict = "Right." if score == 1 else f"Partly right ({score:.0%})." if score else "Wrong."
        assert (verdict in out) != isinstance(steps[0], Look)
        assert ("To look at again" in out) == (score < 1)
        kind = "right" if score in {0, 1} else "points"
        assert f"{round(score, 2):g} of 1 {kind} · {score:.0%}" in out
        assert "\x1b" not in out
