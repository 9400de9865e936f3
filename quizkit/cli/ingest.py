"""From documents to sources: ``ingest``."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from quizkit.cli.common import no_folder, warn
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _, counted
from quizkit.terminal.text import clean

if TYPE_CHECKING:
    from quizkit.citations import Source
    from quizkit.segments import Paragraph

_SHOWN_WIDTH = 78


class _Document(NamedTuple):
    """A document; ``file`` is its name in the folder of documents. One named ``alone`` tells no folder."""

    path: Path
    file: str
    alone: bool


class _Read(NamedTuple):
    """A document that was read."""

    document: _Document
    digest: str
    paragraphs: tuple[Paragraph, ...]


def ingest(
    paths: Annotated[
        list[Path], typer.Argument(metavar=_("PATH..."), help=_("Documents, or folders of them."))
    ],
    name: Annotated[
        str,
        typer.Option(
            "--name",
            metavar=_("KEY"),
            help=_("The key that citations name."),
            show_default=_("of the file name"),
        ),
    ] = "",
    into: Annotated[
        Path, typer.Option("--into", metavar=_("FOLDER"), help=_("The folder of sources.yaml."))
    ] = Path("decks"),
    show: Annotated[bool, typer.Option("--show", help=_("Show the numbered paragraphs."))] = False,
    title: Annotated[
        str, typer.Option(metavar=_("TEXT"), help=_("Of the document."), show_default=_("of the file name"))
    ] = "",
    author: Annotated[str, typer.Option(metavar=_("TEXT"), help=_("Who wrote it."), show_default=False)] = "",
    publisher: Annotated[
        str, typer.Option(metavar=_("TEXT"), help=_("Who published it, or in what."), show_default=False)
    ] = "",
    date: Annotated[
        str, typer.Option(metavar=_("DATE"), help=_("When: 2023-04-26, 2023-04 or 2023."), show_default=False)
    ] = "",
    language: Annotated[
        str, typer.Option(metavar=_("CODE"), help=_("Of its text, such as en."), show_default=_("guessed"))
    ] = "",
    url: Annotated[
        str, typer.Option(metavar="URL", help=_("Where others find it."), show_default=False)
    ] = "",
) -> None:
    """Number the paragraphs of documents, and declare them in sources.yaml."""
    given = {
        "key": name,
        "title": title,
        "author": author,
        "publisher": publisher,
        "date": date,
        "language": language,
        "url": url,
    }
    _check(given)
    documents = list(_find(paths))
    if not documents:
        raise UsageError(
            _("no document found"), hint=_("quizkit reads .txt, .md, .html, .docx, .epub and .pdf")
        )
    if len(documents) > 1 and (name or title or url):
        raise UsageError(_("--name, --title and --url are of one document"), hint=_("ingest it by itself"))
    read, failed = _read_all(documents)
    failed += _declare_all(read, into / "sources.yaml", given)
    if show:
        _show(read)
    if failed:
        raise typer.Exit(1)


def _check(given: Mapping[str, str]) -> None:
    """Raises UsageError where an option holds what sources.yaml may not."""
    from quizkit.deckfile.sources import SOURCE_KEYS
    from quizkit.fields import SLUG
    from quizkit.nodes import Report, Scalar

    for key, value in given.items():
        report = Report("")
        kind = SLUG if key == "key" else SOURCE_KEYS[key].kind
        if value and kind.read(Scalar(value, 1, 1, plain=False), report) is None:
            option = "name" if key == "key" else key
            raise UsageError(f"--{option}: {report.problems[0].message}", hint=report.problems[0].hint)


def _find(paths: list[Path]) -> Iterator[_Document]:
    from quizkit.documents import FORMATS

    for path in paths:
        if not path.is_dir():
            yield _Document(path, path.name, alone=True)
            continue
        for found in sorted(path.rglob("*")):
            inside = found.relative_to(path)
            hidden = any(part.startswith(".") for part in inside.parts)
            if found.suffix.lower() in FORMATS and found.is_file() and not hidden:
                yield _Document(found, inside.as_posix(), alone=False)


def _read_all(documents: list[_Document]) -> tuple[list[_Read], int]:
    """The documents that can be read, and how many cannot."""
    read = []
    for document in documents:
        try:
            read.append(_read(document))
        except QuizkitError as error:
            warn(error.in_one_line)
    return read, len(documents) - len(read)


def _read(document: _Document) -> _Read:
    from quizkit.documents import bytes_of, text_of
    from quizkit.proof.library import file_digest
    from quizkit.segments import segment

    data = bytes_of(document.path)
    paragraphs = segment(text_of(document.path, data))
    if not paragraphs:
        raise QuizkitError(
            _("{file} has no paragraphs").format(file=document.file),
            hint=_("a scan needs its text recognised first"),
        )
    return _Read(document, file_digest(data), paragraphs)


def _declare_all(read: list[_Read], path: Path, given: Mapping[str, str]) -> int:
    """Write what is new into the sources file; returns how many documents it could not declare."""
    from quizkit.deckfile.declaring import declared_in
    from quizkit.files import read_bytes, write_atomically

    before = data = read_bytes(path) if path.exists() else b""
    declared_in(data, str(path))  # a file that is broken is one error, not one for each document
    failed = 0
    for one in read:
        words = sum(len(paragraph.text.split()) for paragraph in one.paragraphs)
        size = counted("{count} paragraph", "{count} paragraphs", len(one.paragraphs))
        size += ", " + counted("{count} word", "{count} words", words)
        try:
            data, done = _declared(data, path, one, given)
        except QuizkitError as error:
            failed += 1
            warn(error.in_one_line)
            done = _("not declared")
        sys.stdout.write(clean(f"{one.document.file}: {size}; {done}") + "\n")
    if data != before:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise no_folder(path.parent, error) from error
        write_atomically(path, data)
    return failed


def _declared(data: bytes, path: Path, read: _Read, given: Mapping[str, str]) -> tuple[bytes, str]:
    """The sources file with a document in it, and what became of the document."""
    from quizkit.deckfile.declaring import declared_in, with_digest, with_source

    sources = declared_in(data, str(path))
    known = next((one for one in sources.values() if _is_file_of(read.document, one.file)), None)
    if not known:
        source = _source(read, given)
        _refuse_double(source, sources)
        return with_source(data, str(path), source), _("declared as '{key}'").format(key=source.key)
    if given["key"] not in ("", known.key):
        why = _("{file} is declared already, as '{key}'")
        raise QuizkitError(why.format(file=known.file, key=known.key))
    if any(value for name, value in given.items() if name != "key"):
        warn(_("'{key}' keeps what {path} says of it: edit that file.").format(key=known.key, path=path))
    if known.digest == read.digest:
        return data, _("unchanged, '{key}'").format(key=known.key)
    done = _("it has changed: digest updated, '{key}'") if known.digest else _("digest added, '{key}'")
    return with_digest(data, str(path), known.key, read.digest), done.format(key=known.key)


def _source(read: _Read, given: Mapping[str, str]) -> Source:
    """What is declared of a document that is new."""
    from quizkit.citations import Source
    from quizkit.documents.language import guessed_language
    from quizkit.identity import slug

    stem = read.document.path.stem
    return Source(
        key=given["key"] or slug(stem) or "source",
        title=given["title"] or " ".join(stem.replace("_", " ").split()),
        author=given["author"],
        publisher=given["publisher"],
        date=given["date"],
        language=given["language"] or guessed_language(paragraph.text for paragraph in read.paragraphs),
        url=given["url"],
        file=read.document.file,
        digest=read.digest,
    )


def _refuse_double(source: Source, sources: Mapping[str, Source]) -> None:
    twin = next((one for one in sources.values() if one.digest == source.digest), None)
    if twin:
        why = _("{file} is the same document as '{key}', which is {other}")
        raise QuizkitError(why.format(file=source.file, key=twin.key, other=twin.file))
    if source.key in sources:
        holder = sources[source.key].file or sources[source.key].title
        why = _("the key '{key}' is taken by {holder}").format(key=source.key, holder=holder)
        raise QuizkitError(why, hint=_("give another with --name"))


def _is_file_of(document: _Document, file: str) -> bool:
    return file == document.file or (document.alone and file.endswith(f"/{document.file}"))


def _show(read: list[_Read]) -> None:
    """The numbered paragraphs, on the screen and nowhere else."""
    parts = []
    for one in read:
        parts.append(f"{one.document.file}\n")
        for number, text in one.paragraphs:
            parts.append(textwrap.fill(f"[{number}] {text}", _SHOWN_WIDTH, subsequent_indent="    ") + "\n")
    text = clean("\n".join(parts))
    if sys.stdin.isatty() and sys.stdout.isatty():
        import pydoc

        pydoc.pager(text)
    else:
        sys.stdout.write("\n" + text)
