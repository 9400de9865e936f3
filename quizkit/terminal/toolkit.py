"""The one place that runs prompt_toolkit: a screen of lines, perhaps with an input line, and keys."""

from __future__ import annotations

import os
import re
import signal
from functools import cache
from typing import TYPE_CHECKING, Any

from prompt_toolkit.application import Application, get_app, run_in_terminal
from prompt_toolkit.document import Document
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
from prompt_toolkit.layout.processors import AfterInput
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.widgets import TextArea

from quizkit.terminal.modes import enter_screen, leave_screen
from quizkit.terminal.page import INPUT_MARK, Page, page, reserved_lines, scrolled
from quizkit.terminal.pictures import KITTY_CLEAR, has_true_colour
from quizkit.terminal.screens import MARGIN

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from quizkit.terminal.dialog import Dialog

# The beginning or the end of a link. Neither takes up a cell: each is sent with the character that follows.
LINK = re.compile(r"\x1b]8;[^\x1b]*\x1b\\")
NO_LINK = "\x1b]8;;\x1b\\"


def show(view: Dialog, keys: KeyBindings) -> Any:
    """See :meth:`Dialog.show`."""
    typing = view.typing_lines
    field = _field(view, typing)
    painter = _Painter()
    app: Application[Any] = Application(
        layout=_layout(view, painter, field, typing),
        key_bindings=merge_key_bindings([_common_keys(painter), _scroll_keys(view, typing), keys]),
        full_screen=True,
        refresh_interval=view.refresh,
        input=_input(),
        output=_output(),
        color_depth=ColorDepth.DEPTH_24_BIT if has_true_colour() else ColorDepth.DEPTH_8_BIT,
        before_render=_begin_frame,
        after_render=painter.paint,
    )
    app.after_render += _end_frame
    app.ttimeoutlen = 0.05  # how long a lone Esc waits for the rest of an escape sequence
    app.timeoutlen = 0.05
    try:
        return app.run(handle_sigint=False)
    finally:
        view.typed = field.text
        painter.clean_up()


def _field(view: Dialog, typing: int) -> TextArea:
    """The line for typing, or several."""

    def accept(buffer: Buffer) -> bool:
        if view.accepts(buffer.text):
            get_app().exit(result=buffer.text)
        return True

    lines, several = max(1, typing), typing > 1
    style = "" if os.environ.get("NO_COLOR") else "ansiyellow"
    whisper = AfterInput(lambda: view.whisper, style)
    field = TextArea(
        multiline=several, wrap_lines=several, height=lines, accept_handler=accept, input_processors=[whisper]
    )
    field.buffer.document = Document(view.typed, len(view.typed))
    field.buffer.on_text_changed += lambda _buffer: view.edited()
    return field


def _layout(view: Dialog, painter: _Painter, field: TextArea, typing: int) -> Layout:
    """The screen above, the line for typing where there is one, and the foot at the bottom."""

    def top() -> ANSI:
        size = get_app().output.get_size()
        painter.page = page(
            view.screen(size.columns), size.columns, size.rows, view.scroll, view.typing_lines
        )
        return _ansi(painter.page.lines)

    def foot() -> ANSI:
        return _ansi(view.screen(get_app().output.get_size().columns).foot)

    mark = FormattedTextControl(f"  {INPUT_MARK}")
    line = VSplit([Window(mark, width=len(INPUT_MARK) + 2, height=max(1, typing)), field])
    body = Window(FormattedTextControl(top, focusable=True, show_cursor=False), dont_extend_height=True)
    rows = [
        body,
        ConditionalContainer(line, filter=Condition(lambda: view.typing_lines > 0)),
        Window(),
        Window(FormattedTextControl(foot), dont_extend_height=True),
    ]
    return Layout(HSplit(rows), focused_element=field if typing else body)


def give_keys_to(layout: Layout, *, line: bool) -> None:
    """Turn what is pressed next into text on the line for typing, or into commands, before it is drawn so."""
    windows = (each for each in layout.find_all_windows() if each.content.is_focusable())
    layout.focus(next(each for each in windows if isinstance(each.content, BufferControl) is line))


def _begin_frame(app: Application[Any]) -> None:
    """Ask the terminal to show this drawing at once, when it is whole; those that can't take no notice."""
    if isinstance(app.output, Vt100_Output):
        app.output.write_raw("\x1b[?2026h")


def _end_frame(app: Application[Any]) -> None:
    if isinstance(app.output, Vt100_Output):
        app.output.write_raw("\x1b[?2026l")
        app.output.flush()


def _ansi(lines: list[str]) -> ANSI:
    return ANSI(LINK.sub("\001\\g<0>\002", "\n".join(lines)))


class _Painter:
    """Puts a picture that the terminal draws itself over the lines that were left empty for it."""

    def __init__(self) -> None:
        self.page = Page([])
        self._painted: tuple[int, str, object] | None = None

    def paint(self, app: Application[Any]) -> None:
        """After each drawing: the picture, unless it is there already."""
        if any("\x1b]8;" in line for line in self.page.lines):
            # An end that stands before a blank is not sent where a blank was before.
            app.output.write_raw(NO_LINK)
            app.output.flush()
        wanted = (self.page.row, self.page.paint, app.output.get_size()) if self.page.paint else None
        if wanted == self._painted:
            return
        if self._painted is not None:  # of which prompt_toolkit knows nothing
            self.clean_up()
            app.renderer.clear()
            app.invalidate()
            return
        self._painted = wanted
        app.output.write_raw(f"\x1b7\x1b[{self.page.row + 1};{MARGIN + 1}H{self.page.paint}\x1b8")
        app.output.flush()

    def clean_up(self) -> None:
        """What other drawing does not remove; the picture will be painted anew."""
        if self._painted is not None and self._painted[1].startswith("\x1b_G"):
            _output().write_raw(KITTY_CLEAR)
            _output().flush()
        self._painted = None


def _common_keys(painter: _Painter) -> KeyBindings:
    """What every screen knows: to leave, to be suspended, to be drawn anew."""
    keys = KeyBindings()

    # Eager: at once, whatever else any key would do.
    @keys.add("c-c", eager=True)
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add("c-d", eager=True)
    @keys.add("<sigint>", eager=True)
    def _leave(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    @keys.add("c-s")
    def _done(event: KeyPressEvent) -> None:
        if isinstance(event.app.layout.current_control, BufferControl):
            event.app.current_buffer.validate_and_handle()

    @keys.add("c-z")
    def _suspend(_event: KeyPressEvent) -> None:
        painter.clean_up()
        run_in_terminal(_stop_here)

    @keys.add("c-l")
    def _redraw(event: KeyPressEvent) -> None:
        painter.clean_up()
        event.app.renderer.clear()

    return keys


# Lines that an arrow key scrolls; a page is as many as there is room for.
_LINES, _A_PAGE = 3, 1000


def _scroll_keys(view: Dialog, typing: int) -> KeyBindings:
    keys = KeyBindings()
    # In a text of several lines the arrow keys move the cursor.
    several = typing > 1
    scrolls = Condition(lambda: not (several and isinstance(get_app().layout.current_control, BufferControl)))

    def scroll(event: KeyPressEvent, by: int) -> None:
        size = event.app.output.get_size()
        screen = view.screen(size.columns)
        view.scroll = scrolled(screen, size.rows, view.scroll, reserved_lines(view.typing_lines), by)

    for names, by in ((("down", "up"), _LINES), (("pagedown", "pageup"), _A_PAGE)):
        filtered = scrolls if by == _LINES else True
        keys.add(names[0], filter=filtered)(lambda event, by=by: scroll(event, by))
        keys.add(names[1], filter=filtered)(lambda event, by=by: scroll(event, -by))
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
