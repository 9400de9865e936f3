"""Measures ``quizkit import`` against Anki's own import of the same package: python moving_in.py [NOTES]...

The package is made by Anki: notes of four kinds in twenty decks, with eight answers to each card. Both import
it in a process of their own, from its start to its end, in turns, into an empty place.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

NOTES = (10_000, 100_000)
ROUNDS = {10_000: 5, 100_000: 1}
ANSWERS = 8
BEGAN = 1_600_000_000_000
DAY = 86_400_000
ANKI = """
import sys
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
collection = Collection(sys.argv[2])
options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
collection.import_anki_package(ImportAnkiPackageRequest(package_path=sys.argv[1], options=options))
collection.close()
"""


class Cost(NamedTuple):
    """Seconds, and the most memory at a time (MB)."""

    seconds: float
    memory: float


def fields_of(number: int) -> tuple[str, tuple[str, ...]]:
    """A note type and the fields of a note."""
    return (
        ("Basic", (f"What is the capital of region {number}?", f"Town {number}")),
        ("Basic", (f"Which <b>river</b> runs through {number}?", f"River {number}<br>and its tributaries")),
        ("Basic (and reversed card)", (f"word {number}", f"<div>meaning of {number}</div>")),
        (
            "Cloze",
            (f"{{{{c1::King {number}}}}} founded it in {{{{c2::{1000 + number % 900}}}}}.", "&nbsp;a remark"),
        ),
    )[number % 4]


def make_package(folder: Path, notes: int) -> Path:
    """A package of Anki with that many notes and their histories."""
    from anki.collection import AddNoteRequest, Collection, ExportAnkiPackageOptions

    path, package = folder / f"made-{notes}.anki2", folder / f"made-{notes}.apkg"
    collection = Collection(str(path))
    kinds: dict[str, Any] = {kind["name"]: kind for kind in collection.models.all()}
    decks = [collection.decks.id(f"Atlas::Regions {number:02}") for number in range(20)]
    requests = []
    for number in range(notes):
        kind, fields = fields_of(number)
        note = collection.new_note(kinds[kind])
        note.fields, note.tags = list(fields), [f"tag{number % 7}"]
        requests.append(AddNoteRequest(note, decks[number % 20]))
    collection.add_notes(requests)
    collection.close()
    answer_all(path)
    collection = Collection(str(path))
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True)
    collection.export_anki_package(out_path=str(package), limit=None, options=options)
    collection.close()
    return package


def answer_all(path: Path) -> None:
    """Give each card a history, in the closed collection."""
    random = Random(1)
    db = sqlite3.connect(path)
    db.create_collation("unicase", lambda one, other: (one > other) - (one < other))
    rows = []
    for place, (card,) in enumerate(db.execute("SELECT id FROM cards").fetchall()):
        day = place % 300
        for count in range(ANSWERS):
            at = BEGAN + day * DAY + place * 40 + count
            rating, taken = random.choice([1, 2, 3, 3, 3, 4]), random.randrange(500, 20_000)
            rows.append((at, card, -1, rating, 10, 5, 2500, taken, min(count, 1)))
            day += random.randrange(1, 30)
    db.executemany("INSERT OR IGNORE INTO revlog VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("UPDATE cards SET type = 2, queue = 2, due = 5, ivl = 12, factor = 2500, reps = ?", (ANSWERS,))
    db.commit()
    db.close()


def cost(*command: str, home: Path) -> Cost:
    """Run a command to its end."""
    start = perf_counter()
    silence = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    # Installed programs are compiled once, and so are ours.
    environment = {**os.environ, "QUIZKIT_HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}
    child = os.posix_spawn(command[0], command, environment, file_actions=silence)
    _, status, used = os.wait4(child, 0)
    assert status == 0, command
    return Cost(perf_counter() - start, used.ru_maxrss / 1000)


def compare(folder: Path, notes: int) -> None:
    # In a process of its own: what this one holds would count as the memory of those it starts.
    subprocess.run([sys.executable, __file__, "--make", str(folder), str(notes)], check=True)
    package = folder / f"made-{notes}.apkg"
    found: dict[str, list[Cost]] = {"Anki": [], "`quizkit import`": [], "`quizkit import --no-history`": []}
    quizkit = sys.executable, "-m", "quizkit", "import", str(package), "-o"
    for number in range(ROUNDS.get(notes, 3)):
        place = folder / f"{notes}-{number}"
        place.mkdir()
        commands = (
            (sys.executable, "-c", ANKI, str(package), str(place / "collection.anki2")),
            (*quizkit, str(place / "decks")),
            (*quizkit, str(place / "bare"), "--no-history"),
        )
        for costs, command in zip(found.values(), commands, strict=True):
            costs.append(cost(*command, home=place / command[-1][-4:]))
    table(notes, found)


def table(notes: int, found: dict[str, list[Cost]]) -> None:
    print(f"\n## Import of {notes:,} notes, with {ANSWERS} answers to each card\n")
    print("| what | s | × Anki | MB | × Anki |\n|---|---|---|---|---|")
    base = found["Anki"]
    for name, costs in found.items():
        seconds, memory = [each.seconds for each in costs], [each.memory for each in costs]
        spread = f"{median(seconds):.2f} ({min(seconds):.2f}–{max(seconds):.2f})"
        ratio = median(seconds) / median(each.seconds for each in base)
        more = median(memory) / median(each.memory for each in base)
        print(f"| {name} | {spread} | {ratio:.2f} | {median(memory):.0f} | {more:.2f} |", flush=True)


def main(sizes: Sequence[str]) -> None:
    if sizes[:1] == ["--make"]:
        make_package(Path(sizes[1]), int(sizes[2]))
        return
    with tempfile.TemporaryDirectory() as name:
        for notes in map(int, sizes) if sizes else NOTES:
            compare(Path(name), notes)


if __name__ == "__main__":
    main(sys.argv[1:])
