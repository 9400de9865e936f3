"""What is answered: a response of the learner to each interaction, and the grade that it earned."""

from __future__ import annotations

from typing import NamedTuple

from quizkit.reviews import Rating


class Typed(NamedTuple):
    """A typed text."""

    text: str


class Picked(NamedTuple):
    """The indexes of the picked options."""

    options: tuple[int, ...]


class Filled(NamedTuple):
    """One typed text for each gap."""

    texts: tuple[str, ...]


class SelfRated(NamedTuple):
    """The learner's own judgement after seeing the answer."""

    rating: Rating


class Ordered(NamedTuple):
    """The indexes of the items in the learner's order."""

    items: tuple[int, ...]


class Matched(NamedTuple):
    """For each item the index of the partner it was given."""

    partners: tuple[int, ...]


class Written(NamedTuple):
    """A written text, and the indexes of the rubric's points that its writer ticked."""

    text: str
    ticked: tuple[int, ...]


Response = Typed | Picked | Filled | SelfRated | Ordered | Matched | Written


class Grade(NamedTuple):
    """What an answer earned: ``score`` 0..1, and what to say about it.

    ``note`` is a remark on an accepted answer: an accent, a typo, a missing unit.
    """

    score: float
    feedback: str = ""
    note: str = ""
