"""A learner whose program is killed again and again loses no answer that was judged before their eyes."""

from __future__ import annotations

import re
import signal
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")]

LIVES = 50
QUESTIONS = 400
NUMBER = re.compile(r"Question (\d+)[?:]")


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Questions whose number is on the screen: typed, picked and self-rated ones in turn."""
    lines = ["deck: Many", "questions:"]
    for number in range(QUESTIONS):
        match number % 3:
            case 0:
                lines.append(f"  - {{id: q{number}, ask: 'Question {number}?', answer: correct}}")
            case 1:
                lines.append(
                    f"  - {{id: q{number}, ask: 'Question {number}?', answer: correct, wrong: [left, up]}}"
                )
            case _:
                lines.append(f"  - {{id: q{number}, front: 'Question {number}:', back: answered}}")
    path = tmp_path / "many.yaml"
    path.write_text("\n".join(lines))
    return path


class Step(NamedTuple):
    """What was on the screen, and the rating that was pressed (0: none)."""

    card: str
    judged: bool
    rating: int = 0


def on_screen(screen: PtyScreen) -> Step:
    found = NUMBER.search(screen.words)
    assert found, screen.framed
    return Step(f"many/q{found[1]}", "4 Easy" in screen.words)


def is_flashcard(card: str) -> bool:
    return int(card.removeprefix("many/q")) % 3 == 2


def press(screen: PtyScreen, chance: Random) -> Step:
    """Answer the question on the screen, or rate the answer on it, as chance will have it."""
    step = on_screen(screen)
    if step.judged:
        rating = chance.randrange(1 if is_flashcard(step.card) else 0, 5)
        screen.press(str(rating) if rating else "enter")
        return step._replace(rating=rating)
    if is_flashcard(step.card):
        screen.press(" ")
    elif "1-3 answer" in screen.words:
        screen.press(chance.choice("123"))
    else:
        screen.press(chance.choice(["correct", "wrong"]), "enter")
    return step


def has_followed(step: Step, screen: PtyScreen) -> bool:
    return screen.drawn and on_screen(screen) != step._replace(rating=0)


def promises(step: Step, screen: PtyScreen) -> Iterator[tuple[str, int]]:
    """What the screen promises to keep since a step: an answer to a card (rating 0: any), a chosen rating."""
    if not has_followed(step, screen):
        return
    if step.judged == is_flashcard(step.card):
        yield step.card, 0
    if step.rating:
        yield step.card, step.rating


def live(screen: PtyScreen, chance: Random) -> list[tuple[str, int]]:
    """A session until it is killed at some moment; returns what it promised to keep."""
    promised: list[tuple[str, int]] = []
    screen.until("Many")
    for _ in range(chance.randrange(8)):
        step = press(screen, chance)
        screen.until(partial(has_followed, step, screen))
        promised += promises(step, screen)
    step = press(screen, chance)
    screen.read(chance.uniform(0.0, 0.03))
    screen.child.kill(signal.SIGKILL)
    screen.until_it_ends()
    return [*promised, *promises(step, screen)]


def test_fifty_kills_lose_no_answer_that_was_seen_judged(
    start: StartTerminal, quizkit: Program, home: Path, deck: Path
) -> None:
    chance = Random(20)
    promised: Counter[tuple[str, int]] = Counter()
    for _ in range(LIVES):
        promised.update(live(start("study", "--new", "9999", deck), chance))
    assert promised.total() > LIVES
    kept: Counter[tuple[str, int]] = Counter()
    for review in quizkit("log", "--json").json:
        kept.update([(review["card_id"], 0), (review["card_id"], review["rating"])])
    assert promised - kept == Counter(), "what the screen promised to keep is gone"
    with closing(sqlite3.connect(home / "progress.sqlite")) as store:
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        states = store.execute("SELECT * FROM card_states ORDER BY card_id").fetchall()
    assert quizkit("rebuild").code == 0
    with closing(sqlite3.connect(home / "progress.sqlite")) as store:
        assert store.execute("SELECT * FROM card_states ORDER BY card_id").fetchall() == states
