"""``export``: the decks as an Anki package, and what the learner should know before importing it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from quizkit.cli.common import DecksArgument, opened, the_world, warn
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _, counted, plural

if TYPE_CHECKING:
    from quizkit.exporters.anki import Changes, Filed, Gone, Learner, Media, Placed
    from quizkit.reviews import Exported
    from quizkit.settings import Settings
    from quizkit.store import Library, Store

# Of what is listed, as many are named.
MOST_NAMED = 5


def export(
    decks: DecksArgument = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar=_("FILE"),
            help=_("The file to write; its ending names the format (.apkg)."),
        ),
    ] = Path("quizkit.apkg"),
    with_progress: Annotated[
        bool, typer.Option("--with-progress", help=_("Let your answers and due dates go along."))
    ] = False,
) -> None:
    """Write the decks as an Anki package."""
    from quizkit.files import write_atomically

    if output.suffix.lower() != ".apkg":
        raise UsageError(
            _("'{format}' is not a format to export to").format(format=output.suffix or output.name),
            hint=_("use .apkg"),
        )
    with opened(decks) as (store, settings):
        made = prepared(store, learner_in(store, settings) if with_progress else None)
        if not made.notes:
            raise QuizkitError(_("there is no question to export"))
        write_atomically(output, made.data)
        # Only what was written may be remembered as exported.
        store.exports.remember(made.changes.changed, made.changes.gone)
    for line in reports(made):
        warn(line)
    warn(f"{output}: {_summary(made)}")
    if with_progress:
        warn(_progress_goes_along(made))


class Prepared(NamedTuple):
    """An export that is ready to be written, and what it was made of."""

    placed: list[Placed]
    media: Media
    data: bytes
    notes: list[Filed]
    changes: Changes


def prepared(store: Store, learner: Learner | None = None) -> Prepared:
    """The decks as they would be exported now, with the progress of ``learner``.

    Raises QuizkitError where a question cannot go to Anki.
    """
    from quizkit.exporters import anki

    placed, media, known = list(_placed(store.library)), anki.Media(), store.exports.known()
    made_of = zip(store.library.decks, placed, strict=True)
    whole = [(cached.key, anki.file_of(each.deck)) for cached, each in made_of if not cached.problems]
    files = {note.file for note in known.values() if note.file and not note.gone}
    lost = {file for file in files if not Path(file).exists()}
    made = anki.export(placed, media, int(time.time()), known, frozenset(chain(*whole)), lost, learner)
    return Prepared(placed, media, *made)


def learner_in(store: Store, settings: Settings) -> Learner:
    """The learner of a store, as of today."""
    from quizkit.exporters.anki import learner_of

    day = the_world(settings).day()
    progress = store.progress
    log = progress.states(), progress.reviews(), progress.actions()
    per_day = settings.new_per_day, settings.reviews_per_day
    return learner_of(*log, settings.scheduling, day, rollover_hour=settings.day_begins_at, per_day=per_day)


def _placed(library: Library) -> Iterator[Placed]:
    from quizkit.deckfile.native import read_native
    from quizkit.exporters.anki import Placed, with_moved

    beside = [(cached, read_native(Path(cached.path))) for cached in library.decks]
    natives = {cached.key: native for cached, native in beside if native}
    for cached, native in beside:
        folders = Path(cached.path).parent.relative_to(library.roots[Path(cached.path)]).parts
        deck = library.deck(cached)
        yield Placed(deck, folders, with_moved(deck, natives, native) if natives else None)


def _summary(made: Prepared) -> str:
    """What was written, and how much of it is new or different since the last export, if there was one."""
    changes = made.changes
    parts = [counted("{count} deck", "{count} decks", len(made.placed))]
    if made.media.files:
        parts.append(_media_files(len(made.media.files)))
    new = counted("{count} new", "{count} new", changes.new)
    changed = counted("{count} changed", "{count} changed", changes.updated)
    told = [words for words, number in ((new, changes.new), (changed, changes.updated)) if number]
    news = f": {', '.join(told)}" if changes.new < len(changes.exported) and told else ""
    questions = counted("{count} question", "{count} questions", len(changes.exported))
    return _("{questions} in {decks}").format(questions=questions, decks=", ".join(parts)) + news


def _progress_goes_along(made: Prepared) -> str:
    """What to do for it; Anki takes none for cards that it has, as it may after an export, or an import."""
    is_known = made.changes.new < len(made.changes.exported)
    if is_known or any(each.note.native_type for each in made.notes):
        return _(
            "Your progress goes along for cards that Anki does not have yet: in its import dialogue tick the "
            "learning progress and the deck presets, and switch FSRS on in the deck options. Cards that it "
            "has keep their schedule there; to go on in both programs, use 'quizkit anki sync'."
        )
    return _(
        "Your progress goes along: in Anki's import dialogue tick the learning progress and the deck "
        "presets, and switch FSRS on in the deck options."
    )


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
        yield told.format(count=len(unused), named=_some(unused))


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
        yield told.format(count=len(composed), named=_some(composed))
    if added:
        told = plural(
            "What is new here in {count} question has no place in its note type in Anki, and stays here: "
            "{named}.",
            "What is new here in {count} questions has no place in their note types in Anki, and stays here: "
            "{named}.",
            len(added),
        )
        yield told.format(count=len(added), named=_some(added))
    if removed:
        told = plural(
            "What was removed here from {count} question stays in its note in Anki: {named}. Edit it there; "
            "to stop a direction, suspend its card.",
            "What was removed here from {count} questions stays in their notes in Anki: {named}. Edit them "
            "there; to stop a direction, suspend its card.",
            len(removed),
        )
        yield told.format(count=len(removed), named=_some(removed))


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


def _media_files(count: int) -> str:
    return counted("{count} media file", "{count} media files", count)


def _texts(notes: Mapping[str, Exported]) -> str:
    return _some([f"“{note.text}”" for note in notes.values()])


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    named = ", ".join(names[:MOST_NAMED])
    return _("{names} and {count} more").format(names=named, count=more) if more > 0 else named
