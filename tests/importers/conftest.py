"""A learner who used Anki for years: the real one, with notes, pictures, sounds and a history."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

os.environ.setdefault("ANKI_TEST_MODE", "1")  # Anki reads it once: no chance in its intervals

# When the learner began: seconds since 1970, long enough ago for a history.
BEGAN = 1_600_000_000
DAY_MS = 86_400_000


class Told(NamedTuple):
    """What a collection holds, without the ids that each collection gives for itself.

    ``notes``: by guid; by guid and number ``cards``: deck, whether suspended, whether flagged; and
    ``reviews``: instant (to 20 ms), rating and time taken; ``media``: bytes by name.
    """

    notes: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], int]]
    cards: dict[tuple[str, int], tuple[str, bool, bool]]
    reviews: dict[tuple[str, int], list[tuple[int, int, int]]]
    media: dict[str, bytes]


class AnkiUser:
    """A learner's Anki."""

    def __init__(self, folder: Path) -> None:
        self.anki = pytest.importorskip(
            "anki.collection", reason="Anki itself is the oracle: pip install anki"
        )
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.col = self.anki.Collection(str(folder / "collection.anki2"))

    # --- making -------------------------------------------------------------------------------------

    def add(self, kind: str, *fields: str, deck: str = "Default", tags: str = "", mod: int = BEGAN) -> Any:
        """A note of a note type, with all its cards in one deck; returns it."""
        note = self.col.new_note(self.col.models.by_name(kind))
        note.fields = [*fields, *[""] * (len(note.fields) - len(fields))]
        note.tags = tags.split()
        self.col.add_note(note, self.col.decks.id(deck))
        self.col.db.execute("UPDATE notes SET mod = ? WHERE id = ?", mod, note.id)
        return note

    def note_type(
        self, name: str, fields: str, *templates: tuple[str, str], css: str = "", cloze: bool = False
    ) -> None:
        """A note type of the learner's own; ``templates``: front and back of each card."""
        models = self.col.models
        kind = models.new(name)
        kind["type"], kind["css"] = int(cloze), css or kind["css"]
        for field in fields.split(", "):
            models.add_field(kind, models.new_field(field))
        for number, (front, back) in enumerate(templates, 1):
            template = models.new_template(f"Card {number}")
            template["qfmt"], template["afmt"] = front, back
            models.add_template(kind, template)
        models.add(kind)

    def media(self, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            Path(self.col.media.dir(), name).write_bytes(data)

    def answered(self, note: Any, *rows: tuple[int, int, int, int], number: int = 0) -> None:
        """Rows for the history of a card: day since ``BEGAN``, rating, time taken (ms), type of row."""
        (card,) = self.col.db.list("SELECT id FROM cards WHERE nid = ? AND ord = ?", note.id, number)
        for place, (day, rating, taken, kind) in enumerate(rows):
            at = BEGAN * 1000 + day * DAY_MS + place * 600_000 + card % 100_000
            self.col.db.execute(
                "INSERT INTO revlog VALUES (?, ?, -1, ?, 10, 5, 2500, ?, ?)", at, card, rating, taken, kind
            )
        self.col.db.execute(
            "UPDATE cards SET type = 2, queue = 2, due = 5, ivl = 10, factor = 2500, reps = ?, data = ?"
            " WHERE id = ?",
            len(rows),
            f'{{"lrt":{at // 1000}}}',
            card,
        )

    # --- packages -----------------------------------------------------------------------------------

    def package(self, form: str) -> Path:
        """All of it as a package: ``modern`` (.anki21b), ``legacy`` (.anki21) or ``whole`` (.colpkg)."""
        out = self.folder / f"{form}.{'colpkg' if form == 'whole' else 'apkg'}"
        if form == "whole":
            self.col.export_collection_package(str(out), include_media=True, legacy=False)
            self.col.reopen()
            return out
        options = self.anki.ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, with_media=True, legacy=form == "legacy"
        )
        self.col.export_anki_package(out_path=str(out), limit=None, options=options)
        return out

    def take(self, package: Path) -> dict[str, int]:
        """Import a package as Anki does unless told otherwise; returns how many notes it did what with."""
        options = self.anki.ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        request = self.anki.ImportAnkiPackageRequest(package_path=str(package), options=options)
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()
        counts = {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting")}
        return {name: count for name, count in counts.items() if count}

    # --- what is there ------------------------------------------------------------------------------

    def note_types(self) -> dict[str, Any]:
        """Every note type in use, by name, but for what changes with each write."""
        ids = self.col.db.list("SELECT DISTINCT mid FROM notes")
        kinds = [self.col.models.get(id) for id in ids]
        without = {"id", "mod", "usn", "req", "did", "tags", "vers", "originalId"}
        return {kind["name"]: {key: kind[key] for key in kind if key not in without} for kind in kinds}

    def told(self) -> Told:
        notes = {}
        names = {kind.id: kind.name for kind in self.col.models.all_names_and_ids()}
        for guid, kind, fields, tags, mod in self.col.db.execute(
            "SELECT guid, mid, flds, tags, mod FROM notes"
        ):
            notes[guid] = names[kind], tuple(fields.split("\x1f")), tuple(tags.split()), mod
        query = (
            "SELECT n.guid, c.ord, c.id, CASE WHEN c.odid THEN c.odid ELSE c.did END, c.queue = -1, c.flags"
            " FROM cards c JOIN notes n ON n.id = c.nid"
        )
        cards, reviews = {}, {}
        for guid, number, card, deck, suspended, flags in self.col.db.execute(query):
            cards[guid, number] = self.col.decks.name(deck), bool(suspended), bool(flags)
            log = "SELECT id / 20, ease, time FROM revlog WHERE cid = ? AND ease > 0 AND type < 4 ORDER BY id"
            if rows := [tuple(row) for row in self.col.db.execute(log, card)]:
                reviews[guid, number] = rows
        folder = Path(self.col.media.dir())
        return Told(notes, cards, reviews, {path.name: path.read_bytes() for path in folder.iterdir()})

    def is_sound(self) -> bool:
        """Whether Anki's check of the database finds nothing to mend."""
        report, ok = self.col.fix_integrity()
        assert ok, report
        return "\n" not in report.strip()


@pytest.fixture
def new_anki(tmp_path: Path) -> Iterator[Callable[[], AnkiUser]]:
    made: list[AnkiUser] = []

    def user() -> AnkiUser:
        made.append(AnkiUser(tmp_path / f"anki-{len(made)}"))
        return made[-1]

    yield user
    for each in made:
        each.col.close()


@pytest.fixture
def anki(new_anki: Callable[[], AnkiUser]) -> AnkiUser:
    return new_anki()
