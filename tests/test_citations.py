"""Citations are read, and evidence stands in a paragraph exactly or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.citations import Citation, citation, folded, normalised, stands_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("edm-2023#8", Citation("edm-2023", 8, 8)),
        ("edm-2023#8-10", Citation("edm-2023", 8, 10)),
        ("v.1:b_2#12", Citation("v.1:b_2", 12, 12)),
    ],
)
def test_a_citation_names_a_source_and_its_paragraphs(text: str, expected: Citation) -> None:
    assert citation(text) == expected
    assert str(expected) == text
    assert list(expected.numbers) == list(range(expected.first, expected.last + 1))


# --- how a text is set does not count ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "paragraph"),
    [
        ("Putin's offer", "it was Putin’s offer"),
        ('a "sister" state', "he spoke of a “sister” state"),
        ("la «hermana»", 'dijo la "hermana"'),
        ("2018-2019", "in the years 2018–2019"),
        ("talks -- at last -- began", "talks—at last—began"),
        ("two  states", "two\u00a0states"),
        ("cooperation", "coop\u00aderation"),
        ("final office", "the ﬁnal oﬃce"),
        ("MINSK", "in Minsk"),
        ("in 1999", "In 1999,[4] they"),
        ("in 1999 they", "In 1999[4] they"),
        ("in 1999", "in 1999³."),
        ("customs union", "a customs union[note 2]"),
        ("there is one", "“[T]here is one”"),
        ("Minsk", "Ｍｉｎｓｋ"),
        ("café", "cafe\u0301"),
    ],
)
def test_quotes_dashes_spaces_case_and_footnote_marks_do_not_count(evidence: str, paragraph: str) -> None:
    assert stands_in(evidence, paragraph)


@pytest.mark.parametrize(
    ("evidence", "paragraph"),
    [
        ("Lopez", "el señor López"),
        ("union treaty", "the treaty of union"),
        ("Treaties", "the Treaty"),
        ("the [sic] word", "the word"),
        ("in 1999 they", "in 1999 then they"),
        ("", "anything"),
        ("[1]", "a claim[1]"),
    ],
)
def test_letters_words_and_their_order_count(evidence: str, paragraph: str) -> None:
    assert not stands_in(evidence, paragraph)


# --- whole words, whole numbers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "paragraph",
    [
        "45",
        "$45 billion",
        "US$45",
        "about 45.",
        "45, then",
        "45%",
        "(45)",
        "2001-45",
        "“45”",
        "from 45–50",
        "—45",
    ],
)
def test_a_number_stands_beside_signs_and_punctuation(paragraph: str) -> None:
    assert stands_in("45", f"It was {paragraph} in all.")


@pytest.mark.parametrize(
    "paragraph",
    [
        "45.5",
        "45,5",
        "1945",
        "451",
        "45,000",
        "45 000",
        "45.000",
        "-45",
        "−45",
        "1.45",
        ".45",
        "45th",
        "10⁴⁵",
        "45²",
        "3⁄45",
        "45½",
        "45'000",
        "x45",
        "45km",
        "123 45 000",
    ],
)
def test_a_number_does_not_stand_in_another_one(paragraph: str) -> None:
    assert not stands_in("45", f"It was {paragraph} in all.")


@pytest.mark.parametrize(
    ("evidence", "paragraph", "stands"),
    [
        ("-3", "it fell to −3 degrees", True),
        ("-3", "from 5-3", False),
        ("3", "it fell to −3 degrees", False),
        ("000", "45 000 people", False),
        ("1999", "on December 8 1999 they met", True),
        ("8", "on December 8 1999 they met", True),
        ("1999", "on 8.12.1999", False),
        ("8.12.1999", "on 8.12.1999.", True),
        ("8.4", "a deficit of \\$8.4 billion", True),
        ("8", "a deficit of 8.4 billion", False),
        ("4", "a deficit of 8.4 billion", False),
        ("2022", "in 2022 500 people came", True),
    ],
)
def test_numbers_beside_numbers(evidence: str, paragraph: str, stands: bool) -> None:
    assert stands_in(evidence, paragraph) is stands


@pytest.mark.parametrize(
    ("evidence", "paragraph", "stands"),
    [
        ("Union", "a Union-level agency", True),
        ("Belarus", "Belarus’s treaty", True),
        ("Belarus", "the Belarusian side", False),
        ("gas", "Gasprom", False),
        ("part", "a counterpart", False),
        ("Russia", "the Belarus–Russia dispute", True),
        ("milk war.", "the milk war.", True),
    ],
)
def test_words_stand_whole(evidence: str, paragraph: str, stands: bool) -> None:
    assert stands_in(evidence, paragraph) is stands


def test_a_later_place_counts_where_the_first_does_not() -> None:
    assert stands_in("45", "45.5 in one year, 45 in the next")


# --- laws -------------------------------------------------------------------------------------------

WORDS = st.lists(st.from_regex(r"[^\W_]{1,8}", fullmatch=True), min_size=1, max_size=5).map(" ".join)


@given(WORDS, WORDS, WORDS)
def test_words_stand_between_other_words(before: str, evidence: str, after: str) -> None:
    spaced = evidence if not any(char.isnumeric() for char in before + evidence + after) else "plain words"
    assert stands_in(spaced, f"{before}, {spaced}; {after}")


@given(st.text())
def test_a_normalised_text_is_one_line_with_single_spaces(text: str) -> None:
    once = normalised(text)
    assert " ".join(once.split()) == once


@given(st.text(max_size=30), st.text(max_size=60))
def test_what_stands_in_a_text_is_part_of_it(evidence: str, paragraph: str) -> None:
    if stands_in(evidence, paragraph):
        assert normalised(evidence) in normalised(paragraph)


def test_folding_keeps_letter_case() -> None:
    assert folded("The  “Union”") == 'The "Union"'
