"""What an export or a sync says of questions: what was left out, and what Anki does not do by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from quizkit.cli.common import some_of
from quizkit.messages import _, plural

if TYPE_CHECKING:
    from quizkit.cli.export import Prepared
    from quizkit.exporters.anki import Changes, Gone
    from quizkit.reviews import Exported

# Of what is listed, as many are named.
_MOST_NAMED = 5


def reports(made: Prepared, *, for_sync: bool = False) -> Iterator[str]:
    """What was left out, what Anki will not do by itself, and what its user can do.

    A sync (``for_sync``) has looked where the notes are, and says more of that than is known here.
    """
    yield from map(str, made.media.problems)
    if not for_sync:
        yield from _not_followed(made.changes)
    yield from _emptied(made.changes)
    yield from _gone(made.changes.told)
    yield from _of_one_name(made)
    if made.changes.stale:
        yield from _staying(made)
    unused = [str(path) for path in made.media.unused([placed.deck for placed in made.placed])]
    if unused:
        told = plural(
            "{count} media file used by no question: {named}",
            "{count} media files used by no question: {named}",
            len(unused),
        )
        yield told.format(count=len(unused), named=some_of(unused, _MOST_NAMED))


def _staying(made: Prepared) -> Iterator[str]:
    """What was edited here, since the last export, of questions that came from Anki, and does not go back."""
    from quizkit.importers.staying import staying

    stale = frozenset(made.changes.stale)
    notes = {
        name: each.note.fields for each in made.notes for name, _said in each.note.stale if name in stale
    }
    of_decks = [staying(placed.deck, placed.native, notes) for placed in made.placed if placed.native]
    found = list(chain(*(each.items() for each in of_decks)))
    composed, added, removed = (
        [f"{name} ({', '.join(map(_key, stays[kind]))})" for name, stays in found if stays[kind]]
        for kind in range(3)
    )
    if composed:
        told = plural(
            "In {count} question a text was edited here that Anki puts together from several fields: "
            "{named}. The old text stays in Anki; edit it there.",
            "In {count} questions a text was edited here that Anki puts together from several fields: "
            "{named}. The old texts stay in Anki; edit them there.",
            len(composed),
        )
        yield told.format(count=len(composed), named=some_of(composed, _MOST_NAMED))
    if added:
        told = plural(
            "What is new here in {count} question has no place in its note type in Anki, and stays here: "
            "{named}.",
            "What is new here in {count} questions has no place in their note types in Anki, and stays here: "
            "{named}.",
            len(added),
        )
        yield told.format(count=len(added), named=some_of(added, _MOST_NAMED))
    if removed:
        told = plural(
            "What was removed here from {count} question stays in its note in Anki: {named}. Edit it there; "
            "to stop a direction, suspend its card.",
            "What was removed here from {count} questions stays in their notes in Anki: {named}. Edit them "
            "there; to stop a direction, suspend its card.",
            len(removed),
        )
        yield told.format(count=len(removed), named=some_of(removed, _MOST_NAMED))


def _key(name: str) -> str:
    """A key as it is written; the type seldom is."""
    return _("another type") if name == "type" else name


def _of_one_name(made: Prepared) -> Iterator[str]:
    """The decks that share one in Anki though their names are not quite the same."""
    from quizkit.exporters.anki import deck_names

    called = zip(made.placed, deck_names(made.placed), strict=True)
    for own, shared in sorted({(placed.name, name) for placed, name in called if placed.name != name}):
        yield _(
            "The decks '{name}' and '{other}' differ in case alone: in Anki they are one, '{name}'."
        ).format(name=shared, other=own)


def _not_followed(changes: Changes) -> Iterator[str]:
    """The changes since the last export that an import into Anki does not make."""
    for (old, new), count in changes.moved.items():
        told = plural(
            "{count} question went from the deck '{old}' to '{new}'. Anki leaves its cards where they are: "
            "rename the deck there before the import, or move the cards after it.",
            "{count} questions went from the deck '{old}' to '{new}'. Anki leaves their cards where they "
            "are: rename the deck there before the import, or move the cards after it.",
            count,
        )
        yield told.format(count=count, old=old, new=new)
    if changes.retyped:
        told = plural(
            "{count} question ({named}) of another type than before. Anki changes no note's type: delete the "
            "old note there before the import.",
            "{count} questions ({named}) of another type than before. Anki changes no note's type: delete "
            "the old notes there before the import.",
            len(changes.retyped),
        )
        yield told.format(count=len(changes.retyped), named=_texts(changes.retyped))


def _emptied(changes: Changes) -> Iterator[str]:
    """The cards that are empty now."""
    if changes.emptied:
        told = plural(
            "{count} question ({named}) with fewer cards than before. Anki keeps those that are empty now: "
            "Tools, Empty Cards removes them there.",
            "{count} questions ({named}) with fewer cards than before. Anki keeps those that are empty now: "
            "Tools, Empty Cards removes them there.",
            len(changes.emptied),
        )
        yield told.format(count=len(changes.emptied), named=_texts(changes.emptied))


def _gone(gone: Gone) -> Iterator[str]:
    """The questions that are in no deck any more, or under another id."""
    if gone.restarted:
        told = plural(
            "{count} question ({named}) is now in a deck with another id, and so begins anew, here and in "
            "Anki. To keep its schedule, put it back, or give the deck its old id; else delete the old note "
            "in Anki.",
            "{count} questions ({named}) are now in a deck with another id, and so begin anew, here and in "
            "Anki. To keep their schedule, put them back, or give the deck its old id; else delete the old "
            "notes in Anki.",
            len(gone.restarted),
        )
        yield told.format(count=len(gone.restarted), named=_texts(gone.restarted))
    for deck, count in gone.lost.items():
        told = plural(
            "The file of the deck '{deck}' is no longer there. Anki keeps its {count} question: delete the "
            "deck there, or, if the file has only moved, go on with it from its new place.",
            "The file of the deck '{deck}' is no longer there. Anki keeps its {count} questions: delete the "
            "deck there, or, if the file has only moved, go on with it from its new place.",
            count,
        )
        yield told.format(count=count, deck=deck)
    if gone.removed:
        told = plural(
            "{count} question ({named}) removed here. Anki keeps removed questions: find it "
            "in its browser and delete it there.",
            "{count} questions ({named}) removed here. Anki keeps removed questions: find "
            "them in its browser and delete them there.",
            len(gone.removed),
        )
        yield told.format(count=len(gone.removed), named=_texts(gone.removed))


def _texts(notes: Mapping[str, Exported]) -> str:
    return some_of([f"“{note.text}”" for note in notes.values()], _MOST_NAMED)
