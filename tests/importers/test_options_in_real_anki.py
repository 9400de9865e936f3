"""The deck options of the real Anki become settings."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from quizkit.errors import QuizkitError
from quizkit.importers.collection import read_collection
from quizkit.importers.options import Options, options_of
from quizkit.memory import DEFAULT_PARAMETERS
from quizkit.settings import Settings, load_settings

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

FORMS = ("modern", "legacy", "whole")
OWN = [round(w * 1.01, 4) for w in DEFAULT_PARAMETERS]


def options_in(package: Path, folder: Path) -> Options | None:
    with ZipFile(package) as archive:
        unpacked = Path(archive.extract("collection.anki21", folder))
    return options_of(unpacked, read_collection(unpacked))


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


def test_those_of_schema_14_stand_in_a_table_as_json(anki: AnkiUser, tmp_path: Path) -> None:
    with ZipFile(with_options(anki, "legacy")) as archive:
        unpacked = Path(archive.extract("collection.anki21", tmp_path))
    before = options_of(unpacked, read_collection(unpacked))
    with closing(sqlite3.connect(unpacked)) as db:
        ((presets,),) = db.execute("SELECT dconf FROM col")
        db.execute("CREATE TABLE deck_config (id INTEGER PRIMARY KEY, name TEXT, config BLOB)")
        rows = [
            (preset["id"], preset["name"], json.dumps(preset).encode())
            for preset in json.loads(presets).values()
        ]
        db.executemany("INSERT INTO deck_config VALUES (?, ?, ?)", rows)
        db.execute("UPDATE col SET dconf = ''")
        db.commit()
    assert before is not None
    assert options_of(unpacked, read_collection(unpacked)) == before


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


def test_parameters_that_are_quizkits_own_are_nothing_to_tell(anki: AnkiUser, tmp_path: Path) -> None:
    package = with_options(anki, "legacy", fsrsParams6=list(DEFAULT_PARAMETERS))
    found = options_in(package, tmp_path)
    assert found is not None
    assert "parameters" not in found.settings


ENDLESS = "WITH RECURSIVE n(id, kind) AS (SELECT 1, x'' UNION ALL SELECT id + 1, x'' FROM n) SELECT * FROM n"
MODERN = "CREATE TABLE {} (id, name, kind)", "CREATE TABLE deck_config (id, name, config)"


@pytest.mark.parametrize(
    ("statements", "is_refused"),
    [
        ((f"CREATE VIEW deck_config AS {ENDLESS}",), False),
        ((f"CREATE VIEW decks AS {ENDLESS}", MODERN[1]), False),
        ((*MODERN, "INSERT INTO {} VALUES (1, 'x', 4000000000000)"), True),
        ((*MODERN, "INSERT INTO {} VALUES (1, 'x', x'ff')"), True),
        ((*MODERN, "INSERT INTO deck_config VALUES (1, 'x', x'0a050102030405')"), False),
    ],
    ids=["a view", "a view of decks", "a number for bytes", "no message", "half a number"],
)
def test_options_are_read_and_never_obeyed(
    anki: AnkiUser, tmp_path: Path, statements: tuple[str, ...], *, is_refused: bool
) -> None:
    anki.add("Basic", "front", "back")
    with ZipFile(anki.package("legacy")) as archive:
        unpacked = Path(archive.extract("collection.anki21", tmp_path))
    with closing(sqlite3.connect(unpacked)) as db:
        for statement in statements:
            db.execute(statement.format("decks"))
        db.commit()
    collection = read_collection(unpacked)
    with pytest.raises(QuizkitError) if is_refused else nullcontext():
        options_of(unpacked, collection)
