"""The package as a file: what lies in it, and that it lasts."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import package
from quizkit.exporters.anki.media import MediaFile
from quizkit.exporters.anki.note_types import CHANGED_AT
from quizkit.model import Deck

if TYPE_CHECKING:
    from tests.exporters.anki.conftest import Pack

AT = 1_700_000_000


@contextmanager
def collection(data: bytes) -> Iterator[sqlite3.Connection]:
    """The database within a package."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(zipfile.ZipFile(io.BytesIO(data)).read("collection.anki2"))
        yield db


# --- what lasts -------------------------------------------------------------------------------------

QUESTIONS = """
- {id: one, front: f, back: b, both_ways: true, tags: [x]}
- {id: two, ask: a?, answer: b, wrong: [c, d, e]}
- {id: three, cloze: '{{a}} and {{b::hint}}'}
"""


def test_the_same_questions_at_the_same_time_give_the_same_bytes(pack: Pack) -> None:
    assert pack(QUESTIONS)[0] == pack(QUESTIONS)[0]
    assert pack(QUESTIONS)[0] != pack(QUESTIONS, at=AT + 1)[0]


def test_the_same_questions_give_the_same_bytes_at_any_time_to_one_who_remembers(pack: Pack) -> None:
    data, changes = pack(QUESTIONS)
    assert pack(QUESTIONS, at=AT + 1_000_000, known=changes.exported)[0] == data


def test_another_process_gives_the_same_bytes(pack: Pack) -> None:
    script = (
        "import sys; from quizkit.deckfile.reader import build_deck, read_deck;"
        "from quizkit.exporters.anki import Placed, compare, notes_of, package;"
        "raw = read_deck(b'deck: Test\\nid: test\\nquestions:\\n' + sys.argv[1].encode(), '');"
        "notes = notes_of([Placed(build_deck(raw, ''))]);"
        "sys.stdout.buffer.write(package(notes, compare(notes, {}, int(sys.argv[2])).exported))"
    )
    command = [sys.executable, "-c", script, QUESTIONS, str(AT)]
    other = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": "1"}, check=True, capture_output=True
    )
    assert other.stdout == pack(QUESTIONS)[0]


def test_no_file_is_left_behind(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pack(QUESTIONS)
    assert list(tmp_path.iterdir()) == []


def test_note_types_are_dated_by_their_look_and_not_by_the_export(pack: Pack) -> None:
    """A later date would put our styling in the place of the learner's own."""
    for at in (AT, CHANGED_AT + 1_000_000):
        with collection(pack(QUESTIONS, at=at)[0]) as db:
            (models,) = db.execute("SELECT models FROM col").fetchone()
        assert {model["mod"] for model in json.loads(models).values()} == {CHANGED_AT}


def test_ids_are_times_that_have_passed_and_positions_count_from_one(pack: Pack) -> None:
    with collection(pack(QUESTIONS)[0]) as db:
        notes = [row[0] for row in db.execute("SELECT id FROM notes")]
        cards = db.execute("SELECT id, nid, due FROM cards ORDER BY id").fetchall()
    assert notes == [AT * 1000 - 2, AT * 1000 - 1, AT * 1000]
    assert [card[0] for card in cards] == list(range(AT * 1000 - 4, AT * 1000 + 1))
    assert [(card[1] - notes[0], card[2]) for card in cards] == [(0, 1), (0, 1), (1, 2), (2, 3), (2, 3)]


def deck(key: str, title: str) -> Deck:
    """A deck with one question."""
    raw = read_deck(f"deck: {title}\nid: {key}\nquestions: [{{id: q, front: f, back: b}}]".encode(), "")
    return build_deck(raw, "")


def decks_in(data: bytes) -> dict[str, int]:
    """The decks of a package by their names, with their ids."""
    with collection(data) as db:
        (decks,) = db.execute("SELECT decks FROM col").fetchone()
    return {found["name"]: found["id"] for found in json.loads(decks).values()}


def test_a_deck_is_known_by_its_full_name_alone(pack: Pack) -> None:
    same, again, other = (
        decks_in(pack(deck(key, title), at=at)[0])
        for key, title, at in (("a", "Same", AT), ("b", "Same", AT + 9), ("a", "Other", AT))
    )
    assert same == again
    assert same["Same"] != other["Other"]


def test_decks_of_one_name_are_one_deck_in_anki(pack: Pack) -> None:
    data, _ = pack(deck("one", "Same"), deck("two", "Same"))
    assert decks_in(data).keys() == {"Default", "Same"}
    with collection(data) as db:
        assert db.execute("SELECT count(*), count(DISTINCT guid) FROM notes").fetchone() == (2, 2)


@pytest.mark.parametrize("title", ["Default", "default"])
def test_the_deck_that_every_collection_has_is_that_one(title: str, pack: Pack) -> None:
    data, _ = pack(deck("one", title), deck("two", "Other"))
    assert decks_in(data).keys() == {title, "Other"}
    with collection(data) as db:
        assert db.execute("SELECT count(*) FROM cards WHERE did = 1").fetchone() == (1,)


def test_no_decks_make_an_empty_package(pack: Pack) -> None:
    with collection(pack()[0]) as db:
        assert db.execute("SELECT count(*) FROM notes").fetchone() == (0,)


def test_the_archive_holds_what_anki_looks_for(pack: Pack) -> None:
    archive = zipfile.ZipFile(io.BytesIO(pack(QUESTIONS)[0]))
    assert archive.namelist() == ["collection.anki2", "media"]
    assert archive.read("media") == b"{}"
    assert all(member.compress_type == zipfile.ZIP_DEFLATED for member in archive.infolist())
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_media_lie_beside_the_collection_under_numbers() -> None:
    files = [MediaFile("a-1.png", b"picture"), MediaFile("ß-2.mp3", b"sound")]
    archive = zipfile.ZipFile(io.BytesIO(package([], {}, files)))
    assert json.loads(archive.read("media")) == {"0": "a-1.png", "1": "ß-2.mp3"}
    assert [archive.read(name) for name in "01"] == [b"picture", b"sound"]
