"""Pictures in the terminal: drawn by the terminal itself where it can, else of half blocks.

What a terminal can do is told from its environment alone: asking it would mean waiting for an answer that
may never come. ``QUIZKIT_PICTURES`` overrides the guess: kitty, iterm, sixel, blocks or none. PNG files go
to kitty and iTerm2 as they are; everything else needs Pillow, the extra ``pictures``.
"""

from __future__ import annotations

import base64
import os
import struct
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 10_000_000
MOST_PIXELS = 50_000_000
LEAST_ROWS = 3
# Pixels of a cell where the terminal does not tell; only their proportion matters much.
_CELL = (8, 16)
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_BY_PROGRAM = {
    **dict.fromkeys(("iTerm.app", "iTerm2", "WezTerm", "mintty"), "iterm"),
    "ghostty": "kitty",
}
_BY_TERM = {"xterm-kitty": "kitty", "xterm-ghostty": "kitty", "foot": "sixel", "mlterm": "sixel"}
_SIXEL = bytes(63 + bits for bits in range(64)) + bytes(192)
WAYS = ("kitty", "iterm", "sixel", "blocks", "none")


class Block(NamedTuple):
    """A picture in rows of cells: ``lines`` of text, and what is sent to the terminal to paint over them."""

    lines: tuple[str, ...]
    paint: str = ""


def way(environment: Mapping[str, str] = os.environ) -> str:
    """How this terminal shows pictures: one of ``WAYS``."""
    asked = environment.get("QUIZKIT_PICTURES", "")
    if asked in WAYS:
        return asked
    known = _of_terminal(environment)
    if known and (known != "sixel" or _has_pillow()):
        return known
    return "none" if environment.get("NO_COLOR") or not _has_pillow() else "blocks"


def _of_terminal(environment: Mapping[str, str]) -> str | None:
    """The way that a terminal is known for."""
    term = environment.get("TERM", "")
    if "TMUX" in environment or term.startswith(("screen", "tmux")):  # no picture gets through these
        return None
    if "KITTY_WINDOW_ID" in environment:
        return "kitty"
    # LC_TERMINAL is what ssh carries over to another machine.
    program = environment.get("TERM_PROGRAM") or environment.get("LC_TERMINAL", "")
    return _BY_PROGRAM.get(program) or _BY_TERM.get(term) or _BY_TERM.get(term.partition("-")[0])


def has_true_colour(environment: Mapping[str, str] = os.environ) -> bool:
    return environment.get("COLORTERM", "") in {"truecolor", "24bit"}


def block(path: Path, columns: int, rows: int) -> Block | None:
    """A picture within so many cells; None where there is no room for it or no way to show it."""
    kind = way()
    if kind == "none" or rows < LEAST_ROWS:
        return None
    try:
        changed = path.stat().st_mtime_ns
        return _block(path, changed, kind, columns, rows)
    except Exception:  # whatever a broken picture does to its reader: then there is only its name to see
        return None


@lru_cache(maxsize=4)
def _block(path: Path, _changed: int, kind: str, columns: int, rows: int) -> Block | None:
    data = _read(path)
    size = _png_size(data) or (_image(data).size if _has_pillow() else None)
    if size is None or size[0] * size[1] > MOST_PIXELS:
        return None
    across, down = _cells(size, columns, rows)
    if down < 1:
        return None
    match kind:
        case "kitty":
            return Block(("",) * down, _kitty(data if _png_size(data) else _as_png(data), across, down))
        case "iterm":
            return Block(("",) * down, _iterm(data, across, down))
        case "sixel":
            width, height = _cell_size()
            return Block(("",) * down, _sixel(_fitted(data, across * width, down * height)))
        case _:
            return Block(tuple(_half_blocks(_fitted(data, across, 2 * down))))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    return data if len(data) <= MOST_BYTES else b""


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return (width, height) if width and height else None


def _cells(size: tuple[int, int], columns: int, rows: int) -> tuple[int, int]:
    """Columns and rows that a picture takes: no more than there are, and no larger than it is."""
    width, height = _cell_size()
    scale = min(1.0, columns * width / size[0], rows * height / size[1])
    return max(1, round(size[0] * scale / width)), max(1, min(rows, round(size[1] * scale / height)))


def _cell_size() -> tuple[int, int]:
    """Pixels of a cell, as the system knows them."""
    try:
        import fcntl
        import termios

        answer = fcntl.ioctl(1, termios.TIOCGWINSZ, bytes(8))
    except (ImportError, OSError):
        return _CELL
    rows, columns, width, height = struct.unpack("HHHH", answer)
    return (width // columns, height // rows) if rows and columns and width and height else _CELL


# --- ways to paint ----------------------------------------------------------------------------------

KITTY_CLEAR = "\x1b_Ga=d,d=A,q=2\x1b\\"


def _kitty(data: bytes, columns: int, rows: int) -> str:
    """kitty's graphics protocol: the file in chunks, shown without moving the cursor, without a reply."""
    text = base64.b64encode(data).decode()
    chunks = [text[at : at + 4096] for at in range(0, len(text), 4096)]
    made = ""
    for number, chunk in enumerate(chunks):
        first = f"a=T,f=100,t=d,c={columns},r={rows},C=1,q=2," if number == 0 else ""
        made += f"\x1b_G{first}m={int(number < len(chunks) - 1)};{chunk}\x1b\\"
    return made


def _iterm(data: bytes, columns: int, rows: int) -> str:
    """iTerm2's inline images, which WezTerm and mintty know too."""
    shape = f"width={columns};height={rows};preserveAspectRatio=1;doNotMoveCursor=1"
    return f"\x1b]1337;File=inline=1;size={len(data)};{shape}:{base64.b64encode(data).decode()}\x07"


def _sixel(image: Image) -> str:
    """DEC's sixels: bands of six rows; in each, for every colour, the pixels that have it."""
    reduced = image.quantize(64)
    width, height = reduced.size
    palette = reduced.getpalette() or []
    pixels = reduced.tobytes()
    made = [f'\x1bP0;1q"1;1;{width};{height}']
    for number in range(len(palette) // 3):
        red, green, blue = (value * 100 // 255 for value in palette[3 * number : 3 * number + 3])
        made.append(f"#{number};2;{red};{green};{blue}")
    for top in range(0, height, 6):
        band = [pixels[y * width : (y + 1) * width] for y in range(top, min(top + 6, height))]
        made += [f"#{colour}{_sixels(band, colour)}$" for colour in sorted(set().union(*band))]
        made.append("-")
    return "".join([*made, "\x1b\\"])


def _sixels(band: list[bytes], colour: int) -> str:
    """For each column of a band the character whose bits say which of its pixels have a colour."""
    bits = 0
    for bit, row in enumerate(band):
        only = bytes(1 << bit if value == colour else 0 for value in range(256))
        bits |= int.from_bytes(row.translate(only))
    return bits.to_bytes(len(band[0])).translate(_SIXEL).decode()


def _half_blocks(image: Image) -> list[str]:
    """Two pixels in each cell: the upper one in the colour of a half block, the lower one behind it."""
    width, height = image.size
    data = image.tobytes()
    pixels = [data[at : at + 3] for at in range(0, len(data), 3)]
    colour = _true_colour if has_true_colour() else _of_256
    return [
        "".join(
            f"\x1b[38;{colour(pixels[y * width + x])};48;{colour(pixels[(y + 1) * width + x])}m▀"
            for x in range(width)
        )
        + "\x1b[0m"
        for y in range(0, height - 1, 2)
    ]


def _true_colour(pixel: bytes) -> str:
    return f"2;{pixel[0]};{pixel[1]};{pixel[2]}"


def _of_256(pixel: bytes) -> str:
    red, green, blue = (value * 5 // 255 for value in pixel)
    return f"5;{16 + 36 * red + 6 * green + blue}"


# --- Pillow -----------------------------------------------------------------------------------------


def _has_pillow() -> bool:
    return find_spec("PIL") is not None


def _image(data: bytes) -> Image:
    from io import BytesIO

    from PIL import Image  # 30 ms, and only a picture needs it

    return Image.open(BytesIO(data), formats=_FORMATS)


def _fitted(data: bytes, width: int, height: int) -> Image:
    """The picture in exactly so many pixels, on white where it is transparent."""
    from PIL import Image

    image = _image(data)
    image.draft("RGB", (width, height))
    small = image.convert("RGBA").resize((width, height))
    ground = Image.new("RGBA", small.size, "white")
    return Image.alpha_composite(ground, small).convert("RGB")


def _as_png(data: bytes) -> bytes:
    from io import BytesIO

    made = BytesIO()
    image = _image(data)
    image.thumbnail((1600, 1600))
    image.convert("RGBA").save(made, "PNG")
    return made.getvalue()
