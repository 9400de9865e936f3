"""Every question type on a real terminal, wide and narrow: answered rightly, wrongly, and in plain lines."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.conftest import PtyScreen

terminal = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")]
SIZES = pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])
MORE = "↓ more"

# The rivers in the order of their length, and the sea of each.
LENGTHS = ["Nile", "Volga", "Rhine"]
SEAS = {"Volga": "Caspian", "Rhine": "North Sea", "Nile": "Mediterranean"}
CONTINENTS = {"Nile": "Africa", "Congo": "Africa", "Ob": "Asia"}

Keys = Callable[["PtyScreen"], list[str]]


class Case(NamedTuple):
    """A question, what it shows, and what a learner presses to be right and to be wrong."""

    question: str
    asks: str
    right: Keys
    shows: tuple[str, ...]
    wrong: Keys
    corrects: tuple[str, ...]
    plain_right: str = ""
    plain_wrong: str = ""


def typed(*keys: str) -> Keys:
    return lambda _screen: list(keys)


def picked(*options: str, then: tuple[str, ...] = ()) -> Keys:
    return lambda screen: [*(key_of(screen, option) for option in options), *then]


def ordered(*items: str) -> Keys:
    # The last item takes the only place left.
    return picked(*items[:-1], then=("enter",))


def matched(partner_of: dict[str, str]) -> Keys:
    def keys(screen: PtyScreen) -> list[str]:
        text = whole(screen)
        items = [item for item in re.findall(r"^  [▸ ] (\w+)", text, re.MULTILINE) if item in partner_of]
        assert len(items) == len(partner_of), text
        return [*(key_of(screen, partner_of[item]) for item in items), "enter"]

    return keys


CASES = {
    "short-answer": Case(
        "{ask: 'Capital of Peru?', answer: Lima, reject: {Cuzco: That was the Incas' capital.}}",
        "Capital of Peru?",
        typed("lima.", "enter"),
        ("✓ lima.",),
        typed("cuzco", "enter"),
        ("✗ cuzco", "✓ Lima", "That was the Incas' capital."),
        "lima.",
        "cuzco",
    ),
    "term": Case(
        "{term: Estuary, definition: A river's mouth with tides}",
        "Estuary",
        typed(" "),
        ("A river's mouth with tides", "4 Easy"),
        typed(" "),
        ("A river's mouth with tides", "1 Again"),
        "\n4",
        "\n1",
    ),
    "number": Case(
        "{ask: How long is the Rhine?, answer: 1230, unit: km, tolerance: 1%}",
        "How long is the Rhine?",
        typed("1,235 km", "enter"),
        ("✓ 1,235 km",),
        typed("1,320 km", "enter"),
        ("✗ 1,320 km", "✓ 1230 km"),
        "1,235 km",
        "1,320 km",
    ),
    "date": Case(
        "{ask: When did the Danube Commission first meet?, answer: 1856-11-04}",
        "Danube Commission",
        typed("4 November 1856", "enter"),
        ("✓ 4 November 1856",),
        typed("November 1856", "enter"),
        ("◐ November 1856", "✓ 1856-11-04", "50% of the credit"),
        "4 November 1856",
        "5 November 1856",
    ),
    "list-recall": Case(
        "{ask: Name two rivers of France., type: list-recall, answers: [Seine, Loire, Rhône], need: 2}",
        "Name two rivers of France.",
        typed("rhone and Seine", "enter"),
        ("✓ rhone and Seine", "Mind the accents"),
        typed("Seine, Ebro", "enter"),
        ("◐ Seine, Ebro", "✓ Seine, Loire, Rhône", "1 of 2; not among them: Ebro"),
        "Rhône; Seine",
        "Ebro",
    ),
    "multi-select": Case(
        "{ask: Which are rivers?, answers: [Volga, Rhine], wrong: [Etna: It is a volcano., Gobi]}",
        "Which are rivers?",
        picked("Volga", "Rhine", then=("enter",)),
        ("✓ . Volga", "✓ . Rhine"),
        picked("Volga", "Etna", then=("enter",)),
        ("✓ . Volga", "◦ . Rhine", "✗ . Etna", "It is a volcano."),
    ),
    "order": Case(
        "{ask: 'Put in order, the longest first.', order: [Nile, Volga, Rhine]}",
        "Put in order, the longest first.",
        ordered(*LENGTHS),
        ("✓ 1. Nile", "✓ 2. Volga", "✓ 3. Rhine"),
        ordered("Nile", "Rhine", "Volga"),
        ("✓ 1. Nile", "✗ 2. Volga", "you: Rhine", "67% of the credit"),
    ),
    "match": Case(
        f"{{ask: Into which sea?, match: {{{', '.join(f'{a}: {b}' for a, b in SEAS.items())}}}, extra: Baltic}}",
        "Into which sea?",
        matched(SEAS),
        ("✓ Volga Caspian", "✓ Rhine North Sea", "✓ Nile Mediterranean"),
        matched(SEAS | {"Rhine": "Baltic"}),
        ("✗ Rhine North Sea", "you: Baltic", "67% of the credit"),
    ),
    "categories": Case(
        "{ask: On which continent?, groups: {Africa: [Nile, Congo], Asia: Ob}}",
        "On which continent?",
        matched(CONTINENTS),
        ("✓ Nile Africa", "✓ Congo Africa", "✓ Ob Asia"),
        matched(dict.fromkeys(CONTINENTS, "Africa")),
        ("✗ Ob Asia", "you: Africa"),
    ),
    "cloze": Case(
        "{cloze: 'The {{c1::Volga}} flows into the {{c1::Caspian}}.', wrong: {Caspian: [Baltic, Black Sea]}}",
        "flows into the",
        lambda screen: ["Volga", "enter", *after(screen, "Volga", "enter", picks="Caspian")],
        ("✓ Volga", "✓ Caspian"),
        lambda screen: ["Don", "enter", *after(screen, "Don", "enter", picks="Baltic")],
        ("✗ Don ✓ Volga", "✗ Baltic ✓ Caspian"),
    ),
    "open": Case(
        "{ask: Why does a delta grow?, rubric: [The river carries silt., It sinks in slow water.],"
        " model_answer: Silt sinks where the water slows.}",
        "Why does a delta grow?",
        typed("mud", "enter", "comes", "ctrl-s", "1", "2", "enter"),
        ("mud", "comes", "✓ The river carries silt.", "✓ It sinks in slow water."),
        typed("no idea", "ctrl-s", "2", "enter"),
        ("no idea", "✗ The river carries silt.", "✓ It sinks in slow water.", "50% of the credit"),
        "mud\n12",
        "mud\n",
    ),
}


def after(screen: PtyScreen, *keys: str, picks: str) -> list[str]:
    """The key of an option that is offered only once some keys were pressed."""
    screen.press(*keys)
    screen.until("fill the gap")
    return [key_of(screen, picks)]


# --- looking at all of a screen ---------------------------------------------------------------------


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


def key_of(screen: PtyScreen, option: str) -> str:
    """The key of an option, wherever chance put it."""
    text = whole(screen)
    found = re.search(rf"^\s+(\w)  (?:\[.\]|\d\.|  )?\s*{option}", text, re.MULTILINE)
    assert found, text
    return found[1]


def assert_shows(screen: PtyScreen, parts: tuple[str, ...]) -> None:
    words = " ".join(whole(screen).split())
    for part in parts:
        assert re.search(re.escape(part).replace(r"\.\ ", r".\ ").replace(r"\ ", r"\s+"), words), (part, words)
