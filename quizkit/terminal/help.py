"""The list of keys, and the screen while the clock stands still."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from quizkit.messages import _
from quizkit.terminal.keys import COMMANDS, keys
from quizkit.terminal.screens import Screen, screen_of
from quizkit.terminal.view import Asking, Feedback

_ALWAYS = (
    ("↑ ↓", _("scroll")),
    ("Ctrl-L", _("draw the screen anew")),
    ("Ctrl-Z", _("back to the shell for a while (fg returns)")),
    ("Ctrl-C", _("leave at once; every answer is kept")),
)
_WHILE_ASKING = (
    ("Tab, h", _("a hint; each costs a third of the credit")),
    ("Esc", _("from typing to the keys, and back")),
    ("p", _("pause: the clock stands still")),
)
_AFTER = (
    ("1-4", _("rate the card: how well you knew it")),
    (_("Enter"), _("take the marked rating, or go on")),
)
_MEDIA = ("o, Ctrl-O", _("open the picture or the sound"))


def help_screen(view: Asking | Feedback, width: int, *, paused: bool = False) -> Screen:
    """Every key that works now; or, while paused, nothing but how to go on."""
    if paused:
        words = Text(_("Paused. The question is out of sight, the clock stands still."))
        return screen_of(view.header, words, keys([("p", _("go on"))]), width)
    grid = Table.grid(padding=(0, 3, 0, 0))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column()
    commands = [(key, word) for key, (command, word) in COMMANDS.items() if command in view.commands]
    asking = _WHILE_ASKING if isinstance(view, Asking) else _AFTER
    media = [_MEDIA] if view.media else []
    for key, word in (*asking, *media, *commands, *_ALWAYS):
        grid.add_row(key, word)
    body: RenderableType = Group(Text(_("Keys"), style="bold"), Text(), grid, Text())
    return screen_of(view.header, body, keys([("?", _("back to the question"))]), width)
