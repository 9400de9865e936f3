"""Which passages are asked about, by the numbers of paragraphs that questions cite."""

from __future__ import annotations

from quizkit.citations import Citation, Source, citation
from quizkit.coverage import Passage, by_source, crowded, passages, uncited
from quizkit.segments import Paragraph

SOURCES = {"a": Source("a", skip=((4, 5, "bibliography"),)), "b": Source("b", skip=((2, 2, ""),))}
DOCUMENTS = {
    "a": tuple(Paragraph(n, " ".join(["word"] * words)) for n, words in enumerate((100, 50, 200, 9, 9), 1)),
    "b": (Paragraph(1, "word " * 30), Paragraph(2, "word " * 30)),
}


def found(*questions: str) -> list[Passage]:
    return passages(SOURCES, DOCUMENTS, [_cites(question) for question in questions])


def _cites(question: str) -> list[Citation]:
    return [citation(text) for text in question.split()]


def places(passages: list[Passage]) -> list[str]:
    return [passage.place for passage in passages]


def test_the_longest_passage_that_nobody_asks_about_comes_first() -> None:
    assert places(uncited(found())) == ["a#3", "a#1", "a#2", "b#1"]


def test_a_range_covers_each_of_its_paragraphs() -> None:
    assert places(uncited(found("a#1-3"))) == ["b#1"]


def test_what_is_to_be_skipped_is_never_missed() -> None:
    skipped = {passage.place: passage.skipped for passage in found() if passage.skipped}
    assert skipped == {"a#4": "bibliography", "a#5": "bibliography", "b#2": "skipped"}


def test_a_question_counts_once_however_often_it_cites_a_passage() -> None:
    assert found("a#1 a#1-2")[0].questions == 1


def test_what_is_cited_and_is_not_there_does_not_count() -> None:
    assert sum(passage.questions for passage in found("a#99", "nowhere#1", "a#6-999999999")) == 0


def test_a_passage_with_many_questions_for_its_length_is_crowded() -> None:
    questions = ["a#2"] * 9 + ["a#3"] * 9 + ["a#1"] * 4
    assert places(crowded(found(*questions))) == ["a#2"]


def test_few_questions_never_crowd_a_passage() -> None:
    assert crowded(found("b#1", "b#1", "b#1", "a#3")) == []
    assert crowded([]) == []


def test_the_sum_of_a_source() -> None:
    questions = ["a#1 b#1", "a#1-2", "a#4"]
    a, b = by_source(found(*questions), [_cites(question) for question in questions])
    assert (a.source, a.paragraphs, a.cited, a.skipped, a.words, a.questions) == ("a", 3, 2, 2, 350, 3)
    assert (b.source, b.paragraphs, b.cited, b.skipped, b.words, b.questions) == ("b", 1, 1, 1, 30, 1)
