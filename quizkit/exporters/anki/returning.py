"""Notes that came from Anki and go back: as they were there, or with what was edited here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from quizkit.deckfile.native import (
    Home,
    Native,
    NativeNote,
    NoteType,
    content_digest,
    media_tags,
    readable_tags,
    text_digest,
)
from quizkit.exporters.anki.text import cloze, literal, number_of, rich
from quizkit.model import Deck, Question

# Of one note with a card beyond, or with too few fields, Anki refuses the whole package.
_LAST_CARD = 0xFFFF


def with_moved(deck: Deck, natives: Mapping[str, Native], own: Native | None) -> Native | None:
    """What Anki had of a deck, and of the questions in it that came from other decks.

    A question keeps its id when it moves, and its note stays beside the deck that the id names.
    ``natives``: by deck key.
    """
    found = own or Native("", {}, {}, {})
    notes, types, media = dict(found.notes), dict(found.notetypes), dict(found.media)
    for question in deck.questions:
        key, _slash, local = question.id.partition("/")
        former = natives.get(key) if key != deck.key else None
        if former and local in former.notes and local not in notes:
            notes[local] = former.notes[local]
            types = {**former.notetypes, **types}
            media = {**former.media, **media}
    if len(notes) == len(found.notes):
        return own
    return found._replace(notetypes=types, notes=notes, media=media)


class Returned(NamedTuple):
    """A note that goes back, and the numbers of its cards: those that it had, and those of new gaps.

    ``empty``: of these, those whose gaps are gone; ``modified``: when it last changed in Anki (seconds since
    1970), 0 where it was edited here since; ``stale``: its questions that were edited here in a way that its
    fields cannot show, each with what stands for what it says.
    """

    native: NativeNote
    kind: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    cards: tuple[int, ...]
    empty: tuple[int, ...]
    modified: int
    stale: tuple[tuple[str, str], ...]


class Returning:
    """The questions of a deck that were notes of Anki; one note may have become several of them."""

    def __init__(self, deck: Deck, native: Native) -> None:
        self._deck = deck
        self._native = native
        self._questions: defaultdict[str, list[Question]] = defaultdict(list)
        for question in deck.questions:
            if self.has(question):
                self._questions[self._note_of(question).guid].append(question)

    def has(self, question: Question) -> bool:
        note = self._native.notes.get(question.local_id)
        return note is not None and note.notetype_id in self._native.notetypes

    def is_first(self, question: Question) -> bool:
        """Whether the note goes with this question, and not with an earlier one."""
        return self._questions[self._note_of(question).guid][0] is question

    def guid(self, question: Question) -> str:
        return self._note_of(question).guid

    def cards(self, question: Question) -> list[tuple[int, str]]:
        """The cards that Anki has of a question: the number of each in its note, and the part that it is.

        The gaps of a text make the cards of a cloze, and Anki keeps those of gaps that are gone; elsewhere
        the note type makes them, whatever the question has become here.
        """
        note = self._note_of(question)
        if self._is_cloze(question):
            numbers = self._gaps(question) | set(note.ords)
            return [(number, f"c{number + 1}") for number in sorted(numbers)]
        names = [part.name for part in question.content.parts(self._deck.language)]
        return list(zip(note.ords, names, strict=False))

    def note(self, question: Question) -> Returned:
        """The note of a question and of those it shares it with."""
        note = self._note_of(question)
        together = self._questions[note.guid]
        fields = list(note.fields)
        for each in together:
            for home in self._note_of(each).homes:
                self._edit(fields, home, each)
        own = question.about.tags
        tags = note.tags if readable_tags(note.tags) == own else tuple(["_".join(tag.split()) for tag in own])
        is_same = (tuple(fields), tags) == (note.fields, note.tags)
        kind = self._native.notetypes[note.notetype_id]
        numbers = {number for each in together for number in self._note_of(each).ords}
        empty: set[int] = set()
        for each in filter(self._is_cloze, together):
            gaps = self._gaps(each)
            empty |= set(self._note_of(each).ords) - gaps
            numbers |= gaps
        return Returned(
            note,
            kind,
            _fitted(fields, len(kind.fields)),
            tags,
            tuple(sorted(number for number in numbers if 0 <= number <= _LAST_CARD)),
            tuple(sorted(empty)),
            note.modified if is_same else 0,
            tuple([(each.id, said) for each in together if (said := self._stale(each))]),
        )

    def _note_of(self, question: Question) -> NativeNote:
        return self._native.notes[question.local_id]

    def _is_cloze(self, question: Question) -> bool:
        """Whether the gaps of its text make the cards of the note."""
        homes = self._note_of(question).homes
        return question.type == "cloze" and any(home.key == "cloze" for home in homes)

    def _gaps(self, question: Question) -> set[int]:
        """The numbers of the cards that the gaps of a text make."""
        return {number_of(part) - 1 for part in question.content.parts(self._deck.language)}

    def _stale(self, question: Question) -> str:
        """Stands for what a question says beside the keys that go back; "" where its note says the same."""
        note = self._note_of(question)
        said = content_digest(question.type, question.content, question.about, note.homes)
        return said if said != note.digest else ""

    def _edit(self, fields: list[str], home: Home, question: Question) -> None:
        """Put the text of a key into the field it was made of, if it is another one now."""
        text = getattr(question.content, home.key, None)
        if text is None:
            text = getattr(question.about, home.key, None)
        if not isinstance(text, str) or text_digest(text) == home.digest or home.field >= len(fields):
            return
        parts = tuple(question.content.parts(self._deck.language))
        shown = cloze(parts)[0] if home.key == "cloze" else rich(text)
        fields[home.field] = self._with_media(shown, fields[home.field], question)

    def _with_media(self, text: str, before: str, question: Question) -> str:
        """The text with the pictures and sounds of the field as it was, where the question still has them.

        One that the text does not name stays before the next one that it names, or else goes below: that of
        the question is the first there is.
        """
        belongs = {question.about.image, question.about.audio} - {""}
        waiting: list[str] = []
        for tag, name, _ in media_tags(before):
            mark = next(filter(text.__contains__, (rich(f"[{name}]"), literal(f"[{name}]"))), "")
            if mark:
                text = text.replace(mark, tag, 1)
                place = _outside_gaps(text, text.index(tag))
                text = f"{text[:place]}{''.join(waiting)}{text[place:]}"
                waiting = []
            elif self._native.media.get(name, "") in belongs:
                waiting.append(tag)
        return "<br>".join(filter(None, (text, *waiting)))


def _outside_gaps(text: str, place: int) -> int:
    """The place, or where the gap begins that it lies in: what stands in a gap is not shown at first."""
    opened = text.rfind("{{c", 0, place)
    return opened if opened > text.rfind("}}", 0, place) else place


def _fitted(fields: list[str], count: int) -> tuple[str, ...]:
    """As many fields as the note type has, in the way in which Anki's own check mends a note."""
    last = max(count, 1) - 1
    if len(fields) <= count:
        return (*fields, *[""] * (count - len(fields)))
    return (*fields[:last], "; ".join(fields[last:]))
