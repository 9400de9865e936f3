"""What an import tells the store of its decks is what the store would have read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Program

DECK = """\
deck: Some history
id: some
language: es
tags: [history]
questions:
  - {id: card, front: "one\\n\\ntwo *three*", back: "b < c", both_ways: true}
  - {id: typed, ask: How many?, answer: 3, unit: km}
  - {id: picked, ask: Which?, answers: [a, b], wrong: [c, d]}
  - {id: true, statement: So it is., answer: true}
  - {id: gaps, cloze: "{{Yeltsin::who}} in {{c2::1999}}."}
  - {id: sorted, order: [first, second, third], ask: In which order?}
  - {id: pairs, match: {a: 1, b: 2, c: 3}, ask: Which is which?}
  - {id: listed, ask: Name them., answers: [x, y, z]}
"""


def test_it_is_the_same_as_what_is_read(quizkit: Program, tmp_path: Path, home: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/some.yaml").write_text(DECK)
    package, decks, log = tmp_path / "x.apkg", tmp_path / "decks", home / "progress.sqlite"
    assert quizkit("check", tmp_path / "own").code == 0
    assert quizkit("export", tmp_path / "own", "-o", package).code == 0
    log.unlink()
    assert quizkit("import", package, "-o", decks).code == 0
    told = known(log)
    forget(log)
    assert quizkit("due", decks).code == 0

    assert told == known(log)
    assert len(told) == 8 + 1


def known(log: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(log)) as db:
        questions = db.execute("SELECT * FROM known_questions ORDER BY question_id").fetchall()
        return questions + db.execute("SELECT * FROM known_decks").fetchall()


def forget(log: Path) -> None:
    with closing(sqlite3.connect(log)) as db, db:
        db.execute("DELETE FROM known_questions")
        db.execute("DELETE FROM known_decks")
