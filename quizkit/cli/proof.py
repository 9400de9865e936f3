"""Decks against their documents: what ``check --sources`` adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from quizkit.cli.common import warn
from quizkit.errors import Problem, QuizkitError, UsageError
from quizkit.messages import _, plural

if TYPE_CHECKING:
    from quizkit.lints import Remark
    from quizkit.proof import Report, Verdict
    from quizkit.proof.grounds import Ground, ReadDeck


class Outcome(NamedTuple):
    """What a check of decks against their documents found."""

    problems: list[Problem]
    remarks: list[Problem]
    verdicts: list[Verdict]
    notes: list[str]

    def sentences(self) -> Iterator[str]:
        """What is said of the documents and of all questions together."""
        yield from self.notes
        counts = Counter(verdict.status for verdict in self.verdicts)
        from quizkit.terminal.names import STATUSES

        listed = ", ".join(f"{count} {STATUSES[status]}" for status, count in counts.most_common())
        if listed:
            yield _("By their sources: {counts}").format(counts=listed)

    def as_json(self) -> dict[str, Any]:
        return {
            "problems": [problem._asdict() for problem in self.problems],
            "remarks": [remark._asdict() for remark in self.remarks],
            "notes": self.notes,
            "counts": dict(Counter(verdict.status for verdict in self.verdicts)),
            "questions": [_verdict_as_json(verdict) for verdict in self.verdicts],
        }


def need_folder(folder: Path) -> None:
    """Raises UsageError where the folder of the documents is none."""
    if not folder.is_dir():
        raise UsageError(
            _("there is no folder '{folder}'").format(folder=folder),
            hint=_("--sources names the folder of the documents"),
        )


def names_checked(decks: Sequence[ReadDeck], *, by_lock: bool) -> tuple[list[Problem], int]:
    """Mistakes in sources and citations that show without the documents, and how many citations there are.

    ``by_lock``: what the lock file knows of the documents stands for them.
    """
    from quizkit.proof.grounds import declared_citations, grounds_of, name_problems

    grounds = grounds_of(decks)
    problems: list[Problem] = []
    for ground in grounds:
        problems += [*ground.problems, *name_problems(ground, ground.lock().last() if by_lock else None)]
    return problems, sum(map(declared_citations, grounds))


def unwritten(decks: Sequence[ReadDeck]) -> list[Problem]:
    """Questions in which a TODO was left."""
    from quizkit.lints import mistakes

    return [
        problem
        for deck in decks
        for problem in _placed(
            str(deck.path),
            [
                (question.line, remark)
                for question in deck.deck().questions
                for remark in mistakes(question, frozenset())
            ],
        )
    ]


def proven(decks: Sequence[ReadDeck], folder: Path, *, strict: bool, all_remarks: bool) -> Outcome:
    """Every question against the documents in ``folder``.

    ``strict``: nothing may be left unproven. ``all_remarks``: the verdicts have those on accepted questions.
    """
    from quizkit.proof import prove
    from quizkit.proof.grounds import grounds_of

    outcome = Outcome([], [], [], [])
    for ground in grounds_of(decks):
        lock = ground.lock()
        decks_here = [deck.deck() for deck in ground.decks]
        report = prove(decks_here, ground.sources, folder, lock, all_remarks=all_remarks)
        new = not lock.reviews
        outcome.notes.extend(report.notes)
        if new and ground.lock_path and report.verdicts:
            note = _(
                "{path}: nobody has reviewed these questions; "
                "'quizkit relock --accept all' says that you have"
            )
            outcome.notes.append(note.format(path=ground.lock_path))
        outcome.verdicts.extend(report.verdicts)
        for path, verdicts in _by_path(report.verdicts):
            findings = [*_findings(verdicts, strict=strict)]
            said = [remark for remark in _doubts(verdicts) if not (new and remark[1].rule == "new")]
            outcome.problems.extend(_placed(path, findings))
            outcome.remarks.extend(
                problem._replace(message=_("remark: {message}").format(message=problem.message))
                for problem in _placed(path, said)
            )
        outcome.problems.extend(_without_sources(ground))
    return outcome


def _by_path(verdicts: Iterable[Verdict]) -> Iterator[tuple[str, list[Verdict]]]:
    from itertools import groupby

    for path, group in groupby(verdicts, key=lambda verdict: verdict.path):
        yield path, list(group)


def _findings(verdicts: Iterable[Verdict], *, strict: bool) -> Iterator[tuple[int, Remark]]:
    """The mistakes of some questions, each with the question's line."""
    from quizkit.proof.judging import unfinished

    for verdict in verdicts:
        for remark in (*verdict.mistakes, *(unfinished(verdict) if strict else ())):
            yield verdict.line, remark


def _doubts(verdicts: Iterable[Verdict]) -> Iterator[tuple[int, Remark]]:
    """The remarks on questions that nobody has accepted as they are."""
    from quizkit.proof import Status

    for verdict in verdicts:
        if verdict.status is not Status.OK:
            yield from ((verdict.line, remark) for remark in verdict.remarks)


def _placed(path: str, found: Sequence[tuple[int, Remark]]) -> list[Problem]:
    """Remarks with their places in the file."""
    if not found:
        return []
    from quizkit.deckfile.citing import Places
    from quizkit.files import read_bytes

    places = Places(read_bytes(Path(path)), path)
    return [places.problem(line, (remark.key,), remark.message, remark.hint) for line, remark in found]


def _without_sources(ground: Ground) -> Iterator[Problem]:
    """Decks that cite, with no ``sources.yaml`` to say what."""
    for deck in ground.decks if ground.path is None else ():
        cites = next((question for question in deck.raw.questions if question.values.get("cite")), None)
        if cites:
            message = _("nothing declares the sources that this deck cites")
            yield Problem(str(deck.path), cites.line, 1, message, _("put a sources.yaml beside it"))


def _verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.question_id,
        "path": verdict.path,
        "line": verdict.line,
        "status": verdict.status,
        "where": [
            {
                "cited": each.cited,
                "found": each.place or None,
                "anchor": type(each.anchor).__name__.lower(),
                "likeness": round(getattr(each.anchor, "likeness", 1.0 if each.now else 0.0), 2),
                "locked": each.locked,
            }
            for each in verdict.found
        ],
        "evidence": [{"any_of": proof.forms, "stands_in": proof.place or None} for proof in verdict.evidence],
        "mistakes": [remark._asdict() for remark in verdict.mistakes],
        "remarks": [remark._asdict() for remark in verdict.remarks],
    }


def rewrite_citations(decks: Sequence[ReadDeck], folder: Path) -> bool:
    """Give citations of passages that have moved the numbers of today; whether there were any."""
    from quizkit.documents.lock import write_lock
    from quizkit.files import write_atomically
    from quizkit.proof import prove
    from quizkit.proof.grounds import grounds_of
    from quizkit.proof.relocking import renumbered

    changed = False
    for ground in grounds_of(decks):
        lock = ground.lock()
        report = prove([deck.deck() for deck in ground.decks], ground.sources, folder, lock)
        files = {path: (data, ids, count) for path, data, ids, count in _rewritten(report)}
        if not files or ground.lock_path is None:
            continue
        ids = {name for _data, names, _count in files.values() for name in names}
        for path, (data, _ids, count) in files.items():
            write_atomically(Path(path), data)
            told = plural("{path}: rewrote {count} citation", "{path}: rewrote {count} citations", count)
            warn(told.format(path=path, count=count))
        write_lock(ground.lock_path, renumbered(lock, report, ids))
        changed = True
    return changed


def _rewritten(report: Report) -> Iterator[tuple[str, bytes, list[str], int]]:
    """The files with other citations: path, bytes, ids of the questions, how many citations."""
    from quizkit.deckfile.citing import with_cites
    from quizkit.files import read_bytes

    for path, verdicts in _by_path(report.verdicts):
        moved = [verdict for verdict in verdicts if verdict.cites]
        if not moved:
            continue
        try:
            changes = {verdict.line: verdict.cites or {} for verdict in moved}
            data = with_cites(read_bytes(Path(path)), path, changes)
        except QuizkitError as error:
            warn(error.in_one_line)
            continue
        yield path, data, [verdict.question_id for verdict in moved], sum(map(len, changes.values()))
