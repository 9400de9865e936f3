"""Pictures and sounds beside a deck: which are packed, under which names, and what is said of the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from quizkit.deckfile import load_deck
from quizkit.exporters.anki import Media, media
from quizkit.model import Deck


def deck_in(folder: Path, *keys: str, name: str = "deck.yaml") -> Deck:
    """A deck file with a flashcard for each of ``keys``, which say what belongs to it."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"- {{id: q{number}, front: f, back: b, {key}}}\n" for number, key in enumerate(keys))
    path = folder / name
    path.write_text(f"deck: {name}\nquestions:\n{lines or '- {front: f, back: b}'}", encoding="utf-8")
    deck, problems = load_deck(path)
    assert problems == []
    return deck


def attached(deck: Deck) -> tuple[Media, list[tuple[str, str]]]:
    found = Media()
    return found, [found.attach(deck, question) for question in deck.questions]


def test_a_picture_and_a_sound_are_named_in_anki_after_name_and_content(tmp_path: Path) -> None:
    (tmp_path / "Map of it.PNG").write_bytes(b"picture")
    (tmp_path / "voice.mp3").write_bytes(b"sound")
    found, ((picture, sound),) = attached(deck_in(tmp_path, "image: Map of it.PNG, audio: voice.mp3"))
    assert re.fullmatch(r'<img src="Map-of-it-[0-9a-f]{16}\.png">', picture)
    assert re.fullmatch(r"\[sound:voice-[0-9a-f]{16}\.mp3\]", sound)
    assert [file.data for file in found.files] == [b"picture", b"sound"]
    assert all(file.name in picture + sound for file in found.files)


def test_files_of_one_name_in_two_folders_are_kept_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "map.png").write_text(name)
    found, fields = attached(deck_in(tmp_path, "image: one/map.png", "image: two/map.png"))
    assert fields[0] != fields[1]
    assert {file.data for file in found.files} == {b"one", b"two"}


def test_a_file_that_many_name_is_packed_once(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_text("map")
    found, fields = attached(deck_in(tmp_path, "image: map.png", "image: map.png"))
    assert fields[0] == fields[1]
    assert len(found.files) == 1


@pytest.mark.parametrize("name", ["a&b <c>.png", "été.svg", "中文.jpg", "(1).gif", "..a.png"])
def test_a_name_is_safe_in_html_and_in_anki(tmp_path: Path, name: str) -> None:
    path = tmp_path / name.replace("<", "").replace(">", "")
    path.write_text("x")
    _, ((picture, _),) = attached(deck_in(tmp_path, f"image: '{path.name}'"))
    assert re.fullmatch(r'<img src="[\w-]+-[0-9a-f]{16}\.\w+">', picture)


def test_a_long_name_is_shortened_before_anki_does_it(tmp_path: Path) -> None:
    name = f"{'漢' * 40}.jpeg"
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(folder)
    found, _ = attached(deck_in(tmp_path, f"image: one/{name}", f"image: two/{name}"))
    assert len({file.name.encode()[:120] for file in found.files}) == 2
    assert all(len(file.name.encode()) <= 120 for file in found.files)


def test_a_name_is_the_same_however_its_letters_are_composed(tmp_path: Path) -> None:
    for folder, name in (("one", "e\u0301t"), ("two", "\xe9t")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.png").write_text("x")
    found, _ = attached(deck_in(tmp_path, "image: one/e\u0301t.png", "image: two/\xe9t.png"))
    assert len(found.files) == 1


def test_what_cannot_be_packed_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "MOST_BYTES", 10)
    monkeypatch.setattr(media, "MOST_BYTES_TOGETHER", 15)
    outside = tmp_path / "secret.png"
    outside.write_text("secret")
    folder = tmp_path / "decks"
    folder.mkdir()
    (folder / "linked.png").symlink_to(outside)
    (folder / "folder.png").mkdir()
    (folder / "text.txt").write_text("x")
    for name, size in (("big", 11), ("one", 9), ("two", 9)):
        (folder / f"{name}.png").write_bytes(name.encode() * 3 + bytes(size - 9))
    (folder / "big.png").write_bytes(bytes(11))
    names = ("gone", "linked", "folder", "big", "one", "two")
    deck = deck_in(folder, *(f"image: {name}.png" for name in names), "image: text.txt", "audio: one.png")
    found, fields = attached(deck)
    assert [field for field in fields if any(field)] == [fields[4]]
    assert [problem.line for problem in found.problems] == [3, 4, 5, 6, 8, 9, 10]
    said = " ".join(problem.message for problem in found.problems)
    told = ("'gone.png' is missing", "'linked.png' lies outside", "'folder.png' is not", "much", "together")
    assert all(words in said for words in (*told, "'text.txt' is no picture", "'one.png' is no sound"))
    assert {problem.path for problem in found.problems} == {str(folder / "deck.yaml")}


def test_links_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.png").symlink_to("b.png")
    (tmp_path / "b.png").symlink_to("a.png")
    found, ((picture, _),) = attached(deck_in(tmp_path, "image: a.png"))
    assert picture == ""
    assert len(found.problems) == 1


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_text("map")
    (tmp_path / "same.png").symlink_to("map.png")
    found, ((picture, _),) = attached(deck_in(tmp_path, "image: same.png"))
    assert picture
    assert found.problems == []


def test_files_that_no_question_names_are_listed(tmp_path: Path) -> None:
    for name in (
        "used.png",
        "left.png",
        "left.mp3",
        "notes.txt",
        "art/used.svg",
        "art/left.svg",
        "far/left.svg",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    deck = deck_in(tmp_path, "image: used.png", "image: art/used.svg")
    found, _ = attached(deck)
    unused = [str(path.relative_to(tmp_path.resolve())) for path in found.unused([deck])]
    assert unused == ["left.mp3", "left.png", "art/left.svg"]


def test_a_file_that_a_question_names_is_used_though_no_note_shows_it(tmp_path: Path) -> None:
    (tmp_path / "used.png").write_text("x")
    (tmp_path / "left.png").write_text("x")
    deck = deck_in(tmp_path, "image: used.png", "image: gone.png")
    assert [path.name for path in Media().unused([deck])] == ["left.png"]


def test_beside_a_deck_that_was_left_out_nothing_is_taken_to_be_unused(tmp_path: Path) -> None:
    (tmp_path / "theirs.png").write_text("x")
    (tmp_path / "sources.yaml").write_text("{}")
    deck = deck_in(tmp_path)
    found, _ = attached(deck)
    assert len(found.unused([deck])) == 1
    deck_in(tmp_path, name="other.yaml")
    assert found.unused([deck]) == []
