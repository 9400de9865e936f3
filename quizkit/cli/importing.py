"""Moving in: ``import``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import warn
from quizkit.errors import UsageError
from quizkit.garbage import uncollected
from quizkit.messages import _, counted, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizkit.importers.apkg import Imported, Known
    from quizkit.importers.writing import Plan
    from quizkit.model import Action, CardState


def import_(
    package: Annotated[
        Path, typer.Argument(metavar=_("package"), help=_("An .apkg or .colpkg file, as Anki exports it."))
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar=_("FOLDER"), help=_("Where the decks go."))
    ] = Path("decks"),
    language: Annotated[
        str, typer.Option(metavar=_("CODE"), help=_("The language of the decks, such as en or es."))
    ] = "en",
    history: Annotated[
        bool, typer.Option("--history/--no-history", help=_("Take the reviews over as well."))
    ] = True,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would be done, and do nothing."))
    ] = False,
) -> None:
    """Make decks of an Anki package, and go on where its learner is."""
    from quizkit.deckfile.reader import is_language
    from quizkit.importers.apkg import Source, decks_of
    from quizkit.importers.archive import open_archive
    from quizkit.importers.collection import read_collection
    from quizkit.importers.writing import media_names, plan, write

    if package.suffix not in {".apkg", ".colpkg"}:
        raise UsageError(
            _("'{format}' is no format to import").format(format=package.suffix or package.name),
            hint=_("use .apkg or .colpkg"),
        )
    if not is_language(language):
        raise UsageError(
            _("'{language}' is no language").format(language=language), hint=_("such as en or pt-BR")
        )
    with uncollected(), open_archive(package) as archive, tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / "collection"
        archive.unpack_collection(unpacked)
        collection = read_collection(unpacked)
        media = {file.name: file for file in archive.media()}
        source = Source(collection, media_names(media.values()), language)
        found = decks_of(source, _known(output), _learning_day() if history else None)
        made = plan(found.decks, collection.notetypes, media, output, language)
        if not dry_run:
            write(made, archive, output)
        merged = _merge(found) if not dry_run and (found.reviews or found.actions) else 0
    _say(found, made, merged, dry_run=dry_run)


def _known(output: Path) -> Known:
    """What is there below the folder."""
    from quizkit.deckfile import load_deck
    from quizkit.deckfile.native import read_native
    from quizkit.importers.apkg import OWN_GUID, Known
    from quizkit.store import find_decks

    known = Known({}, {}, {})
    for path, _root in find_decks([output]) if output.is_dir() else ():
        deck, _problems = load_deck(path)
        native = read_native(path)
        notes = native.notes if native else {}
        known.paths.setdefault(deck.key, path)
        if native:
            known.decks.setdefault(native.deck, deck.key)
        for question in deck.questions:
            note = notes.get(question.local_id)
            known.questions.setdefault(note.guid if note else f"{OWN_GUID}{question.id}", question.id)
    return known


def _learning_day() -> Callable[[int], int]:
    from functools import partial

    from quizkit.days import learning_day
    from quizkit.settings import load_settings, paths

    return partial(learning_day, rollover_hour=load_settings(paths().settings).day_begins_at)


def _merge(found: Imported) -> int:
    """Add the history to the log; what was answered here and came back from Anki is known."""
    from quizkit.settings import load_settings, paths
    from quizkit.store import open_progress

    where = paths()
    with open_progress(where.progress, where.cache, load_settings(where.settings).scheduling) as progress:
        known = {(review.card_id, review.reviewed_at) for review in progress.reviews()}
        states = dict(progress.states())
        new = [review for review in found.reviews if (review.card_id, review.reviewed_at) not in known]
        actions = [each for each in found.actions if not _holds(states, each)]
        return progress.merge([*new, *actions])


def _holds(states: Mapping[str, CardState], action: Action) -> bool:
    """Whether the card is suspended or flagged already; a flag set twice would be taken away."""
    from quizkit.model import CardAction

    state = states.get(action.card_id)
    return state is not None and (state.suspended if action.action is CardAction.SUSPEND else state.flagged)


def _say(found: Imported, made: Plan, merged: int, *, dry_run: bool) -> None:
    questions = sum(len(deck.questions) for deck in found.decks)
    told = (
        _("Would write {questions} in {decks}, {media}.")
        if dry_run
        else _("{questions} in {decks}, {media}.")
    )
    warn(
        told.format(
            questions=counted("{count} question", "{count} questions", questions),
            decks=counted("{count} deck", "{count} decks", len(found.decks)),
            media=counted("{count} picture or sound", "{count} pictures and sounds", len(made.media)),
        )
    )
    for path in made.decks:
        warn(f"  {path}")
    if found.known:
        known = counted(
            "{count} note known already: only its history was looked at.",
            "{count} notes known already: only their history was looked at.",
            found.known,
        )
        warn(known)
    if found.reviews:
        reviews = counted("{count} review", "{count} reviews", len(found.reviews))
        told = plural(
            "{reviews} in the package, {count} entry new in your log.",
            "{reviews} in the package, {count} entries new in your log.",
            merged,
        )
        warn(told.format(reviews=reviews, count=merged))
    for reason, count in found.left_out.items():
        told = plural("{count} note left out: {reason}.", "{count} notes left out: {reason}.", count)
        warn(told.format(count=count, reason=reason))
