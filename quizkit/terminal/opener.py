"""Opening a file with the program that the system has for it, while the session goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence

from quizkit.deckfile.media import Medium
from quizkit.messages import _
from quizkit.terminal.text import clean

_OPENERS = {"darwin": ("open",), "linux": ("xdg-open", "wslview", "gio open")}


def open_media(media: Sequence[Medium]) -> str:
    """Open what can be opened; returns the sentence that says what happened."""
    if not media:
        return _("This question has no picture and no sound.")
    said = []
    for medium in media:
        if medium.path is None:
            said.append(f"{clean(medium.name)} {medium.trouble}.")
        elif trouble := _open(str(medium.path)):
            said.append(f"{trouble}: {clean(str(medium.path))}")
        else:
            said.append(_("{name} opens in another window.").format(name=clean(medium.name)))
    return " ".join(said)


def _has_windows() -> bool:
    """Whether there is a desktop; the openers of Linux start without one, and then show nothing."""
    desktop = {"DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"}
    return not sys.platform.startswith("linux") or bool(desktop & os.environ.keys())


def _open(path: str) -> str:
    """Start the system's program for a file, apart from our terminal; what went wrong, or nothing."""
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - a picture or a sound by its name, see deckfile/media.py
            return ""
        names = _OPENERS.get(sys.platform, ("xdg-open",))
        command = next((words for name in names if shutil.which((words := name.split())[0])), None)
        if command is None or not _has_windows():
            return _("There is no program here to open it")
        subprocess.Popen(  # noqa: S603 - as above, and no shell reads the name
            [*command, path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # without a terminal of its own, nor with ours
        )
    except OSError as error:
        return _("It could not be opened ({reason})").format(reason=error.strerror)
    return ""
