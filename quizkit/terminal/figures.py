"""The statistics as a page for people."""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizkit.days import span_in_words
from quizkit.messages import _, counted, plural
from quizkit.terminal.text import clean

BAR = 30
MINUTE = 60_000
_RETENTION = {"last_30_days": _("retention, last 30 days"), "ever": _("retention, ever")}
_WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def stats_page(found: dict[str, Any], today: int) -> RenderableType:
    """The figures of ``quizkit stats``, as ``--json`` prints them, in a readable order."""
    cards = found["cards"]
    rows = [
        (_("cards"), _kinds(cards)),
        (_("known now"), _known(found["known_now"], cards)),
        (_("answers"), _answers(found["answers"], found["minutes"])),
        (_("days in a row"), str(found["streak_days"])),
        *_retention(found["retention"]),
    ]
    coming, leeches = _("Coming up"), _("Leeches: forgotten again and again, better rewritten or suspended")
    parts = [_pairs(rows), Text(f"\n{coming}", "bold"), _forecast(found["forecast"], today)]
    if found["leeches"]:
        parts.append(Text(f"\n{leeches}", "bold"))
        parts.append(_pairs([(leech["card_id"], lapses(leech["lapses"])) for leech in found["leeches"]]))
    return Group(*parts)


def _kinds(cards: dict[str, int]) -> str:
    """How many cards there are, and how many of each kind of which there are any."""
    told = {
        "new": counted("{count} new", "{count} new", cards["new"]),
        "learning": counted("{count} learning", "{count} learning", cards["learning"]),
        "young": counted("{count} young", "{count} young", cards["young"]),
        "mature": counted("{count} mature", "{count} mature", cards["mature"]),
        "suspended": counted("{count} suspended", "{count} suspended", cards["suspended"]),
    }
    total = sum(cards.values())
    return f"{total}: {', '.join(told[name] for name, number in cards.items() if number)}" if total else "0"


def _known(known: float, cards: dict[str, int]) -> str:
    """What the memory model expects, of the cards of which it can tell."""
    learned = cards["young"] + cards["mature"]
    if not learned and cards["learning"]:
        being = cards["learning"]
        return counted(
            "none yet; {count} card is still being learned",
            "none yet; {count} cards are still being learned",
            being,
        )
    if not learned:
        return _("none yet")
    told = plural(
        "about {known:.0f} of {count} card learned", "about {known:.0f} of {count} cards learned", learned
    )
    return told.format(known=known, count=learned)


def _answers(count: int, minutes: int) -> str:
    time = span_in_words(minutes * MINUTE)
    return _("{count} in {time}").format(count=count, time=time) if count else _("none yet")


def _retention(found: dict[str, dict[str, int]]) -> list[tuple[str, str]]:
    if not any(value["answers"] for value in found.values()):
        return [(_("retention"), _("counted from a card's second day on"))]
    return [(_RETENTION[name], _rate(value)) for name, value in found.items()]


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
        return _("no due card answered yet")
    of = plural("{share:.0%} of {count} due card", "{share:.0%} of {count} due cards", answers)
    return of.format(share=right / answers, count=answers)


def lapses(count: int) -> str:
    """How often a card was forgotten."""
    return counted("{count} lapse", "{count} lapses", count)


def _weekday(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day:%d}"


def _forecast(counts: list[int], today: int) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(no_wrap=True)
    highest = max([*counts, 1])
    for ahead, count in enumerate(counts):
        day = date.fromordinal(today + ahead)
        name = _("today") if ahead == 0 else _("tomorrow") if ahead == 1 else _weekday(day)
        grid.add_row(Text(name), Text(str(count)), Text("█" * -(-count * BAR // highest), style="green"))
    return grid
