"""Paragraphs → sentences: as they stand, with references to other texts blanked out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.drafting.finding import Sentence
from quizkit.segments import Paragraph
from quizkit.segments.sentences import sentence_spans

# An item of a bibliography: "1. ^ …", or pages with a publisher.
_BIBLIOGRAPHY = re.compile(r"\d{1,3}\.\s*\^|\[\d+\]\s|.{0,400}\bpp?\. ?\d+(?:[-–]\d+)?\.?\s*$")
_LONGEST = 2_000
_FOOTNOTE = re.compile(r"\[(?:\d{1,3}|[a-z]|citation needed|cita requerida)\]")
# (Belta, June 21), (, June 19), (Author, Title, 2018., p. 112), (Moscow: Publisher, 1994).
_REFERENCE = re.compile(
    r"\((?:[^()]{0,60}, ?[A-Z][a-z]{2,8} \d{1,2}(?:, \d{4})?"
    r"|[^()]{0,200}\bpp?\. ?\d[^()]{0,20}"
    r"|[^()]{2,60}: [^()]{2,80}, \d{4}"
    r"|[A-Z][\w.-]{1,30}(?: (?:and|&|et al\.?|y)(?: [A-Z][\w-]{1,30})?)?,? \d{4}[a-z]?)\)"
)


def sentences_of(paragraph: Paragraph) -> Iterator[Sentence]:
    """The sentences of a paragraph, in order; none where it is an item of a bibliography.

    What goes on for longer than any sentence is a table or a list, and left out.
    """
    if _BIBLIOGRAPHY.match(paragraph.text):
        return
    text = _REFERENCE.sub(_blank, _FOOTNOTE.sub(_blank, paragraph.text))
    for start, end in sentence_spans(text):
        if end - start <= _LONGEST:
            yield Sentence(paragraph.number, start, text[start:end])


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
