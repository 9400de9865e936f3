"""Writing to deck files: new decks, and ids into decks that exist, leaving every other character alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingABC
from collections.abc import Sequence as SequenceABC
from typing import Any, NamedTuple

import yaml

from quizkit.deckfile.layout import as_yaml
from quizkit.deckfile.reader import RawDeck, read_deck
from quizkit.deckfile.text import cannot_read, encoded, newline_of, text_and_root
from quizkit.errors import QuizkitError
from quizkit.identity import derived_ids
from quizkit.messages import _
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence
from quizkit.questions import read_question

HEADER = "# yaml-language-server: $schema={schema}\n# {remark}\n"


def compose(
    title: str,
    language: str,
    questions: SequenceABC[MappingABC[str, Any]],
    schema: str = "",
    *,
    name: str = "",
) -> str:
    """The text of a new deck file; ``name``: the ``id`` of the deck, where its title does not make it.

    Raises QuizkitError where the deck made of it would not be sound or not say what was meant.
    """
    named = {"id": name} if name else {}
    body = {"deck": title, **named, "language": language, "questions": _with_own_ids(questions)}
    text = as_yaml(body)
    text = (_header(schema) if schema else "") + text.replace("\nquestions:", "\n\nquestions:", 1)
    deck = read_deck(text.encode(), _("the new deck"))
    if deck.problems:
        raise QuizkitError(
            _("this deck would not be sound: {problem}").format(problem=deck.problems[0].message)
        )
    if deck.title != title or len(deck.questions) != len(questions):
        raise QuizkitError(_("this deck cannot be written so that it reads back the same"))
    return text


def _header(schema: str) -> str:
    return HEADER.format(schema=schema, remark=_("The format: docs/deck-format.md, or 'quizkit schema'."))


def _with_own_ids(questions: SequenceABC[MappingABC[str, Any]]) -> list[dict[str, Any]]:
    """The questions, each with an id made of its text where it has none."""
    texts = [(str(next(iter(question.values()), "")), repr(question)) for question in questions]
    names = derived_ids(texts)
    return [{"id": name, **question} for name, question in zip(names, questions, strict=True)]


def mistake_in(question: MappingABC[str, Any]) -> str:
    """What is wrong with a question of a deck that is to be composed; "" where it is sound."""
    problems = read_deck(as_yaml({"deck": "new", "questions": [dict(question)]}).encode(), "").problems
    return problems[0].message if problems else ""


class _Insertion(NamedTuple):
    offset: int
    text: str


def with_ids(data: bytes, path: str, ids: Iterable[tuple[int, str]]) -> bytes:
    """The file with an id for each question that has none; nothing else changes.

    ``ids``: the line on which a question begins and its id, in the order of the questions. Raises
    QuizkitError where the result would not read back as the same deck with those ids.
    """
    read = text_and_root(data, path)
    if read is None:
        raise cannot_read(path)
    text, root = read
    insertions = [_insertion(node, name, text) for node, name in _nameless(root, ids)]
    for insertion in sorted(insertions, reverse=True):
        text = text[: insertion.offset] + insertion.text + text[insertion.offset :]
    fixed = encoded(text, data)
    _verify(read_deck(data, path), read_deck(fixed, path), path)
    return fixed


def _nameless(root: Mapping, ids: Iterable[tuple[int, str]]) -> Iterator[tuple[Mapping, str]]:
    """The questions that are to have an id, with it."""
    wanted: defaultdict[int, list[str]] = defaultdict(list)
    for line, name in ids:
        wanted[line].append(name)
    nodes: defaultdict[int, list[Mapping]] = defaultdict(list)
    for node in _questions(root):
        if isinstance(node, Mapping) and node.line in wanted and node.get("id") is None:
            nodes[node.line].append(node)
    for line, here in nodes.items():
        # Of several in brackets on one line, those with a mistake have no id to be written.
        sound = here if len(here) == 1 else [node for node in here if read_question(node, Report(""))]
        yield from zip(sound, wanted[line], strict=False)


def _questions(root: Mapping) -> tuple[Node, ...]:
    questions = root.get("questions")
    return questions.items if isinstance(questions, Sequence) else ()


def _insertion(node: Mapping, name: str, text: str) -> _Insertion:
    """``id: name`` before the first key: on a line of its own, or after the brace of a flow mapping."""
    value = _scalar(name)
    if node.flow:
        return _Insertion(text.find("{", node.offset) + 1, f"id: {value}, ")
    # The mapping begins where its first key does, so the keys below it are indented by its column.
    first = node.pairs[0][0] if text[node.offset] == "&" else node  # an anchor stands before the mapping
    line_end = text.find("\n", node.offset)
    newline = "\r\n" if text[line_end - 1 : line_end] == "\r" else "\n"
    return _Insertion(first.offset, f"id: {value}{newline}{' ' * (first.column - 1)}")


def _scalar(name: str) -> str:
    """A name as a YAML value; names such as ``yes`` or ``1:30`` get quotes for the sake of other readers."""
    return yaml.safe_dump(name, allow_unicode=True, width=1000).removesuffix("\n...\n").strip()


def _verify(before: RawDeck, after: RawDeck, path: str) -> None:
    """The two decks must agree in everything but lines and which ids were derived."""

    def content(deck: RawDeck) -> tuple[object, ...]:
        questions = [(question.type, question.values) for question in deck.questions]
        messages = [problem.message for problem in deck.problems]
        return deck.key, deck.title, deck.language, deck.tags, deck.sources, questions, messages

    if content(before) != content(after):
        raise QuizkitError(
            _("ids cannot be written into {path} without changing it").format(path=path),
            hint=_("add them by hand"),
        )


# --- one question more ------------------------------------------------------------------------------


def with_question(data: bytes, path: str, question: MappingABC[str, Any]) -> bytes:
    """The file with one more question at the end of its list; nothing else changes.

    Raises QuizkitError where the list cannot be added to, or the result would not read back as meant.
    """
    return with_questions(data, path, [question])


def with_questions(data: bytes, path: str, questions: SequenceABC[MappingABC[str, Any]]) -> bytes:
    """The file with more questions at the end of its list, as :func:`with_question` adds one."""
    read = text_and_root(data, path)
    items = _questions(read[1]) if read else ()
    if read is None or not items:
        raise cannot_read(path)
    text, root = read
    newline = newline_of(text)
    indent = _dash_column(text, items[-1], path)
    body = as_yaml(_with_own_ids(questions))
    lines = [f"{' ' * indent}{line}" if line else "" for line in body.split("\n")]
    offset = _end_of_questions(root, text)
    before, after = text[:offset], text[offset:]
    if not before.endswith("\n"):
        before += newline
    added = newline.join(lines)
    grown = encoded(before + added + after, data)
    _verify_added(read_deck(data, path), read_deck(grown, path), path, len(questions))
    return grown


def _dash_column(text: str, item: Node, path: str) -> int:
    """The column of the dash before an item of a block list."""
    offset = item.offset if isinstance(item, Scalar | Mapping) else 0
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    if not line.lstrip().startswith("-"):
        raise QuizkitError(
            _("the questions of {path} are written in brackets").format(path=path),
            hint=_("begin each with '- ' instead"),
        )
    return len(line) - len(line.lstrip())


def _end_of_questions(root: Mapping, text: str) -> int:
    """Where the list of questions ends: at the next key of the deck, or at the end of the file."""
    names = [name for name, _ in root.pairs]
    place = next(number for number, name in enumerate(names) if name.text == "questions")
    if place + 1 == len(names):
        return len(text)
    return text.rfind("\n", 0, names[place + 1].offset) + 1


def _verify_added(before: RawDeck, after: RawDeck, path: str, more: int) -> None:
    kept = [(question.type, question.values) for question in before.questions]
    now = [(question.type, question.values) for question in after.questions]
    if now[:-more] != kept or len(now) != len(kept) + more or len(after.problems) > len(before.problems):
        reason = next(
            (p.message for p in after.problems if p not in before.problems), _("it would not read back")
        )
        raise QuizkitError(
            _("the question cannot be added to {path}: {reason}").format(path=path, reason=reason)
        )
