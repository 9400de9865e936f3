"""The descriptions of Anki's decks: read from both schemas, and kept beside a deck."""

from __future__ import annotations

from pathlib import Path

from quizkit.deckfile.native import Description, Native, encoded, native_path, read_native
from quizkit.importers.decks import legacy_descriptions
from quizkit.importers.descriptions import claims, with_newer_descriptions

A, B, C = Description("<b>A</b>"), Description("B", is_markdown=True), Description("C", modified=7)


def test_those_of_schema_11_are_read_but_for_decks_made_by_a_filter() -> None:
    decks = {
        "1": {"name": "D", "desc": "<b>A</b>", "mod": 7, "md": False},
        "2": {"name": "D::E", "desc": "B", "md": True},
        "3": {"name": "F", "desc": ""},
        "4": {"name": "G", "desc": "of a filter", "dyn": 1},
        "5": {"name": "H"},
    }
    assert legacy_descriptions(decks) == {"D": A._replace(modified=7), "D::E": B}


def test_each_deck_keeps_its_own_description() -> None:
    assert claims(["D", "D::E"], {"D": A, "D::E": B, "F": C}) == {"D": {"D": A}, "D::E": {"D::E": B}}


def test_the_first_deck_below_one_without_questions_keeps_its_description() -> None:
    assert claims(["D::E", "D::F"], {"D": A, "D::F": B}) == {"D::E": {"D": A}, "D::F": {"D::F": B}}


def test_what_was_written_in_anki_since_takes_the_place_of_what_was_there() -> None:
    native = Native("D::E", {}, {}, {}, {"D": A, "D::E": C})
    newer = A._replace(text="new", modified=8)
    after = with_newer_descriptions(native, {"D": newer, "D::E": newer, "F": newer})
    assert after.descriptions == {"D": newer, "D::E": newer}


def test_an_older_package_takes_nothing_back() -> None:
    native = Native("D", {}, {}, {}, {"D": C})
    assert with_newer_descriptions(native, {"D": A._replace(modified=7)}) is native


def test_the_same_description_of_a_later_day_changes_nothing() -> None:
    native = Native("D", {}, {}, {}, {"D": C})
    assert with_newer_descriptions(native, {"D": C._replace(modified=9)}) is native


def test_a_description_written_after_the_first_import_is_kept_too() -> None:
    native = Native("D", {}, {}, {})
    assert with_newer_descriptions(native, {"D": C}).descriptions == {"D": C}


def test_descriptions_read_back_as_they_were(tmp_path: Path) -> None:
    native = Native("D", {}, {}, {}, {"D": Description('"<b>é</b>\n\x07', modified=3), "C": B})
    path = tmp_path / "d.yaml"
    native_path(path).write_bytes(encoded(native))
    assert read_native(path) == native
