"""What is stored under a name or a number, in the reader's words."""

from __future__ import annotations

from quizkit.messages import _
from quizkit.reviews import Phase, Rating

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
