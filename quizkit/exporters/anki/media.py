"""Pictures and sounds beside the decks: found, bounded, and named so that no two are taken for one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from quizkit.deckfile.media import SUFFIXES, find
from quizkit.deckfile.native import media_tags
from quizkit.errors import Problem, QuizkitError
from quizkit.exporters.anki.notes import Filed
from quizkit.files import read_bytes
from quizkit.messages import _
from quizkit.model import Deck, Question

MEDIA = frozenset(SUFFIXES["image"] + SUFFIXES["audio"])
DECKS = frozenset((".yaml", ".yml"))
# AnkiWeb takes no greater file; the package is put together in memory.
MOST_BYTES = 100_000_000
MOST_BYTES_TOGETHER = 500_000_000
# Anki cuts a name behind 120 bytes, and with it the digest that tells two files apart.
_LONGEST_STEM = 90
_NO_NAME = re.compile(r"[^\w-]+")


class MediaFile(NamedTuple):
    """A file for Anki's folder of media; ``name`` tells its content."""

    name: str
    data: bytes


class Media:
    """The files that questions name, read once each; what is wrong with them is in ``problems``."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._found: dict[Path, MediaFile] = {}
        self._kept: dict[str, MediaFile] = {}
        self._not_kept: set[str] = set()
        self._contents: dict[str, bytes] = {}
        self._beside: set[Path] = set()
        self._bytes = 0

    @property
    def files(self) -> list[MediaFile]:
        """The files for the package, by name."""
        named = {file.name: file for file in self._found.values()} | self._kept
        return [file for _, file in sorted(named.items())]

    def attach(self, deck: Deck, question: Question) -> tuple[str, str]:
        """The fields that show a question's picture and play its sound, empty where there is none."""
        about = question.about
        picture = self._name("image", about.image, deck, question) if about.image else ""
        sound = self._name("audio", about.audio, deck, question) if about.audio else ""
        return picture and f'<img src="{picture}">', sound and f"[sound:{sound}]"

    def keep(self, deck: Deck, files: Mapping[str, str]) -> None:
        """Files beside a deck that came from Anki, under the names that its notes call them by."""
        for name, file in files.items():
            folder = Path(deck.path).parent.resolve()
            path = (folder / file).resolve()
            if not path.is_relative_to(folder) or not path.is_file():
                self._leave_out(name, deck, _("'{file}' is missing").format(file=file))
                continue
            try:
                self._check_size(file, path.stat().st_size)
                kept = MediaFile(name, read_bytes(path))
            except QuizkitError as error:
                self._leave_out(name, deck, str(error))
                continue
            if self._kept.setdefault(name, kept) != kept:
                self.problems.append(
                    Problem(deck.path, 1, 1, _("another deck has another '{name}'").format(name=name))
                )
            self._beside.add(path)

    def seen(self, filed: Filed) -> Filed:
        """A note that came from Anki with what stands for its files, which keep their names there.

        Nothing stands for them where one of them is not to be had.
        """
        note = filed.note
        if note.native_type is None:
            return filed
        names = [medium.name for field in note.fields for medium in media_tags(field)]
        kept = [name for name in names if name in self._kept]
        if not kept or not self._not_kept.isdisjoint(names):
            return filed
        content = b"".join([self._content(name) for name in kept])
        return filed._replace(note=note._replace(media=blake2b(content, digest_size=8).hexdigest()))

    def unused(self, decks: Collection[Deck]) -> list[Path]:
        """Files of media beside the decks that no question names.

        Only where every deck of a folder is here: another one may name them.
        """
        paths = {Path(deck.path).resolve() for deck in decks if deck.path}
        used = self._found.keys() | self._beside | _named_by(decks)
        folders = {path.parent for path in paths} | {path.parent for path in used}
        unused: list[Path] = []
        for folder in sorted(folders):
            try:
                here = sorted(path for path in folder.iterdir() if path.is_file())
            except OSError:  # a folder that may be used and not listed
                continue
            if all(path.resolve() in paths for path in here if path.suffix in DECKS and not _is_list(path)):
                media = (path for path in here if path.suffix.lower() in MEDIA)
                unused += [path for path in media if path.resolve() not in used]
        return unused

    def _leave_out(self, name: str, deck: Deck, why: str) -> None:
        self._not_kept.add(name)
        self.problems.append(Problem(deck.path, 1, 1, why))

    def _content(self, name: str) -> bytes:
        """Stands for the content of a file that is kept."""
        if name not in self._contents:
            self._contents[name] = blake2b(self._kept[name].data, digest_size=8).digest()
        return self._contents[name]

    def _name(self, key: str, name: str, deck: Deck, question: Question) -> str:
        """The name in Anki of a file beside the deck, or "" with the reason in ``problems``."""
        try:
            return self._take(key, name, deck).name
        except QuizkitError as error:
            self.problems.append(Problem(deck.path, question.line, 1, str(error)))
            return ""

    def _take(self, key: str, name: str, deck: Deck) -> MediaFile:
        medium = find(key, name, Path(deck.path))
        if medium.path is None:
            raise QuizkitError(f"'{name}' {medium.trouble}")
        file = self._found.get(medium.path)
        if file is None:
            self._check_size(name, medium.path.stat().st_size)
            file = self._found[medium.path] = _named(medium.path, read_bytes(medium.path))
            self._bytes += len(file.data)
        return file

    def _check_size(self, name: str, size: int) -> None:
        if size > MOST_BYTES:
            raise QuizkitError(
                _("'{name}' has more than {limit} MB, too much for Anki").format(
                    name=name, limit=MOST_BYTES // 1000000
                )
            )
        if size + self._bytes > MOST_BYTES_TOGETHER:
            most = MOST_BYTES_TOGETHER // 1_000_000
            raise QuizkitError(
                _("'{name}' would be more than {limit} MB together with the files before it").format(
                    name=name, limit=most
                )
            )


def _named_by(decks: Iterable[Deck]) -> set[Path]:
    """The files that questions name, those as well that no note has a place for."""
    found = set()
    for deck in decks:
        for about in [question.about for question in deck.questions]:
            named = (("image", about.image), ("audio", about.audio))
            media = [find(key, name, Path(deck.path)) for key, name in named if name]
            found |= {medium.path for medium in media if medium.path}
    return found


def _named(path: Path, data: bytes) -> MediaFile:
    """Readable, safe on every system, and another name for another content."""
    stem = _NO_NAME.sub("-", unicodedata.normalize("NFC", path.stem))[:40]
    stem = stem.encode()[:_LONGEST_STEM].decode(errors="ignore").strip("-")
    digest = blake2b(data, digest_size=8).hexdigest()
    return MediaFile(f"{stem or 'file'}-{digest}{path.suffix.lower()}", data)


def _is_list(path: Path) -> bool:
    """Whether a YAML file is the list of sources beside the decks."""
    return path.stem == "sources"
