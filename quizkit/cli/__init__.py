"""The command line: parses arguments, prints sentences, and is the one boundary for errors.

Exit codes: 0 done, 1 the user's data, 2 usage, 3 our bug (a log file is named), 130 Ctrl-C.
"""

from __future__ import annotations

import errno
import io
import os
import sys

import typer

from quizkit.cli.app import app
from quizkit.cli.usage import CalledWrongly, show
from quizkit.errors import QuizkitError
from quizkit.messages import _

OUR_BUG = 3
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE}
# Whether a file is there cannot even be asked: its name is too long, or a folder above it is closed.
_NO_WAY = {errno.ENAMETOOLONG, errno.EACCES, errno.EPERM, errno.ELOOP}


def main() -> None:
    """Run the program; every way it can end goes through here."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter is no reason to stop
    try:
        try:
            code = app(prog_name="quizkit", standalone_mode=False)
        finally:
            sys.stdout.flush()  # here, where it can still be told that this fails
    except CalledWrongly as error:
        _say(show(error).rstrip("\n"))
        sys.exit(error.exit_code)
    except typer.Abort:
        _say(_("Aborted!"))
        sys.exit(1)
    except QuizkitError as error:
        _say(f"quizkit: {error}")
        if error.hint:
            _say(_("  hint: {hint}").format(hint=error.hint))
        sys.exit(error.exit_code)
    except OSError as error:
        sys.exit(_say_of_system(error))
    except Exception as error:  # the boundary: nobody but us can mend what arrives here
        _say(_report_bug(error))
        sys.exit(OUR_BUG)
    sys.exit(code)


def _say(text: str) -> None:
    from quizkit.terminal.text import for_stream

    sys.stderr.write(for_stream(text, sys.stderr) + "\n")


def _open_closed_streams() -> None:
    """A stream that the caller closed leads nowhere; no database may be opened under its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open


def _say_of_system(error: OSError) -> int:
    """What the system refused that no command expected; returns the exit code."""
    if error.errno in _NO_ROOM:
        _say_output_lost(error)
        return 1
    if error.errno in _NO_WAY and error.filename:
        why = _("cannot read {path}: {reason}").format(path=error.filename, reason=error.strerror)
        _say(f"quizkit: {why}")
        return 1
    _say(_report_bug(error))
    return OUR_BUG


def _say_output_lost(error: OSError) -> None:
    """The disk is full (a sentence), or nobody reads the pipe (no word)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries again as it ends
    if error.errno != errno.EPIPE:
        what = error.filename or _("the output")
        _say(_("quizkit: cannot write {path}: {reason}").format(path=what, reason=error.strerror))


def _report_bug(error: Exception) -> str:
    """Write the traceback to the log file; returns the sentence that names it."""
    import traceback
    from datetime import UTC, datetime

    from quizkit import __version__ as version
    from quizkit.settings import paths

    log = paths().log
    kind = type(error).__name__
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"--- {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, quizkit {version}, {sys.argv!r}\n")
            file.write("".join(traceback.format_exception(error)))
    except OSError as problem:
        told = _("quizkit: this is a bug in quizkit ({kind}), and its log could not be written: {reason}")
        return told.format(kind=kind, reason=problem.strerror)
    told = _("quizkit: this is a bug in quizkit ({kind}); what happened is written to {path}")
    return told.format(kind=kind, path=log)
