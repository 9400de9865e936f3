"""Note types that last: Anki knows them, their fields and their cards by numbers that never change."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

import pytest
from quizkit.exporters.anki import note_types as module
from quizkit.exporters.anki.note_types import CHANGED_AT, COMMON, css, note_types

FILES = sorted((Path(module.__file__).parent / "cards").iterdir())


def test_note_types_keep_their_ids_for_ever() -> None:
    assert {note_type.name: note_type.id for note_type in note_types().values()} == {
        "quizkit flashcard": 1_716_400_101,
        "quizkit typed answer": 1_716_400_102,
        "quizkit choice": 1_716_400_103,
        "quizkit cloze": 1_716_400_104,
        "quizkit order": 1_716_400_105,
        "quizkit match": 1_716_400_106,
        "quizkit list": 1_716_400_107,
        "quizkit open question": 1_716_400_108,
    }


def test_fields_keep_their_places_for_ever() -> None:
    """With another field Anki takes it for another note type: give a spare one a name instead."""
    assert COMMON[:6] == ("Context", "Picture", "Sound", "Hint", "Explanation", "Source")
    assert COMMON[6:] == ("For quizkit", "Language")
    assert {name: kind.fields[: -len(COMMON)] for name, kind in note_types().items()} == {
        "Reveal": ("Front", "Back", "Both ways"),
        "TextEntry": ("Question", "Answer", "Also right", "Rejected"),
        "Choice": ("Question", "Kind", "Options", "Answer"),
        "Gaps": ("Text", "Options", "Also right"),
        "Order": ("Question", "Items", "Solution"),
        "Match": ("Question", "Items", "Partners", "Solution"),
        "List": ("Question", "Blanks", "Solution"),
        "ExtendedText": ("Question", "Rubric", "Model answer"),
    }


def test_fields_and_cards_have_numbers_that_never_change() -> None:
    numbers = [
        part["id"]
        for note_type in note_types().values()
        for part in (*note_type.as_genanki().fields, *note_type.as_genanki().templates)
    ]
    assert len(set(numbers)) == len(numbers) == 100
    digest = blake2b(repr(numbers).encode(), digest_size=4).hexdigest()
    assert digest == "7287d099"


def test_a_new_look_has_a_new_date() -> None:
    """Where this fails: put ``CHANGED_AT`` forward, then write it here with the new digest."""
    look = repr([note_type.templates for note_type in note_types().values()]) + css()
    assert (CHANGED_AT, blake2b(look.encode(), digest_size=4).hexdigest()) == (1_795_413_600, "684da1ec")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_in_a_script_or_style_is_a_field_or_an_end_to_anki(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\{\{|</|<!--|\[\[|\[sound:|https?:|url\(|@import", text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_scripts_and_styles_are_small_and_readable(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 200
    assert max(map(len, lines)) <= 120


def test_every_field_is_shown_but_those_that_are_not_for_the_learner() -> None:
    for note_type in note_types().values():
        shown = "".join(side for _, *sides in note_type.templates for side in sides)
        unseen = [field for field in note_type.fields if not re.search(rf"\{{\{{(\w+:)?{field}\}}\}}", shown)]
        assert set(unseen) <= {"For quizkit", "Both ways"}
