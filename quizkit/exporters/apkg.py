"""Anki packages. What Anki calls a note is a question here; only this file uses its word.

genanki defines note types, decks and the collection; the notes are written in bulk, since genanki writes
them one by one. The same input gives the same bytes.
"""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple, assert_never
from zlib import crc32

import genanki

from quizkit.exporters.apkg_models import CHANGED_AT, NoteType, css, note_types
from quizkit.model import About, Choice, Deck, Gap, Gaps, Option, Part, Question, Reveal, TextEntry

# Date of every member of the archive: the format has no earlier one, and only the content may matter.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SEPARATOR = "\x1f"
_INSERT_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_INSERT_CARD = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"


class Placed(NamedTuple):
    """A deck and the folders it lies in, which become Anki's parent decks."""

    deck: Deck
    folders: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        parts = (*self.folders, self.deck.title)
        return "::".join(re.sub(":{2,}", ":", part).strip(": ") or "deck" for part in parts)


class Note(NamedTuple):
    """A question as Anki keeps it; ``cards`` are the numbers of its cards."""

    guid: str
    note_type: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]


def package(decks: Sequence[Placed], changed_at: int) -> bytes:
    """The bytes of an .apkg with all questions of ``decks``.

    ``changed_at`` (seconds since 1970 UTC): Anki updates a note it has when this is later than its own.
    """
    connection = sqlite3.connect(":memory:")
    try:
        _write_collection(connection, decks)
        _write_notes(connection, decks, changed_at)
        connection.commit()
        collection = connection.serialize()
    finally:
        connection.close()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, data in (("collection.anki2", collection), ("media", b"{}")):
            file.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED, 1)
    return archive.getvalue()


def note_of(question: Question, deck: Deck) -> Note:
    """The note for a question."""
    parts = tuple(question.content.parts(deck.language))
    first = parts[0]
    fields: tuple[str, ...]
    match first.interaction:
        case Reveal(answer):
            fields = (_html(first.prompt), _html(answer), "y" if len(parts) > 1 else "")
        case TextEntry(answer, accept):
            fields = (_html(first.prompt), _html(answer), _html(" · ".join(accept)))
        case Choice(options, right, fixed_order):
            listed = _options(options, right, fixed_order, question.id)
            fields = (_html(first.prompt), listed, _html(options[right].text))
        case Gaps():
            fields = (_cloze(parts),)
        case _:
            assert_never(first.interaction)
    return Note(
        f"quizkit:{question.id}",
        type(first.interaction).__name__,
        (*fields, *_about(question.about)),
        tuple(["_".join(tag.split()) for tag in question.about.tags]),
        tuple([_card_number(part) for part in parts]),
    )


def _about(about: About) -> tuple[str, ...]:
    """The fields that every note type has, in the order of ``apkg_models.COMMON``."""
    return tuple(map(_html, (about.context, about.hint, about.explain, about.source)))


def _html(text: str) -> str:
    """Text as HTML that shows it as it is: nothing in it is a tag, a sound, LaTeX, a cloze or a line lost.

    Quotes stay as they are: nothing stands in an attribute, and Anki searches the fields as written.
    ``\\(x^2\\)`` stays too: it is maths to Anki, and to the author who writes it.
    """
    if not text:
        return ""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("[", "&#91;").replace("{{", "{&#123;").replace("\n", "<br>")


def _options(options: tuple[Option, ...], right: int, fixed_order: bool, seed: str) -> str:
    """The options as list items; their order says nothing about which is right even without the script."""
    items = []
    for place, option in enumerate(options):
        attributes = (' class="right"' if place == right else "") + (" data-fixed" if fixed_order else "")
        why = f'<div class="why">{_html(option.feedback)}</div>' if option.feedback else ""
        items.append((option.text, f"<li{attributes}>{_html(option.text)}{why}</li>"))
    if not fixed_order:
        start = crc32(seed.encode())
        items.sort(key=lambda item: crc32(item[0].encode(), start))
    return "".join([item for _, item in items])


def _cloze(parts: Sequence[Part]) -> str:
    """One text with the gaps of all cards: each card knows its own gaps and shows the others filled."""
    marks: list[tuple[int, int, Gap]] = []
    full = ""
    for part in parts:
        segments = part.interaction.segments if isinstance(part.interaction, Gaps) else ()
        texts = []
        start = 0
        for segment in segments:
            if isinstance(segment, Gap):
                marks.append((start, _card_number(part) + 1, segment))
            texts.append(segment.answer if isinstance(segment, Gap) else segment)
            start += len(texts[-1])
        full = "".join(texts)
    marks.sort()
    pieces, end = [], 0
    for start, number, gap in marks:
        hint = f"::{_in_gap(gap.hint)}" if gap.hint else ""
        pieces.append(f"{_html(full[end:start])}{{{{c{number}::{_in_gap(gap.answer)}{hint}}}}}")
        end = start + len(gap.answer)
    return "".join(pieces) + _html(full[end:])


def _in_gap(text: str) -> str:
    """Text within a gap, where two colons begin the hint and two braces end it."""
    text = _html(text).replace("::", ":&#58;").replace("}", "&#125;")
    return f"{text[:-1]}&#58;" if text.endswith(":") else text


def _card_number(part: Part) -> int:
    """Anki's number of a card within its note, from 0."""
    if part.name == "reverse":
        return 1
    return int(part.name[1:]) - 1 if part.name else 0


# --- the collection ---------------------------------------------------------------------------------


def _write_collection(connection: sqlite3.Connection, decks: Iterable[Placed]) -> None:
    """Schema, note types and decks, as genanki writes them."""
    carriers = [genanki.Deck(_stable_id(name), name) for name in dict.fromkeys(deck.name for deck in decks)]
    for carrier in carriers[:1]:  # one brings the note types for all
        for note_type in note_types().values():
            carrier.add_model(_model(note_type))
    genanki.Package(carriers).write_to_db(connection.cursor(), float(CHANGED_AT), iter(()))


def _model(note_type: NoteType) -> Any:
    return genanki.Model(
        note_type.id,
        note_type.name,
        fields=[{"name": name, "font": "Arial"} for name in note_type.fields],
        templates=[{"name": name, "qfmt": front, "afmt": back} for name, front, back in note_type.templates],
        css=css(),
        model_type=genanki.Model.CLOZE if note_type.cloze else genanki.Model.FRONT_BACK,
    )


def _write_notes(connection: sqlite3.Connection, decks: Iterable[Placed], changed_at: int) -> None:
    type_ids = {name: note_type.id for name, note_type in note_types().items()}
    listed = list(_notes(decks))
    notes: list[tuple[object, ...]] = []
    cards: list[tuple[object, ...]] = []
    # Ids are times in ms; Anki moves those it already has. Counting up to now keeps them out of the future.
    note_id = changed_at * 1000 - len(listed)
    card_id = changed_at * 1000 - sum(len(note.cards) for note, _ in listed)
    for position, (note, deck_id) in enumerate(listed, 1):
        note_id += 1
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        texts = (tags, _SEPARATOR.join(note.fields), note.fields[0])
        notes.append((note_id, note.guid, type_ids[note.note_type], changed_at, *texts))
        for number in note.cards:
            card_id += 1
            cards.append((card_id, note_id, deck_id, number, changed_at, position))
    connection.executemany(_INSERT_NOTE, notes)
    connection.executemany(_INSERT_CARD, cards)


def _notes(decks: Iterable[Placed]) -> Iterator[tuple[Note, int]]:
    """The notes, each with the id of its deck; of questions that share an id only the first.

    Anki would add both and never again know which is which.
    """
    seen: set[str] = set()
    for placed in decks:
        deck_id = _stable_id(placed.name)
        for question in placed.deck.questions:
            if question.id not in seen:
                seen.add(question.id)
                yield note_of(question, placed.deck), deck_id


def _stable_id(name: str) -> int:
    """An id for a deck that depends on nothing but its full name, in the range of Anki's own ids."""
    return 1_500_000_000_000 + int.from_bytes(blake2b(name.encode(), digest_size=5).digest(), "big") % 10**11
