"""``export``: the decks as an Anki package, and what the learner should know before importing it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Set
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from quizkit.cli.common import DecksArgument, opened, the_world, warn
from quizkit.cli.reports import reports
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _, counted

if TYPE_CHECKING:
    from quizkit.exporters.anki import Changes, Filed, Learner, Media, Placed
    from quizkit.settings import Settings
    from quizkit.store import Library, Store


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
        if native is None:
            _refuse_left_behind(Path(cached.path), {question.local_id for question in deck.questions})
        yield Placed(deck, folders, with_moved(deck, natives, native) if natives else None)


def _refuse_left_behind(deck: Path, questions: Set[str]) -> None:
    """Raise QuizkitError where a deck from Anki was renamed alone: all its notes would go as new ones."""
    from quizkit.deckfile.native import SUFFIX, native_path, read_native

    for left in sorted(deck.parent.glob(f"*{SUFFIX}")):
        was = left.with_name(left.name.removesuffix(SUFFIX) + deck.suffix)
        there = None if was.exists() else read_native(was)
        if there and there.notes.keys() & questions:
            raise QuizkitError(
                _("the notes of questions in {deck} are in {left}, and no deck has its name").format(
                    deck=deck, left=left.name
                ),
                hint=_("rename {left} to {name}").format(left=left.name, name=native_path(deck).name),
            )


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


def _media_files(count: int) -> str:
    return counted("{count} media file", "{count} media files", count)
