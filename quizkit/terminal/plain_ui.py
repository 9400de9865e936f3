"""The plain way to ask: lines in, lines out, for pipes, screen readers and terminals that can do no more."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from quizkit.deckfile.media import WORDS
from quizkit.grading import key_of
from quizkit.markup import plain
from quizkit.messages import _, counted
from quizkit.model import Card, Choice, ExtendedText, Gap, Gaps, Interaction, Match, Order, Reveal, TextEntry
from quizkit.reviews import Rating
from quizkit.terminal.entry import PICKS, Entry, choices, complete, current_gap, pick, type_text, wants_text
from quizkit.terminal.opener import open_media
from quizkit.terminal.pieces import source_line
from quizkit.terminal.text import clean, is_yes
from quizkit.terminal.view import Asking, Command, Ending, Feedback, Given
from quizkit.wording import context

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
# A key of the screen that would hide nothing here.
_PAUSE = ":p"


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
        above = context(card.about, card.language)
        for words in (view.header.notice, above and f"{above}:"):
            if words:
                self._say(words)
        if view.limit_ms:
            self._say(_("You have {count} s for this question.").format(count=view.limit_ms // 1000))
        if not isinstance(card.interaction, Gaps):
            self._say(plain(card.prompt))
        for medium in view.media:
            where = medium.path or f"{medium.name} {medium.trouble}"
            self._say(f"{WORDS[medium.key]}: {where}")
        if isinstance(card.interaction, Reveal):
            line, _hints = self._line(_("Enter shows the answer: "), view, 0)
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
        enter = "  " + _("Enter={key}").format(key=marked) if marked else ""
        while True:
            line, _hints = self._line(f"{keys}{enter}: ", view, 0)
            if isinstance(line, Command):
                return line
            for key in view.ratings:
                if line.strip() == key.key or (not line.strip() and key.key == marked):
                    return key.rating
            self._say(_("Type one of the numbers; :? lists the commands."))

    def conclude(self, ending: Ending) -> bool:
        from quizkit.terminal.output import as_lines  # rich, which no line before needs
        from quizkit.terminal.summary import ending_page

        self._target.write(f"\n{as_lines(ending_page(ending)).lstrip()}")
        if not ending.missed:
            return False
        offer = counted(
            "Go through this one again, for practice? y, or Enter to leave: ",
            "Go through these {count} again, for practice? y, or Enter to leave: ",
            len(ending.missed),
        )
        self._target.write(offer)
        self._target.flush()
        answer = self._source.readline()
        if not answer:
            self._say("")
        return is_yes(answer)

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
            typed = wants_text(interaction, entry)
            line, hints = self._meant(_prompt(view, entry), view, entry.hints, typed=typed)
            entry = entry._replace(hints=hints)
            if isinstance(line, Command):
                self._left = (view.card, entry)
                return line
            if typed:
                entry = type_text(entry, line)
            else:
                picked = _numbers(line, choices(interaction, entry))
                if picked is None or (len(picked) != 1 and _picks_one(interaction)):
                    self._say(
                        _("What counts here is the numbers in front of the lines; :? lists the commands.")
                    )
                    continue
                entry = entry if isinstance(interaction, Gaps) else entry._replace(picked=())
                for number in picked:
                    entry = pick(interaction, entry, number)
            response = complete(interaction, entry, enter=not typed)
            if response is not None:
                return Given(response, entry.hints)
            if isinstance(interaction, Order | Match):
                self._say(_("Each item needs a number."))

    def _offer(self, view: Asking, entry: Entry) -> None:
        interaction = view.card.interaction
        match interaction:
            case Choice(options):
                self._list([option.text for option in options])
            case Order(items):
                self._list(items)
            case Match(items, partners):
                listed = "; ".join(f"{place}) {plain(item)}" for place, item in enumerate(items, 1))
                self._say(_("Items: {items}").format(items=listed))
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
            partly = _("Partly right ({share:.0%}).").format(share=score)
            self._say(_("Right.") if score >= 1 else partly if score else _("Wrong."))
            for line in (view.grade.note, view.grade.feedback):
                if line:
                    self._say(plain(line))
        answer = plain(key_of(view.card.interaction, view.card.language))
        self._say(_("Answer: {answer}").format(answer=answer))
        if view.card.about.explain:
            self._say(plain(view.card.about.explain))
        if view.card.about.cite:
            self._say(_("Source: {source}").format(source=source_line(view.card)))

    def _meant(self, prompt: str, view: Asking, hints: int, *, typed: bool) -> tuple[str | Command, int]:
        """The next line; an empty one, which counts as no answer, a person gives twice."""
        line, hints = self._line(prompt, view, hints)
        if typed and isinstance(line, str) and not line.strip() and self._is_a_person:
            self._say(_("Enter again if you don't know") + ".")
            line, hints = self._line(prompt, view, hints)
        return line, hints

    @property
    def _is_a_person(self) -> bool:
        """Whether the lines come from a terminal; a pipe can't be asked whether it means what it says."""
        return self._source.isatty()

    def _line(self, prompt: str, view: Asking | Feedback, hints: int) -> tuple[str | Command, int]:
        """The next line or the command it is, and the hints shown so far; the end of input means leaving."""
        is_sure = not (view.header.for_good and self._is_a_person)
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
                no_more = _("There is no further hint.")
                self._say(_("Hint: {hint}").format(hint=given[0]) if given else no_more)
                hints += len(given)
            elif line == ":o":
                self._say(open_media(view.media))
            elif line == ":?":
                self._help(view, hints)
            elif line not in _COMMANDS and line != _PAUSE:
                return line, hints
            elif _COMMANDS.get(line) is Command.QUIT and not is_sure:
                self._say(_(":q again leaves the quiz."))
                is_sure = True
            elif line in _COMMANDS and _COMMANDS[line] in view.commands:
                return _COMMANDS[line], hints
            else:
                self._say(_("That is not possible here."))

    def _help(self, view: Asking | Feedback, hints: int) -> None:
        """The commands that work here and now."""
        from quizkit.terminal.help import WORDS

        self._say(_("Commands, each on a line of its own:"))
        if hints < len(view.card.about.hint) and isinstance(view, Asking):
            self._say("  :h " + _("a hint; each costs a third of the credit"))
        if view.media:
            self._say("  :o " + _("open the picture or the sound"))
        for line, command in _COMMANDS.items():
            if command in view.commands:
                self._say(f"  {line} {WORDS[command]}")

    def _say(self, text: str) -> None:
        self._target.write(clean(text) + "\n")


def _prompt(view: Asking, entry: Entry) -> str:
    interaction = view.card.interaction
    count = choices(interaction, entry)
    span = f"1-{PICKS[min(count, len(PICKS)) - 1]}" if count else ""
    match interaction:
        case TextEntry():
            return _("Answer (commas between items): ") if interaction.several else _("Answer: ")
        case Gaps():
            return f"{len(entry.texts) + 1}{f' ({span})' if span else ''}: "
        case Order():
            return _("{keys} in order, such as 2 1 3: ").format(keys=span)
        case Match():
            return _("{keys} for each item in turn: ").format(keys=span)
        case Choice(several=True):
            return _("{keys}, several: ").format(keys=span)
        case ExtendedText() if entry.texts:
            return _("{keys}, the points your text makes: ").format(keys=span)
        case _:
            return f"{span}: " if span else _("Answer: ")


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
