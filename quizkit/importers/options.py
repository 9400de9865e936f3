"""Deck options of Anki → settings: the preset that most of the cards have.

quizkit schedules all cards of a learner alike, where Anki may have a preset for each deck.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from struct import unpack
from typing import Any, NamedTuple

from quizkit.importers.collection import Collection, broken, connect, plain_tables
from quizkit.importers.wire import fields_of
from quizkit.settings import Settings, accepts

# What FSRS-6 adds to the 19 parameters of FSRS-5, for the same forgetting curve; as fsrs-rs does it.
_SINCE_FSRS_5 = (0.0, 0.5)
_LISTS = {1: "learning_steps", 2: "relearning_steps", 5: "fsrs5", 6: "parameters"}
_NUMBERS = {9: "new_per_day", 10: "reviews_per_day", 16: "maximum_interval"}
_RETENTION = 37


class Options(NamedTuple):
    """A preset's ``name``, and the settings that say the same; those that are quizkit's own are left out."""

    name: str
    settings: dict[str, Any]


def options_of(path: Path, collection: Collection) -> Options | None:
    """The options of most cards of a collection that was read before; None where they change nothing."""
    with broken(), closing(connect(path)) as db:
        tables = plain_tables(db)
        is_modern = tables >= {"decks", "deck_config"}
        preset_of, presets = _modern(db) if is_modern else _legacy(db, in_table="deck_config" in tables)
    cards = Counter(preset_of.get(card.deck_id, 0) for card in collection.cards)
    used = next((id for id, _count in cards.most_common() if id in presets), None)
    if used is None:
        return None
    name, values = presets[used]
    found = _sound(values)
    return Options(name, found) if found else None


def settings_of(preset: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that say the same as a preset, given as Anki's JSON; quizkit's own are left out."""
    return _sound(_of_legacy(preset))


_Presets = tuple[dict[int, int], dict[int, tuple[str, dict[str, Any]]]]


def _legacy(db: sqlite3.Connection, *, in_table: bool) -> _Presets:
    """Schema 11: of each deck the id of its preset; of each preset its name and settings.

    ``in_table``: those of schema 14, which has the same JSON in a row for each preset.
    """
    ((decks, dconf),) = db.execute("SELECT decks, dconf FROM col")
    preset_of = {int(deck["id"]): int(deck.get("conf") or 0) for deck in json.loads(decks).values()}
    if in_table:
        presets = [json.loads(config) for (config,) in db.execute("SELECT config FROM deck_config")]
    else:
        presets = [*json.loads(dconf).values()]
    return preset_of, {int(each["id"]): (str(each["name"]), _of_legacy(each)) for each in presets}


def _of_legacy(preset: Mapping[str, Any]) -> dict[str, Any]:
    new, review, lapse = (preset.get(part) or {} for part in ("new", "rev", "lapse"))
    return {
        "new_per_day": new.get("perDay"),
        "reviews_per_day": review.get("perDay"),
        "desired_retention": preset.get("desiredRetention"),
        "maximum_interval": review.get("maxIvl"),
        "learning_steps": new.get("delays"),
        "relearning_steps": lapse.get("delays"),
        "parameters": preset.get("fsrsParams6"),
        "fsrs5": preset.get("fsrsParams5"),
    }


def _modern(db: sqlite3.Connection) -> _Presets:
    """Schema 18: the same from its tables."""
    preset_of = {}
    for id, kind in db.execute("SELECT id, kind FROM decks"):
        normal = dict(fields_of(kind)).get(1, b"")
        preset = dict(fields_of(normal)).get(1, 0) if isinstance(normal, bytes) else 0
        preset_of[int(id)] = preset if isinstance(preset, int) else 0
    rows = db.execute("SELECT id, name, config FROM deck_config")
    return preset_of, {int(id): (str(name), _of_modern(config)) for id, name, config in rows}


def _of_modern(config: object) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, value in fields_of(config):
        if number in _NUMBERS and isinstance(value, int):
            found[_NUMBERS[number]] = value
        elif number in _LISTS and isinstance(value, bytes):
            found[_LISTS[number]] = _floats(value)
        elif number == _RETENTION and isinstance(value, bytes):
            (found["desired_retention"],) = _floats(value)
    return found


def _floats(data: bytes) -> list[float]:
    """Numbers of 32 bits, with the digits that these have."""
    count = len(data) // 4
    return [float(f"{number:.7g}") for number in unpack(f"<{count}f", data[: 4 * count])]


def _sound(values: dict[str, Any]) -> dict[str, Any]:
    """The settings that say something of their own, and that quizkit can have."""
    older = values.pop("fsrs5", None)
    if not values.get("parameters") and isinstance(older, list) and len(older) == 19:
        values["parameters"] = [*older, *_SINCE_FSRS_5]
    default = Settings()
    if values.get("parameters") == list(default.scheduling.memory.parameters):
        del values["parameters"]
    sound = {name: value for name, value in values.items() if accepts(name, value)}
    found = {name: tuple(value) if isinstance(value, list) else value for name, value in sound.items()}
    return {name: value for name, value in found.items() if value != getattr(default, name)}
