"""The list of keys, and the screen while the clock stands still."""

from __future__ import annotations

import signal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizkit.messages import _
from quizkit.terminal.entry import Entry
from quizkit.terminal.keys import COMMANDS, keys, more_hints, picking
from quizkit.terminal.screens import Screen, foot_of, screen_of
from quizkit.terminal.view import Asking, Command, Feedback

WORDS = {
    Command.UNDO: _("undo the last answer or action"),
    Command.EDIT: _("edit the question in its file"),
    Command.SUSPEND: _("suspend: it is not asked again"),
    Command.BURY: _("bury: it comes back tomorrow"),
    Command.FLAG: _("flag it for yourself, or no longer"),
    Command.MARK: _("mark for the author, or no longer"),
    Command.OVERRIDE: _("I was right: it counts as known"),
    Command.QUIT: _("leave"),
}
_HINT = ("Tab, h", _("a hint; each costs a third of the credit"))
_PAUSE = ("p", _("pause: the clock stands still"))
_MEDIA = ("o, Ctrl-O", _("open the picture or the sound"))
_REDRAW = ("Ctrl-L", _("draw the screen anew"))
_SHELL = ("Ctrl-Z", _("back to the shell for a while (fg returns)"))


def help_screen(view: Asking | Feedback, width: int, entry: Entry = Entry()) -> Screen:  # noqa: B008 - immutable
    """Every key that works here and now; how to scroll is said where there is something to scroll."""
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    own = _asking(view, entry) if isinstance(view, Asking) else _rating(view)
    media = [_MEDIA] if view.media else []
    commands = [
        (key, WORDS[command]) for key, (command, _word) in COMMANDS.items() if command in view.commands
    ]
    for key, word in (*own, *media, *commands, *_always(view)):
        grid.add_row(key, word)
    body: RenderableType = Group(Text(_("Keys"), style="bold"), Text(), grid, Text())
    return screen_of(view.header, body, keys([("?, Esc", _("back to the question"))]), width)


def pause_screen(view: Asking, width: int) -> Screen:
    """Nothing but how to go on."""
    words = Text(_("Paused. The question is out of sight, the clock stands still."))
    return screen_of(view.header, words, keys([("p", _("go on"))]), width)


def leaving_screen(screen: Screen, width: int) -> Screen:
    """The same screen to somebody who is about to leave for good."""
    words = Text(_("q again leaves the quiz; any other key goes on"), style="bold yellow")
    return screen._replace(foot=foot_of(words, width))


def _always(view: Asking | Feedback) -> list[tuple[str, str]]:
    shell = [_SHELL] if hasattr(signal, "SIGTSTP") else []
    # The answers of a quiz are for now.
    leave = _("leave at once; every answer is kept") if view.header.counts else _("leave at once")
    return [_REDRAW, *shell, ("Ctrl-C", leave)]


def _asking(view: Asking, entry: Entry) -> list[tuple[str, str]]:
    hint = [_HINT] if more_hints(view, entry) else []
    return [*picking(view, entry), *hint, _PAUSE]


def _rating(view: Feedback) -> list[tuple[str, str]]:
    if not view.ratings:
        return [(_("Enter"), _("go on"))]
    first, last = view.ratings[0].key, view.ratings[-1].key
    rate = (f"{first}-{last}", _("rate the card: how well you knew it"))
    return [rate, *([(_("Enter"), _("take the marked rating"))] if view.proposed else [])]
