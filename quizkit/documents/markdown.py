"""Markdown: what a plain text would not have is taken away; headings, lists and links stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.documents.text import decoded

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE = re.compile(r"(?: {0,3}>){1,20} ?")
_TABLE_ROW = re.compile(r"\s{0,20}\|.*\|\s*")
_LINK_TARGET = re.compile(r" {0,3}\[[^\[\]^][^\[\]]{0,200}\]:\s+\S+")
_FOOTNOTE_BEGINS = re.compile(r"\[\^[^\[\]\s]{1,50}\]:\s+")

_TAG = re.compile(r"</?[a-z][a-z0-9]{0,20}(?:\s[^<>]{0,1000})?/?>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,50}\]")
_REFERENCE_LINK = re.compile(r"(?<!!)\[([^\[\]]{1,300})\]\[[^\[\]]{0,200}\]")
_CODE = re.compile(r"(?<![`\\])(`{1,3})(?!`)([^`]{1,500})(?<!`)\1(?!`)")
# Signs that touch a word at one side only: neither a bullet, nor 2*3, nor snake_case.
_EMPHASIS = re.compile(
    r"(?<!\\)(?:(?<!\w)[*_]{1,3}(?=[^\s*_])|(?<=[^\s*_\\])[*_]{1,3}(?!\w)|\*\*|~~)",
)


def text_of(data: bytes, name: str) -> str:
    text = "\n".join(_lines(decoded(data, name).replace("\r\n", "\n")))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", _without_comments(text)))
    text = _REFERENCE_LINK.sub(r"\1", _FOOTNOTE.sub("", text))
    return _EMPHASIS.sub("", _CODE.sub(r"\2", text))


def _without_comments(text: str) -> str:
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[place:start])
        place = end + len("-->")
    return "".join([*kept, text[place:]])


def _lines(text: str) -> Iterator[str]:
    """The lines without front matter, code blocks, marks of quotations and targets of links."""
    fence = ""
    for line in _without_front_matter(text.split("\n")):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif found:
            fence = found[1]
            yield ""
        elif not _LINK_TARGET.match(line):
            yield from _unmarked(line)


def _without_front_matter(lines: list[str]) -> list[str]:
    if lines[0].rstrip() == "---":
        end = next((n for n, line in enumerate(lines[1:200], 1) if line.rstrip() in ("---", "...")), 0)
        return lines[end + 1 :] if end else lines
    return lines


def _unmarked(line: str) -> list[str]:
    line = _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line
    if _TABLE_ROW.fullmatch(line):
        return [text for cell in line.split("|") for text in (cell.strip(), "")]  # each by itself
    return [_FOOTNOTE_BEGINS.sub("", line, count=1).removesuffix("\\")]
