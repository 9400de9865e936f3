"""Questions as Anki notes, and the package around them; what Anki makes of it is in test_apkg_in_anki."""

from __future__ import annotations

import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.apkg import Note, Placed, note_of, package
from quizkit.exporters.apkg_models import CHANGED_AT, COMMON, css, note_types
from quizkit.fields import CONTROL
from quizkit.model import (
    About,
    Deck,
    Gap,
    Gaps,
    Interaction,
    Option,
    Part,
    Question,
    Reveal,
    TextEntry,
    TextKey,
)
from quizkit.model import Choice as ChoiceInteraction

AT = 1_700_000_000

# What HTML, Anki's fields and its templates would take for something else than text.
ODD = (
    "<b>bold</b> & <int>",
    "a < b && c > d",
    "&lt; is written &amp;lt;",
    "[sound:x.mp3] and [[type:Answer]]",
    "[latex]x^2[/latex] and [$]x[/$]",
    "{{Front}} and {{c1::gap}} and {{{three}}}",
    "'single', \"double\"",
    "one line\nand another\n\n    indented",
    "</script><!-- comment -->",
)


def deck_of(text: str) -> Deck:
    """The deck of these questions."""
    raw = read_deck(f"deck: Test\nquestions:\n{text}".encode(), "test.yaml")
    assert raw.problems == ()
    return build_deck(raw, "test.yaml")


def the_note(text: str) -> Note:
    """The note of the one question in ``text``."""
    deck = deck_of(text)
    (question,) = deck.questions
    return note_of(question, deck)


def fields(note: Note) -> dict[str, str]:
    """The fields of a note that are not empty, by name."""
    named = zip(note_types()[note.note_type].fields, note.fields, strict=True)
    return {name: value for name, value in named if value}


@contextmanager
def collection(data: bytes) -> Iterator[sqlite3.Connection]:
    """The database within a package."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(zipfile.ZipFile(io.BytesIO(data)).read("collection.anki2"))
        yield db


# --- each interaction -------------------------------------------------------------------------------


def test_a_flashcard_is_a_note_with_one_card() -> None:
    note = the_note("- {front: Largest planet, back: Jupiter}")
    assert note.note_type == "Reveal"
    assert fields(note) == {"Front": "Largest planet", "Back": "Jupiter"}
    assert note.cards == (0,)


def test_a_flashcard_both_ways_is_one_note_with_two_cards() -> None:
    note = the_note("- {front: Largest planet, back: Jupiter, both_ways: true}")
    assert fields(note) == {"Front": "Largest planet", "Back": "Jupiter", "Both ways": "y"}
    assert note.cards == (0, 1)


def test_a_short_answer_names_what_is_right_as_well() -> None:
    note = the_note("- {ask: Who?, answer: Copernicus, accept: [Nicolaus Copernicus, Kopernik]}")
    assert note.note_type == "TextEntry"
    assert fields(note) == {
        "Question": "Who?",
        "Answer": "Copernicus",
        "Also right": "Nicolaus Copernicus · Kopernik",
    }


def test_the_options_of_a_choice_are_list_items_with_their_feedback() -> None:
    note = the_note("- {ask: Dwarf planet?, answer: Pluto, wrong: [Mars: a full planet, Vesta]}")
    assert note.note_type == "Choice"
    found = fields(note)
    assert found["Answer"] == "Pluto"
    assert sorted(found["Options"].replace("<li", "\n<li").split("\n")) == [
        "",
        '<li class="right">Pluto</li>',
        '<li>Mars<div class="why">a full planet</div></li>',
        "<li>Vesta</li>",
    ]


def test_where_an_option_stands_says_nothing_about_whether_it_is_right() -> None:
    text = "\n".join(f"- {{id: q{n}, ask: {n}?, answer: a, wrong: [b, c, d]}}" for n in range(400))
    deck = deck_of(text)
    listed = [note_of(question, deck).fields[1].split("</li>") for question in deck.questions]
    places = Counter(next(n for n, item in enumerate(items) if "right" in item) for items in listed)
    assert all(60 < places[place] < 140 for place in range(4))


def test_true_stands_before_false_whichever_is_right() -> None:
    for answer, items in (
        ("true", '<li class="right" data-fixed>True</li><li data-fixed>False</li>'),
        ("false", '<li data-fixed>True</li><li class="right" data-fixed>False</li>'),
    ):
        assert fields(the_note(f"- {{statement: It is so., answer: {answer}}}"))["Options"] == items


def test_a_cloze_has_the_gaps_of_all_its_cards_in_one_text() -> None:
    note = the_note("- cloze: '{{Galileo::who?}} saw {{c1::Jupiter}} in {{1610}} and {{c1::it}} saw him.'")
    assert note.note_type == "Gaps"
    assert fields(note) == {
        "Text": "{{c2::Galileo::who?}} saw {{c1::Jupiter}} in {{c3::1610}} and {{c1::it}} saw him."
    }
    assert note.cards == (0, 1, 2)


@pytest.mark.parametrize(
    ("text", "note_type", "expected"),
    [
        ("{term: t, definition: d}", "Reveal", {"Front": "t", "Back": "d"}),
        ("{ask: a, answer: 45, unit: km, tolerance: 5%}", "TextEntry", {"Answer": "45 km"}),
        ("{ask: a, answer: 5.8, unit: '%'}", "TextEntry", {"Answer": "5.8%"}),
        ("{ask: a, answer: 1999-12-08}", "TextEntry", {"Answer": "1999-12-08"}),
        ("{ask: a, answers: [b, c], need: 1}", "TextEntry", {"Answer": "b, c"}),
        ("{ask: a, answers: [b, c], wrong: [d]}", "Choice", {"Answer": "b<br>c"}),
        ("{ask: a, order: [b, c]}", "Reveal", {"Back": "<ol><li>b</li><li>c</li></ol>"}),
        ("{ask: a, match: {b: c, d: e}}", "Reveal", {"Back": "<ul><li>b — c</li><li>d — e</li></ul>"}),
        ("{ask: a, groups: {b: c, d: e}}", "Reveal", {"Back": "<ul><li>c — b</li><li>e — d</li></ul>"}),
        ("{ask: a, rubric: [b, c]}", "Reveal", {"Front": "a", "Back": "<ul><li>b</li><li>c</li></ul>"}),
        ("{ask: a, rubric: b, model_answer: c}", "Reveal", {"Back": "c<ul><li>b</li></ul>"}),
    ],
)
def test_every_other_type_is_a_note_of_one_of_these_kinds(
    text: str, note_type: str, expected: dict[str, str]
) -> None:
    note = the_note(f"- {text}")
    assert (note.note_type, note.cards) == (note_type, (0,))
    assert fields(note).items() >= expected.items()


def test_the_front_lists_what_is_to_be_ordered_or_sorted_in_an_order_that_says_nothing() -> None:
    fronts = set()
    for number in range(60):
        note = the_note(f"- {{id: q{number}, ask: a, groups: {{x: [b, c], y: [d, e]}}}}")
        listed = re.findall("<li>(.)</li>", fields(note)["Front"])
        assert (sorted(listed[:4]), listed[4:]) == (["b", "c", "d", "e"], ["x", "y"])
        fronts.add("".join(listed[:4]))
    assert len(fronts) > 10


def test_a_gap_offers_what_there_is_to_pick_from() -> None:
    note = the_note("- {cloze: 'In {{1999}} by {{Y::who?}}', wrong: {1999: [1991, 2001], Y: P}}")
    assert fields(note)["Text"] == "In {{c1::1999::1991 / 1999 / 2001}} by {{c2::Y::who?: P / Y}}"


def test_what_any_question_may_carry_has_fields_in_every_note_type() -> None:
    text = "- {front: f, back: b, hint: h, explain: e, as_of: 2022, according_to: them, cite: [s#3, t#4-5]}"
    found = fields(the_note(text))
    assert [found[name] for name in COMMON] == ["According to them, as of 2022", "h", "e", "s ¶ 3 · t ¶ 4-5"]
    assert all(note_type.fields[-len(COMMON) :] == COMMON for note_type in note_types().values())


def test_a_tag_has_no_spaces_in_anki() -> None:
    note = the_note("- {front: f, back: b, tags: [two words, ' three  more\u3000words', a::b]}")
    assert note.tags == ("two_words", "three_more_words", "a::b")


# --- texts as they are ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """A question with these cards."""

    cards: tuple[Part, ...]

    def text(self) -> str:
        return self.cards[0].prompt

    def parts(self, _language: str) -> Iterator[Part]:
        yield from self.cards


def note_with(interaction: Interaction, prompt: str = "", about: About = About()) -> Note:  # noqa: B008
    """The note of a question with one card."""
    name = "c1" if isinstance(interaction, Gaps) else ""
    question = Question("test/q", "", Given((Part(name, prompt, interaction),)), about)
    return note_of(question, Deck("test", "Test"))


def literal(field: str) -> str:
    """What of a field is text, as a browser shows it; all its tags must be ours."""
    text = re.sub(r"</?(?:li|div|p)(?: class=\"(?:right|why)\")?>", "\n", field).replace("<br>", "\n")
    assert not re.search(r"[<>\[]|\{\{", text)
    assert "\n" not in field
    return unescape(text)


def shown(field: str) -> str:
    """The words of a field whose text may have Markdown; a formula stands between dollar signs again."""
    return " ".join(re.sub(r"\\[()]", "$", literal(field)).split())


@pytest.mark.parametrize("odd", ODD)
def test_every_field_shows_its_text_and_none_of_it_becomes_a_tag(odd: str) -> None:
    about = About(hint=(odd,), explain=odd)
    flashcard = fields(note_with(Reveal(odd), odd, about))
    typed = fields(note_with(TextEntry((TextKey(odd, (odd,)),)), odd, about))
    choice = fields(note_with(ChoiceInteraction((Option(odd, odd),), (0,)), odd, about))
    words = " ".join(odd.split())
    for found, own in (
        (flashcard, ("Front", "Back")),
        (typed, ("Question",)),
        (choice, ("Question", "Answer")),
    ):
        assert [shown(found[name]) for name in (*own, "Hint", "Explanation")] == [words] * (len(own) + 2)
    assert [literal(typed[name]) for name in ("Answer", "Also right")] == [odd] * 2
    assert shown(choice["Options"]) == f"{words} {words}"


@pytest.mark.parametrize("odd", [*ODD, "a::b", "a:", "a}", "{{a}}", ":::"])
def test_a_gap_shows_its_text_and_its_hint_as_they_are(odd: str) -> None:
    text = fields(note_with(Gaps((odd, Gap(TextKey(odd), odd), odd))))["Text"]
    pieces = re.fullmatch(r"(.*?)\{\{c1::(.*?)::(.*?)\}\}(.*)", text, re.DOTALL)
    assert pieces
    before, *in_gap, after = pieces.groups()
    assert [literal(piece) for piece in in_gap] == [odd] * 2
    assert [shown(before), shown(after)] == [" ".join(odd.split())] * 2


# What a deck can hold: no control characters; and here none that Markdown knows.
PLAIN = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Co"), exclude_characters="*_`~\\$-+#>.)")
).filter(lambda text: not CONTROL.search(text))


@given(PLAIN)
def test_nothing_in_a_text_is_lost_or_becomes_a_tag(text: str) -> None:
    assert shown(fields(note_with(Reveal(text), "front")).get("Back", "")) == " ".join(text.split())


@given(st.text().filter(lambda text: not CONTROL.search(text)))
def test_nothing_in_what_is_typed_is_lost_or_becomes_a_tag(text: str) -> None:
    typed = fields(note_with(TextEntry((TextKey(text),)), "front"))
    assert literal(typed.get("Answer", "")) == text


def test_quotes_stay_as_they_are_so_that_anki_finds_them() -> None:
    assert fields(the_note('- {front: Belarus\'s "union", back: b}'))["Front"] == 'Belarus\'s "union"'


# --- decks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folders", "title", "name"),
    [
        ((), "Trade", "Trade"),
        (("es",), "Historia", "es::Historia"),
        (("history", "1990s"), "Treaties", "history::1990s::Treaties"),
        ((), "C++: std::vector", "C++: std:vector"),
        (("a::b",), ":: Edge ::", "a:b::Edge"),
        ((), "::", "deck"),
    ],
)
def test_folders_become_parent_decks_and_titles_never_do(
    folders: tuple[str, ...], title: str, name: str
) -> None:
    assert Placed(Deck("key", title), folders).name == name


def test_decks_of_one_name_are_one_deck_in_anki() -> None:
    one, two = (Deck("one", "Same", questions=deck_of("- {front: 1, back: a}").questions) for _ in "ab")
    with collection(package([Placed(one), Placed(two)], AT)) as db:
        (decks,) = db.execute("SELECT decks FROM col").fetchone()
    assert sorted(deck["name"] for deck in json.loads(decks).values()) == ["Default", "Same"]


def test_of_questions_that_share_an_id_only_the_first_is_written() -> None:
    first, second = (deck_of(f"- {{id: q, front: {n}, back: b}}") for n in ("first", "second"))
    with collection(package([Placed(first), Placed(second)], AT)) as db:
        assert db.execute("SELECT sfld FROM notes").fetchall() == [("first",)]
        assert db.execute("SELECT count(*) FROM cards").fetchone() == (1,)


def test_no_decks_make_an_empty_package() -> None:
    with collection(package([], AT)) as db:
        assert db.execute("SELECT count(*) FROM notes").fetchone() == (0,)


# --- what lasts -------------------------------------------------------------------------------------

QUESTIONS = """
- {id: one, front: f, back: b, both_ways: true, tags: [x]}
- {id: two, ask: a?, answer: b, wrong: [c, d, e]}
- {id: three, cloze: '{{a}} and {{b::hint}}'}
"""


def test_the_same_questions_at_the_same_time_give_the_same_bytes() -> None:
    assert package([Placed(deck_of(QUESTIONS))], AT) == package([Placed(deck_of(QUESTIONS))], AT)
    assert package([Placed(deck_of(QUESTIONS))], AT) != package([Placed(deck_of(QUESTIONS))], AT + 1)


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(f"deck: Test\nquestions:{QUESTIONS}", encoding="utf-8")
    script = (
        "import sys; from quizkit.deckfile import load_deck; from quizkit.exporters import apkg;"
        "deck, _ = load_deck(sys.argv[1]);"
        "sys.stdout.buffer.write(apkg.package([apkg.Placed(deck)], int(sys.argv[2])))"
    )
    command = [sys.executable, "-c", script, str(path), str(AT)]
    other = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": "1"}, check=True, capture_output=True
    )
    assert other.stdout == package([Placed(deck_of(QUESTIONS))], AT)


def test_a_note_is_known_by_the_id_of_its_question_alone() -> None:
    before = the_note("- {id: q, front: f, back: b}")
    after = the_note("- {id: q, front: another, back: text, tags: [x]}")
    assert before.guid == after.guid
    assert before.guid != the_note("- {id: q2, front: f, back: b}").guid


def test_note_types_keep_their_ids_for_ever() -> None:
    assert {note_type.name: note_type.id for note_type in note_types().values()} == {
        "quizkit flashcard": 1_716_400_101,
        "quizkit typed answer": 1_716_400_102,
        "quizkit choice": 1_716_400_103,
        "quizkit cloze": 1_716_400_104,
    }


def test_note_types_keep_their_fields_for_ever() -> None:
    """With another field Anki takes it for another note type, and updates no note it has."""
    assert [note_type.fields[:-4] for note_type in note_types().values()] == [
        ("Front", "Back", "Both ways"),
        ("Question", "Answer", "Also right"),
        ("Question", "Options", "Answer"),
        ("Text",),
    ]
    assert COMMON == ("Context", "Hint", "Explanation", "Source")


def test_a_new_look_has_a_new_date() -> None:
    """Where this fails: put ``CHANGED_AT`` forward, then write it here with the new digest."""
    look = repr([note_type.templates for note_type in note_types().values()]) + css()
    assert (CHANGED_AT, blake2b(look.encode(), digest_size=4).hexdigest()) == (1_790_726_400, "28296452")


def test_note_types_are_dated_by_their_look_and_not_by_the_export() -> None:
    """A later date would put our styling in the place of the learner's own."""
    for at in (AT, CHANGED_AT + 1_000_000):
        with collection(package([Placed(deck_of(QUESTIONS))], at)) as db:
            (models,) = db.execute("SELECT models FROM col").fetchone()
        assert {model["mod"] for model in json.loads(models).values()} == {CHANGED_AT}


def test_ids_are_times_that_have_passed_and_positions_count_from_one() -> None:
    with collection(package([Placed(deck_of(QUESTIONS))], AT)) as db:
        notes = [row[0] for row in db.execute("SELECT id FROM notes")]
        cards = db.execute("SELECT id, nid, due FROM cards ORDER BY id").fetchall()
    assert notes == [AT * 1000 - 2, AT * 1000 - 1, AT * 1000]
    assert [card[0] for card in cards] == list(range(AT * 1000 - 4, AT * 1000 + 1))
    assert [(card[1] - notes[0], card[2]) for card in cards] == [(0, 1), (0, 1), (1, 2), (2, 3), (2, 3)]


def test_the_archive_holds_what_anki_looks_for_compressed() -> None:
    archive = zipfile.ZipFile(io.BytesIO(package([Placed(deck_of(QUESTIONS))], AT)))
    assert archive.namelist() == ["collection.anki2", "media"]
    assert archive.read("media") == b"{}"
    assert all(member.compress_type == zipfile.ZIP_DEFLATED for member in archive.infolist())
    assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
