"""``relock``: the author has compared a question with its passage, and says so."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import DecksArgument, SourcesOption, decks_or_default, warn
from quizkit.cli.proof import need_folder
from quizkit.errors import QuizkitError, UsageError
from quizkit.terminal.text import clean, counted

if TYPE_CHECKING:
    from quizkit.documents.lock import Lock
    from quizkit.proof import Report, Verdict
    from quizkit.proof.grounds import Ground

ALL = "all"


def relock(
    sources: SourcesOption,
    decks: DecksArgument = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="ID…",
            help="Questions that you have compared with their passages, or 'all'.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Record cited passages, and the questions that you accept with them."""
    from quizkit.proof import prove

    need_folder(sources)
    paths, names = _paths_and_names(decks, accept or [])
    work: list[tuple[Ground, Lock, Report]] = []
    for ground in _grounds(paths):
        lock = ground.lock()
        report = prove([deck.deck() for deck in ground.decks], ground.sources, sources, lock)
        work.append((ground, lock, report))
    chosen = _chosen([verdict for _, _, report in work for verdict in report.verdicts], names)
    refused = [f"{verdict.question_id}: {why}" for verdict in chosen if (why := _refusal(verdict))]
    accepted = [verdict for verdict in chosen if not _refusal(verdict)]
    _show(accepted)
    for ground, lock, report in work:
        for note in report.notes:
            warn(note)
        _write(ground, lock, report, {verdict.question_id for verdict in accepted})
    for sentence in refused:
        warn(f"not accepted: {sentence}")
    if refused:
        raise typer.Exit(1)


def _paths_and_names(decks: list[Path] | None, accept: Sequence[str]) -> tuple[list[Path], list[str]]:
    """The decks, and the ids: ``--accept a,b``, ``--accept a --accept b`` or ``--accept a b``."""
    names = [name for text in accept for name in text.split(",") if name]
    given = decks or []
    if names:
        names += [str(path) for path in given if not path.exists()]
        given = [path for path in given if path.exists()]
    return decks_or_default(given), names


def _grounds(paths: Iterable[Path]) -> list[Ground]:
    """The decks with all others that share a lock file with them, since it knows the questions of all.

    Raises QuizkitError where a deck has mistakes: a question that cannot be read would lose its review.
    """
    from quizkit.cli.reading import mistakes_in, read_decks
    from quizkit.proof.grounds import grounds_of, name_problems

    given = [*paths]
    governing = {
        ground.path.resolve(): ground.path for ground in grounds_of(read_decks(given)) if ground.path
    }
    if not governing:
        raise QuizkitError("no sources.yaml declares what these decks cite", hint="put one beside them")
    folders = [path.parent for path in governing.values()]
    files = {deck.path.resolve(): deck for deck in read_decks([*given, *folders])}
    grounds = [
        ground for ground in grounds_of(files.values()) if ground.path and ground.path.resolve() in governing
    ]
    broken = mistakes_in(deck for ground in grounds for deck in ground.decks)
    broken += [problem for ground in grounds for problem in (*ground.problems, *name_problems(ground))]
    if broken:
        raise QuizkitError(
            f"{counted(len(broken), 'mistake')} first: {broken[0]}", hint="'quizkit check' shows all"
        )
    return grounds


def _chosen(verdicts: Sequence[Verdict], names: Iterable[str]) -> list[Verdict]:
    """The questions with some ids. Raises UsageError for one that is not there, or not the only one."""
    by_name: dict[str, list[Verdict]] = {ALL: [*verdicts]}
    for verdict in verdicts:
        by_name.setdefault(verdict.question_id, []).append(verdict)
        by_name.setdefault(verdict.question_id.partition("/")[2], []).append(verdict)
    chosen: dict[str, Verdict] = {}
    for name in names:
        found = by_name.get(name, [])
        if not found:
            raise UsageError(f"there is no question '{name}'", hint="'quizkit check --sources' shows the ids")
        if len(found) > 1 and name != ALL:
            ids = ", ".join(verdict.question_id for verdict in found)
            raise UsageError(f"'{name}' is the id of several questions", hint=f"one of {ids}")
        chosen |= {verdict.question_id: verdict for verdict in found}
    return [*chosen.values()]


def _refusal(verdict: Verdict) -> str:
    """Why a question cannot be accepted; "" where it can."""
    from quizkit.proof import Status

    mistakes = [remark for remark in verdict.mistakes if remark.rule != "edited"]
    if verdict.cites:
        return "its passage has another number; run 'quizkit check --fix' first"
    if mistakes:
        return mistakes[0].message
    if verdict.status in {Status.UNCITED, Status.UNVERIFIED} or verdict.review is None:
        return "it cites nothing" if verdict.status is Status.UNCITED else "its document is not there"
    return ""


def _show(accepted: Iterable[Verdict]) -> None:
    """On a terminal, the edited passages that are accepted: their text is for the screen only."""
    from quizkit.anchors import Edited

    for verdict in accepted:
        for each in verdict.found:
            if isinstance(each.anchor, Edited):
                likeness = f"{each.anchor.likeness:.0%} alike"
                print_line(f"{verdict.question_id}: {each.cited}, {likeness} to what was accepted before")
                if sys.stdout.isatty():
                    print_line(f"  {each.text}\n")


def print_line(text: str) -> None:
    sys.stdout.write(clean(text) + "\n")


def _write(ground: Ground, lock: Lock, report: Report, accepted: set[str]) -> None:
    """Write the lock file if it is to say anything new, and what it says."""
    from quizkit.documents.lock import write_lock
    from quizkit.proof.relocking import relocked

    path = ground.lock_path
    if path is None:
        return
    new = relocked(lock, report, accepted)
    if new != lock:
        write_lock(path, new)
    own = sum(verdict.question_id in accepted for verdict in report.verdicts)
    size = f"{counted(len(new.paragraphs), 'paragraph')}, {counted(len(new.reviews), 'accepted question')}"
    warn(f"{path}: {size}" + (f" ({own} just now)" if own else "" if new != lock else ", as before"))
