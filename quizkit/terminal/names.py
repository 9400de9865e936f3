"""What is stored under a name or a number, in the reader's words."""

from __future__ import annotations

from quizkit.messages import _
from quizkit.reviews import CardAction, CardState, Phase, Rating

RATINGS = {
    Rating.AGAIN: _("Again"),
    Rating.HARD: _("Hard"),
    Rating.GOOD: _("Good"),
    Rating.EASY: _("Easy"),
}
PHASES = {
    Phase.NEW: _("new"),
    Phase.LEARNING: _("learning"),
    Phase.REVIEW: _("review"),
    Phase.RELEARNING: _("relearning"),
}
# How a question stands to its sources, by the name that machines read.
STATUSES = {
    "lost": _("lost"),
    "edited": _("edited"),
    "moved": _("moved"),
    "unverified": _("unverified"),
    "unproven": _("unproven"),
    "uncited": _("uncited"),
    "changed": _("changed"),
    "new": _("new"),
    "ok": _("ok"),
}
# What a draft would ask for.
KINDS = {"date": _("date"), "number": _("number"), "name": _("name"), "role": _("role")}


def told(action: CardAction, state: CardState) -> str:
    """What is said of an action; for a note, of what it left."""
    match action:
        case CardAction.SUSPEND:
            return _("Suspended; you can undo it.")
        case CardAction.BURY:
            return _("Buried until tomorrow; you can undo it.")
        case CardAction.FLAG:
            return _("Flagged.") if state.flagged else _("No longer flagged.")
        case _:
            return _("Marked for the author.") if state.marked else _("No longer marked for the author.")
