"""Which descriptions of Anki's decks are kept beside which deck. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quizkit.deckfile.native import Description, Native

Descriptions = Mapping[str, Description]


def with_newer_descriptions(native: Native, theirs: Descriptions) -> Native:
    """What lies beside a deck, with what was written in Anki since."""
    newer = {
        name: theirs[name]
        for name in (native.deck, *native.descriptions)
        if name in theirs and _is_newer(theirs[name], native.descriptions.get(name))
    }
    return native._replace(descriptions={**native.descriptions, **newer}) if newer else native


def _is_newer(theirs: Description, ours: Description | None) -> bool:
    return ours is None or (theirs.modified > ours.modified and theirs[:2] != ours[:2])


def claims(names: Iterable[str], theirs: Descriptions) -> dict[str, dict[str, Description]]:
    """The descriptions for each of the decks ``names``: its own, and those of the decks above it.

    A deck above that has no questions has no file of its own: the first deck below it keeps its description.
    """
    found: dict[str, dict[str, Description]] = {name: {} for name in names}
    taken: set[str] = set()
    for name, claimed in found.items():
        parts = name.split("::")
        for level in range(len(parts), 0, -1):
            each = "::".join(parts[:level])
            if each in theirs and each not in taken and (each == name or each not in found):
                taken.add(each)
                claimed[each] = theirs[each]
    return found
