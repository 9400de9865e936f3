"""Facts of a document that are worth a question: dates, figures, names and offices, best first.

Pure, and without a model of the language: capital letters, the words of offices, treaties and units, and
where they stand. Each candidate names its paragraph and the few words that prove it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from quizkit.citations import stands_in
from quizkit.drafting.bodies import find_bodies
from quizkit.drafting.dates import find_dates, is_day_first
from quizkit.drafting.deeds import find_deeds
from quizkit.drafting.distractors import Pool
from quizkit.drafting.finding import Candidate, Finding, Kind, Sentence, Span
from quizkit.drafting.numbers import find_numbers, find_ranks
from quizkit.drafting.persons import Holder, Names, find_holders, findings_of, surname
from quizkit.drafting.ranking import Fact, distinct, scored
from quizkit.drafting.sentences import sentences_of
from quizkit.drafting.words import Word, words_of
from quizkit.grading.form import fold
from quizkit.quoting import CONTROL
from quizkit.segments import Paragraph

__all__ = ["GOOD", "Candidate", "Kind", "draft"]

# From this score on, a teacher who reads them keeps most candidates.
GOOD = 1.6
# As far as this round a sentence, its paragraph is looked at: paragraphs may be as long as they like.
_ROUND = 3_000
_Found = list[tuple[Finding, Sentence]]


def draft(
    paragraphs: Sequence[Paragraph],
    key: str,
    language: str = "en",
    skip: Iterable[tuple[int, int, str]] = (),
) -> tuple[Candidate, ...]:
    """Every candidate of a document, the best first.

    ``key`` names the source in citations; ``skip`` are the ranges that no question asks about.
    """
    skipped = {number for first, last, _ in skip for number in range(first, last + 1)}
    asked = [paragraph for paragraph in paragraphs if paragraph.number not in skipped]
    sentences = [sentence for paragraph in asked for sentence in sentences_of(paragraph)]
    found = list(_find(sentences, language))
    texts = {paragraph.number: paragraph.text for paragraph in asked}
    pool = Pool(finding for finding, _ in found)
    facts = distinct(scored(found, _mentions(found)))
    candidates = (_candidate(fact, texts[fact.sentence.number], pool, key) for fact in facts)
    return tuple(one for one in candidates if _is_sound(one, texts[one.number]))


def _is_sound(candidate: Candidate, paragraph: str) -> bool:
    """Whether the paragraph proves it, and a deck may hold it."""
    texts = (candidate.answer, candidate.option, *candidate.evidence, *candidate.wrong, *candidate.accept)
    sentence = paragraph[slice(*candidate.sentence)]
    proven = all(stands_in(words, sentence) for words in candidate.evidence)
    return proven and not any(CONTROL.search(text) for text in texts)


def _find(sentences: list[Sentence], language: str) -> Iterator[tuple[Finding, Sentence]]:
    names = _names(sentences)
    day_first = is_day_first((sentence.text for sentence in sentences), language)
    for sentence in sentences:
        text = sentence.text
        words = words_of(text)
        dates = list(find_dates(text, language, day_first=day_first))
        holders = [finding for holder in _holders(words) for finding in findings_of(holder, text, names)]
        taken = [finding.span for finding in dates]
        numbers = [*find_numbers(text, language, taken), *find_ranks(text)]
        persons = [finding.span for finding in holders]
        bodies = [finding for finding in find_bodies(words, text) if not _touches(finding.span, persons)]
        for finding in (*dates, *numbers, *holders, *bodies):
            yield finding, sentence


def _holders(words: list[Word]) -> list[Holder]:
    """The persons of a sentence, beside an office or beside a verb that tells of them; each once."""
    deeds = list(find_deeds(words))
    holders = []
    for holder in find_holders(words):
        same = [deed for deed in deeds if _touches(holder.name, [deed.name])]
        if holder.role:
            holders.append(holder._replace(told=any(deed.told for deed in same)))
            deeds = [deed for deed in deeds if deed not in same]
        elif not same:
            holders.append(holder)
    return [*holders, *deeds]


def _touches(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _names(sentences: list[Sentence]) -> Names:
    """The persons of the document, by surname, each by every name that it gives them."""
    names: Names = {}
    for sentence in sentences:
        for holder in _holders(words_of(sentence.text)):
            name = sentence.text[slice(*holder.name)]
            names.setdefault(surname(name), set()).add(name)
    return names


def _mentions(found: _Found) -> Counter[str]:
    return Counter(fold(finding.answer) for finding, _ in found if finding.kind is Kind.NAME)


def _candidate(fact: Fact, paragraph: str, pool: Pool, key: str) -> Candidate:
    finding, sentence, score, _ = fact
    end = sentence.start + len(sentence.text)
    wrong = pool.wrong_for(finding, sentence, paragraph[max(0, sentence.start - _ROUND) : end + _ROUND])
    return Candidate(
        kind=finding.kind,
        type="short-answer" if finding.type == "choice" and not wrong else finding.type,
        answer=finding.answer,
        option=finding.option,
        unit=finding.unit,
        accept=finding.accept,
        wrong=wrong,
        cite=f"{key}#{sentence.number}",
        evidence=finding.evidence,
        number=sentence.number,
        sentence=Span(sentence.start, end),
        span=Span(sentence.start + finding.span.start, sentence.start + finding.span.end),
        score=score,
    )
