"""What is said when something is wrong: one line for a mistake, one sentence for what stops a command."""

from __future__ import annotations

import pytest
from quizkit.errors import Problem, QuizkitError, UsageError


def test_a_problem_reads_as_editors_and_compilers_write_places() -> None:
    problem = Problem("decks/eu.yaml", 14, 5, "unknown key 'anwser'", "did you mean 'answer'?")
    assert str(problem) == "decks/eu.yaml:14:5: unknown key 'anwser' (did you mean 'answer'?)"


def test_a_problem_without_hint_has_no_empty_brackets() -> None:
    assert str(Problem("a.yaml", 1, 2, "the file is empty")) == "a.yaml:1:2: the file is empty"


def test_problems_sort_by_place_as_numbers() -> None:
    places = [
        Problem("a", 10, 1, ""),
        Problem("a", 9, 20, ""),
        Problem("a", 9, 3, ""),
        Problem("A", 99, 1, ""),
    ]
    assert [problem[:3] for problem in sorted(places)] == [
        ("A", 99, 1),
        ("a", 9, 3),
        ("a", 9, 20),
        ("a", 10, 1),
    ]


@pytest.mark.parametrize(("error", "code"), [(QuizkitError, 1), (UsageError, 2)])
def test_an_error_is_its_sentence_and_knows_the_exit_code(error: type[QuizkitError], code: int) -> None:
    raised = error("no deck found", hint="make one")
    assert (str(raised), raised.hint, raised.exit_code) == ("no deck found", "make one", code)


def test_a_usage_error_is_caught_where_quizkit_errors_are() -> None:
    with pytest.raises(QuizkitError, match=r"^there is no file 'x'$") as caught:
        raise UsageError("there is no file 'x'")
    assert caught.value.hint == ""
