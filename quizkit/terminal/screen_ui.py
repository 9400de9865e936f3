"""The full-screen way to ask: one key for each action, redrawn at every resize.

The first screen is drawn before prompt_toolkit is imported: a learner reads while Python loads.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import Any

from quizkit.reviews import Rating
from quizkit.terminal.dialog import Dialog
from quizkit.terminal.dialogs import EndingDialog, QuestionDialog, RatingDialog
from quizkit.terminal.modes import enter_screen, leave_screen, restore_echo, silence_echo
from quizkit.terminal.page import INPUT_MARK, page
from quizkit.terminal.view import Asking, Command, Ending, Feedback, Given


class ScreenUi:
    """Asks on the terminal's alternate screen."""

    fleeting = True

    def __init__(self) -> None:
        self._open = False
        self._saved: Any = None
        self._left: QuestionDialog | None = None

    def ask(self, view: Asking) -> Given | Command:
        left = self._left
        is_same = left is not None and left.view.card is view.card
        question = left.resumed(view) if left is not None and is_same else QuestionDialog(view)
        self._first_frame(question)
        reply = question.run()
        self._left = question if isinstance(reply, Command) else None
        return reply

    def rate(self, view: Feedback) -> Rating | Command:
        rating = RatingDialog(view)
        self._first_frame(rating)
        return rating.run()

    def conclude(self, ending: Ending) -> bool:
        """Only where there is something to go through again: the rest is told when the screen is gone."""
        return bool(ending.missed) and self._open and EndingDialog(ending).run()

    def aside(self, run: Callable[[], None]) -> None:
        """Run something that needs the terminal for itself, such as an editor."""
        if not self._open:
            run()
            return
        leave_screen()
        restore_echo(self._saved)
        try:
            run()
        finally:
            self._saved = silence_echo()
            enter_screen()

    def close(self) -> None:
        """Leave the alternate screen and give the terminal its settings back."""
        if not self._open:
            return
        self._open = False
        leave_screen()
        restore_echo(self._saved)

    def _first_frame(self, dialog: Dialog) -> None:
        if self._open:
            return
        self._open = True
        self._saved = silence_echo()
        width, height = shutil.get_terminal_size()
        screen, typing = dialog.screen(width), dialog.typing_lines
        lines = page(screen, width, height, dialog.scroll, typing).lines
        mark = [f"  {INPUT_MARK}", *[""] * (typing - 1)] if typing else []
        filler = [""] * (height - len(lines) - len(mark) - len(screen.foot))
        enter_screen()
        sys.stdout.write("\r\n".join([*lines, *mark, *filler, *screen.foot]))
        if typing:
            sys.stdout.write(f"\x1b[{len(lines) + 1};{len(INPUT_MARK) + 3}H")
        sys.stdout.flush()
