"""The deck options of the real Anki become settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from quizkit.memory import DEFAULT_PARAMETERS
from quizkit.settings import Settings, load_settings

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

FORMS = ("modern", "legacy", "whole")
OWN = [round(w * 1.01, 4) for w in DEFAULT_PARAMETERS]


def with_options(anki: AnkiUser, form: str, **changed: Any) -> Path:
    """A package with a big deck that has options of its own and a small one with Anki's."""
    preset = anki.col.decks.add_config("Mine")
    preset.update(changed)
    preset["new"].update(delays=[2, 15], perDay=7)
    preset["rev"].update(maxIvl=400)
    anki.col.decks.update_config(preset)
    for number in range(3):
        anki.add("Basic", f"front {number}", "back", deck="Big")
    anki.add("Basic", "other", "back", deck="Small")
    big = anki.col.decks.by_name("Big")
    big["conf"] = preset["id"]
    anki.col.decks.save(big)
    return anki.package(form)


@pytest.mark.parametrize("form", FORMS)
def test_the_options_of_most_cards_are_taken_over_where_that_is_wanted(
    anki: AnkiUser, quizkit: Program, tmp_path: Path, home: Path, form: str
) -> None:
    package = with_options(anki, form, desiredRetention=0.85, fsrsParams6=OWN)

    run = quizkit("import", package, "-o", tmp_path / "decks")
    told = "new_per_day, desired_retention, maximum_interval, learning_steps, parameters"
    assert "“Mine” differ from your settings" in run.err
    assert set(told.split(", ")) == set(run.err.partition("settings: ")[2].partition(".")[0].split(", "))
    assert load_settings(home / "settings.toml") == Settings()

    assert quizkit("import", package, "-o", tmp_path / "decks", "--options").code == 0
    settings = load_settings(home / "settings.toml")
    assert settings.parameters == tuple(OWN)
    assert (settings.desired_retention, settings.maximum_interval) == (0.85, 400)
    assert (settings.learning_steps, settings.new_per_day) == ((2, 15), 7)
    assert "--options" not in quizkit("import", package, "-o", tmp_path / "decks").err


def test_what_the_learner_set_stays(anki: AnkiUser, quizkit: Program, tmp_path: Path, home: Path) -> None:
    home.mkdir(exist_ok=True)
    mine = "# my own\nnew_per_day = 3"
    (home / "settings.toml").write_text(mine)
    package = with_options(anki, "modern", desiredRetention=0.85)

    run = quizkit("import", package, "-o", tmp_path / "decks", "--options")

    assert "Left as you set them: new_per_day." in run.err
    assert (home / "settings.toml").read_text().startswith(f"{mine}\n")
    settings = load_settings(home / "settings.toml")
    assert (settings.new_per_day, settings.desired_retention) == (3, 0.85)


def test_parameters_of_fsrs_5_are_carried_on(
    anki: AnkiUser, quizkit: Program, tmp_path: Path, home: Path
) -> None:
    package = with_options(anki, "modern", fsrsParams5=OWN[:19])
    assert quizkit("import", package, "-o", tmp_path / "decks", "--options").code == 0
    assert load_settings(home / "settings.toml").parameters == (*OWN[:19], 0.0, 0.5)


def test_what_no_setting_can_be_is_left(anki: AnkiUser, quizkit: Program, tmp_path: Path, home: Path) -> None:
    package = with_options(anki, "modern", desiredRetention=0.2, fsrsParams6=[1e30] * 21)
    assert quizkit("import", package, "-o", tmp_path / "decks", "--options").code == 0
    settings = load_settings(home / "settings.toml")
    assert (settings.desired_retention, settings.parameters) == (0.9, ())
