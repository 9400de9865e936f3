"""Persons with their offices: before the name ("Russian President Boris Yeltsin") or after it, set off by
a comma ("Dmitry Peskov, the Kremlin's press secretary,").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
from quizkit.grading.form import fold

_NAME_WORTH, _ROLE_WORTH, _DOER_WORTH, _SPEAKER_WORTH = 2.5, 2.3, 1.9, 1.2
# "President": everybody's office, and no question by itself.
_BARE_OFFICE, _CALLING = -1.2, -1.0
_MOST_EVIDENCE, _MOST_NAMES = 5, 4
POSSESSIVE = {"’s", "'s"}
_OF = {"of", "de", "del"}


# By surname, every name that a document gives those who have it.
Names = dict[str, set[str]]


class Holder(NamedTuple):
    """A person and an office as they stand beside each other; ``role`` is None where only a verb tells.

    ``told``: the sentence tells what this person and nobody else did. ``became``: it tells of the office so.
    """

    name: Span
    role: Span | None
    told: bool = False
    became: bool = False


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
    return Holder(span_of(words, *name), None) if name is not None and name[0] < name[1] else None


def span_of(words: list[Word], first: int, last: int) -> Span:
    return Span(words[first].start, words[last].end)


def is_name(word: Word) -> bool:
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
        run = _run(words, begin)
    run = [number for number in run if at(words, number).text != "."][:_MOST_NAMES]
    if not run or words[run[-1]].is_initial or not all(is_name(words[number]) for number in run):
        return None
    if at(words, run[-1] + 1).text in POSSESSIVE and at(words, run[-1] + 2).low in OFFICES:
        return None
    return Holder(span_of(words, run[0], run[-1]), span_of(words, begin_of_role(words, place), head))


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
    if not is_name(at(words, last)) or words[last].is_initial:
        return None
    first = last
    if at(words, first - 1).text == "." and at(words, first - 2).is_initial:
        first -= 2
    if is_name(at(words, first - 1)) and not words[first - 1].is_initial:
        return first - 1, last
    return last, last


def begin_of_role(words: list[Word], place: int) -> int:
    """Back over what belongs to an office: capitals, possessives, prime, press, deputy."""
    first = place
    while True:
        word = at(words, first - 1)
        joined = word.text in POSSESSIVE or word.low in OFFICE_MODIFIERS or word.low in OFFICES
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
    first = begin_of_role(words, place)
    comma = first - 1
    while at(words, comma).low in OFFICE_FRAME:
        comma -= 1
    if at(words, comma).text != "," or at(words, head + 1).is_capital:
        return None
    name = _run_back(words, comma - 1)
    if name is None or name[0] == name[1]:
        return None
    last = end_of_complement(words, head)
    return Holder(span_of(words, *name), span_of(words, first, last))


def end_of_complement(words: list[Word], head: int) -> int:
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


def findings_of(holder: Holder, text: str, names: Names) -> Iterator[Finding]:
    """The two questions about a person and an office: who holds it, and what somebody is."""
    stands = text[slice(*holder.name)]
    name, is_only = _full_name(stands, names.get(surname(stands), {stands}))
    role = text[slice(*holder.role)].removeprefix("then-") if holder.role else ""
    evidence = tuple(" ".join(words.split()[:_MOST_EVIDENCE]) for words in (stands, role) if words)
    bare = bool(role) and len(role.split()) == 1
    worth = _worth(holder, bare=bare)
    yield Finding(
        Kind.NAME,
        "short-answer",
        "person",
        name,
        name,
        holder.name,
        worth,
        accept=(surname(name),) if " " in name and is_only else (),
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
            _ROLE_WORTH + (_CALLING if holder.became or fold(role.split()[-1]) in CALLINGS else 0),
            about=surname(name),
            evidence=evidence,
        )


def _full_name(stands: str, names: Collection[str]) -> tuple[str, bool]:
    """The longest name of the person called ``stands``, and whether nobody else has the surname.

    ``names``: all that the document calls somebody of this surname.
    """
    longest = max(sorted(names), key=len)
    if all(_is_one_person(name, longest) for name in names):
        return longest, True
    own = [name for name in sorted(names) if _is_one_person(stands, name) and len(stands.split()) > 1]
    return max(own, key=len, default=stands), False


def _is_one_person(short: str, long: str) -> bool:
    """Whether a name is another one in short: Berg, A. Berg and Ada Berg are Ada M. Berg."""
    given, theirs = ([word.rstrip(".") for word in name.split()[:-1]] for name in (short, long))
    return all(any(other.startswith(word) for other in theirs) for word in given)


def _worth(holder: Holder, *, bare: bool) -> float:
    """What it is worth to ask for a person's name."""
    if holder.role and not bare:
        return _NAME_WORTH
    if holder.told:
        return _DOER_WORTH
    return _NAME_WORTH + _BARE_OFFICE if holder.role else _SPEAKER_WORTH


def surname(name: str) -> str:
    return name.split()[-1]
