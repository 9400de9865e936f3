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
from collections.abc import Mapping as MappingABC
from typing import Any, NamedTuple, TypeVar

from quizkit.kinds import Flag, Kind, ListOf, Matching, Text, TextMap, WithFeedback
from quizkit.messages import _
from quizkit.nodes import Mapping, Report, Scalar
from quizkit.quoting import nearest, shorten, suggestion

T = TypeVar("T")

TEXT = Text()
FLAG = Flag()
OPTION = WithFeedback()
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

# What other people, and other programs, call a key.
SYNONYMS = {
    "ask": ("question", "prompt", "text"),
    "answer": ("correct", "solution"),
    "answers": ("correct",),
    "wrong": ("options", "choices", "distractors", "incorrect"),
    "explain": ("explanation",),
    "cite": ("source",),
    "deck": ("title",),
}


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
            meant = nearest(name.text, keys, SYNONYMS)
            report.add(
                name,
                _("unknown key '{key}' in {what}").format(key=shorten(name.text), what=what),
                suggestion(meant, keys),
            )
            misspelt.add(meant)
        else:
            value = keys[name.text].kind.read(node, report)
            if value is not None:
                values[name.text] = value
        seen.setdefault(name.text, name)
    missing = [name for name, each in keys.items() if each.required and name not in seen.keys() | misspelt]
    if missing:
        names = _(" and ").join(repr(name) for name in missing)
        report.add(mapping, _("{what} needs {keys}").format(what=what, keys=names))
    return values
