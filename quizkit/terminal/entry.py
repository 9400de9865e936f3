"""What a learner has done so far on a question, as a value: each key gives the next one.

The same for the screen and for plain lines. ``complete`` is the response once there is enough of it.
"""

from __future__ import annotations

from typing import NamedTuple, assert_never

from quizkit.model import Choice, ExtendedText, Gap, Gaps, Interaction, Match, Order, Reveal, TextEntry
from quizkit.responses import Filled, Matched, Ordered, Picked, Response, Typed, Written

# The keys that pick an option, an item or a partner, in order: none that names a command.
PICKS = "123456789acdgijklnrtvxyz0"


class Entry(NamedTuple):
    """``picked``: options, items or partners by number; ``texts``: typed; ``hints``: how many are shown."""

    picked: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    hints: int = 0
    typing: bool = True


def wants_text(interaction: Interaction, entry: Entry) -> bool:
    """Whether the next thing to do is to type."""
    match interaction:
        case TextEntry():
            return True
        case ExtendedText():
            return not entry.texts
        case Gaps():
            gap = current_gap(interaction, entry)
            return gap is not None and not gap.wrong
        case Reveal() | Choice() | Order() | Match():
            return False
        case _:
            assert_never(interaction)


def current_gap(gaps: Gaps, entry: Entry) -> Gap | None:
    """The gap to be filled next."""
    return gaps.gaps[len(entry.texts)] if len(entry.texts) < len(gaps.gaps) else None


def choices(interaction: Interaction, entry: Entry) -> int:
    """How many things the number keys can pick now."""
    match interaction:
        case Choice(options):
            return len(options)
        case Order(items):
            return len(items)
        case Match(_, partners):
            return len(partners)
        case ExtendedText(rubric):
            return len(rubric) if entry.texts else 0
        case Gaps():
            gap = current_gap(interaction, entry)
            return len(gap.options) if gap else 0
        case Reveal() | TextEntry():
            return 0
        case _:
            assert_never(interaction)


def pick(interaction: Interaction, entry: Entry, number: int) -> Entry:
    """The entry after a number key."""
    match interaction:
        case Choice(several=True) | ExtendedText():
            return entry._replace(picked=tuple(sorted(set(entry.picked) ^ {number})))
        case Choice():
            return entry._replace(picked=(number,))
        case Order():
            return entry if number in entry.picked else entry._replace(picked=(*entry.picked, number))
        case Match(items):
            full = len(entry.picked) == len(items)
            return entry if full else entry._replace(picked=(*entry.picked, number))
        case Gaps():
            gap = current_gap(interaction, entry)
            return entry._replace(texts=(*entry.texts, gap.options[number])) if gap else entry
        case Reveal() | TextEntry():
            return entry
        case _:
            assert_never(interaction)


def type_text(entry: Entry, text: str) -> Entry:
    """The entry after a text was typed."""
    return entry._replace(texts=(*entry.texts, text))


def back(entry: Entry) -> Entry:
    """The entry without the last thing picked."""
    return entry._replace(picked=entry.picked[:-1])


def complete(interaction: Interaction, entry: Entry, *, enter: bool) -> Response | None:
    """The response, once there is enough of it; ``enter`` says that the learner confirmed."""
    match interaction:
        case TextEntry():
            return Typed(entry.texts[0]) if entry.texts else None
        case Choice(several=several):
            ready = enter if several else bool(entry.picked)
            return Picked(entry.picked) if ready else None
        case Gaps():
            return Filled(entry.texts) if len(entry.texts) == len(interaction.gaps) else None
        case Order(items):
            # The last item has only one place left.
            rest = [place for place in range(len(items)) if place not in entry.picked]
            return Ordered((*entry.picked, *rest)) if enter and len(rest) <= 1 else None
        case Match(items):
            return Matched(entry.picked) if enter and len(entry.picked) == len(items) else None
        case ExtendedText():
            return Written(entry.texts[0], entry.picked) if enter and entry.texts else None
        case Reveal():
            return None
        case _:
            assert_never(interaction)
