"""One question in a line of the terminal: for a text, or for yes or no, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import questionary
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.key_binding.key_processor import KeyPress
from questionary.prompts import confirm

from quizkit.messages import _, in_context

# The keys for yes and no, beside those of the library, and its own words for them.
_KEYS = {"y": in_context("key for yes", "y"), "n": in_context("key for no", "n")}
for _name, _word in (
    ("YES", _("Yes")),
    ("NO", _("No")),
    ("YES_OR_NO", _("(Y/n)")),
    ("NO_OR_YES", _("(y/N)")),
):
    setattr(confirm, _name, _word)


class Left(Exception):
    """The author leaves instead of answering."""


def ask_text(question: str, *, default: str = "", required: bool = True, form: Any = None) -> str:
    """A text; ``form`` says True of one that fits, and of another what is wrong with it."""

    def validate(text: str) -> bool | str:
        if not text.strip():
            return _("Something is needed here.") if required else True
        return form(text.strip()) if form else True

    asked = questionary.text(question, default=default, validate=validate, validate_while_typing=False)
    return str(answered(asked)).strip()


def ask_yes(question: str, *, default: bool = True) -> bool:
    asked = questionary.confirm(question, default=default)
    own = KeyBindings()
    for key, word in _KEYS.items():
        for letter in {word.lower(), word.upper()} - {key, key.upper()}:
            own.add(letter)(_press(key))
    asked.application.key_bindings = merge_key_bindings([asked.application.key_bindings or own, own])
    return bool(answered(asked))


def _press(key: str) -> Callable[[KeyPressEvent], None]:
    """Another key does what ``key`` does."""
    return lambda event: event.key_processor.feed(KeyPress(key), first=True)


def answered(question: questionary.Question) -> Any:
    """What is answered to any question of the library's."""
    answer = question.ask(kbi_msg="")
    if answer is None:
        raise Left
    return answer
