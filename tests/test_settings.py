"""Where things lie, and the keys of settings.toml."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import fsrs
import platformdirs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.errors import QuizkitError
from quizkit.memory import DEFAULT_PARAMETERS
from quizkit.reviews import CardState, DueAt, Rating, Review
from quizkit.scheduler import Scheduling, answer
from quizkit.settings import Paths, Settings, load_settings, paths


def load(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(QuizkitError) as caught:
        load(tmp_path, text)
    return str(caught.value)


# --- where things lie --------------------------------------------------------------------------------


def test_quizkit_home_holds_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path))
    assert paths() == Paths(
        progress=tmp_path / "progress.sqlite",
        settings=tmp_path / "settings.toml",
        cache=tmp_path / "decks.sqlite",
        log=tmp_path / "error.log",
    )


def test_quizkit_home_may_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("QUIZKIT_HOME", "~/cards")
    assert paths().progress == tmp_path / "cards" / "progress.sqlite"


@pytest.mark.parametrize("unset", ["", None])
def test_without_quizkit_home_things_lie_where_the_system_wants_them(
    unset: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if unset is None:
        monkeypatch.delenv("QUIZKIT_HOME", raising=False)
    else:
        monkeypatch.setenv("QUIZKIT_HOME", unset)
    found = paths()
    data = Path(platformdirs.user_data_dir("quizkit", appauthor=False))
    assert found.progress == data / "progress.sqlite"
    assert found.log == data / "error.log"
    assert found.settings == Path(platformdirs.user_config_dir("quizkit", appauthor=False), "settings.toml")
    assert found.cache == Path(platformdirs.user_cache_dir("quizkit", appauthor=False), "decks.sqlite")


# --- what may be set ---------------------------------------------------------------------------------

EVERY_KEY = """
new_per_day = 5
reviews_per_day = 60
desired_retention = 0.85
maximum_interval = 365
learning_steps = [1, 5, 30.5]
relearning_steps = []
day_begins_at = 0
bury_siblings = false
fuzz = false
parameters = [
    0.4, 1.1, 3.1, 15.5, 7.2, 0.5, 1.5, 0.01, 1.5, 0.1, 1.0, 1.9, 0.1, 0.3, 2.2, 0.2, 3.0, 0.5, 0.0, 0.1, 0.2
]
"""
FSRS_6 = "the 21 parameters of FSRS-6, each within its bounds"
OWN = (*(0.4, 1.1, 3.1, 15.5, 7.2, 0.5, 1.5, 0.01, 1.5, 0.1, 1.0),
       *(1.9, 0.1, 0.3, 2.2, 0.2, 3.0, 0.5, 0.0, 0.1, 0.2))  # fmt: skip


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "settings.toml")
    assert settings == Settings()
    assert (settings.new_per_day, settings.reviews_per_day) == (20, 200)
    assert (settings.day_begins_at, settings.bury_siblings) == (4, True)


def test_the_default_scheduling_is_that_of_anki() -> None:
    scheduling = Settings().scheduling
    assert scheduling.memory.parameters == DEFAULT_PARAMETERS
    assert (scheduling.learning_steps, scheduling.relearning_steps) == ((1, 10), (10,))
    assert (scheduling.desired_retention, scheduling.maximum_interval) == (0.9, 36_500)
    assert scheduling.fuzz


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "new_per_day = 20\n"])
def test_what_a_file_leaves_out_keeps_its_default(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == Settings()


def test_every_key_can_be_set(tmp_path: Path) -> None:
    settings = load(tmp_path, EVERY_KEY)
    assert settings == Settings(5, 60, 0.85, 365, (1, 5, 30.5), (), 0, False, False, OWN)
    unchanged = [
        field.name
        for field in fields(Settings)
        if getattr(settings, field.name) == getattr(Settings(), field.name)
    ]
    assert unchanged == []


def test_the_settings_reach_the_scheduling(tmp_path: Path) -> None:
    scheduling = load(tmp_path, EVERY_KEY).scheduling
    assert scheduling.memory.parameters == OWN
    assert (scheduling.learning_steps, scheduling.relearning_steps) == ((1, 5, 30.5), ())
    assert (scheduling.desired_retention, scheduling.maximum_interval) == (0.85, 365)
    assert not scheduling.fuzz


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("new_per_day = -1", "a whole number from 0 to 9999"),
        ("new_per_day = 10000", "a whole number from 0 to 9999"),
        ("new_per_day = 2.0", "a whole number from 0 to 9999"),
        ("new_per_day = true", "a whole number from 0 to 9999"),
        ('new_per_day = "20"', "a whole number from 0 to 9999"),
        ("reviews_per_day = 100000", "a whole number from 0 to 99999"),
        ("desired_retention = 0.69", "a number from 0.7 to 0.99"),
        ("desired_retention = 1.0", "a number from 0.7 to 0.99"),
        ("desired_retention = 90", "a number from 0.7 to 0.99"),
        ("desired_retention = nan", "a number from 0.7 to 0.99"),
        ("maximum_interval = 0", "a whole number from 1 to 36500"),
        ("maximum_interval = 36501", "a whole number from 1 to 36500"),
        ("learning_steps = 10", "a list of minutes such as [1, 10]"),
        ('learning_steps = ["1m", "10m"]', "a list of minutes such as [1, 10]"),
        ("learning_steps = [0]", "a list of minutes such as [1, 10]"),
        ("learning_steps = [-5]", "a list of minutes such as [1, 10]"),
        ("learning_steps = [inf]", "a list of minutes such as [1, 10]"),
        ("learning_steps = [1e300]", "a list of minutes such as [1, 10]"),
        ("learning_steps = [true]", "a list of minutes such as [1, 10]"),
        ("learning_steps = [1,2,3,4,5,6,7,8,9,10,11]", "a list of minutes such as [1, 10]"),
        ("relearning_steps = [nan]", "a list of minutes such as [1, 10]"),
        ("day_begins_at = 24", "a whole number from 0 to 23"),
        ("day_begins_at = 04:00:00", "a whole number from 0 to 23"),
        ("bury_siblings = 1", "true or false"),
        ('fuzz = "no"', "true or false"),
        ("parameters = []", FSRS_6),
        (f"parameters = {list(OWN[:20])}", FSRS_6),
        (f"parameters = {[*OWN, 1.0]}", FSRS_6),
        (f"parameters = {[*OWN[:20], -0.2]}", FSRS_6),
        (f"parameters = {[*OWN[:20], 0.0]}", FSRS_6),
        (f"parameters = {[*OWN[:17], 99.0, *OWN[18:]]}", FSRS_6),
        (f"parameters = {[*OWN[:20]]}".replace("]", ", nan]"), FSRS_6),
        (f"parameters = {[*OWN[:20]]}".replace("]", ", inf]"), FSRS_6),
    ],
)
def test_a_wrong_value_is_named_with_what_it_must_be(tmp_path: Path, line: str, form: str) -> None:
    key = line.split(" ")[0]
    sentence = refused(tmp_path, f"# mine\n{line}\n")
    assert sentence.startswith(f"{tmp_path / 'settings.toml'}: '{key}' must be {form}, not ")


def test_an_unknown_key_is_named_with_the_one_it_looks_like_or_all(tmp_path: Path) -> None:
    with pytest.raises(QuizkitError, match="unknown setting 'new_per_dya'") as caught:
        load(tmp_path, "new_per_dya = 5\n")
    assert str(tmp_path / "settings.toml") in str(caught.value)
    assert caught.value.hint == "did you mean 'new_per_day'?"
    with pytest.raises(QuizkitError, match="unknown setting 'x'") as caught:
        load(tmp_path, "x = 5\n")
    assert all(field.name in caught.value.hint for field in fields(Settings))


@pytest.mark.parametrize("text", ["new_per_day: 5\n", "new_per_day =\n", "fuzz = true\nfuzz = false\n"])
def test_a_file_that_is_not_toml_is_refused_with_the_place(tmp_path: Path, text: str) -> None:
    sentence = refused(tmp_path, text)
    assert "settings.toml is not TOML" in sentence
    assert "line" in sentence


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes("# für\n".encode("latin-1"))
    with pytest.raises(QuizkitError, match=r"settings\.toml is not TOML"):
        load_settings(file)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuizkitError, match="cannot read"):
        load_settings(tmp_path)


BOUNDS = zip(fsrs.scheduler.LOWER_BOUNDS_PARAMETERS, fsrs.scheduler.UPPER_BOUNDS_PARAMETERS, strict=True)


@settings(deadline=None)
@given(
    own=st.tuples(*[st.floats(low, high) for low, high in BOUNDS]),
    steps=st.lists(st.floats(0.01, 525_600), max_size=3),
    ratings=st.lists(st.sampled_from(Rating), max_size=6),
)
def test_whatever_an_optimiser_finds_is_accepted_and_a_card_can_be_scheduled(
    own: tuple[float, ...],
    steps: list[float],
    ratings: list[Rating],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = f"parameters = {list(own)}\nlearning_steps = {steps}\nrelearning_steps = {steps}\n"
    file = tmp_path_factory.mktemp("settings") / "settings.toml"
    file.write_text(text, encoding="utf-8")
    scheduling: Scheduling = load_settings(file).scheduling
    state, day = CardState(), 739_000
    for rating in ratings:
        state = answer(state, Review("r", "d/q", rating, 0, day), scheduling)
        day = day if isinstance(state.due, DueAt) else state.due.day
    assert (state.phase == 0) == (not ratings)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says only that nothing is there")
@pytest.mark.parametrize("below", ["settings.toml", "deeper/settings.toml"])
def test_a_home_that_is_a_file_is_named(tmp_path: Path, below: str) -> None:
    home = tmp_path / "home"
    home.write_text("a file")
    with pytest.raises(QuizkitError, match=f"{home} is a file, and a folder is needed there") as told:
        load_settings(home / below)
    assert "QUIZKIT_HOME must name a folder" in told.value.hint
