"""PDF, by pdfminer.six, the extra ``pdf``.

A PDF is a program of sorts, and some never end. So it is read in a process of its own, which is stopped
after a time and may use so much memory and no more.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from quizkit.documents.stated import Stated
from quizkit.errors import QuizkitError
from quizkit.messages import _

MAX_SECONDS = 120
_WORKER = Path(__file__).with_name("pdf_worker.py")


def text_of(data: bytes, name: str) -> str:
    return _worked(data, name, "text").decode()


def stated_in(data: bytes, name: str) -> Stated:
    """Title and author as the file names them; the day on which it was made is not when it appeared."""
    said = json.loads(_worked(data, name, "stated"))
    return Stated(title=said["Title"], author=said["Author"])


def _worked(data: bytes, name: str, what: str) -> bytes:
    """What the worker writes. Raises QuizkitError."""
    if find_spec("pdfminer") is None:
        raise QuizkitError(
            _("reading {name} needs pdfminer.six").format(name=name), hint=_("pip install 'quizkit[pdf]'")
        )
    # -P: no module is imported from the folder that we happen to be in.
    command = [sys.executable, "-P", str(_WORKER), what]
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours, and no argument is the user's
            command, input=data, capture_output=True, timeout=MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise QuizkitError(
            _("{name} cannot be read in {seconds} seconds").format(name=name, seconds=MAX_SECONDS)
        ) from error
    if done.returncode:
        raise QuizkitError(
            _("{name} is damaged or locked, or is no PDF").format(name=name),
            hint=_("print it to a new PDF file"),
        )
    return done.stdout
