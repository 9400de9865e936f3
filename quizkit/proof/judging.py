"""The verdict on a question: are the passages it cites there and unchanged, and do they say what it says."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, groupby

from quizkit.anchors import Edited, digest
from quizkit.citations import Citation, Source, citation, stands_in
from quizkit.documents.lock import Lock, Review
from quizkit.evidence import Alternatives, evidence_of
from quizkit.lints import Remark, Runs, mistakes, remarks
from quizkit.messages import _, plural
from quizkit.model import About, Deck, Question
from quizkit.proof.passages import ACCEPT, Passages, on_passage, rewritten
from quizkit.proof.verdicts import Found, Proof, Status, Verdict
from quizkit.segments import Paragraph

# What a question is not judged by: its passages have digests of their own, the rest is not what it says.
_NO_CONTENT = {"cite", "tags", "image", "audio", "points"}


def question_digest(question: Question) -> str:
    """Stands for all that a question says; its citations and tags do not count.

    Values that were left out do not count either, so that a key which quizkit learns later changes nothing.
    """
    about, usual = question.about._asdict(), About()._asdict()
    said: dict[str, object] = {name: value for name, value in about.items() if value != usual[name]}
    for field in dataclasses.fields(question.content):  # type: ignore[arg-type]  # every content is a dataclass
        value = getattr(question.content, field.name)
        if value != field.default:
            said[field.name] = value
    kept = {name: value for name, value in said.items() if name not in _NO_CONTENT} | {"type": question.type}
    return sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


class Judge:
    """Judges the questions of decks that share their sources, documents and lock file."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        documents: Mapping[str, tuple[Paragraph, ...]],
        lock: Lock,
        runs: Runs,
        *,
        all_remarks: bool = False,
    ) -> None:
        self._sources = sources
        self._documents = documents
        self._lock = lock
        self._runs = runs
        self._all_remarks = all_remarks
        self._passages = Passages(documents, lock)

    def verdict(self, question: Question, deck: Deck) -> Verdict:
        """What is to be said of ``question``."""
        cites = {text: citation(text) for text in question.about.cite}
        evidence = self._evidence(question, cites.values(), deck.language)
        review = self._lock.reviews.get(question.id)
        found = self._passages.find(
            cites, review, lambda these: all(proof.place for proof in _proofs(evidence, these))
        )
        proofs = _proofs(evidence, found)
        absent = any(cite.source not in self._documents for cite in cites.values())
        wrong = [*self._misplaced(question, cites.values(), found, proofs)]
        if cites:
            wrong += self._unproven(question, cites.values(), found, proofs, absent=absent)
        now = _review(question, found) if not absent else None
        status = _status(found, wrong, review, now, cited=bool(cites), absent=absent)
        wanted = self._all_remarks or status is not Status.OK
        texts = [each.text for each in found if each.now and wanted]
        return Verdict(
            question.id,
            deck.path,
            question.line,
            status,
            tuple(found),
            tuple(proofs),
            (*wrong, *mistakes(question, self._runs)),
            (
                *_on_review(status, question),
                *(remarks(question, deck.language, texts, evidence) if texts else ()),
            ),
            rewritten(found),
            now,
        )

    def _misplaced(
        self,
        question: Question,
        cites: Iterable[Citation],
        found: Iterable[Found],
        proofs: Iterable[Proof],
    ) -> Iterator[Remark]:
        """What is wrong with the cited passages themselves."""
        for cite in cites:
            if cite.source in self._documents and cite.last > self._passages.last[cite.source]:
                count = len(self._documents[cite.source])
                told = plural(
                    "{source} has {count} paragraph, and no {number}",
                    "{source} has {count} paragraphs, and no {number}",
                    count,
                )
                what = told.format(source=cite.source, count=count, number=cite.last)
                yield Remark("lost", "cite", what, about=f"{cite.source}#{cite.last}")
        proven = all(proof.place for proof in proofs)
        for each in found:
            yield from on_passage(each, question.id, proven=proven)

    def _evidence(
        self, question: Question, cites: Iterable[Citation], default: str
    ) -> tuple[Alternatives, ...]:
        """What must stand in the passages, as any of the languages of the cited documents writes it."""
        named = (self._sources[cite.source].language for cite in cites if cite.source in self._sources)
        languages = dict.fromkeys(language or default for language in named) or (default,)
        forms = zip(*(evidence_of(question, language) for language in languages), strict=False)
        return tuple(tuple(dict.fromkeys(chain(*alternatives))) for alternatives in forms)

    def _unproven(
        self,
        question: Question,
        cites: Iterable[Citation],
        found: Sequence[Found],
        proofs: Sequence[Proof],
        *,
        absent: bool,
    ) -> Iterator[Remark]:
        """What is wrong with the evidence."""
        if not proofs:
            hint = _("up to five words that prove the answer, as they stand there")
            yield Remark(
                "evidence", "cite", _("the answer is no text of the document: name 'evidence'"), hint
            )
            return
        lost = any(not each.now for each in found)
        key = "evidence" if question.about.evidence else "answer"
        for proof in proofs:
            if not proof.place and not absent and not lost:
                message = _("'{words}' does not stand in {passages}").format(
                    words=proof.forms[0], passages=", ".join(question.about.cite)
                )
                edited = any(isinstance(each.anchor, Edited) for each in found)
                yield Remark("evidence", key, message, self._hint(proof, cites, edited=edited))
        for cite, named in groupby(found, key=lambda each: each.cite):
            texts = [each.text for each in named if each.now]
            empty = not any(_stands(proof.forms, text) for proof in proofs for text in texts)
            if texts and empty and any(proof.place for proof in proofs):
                yield Remark(
                    "evidence", "cite", _("nothing of the evidence stands in {passage}").format(passage=cite)
                )

    def _hint(self, proof: Proof, cites: Iterable[Citation], *, edited: bool) -> str:
        """Where else in the cited documents a piece of evidence stands."""
        for source in dict.fromkeys(cite.source for cite in cites):
            for number, text in self._documents.get(source, ()):
                if _stands(proof.forms, text):
                    return _("it stands in {source}#{number}").format(source=source, number=number)
        if edited:
            return _("the passage has changed: mend the question, then accept it")
        return _("cite the passage, or name up to five words of it as 'evidence'")


def _review(question: Question, found: Sequence[Found]) -> Review | None:
    """What a person would accept: the passages as they are today, where they were cited."""
    if not found or any(each.now != each.number for each in found):
        return None
    return Review(question_digest(question), tuple((each.cited, digest(each.text)) for each in found))


def _proofs(evidence: Iterable[Alternatives], found: Sequence[Found]) -> list[Proof]:
    """For each piece of evidence the first paragraph in which it stands."""
    return [
        Proof(forms, next((each.place for each in found if _stands(forms, each.text)), ""))
        for forms in evidence
    ]


def _stands(forms: Alternatives, text: str) -> bool:
    return any(stands_in(form, text) for form in forms)


def _status(
    found: Sequence[Found],
    wrong: Sequence[Remark],
    review: Review | None,
    now: Review | None,
    *,
    cited: bool,
    absent: bool,
) -> Status:
    rules = {remark.rule for remark in wrong}
    for status, holds in (
        (Status.LOST, "lost" in rules),
        (Status.EDITED, "edited" in rules),
        (Status.MOVED, "moved" in rules),
        (Status.UNCITED, not cited),
        (Status.UNVERIFIED, absent or not found),
        (Status.UNPROVEN, "evidence" in rules),
        (Status.NEW, review is None),
        (Status.CHANGED, review is not None and not _same(review, now)),
    ):
        if holds:
            return status
    return Status.OK


def _same(review: Review, now: Review | None) -> bool:
    """Whether question and passages are those of the review; the passages may have had other numbers."""
    return now is not None and (review.question, [seen for _, seen in review.paragraphs]) == (
        now.question,
        [seen for _, seen in now.paragraphs],
    )


def _on_review(status: Status, question: Question) -> Iterator[Remark]:
    hint = ACCEPT.format(id=question.id)
    if status is Status.CHANGED:
        yield Remark("changed", "id", _("changed since its review"), hint)
    elif status is Status.NEW:
        yield Remark("new", "id", _("never reviewed"), hint)


def unfinished(verdict: Verdict) -> Iterator[Remark]:
    """What keeps a question from being proven, though it is no mistake where documents may be missing."""
    if verdict.status is Status.UNCITED:
        yield Remark(
            "uncited", "ask", _("this question cites nothing"), _("'cite: source#12' names the passage")
        )
    if verdict.status is Status.UNVERIFIED:
        yield Remark("unverified", "cite", _("unverified: the document is not there"))
    for each in verdict.found:
        if each.now and not each.locked:
            hint = "quizkit relock"
            yield Remark(
                "unlocked", "cite", _("{cited} is not in the lock file").format(cited=each.cited), hint
            )
