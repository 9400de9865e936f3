"""Imported decks as files: all that could fail is done before the first of them is written."""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from quizkit.deckfile import read_deck
from quizkit.deckfile.native import (
    Native,
    NativeNote,
    NoteType,
    content_digest,
    encoded,
    native_path,
    read_native,
)
from quizkit.deckfile.reader import build_deck
from quizkit.deckfile.writer import compose, mistake_in, with_question
from quizkit.errors import QuizkitError
from quizkit.files import read_bytes, write_atomically
from quizkit.importers.apkg import ImportedDeck
from quizkit.importers.archive import Archive, MediaFile
from quizkit.importers.html import media_in

# What no file system of a learner may have in a name, and what a shell or YAML would trip over.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\\/:*?"<>|#]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_LONGEST_NAME = 80
# Beyond it, adding one by one to a deck that exists takes longer than a person waits.
_MOST_ADDED = 2_000


class File(NamedTuple):
    """A file to be written, whole."""

    path: Path
    data: bytes


class Plan(NamedTuple):
    """What an import will write; ``unfit``: questions that no deck takes, each with the reason."""

    files: list[File]
    media: list[tuple[MediaFile, Path]]
    unfit: list[str]


def media_names(files: Iterable[MediaFile]) -> dict[str, str]:
    """What each media file will be called beside its deck: names that every system takes, each once."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file in files:
        name = safe(file.name)
        stem, suffix = Path(name).stem, Path(name).suffix
        count = 2
        while name.casefold() in taken:
            name, count = f"{stem}-{count}{suffix}", count + 1
        taken.add(name.casefold())
        names[file.name] = name
    return names


def safe(name: str) -> str:
    """A name for a file or folder made of one from elsewhere; it never leads out of its folder."""
    text = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    stem, dot, suffix = text.rpartition(".") if "." in text[-10:] else (text, "", "")
    text = f"{stem[:_LONGEST_NAME].rstrip()}{dot}{suffix}"
    return f"_{text}" if not text or _RESERVED.fullmatch(text) or text.startswith("~") else text


def plan(
    decks: Iterable[ImportedDeck],
    notetypes: Mapping[int, NoteType],
    media: Mapping[str, MediaFile],
    into: Path,
    language: str,
) -> Plan:
    """Everything that is to be written below ``into``. Nothing is written here.

    ``media``: the files of the package by their name there.
    """
    names = media_names(media.values())
    made = Plan([], [], [])
    for deck in decks:
        path = into.joinpath(*(safe(part) for part in deck.name.split("::"))).with_suffix("")
        path = path.with_name(f"{safe(deck.title)}.yaml")
        text = _text_of(deck, path, language, made.unfit)
        if text is None:
            continue
        made.files.append(File(path, text))
        native = _native(deck, path, text, notetypes, names)
        made.files.append(File(native_path(path), encoded(native)))
        made.media.extend(
            (media[name], path.parent / file) for name, file in native.media.items() if name in media
        )
    return made


def write(made: Plan, archive: Archive, into: Path) -> None:
    """Write the plan: media are unpacked first, where the package may still turn out to be broken."""
    with _beside(into) as folder:
        unpacked = []
        for number, (file, target) in enumerate(made.media):
            archive.unpack_media(file, folder / str(number))
            unpacked.append((folder / str(number), target))
        try:
            for source, target in unpacked:
                target.parent.mkdir(parents=True, exist_ok=True)
                source.replace(target)
            for planned in made.files:
                planned.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise QuizkitError(f"cannot write below {into}: {error.strerror or error}") from error
    for planned in made.files:
        write_atomically(planned.path, planned.data)


@contextmanager
def _beside(into: Path) -> Iterator[Path]:
    """A folder on the disk of the target that goes away again."""
    try:
        into.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=into, prefix=".import-"))
    except OSError as error:
        raise QuizkitError(f"cannot write below {into}: {error.strerror or error}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _text_of(deck: ImportedDeck, path: Path, language: str, unfit: list[str]) -> bytes | None:
    """The deck's file: a new one, or the one there with what is new; None where nothing is left to write."""
    if path.exists():
        return _added(deck, path, unfit)
    try:
        return compose(deck.title, language, deck.questions, name=deck.key).encode()
    except QuizkitError:
        sound = [question for question in deck.questions if _is_sound(question, unfit)]
        deck.questions[:] = sound
        return compose(deck.title, language, sound, name=deck.key).encode() if sound else None


def _added(deck: ImportedDeck, path: Path, unfit: list[str]) -> bytes:
    data = read_bytes(path)
    if read_deck(data, str(path)).key != deck.key:
        raise QuizkitError(f"{path} is another deck", hint="import into another folder with --output")
    if len(deck.questions) > _MOST_ADDED:
        raise QuizkitError(
            f"{path} exists, and {len(deck.questions)} questions are new", hint="import into another folder"
        )
    for question in [question for question in deck.questions if _is_sound(question, unfit)]:
        data = with_question(data, str(path), question)
    return data


def _is_sound(question: dict[str, Any], unfit: list[str]) -> bool:
    mistake = mistake_in(question)
    if mistake:
        unfit.append(f"{question['id']}: {mistake}")
    return not mistake


def _native(
    deck: ImportedDeck,
    path: Path,
    text: bytes,
    notetypes: Mapping[int, NoteType],
    names: Mapping[str, str],
) -> Native:
    """The notes as they were, with what they became; those of earlier imports stay."""
    before = read_native(path) if path.exists() else None
    questions = {each.local_id: each for each in build_deck(read_deck(text, str(path)), str(path)).questions}
    notes: dict[str, NativeNote] = dict(before.notes) if before else {}
    for name, note in deck.native.items():
        if name in questions:
            notes[name] = note._replace(digest=content_digest(questions[name]))
    used = {note.notetype_id for note in notes.values()}
    types = {**(before.notetypes if before else {}), **notetypes}
    kept = {key: each for key, each in types.items() if key in used}
    named = {name for note in deck.native.values() for field in note.fields for name in media_in(field)}
    # What the looks of a note type name begins with an underscore, so that Anki keeps it.
    looks = "".join(f"{each.css}{each.templates}" for each in kept.values())
    named |= {name for name in names if name.startswith("_") and name in looks}
    media = {name: names[name] for name in sorted(named) if name in names}
    return Native(deck.name, kept, notes, {**(before.media if before else {}), **media})
