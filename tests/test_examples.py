"""The examples are run, and the one that claims to have every feature has it."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from quizkit.deckfile import load_deck
from quizkit.deckfile.nodes import parse
from quizkit.deckfile.reader import DECK_KEYS
from quizkit.fields import keys_of
from quizkit.nodes import Mapping, Report, Sequence
from quizkit.questions import question_types
from quizkit.questions.common import Common

EXAMPLES = Path(__file__).parents[1] / "examples"
DECKS = sorted(EXAMPLES.glob("*.yaml"))


@pytest.fixture
def every_feature() -> Mapping:
    root = parse((EXAMPLES / "every-feature.yaml").read_text(encoding="utf-8"), Report(""))
    assert isinstance(root, Mapping)
    return root


def keys_by_type(root: Mapping) -> dict[str, set[str]]:
    """The keys that the questions of each type use."""
    deck, _ = load_deck(EXAMPLES / "every-feature.yaml")
    listed = root.get("questions")
    assert isinstance(listed, Sequence)
    used: defaultdict[str, set[str]] = defaultdict(set)
    for question, node in zip(deck.questions, listed.items, strict=True):
        assert isinstance(node, Mapping)
        used[question.type] |= {name.text for name, _ in node.pairs}
    return used


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.name)
def test_an_example_deck_is_sound(path: Path) -> None:
    deck, problems = load_deck(path)

    assert problems == []
    assert list(deck.cards())


def test_the_minimal_deck_stays_minimal() -> None:
    deck, _ = load_deck(EXAMPLES / "minimal.yaml")

    assert len(deck.questions) <= 3


def test_every_feature_has_every_key_of_a_deck(every_feature: Mapping) -> None:
    assert {name.text for name, _ in every_feature.pairs} == set(DECK_KEYS)


def test_every_feature_has_every_key_of_every_type(every_feature: Mapping) -> None:
    used = keys_by_type(every_feature)
    missing = {name: kind.own_keys.keys() - used[name] for name, kind in question_types().items()}

    assert {name: keys for name, keys in missing.items() if keys} == {}


def test_every_feature_has_every_key_of_all_questions(every_feature: Mapping) -> None:
    used = set[str]().union(*keys_by_type(every_feature).values())

    assert keys_of(Common).keys() - used == set()


def test_the_library_example_grades_an_answer_and_tells_when_the_card_comes_back() -> None:
    done = subprocess.run(
        [sys.executable, EXAMPLES / "library.py"], check=True, capture_output=True, encoding="utf-8"
    )

    expected = "Which river flows through Minsk? Score 1; stable for 2.3 days, next in 2.\n"
    assert (done.stdout, done.stderr) == (expected, "")
