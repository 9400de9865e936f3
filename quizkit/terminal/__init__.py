"""The terminal: the only home of questionary, prompt_toolkit and rich."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizkit.terminal.view import Ui


def open_ui(*, plain: bool = False) -> Ui:
    """The screen where there is one; otherwise, or on request, plain lines."""
    dumb = os.environ.get("TERM", "dumb") == "dumb" and sys.platform != "win32"
    if plain or dumb or not sys.stdin.isatty() or not sys.stdout.isatty():
        from quizkit.terminal.plain_ui import PlainUi

        return PlainUi()
    from quizkit.terminal.screen_ui import ScreenUi

    return ScreenUi()
