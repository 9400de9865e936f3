"""Where FSRS takes other numbers in Anki than here, a sync says so: cards would come at other times."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quizkit.scheduler import Scheduling

if TYPE_CHECKING:
    from tests.sync.conftest import Anki, Home

OURS = list(Scheduling().memory.parameters)
OTHERS = [*OURS[:3], OURS[3] + 1, *OURS[4:]]


def set_options(anki: Anki, options: Mapping[str, Any], *, fsrs: bool = True) -> None:
    with anki.opened() as col:
        col.set_config("fsrs", fsrs)
        for preset in col.decks.all_config():
            col.decks.update_config(preset | options)


@pytest.fixture
def answered(ours: Home, deck: Path, anki: Anki) -> Home:
    """A home whose first card was answered, in Anki too."""
    ours.answer("test/a", 3)
    ours.sync(deck, "--collection", anki.path, "--yes")
    return ours


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"desiredRetention": 0.8}, "desired_retention 0.8."),
        ({"fsrsParams6": OTHERS}, "parameters."),
        ({"desiredRetention": 0.85, "fsrsParams6": OTHERS}, "desired_retention 0.85, parameters."),
    ],
)
@pytest.mark.parametrize("way", ["--dry-run", "--yes"])
def test_other_numbers_are_told_with_where_to_set_ours(
    answered: Home, deck: Path, anki: Anki, options: Mapping[str, Any], told: str, way: str
) -> None:
    set_options(anki, options)
    said = answered.sync(deck, "--collection", anki.path, way).err
    assert f"in Anki differ from your settings: {told} " in said
    assert f"here in {answered.folder / 'settings.toml'}.\n" in said


@pytest.mark.parametrize(
    "options", [{"fsrsParams6": OURS}, {"fsrsParams6": []}, {"desiredRetention": 0.9}, {"name": "Mine"}]
)
def test_the_same_numbers_are_not_told(
    answered: Home, deck: Path, anki: Anki, options: Mapping[str, Any]
) -> None:
    set_options(anki, options)
    assert "differ" not in answered.sync(deck, "--collection", anki.path, "--yes").err


def test_what_is_set_here_is_compared(answered: Home, deck: Path, anki: Anki) -> None:
    (answered.folder / "settings.toml").write_text("desired_retention = 0.8\n")
    set_options(anki, {"desiredRetention": 0.8})
    assert "differ" not in answered.sync(deck, "--collection", anki.path, "--yes").err
    set_options(anki, {"desiredRetention": 0.9})
    assert "desired_retention 0.9." in answered.sync(deck, "--collection", anki.path, "--yes").err


def test_without_fsrs_nothing_is_told(answered: Home, deck: Path, anki: Anki) -> None:
    set_options(anki, {"desiredRetention": 0.8}, fsrs=False)
    assert "differ" not in answered.sync(deck, "--collection", anki.path, "--yes").err


def test_options_of_cards_that_were_never_answered_are_not_told(ours: Home, deck: Path, anki: Anki) -> None:
    ours.sync(deck, "--collection", anki.path, "--yes")
    set_options(anki, {"desiredRetention": 0.8})
    assert "differ" not in ours.sync(deck, "--collection", anki.path, "--yes").err


def test_options_of_other_decks_are_not_told(answered: Home, deck: Path, anki: Anki) -> None:
    with anki.opened() as col:
        col.set_config("fsrs", True)
        other = col.decks.add_config("Other")
        col.decks.update_config(other | {"desiredRetention": 0.8})
        theirs = col.decks.get(col.decks.id("Theirs"))
        theirs["conf"] = other["id"]
        col.decks.save(theirs)
    assert "differ" not in answered.sync(deck, "--collection", anki.path, "--yes").err
