"""Decks with the ``sources.yaml`` that governs them: what stands beside decks when they are checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from quizkit.citations import Source, citation
from quizkit.deckfile.reader import RawDeck, build_deck
from quizkit.deckfile.sources import read_sources, sources_file
from quizkit.documents.lock import Lock, lock_beside, read_lock
from quizkit.errors import Problem
from quizkit.files import read_bytes
from quizkit.messages import _, plural
from quizkit.model import Deck
from quizkit.quoting import KNOWN_SOURCES, did_you_mean


class ReadDeck(NamedTuple):
    """A deck file that was read; ``root``: the folder it was found from."""

    path: Path
    root: Path
    raw: RawDeck

    def deck(self) -> Deck:
        return build_deck(self.raw, str(self.path))


@dataclass(frozen=True)
class Ground:
    """Decks that share a ``sources.yaml`` (``path``; None where there is none), and what it says."""

    path: Path | None
    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    decks: list[ReadDeck] = field(default_factory=list)

    @property
    def lock_path(self) -> Path | None:
        return lock_beside(self.path) if self.path else None

    def lock(self) -> Lock:
        """The lock file beside the sources. Raises QuizkitError where it is broken."""
        return read_lock(self.lock_path) if self.lock_path else Lock()


def grounds_of(decks: Iterable[ReadDeck]) -> list[Ground]:
    """The decks, grouped by the ``sources.yaml`` that governs them."""
    found: dict[Path | None, Ground] = {}
    for deck in decks:
        path = sources_file(deck.path, deck.root)
        name = path.resolve() if path else None
        if name not in found:
            found[name] = _ground(path)
        found[name].decks.append(deck)
    return list(found.values())


def _ground(path: Path | None) -> Ground:
    if path is None:
        return Ground(None)
    sources, problems = read_sources(read_bytes(path), str(path))
    return Ground(path, sources, problems)


def name_problems(ground: Ground, last: Mapping[str, int] | None = None) -> Iterator[Problem]:
    """Citations of sources that nobody declared, and of paragraphs that there cannot be.

    ``last``: the highest number of a paragraph, by source, as far as it is known.
    """
    for deck in ground.decks:
        wrong = [*_undeclared(deck.raw, ground.sources), *_no_paragraphs(deck.raw, last)]
        if ground.path is None or not wrong:
            continue
        from quizkit.deckfile.citing import Places  # costs yaml, which cached decks do not need

        places = Places(read_bytes(deck.path), str(deck.path))
        for line, name, message, hint in wrong:
            yield (
                places.problem(line, ("cite",), message, hint) if line else places.source(name, message, hint)
            )


class _Wrong(NamedTuple):
    """``line`` is 0 for a name in the deck's own list."""

    line: int
    name: str
    message: str
    hint: str = ""


def _undeclared(raw: RawDeck, sources: Mapping[str, Source]) -> Iterator[_Wrong]:
    for name in raw.sources:
        if name not in sources:
            yield _Wrong(
                0,
                name,
                _("sources.yaml does not declare '{name}'").format(name=name),
                did_you_mean(name, sources, KNOWN_SOURCES),
            )
    for question in (
        raw.questions if not raw.sources else ()
    ):  # else the reader has compared them with the list
        for text in question.values.get("cite", ()):
            name = citation(text).source
            if name not in sources:
                hint = did_you_mean(name, sources, KNOWN_SOURCES)
                yield _Wrong(
                    question.line, name, _("sources.yaml does not declare '{name}'").format(name=name), hint
                )


def _no_paragraphs(raw: RawDeck, last: Mapping[str, int] | None) -> Iterator[_Wrong]:
    for question in raw.questions:
        for text in question.values.get("cite", ()):
            cite = citation(text)
            if cite.first < 1:
                yield _Wrong(
                    question.line, text, _("'{text}': paragraphs are counted from 1").format(text=text)
                )
            elif cite.last < cite.first:
                yield _Wrong(question.line, text, _("'{text}' runs backwards").format(text=text))
            elif last and cite.last > last.get(cite.source, cite.last):
                told = plural(
                    "{source} had {count} paragraph when it was locked, and no {last}",
                    "{source} had {count} paragraphs when it was locked, and no {last}",
                    last[cite.source],
                )
                message = told.format(source=cite.source, count=last[cite.source], last=cite.last)
                yield _Wrong(
                    question.line, text, message, _("'quizkit check --sources' looks at the document itself")
                )


def declared_citations(ground: Ground) -> int:
    """How many citations name a declared source."""
    return sum(
        citation(text).source in ground.sources
        for deck in ground.decks
        for question in deck.raw.questions
        for text in question.values.get("cite", ())
    )
