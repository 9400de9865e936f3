"""``due``, ``stats`` and ``log``: for people as tables, for programs as JSON."""

from __future__ import annotations

import re
import sys
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, Run, StartTerminal


def words_after(run: Run, name: str) -> str:
    """What a page says on the line of a name."""
    (line,) = (line for line in run.out.splitlines() if line.startswith(f"{name}  "))
    return line.removeprefix(name).strip()


@pytest.fixture
def studied(quizkit: Program, five_types: Path) -> Path:
    """The deck of five types after one right and one wrong answer, and with one card suspended."""
    quizkit("study", five_types, stdin="\n4\nseven\n\n:s\n:q\n")
    return five_types


def test_due_as_json(quizkit: Program, studied: Path) -> None:
    assert quizkit("due", studied, "--json").json == [
        {
            "title": "Five types",
            "path": str(studied),
            "new": 2,
            "learning": 1,
            "due": 0,
            "suspended": 1,
            "total": 5,
        }
    ]


def test_due_is_a_line_for_each_deck_and_a_sum(quizkit: Program, studied: Path) -> None:
    one = quizkit("due", studied).out.splitlines()
    assert one[0].split() == ["deck", "new", "learning", "due", "cards"]
    assert one[1].split() == ["Five", "types", "2", "1", "0", "5"]
    assert len(one) == 2
    (studied.parent / "other.yaml").write_text("deck: Other\nquestions: [{front: a, back: b}]\n")
    both = quizkit("due", studied.parent).out.splitlines()
    assert both[2].split() == ["Other", "1", "0", "0", "1"]
    assert both[3].split() == ["all", "decks", "3", "1", "0", "6"]


def test_due_names_a_deck_that_cannot_be_read_by_its_file(quizkit: Program, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("deck: [")
    run = quizkit("due", tmp_path / "broken.yaml")
    assert run.out.splitlines()[1].split() == [str(tmp_path / "broken.yaml"), "0", "0", "0", "0"]
    assert re.search(r"1 mistake in .*broken.yaml: 'quizkit check .*broken.yaml' shows it\.", run.err)


@pytest.fixture
def far_away(tmp_path: Path) -> Path:
    """A deck that cannot be read, in a folder with a long path."""
    folder = tmp_path.joinpath(*["a folder in a folder"] * 6)
    folder.mkdir(parents=True)
    deck = folder / "broken.yaml"
    deck.write_text("deck: [")
    (tmp_path / "good.yaml").write_text("deck: Good\nquestions: [{front: a, back: b}]\n")
    return deck


def test_a_pipe_has_room_for_the_longest_path(quizkit: Program, tmp_path: Path, far_away: Path) -> None:
    run = quizkit("due", tmp_path)
    _, broken, good, total = run.out.splitlines()
    assert re.fullmatch(rf"{re.escape(str(far_away))}( +0){{4}}", broken)
    assert good.split() == ["Good", "1", "0", "0", "1"]
    assert total.split() == ["all", "decks", "1", "0", "0", "1"]
    assert str(far_away) in run.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])
def test_on_a_terminal_a_long_path_is_shown_from_its_end(
    start: StartTerminal,
    tmp_path: Path,
    far_away: Path,
    size: tuple[int, int],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    screen = start("due", tmp_path, size=size)
    assert screen.until_it_ends() == 0
    (broken,) = (line for line in screen.lines if re.search(r"( +0){4}$", line))
    assert re.match(r"…(/a folder in a folder)*/broken\.yaml ", broken), screen.framed
    assert any(re.match(r"Good +1 +0 +0 +1$", line) for line in screen.lines), screen.framed
    (told,) = (line for line in screen.lines if line.endswith("/broken.yaml:"))
    assert "…/a folder in a folder/" in told, screen.framed


def test_stats_of_no_cards_at_all(quizkit: Program, tmp_path: Path) -> None:
    (tmp_path / "none.yaml").write_text("deck: None\nquestions: []\n")
    first = quizkit("stats", tmp_path / "none.yaml").out.splitlines()[0]
    assert first.split() == ["cards", "0"]


def test_stats_as_json(quizkit: Program, studied: Path) -> None:
    found = quizkit("stats", studied, "--json").json
    assert set(found) == {
        "cards",
        "known_now",
        "answers",
        "minutes",
        "streak_days",
        "retention",
        "forecast",
        "leeches",
    }
    assert found["answers"] == 2
    assert found["streak_days"] == 1
    assert set(found["retention"]) == {"last_30_days", "ever"}
    assert sum(found["cards"].values()) == 5
    assert len(found["forecast"]) == 7
    assert found["leeches"] == []


@pytest.mark.parametrize("columns", ["80", "60"])
def test_stats_as_a_page_fits_the_terminal(
    quizkit: Program, studied: Path, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    run = quizkit("stats", studied)
    assert run.code == 0
    assert "answers" in run.out
    assert "Coming up" in run.out
    assert max(map(len, run.out.splitlines())) <= int(columns)
    assert "\x1b" not in run.out, "no colour where there is no terminal"


def test_stats_of_an_untouched_deck_divide_by_nothing(quizkit: Program, five_types: Path) -> None:
    run = quizkit("stats", five_types)
    assert run.code == 0
    assert words_after(run, "known now") == "none yet"
    assert words_after(run, "answers") == "none yet"
    assert words_after(run, "retention") == "counted from a card's second day on"


@pytest.mark.parametrize(
    ("lines", "known"),
    [
        ("six\n\n:q\n", "none yet; 1 card is still being learned"),
        ("eight\n\n:q\n", "none yet; 1 card is still being learned"),
        ("six\n\nsix\n\nsix\n\n:q\n", "none yet; 3 cards are still being learned"),
        ("eight\n4\n:q\n", "about 1 of 1 card learned"),
        ("eight\n4\nsix\n4\nsix\n\n:q\n", "about 2 of 2 cards learned"),
    ],
)
def test_what_is_known_after_few_answers_is_no_more_than_can_be_known(
    quizkit: Program, tmp_path: Path, lines: str, known: str
) -> None:
    deck = tmp_path / "legs.yaml"
    asked = "".join(f"  - {{ask: How many legs has a {animal}?, answer: eight}}\n" for animal in "abcd")
    deck.write_text(f"deck: Legs\nquestions:\n{asked}")
    quizkit("study", deck, stdin=lines)
    assert words_after(quizkit("stats", deck), "known now") == known


def test_log_as_json_holds_every_answer_with_its_circumstances(quizkit: Program, studied: Path) -> None:
    right, wrong = sorted(quizkit("log", "--json").json, key=itemgetter("card_id"))
    assert set(right) == {
        "type",
        "id",
        "card_id",
        "rating",
        "reviewed_at",
        "day",
        "duration_ms",
        "score",
        "proposed",
        "response",
        "override",
    }
    assert (right["card_id"], right["rating"], right["score"]) == ("five-types/card", 4, None)
    assert (wrong["card_id"], wrong["rating"], wrong["score"]) == ("five-types/typed", 1, 0.0)
    assert (wrong["proposed"], wrong["response"]) == (1, "seven")


def test_log_is_a_table_of_the_latest_answers(quizkit: Program, studied: Path) -> None:
    lines = quizkit("log").out.splitlines()
    assert lines[0].split() == ["card", "when", "rating"]
    rows = {line.split()[0]: line.split()[-1] for line in lines[1:]}
    assert rows == {"five-types/card": "Easy", "five-types/typed": "Again"}


def test_an_empty_log_says_how_to_begin(quizkit: Program) -> None:
    assert "'quizkit study' begins" in quizkit("log").out
    assert quizkit("log", "--json").json == []


def test_what_was_missed_on_the_latest_day_is_told_with_the_answers(quizkit: Program, studied: Path) -> None:
    told = [line.rstrip() for line in quizkit("stats", studied, "--missed").out.splitlines()]
    assert told[:4] == [
        "To look at again",
        "• How many legs has a spider?",
        "  you: seven",
        "  answer: eight",
    ]
    assert quizkit("stats", studied, "--missed", "--json").json == [
        {"card_id": "five-types/typed", "response": "seven", "times": 1}
    ]


def test_looking_changes_nothing(quizkit: Program, home: Path, studied: Path) -> None:
    before = quizkit("log", "--json").out
    deck = studied.read_bytes()
    for command in (["due", studied], ["stats", studied], ["check", studied], ["log"]):
        quizkit(*command)
    assert quizkit("log", "--json").out == before
    assert studied.read_bytes() == deck


def test_without_a_path_the_folder_decks_here_is_taken(quizkit: Program, five_types: Path) -> None:
    Path("decks").mkdir()
    Path("decks", "mine.yaml").write_bytes(five_types.read_bytes())
    assert [deck["path"] for deck in quizkit("due", "--json").json] == [str(Path("decks", "mine.yaml"))]


def test_without_decks_here_the_bundled_ones_are_taken(quizkit: Program) -> None:
    decks = quizkit("due", "--json").json
    assert len(decks) > 1
    assert all(deck["total"] for deck in decks)


def test_an_edited_question_is_recognised_and_said_so(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    text = "deck: Small\nquestions:\n  - ask: How many legs has a common house spider?\n    answer: eight\n"
    deck.write_text(text)
    quizkit("study", deck, stdin="eight\n4\n")
    deck.write_text(text.replace("common house", "common garden"))
    run = quizkit("due", deck)
    assert run.err.startswith(f"{deck}:3: recognised an edited question, its progress stays")
    assert quizkit("due", deck, "--json").json[0]["new"] == 0


def test_of_many_edited_questions_as_many_are_told_as_one_reads(quizkit: Program, tmp_path: Path) -> None:
    deck, names = (
        tmp_path / "deck.yaml",
        ("Minsk", "Moscow", "Lima", "Quito", "Paris", "Rome", "Bern", "Oslo"),
    )
    asked = [f"{word} has how many {name} inhabitants?" for name in names for word in ("Who", "Which")]
    written = "".join(f"  - ask: {ask}\n    answer: ten\n" for ask in asked)
    deck.write_text(f"deck: Small\nquestions:\n{written}")
    quizkit("study", deck, stdin="ten\n4\n" * len(asked))
    deck.write_text(f"deck: Small\nquestions:\n{written.replace('inhabitants', 'inhabitants now')}")
    told = quizkit("due", deck).err.splitlines()
    assert len([line for line in told if "recognised an edited question" in line]) == 10
    assert told[-1] == "… and 6 more"


def test_what_learners_overrode_and_marked_is_told_of_the_decks_that_are_named(
    quizkit: Program, five_types: Path
) -> None:
    quizkit("study", five_types, stdin=":s\n:m\nVIII\n:w\n:q\n")
    override = {"card_id": "five-types/typed", "response": "VIII", "times": 1}
    assert quizkit("stats", five_types, "--overrides", "--json").json == [override]
    assert quizkit("stats", five_types, "--overrides").out.split()[3:] == ["five-types/typed", "VIII", "1"]
    assert quizkit("stats", five_types, "--marked", "--json").json == [{"card_id": "five-types/typed"}]
    other = five_types.with_name("other.yaml")
    other.write_text("deck: Other\nquestions: [{front: a, back: b}]\n")
    for option in ("--overrides", "--marked"):
        assert quizkit("stats", other, option).out == "None.\n"
        assert quizkit("stats", other, option, "--json").json == []
