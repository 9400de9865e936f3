"""Which type a question is, and what a type must bring."""

from __future__ import annotations

import re

import pytest
from quizkit.deckfile import RawDeck, read_deck
from quizkit.deckfile.reader import DECK_KEYS
from quizkit.fields import SYNONYMS, keys_of
from quizkit.model import About
from quizkit.questions import content_of, question_types
from quizkit.questions.common import Common

_FIRSTS = dict.fromkeys(next(iter(kind.own_keys)) for kind in question_types().values())
BEGINNINGS = f"begin with one of: {', '.join(_FIRSTS)}"


def read(question: str) -> RawDeck:
    """A deck with one question, written in one line."""
    return read_deck(f"deck: T\nquestions:\n- {question}\n".encode(), "t.yaml")


def problems(question: str) -> list[str]:
    return [f"{problem.column}: {problem.message}" for problem in read(question).problems]


def test_the_types_are_those_the_format_names() -> None:
    assert {"choice", "cloze", "flashcard", "short-answer", "true-false"} <= set(question_types())
    assert all(kind.name == name for name, kind in question_types().items())


@pytest.mark.parametrize("name", question_types())
def test_every_type_and_every_key_says_what_it_is_for(name: str) -> None:
    kind = question_types()[name]
    assert re.fullmatch(r"[A-Z].*\.", kind.doc)
    for declared in kind.keys.values():
        assert declared.doc.endswith("."), declared.name
        assert declared.kind.words, declared.name


@pytest.mark.parametrize("name", question_types())
def test_every_type_takes_the_keys_that_all_questions_have_and_no_own_key_hides_one(name: str) -> None:
    kind = question_types()[name]
    assert list(kind.keys) == [*keys_of(Common), *kind.own_keys]
    assert len(kind.keys) == len(keys_of(Common)) + len(kind.own_keys)


def test_what_a_question_says_about_itself_has_a_key_for_each() -> None:
    assert {*About._fields, "id", "type"} == set(keys_of(Common))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("{front: a, back: b}", "flashcard"),
        ("{front: a, back: b, both_ways: false}", "flashcard"),
        ("{ask: a, answer: b}", "short-answer"),
        ("{ask: a, answer: b, accept: c}", "short-answer"),
        ("{ask: a, answer: b, wrong: [c]}", "choice"),
        ("{ask: a, answer: {b: why}, wrong: [c]}", "choice"),
        ("{statement: a, answer: true}", "true-false"),
        ("{cloze: 'a {{b}}'}", "cloze"),
    ],
)
def test_the_type_follows_from_the_keys(question: str, name: str) -> None:
    assert problems(question) == []
    assert read(question).questions[0].type == name


@pytest.mark.parametrize("name", question_types())
def test_a_type_that_is_stated_is_that_type(name: str) -> None:
    required = [key for key, declared in question_types()[name].own_keys.items() if declared.required]
    (problem,) = read(f"{{type: {name}, hint: x}}").problems
    assert problem.message.endswith(f"{name} question needs {' and '.join(map(repr, required))}")


def test_a_stated_type_overrules_the_keys() -> None:
    assert problems("{type: flashcard, ask: a, answer: b}") == [
        "3: a flashcard question needs 'front' and 'back'",
        "21: unknown key 'ask' in a flashcard question",
        "29: unknown key 'answer' in a flashcard question",
    ]


@pytest.mark.parametrize(
    ("question", "messages"),
    [
        ("{type: esay, ask: a}", ["10: unknown question type 'esay'"]),
        ("{type: , ask: a}", ["10: unknown question type ''"]),
        ("{type: [choice], ask: a}", ["10: unknown question type ''"]),
        ("{type: Choice, ask: a}", ["10: unknown question type 'Choice'"]),
    ],
)
def test_an_unknown_type_is_named_at_its_place(question: str, messages: list[str]) -> None:
    assert problems(question) == messages


def test_an_unknown_type_gets_a_suggestion_or_the_list() -> None:
    hints = [read(f"{{type: {word}}}").problems[0].hint for word in ("shortanswer", "Choice", "essay")]
    assert hints[:2] == ["did you mean 'short-answer'?", "did you mean 'choice'?"]
    assert hints[2] == f"known types: {', '.join(question_types())}"


@pytest.mark.parametrize(
    ("question", "messages"),
    [
        ("{ask: a}", ["3: a short-answer question needs 'answer'"]),
        ("{aks: a, answer: b}", ["4: unknown key 'aks' in a short-answer question"]),
        ("{ask: a, answer: b, worng: [c]}", ["23: unknown key 'worng' in a choice question"]),
        ("{ask: a, wrong: [c]}", ["3: a choice question needs 'answer'"]),
        ("{back: a}", ["3: a flashcard question needs 'front'"]),
        ("{statement: a}", ["3: a true-false question needs 'answer'"]),
    ],
)
def test_an_incomplete_question_is_taken_for_the_type_that_fits_best(
    question: str, messages: list[str]
) -> None:
    assert problems(question) == messages


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("{hint: a}", BEGINNINGS),
        ("{}", BEGINNINGS),
    ],
)
def test_a_question_that_asks_nothing_is_told_how_to_begin(question: str, hint: str) -> None:
    (problem,) = read(question).problems
    assert (problem.message, problem.hint) == ("this question asks nothing", hint)


@pytest.mark.parametrize(
    ("question", "kind", "meant"),
    [
        ("{question: a, answer: b}", "short-answer", ["question ask"]),
        ("{prompt: a, answer: 5}", "number", ["prompt ask"]),
        ("{text: a, answer: 2024-05-01}", "date", ["text ask"]),
        ("{quesiton: a, solution: b}", "short-answer", ["quesiton ask", "solution answer"]),
        (
            "{question: a, options: [b], correct: c}",
            "choice",
            ["question ask", "options wrong", "correct answer"],
        ),
        ("{ask: a, answer: b, wrongs: [c]}", "choice", ["wrongs wrong"]),
        ("{ask: a, answer: b, distractors: [c]}", "choice", ["distractors wrong"]),
        ("{ask: a, answers: [b], incorrect: [c, d]}", "multi-select", ["incorrect wrong"]),
        ("{statement: a, correct: true}", "true-false", ["correct answer"]),
        (
            "{front: a, back: b, explanation: c, source: d#1}",
            "flashcard",
            ["explanation explain", "source cite"],
        ),
        ("{frnt: a, bakc: b}", "flashcard", ["frnt front", "bakc back"]),
        ("{colze: '{{a}}'}", "cloze", ["colze cloze"]),
        ("{type: multi-select, ask: a, correct: [b], wrong: [c]}", "multi-select", ["correct answers"]),
    ],
)
def test_a_key_under_another_name_is_the_only_mistake(question: str, kind: str, meant: list[str]) -> None:
    told = [(problem.message, problem.hint) for problem in read(question).problems]
    assert told == [
        (f"unknown key '{name}' in a {kind} question", f"did you mean '{key}'?")
        for name, key in map(str.split, meant)
    ]


def test_no_key_of_ours_is_what_others_call_another() -> None:
    ours = {name for kind in question_types().values() for name in kind.keys} | {*DECK_KEYS}
    assert SYNONYMS.keys() <= ours
    assert not {word for words in SYNONYMS.values() for word in words} & ours


@pytest.mark.parametrize("question", ["just a text", "[a, b]", "", "null", "7"])
def test_a_question_that_is_no_mapping_is_refused(question: str) -> None:
    (message,) = problems(question)
    assert message.endswith(": a question is a mapping of keys")


def test_mistakes_of_form_and_of_sense_are_reported_together() -> None:
    assert problems("{ask: a, answer: b, wrong: [c, B], hnt: x, cite: y}") == [
        "30: the wrong option 'B' is also an answer",
        "38: unknown key 'hnt' in a choice question",
        "52: 'y' is not a citation such as source#12 or source#12-13",
    ]


def test_the_values_of_a_question_come_back_typed() -> None:
    (raw,) = read("{front: a, back: b, hint: c, tags: d, cite: [e#1, f#2-3], as_of: 2006}").questions
    content, about = content_of(raw)
    assert about == About(hint=("c",), tags=("d",), cite=("e#1", "f#2-3"), as_of="2006")
    assert content.text() == "a"
