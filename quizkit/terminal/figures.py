"""The statistics as a page for people."""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizkit.terminal.text import clean, counted

BAR = 30


def stats_page(found: dict[str, Any], today: int) -> RenderableType:
    """The figures of ``quizkit stats``, as ``--json`` prints them, in a readable order."""
    cards = found["cards"]
    kinds = ", ".join(f"{number} {name}" for name, number in cards.items() if number)
    rows = [
        ("cards", f"{sum(cards.values())}: {kinds}"),
        ("known now", f"about {found['known_now']:.0f}, by the memory model"),
        ("answers", f"{found['answers']} in {found['minutes']} min"),
        ("days in a row", str(found["streak_days"])),
    ]
    for name, value in found["retention"].items():
        rows.append((f"retention, {name.replace('_', ' ')}", _rate(value)))
    parts = [_pairs(rows), Text("\nComing up", "bold"), _forecast(found["forecast"], today)]
    if found["leeches"]:
        parts.append(Text("\nLeeches: forgotten again and again, better rewritten or suspended", "bold"))
        parts.append(
            _pairs([(leech["card_id"], counted(leech["lapses"], "lapse")) for leech in found["leeches"]])
        )
    return Group(*parts)


def _pairs(rows: list[tuple[str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim")
    grid.add_column()
    for name, value in rows:
        grid.add_row(Text(clean(name)), Text(value))
    return grid


def _rate(retention: dict[str, int]) -> str:
    answers, right = retention["answers"], retention["right"]
    if not answers:
        return "no due card answered yet"
    return f"{right / answers:.0%} of {counted(answers, 'due card')}"


def _forecast(counts: list[int], today: int) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    highest = max([*counts, 1])
    for ahead, count in enumerate(counts):
        day = date.fromordinal(today + ahead)
        name = "today" if ahead == 0 else "tomorrow" if ahead == 1 else f"{day:%a %d}"
        grid.add_row(Text(name), Text(str(count)), Text("█" * -(-count * BAR // highest), style="green"))
    return grid
