"""PDF, by pdfminer.six, the extra ``pdf``.

A PDF is a program of sorts, and some never end. So it is read in a process of its own, which is stopped
after a time and may use so much memory and no more.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from quizkit.errors import QuizkitError

MAX_SECONDS = 120
_WORKER = Path(__file__).with_name("pdf_worker.py")


def text_of(data: bytes, name: str) -> str:
    if find_spec("pdfminer") is None:
        raise QuizkitError(f"reading {name} needs pdfminer.six", hint="pip install 'quizkit[pdf]'")
    # -P: no module is imported from the folder that we happen to be in.
    command = [sys.executable, "-P", str(_WORKER)]
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours, and no argument is the user's
            command, input=data, capture_output=True, timeout=MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise QuizkitError(f"{name} cannot be read in {MAX_SECONDS} seconds") from error
    if done.returncode:
        raise QuizkitError(f"{name} is damaged or locked, or is no PDF", hint="print it to a new PDF file")
    return done.stdout.decode()
