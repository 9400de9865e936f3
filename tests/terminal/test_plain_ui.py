"""Plain lines in and out: pipes, screen readers, terminals that can do no more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process, Program

# The five questions of the deck, each answered; in a session of their own.
LEGS = """\
deck: Small
questions:
  - {id: legs, ask: 'How many legs has a spider?', answer: eight, accept: [8], hint: More than six.,
     explain: Insects have six., cite: 'book#4'}
  - {id: oceans, ask: 'How many oceans are there?', answer: five}
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(LEGS)
    return path


def answered(quizkit: Program) -> list[tuple[str, int, str]]:
    """Card, rating and response of every answer, by card: a pipe answers twice in one millisecond."""
    reviews = quizkit("log", "--json").json
    return sorted((review["card_id"], review["rating"], review["response"]) for review in reviews)


def test_a_study_session_of_all_types_in_lines(quizkit: Program, five_types: Path) -> None:
    lines = ["", "4", "eight", "4", "1", "4", "1", "4", "Romulus", "Remus", "4"]
    run = quizkit("study", five_types, stdin="".join(f"{line}\n" for line in lines))
    assert run.code == 0
    assert run.err == ""
    for words in (
        "[1/5] Five types",
        "The capital of Peru",
        "Answer: Lima",
        "Founded in 1535.",
        "1=Again 1m  2=Hard",
        "4=Easy",
        "Right.",
        "  3. ",
        "Water boils at a lower temperature on a high mountain.",
        "  1. True",
        "[1] and [2: his twin] were raised by a wolf.",
        "5 answers · ",
    ):
        assert words in run.out
    responses = {card.removeprefix("five-types/"): response for card, _, response in answered(quizkit)}
    assert responses["typed"] == "eight"
    assert responses["picked"] in {"Nile", "Etna", "Gobi"}
    assert responses["judged"] == "True"
    assert responses["filled#c1"] == "Romulus | Remus"


def test_enter_takes_the_proposed_rating(quizkit: Program, deck: Path) -> None:
    run = quizkit("study", deck, "--plain", stdin="eight\n\nsix\n\n")
    assert "Enter=3: " in run.out
    assert "Enter=1: " in run.out
    assert [rating for _, rating, _ in answered(quizkit)] == [3, 1]


def test_feedback_names_the_answer_why_and_where(quizkit: Program, deck: Path) -> None:
    run = quizkit("study", deck, stdin="six\n")
    assert "Wrong.\nAnswer: eight\nInsects have six.\nSource: book ¶ 4\n" in run.out


def test_what_is_no_rating_is_asked_again_and_told_why(quizkit: Program, deck: Path) -> None:
    out = quizkit("study", deck, stdin="eight\n7\n3\n:q\n").out
    assert out.count("1=Again") == 2
    assert "Type one of the numbers; :? lists the commands." in out


def test_a_pause_is_of_the_screen_and_no_answer(quizkit: Program, deck: Path) -> None:
    run = quizkit("study", deck, stdin=":p\n:q\n")
    assert "That is not possible here." in run.out
    assert answered(quizkit) == []


def test_a_flashcard_has_no_proposed_rating(quizkit: Program, five_types: Path) -> None:
    run = quizkit("study", five_types, stdin="\n\n\n9\n2\n")
    assert run.out.count("1=Again") == 4, "an empty line and an unknown key are asked again"
    assert answered(quizkit) == [("five-types/card", 2, "")]


@pytest.mark.parametrize("line", ["0", "4", "x", "", "²", "١", "99999999999999999999", "-1", "12", "1 2"])
def test_what_is_no_option_is_asked_again(quizkit: Program, five_types: Path, line: str) -> None:
    run = quizkit("study", five_types, stdin=f":s\n:s\n{line}\n1\n\n")
    assert run.out.count("1-3: ") == 2
    assert run.out.count("the numbers in front of the lines") == 1
    assert len(answered(quizkit)) == 1


@pytest.mark.parametrize("short", ["", "1"])
def test_an_order_that_lacks_an_item_is_asked_again_and_told_why(
    quizkit: Program, tmp_path: Path, short: str
) -> None:
    path = tmp_path / "order.yaml"
    path.write_text("deck: O\nquestions: [{ask: Put in order., order: [a, b, c]}]\n")
    # The items never stand in the right order; the same seed puts them in the same one.
    shown = quizkit("quiz", path, "--seed", "7", stdin="").out
    number_of = {item: number for number, item in re.findall(r"^  (\d)\. (\w)$", shown, re.MULTILINE)}
    rightly = " ".join(number_of[item] for item in "abc")
    run = quizkit("quiz", path, "--seed", "7", stdin=f"{short}\n{rightly}\n")
    assert run.out.count("Each item needs a number.") == 1
    assert "1 of 1 right · 100%" in run.out


def test_what_was_matched_is_told_with_the_item_it_was_given_to(quizkit: Program, tmp_path: Path) -> None:
    path = tmp_path / "groups.yaml"
    path.write_text("deck: G\nquestions: [{ask: Which?, groups: {rock: [Mars], gas: [Saturn, Jupiter]}}]\n")
    run = quizkit("quiz", path, stdin="1 1 1\n")
    for item in ("Mars: rock", "Saturn: rock", "Jupiter: rock"):
        assert item in run.out.partition("you: ")[2].partition("answer:")[0]


def test_a_gap_that_is_picked_takes_one_number(quizkit: Program, tmp_path: Path) -> None:
    path = tmp_path / "gaps.yaml"
    path.write_text("deck: G\nquestions:\n  - cloze: '{{c1::a}} and {{c1::b}}'\n    wrong: {a: [x]}\n")
    run = quizkit("quiz", path, stdin="12\n\n1\nb\n")
    assert run.out.count("1 (1-2): ") == 3
    assert "1 of 1 right" in run.out


def test_the_hint_is_told_on_request(quizkit: Program, deck: Path) -> None:
    run = quizkit("study", deck, stdin=":h\neight\n\n:h\nfive\n\n")
    assert "Hint: More than six.\nAnswer: " in run.out
    assert "There is no further hint." in run.out
    assert [response for _, _, response in answered(quizkit)] == ["eight", "five"]


def test_undo_suspend_bury_and_leave_are_lines_of_their_own(quizkit: Program, five_types: Path) -> None:
    run = quizkit("study", five_types, stdin=":u\n:s\n:b\n:u\neight\n:u\n:q\n")
    assert run.code == 0
    assert "That is not possible here." in run.out, "there is nothing to undo at first"
    assert "Suspended; you can undo it." in run.out
    assert "Buried until tomorrow; you can undo it." in run.out
    assert run.out.count("Taken back.") == 2
    assert answered(quizkit) == []
    (counts,) = quizkit("due", five_types, "--json").json
    assert (counts["suspended"], counts["new"]) == (1, 4)


def test_a_quiz_in_lines_ends_with_the_score(quizkit: Program, deck: Path) -> None:
    run = quizkit("quiz", deck, stdin="eight\neight\n")
    assert run.code == 0
    assert "1 of 2 right · 50%" in run.out
    assert "• How many oceans are there?\n  you: eight\n  answer: five\n" in run.out
    assert run.out.index("To look at again") < run.out.index("1 of 2 right"), "the score stays in sight"
    assert answered(quizkit) == []


def test_an_empty_line_from_a_pipe_is_no_answer_at_once(quizkit: Program, deck: Path) -> None:
    run = quizkit("quiz", deck, stdin="\neight\n")
    assert "Answer: Wrong.\n" in run.out
    assert "Enter again" not in run.out


def test_a_pipe_that_leaves_a_quiz_is_not_asked_whether_it_means_it(quizkit: Program, deck: Path) -> None:
    run = quizkit("quiz", deck, "--no-shuffle", stdin="eight\n:q\n")
    assert "again leaves" not in run.out
    assert "1 of 2 right · 50%  (1 not asked)" in run.out


def test_the_time_for_a_question_is_told_before_it(quizkit: Program, deck: Path) -> None:
    run = quizkit("quiz", deck, "--no-shuffle", "--per-question", "30", stdin="eight\nfive\n")
    assert run.out.count("You have 30 s for this question.\nHow many") == 2
    assert "You have" not in quizkit("quiz", deck, stdin=":q\n").out


def test_a_quiz_asks_a_flashcard_to_be_judged(quizkit: Program, tmp_path: Path) -> None:
    path = tmp_path / "card.yaml"
    path.write_text("deck: One\nquestions: [{front: Peru, back: Lima}]\n")
    run = quizkit("quiz", path, stdin="\n1\n")
    assert "1=I missed it  2=I knew it: " in run.out
    assert "0 of 1 right" in run.out


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", []),
        ("eig", [("small/legs", 1, "eig")]),
        ("eight\n", [("small/legs", 3, "eight")]),
        ("eight\n\n", [("small/legs", 3, "eight")]),
        ("eight\n4\nfour\n", [("small/legs", 4, "eight"), ("small/oceans", 1, "four")]),
    ],
)
def test_the_end_of_the_input_leaves_and_keeps_what_was_answered(
    quizkit: Program, deck: Path, typed: str, kept: list[tuple[str, int, str]]
) -> None:
    run = quizkit("study", deck, stdin=typed)
    assert run.code == 0
    assert answered(quizkit) == kept


def test_the_end_of_the_input_in_the_middle_of_a_cloze_answers_nothing(
    quizkit: Program, five_types: Path
) -> None:
    run = quizkit("study", five_types, stdin=":s\n:s\n:s\n:s\nRomulus\n")
    assert run.code == 0
    assert answered(quizkit) == []


def test_plain_lines_hold_no_colour_even_with_a_terminal_type(quizkit: Program, five_types: Path) -> None:
    assert "\x1b" not in quizkit("study", five_types, stdin="\n4\n").out


def test_texts_that_want_to_act_are_made_visible(quizkit: Program, deck: Path) -> None:
    run = quizkit("study", deck, stdin="\x1b]0;owned\x07\n\n")
    assert "\x1b" not in run.out
    assert len(answered(quizkit)) == 1


@pytest.mark.parametrize("text", ["Ærøskøbing", "日本", "e\u0301"])
def test_answers_in_any_script_arrive_through_a_pipe(process: Process, deck: Path, text: str) -> None:
    deck.write_text(f"deck: Small\nquestions: [{{ask: Where?, answer: {text}}}]\n", encoding="utf-8")
    run = process("quiz", deck, input=f"{text}\n".encode())
    assert "1 of 1 right" in run.stdout.decode()


def test_the_list_of_commands_has_those_that_work_here(
    quizkit: Program, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)

    def listed(out: str) -> set[str]:
        told = out.partition("Commands, each on a line of its own:\n")[2]
        return set(re.findall(r"^  (:\w) ", told, flags=re.MULTILINE))

    always = {":s", ":b", ":f", ":m", ":q"}
    assert listed(quizkit("study", deck, stdin=":?\n:q\n").out) == {":h", *always}
    assert listed(quizkit("study", deck, stdin=":h\n:?\n:q\n").out) == always
    assert listed(quizkit("study", deck, stdin="six\n:?\n:q\n").out) == {":u", ":w", *always}
    assert listed(quizkit("quiz", deck, "--no-shuffle", stdin=":?\n:q\n").out) == {":h", ":q"}
    monkeypatch.setenv("EDITOR", "ed")
    assert listed(quizkit("study", deck, stdin=":h\n:?\n:q\n").out) == {":e", *always}
