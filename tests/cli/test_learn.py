"""``study`` and ``quiz`` as commands: limits, seeds, what is told at the end."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program


@pytest.fixture
def thirty(tmp_path: Path) -> Path:
    """A deck of thirty typed questions."""
    path = tmp_path / "thirty.yaml"
    lines = [f"  - {{id: q{number}, ask: 'Question {number}?', answer: right}}" for number in range(30)]
    path.write_text("\n".join(["deck: Thirty", "questions:", *lines, ""]))
    return path


def asked(out: str) -> list[str]:
    return re.findall(r"Question \d+\?", out.partition("To look at again")[0])


def test_a_day_has_twenty_new_cards_unless_told_otherwise(quizkit: Program, thirty: Path) -> None:
    assert "[1/20]" in quizkit("study", thirty).out
    assert "[1/7]" in quizkit("study", thirty, "--new", "7").out
    assert "[1/30]" in quizkit("study", thirty, "--new", "99").out


def test_the_limit_of_the_settings_holds(quizkit: Program, home: Path, thirty: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("new_per_day = 3\n")
    assert "[1/3]" in quizkit("study", thirty).out


def test_new_cards_of_today_count_against_the_limit_of_the_day(
    quizkit: Program, home: Path, thirty: Path
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text("new_per_day = 5\n")
    quizkit("study", thirty, stdin="right\n4\nright\n4\n")
    assert "[1/3]" in quizkit("study", thirty).out


def test_a_number_of_new_cards_is_for_now_however_many_there_were_today(
    quizkit: Program, thirty: Path
) -> None:
    quizkit("study", thirty, "--new", "5", stdin="right\n4\nright\n4\n")
    assert "[1/5]" in quizkit("study", thirty, "--new", "5").out


def test_no_new_cards_means_nothing_to_study(quizkit: Program, thirty: Path) -> None:
    run = quizkit("study", thirty, "--new", "0")
    assert run.code == 0
    assert "Nothing to study right now." in run.out
    told = f"30 new cards wait; 'quizkit study {thirty} --new N' takes more today."
    assert told in " ".join(run.out.split()), "of the same decks"


def test_an_answered_session_tells_what_was_missed_and_what_is_left(quizkit: Program, thirty: Path) -> None:
    out = quizkit("study", thirty, "--new", "4", stdin="right\n4\nwrong\n4\n").out
    assert "2 answers · 2 remembered (100%) · 1 min" in out
    assert f"2 cards left for today; 'quizkit study {thirty}' goes on." in " ".join(out.split())


def test_a_command_is_never_broken_however_long_its_path(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / ("long " * 20 + "name") / "deck.yaml"
    deck.parent.mkdir()
    deck.write_text("deck: D\nquestions: [{front: a, back: b}, {front: c}]\n")
    run = quizkit("study", deck, "--new", "0")
    assert f"\n'quizkit study '{deck}' --new N'\ntakes more today." in run.out
    assert f"'quizkit check '{deck}'' shows it." in run.err


def test_the_same_seed_asks_the_same_questions(quizkit: Program, thirty: Path) -> None:
    def questions(*options: str) -> list[str]:
        return asked(quizkit("quiz", thirty, *options, stdin="right\n" * 30).out)

    first = questions("--seed", "7")
    assert len(first) == 10
    assert len(set(first)) == 10
    assert questions("--seed", "7") == first
    assert questions("--seed", "8") != first


def test_a_quiz_asks_as_many_questions_as_wanted_or_as_there_are(quizkit: Program, thirty: Path) -> None:
    assert len(asked(quizkit("quiz", thirty, "-n", "3", stdin="right\n" * 3).out)) == 3
    assert len(asked(quizkit("quiz", thirty, "-n", "99", stdin="right\n" * 30).out)) == 30


def test_a_quiz_left_early_counts_what_was_answered(quizkit: Program, thirty: Path) -> None:
    out = quizkit("quiz", thirty, "-n", "4", stdin="right\nwrong\n:q\n").out
    assert "1 of 4 right · 25%  (2 not asked)" in out
    assert "No question was answered." in quizkit("quiz", thirty, stdin=":q\n").out


def test_a_quiz_counts_in_the_log_only_on_request(quizkit: Program, thirty: Path) -> None:
    quizkit("quiz", thirty, "-n", "2", stdin="right\nwrong\n")
    assert quizkit("log", "--json").json == []
    quizkit("quiz", thirty, "-n", "2", "--save", stdin="right\nwrong\n")
    assert sorted(review["rating"] for review in quizkit("log", "--json").json) == [1, 3]


def test_a_quiz_without_a_sound_question_is_told(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("deck: D\nquestions: [{front: c}]\n")
    run = quizkit("quiz", deck)
    assert run.code == 1
    assert run.err.endswith("quizkit: there is no question to ask\n"), (
        "nothing that was not given is to be tried"
    )


def test_several_decks_are_studied_together(quizkit: Program, five_types: Path, thirty: Path) -> None:
    assert "[1/35]" in quizkit("study", five_types, thirty, "--new", "99").out


# --- how a quiz is held -----------------------------------------------------------------------------

MIXED = """\
deck: Mixed
questions:
  - {id: legs, ask: How many legs has a spider?, answer: eight, tags: [animals], points: 3}
  - {id: year, ask: How many days has a leap year?, answer: 366, tags: [time]}
  - {id: sea, ask: Which is a sea?, answer: Aral, wrong: [Volga], tags: [water, time]}
"""


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.yaml"
    path.write_text(MIXED)
    return path


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (("--type", "number"), ["How many days"]),
        (("--type", "number", "--type", "choice"), ["How many days", "Which is a sea"]),
        (("--tag", "time"), ["How many days", "Which is a sea"]),
        (("--tag", "animals", "--tag", "water"), ["How many legs", "Which is a sea"]),
        (("--tag", "time", "--type", "choice"), ["Which is a sea"]),
    ],
)
def test_a_quiz_of_some_types_and_tags(
    quizkit: Program, mixed: Path, options: tuple[str, ...], asked: list[str]
) -> None:
    out = quizkit("quiz", mixed, "--no-shuffle", *options, stdin="1\n" * 3).out
    begins = r"^(How many days|How many legs|Which is a sea)"
    assert re.findall(begins, out.partition("look at again")[0], re.MULTILINE) == asked


def test_an_unknown_type_gets_a_suggestion_and_no_question_is_told(quizkit: Program, mixed: Path) -> None:
    run = quizkit("quiz", mixed, "--type", "chioce")
    assert run.code == 1
    assert "there is no question type 'chioce'\n  hint: did you mean 'choice'?\n" in run.err
    told = "there is no question to ask\n  hint: try other --type, --tag or decks\n"
    assert told in quizkit("quiz", mixed, "--tag", "moon").err


def test_without_shuffling_questions_and_options_keep_their_order(quizkit: Program, mixed: Path) -> None:
    runs = {quizkit("quiz", mixed, "--no-shuffle", stdin="eight\n366\n1\n").out for _ in range(5)}
    (out,) = runs
    assert out.index("spider") < out.index("leap year") < out.index("  1. Aral\n  2. Volga")


def test_an_exam_gives_no_feedback_before_the_end(quizkit: Program, mixed: Path) -> None:
    out = quizkit("quiz", mixed, "--no-shuffle", "--exam", stdin="six\n366\n1\n").out
    before, _, after = out.partition("To look at again")
    assert "Right." not in before
    assert "Wrong." not in before
    assert "eight" not in before
    assert "How many legs has a spider?\n  you: six\n  answer: eight" in after
    assert "2 of 5 points · 40%" in after, "of three questions: some count more than others"


@pytest.mark.parametrize(
    ("needed", "code", "told"), [("60", 0, "passed"), ("61", 1, "not passed"), ("0", 0, "passed")]
)
def test_the_exit_code_tells_whether_a_quiz_was_passed(
    quizkit: Program, mixed: Path, needed: str, code: int, told: str
) -> None:
    run = quizkit("quiz", mixed, "--no-shuffle", "--pass", needed, stdin="eight\n1\n2\n")
    assert run.code == code
    assert f"3 of 5 points · 60%  {told} ({needed}% needed)" in run.out
    assert run.err == ""


def test_the_result_of_a_quiz_is_written_as_json(quizkit: Program, mixed: Path) -> None:
    quizkit(
        "quiz",
        mixed,
        "--no-shuffle",
        "--result",
        "result.json",
        "--pass",
        "50",
        "--seed",
        "4",
        stdin="ate\n366 days\n1\n",
    )
    result = json.loads(Path("result.json").read_text(encoding="utf-8"))
    assert datetime.fromisoformat(result["began"]) <= datetime.fromisoformat(result["ended"])
    assert {key: value for key, value in result.items() if key not in {"began", "ended", "answers"}} == {
        "seed": 4,
        "asked": 3,
        "answered": 3,
        "points": 2,
        "of": 5,
        "share": 0.4,
        "pass": 50,
        "passed": False,
    }
    legs, year, sea = result["answers"]
    assert legs.pop("duration_ms") >= 0
    assert legs == {
        "card": "mixed/legs",
        "question": "How many legs has a spider?",
        "response": "ate",
        "answer": "eight",
        "score": 0,
        "points": 3,
        "note": "",
    }
    assert (year["score"], year["response"], sea["answer"]) == (1, "366 days", "Aral")


def test_a_result_that_cannot_be_written_is_told(quizkit: Program, mixed: Path) -> None:
    run = quizkit("quiz", mixed, "--result", "nowhere/result.json", stdin="1\n1\n1\n")
    assert run.code == 1
    assert "nowhere" in run.err
    assert "Traceback" not in run.err
    assert " of 5 points · " in run.out, "the score is told all the same"
