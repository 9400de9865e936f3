"""Measures quizkit on this machine and prints Markdown tables: python tests/benchmarks/run.py [--quick].

Every figure is the median of several runs with the least and the greatest. What is compared runs in turns,
so that a busy moment of the machine falls on all of it. docs/benchmarks.md keeps one such run.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import fsrs
import genanki
import pexpect
from quizkit.deckfile import load_deck
from quizkit.exporters import anki
from quizkit.exporters.anki import Media, Placed, note_of
from quizkit.exporters.anki.note_types import NoteType, note_types
from quizkit.memory import Memory
from quizkit.model import Deck
from quizkit.reviews import CardState, Rating, Review
from quizkit.scheduler import Scheduling, answer

QUIZKIT = (sys.executable, "-m", "quizkit")
ROOT = Path(__file__).parents[2]
DECKS, DOCUMENTS = ROOT / "decks", ROOT.parent / "shared" / "documents"
# Questions of a library, and in how many files they lie.
LIBRARIES = {100: 5, 1_000: 50, 10_000: 50, 100_000: 50}
NOTES = {10_000: 11, 100_000: 3}  # notes of a package, and how often it is made
HISTORIES, ANSWERS = 500, 20
FIRST_QUESTION = "What is the capital of region 0?"

Runs = list[float]


# --- what is measured with --------------------------------------------------------------------------

# One of each type; `{i}` is the number of the question.
QUESTIONS = (
    """\
  - {{id: q{i}, ask: What is the capital of region {i}?, answer: Town {i}, accept: [T{i}], cite: atlas#{i}}}
""",
    """\
  - id: q{i}
    ask: Which river runs through region {i}?
    answer: River {i}
    wrong:
      - Brook {i}: It runs through the next one.
      - Canal {i}
      - Stream {i}
""",
    """\
  - id: q{i}
    statement: Region {i} lies south of the mountains.
    answer: true
    explain: It has done so since the reform of the regions.
""",
    """\
  - id: q{i}
    cloze: "Region {i} was founded in {{{{{i}}}}} by {{{{King {i}::who?}}}}."
    tags: [kings]
""",
    """\
  - {{id: q{i}, front: Flower of region {i}, back: Flower {i}, both_ways: true}}
""",
)


def write_library(folder: Path, questions: int, files: int) -> Path:
    """A folder with ``questions`` questions of five types, evenly spread over ``files`` decks."""
    folder.mkdir()
    each = questions // files
    for number in range(files):
        head = f"deck: Regions {number:03}\nid: regions-{number:03}\nquestions:\n"
        body = "".join(QUESTIONS[i % 5].format(i=number * each + i) for i in range(each))
        (folder / f"regions-{number:03}.yaml").write_text(head + body, encoding="utf-8")
    return folder


@contextmanager
def learner(home: Path) -> Iterator[None]:
    """Commands run for the learner whose progress and cache lie in ``home``."""
    os.environ["QUIZKIT_HOME"] = str(home)
    yield
    del os.environ["QUIZKIT_HOME"]


# --- timing -----------------------------------------------------------------------------------------


def seconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


def in_turns(actions: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Runs]:
    """What each action returns, one round after the other; a first round does not count."""
    found: dict[str, Runs] = {name: [] for name in actions}
    for number in range(rounds + 1):
        for name, action in actions.items():
            value = action()
            if number:
                found[name].append(value)
    return found


def process(*command: str) -> float:
    """Seconds from the start of a command to its end."""
    quiet = subprocess.DEVNULL
    return seconds(partial(subprocess.run, command, check=True, stdout=quiet, stderr=quiet))


def first_question(decks: Path) -> float:
    """Seconds from the start of ``study`` to its first question on a screen of 80 × 24."""
    start = perf_counter()
    command, *arguments = [*QUIZKIT, "study", str(decks)]
    child = pexpect.spawn(command, arguments, dimensions=(24, 80), timeout=300)
    child.expect_exact(FIRST_QUESTION)
    taken = perf_counter() - start
    child.close(force=True)
    return taken


# --- the figures ------------------------------------------------------------------------------------


def start_up(rounds: int) -> None:
    """A command that does nothing, against Python and typer alone."""
    python = partial(process, sys.executable, "-c")
    found = in_turns(
        {
            "`python -c pass`": partial(python, "pass"),
            "`python -c 'import typer'`": partial(python, "import typer"),
            "`quizkit --help`": partial(process, *QUIZKIT, "--help"),
        },
        rounds,
    )
    base, typer_alone, _ = found.values()
    rows = [(name, ms(runs), times(runs, base), times(runs, typer_alone)) for name, runs in found.items()]
    table("Start", ("command", "ms", "× Python", "× typer"), rows)


def commands(folder: Path, libraries: Mapping[int, int], rounds: int, cold_rounds: int) -> None:
    """``due`` and the first question of ``study``: cold (nothing cached yet) and warm, by size."""
    rows = []
    homes = count()
    for size, files in libraries.items():
        decks = write_library(folder / f"library-{size}", size, files)
        actions = {
            "`due`": partial(process, *QUIZKIT, "due", str(decks)),
            "`study`, first question": partial(first_question, decks),
        }
        cold: dict[str, Runs] = {name: [] for name in actions}
        for _ in range(cold_rounds):
            for name, action in actions.items():
                with learner(folder / f"home-{next(homes)}"):
                    cold[name].append(action())
        with learner(folder / f"home-{next(homes)}"):
            warm = in_turns({"": partial(process, sys.executable, "-c", "pass"), **actions}, rounds)
        base = warm.pop("")
        for name, runs in warm.items():
            rows.append(
                (f"{size:,}", name, ms(cold[name]), ms(runs), times(runs, base), times(cold[name], runs))
            )
    head = ("questions", "command", "cold, ms", "warm, ms", "warm × Python", "cold × warm")
    table("Commands by size of the library", head, rows)


def proof(folder: Path, rounds: int) -> None:
    """The decks of the project against the documents that they cite, where those are present."""
    if not DOCUMENTS.is_dir():
        print("\nProof of sources was not measured: the documents are not here.")
        return
    sources = ("--sources", str(DOCUMENTS))
    actions = {
        "`check --sources`": partial(process, *QUIZKIT, "check", str(DECKS), *sources),
        "`cover`": partial(process, *QUIZKIT, "cover", str(DECKS), *sources),
    }
    with learner(folder / "home-proof"):
        found = in_turns({"": partial(process, sys.executable, "-c", "pass"), **actions}, rounds)
    base = found.pop("")
    rows = [(name, ms(runs), times(runs, base)) for name, runs in found.items()]
    table("Proof of the bundled decks", ("command", "ms", "× Python"), rows)


def scheduling(rounds: int) -> None:
    """Steps of the memory model a second, against py-fsrs on the same answers."""
    random = Random(1)
    histories = [
        [(random.choice([*Rating, Rating.GOOD, Rating.GOOD]), random.randrange(30)) for _ in range(ANSWERS)]
        for _ in range(HISTORIES)
    ]
    found = in_turns(
        {
            "py-fsrs `Scheduler.review_card`": partial(_py_fsrs, histories),
            "`scheduler.answer`": partial(_answer, histories),
            "`Memory.next`": partial(_next, histories),
            "`Memory.follow`": partial(_follow, histories),
        },
        rounds,
    )
    base = next(iter(found.values()))
    rows = [(name, spread(runs, 1e-3, "{:,.0f}"), times(runs, base)) for name, runs in found.items()]
    table("Scheduler", ("what", "1,000 steps a second", "× py-fsrs"), rows)


Histories = Sequence[Sequence[tuple[Rating, int]]]


def _rate(action: Callable[[], object]) -> float:
    return HISTORIES * ANSWERS / seconds(action)


def _py_fsrs(histories: Histories) -> float:
    scheduler = fsrs.Scheduler(enable_fuzzing=False)
    ratings = {rating: fsrs.Rating(int(rating)) for rating in Rating}
    plans = [[(ratings[rating], timedelta(days=days)) for rating, days in history] for history in histories]

    def steps() -> None:
        for plan in plans:
            card, now = fsrs.Card(), datetime(2026, 1, 1, tzinfo=UTC)
            for rating, later in plan:
                now += later
                card, _ = scheduler.review_card(card, rating, now)

    return _rate(steps)


def _answer(histories: Histories) -> float:
    scheduling = Scheduling()
    plans: list[list[Review]] = []
    for number, history in enumerate(histories):
        day = 739_000
        plans.append([])
        for rating, days in history:
            day += days
            plans[-1].append(Review("", f"card-{number}", rating, day * 86_400_000, day))

    def steps() -> None:
        for plan in plans:
            state = CardState()
            for review in plan:
                state = answer(state, review, scheduling)

    return _rate(steps)


def _next(histories: Histories) -> float:
    memory = Memory()

    def steps() -> None:
        for (first, _), *later in histories:
            state = memory.first(first)
            for rating, days in later:
                state = memory.next(state, rating, days)

    return _rate(steps)


def _follow(histories: Histories) -> float:
    memory = Memory()

    def steps() -> None:
        for history in histories:
            memory.follow(history)

    return _rate(steps)


def export(folder: Path, notes: int, rounds: int) -> None:
    """An Anki package, against genanki writing the same notes, with and without the time to make them."""
    library = write_library(folder / f"export-{notes}", notes, 50)
    decks = [load_deck(path)[0] for path in sorted(library.iterdir())]
    ours, theirs = folder / "ours.apkg", folder / "theirs.apkg"
    now = int(datetime.now(UTC).timestamp())
    made = _genanki_notes(decks)
    found = in_turns(
        {
            "genanki `Package.write_to_file`, notes made before": lambda: seconds(
                lambda: genanki.Package(made).write_to_file(theirs)
            ),
            "genanki, from questions to file": lambda: seconds(
                lambda: genanki.Package(_genanki_notes(decks)).write_to_file(theirs)
            ),
            "quizkit, from questions to file": lambda: seconds(
                lambda: ours.write_bytes(anki.export([*map(Placed, decks)], Media(), now).data)
            ),
        },
        rounds,
    )
    base = next(iter(found.values()))
    sizes = [theirs.stat().st_size / 1e6] * 2 + [ours.stat().st_size / 1e6]
    rows = [
        (name, ms(runs), times(runs, base), f"{size:.2f}", f"{size / sizes[0]:.2f}")
        for (name, runs), size in zip(found.items(), sizes, strict=True)
    ]
    table(
        f"Export of {notes:,} notes in {len(decks)} decks",
        ("what", "ms", "× genanki", "MB", "× genanki"),
        rows,
    )


def _genanki_notes(decks: Sequence[Deck]) -> list[object]:
    """The decks as genanki's, with the fields and note types that quizkit gives them."""
    models = {name: _genanki_model(kind) for name, kind in note_types().items()}
    made: list[object] = []
    for number, deck in enumerate(decks, 1_600_000_000):
        carrier = genanki.Deck(number, deck.title)
        for note in (note_of(question, deck) for question in deck.questions):
            model = models[note.note_type]
            carrier.add_note(genanki.Note(model, list(note.fields), guid=note.guid, tags=note.tags))
        made.append(carrier)
    return made


def _genanki_model(kind: NoteType) -> genanki.Model:
    """A note type with all that genanki finds out of it."""
    made = kind.as_genanki()
    parts = made.fields, made.templates, made.css, made.model_type
    return genanki.Model(made.model_id, made.name, *parts)


# --- printing ---------------------------------------------------------------------------------------


def spread(runs: Runs, factor: float, form: str) -> str:
    low, middle, high = (form.format(value * factor) for value in (min(runs), median(runs), max(runs)))
    return f"{middle} ({low}–{high})"


def ms(runs: Runs) -> str:
    return spread(runs, 1e3, "{:,.0f}")


def times(runs: Runs, base: Runs) -> str:
    """The ratio of two medians."""
    return f"{median(runs) / median(base):.2f}"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"\n## {title}\n", " | ".join(["", *head, ""]).strip(), "|" + "---|" * len(head), sep="\n")
    for row in rows:
        print(" | ".join(["", *row, ""]).strip(), flush=True)


def machine() -> str:
    """Cores, processor, system, Python and date."""
    names = [
        line.partition(":")[2].strip()
        for line in (Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ())
        if line.startswith("model name")
    ]
    processor = names[0] if names else platform.processor() or platform.machine()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores ({processor}), {platform.system()}, {python}, {datetime.now(UTC).date()}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure quizkit on this machine.")
    parser.add_argument(
        "--quick", action="store_true", help="small libraries and few rounds, to try the script"
    )
    quick = parser.parse_args().quick
    # Installed programs are compiled once, and so are ours.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    libraries = {size: files for size, files in LIBRARIES.items() if size <= 1_000 or not quick}
    rounds, cold_rounds = (2, 1) if quick else (11, 3)
    print(f"Machine: {machine()}. Medians of {rounds} runs (least–greatest), cold of {cold_rounds}.")
    with tempfile.TemporaryDirectory() as name:
        tempfile.tempdir = name  # genanki leaves its temporary files behind
        folder = Path(name)
        with learner(folder / "home"):
            start_up(rounds)
        commands(folder, libraries, rounds, cold_rounds)
        proof(folder, rounds)
        scheduling(rounds)
        for notes, times_made in {1_000: rounds}.items() if quick else NOTES.items():
            export(folder, notes, times_made)
        # In a process of its own, so that no more memory is counted than an import takes.
        moving_in = [
            sys.executable,
            str(Path(__file__).with_name("moving_in.py")),
            *(["1000"] if quick else []),
        ]
        subprocess.run(moving_in, check=True)


if __name__ == "__main__":
    main()
