"""Values as YAML in the layout of the decks: fast, and as a person would write them.

A text of one line stands as it is where YAML reads it so, else in quotes; a long one goes on below; one of
several lines is a block. What any YAML 1.1 reader could take for a number, a date or a word such as ``no``
gets quotes for the sake of other programs. An imported collection has a hundred thousand texts, of which
the dumper of PyYAML makes fewer in a minute than this in a second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from quizkit.nodes import Mapping as MappingNode
from quizkit.nodes import Node, Scalar
from quizkit.nodes import Sequence as SequenceNode

WIDTH = 100
# A key of more characters needs a mark before it.
_MOST_IN_KEY = 1_000
_WORDS = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|0o[0-7]+)", re.IGNORECASE)
_MOST_IN_WORD = 5
# Control characters, line ends of YAML 1.1, and what is no character or cannot be seen.
_UNSEEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff"
_UNPRINTED = re.compile(f"[{_UNSEEN}]")
# Letters, and signs that mean nothing to YAML at the beginning of a text; then no comment, no key, no space
# at the end.
_HARMLESS = rf"[^\t\n:#{_UNSEEN}]*"
# No possessive quantifiers, which Python 3.11.2 gets wrong: there is one way only to match, so it is linear.
_PLAIN = re.compile(
    r"(?:\w|[$(/\\^¿¡«“„‘’”…–—§€£°•→])" rf"{_HARMLESS}(?:(?:(?<! )#|:(?! |$)){_HARMLESS})*(?<! )"
)
# Short names in a row, such as tags; a colon at the end would make a key of one.
_IN_A_ROW = frozenset({"tags", "cite"})
_NAME = re.compile(r"[^\W\d][\w.:/#&+-]*(?<!:)")


def as_yaml(value: object) -> str:
    """A value as YAML, written as in decks."""
    lines: list[str] = []
    _add(lines, value, "")
    return "\n".join(lines) + "\n"


def entry(name: str, value: object, indent: str) -> list[str]:
    """The lines of a key with its value, in a mapping that stands this far in."""
    lines: list[str] = []
    _add_entry(lines, name, value, indent)
    return lines


def as_nodes(value: object) -> Node:
    """A value as the nodes that its YAML would be read as."""
    match value:
        case str():
            return Scalar(value, 0, 0, plain=False)
        case list() | tuple():
            return SequenceNode(tuple(map(as_nodes, value)), 0, 0)
        case Mapping():
            pairs = tuple((Scalar(str(name), 0, 0), as_nodes(each)) for name, each in value.items())
            return MappingNode(pairs, 0, 0)
        case bool():
            return Scalar("true" if value else "false", 0, 0, plain=True)
        case _:
            return Scalar(str(value), 0, 0, plain=False)


def _add(lines: list[str], value: object, indent: str) -> None:
    """Add the lines of a mapping or a list."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            _add_entry(lines, str(name), each, indent)
    elif isinstance(value, list | tuple):
        for each in value:
            place = len(lines)
            _add(lines, each, f"{indent}  ")
            # The first line has the dash where the others are indented.
            lines[place] = f"{indent}- {lines[place][len(indent) + 2 :]}"
    else:
        first, *rest = _value(value, indent, 0)
        lines.append(indent + first)
        lines += rest


def _add_entry(lines: list[str], name: str, value: object, indent: str) -> None:
    key = _key(name)
    head = f"{indent}{key}:"
    if len(key) > _MOST_IN_KEY:
        lines.append(f"{indent}? {key}")
        head = f"{indent}:"
    if isinstance(value, str) or not (isinstance(value, list | tuple | Mapping) and value):
        first, *rest = _value(value, indent, len(head))
        lines.append(f"{head} {first}")
        lines += rest
    elif name in _IN_A_ROW and not isinstance(value, Mapping) and (row := _row(head, value)):
        lines.append(row)
    else:
        lines.append(head)
        _add(lines, value, f"{indent}  ")


def _row(head: str, value: Sequence[object]) -> str:
    """A list on one line; "" where it does not fit, or holds more than names."""
    row = f"{head} [{', '.join(map(str, value))}]"
    return row if len(row) <= WIDTH and all(map(_is_name, value)) else ""


def _value(value: object, indent: str, before: int) -> list[str]:
    """The lines of a value that is no mapping or list: the first, and those below it with their indent."""
    match value:
        case str():
            return _text(value, f"{indent}  ", before)
        case bool():
            return ["true" if value else "false"]
        case int() | float() | None | Mapping() | list() | tuple():
            return [json.dumps(value)]
        case _:
            return _text(str(value), f"{indent}  ", before)


def _text(text: str, indent: str, before: int) -> list[str]:
    if "\n" in text and not text[0].isspace() and text[-1] != "\n" and not _UNPRINTED.search(text):
        return ["|-", *(indent + line if line else "" for line in text.split("\n"))]
    shown = _quoted_or_plain(text)
    if before + len(shown) < WIDTH or "  " in text or text != text.strip() or shown[0] == '"':
        return [shown]
    room = WIDTH - len(indent)
    if shown[0] == "'":
        return [">-", *(indent + line for line in _folded(text, room, room))]
    first, *rest = _folded(text, WIDTH - before - 1, room)
    return [first, *(indent + line for line in rest)]


def _folded(text: str, first_room: int, room: int) -> list[str]:
    """The lines of a text, broken where a single space stands."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > (room if lines else first_room):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


@lru_cache(maxsize=200)  # a deck uses few keys, over and over
def _key(name: str) -> str:
    return _quoted_or_plain(name)


def _quoted_or_plain(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _is_other_than_text(text):
        return text
    if "\n" in text or "\t" in text or _UNPRINTED.search(text):
        return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
    return "'" + text.replace("'", "''") + "'"


def _is_other_than_text(text: str) -> bool:
    """Whether a YAML 1.1 reader takes a text without quotes for a number, a date or a word of its own."""
    if text[0].isdigit() and any(each.match(text) for each in _figures()):
        return True
    return (len(text) <= _MOST_IN_WORD or text[0] == "0") and bool(_WORDS.fullmatch(text))


@cache
def _figures() -> list[re.Pattern[str]]:
    """What begins with a figure and is no text, as PyYAML knows it."""
    import yaml  # 20 ms

    return [pattern for _tag, pattern in yaml.SafeDumper.yaml_implicit_resolvers["0"]]


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(_NAME.fullmatch(value)) and not _WORDS.fullmatch(value)
