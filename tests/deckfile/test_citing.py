"""Citations are rewritten in a deck file and nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from quizkit.deckfile import read_deck
from quizkit.deckfile.citing import Places, with_cites
from quizkit.errors import QuizkitError

DECK = """\
# My deck.
deck:   Mills     # the title
sources: [mill, river]
questions:
  - ask: "One?"
    answer: mill#1           # not a citation
    cite: mill#1      # first
  - {ask: Two, answer: b, cite: "mill#2-3"}
  - ask: Three
    answer: c
    cite: [mill#1, 'river#4',mill#10]
  - ask: Four
    answer: d
    cite:
      - mill#1   # one
      - river#4
  - ask: Five
    answer: e
    cite: &place mill#7
  - ask: Six
    answer: f
    cite: *place
"""
LINES = {
    name: number
    for number, line in enumerate(DECK.splitlines(), 1)
    for name in ("One", "Two", "Three", "Four", "Five", "Six")
    if name in line
}


def rewritten(changes: Mapping[str, Mapping[str, tuple[str, ...]]], text: str = DECK) -> str:
    by_line = {LINES[name]: change for name, change in changes.items()}
    return with_cites(text.encode(), "d.yaml", by_line).decode()


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("One", "mill#1", "mill#12", ("    cite: mill#1      # first", "    cite: mill#12      # first")),
        ("Two", "mill#2-3", "mill#4-5", ('"mill#2-3"', '"mill#4-5"')),
        ("Three", "river#4", "river#5", ("'river#4',", "'river#5',")),
        ("Three", "mill#1", "mill#2", ("[mill#1,", "[mill#2,")),
        ("Four", "mill#1", "mill#2", ("- mill#1   # one", "- mill#2   # one")),
    ],
)
def test_one_citation_changes_and_no_other_character(
    name: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    assert rewritten({name: {old: (new,)}}) == DECK.replace(*expected)


def test_all_at_once_do_not_run_into_each_other() -> None:
    swapped = {"Three": {"mill#1": ("mill#10",), "mill#10": ("mill#1",)}, "One": {"mill#1": ("mill#2",)}}
    text = rewritten(swapped)
    assert "[mill#10, 'river#4',mill#1]" in text
    assert "cite: mill#2      # first" in text
    assert "      - mill#1   # one" in text


def test_a_passage_that_was_torn_apart_is_cited_by_a_list() -> None:
    assert "cite: [mill#1, mill#5]      # first" in rewritten({"One": {"mill#1": ("mill#1", "mill#5")}})


def test_an_anchor_is_rewritten_for_all_that_refer_to_it() -> None:
    both = {name: {"mill#7": ("mill#8",)} for name in ("Five", "Six")}
    assert rewritten(both) == DECK.replace("&place mill#7", "&place mill#8")


@pytest.mark.parametrize(
    "changes",
    [
        {"Five": {"mill#7": ("mill#8",)}},  # another question refers to it
        {"Three": {"mill#1": ("mill#1", "mill#5")}},  # a list in a list
        {"Five": {"mill#7": ("mill#8", "mill#10")}, "Six": {"mill#7": ("mill#8", "mill#10")}},
    ],
)
def test_what_cannot_be_rewritten_without_more_is_left_to_its_author(
    changes: dict[str, dict[str, tuple[str, ...]]],
) -> None:
    with pytest.raises(QuizkitError, match=r"d\.yaml cannot be rewritten") as raised:
        rewritten(changes)
    assert "by hand" in raised.value.hint


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_line_ends_and_byte_order_mark_stay(mark: bytes) -> None:
    data = mark + DECK.replace("\n", "\r\n").encode()
    fixed = with_cites(data, "d.yaml", {LINES["One"]: {"mill#1": ("mill#12",)}})
    assert fixed == data.replace(b"cite: mill#1  ", b"cite: mill#12  ")


def test_nothing_to_change_changes_nothing() -> None:
    assert rewritten({}) == DECK


def test_an_unreadable_file_is_told() -> None:
    with pytest.raises(QuizkitError, match="cannot be read"):
        with_cites(b"deck: [", "d.yaml", {})


# --- places -----------------------------------------------------------------------------------------


def test_a_problem_stands_at_the_key_it_is_about() -> None:
    places = Places(DECK.encode(), "d.yaml")
    assert str(places.problem(LINES["One"], ("cite",), "wrong", "mend it")) == "d.yaml:7:11: wrong (mend it)"
    assert places.problem(LINES["One"], ("evidence", "answer"), "wrong")[:3] == ("d.yaml", 6, 13)
    assert places.problem(LINES["One"], ("evidence",), "wrong")[:3] == ("d.yaml", 5, 5)
    assert places.source("river", "wrong")[:3] == ("d.yaml", 3, 17)


def test_a_file_that_cannot_be_read_any_more_still_has_lines() -> None:
    assert Places(b"deck: [", "d.yaml").problem(7, ("cite",), "wrong")[:3] == ("d.yaml", 7, 1)


def test_the_deck_of_these_tests_is_sound() -> None:
    assert read_deck(DECK.encode(), "d.yaml").problems == ()
