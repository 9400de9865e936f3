"""What a sync says of the questions that it sends to Anki, and of those that it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from quizkit.cli.common import some_of, warn, warn_each
from quizkit.messages import _, counted, plural

if TYPE_CHECKING:
    from quizkit.sync.session import Plan

# Of a text that goes for good, more is shown than of one that can still be looked up.
_MOST_SHOWN = 200


def say_sent(planned: Plan, *, would: bool) -> None:
    """The notes that went, or would (``would``), and what becomes of edits in Anki."""
    notes = planned.notes
    new = counted("{count} new note", "{count} new notes", len(notes.new))
    changed = counted("{count} changed note", "{count} changed notes", len(notes.changed))
    if notes.new and notes.changed:
        sent = (
            _("Would send {new} and {changed} to Anki.") if would else _("Sent {new} and {changed} to Anki.")
        )
        warn(sent.format(new=new, changed=changed))
    elif notes:
        sent = _("Would send {notes} to Anki.") if would else _("Sent {notes} to Anki.")
        warn(sent.format(notes=new if notes.new else changed))
    if planned.moves:
        cards = counted("{count} card", "{count} cards", len(planned.moves))
        moved = (
            _("Would move {cards} in Anki to the decks that the questions are in now.")
            if would
            else _("Moved {cards} in Anki to the decks that the questions are in now.")
        )
        warn(moved.format(cards=cards))
    _say_replaced(notes.replaced, would=would)
    if notes.kept:
        warn(
            counted(
                "{count} note was edited in Anki. That stays so there until it changes here as well.",
                "{count} notes were edited in Anki. That stays so there until it changes here as well.",
                notes.kept,
            )
        )
    _say_retyped([each.text for each in notes.retyped.values()])


def _say_replaced(replaced: Mapping[str, Mapping[str, str]], *, would: bool) -> None:
    """What Anki had of texts that were edited on both sides: it stands nowhere else any more."""
    if not replaced:
        return
    if would:
        told = plural(
            "{count} question was edited in Anki too, or is older there. Yours would replace what Anki has:",
            "{count} questions were edited in Anki too, or are older there. "
            "Yours would replace what Anki has:",
            len(replaced),
        )
    else:
        told = plural(
            "{count} question was edited in Anki too, or is older there. Yours replaced what Anki had:",
            "{count} questions were edited in Anki too, or are older there. Yours replaced what Anki had:",
            len(replaced),
        )
    warn(told.format(count=len(replaced)))
    warn_each(
        f"{name}: " + "; ".join(f"{field}: {_in_short(text)}" for field, text in fields.items())
        for name, fields in replaced.items()
    )
    if would:
        warn(_("To keep what Anki has, write it into the deck first."))
    else:
        warn(_("To have it as it was in Anki, write it so."))


def _say_retyped(texts: list[str]) -> None:
    if texts:
        told = plural(
            "{count} question ({named}) has another note type in Anki than here, and Anki changes no note's "
            "type. Delete its note there: the next sync sends it anew, with its progress.",
            "{count} questions ({named}) have other note types in Anki than here, and Anki changes no note's "
            "type. Delete their notes there: the next sync sends them anew, with their progress.",
            len(texts),
        )
        warn(told.format(count=len(texts), named=some_of([f"“{text}”" for text in texts])))


def _in_short(field: str) -> str:
    from quizkit.exporters.anki.text import readable
    from quizkit.quoting import shorten

    # A picture or a sound alone is no text; its tag says what it is.
    return shorten(readable(field) or field, _MOST_SHOWN) or _("(nothing)")
