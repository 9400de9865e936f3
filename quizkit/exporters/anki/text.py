"""Texts of a deck as HTML within Anki's fields, in which nothing becomes markup of its own or of Anki's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from operator import itemgetter

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
        field = _GAP.sub(itemgetter(1), field) if "{{" in field else field
        field = unescaped(_TAG.sub(" ", field) if "<" in field else field)
    return " ".join(field.split())


# --- cloze ------------------------------------------------------------------------------------------

# A gap with its place in the whole text, the number of its card, and its place among the gaps of that card.
_Placed = tuple[int, int, int, Gap]


def cloze(parts: Sequence[Part]) -> tuple[str, str, str]:
    """The text with its gaps, what these offer, and what else is right in them."""
    gaps: list[_Placed] = []
    texts: list[str] = []
    for part in parts:
        number, start, place, texts = number_of(part), 0, 0, []
        for segment in part.interaction.segments if isinstance(part.interaction, Gaps) else ():
            if isinstance(segment, str):
                texts.append(segment)
            else:
                texts.append(segment.key.text)
                gaps.append((start, number, place, segment))
                place += 1
            start += len(texts[-1])
    return _with_gaps("".join(texts), gaps), *_gap_items(gaps)


def _with_gaps(full: str, gaps: Iterable[_Placed]) -> str:
    """One text with the gaps of all cards: each card knows its own gaps and shows the others filled."""
    # Without markup a text is HTML as it stands.
    is_plain = not (_SPECIAL.search(full) or _PLACES.search(full) or ":" in full)
    escaped = str if is_plain else _in_gap
    pieces: list[str] = []
    end = 0
    for start, number, _, gap in sorted(gaps):
        answer = gap.key.text
        pieces += full[end:start], f"{{{{c{number}::{escaped(answer)}{_hint(gap)}}}}}"
        end = start + len(answer)
    pieces.append(full[end:])
    return "".join(pieces) if is_plain else _as_one(pieces)


def _hint(gap: Gap) -> str:
    """What is picked, not typed, is ambiguous without what there is to pick from."""
    shown = ": ".join(filter(None, (gap.hint, " / ".join(gap.options)))) if gap.wrong else gap.hint
    return f"::{_in_gap(shown)}" if shown else ""


def _as_one(pieces: list[str]) -> str:
    """A text and a gap in turns as HTML.

    Markup may begin before a gap and end behind it, so the text becomes HTML as one; a number between two
    private-use characters stands for each gap.
    """
    gaps = pieces[1::2]
    pieces[::2] = [_PLACES.sub("", text) for text in pieces[::2]]
    pieces[1::2] = [f"\U00100000{number}\U00100001" for number in range(len(gaps))]
    return _PLACE.sub(lambda place: gaps[int(place[1])], rich("".join(pieces)))


def number_of(part: Part) -> int:
    """The number of a cloze's card, from 1."""
    return int(part.name[1:])


def _gap_items(gaps: Iterable[_Placed]) -> tuple[str, str]:
    """What the gaps offer, and what else is right in them, as list items that name card and gap."""
    offered, also = [], []
    for _, number, place, gap in gaps:
        if not gap.wrong and not gap.key.accept:
            continue
        where = f'data-card="{number}" data-gap="{place}"'
        if gap.wrong:
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
