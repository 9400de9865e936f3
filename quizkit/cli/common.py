"""What several commands need: the decks argument, the store, the clock."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizkit.cli.usage import Command
from quizkit.errors import QuizkitError
from quizkit.messages import _, counted, plural
from quizkit.terminal.text import JOINT, for_stream, path_for_stream

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from quizkit.settings import Settings
    from quizkit.store import Progress, Store
    from quizkit.world import World

DecksArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar=_("[DECKS]..."),
        help=_("Deck files, or folders of them. Default: decks/ here, else the bundled decks."),
        show_default=False,
    ),
]
# Of several things that a name fits, so many are told.
MOST_NAMED = 10
# Bytes of decks that take about half a second to parse.
MUCH = 2_000_000
SourcesOption = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar=_("DIR"),
        help=_("The folder of the documents."),
        show_default=_("looked for beside sources.yaml"),
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("Print JSON instead of a table."))]


def command(app: typer.Typer, run: Callable[..., None], name: str | None = None) -> None:
    """Add a command that goes by ``name``, else by that of its function; its help is the docstring."""
    doc = run.__doc__
    words = _(doc.strip()) if doc else None
    app.command(name, cls=Command, help=words, options_metavar=_("[OPTIONS]"))(run)


def no_folder(folder: Path, error: OSError) -> QuizkitError:
    """The error where a folder cannot be made."""
    why = _("cannot make the folder {folder}: {reason}")
    return QuizkitError(why.format(folder=folder, reason=error.strerror))


def decks_or_default(given: list[Path] | None) -> list[Path]:
    """The given paths, else the folder ``decks`` here, else the decks that came with quizkit."""
    if given:
        return given
    here = Path("decks")
    return [here] if here.is_dir() else [bundled_decks()]


def command_line(*words: str, decks: list[Path] | None) -> str:
    """What to type for a command with the decks that were given to this one; no line is broken in it."""
    import shlex

    return shlex.join(["quizkit", *words, *map(str, decks or ())]).replace(" ", JOINT)


def bundled_decks() -> Path:
    """The decks in the installed package, or those of the checkout it runs from."""
    import quizkit

    package = Path(quizkit.__file__).parent
    installed = package / "bundled"
    return installed if installed.is_dir() else package.parent / "decks"


def the_one(name: str, found: Sequence[str], missing: str, hint: str = "") -> str:
    """The only one that ``name`` stands for. Raises QuizkitError where it is none, or several of them."""
    if not found:
        raise QuizkitError(missing, hint=hint)
    if len(found) > 1:
        more = len(found) - MOST_NAMED
        rest = [_("… and {count} more").format(count=more)] if more > 0 else []
        told = _("'{name}' could be any of these questions:").format(name=name)
        listed = "\n  ".join([told, *found[:MOST_NAMED], *rest])
        raise QuizkitError(listed, hint=_("write as much of the id as no other begins with"))
    return found[0]


@contextmanager
def opened(decks: list[Path] | None, *, say_mistakes: bool = True) -> Iterator[tuple[Store, Settings]]:
    """The store with the decks, under the learner's settings; says what was recognised and what is broken."""
    from quizkit.settings import load_settings, paths
    from quizkit.store import open_store

    where = paths()
    settings = load_settings(where.settings)
    given = decks_or_default(decks)
    with open_store(where.progress, where.cache, settings.scheduling, given, _Patience()) as store:
        _say_recognised(store)
        if say_mistakes:
            _say_problems(store, decks)
        yield store, settings


def opened_progress() -> AbstractContextManager[Progress]:
    """The progress alone, without decks."""
    from quizkit.settings import load_settings, paths
    from quizkit.store import open_progress

    where = paths()
    return open_progress(where.progress, where.cache, load_settings(where.settings).scheduling)


class _Patience:
    """Says once that reading takes a moment, when there is much to read for the first time."""

    def __init__(self) -> None:
        self._bytes = 0

    def __call__(self, size: int) -> None:
        before, self._bytes = self._bytes, self._bytes + size
        if before < MUCH <= self._bytes:
            warn(_("Reading the decks for the first time, which takes a moment …"))


def the_world(settings: Settings, seed: int | None = None) -> World:
    """The real clock and, unless a seed is given, real chance."""
    from quizkit.world import World

    chance = random.Random(seed) if seed is not None else random.SystemRandom()
    return World(lambda: time.time_ns() // 1_000_000, chance, settings.day_begins_at)


def print_json(value: Any) -> None:
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=ascii_only, indent=2) + "\n")


def warn(text: str) -> None:
    """A sentence for the person, beside what the command prints."""
    sys.stderr.write(for_stream(text, sys.stderr) + "\n")


def warn_each(lines: Iterable[str]) -> None:
    """Lines below a sentence, as many as one reads."""
    listed = list(lines)
    for line in listed[:MOST_NAMED]:
        warn(f"  {line}")
    if more := len(listed[MOST_NAMED:]):
        warn("  " + counted("and {count} more", "and {count} more", more))


def some_of(names: Sequence[str], most: int = MOST_NAMED) -> str:
    """Names within a sentence, as many as one reads."""
    more, named = len(names) - most, ", ".join(names[:most])
    return _("{names} and {count} more").format(names=named, count=more) if more > 0 else named


def warn_of(error: QuizkitError) -> None:
    """What stopped one step of a command that goes on."""
    warn(f"quizkit: {error.in_one_line}")


def _say_recognised(store: Store) -> None:
    from quizkit.quoting import shorten

    known = [found for found in store.library.recognised if found.has_progress]
    moved = sum(not found.is_edited for found in known)
    if moved:
        told = plural(
            "Recognised {count} question that moved or got another id: its progress stays.",
            "Recognised {count} questions that moved or got another id: their progress stays.",
            moved,
        )
        warn(told.format(count=moved))
    edited = [found for found in known if found.is_edited]
    for found in edited[:MOST_NAMED]:
        told = _("{place}: recognised an edited question, its progress stays: “{old}” is now “{new}”")
        old, new = shorten(found.old_text, 50), shorten(found.new_text, 50)
        warn(told.format(place=f"{found.path}:{found.line}", old=old, new=new))
    if more := len(edited[MOST_NAMED:]):
        warn(_("… and {count} more").format(count=more))


def _say_problems(store: Store, given: list[Path] | None) -> None:
    problems = store.library.problems
    if problems:
        files = sorted({problem.path for problem in problems})
        told = plural(
            "{count} mistake in {files}: '{command}' shows it.",
            "{count} mistakes in {files}: '{command}' shows them.",
            len(problems),
        )
        shown = [path_for_stream(file, sys.stderr) for file in files[:3]]
        named = ", ".join(shown) + (" …" if len(files) > 3 else "")
        command = command_line("check", decks=given)
        warn(told.format(count=len(problems), files=named, command=command))
