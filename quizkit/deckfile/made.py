"""Questions that a program made, read as the reader of decks would read them, with no YAML between."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.deckfile.layout import as_nodes
from quizkit.errors import Problem
from quizkit.fields import TEXT, TEXTS
from quizkit.kinds import Kind
from quizkit.model import Content
from quizkit.nodes import Report
from quizkit.questions import RawQuestion, content_of, read_question, type_by_keys
from quizkit.quoting import CONTROL


class Change(NamedTuple):
    """What becomes of a question.

    ``keys``: those to be set, as an author would write them; ``dropped``: those that go; ``order``: of the
    keys of a question like this one; ``type`` and ``values``: as what it must then read.
    """

    keys: Mapping[str, Any]
    dropped: frozenset[str]
    order: tuple[str, ...]
    type: str
    values: Mapping[str, Any]


class WrittenDeck(NamedTuple):
    """A deck file that a program writes. ``before``: what was in it (None: it was not there).

    ``contents``: of the questions that are new or changed, by local id.
    """

    key: str
    path: Path
    language: str
    before: bytes | None
    data: bytes
    contents: Mapping[str, Content]


def raw_question(question: Mapping[str, Any]) -> tuple[RawQuestion | None, str]:
    """A question as it would be read from a deck, or None with what is wrong with it.

    All its characters must be such as a file can hold.
    """
    report = Report("")
    raw = read_question(as_nodes(question), report)
    return raw, report.problems[0].message if report.problems else ""


def sound_question(question: Mapping[str, Any]) -> RawQuestion | None:
    """The question as :func:`raw_question` has it, but for what is wrong."""
    found = sound_content(question)
    return found and found[0]


def sound_content(question: Mapping[str, Any]) -> tuple[RawQuestion, Content] | None:
    """A question and its content, in a third of the time where its keys decide its type.

    A mapping has each of its keys once, and the type knows them all, so the values alone are left to read.
    """
    kind = type_by_keys(tuple(question))
    if kind is None:
        raw = raw_question(question)[0]
        return (raw, content_of(raw)[0]) if raw else None
    report = Report("")
    values = {name: _read(kind.keys[name].kind, value, report) for name, value in question.items()}
    if report:
        return None
    content = kind.cls(**{name: values[name] for name in values if name in kind.own_keys})
    if any(content.mistakes()):
        return None
    return RawQuestion(kind.name, values.pop("id", ""), values, 0), content


def _read(kind: Kind[Any], value: Any, report: Report) -> Any:
    # Two short cuts for nearly all there is: a text without a fault, and tags, which many notes share.
    if kind is TEXT and type(value) is str and (text := value.strip()) and not CONTROL.search(value):
        return text
    if kind is TEXTS and type(value) is list and all(type(each) is str for each in value):
        texts, problems = _read_texts(tuple(value))
        report.problems += problems
        return texts
    return kind.read(as_nodes(value), report)


@lru_cache(maxsize=1000)
def _read_texts(texts: tuple[str, ...]) -> tuple[tuple[str, ...] | None, tuple[Problem, ...]]:
    report = Report("")
    return TEXTS.read(as_nodes(texts), report), tuple(report.problems)
