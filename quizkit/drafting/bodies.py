"""Treaties, organisations and other things with names of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.drafting.finding import Finding, Kind, Span
from quizkit.drafting.vocabulary import BODIES, INCIDENTAL, MONTHS, STOP, THINGS, TREATIES
from quizkit.drafting.words import Word, at, is_event_near
from quizkit.grading.form import fold

_TREATY_WORTH, _BODY_WORTH, _THING_WORTH = 2.2, 1.3, 2.3
_ABBREVIATED = 1.0
_PASSING = -1.5
_EVENT = 0.4
_MOST_WORDS = 12
_MOST_EVIDENCE = 5
# What a learner is asked to type is no longer than this; a longer name is picked.
_MOST_TYPED = 5
# Bodies of two or more: the Union of Belarus and Russia.
_PAIRING = frozenset("union ministry department institute ministerio instituto".split())
# Words that join the parts of a name, and those that do so in the name of a treaty only.
_JOINTS = frozenset("of for de del para".split())
_AND, _ARTICLES = frozenset({"and", "y"}), frozenset("the la el los las".split())
_TREATY_JOINTS = frozenset("on and between with y entre con sobre in".split())
_QUOTED = re.compile(r"[\"“«]([^\"”»“]{4,80})[\"”»]")
_KNOWN_AS = re.compile(
    r"\b(?:known as|so-called|called|llamad[oa]|conocid[oa] como)(?: the| el| la)? [\"“«]?$"
)
_EXAMPLE = re.compile(r"\b(?:like|such as|similar to|como)(?: the| an?| el| la| una?)? $")
_ACRONYM = re.compile(r"\s\(([A-ZÁÉÍÓÚÑ]{2,8})\)")


def find_bodies(words: list[Word], text: str) -> Iterator[Finding]:
    """The treaties, organisations and named things of a sentence."""
    place = 0
    while place < len(words):
        last = _end_of_name(words, place)
        if last is None:
            place += 1
            continue
        found = _named(words, place, last, text)
        if found is not None:
            yield found
        place = last + 1
    yield from _things(words)
    yield from _quoted(text)


def _end_of_name(words: list[Word], first: int) -> int | None:
    """The last word of the name that begins at ``first``; None where none does."""
    if not words[first].is_capital or words[first].low in STOP:
        return None
    last = first
    while last - first < _MOST_WORDS:
        after = _beyond_joints(words, first, last)
        if not at(words, after).is_capital or at(words, after).low in STOP | MONTHS:
            break
        last = after
    return last


def _beyond_joints(words: list[Word], first: int, last: int) -> int:
    """Where the next part of a name would begin, over "of the" and, in a treaty's, more than that."""
    after = last + 1
    inside = {word.low for word in words[first : last + 1]}
    of_two = words[first].low in _PAIRING and at(words, first + 1).low in {"of", "de"}
    is_treaty = of_two or not inside.isdisjoint(TREATIES)
    if is_treaty and at(words, after).text == "," and at(words, after + 2).low in _AND:
        return after + 1
    if at(words, after).low in _AND and _is_one_name(words, first, last):
        return after + 1
    joints = _JOINTS | _TREATY_JOINTS | _ARTICLES if is_treaty else _JOINTS
    if at(words, after).low in joints:
        after += 1
        after += at(words, after).low in _ARTICLES
    return after


def _is_one_name(words: list[Word], first: int, last: int) -> bool:
    """Whether "and" goes on with a name: the European Coal *and Steel Community*."""
    place = last + 2
    while at(words, place + 1).is_capital:
        place += 1
    headless = not any(word.low in BODIES | TREATIES for word in words[first : last + 1])
    return last > first and headless and at(words, first - 1).low == "the" and at(words, place).low in BODIES


def _named(words: list[Word], first: int, last: int, text: str) -> Finding | None:
    inside = words[first : last + 1]
    capitals = [word for word in inside if word.is_capital]
    if len(capitals) < 2:
        return None
    # The first word tells what it is (Treaty of …), or the last one before "of" (Supreme Council of …).
    joint = next((place for place, word in enumerate(inside) if not word.is_capital), len(inside))
    heads = {inside[0].low, inside[joint - 1].low}
    if joint < len(inside) and inside[joint].low in _AND:
        heads.add(inside[-1].low)
    span = Span(words[first].start, words[last].end)
    if heads & TREATIES:
        return _finding("treaty", span, text, _TREATY_WORTH)
    return _finding("organisation", span, text, _BODY_WORTH) if heads & BODIES else None


def _finding(shape: str, span: Span, text: str, worth: float) -> Finding:
    name = text[slice(*span)]
    acronym = _ACRONYM.match(text, span.end)
    if fold(name) in INCIDENTAL or _EXAMPLE.search(text, 0, span.start):
        worth += _PASSING
    if is_event_near(text, *span, 6):
        worth += _EVENT
    words = name.split()
    return Finding(
        Kind.NAME,
        "short-answer" if len(words) <= _MOST_TYPED else "choice",
        shape,
        name,
        name,
        span,
        worth + (_ABBREVIATED if acronym else 0),
        accept=(acronym[1],) if acronym else (),
        evidence=(" ".join(words[:_MOST_EVIDENCE]),),
    )


def _things(words: list[Word]) -> Iterator[Finding]:
    """A thing by its kind and its name: the network operator Beltransgaz."""
    for place, word in enumerate(words):
        name, after = at(words, place + 1), at(words, place + 2)
        if word.low in THINGS and word.text.islower() and name.is_capital and not after.is_capital:
            yield Finding(
                Kind.NAME,
                "short-answer",
                word.low,
                name.text,
                name.text,
                Span(name.start, name.end),
                _THING_WORTH,
                about=word.text,
                evidence=(f"{word.text} {name.text}",),
            )


def _quoted(text: str) -> Iterator[Finding]:
    """What is called by a name in quotation marks, and treaties whose titles stand in them."""
    for found in _QUOTED.finditer(text):
        name = found[1].strip(" .,")
        words = name.split()
        span = Span(found.start(1), found.start(1) + len(name))
        if fold(words[0]) in TREATIES and words[0][0].isupper() and len(words) > 2:
            yield _finding("treaty", span, text, _TREATY_WORTH)
        elif _KNOWN_AS.search(text[: found.start() + 1]) and len(words) <= 4:
            yield _finding("thing", span, text, _THING_WORTH)
    for found in re.finditer(r"\bso-called ((?:[A-Z][\w-]+ ?){1,4})", text):
        name = found[1].strip()
        yield _finding("thing", Span(found.start(1), found.start(1) + len(name)), text, _THING_WORTH)
