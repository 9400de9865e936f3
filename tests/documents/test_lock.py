"""The lock file: what stands in it, that it reads back, and that a broken one is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.anchors import Locked, lock
from quizkit.documents.lock import Lock, Review, lock_beside, lock_bytes, parse_lock, read_lock, write_lock
from quizkit.errors import QuizkitError

TEXT = "A mill stood at every weir, and most of them ground rye for the villages around."
SMALL = Lock(
    {"mill#10": (lock(TEXT),), "mill#9": (Locked("0" * 16),)},
    {"deck/b": Review("1" * 16, (("mill#10", "2" * 16),)), "deck/a": Review("3" * 16)},
)

DIGESTS = st.text("0123456789abcdef", min_size=16, max_size=16)
LOCKED = st.builds(
    Locked,
    DIGESTS,
    st.lists(st.integers(0, 2**32 - 1), max_size=32, unique=True).map(lambda s: tuple(sorted(s))),
)
NAMES = st.builds("{}#{}".format, st.from_regex(r"[a-zé_][\w.:-]{0,8}", fullmatch=True), st.integers(1, 999))
IDS = st.builds(
    "{}/{}".format,
    st.from_regex(r"[\w.-]{1,8}", fullmatch=True),
    st.from_regex(r"[\w.-]{1,8}", fullmatch=True),
)
REVIEWS = st.builds(Review, DIGESTS, st.lists(st.tuples(NAMES, DIGESTS), max_size=3).map(tuple))
LOCKS = st.builds(
    Lock,
    st.dictionaries(NAMES, st.lists(LOCKED, min_size=1, max_size=3).map(tuple), max_size=4),
    st.dictionaries(IDS, REVIEWS, max_size=4),
    st.integers(1, 9),
)


@given(LOCKS)
def test_what_is_written_reads_back(lock: Lock) -> None:
    assert parse_lock(lock_bytes(lock), "sources.lock") == lock


def test_no_file_is_an_empty_lock(tmp_path: Path) -> None:
    assert read_lock(tmp_path / "sources.lock") == Lock()


def test_it_lies_beside_the_sources(tmp_path: Path) -> None:
    path = lock_beside(tmp_path / "decks" / "sources.yaml")
    assert path == tmp_path / "decks" / "sources.lock"


def test_each_paragraph_and_question_has_a_line_of_its_own_in_order() -> None:
    lines = lock_bytes(SMALL).decode().splitlines()
    named = [line.strip().split('"')[1] for line in lines if "#" in line.split(":")[0] or "deck/" in line]
    assert named == ["mill#9", "mill#10", "deck/a", "deck/b"]


def test_no_word_of_the_document_is_in_it() -> None:
    text = lock_bytes(SMALL).decode()
    assert not any(word in text for word in TEXT.split() if len(word) > 4)


def test_one_more_question_is_one_more_line() -> None:
    more = Lock(SMALL.paragraphs, {**SMALL.reviews, "deck/aa": Review("4" * 16)})
    before, after = lock_bytes(SMALL).splitlines(), lock_bytes(more).splitlines()
    assert len(after) == len(before) + 1
    assert [line for line in after if line in before] == before


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read"),
        (b"\xff", "cannot be read"),
        (b"[]", "version"),
        (b"[" * 100_000, "cannot be read"),
        (b'{"version": 1}', "rules"),
        (b'{"version": 99}', "newer quizkit"),
        (b'{"version": 1, "segmenter": 1}', "'paragraphs'"),
        (b'{"version": 1, "segmenter": 1, "paragraphs": {"a#1": "abc"}, "reviews": {}}', "'a#1'"),
        (b'{"version": 1, "segmenter": 1, "paragraphs": {"a#1": 5}, "reviews": {}}', "'a#1'"),
        (b'{"version": 1, "segmenter": 1, "paragraphs": {"a": "0123456789abcdef"}, "reviews": {}}', "'a'"),
        (
            b'{"version": 1, "segmenter": 1, "paragraphs": {"a#%s": "0123456789abcdef"}, "reviews": {}}'
            % (b"1" * 5000),
            "'a#1",
        ),
        (b'{"version": 1, "segmenter": 1, "paragraphs": {}, "reviews": {"d/q": "0123"}}', "'d/q'"),
    ],
)
def test_a_broken_file_is_told_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(QuizkitError, match=message) as raised:
        parse_lock(data, "decks/sources.lock")
    assert "decks/sources.lock" in str(raised.value)
    assert raised.value.hint


def test_two_versions_in_one_file_are_told_as_what_they_are() -> None:
    data = lock_bytes(SMALL).replace(b'"deck/a"', b'<<<<<<< ours\n"deck/a"') + b">>>>>>> theirs\n"
    with pytest.raises(QuizkitError, match="conflict of versions"):
        parse_lock(data, "sources.lock")


def test_it_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "sources.lock"
    path.write_text("old")
    write_lock(path, SMALL)
    assert read_lock(path) == SMALL
    assert json.loads(path.read_bytes())["version"] == 1
    assert [*tmp_path.iterdir()] == [path]
