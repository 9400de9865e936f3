"""What a session leaves on the shell's screen: all that was missed, or as much of it as has room."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from quizkit.model import About, Card, TextEntry, TextKey
from quizkit.terminal.summary import ending_page
from quizkit.terminal.view import Ending, Missed
from rich.console import Console
from rich.text import Text

COMMAND = "quizkit stats --missed sums.yaml"
LONG_COMMAND = f"quizkit stats --missed /{'a_folder_in_a_folder/' * 4}sums.yaml"


def card(number: int) -> Card:
    about = About(explain="Because it is so.")
    answer = TextEntry((TextKey(f"result {number}"),))
    return Card(f"sums/{number}", f"sums/{number}", f"How much is {number}?", answer, about)


def missed(count: int, worst: int = 0) -> tuple[Missed, ...]:
    """``count`` missed cards, of which the last ``worst`` were missed twice."""
    return tuple(
        Missed(card(number), "nothing", weight=2 if number >= count - worst else 1) for number in range(count)
    )


def shown(ending: Ending, height: int, width: int = 80, *, terminal: bool = True) -> list[str]:
    out = io.StringIO()
    console = Console(
        file=out, width=width, height=height, force_terminal=terminal, color_system=None, _environ={}
    )
    console.print(ending_page(ending, whole=False), crop=False)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def rows(lines: list[str], width: int) -> int:
    """The rows of a terminal that lines take: it breaks those that are longer."""
    return sum(max(1, -(-len(line) // width)) for line in lines)


@pytest.mark.parametrize("height", [15, 24, 50])
@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("count", [0, 1, 2, 4, 10, 300])
@pytest.mark.parametrize("command", ["", COMMAND, LONG_COMMAND], ids=["none", "short", "long"])
def test_what_was_missed_leaves_room_for_the_prompt(
    count: int, width: int, height: int, command: str
) -> None:
    lines = shown(Ending(Text("0 of 300 right"), missed(count), command), height, width)
    assert rows(lines, width) <= height - 2
    assert lines[-1] == "0 of 300 right"


@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 15)])
@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_long_question_and_a_long_answer_are_cut_to_fit(count: int, width: int, height: int) -> None:
    long = "which goes on and on " * 100
    answer = TextEntry((TextKey(f"the answer {long}"),))
    wordy = tuple(
        one._replace(card=replace(one.card, prompt=f"The question {long}", interaction=answer))
        for one in missed(count)
    )
    lines = shown(Ending(Text("0 right"), wordy, COMMAND), height, width)
    assert rows(lines, width) <= height - 2
    assert lines[0] == "To look at again"
    assert lines[1].startswith("• The question")
    assert sum(line.endswith("…") for line in lines) == 2 * sum("•" in line for line in lines)
    assert (f"{COMMAND}" in " ".join(lines)) == (sum("•" in line for line in lines) < count)


def test_where_there_is_room_for_one_only_in_a_few_words_it_is_shown_so() -> None:
    wordy = tuple(one._replace(card=replace(one.card, prompt="How much, " * 20)) for one in missed(9))
    assert shown(Ending(Text("right"), wordy, COMMAND), 9, 40) == [
        "To look at again",
        "• How much, How much,…",
        "  answer: result 0",
        "… and 8 more: quizkit stats --missed",
        "sums.yaml",
        "",
        "right",
    ]


def test_where_there_is_no_room_for_any_it_is_said_how_to_see_them() -> None:
    assert shown(Ending(Text("right"), missed(9), COMMAND), 7, 80) == [
        f"To look at again: {COMMAND}",
        "",
        "right",
    ]
    assert shown(Ending(Text("right"), missed(9), COMMAND), 4, 80) == ["right"]


def test_what_fits_is_shown_with_all_that_there_is_to_say() -> None:
    assert shown(Ending(Text("right"), missed(1)), 24) == [
        "",
        "To look at again",
        "• How much is 0?",
        "  you: nothing",
        "  answer: result 0",
        "  Because it is so.",
        "",
        "right",
    ]


def test_where_there_is_less_room_each_is_shown_in_brief() -> None:
    lines = shown(Ending(Text("right"), missed(9)), 24)
    assert lines[:3] == ["To look at again", "• How much is 0?", "  answer: result 0"]
    assert lines[-3:] == ["  answer: result 8", "", "right"]


def test_where_there_is_room_for_some_the_rest_is_counted_and_said_how_to_be_seen() -> None:
    lines = shown(Ending(Text("right"), missed(30), COMMAND), 24)
    assert lines[:2] == ["To look at again", "• How much is 0?"]
    assert lines[-3:] == [f"… and 21 more: {COMMAND}", "", "right"]


def test_what_was_missed_most_comes_before_the_rest_and_in_the_order_it_was_asked() -> None:
    lines = shown(Ending(Text("right"), missed(30, worst=4)), 24)
    assert [line for line in lines if "•" in line] == [
        *(f"• How much is {number}?" for number in range(5)),
        *(f"• How much is {number}?" for number in range(26, 30)),
    ]


def test_a_pipe_has_room_for_all() -> None:
    lines = shown(Ending(Text("right"), missed(300)), 24, terminal=False)
    assert sum("•" in line for line in lines) == 300
    assert "  Because it is so." in lines
