"""Decks read for their author: from the files, not from the learner's cache, with every mistake."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from quizkit.errors import Problem, QuizkitError
from quizkit.messages import _

if TYPE_CHECKING:
    from quizkit.proof.grounds import ReadDeck


def read_decks(paths: Iterable[Path]) -> list[ReadDeck]:
    """Every deck under some paths. Raises QuizkitError where there is none."""
    from quizkit.deckfile import read_deck
    from quizkit.files import read_bytes
    from quizkit.proof.grounds import ReadDeck
    from quizkit.store import find_decks

    files = find_decks(paths)
    if not files:
        raise QuizkitError(_("no deck found"), hint=_("decks are .yaml files; 'quizkit new' makes one"))
    return [ReadDeck(path, root, read_deck(read_bytes(path), str(path))) for path, root in files]


def mistakes_in(decks: Iterable[ReadDeck]) -> list[Problem]:
    """The mistakes in each deck, its missing media, and questions that two decks of the same name share."""
    from quizkit.deckfile.media import media_problems
    from quizkit.deckfile.reader import shared_ids_problem

    found: list[Problem] = []
    first: dict[str, ReadDeck] = {}
    for deck in decks:
        found += [*deck.raw.problems, *media_problems(deck.path)]
        other = first.setdefault(deck.raw.key, deck)
        if other is deck:
            continue
        taken = {question.id for question in other.raw.questions}
        shared = [(each.line, each.id) for each in deck.raw.questions if each.id in taken]
        if shared:
            found.append(shared_ids_problem(str(deck.path), shared, str(other.path)))
    return found
