"""Which files of a package belong to a deck: those that its notes name, and what Anki made of their LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha1
from typing import TYPE_CHECKING

from quizkit.deckfile.native import NativeNote, NoteType, media_tags
from quizkit.importers import gaps
from quizkit.markup import unescaped

if TYPE_CHECKING:
    from quizkit.importers.apkg import ImportedDeck

# Pictures that Anki has set; nothing names them but the formula itself.
_SET = re.compile(r"latex-[0-9a-f]{40}\.(?:png|svg)")
_LATEX = re.compile(r"(\[/?(?:latex|\${1,2})\])", re.IGNORECASE)
_BREAK = re.compile(r"<br(?: ?/)?>|<div>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
# What Anki puts round a formula before it is set, by how it begins.
_AROUND = {
    "[latex]": ("", ""),
    "[$]": ("$", "$"),
    "[$$]": (r"\begin{displaymath}", r"\end{displaymath}"),
}


class Belongings:
    """The files of the decks that are to be written."""

    def __init__(
        self, decks: Sequence[ImportedDeck], notetypes: Mapping[int, NoteType], files: Iterable[str]
    ) -> None:
        self._notetypes = notetypes
        self._set = frozenset(name for name in files if _SET.fullmatch(name))
        formulas = {deck.key: self._of_formulas(deck) for deck in decks if self._set}
        # Of a formula that Anki sets in another way than we know, all that is sure is that some deck has it.
        unclaimed = self._set.difference(*formulas.values())
        first = next((deck for deck in decks if unclaimed and not deck.update and _has_latex(deck)), None)
        if first:
            formulas[first.key] |= unclaimed
        self._formulas = formulas

    def of(self, deck: ImportedDeck, names: Mapping[str, str]) -> list[str]:
        """The files of a deck; ``names``: what each will be called beside it."""
        if not names:
            return []
        notes = _notes(deck)
        named = {medium.name for note in notes for text in note.fields for medium in media_tags(text)}
        kinds = [self._notetypes[id] for id in {note.notetype_id for note in notes}]
        # What the looks of a note type name begins with an underscore, so that Anki keeps it.
        looks = "".join(f"{each.css}{each.templates}" for each in kinds)
        named |= {name for name in names if name.startswith("_") and name in looks}
        named |= _of_own(deck, names) | self._formulas.get(deck.key, set())
        return sorted(named & names.keys())

    def _of_formulas(self, deck: ImportedDeck) -> set[str]:
        texts = (text for note in _notes(deck) for text in note.fields)
        return {name for text in texts for name in _pictures_of(text) if name in self._set}


def _notes(deck: ImportedDeck) -> list[NativeNote]:
    return [*deck.native.values(), *(deck.update.native.values() if deck.update else ())]


def _of_own(deck: ImportedDeck, names: Mapping[str, str]) -> set[str]:
    """The files that questions of quizkit's own name."""
    changes = deck.update.changes.values() if deck.update else ()
    texts = [*deck.questions, *(change.keys for change in changes)]
    own = {str(question[key]) for question in texts for key in ("image", "audio") if key in question}
    return {original for original, name in names.items() if name in own}


def _has_latex(deck: ImportedDeck) -> bool:
    return any(_LATEX.search(text) for note in _notes(deck) for text in note.fields)


def _pictures_of(field: str) -> Iterator[str]:
    """What Anki calls the pictures of a field's formulas: the digest of their text."""
    for opened, text in _formulas(gaps.shown(field) if "[" in field else ""):
        before, after = _AROUND[opened]
        formula = f"{before}{_shown(text)}{after}"
        digest = sha1(formula.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
        yield from (f"latex-{digest}.{ending}" for ending in ("png", "svg"))


def _shown(text: str) -> str:
    """A text as Anki hands it to LaTeX."""
    return unescaped(_TAG.sub("", _BREAK.sub("\n", text))).replace("\xa0", " ")


def _formulas(text: str) -> Iterator[tuple[str, str]]:
    """Each formula with how it begins; read in one go, for a field may be made to take long."""
    opened, held = "", ""
    for piece in _LATEX.split(text):
        tag = piece.lower()
        if opened and tag == opened.replace("[", "[/"):
            yield opened, held
            opened, held = "", ""
        elif opened:
            held += piece
        elif tag in _AROUND:
            opened = tag
