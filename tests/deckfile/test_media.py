"""Pictures and sounds beside a deck: found there, nowhere else, and named where they are missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from quizkit.deckfile import load_deck
from quizkit.deckfile.media import Medium, find, media_of, media_problems

links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck in a folder of its own, with a picture in a folder beside it."""
    path = tmp_path / "decks" / "deck.yaml"
    (path.parent / "pictures").mkdir(parents=True)
    (path.parent / "pictures" / "map.png").write_bytes(b"picture")
    path.write_text("deck: D\nquestions: [{front: a, back: b, image: pictures/map.png, audio: a.ogg}]\n")
    return path


def test_a_file_beside_the_deck_is_found_by_its_absolute_path(deck: Path) -> None:
    loaded, _ = load_deck(deck)
    picture, sound = media_of(next(loaded.cards()))
    assert picture == Medium("image", "pictures/map.png", (deck.parent / "pictures/map.png").resolve())
    assert sound == Medium("audio", "a.ogg", trouble="is missing")


def test_a_question_without_media_has_none(deck: Path) -> None:
    deck.write_text("deck: D\nquestions: [{front: a, back: b}]\n")
    assert media_of(next(load_deck(deck)[0].cards())) == ()


@links
def test_a_link_that_leads_out_of_the_folder_is_not_followed(deck: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    (deck.parent / "link.png").symlink_to(tmp_path / "secret.png")
    (deck.parent / "up").symlink_to(tmp_path)
    for name in ("link.png", "up/secret.png"):
        assert find("image", name, deck) == Medium("image", name, trouble="lies outside the deck's folder")


@links
def test_a_link_within_the_folder_is_followed_and_one_to_itself_is_missing(deck: Path) -> None:
    (deck.parent / "same.png").symlink_to("pictures/map.png")
    (deck.parent / "loop.png").symlink_to("loop.png")
    assert find("image", "same.png", deck).path == (deck.parent / "pictures/map.png").resolve()
    assert find("image", "loop.png", deck).trouble == "is missing"


@links
def test_the_folder_of_the_deck_may_itself_be_a_link(deck: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(deck.parent)
    assert find("image", "pictures/map.png", tmp_path / "linked" / "deck.yaml").path is not None


@pytest.mark.parametrize("name", ["run.exe", "map.png.desktop", "map", "song.mp3"])
def test_what_is_no_picture_by_its_name_is_never_opened(deck: Path, name: str) -> None:
    (deck.parent / name).write_bytes(b"")
    found = find("image", name, deck)
    assert found.path is None
    assert found.trouble.startswith("is no picture: that ends in .png ")


def test_a_folder_is_no_picture(deck: Path) -> None:
    (deck.parent / "folder.png").mkdir()
    assert find("image", "folder.png", deck).trouble == "is not a file"


def test_what_is_missing_is_named_at_its_place(deck: Path) -> None:
    deck.write_text(
        "deck: D\nquestions:\n"
        "  - {front: a, back: b, image: pictures/map.png}\n"
        "  - front: c\n    back: d\n    audio: waves.ogg\n    image: ../map.png\n"
    )
    assert [str(problem) for problem in media_problems(deck)] == [
        f"{deck}:6:12: the sound 'waves.ogg' is missing (it belongs beside the deck)"
    ], "the form of a name is the business of those who read the deck"


@pytest.mark.parametrize("text", ["", "image: [", "- image", "questions: image", "questions: [image: x.png]"])
def test_a_deck_of_any_form_is_looked_through(deck: Path, text: str) -> None:
    deck.write_text(text)
    assert len(media_problems(deck)) == (text == "questions: [image: x.png]")
