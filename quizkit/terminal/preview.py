"""Walking through a deck's cards as they will look, with the file followed as it is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from quizkit.deckfile.media import media_of
from quizkit.messages import _, in_context
from quizkit.model import Card
from quizkit.terminal.dialog import Dialog
from quizkit.terminal.entry import Entry
from quizkit.terminal.keys import keys as key_line
from quizkit.terminal.modes import enter_screen, leave_screen
from quizkit.terminal.opener import open_media
from quizkit.terminal.screens import Screen, feedback_screen, question_screen, screen_of
from quizkit.terminal.text import clean
from quizkit.terminal.view import Asking, Feedback, Header

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent

_SECONDS = 0.5


class Preview(Dialog):
    """Shows each card, question and answer; ``load`` gives cards and problems, ``watched`` is the file."""

    def __init__(self, load: Callable[[], tuple[list[Card], list[str]]], watched: Path | None) -> None:
        super().__init__()
        self.refresh = _SECONDS if watched else None
        self._load = load
        self._watched = watched
        self._number = 0
        self._answer = False
        self._said = ""
        self._stamp = self._stamp_now()  # before the reading: what is saved meanwhile is read again
        self._cards, self._problems = load()

    def run(self) -> None:
        """Until the author leaves."""
        from prompt_toolkit.key_binding import KeyBindings

        bindings = KeyBindings()
        for names, step in ((("right", "n", "enter"), 1), (("left", "p", "backspace"), -1)):
            for name in names:
                bindings.add(name)(self._go(step))
        for name in ("space", "a"):
            bindings.add(name)(self._turn)
        for name in ("o", "c-o"):
            bindings.add(name)(self._open)
        bindings.add("q")(lambda event: event.app.exit())
        enter_screen()
        try:
            self.show(bindings)
        except KeyboardInterrupt:
            pass
        finally:
            leave_screen()

    def screen(self, width: int) -> Screen:
        self._follow()
        total = len(self._cards)
        mistake = next(iter(self._problems), "") if self._cards else ""  # without cards there is room for all
        header = Header(_("Preview"), self._number, max(1, total), notice=self._said or mistake)
        foot = key_line(
            [
                (
                    _("Space"),
                    in_context("side of a card", "question")
                    if self._answer
                    else in_context("side of a card", "answer"),
                ),
                ("← →", _("card")),
                ("q", _("leave")),
            ]
        )
        if not self._cards:
            problems = Group(*(Text(clean(problem)) for problem in self._problems))
            return screen_of(header, problems, foot, width)
        card = self._cards[self._number]
        if self._answer:
            feedback = Feedback(header, card, frozenset(), (), media=media_of(card))
            shown = feedback_screen(feedback, width)
        else:
            hints = Entry(hints=len(card.about.hint))
            asking = Asking(header, card, frozenset(), media_of(card))
            shown = question_screen(asking, hints, width)
        return shown._replace(foot=screen_of(header, Group(), foot, width).foot)

    def _follow(self) -> None:
        """Read the file again where it was saved; while it is broken the cards stay as they were."""
        if self._watched is None or self._stamp_now() == self._stamp:
            return
        self._stamp = self._stamp_now()
        cards, self._problems = self._load()
        self._cards = cards or self._cards
        self._number = min(self._number, max(0, len(self._cards) - 1))

    def _stamp_now(self) -> tuple[int, int]:
        try:
            stat = self._watched.stat() if self._watched else None
        except OSError:
            stat = None
        return (stat.st_mtime_ns, stat.st_size) if stat else (0, 0)

    def _go(self, step: int) -> Callable[[KeyPressEvent], Any]:
        def handler(_event: KeyPressEvent) -> None:
            self._number = max(0, min(self._number + step, len(self._cards) - 1))
            self._answer, self.scroll, self._said = False, None, ""

        return handler

    def _open(self, _event: KeyPressEvent) -> None:
        if self._cards:
            self._said = open_media(media_of(self._cards[self._number]))

    def _turn(self, _event: KeyPressEvent) -> None:
        self._answer, self.scroll, self._said = not self._answer, None, ""
