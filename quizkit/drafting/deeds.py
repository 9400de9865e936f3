"""Persons by what they do: known by a given name, and beside a verb that tells of them.

"After Ada Berg took office", "Ada Berg became the first president of the league", "a bridge designed by Ada
Berg". What a person became is an office beside the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.drafting.finding import Span
from quizkit.drafting.given_names import GIVEN_NAMES
from quizkit.drafting.persons import POSSESSIVE, Holder, begin_of_role, end_of_complement, is_name, span_of
from quizkit.drafting.vocabulary import (
    ACTS,
    BECOMING,
    EVENTS,
    NAMED_AFTER_PERSONS,
    OFFICE_FRAME,
    OFFICE_MODIFIERS,
    OFFICES,
    SPEECH,
)
from quizkit.drafting.words import Word, at

_MOST_NAMES, _MOST_IN_OFFICE = 4, 8
# An aside between a name and its verb is no longer than this. How it begins → how it ends.
_ASIDE = 16
_ASIDES = {",": ",", "of": ",", "from": ",", "de": ",", "(": ")"}
_PARTICLES = frozenset("de del della da di van von der la bin al".split())
# Small words between a name and its verb: who *also* said, que *se* fue.
_BETWEEN = frozenset(
    "who that que quien also then later again himself herself se lo la le les ya had has ha".split()
)
_OF_OFFICE = OFFICE_FRAME | OFFICE_MODIFIERS | OFFICES
_OF_OFFICE |= frozenset("’s 's only last second third and so far its their su de".split())
_WHO = frozenset("who que quien".split())
_AND = frozenset("and y e &".split())
_BY = frozenset("by por".split())
# After one of these a name is not whom the verb tells of: the dam *of* Ada Berg broke.
_NO_SUBJECT = frozenset(
    "of for to from with in on at against about like than de con para contra sobre ante".split()
)
# "by his pupil Ada Berg": so many words at most.
_TITLE = 3
_BEING = frozenset("was were is are fue fueron fuera es era".split())
# Endings of the past tense: proposed, fundó, ejecutado.
_PAST = ("ed", "ó", "ado", "ido", "ada", "ida")


def find_deeds(words: list[Word]) -> Iterator[Holder]:
    """Every person of a sentence whom a verb tells of; those who share what they did are not ``told`` of."""
    names = _names(words)
    agents = _agents(words, names)
    for first, last in names:
        name = span_of(words, first, last)
        verb = _verb_after(words, last + 1)
        office = _office_after(words, verb) or _office_before(words, first)
        if (first, last) in agents:
            yield Holder(name, None, told=len(agents) == 1)
        elif at(words, first - 1).low in _NO_SUBJECT:
            continue
        elif office is not None:
            yield Holder(name, office, told=True, became=True)
        elif _is_verb(at(words, verb)) or (at(words, verb).low in _BEING and _is_verb(at(words, verb + 1))):
            yield Holder(name, None, told=at(words, first - 1).low not in _AND)


def _names(words: list[Word]) -> list[tuple[int, int]]:
    """The first and the last word of each person's name."""
    found: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        inside = found and place <= found[-1][1]
        if word.is_capital and word.low in GIVEN_NAMES and not inside:
            last = _end_of_name(words, place)
            if last is not None:
                found.append((place, last))
    return found


def _end_of_name(words: list[Word], first: int) -> int | None:
    """The last word of the name that begins at ``first``; None where it has one word, or is no person's."""
    if at(words, first - 1).is_capital and first > 1:
        return None  # Port Elizabeth
    last, names = first, 1
    while names < _MOST_NAMES:
        after = last + 1
        while at(words, after).is_initial and at(words, after + 1).text == ".":
            after += 2
        while at(words, after).low in _PARTICLES and after - last < 3:
            after += 1
        if not is_name(at(words, after)) or at(words, after).is_initial:
            break
        last, names = after, names + 1
    following = at(words, last + 1)
    is_thing = not {words[last].low, following.low}.isdisjoint(NAMED_AFTER_PERSONS)
    return None if names == 1 or is_thing or following.is_capital else last


def _agents(words: list[Word], names: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """The names after "by", with those that follow them in a list."""
    found: set[tuple[int, int]] = set()
    end = -1
    for first, last in names:
        between = [word.text for word in words[end + 1 : first]]
        listed = end >= 0 and between and all(text == "," or text in _AND for text in between)
        if listed or _is_after_by(words, first):
            found.add((first, last))
            end = last
    return found


def _is_after_by(words: list[Word], first: int) -> bool:
    """Whether "by" stands before a name, or before what the person is called there."""
    for word in reversed(words[max(0, first - 1 - _TITLE) : first]):
        if word.low in _BY:
            return True
        if not word.text.islower():
            return False
    return False


def _verb_after(words: list[Word], place: int) -> int:
    """Where the verb of a name would stand: behind asides, and small words."""
    place = _beyond_aside(words, _beyond_aside(words, place))
    while at(words, place).low in _BETWEEN or at(words, place).low.endswith(("ly", "mente")):
        place += 1
    return place


def _beyond_aside(words: list[Word], place: int) -> int:
    """Behind what commas or brackets set off after a name; before "who", which leads to a verb."""
    ending = _ASIDES.get(at(words, place).low)
    if ending is None:
        return place
    if at(words, place + 1).low in _WHO:
        return place + 1
    inside = range(place + 1, min(place + _ASIDE, len(words)))
    return next((end + 1 for end in inside if words[end].text == ending), place)


def _is_verb(word: Word) -> bool:
    if not word.text.islower():
        return False
    known = word.low in ACTS or word.low in SPEECH or bool(EVENTS.fullmatch(word.low))
    return known or word.text.endswith(_PAST)


def _office_after(words: list[Word], verb: int) -> Span | None:
    """The office that somebody came to hold: became *Belarus's first president*."""
    begin = next((verb + len(link) for link in BECOMING if _stands_at(words, verb, link)), None)
    if begin is None:
        return None
    while at(words, begin).low in OFFICE_FRAME:
        begin += 1
    for place in range(begin, min(begin + _MOST_IN_OFFICE, len(words))):
        word = words[place]
        if word.low in OFFICES and at(words, place + 1).low not in OFFICES:
            return span_of(words, begin, end_of_complement(words, place))
        if not (word.is_capital or word.low in _OF_OFFICE or at(words, place + 1).text in POSSESSIVE):
            return None
    return None


def _office_before(words: list[Word], first: int) -> Span | None:
    """The office that a person is said to hold: *the first president* was Ada Berg."""
    head = first - 2
    if at(words, first - 1).low not in _BEING or at(words, head).low not in OFFICES:
        return None
    return span_of(words, begin_of_role(words, head), head)


def _stands_at(words: list[Word], place: int, link: tuple[str, ...]) -> bool:
    return tuple(word.low for word in words[place : place + len(link)]) == link
