"""Small parts that several screens share: styled text, numbered lists, cloze texts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from quizkit import wording
from quizkit.deckfile.media import WORDS, Medium
from quizkit.markup import spans
from quizkit.messages import _
from quizkit.model import Card, Gap, Gaps
from quizkit.terminal.entry import PICKS
from quizkit.terminal.text import JOINT, clean

_STYLES = {"bold": "bold", "italic": "italic", "code": "cyan", "strike": "strike", "math": "italic"}
# A list whose items are longer than this gets air between them.
LONG = 60


def styled(text: str, base: str = "") -> Text:
    """A text of a deck with its Markdown and math, and nothing else, as style."""
    made = Text(style=base)
    for span in spans(text):
        made.append(clean(span.text), style=" ".join(_STYLES[style] for style in sorted(span.style)))
    return made


def context(card: Card) -> list[RenderableType]:
    """Whose claim it is and when it was so: part of the question, not of the answer."""
    line = wording.context(card.about, card.language)
    return [Text(f"{clean(line)}:", style="italic dim"), Text()] if line else []


def media_lines(media: Sequence[Medium], key: str) -> list[RenderableType]:
    """The picture and the sound of a question: each a link to its file, and the ``key`` that opens it."""
    lines: list[RenderableType] = [_medium(medium, key) for medium in media]
    return [*lines, Text()] if lines else []


def _medium(medium: Medium, key: str) -> Text:
    line = Text(f"{WORDS[medium.key]}:{JOINT}", style="dim")
    if medium.path is None:
        return line.append(f"{clean(medium.name)} {medium.trouble}", style="not dim yellow")
    line.append(clean(medium.name), style=Style(dim=False, color="blue", link=medium.path.as_uri()))
    opens = _("{key} opens it").format(key=key)
    return line.append(" " + f"· {opens}".replace(" ", JOINT))


def numbered(texts: Sequence[str], marks: Sequence[str] | None = None) -> Table:
    """Texts with the keys that pick them, each with a mark before it where there are marks."""
    roomy = any(len(text) > LONG for text in texts) and len(texts) < 5
    grid = Table.grid(padding=(0, 2, 1 if roomy else 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    if marks is not None:
        grid.add_column(no_wrap=True)
    grid.add_column()
    for number, text in enumerate(texts):
        mark = [] if marks is None else [Text(marks[number], style="bold")]
        key = PICKS[number] if number < len(PICKS) else " "
        grid.add_row(Text(key, style="bold cyan"), *mark, styled(text))
    return grid


def cloze_text(gaps: Gaps, filled: Sequence[str] = ()) -> Text:
    """A cloze with what was filled in so far; the gap whose turn it is stands out."""
    text = Text()
    number = 0
    for segment in gaps.segments:
        if isinstance(segment, str):
            text.append_text(styled(segment))
            continue
        if number < len(filled):
            text.append(clean(filled[number]).strip() or "…", style="bold underline")
        else:
            text.append(_blank(segment), style="bold reverse" if number == len(filled) else "bold")
        number += 1
    return text


def _blank(gap: Gap) -> str:
    return f"[{clean(gap.hint)}]" if gap.hint else "[ … ]"


def source_line(card: Card) -> str:
    """Where it is written, for a reader."""
    from quizkit.deckfile.sources import titles_for  # yaml, which a first question need not wait for

    return " · ".join(wording.sources(card.about.cite, titles_for(card.deck_path)))
