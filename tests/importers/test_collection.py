"""A collection comes from anybody too: its SQLite file is read, never obeyed."""

from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path

import pytest
from quizkit.errors import QuizkitError
from quizkit.importers.collection import read_collection
from quizkit.importers.history import open_histories
from quizkit.scheduler import Scheduling
from quizkit.store.logfile import decode, encode

MODEL = {
    "id": 5,
    "name": "Basic",
    "type": 0,
    "css": "",
    "flds": [{"name": "Back", "ord": 1}, {"name": "Front", "ord": 0}],
    "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
}
TABLES = """
    CREATE TABLE col (id, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags);
    CREATE TABLE notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data);
    CREATE TABLE cards (id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue,
        odid, flags, data);
    CREATE TABLE revlog (id integer primary key, cid, usn, ease, ivl, lastIvl, factor, time, type);
"""


def collection(tmp_path: Path, *statements: str, models: str = json.dumps({"5": MODEL})) -> Path:
    path = tmp_path / "c.db"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.executescript(TABLES)
    decks = json.dumps({"1": {"id": 1, "name": "A::B"}})
    db.execute("INSERT INTO col VALUES (1, 100, 0, 0, 11, 0, 0, 0, '{}', ?, ?, '{}', '{}')", (models, decks))
    db.execute("INSERT INTO notes VALUES (7, 'g', 5, 3, 0, ' x y ', 'one\x1ftwo', '', 0, 0, '')")
    db.execute("INSERT INTO cards VALUES (8, 7, 1, 0, 0, 0, 2, -1, 9, 30, 2500, 4, 1, 0, 0, 0, 3, '')")
    db.execute("INSERT INTO revlog VALUES (1600000000000, 8, 0, 3, 30, 10, 2500, 4000, 1)")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()
    return path


def test_notes_cards_and_history_are_read_as_they_stand(tmp_path: Path) -> None:
    read = read_collection(collection(tmp_path))

    (note,) = read.notes
    assert (note.guid, note.tags, note.fields) == ("g", ("x", "y"), ("one", "two"))
    assert read.notetypes[5].fields == ("Front", "Back")
    assert read.decks == {1: "A::B"}
    (card,) = read.cards
    assert (card.deck_id, card.queue, card.due, card.flags) == (1, -1, 9, 3)


def test_a_card_in_a_filtered_deck_belongs_to_the_deck_it_came_from(tmp_path: Path) -> None:
    (card,) = read_collection(collection(tmp_path, "UPDATE cards SET did = 99, odid = 1, odue = 12")).cards

    assert (card.deck_id, card.due) == (1, 12)


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TABLE revlog",),
        ("DROP TABLE notes", f"CREATE VIEW notes AS {ENDLESS}"),
        (
            "DROP TABLE notes",
            "CREATE TABLE notes (id, guid, mid, mod, tags, flds AS (hex(zeroblob(300000000))) VIRTUAL)",
            "INSERT INTO notes VALUES (7, 'g', 5, 3, '')",
        ),
        ("DELETE FROM col",),
        ("UPDATE col SET models = '[]'",),
        ("UPDATE col SET models = '{\"5\": 3}'",),
        (f"UPDATE col SET decks = '{'[' * 5000}'",),
        ("UPDATE notes SET id = 'seven'",),
        ("UPDATE cards SET due = NULL",),
        ("UPDATE cards SET due = x'ff'",),
        (
            "ALTER TABLE revlog RENAME TO gone",
            "CREATE TABLE revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type)",
            "INSERT INTO revlog SELECT * FROM gone UNION ALL SELECT * FROM gone",
        ),
    ],
    ids=lambda statements: statements[0][:30],
)
def test_a_collection_of_another_shape_is_refused_in_a_sentence(
    tmp_path: Path, statements: tuple[str, ...]
) -> None:
    with pytest.raises(QuizkitError, match="broken or of an unknown form"):
        read_collection(collection(tmp_path, *statements))


def test_a_date_beyond_all_clocks_is_one_that_can_be_told(tmp_path: Path) -> None:
    (note,) = read_collection(collection(tmp_path, f"UPDATE notes SET mod = {2**63 - 1}")).notes
    assert note.mod + 1 < 2**63


def test_text_that_is_no_text_becomes_marks(tmp_path: Path) -> None:
    (note,) = read_collection(collection(tmp_path, "UPDATE notes SET flds = CAST(x'61ff1f62' AS TEXT)")).notes

    assert note.fields == ("a�", "b")


def test_a_file_with_any_bytes_spoilt_is_read_or_refused(tmp_path: Path) -> None:
    whole = collection(tmp_path).read_bytes()
    chance = random.Random(3)
    refused = 0
    for _ in range(300):
        spoilt = bytearray(whole)
        for _ in range(chance.choice([1, 4, 200])):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        path = tmp_path / "spoilt.db"
        path.write_bytes(spoilt[: chance.choice([len(spoilt), chance.randrange(len(spoilt))])])
        try:
            read_collection(path)
        except QuizkitError:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize(
    ("conf", "west"),
    [
        ('{"creationOffset": -540}', -540),
        ("{}", None),
        ("", None),
        ("[1]", None),
        ('{"creationOffset": 1e9}', None),
    ],
)
def test_where_a_collection_was_made_is_known_if_it_says_so(
    tmp_path: Path, conf: str, west: int | None
) -> None:
    assert read_collection(collection(tmp_path, f"UPDATE col SET conf = '{conf}'")).west == west


def test_an_interval_beyond_all_lives_becomes_a_memory_that_a_log_can_hold(tmp_path: Path) -> None:
    path = collection(tmp_path, f"UPDATE cards SET ivl = {10**18}, factor = 130", "DELETE FROM revlog")
    read = read_collection(path)
    with open_histories(path, read, {8: "d/q"}, Scheduling(), lambda at: at // 86_400_000 + 719_163) as found:
        ((_card, _reviews, actions, standing),) = found
    assert standing is not None
    log = encode([*actions, standing])
    assert decode(log, "log").problems == []


def test_of_two_cards_that_stand_for_one_of_ours_one_is_followed(tmp_path: Path) -> None:
    path = collection(
        tmp_path,
        "INSERT INTO cards SELECT 9, nid, did, ord, mod, usn, 1, 1, due, ivl, factor, reps, lapses, left,"
        " odue, odid, 0, data FROM cards",
    )
    read = read_collection(path)
    with open_histories(path, read, {8: "d/q", 9: "d/q"}, Scheduling(), lambda at: at // 86_400_000) as found:
        assert [history.card_id for history in found] == ["d/q"]


def test_the_settings_of_schema_14_stand_in_a_table(tmp_path: Path) -> None:
    table = "CREATE TABLE config (KEY, val)"
    rows = "INSERT INTO config VALUES ('schedVer', '2'), ('creationOffset', '-120')"
    read = read_collection(collection(tmp_path, table, rows, "UPDATE col SET conf = ''"))
    assert (read.is_old, read.west) == (False, -120)
