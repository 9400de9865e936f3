"""``grade``: how an answer would be judged, one at a time and from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program

DECK = """\
deck: Bench
questions:
  - {id: card, front: Peru, back: Lima, both_ways: true}
  - {id: planet, ask: Which planet is hottest?, answer: Venus, reject: {Mercury: It has no air.}}
  - {id: trade, ask: How large was the trade?, answer: 45, unit: billion USD}
  - {id: day, ask: When?, answer: 1999-12-08}
  - {id: rivers, ask: Name two., type: list-recall, answers: [Don, Volga, Oka], need: 2}
  - {id: sea, ask: Which is a sea?, answer: Aral, wrong: [Don: It is a river., Gobi]}
  - {id: moons, ask: Which are moons?, answers: [Io, Europa], wrong: [Mars, Pluto]}
  - {id: true, statement: It rains., answer: true}
  - {id: sizes, ask: Smallest first., order: [ant, cat, horse]}
  - {id: pairs, ask: Capitals?, match: {Peru: Lima, Chile: Santiago}, extra: [Quito]}
  - {id: groups, ask: Even?, groups: {even: [two, four], odd: one}}
  - {id: gaps, cloze: "{{c1::Romulus}} and {{c1::Remus}}"}
  - {id: why, ask: Why?, rubric: [It is cold., It is dark.]}
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "bench.yaml"
    path.write_text(DECK, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("question", "responses", "verdict"),
    [
        ("card", ["Lima"], "right"),
        ("card", ["Cuzco"], "wrong"),
        ("card#reverse", ["peru"], "right"),
        ("planet", ["venus"], "right"),
        ("planet", ["Vennus"], "right, with a note"),
        ("planet", ["Mars"], "wrong"),
        ("trade", ["$45 billion"], "right"),
        ("trade", ["45 billion euros"], "wrong"),
        ("day", ["8 December 1999"], "right"),
        ("day", ["December 1999"], "right in part: 50%"),
        ("rivers", ["Don and Volga"], "right"),
        ("rivers", ["Don", "Ob"], "right in part: 33%"),
        ("sea", ["Aral"], "right"),
        ("sea", ["Don"], "wrong"),
        ("sea", ["Nile"], "wrong"),
        ("moons", ["Europa", "Io"], "right"),
        ("moons", ["Io"], "right in part: 50%"),
        ("true", ["True"], "right"),
        ("sizes", ["ant", "cat", "horse"], "right"),
        ("sizes", ["ant", "horse", "cat"], "right in part: 67%"),
        ("pairs", ["Lima", "Santiago"], "right"),
        ("pairs", ["Lima", "Quito"], "right in part: 50%"),
        ("groups", ["even", "even", "odd"], "right"),
        ("gaps", ["Romulus", "Remus"], "right"),
        ("gaps", ["Romulus", "Brutus"], "right in part: 50%"),
        ("why", ["It is cold.", "It is dark."], "right"),
        ("why", ["It is late."], "wrong"),
    ],
)
def test_a_response_is_judged(
    quizkit: Program, deck: Path, question: str, responses: list[str], verdict: str
) -> None:
    run = quizkit("grade", deck, question, *responses)
    assert run.code == 0
    assert run.out.splitlines()[0] == verdict


def test_the_answer_and_what_is_said_to_the_response_follow(quizkit: Program, deck: Path) -> None:
    assert quizkit("grade", deck, "planet", "Mercury").out == "wrong\nanswer: Venus\nIt has no air.\n"
    assert "Mind the spelling: Venus" in quizkit("grade", deck, "planet", "Vennus").out


def test_a_response_that_begins_with_a_dash_stands_behind_two(quizkit: Program, deck: Path) -> None:
    assert quizkit("grade", deck, "trade", "--", "-45").out.startswith("wrong\n")


def test_the_verdict_as_json(quizkit: Program, deck: Path) -> None:
    assert quizkit("grade", deck, "planet", "Vennus", "--json").json == {
        "id": "planet",
        "response": "Vennus",
        "score": 1,
        "note": True,
        "feedback": "Mind the spelling: Venus",
    }


def lines(*entries: Any) -> str:
    return "".join(f"{entry if isinstance(entry, str) else json.dumps(entry)}\n" for entry in entries)


def test_responses_from_a_file_give_a_line_each(quizkit: Program, deck: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    first, second = {"id": "planet", "response": "Mars"}, {"id": "gaps", "response": ["Romulus", "Remus"]}
    file.write_text("\ufeff" + lines(first, "", second), encoding="utf-8")
    run = quizkit("grade", deck, "--responses", file)
    verdicts = [json.loads(line) for line in run.out.splitlines()]
    assert verdicts == [
        {**first, "score": 0, "note": False, "feedback": ""},
        {**second, "score": 1, "note": False, "feedback": ""},
    ]
    assert quizkit("grade", deck, "--responses", file, "--json").out == run.out


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", '{"id": "planet"}', '{"id": "planet", "response": 7}', '{"id": "planet", "response": [1]}'],
)
def test_a_bad_line_of_a_file_is_named(quizkit: Program, deck: Path, tmp_path: Path, bad: str) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(lines({"id": "planet", "response": "Mars"}, bad))
    run = quizkit("grade", deck, "--responses", file)
    assert run.code == 1
    assert f"{file}:2: " in run.err
    assert run.out == "", "nothing is judged before the file is known to be sound"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["planets", "Mars"], 1, "no question 'planets'\n  hint: did you mean 'planet'?\n"),
        ([], 2, "an id and a response are needed"),
        (["planet"], 2, "an id and a response are needed"),
        (["planet", "Mars", "--responses", "x"], 2, "at once"),
        (["--responses", "missing.jsonl"], 2, "missing.jsonl"),
    ],
)
def test_what_cannot_be_judged_is_told(
    quizkit: Program, deck: Path, arguments: list[str], code: int, told: str
) -> None:
    run = quizkit("grade", deck, *arguments)
    assert run.code == code
    assert told in run.err
    assert run.out == ""


def test_a_question_beside_a_broken_one_can_be_tried(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "half.yaml"
    deck.write_text("deck: Half\nquestions:\n  - {id: a, ask: b, answer: c}\n  - {front: alone}\n")
    assert quizkit("grade", deck, "a", "c").out.startswith("right\n")
    deck.write_text("deck: [")
    assert "quizkit check" in quizkit("grade", deck, "a", "c").err


TWINS = """\
deck: Twins
questions:
  - {id: capital-of-peru, ask: The capital of Peru?, answer: Lima}
  - {id: capital-of-chile, ask: The capital of Chile?, answer: Santiago}
  - {id: capital, ask: What is a capital?, answer: a city}
  - {id: sides, front: Peru, back: Lima, both_ways: true}
"""


@pytest.fixture
def twins(tmp_path: Path) -> Path:
    path = tmp_path / "twins.yaml"
    path.write_text(TWINS)
    return path


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("capital-of-p", "capital-of-peru"),
        ("twins/capital-of-p", "capital-of-peru"),
        ("capital", "capital"),
        ("twins/capital", "capital"),
        ("s", "sides"),
        ("sides#reverse", "sides#reverse"),
    ],
)
def test_the_beginning_of_an_id_is_enough_where_no_other_begins_so(
    quizkit: Program, twins: Path, name: str, full: str
) -> None:
    assert quizkit("grade", twins, name, "x", "--json").json["id"] == full


def test_several_ids_that_begin_so_are_listed(quizkit: Program, twins: Path) -> None:
    run = quizkit("grade", twins, "capital-", "Lima")
    assert (run.code, run.out) == (1, "")
    assert run.err.splitlines()[1:3] == ["  capital-of-peru", "  capital-of-chile"]


def test_a_file_of_responses_names_its_questions_in_full(
    quizkit: Program, twins: Path, tmp_path: Path
) -> None:
    (tmp_path / "responses.jsonl").write_text('{"id": "capital-of-p", "response": "Lima"}')
    run = quizkit("grade", twins, "--responses", tmp_path / "responses.jsonl")
    assert "no question 'capital-of-p'" in run.err
