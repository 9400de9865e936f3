"""The interface in the reader's language: every text is marked, translated, and nothing but a text."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
LOCALE = ROOT / "quizkit" / "locale"
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/quizkit.po"))
DECK = DATA / "all_types.yaml"


@cache
def make_messages() -> Any:
    """The script that collects the texts."""
    spec = importlib.util.spec_from_file_location("make_messages", ROOT / "docs" / "make_messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def messages(path: Path) -> tuple[Message, ...]:
    with path.open("rb") as file:
        return tuple(message for message in read_po(file) if message.id)


def forms(text: Any) -> tuple[str, ...]:
    """A text, or the forms of one that depends on a number."""
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"(?<!{){\w*[^{}]*}(?!})", text))


def in_language(language: str, *command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a Python script, or ``-m quizkit``, for a reader of ``language``."""
    environment = {**os.environ, "LANGUAGE": language, "PYTHONIOENCODING": "utf-8"}
    arguments = [sys.executable, *map(str, command)]
    return subprocess.run(
        arguments, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False, **options
    )


# --- the catalogue ----------------------------------------------------------------------------------


def test_the_texts_of_the_program_are_the_texts_of_the_catalogues() -> None:
    wanted = {(each.context, forms(each.text)) for each in make_messages().our_texts() if each.text}
    for path in (LOCALE / "quizkit.pot", *CATALOGUES):
        known = {(message.context, forms(message.id)) for message in messages(path)}
        assert wanted - known == set(), f"run make messages for {path.name}"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_text_is_translated_with_the_same_placeholders_and_edges(path: Path) -> None:
    assert len(messages(path)) > 900
    for message in messages(path):
        assert not message.fuzzy
        english = forms(message.id)
        for text in forms(message.string):
            assert text.strip(), english
            assert placeholders(text) in [placeholders(form) for form in english], english
            edges = [re.match(r"\s*", side).group() for side in (text, text[::-1])]  # type: ignore[union-attr]
            own = [re.match(r"\s*", side).group() for side in (english[0], english[0][::-1])]  # type: ignore[union-attr]
            assert edges == own or english[0] == " and ", english


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_what_the_program_reads_is_made_of_what_translators_write(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == make_messages().compiled(path)


def test_spanish_is_there() -> None:
    assert LOCALE / "es" / "LC_MESSAGES" / "quizkit.po" in CATALOGUES


# --- nothing is left unmarked -----------------------------------------------------------------------

# Keys are called so on every keyboard; what follows is typed as it stands here, whatever the language.
_KEYS = r"Ctrl-[A-Z]|\b(?:Esc|Tab|fg)\b"
_ALLOWED = set("quizkit git yaml yml json jsonl apkg tmp".split())


def unmarked(text: str) -> set[str]:
    """The words outside all brackets; a short help may have lost its closing one."""
    text = re.sub(_KEYS, "", re.sub(r"⟦[^⟦⟧\n]*\.\.\.$", "", text, flags=re.MULTILINE))
    while "⟦" in text:
        shorter = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
        assert shorter != text, f"brackets that do not match: {text}"
        text = shorter
    return set(re.findall(r"(?<![-\w./])[A-Za-z]{3,}(?![\w.-]*=)", text)) - _ALLOWED


def test_the_test_sees_an_unmarked_word() -> None:
    assert unmarked("⟦a ⟦nested⟧ text⟧ Pictures ⟦of⟧ --option x.yaml") == {"Pictures"}


def bracketed(*command: str | Path, home: Path, stdin: str = "") -> str:
    """What a command says, with every translated text in brackets; paths are left out."""
    run = in_language("en", DATA / "in_brackets.py", *command, input=stdin, cwd=home)
    assert "Traceback" not in run.stderr, run.stderr
    said = f"{run.stdout}\n{run.stderr}"
    return re.sub(rf"{re.escape(str(home))}\S*|{re.escape(str(DATA))}\S*", "", said)


def test_every_word_on_the_screens_is_marked(home: Path, tmp_path: Path) -> None:
    said = bracketed(DATA / "screens.py", "80", home=tmp_path)
    for screen in said.split("== ")[1:]:
        name, _, lines = screen.partition("\n")
        assert unmarked(re.sub(r"\s+", " ", lines)) == set(), name


ANSWERS = "\n".join(["", "2", ":?", "Рейн", ":h", ":o", ":w", "1", "1 2", "1 2 3", *["1"] * 40])


@pytest.mark.slow
def test_every_word_of_the_plain_way_and_of_the_tables_is_marked(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "сломано.yaml"
    broken.write_text("deck: Ж\nquestions:\n  - {id: а, ask: Что?, ответ: да}\n", encoding="utf-8")
    for command, stdin in (
        (("study", "--plain", DECK), ANSWERS),
        (("quiz", "--plain", "--count", "15", "--pass", "90", DECK), ANSWERS),
        (("due", DECK, broken), ""),
        (("stats", DECK), ""),
        (("stats", "--overrides", DECK), ""),
        (("log",), ""),
        (("show", "реки/б", DECK), ""),
        (("check", DECK), ""),
        (("check", broken), ""),
        (("rebuild",), ""),
        (("export", "-o", tmp_path / "а.apkg", DECK), ""),
    ):
        said = bracketed("quizkit", *command, home=tmp_path, stdin=stdin)
        assert "⟦" in said, command
        # A type is named in the deck as it is here; a key of the deck stands in quotes.
        said = re.sub(r"'[a-z_]+'|short-answer|[а-я]/[а-я]", "", said)
        assert unmarked(said) == set(), (command, said)


def commands() -> list[tuple[str, ...]]:
    import typer
    from quizkit.cli.app import app

    group: Any = typer.main.get_command(app)
    names: list[tuple[str, ...]] = [()]
    for name, command in group.commands.items():
        names.append((name,))
        names += [(name, sub) for sub in getattr(command, "commands", ())]
    return names


@pytest.mark.slow
def test_every_word_of_the_help_is_marked(home: Path, tmp_path: Path) -> None:
    for command in commands():
        said = bracketed("quizkit", *command, "--help", home=tmp_path)
        # The names of commands and of kinds of values stand at the beginning of a line, or in capitals.
        said = re.sub(r"^ +[a-z]+(?= )|\b[A-Z]+\b|<date\|number\|name\|role>", "", said, flags=re.MULTILINE)
        said = re.sub(rf"quizkit( {' '.join(command)})?", "", said)
        assert unmarked(said) == set(), (command, said)


@pytest.mark.parametrize(
    "command",
    [
        ("study", "--nowhere"),
        ("stduy",),
        ("edit",),
        ("quiz", "--count", "many"),
        ("quiz", "--count", "0"),
        ("quiz", "--seed", "x"),
        ("quiz", "--count"),
        ("due", "--json=yes"),
        ("rebuild", "now"),
    ],
    ids=" ".join,
)
def test_every_word_about_a_wrong_call_is_marked(
    command: tuple[str, ...], home: Path, tmp_path: Path
) -> None:
    said = bracketed("quizkit", *command, home=tmp_path)
    assert "⟦Error: " in said
    usage, _, error = said.partition("⟦Error: ")
    assert unmarked(usage.replace(f"quizkit {command[0]}", "")) == set()
    assert unmarked(f"⟦{error}") == set()


# --- in Spanish -------------------------------------------------------------------------------------

SPANISH = DATA / "screens_es.txt"


def test_screens_in_spanish_look_as_they_did(home: Path) -> None:
    shown = ""
    for width in ("80", "40"):
        names = ("а asked 0", "б judged 1", "г judged 0", "к asked 1", "help", "paused")
        shown += in_language("es", DATA / "screens.py", width, *names).stdout
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SPANISH.write_text(shown, encoding="utf-8")
    assert shown == SPANISH.read_text(encoding="utf-8")


def test_no_line_of_a_spanish_screen_is_longer_than_a_narrow_terminal(home: Path) -> None:
    from prompt_toolkit.utils import get_cwidth

    lines = in_language("es", DATA / "screens.py", "40").stdout.splitlines()
    assert len(lines) > 500
    assert [line for line in lines if get_cwidth(line) > 40 and not line.startswith("== ")] == []


def test_a_foot_of_a_spanish_screen_leaves_room_on_a_narrow_terminal(home: Path) -> None:
    for screen in in_language("es", DATA / "screens.py", "40").stdout.split("== ")[1:]:
        *_, foot = screen.rstrip().rpartition("\n\n")
        assert len(foot.splitlines()) <= 4 or "ending" in screen, screen


@pytest.mark.parametrize(
    ("language", "column"),
    [("es", "mazo"), ("es_MX", "mazo"), ("fr:es", "mazo"), ("en", "deck"), ("fr", "deck"), ("x:y", "deck")],
)
def test_the_program_speaks_the_first_language_that_it_knows(language: str, column: str, home: Path) -> None:
    assert in_language(language, "-m", "quizkit", "due", DECK).stdout.startswith(column)


def test_the_locale_counts_where_no_list_of_languages_is_set(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    assert in_language("", "-m", "quizkit", "due", DECK).stdout.startswith("mazo")


def test_a_wrong_call_is_told_in_spanish(home: Path) -> None:
    run = in_language("es", "-m", "quizkit", "study", "--nowhere")
    assert run.returncode == 2
    assert run.stderr.startswith("Uso: quizkit study [OPCIONES] [MAZOS]...\nPrueba 'quizkit study -h'")
    assert "Error: No existe la opción --nowhere" in run.stderr


@pytest.mark.slow
def test_a_mistake_in_a_deck_is_told_in_the_language_of_whoever_reads_it(home: Path, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("deck: D\nquestions:\n  - {ask: a, answre: b}\n", encoding="utf-8")
    for language, words in (
        ("es", "clave desconocida 'answre' en una pregunta short-answer"),
        ("en", "unknown key 'answre' in a short-answer question"),
    ):
        in_language(language, "-m", "quizkit", "due", deck)
        assert words in in_language(language, "-m", "quizkit", "check", deck).stdout
        told = "1 mazo" if language == "es" else "1 deck"
        assert told in in_language(language, "-m", "quizkit", "check", deck).stderr


@pytest.mark.slow
def test_a_count_of_one_is_told_as_one(home: Path, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("deck: D\nquestions:\n  - {front: a, back: b}\n", encoding="utf-8")
    assert re.search(r"1: 1 nueva *\n", in_language("es", "-m", "quizkit", "stats", deck).stdout)
    studied = in_language("es", "-m", "quizkit", "study", "--plain", deck, input="\n4\n").stdout
    assert "1 respuesta · 1 recordada (100%)" in studied
    assert re.search(r"1: 1 joven *\n", in_language("es", "-m", "quizkit", "stats", deck).stdout)


# --- what the language may not change ---------------------------------------------------------------


def test_the_language_never_changes_what_an_answer_earns(home: Path, tmp_path: Path) -> None:
    responses = tmp_path / "responses.jsonl"
    lines = [
        {"id": name, "response": response}
        for name in "бвгдезий"
        for response in ("дуна", "Рейн", "2.850", "май 1953", "Нил, Конго и Волга", "Верно", "yes", "sí", "")
    ]
    responses.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    verdicts = []
    for language in ("en", "es"):
        run = in_language(language, "-m", "quizkit", "grade", DECK, "--responses", responses, "--json")
        judged = [json.loads(line) for line in run.stdout.splitlines()]
        assert len(judged) == len(lines), run.stderr
        verdicts.append([(each["id"], each["response"], each["score"], each["note"]) for each in judged])
    assert verdicts[0] == verdicts[1]
    assert len({score for _, _, score, _ in verdicts[0]}) > 2


@pytest.mark.slow
def test_the_language_never_changes_what_is_written_to_the_log(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = []
    for language in ("en", "es"):
        monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path / language))
        command = ("-m", "quizkit", "quiz", "--plain", "--save", "--no-shuffle", "--count", "15", DECK)
        in_language(language, *command, input=ANSWERS)
        exported = tmp_path / f"{language}.jsonl"
        in_language(language, "-m", "quizkit", "log", "--export", exported)
        entries = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
        kept = ("type", "card_id", "rating", "score", "proposed", "response")
        logs.append([{key: entry[key] for key in kept} for entry in entries])
    assert logs[0] == logs[1]
    assert len(logs[0]) >= 10


def test_the_format_of_decks_is_described_in_english_only(home: Path) -> None:
    described = [in_language(language, "-m", "quizkit", "schema").stdout for language in ("en", "es")]
    assert described[0] == described[1]
