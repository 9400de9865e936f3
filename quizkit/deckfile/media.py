"""Pictures and sounds that questions name: files beside the deck, and never outside its folder.

A deck may come from anybody, so a link that leads out of the folder is not followed, and only what is a
picture or a sound by its name is ever opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quizkit.errors import Problem
from quizkit.fields import MEDIA
from quizkit.files import read_bytes
from quizkit.messages import _
from quizkit.model import Card
from quizkit.nodes import Mapping, Report, Scalar, Sequence

KEYS = ("image", "audio")
WORDS = {"image": _("Picture"), "audio": _("Sound")}
SUFFIXES = {
    "image": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif", ".tif", ".tiff"),
    "audio": (".mp3", ".ogg", ".oga", ".opus", ".wav", ".flac", ".m4a", ".aac"),
}
_MISSING = _("is missing")
_NO_SUCH = {
    "image": _("is no picture: that ends in {endings}"),
    "audio": _("is no sound: that ends in {endings}"),
}
_TROUBLE = {"image": _("the picture '{name}' {trouble}"), "audio": _("the sound '{name}' {trouble}")}


class Medium(NamedTuple):
    """A picture or a sound of a question, by the key that names it.

    ``path`` is absolute, and None where the file cannot be used: ``trouble`` says why.
    """

    key: str
    name: str
    path: Path | None = None
    trouble: str = ""


def media_of(card: Card) -> tuple[Medium, ...]:
    """What belongs to a card, in the order picture, sound."""
    named = (("image", card.about.image), ("audio", card.about.audio))
    return tuple(find(key, name, Path(card.deck_path)) for key, name in named if name)


def find(key: str, name: str, deck: Path) -> Medium:
    """The file that the key of a question in ``deck`` names."""
    if not name.lower().endswith(SUFFIXES[key]):
        return Medium(key, name, trouble=_NO_SUCH[key].format(endings=" ".join(SUFFIXES[key])))
    try:
        folder = deck.parent.resolve(strict=True)
        path = (folder / name).resolve(strict=True)
        if not path.is_relative_to(folder):
            return Medium(key, name, trouble=_("lies outside the deck's folder"))
        if not path.is_file():
            return Medium(key, name, trouble=_("is not a file"))
    except (OSError, RuntimeError, ValueError):  # a link that leads to itself is a RuntimeError
        return Medium(key, name, trouble=_MISSING)
    return Medium(key, name, path)


def media_problems(deck: Path) -> list[Problem]:
    """The files that the questions of a deck name and that cannot be used, at the place of their names.

    The form of the deck and of the names is not looked at here: ``read_deck`` does that, and keeps the
    result by the deck's content, which does not tell what lies beside it.
    """
    data = read_bytes(deck)
    if not any(key.encode() in data for key in KEYS):
        return []
    from quizkit.deckfile.nodes import parse  # yaml costs 20 ms

    report = Report(str(deck))
    root = parse(data.decode("utf-8-sig", errors="replace"), Report(str(deck)))
    for key, name in _named(root):
        found = find(key, name.text, deck)
        if found.trouble:
            what = _TROUBLE[key].format(name=name.text, trouble=found.trouble)
            report.add(name, what, _("it belongs beside the deck") if found.trouble == _MISSING else "")
    return report.problems


def _named(root: object) -> Iterator[tuple[str, Scalar]]:
    """The keys and well-formed file names in the questions of a deck."""
    questions = root.get("questions") if isinstance(root, Mapping) else None
    for question in questions.items if isinstance(questions, Sequence) else ():
        for key in KEYS:
            name = question.get(key) if isinstance(question, Mapping) else None
            if isinstance(name, Scalar) and MEDIA.read(name, Report("")) is not None:
                yield key, name
