"""Makes docs/pictures/*.svg by running quizkit in a terminal: python docs/make_pictures.py [FOLDER]."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pexpect
import pyte
import pyte.graphics

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = 80
CHARACTER, LINE, MARGIN, BAR = 8.4, 18, 14, 26  # pixels: a cell, the margin, the bar with the title
BACKGROUND, FOREGROUND, DIM = "#1b2130", "#e3e7ee", "#8791a3"
COLOURS = {
    "red": "#f28b82",
    "green": "#6fd08c",
    "brown": "#e8c26a",  # pyte's name for yellow
    "blue": "#82b1ff",
    "cyan": "#6fd3de",
}
# pyte does not know faint text; nothing in quizkit blinks, so that flag carries it.
pyte.graphics.TEXT[2] = "+blink"


class Picture(NamedTuple):
    """What to run, what to type (each with the text to wait for before it), and how many lines to show."""

    command: str
    typed: tuple[tuple[str, str], ...]
    until: str
    lines: int


PICTURES = {
    "study": Picture(
        "quizkit study decks/trade.yaml",
        (("separate states?", "bariers\r"),),
        "Enter as marked",
        18,
    ),
    "quiz": Picture(
        "quizkit quiz decks/trade.yaml --count 5 --seed 40",
        (("1-4", "4"),),
        "go on",
        20,
    ),
}


def draw(picture: Picture, folder: Path) -> str:
    """Run the program as ``picture`` says, in ``folder``; returns the last screen as SVG."""
    screen = pyte.Screen(COLUMNS, picture.lines)
    stream = pyte.Stream(screen)
    child = _spawn(picture, folder)
    for text, keys in picture.typed:
        _wait(child, stream, screen, text)
        child.send(keys)
    _wait(child, stream, screen, picture.until)
    child.close(force=True)
    return svg(picture.command, [screen.buffer[row] for row in range(picture.lines)])


def _spawn(picture: Picture, folder: Path) -> Any:
    home = tempfile.mkdtemp(dir=folder)
    environment = os.environ | {"QUIZKIT_HOME": home, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
    environment["LANGUAGE"] = "en"
    environment.pop("NO_COLOR", None)
    arguments = ["-m", *picture.command.split()]
    size = (picture.lines, COLUMNS)
    return pexpect.spawn(
        sys.executable, arguments, cwd=folder, env=environment, dimensions=size, encoding="utf-8", timeout=20
    )


def _wait(child: Any, stream: Any, screen: Any, text: str) -> None:
    """Read until ``text`` is on the screen and nothing more comes."""
    while True:
        try:
            stream.feed(child.read_nonblocking(65_536, timeout=0.5 if _shows(screen, text) else 20))
        except (pexpect.TIMEOUT, pexpect.EOF):
            if _shows(screen, text):
                return
            raise RuntimeError(f"{text!r} did not appear:\n" + "\n".join(screen.display)) from None


def _shows(screen: Any, text: str) -> bool:
    return any(text in line for line in screen.display)


# --- the picture ------------------------------------------------------------------------------------


def svg(title: str, rows: list[Any]) -> str:
    """A window with the rows of a terminal, on a dark ground of its own: right for light and dark pages."""
    width = round(COLUMNS * CHARACTER + 2 * MARGIN)
    height = len(rows) * LINE + BAR + 2 * MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" rx="9" fill="{BACKGROUND}"/>',
        *(
            f'<circle cx="{18 + 17 * place}" cy="17" r="5" fill="{fill}"/>'
            for place, fill in enumerate(("#f28b82", "#e8c26a", "#6fd08c"))
        ),
        "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" "
        f'font-size="14" fill="{FOREGROUND}" xml:space="preserve">',
        f'<text x="{width / 2:g}" y="21" font-size="12" fill="{DIM}" text-anchor="middle">'
        f"{escape(title)}</text>",
    ]
    for number, row in enumerate(rows):
        lines += _row(row, BAR + MARGIN + number * LINE)
    return "\n".join([*lines, "</g>", "</svg>", ""])


def _row(row: Any, top: int) -> Iterator[str]:
    """A row as runs of equal style; the length of each is fixed, so that any monospace font fits."""
    cells = [(row[column].data, _style(row[column])) for column in range(COLUMNS)]
    column = 0
    for style, run in groupby(cells, key=lambda cell: cell[1]):
        text = "".join(data for data, _ in run)
        start, column = column, column + len(text)
        fill, weight, slant, reverse = style
        left = MARGIN + start * CHARACTER
        if reverse:
            size = f'width="{len(text) * CHARACTER:g}" height="{LINE}"'
            yield f'<rect x="{left:g}" y="{top}" {size} fill="{fill}"/>'
            fill = BACKGROUND
        bare = text.strip()
        if not bare:
            continue
        left += (len(text) - len(text.lstrip())) * CHARACTER
        look = (fill != FOREGROUND) * f' fill="{fill}"' + weight * ' font-weight="bold"'
        look += slant * ' font-style="italic"'
        yield (
            f'<text x="{left:g}" y="{top + 13.5:g}" textLength="{len(bare) * CHARACTER:g}"{look}>'
            f"{escape(bare)}</text>"
        )


def _style(cell: Any) -> tuple[str, bool, bool, bool]:
    fill = COLOURS.get(cell.fg, DIM if cell.blink else FOREGROUND)
    return fill, cell.bold, cell.italics, cell.reverse


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "decks").symlink_to(ROOT / "decks")
        for stem, picture in PICTURES.items():
            (target / f"{stem}.svg").write_text(draw(picture, folder), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
