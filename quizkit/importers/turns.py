"""The order in which Anki would show new cards, as an order of their notes. Pure.

Anki takes the card with the lowest ``due``, of several those with the lowest number in their notes, and of
these the oldest. Where each note has its cards one after the other, the order of the notes tells it all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from quizkit.importers.collection import AnkiCard, Note

# The type of a card that was never answered; its ``due`` is its turn among those.
NEW = 0

NoteWithCards = tuple[Note, list[AnkiCard]]
# The ``due`` of new cards, by their numbers in the note.
Turns = tuple[tuple[int, int], ...]
# The first new card of a note (due, number, id), how many it has, and the place of the note.
_First = tuple[tuple[int, int, int], int, int]
_SCATTERED = 0


def in_order(filed: Iterable[NoteWithCards]) -> tuple[list[NoteWithCards], dict[int, Turns]]:
    """Notes with new cards in the order in which their deck would show them; all others stay in place.

    And the turns of the cards of each note, by its id, in decks where the order of the notes does not tell.
    """
    before = list(filed)
    decks: defaultdict[int, list[_First]] = defaultdict(list)
    for place, (_note, cards) in enumerate(before):
        new = [(card.due, card.ord, card.id) for card in cards if card.type == NEW]
        if new:
            first = min(new)
            count = len(new) if len(new) == 1 or all(due == first[0] for due, *_ in new) else _SCATTERED
            decks[cards[0].deck_id].append((first, count, place))
    after = list(before)
    turns: dict[int, Turns] = {}
    for firsts in decks.values():
        ordered = sorted(firsts)
        for (*_, place), (*_, source) in zip(firsts, ordered, strict=True):
            after[place] = before[source]
        if _is_mixed(ordered):
            turns |= {before[place][0].id: _turns(before[place][1]) for *_, place in ordered}
    return after, turns


def _is_mixed(ordered: list[_First]) -> bool:
    """Whether cards of other notes come between those of a note."""
    return any(count == _SCATTERED for _, count, _ in ordered) or any(
        one[0] == other[0] and (count > 1 or other_count > 1)
        for (one, count, _), (other, other_count, _) in pairwise(ordered)
    )


def _turns(cards: Iterable[AnkiCard]) -> Turns:
    return tuple([(card.ord, card.due) for card in cards if card.type == NEW])
