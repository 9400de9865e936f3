"""Three sides of a question: what changed on one of them alone is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from quizkit.deckfile.layout import as_yaml
from quizkit.deckfile.native import Native, NoteType, Template
from quizkit.deckfile.reader import read_deck
from quizkit.importers.apkg import ImportedDeck, Known, Source, decks_of
from quizkit.importers.collection import AnkiCard, Collection, Note
from quizkit.importers.updating import Here, merged_tags
from quizkit.markup import plain

NAMES = "Front", "Back", "More"
KEYS = "front", "back", "explain"
KIND = NoteType(5, "Basic", NAMES, (Template("Card", "{{Front}}", "{{FrontSide}} {{Back}}"),), "")
OTHERS = as_yaml([{"id": "other", "front": "x", "back": "y"}]) + "# Between.\n"
Fields = tuple[str, ...]


def collection(fields: Fields, tags: Fields = (), mod: int = 1, kind: NoteType = KIND) -> Collection:
    note = Note(7, "g", 5, mod, tags, fields)
    cards = [AnkiCard(70 + number, 7, 1, number, 0, 0, 0, 0, 0, 0, 0, 0, 0, "") for number in range(1)]
    return Collection(100, {5: kind}, {1: "D"}, [note], cards)


def imported(there: Collection, here: Here | None = None) -> ImportedDeck:
    known = Known({}, {}, {})
    if here:
        known = Known({}, {"D": "d"}, {"d": here.path}, {"d": here})
    decks = decks_of(Source(there, {}), known).decks
    assert len(decks) == 1
    return decks[0]


def moved(fields: Fields, tags: Fields = (), kind: NoteType = KIND) -> Here:
    """A deck here after a first import, among other questions."""
    deck = imported(collection(fields, tags, kind=kind))
    text = f"deck: D\nid: d\nquestions:\n# Mine.\n{OTHERS}{as_yaml(deck.questions)}# Last.\n{OTHERS}".replace(
        "id: other", "id: another", 1
    )
    return here_of(text, Native("D", {5: kind}, deck.native, {}))


def here_of(text: str, native: Native) -> Here:
    raw = read_deck(text.encode(), "d.yaml")
    assert raw.problems == ()
    questions = {question.id: question for question in raw.questions}
    return Here("d", Path("d.yaml"), text.encode(), "en", raw.tags, questions, native)


def rewritten(here: Here, fields: dict[str, str]) -> Here:
    """Other texts for keys of the question that was a note; "" takes a key away."""
    (name,) = here.native.notes
    values = {key: text for key, text in {**here.questions[name].values, **fields}.items() if text}
    before, after = here.data.decode().split("# Between.\n")[0], here.data.decode().split("# Last.\n")[1]
    own = as_yaml([{"id": name, **values}])
    return here_of(f"{before}# Between.\n{own}# Last.\n{after}", here.native)


TEXT = st.sampled_from(["one", "two", "three <b>four</b>", "a: b", "- c", "x\ny", "&lt;", "'q'", "# no"])
THREE = st.tuples(TEXT.map("F {}".format), TEXT.map("B {}".format), TEXT | st.just(""))
OURS = st.fixed_dictionaries(
    {},
    optional={
        key: TEXT.map(f"{key} here {{}}".format) | TEXT.map(f"{key[0].upper()} {{}}".format) for key in KEYS
    },
)


@given(THREE, THREE, OURS)
@settings(max_examples=300, deadline=None)
@example(("a", "b", "c"), ("a", "B", ""), {"front": "mine", "explain": "mine"})
def test_an_edit_of_one_side_is_there_and_one_of_both_stays_and_is_told(
    base: Fields, theirs: Fields, ours: dict[str, str]
) -> None:
    here = rewritten(moved(base), ours)
    (name,) = here.native.notes
    mine = here.questions[name].values
    was = {key: text for key, text in imported(collection(base)).questions[0].items() if key in KEYS}
    now = {key: text for key, text in imported(collection(theirs)).questions[0].items() if key in KEYS}
    deck = imported(collection(theirs, mod=2), here)
    assert deck.update
    data = deck.update.changed.data if deck.update.changed else here.data
    assert deck.update.refused == {}

    after = {question.id: question.values for question in read_deck(data, "").questions}
    told = deck.update.conflicts_by_question.get(name, {})
    for key in KEYS:
        is_mine, is_theirs = mine.get(key) != was.get(key), now.get(key) != was.get(key)
        expected = now if is_theirs and not is_mine else mine
        assert after[name].get(key) == expected.get(key)
        is_same = plain(mine.get(key, "")).split() == plain(now.get(key, "")).split()
        assert (key in told) == (is_mine and is_theirs and not is_same)
    # All else as it was, to the byte.
    assert data.split(b"# Between.\n")[0] == here.data.split(b"# Between.\n")[0]
    assert data.split(b"# Last.\n")[1] == here.data.split(b"# Last.\n")[1]

    # What came is known from then on: nothing more comes of the same package.
    native = here.native._replace(notes=deck.update.native)
    again = decks_of(
        Source(collection(theirs, mod=2), {}),
        Known({}, {"D": "d"}, {"d": here.path}, {"d": here_of(data.decode(), native)}),
    )
    assert again.decks == []
    # And what stands here as it is in Anki is unedited for the next time.
    next_deck = imported(collection(("F!", "B!", "M!"), mod=3), here_of(data.decode(), native))
    assert next_deck.update
    kept = {key for key in KEYS if after[name].get(key) != now.get(key)}
    assert set(next_deck.update.conflicts_by_question.get(name, {})) == kept


def test_what_an_earlier_quizkit_wrote_in_another_way_is_no_edit() -> None:
    # As if markdown had once been written with underscores.
    here = moved(("a *b*", "c", ""))
    ((name, note),) = here.native.notes.items()
    from quizkit.deckfile.native import text_digest

    homes = tuple(
        home._replace(digest=text_digest("a _b_")) if home.key == "front" else home for home in note.homes
    )
    native = here.native._replace(notes={name: note._replace(homes=homes)})
    here = rewritten(here._replace(native=native), {"front": "a _b_"})
    deck = imported(collection(("a *b*", "d", ""), mod=2), here)
    assert deck.update
    assert deck.update.changes[name].keys == {"back": "d"}
    after = deck.update.native[name]
    assert {home.key: home.digest for home in after.homes}["front"] == text_digest("a _b_")


TAGS = {
    "added there": (("a",), ("a",), ("a", "b"), ("a", "b")),
    "removed there": (("a", "b"), ("a", "b"), ("a",), ("a",)),
    "all removed there": (("a",), ("a",), (), ()),
    "added here": (("mine", "a"), ("a",), ("a", "b"), ("mine", "a", "b")),
    "removed here": ((), ("a",), ("a", "b"), ("b",)),
    "added on both sides": (("a b", "c"), (), ("a_b",), ("a b", "c")),
    "written with a capital there": (("a", "b"), ("a",), ("A",), ("A", "b")),
    "written with a capital here": (("A",), ("a",), ("a", "b"), ("A", "b")),
    "in another order here": (("b", "a"), ("a", "b"), ("a", "b"), ("b", "a")),
    "of the deck": (("a",), ("a",), ("a", "all"), ("a",)),
}


@pytest.mark.parametrize("case", TAGS)
def test_tags_are_added_and_removed_on_each_side(case: str) -> None:
    ours, base, theirs, expected = TAGS[case]
    assert merged_tags(ours, base, theirs, ("all",)) == expected


PICKED = NoteType(
    5,
    "Choice",
    ("Question", "A", "B", "C", "Correct"),
    (Template("Card", "{{Question}}", "{{Correct}}"),),
    "",
)


def test_keys_that_no_one_field_says_are_compared_as_a_whole() -> None:
    here = moved(("Which?", "one", "two", "three", "A"), kind=PICKED)
    (name,) = here.native.notes
    theirs = collection(("Which?", "one", "two", "drei", "A"), mod=2, kind=PICKED)
    helped = here.data.decode().replace("  ask: Which?\n", "  ask: Which?\n  hint: Not so many.\n")
    deck = imported(theirs, here_of(helped, here.native))
    assert deck.update
    assert deck.update.changes[name].keys == {"wrong": ["two", "drei"]}
    assert deck.update.conflicts == []

    text = helped.replace("- three", "- tres")
    both = imported(theirs, here_of(text, here.native)).update
    assert both
    assert both.changes == {}
    assert both.conflicts_by_question == {name: {"wrong": "two, drei"}}


def test_a_change_that_does_not_go_with_an_edit_made_here_is_left_to_the_learner() -> None:
    here = moved(("a", "b", ""))
    (name,) = here.native.notes
    # Now both sides of the card would be the same.
    deck = imported(collection(("mine", "b", ""), mod=2), rewritten(here, {"back": "mine"}))
    assert deck.update
    assert deck.update.refused == {name: "front and back are the same"}
    assert deck.update.changes == {}
    assert deck.update.native == {}
