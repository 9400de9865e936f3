"""What comes of a whole document: proven, ranked, each fact once, with wrong options that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.citations import normalised, stands_in
from quizkit.deckfile import read_deck
from quizkit.deckfile.stubs import read_stubs, stub
from quizkit.deckfile.writer import compose
from quizkit.documents.language import guessed_language
from quizkit.drafting import GOOD, Candidate, draft
from quizkit.segments import Paragraph, segment

DOCUMENTS = Path(__file__).parents[3] / "shared" / "documents"
FILES = sorted(DOCUMENTS.glob("*.txt"))

TEXT = (
    Paragraph(
        1, "The Baltic League was founded in May 1990. It had 28 members. Trade was worth $45 billion."
    ),
    Paragraph(2, "The Baltic League dates from May 1990. In 1995, Prime Minister Anna Berg left office."),
    Paragraph(
        3, "In June 1996 they signed the Treaty of Riga. Exports reached $12 billion, imports $9.5 billion."
    ),
)


def with_answer(candidates: tuple[Candidate, ...], answer: str) -> Candidate:
    (one,) = [candidate for candidate in candidates if candidate.answer == answer]
    return one


# --- ranking ----------------------------------------------------------------------------------------


def test_a_fact_that_is_told_twice_is_found_once() -> None:
    assert with_answer(draft(TEXT, "doc"), "1990-05").cite == "doc#1"


def test_a_year_inside_a_date_that_was_found_is_no_fact_of_its_own() -> None:
    text = "The Baltic League was founded in May 1990. In 1990 the Baltic League was founded by five states."
    dates = [one.answer for one in draft([Paragraph(1, text)], "doc") if one.kind == "date"]

    assert dates == ["1990-05"]


def test_the_date_of_another_event_in_the_same_year_is_kept() -> None:
    text = (
        "The league was founded in May 1990. Petrol prices collapsed throughout 1990, economists announced."
    )

    assert {one.answer for one in draft([Paragraph(1, text)], "doc") if one.kind == "date"} >= {"1990-05"}


def test_an_event_ranks_above_a_label_and_a_question_last() -> None:
    told = draft([Paragraph(1, "The bank was founded in 1901.")], "doc")[0].score
    label = draft([Paragraph(1, "All of them disliked the 1901 bank.")], "doc")[0].score
    asked = draft([Paragraph(1, "Was the bank perhaps founded in 1901?")], "doc")[0].score

    assert told > GOOD > max(label, asked)


def test_paragraphs_that_the_sources_skip_are_not_drafted_from() -> None:
    found = draft(TEXT, "doc", skip=[(2, 3, "bibliography")])

    assert {one.number for one in found} == {1}


@pytest.mark.parametrize(
    "text",
    [
        "3. ^ “A Minister on Open Borders,” Itar-Tass (22 February 1995), ed. Ada Example, p. 311.",
        "It was so then (Belta, June 21, 2001).",
        "It was so then (Walt, The Hell of Good Intentions, 2018., p. 112).",
        "It was so then (New York: Armonk, 1997).",
        "It was so then.[1]",
    ],
)
def test_references_to_other_texts_hold_no_facts(text: str) -> None:
    assert draft([Paragraph(1, text)], "doc") == ()


# --- wrong options ----------------------------------------------------------------------------------


def test_wrong_options_share_the_shape_of_the_answer() -> None:
    found = draft(TEXT, "doc")

    assert with_answer(found, "45").wrong == ("$12 billion", "$9.5 billion")
    assert with_answer(found, "1990-05").wrong == ("June 1996",)


def test_what_the_same_sentence_tells_is_no_wrong_option() -> None:
    assert with_answer(draft(TEXT, "doc"), "12").wrong == ("$45 billion",)


def test_a_person_with_the_same_office_is_no_wrong_option() -> None:
    text = (
        "Russian President Boris Yeltsin signed it. Russian President Vladimir Putin opposed it. "
        "Belarusian Foreign Minister Ivan Antonovich resigned."
    )

    assert with_answer(draft([Paragraph(1, text)], "doc"), "Boris Yeltsin").wrong == ("Ivan Antonovich",)


def test_another_office_of_the_same_person_is_no_wrong_option() -> None:
    text = (
        "Russian Prime Minister Vladimir Putin came. Russian President Vladimir Putin left. "
        "Belarusian Foreign Minister Ivan Antonovich resigned."
    )

    assert with_answer(draft([Paragraph(1, text)], "doc"), "Russian President").wrong == (
        "Belarusian Foreign Minister",
    )


# --- laws -------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    """In|1999|May 3,|April 1996|,|.|the|Treaty of Riga|and|Russian President|Boris Yeltsin|signed|$45|
    billion|28 regions|12%|(CIS)|“|”|de|2 de abril de 1997|presidente de|Union|\x1b[2J|\u202e|[1]|
    half|-|(p. 3)|?|millones de dólares|second largest|so-called|Milk War""".replace("\n    ", "").split("|")
)


@given(st.lists(st.lists(PIECES, max_size=30).map(" ".join), max_size=4), st.sampled_from(["en", "es"]))
def test_every_candidate_is_proven_by_its_paragraph_and_fits_a_deck(texts: list[str], language: str) -> None:
    paragraphs = [Paragraph(number, text) for number, text in enumerate(texts, 1)]
    for one in draft(paragraphs, "doc", language):
        text = texts[one.number - 1]
        assert all(stands_in(words, text) and len(words.split()) <= 5 for words in one.evidence)
        assert one.sentence.start <= one.span.start < one.span.end <= one.sentence.end <= len(text)
        assert len(one.wrong) <= 3
        assert one.option not in one.wrong
        assert read_deck(compose("D", language, [one.question("What?")]).encode(), "").problems == ()
        if one.wrong:
            assert read_deck(compose("D", language, [one.as_choice("What?")]).encode(), "").problems == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.skipif(not FILES, reason="the documents are not beside the checkout")
def test_the_documents_give_candidates_that_stand_in_them(path: Path) -> None:
    paragraphs = segment(path.read_text(encoding="utf-8"))
    found = draft(paragraphs, "doc", guessed_language(text for _, text in paragraphs))

    assert sum(one.score >= GOOD for one in found) >= 10
    for one in found:
        assert all(stands_in(words, paragraphs[one.number - 1].text) for words in one.evidence)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.skipif(not FILES, reason="the documents are not beside the checkout")
def test_a_stub_copies_no_eight_words_of_its_document(path: Path) -> None:
    paragraphs = segment(path.read_text(encoding="utf-8"))
    told = {run for paragraph in paragraphs for run in runs(paragraph.text)}

    found = draft(paragraphs, "doc", guessed_language(text for _, text in paragraphs))
    names = [normalised(one.answer) for one in found]  # the name of a treaty may be that long by itself
    for one in found:
        copied = told & set(runs(stub(one.question(), one.as_choice(), "")))
        assert [run for run in copied if not any(" ".join(run) in name for name in names)] == []


def runs(text: str) -> list[tuple[str, ...]]:
    """Every eight words that follow each other."""
    words = normalised(text).split()
    return [tuple(words[place : place + 8]) for place in range(len(words) - 7)]


def test_the_time_it_takes_grows_with_the_text_and_no_faster() -> None:
    """A hostile text of 200,000 characters would take minutes if anything in it were compared with all."""
    for piece in ("(", "1 ", "A, ", "“", ".) ", "president of ", "X, the ", "Treaty of "):
        draft([Paragraph(1, piece * (200_000 // len(piece)))], "doc")


# --- stubs ------------------------------------------------------------------------------------------


def test_a_stub_reads_back_as_the_question_it_came_from() -> None:
    for one in draft(TEXT, "doc"):
        assert read_stubs(stub(one.question(), one.as_choice(), "1 of 9: date")) == [one.question()]
