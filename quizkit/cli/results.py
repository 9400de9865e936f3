"""The result of a quiz as JSON, for whoever keeps marks: the schema is in docs/quiz-result.md."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from quizkit.answers import response_text
from quizkit.files import write_atomically
from quizkit.grading import key_of
from quizkit.session import Answered, Quiz
from quizkit.terminal.summary import question_line


def write_result(
    path: Path, quiz: Quiz, began: int, ended: int, passing: int | None, seed: int | None
) -> None:
    """Write what happened. Instants: ISO 8601 in UTC; times in ms; scores 0..1."""
    result: dict[str, Any] = {
        "began": _instant(began),
        "ended": _instant(ended),
        "seed": seed,
        "asked": len(quiz.cards),
        "answered": len(quiz.answered),
        "points": round(quiz.points, 4),
        "of": round(quiz.possible, 4),
        "share": round(quiz.share, 4),
        "pass": None if passing is None else passing,
        "passed": None if passing is None else quiz.share * 100 >= passing,
        "answers": [_answer(answered) for answered in quiz.answered],
    }
    write_atomically(path, (json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode())


def _answer(answered: Answered) -> dict[str, Any]:
    return {
        "card": answered.card.id,
        "question": question_line(answered.card),
        "response": response_text(answered.card.interaction, answered.response),
        "answer": key_of(answered.card.interaction),
        "score": round(answered.grade.score, 4),
        "points": answered.card.about.points,
        "note": answered.grade.note,
        "duration_ms": answered.duration_ms,
    }


def _instant(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds")
