"""What each kind of question shows in Anki: its note type, and what stands in the fields of that alone."""

from __future__ import annotations

from typing import assert_never
from zlib import crc32

from quizkit.exporters.anki.text import alternatives, cloze, items, literal, mixed, rich
from quizkit.grading import key_text
from quizkit.model import (
    Choice,
    DateKey,
    ExtendedText,
    Gaps,
    Match,
    NumberKey,
    Order,
    Part,
    Reveal,
    TextEntry,
    TextKey,
)


def own_fields(parts: tuple[Part, ...], seed: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The name of the note type, and the fields that are its own."""
    interaction = parts[0].interaction
    prompt = rich(parts[0].prompt)
    match interaction:
        case Reveal(answer):
            return "Reveal", (prompt, rich(answer), "y" if len(parts) > 1 else "")
        case TextEntry((NumberKey(value, unit) as key,)):
            # Anki compares with the number alone; the unit goes with the question.
            asked = f'{prompt} <span class="unit">{literal(unit)}</span>' if unit else prompt
            return "TextEntry", (asked, value, _also(key), "")
        case TextEntry(keys) if len(keys) == 1:
            answer = literal(key_text(keys[0], language))
            return "TextEntry", (prompt, answer, _also(keys[0], language), _rejected(keys[0]))
        case TextEntry(keys, need):
            listed = "".join([f"<li><b>{literal(key_text(key))}</b>{_with_also(key)}</li>" for key in keys])
            return "List", (prompt, "<li></li>" * need, listed)
        case Choice():
            kind = "fixed" if interaction.fixed_order else "several" if interaction.several else "one"
            return "Choice", (prompt, kind, *_options(interaction, seed))
        case Gaps():
            return "Gaps", cloze(parts)
        case Order():
            return "Order", (prompt, *_ordered(interaction, seed))
        case Match():
            return "Match", (prompt, *_matched(interaction, seed))
        case ExtendedText(rubric, model_answer):
            return "ExtendedText", (prompt, items(rubric), rich(model_answer))
        case _:
            assert_never(interaction)


def _also(key: object, language: str = "") -> str:
    """What else is right: Anki compares with one text."""
    match key:
        case TextKey(_, accept):
            return alternatives(accept) if accept else ""
        case NumberKey(_, _, tolerance) if tolerance:
            return f"± {literal(tolerance)}"
        case DateKey(text) if text != key_text(key, language):
            return alternatives((text,))
        case _:
            return ""


def _with_also(key: object) -> str:
    also = _also(key)
    return f' <span class="also">{also}</span>' if also else ""


def _rejected(key: object) -> str:
    """The answers that the author foresaw as wrong, and why they are."""
    rejected = key.reject if isinstance(key, TextKey) else ()
    return (
        "".join([f"<dt>{literal(text)}</dt><dd>{rich(why)}</dd>" for text, why in rejected])
        if rejected
        else ""
    )


def _options(choice: Choice, seed: str) -> tuple[str, str]:
    """The options alone, and once more with what is said of each; their order tells nothing."""
    start = crc32(seed.encode())
    listed = []
    for place, (text, feedback) in enumerate(choice.options):
        shown = rich(text)
        right = ' class="right"' if place in choice.right else ""
        why = f'<div class="why">{rich(feedback)}</div>' if feedback else ""
        order = 0 if choice.fixed_order else crc32(text.encode(), start)
        listed.append((order, place, f"<li>{shown}</li>", f"<li{right}>{shown}{why}</li>"))
    listed.sort()
    return "".join([item for *_, item, _ in listed]), "".join([item for *_, item in listed])


def _ordered(order: Order, seed: str) -> tuple[str, str]:
    """The items mixed, and in order with the place of each among the mixed ones."""
    shown = mixed(len(order.items), order.items, seed)
    in_order = sorted(range(len(order.items)), key=lambda item: order.ranks[item])
    solution = [f'<li data-item="{shown.index(item)}">{rich(order.items[item])}</li>' for item in in_order]
    return items(order.items[item] for item in shown), "".join(solution)


def _matched(match: Match, seed: str) -> tuple[str, str, str]:
    """The items mixed, the partners by name, and each item with its partner and the places of both."""
    shown = mixed(len(match.items), match.items, seed)
    offered = sorted(range(len(match.partners)), key=lambda partner: match.partners[partner])
    solution = []
    for item, partner in enumerate(match.partner_of):
        places = f'data-item="{shown.index(item)}" data-partner="{offered.index(partner)}"'
        with_partner = f'<div class="partner">{rich(match.partners[partner])}</div>'
        solution.append(f"<li {places}>{rich(match.items[item])}{with_partner}</li>")
    return (
        items(match.items[item] for item in shown),
        items(match.partners[partner] for partner in offered),
        "".join(solution),
    )
