"""The gaps of Anki's cloze texts, which may be nested; those of quizkit may not."""

from __future__ import annotations

import re

_OPEN = re.compile(r"\{\{c(\d{1,4})(?:,\d+)*::")
_PLAIN = re.compile(r"\{\{c([1-9]\d{0,2})::((?:(?!\{\{|\}\}).)+?)\}\}", re.DOTALL)
_MOST_NESTED = 8


def are_plain(text: str) -> bool:
    """Whether quizkit reads the gaps as they stand."""
    rest = _PLAIN.sub("", text)
    answers = (match[2].partition("::")[0].strip() for match in _PLAIN.finditer(text))
    return bool(_PLAIN.search(text)) and "{{" not in rest and "}}" not in rest and all(answers)


def numbers(text: str) -> list[int]:
    """The numbers of the gaps, each once: one card each."""
    return sorted({int(match[1]) for match in _OPEN.finditer(text)})


def sides(text: str, number: int) -> tuple[str, str]:
    """The text with the gaps of one number left open, and with every gap filled."""
    return _shown(text, number), _shown(text, 0)


def _shown(text: str, hidden: int) -> str:
    """``text`` without its marks; what gap ``hidden`` holds becomes […] or its hint."""
    out: list[list[str]] = [[]]
    opened: list[int] = []
    place = 0
    while place < len(text):
        begin = _OPEN.match(text, place)
        if begin and len(opened) < _MOST_NESTED:
            opened.append(int(begin[1]))
            out.append([])
            place = begin.end()
        elif opened and text.startswith("}}", place):
            answer, _, hint = "".join(out.pop()).partition("::")
            out[-1].append(f"[{hint or '…'}]" if opened.pop() == hidden else answer)
            place += 2
        else:
            out[-1].append(text[place])
            place += 1
    return "".join(piece for pieces in out for piece in pieces)
