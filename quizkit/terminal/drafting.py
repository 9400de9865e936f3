"""Going through what was found in a document: the passage on the screen, one key for each candidate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from quizkit.drafting import Candidate
from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.terminal.dialog import Dialog
from quizkit.terminal.keys import keys as key_line
from quizkit.terminal.modes import enter_screen, leave_screen, restore_echo, silence_echo
from quizkit.terminal.screens import Screen, screen_of
from quizkit.terminal.text import clean
from quizkit.terminal.view import Header

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

Question = dict[str, Any]
# As much of a paragraph is shown before and after the sentence, in characters.
_ROUND = 350
_STYLES = ("", "not dim", "not dim bold reverse", "not dim", "")


class _Key(Enum):
    """What the author wants done with a candidate."""

    ACCEPT = "a"
    CHOICE = "c"
    EDIT = "e"
    SKIP = "s"
    BACK = "b"
    QUIT = "q"


class Drafting(Dialog):
    """Shows the candidates one by one; what is accepted goes to ``keep``, which may refuse it.

    ``paragraphs``: the passages by number; ``edit``: opens the author's editor, gives the questions in it.
    """

    def __init__(
        self,
        title: str,
        candidates: Sequence[Candidate],
        paragraphs: Mapping[int, str],
        keep: Callable[[Question], None],
        edit: Callable[[Candidate], list[Question]],
    ) -> None:
        super().__init__()
        self.kept = 0
        self._title = title
        self._candidates = candidates
        self._paragraphs = paragraphs
        self._keep = keep
        self._edit = edit
        self._place = 0
        self._typing: _Key | None = None
        self._notice = ""
        self._saved: Any = None

    def run(self) -> int:
        """Until the last candidate, or until the author leaves; returns how many questions were kept."""
        self._enter()
        try:
            while self._place < len(self._candidates):
                wanted = self._wanted()
                if wanted is _Key.QUIT:
                    break
                self._do(wanted)
        except KeyboardInterrupt:
            pass
        finally:
            self._leave()
        return self.kept

    @property
    def _candidate(self) -> Candidate:
        return self._candidates[self._place]

    @property
    def typing_lines(self) -> int:
        return 1 if self._typing else 0

    # --- keys -----------------------------------------------------------------------------------------

    def _wanted(self) -> _Key:
        wanted: _Key = self.show(self._keys())
        self._notice = ""
        return wanted

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings

        bindings = KeyBindings()
        for key in _Key:
            if key is not _Key.CHOICE or self._candidate.wrong:
                bindings.add(key.value)(_give(key))
        return bindings

    def _do(self, wanted: _Key) -> None:
        match wanted:
            case _Key.ACCEPT | _Key.CHOICE:
                self._accept(wanted)
            case _Key.EDIT:
                self._hand_over()
            case _Key.BACK:
                self._go(-1)
            case _Key.SKIP:
                self._go(1)
            case _Key.QUIT:
                pass

    def _go(self, step: int) -> None:
        self._place = max(0, self._place + step)
        self.scroll, self.typed = None, ""

    def _accept(self, form: _Key) -> None:
        """Ask for the question's text; nothing typed, or Esc, leads back."""
        from prompt_toolkit.key_binding import KeyBindings

        bindings = KeyBindings()
        bindings.add("escape", eager=True)(lambda event: event.app.exit(result=""))
        self._typing = form
        ask = " ".join(str(self.show(bindings)).split())
        self._typing = None
        if ask:
            self.typed = ask
            candidate = self._candidate
            self._store([candidate.as_choice(ask) if form is _Key.CHOICE else candidate.question(ask)])

    def _hand_over(self) -> None:
        self._leave()
        try:
            questions = self._edit(self._candidate)
        except QuizkitError as error:
            questions, self._notice = [], error.in_one_line
        finally:
            self._enter()
        if questions:
            self._store(questions)

    def _store(self, questions: list[Question]) -> None:
        if any("TODO" in str(question.get("ask", "")) for question in questions):
            self._notice = _("The question still says TODO.")
            return
        try:
            for question in questions:
                self._keep(question)
                self.kept += 1
        except QuizkitError as error:
            self._notice = error.in_one_line
        else:
            self._go(1)

    def _enter(self) -> None:
        self._saved = silence_echo()
        enter_screen()

    def _leave(self) -> None:
        leave_screen()
        restore_echo(self._saved)

    # --- the screen -----------------------------------------------------------------------------------

    def screen(self, width: int) -> Screen:
        candidate = self._candidate
        title = f"{self._title} ¶ {candidate.number}"
        header = Header(title, self._place, len(self._candidates), notice=self._notice)
        body = Group(self._passage(), Text(), *_answer(candidate), Text(), *self._asked())
        return screen_of(header, body, self._foot(), width)

    def _passage(self) -> Text:
        """The paragraph: its sentence bright, the answer in it marked, the rest stepping back.

        Of a long paragraph, what stands near the sentence, so that the answer is on the screen.
        """
        candidate, text = self._candidate, self._paragraphs[self._candidate.number]
        sentence = candidate.sentence
        begin = _word_at(text, sentence.start - _ROUND)
        end = _word_at(text, sentence.end + _ROUND)
        marks = (begin, sentence.start, *candidate.span, sentence.end, end)
        shown = Text("… " if begin else "", style="dim")
        for (start, stop), style in zip(pairwise(marks), _STYLES, strict=True):
            shown.append(clean(text[start:stop]), style=style)
        return shown.append("…" if end < len(text) else "")

    def _asked(self) -> list[RenderableType]:
        return [Text(_("The question:"), style="bold")] if self._typing else []

    def _foot(self) -> Text:
        if self._typing:
            return key_line([(_("Enter"), _("keep it")), ("Esc", _("back"))])
        choice = [("c", _("accept as a choice"))] if self._candidate.wrong else []
        typed = [("a", _("accept")), *choice] if self._candidate.type != "choice" else [("a", _("accept"))]
        return key_line([*typed, ("e", _("edit")), ("s", _("skip")), ("b", _("back")), ("q", _("leave"))])


def _word_at(text: str, place: int) -> int:
    """The beginning of the first word from a place on; the ends of the text are such places, too."""
    found = text.find(" ", place) if 0 < place < len(text) else -1
    return found + 1 if found >= 0 else 0 if place <= 0 else len(text)


def _give(key: _Key) -> Callable[[KeyPressEvent], None]:
    def handler(event: KeyPressEvent) -> None:
        event.app.exit(result=key)

    return handler


def _answer(candidate: Candidate) -> list[RenderableType]:
    """What the question would have: its answer, and what could stand beside it."""
    unit = f" {candidate.unit}" if candidate.unit and candidate.type == "number" else ""
    rows = [
        (_("Answer:"), f"{candidate.answer}{unit}", "green"),
        (_("Accepts:"), ", ".join(candidate.accept), ""),
        (_("Wrong:"), " · ".join(candidate.wrong), ""),
        (_("Proof:"), " · ".join(candidate.evidence), ""),
    ]
    return [
        Text.assemble((f"{name} ", "dim"), clean(value), style=style) for name, value, style in rows if value
    ]
