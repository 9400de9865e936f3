"""``cover``: which passages no question asks about, and which too many do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizkit.cli.common import DecksArgument, JsonOption, SourcesOption, decks_or_default, print_json, warn
from quizkit.cli.proof import folder_for, need_folder
from quizkit.errors import QuizkitError
from quizkit.messages import _, counted
from quizkit.terminal.text import clean

if TYPE_CHECKING:
    from quizkit.citations import Citation
    from quizkit.coverage import Coverage, Passage
    from quizkit.proof.grounds import Ground

# Of a passage, fewer words are shown than make a copied run.
SHOWN_WORDS = 7
SHOWN_CHARACTERS = 50


def cover(
    decks: DecksArgument = None,
    sources: SourcesOption = None,
    require_all: Annotated[
        bool,
        typer.Option("--require-all", help=_("Fail where a passage that is not skipped has no question.")),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Passages that no question asks about, and those that too many do."""
    from quizkit.coverage import by_source, crowded, passages, uncited

    need_folder(sources)
    summary: list[Coverage] = []
    found: list[Passage] = []
    for ground, questions in _cited(decks_or_default(decks)):
        from quizkit.proof.library import read_documents

        documents, notes = read_documents(ground.sources, folder_for(ground, sources))
        for note in notes:
            warn(note)
        own = passages(ground.sources, documents, questions)
        found += own
        summary += by_source(own, questions)
    bare, full = uncited(found), crowded(found)
    if as_json:
        print_json(_as_json(summary, bare, full))
    else:
        _print(summary, bare, full)
    if bare and require_all:
        raise typer.Exit(1)


def _cited(paths: list[Path]) -> list[tuple[Ground, list[list[Citation]]]]:
    """The decks of each ``sources.yaml``, with what each question of them cites."""
    from quizkit.citations import citation
    from quizkit.cli.reading import read_decks
    from quizkit.proof.grounds import grounds_of

    grounds = [ground for ground in grounds_of(read_decks(paths)) if ground.path]
    if not grounds:
        raise QuizkitError(_("no sources.yaml declares what these decks cite"), hint=_("put one beside them"))
    for problem in (problem for ground in grounds for problem in ground.problems):
        warn(str(problem))
    return [
        (
            ground,
            [
                [citation(text) for text in question.values.get("cite", ())]
                for deck in ground.decks
                for question in deck.raw.questions
            ],
        )
        for ground in grounds
    ]


def _print(summary: list[Coverage], bare: list[Passage], full: list[Passage]) -> None:
    if bare:
        sys.stdout.write(_("No question asks about") + "\n")
        for passage in bare:
            _print_passage(passage, _words(passage.words))
        sys.stdout.write("\n")
    if full:
        sys.stdout.write(_("Crowded") + "\n")
        for passage in full:
            questions = counted("{count} question", "{count} questions", passage.questions)
            asked = _("{questions} on {words}").format(questions=questions, words=_words(passage.words))
            _print_passage(passage, asked)
        sys.stdout.write("\n")
    from quizkit.terminal.output import print_table

    columns = (
        _("source"),
        _("paragraphs"),
        _("asked about"),
        _("skipped"),
        _("words"),
        _("questions"),
    )
    rows = [
        (each.source, each.paragraphs, each.cited, each.skipped, each.words, each.questions)
        for each in summary
    ]
    sums = tuple(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))
    print_table(columns, rows, (_("all"), *sums) if len(rows) > 1 else ())


def _words(count: int) -> str:
    return counted("{count} word", "{count} words", count)


def _print_passage(passage: Passage, what: str) -> None:
    """A passage in one line, with its first words on a terminal only."""
    words = " ".join(passage.text.split()[:SHOWN_WORDS])[:SHOWN_CHARACTERS] if sys.stdout.isatty() else ""
    shown = f"  {words} …" if words else ""
    sys.stdout.write(clean(f"  {passage.place:<26} {what}{shown}") + "\n")


def _as_json(summary: list[Coverage], bare: list[Passage], full: list[Passage]) -> dict[str, Any]:
    def listed(passages: list[Passage]) -> list[dict[str, Any]]:
        return [{"place": each.place, "words": each.words, "questions": each.questions} for each in passages]

    return {
        "sources": [each._asdict() for each in summary],
        "uncited": listed(bare),
        "crowded": listed(full),
    }
