"""What stands above or below the line, in HTML → characters of the line: 10<sup>5</sup> is 10⁵, not 105."""

from __future__ import annotations

import re

from quizkit.markup import unescaped

# The innermost one: nothing else in it stands above or below the line. Nothing here is read twice.
_SCRIPT = re.compile(
    r"<(sup|sub)(?:\s[^<>]*)?>([^<]*(?:<(?!/?su[bp]\b)[^<]*)*)</\1\s*>(?=(\w?))", re.IGNORECASE
)
_MARK = re.compile(r"<su[bp]\b", re.IGNORECASE)
_TAGS = re.compile(r"(<[^<>]*>)")
_MOST_NESTED = 5
_SIGNS = "+-−=()"
_RAISED = str.maketrans(f"0123456789{_SIGNS}ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans(f"0123456789{_SIGNS}aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
# The ending of an ordinal number means the same in the line.
_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "re", "ère", "ème"})


def in_line(html: str) -> str:
    """Some HTML whose superscripts and subscripts are characters of the line."""
    if not _MARK.search(html):
        return html
    for _ in range(_MOST_NESTED):
        html, found = _SCRIPT.subn(_written, html)
        if not found:
            break
    return html


def _written(match: re.Match[str]) -> str:
    """As Unicode has it where it has all of it, else as one types it: ^(…) and _(…)."""
    is_raised = match[1].lower() == "sup"
    letters = _RAISED if is_raised else _LOWERED
    inner = match[2]
    pieces = _TAGS.split(inner)
    text = unescaped("".join(pieces[::2]))
    words = text.strip()
    if not words or (is_raised and words in _ENDINGS):
        return inner
    if all(ord(char) in letters for char in words):
        pieces[::2] = [unescaped(piece).translate(letters) for piece in pieces[::2]]
        return "".join(pieces)
    mark = "^" if is_raised else "_"
    return f"{mark}{inner}" if len(text) == 1 and not match[3] else f"{mark}({inner})"
