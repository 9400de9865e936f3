"""What commands print when they are done: tables, summaries, problems."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from quizkit.errors import Problem
from quizkit.terminal.keys import ROOMY
from quizkit.terminal.text import JOINT, clean, short_path

# Wider than any table.
_NO_END = 1_000_000


def console() -> Console:
    """The console for standard output: colour only on a terminal, no wider than 100 columns."""
    width = min(shutil.get_terminal_size().columns, 100)
    return Console(width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def as_lines(page: RenderableType) -> str:
    """A page as nothing but text: without colours there is no style, and lines end where their text does."""
    width = min(shutil.get_terminal_size().columns, 100)
    out = Console(width=width, color_system=None, highlight=False, markup=False, emoji=False)
    with out.capture() as captured:
        out.print(page, crop=False)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().replace(JOINT, " ").splitlines())


def say(*lines: str) -> None:
    """Print sentences, wrapped to the terminal."""
    out = console()
    for line in lines:
        out.print(Text(clean(line)))


def is_narrow() -> bool:
    """Whether standard output is a terminal of few columns."""
    return sys.stdout.isatty() and shutil.get_terminal_size().columns < ROOMY


class _PathCell:
    """A path in a table, which takes the room there is."""

    def __init__(self, path: Path) -> None:
        self._path = clean(str(path))

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(1, cell_len(self._path)).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        yield Text(short_path(self._path, options.max_width))


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], total: Sequence[object] = ()) -> Table:
    """A table: the first column is text or paths, the others are numbers; zeros step back.

    It has the width of the terminal, and in a pipe that which it needs.
    """
    gap = 1 if is_narrow() else 2
    made = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), show_footer=bool(total))
    for place, column in enumerate(columns):
        foot = Text(str(total[place]), style="bold") if total else ""
        if place:
            made.add_column(column, foot, justify="right", no_wrap=True, header_style="dim")
        else:
            made.add_column(column, foot, overflow="fold", header_style="dim")
    for row in rows:
        first = _PathCell(row[0]) if isinstance(row[0], Path) else Text(clean(str(row[0])))
        rest = [Text(str(cell), style="dim" if cell in {0, "0"} else "") for cell in row[1:]]
        made.add_row(first, *rest)
    if not sys.stdout.isatty():
        made.width = Console(width=_NO_END).measure(made).maximum
    return made


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], total: Sequence[object] = ()
) -> None:
    show(table(columns, rows, total))


def problem_lines(problems: Sequence[Problem]) -> str:
    """Problems as ``file:line:column: message``, one a line, safe to print."""
    return "".join(clean(str(problem)).replace("\n", " ") + "\n" for problem in problems)


def print_problems(problems: Sequence[Problem]) -> None:
    sys.stdout.write(problem_lines(problems))


def show(*parts: RenderableType, plain: bool = False) -> None:
    """Print tables and summaries; ``plain``: without any colour, on a terminal too."""
    for part in parts:
        if plain:
            sys.stdout.write(as_lines(part))
            continue
        out = console()
        with out.capture() as captured:
            out.print(part, crop=False)
        sys.stdout.write(captured.get().replace(JOINT, " "))
