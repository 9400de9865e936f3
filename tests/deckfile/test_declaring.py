"""New sources and digests in ``sources.yaml``: everything else stays as it was."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.citations import Source
from quizkit.deckfile.declaring import with_digest, with_source
from quizkit.deckfile.sources import read_sources
from quizkit.errors import QuizkitError

NEW = Source("new", "A new one", date="2023", language="en", file="new.txt", digest="sha256:0123456789abcdef")
FILE = """\
# A remark at the top.
sources:
  one:   # the first
    title: "One: of two"
    file: one.txt        # where it lies

  two:
    title: >
      Two, on
      two lines
    date: 2019
    file: 'two.txt'
    digest: sha256:1111111111111111
    skip: {2-3: notes}
"""


def added(old: bytes, new: bytes) -> list[str]:
    """The lines that are new; none may be gone."""
    lines = [
        line for line in difflib.ndiff(old.decode().split("\n"), new.decode().split("\n")) if line[0] != "?"
    ]
    assert [line for line in lines if line.startswith("-")] == []
    return [line[2:] for line in lines if line.startswith("+")]


def test_a_source_is_added_at_the_end_in_the_way_of_the_others() -> None:
    grown = with_source(FILE.encode(), "s.yaml", NEW)

    assert grown.startswith(FILE.encode())
    assert grown.decode()[len(FILE) :] == (
        "\n  new:\n    title: A new one\n    date: 2023\n    language: en\n    file: new.txt\n"
        "    digest: sha256:0123456789abcdef\n"
    )


@pytest.mark.parametrize("empty", [b"", b"\n"])
def test_a_file_is_begun_where_there_is_none(empty: bytes) -> None:
    begun = with_source(empty, "s.yaml", NEW)

    assert read_sources(begun, "s.yaml") == ({"new": NEW}, [])


@pytest.mark.parametrize(
    "text",
    [
        FILE.rstrip("\n"),
        FILE.replace("\n", "\r\n"),
        "\ufeff" + FILE,
        FILE + "# A remark at the end.\n",
        "sources:\n      one: {title: One}\n",
        "sources:\n  one:\n    title: One\n  two:\n    title: Two\n",
    ],
)
def test_a_source_is_added_whatever_the_file_looks_like(text: str) -> None:
    data = text.encode()
    before, _ = read_sources(data, "s.yaml")

    grown = with_source(data, "s.yaml", NEW)

    assert grown.startswith(data)
    assert read_sources(grown, "s.yaml") == ({**before, "new": NEW}, [])
    assert (b"\r\n" in grown) == (b"\r\n" in data)
    assert grown.count(b"\n") - grown.count(b"\r\n") == (0 if b"\r\n" in data else grown.count(b"\n"))


@pytest.mark.parametrize("text", ["sources: {one: {title: One}}\n", FILE + "...\n"])
def test_a_file_that_cannot_be_added_to_is_a_sentence(text: str) -> None:
    with pytest.raises(QuizkitError, match="cannot be changed without changing more"):
        with_source(text.encode(), "s.yaml", NEW)


def test_a_file_with_a_mistake_is_not_touched() -> None:
    with pytest.raises(QuizkitError, match="3:1: unknown key 'x'"):
        with_source(b"sources:\n  a: {title: A}\nx: 1\n", "s.yaml", NEW)


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_declared_reads_back_or_is_refused(title: str, author: str) -> None:
    source = Source("new", title=title, author=author)
    try:
        grown = with_source(FILE.encode(), "s.yaml", source)
    except QuizkitError:
        return
    assert read_sources(grown, "s.yaml")[0]["new"] == source


@pytest.mark.parametrize(
    "text", ["yes", "1.50", "null", "a: b", "# no", "'quoted'", "¿Qué?", "- x", "2023", "{x}"]
)
def test_texts_that_yaml_would_take_for_something_else_read_back(text: str) -> None:
    source = Source("new", title=text, author=text)

    assert read_sources(with_source(b"", "s.yaml", source), "s.yaml") == ({"new": source}, [])


def test_a_digest_is_replaced() -> None:
    changed = with_digest(FILE.encode(), "s.yaml", "two", NEW.digest)

    assert changed.decode() == FILE.replace("sha256:1111111111111111", NEW.digest)


@pytest.mark.parametrize("text", [FILE, FILE.replace("\n", "\r\n"), "\ufeff" + FILE])
def test_a_digest_is_added_below_the_file(text: str) -> None:
    changed = with_digest(text.encode(), "s.yaml", "one", NEW.digest)

    assert [line.strip() for line in added(text.encode(), changed)] == [f"digest: {NEW.digest}"]
    assert read_sources(changed, "s.yaml")[0]["one"].digest == NEW.digest


def test_a_digest_is_added_at_the_end_of_a_file_without_a_last_line_end() -> None:
    text = b"sources:\n  a:\n    title: A\n    file: a.txt"

    assert with_digest(text, "s.yaml", "a", NEW.digest) == text + f"\n    digest: {NEW.digest}".encode()


def test_a_digest_that_cannot_be_added_is_a_sentence() -> None:
    with pytest.raises(QuizkitError, match="cannot be changed without changing more"):
        with_digest(b"sources: {a: {title: A, file: a.txt}}", "s.yaml", "a", NEW.digest)
