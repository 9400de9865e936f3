"""``relock``: the author has compared a question with its passage, and says so."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from quizkit.cli.common import DecksArgument, SourcesOption, decks_or_default, warn
from quizkit.cli.proof import folder_for, need_folder
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _, counted, plural
from quizkit.terminal.text import clean

if TYPE_CHECKING:
    from quizkit.documents.lock import Lock
    from quizkit.proof import Report, Verdict
    from quizkit.proof.grounds import Ground

ALL = "all"
# What may stand for several questions: all, those never reviewed, those changed since.
SELECTED = (ALL, "new", "changed")


def relock(
    decks: DecksArgument = None,
    sources: SourcesOption = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="ID…",
            help=_(
                "Questions that you have compared with their passages: ids, source#12, new, changed or all."
            ),
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
        folder = folder_for(ground, sources)
        report = prove([deck.deck() for deck in ground.decks], ground.sources, folder, lock)
        work.append((ground, lock, report))
    chosen = _chosen([verdict for _ground, _lock, report in work for verdict in report.verdicts], names)
    refused = [f"{verdict.question_id}: {why}" for verdict in chosen if (why := _refusal(verdict))]
    accepted = [verdict for verdict in chosen if not _refusal(verdict)]
    _show(accepted)
    for ground, lock, report in work:
        for note in report.notes:
            warn(note)
        _write(ground, lock, report, {verdict.question_id for verdict in accepted})
    for sentence in refused:
        warn(_("not accepted: {reason}").format(reason=sentence))
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
        raise QuizkitError(_("no sources.yaml declares what these decks cite"), hint=_("put one beside them"))
    folders = [path.parent for path in governing.values()]
    files = {deck.path.resolve(): deck for deck in read_decks([*given, *folders])}
    grounds = [
        ground for ground in grounds_of(files.values()) if ground.path and ground.path.resolve() in governing
    ]
    broken = mistakes_in(deck for ground in grounds for deck in ground.decks)
    broken += [problem for ground in grounds for problem in (*ground.problems, *name_problems(ground))]
    if broken:
        raise QuizkitError(
            plural("{count} mistake first: {first}", "{count} mistakes first: {first}", len(broken)).format(
                count=len(broken), first=broken[0]
            ),
            hint=_("'quizkit check' shows all"),
        )
    return grounds


def _chosen(verdicts: Sequence[Verdict], names: Iterable[str]) -> list[Verdict]:
    """The questions that some names stand for. Raises UsageError for one that is not there, or ambiguous."""
    by_id: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        by_id.setdefault(verdict.question_id, []).append(verdict)
        by_id.setdefault(verdict.question_id.partition("/")[2], []).append(verdict)
    chosen: dict[str, Verdict] = {}
    for name in names:
        found = by_id.get(name, [])
        if len(found) > 1:
            ids = ", ".join(verdict.question_id for verdict in found)
            raise UsageError(
                _("'{name}' is the id of several questions").format(name=name),
                hint=_("one of {names}").format(names=ids),
            )
        chosen |= {verdict.question_id: verdict for verdict in found or _several(verdicts, name)}
    return [*chosen.values()]


def _several(verdicts: Iterable[Verdict], name: str) -> list[Verdict]:
    """The questions on a passage, or of a status, perhaps of one deck. Raises UsageError for no such."""
    if "#" in name:
        on_it = [verdict for verdict in verdicts if any(each.cited == name for each in verdict.found)]
        if not on_it:
            raise UsageError(_("no question cites '{passage}'").format(passage=name))
        return on_it
    deck, slash, which = name.rpartition("/")
    decks = {verdict.question_id.partition("/")[0] for verdict in verdicts}
    if which not in SELECTED or (slash and deck not in decks):
        raise UsageError(
            _("there is no question '{name}'").format(name=name),
            hint=_("'quizkit check --sources' shows the ids"),
        )
    return [
        verdict
        for verdict in verdicts
        if which in (ALL, verdict.status) and (not slash or verdict.question_id.startswith(f"{deck}/"))
    ]


def _refusal(verdict: Verdict) -> str:
    """Why a question cannot be accepted; "" where it can."""
    from quizkit.proof import Status

    mistakes = [remark for remark in verdict.mistakes if remark.rule != "edited"]
    if verdict.cites:
        return _("its passage has another number: 'quizkit check --sources DIR --fix' rewrites the citation")
    if mistakes:
        return mistakes[0].message
    if verdict.status in {Status.UNCITED, Status.UNVERIFIED} or verdict.review is None:
        absent = _("its document is not there")
        return _("it cites nothing") if verdict.status is Status.UNCITED else absent
    return ""


def _show(accepted: Iterable[Verdict]) -> None:
    """The edited passages that are accepted, each once; their text is for the screen of a terminal only."""
    from quizkit.anchors import Edited
    from quizkit.proof.telling import named

    passages: dict[tuple[str, float, str], list[str]] = {}
    for verdict in accepted:
        for each in verdict.found:
            if isinstance(each.anchor, Edited):
                passage = each.cited, each.anchor.likeness, each.text
                passages.setdefault(passage, []).append(verdict.question_id)
    for (cited, likeness, text), ids in passages.items():
        alike = _("{id}: {cited}, {likeness:.0%} alike to what was accepted before")
        print_line(alike.format(id=named(ids), cited=cited, likeness=likeness))
        if sys.stdout.isatty():
            print_line(f"  {text}\n")


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
    paragraphs = counted("{count} paragraph", "{count} paragraphs", len(new.paragraphs))
    accepted_now = counted("{count} accepted question", "{count} accepted questions", len(new.reviews))
    told = f"{path}: {paragraphs}, {accepted_now}"
    if own:
        told = _("{told} ({count} just now)").format(told=told, count=own)
    elif new == lock:
        told = _("{told}, as before").format(told=told)
    warn(told)
