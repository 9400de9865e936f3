"""The screens as lines of text: pure layout, the same for the live terminal and for tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple, assert_never

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizkit.grading import same_text
from quizkit.model import (
    About,
    Card,
    Choice,
    Filled,
    Gap,
    Gaps,
    Grade,
    Picked,
    Rating,
    Response,
    Reveal,
    SelfRated,
    TextEntry,
    Typed,
)
from quizkit.terminal.text import clean
from quizkit.terminal.view import Asking, Command, Feedback, Header

MARGIN = 2
RIGHT, WRONG = "✓", "✗"
_NBSP = "\u00a0"
_STYLES = {Rating.AGAIN: "red", Rating.HARD: "yellow", Rating.GOOD: "green", Rating.EASY: "cyan"}


class Screen(NamedTuple):
    """A screen's lines, with ANSI colours: ``body`` scrolls between ``head`` and ``foot``."""

    head: list[str]
    body: list[str]
    foot: list[str]


class Entry(NamedTuple):
    """What the learner has done so far on a question: gaps filled, the hint asked for, typing or not."""

    filled: tuple[str, ...] = ()
    hint: bool = False
    typing: bool = True


def question_screen(view: Asking, entry: Entry, width: int) -> Screen:
    """A question, with room below it for typing where its interaction asks for that."""
    card = view.card
    parts: list[RenderableType] = [*_context(card.about), _prompt(card, entry.filled), Text()]
    if isinstance(card.interaction, Choice):
        parts.append(_options(card.interaction))
    if entry.hint:
        parts += [Text(f"Hint: {clean(card.about.hint)}", style="yellow"), Text()]
    return _screen(_header(view.header), Group(*parts), _Keys(_question_keys(view, entry)), width)


def feedback_screen(view: Feedback, width: int) -> Screen:
    """The answer, what was right or wrong about the learner's, why, and where it is written."""
    card = view.card
    parts: list[RenderableType] = [*_context(card.about), *_solution(view), *_sources(card.about)]
    rows = [_rating_keys(view), _command_keys(view.commands)]
    foot = Group(*(_Keys(row) for row in rows if row))
    return _screen(_header(view.header), Group(*parts), foot, width)


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
    # Wrapping is done; prompt_toolkit would underline no-break spaces.
    return capture.get().replace(_NBSP, " ").rstrip("\n").split("\n")


def _screen(head: RenderableType, body: RenderableType, foot: RenderableType, width: int) -> Screen:
    inside = Padding(body, (0, MARGIN))
    return Screen(
        [*lines_of(Padding(head, (0, MARGIN)), width), ""],
        lines_of(inside, width),
        lines_of(Padding(foot, (0, MARGIN)), width),
    )


# --- parts ------------------------------------------------------------------------------------------


def _header(header: Header) -> RenderableType:
    counts = Text()
    if header.counts:
        for number, name, style in zip(
            header.counts, ("new", "learning", "due"), ("blue", "red", "green"), strict=True
        ):
            counts.append(f"{number} {name}", style=f"bold {style}" if number else "dim")
            counts.append(" · " if name != "due" else "", style="dim")
    else:
        counts.append(f"{min(header.done + 1, header.total)} of {header.total}", style="dim")
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
        width = console.width if not hasattr(options, "max_width") else int(options.max_width)
        full = round(width * self._share)
        return [Text.assemble(("━" * full, "green"), ("─" * (width - full), "dim"))]


def _context(about: About) -> list[RenderableType]:
    """Whose claim it is and when it was so: part of the question, not of the answer."""
    return [Text(f"{clean(about.context)}:", style="italic dim"), Text()] if about.context else []


def _prompt(card: Card, filled: tuple[str, ...] = ()) -> Text:
    if not isinstance(card.interaction, Gaps):
        return Text(clean(card.prompt), style="bold")
    text = Text()
    number = 0
    for segment in card.interaction.segments:
        if isinstance(segment, str):
            text.append(clean(segment))
            continue
        if number < len(filled):
            text.append(clean(filled[number]) or "…", style="bold underline")
        else:
            current = number == len(filled)
            text.append(_blank(segment), style="bold reverse" if current else "bold")
        number += 1
    return text


def _blank(gap: Gap) -> str:
    return f"[{clean(gap.hint)}]" if gap.hint else "[ … ]"


def _options(choice: Choice) -> Table:
    grid = Table.grid(padding=(0, 2, 1 if _roomy(choice) else 0, 0))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for number, option in enumerate(choice.options, 1):
        grid.add_row(Text(str(number), style="bold cyan"), Text(clean(option.text)))
    return grid


def _roomy(choice: Choice) -> bool:
    return any(len(option.text) > 60 for option in choice.options) and len(choice.options) < 5


def _solution(view: Feedback) -> list[RenderableType]:
    """The question again, and its answer beside the learner's."""
    card, response, grade = view.card, view.response, view.grade
    parts: list[RenderableType] = []
    match card.interaction:
        case Reveal(answer):
            parts += [_prompt(card), Text(), Text(clean(answer), style="bold green")]
        case TextEntry(answer, accept):
            typed = response.text if isinstance(response, Typed) else ""
            parts += [_prompt(card), Text(), *_verdict(typed, answer, accept, grade)]
        case Choice():
            picked = response.option if isinstance(response, Picked) else -1
            parts += [_prompt(card), Text(), _judged_options(card.interaction, picked)]
        case Gaps():
            texts = response.texts if isinstance(response, Filled) else ()
            parts += [_filled_text(card.interaction), Text(), *_judged_gaps(card.interaction, texts)]
        case _:
            assert_never(card.interaction)
    return [*parts, Text()]


def _verdict(typed: str, answer: str, accept: tuple[str, ...], grade: Grade | None) -> list[RenderableType]:
    shown = clean(typed).strip() or "no answer"
    if grade and grade.score >= 1:
        same = same_text(typed, answer)
        right: list[RenderableType] = [Text(f"{RIGHT} {shown}", style="bold green")]
        return right if same else [*right, Text(f"  The usual form: {clean(answer)}", style="green")]
    lines: list[RenderableType] = [
        Text(f"{WRONG} {shown}", style="red"),
        Text(f"{RIGHT} {clean(answer)}", style="bold green"),
    ]
    if accept:
        lines.append(Text(f"  also right: {clean(' · '.join(accept))}", style="dim"))
    return lines


def _judged_options(choice: Choice, picked: int) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column()
    for place, option in enumerate(choice.options):
        right, chosen = place == choice.right, place == picked
        style = "bold green" if right else "red" if chosen else "dim"
        text = Text(clean(option.text), style=style)
        if option.feedback and (right or chosen):
            text.append(f"\n{clean(option.feedback)}", style="not bold default")
        grid.add_row(Text(RIGHT if right else WRONG if chosen else " ", style=style), f"{place + 1}", text)
    return grid


def _filled_text(gaps: Gaps) -> Text:
    text = Text()
    for segment in gaps.segments:
        if isinstance(segment, str):
            text.append(clean(segment))
        else:
            text.append(clean(segment.answer), style="bold green underline")
    return text


def _judged_gaps(gaps: Gaps, texts: tuple[str, ...]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for gap, typed in zip(gaps.gaps, texts, strict=False):
        if same_text(typed, gap.answer):
            lines.append(Text(f"{RIGHT} {clean(typed).strip()}", style="bold green"))
        else:
            shown = clean(typed).strip() or "no answer"
            lines.append(
                Text.assemble((f"{WRONG} {shown}", "red"), (f"  {RIGHT} {clean(gap.answer)}", "bold green"))
            )
    return lines


def _sources(about: About) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if about.explain:
        parts += [Text(clean(about.explain)), Text()]
    if about.cite:
        parts.append(Text(clean(about.source), style="dim"))
    return parts


# --- the last lines ---------------------------------------------------------------------------------


class _Keys:
    """Keys and what they do, as many to a line as have room; none is broken in two."""

    def __init__(self, keys: list[Text]) -> None:
        self._keys = keys

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        line = self._keys[0]
        for key in self._keys[1:]:
            longer = Text("   ").join([line, key])
            if longer.cell_len > options.max_width:
                yield line
            line = key if longer.cell_len > options.max_width else longer
        yield line


def _key(key: str, does: str) -> Text:
    return Text.assemble((key, "bold"), (f" {does}", "dim"))


def _question_keys(view: Asking, entry: Entry) -> list[Text]:
    typing = isinstance(view.card.interaction, TextEntry | Gaps) and entry.typing
    hint = bool(view.card.about.hint) and not entry.hint
    if typing:
        return [_key("Enter", "answer"), *([_key("Tab", "hint")] if hint else []), _key("Esc", "more keys")]
    first: list[Text] = []
    match view.card.interaction:
        case Choice(options):
            first.append(_key(f"1-{len(options)}", "answer"))
        case Reveal():
            first.append(_key("Space", "show the answer"))
        case TextEntry() | Gaps():
            first.append(_key("Esc", "back to typing"))
    if hint:
        first.append(_key("h", "hint"))
    return [*first, *_command_keys(view.commands)]


def _command_keys(commands: frozenset[Command]) -> list[Text]:
    words = {Command.UNDO: "undo", Command.SUSPEND: "suspend", Command.BURY: "bury", Command.QUIT: "leave"}
    return [
        _key("q" if word == "leave" else word[0], word)
        for command, word in words.items()
        if command in commands
    ]


def _rating_keys(view: Feedback) -> list[Text]:
    if not view.ratings:
        return [_key("Enter", "go on")]
    keys: list[Text] = []
    for rating in view.ratings:
        marked = " reverse" if rating.rating is view.proposed else ""
        name = (f"{rating.key} {rating.label}", f"bold{marked} {_STYLES[rating.rating]}")
        keys.append(Text.assemble(name, (f" {rating.then}" if rating.then else "", "dim")))
    if view.proposed is not None:
        keys.append(_key("Enter", "takes the marked one"))
    return keys


def response_text(interaction: object, response: Response) -> str:
    """What the learner answered, as text for the log."""
    match response:
        case Typed(text):
            return text
        case Picked(option):
            options = interaction.options if isinstance(interaction, Choice) else ()
            return options[option].text if 0 <= option < len(options) else ""
        case Filled(texts):
            return " | ".join(texts)
        case SelfRated():
            return ""
        case _:
            assert_never(response)
