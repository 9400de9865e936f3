"""From a document to questions: ``draft``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from quizkit.cli.common import no_folder, warn
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _, counted, plural
from quizkit.terminal.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from quizkit.citations import Source
    from quizkit.drafting import Candidate
    from quizkit.segments import Paragraph


class _Document(NamedTuple):
    """The document that is drafted from; ``folder`` is where its deck would lie."""

    source: Source
    path: Path
    folder: Path


def draft(
    source: Annotated[
        str, typer.Argument(metavar=_("source"), help=_("A key of sources.yaml, or a document's file."))
    ],
    sources: Annotated[
        Path | None,
        typer.Option(
            "--sources", metavar=_("DIR"), help=_("The folder of the documents."), show_default=False
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            metavar=_("FILE"),
            help=_("The deck that accepted questions go to."),
            show_default=_("SOURCE.yaml"),
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=0, help=_("How many candidates at most; 0: no limit."))
    ] = 0,
    kind: Annotated[
        str, typer.Option(metavar="<date|number|name|role>", help=_("Only such answers."), show_default=False)
    ] = "",
    plain: Annotated[bool, typer.Option("--plain", help=_("Print stubs, also on a terminal."))] = False,
    everything: Annotated[bool, typer.Option("--all", help=_("Doubtful candidates as well."))] = False,
) -> None:
    """Find what a document has to ask about; you write the questions."""
    _check_kind(kind)
    document, paragraphs = _read(_find(source, sources, into))
    deck = into or document.folder / f"{document.source.key}.yaml"
    found = _candidates(document, paragraphs, everything=everything)
    asked = _asked(deck)
    left = [one for one in found if kind in {"", one.kind} and not _is_asked(one, asked)]
    left = left[: limit or None]
    if not left:
        nothing = _("Nothing found in {document} that {deck} does not ask.")
        warn(nothing.format(document=document.path, deck=deck))
    elif plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stdout.write("\n".join(_stubs(left)))
        told = counted(
            "{count} candidate: write each question in place of TODO.",
            "{count} candidates: write each question in place of TODO.",
            len(left),
        )
        warn(told)
    else:
        _go_through(left, document, paragraphs, deck)


def _check_kind(kind: str) -> None:
    """The kinds are no enum of the option's: importing it would cost every command."""
    from quizkit.drafting import Kind
    from quizkit.quoting import did_you_mean

    if kind and kind not in set(Kind):
        raise UsageError(
            _("nothing is of the kind '{kind}'").format(kind=kind),
            hint=did_you_mean(kind, lambda: list(Kind), _("known kinds: {words}")),
        )


def _candidates(
    document: _Document, paragraphs: tuple[Paragraph, ...], *, everything: bool
) -> list[Candidate]:
    from quizkit.drafting import GOOD, draft

    source = document.source
    found = draft(paragraphs, source.key, source.language, source.skip)
    return [candidate for candidate in found if everything or candidate.score >= GOOD]


# --- the document -----------------------------------------------------------------------------------


def _find(name: str, folder: Path | None, into: Path | None) -> _Document:
    """The document that the author means: a declared source, else a file."""
    from quizkit.citations import Source
    from quizkit.identity import slug

    path = Path(name)
    known: dict[str, Source] = {}
    for beside in sources_files(path, into):
        declared = _declared(beside)
        known = {**declared, **known}
        if name in declared:
            return _Document(declared[name], _file_of(declared[name], beside, folder), beside.parent)
        same = [source for source in declared.values() if source.file and Path(source.file).name == path.name]
        if same and path.is_file():
            return _Document(same[0], path, beside.parent)
    if not path.is_file():
        raise _no_document(name, known)
    here = next(sources_files(path, into), Path("sources.yaml")).parent
    return _Document(Source(slug(path.stem) or "source", file=path.name), path, here)


def sources_files(document: Path, into: Path | None) -> Iterator[Path]:
    """Every ``sources.yaml`` that may declare the document: beside the deck, in decks/, and round here."""
    from quizkit.deckfile.sources import SOURCES_FILE, sources_file

    decks = [*([into] if into else []), Path("decks", "deck.yaml"), document.parent / "deck.yaml"]
    near = (sources_file(deck, deck.parent) for deck in decks)
    seen = set[Path]()
    for path in (*filter(None, near), *sorted(Path().glob(f"*/{SOURCES_FILE}"))):
        if path.resolve() not in seen:
            seen.add(path.resolve())
            yield path


def _declared(path: Path) -> dict[str, Source]:
    from quizkit.deckfile.sources import read_sources
    from quizkit.files import read_bytes

    declared, problems = read_sources(read_bytes(path), str(path))
    if problems:
        raise QuizkitError(str(problems[0]))
    return declared


def _file_of(source: Source, beside: Path, folder: Path | None) -> Path:
    """Where the document of a source lies: in the folder given, else where it is found first."""
    from quizkit.proof.library import likely_folders

    places = [each / source.file for each in ([folder] if folder else likely_folders(beside))]
    found = next((path for path in places if path.is_file()), None)
    if found is None or not source.file:
        raise QuizkitError(
            _("the document '{path}' is not there").format(path=source.file or source.key),
            hint=_("say where it lies with --sources DIR"),
        )
    return found


def _no_document(name: str, declared: Mapping[str, Source]) -> UsageError:
    from quizkit.quoting import KNOWN_SOURCES, did_you_mean

    hint = did_you_mean(name, declared, KNOWN_SOURCES) if declared else _("name a document's file")
    return UsageError(_("there is no source and no file '{name}'").format(name=name), hint=hint)


def _read(document: _Document) -> tuple[_Document, tuple[Paragraph, ...]]:
    """The paragraphs, and the document with its language where nobody declared it."""
    from dataclasses import replace

    from quizkit.documents import read_document
    from quizkit.documents.language import guessed_language

    paragraphs = read_document(document.path)
    language = document.source.language or guessed_language(text for _number, text in paragraphs) or "en"
    return document._replace(source=replace(document.source, language=language)), paragraphs


# --- the deck ---------------------------------------------------------------------------------------


def _asked(deck: Path) -> set[tuple[str, str]]:
    """(citation, answer) of every question that the deck has already."""
    from quizkit.deckfile import load_deck
    from quizkit.grading import key_of

    if not deck.exists():
        return set()
    questions = load_deck(deck)[0].questions
    return {
        (cite, key_of(part.interaction))
        for question in questions
        for part in question.content.parts("en")
        for cite in question.about.cite
    }


def _is_asked(candidate: Candidate, asked: set[tuple[str, str]]) -> bool:
    answers = {candidate.answer, candidate.option, f"{candidate.answer} {candidate.unit}"}
    return any((candidate.cite, answer) in asked for answer in answers)


def _keep(question: dict[str, Any], deck: Path, source: Source) -> None:
    """Append a question to the deck, or begin the deck with it."""
    from quizkit.deckfile.writer import compose, with_question
    from quizkit.files import read_bytes, write_atomically

    if deck.exists():
        write_atomically(deck, with_question(read_bytes(deck), str(deck), question))
        return
    text = compose(source.title or source.key, source.language, [question])
    try:
        deck.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise no_folder(deck.parent, error) from error
    write_atomically(deck, text.encode())


# --- the two ways of showing candidates -------------------------------------------------------------


def _stubs(candidates: list[Candidate]) -> list[str]:
    """Each candidate as YAML; nothing of the document but the answer and the words that prove it."""
    from quizkit.terminal.names import KINDS

    place = _("{number} of {total}: {kind}")
    return [
        clean(
            _stub(candidate, place.format(number=number, total=len(candidates), kind=KINDS[candidate.kind]))
        )
        for number, candidate in enumerate(candidates, 1)
    ]


def _stub(candidate: Candidate, remark: str) -> str:
    from quizkit.deckfile.stubs import stub

    question = candidate.question()
    return stub(question, candidate.as_choice() if candidate.wrong else question, remark)


def _go_through(
    candidates: list[Candidate], document: _Document, paragraphs: tuple[Paragraph, ...], deck: Path
) -> None:
    from quizkit.terminal.drafting import Drafting

    texts = {paragraph.number: paragraph.text for paragraph in paragraphs}
    source = document.source
    typed: dict[Candidate, str] = {}
    kept = Drafting(
        source.title or source.key,
        candidates,
        texts,
        lambda question: _keep(question, deck, source),
        lambda candidate: _edited(candidate, typed),
    ).run()
    added = plural("Added {count} question to {deck}.", "Added {count} questions to {deck}.", kept)
    warn(added.format(count=kept, deck=deck) if kept else _("Nothing was written."))


def _edited(candidate: Candidate, typed: dict[Candidate, str]) -> list[dict[str, Any]]:
    """The questions that the author makes of a candidate in the editor.

    ``typed``: what stood there when the author left it, so that a mistake is mended and not typed again.
    """
    import tempfile

    from quizkit.cli.learn import open_editor
    from quizkit.deckfile.stubs import read_stubs
    from quizkit.files import read_bytes

    with tempfile.TemporaryDirectory(prefix="quizkit-") as folder:
        path = Path(folder) / "question.yaml"
        begun = typed.get(candidate) or _stub(candidate, _("Replace TODO; an empty file keeps nothing."))
        path.write_text(begun, encoding="utf-8")
        open_editor(str(path), 2)
        typed[candidate] = read_bytes(path).decode("utf-8", errors="replace").strip()
        return read_stubs(typed[candidate])
