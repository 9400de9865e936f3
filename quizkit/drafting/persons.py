"""Persons with their offices: before the name ("Russian President Boris Yeltsin") or after it, set off by
a comma ("Dmitry Peskov, the Kremlin's press secretary,").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from quizkit.drafting.finding import Finding, Kind, Span
from quizkit.drafting.vocabulary import (
    CALLINGS,
    NOT_A_PERSON,
    OFFICE_FRAME,
    OFFICE_MODIFIERS,
    OFFICE_TAILS,
    OFFICES,
    SPEECH,
    STOP,
)
from quizkit.drafting.words import Word, at
from quizkit.grading.month_names import fold

_NAME_WORTH, _ROLE_WORTH, _SPEAKER_WORTH = 2.5, 2.3, 1.2
# "President": everybody's office, and no question by itself.
_BARE_OFFICE, _CALLING = -1.2, -1.0
_MOST_EVIDENCE = 5
_POSSESSIVE = {"’s", "'s"}
_OF = {"of", "de", "del"}


class Holder(NamedTuple):
    """A person and an office as they stand beside each other; ``role`` is None where only a verb tells."""

    name: Span
    role: Span | None


def find_holders(words: list[Word]) -> Iterator[Holder]:
    """Every person of a sentence who stands beside an office, or says something."""
    named: set[int] = set()
    for place, word in enumerate(words):
        found = None
        if word.low in OFFICES:
            found = _name_after(words, place) or _name_before(words, place)
        elif word.low in SPEECH and at(words, place - 1).end not in named:
            found = _speaker(words, place)
        if found is not None:
            named.add(found.name.end)
            yield found


def _speaker(words: list[Word], place: int) -> Holder | None:
    """A first name and a surname before a verb of speech."""
    name = _run_back(words, place - 1)
    return Holder(_span(words, *name), None) if name is not None and name[0] < name[1] else None


def _span(words: list[Word], first: int, last: int) -> Span:
    return Span(words[first].start, words[last].end)


def _is_name(word: Word) -> bool:
    return word.is_capital and word.low not in NOT_A_PERSON and (len(word.text) > 1 or word.is_initial)


def _end_of_office(words: list[Word], place: int) -> int:
    """The last word of an office's head: "chief" and "chief of staff"."""
    tail = OFFICE_TAILS.get(words[place].low, ())
    following = tuple(word.low for word in words[place + 1 : place + 1 + len(tail)])
    return place + len(tail) if tail and following == tail else place


def _name_after(words: list[Word], place: int) -> Holder | None:
    """President Yeltsin; Minister of Economy Dmitry Krutoy."""
    head = _end_of_office(words, place)
    begin = head + 1
    if at(words, begin).low in _OF:
        run = _run(words, begin + 1)
        names = 3 if run and len(run) > 3 and at(words, run[-2]).is_initial else 2
        if len(run) <= names:
            return None
        head, run = run[-names - 1], run[-names:]
    else:
        run = _run(words, begin)[:4]
    run = [number for number in run if at(words, number).text != "."]
    if not run or not all(_is_name(words[number]) for number in run):
        return None
    if at(words, run[-1] + 1).text in _POSSESSIVE and at(words, run[-1] + 2).low in OFFICES:
        return None
    return Holder(_span(words, run[0], run[-1]), _span(words, _begin_of_role(words, place), head))


def _run(words: list[Word], begin: int) -> list[int]:
    """The places of capitalised words that follow each other, with the full stops of initials."""
    run: list[int] = []
    while at(words, begin).is_capital or (
        run and at(words, begin).text == "." and words[begin - 1].is_initial
    ):
        run.append(begin)
        begin += 1
    return run


def _run_back(words: list[Word], last: int) -> tuple[int, int] | None:
    """The name that ends at a place: a first name, an initial, a surname."""
    if not _is_name(at(words, last)) or words[last].is_initial:
        return None
    first = last
    if at(words, first - 1).text == "." and at(words, first - 2).is_initial:
        first -= 2
    if _is_name(at(words, first - 1)) and not words[first - 1].is_initial:
        return first - 1, last
    return last, last


def _begin_of_role(words: list[Word], place: int) -> int:
    """Back over what belongs to an office: capitals, possessives, prime, press, deputy."""
    first = place
    while True:
        word = at(words, first - 1)
        joined = word.text in _POSSESSIVE or word.low in OFFICE_MODIFIERS or word.low in OFFICES
        named = word.is_capital and word.low not in STOP and first - 1 > 0
        demonym = first == 1 and word.is_capital and word.low not in STOP
        hyphened = word.low.startswith("then-")
        if not (joined or named or demonym or hyphened):
            break
        first -= 1
    while words[first].low in OFFICE_FRAME and first < place:
        first += 1
    return first


def _name_before(words: list[Word], place: int) -> Holder | None:
    """Dmitry Peskov, the Kremlin's press secretary, …"""
    head = _end_of_office(words, place)
    first = _begin_of_role(words, place)
    comma = first - 1
    while at(words, comma).low in OFFICE_FRAME:
        comma -= 1
    if at(words, comma).text != "," or at(words, head + 1).is_capital:
        return None
    name = _run_back(words, comma - 1)
    if name is None or name[0] == name[1]:
        return None
    last = _end_of_complement(words, head)
    return Holder(_span(words, *name), _span(words, first, last))


def _end_of_complement(words: list[Word], head: int) -> int:
    """Over "of the Grand Duchy of Lithuania" and "de la Federación de Rusia"."""
    last, place = head, head + 1
    while at(words, place).low in _OF:
        place += 1
        while at(words, place).low in {"the", "la", "el", "los", "las"}:
            place += 1
        run = _run(words, place)
        if not run:
            break
        last, place = run[-1], run[-1] + 1
    return last


# --- findings ---------------------------------------------------------------------------------------


def findings_of(holder: Holder, text: str, full_names: Mapping[str, str]) -> Iterator[Finding]:
    """The two questions about a person and an office: who holds it, and what somebody is."""
    stands = text[slice(*holder.name)]
    name = full_names.get(surname(stands), stands)
    role = text[slice(*holder.role)].removeprefix("then-") if holder.role else ""
    evidence = tuple(" ".join(words.split()[:_MOST_EVIDENCE]) for words in (stands, role) if words)
    bare = bool(role) and len(role.split()) == 1
    worth = (_NAME_WORTH if role else _SPEAKER_WORTH) + (_BARE_OFFICE if bare else 0)
    yield Finding(
        Kind.NAME,
        "short-answer",
        "person",
        name,
        name,
        holder.name,
        worth,
        accept=(surname(name),) if " " in name else (),
        about=role,
        evidence=evidence,
    )
    if holder.role is not None and not bare:
        yield Finding(
            Kind.ROLE,
            "choice",
            "role",
            role,
            role,
            holder.role,
            _ROLE_WORTH + (_CALLING if fold(role.split()[-1]) in CALLINGS else 0),
            about=surname(name),
            evidence=evidence,
        )


def surname(name: str) -> str:
    return name.split()[-1]
