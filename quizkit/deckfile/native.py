"""What a deck that came from Anki keeps beside itself: its notes as Anki had them.

``Geography.yaml`` is what its author reads and edits; ``Geography.anki.json`` holds the note types and, for
each question, guid and fields of its note. A question that was not edited since goes back just as it came.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.errors import QuizkitError
from quizkit.files import read_bytes
from quizkit.model import Question

VERSION = 1
SUFFIX = ".anki.json"


class Template(NamedTuple):
    """How one card of a note type looks."""

    name: str
    question: str
    answer: str


class NoteType(NamedTuple):
    """What Anki calls a note type: its fields, and the cards made of them."""

    id: int
    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    css: str
    cloze: bool = False


class NativeNote(NamedTuple):
    """A note as Anki had it.

    ``modified``: seconds since 1970; ``ords``: the cards of the question made of it; ``homes``: the field
    each of its keys was made of, where there is one; ``digest``: of what the question said then.
    """

    guid: str
    notetype_id: int
    fields: tuple[str, ...]
    modified: int
    ords: tuple[int, ...]
    homes: tuple[tuple[str, int], ...] = ()
    digest: str = ""


class Native(NamedTuple):
    """The Anki side of a deck file.

    ``deck``: its name there; ``notes``: by local id of the question; ``media``: what the files that the notes
    name are called beside the deck.
    """

    deck: str
    notetypes: dict[int, NoteType]
    notes: dict[str, NativeNote]
    media: dict[str, str]


def native_path(deck: Path) -> Path:
    return deck.with_suffix(SUFFIX)


def read_native(deck: Path) -> Native | None:
    """What lies beside a deck file; None where the deck did not come from Anki.

    Raises QuizkitError where the file is broken.
    """
    path = native_path(deck)
    if not path.is_file():
        return None
    try:
        return _decoded(json.loads(read_bytes(path)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        hint = "import the package again, or delete the file: the questions then go to Anki as new notes"
        raise QuizkitError(f"{path} cannot be read", hint=hint) from error


def encoded(native: Native) -> bytes:
    """The file: sorted, a line for each note, so that a change of one question is a change of one line."""
    types = {str(each.id): each._asdict() | {"id": each.id} for each in native.notetypes.values()}
    about = {"version": VERSION, "deck": native.deck, "media": native.media, "notetypes": types}
    head = json.dumps(about, ensure_ascii=False, indent=1)
    rows = ",\n".join(f"  {_line(name)}: {_line(note)}" for name, note in sorted(native.notes.items()))
    return f'{head[:-2]},\n "notes": {{\n{rows}\n }}\n}}\n'.encode()


def content_digest(question: Question) -> str:
    """Stands for what a question says; its tags, its place and defaults of keys do not count."""
    content: Any = question.content
    values = {
        field.name: getattr(content, field.name)
        for field in dataclasses.fields(content)
        if getattr(content, field.name) != field.default
    }
    about = {
        name: value
        for name, value in question.about._replace(tags=())._asdict().items()
        if value != question.about._field_defaults[name]
    }
    text = json.dumps([question.type, values, about], sort_keys=True, ensure_ascii=False)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _decoded(data: Mapping[str, Any]) -> Native:
    if data["version"] != VERSION:
        raise ValueError("unknown version")
    types = [_notetype(each) for each in data["notetypes"].values()]
    notes = {str(name): _note(*row) for name, row in data["notes"].items()}
    media = {str(name): str(file) for name, file in data["media"].items()}
    return Native(str(data["deck"]), {each.id: each for each in types}, notes, media)


def _notetype(data: Mapping[str, Any]) -> NoteType:
    templates = tuple(Template(*map(str, each)) for each in data["templates"])
    fields = tuple(map(str, data["fields"]))
    return NoteType(
        int(data["id"]), str(data["name"]), fields, templates, str(data["css"]), bool(data["cloze"])
    )


def _note(
    guid: str,
    notetype: int,
    fields: list[str],
    modified: int,
    ords: list[int],
    homes: list[list[Any]],
    digest: str,
) -> NativeNote:
    places = tuple((str(key), int(place)) for key, place in homes)
    texts, cards = tuple(map(str, fields)), tuple(map(int, ords))
    return NativeNote(str(guid), int(notetype), texts, int(modified), cards, places, str(digest))
