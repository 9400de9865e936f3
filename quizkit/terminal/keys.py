"""The last lines of a screen: which key does what."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from quizkit.model import Choice, ExtendedText, Gaps, Match, Order, Rating, Reveal, TextEntry
from quizkit.terminal.entry import PICKS, Entry, choices, wants_text
from quizkit.terminal.text import JOINT
from quizkit.terminal.view import Asking, Command, Feedback

STYLES = {Rating.AGAIN: "red", Rating.HARD: "yellow", Rating.GOOD: "green", Rating.EASY: "cyan"}
COMMANDS = {
    "u": (Command.UNDO, "undo"),
    "e": (Command.EDIT, "edit"),
    "s": (Command.SUSPEND, "suspend"),
    "b": (Command.BURY, "bury"),
    "f": (Command.FLAG, "flag"),
    "m": (Command.MARK, "mark for the author"),
    "w": (Command.OVERRIDE, "I was right"),
    "q": (Command.QUIT, "leave"),
}
# What the last line names, and what is left of that on a narrow screen; `?` lists the rest.
SHOWN, SHOWN_NARROW = "uwsbq", "wq"
# Below this width a screen is narrow.
ROOMY = 60


def question_keys(view: Asking, entry: Entry, width: int) -> Text:
    """The keys of a question."""
    interaction = view.card.interaction
    hint = entry.hints < len(view.card.about.hint)
    if wants_text(interaction, entry) and entry.typing:
        enter = ("Ctrl-S", "done") if isinstance(interaction, ExtendedText) else ("Enter", "answer")
        typing = [enter]
        if isinstance(interaction, TextEntry) and interaction.several:
            typing.append(("", "commas between items"))
        if hint:
            typing.append(("Tab", "hint"))
        return keys([*typing, ("Esc", "more keys")])
    first = _picking(view, entry)
    if hint:
        first.append(("h", "hint"))
    return Text("   ").join([keys(first), command_keys(view.commands, _shown(width))])


def _picking(view: Asking, entry: Entry) -> list[tuple[str, str]]:
    interaction = view.card.interaction
    count = choices(interaction, entry)
    span = f"1-{PICKS[min(count, len(PICKS)) - 1]}" if count > 1 else "1"
    match interaction:
        case Reveal():
            return [("Space", "show the answer")]
        case Choice(several=False):
            return [(span, "answer")]
        case Choice() | ExtendedText() if count:
            return [(span, "tick"), ("Enter", "done")]
        case Gaps() if count:
            return [(span, "fill the gap")]
        case Order() | Match():
            rest = [("Backspace", "back")] if entry.picked else []
            word = "next in order" if isinstance(interaction, Order) else "its partner"
            if isinstance(interaction, Match) and interaction.groups:
                word = "its group"
            full = len(entry.picked) >= len(interaction.items) - isinstance(interaction, Order)
            return [*([("Enter", "done")] if full else [(span, word)]), *rest]
        case _:
            return [("Esc", "back to typing")]


def feedback_keys(view: Feedback, width: int) -> RenderableType:
    """The keys below an answer: ratings, then commands; on a narrow screen the fewest that will do."""
    if not view.ratings:
        return keys([("Enter", "go on")])
    narrow = width < ROOMY
    ratings = Text()
    for rating in view.ratings:
        chosen = rating.rating is view.proposed
        style = STYLES[rating.rating]
        label = f"{rating.key} {rating.label}".replace(" ", JOINT)
        ratings.append(label, style=f"bold reverse {style}" if chosen else f"bold {style}")
        ratings.append(f"{JOINT}{rating.then}   " if rating.then else "   ", style="dim")
    if view.proposed is not None and not narrow:
        ratings.append_text(keys([("Enter", "as marked")]))
    ratings.rstrip()
    if not view.commands:
        return ratings
    # A learner who can say "I was right" can also leave; that one is named at every question.
    commands = command_keys(view.commands, "w" if narrow else SHOWN)
    return Text("   ").join([ratings, commands]) if narrow else Group(ratings, commands)


def ending_keys(missed: int) -> Text:
    """The keys at the end of a session in which something was missed."""
    them = "this one" if missed == 1 else f"these {missed}"
    return keys([("a", f"again, just {them}"), ("Enter", "leave")])


def _shown(width: int) -> str:
    return SHOWN if width >= ROOMY else SHOWN_NARROW


def command_keys(commands: frozenset[Command], shown: str) -> Text:
    """The commands a session knows, the usual ones, and how to see the rest."""
    named = [(key, word) for key, (command, word) in COMMANDS.items() if command in commands and key in shown]
    hidden = any(command in commands for key, (command, _) in COMMANDS.items() if key not in shown)
    return keys([*named, *([("?", "keys")] if hidden else [])])


def keys(pairs: Sequence[tuple[str, str]]) -> Text:
    """Keys and what they do; a line is never broken between the two."""
    return Text("   ").join(
        Text.assemble((key, "bold"), (f"{JOINT if key else ''}{word.replace(' ', JOINT)}", "dim"))
        for key, word in pairs
    )
