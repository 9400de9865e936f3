"""The deck format as JSON Schema for editors, and as tables for the documentation.

Both are made of the declared keys, so they cannot say anything else than the loader does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quizkit.fields import Key, keys_of
from quizkit.kinds import JsonSchema
from quizkit.questions import QuestionType, question_types
from quizkit.questions.common import Common

# The host is part of the dialect's name, not an address that is asked for anything.
DIALECT = "http://json-schema.org/draft-07/schema#"


def deck_schema(deck_keys: Mapping[str, Key]) -> JsonSchema:
    """The JSON Schema (draft 7, which editors know best) of a deck with the given top-level keys."""
    types = question_types()
    return {
        "$schema": DIALECT,
        "title": "quizkit deck",
        **_object(deck_keys),
        "$defs": {
            "question": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in types]},
            **{name: _question(kind) for name, kind in types.items()},
        },
    }


def _question(kind: QuestionType) -> JsonSchema:
    schema = _object(kind.keys)
    schema["properties"]["type"] = {"const": kind.name, "description": kind.keys["type"].doc}
    return {"title": f"{kind.name} question", "description": kind.doc, **schema}


def _object(keys: Mapping[str, Key]) -> JsonSchema:
    properties: dict[str, Any] = {
        name: {**declared.kind.schema(), "description": declared.doc} for name, declared in keys.items()
    }
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name, declared in keys.items() if declared.required],
        "additionalProperties": False,
    }


def format_tables(deck_keys: Mapping[str, Key]) -> str:
    """The reference tables of ``docs/deck-format.md``: deck keys, common keys, then each question type."""
    sections = [_table("A deck", "", deck_keys), _table("Every question", "", keys_of(Common))]
    for name, kind in question_types().items():
        sections.append(_table(f"`{name}`", kind.doc, kind.own_keys))
    return "\n".join(sections)


def _table(title: str, doc: str, keys: Mapping[str, Key]) -> str:
    rows = [
        f"| `{name}` | {declared.kind.words} | {'yes' if declared.required else ''} | {declared.doc} |"
        for name, declared in keys.items()
    ]
    head = ["| key | value | required | meaning |", "|---|---|---|---|"]
    return "\n".join([f"### {title}", "", *([doc, ""] if doc else []), *head, *rows, ""])
