"""The log as JSON lines: how it moves between machines.

One entry a line; ``type`` says which: ``review``, ``action``, ``undo`` or ``alias``. Lines of a type that
this version does not know are refused, never skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple, assert_never

from quizkit.errors import Problem
from quizkit.memory import MIN_STABILITY
from quizkit.messages import _
from quizkit.reviews import Action, CardAction, Entry, Phase, Place, Rating, Review, Undo
from quizkit.store.contract import Alias

# 9999-12-31 in ms since 1970, and as an ordinal: no clock goes beyond.
_LAST_MS, _LAST_DAY = 253_402_300_799_999, 3_652_059
_MAX_TEXT = 100_000
# The columns of a row of Anki's log beside instant, card and, for an answer, its rating; and Anki's flags.
_COLUMNS, _COLOURS = 6, 7
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_NATIVE = re.compile(r"(?:-?\d{1,15}(?: -?\d{1,15}){4})?")


class LogFile(NamedTuple):
    """What a log file holds, and what is wrong with it."""

    entries: list[Entry]
    aliases: list[Alias]
    problems: list[Problem]


def encode(entries: Iterable[Entry | Alias]) -> str:
    """Entries as JSON lines."""
    return "".join(json.dumps(as_object(entry), ensure_ascii=False) + "\n" for entry in entries)


def decode(text: str, path: str) -> LogFile:
    """The entries in a log file; with every line that is not one as a problem."""
    found = LogFile([], [], [])
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = _entry(_parsed(line))
        except (ValueError, KeyError, TypeError) as error:
            reason = (
                _("'{name}' is missing").format(name=error.args[0])
                if isinstance(error, KeyError)
                else str(error)
            )
            found.problems.append(
                Problem(path, number, 1, _("not an entry of a log: {reason}").format(reason=reason[:200]))
            )
            continue
        if isinstance(entry, Alias):
            found.aliases.append(entry)
        else:
            found.entries.append(entry)
    return found


def as_object(entry: Entry | Alias) -> dict[str, Any]:
    """An entry as JSON carries it."""
    match entry:
        case Review():
            return {
                "type": "review",
                "id": entry.id,
                "card_id": entry.card_id,
                "rating": int(entry.rating),
                "reviewed_at": entry.reviewed_at,
                "day": entry.day,
                "duration_ms": entry.duration_ms,
                "score": entry.score,
                "proposed": None if entry.proposed is None else int(entry.proposed),
                "response": entry.response,
                "override": entry.override,
                **({"native": entry.native} if entry.native else {}),
            }
        case Action():
            return {
                "type": "action",
                "id": entry.id,
                "card_id": entry.card_id,
                "action": entry.action.name.lower(),
                "acted_at": entry.acted_at,
                "day": entry.day,
                **({"detail": list(entry.detail)} if entry.detail else {}),
            }
        case Undo():
            return {"type": "undo", "id": entry.id, "entry_id": entry.entry_id, "undone_at": entry.undone_at}
        case Alias():
            return {"type": "alias", "question_id": entry.question_id, "stands_for": entry.stands_for}


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:  # which would tell a place in the line, counted otherwise
        raise ValueError(_("it is not JSON")) from error


def _entry(data: Any) -> Entry | Alias:
    if not isinstance(data, dict):
        raise TypeError(_("a line is one JSON object"))
    match data.get("type"):
        case "review":
            return Review(
                _text(data, "id"),
                _text(data, "card_id"),
                _rating(data, "rating"),
                _whole(data, "reviewed_at", _LAST_MS),
                _whole(data, "day", _LAST_DAY),
                _whole(data, "duration_ms", _LAST_MS),
                _score(data["score"]),
                None if data["proposed"] is None else _rating(data, "proposed"),
                _text(data, "response", empty=True),
                _flag(data, "override"),
                _native(data),
            )
        case "action":
            action = _text(data, "action").upper()
            if action not in CardAction.__members__:
                raise ValueError(_("unknown action '{action}'").format(action=action.lower()))
            where = _whole(data, "acted_at", _LAST_MS), _whole(data, "day", _LAST_DAY)
            detail = _detail(data, CardAction[action])
            return Action(_text(data, "id"), _text(data, "card_id"), CardAction[action], *where, detail)
        case "undo":
            return Undo(_text(data, "id"), _text(data, "entry_id"), _whole(data, "undone_at", _LAST_MS))
        case "alias":
            return Alias(_text(data, "question_id"), _text(data, "stands_for"))
        case kind:
            raise ValueError(_("unknown type {type!r}").format(type=str(kind)[:40]))


def _text(data: dict[str, Any], name: str, *, empty: bool = False) -> str:
    value = data[name]
    is_text = isinstance(value, str) and (value or empty) and len(value) <= _MAX_TEXT
    if not is_text or _HALF_CHARACTER.search(value):
        raise ValueError(_("'{name}' must be a text").format(name=name))
    return str(value)


def _flag(data: dict[str, Any], name: str) -> bool:
    value = data.get(name, False)
    if value is True or value is False:
        return value
    raise ValueError(_("'{name}' must be true or false").format(name=name))


def _rating(data: dict[str, Any], name: str) -> Rating:
    return Rating(_whole(data, name, max(Rating), lowest=min(Rating)))


def _whole(data: dict[str, Any], name: str, highest: int, *, lowest: int = 0) -> int:
    value = data[name]
    if type(value) is not int or not lowest <= value <= highest:
        told = _("'{name}' must be a whole number from {lowest} to {highest}")
        raise ValueError(told.format(name=name, lowest=lowest, highest=highest))
    return value


def _native(data: dict[str, Any]) -> str:
    value = data.get("native", "")
    if isinstance(value, str) and _NATIVE.fullmatch(value):
        return value
    raise ValueError(_("'native' must be five whole numbers"))


def _detail(data: dict[str, Any], action: CardAction) -> tuple[float, ...]:
    value = data.get("detail", [])
    if not isinstance(value, list) or any(type(each) not in {int, float} for each in value):
        raise ValueError(_("'detail' must be a list of numbers"))
    if not all(-_LAST_MS <= each <= _LAST_MS for each in value) or not _fits(action, value):
        raise ValueError(_("'detail' does not fit the action"))
    return tuple(value)


def _fits(action: CardAction, detail: list[float]) -> bool:
    """Whether the numbers are such as :class:`quizkit.reviews.Action` says."""
    whole = all(type(each) is int for each in detail)
    match action:
        case CardAction.FLAG:
            return whole and (not detail or (len(detail) == 1 and 1 <= detail[0] <= _COLOURS))
        case CardAction.FORGET:
            return whole and len(detail) in {0, _COLUMNS}
        case CardAction.KEEP:
            return whole and len(detail) == _COLUMNS
        case CardAction.PLACE:
            return len(detail) == len(Place._fields) and _is_place(Place._make(detail))
        case CardAction.SUSPEND | CardAction.UNSUSPEND | CardAction.BURY | CardAction.MARK:
            return not detail
        case _:
            assert_never(action)


def _is_place(place: Place) -> bool:
    days = place.due_day, place.last_day, place.interval
    counts = place.due_at, place.step, place.reps, place.lapses, place.ease, place.left
    whole = all(type(each) is int and each >= 0 for each in (place.phase, *days, *counts))
    memory = place.stability == 0 or (
        MIN_STABILITY <= place.stability <= _LAST_DAY and 1 <= place.difficulty <= 10
    )
    return whole and memory and 0 < place.phase <= Phase.RELEARNING and all(day <= _LAST_DAY for day in days)


def _score(value: Any) -> float | None:
    if value is None:
        return None
    if type(value) not in {int, float} or not 0 <= value <= 1:
        raise ValueError(_("'score' must be a number from 0 to 1, or null"))
    return float(value)
