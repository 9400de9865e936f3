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
from quizkit.importers.whole import Origin

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
- id: formulas
  cloze: '{{c1::$\\frac{a}{b}$::$x$?}}, {{c1::**bold**}}, {{c2::`c{}`}} and {{c2::*d*}}'
  accept: {"`c{}`": ["`e`", $f$]}
  wrong: {'$\\frac{a}{b}$': ['$x^2$', '*g*']}
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


def back(raw: RawDeck, tags: tuple[str, ...] | None = None, **edits: str) -> list[Made]:
    """The questions of a deck after they were notes of Anki, where fields or tags may have been edited."""
    made = []
    for filed in notes_of([Placed(build_deck(raw, "t.yaml"))]):
        kind = note_types()[filed.note.note_type]
        templates = tuple(Template(*each) for each in kind.templates)
        notetype = NoteType(kind.id, kind.name, kind.fields, templates, "", kind.cloze)
        named = dict(zip(kind.fields, filed.note.fields, strict=True))
        named |= {name.replace("_", " "): text for name, text in edits.items()}
        of_note = filed.note.tags if tags is None else tags
        note = Note(1, filed.note.guid, kind.id, 0, of_note, tuple(named.values()))
        (one,) = questions_of(note, notetype, frozenset(filed.note.cards), {}, "de")
        assert [number for _, number in one.ords] == list(filed.note.cards)
        made.append(one)
    return made


def edited(question: str, tags: tuple[str, ...] | None = None, **edits: str) -> dict[str, Any]:
    """The keys of a question after its note was edited in Anki."""
    (made,) = back(deck(f"- {question}\n"), tags, **edits)
    return made.keys


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


# --- edited in Anki ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "edits", "keys"),
    [
        (
            "{term: '*a*', definition: b, evidence: c d, points: 2}",
            {"Back": "another"},
            {"term": "*a*", "definition": "another", "evidence": ["c d"], "points": "2"},
        ),
        (
            "{ask: a, answer: 45, unit: km, evidence: x}",
            {"Answer": "46 miles"},
            {"ask": "a", "answer": "46", "unit": "miles", "evidence": ["x"]},
        ),
        (
            "{ask: a, answer: 45, unit: km, tolerance: 5%}",
            {"Answer": "46"},
            {"ask": "a", "answer": "46", "unit": "km", "tolerance": "5%"},
        ),
        (
            "{ask: a, answer: 45, unit: km}",
            {"Answer": "far"},
            {"ask": "a", "answer": "far"},
        ),
        (
            "{ask: a, answer: b, accept: '<c>', exact: true}",
            {"Question": "q"},
            {"type": "short-answer", "ask": "q", "answer": "b", "accept": ["<c>"], "exact": True},
        ),
        (
            "{ask: a, answer: b, wrong: [c], explain: '**d**', evidence: e}",
            {"Explanation": "f"},
            {"ask": "a", "answer": "b", "wrong": ["c"], "explain": "f", "evidence": ["e"]},
        ),
        (
            "{front: a, back: b}",
            {"Front": "<b>x</b>"},
            {"front": "**x**", "back": "b"},
        ),
        (
            "{ask: a, answer: b}",
            {"Answer": "1999"},
            {"type": "short-answer", "ask": "a", "answer": "1999"},
        ),
    ],
)
def test_what_was_edited_in_anki_wins_and_what_is_not_shown_stays(
    question: str, edits: dict[str, str], keys: dict[str, Any]
) -> None:
    assert edited(question, None, **edits) == keys


FORMULAS = r"""
  cloze: '{{c1::$\frac{a}{b}$::$x$?}}, {{c1::**bold**}}, {{c2::`c{}`}} and {{c2::*d*}}'
  accept: {'`c{}`': ['`e`', $f$]}
  wrong: {'$\frac{a}{b}$': ['$x^2$', '*g*']}
"""


def test_formulas_and_markdown_in_gaps_outlive_an_edit_of_another_field() -> None:
    assert edited(FORMULAS, Explanation="f") == {
        "cloze": r"{{c1::$\frac{a}{b}$::$x$?}}, {{c1::**bold**}}, {{c2::`c{}`}} and {{c2::*d*}}",
        "accept": {"`c{}`": ["`e`", "$f$"]},
        "wrong": {r"$\frac{a}{b}$": ["$x^2$", "*g*"]},
        "explain": "f",
    }


def test_options_of_a_gap_may_look_like_gaps() -> None:
    question = (
        "{cloze: 'In {{c1::a::what?}} and {{c1::b}}', wrong: {a: ['{{z}}', '}}', 'd::e'], b: ['{{c1::f}}']}}"
    )
    assert edited(question, Explanation="g") == {
        "cloze": "In {{c1::a::what?}} and {{c1::b}}",
        "wrong": {"a": ["d::e", "{{z}}", "}}"], "b": ["{{c1::f}}"]},
        "explain": "g",
    }


@pytest.mark.parametrize("damage", ["{", "[1]", "x", '{"type":"term","shown":5}', "<b>{}</b>"])
def test_what_is_kept_and_damaged_is_as_if_it_were_not_there(damage: str) -> None:
    question = "{ask: a, answer: 45, tolerance: 5%, evidence: x, tags: [b c]}"
    keys = {"ask": "a", "answer": "45", "tolerance": "5%", "tags": ["b_c"]}
    assert edited(question, For_quizkit=damage) == keys


def test_what_is_kept_of_another_question_is_not_taken() -> None:
    other = "{&#123;c1::x}}"
    kept = f'{{"type":"cloze","shown":1,"cloze":"{other}","evidence":&#91;"y"]}}'
    assert edited("{front: a, back: b}", For_quizkit=kept) == {"front": "a", "back": "b", "evidence": ["y"]}


def test_tags_come_as_they_were_written_with_those_that_the_learner_gave_and_without_those_taken_off() -> (
    None
):
    question = "{front: a, back: b, tags: [two words, Ä, z]}"
    assert edited(question)["tags"] == ["two words", "Ä", "z"]
    assert edited(question, ("leech", "z", "Two_Words"))["tags"] == ["two words", "z", "leech"]
    assert "tags" not in edited(question, ())


def test_a_note_says_which_language_and_which_tags_its_deck_has() -> None:
    raw = read_deck(b"deck: T\nid: t\nlanguage: es\ntags: [x y]\nquestions: [{front: a, back: b}]", "t.yaml")
    (made,) = back(raw)
    assert made.origin == Origin("es", ("x y",), ())
    (made,) = back(deck("- {front: a, back: b}\n"))
    assert made.origin == Origin("en", (), ())
    (made,) = back(deck("- {front: a, back: b}\n"), For_quizkit="{")
    assert made.origin is None


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


def test_an_option_is_read_as_the_front_has_it_and_its_key_as_the_back_has_it() -> None:
    key = "<li class='right'>a<div class='why'>so</div></li><li>b</li>"
    edited = choice(Question="Q", Options="<li>A</li><li>B</li>", Answer=key)
    assert edited == {"ask": "Q", "answer": {"A": "so"}, "wrong": ["B"]}
    # Where one of the two has an option more, that with the key counts.
    edited = choice(Question="Q", Options="<li>A</li>", Answer=key)
    assert edited == {"ask": "Q", "answer": {"a": "so"}, "wrong": ["b"]}


def test_a_source_that_is_no_citation_any_more_explains() -> None:
    edited = choice(Question="Q", Options="<li class=right>a</li><li>b</li>", Source="the atlas, page 3")
    assert edited["explain"] == "the atlas, page 3"


def test_a_source_told_by_its_title_is_cited_by_its_key() -> None:
    told = '<span data-cite="atlas#2-3">The Great Atlas ¶ 2-3</span> · map ¶ 4'
    edited = choice(Question="Q", Options="<li class=right>a</li><li>b</li>", Source=told)
    assert edited["cite"] == ["atlas#2-3", "map#4"]
