"""What a careful editor would mark in a question beside the passage it cites.

``mistakes`` cannot stay: a copied run of words, a question that its author has not written yet. ``remarks``
are doubts, found by rules of thumb; the author who has looked and keeps the question says so with
``quizkit relock --accept``.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from quizkit.citations import normalised, stands_in
from quizkit.evidence import Alternatives
from quizkit.lints.words import AMOUNT, ATTRIBUTED, LIST_WORDS, MOMENT, OPINION, STOP, TRADE
from quizkit.messages import _
from quizkit.model import Choice, DateKey, Gaps, Interaction, NumberKey, Option, Question, TextEntry, TextKey
from quizkit.segments.sentences import sentences_of

# A run of this many words is a copy.
COPIED_WORDS = 8
Runs = frozenset[tuple[str, ...]]

_WORD = re.compile(r"\w+")
# What `quizkit draft` writes where the author is to write; a text may well be about TODO lists.
_TODO = "TODO"


class Remark(NamedTuple):
    """Something to look at: ``rule`` names it for machines, ``key`` the YAML key it is about.

    ``about``: the passage that it is true of, whoever cites it; "" where it is true of the question alone.
    """

    rule: str
    key: str
    message: str
    hint: str = ""
    about: str = ""


def runs_of(texts: Iterable[str]) -> Runs:
    """Every run of eight words in some texts."""
    return frozenset(run for text in texts for run in _runs(text))


def mistakes(question: Question, runs: Runs) -> Iterator[Remark]:
    """What makes a question unfit: a run of words from ``runs``, a TODO that was left."""
    for key, text in texts_of(question):
        if text.strip() == _TODO:
            yield Remark("todo", key, _("this question is not written yet"), _("replace TODO"))
        run = next((run for run in _runs(text) if run in runs), None)
        if run:
            words = " ".join(run)
            hint = _("say it in your own words")
            yield Remark(
                "copied",
                key,
                _("{count} words are copied from a source: '{words}'").format(
                    count=COPIED_WORDS, words=words
                ),
                hint,
            )


def remarks(
    question: Question, language: str, paragraphs: Iterable[str], evidence: Iterable[Alternatives]
) -> Iterator[Remark]:
    """Doubts about a question, given the paragraphs that it cites and what is to stand in them."""
    asked = question.content.text()
    sentences = [sentence for paragraph in paragraphs for sentence in sentences_of(paragraph)]
    seen: set[Remark] = set()
    for part in question.content.parts(language):
        interaction = part.interaction
        found = (
            *_given_away(part.prompt, interaction),
            *_true_options(asked, interaction, sentences),
            *_quoted_feedback(interaction),
        )
        for remark in found:
            if remark not in seen:
                seen.add(remark)
                yield remark
    about = question.about
    proof = _sentences_with(chain(*evidence), sentences)
    if not about.as_of and not re.search(r"\b\d{4}\b", asked):
        yield from _undated(proof)
    if not about.according_to and not ATTRIBUTED.search(normalised(asked)):
        yield from _unattributed(proof)


def texts_of(question: Question) -> Iterator[tuple[str, str]]:
    """Every text that a learner may see, with its key."""
    for field in dataclasses.fields(question.content):  # type: ignore[arg-type]  # every content is a dataclass
        for text in _texts_in(getattr(question.content, field.name)):
            yield field.name, text
    for hint in question.about.hint:
        yield "hint", hint
    yield "explain", question.about.explain


# --- the rules --------------------------------------------------------------------------------------


def _given_away(prompt: str, interaction: Interaction) -> Iterator[Remark]:
    """The answer stands in the question."""
    for answer in _answers(interaction):
        if _is_telling(answer) and stands_in(answer, prompt):
            yield Remark(
                "given-away", "ask", _("the question gives its answer away: '{answer}'").format(answer=answer)
            )


def _is_telling(answer: str) -> bool:
    return len(answer) > 3 or any(char.isdigit() for char in answer)


def _quoted_feedback(interaction: Interaction) -> Iterator[Remark]:
    """Quotes round a whole ``option: feedback`` make one long option of it."""
    for option in interaction.options if isinstance(interaction, Choice) else ():
        if ": " in option.text and not option.feedback:
            hint = _("quote the option and its feedback each by itself")
            yield Remark(
                "quoted-feedback",
                "wrong",
                _("'{option}' is one option, not option and feedback").format(option=option.text),
                hint,
            )


def _true_options(asked: str, interaction: Interaction, sentences: list[str]) -> Iterator[Remark]:
    """A wrong option of which the passage says what it says of the right one."""
    if not isinstance(interaction, Choice) or interaction.fixed_order:
        return
    right = [interaction.options[place].text for place in interaction.right]
    words = _content(asked)
    best = max((_share(words, sentence) for sentence in _sentences_with(right, sentences)), default=0.0)
    for place, option in enumerate(interaction.options):
        if place in interaction.right:
            continue
        for sentence in _sentences_with([option.text], sentences):
            together = any(stands_in(answer, sentence) for answer in right)
            alike = not together and words and _share(words, sentence) >= max(best, 0.5)
            if alike or any(_are_listed_together(option.text, answer, sentence) for answer in right):
                yield Remark(
                    "true-option",
                    "wrong",
                    _("the passage may make the wrong option '{option}' right too").format(
                        option=option.text
                    ),
                )
                break


def _are_listed_together(one: str, other: str, sentence: str) -> bool:
    """Whether only commas and "and" part two texts: what holds of the one holds of the other."""
    text = normalised(sentence)
    places = [(text.find(normalised(each)), normalised(each)) for each in (one, other)]
    if min(place for place, _ in places) < 0:
        return False
    (start, first), (end, _) = sorted(places)
    between = _WORD.findall(text[start + len(first) : end])
    return len(between) <= 3 and set(between) <= LIST_WORDS


def _undated(proof: list[str]) -> Iterator[Remark]:
    for sentence in map(normalised, proof):
        moment = MOMENT.search(sentence)
        if moment or (TRADE.search(sentence) and AMOUNT.search(sentence)):
            what = (
                _("the passage says '{words}', and the question no date").format(words=moment.group())
                if moment
                else _("the passage gives a trade figure, and the question no date")
            )
            hint = _("'as_of:' tells the learner when it was so")
            yield Remark("as-of", "as_of", what, hint)
            return


def _unattributed(proof: list[str]) -> Iterator[Remark]:
    for sentence in map(normalised, proof):
        opinion = OPINION.search(sentence)
        if opinion:
            message = _("the passage reports a view ('{words}'), and the question asks it as a fact").format(
                words=opinion.group()
            )
            yield Remark("according-to", "according_to", message, _("'according_to:' says whose view it is"))
            return


# --- words and sentences ----------------------------------------------------------------------------


def _answers(interaction: Interaction) -> list[str]:
    """The texts that would give the answer away."""
    match interaction:
        case TextEntry():
            return [_key_text(key) for key in interaction.keys]
        case Choice():
            right = [interaction.options[place].text for place in interaction.right]
            return [] if interaction.fixed_order else right
        case Gaps():
            return []  # the gaps are holes in the text that asks
        case _:
            return []


def _key_text(key: TextKey | NumberKey | DateKey) -> str:
    return key.value if isinstance(key, NumberKey) else key.text


def _sentences_with(texts: Iterable[str], sentences: list[str]) -> list[str]:
    wanted = [text for text in texts if text.strip()]
    return [sentence for sentence in sentences if any(stands_in(text, sentence) for text in wanted)]


def _content(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning, cut to a stem of six letters."""
    words = _WORD.findall(normalised(text))
    return frozenset(word[:6] for word in words if len(word) > 2 and word not in STOP)


def _share(words: frozenset[str], sentence: str) -> float:
    return len(words & _content(sentence)) / len(words) if words else 0.0


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return zip(*(words[start:] for start in range(COPIED_WORDS)), strict=False)


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.replace("{{", "").replace("}}", "")
    elif isinstance(value, Option):
        yield from value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts_in(item)
