"""``sources.yaml``: the documents that questions cite."""

from __future__ import annotations

from pathlib import Path

import pytest
from quizkit.citations import Source
from quizkit.deckfile.sources import SOURCE_KEYS, read_sources
from quizkit.errors import Problem

DECKS = Path(__file__).parents[2] / "decks"

EVERYTHING = """\
sources:
  report-2023:
    title: "A Report: Part One"
    author: Ada Example
    publisher: Journal of Crossings
    date: 2023-04-26
    language: en
    url: https://example.org/report
    file: reports/report 2023.docx
    digest: sha256:0123456789abcdef
    skip:
      2: a list of names
      14-20: bibliography
  note:
    title: A note
"""


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read_sources(text.encode(), "s.yaml")[1]]


def with_key(line: str) -> str:
    return f"sources:\n  a:\n    title: A\n    {line}\n"


def test_every_key_of_a_source_is_read() -> None:
    sources, found = read_sources(EVERYTHING.encode(), "s.yaml")

    assert found == []
    assert sources == {
        "report-2023": Source(
            key="report-2023",
            title="A Report: Part One",
            author="Ada Example",
            publisher="Journal of Crossings",
            date="2023-04-26",
            language="en",
            url="https://example.org/report",
            file="reports/report 2023.docx",
            digest="sha256:0123456789abcdef",
            skip=((2, 2, "a list of names"), (14, 20, "bibliography")),
        ),
        "note": Source("note", "A note"),
    }


def test_the_keys_are_those_of_a_source() -> None:
    assert {"key", *SOURCE_KEYS} == set(Source.__dataclass_fields__)


def test_the_sources_of_the_decks_are_sound_and_say_which_file_they_mean() -> None:
    sources, found = read_sources((DECKS / "sources.yaml").read_bytes(), "sources.yaml")

    assert found == []
    assert [source.key for source in sources.values() if not (source.file and source.digest)] == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "s.yaml:1:1: the file is empty"),
        ("- a", "s.yaml:1:1: a file of sources is a mapping of keys (begin with 'sources:')"),
        ("{}", "s.yaml:1:1: a file of sources needs 'sources'"),
        ("sources:", "s.yaml:1:9: 'sources' needs a mapping of keys to documents (see docs/sources.md)"),
        ("source: {}", "s.yaml:1:1: unknown key 'source' in a file of sources (did you mean 'sources'?)"),
        ("sources: {a: A}", "s.yaml:1:14: a source is a mapping of keys, not a text (give it"),
        ("sources: {a: {}}", "s.yaml:1:14: a source needs 'title'"),
        ("sources: {a b: {title: A}}", "s.yaml:1:11: 'a b' is not a name"),
        ("sources:\n  a: {title: A}\n  a: {title: B}", "s.yaml:3:3: the source 'a' stands here twice"),
        (with_key("titel: B"), "s.yaml:4:5: unknown key 'titel' in a source (did you mean 'title'?)"),
        (with_key("date: April"), "s.yaml:4:11: 'April' is not a date"),
        (with_key("language: English"), "s.yaml:4:15: 'English' is not a language code"),
        (with_key("url: example.org"), "s.yaml:4:10: 'example.org' is not an address"),
        (with_key("digest: 1234"), "s.yaml:4:13: '1234' is not a digest"),
        (with_key("file: ../a.txt"), "s.yaml:4:11: '../a.txt' is not a file in the folder of documents"),
        (with_key("file: a/../../b.txt"), "s.yaml:4:11: 'a/../../b.txt' is not a file in the folder"),
        (with_key("file: /etc/passwd"), "s.yaml:4:11: '/etc/passwd' is not a file in the folder"),
        (with_key("file: C:/a.txt"), "s.yaml:4:11: 'C:/a.txt' is not a file in the folder"),
        (with_key("skip: 14-20"), "s.yaml:4:11: a mapping is needed here, not a text"),
        (with_key("skip: {20-14: x}"), "the range 20-14 runs backwards (did you mean '14-20'?)"),
        (with_key("skip: {0-3: x}"), "'0-3' is not a paragraph's number or a range"),
        (with_key("skip: {14-20: }"), "s.yaml:4:19: a text is missing here"),
    ],
)  # fmt: skip
def test_a_mistake_has_its_place_and_a_hint(text: str, problem: str) -> None:
    assert [found for found in problems(text) if problem in found]


def test_bytes_that_are_no_text_are_a_problem() -> None:
    assert read_sources(b"sources: \xff", "s.yaml")[1] == [
        Problem("s.yaml", 1, 10, "not UTF-8: byte 0xff", "save the file as UTF-8")
    ]


def test_all_mistakes_are_told_in_the_order_of_the_file() -> None:
    found = problems("sources:\n  a: {titel: A}\n  b: {title: B, file: /x}\n  c: 1\n")

    assert len(found) == 3
    assert [line.split(":")[1] for line in found] == ["2", "3", "4"]


def test_a_source_with_a_mistake_is_declared_all_the_same() -> None:
    sources, found = read_sources(with_key("date: April").encode(), "s.yaml")

    assert len(found) == 1
    assert sources == {"a": Source("a", "A")}
