"""``sources.yaml``: the documents that questions cite, declared once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from quizkit.citations import Source
from quizkit.deckfile.nodes import parse
from quizkit.deckfile.text import decode
from quizkit.errors import Problem
from quizkit.fields import DATE, LANGUAGE, SLUG, TEXT, key, keys_of, read_keys
from quizkit.kinds import JsonSchema, Matching
from quizkit.messages import _
from quizkit.nodes import Mapping as MappingNode
from quizkit.nodes import Node, Report, Scalar, name_of
from quizkit.quoting import shorten

SOURCES_FILE = "sources.yaml"

Skip = tuple[int, int, str]

URL = Matching("address", r"https?://\S{1,2000}", _("an address such as https://example.org/paper"))
FILE = Matching(
    "file name",
    r"(?![/~]|[A-Za-z]:)(?!(.*/)?[.]{1,2}(/|$))[^\\\u0000-\u001f\u007f]{1,200}",
    _("a file in the folder of documents: no drive, no '..', no leading '/'"),
)
DIGEST = Matching("digest", r"sha256:[0-9a-f]{16}", _("a digest; 'quizkit ingest' writes them"))
_NUMBER = "[1-9][0-9]{0,5}"
RANGE = Matching("range", f"{_NUMBER}(-{_NUMBER})?", _("a paragraph's number or a range such as 14-20"))


class _Skips:
    words = "`14-20: reason`, one or more"

    def read(self, node: Node, report: Report) -> tuple[Skip, ...] | None:
        if not isinstance(node, MappingNode):
            report.add(
                node,
                _("a mapping is needed here, not {kind}").format(kind=name_of(node)),
                _("write '14-20: bibliography'"),
            )
            return None
        before = len(report)
        skips = [_skip(name, value, report) for name, value in node.pairs]
        return tuple(skip for skip in skips if skip is not None) if len(report) == before else None

    def thaw(self, value: Iterable[Skip]) -> tuple[Skip, ...]:
        return tuple(value)

    def schema(self) -> JsonSchema:
        return {"type": "object", "propertyNames": RANGE.schema(), "additionalProperties": TEXT.schema()}


def _skip(name: Scalar, value: Node, report: Report) -> Skip | None:
    numbers, reason = RANGE.read(name, report), TEXT.read(value, report)
    if numbers is None or reason is None:
        return None
    first, _dash, last = numbers.partition("-")
    if last and int(last) < int(first):
        report.add(
            name,
            _("the range {numbers} runs backwards").format(numbers=numbers),
            _("did you mean '{last}-{first}'?").format(last=last, first=first),
        )
        return None
    return int(first), int(last or first), reason


class _Sources:
    """The kind of value under ``sources``: read one by one, by :func:`read_sources`."""

    words = "a mapping of keys to documents"

    def read(self, node: Node, report: Report) -> Node | None:
        if isinstance(node, MappingNode):
            return node
        report.add(node, _("'sources' needs a mapping of keys to documents"), _("see docs/sources.md"))
        return None

    def thaw(self, value: Node) -> Node:
        return value

    def schema(self) -> JsonSchema:
        return {"type": "object"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceKeys:
    """The keys of a source."""

    title: str = key(TEXT, "Its title; where it has none, what describes it.")
    author: str = key(TEXT, "Who wrote it.", default="")
    publisher: str = key(TEXT, "Who published it, or in what.", default="")
    date: str = key(DATE, "When it was published.", default="")
    language: str = key(LANGUAGE, "The language of its text.", default="")
    url: str = key(URL, "Where others find it.", default="")
    file: str = key(FILE, "Its file in the folder of documents, given with `--sources`.", default="")
    digest: str = key(DIGEST, "Tells whether the file has changed; `quizkit ingest` writes it.", default="")
    skip: tuple[Skip, ...] = key(
        _Skips(), "Paragraphs that no question needs to ask about, and why.", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKeys:
    """The keys at the top of the file."""

    sources: Node = key(_Sources(), "The documents, each under the key that citations name.")


SOURCE_KEYS = keys_of(SourceKeys)
FILE_KEYS = keys_of(FileKeys)


def read_sources(data: bytes, path: str) -> tuple[dict[str, Source], list[Problem]]:
    """The sources that a file declares, by key, and everything that is wrong with it."""
    report = Report(path)
    text = decode(data, report)
    root = parse(text, report) if text is not None else None
    if root is not None and not isinstance(root, MappingNode):
        report.add(root, _("a file of sources is a mapping of keys"), _("begin with 'sources:'"))
    if not isinstance(root, MappingNode):
        return {}, report.problems
    top = read_keys(root, FILE_KEYS, report, _("a file of sources")).get("sources")
    found: dict[str, Source] = {}
    for name, node in top.pairs if isinstance(top, MappingNode) else ():
        source = _source(name, node, report)
        if name.text in found:
            report.add(name, _("the source '{key}' stands here twice").format(key=shorten(name.text)))
        elif source is not None:
            found[source.key] = source
    return found, sorted(report.problems)


def _source(name: Scalar, node: Node, report: Report) -> Source | None:
    """The source with all that is sound of it, so that what cites it is not called wrong as well."""
    source_key = SLUG.read(name, report)
    if not isinstance(node, MappingNode):
        report.add(
            node,
            _("a source is a mapping of keys, not {kind}").format(kind=name_of(node)),
            _("give it at least a 'title'"),
        )
        return None
    values = read_keys(node, SOURCE_KEYS, report, _("a source"))
    return None if source_key is None else Source(source_key, **values)


# --- beside a deck ----------------------------------------------------------------------------------


def sources_file(deck: Path, root: Path) -> Path | None:
    """The nearest ``sources.yaml``: in the deck's folder or one above it, up to ``root``.

    The folder above the deck's is looked into in any case: decks may lie in a folder for each language.
    """
    folders = [deck.parent]
    while folders[-1] != root and len(folders) < len(deck.parts):
        folders.append(above(folders[-1]))
    if len(folders) == 1:
        folders.append(above(deck.parent))
    return next((path for folder in folders if (path := folder / SOURCES_FILE).is_file()), None)


@lru_cache(maxsize=64)  # asked for each question
def titles_for(deck: str) -> Mapping[str, str]:
    """What a reader calls the sources of a deck file: title and year by key; {} where none are declared."""
    return _titles(Path(deck).parent) if deck else {}


@lru_cache(maxsize=64)
def _titles(folder: Path) -> Mapping[str, str]:
    path = sources_file(folder / "deck.yaml", folder)
    try:
        declared = read_sources(path.read_bytes(), str(path))[0] if path else {}
    except OSError:  # the titles are a courtesy; 'quizkit check' says what is wrong
        return {}
    return {key: _title(source) for key, source in declared.items() if source.title}


def _title(source: Source) -> str:
    return f"{source.title} ({source.date[:4]})" if source.date else source.title


def above(folder: Path) -> Path:
    """The folder that a folder is in, also where its path does not say."""
    return folder.parent if folder.name not in {"", ".."} else folder / ".."
