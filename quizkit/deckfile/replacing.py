"""Changing keys of questions in a deck file, leaving every other character alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from quizkit.deckfile.layout import entry
from quizkit.deckfile.made import Change
from quizkit.deckfile.nodes import BREAKS_OF_YAML_1_1, parse
from quizkit.deckfile.reader import RawDeck, read_deck
from quizkit.deckfile.text import encoded, newline_of, text_and_root
from quizkit.messages import _
from quizkit.nodes import Mapping as MappingNode
from quizkit.nodes import Node, Report, Scalar, Sequence
from quizkit.questions import read_question

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"#[^\r\n]*")
_LETTER = re.compile(r"[^\r\n]")
_BLOCK = frozenset("|>")


class Changed(NamedTuple):
    """A file after its changes.

    ``refused``: why a question stays as it was, by its id; ``lines``: where each question begins now.
    """

    data: bytes
    refused: dict[str, str]
    lines: dict[str, int]


class _Refused(Exception):
    """A question cannot be changed in its place; says why."""


class _Pair(NamedTuple):
    """A key and its value in the text of a question: where the key begins and the value ends."""

    name: str
    start: int
    end: int


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def with_changes(data: bytes, path: str, changes: Mapping[str, Change]) -> Changed:
    """The file with its questions changed, by id, as far as each of them can be changed where it stands.

    All else stays as it is, to the byte. What would not read back as meant is refused.
    """
    before = read_deck(data, path)
    lines = {question.id: question.line for question in before.questions}
    read = text_and_root(data, path)
    if read is None:
        return Changed(data, dict.fromkeys(changes, _("the file cannot be read")), lines)
    refused: dict[str, str] = {}
    edits: list[_Edit] = []
    text, root = read
    newline = newline_of(text)
    for name, node, end in _places(root, text, changes):
        try:
            edits.append(_edited(node, text, end, changes[name], newline))
        except _Refused as reason:
            refused[name] = str(reason)
    done = encoded(_applied(text, edits), data)
    meant = {name: change for name, change in changes.items() if name not in refused}
    after = read_deck(done, path)
    if not _reads_as(before, after, meant):
        return Changed(data, dict.fromkeys(changes, _("the file would not read back as it was meant")), lines)
    return Changed(done, refused, {question.id: question.line for question in after.questions})


def _places(
    root: MappingNode, text: str, wanted: Mapping[str, object]
) -> Iterator[tuple[str, MappingNode, int]]:
    """The wanted questions, each with its id and where the next one begins, or the next key of the deck."""
    questions = root.get("questions")
    items = questions.items if isinstance(questions, Sequence) else ()
    names = [key for key, _value in root.pairs]
    after = next((each for each in names if items and each.offset > _offset(items[-1])), None)
    stops = [_line_start(text, _offset(item)) for item in items[1:]]
    stops.append(_line_start(text, after.offset) if after else len(text))
    seen: set[str] = set()
    for item, end in zip(items, stops, strict=True) if items else ():
        own = item.get("id") if isinstance(item, MappingNode) else None
        if isinstance(item, MappingNode) and isinstance(own, Scalar):
            name = own.text.strip()
            if name in wanted and name not in seen:
                seen.add(name)
                yield name, item, end


def _offset(node: Node) -> int:
    return 0 if isinstance(node, Sequence) else node.offset


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _edited(node: MappingNode, text: str, end: int, change: Change, newline: str) -> _Edit:
    """The question with its change, in the place of the one that is there."""
    if node.flow:
        raise _Refused(_("it is written in braces"))
    # Without the dash before it, the question is a mapping of its own.
    indent = " " * (node.column - 1)
    alone = indent + text[node.offset : end]
    pairs = list(_pairs(alone))
    if not pairs:
        raise _Refused(_("its keys cannot be told apart"))
    done = _applied(alone, list(_edits(alone, pairs, change, indent, newline)))
    report = Report("")
    again = parse(done, report)
    raw = read_question(again, report) if again is not None else None
    if raw is None or raw.type != change.type or raw.values != change.values:
        problems = [problem.message for problem in report.problems]
        raise _Refused(problems[0] if problems else _("it would not read back as it was meant"))
    return _Edit(node.offset, end, done[len(indent) :])


def _applied(text: str, edits: list[_Edit]) -> str:
    """The text after edits that do not touch; those at one place in the order given."""
    pieces: list[str] = []
    place = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        pieces += text[place : edit.start], edit.text
        place = edit.end
    return "".join([*pieces, text[place:]])


def _edits(text: str, pairs: list[_Pair], change: Change, indent: str, newline: str) -> Iterator[_Edit]:
    """What is to be done to the text of one question."""
    masked = _masked(text)
    there = {pair.name: pair for pair in pairs}
    kept = [pair for pair in pairs if pair.name not in change.dropped]
    new = [name for name in change.order if name in change.keys and name not in there]
    new += [name for name in change.keys if name not in there and name not in new]
    lines = {name: newline.join(entry(name, value, indent)) for name, value in change.keys.items()}
    first = pairs[0]
    if first not in kept:
        if not new:
            raise _Refused(_("its first key is to go"))
        # What comes first stands beside the dash.
        here = [lines[name].lstrip(" ") if number == 0 else lines[name] for number, name in enumerate(new)]
        comments = _COMMENT.findall(masked[first.start : first.end])
        yield _Edit(first.start, first.end, (newline + indent).join([*comments, ""]) + newline.join(here))
        new = []
    for pair in pairs[1:] if first not in kept else pairs:
        comments = _COMMENT.findall(masked[pair.start : pair.end])
        if pair.name in change.dropped:
            yield _removal(text, masked, pair, comments, indent, newline)
        elif pair.name in change.keys:
            yield _replacement(text, pair, comments, lines[pair.name].lstrip(" "), newline + indent)
    for name in new:
        place = _line_end(text, _neighbour(name, kept, change.order).end)
        yield _Edit(place, place, newline + lines[name])


def _neighbour(name: str, kept: list[_Pair], order: tuple[str, ...]) -> _Pair:
    """The key below which a new one goes: the last that comes before it, else the id, else the last one."""
    earlier = set(order[: order.index(name)]) if name in order else set()
    before = [pair for pair in kept if pair.name in earlier]
    return (before or [pair for pair in kept if pair.name == "id"] or kept)[-1]


def _removal(text: str, masked: str, pair: _Pair, comments: list[str], indent: str, newline: str) -> _Edit:
    """The lines of a key and its value go; comments stay, on lines of their own."""
    end = _line_end(text, pair.end)
    comments = [*comments, *_COMMENT.findall(masked[pair.end : end])]
    start = _line_start(text, pair.start)
    if comments:
        return _Edit(start, end, newline.join([indent + each for each in comments]))
    # The end of the line before, and not of this one, which may be the last of the file without one.
    start -= 2 if text[start - 2 : start] == "\r\n" else 1
    return _Edit(start, end, "")


def _replacement(text: str, pair: _Pair, comments: list[str], new: str, newline: str) -> _Edit:
    """A key with its new value; comments that stood within the old one now stand above it."""
    end = pair.end
    head, below, rest = new.partition("\n")
    tail = text[end : _line_end(text, end)]
    if below and tail.strip() and head.rstrip("\r")[-2:] in {"|-", ">-"}:
        # After the last line of a block it would be text.
        cr = "\r" if head.endswith("\r") else ""
        new = f"{head.rstrip(chr(13))}{tail.rstrip()}{cr}\n{rest}"
        end += len(tail)
    return _Edit(pair.start, end, newline.join([*comments, new]))


def _line_end(text: str, offset: int) -> int:
    """Where the line ends, without the characters that end it."""
    found = text.find("\n", offset)
    end = len(text) if found < 0 else found
    return end - 1 if end > offset and text[end - 1] == "\r" else end


def _events(text: str) -> Iterator[Any]:
    for mark in BREAKS_OF_YAML_1_1:
        text = text.replace(mark, " ")
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                raise _Refused(_("it has an anchor, an alias or a tag"))
            yield event
    except yaml.YAMLError as error:
        raise _Refused(_("its keys cannot be told apart")) from error


def _pairs(text: str) -> Iterator[_Pair]:
    """The keys of a mapping: where each begins, and where the last word of its value ends."""
    depth = end = 0
    key: Any = None
    flow: list[bool] = []
    for event in _events(text):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            mark: Any = event.end_mark
            end = mark.index if flow.pop() else end
        elif isinstance(event, yaml.ScalarEvent):
            end = _end_of(event, text)
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            flow.append(bool(event.flow_style))
            if depth == 1 or key is not None:
                continue
            raise _Refused(_("its keys cannot be told apart"))
        else:
            continue
        if depth == 1 and key is None:
            key = event
        elif depth == 1:
            yield _Pair(str(key.value), key.start_mark.index, end)
            key = None


def _end_of(event: Any, text: str) -> int:
    """Where a text ends; that of a block goes to the next word that is no part of it."""
    end = int(event.end_mark.index)
    if event.style not in _BLOCK:
        return end
    start = int(event.start_mark.index)
    return start + len(text[start:end].rstrip())


def _masked(text: str) -> str:
    """The text without what its texts hold, so that a # begins a comment."""
    if "#" not in text:
        return text
    pieces: list[str] = []
    place = 0
    for event in _events(text):
        if isinstance(event, yaml.ScalarEvent):
            mark: Any = event.start_mark
            start, end = mark.index, _end_of(event, text)
            if event.style in _BLOCK:
                start = min(_line_end(text, start), end)
            pieces += text[place:start], _LETTER.sub(" ", text[start:end])
            place = end
    return "".join([*pieces, text[place:]])


def _reads_as(before: RawDeck, after: RawDeck, changes: Mapping[str, Change]) -> bool:
    """Whether the changed deck says what was meant, and all else as it did."""
    meant = []
    for question in before.questions:
        change = changes.get(question.id)
        content = (change.type, change.values) if change else (question.type, question.values)
        meant.append((question.id, *content))
    return (
        [(each.id, each.type, each.values) for each in after.questions] == meant
        and before._replace(questions=(), problems=()) == after._replace(questions=(), problems=())
        and len(after.problems) == len(before.problems)
    )
