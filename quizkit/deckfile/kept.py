"""What a note of Anki's does not show of its question, in JSON, for the way back.

What a note shows is HTML for a learner. It does not say in what order the options were, what proves the
answer, or which Markdown made a word bold. So the note keeps that as well, and with it a digest of what it
showed then: where it shows something else now, somebody edited it in Anki, and what it shows is right.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple
from zlib import crc32

from quizkit.fields import LANGUAGE, OPTION, TEXT
from quizkit.kinds import Kind, ListOf, TextMap
from quizkit.markup import unescaped
from quizkit.model import About, Deck, Question
from quizkit.nodes import Report, Scalar
from quizkit.questions import question_types

# The field that keeps it.
FIELD = "For quizkit"
# What stands between the fields of a note where Anki stores them.
SEPARATOR = "\x1f"
# The language of a deck that names none.
ENGLISH = "en"
# What a note shows for certain, by type: where these texts are plain, they are read as they were written. All
# else is kept, and all of a type that is not here.
SHOWN = {
    "flashcard": {"front", "back", "both_ways"},
    "short-answer": {"ask", "answer", "accept", "reject"},
    "choice": {"ask"},
    "multi-select": {"ask"},
    "true-false": {"statement", "answer"},
    "list-recall": {"ask", "answers", "accept"},
    "order": {"ask", "order"},
    "open": {"ask", "rubric", "model_answer"},
}
SHOWN_OF_ALL = {"hint", "explain", "cite"}
# Types that go without saying: of such a question nothing is kept where its note shows all of it.
_TELLING = {"flashcard", "short-answer", "true-false", "list-recall", "order", "open"}
# Pictures and sounds go with the note, under names of their own.
_MEDIA = {"image", "audio"}
# What may be markup to Markdown, HTML or Anki. In ``repr``, all that cannot be printed has a backslash.
_MARKUP = re.compile(r"[&<>\[\]{}*_`~$\\]")
_BULLETS = frozenset("-+0123456789")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Kept(NamedTuple):
    """What was kept of a question: ``keys`` as its author wrote them; ``shown``: see :func:`digest_of`.

    ``language`` and ``deck_tags`` are the deck's.
    """

    type: str
    keys: dict[str, Any]
    shown: int
    language: str = ENGLISH
    deck_tags: tuple[str, ...] = ()


def digest_of(shown: str) -> int:
    """Stands for what a note shows; Anki composes accents."""
    if not shown.isascii():
        shown = unicodedata.normalize("NFC", shown)
    return crc32(shown.encode("utf-8", "replace"))


# --- there ------------------------------------------------------------------------------------------


def kept_of(question: Question, deck: Deck, shown: str) -> str:
    """The field of a note that shows this; "" where there is nothing to keep."""
    names, of, defaults, certain = _keys(question.type, type(question.content))
    values = of(question)
    if _is_plain(repr(values[:certain])) and not _is_list(question.about.hint):
        names, values, defaults = names[certain:], values[certain:], defaults[certain:]
        if values == defaults and question.type in _TELLING and deck.language == ENGLISH:
            return ""
    said = {
        name: value for name, value, default in zip(names, values, defaults, strict=True) if value != default
    }
    if deck.tags:
        own = [tag for tag in question.about.tags if tag not in deck.tags]
        said.pop("tags", None)
        said |= {"tags": own} if own else {}
    rest = f",{_encode(said)[1:]}" if said else "}"
    return f'{_head(question.type, deck.language, deck.tags)},"shown":{digest_of(shown)}{_safe(rest)}'


def _is_plain(texts: str) -> bool:
    if _MARKUP.search(texts) or "  " in texts:
        return False
    return texts.isascii() or unicodedata.is_normalized("NFC", texts)


def _is_list(hints: tuple[str, ...]) -> bool:
    """Whether hints, which a note shows as the lines of one text, may be the items of a list there."""
    return len(hints) > 1 and any(hint.lstrip()[:1] in _BULLETS for hint in hints)


class _Keys(NamedTuple):
    """Keys of a question, what reads them all at once, and what each is where nothing is said.

    The first ``certain`` of them are those that a note shows for certain.
    """

    names: tuple[str, ...]
    of: Callable[[Question], tuple[object, ...]]
    defaults: tuple[object, ...]
    certain: int


@cache
def _keys(name: str, content: type) -> _Keys:
    """The keys of a type of question."""
    own = {each.name: each.default for each in fields(content) if "kind" in each.metadata}
    defaults = own | {key: value for key, value in About._field_defaults.items() if key not in _MEDIA}
    certain = SHOWN.get(name, set()) | SHOWN_OF_ALL
    names = sorted(defaults, key=lambda key: key not in certain)
    places = [f"content.{key}" if key in own else f"about.{key}" for key in names]
    values = tuple([defaults[key] for key in names])
    return _Keys(tuple(names), attrgetter(*places), values, len(certain))


@lru_cache(maxsize=1000)
def _head(name: str, language: str, tags: tuple[str, ...]) -> str:
    """The beginning of the JSON, the same for all questions of a type in a deck."""
    of_deck = {"language": language, "deck_tags": tags}
    said = {key: value for key, value in of_deck.items() if value not in (ENGLISH, ())}
    return _safe(_encode({**said, "type": name})[:-1])


def _safe(text: str) -> str:
    """JSON as HTML that shows it, in which nothing is a tag, a sound, LaTeX or a gap."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        # Anki composes accents, but no escapes.
        text = "".join([char if char.isascii() else json.dumps(char)[1:-1] for char in text])
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("[", "&#91;").replace("{{", "{&#123;")


# --- and back ---------------------------------------------------------------------------------------


def read_kept(field: str) -> Kept | None:
    """What a field keeps; None where it is damaged, or another's."""
    try:
        said = json.loads(unescaped(field))
        kind = question_types()[said["type"]]
        keys = {
            name: _written(kind.keys[name].kind, value)
            for name, value in said.items()
            if name in kind.keys and name not in {"type", "id", *_MEDIA}
        }
        language, tags = said.get("language", ENGLISH), tuple(said.get("deck_tags", ()))
        found = Kept(kind.name, keys, int(said["shown"]), language, tags)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return None
    return found if _reads(LANGUAGE, language) and all(_reads(TEXT, tag) for tag in tags) else None


def _written(kind: Kind[Any], value: Any) -> Any:
    """A value as an author writes it; one of another form stays what it is, which no question takes."""
    if kind is OPTION:
        text, feedback = value
        return {text: feedback} if feedback else text
    if isinstance(kind, TextMap):
        return {name: _written(kind.item, each) for name, each in value}
    if isinstance(kind, ListOf):
        return [_written(kind.item, each) for each in value]
    return f"{Decimal(str(value)):f}".removesuffix(".0") if isinstance(value, float) else value


def _reads(kind: Kind[Any], text: object) -> bool:
    return isinstance(text, str) and kind.read(Scalar(text, 1, 1, plain=False), Report("")) == text
