"""``kill -9`` between any two steps of a sync: the next one does what is left, and nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewAnki, NewHome, Server

pytestmark = pytest.mark.slow

# Runs quizkit, and dies like a machine without power just before or after the first call of one function.
DYING = """
import importlib, os, signal, sys
place, name, when = sys.argv[1:4]
module, _, kind = place.partition(":")
target = importlib.import_module(module)
target = getattr(target, kind) if kind else target
original = getattr(target, name)

def dying(*arguments, **options):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    original(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(target, name, dying)
sys.argv[1:4] = []
from quizkit.cli import main
main()
"""
QUESTIONS = """\
deck: Test
id: test
questions:
- {id: a, front: First, back: b}
- {id: b, front: Second, back: b}
- {id: c, front: Third, back: b}
"""
BACKEND = "quizkit.sync.backend:AnkiCollection"
POINTS = [
    (BACKEND, "sides"),
    (BACKEND, "take"),
    (BACKEND, "rewrite"),
    (BACKEND, "move"),
    ("quizkit.store.exports:Exports", "remember"),
    ("quizkit.store.progress:SqliteProgress", "merge"),
    (BACKEND, "put"),
    (BACKEND, "_insert"),
    (BACKEND, "_placed"),
    ("quizkit.sync.agreed", "write_agreed"),
]


def dying(home: Home, place: str, name: str, when: str, *arguments: str | Path) -> int:
    """Sync until it dies there; returns how it ended."""
    return subprocess.run(
        [sys.executable, "-c", DYING, place, name, when, "anki", "sync", *map(str, arguments), "--yes"],
        env={**os.environ, "QUIZKIT_HOME": str(home.folder)},
        capture_output=True,
        check=False,
    ).returncode


def something_of_everything(home: Home, anki: Anki, deck: Path) -> None:
    """New and changed questions, answers and suspensions on both sides."""
    from quizkit.reviews import CardAction

    home.answer("test/a", 3)
    wrong = home.answer("test/c", 1)
    home.sync(deck, "--collection", anki.path, "--yes")
    home.undo(wrong)
    home.answer("test/a", 4)
    home.answer("test/d", 3)
    home.act("test/b", CardAction.SUSPEND)
    anki.answer("test/b", 3)
    anki.suspend("test/c", suspended=True)
    deck.write_text(QUESTIONS.replace("First", "1st") + "- {id: d, front: Fourth, back: b}\n")


def summary(home: Home, anki: Anki) -> tuple[object, ...]:
    """What both sides say, but for the times at which a machine wrote it."""
    with home.progress() as progress:
        states = sorted((card, state.suspended, state.reps) for card, state in progress.states())
    with anki.opened() as col:
        cards = col.db.all(
            "SELECT queue < 0, reps, flds FROM cards c JOIN notes n ON n.id = c.nid ORDER BY flds"
        )
        rows = col.db.all("SELECT ease, type FROM revlog ORDER BY id")
    return states, cards, sorted(map(tuple, rows))


def carried_out(home: Home, anki: Anki, deck: Path, death: tuple[str, str, str] | None = None) -> object:
    """What both sides say in the end; ``death``: where a sync before the last one dies."""
    deck.write_text(QUESTIONS)
    something_of_everything(home, anki, deck)
    if death:
        assert dying(home, *death, deck, "--collection", anki.path) == -9
    home.sync(deck, "--collection", anki.path, "--yes")
    assert "nothing to do" in home.sync(deck, "--collection", anki.path, "--yes").err
    assert home.answers() == {
        card: given for card, given in anki.answers().items() if card != "test/c"
    }  # the answer to c was taken back
    assert anki.is_sound()
    return summary(home, anki)


# What a sync comes to that nothing disturbs: the same for every place to die.
UNDISTURBED: list[object] = []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("place", "name"), POINTS, ids=[name for _, name in POINTS])
def test_a_sync_that_dies_is_finished_by_the_next(
    new_home: NewHome, new_anki: NewAnki, tmp_path: Path, place: str, name: str, when: str
) -> None:
    died = carried_out(new_home("home"), new_anki("anki"), tmp_path / "deck.yaml", (place, name, when))
    if not UNDISTURBED:
        UNDISTURBED.append(carried_out(new_home("other"), new_anki("other"), tmp_path / "other.yaml"))
    assert [died] == UNDISTURBED


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("name", ["take", "put"])
def test_a_sync_with_a_server_that_dies_is_finished_by_the_next(
    ours: Home, deck: Path, server: Server, anki: Anki, name: str, when: str
) -> None:
    given = ours.answer("test/a", 3).reviewed_at
    ours.sync(deck, *server.arguments, "--yes")
    deck.write_text(QUESTIONS + "- {id: d, front: Fourth, back: b}\n")
    between = ours.answer("test/c", 3).reviewed_at
    assert dying(ours, BACKEND, name, when, deck, *server.arguments) == -9
    later = ours.answer("test/b", 3).reviewed_at
    ours.sync(deck, *server.arguments, "--yes")
    server.join(anki)
    answers = {"test/a": [(given, 3)], "test/c": [(between, 3)], "test/b": [(later, 3)]}
    assert anki.answers() == answers
    assert anki.fields("test/d")[0] == "Fourth"
    assert "nothing to do" in ours.sync(deck, *server.arguments, "--yes").err
