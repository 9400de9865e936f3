"""Citations in deck files: where they stand, and other ones in their place, leaving all else alone."""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from collections.abc import Sequence as SequenceABC
from typing import NamedTuple

from quizkit.deckfile.reader import RawDeck, read_deck
from quizkit.deckfile.text import cannot_read, encoded, text_and_root
from quizkit.errors import Problem, QuizkitError
from quizkit.messages import _
from quizkit.nodes import Mapping, Node, Scalar, Sequence

# What each citation of a question becomes: usually one, several where the passage was torn apart.
Changes = MappingABC[str, SequenceABC[str]]


class Places:
    """Where the keys of the questions of a deck file stand, for problems found after it was read."""

    def __init__(self, data: bytes, path: str) -> None:
        self._path = path
        root = text_and_root(data, path)
        self._root = root[1] if root else None
        self._questions: dict[int, list[Mapping]] = {}
        for node in _questions(self._root) if self._root else ():
            if isinstance(node, Mapping):
                self._questions.setdefault(node.line, []).append(node)

    def problem(
        self, line: int, keys: SequenceABC[str], message: str, hint: str = "", *, name: str = ""
    ) -> Problem:
        """A problem of the question that begins on ``line``, at the first of some keys that it has.

        ``name``: its own id, which tells it from others on the same line.
        """
        here = self._questions.get(line, [])
        question = next((node for node in here if _id_of(node) == name), here[0] if here else None)
        found = [node for key in keys if question and (node := question.get(key))]
        place: Node = found[0] if found else question or Scalar("", line, 1)
        return Problem(self._path, place.line, place.column, message, hint)

    def source(self, name: str, message: str, hint: str = "") -> Problem:
        """A problem of a name in the deck's own list of sources."""
        for scalar in _scalars(self._root.get("sources")) if self._root else ():
            if scalar.text.strip() == name:
                return Problem(self._path, scalar.line, scalar.column, message, hint)
        return Problem(self._path, 1, 1, message, hint)


class _Edit(NamedTuple):
    offset: int
    old: str
    new: str


def with_cites(data: bytes, path: str, changes: MappingABC[int, Changes]) -> bytes:
    """The file with other citations; nothing else changes.

    ``changes``: for the question that begins on a line, what its citations become. Raises QuizkitError where
    the result would not read back as the same deck with those citations.
    """
    read = text_and_root(data, path)
    if read is None:
        raise cannot_read(path)
    text, root = read
    edits: set[_Edit] = set()
    for node in _questions(root):
        cite = node.get("cite") if isinstance(node, Mapping) else None
        for scalar in _scalars(cite):
            new = changes.get(node.line, {}).get(scalar.text.strip())
            if new:
                edits.add(_edit(text, scalar, new, path, alone=scalar is cite))
    for edit in sorted(edits, reverse=True):
        text = text[: edit.offset] + edit.new + text[edit.offset + len(edit.old) :]
    fixed = encoded(text, data)
    if _content(read_deck(fixed, path)) != _content(read_deck(data, path), changes):
        raise _by_hand(path)
    return fixed


def _edit(text: str, scalar: Scalar, new: SequenceABC[str], path: str, *, alone: bool) -> _Edit:
    """The edit of one citation; ``alone``: it is not in a list, and may become one."""
    old = scalar.text.strip()
    if len(new) > 1 and not alone:
        raise _by_hand(path)
    # Before the text may stand a quote, or an anchor and a space.
    line_end = text.find("\n", scalar.offset)
    offset = text.find(old, scalar.offset, line_end if line_end >= 0 else len(text))
    if offset < 0 or (len(new) > 1 and offset != scalar.offset):
        raise _by_hand(path)
    return _Edit(offset, old, new[0] if len(new) == 1 else f"[{', '.join(new)}]")


def _content(deck: RawDeck, changes: MappingABC[int, Changes] | None = None) -> tuple[object, ...]:
    """All that a deck says, but for lines; with ``changes``, as it is to be."""
    questions = []
    for question in deck.questions:
        own = (changes or {}).get(question.line, {})
        cite = tuple(new for old in question.values.get("cite", ()) for new in own.get(old, (old,)))
        questions.append((question.type, question.id, {**question.values, "cite": cite}))
    messages = [problem.message for problem in deck.problems]
    return deck.key, deck.title, deck.language, deck.tags, deck.sources, questions, messages


def _by_hand(path: str) -> QuizkitError:
    message = _("the citations of {path} cannot be rewritten without changing more").format(path=path)
    return QuizkitError(message, hint=_("'quizkit check' says what they should be: rewrite them by hand"))


def _questions(root: Mapping) -> tuple[Node, ...]:
    questions = root.get("questions")
    return questions.items if isinstance(questions, Sequence) else ()


def _id_of(question: Mapping) -> str:
    own = question.get("id")
    return own.text.strip() if isinstance(own, Scalar) else ""


def _scalars(node: Node | None) -> list[Scalar]:
    """The texts of a value that is one text or a list of them."""
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item for item in items if isinstance(item, Scalar)]
