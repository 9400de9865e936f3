"""The gaps of Anki's cloze texts, which may be nested; those of quizkit may not."""

from __future__ import annotations

import re
from collections.abc import Callable

from quizkit.questions.cloze import MOST_CARDS

_OPEN = re.compile(r"\{\{c(\d{1,4}(?:,\d{1,4})*)::")
_PLAIN = re.compile(r"\{\{c([1-9]\d{0,2})::((?:(?!\{\{|\}\}).)+?)\}\}", re.DOTALL)
_MOST_NESTED = 8


def are_plain(text: str) -> bool:
    """Whether quizkit reads the gaps as they stand."""
    pieces = _PLAIN.split(text)
    # The text round the gaps, and of each gap its number and what it holds.
    around, marks, held = "".join(pieces[::3]), pieces[1::3], pieces[2::3]
    return (
        bool(marks)
        and "{{" not in around
        and "}}" not in around
        and all(each.partition("::")[0].strip() for each in held)
        and all(int(mark) <= MOST_CARDS for mark in marks)
    )


def numbers(text: str) -> list[int]:
    """The numbers of the gaps, each once: one card each."""
    return sorted({int(match[1]) for match in _PLAIN.finditer(text)})


def rewritten(text: str, content: Callable[[int, str, str], str]) -> str:
    """The text with what ``content`` makes of each gap's number, answer and hint."""

    def gap(match: re.Match[str]) -> str:
        answer, _, hint = match[2].partition("::")
        return f"{{{{c{match[1]}::{content(int(match[1]), answer.strip(), hint.strip())}}}}}"

    return _PLAIN.sub(gap, text)


def without(text: str) -> str:
    """The text round the gaps."""
    return _PLAIN.sub("", text)


def sides(text: str, number: int) -> tuple[str, str]:
    """The text with the gaps of one number left open, and with every gap filled."""
    return shown(text, number), shown(text)


def shown(text: str, hidden: int = 0) -> str:
    """``text`` without its marks; what gap ``hidden`` holds becomes […] or its hint."""
    if "{{c" not in text:
        return text
    out: list[list[str]] = [[]]
    opened: list[set[int]] = []
    place = 0
    for match in re.finditer(r"\{\{c\d{1,4}(?:,\d{1,4})*::|\}\}", text):
        out[-1].append(text[place : match.start()])
        place = match.end()
        begin = _OPEN.fullmatch(match[0])
        if begin and len(opened) < _MOST_NESTED:
            opened.append({int(number) for number in begin[1].split(",")})
            out.append([])
        elif opened and not begin:
            answer, _, hint = "".join(out.pop()).partition("::")
            out[-1].append(f"[{hint or '…'}]" if hidden in opened.pop() else answer)
        else:
            out[-1].append(match[0])
    out[-1].append(text[place:])
    return "".join(piece for pieces in out for piece in pieces)
