"""Writing to ``sources.yaml``: a new source, or the digest of one that is there, leaving all else alone."""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from dataclasses import fields, replace

import yaml

from quizkit.citations import Source
from quizkit.deckfile.nodes import parse
from quizkit.deckfile.sources import read_sources
from quizkit.deckfile.text import encoded, newline_of
from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.nodes import Mapping, Report, Scalar

NEW_FILE = "# {remark}\nsources:\n".format(
    remark=_("The documents that the decks cite, declared once. What a document does not state is left out.")
)


def declared_in(data: bytes, path: str) -> dict[str, Source]:
    """The sources that a file declares; none where it is empty. Raises QuizkitError where it is not sound."""
    if not data.strip():
        return {}
    found, problems = read_sources(data, path)
    if problems:
        raise QuizkitError(str(problems[0]))
    return found


def with_source(data: bytes, path: str, source: Source) -> bytes:
    """The file with one more source at its end; nothing else changes. Raises QuizkitError."""
    before = declared_in(data, path)
    text = _text(data) if before else NEW_FILE
    names = [name for name, _ in _sources(text).pairs] if before else []
    newline = newline_of(text)
    indent = " " * (names[0].column - 1 if names else 2)
    # Set apart by a blank line where the others are.
    apart = newline if len(names) > 1 and not text.split("\n")[names[-1].line - 2].strip() else ""
    written = [field.name for field in fields(source) if field.name not in ("key", "skip")]
    lines = [f"{indent}{_scalar(source.key)}:"]
    lines += [f"{indent}  {name}: {_scalar(value)}" for name in written if (value := getattr(source, name))]
    end = "" if text.endswith("\n") else newline
    text = text + end + apart + newline.join(lines) + newline
    return _verified(data, text, path, {**before, source.key: source})


def with_digest(data: bytes, path: str, name: str, digest: str) -> bytes:
    """The file with another digest of a source; nothing else changes. Raises QuizkitError."""
    before, text = declared_in(data, path), _text(data)
    source = _sources(text).get(name)
    old, file = (source.get(key) if isinstance(source, Mapping) else None for key in ("digest", "file"))
    if isinstance(old, Scalar):
        place = text.index(old.text, old.offset)
        text = text[:place] + digest + text[place + len(old.text) :]
    elif isinstance(file, Scalar) and isinstance(source, Mapping) and not source.flow:
        end = text.find("\n", file.offset)
        head = text if end < 0 else text[:end].removesuffix("\r")
        indent = " " * (source.column - 1)
        text = f"{head}{newline_of(text)}{indent}digest: {digest}{text[len(head) :]}"
    return _verified(data, text, path, {**before, name: replace(before[name], digest=digest)})


def _verified(old: bytes, text: str, path: str, wanted: MappingABC[str, Source]) -> bytes:
    """The bytes of ``text`` in place of ``old``; they must read back as meant."""
    data = encoded(text, old)
    if read_sources(data, path) != (wanted, []):
        raise QuizkitError(
            _("{path} cannot be changed without changing more").format(path=path), hint=_("change it by hand")
        )
    return data


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig")


def _sources(text: str) -> Mapping:
    """The mapping under ``sources`` of a sound file."""
    root = parse(text, Report(""))
    sources = root.get("sources") if isinstance(root, Mapping) else None
    return sources if isinstance(sources, Mapping) else Mapping((), 1, 1)


def _scalar(value: str) -> str:
    """A text as a YAML value; one that looks like something else gets quotes, but for a date."""
    written = yaml.safe_dump(value, allow_unicode=True, width=10_000).removesuffix("\n...\n").strip()
    bare = written.strip("'")
    return bare if bare.replace("-", "").isdigit() else written
