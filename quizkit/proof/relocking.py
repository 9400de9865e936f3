"""The lock file brought up to date: after a person accepted questions, after passages were renumbered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

from quizkit.anchors import Edited, Locked, Lost, Moved, Same, anchor, digest, lock
from quizkit.documents.lock import Lock, Review
from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.proof.verdicts import Found, Report, Verdict

Paragraphs = dict[str, tuple[Locked, ...]]


def relocked(old: Lock, report: Report, accepted: Collection[str]) -> Lock:
    """The lock after the questions ``accepted`` (ids) were approved; ``report`` is on all that there are.

    Cited paragraphs that it did not know are added, those that nothing refers to any more are dropped.
    """
    paragraphs: Paragraphs = dict(old.paragraphs)
    known = {verdict.question_id for verdict in report.verdicts}
    reviews = {name: review for name, review in old.reviews.items() if name in known}
    for verdict in report.verdicts:
        own = verdict.review if verdict.question_id in accepted else None
        if own:
            reviews[verdict.question_id] = own
        for each in verdict.found:
            if own or (each.now == each.number and not each.locked):
                others = (version for version in paragraphs.get(each.cited, ()) if version.sketch)
                paragraphs[each.cited] = _distinct((lock(each.text), *others))
    return Lock(_with_the_uncited(_in_use(paragraphs, reviews, report), report), reviews)


def _distinct(versions: Iterable[Locked]) -> tuple[Locked, ...]:
    return tuple({version.digest: version for version in reversed([*versions])}.values())[::-1]


def _in_use(paragraphs: Paragraphs, reviews: Mapping[str, Review], report: Report) -> Paragraphs:
    """The paragraphs less those that no question cites and no review has seen.

    Of a document that is not at hand nothing is dropped.
    """
    cited = {each.cited for verdict in report.verdicts for each in verdict.found}
    seen = {name for review in reviews.values() for _, name in review.paragraphs}
    kept: Paragraphs = {}
    for name, versions in paragraphs.items():
        if name.rpartition("#")[0] not in report.documents or not versions[0].sketch:
            kept[name] = versions
            continue
        current = versions[:1] if name in cited else ()
        used = (*current, *(past for past in versions[len(current) :] if past.digest in seen))
        if used:
            kept[name] = used
    return kept


def _with_the_uncited(paragraphs: Paragraphs, report: Report) -> Paragraphs:
    """With the digests of the paragraphs of today that nobody cites.

    Only of documents whose cited passages are all in their places: while one is to be found again, what the
    document looked like when it was last in order says which paragraphs are other ones.
    """
    made = dict(paragraphs)
    for source, today in report.documents.items():
        texts = {f"{source}#{number}": text for number, text in today}
        own = {name: found for name, found in made.items() if name.rpartition("#")[0] == source}
        cited = {name: versions for name, versions in own.items() if versions[0].sketch}
        if not cited or any(
            [digest(texts.get(name, ""))] != [v.digest for v in found] for name, found in cited.items()
        ):
            continue
        for name in own.keys() - cited.keys():
            del made[name]
        made |= {name: (Locked(digest(text)),) for name, text in texts.items() if name not in cited}
    return made


def renumbered(old: Lock, report: Report, rewritten: Collection[str]) -> Lock:
    """The lock after the citations of the questions ``rewritten`` (ids) were given the numbers of today.

    What their reviewers saw stays as it was: an edited passage still waits for ``relock``.
    """
    places: defaultdict[str, list[tuple[float, Locked]]] = defaultdict(list)
    for name, versions in old.paragraphs.items():
        for rank, locked in enumerate(versions):
            place, likeness = _today(name, locked, old, report)
            if not locked.sketch and not likeness:
                continue  # nobody cites it, and it is gone
            places[place].append((likeness - rank / 1000, locked))
    paragraphs = {
        place: tuple(dict.fromkeys(locked for _, locked in sorted(found, key=lambda item: -item[0])))
        for place, found in places.items()
    }
    reviews = dict(old.reviews)
    for verdict in report.verdicts:
        if verdict.question_id in rewritten and verdict.question_id in reviews:
            reviews[verdict.question_id] = _renumbered_review(reviews[verdict.question_id], verdict)
    return Lock(paragraphs, reviews)


def _today(name: str, locked: Locked, old: Lock, report: Report) -> tuple[str, float]:
    """Where a locked passage stands today, and how like it is there; where it is lost, it keeps its place."""
    source, _, number = name.rpartition("#")
    paragraphs = report.documents.get(source)
    if paragraphs is None:
        return name, 1.0
    kin = {version.digest for version in old.paragraphs[name]}
    known = {version.digest for versions in old.paragraphs.values() for version in versions} - kin
    taken = {other for other, text in paragraphs if digest(text) in known}
    match anchor(locked, int(number), paragraphs, taken):
        case Same():
            return name, 2.0
        case Moved(now):
            return f"{source}#{now}", 2.0
        case Edited(now, likeness):
            return f"{source}#{now}", likeness
        case Lost():
            return name, 0.0


def _renumbered_review(review: Review, verdict: Verdict) -> Review:
    """A review whose passages go by the numbers of today, in the order in which the question cites them."""
    seen = dict(review.paragraphs)
    if [each.cited for each in verdict.found] != [name for name, _ in review.paragraphs]:
        return review  # the question cites other passages than at its review
    return review._replace(
        paragraphs=tuple((each.place, seen[each.cited]) for each in _in_new_order(verdict))
    )


def _in_new_order(verdict: Verdict) -> Iterator[Found]:
    """The passages of a question as its new citations name them: by number, each once within a citation."""
    for cite, named in groupby(verdict.found, key=lambda each: each.cite):
        if cite in (verdict.cites or {}):
            today = {each.now: each for each in reversed(list(named))}
            yield from (today[number] for number in sorted(today))
        else:
            yield from named


# --- the decks that cite them ------------------------------------------------------------------------


def changes_by_line(verdicts: Iterable[Verdict]) -> dict[int, dict[str, tuple[str, ...]]]:
    """What the citations on each line become.

    Raises QuizkitError where questions on one line cite a passage that is another one for each of them.
    """
    changes: dict[int, dict[str, tuple[str, ...]]] = {}
    for verdict in verdicts:
        here = changes.setdefault(verdict.line, {})
        for old in {each.cite for each in verdict.found}:
            new = (verdict.cites or {}).get(old, (old,))
            if here.setdefault(old, new) != new:
                place = f"{verdict.path}:{verdict.line}"
                raise QuizkitError(
                    _("{place}: '{cite}' is another passage for each of the questions here").format(
                        place=place, cite=old
                    ),
                    hint=_("give each question a line of its own"),
                )
    return changes
