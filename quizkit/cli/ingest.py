"""From documents to sources: ``ingest``."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from quizkit.cli.common import command_line, no_folder, warn, warn_of
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _, counted
from quizkit.terminal.text import clean

if TYPE_CHECKING:
    from quizkit.citations import Source
    from quizkit.errors import Problem
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
        str, typer.Option(metavar=_("TEXT"), help=_("Of the document."), show_default=_("its own"))
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
    declared, refused = _declare_all(read, into / "sources.yaml", given)
    failed += refused
    if show:
        _show(read)
    if len(declared) == len(documents) == 1:
        command = _next(declared[0], documents[0], into / "sources.yaml")
        warn(_("Now: {command}").format(command=command))
    if failed:
        raise typer.Exit(1)


def _check(given: Mapping[str, str]) -> None:
    """Raises UsageError where an option holds what sources.yaml may not."""
    for key, value in given.items():
        if problem := _wrong(key, value):
            option = "name" if key == "key" else key
            raise UsageError(f"--{option}: {problem.message}", hint=problem.hint)


def _wrong(key: str, value: str) -> Problem | None:
    """Why sources.yaml may not say this of a document; None where it may."""
    from quizkit.deckfile.sources import SOURCE_KEYS
    from quizkit.fields import SLUG
    from quizkit.nodes import Report, Scalar

    report = Report("")
    kind = SLUG if key == "key" else SOURCE_KEYS[key].kind
    if value:
        kind.read(Scalar(value, 1, 1, plain=False), report)
    return report.problems[0] if report else None


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
            warn_of(error)
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


def _declare_all(read: list[_Read], path: Path, given: Mapping[str, str]) -> tuple[list[Source], int]:
    """Write what is new into the sources file: the sources that are, and how many documents were refused."""
    from quizkit.deckfile.declaring import declared_in
    from quizkit.files import read_bytes, write_atomically

    before = data = read_bytes(path) if path.exists() else b""
    known = declared_in(data, str(path))  # a file that is broken is one error, not one for each document
    failed = 0
    for one in read:
        words = sum(len(paragraph.text.split()) for paragraph in one.paragraphs)
        size = counted("{count} paragraph", "{count} paragraphs", len(one.paragraphs))
        size += ", " + counted("{count} word", "{count} words", words)
        try:
            data, done = _declared(data, path, one, given)
        except QuizkitError as error:
            failed += 1
            warn_of(error)
            done = _("not declared")
        sys.stdout.write(clean(f"{one.document.file}: {size}; {done}") + "\n")
    if data != before:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise no_folder(path.parent, error) from error
        write_atomically(path, data)
    return [source for key, source in declared_in(data, str(path)).items() if key not in known], failed


def _declared(data: bytes, path: Path, read: _Read, given: Mapping[str, str]) -> tuple[bytes, str]:
    """The sources file with a document in it, and what became of the document."""
    from quizkit.deckfile.declaring import declared_in, with_digest, with_source

    sources = declared_in(data, str(path))
    known = next((one for one in sources.values() if _is_file_of(read.document, one.file)), None)
    if not known:
        source = _source(read, given)
        _refuse_double(source, sources)
        done = _("declared as '{key}'").format(key=source.key)
        if source.title not in (given["title"], _title_of(read.document.path)):
            done += f": {source.title}"  # as the document itself says
        return with_source(data, str(path), source), done
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
    """What is declared of a document that is new: what the options say, else what the document says."""
    from quizkit.citations import Source
    from quizkit.documents import stated_by
    from quizkit.identity import slug

    path = read.document.path
    stated = {name: value for name, value in stated_by(path)._asdict().items() if not _wrong(name, value)}
    return Source(
        key=given["key"] or slug(path.stem) or "source",
        title=given["title"] or stated.get("title") or _title_of(path),
        author=given["author"] or stated.get("author", ""),
        publisher=given["publisher"],
        date=given["date"] or stated.get("date", ""),
        language=given["language"] or _language(read.paragraphs, stated.get("language", "")),
        url=given["url"],
        file=read.document.file,
        digest=read.digest,
    )


def _title_of(path: Path) -> str:
    """What a document is called that states no title."""
    return " ".join(path.stem.replace("_", " ").split())


def _language(paragraphs: Iterable[Paragraph], stated: str) -> str:
    """The language of the text itself; the document may say which kind of it, or what we cannot guess.

    Programs write their own language into documents in another one.
    """
    from quizkit.documents.language import guessed_language

    guessed = guessed_language(paragraph.text for paragraph in paragraphs)
    return stated if stated.partition("-")[0] == guessed or not guessed else guessed


def _refuse_double(source: Source, sources: Mapping[str, Source]) -> None:
    twin = next((one for one in sources.values() if one.digest == source.digest), None)
    if twin:
        why = _("{file} is the same document as '{key}', which is {other}")
        raise QuizkitError(why.format(file=source.file, key=twin.key, other=twin.file))
    if source.key in sources:
        holder = sources[source.key].file or sources[source.key].title
        why = _("the key '{key}' is taken by {holder}").format(key=source.key, holder=holder)
        raise QuizkitError(why, hint=_("give another with --name"))


def _next(source: Source, document: _Document, path: Path) -> str:
    """The command that drafts questions about a document, with what it needs to find it."""
    from quizkit.cli.draft import sources_files
    from quizkit.proof.library import likely_folders

    words = ["draft", source.key]
    if path.resolve() not in [other.resolve() for other in sources_files(Path(source.key), None)]:
        words += ["--into", str(path.with_name(f"{source.key}.yaml"))]
    if not any((folder / source.file).is_file() for folder in likely_folders(path)):
        words += ["--sources", str(document.path.parents[len(Path(document.file).parts) - 1])]
    return command_line(*words, decks=None)


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
