"""The wizard of ``quizkit new``: questions about questions, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import questionary

from quizkit.fields import FLAG, GROUPS, OPTION, PER_GAP, Key, ListOf, TextMap
from quizkit.identity import slug
from quizkit.questions import QuestionType

OPTIONAL = ("hint", "explain", "cite")


class Wanted(NamedTuple):
    """What the author wants written."""

    path: Path
    title: str
    language: str
    questions: list[dict[str, Any]]


class _Stop(Exception):
    """The author left the wizard."""


def ask_deck(
    types: Mapping[str, QuestionType], path: Path | None, mistake_in: Callable[[dict[str, Any]], str]
) -> Wanted | None:
    """Ask for a deck and its first questions; None where the author leaves before the first one.

    A question in which ``mistake_in`` finds a mistake is asked again.
    """
    questions: list[dict[str, Any]] = []
    try:
        title = _text("Title of the deck:")
        language = _text("Language of the deck (en, es, …):", default="en", form=_is_language)
        file = path or Path(_text("File:", default=f"{slug(title) or 'deck'}.yaml", form=_is_free))
        while not questions or _yes("Another question?"):
            question = _question(types)
            while mistake := mistake_in(question):
                questionary.print(f"Not sound: {mistake}. Once more, please.", style="fg:ansired")
                question = _question(types)
            questions.append(question)
    except _Stop:
        if not questions:
            return None
        questionary.print(f"The {len(questions)} finished question(s) are kept.")
    return Wanted(file, title, language, questions)


def ask_question(
    types: Mapping[str, QuestionType],
    mistake_in: Callable[[dict[str, Any]], str],
    shown: Callable[[dict[str, Any]], str],
) -> dict[str, Any] | None:
    """Ask for one question and show it as a learner will see it; None where the author does not want it."""
    try:
        while True:
            question = _question(types)
            if mistake := mistake_in(question):
                questionary.print(f"Not sound: {mistake}. Once more, please.", style="fg:ansired")
                continue
            print(f"\n{shown(question)}\n")  # noqa: T201 - drawn by the screens, in colour
            if _yes("Add this question?"):
                return question
    except _Stop:
        return None


def _question(types: Mapping[str, QuestionType]) -> dict[str, Any]:
    width = max(map(len, types))
    choices = [questionary.Choice(f"{name:<{width}}  {kind.doc}", name) for name, kind in types.items()]
    kind = types[_answered(questionary.select("Type of question:", choices=choices))]
    values: dict[str, Any] = {}
    for name, declared in kind.own_keys.items():
        value = _value(declared)
        if value is not None:
            values[name] = value
    for name in OPTIONAL:
        text = _text(f"{name} (Enter leaves it out):", required=False)
        if text:
            values[name] = text
    return values


def _value(declared: Key) -> Any:
    """Ask for the value of one key in the way that fits its kind."""
    question = f"{declared.name}: {declared.doc}"
    if declared.kind is FLAG:
        return _yes(question) if declared.required else (_yes(question, default=False) or None)
    least = declared.kind.least if isinstance(declared.kind, ListOf | TextMap) and declared.required else 0
    if isinstance(declared.kind, ListOf):
        return _list(question, least) or None
    if isinstance(declared.kind, TextMap):
        several = declared.kind in (GROUPS, PER_GAP)
        return _map(question, least, several=several) or None
    if declared.kind is OPTION:
        return _text(question)
    return _text(question, required=declared.required) or None


def _map(question: str, least: int, *, several: bool) -> dict[str, Any]:
    """Texts with a text, or a list of texts, for each."""
    found: dict[str, Any] = {}
    while True:
        need = len(found) < least
        name = _text(f"{question} (name; {_ends(len(found), least)})", required=need)
        if not name:
            return found
        found[name] = _list(f"{name}:", 1) if several else _text(f"{name}:")


def _list(question: str, least: int) -> list[str]:
    items: list[str] = []
    while True:
        text = _text(f"{question} ({_ends(len(items), least)})", required=len(items) < least)
        if not text:
            return items
        items.append(text)


def _ends(count: int, least: int) -> str:
    return "Enter ends the list" if count >= least else f"at least {least}"


def _text(question: str, *, default: str = "", required: bool = True, form: Any = None) -> str:
    def validate(text: str) -> bool | str:
        if not text.strip():
            return "Something is needed here." if required else True
        return form(text.strip()) if form else True

    return str(_answered(questionary.text(question, default=default, validate=validate))).strip()


def _yes(question: str, *, default: bool = True) -> bool:
    return bool(_answered(questionary.confirm(question, default=default)))


def _answered(question: questionary.Question) -> Any:
    answer = question.ask(kbi_msg="")
    if answer is None:
        raise _Stop
    return answer


def _is_language(text: str) -> bool | str:
    from quizkit.fields import LANGUAGE
    from quizkit.nodes import Report, Scalar

    return LANGUAGE.read(Scalar(text, 1, 1), Report("")) is not None or "A code such as en, es or pt-BR."


def _is_free(text: str) -> bool | str:
    path = Path(text)
    if path.suffix not in {".yaml", ".yml"}:
        return "The file must end in .yaml."
    return f"{path} exists already." if path.exists() else True
