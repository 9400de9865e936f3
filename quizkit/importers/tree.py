"""HTML as a tree, and a tree as Markdown. The only home of markdownify and its parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

# A tag that is not closed would make the parser begin anew at each character after it.
_NO_TAG = re.compile(r"<(?![^<>]*>)")
_NOWHERE = re.compile(r"\s*(?:#.*|javascript:.*)?", re.IGNORECASE | re.DOTALL)
# Between two bold or italic words that touch each other: Markdown has no way to write them.
_ADJACENT = re.compile(r"</(b|strong|i|em)><\1>", re.IGNORECASE)
_TOUCHING = re.compile(r"(?<=[^\s*\\])\*{4}(?=[^\s*])")
_FENCE = re.compile(r"`{3,}")
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})


@contextmanager
def tree_of(html: str) -> Iterator[Any]:
    """The tree of some HTML; it is a cycle, and an import works without the garbage collector."""
    tree = _parser()(_NO_TAG.sub("&lt;", html))
    try:
        yield tree
    finally:
        tree.clear(decompose=True)


def markdown_of(html: str, escaped: Callable[[str], str]) -> str:
    """Some HTML as Markdown; ``escaped``: text in which Markdown finds no markup."""
    with tree_of(_ADJACENT.sub("", html)) as tree:
        made = str(_converter(escaped).convert_soup(tree))
    return made if "`" in made else _TOUCHING.sub("", made)


def leads_nowhere(href: str | None) -> bool:
    """Whether a link is only there for a script, or for a place on the same card."""
    return not href or _NOWHERE.fullmatch(href) is not None


@cache
def _parser() -> Callable[[str], Any]:
    from bs4 import BeautifulSoup, Tag

    class Element(Tag):
        """An element that knows its ancestors: markdownify asks each one whether it is in a <pre>."""

        def find_parent(self, name: Any = None, *args: Any, **kwargs: Any) -> Any:
            if args or kwargs or not isinstance(name, str):
                return super().find_parent(name, *args, **kwargs)
            return next((each for each in self.parents if each.name == name), None)

    def parse(html: str) -> Any:
        return BeautifulSoup(html, "html.parser", element_classes={Tag: Element}, store_line_numbers=False)

    return parse


@cache
def _converter(escaped: Callable[[str], str]) -> Any:
    from markdownify import MarkdownConverter  # 90 ms

    given: Any = MarkdownConverter  # its methods are not annotated

    class Converter(MarkdownConverter):
        """Escapes what our own Markdown reads as markup, and nothing else; blocks are lines."""

        def escape(self, text: str, _parents: Any = None) -> str:
            return escaped(text.replace("\n", " "))

        def convert_div(self, _el: Any, text: str, parent_tags: set[str]) -> str:
            text = text.strip(" \t\r\n")
            if "_inline" in parent_tags:
                return f" {text} "
            return f"\n{text}\n" if text else "\n"

        convert_header = convert_footer = convert_main = convert_section = convert_article = convert_div
        convert_center = convert_div

        def convert_b(self, el: Any, text: str, parent_tags: set[str]) -> str:
            return text if parent_tags & _BOLD else given.convert_b(self, el, text, parent_tags)

        def convert_i(self, el: Any, text: str, parent_tags: set[str]) -> str:
            return text if parent_tags & _ITALIC else given.convert_i(self, el, text, parent_tags)

        convert_strong, convert_em = convert_b, convert_i

        def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
            nowhere = leads_nowhere(el.get("href"))
            return text if nowhere else given.convert_a(self, el, text, parent_tags)

        def convert_pre(self, el: Any, text: str, parent_tags: set[str]) -> str:
            """Its fence is longer than any that stands in it."""
            longer = "`" * max([len(each) - 2 for each in _FENCE.findall(text)], default=0)
            made = given.convert_pre(self, el, text, parent_tags).strip("\n")
            return f"\n\n{longer}{made}{longer}\n\n" if made else ""

        def convert_rt(self, _el: Any, text: str, **_kwargs: Any) -> str:
            """The reading of a word: (かんじ) after 漢字."""
            return f"({text})" if text.strip() else ""

        def convert_rp(self, *_args: Any, **_kwargs: Any) -> str:
            return ""

    return Converter(heading_style="ATX", bullets="-", table_infer_header=True)
