"""Pictures as a terminal gets them."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from pathlib import Path

import pyte
import pytest
from PIL import Image
from quizkit.terminal import pictures
from quizkit.terminal.pictures import MOST_BYTES, Block, block, way


@pytest.fixture
def flag(tmp_path: Path) -> Path:
    """160 by 160 pixels: red above, blue below."""
    path = tmp_path / "flag.png"
    image = Image.new("RGB", (160, 160), "red")
    image.paste("blue", (0, 80, 160, 160))
    image.save(path)
    return path


def drawn(path: Path, columns: int = 40, rows: int = 10) -> Block:
    found = block(path, columns, rows)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def same_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells as if the terminal had not told their size, and more colours than 256."""
    monkeypatch.setattr(pictures, "_cell_size", lambda: (8, 16))
    monkeypatch.setenv("COLORTERM", "truecolor")


# --- what a terminal can do -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm"),
        ({"TERM": "foot-extra"}, "sixel"),
        ({"TERM": "xterm-256color"}, "blocks"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
        ({"TERM": "tmux-256color", "TMUX": "x", "KITTY_WINDOW_ID": "1"}, "blocks"),
        ({"TERM": "xterm-kitty", "QUIZKIT_PICTURES": "none"}, "none"),
        ({"TERM": "xterm-kitty", "QUIZKIT_PICTURES": "cinema"}, "kitty"),
    ],
)
def test_what_a_terminal_can_do_is_told_from_its_environment(
    environment: dict[str, str], expected: str
) -> None:
    assert way(environment) == expected


def test_without_pillow_only_terminals_that_read_png_show_pictures(
    flag: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_has_pillow", lambda: False)
    assert way({"TERM": "xterm-256color"}) == "none"
    assert way({"TERM": "foot"}) == "none"
    monkeypatch.setenv("QUIZKIT_PICTURES", "kitty")
    assert drawn(flag).paint.startswith("\x1b_Ga=T,")


# --- ways to paint ----------------------------------------------------------------------------------


def test_kitty_gets_the_file_in_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", "kitty")
    noise = tmp_path / "noise.png"
    Image.effect_noise((160, 160), 90).save(noise)
    made = drawn(noise)
    chunks = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", made.paint)
    assert "".join(f"\x1b_G{keys};{data}\x1b\\" for keys, data in chunks) == made.paint
    assert base64.b64decode("".join(data for _, data in chunks)) == noise.read_bytes()
    assert len(chunks) > 2
    assert all(len(data) <= 4096 for _, data in chunks)
    assert [keys[-3:] for keys, _ in chunks] == [*["m=1"] * (len(chunks) - 1), "m=0"][: len(chunks)]
    assert "c=20,r=10," in chunks[0][0], "as large as it is, 160 by 160 pixels"
    assert made.lines == ("",) * 10


def test_kitty_gets_other_files_as_png(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", "kitty")
    jpeg = flag.with_suffix(".jpg")
    Image.open(flag).save(jpeg)
    sent = "".join(re.findall(r";([^\x1b]*)\x1b", drawn(jpeg).paint))
    assert base64.b64decode(sent).startswith(b"\x89PNG")


def test_iterm_gets_the_file_as_it_is(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", "iterm")
    keys, _, data = drawn(flag, columns=10).paint.rstrip("\x07").partition(":")
    assert keys.startswith("\x1b]1337;File=inline=1;")
    assert "width=10;height=5;" in keys
    assert base64.b64decode(data) == flag.read_bytes()


def test_sixels_say_the_colour_of_every_pixel(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", "sixel")
    width, height, pixels = unsixeled(drawn(flag, columns=10, rows=5).paint)
    assert (width, height) == (80, 80)
    assert {pixels[x, y] for x in range(80) for y in range(38)} == {(100, 0, 0)}
    assert {pixels[x, y] for x in range(80) for y in range(42, 80)} == {(0, 0, 100)}


def unsixeled(text: str) -> tuple[int, int, dict[tuple[int, int], tuple[int, ...]]]:
    """What a terminal reads in sixels: size, and the colour of each pixel in per cent."""
    head = re.fullmatch(r'\x1bP0;1q"1;1;(\d+);(\d+)(.*)\x1b\\', text, re.DOTALL)
    assert head
    colours: dict[str, tuple[int, ...]] = {}
    pixels: dict[tuple[int, int], tuple[int, ...]] = {}
    x = y = 0
    now = ""
    for number, red, green, blue, sign in re.findall(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|(.)", head[3]):
        if number and red:
            colours[number] = (int(red), int(green), int(blue))
        elif number:
            now = number
        elif sign in "$-":
            x, y = 0, y + 6 * (sign == "-")
        else:
            for bit in range(6):
                if (ord(sign) - 63) >> bit & 1:
                    pixels[x, y + bit] = colours[now]
            x += 1
    return int(head[1]), int(head[2]), pixels


def test_half_blocks_hold_two_pixels_each(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", "blocks")
    made = drawn(flag, columns=10, rows=10)
    terminal = pyte.Screen(10, 5)
    pyte.Stream(terminal).feed("\r\n".join(made.lines))
    assert terminal.display == ["▀" * 10] * 5
    shades = [(terminal.buffer[row][3].fg, terminal.buffer[row][3].bg) for row in (0, 4)]
    assert shades == [("ff0000", "ff0000"), ("0000ff", "0000ff")]
    assert made.paint == ""


def test_256_colours_do_where_there_are_no_more(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", "blocks")
    monkeypatch.delenv("COLORTERM")
    assert "38;5;196;48;5;196m▀" in drawn(flag, columns=11).lines[0]


# --- what is not shown ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["kitty", "iterm", "sixel", "blocks"])
@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"<svg/>"])
def test_a_broken_picture_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, data: bytes
) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", kind)
    path = tmp_path / "broken.png"
    path.write_bytes(data)
    assert block(path, 40, 10) is None
    assert block(tmp_path / "none.png", 40, 10) is None


@pytest.mark.parametrize("kind", ["kitty", "sixel"])
def test_a_picture_that_is_too_large_is_not_shown(
    flag: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", kind)
    whole = flag.read_bytes()
    flag.write_bytes(whole + bytes(MOST_BYTES))
    assert block(flag, 40, 10) is None, "too many bytes"
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = whole[:12] + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + whole[33:]
    flag.write_bytes(bomb)
    assert block(flag, 40, 10) is None, "few bytes, too many pixels"


def test_where_there_is_no_room_there_is_no_picture(flag: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_PICTURES", "blocks")
    assert block(flag, 40, 2) is None
    assert len(drawn(flag, 40, 3).lines) == 3
