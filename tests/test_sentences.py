"""A paragraph falls into its sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.segments.sentences import sentence_spans, sentences_of


@pytest.mark.parametrize(
    "sentences",
    [
        ["One.", "Two!", "Three?", "Four"],
        ["He said: “Stop.”", "They stopped.", "(They had to.)", "1999 was over."],
        ["¿Quién vino?", "¡Todos!", "Él también.", "«Nadie», dijo."],
        ["Мост построили.", "Потом сломали."],
    ],
)
def test_sentences_end_at_their_stops(sentences: list[str]) -> None:
    assert sentences_of(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Lind met Dra. A. B. Oster, of Lind & Co. Ltd, on Oct. 5, and EE. UU. (see p. 4) on Av. Norte.",
        "It cost 4.5 crowns, i.e. nothing, or so … they say.",
        "La reunión duró... él no vino.",
    ],
)
def test_a_stop_within_a_sentence_ends_none(text: str) -> None:
    assert sentences_of(text) == [text]


def test_no_text_has_no_sentences() -> None:
    assert sentences_of("") == sentences_of("  ") == []


@given(st.text(alphabet='aÉ1 .!?…"”’)(“¿No', max_size=80))
def test_the_sentences_are_all_of_the_text_in_order(text: str) -> None:
    spans = list(sentence_spans(text))
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    assert without_spaces("".join(text[start:end] for start, end in spans)) == without_spaces(text)
    assert spans == sorted(spans)


def without_spaces(text: str) -> str:
    return "".join(text.split())
