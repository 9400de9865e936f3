"""The kinds of value that a key may have: how each is read, cached, and described to an editor."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from quizkit.messages import _
from quizkit.model import Option
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence, is_missing, name_of
from quizkit.quoting import CONTROL, shorten

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
JsonSchema = dict[str, Any]

# The texts without a sign that ``CONTROL`` finds.
_TEXT_PATTERN = (
    "^(?=[\\s\\S]*\\S)[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]*$"
)


class Kind(Protocol[T_co]):
    """A kind of value: reads a node, gives back a cached value, describes itself."""

    @property
    def words(self) -> str:
        """What the author writes, for the documentation."""

    def read(self, node: Node, report: Report) -> T_co | None:
        """The value of ``node``, or None with the reason in ``report``."""

    def thaw(self, value: Any) -> T_co:
        """The value from what JSON made of it."""

    def schema(self) -> JsonSchema:
        """The JSON Schema of what ``read`` accepts."""


class Text:
    words = "text"

    def read(self, node: Node, report: Report) -> str | None:
        if not isinstance(node, Scalar):
            report.add(
                node,
                _("a text is needed here, not {kind}").format(kind=name_of(node)),
                _("put the text in quotes"),
            )
            return None
        if is_missing(node):
            report.add(
                node,
                _("a text is missing here"),
                _('quote "null" if you mean the word') if node.text.strip() else "",
            )
            return None
        control = CONTROL.search(node.text)
        if control:
            report.add(
                node,
                _("control character U+{code:04X} in the text").format(code=ord(control.group())),
                _("remove it"),
            )
            return None
        return node.text.strip()

    def thaw(self, value: Any) -> str:
        return str(value)

    def schema(self) -> JsonSchema:
        return {"type": ["string", "number", "boolean"], "pattern": _TEXT_PATTERN}


_TEXT = Text()


class Flag:
    words = "`true` or `false`"

    def read(self, node: Node, report: Report) -> bool | None:
        if isinstance(node, Scalar) and node.plain and node.text in {"true", "True", "TRUE"}:
            return True
        if isinstance(node, Scalar) and node.plain and node.text in {"false", "False", "FALSE"}:
            return False
        report.add(node, _("true or false is needed here"), _("without quotes"))
        return None

    def thaw(self, value: Any) -> bool:
        return bool(value)

    def schema(self) -> JsonSchema:
        return {"type": "boolean"}


class Matching(Text):
    """A short text of a given form; ``form`` says it in words.

    ``also``: what the JSON Schema says where the text looks like a number or a boolean, which no pattern
    constrains.
    """

    def __init__(self, words: str, pattern: str, form: str, *, also: JsonSchema | None = None) -> None:
        self.words = words
        self.form = form
        self._also = also or {}
        self._pattern = pattern

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self._pattern)  # up to 8 ms each, and few commands need them all

    def read(self, node: Node, report: Report) -> str | None:
        text = super().read(node, report)
        if text is not None and not self._regex.fullmatch(text):
            report.add(node, _("'{text}' is not {form}").format(text=shorten(text), form=self.form))
            return None
        return text

    def schema(self) -> JsonSchema:
        return {"type": "string", "pattern": f"^\\s*(?:{self._pattern})\\s*$", **self._also}


class ListOf(Generic[T]):
    """A list of at least ``least`` values; where ``or_one`` a single value may stand without the list."""

    def __init__(self, item: Kind[T], words: str, *, or_one: bool = False, least: int = 1) -> None:
        self.item = item
        self.words = words
        self._or_one = or_one
        self.least = least

    def read(self, node: Node, report: Report) -> tuple[T, ...] | None:
        if not isinstance(node, Sequence):
            if self._or_one:
                one = self.item.read(node, report)
                return None if one is None else (one,)
            report.add(
                node,
                _("a list is needed here, not {kind}").format(kind=name_of(node)),
                _("begin each line with '- '"),
            )
            return None
        if not node.items:
            report.add(node, _("this list is empty"), _("leave the key out or add an item"))
            return None
        if len(node.items) < self.least:
            report.add(node, _("at least {least} are needed here").format(least=self.least))
            return None
        before = len(report)
        values = [self.item.read(item, report) for item in node.items]
        return None if len(report) > before else tuple(value for value in values if value is not None)

    def thaw(self, value: Any) -> tuple[T, ...]:
        return tuple(self.item.thaw(item) for item in value)

    def schema(self) -> JsonSchema:
        items: JsonSchema = {"type": "array", "items": self.item.schema(), "minItems": self.least}
        return {"anyOf": [self.item.schema(), items]} if self._or_one else items


class WithFeedback:
    words = "text, or `text: feedback`"

    def read(self, node: Node, report: Report) -> Option | None:
        if not isinstance(node, Mapping):
            text = _TEXT.read(node, report)
            return None if text is None else Option(text)
        if len(node.pairs) != 1:
            report.add(node, _("an option is one text, or one 'text: feedback'"), _("put the text in quotes"))
            return None
        text, feedback = (_TEXT.read(part, report) for part in node.pairs[0])
        return None if text is None or feedback is None else Option(text, feedback)

    def thaw(self, value: Any) -> Option:
        return Option(*value)

    def schema(self) -> JsonSchema:
        pair: JsonSchema = {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "propertyNames": {"pattern": _TEXT_PATTERN},
            "additionalProperties": _TEXT.schema(),
        }
        return {"anyOf": [_TEXT.schema(), pair]}


class TextMap(Generic[T]):
    """Texts, each with a value of one kind; ``least`` of them."""

    def __init__(self, item: Kind[T], words: str, *, least: int = 1) -> None:
        self.item = item
        self.words = words
        self.least = least

    def read(self, node: Node, report: Report) -> tuple[tuple[str, T], ...] | None:
        if not isinstance(node, Mapping):
            report.add(
                node,
                _("a mapping is needed here, not {kind}").format(kind=name_of(node)),
                _("write 'text: …' on each line"),
            )
            return None
        before = len(report)
        found: dict[str, T] = {}
        for name, value in node.pairs:
            text, item = _TEXT.read(name, report), self.item.read(value, report)
            if text is not None and text in found:
                report.add(name, _("'{text}' stands here twice").format(text=shorten(text)))
            elif text is not None and item is not None:
                found[text] = item
        if len(report) == before and len(found) < self.least:
            report.add(node, _("at least {least} are needed here").format(least=self.least))
        return None if len(report) > before else tuple(found.items())

    def thaw(self, value: Any) -> tuple[tuple[str, T], ...]:
        return tuple((str(name), self.item.thaw(item)) for name, item in value)

    def schema(self) -> JsonSchema:
        return {
            "type": "object",
            "minProperties": self.least,
            "propertyNames": {"pattern": _TEXT_PATTERN},
            "additionalProperties": self.item.schema(),
        }
