"""The wizard of ``quizkit new``: questions about questions, one at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple

import questionary

from quizkit.deckfile.layout import as_nodes
from quizkit.fields import FLAG, GROUPS, PER_ANSWER, PER_GAP, Key
from quizkit.identity import slug
from quizkit.kinds import ListOf, TextMap
from quizkit.messages import _, counted
from quizkit.messages import language as own_language
from quizkit.nodes import Report
from quizkit.questions import QuestionType
from quizkit.questions.common import Mistake
from quizkit.terminal.prompting import Left, answered, ask_text, ask_yes
from quizkit.terminal.text import wrapped

OPTIONAL = ("hint", "explain", "cite")
# What the author is asked for each key, where need be for that of one type. A key that is not here, of a
# type that is new, is asked for with what its own documentation says.
PROMPTS = {
    "ask": _("What is the question?"),
    "answer": _("What is the right answer?"),
    "number.answer": _("Which number is the right answer?"),
    "date.answer": _("Which date is the right answer? (1999-12-08, 1999-12 or 1999)"),
    "true-false.answer": _("Is the statement true?"),
    "accept": _("What else is right: another spelling, an abbreviation?"),
    "cloze.accept": _("Is anything else right in a gap? Which gap?"),
    "reject": _("Which wrong answer is so likely that it deserves an explanation?"),
    "exact": _("Must every character be typed exactly so, capitals too?"),
    "unit": _("In which unit? (km, %, billion USD …)"),
    "tolerance": _("How far off is still right? (0.5, or 5% of the answer)"),
    "wrong": _("What are the wrong options?"),
    "cloze.wrong": _("Should a gap offer wrong options to pick from? Which gap?"),
    "answers": _("What are the right answers?"),
    "multi-select.answers": _("What are the right options?"),
    "list-recall.accept": _("Is one of them right in another form as well? Which one?"),
    "need": _("How many of them must be named?"),
    "front": _("What is on the front of the card?"),
    "back": _("What is on its back?"),
    "term": _("Which term is it?"),
    "definition": _("What does it mean?"),
    "both_ways": _("Should the card be asked the other way round as well?"),
    "statement": _("Which statement is to be judged?"),
    "order": _("Which things are to be put in order? Name them in the right one."),
    "match": _("Which things have a partner? Name one."),
    "extra": _("Which further partners belong to none of them?"),
    "groups": _("Which groups are there? Name one."),
    "cloze": _("What is the text, with {{gaps}} in double braces?"),
    "rubric": _("Which points does a good answer make?"),
    "model_answer": _("What would be a model answer?"),
    "hint": _("Is there a hint?"),
    "explain": _("Why is the answer so?"),
    "cite": _("Where is it written? (source#12: paragraph 12 of a source)"),
}


class Wanted(NamedTuple):
    """What the author wants written."""

    path: Path
    title: str
    language: str
    questions: list[dict[str, Any]]


_SKIP = _("(Enter: none)")
# The type that the wizard proposes.
_USUAL = "short-answer"


def ask_deck(
    types: Mapping[str, QuestionType], path: Path | None, mistake_in: Callable[[dict[str, Any]], str]
) -> Wanted | None:
    """Ask for a deck and its first questions; None where the author leaves before the first one.

    ``mistake_in`` says what is wrong with a question, if anything is.
    """
    questions: list[dict[str, Any]] = []
    try:
        title = ask_text(_("Title of the deck:"))
        language = ask_text(_("Language of the deck (en, es, …):"), default=own_language, form=_is_language)
        file = path or Path(ask_text(_("File:"), default=f"{slug(title) or 'deck'}.yaml", form=_is_free))
        while not questions or ask_yes(_("Another question?")):
            questions.append(_question(types, mistake_in))
    except Left:
        if not questions:
            return None
        kept = counted(
            "What is finished is kept: {count} question.",
            "What is finished is kept: {count} questions.",
            len(questions),
        )
        questionary.print(kept)
    return Wanted(file, title, language, questions)


def ask_question(
    types: Mapping[str, QuestionType],
    mistake_in: Callable[[dict[str, Any]], str],
    shown: Callable[[dict[str, Any]], str],
) -> dict[str, Any] | None:
    """Ask for one question and show it as a learner will see it; None where the author does not want it."""
    try:
        while True:
            question = _question(types, mistake_in)
            print(f"\n{shown(question)}\n")  # noqa: T201 - drawn by the screens, in colour
            if ask_yes(_("Add this question?")):
                return question
    except Left:
        return None


def _question(
    types: Mapping[str, QuestionType], mistake_in: Callable[[dict[str, Any]], str]
) -> dict[str, Any]:
    """A sound question: what is not sound is asked again, with what was typed before to be mended."""
    width = max(map(len, types))
    choices = [questionary.Choice(f"{name:<{width}}  {_(kind.doc)}", name) for name, kind in types.items()]
    kind = types[
        answered(
            questionary.select(
                _("Type of question:"),
                choices=choices,
                default=_USUAL,
                instruction=_("(Use arrow keys)"),
            )
        )
    ]
    values: dict[str, Any] = {}
    while True:
        for name in (*kind.own_keys, *OPTIONAL):
            _ask(kind, name, values)
            while mistake := _mistake(kind, values):
                _say_mistake(f"{mistake.message} ({mistake.hint})" if mistake.hint else mistake.message)
                _ask(kind, mistake.key, values)
        if not (told := mistake_in(values)):
            return {name: values[name] for name in (*kind.own_keys, *OPTIONAL) if name in values}
        _say_mistake(told)  # of no one key: all of it is asked again


def _ask(kind: QuestionType, name: str, values: dict[str, Any]) -> None:
    """Ask for the value of one key, the one that ``values`` has to be changed."""
    before = values.pop(name, None)
    if name in OPTIONAL:
        form = _is_citation if name == "cite" else None
        value = ask_text(f"{PROMPTS[name]} {_SKIP}", default=before or "", required=False, form=form) or None
    else:
        value = _value(kind.own_keys[name], _prompt(kind, kind.own_keys[name]), before)
    if value is not None:
        values[name] = value


def _mistake(kind: QuestionType, values: dict[str, Any]) -> Mistake | None:
    """The first mistake in the values there are so far, with the key to be asked again."""
    read: dict[str, Any] = {}
    for name, value in values.items():
        report = Report("")
        read[name] = kind.keys[name].kind.read(as_nodes(value), report)
        for problem in report.problems:
            return Mistake(name, problem.message, problem.hint)
    if not all(name in read for name, declared in kind.own_keys.items() if declared.required):
        return None
    content = kind.cls(**{name: value for name, value in read.items() if name in kind.own_keys})
    return next((mistake for mistake in content.mistakes() if mistake.key in values), None)


def _say_mistake(mistake: str) -> None:
    words = _("Not sound: {mistake}. Once more, please.").format(mistake=mistake)
    questionary.print(wrapped(words, shutil.get_terminal_size().columns), style="fg:ansired")


def _prompt(kind: QuestionType, declared: Key) -> str:
    own = PROMPTS.get(f"{kind.name}.{declared.name}") or PROMPTS.get(declared.name)
    return own or f"{declared.name}: {declared.doc}"


def _value(declared: Key, question: str, before: Any) -> Any:
    """Ask for the value of one key in the way that fits its kind; ``before``: what was said already."""
    if declared.kind is FLAG:
        default = declared.required if before is None else bool(before)
        return ask_yes(question, default=default) or (False if declared.required else None)
    least = declared.kind.least if isinstance(declared.kind, ListOf | TextMap) and declared.required else 0
    if isinstance(declared.kind, ListOf):
        return _list(question, least, before or ()) or None
    if isinstance(declared.kind, TextMap):
        several = declared.kind in (GROUPS, PER_GAP, PER_ANSWER)
        return _map(question, least, before or {}, several=several) or None
    asked = question if declared.required else f"{question} {_SKIP}"
    return ask_text(asked, default=before or "", required=declared.required) or None


def _map(question: str, least: int, before: Mapping[str, Any], *, several: bool) -> dict[str, Any]:
    """Texts with a text, or a list of texts, for each."""
    found: dict[str, Any] = {}
    for old, value in chain(before.items(), repeat(("", None))):
        name = _one_more(question, found, least, old)
        if name:
            asked = _("What goes with “{name}”?").format(name=name)
            found[name] = _list(asked, 1, value or ()) if several else ask_text(asked, default=value or "")
        elif not old:
            break
    return found


def _list(question: str, least: int, before: Sequence[str] = ()) -> list[str]:
    items: list[str] = []
    for old in chain(before, repeat("")):
        text = _one_more(question, items, least, old)
        if text:
            items.append(text)
        elif not old:
            break
    return items


def _one_more(question: str, found: Collection[str], least: int, old: str) -> str:
    """One more text; "" where there are no more or, of those said before, where one is left out."""
    asked = _("And another:") if found else question
    how = _("(empty: leave it out)") if old else _ends(len(found), least)
    return ask_text(f"{asked} {how}", default=old, required=not old and len(found) < least)


def _ends(count: int, least: int) -> str:
    """How many it takes, or how to go on when there are enough."""
    if count >= least:
        return _("(Enter: no more)") if count else _SKIP
    if least == 1:
        return _("(one at a time)")
    return _("({number} of at least {least})").format(number=count + 1, least=least)


def _is_language(text: str) -> bool | str:
    from quizkit.fields import LANGUAGE
    from quizkit.nodes import Scalar

    return LANGUAGE.read(Scalar(text, 1, 1), Report("")) is not None or _("A code such as en, es or pt-BR.")


def _is_citation(text: str) -> bool | str:
    from quizkit.fields import CITATIONS
    from quizkit.nodes import Scalar

    report = Report("")
    CITATIONS.read(Scalar(text, 1, 1), report)
    return not report or _("A paragraph of a source, such as atlas#12.")


def _is_free(text: str) -> bool | str:
    path = Path(text)
    if path.suffix not in {".yaml", ".yml"}:
        return _("The file must end in .yaml.")
    return _("{path} exists already.").format(path=path) if path.exists() else True
