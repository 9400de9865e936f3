"""The one place that runs prompt_toolkit: a screen of lines, perhaps with an input line, and keys."""

from __future__ import annotations

import os
import signal
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from prompt_toolkit.application import Application, get_app, run_in_terminal
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    VSplit,
    Window,
)
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.widgets import TextArea

from quizkit.terminal.screen_ui import INPUT_MARK, enter_screen, fit, leave_screen, reserved_lines

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from quizkit.terminal.screens import Screen


class Shown(Protocol):
    """A screen that can be scrolled."""

    scroll: int

    def screen(self, width: int) -> Screen: ...


def show(view: Shown, keys: KeyBindings, *, typing: int, refresh: float | None = None) -> Any:
    """Draw ``view`` until a key ends it; returns the typed text or what the key's handler gave.

    ``typing``: lines for typing, perhaps none; with several Enter begins a new one and Ctrl-S is done.
    ``refresh``: draw anew every so many seconds.
    Raises KeyboardInterrupt for Ctrl-C and EOFError where the terminal is gone.
    """
    lines = max(1, typing)
    field = TextArea(multiline=lines > 1, wrap_lines=lines > 1, height=lines, accept_handler=_accept)
    reserved = reserved_lines(typing)

    def top() -> ANSI:
        size = get_app().output.get_size()
        return ANSI("\n".join(fit(view.screen(size.columns), size.rows, view.scroll, reserved)))

    def foot() -> ANSI:
        return ANSI("\n".join(view.screen(get_app().output.get_size().columns).foot))

    mark = Window(FormattedTextControl(f"  {INPUT_MARK}"), width=len(INPUT_MARK) + 2, height=lines)
    idle = Window(FormattedTextControl("", focusable=True, show_cursor=False), height=1)
    rows = [
        Window(FormattedTextControl(top), dont_extend_height=True),
        ConditionalContainer(VSplit([mark, field]), filter=typing > 0),
        idle,
        Window(),
        Window(FormattedTextControl(foot), dont_extend_height=True),
    ]
    app: Application[Any] = Application(
        layout=Layout(HSplit(rows), focused_element=field if typing else idle),
        key_bindings=merge_key_bindings([_common_keys(view, reserved, several=lines > 1), keys]),
        full_screen=True,
        refresh_interval=refresh,
        input=_input(),
        output=_output(),
        color_depth=ColorDepth.DEPTH_4_BIT,
    )
    app.ttimeoutlen = 0.05  # how long a lone Esc waits for the rest of an escape sequence
    app.timeoutlen = 0.05
    return app.run(handle_sigint=False)


def _accept(buffer: Any) -> bool:
    get_app().exit(result=buffer.text)
    return True


def _common_keys(view: Shown, reserved: int, *, several: bool) -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add("c-d")
    @keys.add("<sigint>")
    def _leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add("c-s")
    def _done(event: KeyPressEvent) -> None:
        if isinstance(event.app.layout.current_control, BufferControl):
            event.app.exit(result=event.app.current_buffer.text)

    @keys.add("c-z")
    def _suspend(_event: KeyPressEvent) -> None:
        run_in_terminal(_stop_here)

    @keys.add("c-l")
    def _redraw(event: KeyPressEvent) -> None:
        event.app.renderer.clear()

    # In a text of several lines the arrow keys move the cursor.
    scrolls = Condition(lambda: not (several and isinstance(get_app().layout.current_control, BufferControl)))

    @keys.add("down", filter=scrolls)
    @keys.add("pagedown")
    def _down(event: KeyPressEvent) -> None:
        size = event.app.output.get_size()
        screen = view.screen(size.columns)
        room = size.rows - len(screen.head) - len(screen.foot) - reserved
        view.scroll = max(0, min(view.scroll + 3, len(screen.body) - room))

    @keys.add("up", filter=scrolls)
    @keys.add("pageup")
    def _up(_event: KeyPressEvent) -> None:
        view.scroll = max(0, view.scroll - 3)

    return keys


def _stop_here() -> None:
    """Ctrl-Z: back to the shell on its own screen, and to ours on ``fg``."""
    if hasattr(signal, "SIGTSTP"):
        leave_screen()
        os.kill(0, signal.SIGTSTP)
        enter_screen()


@cache
def _input() -> Input:
    return create_input()


@cache
def _output() -> Output:
    """The terminal's output; the session enters and leaves the alternate screen, not each question."""
    output = create_output()
    output.enter_alternate_screen = lambda: output.cursor_goto(1, 1)  # type: ignore[method-assign]  # see above
    output.quit_alternate_screen = lambda: None  # type: ignore[method-assign]  # see above
    return output
