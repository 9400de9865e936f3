"""The documents that the sources of some decks name, as far as they are at hand."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from quizkit.citations import Source
from quizkit.deckfile.sources import above
from quizkit.documents import bytes_of, text_of
from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.segments import Paragraph, segment


class Documents(NamedTuple):
    """The paragraphs of each document by its source's key, and a sentence on each that is not as declared."""

    paragraphs: Mapping[str, tuple[Paragraph, ...]]
    notes: tuple[str, ...]


def read_documents(sources: Mapping[str, Source], folder: Path) -> Documents:
    """The documents in ``folder``; those that are absent or cannot be read are left out, with a note."""
    paragraphs: dict[str, tuple[Paragraph, ...]] = {}
    notes: list[str] = []
    for key, source in sources.items():
        path = folder / source.file
        if not source.file:
            notes.append(_("{key}: sources.yaml names no file for it").format(key=key))
        elif not path.is_file():
            notes.append(
                _("{key}: {file} is not in {folder}").format(key=key, file=source.file, folder=folder)
            )
        else:
            try:
                data = bytes_of(path)
                paragraphs[key] = segment(text_of(path, data))
            except QuizkitError as error:
                notes.append(f"{key}: {error.in_one_line}")
                continue
            if source.digest and file_digest(data) != source.digest:
                edited = _(
                    "{key}: {file} was edited since it was declared ('quizkit ingest' declares the new text)"
                )
                notes.append(edited.format(key=key, file=source.file))
    return Documents(paragraphs, tuple(notes))


def folder_of(sources: Mapping[str, Source], beside: Path) -> Path | None:
    """The folder with most of the documents, where nobody named one; None where none of them is found.

    ``beside``: their ``sources.yaml``.
    """
    files = [source.file for source in sources.values() if source.file]
    found = {folder: sum((folder / file).is_file() for file in files) for folder in likely_folders(beside)}
    best = max(found, key=lambda folder: found[folder])  # of several, the first
    return best if found[best] else None


def likely_folders(beside: Path) -> list[Path]:
    """Where documents are looked for: beside ``sources.yaml``, above it and here, then in the folders there.

    Hidden folders are left out.
    """
    near = [beside.parent, above(beside.parent), Path()]
    inside = (sorted(folder.glob("*/")) for folder in near)
    below = (folder for folders in inside for folder in folders if not folder.name.startswith("."))
    found: dict[Path, Path] = {}
    for folder in (*near, *below):
        found.setdefault(folder.resolve(), folder)
    return [*found.values()]


def file_digest(data: bytes) -> str:
    """What ``digest:`` of a source says of the bytes of its file."""
    return f"sha256:{sha256(data).hexdigest()[:16]}"
