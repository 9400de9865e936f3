"""The documentation is run: its commands, Python, YAML and tables, its links, and the names it mentions."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import pytest
import typer.main
from quizkit.cli.app import app
from quizkit.deckfile import read_deck
from quizkit.deckfile.reader import DECK_KEYS
from quizkit.grading import proposed_rating
from quizkit.model import Interaction
from quizkit.responses import Grade
from quizkit.schema import deck_schema, format_tables
from quizkit.settings import Settings

if TYPE_CHECKING:
    from tests.conftest import Program

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")

_FENCE = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_VERDICT = re.compile(r"\| `(.+)` \| `(.+)` \| (right|note|part: \d+%|wrong).*\|")
_FILE = re.compile(r"[\w./-]+\.(?:py|md|yaml|json|toml)")
# Click's own options, which it documents itself.
_CLICKS = {"--help", "-h", "--install-completion", "--show-completion"}
# Files that are the reader's, or the worked example's.
_READERS_FILES = {"settings.toml", "translation.py", "capitals.yaml", "words.yaml"}


class Block(NamedTuple):
    """A fenced block of a page; ``file`` names the file whose content it is, "" where it is none."""

    page: Path
    line: int
    language: str
    file: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


class Step(NamedTuple):
    """A command of a block, with the output that the block shows (None: it shows none)."""

    command: str
    output: str | None


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        language, file, body = match.groups()
        yield Block(page, text.count("\n", 0, match.start()) + 1, language, file or "", body)


BLOCKS = [block for page in PAGES for block in blocks_of(page)]


def blocks(*languages: str) -> pytest.MarkDecorator:
    """Parametrise a test with the blocks in some languages that are not files."""
    chosen = [block for block in BLOCKS if block.language in languages and not block.file]
    assert chosen, f"no block in {languages}"
    return pytest.mark.parametrize("block", chosen, ids=str)


def steps_of(block: Block) -> Iterator[Step]:
    """``sh``: each line is a command. ``console``: after ``$ `` a command, below it what it prints."""
    if block.language == "sh":
        for line in block.text.splitlines():
            command = re.split(r"\s+#\s", line)[0].strip()
            if command:
                yield Step(command, None)
        return
    for piece in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = piece.partition("\n")
        yield Step(command, output)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what a reader of the documentation has before them."""
    for name in ("decks", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def put_files(page: Path, folder: Path) -> None:
    """Write the files that a page shows; those of the package go into a copy of it."""
    for block in blocks_of(page):
        if block.file.startswith("quizkit/") and not (folder / "quizkit").exists():
            shutil.copytree(
                ROOT / "quizkit", folder / "quizkit", ignore=shutil.ignore_patterns("__pycache__")
            )
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.text, encoding="utf-8")


def run(command: str, folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a shell command in ``folder`` with the quizkit of this environment, or the folder's own."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {
        "PATH": path,
        "HOME": str(folder),
        "QUIZKIT_HOME": str(folder / "home"),
        "PYTHONPATH": str(folder),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        ["sh", "-c", command],
        check=False,
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
    )


def without_a_person(command: str) -> str:
    """The command in the form that needs nobody at the keyboard."""
    if re.search(r"\bquizkit (study|quiz)\b", command):
        return f"{command} --plain"
    return (
        f"{command} --help"
        if re.search(r"\bquizkit (new|add|edit|preview|anki sync)\b", command)
        else command
    )


# --- commands ---------------------------------------------------------------------------------------


@pytest.mark.slow
@blocks("sh", "console")
def test_every_command_of_the_documentation_works(block: Block, folder: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    put_files(block.page, folder)
    for command, output in steps_of(block):
        if command.startswith("make "):
            assert re.search(rf"^{command.removeprefix('make ')}:", makefile, re.MULTILINE), command
        elif command == ". .venv/bin/activate":
            assert "VENV := .venv\n" in makefile
        else:
            done = run(without_a_person(command), folder)
            if output is None:
                assert done.returncode == 0, (command, done.stderr)
            else:
                assert done.stdout + done.stderr == output, command


def test_the_two_set_up_commands_come_first() -> None:
    steps = [step.command for block in blocks_of(ROOT / "README.md") for step in steps_of(block)]

    assert steps[:2] == ["make quiz", "make test"]


def _snippets() -> Iterator[tuple[str, str]]:
    """(place, code) for every piece of code on the pages: spans in the text, and lines of blocks."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for span in _CODE_SPAN.findall(_FENCE.sub("", text)):
            yield page.name, span
    for block in BLOCKS:
        if block.language in {"sh", "console"}:
            for step in steps_of(block):
                yield str(block), step.command


def _options(command: Any) -> set[str]:
    named = [
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    ]
    return {option for option in named if option.startswith("-")}


def _commands(group: Any) -> dict[str, Any]:
    """The commands by what is typed, ``anki sync`` too."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        nested = _commands(command) if hasattr(command, "commands") else {}
        found |= {name: command} | {f"{name} {inner}": each for inner, each in nested.items()}
    return found


def test_every_command_and_option_in_the_documentation_exists() -> None:
    group: Any = typer.main.get_command(app)
    commands = _commands(group)
    all_options = set[str]().union(_CLICKS, _options(group), *map(_options, commands.values()))
    for place, snippet in _snippets():
        code = snippet.removeprefix("python -m ")
        options = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", code))
        found = re.match(r"(?:QUIZKIT_HOME=\S+ )?quizkit (anki sync|[a-z]+)?", code)
        if found and found[1]:
            assert found[1] in commands, (place, code)
            assert options <= _options(commands[found[1]]) | _CLICKS, (place, code)
        elif found or code.startswith("--"):
            assert options <= all_options, (place, code)


def test_every_command_and_option_is_in_the_documentation() -> None:
    group: Any = typer.main.get_command(app)
    told = "\n".join(code for _, code in _snippets())
    for name, command in _commands(group).items():
        assert f"quizkit {name}" in told
        for parameter in command.params:
            long = [option for option in parameter.opts if option.startswith("--")]
            assert all(option in told for option in long if option not in _CLICKS), (name, long)


# --- Python and YAML --------------------------------------------------------------------------------


@blocks("python")
def test_the_python_of_the_documentation_runs(
    block: Block, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)

    exec(compile(block.text, str(block), "exec"), {"__name__": "__main__"})


@blocks("yaml")
def test_the_decks_of_the_documentation_are_sound(block: Block) -> None:
    text = block.text
    if text.startswith("- "):
        text = "deck: Questions\nquestions:\n" + text

    deck = read_deck(text.encode(), str(block))

    assert deck.problems == ()
    assert deck.questions


@pytest.mark.slow
def test_the_worked_example_is_the_whole_of_a_new_question_type(folder: Path) -> None:
    put_files(ROOT / "CONTRIBUTING.md", folder)
    question = "{word: el estuario, means: estuary, accept: firth}"
    (folder / "words.yaml").write_text(f"deck: Words\nquestions:\n  - {question}\n")

    checked = run("quizkit check words.yaml", folder)
    studied = run("quizkit study --plain words.yaml", folder, stdin="Firth\n\n:q\n")
    exported = run("quizkit export words.yaml -o words.apkg", folder)
    schema = json.loads(run("quizkit schema", folder).stdout)

    assert checked.stderr == "1 deck, 1 question: no mistakes\n"
    assert "el estuario" in studied.stdout
    assert "Right." in studied.stdout
    assert "1 question" in exported.stderr
    assert (folder / "words.apkg").stat().st_size > 0
    assert schema["$defs"]["translation"]["required"] == ["word", "means"]


# --- what is made from the program ------------------------------------------------------------------


def test_the_tables_of_the_deck_format_say_what_the_loader_reads() -> None:
    page = (DOCS / "deck-format.md").read_text(encoding="utf-8")
    begin, end = "<!-- tables: made by docs/make_reference.py -->\n\n", "\n<!-- end of tables -->"
    told = page.partition(begin)[2].partition(end)[0]

    assert told == format_tables(DECK_KEYS), "run docs/make_reference.py"


def test_the_schema_file_is_what_the_program_prints() -> None:
    kept = json.loads((DOCS / "deck.schema.json").read_text(encoding="utf-8"))

    assert kept == deck_schema(DECK_KEYS), "run docs/make_reference.py"


def test_studying_names_every_setting_with_its_default() -> None:
    (block,) = (block for block in blocks_of(DOCS / "studying.md") if block.language == "toml")
    settings = Settings()
    defaults = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    assert defaults.pop("parameters") == ()  # told below the block: it has no default to show

    told = tomllib.loads(block.text)

    assert {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()} == defaults


def verdicts_of_grading() -> Iterator[tuple[str, str, str, str]]:
    """(language, keys or answer, typed, verdict) for every row of the tables that judge answers."""
    language = ""
    for line in (DOCS / "grading.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            language = ""
        elif line.endswith("| typed | |"):
            language = "es" if "Spanish" in line else "en"
        elif language and (row := _VERDICT.fullmatch(line)):
            yield language, row[1], row[2], row[3]
        else:
            assert not language or line == "|---|---|---|", line


@pytest.mark.parametrize(("language", "keys", "typed", "verdict"), [*verdicts_of_grading()])
def test_the_tables_of_grading_say_what_quizkit_grade_says(
    quizkit: Program, tmp_path: Path, language: str, keys: str, typed: str, verdict: str
) -> None:
    kind = "" if re.match("answers?: ", keys) else "type: short-answer, answer: "
    kind = "type: list-recall, " if keys.startswith("answers") else kind
    if keys.startswith("answer: ") and re.search(r"\d-\d", keys):
        kind = "type: date, "
    answer = keys if re.match("answers?: ", keys) else json.dumps(keys)
    deck = tmp_path / "deck.yaml"
    question = f"{{id: q, ask: Which?, {kind}{answer}}}"
    deck.write_text(f"deck: D\nlanguage: {language}\nquestions: [{question}]\n", encoding="utf-8")

    judged = quizkit("grade", deck, "--json", "--", "q", typed).json

    told = {0: "wrong", 1: "note" if judged["note"] else "right"}
    assert told.get(judged["score"], f"part: {judged['score']:.0%}") == verdict


def test_the_ratings_of_grading_are_those_that_are_proposed() -> None:
    page = (DOCS / "grading.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d.]+)(?: to ([\d.]+))? \| (yes|no|either) \| (\w+) \|$", page, re.MULTILINE)
    assert len(rows) == 4
    for low, high, slowly, rating in rows:
        for score in (float(low), float(high or low)):
            for slow in {"yes": (True,), "no": (False,), "either": (True, False)}[slowly]:
                assert proposed_rating(Grade(score), slow=slow).name.capitalize() == rating


def test_the_page_on_results_names_every_key(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("deck: D\nquestions: [{ask: Which?, answer: this}]\n")
    quizkit("quiz", deck, "--result", "result.json", stdin="this\n")
    result = json.loads(Path("result.json").read_text(encoding="utf-8"))
    page = (DOCS / "quiz-result.md").read_text(encoding="utf-8")
    table, _, below = page.partition("\nEach answer")
    keys = re.findall(r"`(\w+)`", " ".join(row.split("|")[1] for row in table.splitlines() if "| `" in row))

    assert set(keys) == result.keys()
    assert set(re.findall(r"`(\w+)`", below)) == result["answers"][0].keys()


def test_architecture_names_every_interaction() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")

    assert [kind.__name__ for kind in get_args(Interaction) if f"`{kind.__name__}`" not in page] == []


def test_architecture_has_the_layers_of_the_contract() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = re.findall(r"\w+", " ".join(contract["contracts"][0]["layers"]))
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"^    __main__ .*?\n\n", page, re.MULTILINE | re.DOTALL)
    assert block
    # What a line says of its modules begins in a column of its own, after two blanks or more.
    named = re.sub(r"(?<=\S) {2,}.*|^ {20,}.*", "", block[0], flags=re.MULTILINE)

    assert re.findall(r"\w+", named) == layers


@pytest.mark.slow
def test_the_pictures_show_the_program_as_it_is(tmp_path: Path) -> None:
    subprocess.run([sys.executable, DOCS / "make_pictures.py", tmp_path], check=True)

    kept = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "pictures").iterdir()}
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert kept == made, "run docs/make_pictures.py"


# --- links, names, decisions ------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))

    inside = [link for link in links if not link.startswith(("http:", "https:"))]
    assert [link for link in inside if not (page.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    parts = [ROOT / part for part in ("quizkit", "docs", "decks", "examples", "tests")]
    files = [*ROOT.iterdir(), *(path for part in parts for path in part.rglob("*"))]
    known = {f"/{path.relative_to(ROOT).as_posix()}" for path in files}
    spans = _CODE_SPAN.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))

    named = {span for span in spans if _FILE.fullmatch(span)} - _READERS_FILES
    assert [name for name in named if not any(path.endswith(f"/{name}") for path in known)] == []


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").iterdir()), ids=lambda path: path.name)
def test_a_decision_is_short_and_has_its_three_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert path.name[:4].isdigit()
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert len([line for line in text.splitlines() if not line.startswith("|")]) < 25
    places = [text.index(f"**{part}.**") for part in ("Context", "Decision", "Consequence")]
    assert places == sorted(places)


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (DOCS / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    names = [re.split(r"[<>=]", dependency)[0] for dependency in project["dependencies"]]

    assert [name for name in names if f"| {name} |" not in page] == []
