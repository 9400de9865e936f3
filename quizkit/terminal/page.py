"""How much of a screen is seen at once: its body scrolls, and a picture takes the room that is left."""

from __future__ import annotations

from typing import NamedTuple

from quizkit.messages import _
from quizkit.terminal.pictures import block
from quizkit.terminal.screens import MARGIN, Screen

INPUT_MARK = "› "
_MORE = _("more (arrow keys)")
ABOVE = f"\x1b[2m  ↑ {_MORE}\x1b[0m"
BELOW = f"\x1b[2m  ↓ {_MORE}\x1b[0m"
# With fewer lines than this, marks would leave nothing to read.
_LEAST_MARKED = 3


class Page(NamedTuple):
    """What is seen of a screen: lines from the top, and what is painted over them from line ``row`` on."""

    lines: list[str]
    row: int = 0
    paint: str = ""


def reserved_lines(typing: int) -> int:
    """The lines between body and foot: those for typing where there are any, and an empty one."""
    return typing + 1


def page(screen: Screen, width: int, height: int, scroll: int, typing: int) -> Page:
    """What a terminal of this size shows above the lines for typing."""
    reserved = reserved_lines(typing)
    lines = fit(screen, height, scroll, reserved)
    spare = height - len(lines) - len(screen.foot) - reserved
    drawn = block(screen.picture, width - 2 * MARGIN, spare - 1) if screen.picture else None
    if drawn is None:
        return Page(lines)
    gap = [""] if lines[-1].strip() else []
    margin = " " * MARGIN
    picture = [f"{margin}{line}" for line in drawn.lines]
    return Page([*lines, *gap, *picture, ""], len(lines) + len(gap), drawn.paint)


def fit(screen: Screen, height: int, scroll: int, reserved: int = 0) -> list[str]:
    """The head and as much of the body as has room above the foot, from line ``scroll`` on."""
    head, body, room = _squeezed(screen, height, reserved)
    if len(body) <= room:
        return [*head, *body]
    start = min(scroll, len(body) - room)
    shown = body[start : start + room]
    if room >= _LEAST_MARKED:
        if start > 0:
            shown[0] = ABOVE
        if start + room < len(body):
            shown[-1] = BELOW
    return [*head, *shown]


def scrolled(screen: Screen, height: int, scroll: int, reserved: int, by: int) -> int:
    """Where the body begins after scrolling ``by`` lines, or fewer where marks would hide some of them."""
    _, body, room = _squeezed(screen, height, reserved)
    most = max(1, room - 2)
    return max(0, min(min(scroll, len(body) - room) + max(-most, min(by, most)), len(body) - room))


def _squeezed(screen: Screen, height: int, reserved: int) -> tuple[list[str], list[str], int]:
    """Head, body, and the room for the body; where that is too little, empty lines are the first to go."""
    head, body = screen.head, screen.body
    room = height - len(head) - len(screen.foot) - reserved
    if len(body) > room:
        head, body = _without_end(head), _without_end(body)
        room = height - len(head) - len(screen.foot) - max(0, reserved - 1)
    return head, body, max(1, room)


def _without_end(lines: list[str]) -> list[str]:
    """The lines without the empty ones at the end."""
    end = len(lines)
    while end > 1 and not lines[end - 1].strip():
        end -= 1
    return lines[:end]
