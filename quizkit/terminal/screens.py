"""The screens as lines of text: pure layout, the same for the live terminal and for tests."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizkit.messages import _, counted, counted_in
from quizkit.model import Choice, ExtendedText, Gaps, Interaction, Match, Order
from quizkit.session import Counts
from quizkit.terminal.entry import Entry, current_gap, wants_text
from quizkit.terminal.keys import ROOMY, ending_keys, feedback_keys, question_keys
from quizkit.terminal.pieces import cloze_text, context, media_lines, numbered, source_line, styled
from quizkit.terminal.solution import WRONG, asked, mark_of, solution, written
from quizkit.terminal.summary import missed_list
from quizkit.terminal.text import JOINT, clean
from quizkit.terminal.view import Asking, Ending, Feedback, Header

MARGIN = 2


class Screen(NamedTuple):
    """A screen's lines, with ANSI colours: ``body`` scrolls between ``head`` and ``foot``.

    ``picture`` is shown below the body, in the room that is left. ``first``: the lines of the body that are
    to be seen before anyone scrolls; where there is no room for so many, the part that comes next.
    """

    head: list[str]
    body: list[str]
    foot: list[str]
    picture: Path | None = None
    first: tuple[range, ...] = ()


def question_screen(view: Asking, entry: Entry, width: int) -> Screen:
    """A question, with room below it for typing where its interaction asks for that."""
    card = view.card
    opens = "Ctrl-O" if entry.typing and wants_text(card.interaction, entry) else "o"
    hints = [
        Text(_("Hint: {hint}").format(hint=clean(hint)), style="yellow")
        for hint in card.about.hint[: entry.hints]
    ]
    above, points = [*context(card), *_asked(view, entry)], _points(card.interaction, entry)
    parts = [*above, *points, *hints, *([Text()] if hints else []), *media_lines(view.media, opens)]
    made = screen_of(view.header, Group(*parts), question_keys(view, entry, width), width)
    first = (_below(above, points, width),) if points else ()
    return made._replace(picture=_picture(view), first=first)


def feedback_screen(view: Feedback, width: int) -> Screen:
    """The answer, what was right or wrong about the learner's, why, and where it is written."""
    about = view.card.about
    own, judged = written(view), solution(view)
    above = [*context(view.card), *asked(view.card), *own]
    parts: list[RenderableType] = [*above, *judged, Text()]
    if about.explain:
        parts += [styled(about.explain), Text()]
    if about.cite:
        parts += [Text(clean(source_line(view.card)), style="dim"), Text()]
    parts += media_lines(view.media, "o")
    made = screen_of(view.header, Group(*parts), feedback_keys(view, width), width)
    lines = _below(above, judged, width)
    # Who wrote a text knows it, and has yet to see all that is said to it.
    first = (range(lines.start, len(made.body)), lines) if own else _first(made.body, lines)
    return made._replace(picture=_picture(view), first=first)


def _below(above: list[RenderableType], part: list[RenderableType], width: int) -> range:
    """The lines of the body where a part of it stands."""
    begin = len(_inside(Group(*above), width)) if above else 0
    return range(begin, begin + len(_inside(Group(*part), width)))


def _first(body: list[str], judged: range) -> tuple[range, ...]:
    """What is to be seen first of a body where the answer stands on the lines ``judged``.

    All of it, else what is right and what was wrong, else what is right.
    """
    marks = {number: mark for number in judged if (mark := mark_of(body[number]))}
    right = [number for number, mark in marks.items() if mark != WRONG]
    parts = [judged]
    if right:
        parts += [range(min(marks), max(right) + 1), range(right[0], right[-1] + 1)]
    return tuple(parts)


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
    head = [*_inside(_header(header, width), width), ""]
    return Screen(head, _inside(body, width), foot_of(foot, width))


def foot_of(foot: RenderableType, width: int) -> list[str]:
    """The lines at the bottom of a screen."""
    return _inside(foot, width)


def _inside(part: RenderableType, width: int) -> list[str]:
    """A part of a screen as lines, between its margins."""
    return lines_of(Padding(part, (0, MARGIN)), width)


def _header(header: Header, width: int) -> RenderableType:
    is_narrow = width < ROOMY
    times = _times(header)
    # Of title, counts and time, a narrow screen has room for two.
    if header.counts:
        told = _counts(header.counts, is_narrow)
        times = [] if is_narrow else times
    else:
        place = _("{number} of {total}").format(number=min(header.done + 1, header.total), total=header.total)
        told = Text(place, style="dim")
        times = times[-1:] if is_narrow else times
    for time in times:
        told.append(f" · {time}", style="dim")
    line = Table.grid(expand=True, padding=(0, 1 if is_narrow else 2, 0, 0), pad_edge=False)
    line.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    line.add_column(justify="right", no_wrap=True)
    line.add_row(Text(clean(header.title), style="bold"), told)
    notice = [Text(clean(header.notice), style="yellow")] if header.notice else []
    return Group(line, _Bar(header.done, header.total), *notice)


def _times(header: Header) -> list[str]:
    """The time that is left for all questions, and the seconds for this one."""
    seconds = [] if header.seconds is None else [_("{count} s").format(count=header.seconds)]
    return [*([header.remaining] if header.remaining else []), *seconds]


def _counts(counts: Counts, is_narrow: bool) -> Text:
    """How many cards are left of each kind; on a narrow screen, of those there are."""
    told = Text()
    kinds = _in_few_words(counts) if is_narrow else _in_words(counts)
    for number, words, style in zip(counts, kinds, ("blue", "red", "green"), strict=True):
        if number or not is_narrow:
            told.append((", " if is_narrow else " · ") if told else "", style="dim")
            told.append(words, style=f"bold {style}" if number else "dim")
    return told


def _in_words(counts: Counts) -> tuple[str, str, str]:
    return (
        counted("{count} new", "{count} new", counts.new),
        counted("{count} learning", "{count} learning", counts.learning),
        counted("{count} due", "{count} due", counts.due),
    )


def _in_few_words(counts: Counts) -> tuple[str, str, str]:
    """Of 40 columns these leave eight for the title while no number has more than two digits."""
    return (
        counted_in("on a narrow screen", "{count} new", "{count} new", counts.new),
        counted_in("on a narrow screen", "{count} later", "{count} later", counts.learning),
        counted_in("on a narrow screen", "{count} due", "{count} due", counts.due),
    )


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
        case ExtendedText(model_answer=answer) if entry.texts:
            question += [Text(clean(entry.texts[0]).strip() or _("(nothing written)")), Text()]
            return [*question, *([styled(answer, "green"), Text()] if answer else [])]
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


def _points(interaction: Interaction, entry: Entry) -> list[RenderableType]:
    """The points to tick below a text; nothing while there is none to look at."""
    if not isinstance(interaction, ExtendedText) or not entry.texts:
        return []
    marks = ["[x]" if number in entry.picked else "[ ]" for number in range(len(interaction.rubric))]
    asks = Text(_("Which points does your text make?"), style="dim")
    return [asks, numbered(interaction.rubric, marks), Text()]
