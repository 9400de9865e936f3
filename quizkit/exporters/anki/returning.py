"""Notes that came from Anki and go back: which of them the questions of a deck are, and whether unchanged."""

from __future__ import annotations

from collections import defaultdict

from quizkit.deckfile.native import Native, NativeNote, content_digest
from quizkit.model import Deck, Question


class Returning:
    """The questions of a deck that were notes of Anki; one note may have become several of them."""

    def __init__(self, deck: Deck, native: Native) -> None:
        self.native = native
        self._questions: defaultdict[str, list[Question]] = defaultdict(list)
        for question in deck.questions:
            if self.has(question):
                self._questions[self.note_of(question).guid].append(question)

    def has(self, question: Question) -> bool:
        note = self.native.notes.get(question.local_id)
        return note is not None and note.notetype_id in self.native.notetypes

    def note_of(self, question: Question) -> NativeNote:
        return self.native.notes[question.local_id]

    def is_first(self, question: Question) -> bool:
        """Whether the note goes with this question, and not with an earlier one."""
        return self._questions[self.note_of(question).guid][0] is question

    def is_edited(self, question: Question) -> bool:
        """Whether any question of its note says something else than when it came."""
        together = self._questions[self.note_of(question).guid]
        return any(content_digest(each) != self.note_of(each).digest for each in together)

    def cards_of(self, guid: str) -> tuple[int, ...]:
        """The numbers of the note's cards that still have a question."""
        return tuple(sorted({number for each in self._questions[guid] for number in self.note_of(each).ords}))
