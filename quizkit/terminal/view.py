"""What a screen shows, as values: the study loop makes them, the terminal draws them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from quizkit.deckfile.media import Medium
from quizkit.model import Card
from quizkit.responses import Grade, Response
from quizkit.reviews import Rating
from quizkit.session import Counts

if TYPE_CHECKING:
    from rich.console import RenderableType


class Command(Enum):
    """What a learner can ask for instead of answering."""

    QUIT = "quit"
    UNDO = "undo"
    SUSPEND = "suspend"
    BURY = "bury"
    EDIT = "edit"
    FLAG = "flag"
    MARK = "mark"
    OVERRIDE = "override"
    REVEAL = "reveal"


class Given(NamedTuple):
    """An answer as it was given: after how many hints, and how long the clock was stopped (ms)."""

    response: Response
    hints: int = 0
    paused_ms: int = 0


class Header(NamedTuple):
    """The lines above a question: ``done`` of ``total`` cards; ``counts`` where cards are scheduled.

    ``remaining`` tells the time left for all questions, ``seconds`` are those for this one. ``for_good``:
    what is left undone stays so, hence one who leaves is asked whether they mean it.
    """

    title: str
    done: int
    total: int
    counts: Counts | None = None
    notice: str = ""
    remaining: str = ""
    seconds: int | None = None
    for_good: bool = False


class Asking(NamedTuple):
    """A question on screen. ``commands`` are the ones this session knows; ``limit_ms``: its time, or 0.

    The very same card asked again goes on where it was: with what was typed, picked and hinted.
    """

    header: Header
    card: Card
    commands: frozenset[Command]
    media: tuple[Medium, ...] = ()
    limit_ms: int = 0


class RatingKey(NamedTuple):
    """A key that rates the card: ``label`` names the rating, ``then`` when the card comes back."""

    key: str
    rating: Rating
    label: str
    then: str = ""


class Feedback(NamedTuple):
    """The answer on screen. Without ``ratings`` any key goes on; ``proposed`` is what Enter takes.

    ``response`` and ``grade`` are None where the learner judges for themselves.
    """

    header: Header
    card: Card
    commands: frozenset[Command]
    ratings: tuple[RatingKey, ...]
    proposed: Rating | None = None
    response: Response | None = None
    grade: Grade | None = None
    media: tuple[Medium, ...] = ()


class Missed(NamedTuple):
    """A card to look at again: what the learner answered, and what was said to that.

    ``weight``: how much was missed; where there is no room for all, the heaviest are shown.
    """

    card: Card
    response: str = ""
    said: str = ""
    weight: float = 1.0


class Ending(NamedTuple):
    """The end of a session: how it went and what comes next, and what was missed.

    ``all_missed``: the command that shows all of it, where there is no room for that.
    """

    result: RenderableType
    missed: tuple[Missed, ...] = ()
    all_missed: str = ""


class Ui(Protocol):
    """A way to ask a person; the screen and the plain one.

    ``fleeting``: what it shows is gone when it is closed.
    """

    @property
    def fleeting(self) -> bool: ...

    def ask(self, view: Asking) -> Given | Command:
        """Show a question until it is answered or a command is given."""

    def rate(self, view: Feedback) -> Rating | Command:
        """Show the answer until the card is rated or a command is given."""

    def conclude(self, ending: Ending) -> bool:
        """Show how it went; whether the learner wants to go through what was missed again."""

    def aside(self, run: Callable[[], None]) -> None:
        """Run something that needs the terminal for itself, such as an editor."""

    def close(self) -> None:
        """Give the terminal back as it was."""
