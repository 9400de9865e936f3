"""Moving in: ``import``."""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import opened, opened_progress, the_world, warn
from quizkit.errors import UsageError
from quizkit.garbage import uncollected
from quizkit.messages import _, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from quizkit.importers.apkg import Known
    from quizkit.importers.archive import Archive
    from quizkit.importers.collection import Collection
    from quizkit.importers.history import Histories
    from quizkit.importers.writing import Plan


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
    options: Annotated[
        bool, typer.Option("--options", help=_("Take the deck options over into your settings."))
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would be done, and do nothing."))
    ] = False,
) -> None:
    """Make decks of an Anki package, and go on where its learner is."""
    from quizkit.cli.imported import say_decks
    from quizkit.deckfile.reader import is_language
    from quizkit.files import missing
    from quizkit.importers.apkg import Source, decks_of
    from quizkit.importers.archive import open_archive
    from quizkit.importers.collection import read_collection
    from quizkit.importers.naming import media_names
    from quizkit.importers.writing import plan

    if not package.exists():
        raise missing(package)
    if package.is_dir():
        raise UsageError(
            _("'{path}' is a folder").format(path=package), hint=_("name an .apkg or .colpkg file")
        )
    if package.suffix.lower() not in {".apkg", ".colpkg"}:
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
        known, names = _known(output, media)
        found = decks_of(source, known)
        made = plan(found.decks, collection.notetypes, media, output, language, collection.descriptions)
        # Before the history, which is replayed by them.
        about_options = list(_follow_options(unpacked, collection, adopt=options and not dry_run))
        past = _histories(unpacked, collection, _renamed(found.ids, names)) if history else nullcontext()
        with past as histories:
            if dry_run:
                added = _would_add(histories) if histories else 0
            else:
                added = _carry_out(made, archive, output, histories)
            say_decks(found, made, dry_run=dry_run)
            if histories:
                _say_answers(histories, added, dry_run=dry_run)
        for line in about_options:
            warn(line)


def _known(output: Path, media: Iterable[str]) -> tuple[Known, dict[str, str]]:
    """What is there below the folder, and which ids in its files the log has others for.

    ``media``: the names of the files in the package.
    """
    from quizkit.importers.apkg import OWN_GUID, Known
    from quizkit.importers.updating import Here

    here: dict[str, Here] = {}
    known = Known({}, {}, {}, here)
    names: dict[str, str] = {}
    strays: dict[str, str] = {}
    if not output.is_dir():
        return known, names
    from quizkit.deckfile.native import read_native, with_names_in_anki
    from quizkit.deckfile.reader import read_deck
    from quizkit.files import read_bytes
    from quizkit.store import find_decks

    files = find_decks([output])
    aliases = _aliases(output) if files else {}
    for path, _root in files:
        data, native = read_bytes(path), read_native(path)
        deck = read_deck(data, str(path))
        questions = {question.id: question for question in deck.questions}
        if native and deck.key not in known.paths:
            native = with_names_in_anki(native, path.parent, media)
            known.decks.setdefault(native.deck, deck.key)
            is_whole = not deck.problems
            here[deck.key] = Here(deck.key, path, data, deck.language, deck.tags, questions, native, is_whole)
        known.paths.setdefault(deck.key, path)
        ids = {f"{deck.key}/{local}": local for local in questions}
        # A question that has the id itself is no other's.
        names |= {id: aliases[id] for id in ids if id in aliases and aliases[id] not in ids}
        for id, local in ids.items():
            name = names.get(id, id)
            note = native.notes.get(local) if native else None
            known.questions.setdefault(note.guid if note else f"{OWN_GUID}{name}", name)
            if note is None:
                strays[name.partition("/")[2]] = names.get(id, "")
    for id, name in names.items():
        known.questions.setdefault(f"{OWN_GUID}{id}", name)
    # The note of one that moved, or has another id, stays where it came from.
    for key, there in here.items():
        notes = there.native.notes
        missing = [local for local in notes if local in strays and local not in there.questions]
        away = {local: strays[local] or f"{key}/{local}" for local in missing}
        here[key] = there._replace(away=away)
        for local, name in away.items():
            known.questions.setdefault(notes[local].guid, name)
    return known, names


def _aliases(output: Path) -> Mapping[str, str]:
    """The ids that the log has for questions with another one now, by that one.

    The decks are opened for it, since that is when a question is recognised. Their mistakes are told by note.
    """
    from quizkit.settings import paths

    if not paths().progress.exists():
        return {}
    with opened([output], say_mistakes=False) as (store, _settings):
        return store.library.aliases


def _renamed(cards: Mapping[int, str], names: Mapping[str, str]) -> Mapping[int, str]:
    """The cards by the ids that the log has for their questions."""
    if not names:
        return cards
    split = {number: card.partition("#") for number, card in cards.items()}
    return {number: "".join((names.get(name, name), *part)) for number, (name, *part) in split.items()}


def _follow_options(unpacked: Path, collection: Collection, *, adopt: bool) -> Iterator[str]:
    """Take the options of most cards over as settings, or not; what there is to say of it."""
    from quizkit.importers.options import options_of
    from quizkit.settings import adopted, load_settings, paths

    options = options_of(unpacked, collection)
    if options is None:
        return
    path = paths().settings
    mine = load_settings(path)
    others = {name: value for name, value in options.settings.items() if getattr(mine, name) != value}
    if not others:
        return
    if not adopt:
        told = _(
            "The deck options “{name}” differ from your settings: {settings}. --options takes them over."
        )
        yield told.format(name=options.name, settings=", ".join(others))
        return
    left = adopted(path, others)
    told = _("Wrote the deck options “{name}” into {path}: {settings}.")
    if written := [name for name in others if name not in left]:
        yield told.format(name=options.name, path=path, settings=", ".join(written))
    if left:
        yield _("Left as you set them: {settings}.").format(settings=", ".join(left))


def _histories(
    unpacked: Path, collection: Collection, names: Mapping[int, str]
) -> AbstractContextManager[Histories]:
    """The histories of the cards; ``names``: our card by Anki's."""
    from functools import partial

    from quizkit.days import learning_day
    from quizkit.importers.history import open_histories
    from quizkit.settings import load_settings, paths

    settings = load_settings(paths().settings)
    day_of = partial(learning_day, rollover_hour=settings.day_begins_at)
    today = the_world(settings).day()
    return open_histories(unpacked, collection, names, settings.scheduling, day_of, today)


def _carry_out(made: Plan, archive: Archive, output: Path, histories: Histories | None) -> int:
    """Write the decks, and the histories into the log if that succeeds; returns how many answers were new."""
    from quizkit.importers.writing import writer
    from quizkit.settings import paths

    with writer(made, archive, output) as write:
        if histories is None and not paths().progress.exists():
            write()
            return 0
        with opened_progress() as progress, progress.move_in(histories or (), made.written) as added:
            write()
        return added


def _would_add(histories: Histories) -> int:
    """How many answers would be new: they are added, and taken back at once."""
    from quizkit.settings import paths

    if not paths().progress.exists():
        return histories.count()
    with suppress(_TakenBack), opened_progress() as progress, progress.move_in(histories) as added:
        raise _TakenBack
    return added


class _TakenBack(Exception):
    """What was done was for the sake of knowing what it would come to."""


def _say_answers(histories: Histories, added: int, *, dry_run: bool) -> None:
    """How many answers were added, or would be; or that there was nothing to add."""
    answers = counted("{count} answer", "{count} answers", added)
    if added:
        told = _("It would take over {answers}.") if dry_run else _("Took over {answers}.")
        warn(told.format(answers=answers))
    elif histories.count():
        warn(_("All its answers are known already."))
