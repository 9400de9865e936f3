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


def page(screen: Screen, width: int, height: int, scroll: int | None, typing: int) -> Page:
    """What a terminal of this size shows above the lines for typing; ``scroll`` as for :func:`fit`."""
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


def fit(screen: Screen, height: int, scroll: int | None, reserved: int = 0) -> list[str]:
    """The head and as much of the body as has room above the foot, from line ``scroll`` on.

    Where that is None, what is to be seen first is seen.
    """
    head, body, room = _squeezed(screen, height, reserved)
    if len(body) <= room:
        return [*head, *body]
    start = _begin(screen, len(body), room, scroll)
    shown = body[start : start + room]
    if room >= _LEAST_MARKED:
        if start > 0:
            shown[0] = ABOVE
        if start + room < len(body):
            shown[-1] = BELOW
    return [*head, *shown]


def scrolled(screen: Screen, height: int, scroll: int | None, reserved: int, by: int) -> int:
    """Where the body begins after scrolling ``by`` lines, or fewer where marks would hide some of them."""
    _, body, room = _squeezed(screen, height, reserved)
    most = max(1, room - 2)
    begin = _begin(screen, len(body), room, scroll)
    return max(0, min(begin + max(-most, min(by, most)), len(body) - room))


def _begin(screen: Screen, length: int, room: int, scroll: int | None) -> int:
    """The first line of a body that is too long for its room."""
    return min(_opening(screen, room) if scroll is None else scroll, max(0, length - room))


def _opening(screen: Screen, room: int) -> int:
    """Where to begin so that what is to be seen first is, and as much as can be of what stands above it.

    Of several such parts it is the first that has room between the marks, or else the beginning of the last.
    """
    if not screen.first:
        return 0
    seen = next((part for part in screen.first if len(part) <= room - 2), screen.first[-1])
    return max(0, min(seen.start - 1, seen.stop + 1 - room))


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
