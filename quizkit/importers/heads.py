"""What the notes of a deck of quizkit's say of the deck itself: its language, its tags, its sources. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from quizkit.deckfile.layout import as_yaml
from quizkit.importers.whole import Origin
from quizkit.quoting import CONTROL

# What the export makes of a title and a date.
_YEAR = re.compile(r"(.+) \(([0-9]{4})\)")
Titles = dict[str, str]


def head_of(origins: Iterable[Origin], questions: list[dict[str, Any]], language: str) -> dict[str, Any]:
    """The keys at the top of a deck, with its questions; ``language``: where the notes name none."""
    language, declared = _said(origins, language)
    tags = [tag for tag in declared if all(tag in question.get("tags", ()) for question in questions)]
    head: dict[str, Any] = {"language": language}
    if tags:
        head["tags"] = tags
        questions = [_without_tags(question, tags) for question in questions]
    return {**head, "questions": questions}


def language_of(origins: Iterable[Origin], language: str) -> str:
    """The language of a deck; ``language``: where its notes name none."""
    return _said(origins, language)[0]


def _said(origins: Iterable[Origin], language: str) -> tuple[str, tuple[str, ...]]:
    # Of a deck that was changed some notes may be older than others.
    said = Counter((origin.language, origin.tags) for origin in origins).most_common(1)
    return said[0][0] if said else (language, ())


def _without_tags(question: dict[str, Any], tags: list[str]) -> dict[str, Any]:
    left = [tag for tag in question["tags"] if tag not in tags]
    return {key: value for key, value in question.items() if key != "tags"} | ({"tags": left} if left else {})


# --- sources ----------------------------------------------------------------------------------------


def sources_of(titles: Mapping[Path, Titles], into: Path) -> dict[Path, bytes]:
    """Files that say what the cited sources are called, by the folders that they are for.

    One for all, unless two folders call different sources by one key; ``titles``: by the folder of a deck.
    """
    merged: Titles = {}
    for each in titles.values():
        merged = each | merged
    is_one = all(merged[key] == title for each in titles.values() for key, title in each.items())
    by_folder = {into: merged} if is_one else titles
    return {folder: _sources(each) for folder, each in by_folder.items() if each}


def titles_of(origins: Iterable[Origin]) -> Titles:
    """What the notes call the sources that they cite, by key."""
    return {key: title for origin in origins for key, title in origin.titles}


def _sources(titles: Titles) -> bytes:
    return as_yaml({"sources": {key: _source(title) for key, title in sorted(titles.items())}}).encode()


def _source(title: str) -> dict[str, str]:
    text = " ".join(CONTROL.sub(" ", title).split())
    dated = _YEAR.fullmatch(text)
    return {"title": dated[1], "date": dated[2]} if dated else {"title": text}
