"""What an editor would mark in a question beside the passage it cites."""

from __future__ import annotations

import pytest
from quizkit.deckfile import read_deck
from quizkit.deckfile.reader import build_deck
from quizkit.evidence import evidence_of
from quizkit.lints import Remark, mistakes, remarks, runs_of
from quizkit.model import Question

PASSAGE = (
    "The canal was opened in 1871 by Ada Lind, who led the port. Grain and timber are currently its main "
    "freight. Critics argue that it was dug too narrow. Trade through it was worth 45 billion crowns. "
    "Toll is paid in Harwick. Repairs are made in Oster."
)


def question(text: str) -> Question:
    deck = read_deck(f"deck: d\nquestions:\n  - {text}\n".encode(), "d.yaml")
    assert deck.problems == ()
    return build_deck(deck, "d.yaml").questions[0]


def rules(text: str, passage: str = PASSAGE, language: str = "en") -> list[str]:
    return [remark.rule for remark in found(text, passage, language)]


def found(text: str, passage: str, language: str = "en") -> list[Remark]:
    asked = question(text)
    return list(remarks(asked, language, [passage], evidence_of(asked, language)))


# --- what cannot stay -------------------------------------------------------------------------------

RUNS = runs_of(["The old canal was dug by hand in only eleven years, say its chronicles."])


@pytest.mark.parametrize(
    "text",
    [
        "{ask: 'Was it true that the OLD canal was dug, by hand in only eleven months?', answer: b}",
        "{ask: a, answer: b, explain: 'The old canal was dug by hand in only a decade.'}",
        "{ask: a, answer: b, wrong: [{c: 'The old canal was dug by hand in a hurry'}]}",
        "{cloze: 'The old {{canal}} was dug by {{hand}} in a year'}",
        "{ask: a, answer: b, hint: 'old canal was dug by hand in only'}",
    ],
)
def test_eight_words_of_a_source_are_a_copy_wherever_they_stand(text: str) -> None:
    assert [each.rule for each in mistakes(question(text), RUNS)] == ["copied"]


@pytest.mark.parametrize(
    "text",
    [
        "{ask: 'Who says the old canal was dug by hand?', answer: its chronicles}",
        "{ask: 'hand by dug was canal old the', answer: 'in only eleven years say its chronicles'}",
    ],
)
def test_seven_words_or_two_texts_are_none(text: str) -> None:
    assert list(mistakes(question(text), RUNS)) == []


def test_a_draft_that_nobody_finished_is_a_mistake() -> None:
    assert [each.rule for each in mistakes(question("{ask: TODO, answer: '1871'}"), frozenset())] == ["todo"]
    finished = "{ask: 'What is a TODO list?', answer: what is to do, explain: TODO or To-Do}"
    assert list(mistakes(question(finished), frozenset())) == []


# --- what is to be looked at ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{ask: 'In which year, 1871 or so, was it opened?', answer: '1871', as_of: '1'}",
        "{ask: 'Which Harwick office takes the toll?', answer: Harwick, wrong: [Oster]}",
    ],
)
def test_a_question_that_holds_its_answer_gives_it_away(text: str) -> None:
    assert "given-away" in rules(text)


def test_a_short_word_or_part_of_a_word_gives_nothing_away() -> None:
    assert rules("{ask: 'Where is a toll paid, in Harwickshire?', answer: Harwick}") == []
    assert rules("{ask: 'What is a canal for?', answer: a}") == []


@pytest.mark.parametrize(
    "text",
    [
        # Listed beside the answer, or said where the question's own words stand.
        "{ask: 'What does the canal carry?', answer: Grain, wrong: [timber, coal], as_of: '1900'}",
        "{ask: 'Where are repairs made?', answer: Harwick, wrong: [Oster, Lund]}",
    ],
)
def test_an_option_that_the_passage_makes_true_as_well_is_doubtful(text: str) -> None:
    assert "true-option" in rules(text)


def test_an_option_of_which_the_passage_says_something_else_is_fair() -> None:
    text = "{ask: 'Who opened the canal?', answer: Ada Lind, wrong: [Harwick, Oster]}"
    assert rules(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{ask: 'What does it carry, besides timber?', answer: Grain}", ["as-of"]),
        ("{ask: 'What does it carry, besides timber?', answer: Grain, as_of: 1900}", []),
        ("{ask: 'What did it carry in 1900, besides timber?', answer: Grain}", []),
        ("{ask: 'How much passes through it?', answer: 45, unit: billion}", ["as-of"]),
        ("{ask: 'Who opened it?', answer: Ada Lind}", []),
    ],
)
def test_what_was_so_at_a_moment_needs_a_date(text: str, found: list[str]) -> None:
    assert rules(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "{ask: 'How many barges use it?', answer: 18500}",
        "{ask: 'Until when is the toll fixed?', type: date, answer: 2031-05-03}",
    ],
)
def test_a_number_or_date_is_found_as_the_passage_writes_it(text: str) -> None:
    assert rules(text, "At present 18,500 barges use it. The toll is now fixed until 3 May 2031.") == [
        "as-of"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{ask: 'What is wrong with it?', answer: too narrow}", ["according-to"]),
        ("{ask: 'What is wrong with it?', answer: too narrow, according_to: its critics}", []),
        ("{ask: 'What do critics say is wrong with it?', answer: too narrow}", []),
        ("{statement: 'It is too narrow.', answer: true, evidence: too narrow}", ["according-to"]),
    ],
)
def test_a_view_is_not_asked_as_a_fact(text: str, found: list[str]) -> None:
    assert rules(text) == found


def test_the_rules_know_spanish() -> None:
    passage = "Actualmente se paga en Harwick. Según sus críticos, es demasiado estrecho."
    assert rules("{ask: '¿Dónde se paga?', answer: Harwick}", passage, "es") == ["as-of"]
    assert rules("{ask: '¿Cómo es?', answer: estrecho}", passage, "es") == ["according-to"]


def test_a_remark_names_the_key_it_is_about_and_what_helps() -> None:
    (remark,) = found("{ask: 'What is wrong with it?', answer: too narrow}", PASSAGE)

    assert remark.key == "according_to"
    assert "argue" in remark.message
    assert "whose view" in remark.hint


def test_quotes_round_option_and_feedback_are_remarked() -> None:
    quoted = "{ask: 'Who?', answer: Ada, wrong: ['Bo: a king', Cy]}"
    apart = "{ask: 'Who?', answer: Ada, wrong: ['Bo': a king, Cy]}"

    assert (rules(quoted), rules(apart)) == (["quoted-feedback"], [])
