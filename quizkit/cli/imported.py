"""What an import says: what is new, what changed, and what it left to the learner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from quizkit.cli.common import warn, warn_each
from quizkit.messages import _, counted, plural

if TYPE_CHECKING:
    from quizkit.importers.again import Update
    from quizkit.importers.apkg import Imported
    from quizkit.importers.writing import Plan


def say_decks(found: Imported, made: Plan, *, dry_run: bool) -> None:
    """What became of the questions; ``dry_run``: what would."""
    updates = [deck.update for deck in found.decks if deck.update]
    told = ", ".join(_counts(found, made, updates))
    if not (found.decks or found.known or found.left_out):
        warn(_("There are no notes in the package."))
        return
    warn(_("It would be: {what}.").format(what=told) if dry_run else f"{told}.")
    warn_each(map(str, made.decks))
    _say_doubled(found.doubled)
    _say_conflicts(updates, dry_run=dry_run)
    _say_refused(updates)
    for reason, count in found.left_out.items():
        left = plural("{count} note left out: {reason}.", "{count} notes left out: {reason}.", count)
        warn(left.format(count=count, reason=reason))


def _say_doubled(count: int) -> None:
    """Two notes with one guid stay two; Anki itself could not tell them apart in a package."""
    told = plural(
        "{count} note has the guid of another one: it comes too, and goes to Anki as a new note.",
        "{count} notes have the guids of others: they come too, and go to Anki as new notes.",
        count,
    )
    if count:
        warn(told.format(count=count))


def _counts(found: Imported, made: Plan, updates: list[Update]) -> Iterator[str]:
    new = sum(len(deck.questions) for deck in found.decks)
    changed = sum(len(update.changed_notes) for update in updates)
    both = sum(len(update.conflicts_by_question) for update in updates)
    left = sum(len(update.left) for update in updates)
    same = found.known - sum(len(update.touched_notes) for update in updates)
    if not found.known:
        yield _("{questions} in {decks}").format(
            questions=counted("{count} question", "{count} questions", new),
            decks=counted("{count} deck", "{count} decks", len(found.decks)),
        )
    elif new:
        yield counted("{count} question new", "{count} questions new", new)
    if changed:
        yield counted("{count} question changed", "{count} questions changed", changed)
    if both:
        yield counted("{count} question edited on both sides", "{count} questions edited on both sides", both)
    if left:
        yield counted(
            "{count} question to be changed by hand", "{count} questions to be changed by hand", left
        )
    if media := len(made.media) - len(made.there):
        yield counted("{count} picture or sound", "{count} pictures and sounds", media)
    if same:
        yield counted("{count} question as before", "{count} questions as before", same)


def _say_conflicts(updates: Iterable[Update], *, dry_run: bool) -> None:
    """The questions that stay as they are here, with what Anki has: a later import does not tell it again."""
    lines = []
    for update in updates:
        for name, keys in update.conflicts_by_question.items():
            line = update.here.questions[name].line if dry_run else update.line_of(name)
            said = "; ".join(f"{key}: {_in_short(text)}" for key, text in keys.items())
            lines.append(f"{update.here.path}:{line}: {said}")
    if not lines:
        return
    told = plural(
        "{count} question was edited here and in Anki. It stays as it is here; Anki has:",
        "{count} questions were edited here and in Anki. They stay as they are here; Anki has:",
        len(lines),
    )
    warn(told.format(count=len(lines)))
    warn_each(lines)
    warn(_("To have it as in Anki, write it so. Otherwise the next export takes yours to Anki."))


def _say_refused(updates: Iterable[Update]) -> None:
    """The questions that stay as they are, since their text in the file cannot be changed."""
    lines = []
    for update in updates:
        for name, reason in update.refused.items():
            said = "; ".join(f"{key}: {_in_short(text)}" for key, text in update.left[name].keys.items())
            lines.append(f"{update.here.path}:{update.line_of(name)}: {reason}; {said}")
    if not lines:
        return
    told = plural(
        "{count} question was edited in Anki and cannot be changed where it stands. Do it by hand:",
        "{count} questions were edited in Anki and cannot be changed where they stand. Do it by hand:",
        len(lines),
    )
    warn(told.format(count=len(lines)))
    warn_each(lines)


def _in_short(value: Any) -> str:
    from quizkit.quoting import shorten

    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return shorten(text) if text else _("(nothing)")
