"""The plain way to ask: lines in, lines out, for pipes, screen readers and terminals that can do no more."""

from __future__ import annotations

import sys
from typing import TextIO

from quizkit.grading import key_of
from quizkit.model import Choice, Filled, Gap, Gaps, Picked, Rating, Response, Reveal, TextEntry, Typed
from quizkit.terminal.text import clean
from quizkit.terminal.view import Asking, Command, Feedback

_COMMANDS = {":u": Command.UNDO, ":s": Command.SUSPEND, ":b": Command.BURY, ":q": Command.QUIT}


class PlainUi:
    """Asks line by line. A line of ``:u``, ``:s``, ``:b``, ``:q`` or ``:h`` is a command (:h: the hint)."""

    def __init__(self, source: TextIO | None = None, target: TextIO | None = None) -> None:
        self._source = source or sys.stdin
        self._target = target or sys.stdout

    def ask(self, view: Asking) -> Response | Command:
        card = view.card
        self._say(f"\n[{view.header.done + 1}/{view.header.total}] {view.header.title}")
        if view.header.notice:
            self._say(view.header.notice)
        if card.about.context:
            self._say(f"{card.about.context}:")
        match card.interaction:
            case Reveal():
                self._say(card.prompt)
                line = self._line("Enter shows the answer: ", view)
                return line if isinstance(line, Command) else Command.REVEAL
            case TextEntry():
                self._say(card.prompt)
                line = self._line("Answer: ", view)
                return line if isinstance(line, Command) else Typed(line)
            case Choice(options):
                self._say(card.prompt)
                for number, option in enumerate(options, 1):
                    self._say(f"  {number}. {option.text}")
                return self._pick(view, len(options))
            case Gaps():
                return self._fill(view, card.interaction)

    def rate(self, view: Feedback) -> Rating | Command:
        self._show_answer(view)
        if not view.ratings:
            return view.proposed or Rating.GOOD
        keys = "  ".join(f"{key.key}={key.label} {key.then}".rstrip() for key in view.ratings)
        marked = next((key.key for key in view.ratings if key.rating is view.proposed), "")
        while True:
            line = self._line(f"{keys}{f'  Enter={marked}' if marked else ''}: ", view)
            if isinstance(line, Command):
                return line
            for key in view.ratings:
                if line.strip() == key.key or (not line.strip() and key.key == marked):
                    return key.rating

    def close(self) -> None:
        self._target.flush()

    def _pick(self, view: Asking, count: int) -> Response | Command:
        while True:
            line = self._line(f"1-{count}: ", view)
            if isinstance(line, Command):
                return line
            number = line.strip()
            if number.isascii() and number.isdecimal() and 1 <= int(number[:4]) <= count:
                return Picked(int(number) - 1)

    def _fill(self, view: Asking, gaps: Gaps) -> Response | Command:
        number = 0
        shown = ""
        for segment in gaps.segments:
            if isinstance(segment, Gap):
                number += 1
                shown += f"[{number}{f': {segment.hint}' if segment.hint else ''}]"
            else:
                shown += segment
        self._say(shown)
        texts: list[str] = []
        for place in range(number):
            line = self._line(f"{place + 1}: ", view)
            if isinstance(line, Command):
                return line
            texts.append(line)
        return Filled(tuple(texts))

    def _show_answer(self, view: Feedback) -> None:
        if view.grade is not None:
            self._say(
                "Right." if view.grade.score >= 1 else "Partly right." if view.grade.score else "Wrong."
            )
            if view.grade.feedback:
                self._say(view.grade.feedback)
        self._say(f"Answer: {key_of(view.card.interaction)}")
        if view.card.about.explain:
            self._say(view.card.about.explain)
        if view.card.about.cite:
            self._say(f"Source: {view.card.about.source}")

    def _line(self, prompt: str, view: Asking | Feedback) -> str | Command:
        """The next line, or the command it is; the end of the input means leaving."""
        while True:
            self._target.write(clean(prompt))
            self._target.flush()
            line = self._source.readline()
            if not line:
                self._say("")
                return Command.QUIT
            line = line.rstrip("\r\n")
            if line == ":h":
                self._say(f"Hint: {view.card.about.hint}" if view.card.about.hint else "There is no hint.")
                continue
            command = _COMMANDS.get(line)
            if command is None:
                return line
            if command in view.commands:
                return command
            self._say("That is not possible here.")

    def _say(self, text: str) -> None:
        self._target.write(clean(text) + "\n")
