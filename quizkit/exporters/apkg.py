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
from quizkit.grading import key_text
from quizkit.markup import html
from quizkit.model import (
    About,
    Choice,
    Deck,
    ExtendedText,
    Gap,
    Gaps,
    Match,
    Order,
    Part,
    Question,
    Reveal,
    TextEntry,
    TextKey,
)

# Date of every member of the archive: the format has no earlier one, and only the content may matter.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# Interactions that have no note type of their own are read and judged by the learner.
_NOTE_TYPES: dict[type, str] = {Order: "Reveal", Match: "Reveal", ExtendedText: "Reveal"}
# What may be markup to somebody; a text without any is HTML as it stands, as most texts are.
_SPECIAL = re.compile(r"[&<>\[\]{}*_`~$\\\n]")
_SEPARATOR = "\x1f"
_PLACES = re.compile("[\U00100000\U00100001]")
_PLACE = re.compile("\U00100000([0-9]+)\U00100001")
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
    prompt = _html(first.prompt)
    match first.interaction:
        case Reveal(answer):
            fields = (prompt, _html(answer), "y" if len(parts) > 1 else "")
        case TextEntry(keys):
            # Anki compares with one text; what else is right stands beside it.
            also = [text for key in keys if isinstance(key, TextKey) for text in key.accept]
            fields = (prompt, _plain(", ".join(map(key_text, keys))), _plain(" · ".join(also)))
        case Choice(options, right):
            listed = _options(first.interaction, question.id)
            fields = (prompt, listed, "<br>".join(_html(options[place].text) for place in right))
        case Gaps():
            fields = (_cloze(parts),)
        case Order(items):
            shown = _list("ul", _mixed(items, question.id))
            fields = (prompt + shown, _list("ol", first.interaction.in_order), "")
        case Match(items, partners, of):
            pairs = [f"{item} — {partners[place]}" for item, place in zip(items, of, strict=True)]
            shown = _list("ul", _mixed(items, question.id)) + _list("ul", sorted(partners))
            fields = (prompt + shown, _list("ul", pairs), "")
        case ExtendedText(rubric, model_answer):
            fields = (prompt, (_html(model_answer) if model_answer else "") + _list("ul", rubric), "")
        case _:
            assert_never(first.interaction)
    return Note(
        f"quizkit:{question.id}",
        _NOTE_TYPES.get(type(first.interaction), type(first.interaction).__name__),
        (*fields, *_about(question.about)),
        tuple(["_".join(tag.split()) for tag in question.about.tags]),
        tuple([_card_number(part, place) for place, part in enumerate(parts)]),
    )


def _about(about: About) -> tuple[str, ...]:
    """The fields that every note type has, in the order of ``apkg_models.COMMON``."""
    return tuple(map(_html, (about.context, "\n".join(about.hint), about.explain, about.source)))


def _list(tag: str, texts: Iterable[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{_html(text)}</li>' for text in texts)}</{tag}>"


def _mixed(texts: Iterable[str], seed: str) -> list[str]:
    """The texts in an order that says nothing, and is always the same."""
    return sorted(texts, key=lambda text: blake2b(f"{seed} {text}".encode(), digest_size=8).digest())


def _html(text: str) -> str:
    """Markdown and math as HTML, in which nothing else becomes markup of its own or of Anki's."""
    if not _SPECIAL.search(text):
        return text
    return html(text).replace("[", "&#91;").replace("{{", "{&#123;")


def _plain(text: str) -> str:
    """Text as HTML that shows it as it is: nothing in it is a tag, a sound, LaTeX, a cloze or a line lost.

    Quotes stay as they are: nothing stands in an attribute, and Anki searches the fields as written.
    ``\\(x^2\\)`` stays too: it is maths to Anki, and to the author who writes it.
    """
    if not _SPECIAL.search(text):
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("[", "&#91;").replace("{{", "{&#123;").replace("\n", "<br>")


def _options(choice: Choice, seed: str) -> str:
    """The options as list items; their order says nothing about which is right even without the script."""
    items = []
    mark = " data-fixed" if choice.fixed_order else " data-several" if choice.several else ""
    for place, option in enumerate(choice.options):
        attributes = (' class="right"' if place in choice.right else "") + mark
        why = f'<div class="why">{_html(option.feedback)}</div>' if option.feedback else ""
        items.append((option.text, f"<li{attributes}>{_html(option.text)}{why}</li>"))
    if not choice.fixed_order:
        start = crc32(seed.encode())
        items.sort(key=lambda item: crc32(item[0].encode(), start))
    return "".join([item for _, item in items])


def _cloze(parts: Sequence[Part]) -> str:
    """One text with the gaps of all cards: each card knows its own gaps and shows the others filled.

    While the text round them becomes HTML, the gaps are numbers between two private-use characters.
    """
    marks: list[tuple[int, int, Gap]] = []
    full = ""
    for place, part in enumerate(parts):
        segments = part.interaction.segments if isinstance(part.interaction, Gaps) else ()
        texts = []
        start = 0
        for segment in segments:
            if isinstance(segment, Gap):
                marks.append((start, _card_number(part, place) + 1, segment))
            texts.append(segment.answer if isinstance(segment, Gap) else segment)
            start += len(texts[-1])
        full = "".join(texts)
    marks.sort()
    pieces, end = "", 0
    coded: list[str] = []
    for start, number, gap in marks:
        # What is picked, not typed, is ambiguous without what there is to pick from.
        shown = ": ".join(filter(None, (gap.hint, " / ".join(gap.options))))
        hint = f"::{_in_gap(shown)}" if shown else ""
        pieces += _PLACES.sub("", full[end:start]) + f"\U00100000{len(coded)}\U00100001"
        coded.append(f"{{{{c{number}::{_in_gap(gap.answer)}{hint}}}}}")
        end = start + len(gap.answer)
    text = _html(pieces + _PLACES.sub("", full[end:]))
    return _PLACE.sub(lambda place: coded[int(place[1])], text)


def _in_gap(text: str) -> str:
    """Text within a gap, where two colons begin the hint and two braces end it."""
    text = _plain(text).replace("::", ":&#58;").replace("}", "&#125;")
    return f"{text[:-1]}&#58;" if text.endswith(":") else text


def _card_number(part: Part, place: int) -> int:
    """Anki's number of a card within its note, from 0: a cloze names it, elsewhere it is the place."""
    return int(part.name[1:]) - 1 if isinstance(part.interaction, Gaps) else place


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
