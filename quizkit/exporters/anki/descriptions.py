"""What Anki shows of a deck before it is studied, where the deck came from there. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from quizkit.deckfile.native import Description
from quizkit.exporters.anki.notes import Placed, deck_names


def descriptions_of(decks: Sequence[Placed]) -> dict[str, Description]:
    """The descriptions of the decks, and of those above them, by their names in Anki."""
    found: dict[str, Description] = {}
    for placed, called in zip(decks, deck_names(decks), strict=True):
        for name, description in placed.native.descriptions.items() if placed.native else ():
            # A deck that has another name now takes its own along.
            is_own = placed.native is not None and name == placed.native.deck
            found.setdefault(called if is_own else name, description)
    return found


def above(names: Collection[str], described: Iterable[str]) -> list[str]:
    """Those that are described, have no note of their own, and lie above one of the names."""
    prefixes = {name.rsplit("::", levels)[0] for name in names for levels in range(1, name.count("::") + 1)}
    return [name for name in described if name in prefixes and name not in names]


def about_deck(description: Description | None) -> Mapping[str, Any]:
    """The keys of a deck in the JSON of schema 11."""
    return {"desc": description.text, "md": description.is_markdown} if description else {}
