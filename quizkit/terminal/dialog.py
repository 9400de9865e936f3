"""What every screen that waits for keys has: it scrolls, and perhaps there is a line to type on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings

    from quizkit.terminal.screens import Screen


class Dialog(ABC):
    """A screen that waits for keys.

    ``scroll``: the first line of the body that is seen, None while that is left to the screen;
    ``typed``: what stands in the line for typing, before and after; ``whisper``: what is said behind it;
    ``refresh``: draw anew every so many seconds.
    """

    refresh: float | None = None

    def __init__(self) -> None:
        self.scroll: int | None = None
        self.typed = ""
        self.whisper = ""

    @abstractmethod
    def screen(self, width: int) -> Screen:
        """What is to be seen now."""

    @property
    def typing_lines(self) -> int:
        """The lines there are for typing; with several Enter begins a new one, and Ctrl-S is done."""
        return 0

    def accepts(self, text: str) -> bool:  # noqa: ARG002 - for those who look at it
        """Whether what was typed is taken; if not, the screen stays."""
        return True

    def edited(self) -> None:
        """Something was typed or deleted."""
        self.whisper = ""

    def show(self, keys: KeyBindings) -> Any:
        """Draw it until a key ends it; returns the typed text or what the key's handler gave.

        Raises KeyboardInterrupt for Ctrl-C and EOFError where the terminal is gone.
        """
        from quizkit.terminal.toolkit import show

        return show(self, keys)
