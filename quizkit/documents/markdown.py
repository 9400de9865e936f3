"""Markdown: what a plain text would not have is taken away; headings, lists and links stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.deckfile.nodes import parse
from quizkit.documents.stated import Stated
from quizkit.documents.text import decoded
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence
from quizkit.segments.marks import folded

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
# As text_of leaves them: "# Title", and a title with a line of signs below it.
_UPPERMOST_HEADING = re.compile(r"^# +([^\n]{1,200}?)[ #]*$|^(\S[^\n]{0,200})\n={3,}[ ]*$", re.MULTILINE)
_BEGINS_WITH_HEADING = re.compile(r"\s*#{1,6} +([^\n]{1,200}?)[ #]*\n|\s*(\S[^\n]{0,200})\n-{3,}[ ]*\n")


def text_of(data: bytes, name: str) -> str:
    text = "\n".join(_lines(decoded(data, name).replace("\r\n", "\n")))
    text = _TAG.sub("", _AUTOLINK.sub(r"\1", _without_comments(text)))
    text = _REFERENCE_LINK.sub(r"\1", _FOOTNOTE.sub("", text))
    return _EMPHASIS.sub("", _CODE.sub(r"\2", text))


def stated_in(data: bytes, name: str) -> Stated:
    """What the front matter says; the title may be the first heading instead."""
    text = decoded(data, name).replace("\r\n", "\n")
    front = _front_matter(text)
    title = front.get("title") or _first_heading(text, name)
    author = front.get("author") or front.get("authors", "")
    return Stated(title, author, front.get("date", ""), front.get("lang") or front.get("language", ""))


def _front_matter(text: str) -> dict[str, str]:
    """The texts in the front matter, by key; several are set apart by commas."""
    lines = text.split("\n")
    rest = _without_front_matter(lines)
    front = lines[1 : len(lines) - len(rest) - 1]
    root = parse("\n".join(front), Report("")) if front else None
    pairs = root.pairs if isinstance(root, Mapping) else ()
    return {name.text.lower(): ", ".join(_texts(value)) for name, value in pairs}


def _texts(node: Node) -> Iterator[str]:
    match node:
        case Scalar(text):
            yield text
        case Sequence(items):
            for item in items:
                yield from _texts(item)
        case Mapping():
            name = node.get("name")  # authors with more than a name
            yield from _texts(name) if name else ()


def _first_heading(text: str, name: str) -> str:
    """The first heading of the first level, or whichever one the text begins with; without its marks."""
    read = text_of(text.encode(), name)
    begins = _BEGINS_WITH_HEADING.match(read)
    found = _UPPERMOST_HEADING.search(read) or begins
    return folded(found[1] or found[2] or "") if found else ""


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
