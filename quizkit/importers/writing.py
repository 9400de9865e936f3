"""Imported decks as files: all that could fail is done before the first of them is written.

Beside each deck its notes are written first: if the rest fails, a second import finds none of them in a deck
and does all of it again.
"""

from __future__ import annotations

import filecmp
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from quizkit.deckfile.layout import as_yaml
from quizkit.deckfile.native import (
    Native,
    NativeNote,
    NoteType,
    encoded,
    media_tags,
    native_path,
    read_native,
)
from quizkit.errors import QuizkitError
from quizkit.fields import CONTROL
from quizkit.files import read_bytes, write_atomically
from quizkit.importers.apkg import ImportedDeck
from quizkit.importers.archive import Archive, MediaFile
from quizkit.messages import _

# What no file system of a learner may have in a name, and what a shell or YAML would trip over.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|#\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|sources)(?:\..*)?", re.IGNORECASE)
# Of 255 bytes that a name may have, our endings and a number need some.
_LONGEST_NAME = 160
_MOST_LEVELS = 8
# What quizkit's exporter puts behind the name of a file, to tell its content.
_DIGEST = re.compile(r"(?<=.)-[0-9a-f]{16}(?=\.\w+$)")


class File(NamedTuple):
    """A file to be written, whole."""

    path: Path
    data: bytes


class Plan(NamedTuple):
    """What an import will write."""

    files: list[File]
    media: dict[Path, MediaFile]

    @property
    def decks(self) -> list[Path]:
        return [file.path for file in self.files if file.path.suffix == ".yaml"]


class Naming:
    """Names that every system takes, each once, whatever its case; the same at every import."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def take(self, wanted: Path, owner: str) -> Path:
        """``wanted``, or beside it where that is another owner's."""
        path = wanted
        if self._taken.setdefault(_folded(path), owner) != owner:
            digest = blake2b(owner.encode("utf-8", "replace"), digest_size=4).hexdigest()
            path = wanted.with_name(f"{wanted.stem}-{digest}{wanted.suffix}")
            self._taken[_folded(path)] = owner
        return path


def _folded(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def media_names(files: Iterable[MediaFile]) -> dict[str, str]:
    """What each media file will be called beside its deck."""
    naming = Naming()
    return {file.name: str(naming.take(Path(_DIGEST.sub("", safe(file.name))), file.name)) for file in files}


def safe(name: str) -> str:
    """A name for a file or folder made of one from elsewhere; it never leads out of its folder."""
    text = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    stem, dot, suffix = text.rpartition(".") if "." in text[-10:] else (text, "", "")
    stem = stem.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .")
    text = f"{stem}{dot}{suffix}"
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
    naming = Naming()
    made = Plan([], {})
    for deck in decks:
        path = deck.path or _new_path(deck, into, naming)
        text = _added(deck, path) if deck.path else _text_of(deck, language)
        used = {name: names[name] for name in _media_of(deck, notetypes, names)}
        if deck.native:
            made.files.append(File(native_path(path), encoded(_native(deck, path, notetypes, used))))
        made.files.append(File(path, text))
        for name, beside in used.items():
            made.media[path.parent / beside] = media[name]
    return made


def _new_path(deck: ImportedDeck, into: Path, naming: Naming) -> Path:
    """A folder for each deck above; ``..`` and its like are names as any other."""
    *above, title = (safe(part) for part in deck.name.split("::"))
    folders = [*above[: _MOST_LEVELS - 1], "_".join(above[_MOST_LEVELS - 1 :])[:_LONGEST_NAME]]
    folder = into.joinpath(*filter(None, folders))
    path = naming.take(folder / f"{title}.yaml", deck.key)
    # Here lies a deck of the learner's own.
    return naming.take(path, f"{deck.key} beside another") if _is_there(path) else path


@contextmanager
def writer(made: Plan, archive: Archive, into: Path) -> Iterator[Callable[[], None]]:
    """What writes the plan: media are unpacked before, where the package may still turn out to be broken."""
    with _beside(into) as folder:
        unpacked: list[tuple[Path, Path]] = []
        for number, (target, file) in enumerate(made.media.items()):
            source = folder / str(number)
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
        folder = Path(tempfile.mkdtemp(dir=into, prefix=".import-"))
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
    body = {"deck": title, "id": deck.key, "language": language, "questions": deck.questions}
    return as_yaml(body).replace("\nquestions:", "\n\nquestions:", 1).encode()


def _added(deck: ImportedDeck, path: Path) -> bytes:
    """The file of a deck that is here, with what is new."""
    from quizkit.deckfile.writer import with_questions  # 30 ms, and most decks are new

    return with_questions(read_bytes(path), str(path), deck.questions)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise _cannot_write(path.parent, error) from error


def _native(
    deck: ImportedDeck, path: Path, notetypes: Mapping[int, NoteType], media: Mapping[str, str]
) -> Native:
    """The notes as they were, with what they became; those of earlier imports stay."""
    before = read_native(path) if deck.path else None
    notes: dict[str, NativeNote] = {**(before.notes if before else {}), **deck.native}
    used = {note.notetype_id for note in notes.values()}
    types = {**(before.notetypes if before else {}), **notetypes}
    return Native(
        before.deck if before else deck.name,
        {key: each for key, each in types.items() if key in used},
        notes,
        {**(before.media if before else {}), **media},
    )


def _media_of(deck: ImportedDeck, notetypes: Mapping[int, NoteType], names: Mapping[str, str]) -> list[str]:
    """The media files that the notes of a deck name, or their note types."""
    if not names:
        return []
    named = {
        medium.name for note in deck.native.values() for field in note.fields for medium in media_tags(field)
    }
    kinds = [notetypes[id] for id in {note.notetype_id for note in deck.native.values()}]
    # What the looks of a note type name begins with an underscore, so that Anki keeps it.
    looks = "".join(f"{each.css}{each.templates}" for each in kinds)
    named |= {name for name in names if name.startswith("_") and name in looks}
    beside = {name: original for original, name in names.items()}
    own = {str(question[key]) for question in deck.questions for key in ("image", "audio") if key in question}
    named |= {beside[name] for name in own if name in beside}
    return sorted(named & names.keys())
