"""Decks against their documents: what ``check --sources`` adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from quizkit.cli.common import warn, warn_of
from quizkit.errors import Problem, QuizkitError, UsageError
from quizkit.messages import _, counted, plural

if TYPE_CHECKING:
    from quizkit.deckfile.citing import Places
    from quizkit.lints import Remark
    from quizkit.proof import Report, Verdict
    from quizkit.proof.grounds import Ground, ReadDeck
    from quizkit.proof.telling import Said


class Outcome(NamedTuple):
    """What a check of decks against their documents found; ``others``: mistakes of no question by itself."""

    mistakes: list[Said]
    doubts: list[Said]
    others: list[Problem]
    verdicts: list[Verdict]
    notes: list[str]

    def problems(self) -> list[Problem]:
        """The mistakes, the worst first."""
        from quizkit.proof.telling import worst_first

        return [*self.others, *_placed(worst_first(self.mistakes))]

    def remarks(self) -> list[Problem]:
        """The doubts, in the order of the questions."""
        words = _("remark: {message}")
        placed = sorted(_placed(self.doubts))
        return [problem._replace(message=words.format(message=problem.message)) for problem in placed]

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
            "problems": [problem._asdict() for problem in sorted(self.problems())],
            "remarks": [remark._asdict() for remark in self.remarks()],
            "notes": self.notes,
            "counts": dict(Counter(verdict.status for verdict in self.verdicts)),
            "questions": [_verdict_as_json(verdict) for verdict in self.verdicts],
        }


def need_folder(folder: Path | None) -> None:
    """Raises UsageError where the folder that is given for the documents is none."""
    if folder is not None and not folder.is_dir():
        raise UsageError(
            _("there is no folder '{folder}'").format(folder=folder),
            hint=_("--sources names the folder of the documents"),
        )


def folder_for(ground: Ground, given: Path | None) -> Path:
    """The folder of the documents of some decks: the one given, else where they are found.

    Raises QuizkitError where nobody gave one and none is found.
    """
    from quizkit.proof.library import folder_of

    if given is not None:
        return given
    found = folder_of(ground.sources, ground.path) if ground.path else None
    if found is None:
        raise QuizkitError(
            _("the documents of {path} are not found").format(path=ground.path),
            hint=_("say where they lie with --sources DIR"),
        )
    return found


def unverified(decks: Sequence[ReadDeck], citations: int) -> str:
    """That ``citations`` were not compared with the documents, and how that is done."""
    from quizkit.proof.grounds import grounds_of
    from quizkit.proof.library import folder_of

    told = counted("{count} citation unverified", "{count} citations unverified", citations)
    folders = (folder_of(ground.sources, ground.path) for ground in grounds_of(decks) if ground.path)
    folder = next(filter(None, folders), None)
    if folder is None:
        return _("{citations} (no --sources)").format(citations=told)
    return _("{citations} (compare with the documents: --sources {folder})").format(
        citations=told, folder=folder
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

    found = (
        (question, deck.path, remark)
        for deck in decks
        for question in deck.deck().questions
        for remark in mistakes(question, frozenset())
    )
    files = _Files()
    return [files.problem(str(path), question.line, question.id, remark) for question, path, remark in found]


def proven(
    decks: Sequence[ReadDeck], folder: Path, *, strict: bool, all_remarks: bool, fold: bool = True
) -> Outcome:
    """Every question against the documents in ``folder``.

    ``strict``: nothing may be left unproven. ``all_remarks``: the verdicts have those on accepted questions.
    ``fold``: what is to be said of several questions is said once.
    """
    from quizkit.proof import prove
    from quizkit.proof.grounds import grounds_of
    from quizkit.proof.telling import folded

    outcome = Outcome([], [], [], [], [])
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
        mistakes = list(_mistakes(report.verdicts, strict=strict))
        doubts = [said for said in _doubts(report.verdicts) if not (new and said.remark.rule == "new")]
        outcome.mistakes.extend(folded(mistakes) if fold else mistakes)
        outcome.doubts.extend(folded(doubts) if fold else doubts)
        outcome.others.extend(_without_sources(ground))
    return outcome


def _mistakes(verdicts: Iterable[Verdict], *, strict: bool) -> Iterator[Said]:
    """The mistakes of some questions."""
    from quizkit.proof.judging import unfinished
    from quizkit.proof.telling import Said

    for verdict in verdicts:
        for remark in (*verdict.mistakes, *(unfinished(verdict) if strict else ())):
            yield Said(verdict, remark)


def _doubts(verdicts: Iterable[Verdict]) -> Iterator[Said]:
    """The remarks on questions that nobody has accepted as they are."""
    from quizkit.proof import Status
    from quizkit.proof.telling import Said

    for verdict in verdicts:
        if verdict.status is not Status.OK:
            yield from (Said(verdict, remark) for remark in verdict.remarks)


def _placed(found: Iterable[Said]) -> list[Problem]:
    """Findings with their places in the files."""
    files = _Files()
    return [
        files.problem(verdict.path, verdict.line, verdict.question_id, remark) for verdict, remark in found
    ]


class _Files:
    """Deck files by their paths, each read once, for the places of findings."""

    def __init__(self) -> None:
        self._places: dict[str, Places] = {}

    def problem(self, path: str, line: int, question_id: str, remark: Remark) -> Problem:
        from quizkit.deckfile.citing import Places
        from quizkit.files import read_bytes

        if path not in self._places:
            self._places[path] = Places(read_bytes(Path(path)), path)
        name = question_id.partition("/")[2]
        return self._places[path].problem(line, (remark.key,), remark.message, remark.hint, name=name)


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
    from quizkit.proof.relocking import changes_by_line

    for path, group in groupby(report.verdicts, key=lambda verdict: verdict.path):
        verdicts = list(group)
        moved = [verdict for verdict in verdicts if verdict.cites]
        if not moved:
            continue
        try:
            data = with_cites(read_bytes(Path(path)), path, changes_by_line(verdicts))
        except QuizkitError as error:
            warn_of(error)
            continue
        count = sum(len(verdict.cites or ()) for verdict in moved)
        yield path, data, [verdict.question_id for verdict in moved], count
