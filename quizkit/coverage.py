"""Coverage: which passages of the documents no question asks about, and which too many do. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from quizkit.citations import Citation, Source
from quizkit.segments import Paragraph

# A passage is crowded that has so many times the questions per word of all passages, and this many at all.
CROWDED = 1.75
MANY = 4


class Passage(NamedTuple):
    """A paragraph with its length and how many questions cite it; ``skipped`` says why none needs to."""

    source: str
    number: int
    words: int
    questions: int
    skipped: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.source}#{self.number}"

    @property
    def density(self) -> float:
        """Questions per hundred words."""
        return 100 * self.questions / max(self.words, 1)


class Coverage(NamedTuple):
    """How many of the paragraphs of a source are asked about; those to be skipped do not count."""

    source: str
    paragraphs: int
    cited: int
    skipped: int
    words: int
    questions: int


def passages(
    sources: Mapping[str, Source],
    documents: Mapping[str, Sequence[Paragraph]],
    questions: Iterable[Iterable[Citation]],
) -> list[Passage]:
    """Every paragraph of the documents, given what each question cites."""
    asked = Counter(place for cites in questions for place in {*_places(cites, documents)})
    return [
        Passage(key, number, len(text.split()), asked[key, number], _skipped(sources[key], number), text)
        for key, paragraphs in documents.items()
        for number, text in paragraphs
    ]


def _places(
    cites: Iterable[Citation], documents: Mapping[str, Sequence[Paragraph]]
) -> Iterator[tuple[str, int]]:
    for cite in cites:
        for number in range(cite.first, min(cite.last, len(documents.get(cite.source, ()))) + 1):
            yield cite.source, number


def _skipped(source: Source, number: int) -> str:
    return next((why or "skipped" for first, last, why in source.skip if first <= number <= last), "")


def uncited(found: Iterable[Passage]) -> list[Passage]:
    """The passages that no question cites though one should, the longest first."""
    bare = (passage for passage in found if not passage.questions and not passage.skipped)
    return sorted(bare, key=lambda passage: (-passage.words, passage.source, passage.number))


def crowded(found: Sequence[Passage]) -> list[Passage]:
    """The passages with many questions for their length, compared with the others, the most crowded first."""
    asked = [passage for passage in found if passage.questions]
    words = sum(passage.words for passage in asked)
    usual = 100 * sum(passage.questions for passage in asked) / max(words, 1)
    many = (passage for passage in asked if passage.questions >= MANY and passage.density >= CROWDED * usual)
    return sorted(many, key=lambda passage: (-passage.density, passage.source, passage.number))


def by_source(found: Sequence[Passage], questions: Sequence[Iterable[Citation]]) -> list[Coverage]:
    """What is asked about in each source, in the order of the passages."""
    named = Counter(source for cites in questions for source in {cite.source for cite in cites})
    return [
        Coverage(
            source,
            paragraphs=sum(not passage.skipped for passage in own),
            cited=sum(bool(passage.questions) and not passage.skipped for passage in own),
            skipped=sum(bool(passage.skipped) for passage in own),
            words=sum(passage.words for passage in own if not passage.skipped),
            questions=named[source],
        )
        for source in dict.fromkeys(passage.source for passage in found)
        for own in [[passage for passage in found if passage.source == source]]
    ]
