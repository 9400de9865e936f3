"""What has become of the passages that a question cites: still there, moved, edited or lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import assert_never

from quizkit.anchors import Anchor, Edited, Locked, Lost, Moved, Same, anchor, digest
from quizkit.citations import Citation
from quizkit.documents.lock import Lock, Review
from quizkit.lints import Remark
from quizkit.messages import _
from quizkit.proof.verdicts import Found
from quizkit.segments import Paragraph

ACCEPT = _("look at it, then: quizkit relock --accept {id}")
FIX = _("add --fix to rewrite it")
_EDITED = _("{cited} was edited ({likeness:.0%} alike)")
_EDITED_AND_MOVED = _("{cited} was edited ({likeness:.0%} alike) and is now {source}#{now}")


class Passages:
    """The paragraphs of some documents, beside what the lock file knows of them."""

    def __init__(self, documents: Mapping[str, tuple[Paragraph, ...]], lock: Lock) -> None:
        self._documents = documents
        self._lock = lock
        self._texts = {key: dict(paragraphs) for key, paragraphs in documents.items()}

    @cached_property
    def _known(self) -> dict[str, tuple[Locked, frozenset[str]]]:
        """The locked passages by digest, each with the digests that share its number."""
        known = [
            (locked, frozenset(version.digest for version in versions))
            for versions in self._lock.paragraphs.values()
            for locked in versions
        ]
        # Of two with the same words, the one that is cited.
        return {
            locked.digest: (locked, kin)
            for locked, kin in sorted(known, key=lambda item: bool(item[0].sketch))
        }

    @cached_property
    def last(self) -> dict[str, int]:
        """The highest number of each document that there is or was."""
        last = self._lock.last()
        for key, paragraphs in self._documents.items():
            last[key] = max(last.get(key, 0), len(paragraphs))
        return last

    @cached_property
    def _taken(self) -> dict[str, dict[int, str]]:
        """The paragraphs of each document that are known passages, by number, with their digests."""
        return {
            key: {number: name for number, text in paragraphs if (name := digest(text)) in self._known}
            for key, paragraphs in self._documents.items()
        }

    def find(
        self,
        cites: Mapping[str, Citation],
        review: Review | None,
        proves: Callable[[Sequence[Found]], bool],
    ) -> list[Found]:
        """What has become of each cited paragraph, as far as its document is at hand.

        ``proves``: whether some passages hold the evidence.
        """
        slots = [
            (text, cite.source, number)
            for text, cite in cites.items()
            if cite.source in self._documents
            for number in range(cite.first, min(cite.last, self.last[cite.source]) + 1)
        ]
        as_numbered = [self._as_numbered(*slot) for slot in slots]
        seen = [name for _, name in review.paragraphs] if review else []
        if review and [digest(each.text) for each in as_numbered] == seen:
            return as_numbered  # the passages are those of the review, whatever their numbers were then
        if review and [each.cited for each in as_numbered] == [name for name, _ in review.paragraphs]:
            return [self._anchored(*slot, name) for slot, name in zip(slots, seen, strict=True)]
        found = [self._anchored(*slot, "") for slot in slots]
        if all(each.now == each.number for each in found):
            return found
        # Nobody says which passage the author of a question saw that was never reviewed: that of today, if
        # it alone holds the evidence.
        return as_numbered if proves(as_numbered) and not proves(found) else found

    def _as_numbered(self, cite: str, source: str, number: int) -> Found:
        text = self._texts[source].get(number, "")
        known = self._known.get(digest(text))
        locked = known is not None and bool(known[0].sketch)
        return Found(cite, source, number, Same() if text else Lost(), number if text else 0, text, locked)

    def _anchored(self, cite: str, source: str, number: int, seen: str) -> Found:
        """The passage that a reviewer has ``seen`` (a digest), or that was locked under this number."""
        versions = self._lock.paragraphs.get(f"{source}#{number}", ())
        if not seen and not (versions and versions[0].sketch):
            return self._as_numbered(cite, source, number)
        name = seen or versions[0].digest
        locked, kin = self._known.get(name, (Locked(name), frozenset({name})))
        where = anchor(locked, number, self._documents[source], self._others(source, kin))
        now = _number(where, number)
        return Found(cite, source, number, where, now, self._texts[source].get(now, ""), locked=True)

    def _others(self, source: str, kin: Collection[str]) -> set[int]:
        """The numbers of the paragraphs that are known to be other passages."""
        return {number for number, name in self._taken[source].items() if name not in kin}


def _number(where: Anchor, number: int) -> int:
    match where:
        case Same():
            return number
        case Moved(now) | Edited(now, _):
            return now
        case Lost():
            return 0
        case _:
            assert_never(where)


def on_passage(each: Found, question_id: str, *, proven: bool) -> Iterator[Remark]:
    """What has become of a cited passage; a question that is no longer ``proven`` cannot be accepted."""
    match each.anchor:
        case Same():
            return
        case Moved(now):
            what = _("{cited} is now {source}#{now}").format(cited=each.cited, source=each.source, now=now)
            yield Remark("moved", "cite", what, FIX, each.cited)
        case Edited(now, likeness):
            stays = now == each.number
            what = _EDITED if stays else _EDITED_AND_MOVED
            what = what.format(cited=each.cited, likeness=likeness, source=each.source, now=now)
            accept = ACCEPT.format(id=question_id) if proven else ""
            yield Remark("edited", "cite", what, accept if stays else FIX, each.cited)
        case Lost():
            what = _("{cited} is nowhere in the document any more").format(cited=each.cited)
            yield Remark("lost", "cite", what, about=each.cited)
        case _:
            assert_never(each.anchor)


def rewritten(found: Sequence[Found]) -> dict[str, tuple[str, ...]]:
    """The citations whose passages have other numbers now, with what they become."""
    changes: dict[str, tuple[str, ...]] = {}
    for cite, named in groupby(found, key=lambda each: each.cite):
        passages = list(named)
        if all(each.now for each in passages) and any(each.now != each.number for each in passages):
            numbers = sorted({each.now for each in passages})
            changes[cite] = tuple(map(str, _joined(passages[0].source, numbers)))
    return changes


def _joined(source: str, numbers: Sequence[int]) -> list[Citation]:
    """Numbers in a row as ranges."""
    joined: list[Citation] = []
    for number in numbers:
        if joined and joined[-1].last == number - 1:
            joined[-1] = joined[-1]._replace(last=number)
        else:
            joined.append(Citation(source, number, number))
    return joined
