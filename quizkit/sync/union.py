"""The union of two logs: which entries each side lacks. Pure.

An answer is the same on both sides when it was given to the same card, with the same rating, at the same
time. Anki's log has one row an instant: of answers given at once, the later ones stand in the instants after
it. So a row stands for an answer of its own instant, or of one before it when all between are taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from quizkit.importers.collection import Revlog
from quizkit.importers.history import (
    LAST_DAY,
    MANUAL,
    MOST_STABLE,
    SM2_EASE,
    SUSPENDED,
    action_at,
    entry_id,
    reviews_of,
)
from quizkit.memory import Memory
from quizkit.reviews import Action, CardAction, CardState, Phase, Place, Rating, Review, Undo
from quizkit.scheduler import undone_ids

# So much later, in ms, a row may stand where no other row is the reason: nobody answers twice so fast.
SAME_MS = 20
PRACTICE = 3
_RATINGS = frozenset(map(int, Rating))
# A reset takes a suspended card up again.
_SWITCHES = frozenset({CardAction.SUSPEND, CardAction.UNSUSPEND, CardAction.FORGET})


class Row(NamedTuple):
    """A row of Anki's log, and since which instant all those up to its own are taken."""

    entry: Revlog
    since: int


class AnkiSide(NamedTuple):
    """A card as Anki has it.

    ``modified`` and ``last_review`` (0 for a new card): seconds since 1970; ``due_in``: days from today, for
    a card in review.
    """

    id: int
    queue: int = 0
    modified: int = 0
    last_review: int = 0
    rows: tuple[Row, ...] = ()
    due_in: int | None = None
    reps: int = 0
    lapses: int = 0
    ivl: int = 0
    factor: int = 0

    @property
    def suspended(self) -> bool:
        return self.queue == SUSPENDED

    @property
    def is_behind(self) -> bool:
        """Whether the card stands where it stood before the last answer in its log.

        Two devices answered it, and Anki kept the card of one and the answers of both.
        """
        last = max((row.entry.id // 1000 for row in self.rows if _counts(row.entry)), default=0)
        return 0 < self.last_review < last - 1  # a row may stand in the instants after its own


class OurSide(NamedTuple):
    """A card as our log has it: what counts, what was undone, and when its suspension last changed (ms).

    ``actions``: the ids of what was done with it; ``placed_at``: when Anki last said where it stands (ms).
    """

    suspended: bool = False
    live: tuple[Review, ...] = ()
    undone: tuple[Review, ...] = ()
    suspended_at: int = 0
    actions: frozenset[str] = frozenset()
    placed_at: int = 0


class Difference(NamedTuple):
    """What is to be done.

    ``pulled``, ``undos``, ``actions`` (of suspension) and ``moves`` (cards that were reset in Anki, or given
    another date) are entries for our log. By card: ``pushed`` reviews are for Anki's, ``withdrawn`` ones were
    undone after Anki had them, and ``suspend`` says which cards of Anki are to be suspended (True) or taken
    up again (False). ``behind``: cards of Anki that are where no answer left them.
    """

    pulled: list[Review]
    undos: list[Undo]
    actions: list[Action]
    moves: list[Action]
    pushed: dict[str, list[Review]]
    withdrawn: dict[str, list[Review]]
    suspend: dict[str, bool]
    behind: list[str]

    def __bool__(self) -> bool:
        return any(self)


class _Answer(NamedTuple):
    """An answer in Anki's log, and whether a later row takes it back."""

    row: Row
    taken_back: bool


def difference(
    anki: Mapping[str, AnkiSide],
    ours: Mapping[str, OurSide],
    learning_day: Callable[[int], int],
    today: int,
    agreed: Mapping[str, bool] | None = None,
) -> Difference:
    """What each side lacks of the other, for the cards that Anki has.

    ``today``: the learning day; ``agreed``: whether a card was suspended on both sides after the last sync,
    for those that were in one.
    """
    agreed = agreed or {}
    found = Difference([], [], [], [], defaultdict(list), defaultdict(list), {}, [])
    for card, side in anki.items():
        our = ours.get(card, OurSide())
        _answers(card, side, our, found, learning_day)
        moves = [each for each in _moves(card, side, our, learning_day, today) if each.id not in our.actions]
        found.moves.extend(moves)
        was = agreed.get(card)
        reset = max((each.acted_at for each in moves if each.action is CardAction.FORGET), default=0)
        if reset > our.suspended_at:  # which takes a suspended card up again, on both sides
            our, was = our._replace(suspended=False, suspended_at=reset), False
        _suspension(card, side, our, found, learning_day, was)
        if side.is_behind:
            found.behind.append(card)
    return found


def our_sides(states: Iterable[tuple[str, CardState]], log: Iterable[object]) -> dict[str, OurSide]:
    """Our side of every card: of the states, and of the whole log."""
    entries = list(log)
    undone = undone_ids(entry for entry in entries if isinstance(entry, Undo))
    suspended = {card for card, state in states if state.suspended}
    reviews: dict[bool, defaultdict[str, list[Review]]] = {True: defaultdict(list), False: defaultdict(list)}
    changed: defaultdict[str, int] = defaultdict(int)
    switched: dict[str, str] = {}
    actions: defaultdict[str, set[str]] = defaultdict(set)
    placed: defaultdict[str, int] = defaultdict(int)
    for entry in entries:
        if isinstance(entry, Action):
            actions[entry.card_id].add(entry.id)
            if entry.action is CardAction.PLACE:
                placed[entry.card_id] = max(placed[entry.card_id], entry.acted_at)
        if isinstance(entry, Review):
            reviews[entry.id in undone][entry.card_id].append(entry)
        elif isinstance(entry, Action) and entry.action in _SWITCHES:
            switched[entry.id] = entry.card_id
            changed[entry.card_id] = max(changed[entry.card_id], entry.acted_at)
        elif isinstance(entry, Undo) and entry.entry_id in switched:
            card = switched[entry.entry_id]
            changed[card] = max(changed[card], entry.undone_at)
    live, gone = reviews[False], reviews[True]
    return {
        card: OurSide(
            card in suspended,
            tuple(live[card]),
            tuple(gone[card]),
            changed[card],
            frozenset(actions[card]),
            placed[card],
        )
        for card in {*live, *gone, *actions, *suspended}
    }


def _answers(
    card: str, side: AnkiSide, our: OurSide, found: Difference, learning_day: Callable[[int], int]
) -> None:
    """Each answer on one side is joined with one of the other; those that are left are missing there."""
    left = list(_answers_of(side.rows))
    twins = _twins(card, our)
    found.undos.extend(_undo(each.id, each.reviewed_at) for each in our.live if each.id in twins)
    # What counts chooses first: where an answer was undone and given again, that is the row in Anki.
    for review, undone in [*((each, False) for each in our.live), *((each, True) for each in our.undone)]:
        if review.id in twins:
            continue
        answer = next((answer for answer in left if _is_same(review, answer.row)), None)
        if answer is None:
            if not undone:
                found.pushed[card].append(review)
            continue
        left.remove(answer)
        if undone and not answer.taken_back:
            found.withdrawn[card].append(review)
        elif answer.taken_back and not undone:
            found.undos.append(_undo(review.id, answer.row.entry.id))
    for answer in left:
        for review in reviews_of([answer.row.entry], {side.id: card}, learning_day):
            found.pulled.append(review)
            if answer.taken_back:
                found.undos.append(_undo(review.id, answer.row.entry.id))


def _twins(card: str, our: OurSide) -> set[str]:
    """Answers taken from Anki that stand in our log as they were first given as well.

    That happens where two machines exchange their logs by file and meet in Anki too.
    """
    given = Counter((each.rating, each.reviewed_at) for each in (*our.live, *our.undone))
    several = (each for each in (*our.live, *our.undone) if given[each.rating, each.reviewed_at] > 1)
    return {each.id for each in several if each.id == entry_id(each.reviewed_at, card)}


def _is_same(review: Review, row: Row) -> bool:
    at = row.entry.id
    return row.entry.ease == review.rating and min(row.since, at - SAME_MS) <= review.reviewed_at <= at


def _counts(entry: Revlog) -> bool:
    """Whether a row is an answer that moved its card; one given for practice alone has no factor."""
    return entry.ease in _RATINGS and entry.type < MANUAL and (entry.type != PRACTICE or entry.factor != 0)


def _answers_of(rows: Iterable[Row]) -> Iterator[_Answer]:
    """The answers among the rows, oldest first."""
    found: list[_Answer] = []
    for row in sorted(rows):
        if row.entry.ease in _RATINGS and row.entry.type < MANUAL:
            found.append(_Answer(row, taken_back=False))
        elif row.entry.type == MANUAL and row.entry.time in _RATINGS:
            first = min(row.since, row.entry.id - SAME_MS)
            for place, answer in reversed(list(enumerate(found))):
                is_meant = answer.row.entry.ease == row.entry.time and not answer.taken_back
                if is_meant and answer.row.entry.id >= first:
                    found[place] = answer._replace(taken_back=True)
                    break
    yield from found


def _moves(
    card: str, side: AnkiSide, our: OurSide, learning_day: Callable[[int], int], today: int
) -> Iterator[Action]:
    """What moved a card in Anki without an answer: it was reset, or last of all given another date."""
    reset = 0
    for row in side.rows:
        entry = row.entry
        if entry.type == MANUAL and entry.factor == 0:
            reset = max(reset, entry.id)
            detail = entry.ease, entry.ivl, entry.last_ivl, entry.factor, entry.time, entry.type
            yield action_at(CardAction.FORGET, card, entry.id, learning_day, detail)
    last = max((row.entry for row in side.rows), default=None)
    if last is None or last.type < MANUAL or not last.factor or last.time in _RATINGS:
        return
    # What an import said of a card is said of all its rows.
    if side.due_in is not None and last.id > our.placed_at:
        answers = [row.entry.id for row in side.rows if _counts(row.entry)]
        answers += [review.reviewed_at for review in our.live if not review.is_practice]
        is_new = not any(reset < at < last.id for at in answers)
        place = _place(side, today + side.due_in, is_new=is_new)
        yield action_at(CardAction.PLACE, card, last.id, learning_day, place)


def _place(side: AnkiSide, due: int, *, is_new: bool) -> Place:
    """Where a card in review stands; its memory is what its answers lead to, if it was not new before."""
    interval = min(max(side.ivl, 1), MOST_STABLE)
    memory = Memory().from_sm2(interval, (side.factor or SM2_EASE) / 1000) if is_new else (0.0, 0.0)
    due = min(max(due, 1), LAST_DAY)
    last_day = max(due - interval, 1) if is_new else 0
    counts = side.reps, side.lapses, interval, side.factor
    return Place(Phase.REVIEW, due, 0, 0, *memory, last_day, *counts)


def _undo(entry: str, at: int) -> Undo:
    return Undo(entry_id(at, f"undo {entry}"), entry, at)


def _suspension(
    card: str,
    side: AnkiSide,
    our: OurSide,
    found: Difference,
    learning_day: Callable[[int], int],
    agreed: bool | None,
) -> None:
    """Where the two disagree, the side that changed last is followed.

    Anki only knows in which second a card last changed in any way; so what it says is news only if it is not
    what was agreed at the last sync.
    """
    if side.suspended == our.suspended:
        return
    at = side.modified * 1000
    if our.suspended_at >= at + 1000 or side.suspended == agreed:
        found.suspend[card] = our.suspended
    else:
        action = CardAction.SUSPEND if side.suspended else CardAction.UNSUSPEND
        found.actions.append(action_at(action, card, max(at, our.suspended_at + 1), learning_day))
