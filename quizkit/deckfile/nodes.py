"""YAML to nodes; the only module that imports yaml.

Built on the parser's events rather than on ``yaml.compose``: the C composer recurses and a file of
50,000 brackets overflows its stack, it resolves tags nobody needs, and it takes twice the memory
(docs/decisions/0002). Here nesting, aliases and size are bounded, and no tag is ever resolved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from quizkit.deckfile.unreadable import at, explain
from quizkit.garbage import uncollected
from quizkit.messages import _
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence, place_after
from quizkit.quoting import shorten

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 20
MAX_CHARACTERS = 100_000_000
# What aliases may add to a file: anchors are fine, a "billion laughs" is not.
MAX_ALIASED_NODES = 10_000
# The parser ends a line at these; editors, and YAML 1.2, do not.
BREAKS_OF_YAML_1_1 = "\x85\u2028\u2029"


class _Unreadable(Exception):
    """The rest of the file cannot be read; the reason is in the report."""


def parse(text: str, report: Report) -> Node | None:
    """The one document in ``text``, or None with the reason in ``report`` (also for an empty file)."""
    if len(text) > MAX_CHARACTERS:
        report.add(
            at(None),
            _("the file has more than {limit:,} characters").format(limit=MAX_CHARACTERS),
            _("split it into several decks"),
        )
        return None
    for mark in BREAKS_OF_YAML_1_1:
        text = text.replace(mark, " ")
    try:
        with uncollected():
            return _Composer(text, report).document()
    except _Unreadable:
        return None
    except yaml.MarkedYAMLError as error:
        report.add(*explain(error, text))
    except yaml.reader.ReaderError as error:
        report.add(
            _place_of_offset(text, error.position),
            _("character U+{code:04X} is not allowed in YAML").format(code=_code(error)),
        )
    except yaml.YAMLError as error:
        report.add(at(None), _("not YAML: {problem}").format(problem=shorten(str(error))))
    return None


class _Composer:
    """Builds nodes from events."""

    def __init__(self, text: str, report: Report) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._report = report
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._used: set[str] = set()
        self._aliased = 0
        self._made = 0

    def document(self) -> Node | None:
        next(self._events)  # the start of the stream
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            self._report.add(at(None), _("the file is empty"))
            return None
        node = self._node(next(self._events), 0)
        for anchor, (anchored, _size) in self._anchors.items():
            if anchor not in self._used:
                self._report.add(
                    anchored,
                    _("'&{anchor}' is an anchor that nothing refers to").format(anchor=shorten(anchor)),
                    _QUOTE,
                )
        next(self._events)  # the end of the document
        event = next(self._events)
        if isinstance(event, yaml.DocumentStartEvent):
            self._report.add(
                at(event.start_mark), _("a second document begins here"), _("one file holds one deck")
            )
        return node

    def _node(self, event: Any, depth: int) -> Node:
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if event.tag not in {None, "!", "tag:yaml.org,2002:str"}:
            self._report.add(
                at(mark),
                _("the tag '{tag}' is not allowed in a deck").format(tag=shorten(event.tag)),
                _("leave it out"),
            )
        before = self._made
        self._made += 1
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(event.value, mark.line + 1, mark.column + 1, event.implicit[0], mark.index)
        elif depth >= MAX_DEPTH:
            self._report.add(at(mark), _("nested more than {limit} levels deep").format(limit=MAX_DEPTH))
            raise _Unreadable
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence(self._items(depth), mark.line + 1, mark.column + 1)
        else:
            pairs = self._pairs(depth)
            node = Mapping(pairs, mark.line + 1, mark.column + 1, mark.index, bool(event.flow_style))
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, self._made - before)
        return node

    def _items(self, depth: int) -> tuple[Node, ...]:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return tuple(items)

    def _pairs(self, depth: int) -> tuple[tuple[Scalar, Node], ...]:
        pairs = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if isinstance(name, Scalar):
                pairs.append((name, value))
            else:
                self._report.add(
                    name, _("a key must be a text"), _('did you forget quotes around "{{…}}" or "[…]"?')
                )
        return tuple(pairs)

    def _alias(self, event: Any) -> Node:
        """The node an alias stands for, as long as all aliases together stay within bounds."""
        if event.anchor not in self._anchors:
            self._report.add(
                at(event.start_mark),
                _("the alias '*{anchor}' has no anchor").format(anchor=shorten(event.anchor)),
                _QUOTE,
            )
            raise _Unreadable
        node, size = self._anchors[event.anchor]
        self._used.add(event.anchor)
        self._aliased += size
        self._made += size
        if self._aliased > MAX_ALIASED_NODES:
            self._report.add(
                at(event.start_mark), _("the aliases of this file expand without end"), _("write texts out")
            )
            raise _Unreadable
        return node


_QUOTE = _("put a text that begins with *, &, !, %, @, ` or a bracket in quotes")


def _place_of_offset(text: str, offset: int) -> Scalar:
    """The place of a character that the reader refused.

    The reader counts bytes or characters, as its input was; the first refused character is what counts.
    """
    bad = yaml.reader.Reader.NON_PRINTABLE.search(text)
    return place_after(text[: bad.start() if bad else offset])


def _code(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")
