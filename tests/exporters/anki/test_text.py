"""Texts without markup take a short way to HTML; it leads where the long one does."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from quizkit.exporters.anki.text import cloze, literal, rich
from quizkit.markup import html
from quizkit.model import Gap, Gaps, Part
from quizkit.questions.cloze import Cloze
from quizkit.quoting import CONTROL

# Letters, what Markdown, HTML or Anki know, and the characters that stand for gaps on the long way.
CHARACTERS = st.sampled_from("ab 1.é<&>[]{}*_`~$\\\n:-#\U00100000\U00100001\u2028") | st.characters()
TEXTS = st.text(CHARACTERS, max_size=12).filter(lambda text: not CONTROL.search(text))
PIECES = TEXTS.map(lambda text: text.replace("{", "").replace("}", ""))


def long_way(text: str) -> str:
    return html(text).replace("[", "&#91;").replace("{{", "{&#123;")


@given(TEXTS)
@example("1) first")
@example("- no list")
@example("# no head")
@example("  between  ")
def test_a_text_without_markup_is_html_as_it_stands(text: str) -> None:
    assert rich(text) == long_way(text)


@given(TEXTS)
def test_a_literal_text_is_escaped_throughout(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert literal(text) == escaped.replace("[", "&#91;").replace("{{", "{&#123;").replace("\n", "<br>")


def in_gap(text: str) -> str:
    text = (literal(text) if "\n" in text else long_way(text)).replace("::", ":&#58;")
    text = re.sub(
        r"\\\(.*?\\\)|\}",
        lambda found: "&#125;" if found[0] == "}" else found[0].replace("}}", "} }").replace("}}", "} }"),
        text,
    )
    return f"{text[:-1]}&#58;" if text.endswith(":") else text


def free(text: str) -> str:
    return re.sub("[\U00100000\U00100001]", "", text)


def cloze_the_long_way(parts: list[Part]) -> str:
    """The text with a number for each gap becomes HTML; then each number becomes the gap."""
    marks = []
    for part in parts:
        assert isinstance(part.interaction, Gaps)
        segments, start = part.interaction.segments, 0
        for segment in segments:
            if isinstance(segment, Gap):
                marks.append((start, part.name, segment))
            start += len(segment.answer if isinstance(segment, Gap) else segment)
    full = "".join(each.answer if isinstance(each, Gap) else each for each in segments)
    text, coded, end = "", [], 0
    for start, name, gap in sorted(marks):
        shown = ": ".join(filter(None, (gap.hint, " / ".join(gap.options))))
        coded.append(f"{{{{{name}::{in_gap(gap.answer)}{f'::{in_gap(shown)}' if shown else ''}}}}}")
        text += (
            re.sub("[\U00100000\U00100001]", "", full[end:start]) + f"\U00100000{len(coded) - 1}\U00100001"
        )
        end = start + len(gap.answer)
    text = long_way(text + free(full[end:]))
    return re.sub("\U00100000([0-9]+)\U00100001", lambda place: coded[int(place[1])], text)


GAPS = st.tuples(PIECES, st.integers(1, 3), PIECES.filter(str.strip), PIECES | st.just(""))


@given(st.lists(GAPS, min_size=1, max_size=4), PIECES, st.booleans())
def test_a_cloze_without_markup_is_the_same_as_one_with_it(
    gaps: list[tuple[str, int, str, str]], rest: str, picked: bool
) -> None:
    text = "".join(f"{before}{{{{c{number}::{answer}::{hint}}}}}" for before, number, answer, hint in gaps)
    wrong = tuple((answer.partition("::")[0].strip(), ("x", "y")) for _, _, answer, _ in gaps)
    parts = list(Cloze(cloze=text + rest, wrong=wrong if picked else ()).parts("en"))
    assert cloze(parts)[0] == cloze_the_long_way(parts)
