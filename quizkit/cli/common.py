"""What several commands need: the decks argument, the store, the clock."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizkit.terminal.text import clean

if TYPE_CHECKING:
    from quizkit.settings import Settings
    from quizkit.store import Store
    from quizkit.world import World

DecksArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DECKS]...",
        help="Deck files, or folders of them. Default: decks/ here, else the bundled decks.",
        show_default=False,
    ),
]
# Bytes of decks that take about half a second to parse.
MUCH = 2_000_000
SourcesOption = Annotated[
    Path,
    typer.Option("--sources", metavar="DIR", help="The folder of the documents.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def decks_or_default(given: list[Path] | None) -> list[Path]:
    """The given paths, else the folder ``decks`` here, else the decks that came with quizkit."""
    if given:
        return given
    here = Path("decks")
    return [here] if here.is_dir() else [bundled_decks()]


def bundled_decks() -> Path:
    """The decks in the installed package, or those of the checkout it runs from."""
    import quizkit

    package = Path(quizkit.__file__).parent
    installed = package / "bundled"
    return installed if installed.is_dir() else package.parent / "decks"


@contextmanager
def opened(decks: list[Path] | None) -> Iterator[tuple[Store, Settings]]:
    """The store with the decks, under the learner's settings; says what was recognised and what is broken."""
    from quizkit.settings import load_settings, paths
    from quizkit.store import open_store

    where = paths()
    settings = load_settings(where.settings)
    given = decks_or_default(decks)
    with open_store(where.progress, where.cache, settings.scheduling, given, _Patience()) as store:
        _say_recognised(store)
        _say_problems(store)
        yield store, settings


class _Patience:
    """Says once that reading takes a moment, when there is much to read for the first time."""

    def __init__(self) -> None:
        self._bytes = 0

    def __call__(self, size: int) -> None:
        before, self._bytes = self._bytes, self._bytes + size
        if before < MUCH <= self._bytes:
            warn("Reading the decks for the first time, which takes a moment …")


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
    sys.stderr.write(clean(text) + "\n")


def _say_recognised(store: Store) -> None:
    from quizkit.fields import shorten

    for found in store.library.recognised:
        if found.has_progress:
            warn(
                f"{found.path}:{found.line}: recognised an edited question, its progress stays: "
                f"“{shorten(found.old_text, 50)}” is now “{shorten(found.new_text, 50)}”"
            )


def _say_problems(store: Store) -> None:
    problems = store.library.problems
    if problems:
        files = sorted({problem.path for problem in problems})
        count = f"{len(problems)} mistake{'s' if len(problems) > 1 else ''}"
        warn(
            f"{count} in {', '.join(files[:3])}{' …' if len(files) > 3 else ''}: 'quizkit check' shows them."
        )
