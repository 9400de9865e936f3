"""The words of the library that reads command lines, in the reader's language.

It asks gettext for some of its texts only. The others are recognised by their English form; one that a later
version words otherwise is shown as it is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from quizkit.messages import _, noted

# What is raised where a command is called wrongly, and what writes the help: the library exports no names.
CalledWrongly: Any = typer.BadParameter.__base__
_LibraryContext: Any = TyperCommand.context_class
_LibraryFormatter: Any = _LibraryContext.formatter_class

# The more special ones first: a text is taken for the first that fits.
_TEXTS = (
    noted("Show this message and exit."),
    noted("Install completion for the current shell."),
    noted("Show completion for the current shell, to copy it or customize the installation."),
    noted("Try '{command} {option}' for help."),
    noted("Error: {message}"),
    noted("Invalid value for {name}: {message}"),
    noted("Missing argument {name}."),
    noted("Missing option {name}."),
    noted("{message} (Possible options: {names})"),
    noted("{message}. Did you mean {names}?"),
    noted("No such option: {name}"),
    noted("Got unexpected extra argument(s) ({names})"),
    noted("Option {name} requires an argument."),
    noted("Option {name} does not take a value."),
    noted("{value} is not in the range {range}."),
)
# Where its English is a programmer's: our own.
_OUR_WORDS = {
    "{value} is not a valid int.": noted("{value} is not a whole number."),
    "{value} is not a valid int range.": noted("{value} is not a whole number."),
}


def said(text: str) -> str:
    """A text of the library in the reader's language."""
    for pattern, words in _patterns():
        match = pattern.fullmatch(text)
        if match:
            return words.format(**{name: said(part) for name, part in match.groupdict().items()})
    return text


def show(error: Any) -> str:
    """What is said of a wrong call, line by line."""
    told = io.StringIO()
    error.show(told)
    return "\n".join(map(said, told.getvalue().split("\n")))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The English texts, with groups in the place of what is put into them, and the translations."""
    words = {text: text for text in _TEXTS} | _OUR_WORDS
    return tuple(
        (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(text))), _(ours))
        for text, ours in words.items()
    )


class _Formatter(_LibraryFormatter):  # type: ignore[misc]  # as above
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _("Usage: ") if prefix is None else prefix)

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().write_dl([(name, said(text)) for name, text in rows], *args, **options)


class _Context(_LibraryContext):  # type: ignore[misc]  # as above
    formatter_class = _Formatter


class Command(TyperCommand):
    """A command whose help is in the reader's language."""

    context_class = _Context

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - what is too long for a line is wrapped
        """The whole first sentence, for the list of commands."""
        return super().get_short_help_str(1000)


class Group(TyperGroup):
    """A group of commands whose help is in the reader's language."""

    context_class = _Context
