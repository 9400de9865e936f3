"""Whatever a note holds, it goes back to Anki as it came, and what a deck says of it is sound."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.deckfile.native import encoded, native_path, read_native
from quizkit.deckfile.reader import load_deck
from quizkit.exporters.anki import Media, Placed, card_names, export
from quizkit.importers.apkg import Imported, Known, Source, decks_of
from quizkit.importers.archive import open_archive
from quizkit.importers.collection import Collection, read_collection
from quizkit.importers.writing import plan, writer

ODD = "<>&\"'[]{}:\\$*_`~#-+.!()|=/ \n\t\x00\x07\u202e\u2028\ufeff\u00a0é🏠09"
WORDS = [
    *(
        "<b>",
        "</b>",
        "<br>",
        "<div>",
        "</div>",
        "<img src=a.png>",
        "[sound:a.mp3]",
        "&nbsp;",
        "&lt;",
        "{{c1::",
        "}}",
    ),
    *("::", "\\(", "\\)", "[latex]", "[/latex]", "<ul><li>", "**", "- ", "1. ", "$", "true", "no", "__", "y"),
]
FIELD = st.lists(
    st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8") | st.sampled_from(ODD), max_size=6),
    max_size=8,
).map(lambda pieces: "".join(pieces).replace("\x1f", ""))
TAGS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=5), max_size=3
)
ANSWER = "{{FrontSide}}<hr id=answer>"
MODELS = [
    genanki.Model(
        1_600_000_000 + number,
        f"Model {number}",
        [{"name": "A"}, {"name": "B"}, {"name": "C"}],
        [
            {"name": f"Card {place}", "qfmt": front, "afmt": back}
            for place, (front, back) in enumerate(templates)
        ],
        model_type=kind,
    )
    for number, (kind, templates) in enumerate(
        (
            (0, [("{{A}}", ANSWER + "{{B}}")]),
            (0, [("{{A}}", ANSWER + "{{B}}"), ("{{B}}", ANSWER + "{{A}}")]),
            (0, [("{{A}} {{type:B}}", ANSWER + "{{type:B}} {{C}}")]),
            (
                0,
                [
                    ("{{#C}}{{A}}{{/C}}{{^C}}{{B}}{{/C}}", "{{A}} {{B}}"),
                    ("x {{C}}", "{{A}}<script>{{B}}</script>"),
                ],
            ),
            (1, [("{{cloze:A}}", "{{cloze:A}}<br>{{B}}")]),
        )
    )
]
Drawn = tuple[genanki.Model, str, str, str, list[str]]
NOTES: st.SearchStrategy[list[Drawn]] = st.lists(
    st.tuples(st.sampled_from(MODELS), FIELD, FIELD, FIELD, TAGS), min_size=1, max_size=4
)


def collection_in(package: Path, folder: Path) -> Collection:
    with open_archive(package) as archive:
        archive.unpack_collection(folder / "collection")
    return read_collection(folder / "collection")


def rows(collection: Collection) -> dict[str, tuple[tuple[str, ...], tuple[str, ...], str, tuple[int, ...]]]:
    return {
        note.guid: (
            note.fields,
            note.tags,
            collection.notetypes[note.notetype_id].name,
            tuple(card.ord for card in collection.cards if card.note_id == note.id),
        )
        for note in collection.notes
    }


def imported(package: Path, folder: Path) -> tuple[Collection, Imported]:
    """Import a package below a folder, as the command does."""
    with open_archive(package) as archive:
        archive.unpack_collection(folder / "collection")
        collection = read_collection(folder / "collection")
        found = decks_of(Source(collection, {}), Known({}, {}, {}))
        made = plan(found.decks, collection.notetypes, {}, folder / "decks", "en")
        with writer(made, archive, folder / "decks") as write:
            write()
    return collection, found


def written(notes: Sequence[Drawn], path: Path) -> Path:
    """A package of schema 11, made without any program that would look at the notes."""
    db = sqlite3.connect(":memory:")
    db.executescript(APKG_SCHEMA + APKG_COL)
    db.execute(
        "UPDATE col SET models = ?", (json.dumps({kind.model_id: kind.to_json(0, 1) for kind in MODELS}),)
    )
    for number, (kind, *fields, tags) in enumerate(notes, 1):
        row = number, f"g{number}", kind.model_id, f" {' '.join(tags)} ", "\x1f".join(fields)
        db.execute("INSERT INTO notes VALUES (?, ?, ?, 3, -1, ?, ?, '', 0, 0, '')", row)
        for place in range(2 if kind.model_type else len(kind.templates)):
            card = number * 10 + place, number, place
            db.execute(
                "INSERT INTO cards VALUES (?, ?, 1, ?, 3, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '')", card
            )
    db.commit()
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("collection.anki2", db.serialize())
    db.close()
    return path


@given(NOTES)
@settings(max_examples=200, deadline=None)
def test_notes_of_any_text_come_back_as_they_were(notes: list[Drawn]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before, found = imported(written(notes, folder / "in.apkg"), folder)
        decks = []
        for path in sorted((folder / "decks").rglob("*.yaml")):
            read, problems = load_deck(path)
            assert problems == []
            decks.append(Placed(read, (), read_native(path)))
        made = export(decks, Media(), 1_700_000_000)
        (folder / "out.apkg").write_bytes(made.data)
        assert card_names(decks).keys() == {(n.guid, number) for n, *_ in made.notes for number in n.cards}
        assert made.changes.stale == []
        after = rows(collection_in(folder / "out.apkg", folder))

    expected = {guid: row for guid, row in rows(before).items() if any(map(str.strip, row[0]))}
    assert sum(found.left_out.values()) == len(notes) - len(expected)
    assert {guid: row[:3] for guid, row in after.items()} == {guid: row[:3] for guid, row in expected.items()}
    # A cloze may lack cards that its text has no gap for, as Anki itself would take them away.
    assert all(set(after[guid][3]) <= set(row[3]) for guid, row in expected.items())


def test_what_lies_beside_a_deck_reads_back_as_it_was(tmp_path: Path) -> None:
    note = MODELS[4], "{{c1::a}} <b>b</b>", "x\u2028y", "", ["ä"]
    imported(written([note], tmp_path / "in.apkg"), tmp_path)
    path = tmp_path / "decks/Default.yaml"
    native = read_native(path)

    assert native is not None
    (kept,) = native.notes.values()
    assert (kept.guid, kept.tags, kept.fields[1]) == ("g1", ("ä",), "x\u2028y")
    assert encoded(native) == native_path(path).read_bytes()
    again = native._replace(notes={"other": kept})
    native_path(path).write_bytes(encoded(again))
    assert read_native(path) == again
