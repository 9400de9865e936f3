"""Starts ``quizkit`` on terminals of its own, many times and fast.

Half of what a short session costs is to read the modules. One process reads them once and forks for each
session that a test asks for: from there on that is a program like any other, with a process, a terminal and
an environment of its own. Run as a program, this file is the process that forks.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import json
import os
import pkgutil
import pty
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from pexpect.fdpexpect import fdspawn


class Forked(fdspawn):  # type: ignore[misc]  # pexpect has no types
    """A program on the other end of a terminal, with as much of ``pexpect.spawn`` as the tests use."""

    def __init__(self, hatchery: Hatchery, number: int, terminal: int) -> None:
        super().__init__(terminal, timeout=None, use_poll=True)
        self.pid = number
        self.exitstatus: int | None = None
        self.signalstatus: int | None = None
        self._hatchery = hatchery

    def kill(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def setwinsize(self, rows: int, columns: int) -> None:
        _resize(self.child_fd, rows, columns)

    def wait(self) -> None:
        """Wait until it has ended."""
        while not self._has_ended():
            time.sleep(0.001)

    def close(self, *, force: bool = True) -> None:
        """Hang up; what does not end by that is killed."""
        super().close()
        deadline = time.monotonic() + 2
        while not self._has_ended():
            time.sleep(0.001)
            if force and time.monotonic() > deadline:
                self.kill(signal.SIGKILL)

    def _has_ended(self) -> bool:
        if self.exitstatus is None and self.signalstatus is None:
            status = self._hatchery.status(self.pid)
            if status is None:
                return False
            code = os.waitstatus_to_exitcode(status)
            self.exitstatus, self.signalstatus = (code, None) if code >= 0 else (None, -code)
        return True


class Hatchery:
    """The process that forks; it ends with this one."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        # On a terminal, so that Python opens its streams as it does on those of the programs to come.
        self._terminal, terminal = pty.openpty()
        with theirs:
            handed = theirs.fileno()
            command = [sys.executable, "-P", __file__, str(handed)]
            streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), terminal)
            self._process = subprocess.Popen(command, pass_fds=[handed], **streams)
        os.close(terminal)

    def start(self, arguments: list[str], columns: int, rows: int) -> Forked:
        """A program that begins in the folder and with the environment that this process has now."""
        begin = {"environment": dict(os.environ), "folder": str(Path.cwd())}
        self._ask({"arguments": arguments, "rows": rows, "columns": columns, **begin})
        number, (terminal,), _, _ = socket.recv_fds(self._socket, 100, 1)
        return Forked(self, int(number), terminal)

    def status(self, number: int) -> int | None:
        """How a program ended, as the system tells it; None while it runs."""
        self._ask({"number": number})
        status: int | None = json.loads(self._socket.recv(100))
        return status

    def close(self) -> None:
        self._socket.close()
        self._process.wait()
        os.close(self._terminal)

    def _ask(self, request: dict[str, Any]) -> None:
        self._socket.sendall(json.dumps(request).encode() + b"\n")


def _serve(asked: socket.socket) -> dict[str, Any]:
    """Do what is asked until nobody is there to ask; returns in each new program, with what it was asked."""
    for line in asked.makefile("rb"):
        request: dict[str, Any] = json.loads(line)
        if "number" in request:
            number, status = os.waitpid(request["number"], os.WNOHANG)
            asked.send(json.dumps(status if number else None).encode())
            continue
        number, terminal = os.forkpty()
        if number == 0:
            return request
        socket.send_fds(asked, [str(number).encode()], [terminal])
        os.close(terminal)
    sys.exit()


def _read_everything() -> None:
    import quizkit

    for module in pkgutil.walk_packages(quizkit.__path__, "quizkit."):
        if not module.name.startswith(("quizkit.sync", "quizkit.__main__")):
            importlib.import_module(module.name)
    gc.freeze()


def _become(request: dict[str, Any]) -> None:
    """Be the program that was asked for, as far as it can tell."""
    _resize(0, request["rows"], request["columns"])
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    sys.argv = ["quizkit", *request["arguments"]]


def _resize(terminal: int, rows: int, columns: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


if __name__ == "__main__":
    _read_everything()
    with closing(socket.socket(fileno=int(sys.argv[1]))) as from_tests:
        _become(_serve(from_tests))
    from quizkit.__main__ import main

    main()
