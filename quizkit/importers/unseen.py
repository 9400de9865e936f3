"""What HTML has that nobody sees: styles, scripts, comments, and elements that are hidden. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

_PROGRAM = re.compile(r"<(style|script)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^<>]*)>", re.IGNORECASE)
_MAY_HIDE = re.compile(r"hidden|none", re.IGNORECASE)
_STYLE = re.compile(r"\bstyle\s{0,5}=\s{0,5}(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_GONE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_VALUE = re.compile(r"=\s{0,5}(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)")
# What a script asks for by id or class; and elements with nothing but a text.
_SCRIPT = re.compile(r"<script\b[^<>]*>(.*?)(?:</script\s*>|$)", re.IGNORECASE | re.DOTALL)
_ASKED_FOR = re.compile(r"[\"'`][#.]?([\w-]{1,100})[\"'`]")
_TEXT_ALONE = re.compile(r"<([a-z][a-z0-9]*)\b([^<>]+)>[^<>{}]*</\1\s*>", re.IGNORECASE)
_NAMES = re.compile(r"\b(?:id|class)\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_EMPTY = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


def seen(html: str) -> str:
    """HTML without what no learner sees."""
    return without_hidden(without_programs(html))


def without_programs(html: str) -> str:
    """HTML without its styles, scripts and comments."""
    return _PROGRAM.sub("", html) if "<" in html else html


def without_placeholders(html: str) -> str:
    """HTML without what is there for its scripts: elements that they ask for by name, with no field in them.

    Their text is a button's, or stands where the script will put another one.
    """
    asked_for = {name for script in _SCRIPT.finditer(html) for name in _ASKED_FOR.findall(script[1])}
    if not asked_for:
        return html
    return _TEXT_ALONE.sub(lambda each: each[0] if asked_for.isdisjoint(_names(each[2])) else "", html)


def _names(attributes: str) -> list[str]:
    """The id and the classes of an element."""
    return " ".join(map("".join, _NAMES.findall(attributes))).split()


def without_hidden(html: str) -> str:
    """HTML without the elements that are hidden from the start."""
    if not _MAY_HIDE.search(html):
        return html
    pieces: list[str] = []
    place = 0
    for tag in _TAG.finditer(html):
        if tag.start() >= place and _hides(tag[2]):
            pieces.append(html[place : tag.start()])
            place = _end(html, tag)
    return "".join((*pieces, html[place:]))


def unhidden(html: str) -> str:
    """HTML with what was hidden in it to be shown by a script."""
    return _TAG.sub(lambda tag: f"<{tag[1]}>" if _hides(tag[2]) else tag[0], html)


@lru_cache(maxsize=1000)
def _hides(attributes: str) -> bool:
    # Where a field of the note decides, it may as well be seen.
    if not _MAY_HIDE.search(attributes) or "{{" in attributes:
        return False
    style = _STYLE.search(attributes)
    if style and _GONE.search(style[1]):
        return True
    return "hidden" in _VALUE.sub("", attributes).lower().replace("/", " ").split()


def _end(html: str, opened: re.Match[str]) -> int:
    """Where an element ends; one that is not closed hides all that follows, as in a browser."""
    name = opened[1].lower()
    if name in _EMPTY:
        return opened.end()
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE).finditer(html, opened.end()):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(html)
