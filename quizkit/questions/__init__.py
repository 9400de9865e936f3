"""The question types: one file each, named as the YAML ``type``.

A type is a frozen dataclass that declares its keys (see ``fields``), says what is wrong with values that
are fine one by one (``mistakes``), and yields its cards as prompt and interaction (``parts``). Nothing
else in quizkit knows the types: grading, terminal and exporters know the interactions.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, NamedTuple, Protocol, cast

from quizkit.fields import SYNONYMS, Key, keys_of, read_keys
from quizkit.messages import _
from quizkit.model import About, Content
from quizkit.nodes import Mapping, Node, Report, Scalar
from quizkit.questions.common import Common, Mistake
from quizkit.quoting import did_you_mean, nearest, shorten

ABOUT = frozenset(About._fields)


class _Checked(Content, Protocol):
    def mistakes(self) -> Iterator[Mistake]: ...


class QuestionType(NamedTuple):
    """A type as the rest of quizkit sees it."""

    name: str
    cls: type[_Checked]
    own_keys: dict[str, Key]
    keys: dict[str, Key]

    @property
    def doc(self) -> str:
        return (self.cls.__doc__ or "").strip()


class RawQuestion(NamedTuple):
    """A question as read from a file and as cached: plain values that JSON can carry."""

    type: str
    id: str
    values: dict[str, Any]
    line: int


@cache
def question_types() -> dict[str, QuestionType]:
    """Every question type by its YAML name."""
    common = keys_of(Common)
    found: dict[str, QuestionType] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(__path__)):
        if module == "common":
            continue
        cls = getattr(import_module(f"{__name__}.{module}"), "".join(map(str.capitalize, module.split("_"))))
        own = keys_of(cls)
        name = module.replace("_", "-")
        found[name] = QuestionType(name, cast("type[_Checked]", cls), own, common | own)
    return found


def read_question(node: Node, report: Report) -> RawQuestion | None:
    """The question written in ``node``, or None with every reason in ``report``."""
    if not isinstance(node, Mapping):
        report.add(
            node, _("a question is a mapping of keys"), _("for example '- ask: …' and below it '  answer: …'")
        )
        return None
    before = len(report)
    kind = _type_of(node, report)
    if kind is None:
        return None
    # The article, where a language has one, is chosen by the first letter of the type's name.
    what = _("an {type} question") if kind.name[0] in "aeio" else _("a {type} question")
    values = read_keys(node, kind.keys, report, what.format(type=kind.name))
    if all(name in values for name, declared in kind.own_keys.items() if declared.required):
        content = kind.cls(**{name: values[name] for name in kind.own_keys if name in values})
        for mistake in content.mistakes():
            report.add(node.get(mistake.key) or node, mistake.message, mistake.hint)
    if len(report) > before:
        return None
    values.pop("type", None)
    return RawQuestion(kind.name, values.pop("id", ""), values, node.line)


def content_of(raw: RawQuestion) -> tuple[Content, About]:
    """The typed content of a raw question, from a file or from the cache."""
    kind = question_types()[raw.type]
    values = {name: kind.keys[name].kind.thaw(value) for name, value in raw.values.items()}
    points = float(values.pop("points", 1))
    about = About(points=points, **{name: values.pop(name) for name in values.keys() & ABOUT})
    return kind.cls(**values), about


def _type_of(node: Mapping, report: Report) -> QuestionType | None:
    """The stated type, else the one whose keys fit best: most required keys present, fewest missing.

    A key that is there under another name counts as the one that is meant.
    """
    types = question_types()
    stated = node.get("type")
    if stated is not None:
        name = stated.text if isinstance(stated, Scalar) else ""
        if name not in types:
            report.add(
                stated,
                _("unknown question type '{type}'").format(type=shorten(name)),
                did_you_mean(name, types, _("known types: {words}")),
            )
        return types.get(name)
    present = frozenset(name.text for name, _ in node.pairs)
    counts, fitting = _fitting(_own_keys() & frozenset(map(_meant, present)))
    if counts.present == 0:
        firsts = dict.fromkeys(next(iter(kind.own_keys)) for kind in types.values())
        hint = _("begin with one of: {keys}").format(keys=", ".join(firsts))
        report.add(node, _("this question asks nothing"), hint)
        return None

    def claim(kind: QuestionType) -> tuple[int, int, bool]:
        # Keys that are there say more than those that are meant; then the value may tell types apart.
        claims = getattr(kind.cls, "claims", None)
        sure = len(present & kind.own_keys.keys())
        return sure, claims(node) * 2 if claims else 1, kind.name == "short-answer"

    return max(fitting, key=claim) if len(fitting) > 1 else fitting[0]


@lru_cache(maxsize=200)
def type_by_keys(names: tuple[str, ...]) -> QuestionType | None:
    """The type that keys alone decide: it has them all and misses none; None where values decide as well."""
    present = frozenset(names)
    counts, fitting = _fitting(_own_keys() & present)
    sure = counts.present and not counts.missing and len(fitting) == 1 and "type" not in present
    return fitting[0] if sure and present <= fitting[0].keys.keys() else None


@cache
def _own_keys() -> frozenset[str]:
    return frozenset(name for kind in question_types().values() for name in kind.own_keys)


@lru_cache(maxsize=200)
def _meant(word: str) -> str:
    """The key of a question that a word is or stands for; "" where it is like none.

    Where it is like a key that every question may have, it says nothing of the type.
    """
    own, common = sorted(_own_keys()), keys_of(Common)
    exact = next((name for name, words in SYNONYMS.items() if word in words), word)
    if exact in own or exact in common:
        return exact
    return nearest(word, common) or nearest(word, own, SYNONYMS)


class _Counts(NamedTuple):
    """How well keys fit a type: required ones that are present, all that are, and less what is missing."""

    required: int
    present: int
    missing: int


@lru_cache(maxsize=200)  # a deck uses few sets of keys, over and over
def _fitting(present: frozenset[str]) -> tuple[_Counts, tuple[QuestionType, ...]]:
    """The types that the keys fit best, and how well."""
    counts = {}
    for kind in question_types().values():
        required = {name for name, declared in kind.own_keys.items() if declared.required}
        own = len(present & kind.own_keys.keys())
        counts[kind.name] = _Counts(len(required & present), own, -len(required - present))
    best = max(counts.values())
    return best, tuple(kind for kind in question_types().values() if counts[kind.name] == best)
