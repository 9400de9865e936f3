"""The terminal's modes: its other screen, and keys that are neither echoed nor turned into lines."""

from __future__ import annotations

import sys
from typing import Any


def enter_screen() -> None:
    """Switch to the alternate screen, empty."""
    sys.stdout.write("\x1b[?1049h\x1b[2J\x1b[H")
    sys.stdout.flush()


def leave_screen() -> None:
    """Switch back to the shell's screen, with its cursor and with pasting as it was."""
    sys.stdout.write("\x1b[0m\x1b[?2004l\x1b[?1049l\x1b[?25h")
    sys.stdout.flush()


def silence_echo() -> Any:
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


def restore_echo(saved: Any) -> None:
    if saved is not None:
        import termios

        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, saved)
