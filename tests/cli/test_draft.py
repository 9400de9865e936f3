"""``quizkit draft``: stubs for a pipe, and the passage with one key for each candidate on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from quizkit.deckfile import load_deck
from quizkit.deckfile.stubs import read_stubs

if TYPE_CHECKING:
    from tests.conftest import Program, PtyScreen, StartTerminal

TEXT = """\
The Baltic League

The Baltic League was founded in Riga in May 1990, after long talks. Its first president, as everybody knows,
came from the north of the region.

In 1996, trade between the members was worth $45 billion, and Estonian Foreign Minister Anna Berg resigned.

Exports had come to no more than $12 billion when the Treaty of Vilnius was signed in June 1994, and people
were disappointed.
"""
SOURCES = "sources:\n  league: {title: The League, language: en, file: league.txt}\n"


@pytest.fixture
def documents(home: Path) -> Path:
    """A folder of documents, and the working folder with a declaration of them."""
    folder = Path.cwd().parent / "documents"
    folder.mkdir()
    (folder / "league.txt").write_text(TEXT, encoding="utf-8")
    Path("decks").mkdir()
    Path("decks/sources.yaml").write_text(SOURCES, encoding="utf-8")
    return folder


def drafted(quizkit: Program, *arguments: str | Path) -> list[dict[str, object]]:
    run = quizkit("draft", *arguments)
    assert run.code == 0, run.err
    return read_stubs(run.out)


# --- stubs ------------------------------------------------------------------------------------------


def test_a_pipe_gets_stubs_that_wait_for_their_text(quizkit: Program, documents: Path) -> None:
    run = quizkit("draft", "league", "--sources", documents, "--kind", "number", "--limit", "1")

    assert run.out == (
        "# 1 of 1: number\n"
        "- ask: TODO\n"
        "  answer: '45'\n"
        "  unit: billion USD\n"
        "  cite: league#2\n"
        "  evidence: $45 billion\n"
        "  # Or as a choice, without unit:\n"
        "  # answer: $45 billion\n"
        "  # wrong:\n"
        "  #   - $12 billion\n"
    )
    assert run.err == "1 candidate: write each question in place of TODO.\n"


def test_stubs_are_yaml_and_hold_no_sentence(quizkit: Program, documents: Path) -> None:
    run = quizkit("draft", "league", "--sources", documents)

    assert {stub["answer"] for stub in yaml.safe_load(run.out)} >= {"45", "12", "1990-05", "1994-06"}
    assert "after long talks" not in run.out
    assert "was founded" not in run.out


def test_a_document_that_is_not_declared_is_cited_by_its_name(quizkit: Program, documents: Path) -> None:
    other = documents / "The Other.txt"
    other.write_text("La liga fue fundada en mayo de 1990 por los miembros de la unión del norte.\n")

    assert [stub["cite"] for stub in drafted(quizkit, other)] == ["the-other#1"]


def test_a_document_that_is_declared_is_cited_by_its_key(quizkit: Program, documents: Path) -> None:
    stubs = drafted(quizkit, documents / "league.txt")

    assert {str(stub["cite"]).partition("#")[0] for stub in stubs} == {"league"}


def test_kind_and_limit_choose(quizkit: Program, documents: Path) -> None:
    names = drafted(quizkit, "league", "--sources", documents, "--kind", "name")

    assert {stub["answer"] for stub in names} == {"Anna Berg", "Treaty of Vilnius", "Baltic League"}
    assert len(drafted(quizkit, "league", "--sources", documents, "--limit", "2")) == 2


def test_doubtful_candidates_are_shown_on_request(quizkit: Program, documents: Path) -> None:
    good = drafted(quizkit, "league", "--sources", documents)
    everything = drafted(quizkit, "league", "--sources", documents, "--all")

    assert "1996" not in {stub["answer"] for stub in good}
    assert "1996" in {stub["answer"] for stub in everything}


def test_paragraphs_that_are_skipped_are_not_drafted_from(quizkit: Program, documents: Path) -> None:
    skipping = SOURCES.replace("league.txt", "league.txt, skip: {2-3: tables}")
    Path("decks/sources.yaml").write_text(skipping, encoding="utf-8")

    assert {stub["cite"] for stub in drafted(quizkit, "league", "--sources", documents)} == {"league#1"}


def test_what_the_deck_asks_already_is_left_out(quizkit: Program, documents: Path) -> None:
    deck = Path("decks/mine.yaml")
    asked = "[{ask: When?, answer: 1990-05, cite: league#1}, {ask: Who?, answer: Anna Berg, cite: league#2}]"
    deck.write_text(f"deck: Mine\nquestions: {asked}\n", encoding="utf-8")

    answers = {stub["answer"] for stub in drafted(quizkit, "league", "--sources", documents, "--into", deck)}

    assert answers >= {"45", "1994-06"}
    assert answers.isdisjoint({"1990-05", "Anna Berg"})


def test_the_sources_beside_the_deck_come_first(quizkit: Program, documents: Path) -> None:
    Path("other").mkdir()
    Path("other/sources.yaml").write_text(SOURCES.replace("league:", "bund:", 1), encoding="utf-8")

    stubs = drafted(quizkit, "bund", "--sources", documents, "--into", "other/deep/deck.yaml")

    assert stubs[0]["cite"] == "bund#1"


@pytest.mark.parametrize(
    "place", ["league.txt", "texts/league.txt", "decks/league.txt", "decks/old/league.txt"]
)
def test_a_document_is_found_round_about_without_saying_where(
    quizkit: Program, documents: Path, place: str
) -> None:
    Path(place).parent.mkdir(exist_ok=True)
    (documents / "league.txt").rename(place)

    assert {str(stub["cite"]).partition("#")[0] for stub in drafted(quizkit, "league")} == {"league"}


@pytest.mark.parametrize("into", ["decks", "league", "."])
def test_a_document_that_was_just_declared_is_found(quizkit: Program, documents: Path, into: str) -> None:
    Path("decks/sources.yaml").unlink()
    (documents / "league.txt").rename("league.txt")
    assert quizkit("ingest", "league.txt", "--into", into).err == "Now: quizkit draft league\n"

    assert len(drafted(quizkit, "league")) > 2
    assert len(drafted(quizkit, "league.txt")) > 2


def test_where_it_would_not_be_found_ingest_says_how(
    quizkit: Program, documents: Path, tmp_path: Path
) -> None:
    run = quizkit("ingest", documents, "--into", tmp_path / "far" / "away", "--name", "bund")

    deck = tmp_path / "far" / "away" / "bund.yaml"
    assert run.err == f"Now: quizkit draft bund --into {deck} --sources {documents}\n"
    assert len(drafted(quizkit, *run.err.split()[3:])) > 2


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["leage"], 2, "did you mean 'league'?"),
        (["league"], 1, "--sources DIR"),
        (["decks"], 2, "there is no source and no file 'decks'"),
        (["league", "--kind", "dates"], 2, "did you mean 'date'?"),
    ],
)
def test_a_document_that_is_not_there_is_told(
    quizkit: Program, documents: Path, arguments: list[str], code: int, message: str
) -> None:
    run = quizkit("draft", *arguments)

    assert run.code == code
    assert message in run.err
    assert run.out == ""


def test_broken_sources_are_told_with_their_place(quizkit: Program, documents: Path) -> None:
    Path("decks/sources.yaml").write_text("sources:\n  league: {file: league.txt}\n", encoding="utf-8")

    run = quizkit("draft", "league")

    assert run.code == 1
    assert "sources.yaml:2:11: a source needs 'title'" in run.err


def test_a_document_without_facts_is_no_mistake(quizkit: Program, documents: Path) -> None:
    (documents / "league.txt").write_text("Nothing of note has ever happened in this quiet town.\n")

    run = quizkit("draft", "league", "--sources", documents)

    assert (run.code, run.out) == (0, "")
    assert "Nothing found" in run.err


# --- on a terminal ----------------------------------------------------------------------------------

terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
DECK = Path("decks/league.yaml")


@pytest.fixture
def screen(start: StartTerminal, documents: Path) -> PtyScreen:
    """The program at its first candidate."""
    begun = start("draft", "league", "--sources", documents)
    begun.until("1 of ")
    return begun


@terminal
@pytest.mark.slow
def test_the_passage_is_on_the_screen_and_one_key_accepts(screen: PtyScreen) -> None:
    assert "was founded in Riga in May 1990" in screen.words
    assert "Answer: 1990-05" in screen.words
    screen.answer("a", then="The question:")
    screen.press("When was the league founded?", "enter")
    screen.until("2 of ")
    screen.press("q")

    assert screen.until_it_ends() == 0
    assert "Added 1 question to decks/league.yaml." in screen.words
    deck, problems = load_deck(DECK)
    assert (problems, deck.title, deck.language) == ([], "The League", "en")
    (question,) = deck.questions
    assert question.content.text() == "When was the league founded?"
    assert question.about.cite == ("league#1",)
    assert question.about.evidence == ("May 1990",)
    assert "Riga" not in DECK.read_text(encoding="utf-8")


@terminal
@pytest.mark.slow
def test_a_candidate_can_be_skipped_returned_to_and_accepted_as_a_choice(screen: PtyScreen) -> None:
    screen.answer("s", then="2 of ")
    screen.answer("b", then="1 of ")
    screen.answer("c", then="The question:")
    screen.answer("esc", then="accept as a choice")
    screen.answer("c", then="The question:")
    screen.press("When was it founded?", "enter")
    screen.until("2 of ")
    screen.press("ctrl-c")

    assert screen.until_it_ends() == 0
    (question,) = load_deck(DECK)[0].questions
    assert question.type == "choice"


@terminal
@pytest.mark.slow
def test_the_editor_opens_on_the_stub_and_what_it_leaves_is_kept(
    start: StartTerminal, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = documents / "editor.py"
    script.write_text(
        "import sys, pathlib\nfile = pathlib.Path(sys.argv[-1])\ntext = file.read_text()\n"
        "assert 'Riga' not in text\nfile.write_text(text.replace('TODO', 'Founded when?', 2))\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    screen = start("draft", "league", "--sources", documents)
    screen.until("1 of ")
    screen.answer("e", then="2 of ")
    screen.press("q")

    assert screen.until_it_ends() == 0
    assert [question.content.text() for question in load_deck(DECK)[0].questions] == ["Founded when?"]


@terminal
@pytest.mark.slow
def test_what_was_typed_with_a_mistake_is_in_the_editor_again(
    start: StartTerminal, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = documents / "editor.py"
    script.write_text(
        "import sys, pathlib\nfile = pathlib.Path(sys.argv[-1])\ntext = file.read_text()\n"
        "text = text.replace(': founded', ' founded').replace('ask: TODO', 'ask: Hm: founded when?')\n"
        "file.write_text(text)\n"
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    screen = start("draft", "league", "--sources", documents)
    screen.until("1 of ")
    screen.answer("e", then="the edited question:2:")
    screen.answer("e", then="2 of ")
    screen.press("q")

    assert screen.until_it_ends() == 0
    assert [question.content.text() for question in load_deck(DECK)[0].questions] == ["Hm founded when?"]


@terminal
@pytest.mark.slow
def test_a_stub_that_the_editor_leaves_as_it_was_is_not_kept(
    start: StartTerminal, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} -c pass")
    screen = start("draft", "league", "--sources", documents)
    screen.until("1 of ")
    screen.answer("e", then="still says TODO")
    screen.press("q")

    assert screen.until_it_ends() == 0
    assert "Nothing was written." in screen.words
    assert not DECK.exists()


@terminal
@pytest.mark.slow
def test_a_question_joins_a_deck_that_exists_and_changes_nothing_else(
    start: StartTerminal, documents: Path
) -> None:
    before = "deck: Mine   # a comment\nquestions:\n  - {id: q, ask: Which?, answer: this}\n"
    DECK.write_text(before, encoding="utf-8")
    screen = start("draft", "league", "--sources", documents, "--into", DECK, "--limit", "1")
    screen.until("1 of 1")
    screen.answer("a", then="The question:")
    screen.press("When?", "enter")

    assert screen.until_it_ends() == 0
    after = DECK.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert len(load_deck(DECK)[0].questions) == 2


@terminal
@pytest.mark.slow
def test_a_deck_that_takes_no_question_is_told_and_stays(start: StartTerminal, documents: Path) -> None:
    before = "deck: Mine\nquestions: [{id: q, ask: Which?, answer: this}]\n"
    DECK.write_text(before, encoding="utf-8")
    screen = start("draft", "league", "--sources", documents, "--into", DECK, "--limit", "1")
    screen.until("1 of 1")
    screen.answer("a", then="The question:")
    screen.press("When?", "enter")
    screen.until("written in brackets")
    screen.press("q")

    assert screen.until_it_ends() == 0
    assert DECK.read_text(encoding="utf-8") == before


@terminal
@pytest.mark.slow
def test_of_a_long_paragraph_the_part_with_the_answer_is_shown(start: StartTerminal, documents: Path) -> None:
    far, near = "Nothing came of any of it. " * 60, "The league was dissolved on May 3, 1999. "
    (documents / "league.txt").write_text(far + near + far, encoding="utf-8")
    screen = start("draft", "league", "--sources", documents)
    screen.until("1 of 1")

    assert "dissolved on May 3, 1999." in screen.words
    assert "Answer: 1999-05-03" in screen.words
    assert screen.words.count("…") == 2


@terminal
@pytest.mark.slow
def test_what_a_document_holds_cannot_move_the_cursor(start: StartTerminal, documents: Path) -> None:
    hostile = TEXT.replace("long talks", "long\x1b[2J\x1b]0;title\x07\x9b\u202etalks")
    (documents / "league.txt").write_text(hostile, encoding="utf-8")
    screen = start("draft", "league", "--sources", documents)
    screen.until("1 of ")
    screen.press("q")

    assert screen.until_it_ends() == 0
    assert "talks" in screen.raw.decode()
    assert b"\x1b]0;" not in screen.raw
    assert not {"\x07", "\x9b", "\u202e"} & set(screen.raw.decode())
