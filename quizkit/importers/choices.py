"""Multiple choice in note types that users made for it: options in fields, or all in one, and a key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from quizkit.importers.html import markdown, plain

# "Option 1", "Choice B", "Q_3" (AllInOne), "Answer C", "A".
_OPTION = re.compile(
    r"(?:option|choice|answer|opción|opcion|respuesta|q|opt)?[ _.-]*([1-9]|10|[a-h])", re.IGNORECASE
)
_ASKED = re.compile(r"(?:question|front|pregunta|stem|prompt)", re.IGNORECASE)
_KEY = re.compile(r"(?:correct.*|answers?|key|right.*|solution|correcta.*|respuesta correcta)", re.IGNORECASE)
_LISTED = re.compile(r"(?:choices|options|alternatives|distractors|opciones|alternativas)", re.IGNORECASE)
_BACK = re.compile(r"(?:back|dorso|reverso)", re.IGNORECASE)
_BITS = re.compile(r"[01](?: [01])+")


class _Columns(NamedTuple):
    """Which field of a note asks, which names the right options, and which may hold one."""

    asked: str
    key: str
    options: tuple[str, ...]


@lru_cache(maxsize=200)
def _columns(names: tuple[str, ...]) -> _Columns | None:
    asked = next((name for name in names if _ASKED.fullmatch(name)), None)
    key = next((name for name in names if _KEY.fullmatch(name)), None)
    options = tuple(name for name in names if _OPTION.fullmatch(name))
    return None if asked is None or key is None or len(options) < 2 else _Columns(asked, key, options)


def choice_of(fields: Mapping[str, str]) -> dict[str, Any] | None:
    """The keys of a choice, or None where the fields are no such note or their key is unclear."""
    columns = _columns(tuple(fields))
    if columns is None:
        return _listed(fields)
    asked, key, _may_be = columns
    options = {name: text for name in columns.options if (text := markdown(fields[name]))}
    if len(options) < 2 or len(set(options.values())) < len(options):
        return None
    right = _right(plain(fields[key]), options)
    wrong = [text for name, text in options.items() if name not in right]
    if not right or not wrong or not markdown(fields[asked]):
        return None
    answers = [options[name] for name in right]
    found: dict[str, Any] = {"ask": markdown(fields[asked])}
    found |= {"answer": answers[0]} if len(answers) == 1 else {"answers": answers}
    found["wrong"] = wrong
    used = {asked, key, *options}
    rest = "\n\n".join(
        text
        for name in fields
        if name not in used and name.lower() not in {"qtype", "title"} and (text := markdown(fields[name]))
    )
    return {**found, "explain": rest} if rest else found


def _listed(fields: Mapping[str, str]) -> dict[str, Any] | None:
    """The keys of a choice whose options are the lines of one field, one of which is the answer."""
    found = [next((name for name in fields if form.fullmatch(name)), "") for form in (_ASKED, _LISTED)]
    key = next((name for name in fields if _KEY.fullmatch(name) or _BACK.fullmatch(name)), "")
    if not (all(found) and key and len(fields) == 3):
        return None
    ask, listed, answer = (markdown(fields[name]) for name in (*found, key))
    options = [line.strip() for line in listed.split("\n") if line.strip()]
    if not ask or len(options) < 2 or len(set(options)) < len(options) or answer not in options:
        return None
    return {"ask": ask, "answer": answer, "wrong": [each for each in options if each != answer]}


def _right(key: str, options: Mapping[str, str]) -> list[str]:
    """The names of the right options: by bits (0 1 0), letters or numbers (B; 1, 3), or their text."""
    names = list(options)
    if _BITS.fullmatch(key):
        bits = key.split()
        return (
            [name for name, bit in zip(names, bits, strict=True) if bit == "1"]
            if len(bits) == len(names)
            else []
        )
    by_text = [name for name, text in options.items() if text == key]
    if by_text:
        return by_text
    picked = [part for part in re.split(r"[\s,;/]+", key.lower()) if part]
    labels = {_label(name): name for name in names}
    return [labels[part] for part in picked] if picked and all(part in labels for part in picked) else []


def _label(name: str) -> str:
    found = _OPTION.fullmatch(name)
    return found[1].lower() if found else name
