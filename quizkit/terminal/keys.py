"""The last lines of a screen: which key does what."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from quizkit.messages import _, counted
from quizkit.model import Choice, ExtendedText, Gaps, Match, Order, Reveal, TextEntry
from quizkit.reviews import Rating
from quizkit.terminal.entry import PICKS, Entry, choices, wants_text
from quizkit.terminal.text import JOINT
from quizkit.terminal.view import Asking, Command, Feedback

STYLES = {Rating.AGAIN: "red", Rating.HARD: "yellow", Rating.GOOD: "green", Rating.EASY: "cyan"}
COMMANDS = {
    "u": (Command.UNDO, _("undo")),
    "e": (Command.EDIT, _("edit")),
    "s": (Command.SUSPEND, _("suspend")),
    "b": (Command.BURY, _("bury")),
    "f": (Command.FLAG, _("flag")),
    "m": (Command.MARK, _("mark for the author")),
    "w": (Command.OVERRIDE, _("I was right")),
    "q": (Command.QUIT, _("leave")),
}
# What the last line names, and what is left of that on a narrow screen; `?` lists the rest.
SHOWN, SHOWN_NARROW = "uwsbq", "wq"
# Below this width a screen is narrow.
ROOMY = 60


def question_keys(view: Asking, entry: Entry, width: int) -> Text:
    """The keys of a question."""
    interaction = view.card.interaction
    hint = more_hints(view, entry)
    if wants_text(interaction, entry) and entry.typing:
        enter = ("Ctrl-S", _("done")) if isinstance(interaction, ExtendedText) else (_("Enter"), _("answer"))
        typing = [enter]
        if isinstance(interaction, TextEntry) and interaction.several:
            typing.append(("", _("commas between items")))
        if hint:
            typing.append(("Tab", _("hint")))
        return keys([*typing, ("Esc", _("more keys"))])
    first = picking(view, entry)
    if hint:
        first.append(("h", _("hint")))
    # The pause is no command, and not among the keys named.
    return Text("   ").join([keys(first), command_keys(view.commands, _shown(width), more=True)])


def more_hints(view: Asking, entry: Entry) -> bool:
    """Whether there is a hint that is not shown yet."""
    return entry.hints < len(view.card.about.hint)


def picking(view: Asking, entry: Entry) -> list[tuple[str, str]]:
    """The keys that answer, while nothing is being typed."""
    interaction = view.card.interaction
    count = choices(interaction, entry)
    span = f"1-{PICKS[min(count, len(PICKS)) - 1]}" if count > 1 else "1"
    match interaction:
        case Reveal():
            return [(_("Space"), _("show the answer"))]
        case Choice(several=False):
            return [(span, _("answer"))]
        case Choice() | ExtendedText() if count:
            return [(span, _("tick")), (_("Enter"), _("done"))]
        case Gaps() if count:
            return [(span, _("fill the gap"))]
        case Order() | Match():
            rest = [(_("Backspace"), _("back"))] if entry.picked else []
            word = _("next in order") if isinstance(interaction, Order) else _("its partner")
            if isinstance(interaction, Match) and interaction.groups:
                word = _("its group")
            full = len(entry.picked) >= len(interaction.items) - isinstance(interaction, Order)
            return [*([(_("Enter"), _("done"))] if full else [(span, word)]), *rest]
        case _:
            return [("Esc", _("back to typing"))]


def feedback_keys(view: Feedback, width: int) -> RenderableType:
    """The keys below an answer: ratings, then commands; on a narrow screen the fewest that will do."""
    if not view.ratings:
        leave = [("q", _("leave"))] if Command.QUIT in view.commands else []
        return keys([(_("Enter"), _("go on")), *leave])
    narrow = width < ROOMY
    ratings = Text()
    for rating in view.ratings:
        chosen = rating.rating is view.proposed
        style = STYLES[rating.rating]
        label = f"{rating.key} {rating.label}".replace(" ", JOINT)
        ratings.append(label, style=f"bold reverse {style}" if chosen else f"bold {style}")
        ratings.append(f"{JOINT}{rating.then}   " if rating.then else "   ", style="dim")
    if view.proposed is not None and not narrow:
        ratings.append_text(keys([(_("Enter"), _("as marked"))]))
    ratings.rstrip()
    if not view.commands:
        return ratings
    # A learner who can say "I was right" can also leave; that one is named at every question.
    commands = command_keys(view.commands, "w" if narrow else SHOWN)
    return Text("   ").join([ratings, commands]) if narrow else Group(ratings, commands)


def ending_keys(missed: int) -> Text:
    """The keys at the end of a session in which something was missed."""
    again = counted("again, just this one", "again, just these {count}", missed)
    return keys([("a", again), (_("Enter"), _("leave"))])


def _shown(width: int) -> str:
    return SHOWN if width >= ROOMY else SHOWN_NARROW


def command_keys(commands: frozenset[Command], shown: str, *, more: bool = False) -> Text:
    """The commands a session knows, the usual ones, and how to see the rest where there are ``more``."""
    named = [(key, word) for key, (command, word) in COMMANDS.items() if command in commands and key in shown]
    hidden = more or any(
        command in commands for key, (command, _word) in COMMANDS.items() if key not in shown
    )
    return keys([*named, *([("?", _("keys"))] if hidden else [])])


def keys(pairs: Sequence[tuple[str, str]]) -> Text:
    """Keys and what they do; a line is never broken between the two."""
    return Text("   ").join(
        Text.assemble((key, "bold"), (f"{JOINT if key else ''}{word.replace(' ', JOINT)}", "dim"))
        for key, word in pairs
    )
