"""Two homes, a desktop collection and a server: whatever happens, every answer ends everywhere, once.

A thousand random steps with real processes: answers, edits and syncs, of which some are killed at a random
moment. Times are in order only on each device; what one did is seen by the others when it comes.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home, NewAnki, NewHome, Server

STEPS = {"answer": 940, "edit": 15, "sync": 25, "phone syncs": 20}
CARDS = tuple(f"test/q{number}" for number in range(60))
DAY = 86_400_000


class World:
    """Everybody, and every answer that was ever given: (instant, rating) by card."""

    def __init__(
        self, homes: list[Home], desktop: Anki, phone: Anki, server: Server, deck: Path, chance: random.Random
    ) -> None:
        self.homes, self.desktop, self.phone, self.server, self.deck = homes, desktop, phone, server, deck
        self.everybody: list[Home | Anki] = [*homes, desktop, phone]
        self.chance = chance
        self.given: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self.killed = self.edits = 0
        self._waiting: dict[Anki, list[tuple[str, int, int]]] = {desktop: [], phone: []}
        self._instants = _instants(chance)

    def step(self, kind: str) -> None:
        if kind == "answer":
            self._answer(self.chance.choice(self.everybody))
        elif kind == "edit":
            self.edit()
        elif kind == "sync":
            self._sit_down(self.desktop)
            killed = self.chance.uniform(0.3, 1.0) if self.chance.random() < 0.4 else None
            self.sync(self.chance.choice(self.homes), server=self.chance.random() < 0.5, kill_after=killed)
        else:
            self.phone_syncs()

    def edit(self) -> None:
        """Change every question."""
        self.edits += 1
        rows = (
            f"- {{id: {card.partition('/')[2]}, front: {card} {self.edits}, back: b}}\n" for card in CARDS
        )
        self.deck.write_text(f"deck: Test\nid: test\nquestions:\n{''.join(rows)}", encoding="utf-8")

    def phone_syncs(self) -> None:
        self._sit_down(self.phone)
        self.server.join(self.phone)

    def everybody_syncs(self) -> None:
        """Often enough for the answers of each to reach all others."""
        self._sit_down(self.desktop)
        self.phone_syncs()
        for _ in range(2):
            for home in self.homes:
                self.sync(home, server=False)
                self.sync(home, server=True)
        self.phone_syncs()

    def sync(self, home: Home, *, server: bool, kill_after: float | None = None) -> str:
        where = self.server.arguments if server else ("--collection", str(self.desktop.path))
        command = [sys.executable, "-m", "quizkit", "anki", "sync", str(self.deck), *where, "--yes"]
        environment = {**os.environ, "QUIZKIT_HOME": str(home.folder)}
        try:
            done = subprocess.run(
                command, env=environment, capture_output=True, text=True, timeout=kill_after, check=False
            )
        except subprocess.TimeoutExpired:  # killed
            self.killed += 1
            return ""
        assert done.returncode == 0, done.stderr
        return done.stderr

    def _answer(self, who: Home | Anki) -> None:
        card, rating, at = self.chance.choice(CARDS), self.chance.choice((1, 3, 3, 4)), next(self._instants)
        for anki, waiting in self._waiting.items():
            if anki is who:
                waiting.append((card, rating, at))
                return
        who.answer(card, rating, at)
        self.given[card].append((at, rating))

    def _sit_down(self, anki: Anki) -> None:
        """Answer in Anki what waits for it, in one sitting."""
        for card, rating, at in anki.answer_many(self._waiting[anki]):
            self.given[card].append((at, rating))
        self._waiting[anki].clear()


def _instants(chance: random.Random) -> Iterator[int]:
    """Instants of the last year, in their order."""
    at = time.time_ns() // 1_000_000 - 365 * DAY
    while True:
        at += chance.randrange(1, 365 * DAY // sum(STEPS.values()))
        yield at


@pytest.mark.slow
def test_every_answer_ends_everywhere_once(
    new_home: NewHome, new_anki: NewAnki, server: Server, deck: Path
) -> None:
    chance = random.Random(7)
    world = World(
        [new_home("laptop"), new_home("desk")], new_anki("desktop"), new_anki("phone"), server, deck, chance
    )
    world.edit()
    world.sync(world.homes[0], server=False)
    world.sync(world.homes[0], server=True)
    world.phone_syncs()

    steps = [kind for kind, count in STEPS.items() for _ in range(count)]
    chance.shuffle(steps)
    for kind in steps:
        world.step(kind)
    world.everybody_syncs()

    assert world.killed > 0
    assert sum(map(len, world.given.values())) == STEPS["answer"]
    everything = {card: sorted(given) for card, given in world.given.items()}
    for one in world.everybody:
        assert one.answers() == everything
    for home in world.homes:
        assert "nothing to do" in world.sync(home, server=False)
        assert "nothing to do" in world.sync(home, server=True)
    for anki in (world.desktop, world.phone):
        assert anki.fields(CARDS[0])[0] == f"{CARDS[0]} {world.edits}"
        assert anki.is_sound()
