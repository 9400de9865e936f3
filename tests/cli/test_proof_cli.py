"""``check --sources``, ``relock`` and ``cover``: decks against a folder of documents."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Program, StartTerminal

PARAGRAPHS = [
    " ".join(text.split())
    for text in """\
The river Ard rises in the northern hills, crosses the plain in wide bends and reaches the sea beside the
old harbour of Lume. Barges carried salt on it until 1871, when the railway came and took the trade away.

A mill stood at every weir. Most of them ground rye for the villages around, two pressed oil, and the last
one made paper for the printers of the county town until a fire ended its work in the dry summer of 1911.

The reeve Anna Holt had the banks raised by 45 centimetres and planted with willows, whose roots held them
together. Her letters on the matter fill two boxes in the county archive, and few of them are polite.

Anglers have had the river for themselves since then. Trout live above the third weir, pike and perch below
it, and in May the eels come up from the sea in such numbers that children catch them with their hands.

Ibid., pages 4 to 7.""".split("\n\n")
]
DECK = """\
deck: Rivers
id: rivers
sources: [ard]
questions:
  - id: railway
    ask: When did salt leave the barges?
    answer: 1871
    cite: ard#1
  - id: paper
    ask: What did the last works make?
    answer: paper
    cite: ard#2       # the last sentence
  - id: banks
    ask: How far were banks raised?
    answer: 45 centimetres
    cite: [ard#3]
"""
SOURCES = """\
sources:
  ard:
    title: The Ard
    language: en
    file: ard.txt
    skip:
      5: bibliography
"""


class Shelf:
    """Decks with their sources, and the folder of the documents beside them."""

    def __init__(self, folder: Path, quizkit: Program) -> None:
        self.decks, self.documents = folder / "decks", folder / "documents"
        self.deck, self.lock = self.decks / "rivers.yaml", self.decks / "sources.lock"
        self.sources = self.decks / "sources.yaml"
        self.decks.mkdir()
        self.documents.mkdir()
        self.deck.write_text(DECK)
        self.sources.write_text(SOURCES)
        self.write(PARAGRAPHS)
        self._quizkit = quizkit

    def write(self, paragraphs: list[str]) -> None:
        (self.documents / "ard.txt").write_text("\n\n".join(paragraphs) + "\n")

    def run(self, command: str, *options: str | Path) -> Any:
        return self._quizkit(command, self.decks, "--sources", self.documents, *options)

    def statuses(self) -> dict[str, str]:
        return {each["id"]: each["status"] for each in self.run("check", "--json").json["questions"]}


@pytest.fixture
def shelf(tmp_path: Path, quizkit: Program) -> Shelf:
    return Shelf(tmp_path, quizkit)


@pytest.fixture
def locked(shelf: Shelf) -> Shelf:
    """All questions are accepted."""
    assert shelf.run("relock", "--accept", "all").code == 0
    return shelf


# --- check without documents ------------------------------------------------------------------------


def test_without_the_documents_citations_are_counted_and_not_called_ok(
    shelf: Shelf, quizkit: Program
) -> None:
    run = quizkit("check", shelf.decks)
    assert (run.code, run.out) == (0, "")
    assert run.err == (
        "1 deck, 3 questions: no mistakes\n"
        f"3 citations unverified (compare with the documents: --sources {shelf.documents})\n"
    )
    (shelf.documents / "ard.txt").unlink()
    assert quizkit("check", shelf.decks).err.endswith("\n3 citations unverified (no --sources)\n")


def test_a_source_that_nobody_declares_is_a_mistake_all_the_same(shelf: Shelf, quizkit: Program) -> None:
    shelf.deck.write_text(DECK.replace("sources: [ard]", "sources: [art]").replace("ard#", "art#"))
    run = quizkit("check", shelf.decks)
    assert run.code == 1
    assert run.out == f"{shelf.deck}:3:11: sources.yaml does not declare 'art' (did you mean 'ard'?)\n"


def test_where_a_deck_lists_no_sources_each_citation_is_looked_up(shelf: Shelf, quizkit: Program) -> None:
    shelf.deck.write_text(DECK.replace("sources: [ard]\n", "").replace("ard#2", "arb#2"))
    run = quizkit("check", shelf.decks)
    assert run.out == f"{shelf.deck}:11:11: sources.yaml does not declare 'arb' (did you mean 'ard'?)\n"


@pytest.mark.parametrize(
    ("cite", "message"),
    [("ard#0", "counted from 1"), ("ard#3-2", "runs backwards"), ("ard#6", "had 5 paragraphs")],
)
def test_a_paragraph_that_cannot_be_is_a_mistake_without_the_documents(
    locked: Shelf, quizkit: Program, cite: str, message: str
) -> None:
    locked.deck.write_text(DECK.replace("cite: ard#2 ", f"cite: {cite} "))
    run = quizkit("check", locked.decks)
    assert run.code == 1
    assert f"{locked.deck}:12:11: " in run.out
    assert message in run.out


def test_a_mistake_in_the_sources_is_told_by_check(shelf: Shelf, quizkit: Program) -> None:
    shelf.sources.write_text(SOURCES.replace("language", "languag"))
    run = quizkit("check", shelf.decks)
    assert run.code == 1
    assert run.out.startswith(f"{shelf.sources}:4:")


def test_decks_in_a_folder_below_share_the_sources_above_them(shelf: Shelf, quizkit: Program) -> None:
    below = shelf.decks / "en" / "rivers.yaml"
    below.parent.mkdir()
    shelf.deck.rename(below)
    assert "3 citations unverified" in quizkit("check", shelf.decks).err
    assert "3 citations unverified" in quizkit("check", below).err


# --- check with documents ---------------------------------------------------------------------------


def test_a_first_check_proves_the_evidence_and_says_that_nobody_reviewed(shelf: Shelf) -> None:
    run = shelf.run("check")
    assert (run.code, run.out) == (0, "")
    assert f"{shelf.lock}: nobody has reviewed these questions" in run.err
    assert "By their sources: 3 new" in run.err


def test_what_was_accepted_is_ok(locked: Shelf) -> None:
    run = locked.run("check", "--require-sources")
    assert (run.code, run.out) == (0, "")
    assert "1 deck, 3 questions: no mistakes, 0 remarks\n" in run.err
    assert "By their sources: 3 ok" in run.err


def test_each_edit_of_the_document_is_told_at_its_citation(locked: Shelf) -> None:
    inserted = "A new passage about the weather at the coast, which has been wet since anyone can remember."
    edited = PARAGRAPHS[2].replace("45", "54")
    locked.write([inserted, PARAGRAPHS[0], edited, PARAGRAPHS[3], PARAGRAPHS[4]])
    run = locked.run("check")
    assert run.code == 1
    lines = run.out.splitlines()
    assert lines[0].startswith(f"{locked.deck}:12:11: ard#2 is nowhere in the document")
    assert lines[1].startswith(f"{locked.deck}:15:13: '45 centimetres' does not stand in ard#3")
    assert "mend the question, then accept it" in lines[1]
    assert lines[2] == f"{locked.deck}:16:11: ard#3 was edited (97% alike)"
    assert lines[3] == f"{locked.deck}:8:11: ard#1 is now ard#2 (add --fix to rewrite it)"
    assert len(lines) == 4
    assert "1 moved" in run.err
    assert "1 lost" in run.err
    assert "1 edited" in run.err


def test_a_machine_can_read_the_verdict_on_each_question(locked: Shelf) -> None:
    locked.write(["Something about the weather, which nobody asks for.", *PARAGRAPHS])
    found = locked.run("check", "--json").json
    assert found["counts"] == {"moved": 3}
    railway = found["questions"][0]
    assert railway["id"] == "rivers/railway"
    assert railway["line"] == 5
    assert railway["where"] == [
        {"cited": "ard#1", "found": "ard#2", "anchor": "moved", "likeness": 1.0, "locked": True}
    ]
    assert railway["evidence"] == [{"any_of": ["1871", "1,871", "1 871"], "stands_in": "ard#2"}]
    assert [problem["line"] for problem in found["problems"]] == [8, 12, 16]


def test_an_edited_question_is_a_remark_until_it_is_accepted(locked: Shelf) -> None:
    locked.deck.write_text(DECK.replace("When did salt", "In which year did salt"))
    run = locked.run("check")
    assert run.code == 0
    assert run.out.startswith(f"{locked.deck}:5:9: remark: changed since its review (")
    assert locked.run("relock", "--accept", "railway").code == 0
    assert locked.run("check").out == ""


def test_a_question_that_is_not_written_yet_is_a_mistake(locked: Shelf, quizkit: Program) -> None:
    locked.deck.write_text(DECK.replace("What did the last works make?", "TODO"))
    for run in (locked.run("check"), quizkit("check", locked.decks)):
        assert run.code == 1
        assert f"{locked.deck}:10:10: " in run.out
        assert "TODO" in run.out


def test_a_run_of_copied_words_is_a_mistake(locked: Shelf) -> None:
    locked.deck.write_text(DECK + "    explain: Her letters on the matter fill two boxes in the archive.\n")
    run = locked.run("check")
    assert run.code == 1
    assert f"{locked.deck}:17:14: 8 words are copied" in run.out


def test_a_document_that_was_edited_is_told_in_one_line(shelf: Shelf) -> None:
    content = (shelf.documents / "ard.txt").read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:16]
    shelf.sources.write_text(
        SOURCES.replace("file: ard.txt", f'file: ard.txt\n    digest: "sha256:{digest}"')
    )
    assert "is not the file" not in shelf.run("check").err
    (shelf.documents / "ard.txt").write_bytes(content + b"\n")
    run = shelf.run("check")
    assert run.code == 0
    assert "ard: ard.txt was edited since it was declared ('quizkit ingest'" in run.err


def test_without_its_document_a_question_is_unverified(locked: Shelf) -> None:
    (locked.documents / "ard.txt").unlink()
    run = locked.run("check")
    assert (run.code, run.out) == (0, "")
    assert "By their sources: 3 unverified" in run.err
    strict = locked.run("check", "--require-sources")
    assert strict.code == 1
    assert strict.out.count("unverified") == 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    cite: ard#2       # the last sentence\n", "", ":10:10: this question cites nothing"),
        ("ard#2", "ard#4", "ard#4 is not in the lock file"),
    ],
)
def test_strictly_every_question_is_cited_and_every_passage_locked(
    locked: Shelf, old: str, new: str, message: str
) -> None:
    deck = DECK.replace("answer: paper", "answer: eels") if "#4" in new else DECK
    locked.deck.write_text(deck.replace(old, new))
    assert locked.run("check").code == 0
    run = locked.run("check", "--require-sources")
    assert run.code == 1
    assert message in run.out


def test_a_deck_that_cites_with_no_sources_declared_is_a_mistake(shelf: Shelf) -> None:
    shelf.sources.unlink()
    run = shelf.run("check")
    assert run.code == 1
    assert "nothing declares the sources that this deck cites (put a sources.yaml beside it)" in run.out


def test_strictness_needs_documents(shelf: Shelf, quizkit: Program) -> None:
    run = quizkit("check", shelf.decks, "--require-sources")
    assert run.code == 2
    assert "--require-sources needs --sources" in run.err
    assert quizkit("check", shelf.decks, "--sources", shelf.decks / "nowhere").code == 2


def test_a_broken_lock_file_is_a_sentence_and_stays_as_it_is(locked: Shelf) -> None:
    locked.lock.write_text("{")
    for command in ("check", "relock"):
        run = locked.run(command)
        assert run.code == 1
        assert f"quizkit: {locked.lock} cannot be read" in run.err
    assert locked.lock.read_text() == "{"


# --- what is said of many questions -----------------------------------------------------------------

MANY = DECK + "".join(
    f"  - {{id: who-{number}, ask: 'Who was it, in words {number}?', answer: Anna Holt, cite: ard#3}}\n"
    for number in range(1, 6)
)


@pytest.fixture
def crowd(shelf: Shelf) -> Shelf:
    """Six accepted questions cite one paragraph."""
    shelf.deck.write_text(MANY)
    assert shelf.run("relock", "--accept", "all").code == 0
    return shelf


def edited(text: str) -> list[str]:
    return [*PARAGRAPHS[:2], text, *PARAGRAPHS[3:]]


def test_an_edited_paragraph_is_told_once_with_some_of_its_questions(crowd: Shelf) -> None:
    crowd.write(edited(PARAGRAPHS[2].replace("willows", "alders")))
    run = crowd.run("check")
    assert run.code == 1
    assert run.out == (
        f"{crowd.deck}:16:11: ard#3 was edited (94% alike); 6 questions cite it:"
        " banks, who-1, who-2 and 3 more"
        " (look at it, then: quizkit relock --accept ard#3)\n"
    )
    assert "1 mistake, " in run.err
    assert "6 edited" in run.err


def test_questions_of_several_decks_are_named_with_their_decks(crowd: Shelf) -> None:
    (crowd.decks / "streams.yaml").write_text(DECK.replace("Rivers", "Streams").replace("rivers", "streams"))
    assert crowd.run("relock", "--accept", "all").code == 0
    crowd.write(edited(PARAGRAPHS[2].replace("willows", "alders")))
    assert "7 questions cite it: rivers/banks, rivers/who-1, " in crowd.run("check").out


def test_whoever_wants_it_gets_a_line_for_each_question(crowd: Shelf) -> None:
    crowd.write(edited(PARAGRAPHS[2].replace("willows", "alders")))
    lines = crowd.run("check", "--verbose").out.splitlines()
    assert len(lines) == 6
    assert lines[1].endswith("(look at it, then: quizkit relock --accept rivers/who-1)")
    assert len(crowd.run("check", "--json").json["problems"]) == 6


def test_a_paragraph_that_moved_or_is_gone_is_told_once(crowd: Shelf) -> None:
    crowd.write([PARAGRAPHS[2], *PARAGRAPHS[:2]])
    assert "ard#3 is now ard#1; 6 questions cite it: " in crowd.run("check").out
    crowd.write(PARAGRAPHS[:2])
    assert "ard#3 is nowhere in the document any more; 6 questions cite it: " in crowd.run("check").out


def test_what_is_not_proven_any_more_comes_before_what_was_only_edited(crowd: Shelf) -> None:
    crowd.write(edited(PARAGRAPHS[2].replace("45", "54")))
    first, second = crowd.run("check").out.splitlines()
    assert first.startswith(f"{crowd.deck}:15:13: '45 centimetres' does not stand in ard#3")
    assert second.startswith(f"{crowd.deck}:16:11: ard#3 was edited (97% alike); 6 questions cite it")


def test_a_mistake_in_a_deck_comes_before_all_that_its_sources_say(crowd: Shelf) -> None:
    crowd.deck.write_text(MANY + "  - {id: odd, aks: b, answer: c}\n")
    crowd.write(PARAGRAPHS[:2])
    lines = crowd.run("check").out.splitlines()
    assert lines[0].startswith(f"{crowd.deck}:22:")
    assert "is nowhere" in lines[1]


def test_new_questions_of_a_deck_are_remarked_together(locked: Shelf) -> None:
    locked.deck.write_text(MANY)
    run = locked.run("check")
    assert run.code == 0
    assert run.out == (
        f"{locked.deck}:17:10: remark: 5 questions were never reviewed:"
        " who-1, who-2, who-3 and 2 more"
        " (look at it, then: quizkit relock --accept rivers/new)\n"
    )


# --- several questions on one line ------------------------------------------------------------------

ONE_LINE = """\
deck: Rivers
questions: [{id: a, ask: When was it?, answer: 1871, cite: ard#1}, {id: b, ask: Which?, answer: CITED}]
"""


def test_questions_on_one_line_are_rewritten_as_well(shelf: Shelf) -> None:
    shelf.deck.write_text(ONE_LINE.replace("CITED", "paper, cite: ard#2"))
    shelf.run("relock", "--accept", "all")
    shelf.write([PARAGRAPHS[3], *PARAGRAPHS[:3]])
    assert shelf.run("check", "--fix").code == 0
    moved = ONE_LINE.replace("CITED", "paper, cite: ard#3").replace("ard#1", "ard#2")
    assert shelf.deck.read_text() == moved


def test_a_citation_that_becomes_another_for_each_question_on_a_line_is_told_with_its_place(
    shelf: Shelf,
) -> None:
    shelf.deck.write_text(ONE_LINE.replace("CITED", "Trout, cite: ard#1"))
    shelf.write([PARAGRAPHS[3], *PARAGRAPHS[:3]])
    shelf.run("relock", "--accept", "b")
    shelf.write([PARAGRAPHS[0], PARAGRAPHS[1]])
    shelf.run("relock", "--accept", "a")
    shelf.write([PARAGRAPHS[1], PARAGRAPHS[0], PARAGRAPHS[3]])
    run = shelf.run("check", "--fix")
    assert f"{shelf.deck}:2: 'ard#1' is another passage for each of the questions here" in run.err
    assert "give each question a line of its own" in run.err


def test_a_mistake_of_the_second_question_on_a_line_stands_at_its_place(shelf: Shelf) -> None:
    shelf.deck.write_text(ONE_LINE.replace("CITED", "steel, cite: ard#2"))
    column = ONE_LINE.splitlines()[1].index("CITED") + 1
    assert shelf.run("check").out.startswith(f"{shelf.deck}:2:{column}: 'steel' does not stand in ard#2")


# --- check --fix ------------------------------------------------------------------------------------


def test_fix_rewrites_what_moved_and_nothing_else(locked: Shelf) -> None:
    locked.write([PARAGRAPHS[3], *PARAGRAPHS[:3], PARAGRAPHS[4]])
    run = locked.run("check", "--fix")
    assert (run.code, run.out) == (0, "")
    assert f"{locked.deck}: rewrote 3 citations" in run.err
    assert "By their sources: 3 ok" in run.err
    moved = (
        DECK.replace("cite: [ard#3]", "cite: [ard#4]").replace("ard#2 ", "ard#3 ").replace("ard#1", "ard#2")
    )
    assert locked.deck.read_text() == moved


def test_fix_a_second_time_changes_nothing(locked: Shelf) -> None:
    locked.write([PARAGRAPHS[3], *PARAGRAPHS[:3], PARAGRAPHS[4]])
    locked.run("check", "--fix")
    before = locked.deck.read_bytes(), locked.lock.read_bytes()
    assert "rewrote" not in locked.run("check", "--fix").err
    assert (locked.deck.read_bytes(), locked.lock.read_bytes()) == before


def test_fix_leaves_an_edited_passage_to_be_accepted_under_its_new_number(locked: Shelf) -> None:
    edited = PARAGRAPHS[2].replace("planted with willows", "sown with grass")
    locked.write([PARAGRAPHS[3], *PARAGRAPHS[:2], edited, PARAGRAPHS[4]])
    run = locked.run("check", "--fix")
    assert run.code == 1
    assert "cite: [ard#4]" in locked.deck.read_text()
    assert locked.statuses() == {"rivers/railway": "ok", "rivers/paper": "ok", "rivers/banks": "edited"}
    assert locked.run("relock", "--accept", "rivers/banks").code == 0
    assert locked.run("check", "--require-sources").code == 0


def test_fix_without_documents_still_writes_ids(shelf: Shelf, quizkit: Program) -> None:
    shelf.deck.write_text(DECK.replace("id: paper\n    ", ""))
    assert "wrote 1 id" in quizkit("check", "--fix", shelf.decks).err


# --- relock -----------------------------------------------------------------------------------------


def test_relock_records_passages_without_accepting_a_question(shelf: Shelf) -> None:
    run = shelf.run("relock")
    assert run.code == 0
    assert run.err == f"{shelf.lock}: 5 paragraphs, 0 accepted questions\n"
    assert set(shelf.statuses().values()) == {"new"}
    assert shelf.run("relock").err.endswith(", as before\n")


@pytest.mark.parametrize(
    "names", [["railway", "rivers/paper"], ["railway,paper"], ["railway", "--accept", "paper"]], ids=str
)
def test_questions_are_accepted_by_id(shelf: Shelf, names: list[str]) -> None:
    run = shelf.run("relock", "--accept", *names)
    assert run.code == 0
    assert "(2 just now)" in run.err
    assert shelf.statuses() == {"rivers/railway": "ok", "rivers/paper": "ok", "rivers/banks": "new"}


@pytest.mark.parametrize(
    ("names", "accepted"),
    [
        ("ard#3", {"banks", "who-1", "who-2", "who-3", "who-4", "who-5"}),
        ("rivers/new,railway", {"banks", "who-1", "who-2", "who-3", "who-4", "who-5", "railway"}),
        ("changed", {"paper"}),
        ("rivers/all", {"railway", "paper", "banks", "who-1", "who-2", "who-3", "who-4", "who-5"}),
    ],
)
def test_questions_are_accepted_by_their_passage_and_by_their_status(
    locked: Shelf, names: str, accepted: set[str]
) -> None:
    locked.deck.write_text(MANY.replace("last works", "latest works"))
    locked.lock.write_text(locked.lock.read_text().replace('"rivers/banks": ', '"rivers/bank": '))
    before = {name for name, status in locked.statuses().items() if status == "ok"}
    assert before == {"rivers/railway"}
    run = locked.run("relock", "--accept", names)
    assert run.code == 0
    assert f"({len(accepted)} just now)" in run.err
    now = {name.partition("/")[2] for name, status in locked.statuses().items() if status == "ok"}
    assert now == accepted | {"railway"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ard#4", "no question cites 'ard#4'"),
        ("streams/new", "there is no question 'streams/new'"),
        ("rivers/old", "there is no question 'rivers/old'"),
    ],
)
def test_a_passage_or_a_deck_that_is_not_there_is_told(locked: Shelf, name: str, message: str) -> None:
    run = locked.run("relock", "--accept", name)
    assert run.code == 2
    assert message in run.err


def test_the_documents_are_found_beside_the_decks(shelf: Shelf, quizkit: Program) -> None:
    assert quizkit("relock", shelf.decks, "--accept", "all").code == 0
    assert set(shelf.statuses().values()) == {"ok"}
    assert "ard#4" in quizkit("cover", shelf.decks).out
    (shelf.documents / "ard.txt").unlink()
    for command in ("relock", "cover"):
        run = quizkit(command, shelf.decks)
        assert run.code == 1
        assert f"the documents of {shelf.sources} are not found" in run.err
        assert "--sources DIR" in run.err


def test_of_several_folders_the_one_with_most_of_the_documents_is_meant(
    shelf: Shelf, quizkit: Program
) -> None:
    shelf.sources.write_text(SOURCES + "  other:\n    title: Another\n    file: other.txt\n")
    (shelf.decks / "ard.txt").write_text("An old version of it is in this folder.\n")
    (shelf.documents / "other.txt").write_text("This document is there as well.\n")
    assert f"--sources {shelf.documents})" in quizkit("check", shelf.decks).err


def test_an_unknown_or_ambiguous_question_is_not_accepted_and_nothing_is_written(shelf: Shelf) -> None:
    other = shelf.decks / "other.yaml"
    other.write_text(DECK.replace("rivers", "streams").replace("Rivers", "Streams"))
    unknown = shelf.run("relock", "--accept", "nothing")
    ambiguous = shelf.run("relock", "--accept", "paper")
    assert (unknown.code, ambiguous.code) == (2, 2)
    assert "there is no question 'nothing'" in unknown.err
    assert "one of streams/paper, rivers/paper" in ambiguous.err or "rivers/paper" in ambiguous.err
    assert not shelf.lock.exists()


def test_what_has_no_proof_is_not_accepted_and_the_rest_is(shelf: Shelf) -> None:
    shelf.deck.write_text(DECK.replace("answer: paper", "answer: steel"))
    run = shelf.run("relock", "--accept", "all")
    assert run.code == 1
    assert "not accepted: rivers/paper: 'steel' does not stand in ard#2" in run.err
    assert shelf.statuses() == {"rivers/railway": "ok", "rivers/paper": "unproven", "rivers/banks": "ok"}


def test_what_moved_must_be_rewritten_before_it_is_accepted(locked: Shelf) -> None:
    locked.write([PARAGRAPHS[3], *PARAGRAPHS[:3], PARAGRAPHS[4]])
    run = locked.run("relock", "--accept", "railway")
    assert run.code == 1
    assert "'quizkit check --sources DIR --fix' rewrites the citation" in run.err


def test_one_deck_alone_keeps_the_reviews_of_the_others(locked: Shelf, quizkit: Program) -> None:
    other = locked.decks / "other.yaml"
    other.write_text(DECK.replace("rivers", "streams").replace("Rivers", "Streams"))
    run = quizkit("relock", other, "--sources", locked.documents, "--accept", "streams/paper")
    assert run.code == 0
    assert "4 accepted questions (1 just now)" in run.err


def test_a_deck_with_mistakes_keeps_the_lock_as_it_is(locked: Shelf) -> None:
    before = locked.lock.read_bytes()
    locked.deck.write_text(DECK.replace("answer: paper", "anwser: paper"))
    run = locked.run("relock", "--accept", "all")
    assert run.code == 1
    assert f"{locked.deck}:" in run.err
    assert locked.lock.read_bytes() == before


def test_the_passage_is_shown_on_a_terminal_and_nowhere_else(locked: Shelf, start: StartTerminal) -> None:
    locked.write([*PARAGRAPHS[:2], PARAGRAPHS[2].replace("willows", "alders"), *PARAGRAPHS[3:]])
    terminal = start(
        "relock", locked.decks, "--sources", locked.documents, "--accept", "banks", size=(100, 24)
    )
    terminal.until("planted with alders")
    assert terminal.until_it_ends() == 0
    locked.write(PARAGRAPHS)
    run = locked.run("relock", "--accept", "banks")
    assert run.out.startswith("rivers/banks: ard#3, ")
    assert "willows" not in run.out + run.err


# --- cover ------------------------------------------------------------------------------------------


def test_cover_names_what_nobody_asks_about(shelf: Shelf) -> None:
    run = shelf.run("cover")
    assert run.code == 0
    assert "No question asks about\n  ard#4" in run.out
    assert "ard#5" not in run.out
    assert "Anglers" not in run.out
    row = next(line for line in run.out.splitlines() if line.startswith("ard "))
    assert row.split() == ["ard", "4", "3", "1", *row.split()[4:5], "3"]


def test_cover_can_demand_that_every_passage_has_a_question(shelf: Shelf) -> None:
    assert shelf.run("cover", "--require-all").code == 1
    shelf.sources.write_text(SOURCES.replace("5: bibliography", "4-5: not for us"))
    assert shelf.run("cover", "--require-all").code == 0


def test_cover_as_json(shelf: Shelf) -> None:
    found = shelf.run("cover", "--json").json
    assert [(each["place"], each["questions"]) for each in found["uncited"]] == [("ard#4", 0)]
    assert found["crowded"] == []
    assert found["sources"][0]["cited"] == 3
    assert not {"text"} & set(found["uncited"][0])


def test_a_passage_of_several_questions_is_shown_once(shelf: Shelf, start: StartTerminal) -> None:
    shelf.deck.write_text(DECK + "  - {id: who, ask: Who wanted it?, answer: Anna Holt, cite: ard#3}\n")
    shelf.run("relock", "--accept", "all")
    shelf.write([*PARAGRAPHS[:2], PARAGRAPHS[2].replace("willows", "alders"), *PARAGRAPHS[3:]])
    terminal = start(
        "relock", shelf.decks, "--sources", shelf.documents, "--accept", "banks,who", size=(100, 40)
    )
    assert terminal.until_it_ends() == 0
    assert terminal.words.count("banks, who: ard#3, 94% alike") == 1
    assert terminal.words.count("planted with alders") == 1


def test_a_deck_that_cannot_be_read_brings_no_word_on_reviews(shelf: Shelf) -> None:
    shelf.deck.write_text("deck: Rivers\nquestions:\n  - ask: Is this: broken?\n    answer: yes\n")
    assert shelf.run("check").err == "1 deck, 0 questions: 1 mistake, 0 remarks\n"


def test_cover_shows_the_first_words_on_a_terminal_only(shelf: Shelf, start: StartTerminal) -> None:
    terminal = start("cover", shelf.decks, "--sources", shelf.documents, size=(100, 24))
    terminal.until_it_ends()
    assert "Anglers have had the river for themselves …" in terminal.words


def test_cover_needs_declared_sources(shelf: Shelf) -> None:
    shelf.sources.unlink()
    run = shelf.run("cover")
    assert run.code == 1
    assert "no sources.yaml declares what these decks cite" in run.err
