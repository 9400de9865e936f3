"""The lock file ``sources.lock``: which passages the authors of the questions saw, without their text.

JSON with one line for each paragraph and each question, sorted, so that a change is a line in a diff and the
changes of two people merge::

    "paragraphs": {
      "edm-2023#8": "digest sketch"
    },
    "reviews": {
      "trade/goods-2022": "digest-of-the-question edm-2023#8=digest-of-the-paragraph"
    }
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from quizkit.anchors import SKETCH_SIZE, Locked
from quizkit.errors import QuizkitError
from quizkit.files import read_bytes, write_atomically
from quizkit.messages import _
from quizkit.segments import VERSION as SEGMENTER

FILE_NAME = "sources.lock"
VERSION = 1

_DIGEST = "[0-9a-f]{16}"
_PARAGRAPH = re.compile(rf"({_DIGEST})(?: ((?:[0-9a-f]{{8}}){{1,{SKETCH_SIZE}}}))?")
_SEEN = re.compile(rf"(\S+#[0-9]{{1,9}})=({_DIGEST})")
_REVIEW = re.compile(rf"({_DIGEST})((?: {_SEEN.pattern})*)")
_NAME = re.compile(r"\S+#[0-9]{1,9}")

T = TypeVar("T")


class Review(NamedTuple):
    """A question as a person last approved it: its digest, and for each paragraph it cites that one's."""

    question: str
    paragraphs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Lock:
    """What a lock file says. Paragraphs go by ``source#12``, reviews by the question's id.

    Under a number stands the paragraph as it was last accepted, and after it what the reviewers of some
    questions saw there before. Paragraphs that nobody cites have no sketch: they are known, so that none is
    taken for a cited one. ``segmenter`` is the version of the rules by which paragraphs are numbered.
    """

    paragraphs: Mapping[str, tuple[Locked, ...]] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    segmenter: int = SEGMENTER

    def last(self) -> dict[str, int]:
        """The highest number of a paragraph, by source."""
        found: dict[str, int] = {}
        for name in self.paragraphs:
            source, number = _natural(name)
            found[source] = max(found.get(source, 0), number)
        return found


def lock_beside(sources: Path) -> Path:
    """The lock file of a ``sources.yaml``."""
    return sources.with_name(FILE_NAME)


def read_lock(path: Path) -> Lock:
    """The lock in a file; an empty one where there is no file.

    Raises QuizkitError where the file is not as quizkit writes it.
    """
    return parse_lock(read_bytes(path), str(path)) if path.exists() else Lock()


def write_lock(path: Path, lock: Lock) -> None:
    """Replace the file, whole or not at all."""
    write_atomically(path, lock_bytes(lock))


def lock_bytes(lock: Lock) -> bytes:
    """A lock as it stands in its file."""
    paragraphs = {
        name: " | ".join(map(_line, versions))
        for name, versions in sorted(lock.paragraphs.items(), key=lambda item: _natural(item[0]))
    }
    reviews = {
        name: " ".join((review.question, *(f"{cited}={digest}" for cited, digest in review.paragraphs)))
        for name, review in sorted(lock.reviews.items())
    }
    whole = {"version": VERSION, "segmenter": lock.segmenter, "paragraphs": paragraphs, "reviews": reviews}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def parse_lock(data: bytes, path: str) -> Lock:
    """The lock in the bytes of a file; ``path`` is for the error."""
    try:
        whole = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        if b"<<<<<<<" in data and b">>>>>>>" in data:
            hint = _("two versions were merged: keep one of them, then run 'quizkit relock'")
            raise QuizkitError(
                _("{path} holds a conflict of versions").format(path=path), hint=hint
            ) from error
        raise _broken(path, str(error)) from error
    if not isinstance(whole, dict) or not isinstance(whole.get("version"), int):
        raise _broken(path, _("it does not say its version"))
    if whole["version"] > VERSION:
        raise QuizkitError(
            _("{path} was written by a newer quizkit").format(path=path), hint=_("update quizkit")
        )
    segmenter = whole.get("segmenter")
    if not isinstance(segmenter, int):
        raise _broken(path, _("it does not say by which rules paragraphs were numbered"))
    return Lock(
        _entries(whole, "paragraphs", path, _read_paragraph),
        _entries(whole, "reviews", path, _read_review),
        segmenter,
    )


def _entries(
    whole: dict[str, Any], part: str, path: str, read: Callable[[str, str], T | None]
) -> dict[str, T]:
    """The lines of a part of the file, by their names."""
    lines = whole.get(part)
    if not isinstance(lines, dict):
        raise _broken(path, _("it has no '{part}'").format(part=part))
    found: dict[str, T] = {}
    for name, text in lines.items():
        entry = read(name, text) if isinstance(text, str) else None
        if entry is None:
            raise _broken(path, _("the line of '{name}' is not as quizkit writes it").format(name=name[:60]))
        found[name] = entry
    return found


def _line(locked: Locked) -> str:
    return f"{locked.digest} {''.join(f'{number:08x}' for number in locked.sketch)}".rstrip()


def _read_paragraph(name: str, text: str) -> tuple[Locked, ...] | None:
    matches = [_PARAGRAPH.fullmatch(version) for version in text.split(" | ")]
    read = [
        Locked(match[1], tuple(int(number, 16) for number in re.findall("." * 8, match[2] or "")))
        for match in matches
        if match
    ]
    return tuple(read) if len(read) == len(matches) and _NAME.fullmatch(name) else None


def _read_review(_name: str, text: str) -> Review | None:
    match = _REVIEW.fullmatch(text)
    return Review(match[1], tuple(_SEEN.findall(match[2]))) if match else None


def _broken(path: str, why: str) -> QuizkitError:
    hint = _("take it back from version control, or remove it and run 'quizkit relock --accept all'")
    return QuizkitError(_("{path} cannot be read: {reason}").format(path=path, reason=why), hint=hint)


def _natural(name: str) -> tuple[str, int]:
    """Paragraph 9 before paragraph 10."""
    source, _, number = name.rpartition("#")
    return source, int(number)
