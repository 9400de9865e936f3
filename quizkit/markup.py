"""Markdown and math in the texts of decks: as styled spans, as HTML, as plain text. Pure.

Markdown is read by markdown-it-py without raw HTML, so nothing in a deck can become markup of its own.
Math stands between dollar signs. As in pandoc, the opening sign has a character right after it, the
closing one a character right before it and no digit after it: "$45 or $50" is money.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MATH = re.compile(r"(?<![\\$])\$(?=[^\s$])((?:\\.|[^$\\\n])+?)(?<![\s\\])\$(?![\d$])")
_MAY_BE_MARKUP = re.compile(r"[*_`\[\]\\~$<&]|^\s*(?:[-+#>]|\d+[.)])\s", re.MULTILINE)
# Private-use characters that stand for a formula while Markdown is read.
_FIRST_MARK = 0xF0000
_MARKS = re.compile("[\U000f0000-\U000ffffd]")
_MOST_FORMULAS = 0xFFFD
_CODE = re.compile("<code>.*?</code>")
# A number of more digits is no character, and Python refuses to read one of thousands of digits.
_NO_CHARACTER = re.compile("&#[0-9]{1000,}+;?")


class Span(NamedTuple):
    """A piece of text; ``style`` is a set of: bold, italic, code, strike, math."""

    text: str
    style: frozenset[str] = frozenset()


def unescaped(text: str) -> str:
    """``text`` with its HTML references (``&amp;``, ``&#233;``) as the characters that they stand for."""
    return unescape(_NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)) if "&" in text else text


def spans(text: str) -> list[Span]:
    """The styled pieces of a text; formulas as readable Unicode."""
    if not _MAY_BE_MARKUP.search(text):
        return [Span(text)]
    hidden, formulas = _hide_math(text.strip())
    pieces: list[Span] = []
    line_is_open = True
    for token in _markdown(lists="\n" in hidden).parse(hidden):
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
    before, after = map(Span, _edges(text))
    shown = [shown for piece in pieces for shown in _show_math(piece, formulas)]
    found = [span for span in (before, *shown, after) if span.text]
    return found if any(span.text.strip() for span in found) else [Span(text)]  # a fence round nothing


def _edges(text: str) -> tuple[str, str]:
    """The space before and after a text, which Markdown would drop: a piece of a cloze keeps it."""
    length = len(text)
    return text[: length - len(text.lstrip())], text[len(text.rstrip()) :]


def plain(text: str) -> str:
    """A text without its markup: what a learner types."""
    return "".join(span.text for span in spans(text))


def html(text: str) -> str:
    """A text as HTML; formulas between ``\\(`` and ``\\)``, for MathJax."""
    if not _MAY_BE_MARKUP.search(text):
        return escape(text, quote=False).replace("\n", "<br>")
    before, after = (edge.replace("\n", "<br>") for edge in _edges(text))
    hidden, formulas = _hide_math(text.strip())
    rendered = str(_markdown(lists="\n" in hidden).render(hidden)).strip()
    if rendered.startswith("<p>") and rendered.count("<p>") == 1 and rendered.endswith("</p>"):
        rendered = rendered[3:-4]
    rendered = re.sub('<code class="[^"]*">', "<code>", rendered)
    if rendered.startswith("<pre><code></code></pre>"):  # a fence round nothing
        return escape(text, quote=False).replace("\n", "<br>")
    # Line ends between tags would show, since cards keep the spaces of texts; those of code have to.
    rendered = rendered.replace(">\n", ">").replace("\n</code>", "</code>").replace("\n", "<br>")
    rendered = _CODE.sub(lambda code: _with_math(code.group(), formulas, "$", "$"), rendered)
    return before + _with_math(rendered, formulas, "\\(", "\\)") + after


def _with_math(rendered: str, formulas: list[str], before: str, after: str) -> str:
    def formula(mark: re.Match[str]) -> str:
        return before + escape(_formula(mark, formulas), quote=False) + after

    return _MARKS.sub(formula, rendered)


def _formula(mark: re.Match[str], formulas: list[str]) -> str:
    return formulas[ord(mark.group()) - _FIRST_MARK]


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
        if len(formulas) > _MOST_FORMULAS:
            return match.group()
        formulas.append(match[1])
        return chr(_FIRST_MARK + len(formulas) - 1)

    return _MATH.sub(hide, _MARKS.sub("", text)), formulas


def _show_math(span: Span, formulas: list[str]) -> Iterator[Span]:
    if "code" in span.style:  # code says $x$ where it is written
        yield span._replace(text=_MARKS.sub(lambda mark: f"${_formula(mark, formulas)}$", span.text))
        return
    end = 0
    for mark in _MARKS.finditer(span.text):
        if mark.start() > end:
            yield Span(span.text[end : mark.start()], span.style)
        yield Span(readable(_formula(mark, formulas)), span.style | {"math"})
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
