"""The full-screen way to ask: one key for each action, redrawn at every resize.

The first screen is drawn before prompt_toolkit is imported: a learner reads while Python loads.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from quizkit.model import Choice, Filled, Gaps, Picked, Rating, Response, Reveal, TextEntry, Typed
from quizkit.terminal.screens import Entry, Screen, feedback_screen, question_screen
from quizkit.terminal.view import Asking, Command, Feedback

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

T = TypeVar("T")

INPUT_MARK = "› "
MORE = "\x1b[2m  ↓ more (arrow keys)\x1b[0m"
COMMAND_KEYS = {"u": Command.UNDO, "s": Command.SUSPEND, "b": Command.BURY, "q": Command.QUIT}


class ScreenUi:
    """Asks on the terminal's alternate screen."""

    def __init__(self) -> None:
        self._open = False
        self._saved: Any = None

    def ask(self, view: Asking) -> Response | Command:
        self._first_frame(lambda width: question_screen(view, Entry(), width), _types(view))
        return _Question(view).run()

    def rate(self, view: Feedback) -> Rating | Command:
        self._first_frame(lambda width: feedback_screen(view, width), typing=False)
        return _Rating(view).run()

    def close(self) -> None:
        """Leave the alternate screen and give the terminal its settings back."""
        if not self._open:
            return
        self._open = False
        leave_screen()
        _restore_echo(self._saved)

    def _first_frame(self, draw: Callable[[int], Screen], typing: bool) -> None:
        if self._open:
            return
        self._open = True
        self._saved = _silence_echo()
        width, height = shutil.get_terminal_size()
        screen = draw(width)
        lines = fit(screen, height, 0, reserved_lines(typing=typing))
        mark = [f"  {INPUT_MARK}", ""] if typing else []
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


def reserved_lines(*, typing: bool) -> int:
    """The lines between body and foot: the one for typing where there is one, and an empty one."""
    return 2 if typing else 1


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

    def __init__(self) -> None:
        self.scroll = 0

    def screen(self, width: int) -> Screen:
        raise NotImplementedError

    def show(self, keys: KeyBindings, *, typing: bool) -> Any:
        from quizkit.terminal.toolkit import show

        return show(self, keys, typing=typing)


class _Question(_View):
    """A question, until it is answered."""

    def __init__(self, view: Asking) -> None:
        super().__init__()
        self._view = view
        self.entry = Entry(typing=_types(view))

    def screen(self, width: int) -> Screen:
        return question_screen(self._view, self.entry, width)

    def run(self) -> Response | Command:
        while True:
            answer = self.show(self._keys(), typing=self.entry.typing)
            if not isinstance(answer, str):
                return answer  # type: ignore[no-any-return]  # show() returns what a key's handler gave
            if not isinstance(self._view.card.interaction, Gaps):
                return Typed(answer)
            self.entry = self.entry._replace(filled=(*self.entry.filled, answer))
            if len(self.entry.filled) == len(self._view.card.interaction.gaps):
                return Filled(self.entry.filled)

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        free = Condition(lambda: not self.entry.typing)
        interaction = self._view.card.interaction
        if isinstance(interaction, Choice):
            for number in range(min(9, len(interaction.options))):
                keys.add(str(number + 1))(_give(Picked(number)))
        if isinstance(interaction, Reveal):
            for key in ("space", "enter"):
                keys.add(key)(_give(Command.REVEAL))
        for key, command in COMMAND_KEYS.items():
            if command in self._view.commands:
                keys.add(key, filter=free)(_give(command))
        keys.add("h", filter=free)(self._hint)
        keys.add("tab")(self._hint)
        if _types(self._view):
            keys.add("escape", eager=True)(self._toggle)
        return keys

    def _hint(self, _event: KeyPressEvent) -> None:
        self.entry = self.entry._replace(hint=bool(self._view.card.about.hint))

    def _toggle(self, event: KeyPressEvent) -> None:
        self.entry = self.entry._replace(typing=not self.entry.typing)
        event.app.layout.focus_next()


class _Rating(_View):
    """An answer, until it is rated."""

    def __init__(self, view: Feedback) -> None:
        super().__init__()
        self._view = view

    def screen(self, width: int) -> Screen:
        return feedback_screen(self._view, width)

    def run(self) -> Rating | Command:
        answer: Rating | Command = self.show(self._keys(), typing=False)
        return answer

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        for rating in self._view.ratings:
            keys.add(rating.key)(_give(rating.rating))
        for key in ("enter", "space"):
            default = self._view.proposed or (None if self._view.ratings else Rating.GOOD)
            if default is not None:
                keys.add(key)(_give(default))
        for key, command in COMMAND_KEYS.items():
            if command in self._view.commands:
                keys.add(key)(_give(command))
        return keys


def _types(view: Asking) -> bool:
    return isinstance(view.card.interaction, TextEntry | Gaps)


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
    except termios.error:
        return None
    return saved


def _restore_echo(saved: Any) -> None:
    if saved is not None:
        import termios

        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, saved)
