"""What a parsed file is made of: texts, lists and mappings, each knowing its place.

``deckfile`` builds these from YAML; everything below it reads them without knowing YAML. Scalars keep
the author's text: ``no`` is a word, ``1.50`` keeps its zero, ``1999-12-08`` stays as written.
"""

from __future__ import annotations

from typing import NamedTuple

from quizkit.errors import Problem
from quizkit.messages import _


class Scalar(NamedTuple):
    """A text. ``plain``: written without quotes. ``offset``: where it stands in the file, in characters."""

    text: str
    line: int
    column: int
    plain: bool = True
    offset: int = 0


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(NamedTuple):
    """Keys and values, in order, repeated keys included. ``flow``: written with braces."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int
    offset: int = 0
    flow: bool = False

    def get(self, key: str) -> Node | None:
        """The first value under ``key``."""
        return next((value for name, value in self.pairs if name.text == key), None)


Node = Scalar | Sequence | Mapping


class Report:
    """Collects the problems of one file; ``bool(report)`` is true where there are any."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def add(self, place: Node, message: str, hint: str = "") -> None:
        """Note a problem at the place of a node."""
        self.problems.append(Problem(self.path, place.line, place.column, message, hint))

    def __bool__(self) -> bool:
        return bool(self.problems)

    def __len__(self) -> int:
        return len(self.problems)


def place_after(text: str) -> Scalar:
    """The place of the character that follows ``text`` in a file."""
    line = 1 + text.count("\n") + text.count("\r") - text.count("\r\n")
    return Scalar("", line, len(text) - max(text.rfind("\n"), text.rfind("\r")))


def is_missing(node: Node) -> bool:
    """Whether a value is empty or YAML's null (unquoted); the *word* null needs quotes."""
    return isinstance(node, Scalar) and (
        not node.text.strip() or (node.plain and node.text in {"~", "null", "Null", "NULL"})
    )


def name_of(node: Node) -> str:
    """What a person calls this kind of value."""
    match node:
        case Scalar():
            return _("a text")
        case Sequence():
            return _("a list")
        case Mapping():
            return _("a mapping")
