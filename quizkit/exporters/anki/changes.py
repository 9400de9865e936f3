"""What became of the questions since the last export, as far as Anki must know. Pure.

Anki updates a note it has when the package's is newer. So a note is dated by when its content last changed,
which only the memory of earlier exports can tell: a date of today would overwrite the learner's own edits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from quizkit.deckfile.kept import SEPARATOR
from quizkit.exporters.anki.notes import Filed, Note, same_deck
from quizkit.exporters.anki.text import readable
from quizkit.reviews import Exported


class Gone(NamedTuple):
    """Notes that were exported and are in no deck any more; each is told once.

    ``lost`` counts them by deck where its file is no longer there, ``restarted`` belong to another deck
    now, where they have another id; ``removed`` are the others.
    """

    removed: dict[str, Exported]
    restarted: dict[str, Exported]
    lost: dict[str, int]


class Changes(NamedTuple):
    """``exported`` is what to remember of every note, ``changed`` those of it that are new or different.

    ``moved`` counts notes by (deck they were in, deck they are in now); ``retyped`` became notes of another
    type; ``emptied`` have a card less than before; ``stale`` names questions that came from Anki and were
    edited since in a way that their notes cannot show; ``gone`` those that are in no deck any more.
    """

    exported: dict[str, Exported]
    changed: dict[str, Exported]
    new: int
    updated: int
    moved: dict[tuple[str, str], int]
    retyped: dict[str, Exported]
    emptied: dict[str, Exported]
    stale: list[str]
    gone: list[str]
    told: Gone


def compare(
    notes: Iterable[Filed],
    known: Mapping[str, Exported],
    now: int,
    whole: Collection[str] = (),
    lost: Collection[str] = (),
) -> Changes:
    """The notes against those of earlier exports; ``now`` in seconds since 1970 UTC.

    ``whole``: files of decks that were read without a mistake, and the keys of these decks: what they lack
    was removed; ``lost``: files that are no longer there.
    """
    exported: dict[str, Exported] = {}
    changed: dict[str, Exported] = {}
    moved: Counter[tuple[str, str]] = Counter()
    retyped: dict[str, Exported] = {}
    emptied: dict[str, Exported] = {}
    stale: list[str] = []
    listed = list(notes)
    # Ids are times in ms; Anki moves those it already has. Counting up to now keeps them out of the future.
    next_id = now * 1000 - sum([each.note.question_id not in known for each in listed])
    if known:
        next_id = max(next_id, *[note.note_id for note in known.values()])
    new: list[str] = []
    updated = 0
    for filed in listed:
        note, deck, _ = filed
        name = note.question_id
        before = known.get(name)
        if before is None:
            new.append(name)
            next_id += 1
            after = _first(next_id, filed, now)
        else:
            after = _again(before, filed, now)
            updated += after.changed_at > before.changed_at
            if same_deck(before.deck) != same_deck(deck):
                moved[before.deck, deck] += 1
            # What came from Anki has the type that it has there.
            if before.note_type != note.note_type and not note.native_type:
                retyped[name] = after
        if name not in retyped and _has_emptied(note, before):
            emptied[name] = after
        if note.stale:
            told_before = before.stays.split() if before else []
            stale += [question for question, said in note.stale if said not in told_before]
        if after is not before:
            changed[name] = after
        exported[name] = after
    gone = {
        name: note
        for name, note in known.items()
        if name not in exported and not note.gone and _is_gone(name, note, whole, lost)
    }
    told = _told(gone, [exported[name] for name in new], {each.deck for each in listed}, lost)
    found = len(new), updated, dict(moved), retyped, emptied, stale, list(gone), told
    return Changes(exported, changed, *found)


# --- one note ---------------------------------------------------------------------------------------


def _first(note_id: int, filed: Filed, now: int) -> Exported:
    """What to remember of a note that was never exported."""
    note, deck, file = filed
    # An edit here of what came from Anki is later than that.
    changed_at = note.modified or max(now, note.anki_modified + 1)
    replaced_at = 0 if note.modified else note.anki_modified
    said, text, cards = _digest(note), _label(note), _filled(note)
    return Exported(
        *(note_id, said, changed_at, note.note_type, deck, text, file, cards, note.media, replaced_at),
        stays=_stays(note),
    )


def _again(before: Exported, filed: Filed, now: int) -> Exported:
    """What to remember of a note that was exported before; the same where nothing changed."""
    note, deck, file = filed
    known = _in_the_past(before, now)
    said, cards, media = _digest(note), _filled(note), note.media or before.media
    # Ours is to stay although Anki's was edited after it: the import said so.
    stays = not note.modified and note.anki_modified > max(known.changed_at, known.replaced_at)
    if before.digest == said and not has_new_media(before, media) and not stays:
        same = known._replace(deck=deck, file=file, cards=cards, media=media, gone=False, stays=_stays(note))
        return known if same == known else same
    # What changed in Anki since, and came from there, is as old as it is there.
    is_theirs = note.modified > known.changed_at
    newest = max(known.changed_at, known.latest)
    changed_at = note.modified if is_theirs else max(now, newest + 1, note.anki_modified + 1)
    replaced_at = known.changed_at if note.modified else max(known.changed_at, note.anki_modified)
    return Exported(
        *(before.note_id, said, changed_at, note.note_type, deck, _label(note), file),
        *(cards, media, replaced_at, known.latest),
        stays=_stays(note),
    )


def _in_the_past(before: Exported, now: int) -> Exported:
    """What is remembered, without a date that lies ahead.

    A clock gave it that was ahead then, or is behind now; either way Anki's edits since look older. So that
    they stay, the note is dated just after what it said before, which is what Anki may still have.
    """
    if before.changed_at <= now:
        return before
    changed_at = before.replaced_at + 1 if before.replaced_at < now else 1
    return before._replace(changed_at=changed_at, latest=max(before.latest, before.changed_at))


def has_new_media(before: Exported, media: str) -> bool:
    """Whether a file has another content under its old name; not where either content is unknown."""
    return "" not in (before.media, media) and before.media != media


def _digest(note: Note) -> str:
    content = f"{note.note_type}{SEPARATOR}{note.stored}"
    if note.tags:
        content = SEPARATOR.join((content, *note.tags))
    return blake2b(content.encode(), digest_size=12).hexdigest()


def _has_emptied(note: Note, before: Exported | None) -> bool:
    """Whether a card is empty since the last export; of a note that came from Anki, since the import."""
    if before is None:
        return bool(note.empty)
    missing = set(before.cards.split()) - set(_filled(note).split())
    return bool(missing & set(map(str, note.empty)) if note.native_type else missing)


def _filled(note: Note) -> str:
    """The cards of a note that are not empty."""
    cards = note.cards
    return _listed(tuple([number for number in cards if number not in note.empty]) if note.empty else cards)


@lru_cache(maxsize=1000)
def _listed(cards: tuple[int, ...]) -> str:
    return " ".join(map(str, cards))


def _stays(note: Note) -> str:
    return " ".join([said for _, said in note.stale]) if note.stale else ""


def _label(note: Note) -> str:
    """Words by which a person finds the note in Anki."""
    text = readable(note.first[:400])
    return text if len(text) <= 60 else f"{text[:59]}…"


# --- those that are gone ----------------------------------------------------------------------------


def _is_gone(name: str, note: Exported, whole: Collection[str], lost: Collection[str]) -> bool:
    """Whether a note that is not exported now was removed, and not just left out this time."""
    return (note.file or name.partition("/")[0]) in whole or note.file in lost


def _told(
    gone: Mapping[str, Exported], new: Iterable[Exported], decks: Collection[str], lost: Collection[str]
) -> Gone:
    """What each of those that are gone is told as; ``decks``: the names of those that are there."""
    arrived: defaultdict[str, int] = defaultdict(int)
    for note in new:
        arrived[note.text] += 1
    found = Gone({}, {}, {})
    for name, note in gone.items():
        if note.text and arrived[note.text]:
            arrived[note.text] -= 1
            found.restarted[name] = note
        elif note.file in lost and note.deck not in decks:
            found.lost[note.deck] = found.lost.get(note.deck, 0) + 1
        else:
            found.removed[name] = note
    return found
