"""An author's decks and a learner's home, for tests of what becomes of progress."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from quizkit.reviews import Rating, Review
from quizkit.scheduler import Scheduling
from quizkit.store import Store, open_store
from quizkit.store.identity import Recognised

CURRENCY = "Which body was to print the single currency?"
CAPITAL = "Which city is the seat of the Economic Court?"
TREATY = "In which year was the treaty on the Union State signed?"


def question(ask: str, answer: str = "so", name: str = "") -> str:
    key = f"id: {name}\n    " if name else ""
    return f"  - {key}ask: {ask}\n    answer: {answer}\n"


class Desk:
    """A learner's home and an author's folder of decks."""

    def __init__(self, folder: Path, home: str = "home") -> None:
        self.decks = folder / "decks"
        self.decks.mkdir(exist_ok=True)
        self.home = folder / home
        self._answers = 0

    def write(
        self, *questions: str, title: str = "Unions", file: str = "unions.yaml", head: str = ""
    ) -> None:
        text = f"deck: {title}\n{head}questions:\n{''.join(questions)}"
        (self.decks / file).write_text(text, encoding="utf-8")

    def open(self) -> AbstractContextManager[Store]:
        return open_store(
            self.home / "progress.sqlite", self.home / "decks.sqlite", Scheduling(), [self.decks]
        )

    def open_only(self, file: str) -> AbstractContextManager[Store]:
        """With one of the decks."""
        return open_store(
            self.home / "progress.sqlite", self.home / "decks.sqlite", Scheduling(), [self.decks / file]
        )

    def card_ids(self, store: Store) -> dict[str, str]:
        """The cards by their prompts."""
        decks = (store.library.deck(cached) for cached in store.library.decks)
        return {card.prompt: card.id for deck in decks for card in deck.cards()}

    def answer(self, *prompts: str) -> None:
        """Answer the cards with these prompts once, twice, three times …"""
        with self.open() as store:
            ids = self.card_ids(store)
            for times, prompt in enumerate(prompts, 1):
                for _ in range(times):
                    self._answers += 1
                    name, at = f"{self.home.name} {self._answers}", self._answers * 60_000
                    store.progress.append(Review(name, ids[prompt], Rating.GOOD, at, 739_000))

    def answers(self) -> dict[str, int]:
        """How often the card with each prompt was answered."""
        with self.open() as store:
            return {p: store.progress.state(card).reps for p, card in self.card_ids(store).items()}

    def recognised(self) -> list[Recognised]:
        with self.open() as store:
            return store.library.recognised
