"""Where things lie, and how a learner wants to study: ``settings.toml`` beside the progress.

``QUIZKIT_HOME`` moves progress, settings and cache together into one folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from quizkit.days import ROLLOVER_HOUR
from quizkit.errors import QuizkitError
from quizkit.files import write_atomically
from quizkit.memory import Memory
from quizkit.messages import _
from quizkit.quoting import did_you_mean
from quizkit.scheduler import Scheduling

FILE_NAME = "settings.toml"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where quizkit keeps what is the learner's."""

    progress: Path
    settings: Path
    cache: Path
    log: Path


def paths() -> Paths:
    """The paths for this user, under ``QUIZKIT_HOME`` where that is set."""
    home = os.environ.get("QUIZKIT_HOME")
    if home:
        data = config = cache = Path(home).expanduser()
    else:
        import platformdirs  # 20 ms, and not needed where QUIZKIT_HOME is set

        data = Path(platformdirs.user_data_dir("quizkit", appauthor=False))
        config = Path(platformdirs.user_config_dir("quizkit", appauthor=False))
        cache = Path(platformdirs.user_cache_dir("quizkit", appauthor=False))
    return Paths(
        progress=data / "progress.sqlite",
        settings=config / FILE_NAME,
        cache=cache / "decks.sqlite",
        log=data / "error.log",
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys of ``settings.toml``, with their defaults."""

    new_per_day: int = 20
    reviews_per_day: int = 200
    desired_retention: float = 0.9
    maximum_interval: int = 36_500
    learning_steps: tuple[float, ...] = (1, 10)
    relearning_steps: tuple[float, ...] = (10,)
    day_begins_at: int = ROLLOVER_HOUR
    bury_siblings: bool = True
    fuzz: bool = True
    parameters: tuple[float, ...] = ()

    @property
    def scheduling(self) -> Scheduling:
        return Scheduling(
            Memory(self.parameters) if self.parameters else Memory(),
            self.desired_retention,
            self.learning_steps,
            self.relearning_steps,
            self.maximum_interval,
            self.fuzz,
        )


def load_settings(path: Path) -> Settings:
    """The settings in a file; the defaults where there is none. Raises QuizkitError naming the wrong key."""
    data = _bytes_of(path)
    if not data:
        return Settings()
    import tomllib  # only where there are settings

    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuizkitError(_("{path} is not TOML: {error}").format(path=path, error=error)) from error
    known = {field.name: field for field in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            raise QuizkitError(
                _("{path}: unknown setting '{name}'").format(path=path, name=name),
                hint=did_you_mean(name, known, _("known settings: {words}")),
            )
        form, fits = _FORMS[name]
        if not fits(value):
            raise QuizkitError(
                _("{path}: '{name}' must be {form}, not {value!r}").format(
                    path=path, name=name, form=form, value=value
                )
            )
    checked: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    return Settings(**checked)


def _bytes_of(path: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except NotADirectoryError as error:
        file = next(parent for parent in path.parents if parent.is_file())
        hint = _("QUIZKIT_HOME must name a folder; it is made where it is missing")
        raise QuizkitError(
            _("{file} is a file, and a folder is needed there").format(file=file), hint=hint
        ) from error
    except OSError as error:
        raise QuizkitError(
            _("cannot read {path}: {reason}").format(path=path, reason=error.strerror or error)
        ) from error


def accepts(name: str, value: object) -> bool:
    """Whether a setting may have a value."""
    _form, fits = _FORMS[name]
    return fits(value)


def adopted(path: Path, values: Mapping[str, object]) -> list[str]:
    """Write settings into the file, below what stands there; returns those that are left as they were set.

    Raises QuizkitError where the file has a mistake or cannot be written.
    """
    import json  # only here

    load_settings(path)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    there = _keys(text)
    lines = [f"{name} = {json.dumps(value)}\n" for name, value in values.items() if name not in there]
    if lines:
        if text and not text.endswith("\n"):
            text += "\n"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, f"{text}{''.join(lines)}".encode())
        except OSError as error:
            raise QuizkitError(
                _("cannot write {path}: {reason}").format(path=path, reason=error.strerror or error)
            ) from error
    return [name for name in values if name in there]


def _keys(text: str) -> set[str]:
    import tomllib

    return set(tomllib.loads(text))


def _whole(low: int, high: int) -> tuple[str, Callable[[Any], bool]]:
    return _("a whole number from {low} to {high}").format(
        low=low, high=high
    ), lambda v: type(v) is int and low <= v <= high


def _numbers(what: str, lengths: range, low: float, high: float) -> tuple[str, Callable[[Any], bool]]:
    def fits(value: Any) -> bool:
        return (
            isinstance(value, list)
            and len(value) in lengths
            and all(type(number) in {int, float} and low <= number <= high for number in value)
        )

    return what, fits


def _within_bounds(parameters: list[float]) -> bool:
    return all(low <= w <= high for w, (low, high) in zip(parameters, _BOUNDS, strict=True))


_FLAG: tuple[str, Callable[[Any], bool]] = (_("true or false"), lambda v: type(v) is bool)
_STEPS = _numbers(_("a list of minutes such as [1, 10]"), range(11), 0.01, 525_600)
# Where the optimisers look for each of the 21 parameters; beyond, the formulas leave the range of floats.
_BOUNDS = (
    *((0.001, 100),) * 4,
    *((1, 10), (0.001, 4), (0.001, 4), (0.001, 0.75)),
    *((0, 4.5), (0, 0.8), (0.001, 3.5)),
    *((0.001, 5), (0.001, 0.25), (0.001, 0.9), (0, 4)),
    *((0, 1), (1, 6)),
    *((0, 2), (0, 2), (0, 0.8), (0.1, 0.8)),
)
_PARAMETERS = _numbers(_("the 21 parameters of FSRS-6, each within its bounds"), range(21, 22), 0, 100)
_FORMS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "new_per_day": _whole(0, 9999),
    "reviews_per_day": _whole(0, 99_999),
    "desired_retention": (_("a number from 0.7 to 0.99"), lambda v: type(v) is float and 0.7 <= v <= 0.99),
    "maximum_interval": _whole(1, 36_500),
    "learning_steps": _STEPS,
    "relearning_steps": _STEPS,
    "day_begins_at": _whole(0, 23),
    "bury_siblings": _FLAG,
    "fuzz": _FLAG,
    "parameters": (_PARAMETERS[0], lambda v: _PARAMETERS[1](v) and _within_bounds(v)),
}
