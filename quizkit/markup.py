"""Markdown and math in the texts of decks: as styled spans, as HTML, as plain text. Pure.

Markdown is read by markdown-it-py without raw HTML, so nothing in a deck can become markup of its own.
Math stands between dollar signs. As in pandoc, the opening sign has a character right after it, the
closing one a character right before it and no digit after it: "$45 or $50" is money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MATH = re.compile(r"(?<![\\$])\$(?=[^\s$])((?:\\.|[^$\\\n])+?)(?<![\s\\])\$(?![\d$])")
_MAY_BE_MARKUP = re.compile(r"[*_`\[\]\\~$<&]|^\s*(?:[-+#>]|\d+[.)])\s", re.MULTILINE)
# Private-use characters that stand for a formula while Markdown is read.
_FIRST_MARK = 0xF0000
_MARKS = re.compile("[\U000f0000-\U000ffffd]")


class Span(NamedTuple):
    """A piece of text; ``style`` is a set of: bold, italic, code, strike, math."""

    text: str
    style: frozenset[str] = frozenset()


def spans(text: str) -> list[Span]:
    """The styled pieces of a text; formulas as readable Unicode."""
    if not _MAY_BE_MARKUP.search(text):
        return [Span(text)]
    hidden, formulas = _hide_math(text)
    pieces: list[Span] = []
    line_is_open = True
    for token in _markdown(lists="\n" in text).parse(hidden):
        if token.type == "inline":
            if not line_is_open:
                pieces.append(Span("\n"))
            pieces += _inline(token.children or [])
            line_is_open = False
        elif token.type in {"fence", "code_block"}:
            pieces.append(Span(("\n" if pieces else "") + token.content.rstrip("\n"), frozenset({"code"})))
            line_is_open = False
        elif token.type == "list_item_open":
            mark = token.info + token.markup if token.info else "•"
            pieces.append(Span(f"\n{mark} " if pieces else f"{mark} "))
            line_is_open = True
    return [shown for piece in pieces for shown in _show_math(piece, formulas)]


def plain(text: str) -> str:
    """A text without its markup: what a learner types."""
    return "".join(span.text for span in spans(text))


def html(text: str) -> str:
    """A text as HTML; formulas between ``\\(`` and ``\\)``, for MathJax."""
    if not _MAY_BE_MARKUP.search(text):
        return escape(text, quote=False).replace("\n", "<br>")
    hidden, formulas = _hide_math(text)
    rendered = str(_markdown(lists="\n" in text).render(hidden)).strip()
    if rendered.startswith("<p>") and rendered.count("<p>") == 1 and rendered.endswith("</p>"):
        rendered = rendered[3:-4]
    rendered = rendered.replace("\n", " ") if "<pre>" not in rendered else rendered
    return _MARKS.sub(lambda mark: f"\\({escape(formulas[ord(mark.group()) - _FIRST_MARK])}\\)", rendered)


@cache
def _markdown(*, lists: bool) -> MarkdownIt:
    """The parser; a text of one line that begins with "1." or "-" is no list."""
    from markdown_it import MarkdownIt  # 15 ms, and only a text with markup needs it

    # Raw HTML, images and links stay text: a deck's media have keys of their own.
    made = MarkdownIt("zero", {"html": False, "breaks": True})
    made.enable(["emphasis", "backticks", "escape", "fence", "strikethrough", "newline"])
    return made.enable(["list"]) if lists else made


def _hide_math(text: str) -> tuple[str, list[str]]:
    formulas: list[str] = []

    def hide(match: re.Match[str]) -> str:
        formulas.append(match[1])
        return chr(_FIRST_MARK + len(formulas) - 1)

    return _MATH.sub(hide, _MARKS.sub("", text)), formulas


def _show_math(span: Span, formulas: list[str]) -> Iterator[Span]:
    end = 0
    for mark in _MARKS.finditer(span.text):
        if mark.start() > end:
            yield Span(span.text[end : mark.start()], span.style)
        yield Span(readable(formulas[ord(mark.group()) - _FIRST_MARK]), span.style | {"math"})
        end = mark.end()
    if end < len(span.text):
        yield Span(span.text[end:], span.style)


def readable(formula: str) -> str:
    """A LaTeX formula in Unicode: x^2 → x², \\frac{1}{2} → 1/2, \\le → ≤."""
    import unicodeit

    formula = re.sub(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2", formula)
    formula = re.sub(r"\\(?:text|mathrm|operatorname)\{([^{}]*)\}", r"\1", formula)
    formula = re.sub(r"\\[,;:! ]|\\(?:left|right|quad|qquad)(?![a-zA-Z])", " ", formula)
    shown = str(unicodeit.replace(formula))
    return " ".join(shown.replace("{", "").replace("}", "").split())


_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def _inline(tokens: list[Token]) -> Iterator[Span]:
    style: frozenset[str] = frozenset()
    for token in tokens:
        kind, _, side = token.type.rpartition("_")
        if side == "open" and kind in _STYLES:
            style |= {_STYLES[kind]}
        elif side == "close" and kind in _STYLES:
            style -= {_STYLES[kind]}
        elif token.type == "code_inline":
            yield Span(token.content, style | {"code"})
        elif token.type in {"softbreak", "hardbreak"}:
            yield Span("\n", style)
        elif token.content:
            yield Span(token.content, style)
