"""Moving in: ``import``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import warn
from quizkit.errors import UsageError
from quizkit.model import CardAction
from quizkit.terminal.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from quizkit.importers.apkg import Imported
    from quizkit.importers.writing import Plan
    from quizkit.model import Action, CardState


def import_(
    package: Annotated[Path, typer.Argument(help="An .apkg or .colpkg file, as Anki exports it.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the decks go.")
    ] = Path("decks"),
    language: Annotated[str, typer.Option(help="The language of the decks, such as en or es.")] = "en",
    history: Annotated[
        bool, typer.Option("--history/--no-history", help="Take the reviews over as well.")
    ] = True,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
) -> None:
    """Make decks of an Anki package, and go on where its learner is."""
    from quizkit.importers.apkg import decks_of
    from quizkit.importers.archive import open_archive
    from quizkit.importers.collection import read_collection
    from quizkit.importers.writing import media_names, plan, write

    if package.suffix not in {".apkg", ".colpkg"}:
        raise UsageError(
            f"'{package.suffix or package.name}' is no format to import", hint="use .apkg or .colpkg"
        )
    with open_archive(package) as archive, tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / "collection"
        archive.unpack_collection(unpacked)
        collection = read_collection(unpacked)
        files = archive.media()
        names = media_names(files)
        found = decks_of(collection, names, _known(output), _learning_day())
        media = {file.name: file for file in files}
        made = plan(found.decks, collection.notetypes, media, output, language)
        if not dry_run:
            write(made, archive, output)
    merged = 0 if dry_run or not history else _merge(found)
    _say(found, made, merged, dry_run=dry_run)


def _known(output: Path) -> dict[str, str]:
    """The question id by the guid of its note, of all questions below the folder."""
    from quizkit.deckfile import load_deck
    from quizkit.deckfile.native import read_native
    from quizkit.importers.apkg import OWN_GUID
    from quizkit.store import find_decks

    found: dict[str, str] = {}
    for path, _ in find_decks([output]) if output.is_dir() else ():
        deck, _problems = load_deck(path)
        native = read_native(path)
        notes = native.notes if native else {}
        for question in deck.questions:
            note = notes.get(question.local_id)
            found.setdefault(note.guid if note else f"{OWN_GUID}{question.id}", question.id)
    return found


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
    state = states.get(action.card_id)
    return state is not None and (state.suspended if action.action is CardAction.SUSPEND else state.flagged)


def _say(found: Imported, made: Plan, merged: int, *, dry_run: bool) -> None:
    questions = sum(len(deck.questions) for deck in found.decks)
    media = counted(len(made.media), "picture or sound", "pictures and sounds")
    begin = "Would write " if dry_run else ""
    warn(f"{begin}{counted(questions, 'question')} in {counted(len(found.decks), 'deck')}, {media}.")
    for file in made.files:
        if file.path.suffix == ".yaml":
            warn(f"  {file.path}")
    if found.known:
        warn(f"{counted(found.known, 'note')} known already: only their history was looked at.")
    if found.reviews:
        warn(f"{counted(len(found.reviews), 'review')} in the package, {merged} entries new in your log.")
    for reason, count in found.left_out.items():
        warn(f"{counted(count, 'note')} left out: {reason}.")
    for reason in made.unfit:
        warn(f"left out: {reason}")
