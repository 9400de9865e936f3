"""A package that quizkit made comes back as the questions it was made of."""

from __future__ import annotations

from typing import Any

import pytest
from quizkit.deckfile.made import raw_question
from quizkit.deckfile.native import NoteType, Template
from quizkit.deckfile.reader import RawDeck, build_deck, read_deck
from quizkit.exporters.anki import Placed, notes_of
from quizkit.exporters.anki.note_types import note_types
from quizkit.importers.collection import Note
from quizkit.importers.notes import Made, questions_of

QUESTIONS = """\
- {id: card, front: "What is **bold** < 3?", back: "`x_1` and $x^2$", hint: [one, two]}
- {id: both, front: eins, back: one, both_ways: true, explain: "Because\\n\\n- a\\n- b", tags: [a, b]}
- {id: typed, ask: Capital?, answer: Lima, accept: [La L, "L <i>"], reject: {Cusco: "No, *that* is old."}}
- {id: number, ask: How far?, answer: 45.5, unit: km, tolerance: 5%}
- {id: date, ask: When?, type: date, answer: 1999-12-08}
- {id: month, ask: When?, type: date, answer: 1999-12}
- {id: pick, ask: Which?, answer: {Nile: It is long.}, wrong: [{Etna: "A *volcano*."}, Gobi]}
- {id: several, ask: Which?, answers: [A, {B: yes}], wrong: [C]}
- {id: right, statement: Water is wet., answer: true}
- {id: wrong, statement: Water is dry., answer: false}
- {id: gaps, cloze: "{{c1::Romulus::who?}} and {{c1::Remus}} in {{c3::Rome}} and *more*"}
- id: options
  cloze: "{{c1::Romulus::who?}} and {{c1::Remus}} in {{c2::Rome}}"
  accept: {Rome: [Roma, Urbs]}
  wrong: {Romulus: [Numa], Remus: [Gaius, Titus]}
- {id: order, ask: Order, order: [one, two, "**three**"]}
- {id: match, ask: Match, match: {a: one, b: two}, extra: [three]}
- {id: groups, ask: Group, groups: {x: [a, b], y: [c]}}
- {id: list, ask: Name, answers: [eins, zwei, drei], need: 2, accept: {eins: [uno, ein]}}
- {id: open, ask: Why?, rubric: [first point, second], model_answer: Since.}
- {id: cited, front: a, back: b, cite: [atlas#1, "atlas#2-3"], according_to: Bob, as_of: the year 2020}
"""


def deck(text: str, language: str = "en") -> RawDeck:
    raw = read_deck(f"deck: T\nid: t\nlanguage: {language}\nquestions:\n{text}".encode(), "t.yaml")
    assert raw.problems == ()
    return raw


def back(raw: RawDeck) -> list[Made]:
    """The questions of a deck after they were notes of Anki."""
    made = []
    for filed in notes_of([Placed(build_deck(raw, "t.yaml"))]):
        kind = note_types()[filed.note.note_type]
        templates = tuple(Template(*each) for each in kind.templates)
        notetype = NoteType(kind.id, kind.name, kind.fields, templates, "", kind.cloze)
        note = Note(1, filed.note.guid, kind.id, 0, filed.note.tags, filed.note.fields)
        (one,) = questions_of(note, notetype, frozenset(filed.note.cards), {}, raw.language)
        assert [number for _, number in one.ords] == list(filed.note.cards)
        made.append(one)
    return made


def test_every_type_of_question_comes_back_as_itself() -> None:
    before = deck(QUESTIONS)
    for question, made in zip(before.questions, back(before), strict=True):
        after, mistake = raw_question({"id": question.id, **made.keys})
        assert (mistake, after) == ("", question._replace(line=0)), made.keys


def test_what_goes_to_anki_again_is_what_came() -> None:
    before = deck(QUESTIONS)
    again = [{"id": each.id, **made.keys} for each, made in zip(before.questions, back(before), strict=True)]
    questions = tuple(raw for raw, _ in map(raw_question, again) if raw is not None)

    first, second = (
        [filed.note for filed in notes_of([Placed(build_deck(each, "t.yaml"))])]
        for each in (before, before._replace(questions=questions))
    )
    assert second == first


@pytest.mark.parametrize("language", ["en", "de", "ru", "es"])
def test_whose_claim_it_is_is_read_in_the_language_of_the_deck(language: str) -> None:
    one = "- {id: a, front: a, back: b, according_to: Bob, as_of: X}\n"
    more = "- {id: b, front: a, back: b, as_of: X}\n- {id: c, front: a, back: b, according_to: 'Bob, as'}\n"
    keys = [
        {key: made.keys.get(key) for key in ("according_to", "as_of")}
        for made in back(deck(one + more, language))
    ]

    assert keys[0] == {"according_to": "Bob", "as_of": "X"}
    assert keys[1] == {"according_to": None, "as_of": "X"}
    assert keys[2] == {"according_to": "Bob, as", "as_of": None}


OWN = note_types()["Choice"]
CHOICE = NoteType(
    OWN.id, "quizkit choice+", OWN.fields, (Template("Card", "{{Question}}", "{{Answer}}"),), ""
)


def choice(**fields: str) -> dict[str, Any]:
    values = tuple(fields.get(name.replace(" ", "_"), "") for name in CHOICE.fields)
    (made,) = questions_of(Note(1, "g", CHOICE.id, 0, (), values), CHOICE, frozenset({0}), {})
    return made.keys


def test_a_note_that_was_edited_in_anki_is_read_all_the_same() -> None:
    options = "<ul><li class='right'>a<br></li></ul>"
    edited = choice(
        Question="Q<div>x</div>", Options="<li class='right'><b>a</b></li>\n<li>b</li>", Answer="a"
    )
    assert edited == {"ask": "Q\nx", "answer": "**a**", "wrong": ["b"]}
    # Where nothing is left of its form, it is what its card shows.
    assert choice(Question="Q", Options=options, Answer="a") == {
        "front": "Q",
        "back": "a",
        "explain": "- a",
    }


def test_a_source_that_is_no_citation_any_more_explains() -> None:
    edited = choice(Question="Q", Options="<li class=right>a</li><li>b</li>", Source="the atlas, page 3")
    assert edited["explain"] == "the atlas, page 3"


def test_a_source_told_by_its_title_is_cited_by_its_key() -> None:
    told = '<span data-cite="atlas#2-3">The Great Atlas ¶ 2-3</span> · map ¶ 4'
    edited = choice(Question="Q", Options="<li class=right>a</li><li>b</li>", Source=told)
    assert edited["cite"] == ["atlas#2-3", "map#4"]
