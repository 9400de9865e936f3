"""The two ways in which quizkit says that something is wrong.

A mistake in a user's file is a value, :class:`Problem`: all of them are collected and shown together.
What stops a command is a :class:`QuizkitError`: one sentence, shown by the one error boundary in ``cli``.
"""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """A mistake in a deck or another user's file, with its place.

    ``line`` and ``column`` count from 1, in characters, as editors do.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.message}{hint}"


class QuizkitError(Exception):
    """What stops a command: ``str()`` of it is a sentence for the person at the terminal."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def in_one_line(self) -> str:
        """The sentence and the hint, where the command goes on."""
        return f"{self} ({self.hint})" if self.hint else str(self)


class UsageError(QuizkitError):
    """The command was called in a way that cannot work (exit code 2)."""

    exit_code = 2
