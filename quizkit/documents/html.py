"""HTML and XHTML: the text of a page as a browser would set it, without what stands around the article.

The tokenizer is our own: the standard library's takes time that grows with the square of some broken pages.
A tag or comment that never ends takes the rest of the page with it, as in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from quizkit.documents.text import decoded, raised
from quizkit.markup import unescaped

_CHARSET = re.compile(rb"charset\s{0,10}=\s{0,10}[\"']?\s{0,10}([\w-]{1,40})", re.IGNORECASE)
# A quote that does not follow "=" is a letter like any other, and so is one that is never closed.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]{0,50}+)((?:[^\"'>=]|=\s*+(?:\"[^\"]*+\"|'[^']*+')?|[\"'])*+)>",
)

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = _HEADINGS | frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure header hr"
    " html li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
# What a browser does not show, and what stands around an article. The first kind holds no tags.
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
_LEFT_OUT = frozenset("aside button footer form math nav noscript object select svg template video".split())


class Tag(NamedTuple):
    """``attributes``: as they stand there."""

    name: str
    closing: bool
    attributes: str = ""


def text_of(data: bytes, name: str) -> str:
    return text_of_markup(decoded_page(data, name))


def decoded_page(data: bytes, name: str) -> str:
    """The markup of a page, in the encoding that it declares."""
    declared = _CHARSET.search(data[:2000])
    return decoded(data, name, declared[1].decode("ascii", "replace") if declared else "")


def text_of_markup(markup: str) -> str:
    """The text of a page, with blank lines between its blocks."""
    page = _Page()
    for token in tokens(markup):
        if isinstance(token, str):
            page.write(token)
        elif token.closing:
            page.close(token.name)
        else:
            page.open(token.name)
    return page.text()


def tokens(markup: str) -> Iterator[Tag | str]:
    """The tags and the texts of a page, in order."""
    place = 0
    while (start := markup.find("<", place)) >= 0:
        yield unescaped(markup[place:start])
        if markup.startswith(("<!", "<?"), start):
            end = "-->" if markup.startswith("<!--", start) else ">"
            place = _after(markup, end, start)
        elif tag := _TAG.match(markup, start):
            name = tag[2].lower()
            yield Tag(name, bool(tag[1]), tag[3])
            raw = name in _RAW and not tag[1] and not tag[3].endswith("/")
            place = _after_raw(markup, name, tag.end()) if raw else tag.end()
        elif markup[start + 1 : start + 2].isalpha():
            return  # it never ends
        else:
            yield "<"
            place = start + 1
    yield unescaped(markup[place:])


def _after(markup: str, end: str, start: int) -> int:
    found = markup.find(end, start)
    return found + len(end) if found >= 0 else len(markup)


def _after_raw(markup: str, name: str, start: int) -> int:
    """Where an element that holds no tags ends; its end tag is a token of its own."""
    found = re.compile(f"</{name}", re.IGNORECASE).search(markup, start)
    return found.start() if found else len(markup)


class _Page:
    """Builds the text of a page from its tags and texts."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._mark = ""  # what the next block begins with
        self._lists: list[int] = []  # the number of the last item, -1 where items have none
        self._inside = dict.fromkeys(("a", "pre", "sup", *_HEADINGS), 0)
        self._skipped, self._depth = "", 0

    def text(self) -> str:
        self._end_block()
        return "\n\n".join(self._blocks)

    def open(self, name: str) -> None:
        if self._skipped:
            self._depth += name == self._skipped
            return
        if name in _LEFT_OUT:
            self._skipped, self._depth = name, 1
            return
        if name == "br":
            self._words.append("\n")
        if name in self._inside:
            self._inside[name] += 1
        if name in _BLOCKS:
            self._end_block()
        if name in ("ol", "ul"):
            self._lists.append(0 if name == "ol" else -1)
        if name in _HEADINGS:
            self._mark = "# "
        if name == "li":
            self._mark = self._next_item()

    def close(self, name: str) -> None:
        if self._skipped:
            self._depth -= name == self._skipped
            self._skipped = self._skipped if self._depth else ""
            return
        if self._inside.get(name):
            self._inside[name] -= 1
        if name in _BLOCKS:
            self._end_block()
            self._mark = ""
        if name in ("ol", "ul") and self._lists:
            self._lists.pop()

    def write(self, text: str) -> None:
        if self._skipped:
            return
        if not self._inside["pre"]:
            text = re.sub(r"[ \t\n\r\f]+", " ", text)
        if self._inside["sup"]:
            # A linked one is the mark of a footnote.
            text = f"[{text}]" if self._inside["a"] and text.isdigit() else raised(text)
        self._words.append(text)

    def _next_item(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def _end_block(self) -> None:
        text = "".join(self._words).strip(" \r\n")
        if text:
            self._blocks.append(self._mark + (" ".join(text.split()) if self._mark else text))
            self._mark = ""
        self._words.clear()
