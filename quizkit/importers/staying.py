"""What was edited here of questions that came from Anki, and cannot go back there. Pure.

A key that was made of one field goes back into it; what else there is has no place in the note. What was
edited is seen from what an import makes of the note as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from quizkit.deckfile.native import Native, defaults, media_tags
from quizkit.importers.sound import made_before, of_cards
from quizkit.model import About, Content, Deck, Question
from quizkit.questions import RawQuestion, content_of

_MEDIA = ("image", "audio")


class Staying(NamedTuple):
    """The keys of a question that its note does not follow, as it goes back.

    ``composed``: Anki puts them together from several fields, which stay as they were; ``added``: it has no
    place for them (``type`` where the question is of another one); ``removed``: it has them still.
    """

    composed: list[str]
    added: list[str]
    removed: list[str]


def staying(deck: Deck, native: Native, notes: Mapping[str, Sequence[str]]) -> dict[str, Staying]:
    """What stays here of some questions of a deck; ``notes``: the fields that they go back with, by id."""
    cards: defaultdict[str, set[int]] = defaultdict(set)
    for each in native.notes.values():
        cards[each.guid].update(each.ords)
    found = {}
    for question in deck.questions:
        if question.id in notes:
            note = native.notes[question.local_id]
            made = made_before(note, frozenset(cards[note.guid]), native, deck.language)
            before = of_cards(made, note.ords)
            homes = {home.key for home in note.homes}
            named = {medium.name for field in notes[question.id] for medium in media_tags(field)}
            shown = {native.media.get(name, "") for name in named}
            if before:
                found[question.id] = _between(before.raw, question, homes, shown)
    return found


def _between(before: RawQuestion, now: Question, homes: set[str], shown: set[str]) -> Staying:
    """``homes``: the keys that go back; ``shown``: the files that the note shows."""
    content, about = content_of(before)
    was, says = _said(about), _said(now.about)
    if before.type == now.type:
        was, says = _said(content) | was, _said(now.content) | says
    found = Staying([], ["type"] if before.type != now.type else [], [])
    for key in {**was, **says}:
        if key in homes or was.get(key) == says.get(key):
            continue
        if key in _MEDIA:
            _file_medium(key, was.get(key, ""), says.get(key, ""), shown, found)
        elif key not in was:
            found.added.append(key)
        elif key not in says:
            found.removed.append(key)
        else:
            found.composed.append(key)
    return found


def _file_medium(key: str, was: str, says: str, shown: set[str], found: Staying) -> None:
    """A picture or a sound goes and stays as a whole, with the text in which it stands."""
    if says and says not in shown:
        found.added.append(key)
    if was in shown and not says:
        found.removed.append(key)


def _said(part: Content | About) -> dict[str, Any]:
    """The keys that say something, and what; tags go back in a way of their own."""
    kind: Any = type(part)
    values = [(name, getattr(part, name), default) for name, default in defaults(kind) if name != "tags"]
    return {name: value for name, value, default in values if value != default}
