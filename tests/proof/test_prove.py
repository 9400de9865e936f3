"""Decks against documents that were edited behind their authors' back: the verdict on each question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.citations import Source
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.documents.lock import Lock
from quizkit.model import Deck
from quizkit.proof import Report, Status, Verdict, prove
from quizkit.proof.judging import question_digest
from quizkit.proof.relocking import relocked, renumbered

PARAGRAPHS = [
    " ".join(text.split())
    for text in """\
The river Ard rises in the northern hills, crosses the plain in wide bends and reaches the sea beside the
old harbour of Lume. Barges carried salt on it until 1871, when the railway came and took the trade away.

A mill stood at every weir. Most of them ground rye for the villages around, two pressed oil, and the last
one made paper for the printers of the county town until a fire ended its work in the dry summer of 1911.

Nobody knows who built the stone bridge. Its piers are older than the parish books, which mention only the
toll of 3 pence that travellers paid there, and the quarrel over who was to mend it after each winter flood.

The reeve Anna Holt had the banks raised by 45 centimetres and planted with willows, whose roots held them
together. Her letters on the matter fill two boxes in the county archive, and few of them are polite.

Anglers have had the river for themselves since then. Trout live above the third weir, pike and perch below
it, and in May the eels come up from the sea in such numbers that children catch them by hand.""".split(
        "\n\n"
    )
]
DECK = """\
deck: Rivers
id: rivers
sources: [ard]
questions:
  - {id: railway, ask: When did salt leave the barges?, answer: 1871, cite: ard#1}
  - {id: paper, ask: What did the last works make?, answer: paper, cite: ard#2}
  - {id: toll, ask: What was the toll in pence?, type: number, answer: 3, cite: ard#3}
  - {id: banks, ask: How far were banks raised?, answer: 45 centimetres, cite: ard#4}
  - {id: who, ask: Who had them raised?, answer: Anna Holt, cite: ard#4}
  - {id: both, statement: Fire and flood came., answer: true, evidence: [fire, winter flood], cite: ard#2-3}
  - {id: far, ask: Where do trout live?, answer: above the third weir, cite: [ard#5]}
"""
IDS = ["railway", "paper", "toll", "banks", "who", "both", "far"]


def deck_of(text: str = DECK) -> Deck:
    raw = read_deck(text.encode(), "rivers.yaml")
    assert raw.problems == ()
    return build_deck(raw, "rivers.yaml")


class Shelf:
    """A folder with one document, its deck and its lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = {"ard": Source("ard", language="en", file="ard.txt")}
        self.deck = deck_of()
        self.lock = Lock()
        self.write(PARAGRAPHS)

    def write(self, paragraphs: list[str]) -> None:
        (self.folder / "ard.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")

    def report(self) -> Report:
        return prove([self.deck], self.sources, self.folder, self.lock)

    def verdicts(self) -> dict[str, Verdict]:
        return {verdict.question_id.partition("/")[2]: verdict for verdict in self.report().verdicts}

    def statuses(self) -> dict[str, Status]:
        return {name: verdict.status for name, verdict in self.verdicts().items()}

    def changed(self) -> dict[str, Status]:
        """The questions that are not in order."""
        return {name: status for name, status in self.statuses().items() if status is not Status.OK}

    def accept(self, *names: str) -> None:
        self.lock = relocked(self.lock, self.report(), {f"rivers/{name}" for name in names})

    def fix(self) -> None:
        """What ``check --fix`` does, but for the files."""
        report = self.report()
        text = DECK
        for verdict in report.verdicts:
            for old, new in (verdict.cites or {}).items():
                line = DECK.splitlines()[verdict.line - 1]
                text = text.replace(
                    line, line.replace(f" {old}}}", f" {new[0]}}}").replace(f"[{old}]", f"[{new[0]}]")
                )
        self.deck = deck_of(text)
        self.lock = renumbered(
            self.lock, report, {verdict.question_id for verdict in report.verdicts if verdict.cites}
        )


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Every question is accepted."""
    shelf = Shelf(tmp_path)
    shelf.accept(*IDS)
    return shelf


def test_every_question_of_an_unchanged_document_is_ok(shelf: Shelf) -> None:
    assert shelf.statuses() == dict.fromkeys(IDS, Status.OK)
    assert [proof.place for proof in shelf.verdicts()["both"].evidence] == ["ard#2", "ard#3"]


def test_what_nobody_reviewed_is_new(tmp_path: Path) -> None:
    assert set(Shelf(tmp_path).statuses().values()) == {Status.NEW}


# --- edits of the document --------------------------------------------------------------------------


def test_a_sentence_added_concerns_the_questions_on_its_paragraph_alone(shelf: Shelf) -> None:
    edited = PARAGRAPHS[3] + " The mayor paid for all of it, which nobody had expected of him."
    shelf.write([*PARAGRAPHS[:3], edited, PARAGRAPHS[4]])
    assert shelf.changed() == {"banks": Status.EDITED, "who": Status.EDITED}
    assert shelf.verdicts()["who"].evidence[0].place == "ard#4"


def test_a_number_changed_in_the_evidence_is_an_edit_without_proof(shelf: Shelf) -> None:
    shelf.write([*PARAGRAPHS[:3], PARAGRAPHS[3].replace("45", "54"), PARAGRAPHS[4]])
    assert shelf.changed() == {"banks": Status.EDITED, "who": Status.EDITED}
    banks, who = shelf.verdicts()["banks"], shelf.verdicts()["who"]
    assert [remark.rule for remark in banks.mistakes] == ["edited", "evidence"]
    assert [remark.rule for remark in who.mistakes] == ["edited"]
    assert banks.evidence[0].place == ""
    assert not any("relock" in remark.hint for remark in banks.mistakes)  # it would be refused
    assert "mend the question" in banks.mistakes[1].hint
    assert "relock --accept" in who.mistakes[0].hint


def test_a_paragraph_inserted_moves_all_after_it(shelf: Shelf) -> None:
    shelf.write(
        [*PARAGRAPHS[:2], "Something else entirely, on the weather of the coast in autumn.", *PARAGRAPHS[2:]]
    )
    assert shelf.changed() == {
        "toll": Status.MOVED,
        "banks": Status.MOVED,
        "who": Status.MOVED,
        "both": Status.MOVED,
        "far": Status.MOVED,
    }
    assert shelf.verdicts()["banks"].cites == {"ard#4": ("ard#5",)}
    assert shelf.verdicts()["both"].cites == {"ard#2-3": ("ard#2", "ard#4")}


def test_a_deleted_paragraph_is_lost_for_its_questions_and_moves_the_others(shelf: Shelf) -> None:
    shelf.write([*PARAGRAPHS[:3], PARAGRAPHS[4]])
    assert shelf.changed() == {"banks": Status.LOST, "who": Status.LOST, "far": Status.MOVED}


def test_a_paragraph_that_changed_place_is_moved(shelf: Shelf) -> None:
    shelf.write([PARAGRAPHS[4], *PARAGRAPHS[:4]])
    assert set(shelf.statuses().values()) == {Status.MOVED}
    assert {name: [*(verdict.cites or {}).values()] for name, verdict in shelf.verdicts().items()} == {
        "railway": [("ard#2",)],
        "paper": [("ard#3",)],
        "toll": [("ard#4",)],
        "banks": [("ard#5",)],
        "who": [("ard#5",)],
        "both": [("ard#3-4",)],
        "far": [("ard#1",)],
    }


def test_a_split_paragraph_tells_where_the_evidence_went(shelf: Shelf) -> None:
    first, second = PARAGRAPHS[0].split(". Barges")
    shelf.write([f"{first}.", f"Barges{second}", *PARAGRAPHS[1:]])
    railway = shelf.verdicts()["railway"]
    assert railway.status is Status.EDITED
    assert {remark.hint for remark in railway.mistakes if remark.rule == "evidence"} in (
        {"it stands in ard#2"},
        set(),
    )


def test_two_paragraphs_merged_are_edited(shelf: Shelf) -> None:
    shelf.write([*PARAGRAPHS[:2], f"{PARAGRAPHS[2]} {PARAGRAPHS[3]}", PARAGRAPHS[4]])
    assert shelf.changed() == {
        "toll": Status.EDITED,
        "banks": Status.EDITED,
        "who": Status.EDITED,
        "both": Status.EDITED,
        "far": Status.MOVED,
    }
    assert shelf.verdicts()["banks"].found[0].now == 3


def test_another_way_of_setting_the_text_changes_nothing(shelf: Shelf) -> None:
    shelf.write([text.replace("river", "ri\u00adver").replace(", ", ",  ") for text in PARAGRAPHS])
    assert shelf.changed() == {}


def test_an_absent_document_leaves_its_questions_unverified_and_never_ok(shelf: Shelf) -> None:
    (shelf.folder / "ard.txt").unlink()
    assert set(shelf.statuses().values()) == {Status.UNVERIFIED}
    assert shelf.report().notes == (f"ard: ard.txt is not in {shelf.folder}",)


def test_a_document_that_is_not_as_declared_is_noted(shelf: Shelf) -> None:
    shelf.sources = {"ard": Source("ard", file="ard.txt", digest="sha256:0123456789abcdef")}
    (note,) = shelf.report().notes
    assert "ard.txt" in note
    assert "edited" in note


# --- edits of the deck ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("When did salt", "In which year did salt"),
        ("answer: 1871,", "answer: 1871, explain: The railway came.,"),
        ("answer: 1871,", "answer: 1871, accept: in 1871,"),
        ("answer: 1871,", "answer: 1871, evidence: until 1871,"),
    ],
)
def test_a_question_edited_since_its_review_is_changed(shelf: Shelf, old: str, new: str) -> None:
    shelf.deck = deck_of(DECK.replace(old, new, 1))
    assert shelf.changed() == {"railway": Status.CHANGED}


def test_tags_and_the_order_of_keys_are_no_change(shelf: Shelf) -> None:
    shelf.deck = deck_of(
        DECK.replace("answer: 1871, cite: ard#1", "cite: ard#1, tags: [x], points: 2, answer: 1871")
    )
    assert shelf.changed() == {}


def test_another_citation_is_a_change_of_the_question(shelf: Shelf) -> None:
    shelf.deck = deck_of(DECK.replace("answer: paper, cite: ard#2", "answer: paper, cite: ard#2-3"))
    assert shelf.changed() == {"paper": Status.CHANGED}


def test_evidence_that_stands_elsewhere_is_told(shelf: Shelf) -> None:
    shelf.deck = deck_of(DECK.replace("answer: paper, cite: ard#2", "answer: paper, cite: ard#3"))
    paper = shelf.verdicts()["paper"]
    assert paper.status is Status.UNPROVEN
    assert [(remark.rule, remark.hint) for remark in paper.mistakes] == [("evidence", "it stands in ard#2")]


@pytest.mark.parametrize(
    ("cite", "rule"),
    [("ard#6", "lost"), ("ard#4-9", "lost"), ("ard#5-999999999", "lost"), ("ard#999999999", "lost")],
)
def test_a_paragraph_that_never_was_is_lost(shelf: Shelf, cite: str, rule: str) -> None:
    shelf.deck = deck_of(DECK.replace("cite: [ard#5]", f"cite: [{cite}]"))
    far = shelf.verdicts()["far"]
    assert far.status is Status.LOST
    assert rule in {remark.rule for remark in far.mistakes}
    assert "5 paragraphs" in far.mistakes[0].message


def test_each_citation_must_hold_some_of_the_evidence(shelf: Shelf) -> None:
    shelf.deck = deck_of(DECK.replace("answer: paper, cite: ard#2", "answer: paper, cite: [ard#2, ard#5]"))
    paper = shelf.verdicts()["paper"]
    assert [remark.message for remark in paper.mistakes] == ["nothing of the evidence stands in ard#5"]


def test_of_a_range_one_paragraph_must_hold_some_of_the_evidence(shelf: Shelf) -> None:
    shelf.deck = deck_of(DECK.replace("answer: paper, cite: ard#2", "answer: paper, cite: ard#1-3"))
    assert shelf.verdicts()["paper"].mistakes == ()


def test_a_date_is_looked_for_in_the_language_of_each_document(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    (tmp_path / "es.txt").write_text(
        "El 2 de abril de 1997 se abrió el puente nuevo sobre el río.\n", encoding="utf-8"
    )
    shelf.write([*PARAGRAPHS, "On April 2, 1997 the new bridge over the river was opened."])
    shelf.sources["puente"] = Source("puente", language="es", file="es.txt")
    asked = "{id: opened, ask: When?, type: date, answer: 1997-04-02, cite: [ard#6, puente#1]}"
    shelf.deck = deck_of(DECK.replace("sources: [ard]", "sources: [ard, puente]") + f"  - {asked}\n")
    assert shelf.verdicts()["opened"].mistakes == ()


def test_a_judgement_needs_evidence_that_its_author_names(shelf: Shelf) -> None:
    shelf.deck = deck_of(DECK.replace("evidence: [fire, winter flood], ", ""))
    both = shelf.verdicts()["both"]
    assert both.status is Status.UNPROVEN
    assert "name 'evidence'" in both.mistakes[0].message


def test_a_question_that_cites_nothing_is_uncited(shelf: Shelf) -> None:
    shelf.deck = deck_of(DECK.replace(", cite: [ard#5]", ""))
    assert shelf.changed() == {"far": Status.UNCITED}


def test_a_copied_run_of_words_is_a_mistake(shelf: Shelf) -> None:
    copied = "explain: Its piers are older than the parish books indeed"
    shelf.deck = deck_of(DECK.replace("answer: paper", f"answer: paper, {copied}"))
    assert [remark.rule for remark in shelf.verdicts()["paper"].mistakes] == ["copied"]


def test_the_digest_of_a_question_knows_no_citation() -> None:
    digests = [question_digest(question) for question in deck_of().questions]
    moved = [question_digest(question) for question in deck_of(DECK.replace("ard#", "ard#1")).questions]
    assert digests == moved
    assert len(set(digests)) == len(digests)


# --- relock -----------------------------------------------------------------------------------------


def test_accepting_a_question_accepts_its_passage_for_no_other_one(shelf: Shelf) -> None:
    edited = PARAGRAPHS[3] + " The mayor paid for all of it, which nobody had expected of him."
    shelf.write([*PARAGRAPHS[:3], edited, PARAGRAPHS[4]])
    shelf.accept("banks")
    assert shelf.changed() == {"who": Status.EDITED}
    shelf.accept("who")
    assert shelf.changed() == {}


def test_what_one_question_still_saw_is_found_again_after_the_other_was_accepted(shelf: Shelf) -> None:
    edited = PARAGRAPHS[3] + " The mayor paid for all of it, which nobody had expected of him."
    shelf.write([*PARAGRAPHS[:3], edited, PARAGRAPHS[4]])
    shelf.accept("banks")
    shelf.write([edited, *PARAGRAPHS[:3], PARAGRAPHS[4]])
    assert shelf.statuses()["banks"] is Status.MOVED
    assert shelf.statuses()["who"] is Status.EDITED
    assert shelf.verdicts()["who"].found[0].now == 1


def test_without_accepting_anything_only_new_passages_are_recorded(shelf: Shelf) -> None:
    shelf.write([*PARAGRAPHS[:3], PARAGRAPHS[3].replace("45", "54"), PARAGRAPHS[4]])
    before = shelf.lock
    shelf.accept()
    assert shelf.lock == before
    assert shelf.changed() == {"banks": Status.EDITED, "who": Status.EDITED}


def test_a_passage_that_nobody_cites_any_more_is_dropped(shelf: Shelf) -> None:
    shelf.deck = deck_of(
        DECK.replace(
            "  - {id: far, ask: Where do trout live?, answer: above the third weir, cite: [ard#5]}\n", ""
        )
    )
    shelf.accept()
    assert "rivers/far" not in shelf.lock.reviews
    assert shelf.lock.paragraphs["ard#5"][0].sketch == ()
    assert shelf.lock.paragraphs["ard#4"][0].sketch


def test_of_an_absent_document_nothing_is_dropped(shelf: Shelf) -> None:
    (shelf.folder / "ard.txt").unlink()
    before = shelf.lock
    shelf.accept(*IDS)
    assert shelf.lock == before


def test_a_lost_or_moved_question_is_not_accepted(shelf: Shelf) -> None:
    shelf.write([*PARAGRAPHS[:3], PARAGRAPHS[4]])
    before = shelf.lock
    shelf.accept(*IDS)
    assert shelf.lock.reviews == before.reviews
    assert shelf.changed() == {"banks": Status.LOST, "who": Status.LOST, "far": Status.MOVED}


# --- renumbering ------------------------------------------------------------------------------------


def test_moved_citations_are_in_order_once_they_are_rewritten(shelf: Shelf) -> None:
    shelf.write([PARAGRAPHS[4], *PARAGRAPHS[:4]])
    shelf.fix()
    assert shelf.changed() == {}


def test_a_passage_that_was_edited_and_moved_still_waits_for_its_author(shelf: Shelf) -> None:
    shelf.write(
        [
            "Something else entirely, on the weather of the coast.",
            *PARAGRAPHS[:3],
            PARAGRAPHS[3].replace("45", "54"),
            PARAGRAPHS[4],
        ]
    )
    shelf.fix()
    assert shelf.changed() == {"banks": Status.EDITED, "who": Status.EDITED}
    assert shelf.verdicts()["banks"].found[0].now == 5
    assert not shelf.verdicts()["banks"].cites


def test_a_lost_passage_stays_lost_when_another_takes_its_number(shelf: Shelf) -> None:
    shelf.write([*PARAGRAPHS[:3], PARAGRAPHS[4]])
    shelf.fix()
    assert shelf.changed() == {"banks": Status.LOST, "who": Status.LOST}


def test_citations_that_were_rewritten_without_the_lock_are_in_order_all_the_same(shelf: Shelf) -> None:
    shelf.write([PARAGRAPHS[4], *PARAGRAPHS[:4]])
    kept = shelf.lock
    shelf.fix()
    shelf.lock = kept
    assert shelf.changed() == {}


def test_a_new_question_goes_by_the_numbers_that_its_author_saw(shelf: Shelf) -> None:
    shelf.write(["Something else entirely, on the weather of the coast.", *PARAGRAPHS])
    shelf.deck = deck_of(DECK + "  - {id: eels, ask: What comes up in May?, answer: eels, cite: ard#6}\n")
    assert shelf.statuses()["eels"] is Status.NEW
    assert not shelf.verdicts()["eels"].cites


def test_a_question_without_review_follows_the_lock(shelf: Shelf) -> None:
    shelf.lock = Lock(shelf.lock.paragraphs, {})
    shelf.write(["Something else entirely, on the weather of the coast.", *PARAGRAPHS])
    assert shelf.verdicts()["who"].cites == {"ard#4": ("ard#5",)}


# --- a law ------------------------------------------------------------------------------------------

EDITS: list[Callable[[list[str], int], list[str]]] = [
    lambda texts, at: [
        *texts[:at],
        "Some new words on the weather of a far country, and nothing else.",
        *texts[at:],
    ],
    lambda texts, at: [*texts[:at], *texts[at + 1 :]],
    lambda texts, at: [texts[at % len(texts)], *texts[: at % len(texts)], *texts[at % len(texts) + 1 :]],
    lambda texts, at: [text + " And then it rained." if n == at else text for n, text in enumerate(texts)],
]


@settings(max_examples=60, deadline=None)
@given(edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 4)), max_size=4))
def test_fixing_and_accepting_leaves_nothing_but_what_is_lost(
    edits: list[tuple[Callable[[list[str], int], list[str]], int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    shelf.accept(*IDS)
    texts = PARAGRAPHS
    for edit, at in edits:
        texts = edit(texts, at)
    shelf.write(texts)
    before = shelf.statuses()
    torn = {
        name
        for name, verdict in shelf.verdicts().items()
        if any(len(new) > 1 for new in (verdict.cites or {}).values())
    }
    shelf.fix()
    shelf.accept(*IDS)
    for name, status in shelf.statuses().items():
        if name not in torn:
            assert (status is Status.LOST) == (before[name] is Status.LOST)
            assert status in {Status.OK, Status.LOST}
