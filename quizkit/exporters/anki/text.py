"""Texts of a deck as HTML within Anki's fields, in which nothing becomes markup of its own or of Anki's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from operator import itemgetter

from quizkit.markup import html, plain, unescaped
from quizkit.model import Gap, Gaps, Part

# What may be markup to somebody; a text without any is HTML as it stands, as most texts are.
_SPECIAL = re.compile(r"[&<>\[\]{}*_`~$\\\n]")
_TAG = re.compile(r"<[^>]*>")
_GAP = re.compile(r"\{\{c[0-9]+::(.*?)(?:::.*?)?\}\}")
_PLACES = re.compile("[\U00100000\U00100001]")
_PLACE = re.compile("\U00100000([0-9]+)\U00100001")
_FORMULA = re.compile(r"(\\\(.*?\\\))")
# Of what stands in these, nothing is markup.
_LITERAL = re.compile(rf"{_FORMULA.pattern[:-1]}|<code>.*?</code>)")


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
    text = _with_gaps("".join(texts), gaps)
    return text, *_gap_items(gaps, _in_formulas(text, gaps))


def _with_gaps(full: str, gaps: Iterable[_Placed]) -> str:
    """One text with the gaps of all cards: each card knows its own gaps and shows the others filled."""
    # Without markup a text is HTML as it stands.
    is_plain = not (_SPECIAL.search(full) or _PLACES.search(full) or ":" in full)
    around: list[str] = []
    placed: list[tuple[int, Gap]] = []
    end = 0
    for start, number, _, gap in sorted(gaps):
        around.append(full[end:start])
        placed.append((number, gap))
        end = start + len(gap.key.text)
    around.append(full[end:])
    if not is_plain:
        return _as_one(around, placed)
    return _woven(around, [f"{{{{c{number}::{gap.key.text}{_hint(gap)}}}}}" for number, gap in placed])


def _woven(around: Iterable[str], between: Iterable[str]) -> str:
    return "".join([piece for pair in zip(around, [*between, ""], strict=True) for piece in pair])


def _hint(gap: Gap) -> str:
    """What is picked, not typed, is ambiguous without what there is to pick from."""
    options = " / ".join(map(_in_line, gap.options))
    shown = ": ".join(filter(None, (_in_line(gap.hint), options)))
    return f"::{_in_gap(shown)}" if shown else ""


def _as_one(around: Sequence[str], gaps: Sequence[tuple[int, Gap]]) -> str:
    """The texts round the gaps, with these, as HTML.

    Markup may begin before a gap and end behind it, so the text becomes HTML as one; a number between two
    private-use characters stands for each gap. Within a formula or code the answer is a part of it.
    """

    def filled(text: str, answer: Callable[[str], str]) -> str:
        def coded(place: re.Match[str]) -> str:
            number, gap = gaps[int(place[1])]
            return f"{{{{c{number}::{_in_gap(answer(gap.key.text))}{_hint(gap)}}}}}"

        return _PLACE.sub(coded, text)

    places = [f"\U00100000{number}\U00100001" for number in range(len(gaps))]
    pieces = _LITERAL.split(rich(_woven([_PLACES.sub("", text) for text in around], places)))
    return "".join([filled(piece, literal if place % 2 else _in_line) for place, piece in enumerate(pieces)])


def number_of(part: Part) -> int:
    """The number of a cloze's card, from 1."""
    return int(part.name[1:])


def _in_formulas(text: str, gaps: Iterable[_Placed]) -> dict[int, list[int]]:
    """The places of the gaps in formulas, where Anki marks none, by the numbers of their cards."""
    pieces = _FORMULA.split(text) if "\\(" in text else []
    in_formula = [place % 2 for place, piece in enumerate(pieces) for _ in range(piece.count("{{c"))]
    found: defaultdict[int, list[int]] = defaultdict(list)
    for (_, number, place, _gap), is_in in zip(sorted(gaps), in_formula, strict=False):
        if is_in:
            found[number].append(place)
    return found


def _gap_items(gaps: Iterable[_Placed], in_formulas: Mapping[int, Sequence[int]]) -> tuple[str, str]:
    """What the gaps offer, and what else is right in them, as list items that name card and gap."""
    offered, also = [], []
    for _, number, place, gap in gaps:
        if not gap.wrong and not gap.key.accept:
            continue
        where = f'data-card="{number}" data-gap="{place}"'
        if gap.wrong:
            mark = _mark(place, in_formulas[number]) if number in in_formulas else ""
            hint = f"<b>{_in_line(gap.hint)}</b>" if gap.hint else ""
            options = "".join(map(_option, gap.options))
            offered.append(f"<li {where}{mark}>{hint}{options}</li>")
        if gap.key.accept:
            others = " · ".join([f"<i>{_in_line(text)}</i>" for text in gap.key.accept])
            also.append(f"<li {where}>{_in_line(gap.answer)} = {others}</li>")
    return "".join(offered), "".join(also)


def _mark(place: int, unmarked: Sequence[int]) -> str:
    """Which of the marked gaps of its card a gap is, where some of them are not marked."""
    marked = "" if place in unmarked else place - sum(other < place for other in unmarked)
    return f' data-mark="{marked}"'


def _option(text: str) -> str:
    """An option of a gap; a drop-down shows plain text, so a formula says how it is read."""
    shown = _in_line(text)
    read = f' title="{literal(plain(text)).replace(chr(34), "&quot;")}"' if "\\(" in shown else ""
    return f"<i{read}>{shown}</i>"


def _in_line(text: str) -> str:
    """Text as HTML that can stand within a line: of several lines, nothing becomes a paragraph or a list."""
    return literal(text) if "\n" in text else rich(text)


def _in_gap(shown: str) -> str:
    """HTML within a gap, where two colons begin the hint and two braces end it.

    In a formula a space stands between braces, which means nothing there and outlives Anki's editor.
    """
    pieces = _FORMULA.split(shown) if "}" in shown else [shown]
    pieces[::2] = [piece.replace("}", "&#125;") for piece in pieces[::2]]
    pieces[1::2] = [re.sub(r"\}(?=\})", "} ", formula) for formula in pieces[1::2]]
    text = "".join(pieces).replace("::", ":&#58;")
    return f"{text[:-1]}&#58;" if text.endswith(":") else text
