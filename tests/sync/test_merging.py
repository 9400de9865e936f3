"""Three sides of a note: what did not change here stays as it is in Anki, and what is replaced is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.deckfile.kept import SEPARATOR
from quizkit.deckfile.native import NoteType
from quizkit.exporters.anki import Note
from quizkit.exporters.anki.note_types import note_types
from quizkit.sync.merging import AnkiNote, Base, Merged, merged, said_by

texts = st.sampled_from(("one", "two", "three"))
three_sides = st.lists(st.tuples(texts, texts, texts), min_size=3, max_size=3)


def native(*fields: str, tags: tuple[str, ...] = (), media: str = "") -> Note:
    kind = NoteType(1, "Mine", tuple(f"F{place}" for place in range(len(fields))), (), "")
    return Note("d/a", "1", SEPARATOR.join(fields), tags, (0,), "guid", kind, media=media)


def own(**fields: str) -> Note:
    names = note_types()["Choice"].fields
    stored = SEPARATOR.join(fields.get(name.replace(" ", "_"), "") for name in names)
    return Note("d/a", "Choice", stored, (), (0,))


def synced(here: Note, there: Note, base: Note, *, has_new_files: bool = False) -> Merged:
    theirs = AnkiNote(7, 1, 0, there.fields, there.tags)
    return merged(here, theirs, Base(said_by(base.fields), base.tags), has_new_files=has_new_files)


def after(result: Merged, there: Note) -> tuple[str, ...]:
    """The fields in Anki after the sync."""
    if result.rewrite is None:
        return there.fields
    written = zip(result.rewrite.fields, there.fields, strict=True)
    return tuple(theirs if field is None else field for field, theirs in written)


@given(three_sides)
def test_each_field_is_of_the_side_that_changed_it_and_ours_where_both_did(
    sides: list[tuple[str, str, str]],
) -> None:
    base, here, there = (native(*fields) for fields in zip(*sides, strict=True))
    result = synced(here, there, base)
    assert after(result, there) == tuple(ours if ours != before else theirs for before, ours, theirs in sides)
    assert result.replaced == {
        f"F{place}": theirs
        for place, (before, ours, theirs) in enumerate(sides)
        if len({before, ours, theirs}) == 3 or (ours != before != theirs and ours != theirs)
    }


@given(three_sides)
def test_a_second_time_nothing_is_written(sides: list[tuple[str, str, str]]) -> None:
    base, here, there = (native(*fields) for fields in zip(*sides, strict=True))
    now_there = native(*after(synced(here, there, base), there))
    again = synced(here, now_there, here)
    assert (again.rewrite, again.replaced) == (None, {})
    assert again.keeps == (now_there.fields != here.fields)


def test_a_question_and_its_answer_go_together_and_the_rest_for_itself() -> None:
    base = own(Question="q", Options="<li>a", Answer="a", Explanation="", Hint="h")
    there = own(Question="q", Options="<li>edited", Answer="a", Explanation="mine", Hint="h")
    result = synced(own(Question="q", Options="<li>a", Answer="b", Hint="new"), there, base)
    said = dict(zip(note_types()["Choice"].fields, after(result, there), strict=True))
    assert said["Options"] == "<li>a"
    assert (said["Answer"], said["Explanation"], said["Hint"]) == ("b", "mine", "new")
    assert result.replaced == {"Options": "<li>edited"}
    assert result.keeps


def test_what_only_quizkit_reads_goes_without_a_word() -> None:
    field = "For_quizkit"
    result = synced(own(Question="q", **{field: "new"}), own(Question="q", **{field: "other"}), own())
    assert result.rewrite
    assert result.replaced == {}


@pytest.mark.parametrize(
    ("base", "here", "there", "ends"),
    [
        (("a",), ("a",), ("a", "mine"), {"a", "mine"}),
        (("a",), ("a", "new"), ("a", "mine"), {"a", "new", "mine"}),
        (("a", "old"), ("a",), ("a", "old", "mine"), {"a", "mine"}),
        (("a", "old"), ("a", "old", "new"), ("a",), {"a", "new"}),
        (("a",), ("a",), ("a", "leech"), {"a"}),
        (("two words",), ("two words", "New"), ("two_words", "new"), {"two_words", "new"}),
        (("a::", "u\u0308", 'say"x'), ("New",), ("a::blank", "\xfc", "sayx"), {"New"}),
    ],
)
def test_tags_that_were_added_or_removed_on_either_side_are_added_or_removed(
    base: tuple[str, ...], here: tuple[str, ...], there: tuple[str, ...], ends: set[str]
) -> None:
    theirs = native("same", tags=there)
    result = synced(native("same", tags=here), theirs, native("same", tags=base))
    tags = result.rewrite.tags if result.rewrite else tuple(tag for tag in there if tag != "leech")
    assert set(tags) == ends
    assert result.replaced == {}


def test_what_anki_composes_is_no_edit() -> None:
    result = synced(native("e\u0301", "new"), native("\xe9", "old"), native("e\u0301", "old"))
    assert result.rewrite
    assert result.rewrite.fields == (None, "new")
    assert not result.keeps


def test_a_field_that_the_note_type_lost_in_anki_is_left_out() -> None:
    here = native("new", "new")
    theirs = AnkiNote(7, 1, 0, ("old", None), ())
    result = merged(here, theirs, Base(said_by(("old", "old")), ()))
    assert result.rewrite
    assert result.rewrite.fields[0] == "new"
    assert (result.replaced, result.keeps) == ({}, False)


def test_new_pictures_go_with_their_field_and_no_other() -> None:
    here = native("<img src='m.png'>", "text", media="x")
    renamed = f"<img src='m-{'0' * 40}.png'>"
    result = synced(here, native(renamed, "mine"), here, has_new_files=True)
    assert result.rewrite
    assert result.rewrite.fields == (here.fields[0], None)
    assert (result.replaced, result.keeps) == ({}, True)
