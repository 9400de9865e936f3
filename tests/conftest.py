"""What tests of the whole program share: a private home, the program in this process, a real terminal."""

from __future__ import annotations

import copy
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

# The language is read when quizkit is imported, here and in every program that a test starts.
os.environ["LANGUAGE"] = "en"
# From two to four in the morning Anki's test mode turns its own clock back by two hours.
# The tests then run in a zone where it is day.
if hasattr(time, "tzset") and time.localtime().tm_hour in {1, 2, 3}:
    os.environ["TZ"] = "Etc/GMT+6" if time.gmtime().tm_hour in {19, 20, 21} else "Etc/GMT-6"
    time.tzset()

import pexpect
import pyte
import pytest
from hypothesis import settings
from quizkit.cli import main

if TYPE_CHECKING:
    from tests.hatchery import Forked, Hatchery

# A change is judged by what it changes, so properties meet the same examples each time; `make explore` looks
# for others.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")

QUIZKIT = (sys.executable, "-m", "quizkit")
ROOT = Path(__file__).parents[1]

# One question of each type; whatever is asked about it, the answer is in this text.
FIVE_TYPES = """\
deck: Five types
questions:
  - id: card
    front: The capital of Peru
    back: Lima
    hint: It lies on the coast.
    explain: Founded in 1535.
  - id: typed
    ask: How many legs has a spider?
    answer: eight
    accept: 8
    hint: More than six.
  - id: picked
    ask: Which of these is a river?
    answer: Nile
    wrong:
      - Etna: Etna is a volcano.
      - Gobi
  - id: judged
    statement: Water boils at a lower temperature on a high mountain.
    answer: true
    explain: The pressure of the air is lower there.
  - id: filled
    cloze: "{{c1::Romulus}} and {{c1::Remus::his twin}} were raised by a wolf."
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The fast tests come first."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


class Run(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Program = Callable[..., Run]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's home of their own; the working folder is empty."""
    folder = tmp_path / "home"
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for name in ("NO_COLOR", "FORCE_COLOR", "LINES", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("QUIZKIT_HOME", folder), ("HOME", tmp_path), ("TERM", "xterm-256color")):
        monkeypatch.setenv(name, str(value))
    return folder


@pytest.fixture
def quizkit(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """Run a command as the program does, in this process; ``stdin`` is what is piped into it."""

    def run(*arguments: str | Path, stdin: str = "") -> Run:
        monkeypatch.setattr(sys, "argv", ["quizkit", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Run(int(ended.value.code or 0), out, err)

    return run


Process = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def process(home: Path) -> Process:
    """Run ``python -m quizkit`` as a process; the options are those of ``subprocess.run``."""

    def run(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
        if not {"stdout", "capture_output"} & options.keys():
            options["capture_output"] = True
        return subprocess.run([*QUIZKIT, *map(str, arguments)], timeout=60, check=False, **options)

    return run


@pytest.fixture
def five_types(tmp_path: Path) -> Path:
    """A deck with one question of each type, each with an id."""
    path = tmp_path / "five.yaml"
    path.write_text(FIVE_TYPES, encoding="utf-8")
    return path


# --- a terminal -------------------------------------------------------------------------------------

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "backspace": "\x7f",
    "ctrl-c": "\x03",
    "ctrl-z": "\x1a",
    "ctrl-d": "\x04",
    "ctrl-s": "\x13",
}
_ALTERNATE = 1049
_DRAWING = 2026 << 5  # as pyte keeps private modes
PATIENCE = 20.0


class _Screen(pyte.Screen):  # type: ignore[misc]  # pyte has no types
    """A screen with an alternate one beside it, which pyte leaves out."""

    def __init__(self, width: int, height: int, reply: Callable[[bytes], object]) -> None:
        self._shell: Any = None
        self._reply = reply
        super().__init__(width, height)

    def is_alternate(self) -> bool:
        return self._shell is not None

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        if kwargs.get("private") and _ALTERNATE in modes and self._shell is None:
            self._shell = copy.deepcopy(self.buffer), copy.copy(self.cursor)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        if kwargs.get("private") and _ALTERNATE in modes and self._shell is not None:
            self.buffer, self.cursor = self._shell
            self._shell = None
        super().reset_mode(*modes, **kwargs)

    def write_process_input(self, data: str) -> None:
        self._reply(data.encode())  # where the cursor is, for one who asks

    @property
    def display(self) -> list[str]:
        """Its lines. A cell behind a wide character is empty: pyte measures them all again at each look."""
        cells = range(self.columns)
        rows = (self.buffer[row] for row in range(self.lines))
        return ["".join([row.get(cell, row.default).data for cell in cells]) for row in rows]


class PtyScreen:
    """A program on a terminal of its own: press keys, and look at the screen until it shows something."""

    def __init__(self, child: pexpect.spawn | Forked, width: int = 80, height: int = 24) -> None:
        self.child = child
        self.raw = b""
        self.ended = False
        self.screen = _Screen(width, height, self.child.send)
        self._stream = pyte.ByteStream(self.screen)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def words(self) -> str:
        """What is on the screen as one line with single spaces, wherever the screen breaks it."""
        return " ".join(self.text.split())

    def full_screen(self) -> bool:
        """Whether the program has the alternate screen, which leaves the shell's as it was."""
        return self.screen.is_alternate()

    @property
    def drawn(self) -> bool:
        """Whether a full screen is there to its end: a frame was drawn, and none is being drawn."""
        return not self.full_screen() or (bool(self.lines[-1]) and _DRAWING not in self.screen.mode)

    def press(self, *keys: str) -> None:
        """Press named keys (``KEYS``), or type anything else."""
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def read(self, seconds: float) -> bool:
        """Let the program draw for at most ``seconds``; returns whether it drew anything."""
        if self.ended:
            return False
        try:
            data = self.child.read_nonblocking(65_536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            self.ended = True
            return False
        self.raw += data
        self._stream.feed(data)
        return True

    def until(self, wanted: str | Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Look until the words are on a screen that is drawn to its end, or until the condition holds."""
        holds = wanted if callable(wanted) else lambda: wanted in self.words and self.drawn
        deadline = time.monotonic() + seconds
        while not holds():
            left = deadline - time.monotonic()
            if left <= 0 or (self.ended and not holds()):
                why = "the program ended" if self.ended else f"nothing in {seconds:g} s"
                raise AssertionError(f"waited for {wanted!r}: {why}\n{self.framed}")
            self.read(min(left, 0.2))

    def until_it_ends(self) -> int:
        """Look until the program has ended; returns its exit code, or minus the signal that ended it."""
        self.until(lambda: self.ended)
        self.child.wait()
        code = self.child.exitstatus
        return -int(self.child.signalstatus or 0) if code is None else int(code)

    def answer(self, *keys: str, then: str) -> None:
        """Press keys and look until ``then`` shows."""
        self.press(*keys)
        self.until(then)

    def press_and_see(self, *keys: str) -> None:
        """Press keys and look until anything has changed, and the program has drawn all of it."""
        before = self.text
        self.press(*keys)
        self.until(lambda: self.text != before)
        while self.read(0.05):
            pass

    def resize(self, width: int, height: int) -> None:
        self.screen.resize(height, width)
        self.child.setwinsize(height, width)

    @property
    def framed(self) -> str:
        rule = "+" + "-" * self.screen.columns + "+"
        return "\n".join([rule, *(f"|{line}|" for line in self.screen.display), rule])


StartTerminal = Callable[..., PtyScreen]


def spawned(command: list[str], width: int = 80, height: int = 24) -> pexpect.spawn:
    """Any program on a terminal of its own."""
    # The environment by name: readline puts the size of another terminal into the process's own.
    environment = dict(os.environ)
    size = (height, width)
    child = pexpect.spawn(command[0], command[1:], dimensions=size, env=environment, timeout=None)
    child.delaybeforesend = None
    child.ptyproc.delayafterclose = 0.01
    return child


@pytest.fixture(scope="session")
def hatchery() -> Iterator[Hatchery]:
    from tests.hatchery import Hatchery  # which has no terminals to read on Windows

    with closing(Hatchery()) as started:
        yield started


@pytest.fixture
def start(home: Path, hatchery: Hatchery) -> Iterator[StartTerminal]:
    """Start ``quizkit``, or another program, on a terminal; what still runs at the end dies."""
    started: list[PtyScreen] = []

    def terminal(
        *arguments: str | Path, size: tuple[int, int] = (80, 24), program: Sequence[str] = ()
    ) -> PtyScreen:
        words = list(map(str, arguments))
        # The language is read with the modules.
        if program or os.environ["LANGUAGE"] != "en":
            child = spawned([*(program or QUIZKIT), *words], *size)
        else:
            child = hatchery.start(words, *size)
        started.append(PtyScreen(child, *size))
        return started[-1]

    yield terminal
    for screen in started:
        screen.child.close(force=True)
