"""Notes of quizkit's own note types → the questions as they were written. Pure.

What a note shows wins: the learner may have edited it in Anki. Where it is as it was made, the note also
knows what its fields do not show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from quizkit.deckfile.kept import FIELD, SHOWN, SHOWN_OF_ALL, Kept, digest_of, read_kept
from quizkit.deckfile.made import raw_question, sound_question
from quizkit.deckfile.native import NoteType, readable_tags
from quizkit.importers.own import NUMBER_WITH_UNIT, Fields, Keys, Parts, media_keys, own_keys, shown_by
from quizkit.markup import unescaped
from quizkit.model import Gaps, Part
from quizkit.questions import RawQuestion, content_of, question_types

# Keys that no field shows: an edit of the text does not touch them.
_UNSEEN = frozenset({"evidence", "points", "exact"})
_TOLD = re.compile(r'<span data-cite="([^"<>]{1,200})#([^"<>]{1,20})">([^<>]{1,500}) ¶ \2</span>')


class Origin(NamedTuple):
    """What a note says of its deck: its language and tags, and what the sources are called that it cites."""

    language: str
    tags: tuple[str, ...]
    titles: tuple[tuple[str, str], ...]


class Own(NamedTuple):
    """A question of our own, and which part each card of the note was; ``origin``: None where unknown."""

    keys: Keys
    parts: Parts
    origin: Origin | None


def own_question(
    notetype: NoteType, fields: Fields, tags: Iterable[str], media: Mapping[str, str], language: str
) -> Own | None:
    """The question of a note; None where the note type is another's, or the note in disorder."""
    shown = shown_by(notetype, fields)
    if not shown:
        return None
    kept = _kept(fields, shown)
    if kept is None:
        made, origin = own_keys(notetype, fields, media, language), None
    else:
        made = _unedited(notetype, fields, media, kept) if kept.shown == digest_of(shown) else None
        made = made or _edited(notetype, fields, media, kept)
        origin = Origin(kept.language, kept.deck_tags, tuple(_titles(fields["Source"])))
    if made is None:
        return None
    keys, parts = made
    found = _tags(readable_tags(tuple(tags)), kept)
    return Own({**keys, "tags": found} if found else keys, parts, origin)


def _kept(fields: Fields, shown: str) -> Kept | None:
    """What the note keeps; None where that is damaged, or the field has another name by now."""
    if FIELD not in fields:
        return None
    # Nothing is kept where what is shown is all there was to say.
    return read_kept(fields[FIELD]) if fields[FIELD] else Kept("", {}, digest_of(shown))


def _unedited(
    notetype: NoteType, fields: Fields, media: Mapping[str, str], kept: Kept
) -> tuple[Keys, Parts] | None:
    """The question as it was written: what is kept of it, and what else its note shows for certain."""
    read = own_keys(notetype, fields, media, kept.language, guess=False)
    if read is None:
        return None
    kind = kept.type or read[0].get("type", "")
    if not kind:
        return read
    certain = SHOWN.get(kind, set()) | SHOWN_OF_ALL
    seen = {name: value for name, value in read[0].items() if name in certain}
    said = {**seen, **kept.keys, **media_keys(fields, media)}
    keys = {name: said[name] for name in _in_order(kind) if name in said and name not in {"type", "tags"}}
    raw = _of_type(kind, keys)
    if raw is None:
        return None
    is_inferred = sound_question(keys) == raw
    parts = tuple(content_of(raw)[0].parts(kept.language))
    return keys if is_inferred else {"type": kind, **keys}, list(_numbered(parts))


def _edited(
    notetype: NoteType, fields: Fields, media: Mapping[str, str], kept: Kept
) -> tuple[Keys, Parts] | None:
    """What the note shows, with what it does not show as far as that still fits."""
    read = own_keys(notetype, fields, media, kept.language)
    if read is None:
        return None
    keys, parts = read
    unseen = {name: value for name, value in kept.keys.items() if name in _UNSEEN}
    for each in (_as(kept.type, keys) | unseen, keys | unseen):
        if sound_question(each) is not None:
            return each, parts
    return read


def _as(kind: str, keys: Keys) -> Keys:
    """The keys of a question of a type that its note does not tell from another."""
    match kind:
        case "term" if "front" in keys:
            term = {"term": keys["front"], "definition": keys["back"]}
            return term | _without(_without(keys, "front"), "back")
        case "number" if number := NUMBER_WITH_UNIT.fullmatch(str(keys.get("answer", ""))):
            return keys | {"answer": number[1]} | ({"unit": number[2]} if number[2] else {})
        case "date" | "short-answer":
            return {"type": kind, **keys}
        case _:
            return keys


def _of_type(kind: str, keys: Mapping[str, Any]) -> RawQuestion | None:
    raw, _mistake = raw_question({"type": kind, **keys})
    return raw


def _in_order(kind: str) -> Iterator[str]:
    """The keys of a type: its own, then those of all."""
    declared = question_types()[kind]
    yield from declared.own_keys
    yield from (name for name in declared.keys if name not in declared.own_keys)


def _numbered(parts: tuple[Part, ...]) -> Iterator[tuple[str, int]]:
    """Each part with the number of its card: a cloze names it, elsewhere they are counted."""
    for place, part in enumerate(parts):
        yield part.name, int(part.name[1:]) - 1 if isinstance(part.interaction, Gaps) else place


def _without(keys: Keys, name: str) -> Keys:
    return {key: value for key, value in keys.items() if key != name}


# --- beside the question ----------------------------------------------------------------------------


def _tags(there: tuple[str, ...], kept: Kept | None) -> list[str]:
    """The tags of a note as they were written; Anki has none with a space, and an order of its own."""
    written = dict.fromkeys([*kept.deck_tags, *_texts(kept.keys.get("tags"))]) if kept else {}
    names = {tag_in_anki(tag) for tag in written}
    found = {tag_in_anki(tag): tag for tag in there}
    still = [tag for tag in written if tag_in_anki(tag) in found]
    return still + [tag for name, tag in found.items() if name not in names]


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def tag_in_anki(tag: str) -> str:
    """What a tag is to Anki, however it is written."""
    text = unicodedata.normalize("NFC", "_".join(tag.replace('"', "").split())).casefold()
    return "::".join([part or "blank" for part in text.split("::")])


def _titles(source: str) -> Iterator[tuple[str, str]]:
    """What the citations of a note call their sources."""
    for key, _numbers, title in _TOLD.findall(source):
        yield key, unescaped(title)
