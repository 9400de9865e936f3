"""Texts of a deck as HTML within Anki's fields, in which nothing becomes markup of its own or of Anki's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from quizkit.markup import html, unescaped
from quizkit.model import Gap, Gaps, Part

# What may be markup to somebody; a text without any is HTML as it stands, as most texts are.
_SPECIAL = re.compile(r"[&<>\[\]{}*_`~$\\\n]")
_TAG = re.compile(r"<[^>]*>")
_GAP = re.compile(r"\{\{c[0-9]+::(.*?)(?:::.*?)?\}\}")
_PLACES = re.compile("[\U00100000\U00100001]")
_PLACE = re.compile("\U00100000([0-9]+)\U00100001")


def rich(text: str) -> str:
    """Markdown and math as HTML."""
    if not _SPECIAL.search(text):
        return text
    return html(text).replace("[", "&#91;").replace("{{", "{&#123;")


def literal(text: str) -> str:
    """Text as HTML that shows it as it is: nothing in it is a tag, a sound, LaTeX, a cloze or a line lost.

    Quotes stay as they are: nothing stands in an attribute, and Anki searches the fields as written.
    ``\\(x^2\\)`` stays too: it is maths to Anki, and to the author who writes it.
    """
    if not _SPECIAL.search(text):
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("[", "&#91;").replace("{{", "{&#123;").replace("\n", "<br>")


def items(texts: Iterable[str]) -> str:
    """Texts as list items."""
    return "".join([f"<li>{rich(text)}</li>" for text in texts])


def alternatives(texts: Iterable[str]) -> str:
    """Texts that are as good as each other, on one line."""
    return " · ".join([f"<i>{literal(text)}</i>" for text in texts])


def mixed(count: int, texts: Sequence[str], seed: str) -> list[int]:
    """The places of ``texts`` in an order that says nothing, and is always the same."""
    return sorted(
        range(count), key=lambda place: blake2b(f"{seed} {texts[place]}".encode(), digest_size=8).digest()
    )


def readable(field: str) -> str:
    """A field on one line without its markup."""
    if _SPECIAL.search(field):
        field = unescaped(_TAG.sub(" ", _GAP.sub(r"\1", field)))
    return " ".join(field.split())


# --- cloze ------------------------------------------------------------------------------------------


def cloze(parts: Sequence[Part]) -> str:
    """One text with the gaps of all cards: each card knows its own gaps and shows the others filled.

    While the text round them becomes HTML, the gaps are numbers between two private-use characters.
    """
    marks: list[tuple[int, int, Gap]] = []
    full = ""
    for part in parts:
        segments = part.interaction.segments if isinstance(part.interaction, Gaps) else ()
        texts = []
        start = 0
        for segment in segments:
            if isinstance(segment, Gap):
                marks.append((start, number_of(part), segment))
            texts.append(segment.answer if isinstance(segment, Gap) else segment)
            start += len(texts[-1])
        full = "".join(texts)
    marks.sort()
    pieces, end = "", 0
    free = (lambda text: _PLACES.sub("", text)) if _PLACES.search(full) else str
    coded: list[str] = []
    for start, number, gap in marks:
        # What is picked, not typed, is ambiguous without what there is to pick from.
        shown = ": ".join(filter(None, (gap.hint, " / ".join(gap.options))))
        hint = f"::{_in_gap(shown)}" if shown else ""
        pieces += free(full[end:start]) + f"\U00100000{len(coded)}\U00100001"
        coded.append(f"{{{{c{number}::{_in_gap(gap.answer)}{hint}}}}}")
        end = start + len(gap.answer)
    text = rich(pieces + free(full[end:]))
    return _PLACE.sub(lambda place: coded[int(place[1])], text)


def number_of(part: Part) -> int:
    """The number of a cloze's card, from 1."""
    return int(part.name[1:])


def gap_items(parts: Sequence[Part]) -> tuple[str, str]:
    """What the gaps offer, and what else is right in them, as list items that name card and gap."""
    offered, also = [], []
    for part in parts:
        gaps = part.interaction.gaps if isinstance(part.interaction, Gaps) else ()
        for place, gap in enumerate(gaps):
            where = f'data-card="{number_of(part)}" data-gap="{place}"'
            if gap.options:
                hint = f"<b>{literal(gap.hint)}</b>" if gap.hint else ""
                options = "".join([f"<i>{literal(option)}</i>" for option in gap.options])
                offered.append(f"<li {where}>{hint}{options}</li>")
            if gap.key.accept:
                also.append(f"<li {where}>{literal(gap.answer)} = {alternatives(gap.key.accept)}</li>")
    return "".join(offered), "".join(also)


def _in_gap(text: str) -> str:
    """Text within a gap, where two colons begin the hint and two braces end it."""
    text = literal(text).replace("::", ":&#58;").replace("}", "&#125;")
    return f"{text[:-1]}&#58;" if text.endswith(":") else text
