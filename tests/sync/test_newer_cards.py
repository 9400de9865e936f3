"""A sync after an update of quizkit: notes go to Anki with the cards that they are made for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quizkit.exporters.anki.note_types import css, note_types

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync.conftest import Anki, Home

pytestmark = pytest.mark.slow


def write(deck: Path, question: str) -> None:
    deck.write_text(f"deck: Test\nid: test\nquestions:\n- {question}\n")


def test_a_changed_note_brings_its_newer_cards_along(ours: Home, deck: Path, anki: Anki) -> None:
    write(deck, "{id: a, ask: old?, answer: b, wrong: [c]}")
    ours.settled(deck, anki)
    with anki.opened() as col:
        kind = anki.note(col, "test/a").note_type()
        kind["css"], kind["tmpls"][0]["afmt"] = "", "{{Question}} of an earlier version"
        kind["flds"][-1]["name"] = "Spare 2"
        for template in kind["tmpls"]:
            template["qfmt"] = "{{Question}}"
        col.models.update_dict(kind)
        schema = col.db.scalar("SELECT scm FROM col")
        col.db.execute("UPDATE notetypes SET mtime_secs = 1700000000")
    write(deck, "{id: a, ask: new?, answer: b, wrong: [c]}")
    assert "1 changed note" in ours.sync(deck, "--collection", anki.path, "--yes").err
    with anki.opened() as col:
        kind = anki.note(col, "test/a").note_type()
        assert (kind["css"], kind["flds"][-1]["name"]) == (css(), "Language")
        ((_, front, back),) = note_types()["Choice"].templates
        assert (kind["tmpls"][0]["qfmt"], kind["tmpls"][0]["afmt"]) == (front, back)
        assert anki.note(col, "test/a").fields[0] == "new?"
        assert col.db.scalar("SELECT scm FROM col") == schema  # no full sync
    assert anki.is_sound()
