"""What any store of a learner's progress can do; SQLite is the embedded one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from quizkit.deckfile.made import WrittenDeck
from quizkit.reviews import Action, CardState, Entry, History, Review


class Alias(NamedTuple):
    """``question_id``, as derived from an edited text, stands for the question that has the progress."""

    question_id: str
    stands_for: str


class Progress(Protocol):
    """A learner's log and the card states that follow from it."""

    def append(self, *entries: Entry) -> CardState: ...

    def merge(self, entries: Iterable[Entry], aliases: Iterable[Alias] = ()) -> int: ...

    def move_in(
        self, histories: Iterable[History], decks: Iterable[WrittenDeck] = ()
    ) -> AbstractContextManager[int]: ...

    def rebuild(self) -> int: ...

    def state(self, card_id: str) -> CardState: ...

    def states(self) -> Iterator[tuple[str, CardState]]: ...

    def reviews(self) -> Iterator[Review]: ...

    def actions(self) -> Iterator[Action]: ...

    def log(self) -> Iterator[Entry | Alias]: ...

    def new_on(self, day: int) -> int: ...

    def reviewed_on(self, day: int) -> int: ...

    def seen_on(self, day: int) -> set[str]: ...

    def days_studied(self) -> list[int]: ...
