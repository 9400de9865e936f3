"""What a package of our own says of its decks: language, tags, and what their sources are called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quizkit.deckfile.reader import load_deck
from quizkit.deckfile.sources import read_sources, titles_for
from quizkit.importers.heads import head_of, sources_of
from quizkit.importers.whole import Origin

if TYPE_CHECKING:
    from tests.conftest import Program

DECK = """\
deck: {title}
id: {title}
language: es
tags: [history, two words]
sources: [atlas]
questions:
  - {{id: a, front: a, back: b, tags: [own], cite: atlas#1}}
  - {{id: b, ask: a, answer: b, wrong: [c], cite: atlas#2-3, evidence: x y}}
"""
SOURCES = "sources:\n  atlas: {{title: '{title}', author: A, date: 1999-05-01}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two decks in two folders, each with sources of its own that go by the same key."""
    for name in ("one", "two"):
        (tmp_path / "decks" / name).mkdir(parents=True)
        (tmp_path / "decks" / name / "deck.yaml").write_text(DECK.format(title=name))
        (tmp_path / "decks" / name / "sources.yaml").write_text(SOURCES.format(title=f"Atlas {name}: <maps>"))
    return tmp_path / "decks"


def test_what_is_exported_and_imported_is_sound_and_goes_to_anki_as_the_same(
    quizkit: Program, folder: Path, tmp_path: Path
) -> None:
    first, again, back = tmp_path / "x.apkg", tmp_path / "y.apkg", tmp_path / "back"
    assert quizkit("export", folder, "-o", first).code == 0
    assert quizkit("import", first, "-o", back, "--language", "de").code == 0

    assert quizkit("check", back).err.startswith("2 decks, 4 questions: no mistakes")
    deck, _ = load_deck(back / "one" / "one.yaml")
    assert (deck.language, deck.tags) == ("es", ("history", "two words"))
    assert [question.about.tags for question in deck.questions] == [
        ("history", "two words", "own"),
        ("history", "two words"),
    ]
    # Exported again, nothing has changed since.
    quizkit("export", back, "-o", again)
    assert again.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("progress", [(), ("--with-progress",)], ids=["decks", "with progress"])
def test_a_package_of_our_own_has_no_options_but_the_learners(
    quizkit: Program, folder: Path, tmp_path: Path, progress: tuple[str, ...]
) -> None:
    quizkit("export", folder, "-o", tmp_path / "x.apkg", *progress)

    assert "options" not in quizkit("import", tmp_path / "x.apkg", "-o", tmp_path / "back").err


@pytest.mark.parametrize("is_read", [True, False], ids=["recognised before", "recognised now"])
@pytest.mark.parametrize("change", ["question", "twice", "deck", "file", "moved"])
def test_what_the_package_calls_by_its_former_id_does_not_come_twice(
    quizkit: Program, folder: Path, tmp_path: Path, change: str, is_read: bool
) -> None:
    one, two = folder / "one" / "deck.yaml", folder / "two" / "deck.yaml"
    quizkit("export", folder, "-o", tmp_path / "x.apkg")
    text = one.read_text()
    moving = next(line for line in text.splitlines(keepends=True) if "id: b" in line)
    match change:
        case "question":
            one.write_text(text.replace("id: b", "id: other"))
        case "twice":
            one.write_text(text.replace("id: b", "id: between"))
            quizkit("due", folder)
            one.write_text(text.replace("id: b", "id: other"))
        case "deck":
            one.write_text(text.replace("id: one", "id: other"))
        case "file":
            one.rename(folder / "other.yaml")
            (folder / "other.yaml").write_text(text.replace("id: one", "id: other"))
        case _:
            one.write_text(text.replace(moving, ""))
            two.write_text(two.read_text() + moving.replace("id: b", "id: c"))
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    if is_read:
        quizkit("due", folder)

    run = quizkit("import", tmp_path / "x.apkg", "-o", folder)
    assert run.err.endswith("4 questions as before.\n")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_sources_keep_the_names_that_the_notes_call_them_by(
    quizkit: Program, folder: Path, tmp_path: Path
) -> None:
    quizkit("export", folder, "-o", tmp_path / "x.apkg")
    said = quizkit("import", tmp_path / "x.apkg", "-o", tmp_path / "back").err
    assert "sources.yaml" not in said
    for name in ("one", "two"):
        path = tmp_path / "back" / name / f"{name}.yaml"
        assert titles_for(str(path)) == {"atlas": f"Atlas {name}: <maps> (1999)"}


def test_sources_of_the_learners_own_stay_as_they_are(quizkit: Program, folder: Path, tmp_path: Path) -> None:
    quizkit("export", folder / "one", "-o", tmp_path / "x.apkg")
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "sources.yaml").write_text("sources: {mine: {title: Mine}}\n")
    assert quizkit("import", tmp_path / "x.apkg", "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "sources.yaml").read_text() == "sources: {mine: {title: Mine}}\n"


def test_one_file_names_the_sources_of_all_folders_that_agree(tmp_path: Path) -> None:
    one, two = {"a": "A (1999)", "b": "B"}, {"b": "B", "c": "C\x07 (no year)"}
    files = sources_of({tmp_path / "x": one, tmp_path / "y": two}, tmp_path)
    assert files.keys() == {tmp_path}
    sources, problems = read_sources(files[tmp_path], "sources.yaml")
    assert problems == []
    assert {key: (source.title, source.date) for key, source in sources.items()} == {
        "a": ("A", "1999"),
        "b": ("B", ""),
        "c": ("C (no year)", ""),
    }
    assert sources_of({tmp_path: {}}, tmp_path) == {}


def test_a_tag_that_one_question_lacks_is_not_the_decks() -> None:
    questions = [{"id": "a", "tags": ["x", "y", "z"]}, {"id": "b", "tags": ["x"]}]
    origins = [Origin("es", ("x", "y"), ())] * 2
    assert head_of(origins, questions, "en") == {
        "language": "es",
        "tags": ["x"],
        "questions": [{"id": "a", "tags": ["y", "z"]}, {"id": "b"}],
    }


def test_notes_that_say_nothing_of_their_deck_leave_it_to_others() -> None:
    question = {"id": "a", "tags": ["x"]}
    assert head_of([], [question], "de") == {"language": "de", "questions": [question]}
    older, newer = Origin("en", (), ()), Origin("es", ("x",), ())
    assert head_of([older, newer, newer], [question], "de")["language"] == "es"
