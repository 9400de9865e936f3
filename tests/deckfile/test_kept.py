"""What a note keeps of its question: little, harmless, and ignored where it is damaged."""

from __future__ import annotations

import pytest
from quizkit.deckfile.kept import Kept, digest_of, kept_of, read_kept
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.model import Deck


def deck_of(question: str, head: str = "") -> Deck:
    raw = read_deck(f"deck: T\nid: t\n{head}\nquestions:\n- {question}\n".encode(), "t.yaml")
    assert raw.problems == ()
    return build_deck(raw, "t.yaml")


def kept(question: str, head: str = "", shown: str = "shown") -> str:
    deck = deck_of(question, head)
    return kept_of(deck.questions[0], deck, shown)


@pytest.mark.parametrize(
    "question",
    [
        "{front: Largest planet, back: Jupiter, both_ways: true, explain: It is., hint: [a, b], cite: c#1}",
        "{ask: Who?, answer: Copernicus, accept: [Kopernik], reject: {Galileo: Later.}}",
        "{statement: Water is wet., answer: true, image: a.png}",
        "{ask: Name them, answers: [eins, zwei], accept: {eins: [one]}}",
        "{ask: Order, order: [one, two]}",
        "{ask: Why?, rubric: [one, two], model_answer: Since.}",
        "{front: Самая большая планета, back: Юпитер}",
    ],
)
def test_nothing_is_kept_where_the_note_shows_all(question: str) -> None:
    assert kept(question) == ""


@pytest.mark.parametrize("hint", ["[one, -]", "['1. one', two]"])
def test_hints_that_would_be_a_list_on_the_card_are_kept(hint: str) -> None:
    assert read_kept(kept(f"{{front: a, back: b, hint: {hint}}}")) is not None


def test_what_is_not_shown_is_kept_as_json() -> None:
    field = kept("{term: a, definition: b, points: 2, evidence: c d}", "language: es\ntags: [x, y z]")
    assert field == (
        '{"language":"es","deck_tags":&#91;"x","y z"],"type":"term","shown":255696285,'
        '"term":"a","definition":"b","points":2.0,"evidence":&#91;"c d"]}'
    )
    assert read_kept(field) == Kept(
        "term",
        {"term": "a", "definition": "b", "points": "2", "evidence": ["c d"]},
        digest_of("shown"),
        "es",
        ("x", "y z"),
    )


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("{front: '*a*', back: b}", {"front": "*a*", "back": "b"}),
        (
            "{ask: a, answer: {b: why}, wrong: [c, {d: e}]}",
            {"answer": {"b": "why"}, "wrong": ["c", {"d": "e"}]},
        ),
        ("{ask: a, match: {b: c, d: e}, extra: f}", {"match": {"b": "c", "d": "e"}, "extra": ["f"]}),
        ("{ask: a, groups: {b: [c], d: [e, f]}}", {"groups": {"b": ["c"], "d": ["e", "f"]}}),
        ("{ask: a, answers: ['<b>', c], accept: {c: [d]}, need: 1}", {"accept": {"c": ["d"]}, "need": "1"}),
        ("{ask: a, answer: b, exact: true, points: 0.00001}", {"exact": True, "points": "0.00001"}),
        ("{front: e\u0301, back: [sound:x.mp3]}".replace("[", "'[").replace("]", "]'"), {"front": "e\u0301"}),
    ],
)
def test_a_question_is_kept_as_its_author_wrote_it(question: str, keys: dict[str, object]) -> None:
    found = read_kept(kept(question))
    assert found is not None
    assert keys.items() <= found.keys.items()


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "[sound:x.mp3]", "[latex]x[/latex]", "{{c1::x}}", "&lt;b&gt;", "<!--"]
)
def test_nothing_that_is_kept_is_markup_to_anki(text: str) -> None:
    field = kept(f"{{ask: a, answer: b, wrong: ['{text}'], explain: '{text}', evidence: '{text}'}}")
    assert not any(mark in field for mark in ("<", "[", "{{"))
    found = read_kept(field)
    assert found is not None
    assert (found.keys["wrong"], found.keys["explain"], found.keys["evidence"]) == ([text], text, [text])


def test_what_is_kept_outlives_the_composing_of_accents() -> None:
    field = kept("{front: e\u0301, back: \u0301x}")
    assert field.isascii()
    assert digest_of("e\u0301") == digest_of("é")


@pytest.mark.parametrize(
    "field",
    [
        "{",
        "[]",
        "null",
        '"term"',
        "{}",
        '{"type":"term"}',
        '{"type":"none","shown":1}',
        '{"type":["term"],"shown":1}',
        '{"type":"term","shown":"x"}',
        '{"type":"term","shown":1,"language":"<b>"}',
        '{"type":"term","shown":1,"language":5}',
        '{"type":"term","shown":1,"deck_tags":[5]}',
        '{"type":"term","shown":1,"deck_tags":5}',
        '{"type":"choice","shown":1,"wrong":5}',
        '{"type":"choice","shown":1,"wrong":[["a"]]}',
        '{"type":"match","shown":1,"match":[[["a"],"b"]]}',
        '{"type":"term","shown":1e999}',
        '{"type":"term","shown":' + "1" * 5000 + "}",
        "[" * 100_000,
    ],
)
def test_what_is_damaged_is_nothing(field: str) -> None:
    assert read_kept(field) is None


def test_html_that_an_editor_made_of_it_reads_the_same() -> None:
    field = kept("{ask: a & b, answer: b, wrong: ['<', c]}")
    assert read_kept(field.replace("&#91;", "[").replace('"', "&quot;")) == read_kept(field)
