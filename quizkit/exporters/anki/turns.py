"""The order in which Anki shows new cards: by their places, then by their numbers in the note. Pure.

The order of the questions is the order of their notes. Cards that Anki showed in another one, as where the
reverse of a note comes long after it, keep their places between the others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter

from quizkit.exporters.anki.notes import Filed

# Sorts cards: the place of a question, and where the card stood in Anki, if that matters.
_Turn = tuple[int, ...]


def places_of(filed: Sequence[Filed]) -> Iterator[Sequence[int]]:
    """The places of the cards of each note among the new ones."""
    if not any(each.note.turns for each in filed):
        return ((place,) * len(note.cards) for place, (note, _, _) in enumerate(filed, 1))
    turns = list(_turns(filed))
    places = {turn: place for place, turn in enumerate(sorted(set(chain.from_iterable(turns))), 1)}
    return ([places[turn] for turn in of_note] for of_note in turns)


def _turns(filed: Sequence[Filed]) -> Iterator[list[_Turn]]:
    begun, still = _begun(filed)
    for place, (note, deck, _) in enumerate(filed, 1):
        there = dict(note.turns) if place in still else {}
        turns: list[_Turn] = []
        for number in note.cards:
            due = there.get(number)
            if due is None:
                turns.append((place,))
            else:
                before = bisect_right(begun[deck], due, key=itemgetter(0)) - 1
                turns.append((begun[deck][before][1], due))
        yield turns


def _begun(filed: Sequence[Filed]) -> tuple[dict[str, list[tuple[int, int]]], set[int]]:
    """When the notes of each deck had their first turns, with their places here; and all such places.

    A note that was moved within its deck since has none of them.
    """
    begun: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    still = set()
    for place, (note, deck, _) in enumerate(filed, 1):
        if note.turns:
            first, known = min(due for _, due in note.turns), begun[deck]
            if not known or first > known[-1][0]:
                known.append((first, place))
            if first == known[-1][0]:
                still.add(place)
    return begun, still
