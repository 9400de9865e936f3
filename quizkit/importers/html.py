"""The HTML of a field → Markdown, plain text, and the media it names."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from quizkit.deckfile.native import MediaTag, media_tags, with_media
from quizkit.importers.lines import lines_of
from quizkit.importers.raised import in_line
from quizkit.importers.tables import without_layout
from quizkit.importers.tree import markdown_of, tree_of
from quizkit.importers.unseen import seen
from quizkit.markup import plain as shown
from quizkit.markup import unescaped
from quizkit.quoting import CONTROL

# Every pattern here is bounded, or ends at the next "<": a field may be made to take long.
MAX_FIELD = 100_000
# Of a longer text it is not tried whether it says the same without escapes.
_MOST_TRIED = 2_000
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/?div|/?p|/?li|/?tr|hr)\b[^<>]*>", re.IGNORECASE)
# MathJax and the older LaTeX of Anki, inline and displayed.
_MATH = re.compile(
    r"\\\((.{1,2000}?)\\\)|\\\[(.{1,2000}?)\\\]"
    r"|\[\$\](.{1,2000}?)\[/\$\]|\[\$\$\](.{1,2000}?)\[/\$\$\]|\[latex\](.{1,2000}?)\[/latex\]",
    re.DOTALL,
)
_HAS_HTML = re.compile(r"[<&]")
_HAS_MATH = re.compile(r"\\[(\[]|\[(?:\$|latex\])")
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")
_UNPRINTED = re.compile(f"{CONTROL.pattern}|[\r\xa0\u2028\u2029\ufeff\ud800-\udfff]")
# What our own Markdown may take for markup: emphasis, code, strokes, an escape, a formula.
_SPECIAL = re.compile(r"[*`]|~~|(?<![^\W_])_|_(?![^\W_])|\\(?=[!-/:-@\[-`{-~])|\$(?=[^\s$][^$\n]{0,2000}\$)")
# Media, what is not seen, and formulas: what is looked for before the tags of a text.
_RICH = re.compile(r"\[|\\\(|<(?:img|style|script|!--)|hidden|none", re.IGNORECASE)
# Without any of these characters a field is its own Markdown: all that is done below begins with one of them.
_MARKED = re.compile(rf"[<&\[\\*`~_$\n]|{_UNPRINTED.pattern}")


def markdown(field: str) -> str:
    """The text of a field as Markdown; pictures and sounds by name, formulas between dollar signs."""
    # A card shows its fields with space around them: the same text is not converted twice.
    return _markdown(field.strip())


@lru_cache(maxsize=200)
def _markdown(field: str) -> str:
    if len(field) > MAX_FIELD:
        return plain(field)
    if not _MARKED.search(field):
        return field if field.isascii() else unicodedata.normalize("NFC", field)
    return _clean(_rich(field) if _RICH.search(field) else _converted(field))


def _rich(field: str) -> str:
    """The Markdown of a field that may have media, formulas, and what is not seen."""
    formulas: list[str] = []

    def hide(match: re.Match[str]) -> str:
        formulas.append(_formula(next(group for group in match.groups() if group is not None)))
        return f"\ue000{len(formulas) - 1}\ue001"

    text = with_media(field, _named)
    text = seen(text)
    if _HAS_MATH.search(text):
        text = _MATH.sub(hide, text)
    text = _converted(text)
    if formulas:
        text = re.sub("\ue000([0-9]{1,6})\ue001", lambda match: _at(formulas, int(match[1])), text)
    return text


def plain(field: str) -> str:
    """The text of a field and nothing else: lines where blocks and breaks were."""
    text = seen(with_media(field[: 10 * MAX_FIELD], _named))
    text = _outside_formulas(in_line, text)
    return _clean(unescaped(_TAG.sub("", _BREAK.sub("\n", text))))


def first_medium(field: str, known: frozenset[str], *, picture: bool) -> str:
    """The name of the first picture, or sound, of a field that is among the known files; "" where none is."""
    return next(
        (name for _, name, is_picture in media_tags(field) if is_picture == picture and name in known), ""
    )


def media_in(field: str) -> set[str]:
    """The names of all pictures and sounds of the field."""
    return {name for _, name, _ in media_tags(field) if name}


def without_media(field: str, names: frozenset[str]) -> str:
    """The field without the pictures and sounds of these names."""
    return with_media(field, lambda medium: "" if medium.name in names else medium.tag)


class Item(NamedTuple):
    """An item of a list: its text, the HTML in a block or span of its own below it, all of its HTML."""

    text: str
    below: str
    html: str
    attributes: dict[str, str]


def items(field: str) -> list[Item]:
    """The items of the list that a field is made of, as quizkit's own note types have them."""
    return list(_items(field)) if field else []


def texts_in(field: str, tag: str, read: Callable[[str], str] = plain) -> list[str]:
    """The texts of all elements of a kind, in order."""
    if not field:
        return []
    with tree_of(field[:MAX_FIELD]) as tree:
        return [read(found.decode_contents()) for found in tree.find_all(tag)]


def with_values(field: str, attribute: str) -> str:
    """The field with the value of an attribute in the place of each element that has it."""
    if attribute not in field:
        return field
    with tree_of(field[:MAX_FIELD]) as tree:
        for found in tree.find_all(attrs={attribute: True}):
            found.replace_with(str(found[attribute]))
        return str(tree.decode_contents())


def _items(field: str) -> Iterator[Item]:
    with tree_of(field[:MAX_FIELD]) as tree:
        for found in tree.find_all("li", recursive=False):
            whole = found.decode_contents()
            below = found.find(["div", "span"], class_=["why", "partner", "also"])
            told = below.extract().decode_contents() if below is not None else ""
            attributes = {
                name: " ".join(value) if isinstance(value, list) else value
                for name, value in found.attrs.items()
            }
            yield Item(markdown(found.decode_contents()), told, whole, attributes)


def _converted(text: str) -> str:
    if not _HAS_HTML.search(text):
        return escaped(text)
    text = in_line(text)
    if "<table" in text.lower():
        text = without_layout(text)
    simple = lines_of(text, escaped)
    if simple is not None:
        return simple
    try:
        return markdown_of(text, escaped)
    except RecursionError:  # nested deeper than any text is
        return plain(text)


def escaped(text: str) -> str:
    """Text in which Markdown finds no markup; a blank to fill in (____) and a list stay as they are."""
    if not _SPECIAL.search(text) or (len(text) <= _MOST_TRIED and shown(text).strip() == text.strip()):
        return text
    return _SPECIAL.sub(r"\\\g<0>", text)


def _outside_formulas(change: Callable[[str], str], text: str) -> str:
    out, place = [], 0
    for formula in _MATH.finditer(text) if _HAS_MATH.search(text) else ():
        out += [change(text[place : formula.start()]), formula[0]]
        place = formula.end()
    return "".join([*out, change(text[place:])])


def _formula(text: str) -> str:
    """A formula for our own math: on one line, without HTML."""
    inner = " ".join(unescaped(_TAG.sub(" ", text)).split())
    return f"${inner}$" if inner and "$" not in inner else inner


def _at(formulas: list[str], place: int) -> str:
    return formulas[place] if place < len(formulas) else ""


def _named(medium: MediaTag) -> str:
    return f"[{html.escape(medium.name, quote=False)}]"


def _clean(text: str) -> str:
    """Without characters that no deck may hold, trailing spaces and piles of empty lines."""
    if _UNPRINTED.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
        text = _UNPRINTED.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n"))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\n" not in text:
        return text.strip()
    text = "\n".join([line.rstrip() for line in text.split("\n")])
    return _BLANK_LINES.sub("\n\n", text).strip().removesuffix("\\").rstrip()
