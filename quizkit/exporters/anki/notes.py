"""Questions as notes: the fields of each, its tags and cards, and its deck."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from quizkit.deckfile.kept import ENGLISH, SEPARATOR, kept_of
from quizkit.deckfile.native import Native, NativeNote, NoteType
from quizkit.deckfile.sources import titles_for
from quizkit.errors import QuizkitError
from quizkit.exporters.anki.fields import own_fields
from quizkit.exporters.anki.note_types import COMMON
from quizkit.exporters.anki.returning import Returned, Returning
from quizkit.exporters.anki.text import literal, number_of, rich
from quizkit.messages import _
from quizkit.model import Deck, Gaps, Part, Question, card_id
from quizkit.quoting import CONTROL
from quizkit.wording import context, sources

# Control characters but for the separator, and a half of a character pair, which no file can hold.
_REFUSED = re.compile(CONTROL.pattern.replace("\x1f", "\x1e") + "|[\ud800-\udfff]")
# The field that names a picture or a sound, given the deck, the question and the file's name.
Attach = Callable[[Deck, Question], tuple[str, str]]


_NOTHING = ("",) * len(COMMON[:-2])


class Placed(NamedTuple):
    """A deck and the folders it lies in, which become Anki's parent decks.

    ``native``: what Anki had of it, where the deck came from there.
    """

    deck: Deck
    folders: tuple[str, ...] = ()
    native: Native | None = None

    @property
    def name(self) -> str:
        if self.native and self.native.deck.rpartition("::")[2] == self.deck.title:
            return self.native.deck
        parts = (*self.folders, self.deck.title)
        return "::".join(re.sub(":{2,}", ":", part).strip(": ") or "deck" for part in parts)


class Note(NamedTuple):
    """A question as Anki keeps it: ``stored`` are its fields in one, ``cards`` the numbers of its cards.

    What came from Anki has a ``native_guid`` and a note type of its user's, and was ``modified`` there
    (seconds since 1970); ``stale``: its questions that were edited here in a way that its fields cannot
    show, each with what stands for what it says; ``elsewhere``: the decks of cards that do not lie in the
    note's own; ``anki_modified``: when the note that is known here was last edited in Anki; ``turns``: where
    its cards stood among the new ones there, where that matters; ``media``: stands for the content of its
    pictures and sounds, as far as their names do not tell it; ``empty``: its cards that it has in Anki alone.
    """

    question_id: str
    note_type: str
    stored: str
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    native_guid: str = ""
    native_type: NoteType | None = None
    modified: int = 0
    stale: tuple[tuple[str, str], ...] = ()
    elsewhere: tuple[tuple[int, str], ...] = ()
    anki_modified: int = 0
    turns: tuple[tuple[int, int], ...] = ()
    media: str = ""
    empty: tuple[int, ...] = ()

    @property
    def guid(self) -> str:
        return self.native_guid or f"quizkit:{self.question_id}"

    @property
    def first(self) -> str:
        """The field by which Anki sorts its notes."""
        return self.stored.partition(SEPARATOR)[0]

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.stored.split(SEPARATOR))


class Filed(NamedTuple):
    """A note, the name of its deck, and the deck file that its question stands in."""

    note: Note
    deck: str
    file: str = ""


def nothing_attached(_deck: Deck, _question: Question) -> tuple[str, str]:
    """For questions without pictures and sounds."""
    return "", ""


def notes_of(decks: Sequence[Placed], attach: Attach = nothing_attached) -> list[Filed]:
    """The notes of all questions. Raises QuizkitError where two questions share an id.

    Anki would add both and never again know which is which.
    """
    found: list[Filed] = []
    seen: dict[str, Question] = {}
    for placed, name in zip(decks, deck_names(decks), strict=True):
        file = file_of(placed.deck)
        returning = Returning(placed.deck, placed.native) if placed.native else None
        for question in placed.deck.questions:
            first = seen.setdefault(question.id, question)
            if first is not question:
                raise _same_id(question, placed.deck, first, decks)
            if returning is None or not returning.has(question):
                found.append(Filed(note_of(question, placed.deck, attach), name, file))
            elif returning.is_first(question):
                found.append(Filed(_returned(question, returning.note(question)), name, file))
    return found


def file_of(deck: Deck) -> str:
    """The file of a deck, by a name that is the same from any folder."""
    return os.path.abspath(deck.path) if deck.path else ""  # noqa: PTH100 - Path keeps ".." or follows links


def deck_names(decks: Iterable[Placed]) -> list[str]:
    """The names of the decks in Anki, which takes names that differ only in case for one: the first counts.

    Of two such decks in a package it would rename the second, and file later cards in either.
    """
    spelled: dict[str, str] = {}
    names = []
    for placed in decks:
        name = ""
        for part in placed.name.split("::"):
            name = f"{name}::{part}" if name else part
            name = spelled.setdefault(same_deck(name), name)
        names.append(name)
    return names


def same_deck(name: str) -> str:
    """What names of one deck have in common."""
    return unicodedata.normalize("NFC", name).casefold()


def _same_id(question: Question, deck: Deck, first: Question, decks: Sequence[Placed]) -> QuizkitError:
    its_deck = next(placed.deck for placed in decks if any(each is first for each in placed.deck.questions))
    return QuizkitError(
        _("{place}: another question has the id '{id}': {first}").format(
            place=_place(deck, question), id=question.id, first=_place(its_deck, first)
        ),
        hint=_("give one of the decks an 'id' of its own, or leave one of the files out"),
    )


def card_names(decks: Iterable[Placed]) -> dict[tuple[str, int], str]:
    """Our card by the guid of its note and its number there."""
    found: dict[tuple[str, int], str] = {}
    for deck, _folders, native in decks:
        returning = Returning(deck, native) if native else None
        for question in deck.questions:
            if returning is not None and returning.has(question):
                guid, cards = returning.guid(question), returning.cards(question)
            else:
                parts = tuple(question.content.parts(deck.language))
                names = [part.name for part in parts]
                guid, cards = f"quizkit:{question.id}", list(zip(_numbers(parts), names, strict=True))
            for number, name in cards:
                found[guid, number] = card_id(question.id, name)
    return found


def natives_of(decks: Iterable[Placed]) -> dict[str, NativeNote]:
    """The notes that came from Anki as they were there at the last import, by guid."""
    natives = [placed.native for placed in decks if placed.native]
    return {note.guid: note for native in natives for note in native.notes.values()}


def _returned(question: Question, returned: Returned) -> Note:
    """The note of a question that came from Anki."""
    return Note(
        question.id,
        f"{returned.kind.id}",
        SEPARATOR.join(returned.fields),
        returned.tags,
        returned.cards,
        returned.native.guid,
        returned.kind,
        returned.modified,
        returned.stale,
        returned.native.elsewhere,
        returned.native.modified,
        returned.native.turns,
        empty=returned.empty,
    )


def note_of(question: Question, deck: Deck, attach: Attach = nothing_attached) -> Note:
    """The note for a question. Raises QuizkitError where a text holds a character that Anki cannot keep."""
    parts = tuple(question.content.parts(deck.language))
    note_type, own = own_fields(parts, question.id, deck.language)
    fields = own + _common_fields(question, deck, attach)
    shown = SEPARATOR.join(fields)
    tags = question.about.tags
    if tags:
        tags = tuple(["_".join(tag.split()) for tag in tags])
    kept = kept_of(question, deck, shown)
    # Where nothing is kept, all texts are plain.
    doubtful = "".join((shown, kept, *tags)) if kept or not shown.isascii() else ""
    refused = _REFUSED.search(doubtful)
    if refused or shown.count(SEPARATOR) >= len(fields):
        raise _control_character(refused.group() if refused else SEPARATOR, question, deck)
    stored = f"{shown}{SEPARATOR}{kept}{SEPARATOR}{'' if deck.language == ENGLISH else deck.language}"
    return Note(question.id, note_type, stored, tags, _numbers(parts))


def _control_character(character: str, question: Question, deck: Deck) -> QuizkitError:
    return QuizkitError(
        _("{place}: the control character {character} cannot go to Anki").format(
            place=_place(deck, question), character=f"U+{ord(character):04X}"
        ),
        hint=_("remove it"),
    )


def _common_fields(question: Question, deck: Deck, attach: Attach) -> tuple[str, ...]:
    """The fields of every note type that are shown, in the order of ``note_types.COMMON``."""
    about = question.about
    media = about.image or about.audio
    if not (about.hint or about.explain or about.cite or about.as_of or about.according_to or media):
        return _NOTHING
    above = rich(context(about, deck.language)) if about.according_to or about.as_of else ""
    picture, sound = attach(deck, question) if media else ("", "")
    hint = rich("\n".join(about.hint)) if about.hint else ""
    source = _source(about.cite, deck) if about.cite else ""
    return above, picture, sound, hint, rich(about.explain), source


def _source(cites: tuple[str, ...], deck: Deck) -> str:
    """The citations by the titles of their sources; each keeps its key, for the way back."""
    titles = titles_for(deck.path)
    told = [literal(text) for text in sources(cites, titles)]
    for place, cite in enumerate(cites if titles else ()):
        if cite.partition("#")[0] in titles:
            told[place] = f'<span data-cite="{literal(cite)}">{told[place]}</span>'
    return " · ".join(told)


def _numbers(parts: tuple[Part, ...]) -> tuple[int, ...]:
    """The numbers of a note's cards: a cloze names them, elsewhere they are counted."""
    if isinstance(parts[0].interaction, Gaps):
        return tuple([number_of(part) - 1 for part in parts])
    return tuple(range(len(parts))) if len(parts) > 1 else (0,)


def _place(deck: Deck, question: Question) -> str:
    return f"{deck.path or deck.title}:{question.line}"
