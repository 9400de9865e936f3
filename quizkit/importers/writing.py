"""Imported decks as files: all that could fail is done before the first of them is written.

Beside each deck its notes are written first: if the rest fails, a second import finds none of them in a deck
and does all of it again.
"""

from __future__ import annotations

import filecmp
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from quizkit.deckfile.layout import as_yaml
from quizkit.deckfile.made import WrittenDeck
from quizkit.deckfile.native import (
    Native,
    NativeNote,
    NoteType,
    encoded,
    native_path,
)
from quizkit.deckfile.sources import SOURCES_FILE, sources_file
from quizkit.errors import QuizkitError
from quizkit.files import read_bytes, write_atomically
from quizkit.importers.again import Update
from quizkit.importers.apkg import ImportedDeck
from quizkit.importers.archive import Archive, MediaFile
from quizkit.importers.belongings import Belongings
from quizkit.importers.descriptions import Descriptions, claims
from quizkit.importers.heads import head_of, sources_of, titles_of
from quizkit.importers.naming import Naming, kept_names, media_names, path_of
from quizkit.importers.written import written_deck
from quizkit.messages import _
from quizkit.quoting import CONTROL

_UNPACKED = ".quizkit-import-"
_A_DAY = 24 * 3600


class File(NamedTuple):
    """A file to be written, whole."""

    path: Path
    data: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import will write; ``there``: media that an earlier import wrote, which stay as they are.

    ``written``: the decks among the files, as they will be read.
    """

    files: list[File] = field(default_factory=list)
    media: dict[Path, MediaFile] = field(default_factory=dict)
    there: set[Path] = field(default_factory=set)
    written: list[WrittenDeck] = field(default_factory=list)

    @property
    def decks(self) -> list[Path]:
        decks = [file.path for file in self.files if file.path.suffix == ".yaml"]
        return [path for path in decks if path.name != SOURCES_FILE]


def plan(
    decks: Sequence[ImportedDeck],
    notetypes: Mapping[int, NoteType],
    media: Mapping[str, MediaFile],
    into: Path,
    language: str,
    descriptions: Descriptions = MappingProxyType({}),
) -> Plan:
    """Everything that is to be written below ``into``. Nothing is written here.

    ``media``: the files of the package by their name there; ``descriptions``: of its decks, by their names.
    """
    names = media_names(media.values())
    naming = Naming()
    made = Plan()
    belongings = Belongings(decks, notetypes, media)
    claimed = claims([deck.name for deck in decks if deck.native], descriptions)
    titles: dict[Path, dict[str, str]] = {}
    for deck in decks:
        path = deck.path or _new_path(deck, into, naming)
        here = deck.update.here.native.media if deck.update else {}
        called = {**names, **kept_names(names, here)}
        used = {name: called[name] for name in belongings.of(deck, called) if name in names}
        described = claimed.get(deck.name, {})
        files = _files(deck, path, notetypes, used, language, described)
        made.files.extend(files)
        for file in files:
            if file.path == path and (written := written_deck(deck, path, file.data, language)):
                made.written.append(written)
        for name, own in used.items():
            made.media[path.parent / own] = media[name]
            if name in here:
                made.there.add(path.parent / own)
        if not deck.path and not sources_file(path, into):
            titles.setdefault(path.parent, {}).update(titles_of(deck.origins))
    made.files.extend(File(path / SOURCES_FILE, data) for path, data in sources_of(titles, into).items())
    return made


def _files(
    deck: ImportedDeck,
    path: Path,
    notetypes: Mapping[int, NoteType],
    media: Mapping[str, str],
    language: str,
    described: Descriptions,
) -> list[File]:
    """The files of a deck, in the order in which any of them may be the last that is written."""
    if deck.update:
        return _updated(deck, deck.update, path, notetypes, media)
    text = _added(deck, read_bytes(path), path) if deck.path else _text_of(deck, language)
    files = [File(path, text)]
    if deck.native:
        before = Native(deck.name, {}, {}, {}, described)
        files.insert(0, _native(before, deck, path, notetypes, media))
    return files


def _updated(
    deck: ImportedDeck,
    update: Update,
    path: Path,
    notetypes: Mapping[int, NoteType],
    media: Mapping[str, str],
) -> list[File]:
    """The files of a deck that came from Anki.

    A new question needs its note beside it before it is there, or would come twice; a changed one after it,
    or its change would count as done.
    """
    text = update.changed.data if update.changed else update.here.data
    if deck.questions:
        text = _added(deck, text, path)
    native = _native(update.here.native, deck, path, notetypes, media)
    last = _native(update.here.native, deck, path, notetypes, media, update.native)
    wanted = [native, File(path, text), last] if deck.questions else [File(path, text), last]
    before = {path: update.here.data, native.path: read_bytes(native.path)}
    files = []
    for file in wanted:
        if before[file.path] != file.data:
            before[file.path] = file.data
            files.append(file)
    return files


def _new_path(deck: ImportedDeck, into: Path, naming: Naming) -> Path:
    path = naming.take(into / path_of(deck.name), deck.key)
    # Here lies a deck of the learner's own.
    return naming.take(path, f"{deck.key} beside another") if _is_there(path) else path


@contextmanager
def writer(made: Plan, archive: Archive, into: Path) -> Iterator[Callable[[], None]]:
    """What writes the plan: media are unpacked before, where the package may still turn out to be broken."""
    with _beside(into) as folder:
        unpacked: list[tuple[Path, Path]] = []
        for number, (target, file) in enumerate(made.media.items()):
            source = folder / str(number)
            if target in made.there and target.exists():
                continue
            archive.unpack_media(file, source)
            _check_free(target, source)
            unpacked.append((source, target))
        yield partial(_write, made, unpacked, into)


def _write(made: Plan, unpacked: Iterable[tuple[Path, Path]], into: Path) -> None:
    with _folders({path.parent for path in (*made.media, *(file.path for file in made.files))}, into):
        for source, target in unpacked:
            source.replace(target)
        for planned in made.files:
            write_atomically(planned.path, planned.data)


def _check_free(target: Path, source: Path) -> None:
    """A file that is there may be used by other decks, and is never written over by another one."""
    if target.exists() and not filecmp.cmp(target, source, shallow=False):
        raise QuizkitError(
            _("{path} exists, and the package has another file of this name").format(path=target),
            hint=_("import into another folder with --output"),
        )


@contextmanager
def _beside(into: Path) -> Iterator[Path]:
    """A folder on the disk of the target that goes away again; the target too, if nothing came into it."""
    with _folders({into}, into):
        for left in into.glob(f"{_UNPACKED}*"):
            # The power went, and no other import has been at work since yesterday.
            if time.time() - left.stat().st_mtime > _A_DAY:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(dir=into, prefix=_UNPACKED))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _folders(wanted: Iterable[Path], into: Path) -> Iterator[None]:
    """Make folders; those that were not there and are empty at the end go away again."""
    missing = {each for path in wanted for each in (path, *path.parents) if not each.exists()}
    try:
        for path in sorted(missing):
            path.mkdir(exist_ok=True)
        yield
    except OSError as error:
        raise _cannot_write(into, error) from error
    finally:
        for path in sorted(missing, reverse=True):
            with suppress(OSError):
                path.rmdir()


def _cannot_write(into: Path, error: OSError) -> QuizkitError:
    return QuizkitError(
        _("cannot write below {folder}: {reason}").format(folder=into, reason=error.strerror or error)
    )


def _text_of(deck: ImportedDeck, language: str) -> bytes:
    """The file of a new deck. Each of its questions was read as it will be, so it is not read again."""
    title = CONTROL.sub("", deck.title).strip() or deck.key
    body = {"deck": title, "id": deck.key, **head_of(deck.origins, deck.questions, language)}
    return as_yaml(body).replace("\nquestions:", "\n\nquestions:", 1).encode()


def _added(deck: ImportedDeck, data: bytes, path: Path) -> bytes:
    """The file of a deck that is here, with what is new."""
    from quizkit.deckfile.writer import with_questions  # 30 ms, and most decks are new

    return with_questions(data, str(path), deck.questions)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise _cannot_write(path.parent, error) from error


def _native(
    before: Native,
    deck: ImportedDeck,
    path: Path,
    notetypes: Mapping[int, NoteType],
    media: Mapping[str, str],
    changed: Mapping[str, NativeNote] = MappingProxyType({}),
) -> File:
    """The notes as they are in Anki, with what they became; those of earlier imports stay."""
    notes = {**before.notes, **deck.native, **changed}
    used = {note.notetype_id for note in notes.values()}
    # A type that is here is as new as the one of the package.
    types = {**notetypes, **before.notetypes}
    kept = {key: each for key, each in types.items() if key in used}
    native = before._replace(notetypes=kept, notes=notes, media={**before.media, **media})
    return File(native_path(path), encoded(native))
