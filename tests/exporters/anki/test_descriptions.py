"""Descriptions of decks go back to Anki, which has one deck for each name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from quizkit.deckfile.native import Description, Native
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import Media, Placed, export
from quizkit.exporters.anki.descriptions import above, descriptions_of

if TYPE_CHECKING:
    from tests.exporters.anki.conftest import Collection

AT = 1_700_000_000
TEXT = Description('<b>Rivers</b> &amp; lakes<br>\n"all" of [them] {{not a field}}')
MARKDOWN = Description("*Rivers*", is_markdown=True)


def placed(name: str, title: str = "", **descriptions: Description) -> Placed:
    """A deck of this name in Anki, and of this title here."""
    key = name.replace("::", "-").lower()
    text = f"deck: {title or name.rpartition('::')[2]}\nid: {key}\nquestions:\n- {{front: f, back: b}}\n"
    described = {each.replace("__", "::"): description for each, description in descriptions.items()}
    return Placed(
        build_deck(read_deck(text.encode(), "d.yaml"), "d.yaml"), (), Native(name, {}, {}, {}, described)
    )


def packed(*decks: Placed) -> bytes:
    return export(list(decks), Media(), AT).data


def test_a_deck_that_was_renamed_takes_its_own_description_along() -> None:
    deck = placed("A::B", title="Bee", A__B=TEXT, A=MARKDOWN)
    assert descriptions_of([deck]) == {"Bee": TEXT, "A": MARKDOWN}


def test_of_a_deck_above_that_several_describe_the_first_counts() -> None:
    assert descriptions_of([placed("A::B", A=TEXT), placed("A::C", A=MARKDOWN)]) == {"A": TEXT}


def test_only_decks_above_those_with_notes_go_along() -> None:
    assert above(["A::B::C", "D"], ["A", "A::B", "D", "E", "A::B::C"]) == ["A", "A::B"]


def test_the_same_descriptions_give_the_same_bytes_and_others_other_ones() -> None:
    assert packed(placed("A", A=TEXT)) == packed(placed("A", A=TEXT)) != packed(placed("A", A=MARKDOWN))


@pytest.mark.slow
def test_anki_shows_them_as_they_were_and_has_each_deck_once(learner: Collection) -> None:
    data = packed(placed("A::B", A__B=TEXT, A=MARKDOWN), placed("A::C"), placed("Default", Default=TEXT))
    learner.take_bytes(data)
    learner.take_bytes(data)
    decks = {deck["name"]: (deck["desc"], deck.get("md", False)) for deck in learner.col.decks.all()}
    assert decks == {
        "Default": (TEXT.text, False),
        "A": (MARKDOWN.text, True),
        "A::B": (TEXT.text, False),
        "A::C": ("", False),
    }


@pytest.mark.slow
def test_a_deck_without_one_leaves_that_of_anki_alone(learner: Collection) -> None:
    learner.take_bytes(packed(placed("A")))
    deck = learner.col.decks.by_name("A")
    deck["desc"] = "the learner's own"
    learner.col.decks.save(deck)
    learner.take_bytes(packed(placed("A")))
    assert learner.col.decks.by_name("A")["desc"] == "the learner's own"
