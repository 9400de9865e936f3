"""Names for files made of names from elsewhere: safe on every system, and the same at every import."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path

from quizkit.importers.archive import MediaFile

# What no file system of a learner may have in a name, and what a shell or YAML would trip over.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|#\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|sources)(?:\..*)?", re.IGNORECASE)
# Of 255 bytes that a name may have, our endings and a number need some.
_LONGEST_NAME = 160
_MOST_LEVELS = 8
# What quizkit itself reads beside decks.
_READ_BY_US = (".yaml", ".yml", ".json")
# What quizkit's exporter puts behind the name of a file, to tell its content.
_DIGEST = re.compile(r"(?<=.)-[0-9a-f]{16}(?=\.\w+$)")


class Naming:
    """Names that every system takes, each once, whatever its case; the same at every import."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def take(self, wanted: Path, owner: str) -> Path:
        """``wanted``, or beside it where that is another owner's."""
        path = wanted
        if self._taken.setdefault(_folded(path), owner) != owner:
            path = _of_owner(wanted, owner)
            self._taken[_folded(path)] = owner
        return path


def _of_owner(wanted: Path, owner: str) -> Path:
    digest = blake2b(owner.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return wanted.with_name(f"{wanted.stem}-{digest}{wanted.suffix}")


def _folded(path: Path) -> str:
    return unicodedata.normalize("NFC", str(path)).casefold()


def media_names(files: Iterable[MediaFile]) -> dict[str, str]:
    """What each media file will be called beside its deck: where it can be, what it is called in Anki."""
    naming = Naming()
    wanted = {file.name: _media_name(file.name) for file in files}
    # A name that quizkit's exporter made of another one gives way to the file that has that one.
    first = sorted(wanted, key=lambda name: wanted[name] != name)
    return {name: str(naming.take(Path(wanted[name]), name)) for name in first}


def kept_names(names: Mapping[str, str], here: Mapping[str, str]) -> dict[str, str]:
    """Where the media beside a deck are not called as ``names`` has it; ``here``: those that it has by now.

    What came with an earlier import keeps the name that it got then, and what is new takes it from none.
    """
    if not here:
        return {}
    new = {file.casefold(): name for name, file in names.items() if name not in here}
    clashing = {file: new[file.casefold()] for file in here.values() if file.casefold() in new}
    others = {name: str(_of_owner(Path(file), name)) for file, name in clashing.items()}
    return {**here, **others}


def _media_name(name: str) -> str:
    """Never that of a deck, or of the notes beside one."""
    made = _DIGEST.sub("", safe(name))
    return f"{made}_" if made.lower().endswith(_READ_BY_US) else made


def safe(name: str) -> str:
    """A name for a file or folder made of one from elsewhere; it never leads out of its folder."""
    text = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")
    stem, dot, suffix = text.rpartition(".") if "." in text[-10:] else (text, "", "")
    stem = stem.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .")
    text = f"{stem}{dot}{suffix}"
    return f"_{text}" if not text or _RESERVED.fullmatch(text) or text.startswith("~") else text


def path_of(deck: str) -> Path:
    """The file of a deck by its name in Anki: a folder for each deck above it.

    ``..`` and its like are names as any other.
    """
    *above, title = (safe(part) for part in deck.split("::"))
    folders = [*above[: _MOST_LEVELS - 1], "_".join(above[_MOST_LEVELS - 1 :])[:_LONGEST_NAME]]
    return Path(*filter(None, folders), f"{title}.yaml")
