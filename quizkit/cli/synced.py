"""What a sync with Anki says: what it would do, or did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from quizkit.cli.common import some_of, warn
from quizkit.cli.sent import say_sent
from quizkit.messages import _, counted

if TYPE_CHECKING:
    from quizkit.settings import Settings
    from quizkit.sync.server import Whole
    from quizkit.sync.session import Plan
    from quizkit.sync.union import Difference

# Numbers of FSRS that differ by less are the same: Anki keeps them with 32 bits.
_SAME = 1e-4
CANNOT_BE_JOINED = _(
    "The server and our copy of your collection cannot be joined: one must replace the other."
)


def say(planned: Plan, whole: Whole | None = None, full: str = "", *, would: bool = False) -> None:
    """What was done, or is to be (``would``); ``whole`` and ``full``: where one side replaces the other."""
    notes = planned.notes
    if whole:
        _say_whole(whole, full)
    elif not planned and (notes.kept or notes.retyped):
        warn(_("Nothing is new on either side: there is nothing to do."))
    elif not planned:
        warn(_("Anki and quizkit say the same: there is nothing to do."))
    say_sent(planned, would=would)
    if notes.new and would:
        named = some_of(list(dict.fromkeys(filed.deck for filed in notes.new)))
        warn(_("The new notes are of the decks: {named}").format(named=named))
    _say_answers(planned, would=would)
    _say_states(planned.answers, would=would)


def say_options(options: Iterable[Mapping[str, Any]], settings: Settings) -> None:
    """Where FSRS takes other numbers in Anki than here, the first such options.

    Each side then has another opinion of the same answers.
    """
    from quizkit.settings import paths

    for preset in options:
        others = list(_differing(preset, settings))
        if others:
            told = _(
                "The deck options “{name}” in Anki differ from your settings: {settings}. Cards come at "
                "other times there than here: set the same in both, here in {path}."
            )
            warn(told.format(name=preset["name"], settings=", ".join(others), path=paths().settings))
            return


def _differing(preset: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    """The settings of FSRS that say something else; Anki's floats are short ones."""
    from quizkit.importers.options import settings_of
    from quizkit.settings import Settings

    theirs = replace(Settings(), **settings_of(preset)).scheduling
    ours = settings.scheduling
    if abs(theirs.desired_retention - ours.desired_retention) > _SAME:
        yield f"desired_retention {theirs.desired_retention:g}"
    pairs = zip(theirs.memory.parameters, ours.memory.parameters, strict=True)
    if any(abs(one - other) > _SAME for one, other in pairs):
        yield "parameters"


def _say_whole(whole: Whole, full: str) -> None:
    """Where one side replaces the other: what each choice would do."""
    if not whole.is_conflict:
        warn(_("The server is empty: it would get our copy of your collection."))
        return
    warn(CANNOT_BE_JOINED)
    if full != "upload":
        warn(
            _(
                "--full download would replace our copy by the server's, and send again what that lacks of "
                "your questions and answers."
            )
        )
    if full != "download":
        notes = counted("{count} note", "{count} notes", whole.notes)
        answers = counted("{count} answer", "{count} answers", whole.answers)
        told = _(
            "--full upload would replace the server's by our copy, which first gets what only the server "
            "has: {notes}, {answers}."
        )
        warn(told.format(notes=notes, answers=answers))
    warn(_("A backup of what is replaced is kept."))


def _say_answers(planned: Plan, *, would: bool) -> None:
    """How many answers go which way."""
    answers = planned.answers
    given = sum(map(len, answers.pushed.values())) + planned.travelling
    undone = len(answers.undos) + sum(map(len, answers.withdrawn.values()))
    for count, future, past in (
        (given, _("Would send {answers} to Anki."), _("Sent {answers} to Anki.")),
        (len(answers.pulled), _("Would take {answers} from Anki."), _("Took {answers} from Anki.")),
        (
            undone,
            _("Would take back {answers} that the other side took back."),
            _("Took back {answers} that the other side took back."),
        ),
    ):
        if count:
            told = future if would else past
            warn(told.format(answers=counted("{count} answer", "{count} answers", count)))


def _say_states(answers: Difference, *, would: bool) -> None:
    """Which cards change without an answer."""
    marks = len(answers.actions) + len(answers.suspend)
    if marks:
        changes = counted("{count} change", "{count} changes", marks)
        followed = (
            _("Would follow {changes} of what is suspended.")
            if would
            else _("Followed {changes} of what is suspended.")
        )
        warn(followed.format(changes=changes))
    if answers.moves:
        cards = counted("{count} card", "{count} cards", len({each.card_id for each in answers.moves}))
        moved = (
            _("Would follow {cards} that Anki reset or gave another date.")
            if would
            else _("Followed {cards} that Anki reset or gave another date.")
        )
        warn(moved.format(cards=cards))
    if answers.behind:
        cards = counted("{count} card", "{count} cards", len(answers.behind))
        settled = (
            _("Would set {cards} in Anki right that several devices answered.")
            if would
            else _("Set {cards} in Anki right that several devices answered.")
        )
        warn(settled.format(cards=cards))
