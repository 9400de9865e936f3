"""A YAML key declared once: how it is read, its JSON Schema, and its line in the documentation.

The keys of a question type are the fields of its dataclass::

    @dataclass(frozen=True, slots=True, kw_only=True)
    class ShortAnswer:
        ask: str = key(TEXT, "The question.")
        accept: tuple[str, ...] = key(TEXTS, "Other right answers.", default=())

The loader, "did you mean", the schema for editors and the table in ``docs/deck-format.md`` all read
this declaration, so they cannot disagree.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingABC
from functools import cached_property
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from quizkit.messages import _
from quizkit.model import Option
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence, is_missing, name_of

KNOWN_SOURCES = _("known sources: {words}")
# A hint compares a word with no more than this many: a file may declare thousands of names.
MOST_SUGGESTIONS = 100

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
JsonSchema = dict[str, Any]

# Everything but tab and line feed of C0, DEL and C1; and the characters that reorder a line of text.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
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


class _Text:
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


class _Flag:
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


class Matching:
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
        text = TEXT.read(node, report)
        if text is not None and not self._regex.fullmatch(text):
            report.add(node, _("'{text}' is not {form}").format(text=shorten(text), form=self.form))
            return None
        return text

    def thaw(self, value: Any) -> str:
        return str(value)

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


class _Option:
    words = "text, or `text: feedback`"

    def read(self, node: Node, report: Report) -> Option | None:
        if not isinstance(node, Mapping):
            text = TEXT.read(node, report)
            return None if text is None else Option(text)
        if len(node.pairs) != 1:
            report.add(node, _("an option is one text, or one 'text: feedback'"), _("put the text in quotes"))
            return None
        text, feedback = (TEXT.read(part, report) for part in node.pairs[0])
        return None if text is None or feedback is None else Option(text, feedback)

    def thaw(self, value: Any) -> Option:
        return Option(*value)

    def schema(self) -> JsonSchema:
        pair: JsonSchema = {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "propertyNames": {"pattern": _TEXT_PATTERN},
            "additionalProperties": TEXT.schema(),
        }
        return {"anyOf": [TEXT.schema(), pair]}


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
            text, item = TEXT.read(name, report), self.item.read(value, report)
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


TEXT = _Text()
FLAG = _Flag()
OPTION = _Option()
TEXTS = ListOf(TEXT, "text or list of texts", or_one=True)
SEVERAL = ListOf(TEXT, "list of texts, two or more", least=2)
OPTIONS = ListOf(OPTION, "list of texts, or of `text: feedback`")
# Letters and digits, spelled out: in the patterns of JSON Schema, \w knows no letter beyond ASCII.
NAME_LETTERS = (
    r"0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u1fff\u2c00-\u2fef\u3005-\u3007"
    r"\u3031-\ud7ff\uf900-\ufdcf\ufe70-\ufefc\uff10-\uffdc"
)
SLUG = Matching(
    "name",
    rf"[_{NAME_LETTERS}][_{NAME_LETTERS}.:-]{{0,99}}",
    _("a name: letters, digits and . _ : - (at most 100), no spaces"),
    also={"type": ["string", "number", "boolean"], "minimum": 0},
)
LANGUAGE = Matching(
    "language code", r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", _("a language code such as en, es or pt-BR")
)
CITATIONS = ListOf(
    Matching(
        "citation",
        rf"[_{NAME_LETTERS}][_{NAME_LETTERS}.:-]*#[0-9]{{1,9}}(-[0-9]{{1,9}})?",
        _("a citation such as source#12 or source#12-13"),
    ),
    "`source#12` or `source#12-13`, or a list of them",
    or_one=True,
)
_WORD = r"[^\s\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+"
EVIDENCE = ListOf(
    Matching(
        "words",
        rf"{_WORD}(\s+{_WORD}){{0,4}}",
        _("evidence: one to five words as they stand in the document"),
        also={"type": ["string", "number", "boolean"]},
    ),
    "one to five words, or a list of such",
    or_one=True,
)

NUMBER = Matching(
    "number",
    r"[+-]?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]{1,2})?",
    _("a number such as 45, -3 or 1.50 (a decimal point, no separators)"),
    also={"type": ["string", "number"]},
)
POINTS = Matching(
    "number, 0 or more",
    r"[0-9]{1,4}([.][0-9]+)?",
    _("a number such as 1, 2 or 0.5"),
    also={"type": ["string", "number"], "minimum": 0, "exclusiveMaximum": 10_000},
)
COUNT = Matching(
    "whole number",
    r"[1-9][0-9]{0,3}",
    _("a whole number from 1 on"),
    also={"type": ["string", "integer"], "minimum": 1, "maximum": 9999},
)
TOLERANCE = Matching(
    "number, or a share such as `5%`",
    r"[0-9]+([.][0-9]+)?( ?%)?",
    _("a tolerance such as 0.5 or 5%"),
    also={"type": ["string", "number"], "minimum": 0},
)
DATE = Matching(
    "date",
    r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?",
    _("a date such as 1999-12-08, 1999-12 or 1999"),
    also={"type": ["string", "integer"], "minimum": 1000, "maximum": 9999},
)
MEDIA = Matching(
    "file name",
    r"(?![\s/~])(?!(.*/)?[.]{1,2}\s*(/|$))"
    r'[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\\:*?"<>|#]{1,200}',
    _("a file beside the deck: no drive, no '..', no leading '/'"),
    also={"type": ["string", "number", "boolean"]},
)
PAIRS = TextMap(TEXT, "`item: partner`, two or more", least=2)
GROUPS = TextMap(TEXTS, "`category: [items]`, two or more", least=2)
PER_GAP = TextMap(TEXTS, "`gap: [texts]`")
PER_ANSWER = TextMap(TEXTS, "`answer: [texts]`")
REJECT = TextMap(TEXT, "`text: feedback`")


class Key(NamedTuple):
    """One declared key."""

    name: str
    kind: Kind[Any]
    doc: str
    required: bool


def key(kind: Kind[T], doc: str, *, default: Any = dataclasses.MISSING) -> Any:
    """Declare a key as a dataclass field; without a default it is required."""
    return dataclasses.field(default=default, metadata={"kind": kind, "doc": doc})


def keys_of(cls: Any) -> dict[str, Key]:
    """The keys a dataclass declares, in order."""
    return {
        field.name: Key(
            field.name, field.metadata["kind"], field.metadata["doc"], field.default is dataclasses.MISSING
        )
        for field in dataclasses.fields(cls)
        if "kind" in field.metadata
    }


def read_keys(mapping: Mapping, keys: MappingABC[str, Key], report: Report, what: str) -> dict[str, Any]:
    """The values under the declared keys; every other mistake in ``mapping`` goes to ``report``.

    ``what`` names the mapping in messages ("a deck", "a short-answer question"). A key that is there under
    a misspelt name is not missing as well.
    """
    values: dict[str, Any] = {}
    seen: dict[str, Scalar] = {}
    misspelt: set[str] = set()
    for name, node in mapping.pairs:
        if name.text in seen:
            report.add(
                name,
                _("key '{key}' stands here twice, first on line {line}").format(
                    key=shorten(name.text), line=seen[name.text].line
                ),
            )
        elif name.text not in keys:
            report.add(
                name,
                _("unknown key '{key}' in {what}").format(key=shorten(name.text), what=what),
                did_you_mean(name.text, keys),
            )
            misspelt.add(nearest(name.text, keys))
        else:
            value = keys[name.text].kind.read(node, report)
            if value is not None:
                values[name.text] = value
        seen.setdefault(name.text, name)
    needed = [name for name, declared in keys.items() if declared.required]
    missing = [name for name in needed if name not in seen and name not in misspelt]
    if missing:
        names = _(" and ").join(repr(name) for name in missing)
        report.add(mapping, _("{what} needs {keys}").format(what=what, keys=names))
    return values


def did_you_mean(
    word: str, known: MappingABC[str, object] | Callable[[], list[str]], otherwise: str = ""
) -> str:
    """A hint naming the known word that looks most like ``word``, else the known ones.

    ``otherwise`` is the sentence with the known ``{words}``, where they are no keys.
    """
    words = list(known() if callable(known) else known)[:MOST_SUGGESTIONS]
    close = nearest(word, words)
    if close:
        return _("did you mean '{word}'?").format(word=close)
    return (otherwise or _("known keys: {words}")).format(words=shorten(", ".join(words), 200))


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of some words that looks most like ``word``; "" where none does."""
    from difflib import get_close_matches  # only a mistake pays for it

    return next(iter(get_close_matches(word.lower(), words, n=1, cutoff=0.6)), "")


def shorten(text: str, limit: int = 60) -> str:
    """``text`` on one line, without control characters, cut to ``limit`` characters."""
    line = CONTROL.sub("�", " ".join(text.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"
