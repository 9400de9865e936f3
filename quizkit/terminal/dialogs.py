"""Screens that wait for keys: a question until it is answered, an answer until it is rated, the end."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from quizkit.messages import _
from quizkit.model import ExtendedText, Gaps, Reveal
from quizkit.responses import Picked
from quizkit.reviews import Rating
from quizkit.terminal.dialog import Dialog
from quizkit.terminal.entry import PICKS, Entry, back, choices, complete, pick, type_text, wants_text
from quizkit.terminal.help import help_screen, leaving_screen, pause_screen
from quizkit.terminal.keys import COMMANDS
from quizkit.terminal.screens import Screen, ending_screen, feedback_screen, question_screen
from quizkit.terminal.view import Asking, Command, Ending, Feedback, Given

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

# Room for an answer that is written rather than typed on one line.
WRITING_LINES = 5
V = TypeVar("V", Asking, Feedback)


class _Again:
    """What a key gives when the screen goes on in another shape."""


AGAIN = _Again()


class _OfCard(Dialog, Generic[V]):
    """What questions and answers have in common: commands, the list of keys, pictures and sounds."""

    def __init__(self, view: V) -> None:
        super().__init__()
        self.view: V = view
        self.helping = False
        self.leaving = False  # asked whether to leave for good
        self._below: int | None = None  # how far the card is scrolled while the list of keys covers it

    @abstractmethod
    def content(self, width: int) -> Screen:
        """What is to be seen while nobody is about to leave."""

    def screen(self, width: int) -> Screen:
        content = self.content(width)
        return leaving_screen(content, width) if self.leaving else content

    def add_commands(self, keys: KeyBindings, free: Callable[[], bool]) -> None:
        """The command keys, and `?` for the list of them, while nothing is being typed."""
        from prompt_toolkit.filters import Condition

        is_free = Condition(free)
        for key, (command, _word) in COMMANDS.items():
            if command in self.view.commands:
                asks = command is Command.QUIT and self.view.header.for_good
                keys.add(key, filter=is_free)(self._turn_to_leave if asks else _give(command))
                if asks:
                    self._add_second_thoughts(keys, key)
        keys.add("?", filter=is_free)(self._help)
        for key in ("escape", "enter", "space"):
            keys.add(key, filter=Condition(lambda: self.helping), eager=True)(self._help)
        if self.view.media:
            keys.add("o", filter=is_free)(self._open)
            keys.add("c-o")(self._open)

    def _add_second_thoughts(self, keys: KeyBindings, key: str) -> None:
        """The same key again leaves, any other one goes on and does nothing else."""
        from prompt_toolkit.filters import Condition

        is_leaving = Condition(lambda: self.leaving)
        keys.add(key, filter=is_leaving, eager=True)(_give(Command.QUIT))
        keys.add("<any>", filter=is_leaving, eager=True)(self._turn_to_leave)

    def _turn_to_leave(self, _event: KeyPressEvent) -> None:
        self.leaving = not self.leaving

    def _help(self, _event: KeyPressEvent) -> None:
        self.helping = not self.helping
        self.scroll, self._below = (None, self.scroll) if self.helping else (self._below, None)

    def _open(self, _event: KeyPressEvent) -> None:
        from quizkit.terminal.opener import open_media

        self.say(open_media(self.view.media))

    def say(self, notice: str) -> None:
        """Say something above the question."""
        self.view = self.view._replace(header=self.view.header._replace(notice=notice))


class QuestionDialog(_OfCard[Asking]):
    """A question, until it is answered."""

    def __init__(self, view: Asking) -> None:
        super().__init__(view)
        self._interaction = view.card.interaction
        self._began = _now()
        self._paused_at: int | None = None
        self._paused_ms = 0
        self.entry = Entry()
        self.refresh = 1.0 if view.limit_ms else None

    def resumed(self, view: Asking) -> QuestionDialog:
        """The question where it was left for a command, ready to be typed into."""
        self.view = view
        self.helping = False
        self.entry = self.entry._replace(typing=True)
        return self

    @property
    def is_typed(self) -> bool:
        return wants_text(self._interaction, self.entry)

    @property
    def typing_lines(self) -> int:
        if not self.is_typed or not self._is_shown():
            return 0
        return WRITING_LINES if isinstance(self._interaction, ExtendedText) else 1

    def accepts(self, text: str) -> bool:
        """An empty line counts as no answer, so it takes two: one may be left over from the card before."""
        if text.strip() or self.whisper or isinstance(self._interaction, ExtendedText):
            self.whisper = ""
            return True
        self.whisper = _("Enter again if you don't know")
        return False

    def content(self, width: int) -> Screen:
        view = self._timed()
        if self._paused_at is not None:
            return pause_screen(view, width)
        if self.helping:
            return help_screen(view, width, self.entry)
        return question_screen(view, self.entry, width)

    def _timed(self) -> Asking:
        """The question with the seconds that are left to answer it, where they are counted."""
        if not self.view.limit_ms:
            return self.view
        now = _now() if self._paused_at is None else self._paused_at
        left = self.view.limit_ms - (now - self._began - self._paused_ms)
        return self.view._replace(header=self.view.header._replace(seconds=max(0, -(-left // 1000))))

    def run(self) -> Given | Command:
        while True:
            result = self.show(self._keys())
            if isinstance(result, Command):
                return result
            if isinstance(result, str):
                self.entry = type_text(self.entry, result)
                self.typed = ""
                if isinstance(self._interaction, ExtendedText):
                    self.scroll = None  # the points to tick are to be seen
            response = complete(self._interaction, self.entry, enter=result is True)
            if response is not None:
                return Given(response, self.entry.hints, self._paused_ms)

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.filters import Condition
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        typed = self.is_typed

        def free() -> bool:
            """Keys are keys: nothing is being typed, and the clock runs."""
            return self._paused_at is None and not (typed and self.entry.typing)

        # An answer is given only to a question that can be seen, and so is a hint.
        is_shown = Condition(lambda: free() and self._is_shown())
        for number in range(min(choices(self._interaction, self.entry), len(PICKS))):
            keys.add(PICKS[number], filter=is_shown)(self._pick(number))
        if isinstance(self._interaction, Reveal):
            for key in ("space", "enter"):
                keys.add(key, filter=is_shown)(_give(Command.REVEAL))
        elif not typed:
            keys.add("enter", filter=is_shown)(self._confirm)
            keys.add("backspace", filter=is_shown)(self._back)
        self.add_commands(keys, free)
        keys.add("h", filter=is_shown)(self._hint)
        keys.add("tab", filter=Condition(self._is_shown))(self._hint)
        can_pause = Condition(lambda: free() or self._paused_at is not None)
        keys.add("p", filter=can_pause)(lambda _event: self.pause())
        if typed:
            keys.add("escape", filter=Condition(self._is_shown), eager=True)(self._toggle)
        return keys

    def _is_shown(self) -> bool:
        return self._paused_at is None and not self.helping

    def _pick(self, number: int) -> Callable[[KeyPressEvent], None]:
        def handler(event: KeyPressEvent) -> None:
            self.entry = pick(self._interaction, self.entry, number)
            if isinstance(self._interaction, Gaps) or complete(self._interaction, self.entry, enter=False):
                event.app.exit(result=AGAIN)

        return handler

    def _confirm(self, event: KeyPressEvent) -> None:
        response = complete(self._interaction, self.entry, enter=True)
        again = _("Enter again if you don't know")
        if response == Picked(()) and self.view.header.notice != again:
            self.say(again)
        elif response is not None:
            event.app.exit(result=True)

    def _back(self, _event: KeyPressEvent) -> None:
        self.entry = back(self.entry)

    def _hint(self, _event: KeyPressEvent) -> None:
        self.whisper = ""
        self.entry = self.entry._replace(hints=min(self.entry.hints + 1, len(self.view.card.about.hint)))

    def pause(self) -> None:
        """Stop the clock, or let it go on."""
        now = _now()
        if self._paused_at is None:
            self._paused_at = now
        else:
            self._paused_ms += now - self._paused_at
            self._paused_at = None

    def _toggle(self, event: KeyPressEvent) -> None:
        from quizkit.terminal.toolkit import give_keys_to

        self.whisper = ""
        self.entry = self.entry._replace(typing=not self.entry.typing)
        give_keys_to(event.app.layout, line=self.entry.typing)


class RatingDialog(_OfCard[Feedback]):
    """An answer, until it is rated."""

    def content(self, width: int) -> Screen:
        return help_screen(self.view, width) if self.helping else feedback_screen(self.view, width)

    def run(self) -> Rating | Command:
        answer: Rating | Command = self.show(self._keys())
        return answer

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        for rating in self.view.ratings:
            keys.add(rating.key)(_give(rating.rating))
        default = self.view.proposed or (None if self.view.ratings else Rating.GOOD)
        if default is not None:
            for key in ("enter", "space"):
                keys.add(key)(_give(default))
        self.add_commands(keys, lambda: True)
        return keys


class EndingDialog(Dialog):
    """The end of a session in which something was missed."""

    def __init__(self, ending: Ending) -> None:
        super().__init__()
        self._ending = ending

    def screen(self, width: int) -> Screen:
        return ending_screen(self._ending, width)

    def run(self) -> bool:
        """Whether the learner goes through what was missed again."""
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        keys.add("a")(_give(True))
        for key in ("enter", "q", "escape"):
            keys.add(key)(_give(False))
        again: bool = self.show(keys)
        return again


def _now() -> int:
    """Milliseconds of a clock that nobody sets."""
    return time.monotonic_ns() // 1_000_000


def _give(value: object) -> Callable[[KeyPressEvent], None]:
    def handler(event: KeyPressEvent) -> None:
        event.app.exit(result=value)

    return handler
