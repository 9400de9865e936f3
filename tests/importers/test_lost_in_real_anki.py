"""What real collections hold beside notes: it comes in and goes back to the real Anki."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

pytestmark = pytest.mark.slow
NewAnki = Callable[[], "AnkiUser"]
Back = Callable[..., "AnkiUser"]


@pytest.fixture
def back(quizkit: Program, anki: AnkiUser, new_anki: NewAnki, tmp_path: Path) -> Back:
    """Takes the learner's collection in, and out again into another Anki."""

    def go(form: str = "modern") -> AnkiUser:
        assert quizkit("import", anki.package(form), "-o", tmp_path / "decks").code == 0
        out = quizkit("export", tmp_path / "decks", "--with-progress", "-o", tmp_path / "back.apkg")
        assert out.code == 0, out.err
        there = new_anki()
        there.take(tmp_path / "back.apkg")
        assert there.is_sound()
        return there

    return go


def test_a_deck_named_as_the_one_that_each_collection_has_is_that_one(anki: AnkiUser, back: Back) -> None:
    anki.add("Basic", "front", "back", deck="Default")

    assert {deck for deck, *_ in back().told().cards.values()} == {"Default"}


FORMULAS = [
    "[$]x^2[/$]",
    "[$$]a &lt; b[/$$]",
    "[latex]one<br>two&nbsp;<b>three</b>[/latex]",
    "[LATEX]é[/latex] and [$]x[/$]",
    "[/$] is no beginning [$]\\frac{1}{2}[/$]",
]


def pictures_of(anki: AnkiUser, text: str) -> list[str]:
    """What Anki calls the pictures of the formulas in a text."""
    found = anki.col._backend.extract_latex(text=text, svg=False, expand_clozes=False).latex
    return [each.filename for each in found]


def test_pictures_of_formulas_go_there_and_back_with_the_decks_that_have_them(
    anki: AnkiUser, back: Back, tmp_path: Path
) -> None:
    names = [name for text in FORMULAS for name in pictures_of(anki, text)]
    strange = f"latex-{'0' * 40}.svg"
    anki.media({name: name.encode() for name in (*names, strange)})
    for number, text in enumerate(FORMULAS):
        anki.add("Basic", text, "back", deck=f"{number}::Deck")
    (in_gap,) = pictures_of(anki, "[$]y[/$]")
    anki.media({in_gap: b"gap"})
    anki.add("Cloze", "{{c1::[$]y[/$]}} is a letter", "", deck="gap::Deck")

    assert back("whole").told().media == anki.told().media
    for number, text in enumerate(FORMULAS):
        there = {path.name for path in (tmp_path / f"decks/{number}").glob("latex-*")}
        # What no formula is known to have made is kept where the first one is.
        assert there == {*pictures_of(anki, text), *([strange] if number == 0 else [])}


def test_pictures_of_formulas_that_nobody_has_are_left_behind(anki: AnkiUser, back: Back) -> None:
    anki.media({f"latex-{'0' * 40}.png": b"old"})
    anki.add("Basic", "no formula", "back")

    assert back("whole").told().media == {}


def test_new_cards_keep_their_order(anki: AnkiUser, back: Back) -> None:
    notes = [anki.add("Basic (and reversed card)", f"note {number}", "back") for number in range(4)]
    answered = anki.add("Basic", "answered", "back")
    anki.answered(answered, (0, 3, 100, 0))
    for note, due in zip(notes, (7, 3, 9, 1), strict=True):
        anki.col.db.execute("UPDATE cards SET due = ? WHERE nid = ?", due, note.id)

    in_turn = (
        "SELECT n.sfld FROM cards c JOIN notes n ON n.id = c.nid WHERE type = 0 AND ord = 0 ORDER BY due"
    )
    assert back().col.db.list(in_turn) == ["note 3", "note 1", "note 0", "note 2"]


def test_new_cards_that_stood_between_others_stand_there_again(anki: AnkiUser, back: Back) -> None:
    notes = [anki.add("Basic (and reversed card)", f"note {number}", "back") for number in range(3)]
    for note, dues in zip(notes, ((2, 8), (5, 5), (2, 2)), strict=True):
        for number, due in enumerate(dues):
            anki.col.db.execute("UPDATE cards SET due = ? WHERE nid = ? AND ord = ?", due, note.id, number)

    before = in_turn(anki)
    assert before[:4] == [("note 0", 0), ("note 2", 0), ("note 2", 1), ("note 1", 0)]
    assert in_turn(back()) == before


def in_turn(user: AnkiUser) -> list[tuple[str, int]]:
    """The cards as Anki asks them, where its options say in the order of their places."""
    for options in user.col.decks.all_config():
        options["newSortOrder"], options["new"]["bury"] = 1, False
        user.col.decks.update_config(options)
    queued = user.col.sched.get_queued_cards(fetch_limit=100).cards
    cards = [user.col.get_card(each.card.id) for each in queued]
    return [(card.note().fields[0], card.ord) for card in cards]


@pytest.mark.parametrize("form", ["modern", "legacy", "whole"])
def test_descriptions_of_decks_go_there_and_back(anki: AnkiUser, back: Back, form: str) -> None:
    anki.add("Basic", "front", "back", deck="Above::Deck")
    anki.add("Basic", "front", "other", deck="Above::Plain")
    described = {"Above": ("<b>All</b> of &amp; it", False), "Above::Deck": ("*One*\n", True)}
    for name, (text, is_markdown) in described.items():
        deck = anki.col.decks.by_name(name)
        anki.col.decks.save({**deck, "desc": text, "md": is_markdown})

    there = back(form).col.decks.all()
    assert {
        deck["name"]: (deck["desc"], deck.get("md", False)) for deck in there if deck["desc"]
    } == described


def test_a_description_that_was_written_in_anki_since_comes_too(
    anki: AnkiUser, back: Back, quizkit: Program, tmp_path: Path
) -> None:
    anki.add("Basic", "front", "back", deck="Deck")
    back()
    deck = anki.col.decks.by_name("Deck")
    anki.col.decks.save({**deck, "desc": "new"})
    assert back().col.decks.by_name("Deck")["desc"] == "new"
    again = quizkit("import", anki.package("legacy"), "-o", tmp_path / "decks")
    assert again.err == "1 question as before.\n"


@pytest.mark.parametrize(("days", "queue"), [(0, -3), (2, 0)])
def test_what_was_buried_today_is_buried_here_and_there(
    anki: AnkiUser, back: Back, days: int, queue: int
) -> None:
    note = anki.add("Basic", "front", "back")
    anki.col.sched.bury_cards([note.card_ids()[0]])
    anki.col.db.execute("UPDATE cards SET mod = mod - ?", days * 86_400)
    assert back().col.db.scalar("SELECT queue FROM cards") == queue
