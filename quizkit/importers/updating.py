"""What was edited in Anki since the last import, put into what was edited here since. Pure.

A question has three sides: what the import made of its note the last time (the base, which is made again of
the note that lies beside the deck), what it makes of the note now, and what the deck says. What changed on
one side only is taken from there; what changed on both stays as it is here, and is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from quizkit.deckfile.made import Change
from quizkit.deckfile.native import Home, Native, NativeNote, content_digest, readable_tags, text_digest
from quizkit.importers.sound import Sound
from quizkit.importers.whole import tag_in_anki
from quizkit.markup import plain
from quizkit.questions import RawQuestion, content_of, question_types

_TAGS = "tags"


class Here(NamedTuple):
    """A deck here that came from Anki: its questions as they stand, and its notes as they were there.

    ``data``: the file; ``tags``: those that the deck gives to each question; ``is_whole``: no question has a
    mistake, for which it would not be among them; ``away``: what questions are called whose notes are here,
    while they stand in another deck or have another id, by their id here.
    """

    key: str
    path: Path
    data: bytes
    language: str
    tags: tuple[str, ...]
    questions: dict[str, RawQuestion]
    native: Native
    is_whole: bool = True
    away: Mapping[str, str] = MappingProxyType({})


class Conflict(NamedTuple):
    """A key of a question that was edited on both sides; ``text``: what Anki has."""

    question: str
    key: str
    text: str


class Merged(NamedTuple):
    """``change``: None where the question says all of it already."""

    change: Change | None
    native: NativeNote
    conflicts: list[Conflict]


def merged(here: Here, local: str, base: Sound | None, theirs: Sound, native: NativeNote) -> Merged:
    """A question with what became of its note; ``native``: the note as it is now."""
    merge = _Merge(here, local, base, theirs)
    change = merge.change(native, here.tags)
    return Merged(change, merge.native(native, change), merge.conflicts)


class _Merge:
    """Three sides of one question."""

    def __init__(self, here: Here, local: str, base: Sound | None, theirs: Sound) -> None:
        self.ours, self.theirs = here.questions[local], theirs
        self.conflicts: list[Conflict] = []
        self._local = local
        self._before = here.native.notes[local]
        self._digests = {home.key: home.digest for home in self._before.homes}
        said = content_digest(self.ours.type, *content_of(self.ours), self._before.homes)
        self._is_bare = said == self._before.digest
        # What an earlier quizkit made in another way is compared by its digests alone.
        self._base = base.raw if base else self.ours
        self._has_base = base is not None
        self._taken = self._to_take()

    # --- what is taken ------------------------------------------------------------------------------

    def is_edited(self, key: str) -> bool:
        """Whether a key says something else here than the import wrote."""
        ours = self.ours.values.get(key)
        if self._has_base and ours == self._base.values.get(key):
            return False
        if key in self._digests:
            return not (isinstance(ours, str) and text_digest(ours) == self._digests[key])
        return not self._is_bare

    def _to_take(self) -> set[str]:
        """The keys that changed in Anki alone."""
        base, theirs = self._base.values, self.theirs.raw.values
        changed = {key for key in {**base, **theirs} if base.get(key) != theirs.get(key)} - {_TAGS}
        types = {self.ours.type, self._base.type, self.theirs.raw.type}
        if len(types) == 1:
            return {key for key in changed if self._is_to_take(key)}
        return self._of_another_type(changed, types)

    def _is_to_take(self, key: str) -> bool:
        ours, theirs = self.ours.values.get(key), self.theirs.raw.values.get(key)
        if ours == theirs:
            return False
        if not self.is_edited(key):
            return True
        if not _say_the_same(ours, theirs):
            self.conflicts.append(Conflict(self._local, key, _text(self.theirs.made.keys.get(key, ""))))
        return False

    def _of_another_type(self, changed: set[str], types: Iterable[str]) -> set[str]:
        """The keys that make the type of a question are taken all together, or none of them."""
        own = {key for name in types for key in question_types()[name].own_keys}
        others = {key for key in changed - own if self._is_to_take(key)}
        ours, theirs = self.ours, self.theirs.raw
        if not (own & changed) or (ours.type == theirs.type and _only(ours, own) == _only(theirs, own)):
            return others
        base = self._base
        there = own & (ours.values.keys() | base.values.keys())
        if ours.type == base.type and not any(map(self.is_edited, there)):
            return others | own
        first = next(iter(theirs.values))
        self.conflicts.append(Conflict(self._local, first, _text(self.theirs.made.keys[first])))
        return others

    # --- what comes of it ---------------------------------------------------------------------------

    def change(self, native: NativeNote, deck_tags: tuple[str, ...]) -> Change | None:
        made, theirs = self.theirs.made.keys, self.theirs.raw
        keys = {key: made[key] for key in made if key in self._taken}
        values = {key: value for key, value in self.ours.values.items() if key not in self._taken}
        values |= {key: value for key, value in theirs.values.items() if key in self._taken}
        dropped = {key for key in self._taken if key in self.ours.values and key not in keys}
        type_ = self.ours.type
        if self._taken & question_types()[theirs.type].own_keys.keys() and theirs.type != type_:
            type_ = theirs.type
            # As far as one was written down.
            keys |= {"type": made["type"]} if "type" in made else {}
            dropped |= {"type"} - keys.keys()
        ours = self.ours.values.get(_TAGS, ())
        tags = merged_tags(ours, readable_tags(self._before.tags), readable_tags(native.tags), deck_tags)
        if tags != ours:
            values.pop(_TAGS, None)
            if tags:
                keys[_TAGS] = list(tags)
                values[_TAGS] = tags
            else:
                dropped.add(_TAGS)
        if not keys and not dropped:
            return None
        return Change(keys, frozenset(dropped), ("id", *made), type_, values)

    def native(self, native: NativeNote, change: Change | None) -> NativeNote:
        """The note as it is in Anki now, so that an export sends what was edited here, and nothing else."""
        values = change.values if change else self.ours.values
        type_ = change.type if change else self.ours.type
        homes = tuple([self._home(home, values) for home in native.homes])
        others = {*values, *self.theirs.raw.values} - {_TAGS, *[home.key for home in homes]}
        if not self._is_bare or any(key not in self._taken and self.is_edited(key) for key in others):
            return native._replace(homes=homes)
        # What was written here is as it came, in whatever way an earlier quizkit wrote it.
        said = RawQuestion(type_, "", dict(values), 0)
        return native._replace(homes=homes, digest=content_digest(type_, *content_of(said), homes))

    def _home(self, home: Home, values: Mapping[str, Any]) -> Home:
        text = values.get(home.key)
        is_theirs = home.key in self._taken or not self.is_edited(home.key)
        return home._replace(digest=text_digest(text)) if is_theirs and isinstance(text, str) else home


def _only(question: RawQuestion, keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in question.values.items() if key in keys}


def _say_the_same(one: Any, other: Any) -> bool:
    """Whether two texts differ in their markup and spaces alone, as they may after a way to Anki and back."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return plain(one).split() == plain(other).split()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(map(str, value)) if value else ""


def merged_tags(
    ours: tuple[str, ...], base: tuple[str, ...], theirs: tuple[str, ...], of_deck: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Tags with what was added and removed in Anki; ``of_deck``: those that every question here has.

    Anki knows no spaces in tags, and does not tell capital letters from small ones.
    """
    if base == theirs:
        return ours
    before, after = ({tag_in_anki(tag): tag for tag in tags} for tags in (base, theirs))
    stay = [tag for tag in ours if tag_in_anki(tag) not in before or tag_in_anki(tag) in after]
    # Written in another way in Anki since.
    stay = [after.get(tag_in_anki(tag), tag) if before.get(tag_in_anki(tag)) == tag else tag for tag in stay]
    have = {tag_in_anki(tag) for tag in (*ours, *base, *of_deck)}
    result = (*stay, *[tag for name, tag in after.items() if name not in have])
    # In the order that Anki has them, where both have the same.
    return theirs if set(result) == set(theirs) else tuple(result)
