"""The full-screen way to ask: one key for each action, redrawn at every resize.

The first screen is drawn before prompt_toolkit is imported: a learner reads while Python loads.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from quizkit.model import ExtendedText, Gaps, Rating, Reveal
from quizkit.terminal.entry import PICKS, Entry, back, choices, complete, pick, type_text, wants_text
from quizkit.terminal.help import help_screen
from quizkit.terminal.keys import COMMANDS
from quizkit.terminal.screens import Screen, feedback_screen, question_screen
from quizkit.terminal.view import Asking, Command, Feedback, Given

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

INPUT_MARK = "› "
# Room for an answer that is written rather than typed on one line.
WRITING_LINES = 5
MORE = "\x1b[2m  ↓ more (arrow keys)\x1b[0m"


class _Again:
    """What a key gives when the screen goes on in another shape."""


AGAIN = _Again()


class ScreenUi:
    """Asks on the terminal's alternate screen."""

    def __init__(self) -> None:
        self._open = False
        self._saved: Any = None

    def ask(self, view: Asking) -> Given | Command:
        question = _Question(view)
        self._first_frame(question.screen, question.typing_lines)
        return question.run()

    def rate(self, view: Feedback) -> Rating | Command:
        self._first_frame(lambda width: feedback_screen(view, width), typing=0)
        return _Rating(view).run()

    def aside(self, run: Callable[[], None]) -> None:
        """Run something that needs the terminal for itself, such as an editor."""
        if not self._open:
            run()
            return
        leave_screen()
        _restore_echo(self._saved)
        try:
            run()
        finally:
            self._saved = _silence_echo()
            enter_screen()

    def close(self) -> None:
        """Leave the alternate screen and give the terminal its settings back."""
        if not self._open:
            return
        self._open = False
        leave_screen()
        _restore_echo(self._saved)

    def _first_frame(self, draw: Callable[[int], Screen], typing: int) -> None:
        if self._open:
            return
        self._open = True
        self._saved = _silence_echo()
        width, height = shutil.get_terminal_size()
        screen = draw(width)
        lines = fit(screen, height, 0, reserved_lines(typing))
        mark = [f"  {INPUT_MARK}", *[""] * typing] if typing else []
        filler = [""] * (height - len(lines) - len(mark) - len(screen.foot))
        enter_screen()
        sys.stdout.write("\r\n".join([*lines, *mark, *filler, *screen.foot]))
        if typing:
            sys.stdout.write(f"\x1b[{len(lines) + 1};{len(INPUT_MARK) + 3}H")
        sys.stdout.flush()


def enter_screen() -> None:
    """Switch to the alternate screen, empty."""
    sys.stdout.write("\x1b[?1049h\x1b[2J\x1b[H")
    sys.stdout.flush()


def leave_screen() -> None:
    """Switch back to the shell's screen, with its cursor and with pasting as it was."""
    sys.stdout.write("\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h")
    sys.stdout.flush()


def reserved_lines(typing: int) -> int:
    """The lines between body and foot: those for typing where there are any, and an empty one."""
    return typing + 1


def fit(screen: Screen, height: int, scroll: int, reserved: int = 0) -> list[str]:
    """The head and as much of the body as has room above the foot, from line ``scroll`` on."""
    room = max(1, height - len(screen.head) - len(screen.foot) - reserved)
    if len(screen.body) <= room:
        return [*screen.head, *screen.body]
    scroll = min(scroll, len(screen.body) - room)
    shown = screen.body[scroll : scroll + room]
    if scroll + room < len(screen.body):
        shown[-1] = MORE
    return [*screen.head, *shown]


class _View:
    """A screen that waits for keys: what the two kinds of screen have in common."""

    def __init__(self, commands: frozenset[Command]) -> None:
        self.scroll = 0
        self.helping = False
        self.commands = commands

    def screen(self, width: int) -> Screen:
        raise NotImplementedError

    def show(self, keys: KeyBindings, *, typing: int) -> Any:
        from quizkit.terminal.toolkit import show

        return show(self, keys, typing=typing)

    def add_commands(self, keys: KeyBindings, free: Callable[[], bool]) -> None:
        """The command keys, and `?` for the list of them, while nothing is being typed."""
        from prompt_toolkit.filters import Condition

        is_free = Condition(free)
        for key, (command, _) in COMMANDS.items():
            if command in self.commands:
                keys.add(key, filter=is_free)(_give(command))
        keys.add("?", filter=is_free)(self._help)

    def _help(self, _event: KeyPressEvent) -> None:
        self.helping = not self.helping


class _Question(_View):
    """A question, until it is answered."""

    def __init__(self, view: Asking) -> None:
        super().__init__(view.commands)
        self._view = view
        self._interaction = view.card.interaction
        self._paused_at: int | None = None
        self._paused_ms = 0
        self.entry = Entry()

    @property
    def is_typed(self) -> bool:
        return wants_text(self._interaction, self.entry)

    @property
    def typing_lines(self) -> int:
        """The lines there are for typing."""
        if not self.is_typed:
            return 0
        return WRITING_LINES if isinstance(self._interaction, ExtendedText) else 1

    def screen(self, width: int) -> Screen:
        if self.helping or self._paused_at is not None:
            return help_screen(self._view, width, paused=self._paused_at is not None)
        return question_screen(self._view, self.entry, width)

    def run(self) -> Given | Command:
        while True:
            result = self.show(self._keys(), typing=self.typing_lines)
            if isinstance(result, Command):
                return result
            if isinstance(result, str):
                self.entry = type_text(self.entry, result)
            response = complete(self._interaction, self.entry, enter=result is True)
            if response is not None:
                return Given(response, self.entry.hints, self._paused_ms)

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        typed = self.is_typed

        def free() -> bool:
            """Keys are keys: nothing is being typed, and the clock runs."""
            return self._paused_at is None and not (typed and self.entry.typing)

        is_free = Condition(free)
        # An answer is given only to a question that can be seen.
        is_shown = Condition(lambda: free() and not self.helping)
        for number in range(min(choices(self._interaction, self.entry), len(PICKS))):
            keys.add(PICKS[number], filter=is_shown)(self._pick(number))
        if isinstance(self._interaction, Reveal):
            for key in ("space", "enter"):
                keys.add(key, filter=is_shown)(_give(Command.REVEAL))
        elif not typed:
            keys.add("enter", filter=is_shown)(self._confirm)
            keys.add("backspace", filter=is_shown)(self._back)
        self.add_commands(keys, free)
        keys.add("h", filter=is_free)(self._hint)
        keys.add("tab")(self._hint)
        keys.add("p", filter=Condition(lambda: free() or self._paused_at is not None))(self._pause)
        if typed:
            keys.add("escape", eager=True)(self._toggle)
        return keys

    def _pick(self, number: int) -> Callable[[KeyPressEvent], None]:
        def handler(event: KeyPressEvent) -> None:
            self.entry = pick(self._interaction, self.entry, number)
            if isinstance(self._interaction, Gaps) or complete(self._interaction, self.entry, enter=False):
                event.app.exit(result=AGAIN)

        return handler

    def _confirm(self, event: KeyPressEvent) -> None:
        if complete(self._interaction, self.entry, enter=True) is not None:
            event.app.exit(result=True)

    def _back(self, _event: KeyPressEvent) -> None:
        self.entry = back(self.entry)

    def _hint(self, _event: KeyPressEvent) -> None:
        self.entry = self.entry._replace(hints=min(self.entry.hints + 1, len(self._view.card.about.hint)))

    def _pause(self, _event: KeyPressEvent) -> None:
        now = time.monotonic_ns() // 1_000_000
        if self._paused_at is None:
            self._paused_at = now
        else:
            self._paused_ms += now - self._paused_at
            self._paused_at = None

    def _toggle(self, event: KeyPressEvent) -> None:
        self.entry = self.entry._replace(typing=not self.entry.typing)
        event.app.layout.focus_next()


class _Rating(_View):
    """An answer, until it is rated."""

    def __init__(self, view: Feedback) -> None:
        super().__init__(view.commands)
        self._view = view

    def screen(self, width: int) -> Screen:
        return help_screen(self._view, width) if self.helping else feedback_screen(self._view, width)

    def run(self) -> Rating | Command:
        answer: Rating | Command = self.show(self._keys(), typing=0)
        return answer

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        for rating in self._view.ratings:
            keys.add(rating.key)(_give(rating.rating))
        default = self._view.proposed or (None if self._view.ratings else Rating.GOOD)
        if default is not None:
            for key in ("enter", "space"):
                keys.add(key)(_give(default))
        self.add_commands(keys, lambda: True)
        return keys


def _give(value: object) -> Callable[[KeyPressEvent], None]:
    def handler(event: KeyPressEvent) -> None:
        event.app.exit(result=value)

    return handler


def _silence_echo() -> Any:
    """Stop the terminal from echoing keys that come before anyone reads them; returns what was set."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return None
    try:
        saved = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        mode = termios.tcgetattr(sys.stdin)
        # Between two screens, too, Enter is Enter and not a new line, and Ctrl-S does not stop the output.
        mode[tty.IFLAG] &= ~(termios.ICRNL | termios.IXON)
        termios.tcsetattr(sys.stdin, termios.TCSANOW, mode)
    except termios.error:
        return None
    return saved


def _restore_echo(saved: Any) -> None:
    if saved is not None:
        import termios

        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, saved)
