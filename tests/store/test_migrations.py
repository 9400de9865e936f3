"""A database of every version there ever was opens, and a newer one is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from quizkit.errors import QuizkitError
from quizkit.reviews import Action, CardAction, Rating, Review, Undo
from quizkit.scheduler import Scheduling, replay
from quizkit.store import Alias, open_progress
from quizkit.store.migrations import MIGRATIONS, migrate, statements, version

LATEST = len(MIGRATIONS)
REVIEW = Review("r1", "d/q", Rating.HARD, 5, 739_000, 1_200, 0.5, Rating.GOOD, "typed", override=True)
# What quizkit of a version wrote, in the words of that version; a new version adds its own lines.
VERSION_1 = """
    INSERT INTO reviews VALUES ('r1', 'd/q', 2, 5, 739000, 1200, 0.5, 3, 'typed', 1);
    INSERT INTO reviews VALUES ('r2', 'd/q', 1, 6, 739000, 0, NULL, NULL, '', 0);
    INSERT INTO actions VALUES ('a1', 'd/q', 1, 7, 739000);
    INSERT INTO undos VALUES ('u1', 'r2', 8);
    INSERT INTO aliases VALUES ('d/edited', 'd/q');
    INSERT INTO card_states VALUES ('d/q', 1.0, 5.0, NULL, 330005, 1, 0, 1, 0, 739000, 1, 0, 1, 0);
    INSERT INTO known_questions VALUES ('d/q', 'd', 'What? That.', 1);
    INSERT INTO known_decks VALUES ('d', 'decks/d.yaml', 'digest');
"""
VERSION_2 = "INSERT INTO exported VALUES ('d/q', 1700000000000, 'digest', 1700000000, 'Reveal', 'D', 'W?');"
# Since version 3 reviews and actions have a last column, which stands as these two left it empty.
VERSION_3 = (VERSION_1 + VERSION_2).replace("'typed', 1)", "'typed', 1, '')").replace("'', 0)", "'', 0, '')")
VERSION_3 = VERSION_3.replace("1, 7, 739000)", "1, 7, 739000, '[]')")
# Since version 4 more is remembered of an export; none of it is known of one that was made before.
VERSION_4 = VERSION_3.replace("'W?')", "'W?', '/decks/d.yaml', '0 1', '', 0, 0, 0)")
VERSION_5 = VERSION_4.replace("'', 0, 0, 0)", "'', 0, 0, 0, '')")
WRITTEN = {
    1: VERSION_1,
    2: VERSION_1 + VERSION_2,
    3: VERSION_3,
    4: VERSION_4,
    5: VERSION_5,
}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "progress.sqlite", isolation_level=None)) as found:
        yield found


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return dict(rows.fetchall())


def test_there_is_an_example_of_every_released_version() -> None:
    assert WRITTEN.keys() == set(range(1, LATEST + 1))


@pytest.mark.parametrize("old", range(LATEST + 1))
def test_a_database_of_any_version_opens_as_it_would_be_if_it_were_new(tmp_path: Path, old: int) -> None:
    with closing(sqlite3.connect(tmp_path / "old", isolation_level=None)) as was:
        migrate(was, to=old)
        assert version(was) == old
        migrate(was)
        with closing(sqlite3.connect(tmp_path / "new", isolation_level=None)) as new:
            migrate(new)
            assert version(was) == version(new) == LATEST
            assert tables(was) == tables(new)


@pytest.mark.parametrize("old", range(1, LATEST + 1))
def test_a_log_written_by_any_version_is_read_and_goes_on(tmp_path: Path, old: int) -> None:
    with closing(sqlite3.connect(tmp_path / "progress.sqlite", isolation_level=None)) as was:
        migrate(was, to=old)
        was.executescript(WRITTEN[old])
    with open_progress(tmp_path / "progress.sqlite", tmp_path / "decks.sqlite", Scheduling()) as progress:
        other = Review("r2", "d/q", Rating.AGAIN, 6, 739_000)
        action = Action("a1", "d/q", CardAction.SUSPEND, 7, 739_000)
        undo = Undo("u1", "r2", 8)
        assert list(progress.log()) == [REVIEW, other, action, undo, Alias("d/edited", "d/q")]
        assert progress.state("d/q").suspended
        later = Review("r3", "d/q", Rating.GOOD, 600_000, 739_001)
        progress.append(later)
        progress.rebuild()
        assert progress.state("d/q") == replay([REVIEW, other, action, undo, later], Scheduling())


def test_migrating_again_changes_nothing(connection: sqlite3.Connection) -> None:
    migrate(connection)
    before = tables(connection)
    migrate(connection)
    assert tables(connection) == before


def test_a_newer_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "progress.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as newer:
        migrate(newer)
        newer.execute(f"PRAGMA user_version = {LATEST + 1}")
    content = file.read_bytes()
    refused = pytest.raises(QuizkitError, match="written by a newer quizkit")
    with refused as caught, open_progress(file, tmp_path / "decks.sqlite", Scheduling()):
        pass
    assert "upgrade" in caught.value.hint
    with closing(sqlite3.connect(file)) as untouched:
        assert version(untouched) == LATEST + 1
    assert content[100:] == file.read_bytes()[100:]  # all but the header, which names the kind of journal


def test_a_step_that_fails_leaves_the_database_as_it_was(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(connection)
    before = tables(connection)
    broken = (*MIGRATIONS, "CREATE TABLE more (a);\nCREATE TABLE reviews (a);")
    monkeypatch.setattr("quizkit.store.migrations.MIGRATIONS", broken)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(connection, to=len(broken))
    assert version(connection) == LATEST
    assert tables(connection) == before


def test_a_script_is_taken_apart_into_its_statements() -> None:
    script = """
    CREATE TABLE t (a TEXT DEFAULT ';');
    CREATE TRIGGER r BEFORE UPDATE ON t BEGIN
        SELECT 1; SELECT 2;
    END;
    """
    table, trigger = statements(script)
    assert table == "CREATE TABLE t (a TEXT DEFAULT ';');"
    assert trigger.startswith("CREATE TRIGGER")
    assert trigger.endswith("END;")
