"""Findings on many questions as a person reads them: the worst first, what is true of several said once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from quizkit.lints import Remark
from quizkit.messages import _, plural
from quizkit.proof.passages import ACCEPT
from quizkit.proof.verdicts import Verdict

# By rule. What is not named here is between them: it is wrong, but it is there.
_WORST = ("lost", "evidence")
_MILDEST = ("edited", "moved")
# What may be said of several questions at once: it is about a passage that they cite, or about a whole deck.
_OF_PASSAGES = frozenset({"lost", "edited", "moved"})
_OF_DECKS = frozenset({"new", "changed"})
# So many questions are named, and one more rather than "and 1 more".
_NAMED = 3


class Said(NamedTuple):
    """A finding, and the question at whose place it stands."""

    verdict: Verdict
    remark: Remark


def worst_first(found: Iterable[Said]) -> list[Said]:
    """Lost and unproven questions, then other mistakes, then what only changed; each kind by place."""
    return sorted(found, key=lambda said: (_rank(said.remark.rule), said.verdict.path, said.verdict.line))


def folded(found: Iterable[Said]) -> list[Said]:
    """The findings, each one that is about several questions once, at the place of the first."""
    groups: dict[tuple[str, ...], list[Said]] = {}
    for said in found:
        groups.setdefault(_key(said), []).append(said)
    return [group[0] if len(group) == 1 else _together(group) for group in groups.values()]


def named(ids: list[str]) -> str:
    """A few questions, and how many more there are; those of one deck without its name."""
    names = [name.partition("/")[2] for name in ids] if len({*map(_deck_of, ids)}) == 1 < len(ids) else ids
    if len(names) <= _NAMED + 1:
        return ", ".join(names)
    shown = ", ".join(names[:_NAMED])
    return _("{names} and {count} more").format(names=shown, count=len(names) - _NAMED)


def _deck_of(question_id: str) -> str:
    return question_id.partition("/")[0]


def _rank(rule: str) -> int:
    if rule in _WORST:
        return _WORST.index(rule)
    return len(_WORST) + (1 + _MILDEST.index(rule) if rule in _MILDEST else 0)


def _key(said: Said) -> tuple[str, ...]:
    rule, path, own = said.remark.rule, said.verdict.path, said.verdict.question_id
    if rule in _OF_PASSAGES:
        return rule, said.remark.about, said.remark.message
    return (rule, path) if rule in _OF_DECKS else (rule, path, own, said.remark.message)


def _together(group: list[Said]) -> Said:
    first = group[0].remark
    ids = [said.verdict.question_id for said in group]
    if first.rule in _OF_DECKS:
        told = _of_deck(first.rule, len(ids)).format(count=len(ids), names=named(ids))
        hint = ACCEPT.format(id=f"{_deck_of(ids[0])}/{first.rule}")
    else:
        cited = plural("{count} question cites it: {names}", "{count} questions cite it: {names}", len(ids))
        told = f"{first.message}; {cited.format(count=len(ids), names=named(ids))}"
        # Of an edited passage each has its own, which accepts that question; the unproven ones have none.
        hints = {said.remark.hint for said in group} - {""}
        hint = hints.pop() if len(hints) == 1 else ACCEPT.format(id=first.about) if hints else ""
    return group[0]._replace(remark=first._replace(message=told, hint=hint))


def _of_deck(rule: str, count: int) -> str:
    if rule == "new":
        return plural(
            "{count} question was never reviewed: {names}",
            "{count} questions were never reviewed: {names}",
            count,
        )
    return plural(
        "{count} question changed since its review: {names}",
        "{count} questions changed since their review: {names}",
        count,
    )
