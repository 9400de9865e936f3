"""The plain way to ask: lines in, lines out, for pipes, screen readers and terminals that can do no more."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from quizkit.deckfile.media import WORDS
from quizkit.grading import key_of
from quizkit.markup import plain
from quizkit.model import (
    Card,
    Choice,
    ExtendedText,
    Gap,
    Gaps,
    Interaction,
    Match,
    Order,
    Rating,
    Reveal,
    TextEntry,
)
from quizkit.terminal.entry import PICKS, Entry, choices, complete, current_gap, pick, type_text, wants_text
from quizkit.terminal.opener import open_media
from quizkit.terminal.text import clean
from quizkit.terminal.view import Asking, Command, Ending, Feedback, Given

_COMMANDS = {
    ":u": Command.UNDO,
    ":e": Command.EDIT,
    ":s": Command.SUSPEND,
    ":b": Command.BURY,
    ":f": Command.FLAG,
    ":m": Command.MARK,
    ":w": Command.OVERRIDE,
    ":q": Command.QUIT,
}
HELP = """\
Commands, each on a line of its own:
  :h hint   :o open the picture or sound
  :u undo   :s suspend   :b bury
  :f flag   :m mark for the author
  :e edit   :w I was right   :q leave"""


class PlainUi:
    """Asks line by line. A line such as ``:u`` is a command; ``:?`` lists them."""

    fleeting = False

    def __init__(self, source: TextIO | None = None, target: TextIO | None = None) -> None:
        self._source = source or sys.stdin
        self._target = target or sys.stdout
        self._left: tuple[Card, Entry] | None = None

    def ask(self, view: Asking) -> Given | Command:
        card = view.card
        self._say(f"\n[{view.header.done + 1}/{view.header.total}] {view.header.title}")
        for words in (view.header.notice, card.about.context and f"{card.about.context}:"):
            if words:
                self._say(words)
        if not isinstance(card.interaction, Gaps):
            self._say(plain(card.prompt))
        for medium in view.media:
            where = medium.path or f"{medium.name} {medium.trouble}"
            self._say(f"{WORDS[medium.key].capitalize()}: {where}")
        if isinstance(card.interaction, Reveal):
            line, _ = self._line("Enter shows the answer: ", view, 0)
            return line if isinstance(line, Command) else Command.REVEAL
        return self._answer(view)

    def rate(self, view: Feedback) -> Rating | Command:
        if view.header.notice:
            self._say(view.header.notice)
        self._show_answer(view)
        if not view.ratings:
            return view.proposed or Rating.GOOD
        keys = "  ".join(f"{key.key}={key.label} {key.then}".rstrip() for key in view.ratings)
        marked = next((key.key for key in view.ratings if key.rating is view.proposed), "")
        while True:
            line, _ = self._line(f"{keys}{f'  Enter={marked}' if marked else ''}: ", view, 0)
            if isinstance(line, Command):
                return line
            for key in view.ratings:
                if line.strip() == key.key or (not line.strip() and key.key == marked):
                    return key.rating

    def conclude(self, ending: Ending) -> bool:
        from quizkit.terminal.output import as_lines  # rich, which no line before needs
        from quizkit.terminal.summary import ending_page

        self._target.write(f"\n{as_lines(ending_page(ending)).lstrip()}")
        if not ending.missed:
            return False
        them = "this one" if len(ending.missed) == 1 else f"these {len(ending.missed)}"
        self._target.write(f"Go through {them} again, for practice? y, or Enter to leave: ")
        self._target.flush()
        answer = self._source.readline()
        if not answer:
            self._say("")
        return answer.strip().lower() in {"y", "yes"}

    def aside(self, run: Callable[[], None]) -> None:
        run()

    def close(self) -> None:
        self._target.flush()

    def _answer(self, view: Asking) -> Given | Command:
        """One line for each thing to type or to pick, until there is a response."""
        interaction = view.card.interaction
        entry = self._left[1] if self._left and self._left[0] is view.card else Entry()
        self._left = None
        while True:
            self._offer(view, entry)
            line, hints = self._line(_prompt(view, entry), view, entry.hints)
            entry = entry._replace(hints=hints)
            if isinstance(line, Command):
                self._left = (view.card, entry)
                return line
            typed = wants_text(interaction, entry)
            if typed:
                entry = type_text(entry, line)
            else:
                picked = _numbers(line, choices(interaction, entry))
                if picked is None or (len(picked) != 1 and _picks_one(interaction)):
                    continue
                entry = entry if isinstance(interaction, Gaps) else entry._replace(picked=())
                for number in picked:
                    entry = pick(interaction, entry, number)
            response = complete(interaction, entry, enter=not typed)
            if response is not None:
                return Given(response, entry.hints)

    def _offer(self, view: Asking, entry: Entry) -> None:
        interaction = view.card.interaction
        match interaction:
            case Choice(options):
                self._list([option.text for option in options])
            case Order(items):
                self._list(items)
            case Match(items, partners):
                self._say(
                    "Items: " + "; ".join(f"{place}) {plain(item)}" for place, item in enumerate(items, 1))
                )
                self._list(partners)
            case Gaps():
                if not entry.texts:
                    self._say(_numbered_gaps(interaction))
                gap = current_gap(interaction, entry)
                if gap and gap.wrong:
                    self._list(gap.options)
            case ExtendedText(rubric, model_answer) if entry.texts:
                if model_answer:
                    self._say(plain(model_answer))
                self._list(rubric)
            case _:
                pass

    def _list(self, texts: Sequence[str]) -> None:
        for key, text in zip(PICKS, texts, strict=False):
            self._say(f"  {key}. {plain(text)}")

    def _show_answer(self, view: Feedback) -> None:
        if view.grade is not None:
            score = view.grade.score
            self._say("Right." if score >= 1 else f"Partly right ({score:.0%})." if score else "Wrong.")
            for line in (view.grade.note, view.grade.feedback):
                if line:
                    self._say(plain(line))
        self._say(f"Answer: {plain(key_of(view.card.interaction))}")
        if view.card.about.explain:
            self._say(plain(view.card.about.explain))
        if view.card.about.cite:
            self._say(f"Source: {view.card.about.source}")

    def _line(self, prompt: str, view: Asking | Feedback, hints: int) -> tuple[str | Command, int]:
        """The next line or the command it is, and the hints shown so far; the end of input means leaving."""
        while True:
            self._target.write(clean(prompt))
            self._target.flush()
            line = self._source.readline()
            if not line:
                self._say("")
                return Command.QUIT, hints
            line = line.rstrip("\r\n")
            if line == ":h":
                given = view.card.about.hint[hints : hints + 1]
                self._say(f"Hint: {given[0]}" if given else "There is no further hint.")
                hints += len(given)
            elif line == ":o":
                self._say(open_media(view.media))
            elif line == ":?":
                self._say(HELP)
            elif line not in _COMMANDS:
                return line, hints
            elif _COMMANDS[line] in view.commands:
                return _COMMANDS[line], hints
            else:
                self._say("That is not possible here.")

    def _say(self, text: str) -> None:
        self._target.write(clean(text) + "\n")


def _prompt(view: Asking, entry: Entry) -> str:
    interaction = view.card.interaction
    count = choices(interaction, entry)
    span = f"1-{PICKS[min(count, len(PICKS)) - 1]}" if count else ""
    match interaction:
        case TextEntry():
            return "Answer (commas between items): " if interaction.several else "Answer: "
        case Gaps():
            return f"{len(entry.texts) + 1}{f' ({span})' if span else ''}: "
        case Order():
            return f"{span} in order, such as 2 1 3: "
        case Match():
            return f"{span} for each item in turn: "
        case Choice(several=True):
            return f"{span}, several: "
        case ExtendedText() if entry.texts:
            return f"{span}, the points your text makes: "
        case _:
            return f"{span}: " if span else "Answer: "


def _picks_one(interaction: Interaction) -> bool:
    """Whether a line names exactly one thing."""
    return isinstance(interaction, Gaps) or (isinstance(interaction, Choice) and not interaction.several)


def _numbered_gaps(gaps: Gaps) -> str:
    shown, number = "", 0
    for segment in gaps.segments:
        if isinstance(segment, Gap):
            number += 1
            shown += f"[{number}{f': {segment.hint}' if segment.hint else ''}]"
        else:
            shown += plain(segment)
    return shown


def _numbers(line: str, count: int) -> list[int] | None:
    """The numbers picked on a line such as "2 1 3" or "213"; None where it holds anything else."""
    words = line.replace(",", " ").split()
    marks = [mark for word in words for mark in (word if count <= 9 else [word])]
    found = [PICKS.find(mark) if len(mark) == 1 else -1 for mark in marks]
    return found if all(0 <= number < count for number in found) else None
