"""What a deck that came from Anki keeps beside itself: its notes as Anki had them.

``Geography.yaml`` is what its author reads and edits; ``Geography.anki.json`` holds the note types and, for
each question, guid and fields of its note. A question that was not edited since goes back just as it came.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from hashlib import blake2b, sha1
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from zlib import crc32

from quizkit.errors import QuizkitError
from quizkit.files import read_bytes
from quizkit.markup import unescaped
from quizkit.messages import _
from quizkit.model import About
from quizkit.quoting import CONTROL

VERSION = 1
SUFFIX = ".anki.json"
_json = json.JSONEncoder(ensure_ascii=False).encode
_json_of_any = json.JSONEncoder(ensure_ascii=False, default=str).encode
# How a field shows a picture and plays a sound.
_MEDIA = re.compile(
    r"<img\b[^<>]*?\bsrc\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>]+))[^<>]*>"
    r"|\[sound:(?P<sound>[^\]\n]{1,300})\]",
    re.IGNORECASE,
)


# The name of a file whose own was taken.
_RENAMED = re.compile(r"(?P<stem>.+)(?P<tail>-[0-9a-f]{40}(?P<ending>\.[^.]*)?)", re.DOTALL)


class MediaTag(NamedTuple):
    """A picture or a sound in a field: the whole tag, the name of the file, and which of the two it is."""

    tag: str
    name: str
    is_picture: bool


class Template(NamedTuple):
    """How one card of a note type looks."""

    name: str
    question: str
    answer: str


class Settings(NamedTuple):
    """What else Anki knows of a note type, of its fields and of its templates, by Anki's own names.

    Among it are the ids by which Anki finds a field that was renamed.
    """

    notetype: dict[str, Any]
    fields: tuple[dict[str, Any], ...] = ()
    templates: tuple[dict[str, Any], ...] = ()


class NoteType(NamedTuple):
    """What Anki calls a note type: its fields, and the cards made of them."""

    id: int
    name: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    css: str
    cloze: bool = False
    settings: Settings = Settings({})


class Home(NamedTuple):
    """The field that a key of the question was made of; ``digest``: of the text of the key then."""

    key: str
    field: int
    digest: int


class NativeNote(NamedTuple):
    """A note as Anki had it.

    ``modified``: seconds since 1970; ``ords``: the cards of the question made of it; ``homes``: where its
    texts came from, as far as that is one field each; ``digest``: of what else the question said then;
    ``elsewhere``: cards that lie in another deck than the question, with the names of their decks;
    ``turns``: the places of its cards among the new ones, where the order of the questions does not tell.
    """

    guid: str
    notetype_id: int
    fields: tuple[str, ...]
    modified: int
    tags: tuple[str, ...]
    ords: tuple[int, ...]
    homes: tuple[Home, ...] = ()
    digest: str = ""
    elsewhere: tuple[tuple[int, str], ...] = ()
    turns: tuple[tuple[int, int], ...] = ()


class Description(NamedTuple):
    """What Anki shows of a deck before it is studied: HTML, or Markdown; ``modified``: seconds since 1970."""

    text: str
    is_markdown: bool = False
    modified: int = 0


class Native(NamedTuple):
    """The Anki side of a deck file.

    ``deck``: its name there; ``notes``: by local id of the question; ``media``: what the files that the notes
    name are called beside the deck; ``descriptions``: of the deck, and of decks above it, by their names.
    """

    deck: str
    notetypes: dict[int, NoteType]
    notes: dict[str, NativeNote]
    media: dict[str, str]
    descriptions: Mapping[str, Description] = MappingProxyType({})


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
        raise QuizkitError(
            _("{path} cannot be read").format(path=path),
            hint=_(
                "import the package again, or delete the file: the questions then go to Anki as new notes"
            ),
        ) from error


def name_if_taken(name: str, data: bytes) -> str:
    """What Anki calls a file whose name is that of another file of its own."""
    stem, dot, ending = name.rpartition(".")
    digest = sha1(data, usedforsecurity=False).hexdigest()
    return f"{stem}-{digest}.{ending}" if dot else f"{name}-{digest}"


def with_names_in_anki(native: Native, folder: Path, names: Iterable[str]) -> Native:
    """The files beside a deck in ``folder`` also by the names that Anki gave them, of those in a package."""
    renamed = [match for match in map(_RENAMED.fullmatch, names) if match]
    more = {}
    for match in renamed:
        file = native.media.get(f"{match['stem']}{match['ending']}", "")
        path = folder / file
        if file and path.is_file() and name_if_taken(file, read_bytes(path)).endswith(match["tail"]):
            more[match[0]] = file
    return native._replace(media={**more, **native.media}) if more else native


def encoded(native: Native) -> bytes:
    """The file: sorted, a line for each note, so that a change of one question is a change of one line."""
    head = {"version": VERSION, "deck": native.deck, "media": native.media}
    if native.descriptions:
        head["descriptions"] = dict(native.descriptions)
    types = {str(each.id): each._asdict() for each in native.notetypes.values()}
    lines = [f" {_json(name)}: {_json(value)}" for name, value in head.items()]
    lines += [f' "notetypes": {{\n{_rows(types)}\n }}', f' "notes": {{\n{_rows(native.notes)}\n }}']
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "replace")


def media_tags(field: str) -> list[MediaTag]:
    """The pictures and sounds of a field, in order."""
    if "<" not in field and "[" not in field:
        return []
    return [_media_tag(match) for match in _MEDIA.finditer(field)]


def with_media(field: str, shown: Callable[[MediaTag], str]) -> str:
    """The field with each of its pictures and sounds as ``shown`` gives it back."""
    if "<" not in field and "[" not in field:
        return field
    return _MEDIA.sub(lambda match: shown(_media_tag(match)), field)


def _media_tag(match: re.Match[str]) -> MediaTag:
    name = match["sound"] or match["double"] or match["single"] or match["bare"] or ""
    return MediaTag(match[0], unescaped(name), match["sound"] is None)


@lru_cache(maxsize=1000)  # many notes have the same ones
def readable_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of a note as a deck takes them."""
    return tuple(dict.fromkeys(filter(None, (CONTROL.sub("", tag).strip() for tag in tags))))


def text_digest(text: str) -> int:
    """Stands for the text of a key."""
    return crc32(text.encode())


def content_digest(type_: str, content: Any, about: About, homes: Iterable[Home]) -> str:
    """Stands for what a question says beside the keys with a home; tags and defaults do not count."""
    without = {"tags", *(home.key for home in homes)}
    said: list[Any] = [type_]
    part: Any
    for part in (content, about):
        kind: Any = type(part)
        for name, default in defaults(kind):
            value = getattr(part, name)
            if value != default and name not in without:
                said.append([name, value])
    return _digest(said)


@cache
def bare_digest(type_: str) -> str:
    """The content digest of a question all of whose keys have a home."""
    return _digest([type_])


def _digest(said: list[Any]) -> str:
    return blake2b(_json_of_any(said).encode(), digest_size=8).hexdigest()


@cache
def defaults(kind: Any) -> list[tuple[str, Any]]:
    """The keys of a kind of question, or of all, with what each is where nothing is said."""
    if dataclasses.is_dataclass(kind):
        return [(field.name, field.default) for field in dataclasses.fields(kind)]
    return [(name, kind._field_defaults[name]) for name in kind._fields]


def _rows(values: Mapping[str, Any]) -> str:
    return ",\n".join([f"  {_json(name)}: {_json(value)}" for name, value in sorted(values.items())])


def _decoded(data: Mapping[str, Any]) -> Native:
    if data["version"] != VERSION:
        raise ValueError("unknown version")
    types = [_notetype(each) for each in data["notetypes"].values()]
    notes = {str(name): _note(*row) for name, row in data["notes"].items()}
    media = {str(name): str(file) for name, file in data["media"].items()}
    descriptions = {str(name): _description(*row) for name, row in data.get("descriptions", {}).items()}
    return Native(str(data["deck"]), {each.id: each for each in types}, notes, media, descriptions)


def _description(text: str, is_markdown: bool, modified: int) -> Description:
    return Description(str(text), bool(is_markdown), int(modified))


def _notetype(data: Mapping[str, Any]) -> NoteType:
    templates = tuple(Template(*map(str, each)) for each in data["templates"])
    fields = tuple(map(str, data["fields"]))
    of_type, *of_parts = data["settings"]
    settings = Settings(dict(of_type), *(tuple(map(dict, parts)) for parts in of_parts))
    return NoteType(
        int(data["id"]), str(data["name"]), fields, templates, str(data["css"]), bool(data["cloze"]), settings
    )


def _note(
    guid: str,
    notetype: int,
    fields: list[str],
    modified: int,
    tags: list[str],
    ords: list[int],
    homes: list[tuple[str, int, int]],
    digest: str,
    elsewhere: list[tuple[int, str]],
    turns: Iterable[tuple[int, int]] = (),
) -> NativeNote:
    return NativeNote(
        str(guid),
        int(notetype),
        tuple(map(str, fields)),
        int(modified),
        tuple(map(str, tags)),
        tuple(map(int, ords)),
        tuple(Home(str(key), int(field), int(text)) for key, field, text in homes),
        str(digest),
        tuple((int(number), str(deck)) for number, deck in elsewhere),
        tuple((int(number), int(due)) for number, due in turns) if turns else (),  # most have none
    )
