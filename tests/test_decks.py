"""The decks that come with quizkit: sound, in their own words, and not to be guessed from their form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import chain
from math import sqrt
from pathlib import Path
from typing import Any

import pytest
import yaml
from quizkit.deckfile import load_deck, read_deck
from quizkit.model import Deck
from quizkit.questions.choice import Choice
from quizkit.questions.cloze import Cloze
from quizkit.questions.true_false import TrueFalse

ROOT = Path(__file__).parents[1]
DECKS = sorted(path for path in (ROOT / "decks").rglob("*.yaml") if path.name != "sources.yaml")
DOCUMENTS = ROOT.parent / "shared" / "documents"
# A run of this many words is a copy.
COPIED_WORDS = 8

needs_documents = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the cited documents are not here")
Program = Callable[..., Any]
each_deck = pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)


def deck_in(path: Path) -> Deck:
    deck, problems = load_deck(path)
    assert problems == []
    return deck


@pytest.fixture(scope="module")
def sources() -> dict[str, Any]:
    declared = yaml.safe_load((ROOT / "decks" / "sources.yaml").read_text(encoding="utf-8"))
    return dict(declared["sources"])


@pytest.fixture(scope="module")
def runs() -> set[tuple[str, ...]]:
    """Every run of eight words in the documents."""
    return set(chain.from_iterable(runs_of(path.read_text(encoding="utf-8")) for path in DOCUMENTS.iterdir()))


def runs_of(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return zip(*(words[start:] for start in range(COPIED_WORDS)), strict=False)


def texts_of(value: Any) -> Iterator[str]:
    """Every text in the values of a question, however deep."""
    if isinstance(value, str):
        yield value.replace("{{", "").replace("}}", "")
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(texts_of, value.values()))
    elif isinstance(value, tuple | list):
        yield from chain.from_iterable(map(texts_of, value))


# --- each deck --------------------------------------------------------------------------------------


@each_deck
def test_a_deck_is_sound_and_every_id_in_it_is_given(path: Path) -> None:
    raw = read_deck(path.read_bytes(), str(path))

    assert raw.problems == ()
    assert raw.questions
    assert raw.derived == frozenset()
    assert re.search(r"^id: ", path.read_text(encoding="utf-8"), re.MULTILINE)


@each_deck
def test_every_question_cites_a_declared_source(path: Path, sources: dict[str, Any]) -> None:
    deck = deck_in(path)

    assert set(deck.sources) <= sources.keys()
    assert [question.id for question in deck.questions if not question.about.cite] == []
    cited = {cite.partition("#")[0] for question in deck.questions for cite in question.about.cite}
    assert cited == set(deck.sources)


@each_deck
def test_an_editor_finds_the_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]

    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    assert (path.parent / first.removeprefix(prefix)).resolve() == ROOT / "docs" / "deck.schema.json"


@needs_documents
@each_deck
def test_no_text_copies_eight_words_from_a_document(path: Path, runs: set[tuple[str, ...]]) -> None:
    raw = read_deck(path.read_bytes(), str(path))

    texts = [(question.line, text) for question in raw.questions for text in texts_of(question.values)]
    assert [(line, text) for line, text in texts if not runs.isdisjoint(runs_of(text))] == []


@needs_documents
def test_every_question_is_proven_by_the_passages_it_cites_and_was_reviewed(quizkit: Program) -> None:
    run = quizkit("check", ROOT / "decks", "--sources", DOCUMENTS, "--require-sources", "--json")

    report = run.json
    assert [each for each in report["questions"] if each["status"] != "ok"] == []
    assert run.code == 0


@needs_documents
def test_every_passage_worth_learning_is_asked_about(quizkit: Program) -> None:
    covered = quizkit("cover", ROOT / "decks", "--sources", DOCUMENTS, "--json").json

    assert covered["uncited"] == []


# --- all decks --------------------------------------------------------------------------------------


def test_no_two_questions_share_an_id() -> None:
    ids = [question.id for path in DECKS for question in deck_in(path).questions]

    assert len(ids) == len(set(ids))


def test_every_declared_source_is_used(sources: dict[str, Any]) -> None:
    assert {name for path in DECKS for name in deck_in(path).sources} == sources.keys()


def test_true_is_about_as_often_right_as_false() -> None:
    questions = [question for path in DECKS for question in deck_in(path).questions]
    answers = [question.content.answer for question in questions if isinstance(question.content, TrueFalse)]

    assert 0.35 <= sum(answers) / len(answers) <= 0.65


Options = list[str]
Score = Callable[[Options, str], float]


def length(_options: Options, option: str) -> float:
    return len(option)


def words(_options: Options, option: str) -> float:
    return len(option.split())


def longest_word(_options: Options, option: str) -> float:
    return max(map(len, option.split()))


def length_of_a_word(_options: Options, option: str) -> float:
    return len(option.replace(" ", "")) / len(option.split())


def likeness_to_the_others(options: Options, option: str) -> float:
    return sum(SequenceMatcher(None, other, option).ratio() for other in options)


def oddness_of_length(options: Options, option: str) -> float:
    return abs(len(option) - sum(map(len, options)) / len(options))


def place_in_the_alphabet(options: Options, option: str) -> float:
    return sorted(options, key=str.casefold).index(option)


@pytest.fixture(scope="module")
def choices() -> list[Options]:
    """The options of every question or gap that has one right among them; that one stands first."""
    found = []
    for content in (question.content for path in DECKS for question in deck_in(path).questions):
        if isinstance(content, Choice):
            found.append([content.answer.text, *(option.text for option in content.wrong)])
        elif isinstance(content, Cloze):
            found.extend([right, *wrong] for right, wrong in content.wrong)
    return found


@pytest.mark.parametrize("place", [0, 1, -2, -1], ids=["least", "second-least", "second-most", "most"])
@pytest.mark.parametrize(
    "score",
    [
        length,
        words,
        longest_word,
        length_of_a_word,
        likeness_to_the_others,
        oddness_of_length,
        place_in_the_alphabet,
    ],
    ids=lambda score: score.__name__,
)
def test_the_form_of_an_option_does_not_tell_the_right_one(
    choices: list[Options], score: Score, place: int
) -> None:
    hits = chance = variance = 0.0
    for options in choices:
        scores = [score(options, option) for option in options]
        wanted = sorted(scores)[place]
        # Among equals, whoever guesses by this rule has to guess.
        hits += (scores[0] == wanted) / scores.count(wanted)
        chance += 1 / len(options)
        variance += (1 - 1 / len(options)) / len(options)

    assert abs(hits - chance) <= 2 * sqrt(variance)
