"""Pictures and sounds in a session: painted where they belong, opened with a key, named in plain lines."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

terminal = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")]
DECK = """\
deck: Media
questions:
  - {id: legs, ask: How many legs?, answer: eight, image: spider.png, audio: web.ogg}
  - {id: none, ask: How many oceans?, answer: five}
"""
PAINTED = re.compile(rb"\x1b7\x1b\[(\d+);3H\x1b_Ga=T,[^;]*;")
CLEARED = b"\x1b_Ga=d,d=A,q=2\x1b\\"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "deck.yaml"
    path.write_text(DECK)
    Image.new("RGB", (160, 80), "green").save(tmp_path / "spider.png")
    (tmp_path / "web.ogg").write_bytes(b"sound")
    return path


def row_of(screen: PtyScreen, words: str) -> int:
    return next(number for number, line in enumerate(screen.lines, 1) if words in line)


@pytest.mark.usefixtures("home")
class TestOnTheScreen:
    pytestmark = terminal

    def test_a_picture_is_painted_between_the_question_and_the_line_for_typing(
        self, start: StartTerminal, deck: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QUIZKIT_PICTURES", "kitty")
        screen = start("study", deck)
        screen.until(lambda: PAINTED.search(screen.raw) is not None)
        (row,) = PAINTED.findall(screen.raw)
        assert row_of(screen, "Picture: spider.png") < int(row) < row_of(screen, "›") - 4
        screen.answer("six", then="› six")
        assert len(PAINTED.findall(screen.raw)) == 1, "typing does not send it again"
        screen.press("enter")
        screen.until(lambda: len(PAINTED.findall(screen.raw)) == 2 and "✗ six" in screen.words)
        assert screen.raw.count(CLEARED) == 1, "between two screens it goes"
        screen.answer("4", then="How many oceans?")
        assert screen.raw.count(CLEARED) == 2
        assert len(PAINTED.findall(screen.raw)) == 2

    def test_a_picture_of_half_blocks_stands_in_the_room_that_is_left(
        self, start: StartTerminal, deck: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QUIZKIT_PICTURES", "blocks")
        screen = start("study", deck)
        screen.until("Ctrl-O opens it")
        screen.until(lambda: sum("▀▀▀▀" in line for line in screen.lines) == 5)
        screen.resize(40, 10)
        screen.until(lambda: len(screen.lines[1]) == 38 and "Enter answer" in screen.lines[-1])
        assert "▀" not in screen.text, "there is no room left for it"
        assert "Picture: spider.png" in screen.text
        assert "›" in screen.text

    @pytest.mark.parametrize("keys", [("\x0f",), ("esc", "o")], ids=["ctrl-o", "o"])
    def test_a_key_opens_both_and_the_question_stays(
        self,
        start: StartTerminal,
        deck: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        keys: tuple[str, ...],
    ) -> None:
        opened = tmp_path / "opened"
        opener = tmp_path / "bin" / ("open" if sys.platform == "darwin" else "xdg-open")
        opener.parent.mkdir()
        opener.write_text(f'#!/bin/sh\necho "$@" >> {opened}\necho noise; echo noise >&2\n')
        opener.chmod(0o755)
        monkeypatch.setenv("PATH", f"{opener.parent}:/usr/bin:/bin")
        monkeypatch.setenv("DISPLAY", ":7")
        monkeypatch.setenv("QUIZKIT_PICTURES", "none")
        screen = start("study", deck, size=(100, 24))
        screen.until("Esc more keys")
        screen.answer("eig", then="› eig")
        for key in keys:
            screen.press_and_see(key)
        screen.until("spider.png opens in another window. web.ogg opens in another window.")
        screen.until(lambda: (opened.exists() and len(opened.read_text().split()) == 2) or screen.read(0.05))
        folder = tmp_path.resolve()
        assert sorted(opened.read_text().split()) == [f"{folder}/spider.png", f"{folder}/web.ogg"]
        assert "› eig" in screen.words
        assert "noise" not in screen.text

    def test_where_nothing_can_open_it_the_path_is_told(
        self, start: StartTerminal, deck: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        monkeypatch.setenv("QUIZKIT_PICTURES", "none")
        screen = start("study", deck, size=(200, 24))
        screen.until("Esc more keys")
        screen.press("\x0f")
        screen.until(f"There is no program here to open it: {deck.parent.resolve() / 'spider.png'}")

    def test_a_picture_is_a_link_to_its_file(
        self, start: StartTerminal, deck: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("QUIZKIT_PICTURES", "none")
        screen = start("study", deck)
        screen.until("Ctrl-O opens it")
        link = (deck.parent.resolve() / "spider.png").as_uri().encode()
        opened = re.findall(rb"\x1b]8;[^;]*;([^\x1b]*)\x1b\\", screen.raw)
        assert link in opened
        assert opened[-1] == b"", "the last one is closed"


def test_plain_lines_name_the_path_and_nothing_else(quizkit: Program, deck: Path) -> None:
    folder = deck.parent.resolve()
    (deck.parent / "web.ogg").unlink()
    out = quizkit("study", deck, "--plain", stdin=":q\n").out
    assert f"How many legs?\nPicture: {folder}/spider.png\nSound: web.ogg is missing\nAnswer: " in out
    assert "\x1b" not in out


def test_check_names_what_is_missing_at_its_line_and_column(quizkit: Program, deck: Path) -> None:
    assert quizkit("check", deck).code == 0
    (deck.parent / "web.ogg").unlink()
    run = quizkit("check", deck)
    assert run.code == 1
    assert run.out == f"{deck}:3:78: the sound 'web.ogg' is missing (it belongs beside the deck)\n"


def test_a_file_that_went_missing_since_the_deck_was_read_is_noticed(quizkit: Program, deck: Path) -> None:
    assert "is missing" not in quizkit("study", deck, stdin=":q\n").out
    (deck.parent / "spider.png").unlink()
    assert "Picture: spider.png is missing" in quizkit("study", deck, stdin=":q\n").out
