"""A person who learns by a script, in a room with a deck, a store and a clock that stands still."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

from quizkit.days import day_begins_at
from quizkit.model import Choice
from quizkit.queue import Limits
from quizkit.responses import Picked, Response
from quizkit.reviews import Action, CardState, Rating, Review, Undo
from quizkit.scheduler import Scheduling
from quizkit.session import Session
from quizkit.store import Alias, Store, open_store
from quizkit.study import Study
from quizkit.terminal.view import Asking, Command, Ending, Feedback, Given
from quizkit.world import World

DAY = 739_000
MINUTE = 60_000
AGAIN, HARD, GOOD, EASY = Rating

DECK = """
deck: Five
questions:
  - id: typed
    ask: How many legs has a spider?
    answer: eight
  - id: picked
    ask: Which of these is a river?
    answer: Nile
    wrong: [Etna, Gobi]
  - id: judged
    statement: Water boils at a lower temperature on a high mountain.
    answer: true
  - id: filled
    cloze: "{{c1::Romulus}} and {{c1::Remus}} were raised by a wolf."
  - id: card
    front: The capital of Peru
    back: Lima
"""
LEGS = """
deck: Legs
questions:
  - {id: spider, ask: How many legs has a spider?, answer: eight}
  - {id: ant, ask: How many legs has an ant?, answer: six}
  - {id: hen, ask: How many legs has a hen?, answer: two}
"""
ORDERED = """
deck: Ordered
questions:
  - {id: order, ask: In which order?, order: [one, two, three, four, five, six, seven, eight]}
  - {id: next, ask: What is next?, answer: nine}
"""


def many(count: int) -> str:
    """A deck of so many questions of one type, and one of another."""
    lines = "".join(f"  - {{id: q{n}, ask: Number {n}?, answer: yes}}\n" for n in range(count))
    return f"deck: Many\nquestions:\n{lines}  - {{id: other, statement: It is so., answer: true}}\n"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, day: int = DAY) -> None:
        self.at = day_begins_at(day) + 8 * 60 * MINUTE

    def __call__(self) -> int:
        return self.at

    def go_on(self, minutes: float) -> None:
        self.at += round(minutes * MINUTE)

    def go_to(self, day: int) -> None:
        self.at = day_begins_at(day) + 8 * 60 * MINUTE


Reply = Response | Given | Command | Rating
Line = Reply | Callable[[Asking | Feedback], Reply]


class Person:
    """Answers with a list of replies; a reply may be a function of what is on the screen."""

    fleeting = False

    def __init__(self, *lines: Line) -> None:
        self.lines = list(lines)
        self.clock = Clock()
        self.asked: list[Asking] = []
        self.shown: list[Feedback] = []
        self.endings: list[Ending] = []
        self.rounds = 0  # how often the person goes through what was missed again

    def ask(self, view: Asking) -> Given | Command:
        self.asked.append(view)
        reply = self._next(view)
        assert not isinstance(reply, Rating), f"a rating for the question {view.card.prompt}"
        return reply if isinstance(reply, Command | Given) else Given(reply)

    def rate(self, view: Feedback) -> Rating | Command:
        self.shown.append(view)
        reply = self._next(view)
        assert isinstance(reply, Rating | Command), f"an answer to the feedback on {view.card.prompt}"
        return reply

    def conclude(self, ending: Ending) -> bool:
        self.endings.append(ending)
        return len(self.endings) <= self.rounds

    def aside(self, run: Callable[[], None]) -> None:
        run()

    def close(self) -> None:
        pass

    def _next(self, view: Asking | Feedback) -> Reply:
        assert self.lines, f"nothing was scripted for {view}"
        line = self.lines.pop(0)
        self.clock.at += 1_000  # nobody answers in no time
        return line(view) if callable(line) else line

    @property
    def prompts(self) -> list[str]:
        """The ids of the cards asked, without the deck's."""
        return [view.card.id.partition("/")[2] for view in self.asked]


def pick(text: str) -> Callable[[Asking | Feedback], Reply]:
    """Pick the option with this text, wherever it stands."""

    def picked(view: Asking | Feedback) -> Reply:
        assert isinstance(view.card.interaction, Choice)
        return Picked(([option.text for option in view.card.interaction.options].index(text),))

    return picked


class Room:
    """A learner's store with a deck, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.world = World(self.clock, Random(1))
        self.scheduling = Scheduling(fuzz=False)
        self.limits = Limits(new=10, reviews=10)
        self.edit: Callable[[str, int], None] | None = None
        self.deck(LEGS)

    def deck(self, text: str) -> None:
        (self.folder / "deck.yaml").write_text(text, encoding="utf-8")

    @property
    def file(self) -> Path:
        return self.folder / "progress.sqlite"

    @contextmanager
    def store(self) -> Iterator[Store]:
        cache, deck = self.folder / "decks.sqlite", self.folder / "deck.yaml"
        with open_store(self.file, cache, self.scheduling, [deck]) as store:
            yield store

    def study(self, *lines: Line) -> tuple[Person, Session]:
        """A session; the person leaves when the script ends."""
        person = Person(*lines)
        person.clock = self.clock
        with self.store() as store:
            progress, library = store.progress, store.library
            session = Study(
                progress, library, person, self.world, self.scheduling, self.limits, self.edit
            ).run()
        assert person.lines == [], "not all of the script was played"
        return person, session

    def reviews(self) -> list[Review]:
        with self.store() as store:
            return list(store.progress.reviews())

    def log(self) -> list[Review | Action | Undo | Alias]:
        with self.store() as store:
            return list(store.progress.log())

    def state(self, card_id: str) -> CardState:
        with self.store() as store:
            return store.progress.state(card_id)

    def on_disk(self) -> list[tuple[str, int]]:
        """What another process finds in the file now: the cards and ratings of the live reviews."""
        with closing(sqlite3.connect(self.file)) as other:
            return other.execute("SELECT card_id, rating FROM live_reviews ORDER BY rowid").fetchall()
