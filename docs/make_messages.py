"""Collects the texts of the interface into quizkit/locale, for translators: python docs/make_messages.py.

``quizkit.pot`` gets every text, each ``quizkit.po`` the new ones, still empty, and ``quizkit.mo`` what of it
is translated: that file the program reads. A new language begins with ``python docs/make_messages.py fr``.
"""

from __future__ import annotations

import inspect
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import typer.core
import typer.main
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from quizkit.cli.app import app
from quizkit.questions import question_types

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "quizkit"
LOCALE = PACKAGE / "locale"
KEYWORDS = {
    "_": None,
    "noted": None,
    "plural": (1, 2),
    "counted": (1, 2),
    "in_context": ((1, "c"), 2),
    "counted_in": ((1, "c"), 2, 3),
}
# What the library that reads our command lines asks gettext for; cli/usage.py has the rest.
LIBRARY = Path(typer.core.__file__)
# What changes with the day and not with the texts is left out of the files.
_DATES = (b'"POT-Creation-Date', b'"PO-Revision-Date')
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


class Found(NamedTuple):
    """A text: ``text`` is a pair where it depends on a number; ``place`` is the file that says it."""

    text: str | tuple[str, ...]
    context: str | None
    place: str


def our_texts() -> Iterator[Found]:
    """Every text that is marked in the package, and the docstrings that are shown."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for _, text, _, context in extract_from_file("python", path, keywords=KEYWORDS):
            yield Found(text, context, place)
    for command in _commands(typer.main.get_command(app)):
        yield Found(inspect.cleandoc(command.callback.__doc__ or ""), None, "quizkit/cli/app.py")
    for kind in question_types().values():
        yield Found(kind.doc, None, "quizkit/questions/__init__.py")


def _commands(group: Any) -> Iterator[Any]:
    for command in group.commands.values():
        yield from _commands(command) if hasattr(command, "commands") else [command]


def library_texts() -> Iterator[Found]:
    """What the library for command lines looks up in our catalogue."""
    for _, text, _, context in extract_from_file("python", LIBRARY, keywords=KEYWORDS):
        yield Found(text, context, "typer/core.py")


def template() -> Catalog:
    """The texts without translations."""
    catalogue = _catalogue(None)
    for text, context, place in (*our_texts(), *library_texts()):
        if text:
            catalogue.add(text, locations=[(place, 0)], context=context)
    return catalogue


def _catalogue(language: str | None) -> Catalog:
    catalogue = Catalog(locale=language, project="quizkit", fuzzy=False, last_translator="", language_team="")
    catalogue.header_comment = "# The texts of quizkit. How to translate them: CONTRIBUTING.md"
    return catalogue


def update(path: Path, texts: Catalog) -> Catalog:
    """The catalogue of a language with the texts of today; those that are gone are dropped."""
    language = path.parts[-3]
    if path.exists():
        catalogue = read(path)
        catalogue.update(texts, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
    else:
        catalogue = _catalogue(language)
        catalogue.update(texts)
    return catalogue


def write(catalogue: Catalog, path: Path) -> None:
    """Write a ``.po`` or ``.pot`` file, sorted and without dates: it changes only with what it says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, catalogue, width=110, sort_output=True, include_lineno=False)
    lines = written.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(_DATES)))


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compiled(path: Path) -> bytes:
    """What the program reads, made of a ``.po`` file."""
    made, catalogue = io.BytesIO(), read(path)
    catalogue.creation_date = catalogue.revision_date = _NO_DATE  # else that of this moment
    write_mo(made, catalogue)
    return made.getvalue()


def main(languages: list[str]) -> None:
    texts = template()
    write(texts, LOCALE / "quizkit.pot")
    new = (LOCALE / language / "LC_MESSAGES" / "quizkit.po" for language in languages)
    for path in sorted({*LOCALE.glob("*/LC_MESSAGES/quizkit.po"), *new}):
        catalogue = update(path, texts)
        write(catalogue, path)
        path.with_suffix(".mo").write_bytes(compiled(path))
        empty = sum(not _is_translated(message.string) for message in catalogue if message.id)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {empty} to translate\n")


def _is_translated(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(text) if isinstance(text, str) or text is None else all(text)


if __name__ == "__main__":
    main(sys.argv[1:])
