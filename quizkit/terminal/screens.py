"""The screens as lines of text: pure layout, the same for the live terminal and for tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizkit.messages import _, in_context
from quizkit.model import Choice, ExtendedText, Gaps, Match, Order
from quizkit.terminal.entry import Entry, current_gap, wants_text
from quizkit.terminal.keys import ROOMY, ending_keys, feedback_keys, question_keys
from quizkit.terminal.pieces import cloze_text, context, media_lines, numbered, source_line, styled
from quizkit.terminal.solution import solution
from quizkit.terminal.summary import missed_list
from quizkit.terminal.text import JOINT, clean
from quizkit.terminal.view import Asking, Ending, Feedback, Header

MARGIN = 2
_COUNTS = (_("{count} new"), _("{count} learning"), _("{count} due"))
_COUNTS_NARROW = (
    in_context("on a narrow screen", "{count} new"),
    in_context("on a narrow screen", "{count} learning"),
    in_context("on a narrow screen", "{count} due"),
)


class Screen(NamedTuple):
    """A screen's lines, with ANSI colours: ``body`` scrolls between ``head`` and ``foot``.

    ``picture`` is shown below the body, in the room that is left.
    """

    head: list[str]
    body: list[str]
    foot: list[str]
    picture: Path | None = None


def question_screen(view: Asking, entry: Entry, width: int) -> Screen:
    """A question, with room below it for typing where its interaction asks for that."""
    card = view.card
    opens = "Ctrl-O" if entry.typing and wants_text(card.interaction, entry) else "o"
    hints = [
        Text(_("Hint: {hint}").format(hint=clean(hint)), style="yellow")
        for hint in card.about.hint[: entry.hints]
    ]
    parts = [
        *context(card),
        *_asked(view, entry),
        *hints,
        *([Text()] if hints else []),
        *media_lines(view.media, opens),
    ]
    made = screen_of(view.header, Group(*parts), question_keys(view, entry, width), width)
    return made._replace(picture=_picture(view))


def feedback_screen(view: Feedback, width: int) -> Screen:
    """The answer, what was right or wrong about the learner's, why, and where it is written."""
    about = view.card.about
    parts: list[RenderableType] = [*context(view.card), *solution(view), Text()]
    if about.explain:
        parts += [styled(about.explain), Text()]
    if about.cite:
        parts += [Text(clean(source_line(view.card)), style="dim"), Text()]
    parts += media_lines(view.media, "o")
    made = screen_of(view.header, Group(*parts), feedback_keys(view, width), width)
    return made._replace(picture=_picture(view))


def ending_screen(ending: Ending, width: int) -> Screen:
    """The end of a session in which something was missed: how it went, then what to look at again."""
    practice = Text(_("Going through this again is practice: nothing of it is recorded."), style="dim")
    inside = Padding(Group(ending.result, Text(), *missed_list(ending.missed), Text(), practice), (0, MARGIN))
    foot = Padding(ending_keys(len(ending.missed)), (0, MARGIN))
    return Screen([""], lines_of(inside, width), lines_of(foot, width))


def _picture(view: Asking | Feedback) -> Path | None:
    return next((medium.path for medium in view.media if medium.key == "image"), None)


def lines_of(renderable: RenderableType, width: int) -> list[str]:
    """A renderable as lines, with colour unless NO_COLOR is set."""
    console = Console(
        width=width,
        force_terminal=True,
        color_system="standard",
        no_color=bool(os.environ.get("NO_COLOR")),
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(renderable, soft_wrap=False)
    # prompt_toolkit would draw no-break spaces as marks.
    return capture.get().replace(JOINT, " ").replace("\u00a0", " ").rstrip("\n").split("\n")


def screen_of(header: Header, body: RenderableType, foot: RenderableType, width: int) -> Screen:
    """A screen with the session's header."""
    inside = Padding(body, (0, MARGIN))
    return Screen(
        [*lines_of(Padding(_header(header, width), (0, MARGIN)), width), ""],
        lines_of(inside, width),
        lines_of(Padding(foot, (0, MARGIN)), width),
    )


def _header(header: Header, width: int) -> RenderableType:
    counts = Text()
    if header.counts:
        kinds = _COUNTS if width >= ROOMY else _COUNTS_NARROW
        for number, words, style in zip(header.counts, kinds, ("blue", "red", "green"), strict=True):
            counts.append(" · " if counts else "", style="dim")
            counts.append(words.format(count=number), style=f"bold {style}" if number else "dim")
    else:
        place = _("{number} of {total}").format(number=min(header.done + 1, header.total), total=header.total)
        counts.append(place, style="dim")
    # Of title, counts and time, a narrow screen has room for two.
    if header.remaining and (width >= ROOMY or not header.counts):
        counts.append(f" · {header.remaining}", style="dim")
    line = Table.grid(expand=True, padding=(0, 2, 0, 0), pad_edge=False)
    line.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    line.add_column(justify="right", no_wrap=True)
    line.add_row(Text(clean(header.title), style="bold"), counts)
    notice = [Text(clean(header.notice), style="yellow")] if header.notice else []
    return Group(line, _Bar(header.done, header.total), *notice)


class _Bar:
    """A line that fills from left to right."""

    def __init__(self, done: int, total: int) -> None:
        self._share = min(1.0, done / total) if total else 1.0

    def __rich_console__(self, console: Console, options: object) -> list[Text]:
        width = int(getattr(options, "max_width", console.width))
        full = round(width * self._share)
        return [Text.assemble(("━" * full, "green"), ("─" * (width - full), "dim"))]


# --- the question -----------------------------------------------------------------------------------


def _asked(view: Asking, entry: Entry) -> list[RenderableType]:
    """The question and what can be picked, with what was picked so far."""
    card = view.card
    interaction = card.interaction
    question: list[RenderableType] = [styled(card.prompt, "bold"), Text()]
    match interaction:
        case Gaps():
            gap = current_gap(interaction, entry)
            offered: list[RenderableType] = [numbered(gap.options), Text()] if gap and gap.wrong else []
            return [cloze_text(interaction, entry.texts), Text(), *offered]
        case Choice(options, several=several):
            marks = ["[x]" if n in entry.picked else "[ ]" for n in range(len(options))] if several else None
            return [*question, numbered([option.text for option in options], marks), Text()]
        case Order(items):
            marks = [_place(number, entry.picked) for number in range(len(items))]
            return [*question, numbered(items, marks), Text()]
        case Match():
            return [*question, _pairing(interaction, entry), Text(), numbered(interaction.partners), Text()]
        case ExtendedText(rubric, model_answer) if entry.texts:
            return [*question, *_rubric(rubric, model_answer, entry)]
        case _:
            return question


def _place(number: int, picked: tuple[int, ...]) -> str:
    return f"{picked.index(number) + 1}." if number in picked else "  "


def _pairing(match: Match, entry: Entry) -> Table:
    """The items with the partners they have; the one whose turn it is stands out."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(ratio=1)
    grid.add_column(ratio=1)
    for number, item in enumerate(match.items):
        now = number == len(entry.picked)
        given = (
            styled(match.partners[entry.picked[number]])
            if number < len(entry.picked)
            else Text("…" if now else "")
        )
        grid.add_row(styled(f"{'▸ ' if now else '  '}{item}", "bold" if now else ""), given)
    return grid


def _rubric(rubric: tuple[str, ...], model_answer: str, entry: Entry) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(clean(entry.texts[0]).strip() or _("(nothing written)")), Text()]
    if model_answer:
        parts += [styled(model_answer, "green"), Text()]
    marks = ["[x]" if number in entry.picked else "[ ]" for number in range(len(rubric))]
    return [
        *parts,
        Text(_("Which points does your text make?"), style="dim"),
        numbered(rubric, marks),
        Text(),
    ]
