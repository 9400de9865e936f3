"""Decks that go into a package and come back are the decks that they were."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from quizkit.deckfile.made import raw_question
from quizkit.deckfile.reader import load_deck
from quizkit.exporters.anki import Media, Placed, export
from quizkit.importers.apkg import Known, Source, decks_of
from quizkit.importers.archive import open_archive
from quizkit.importers.collection import read_collection
from quizkit.importers.writing import plan, writer
from quizkit.model import Deck
from quizkit.questions import question_types
from quizkit.quoting import CONTROL
from quizkit.store import find_decks

if TYPE_CHECKING:
    from tests.importers.conftest import AnkiUser

ROOT = Path(__file__).parents[2]
AT = 1_700_000_000

# --- decks of any kind ------------------------------------------------------------------------------

# Texts that Markdown, HTML, Anki or the reader of notes could take for something else.
ODD = [
    *(
        "no",
        "12:30",
        "1999",
        "1999-12-08",
        "45",
        "45 km",
        "± 5",
        "True",
        "null",
        "~",
        "{{",
        "}}",
        "{",
        "é",
        "e\u0301",
    ),
    *(
        "a · b",
        "a ¶ 2",
        "- item",
        "1. first",
        "# a",
        "> a",
        "a\nb",
        "a\n\n- b\n- c",
        "  b  c  ",
        "a\u00a0b",
        "a\u2028b",
    ),
    *(
        "*a* b",
        "__",
        "a_b_c",
        "`x`",
        "$x^2$",
        "$5",
        "\\(x\\)",
        "\\",
        "a\\",
        "[x](y)",
        "~~a~~",
        "Ж",
        "🏠",
        "a.b-c",
    ),
    *("<b>a</b>", "a < b", "&amp;", '"quoted"', "[sound:x.mp3]", "[latex]", "{{c1::a}}", "a::b", "a:"),
    *("According to Bob", "Bob, as of 2020", '{"a": ["b"]}'),
]
TEXTS = st.sampled_from(ODD) | st.text(
    st.sampled_from('ab cdé\n*_`$<>&[]{}:-\\"') | st.characters(exclude_categories=["Cc", "Cs"]),
    min_size=1,
    max_size=9,
).filter(lambda text: bool(text.strip()) and not CONTROL.search(text))
WORDS = st.text("abcxyzéж", min_size=1, max_size=6) | TEXTS
SEVERAL = st.lists(WORDS, min_size=1, max_size=4)
TWO = st.lists(WORDS, min_size=2, max_size=4)
OPTIONS = st.lists(WORDS | st.dictionaries(WORDS, TEXTS, min_size=1, max_size=1), min_size=1, max_size=3)
GAPS = st.lists(
    st.tuples(WORDS, st.sampled_from(["", "c1::", "c2::", "c7::"]), WORDS), min_size=1, max_size=3
).map(lambda gaps: "".join(f"{before}{{{{{number}{answer}}}}}" for before, number, answer in gaps))
LISTS = st.dictionaries(WORDS, SEVERAL, min_size=1, max_size=3)
COMMON: dict[str, st.SearchStrategy[Any]] = {
    "hint": SEVERAL,
    "explain": TEXTS,
    "tags": SEVERAL,
    "cite": st.lists(st.sampled_from(["atlas#1", "atlas#2-3", "other_x#4"]), min_size=1, max_size=2),
    "evidence": st.lists(st.sampled_from(["45", "a b c", "«x»"]), min_size=1, max_size=2),
    "as_of": TEXTS | st.sampled_from(["2022", "2022-05-01"]),
    "according_to": TEXTS,
    "points": st.sampled_from(["0", "0.5", "2", "3.25", "0.00001", "1"]),
}
OWN: dict[str, tuple[dict[str, st.SearchStrategy[Any]], dict[str, st.SearchStrategy[Any]]]] = {
    "flashcard": ({"front": WORDS, "back": WORDS}, {"both_ways": st.booleans()}),
    "term": ({"term": WORDS, "definition": WORDS}, {"both_ways": st.booleans()}),
    "short-answer": (
        {"ask": WORDS, "answer": WORDS},
        {"accept": SEVERAL, "reject": st.dictionaries(WORDS, TEXTS, min_size=1), "exact": st.booleans()},
    ),
    "number": (
        {"ask": WORDS, "answer": st.sampled_from(["45", "-3.50", "1e6", "0"])},
        {"unit": WORDS | st.just("%"), "tolerance": st.sampled_from(["5%", "0.5", "2"])},
    ),
    "date": ({"ask": WORDS, "answer": st.sampled_from(["1999", "1999-12", "1999-12-08"])}, {}),
    "choice": ({"ask": WORDS, "answer": OPTIONS.map(lambda each: each[0]), "wrong": OPTIONS}, {}),
    "multi-select": ({"ask": WORDS, "answers": OPTIONS, "wrong": OPTIONS}, {}),
    "true-false": ({"statement": WORDS, "answer": st.booleans()}, {}),
    "list-recall": (
        {"ask": WORDS, "answers": TWO},
        {"accept": LISTS, "need": st.sampled_from(["1", "2", "3"])},
    ),
    "cloze": ({"cloze": GAPS}, {"accept": LISTS, "wrong": LISTS}),
    "order": ({"ask": WORDS, "order": TWO}, {}),
    "match": ({"ask": WORDS, "match": st.dictionaries(WORDS, WORDS, min_size=2)}, {"extra": SEVERAL}),
    "categories": ({"ask": WORDS, "groups": st.dictionaries(WORDS, SEVERAL, min_size=2, max_size=3)}, {}),
    "open": ({"ask": WORDS, "rubric": SEVERAL}, {"model_answer": TEXTS}),
}


def questions(name: str) -> st.SearchStrategy[dict[str, Any]]:
    own, optional = OWN[name]
    return st.fixed_dictionaries({"type": st.just(name), **own}, optional={**optional, **COMMON})


QUESTIONS = st.sampled_from(sorted(OWN)).flatmap(questions)


@st.composite
def decks(draw: st.DrawFn) -> dict[str, Any]:
    """A sound deck as its author would write it."""
    drawn = draw(st.lists(QUESTIONS, min_size=1, max_size=4))
    sound = [question for question in drawn if raw_question(question)[0] is not None]
    assume(sound)
    head: dict[str, Any] = {"deck": "Test", "id": "test"}
    head["language"] = draw(st.sampled_from(["en", "es", "ru", "pt-BR", "xx"]))
    if draw(st.booleans()):
        head["tags"] = draw(SEVERAL)
    return {**head, "questions": [{"id": f"q{number}", **each} for number, each in enumerate(sound)]}


# --- there and back ---------------------------------------------------------------------------------


def imported(package: Path, into: Path, language: str = "de") -> list[Deck]:
    """The decks that ``quizkit import`` makes of a package, each without a mistake."""
    with open_archive(package) as archive, tempfile.TemporaryDirectory() as folder:
        archive.unpack_collection(Path(folder) / "collection")
        collection = read_collection(Path(folder) / "collection")
        found = decks_of(Source(collection, {}, language), Known({}, {}, {}, {}))
        with writer(plan(found.decks, collection.notetypes, {}, into, language), archive, into) as write:
            write()
    made = []
    for path, _root in find_decks([into]):
        deck, problems = load_deck(path)
        assert problems == []
        made.append(deck)
    return sorted(made, key=lambda deck: deck.key)


def written(decks: Sequence[Placed], path: Path) -> Path:
    path.write_bytes(export(decks, Media(), AT).data)
    return path


def told(deck: Deck) -> dict[str, Any]:
    """All that a deck says, by the ids of its questions."""
    said = {each.local_id: (each.type, each.content, each.about) for each in deck.questions}
    return {"language": deck.language, "title": deck.title, **said}


@given(decks())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_deck_says_comes_back(data: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "deck.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        before, problems = load_deck(folder / "deck.yaml")
        assert problems == []
        (after,) = imported(written([Placed(before)], folder / "x.apkg"), folder / "back")
    assert told(after) == told(before)


def test_the_generator_knows_every_type_and_every_key() -> None:
    assert {name: {*own, *optional} for name, (own, optional) in OWN.items()} == {
        name: set(kind.own_keys) for name, kind in question_types().items()
    }
    any_kind = next(iter(question_types().values()))
    assert {*COMMON, "id", "type", "image", "audio"} == any_kind.keys.keys() - any_kind.own_keys.keys()


def decks_of_the_project() -> list[Placed]:
    placed = []
    for path, root in find_decks([ROOT / "decks"]):
        deck, problems = load_deck(path)
        assert problems == []
        placed.append(Placed(deck, path.relative_to(root).parts[:-1]))
    assert len(placed) >= 13
    return sorted(placed, key=lambda each: each.deck.key)


def assert_same(after: list[Deck], before: list[Placed]) -> None:
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        assert told(other) == told(one.deck)
        assert other.tags == one.deck.tags


def test_the_decks_of_the_project_come_back(tmp_path: Path) -> None:
    before = decks_of_the_project()
    assert_same(imported(written(before, tmp_path / "x.apkg"), tmp_path / "back"), before)


def test_a_package_of_an_earlier_version_comes_back(tmp_path: Path) -> None:
    """Its notes name no language, have a unit beside the number, and the key among the options."""
    package = Path(__file__).parents[1] / "data" / "exported_before_language.apkg"
    before, problems = load_deck(package.with_suffix(".yaml"))
    assert problems == []
    (after,) = imported(package, tmp_path)
    assert told(after) == told(before)


# --- by way of Anki ---------------------------------------------------------------------------------


def through(user: AnkiUser, package: Path, *, legacy: bool, scheduling: bool) -> Path:
    """What a learner's Anki exports again of a package that it imported."""
    user.take(package)
    assert user.is_sound()
    options = user.anki.ExportAnkiPackageOptions(
        with_scheduling=scheduling, with_deck_configs=scheduling, with_media=True, legacy=legacy
    )
    out = user.folder / "again.apkg"
    user.col.export_anki_package(out_path=str(out), limit=None, options=options)
    return out


@pytest.mark.parametrize("legacy", [False, True], ids=["modern", "legacy"])
@pytest.mark.parametrize("scheduling", [False, True], ids=["without_progress", "with_progress"])
def test_the_decks_of_the_project_come_back_from_anki(
    tmp_path: Path, anki: AnkiUser, legacy: bool, scheduling: bool
) -> None:
    before = decks_of_the_project()
    package = written(before, tmp_path / "x.apkg")
    again = through(anki, package, legacy=legacy, scheduling=scheduling)
    assert_same(imported(again, tmp_path / "back"), before)


@pytest.mark.slow
@given(decks())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_a_deck_says_comes_back_from_anki(
    new_anki: Callable[[], AnkiUser], data: dict[str, Any]
) -> None:
    user = new_anki()
    (user.folder / "deck.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    before, _problems = load_deck(user.folder / "deck.yaml")
    package = written([Placed(before)], user.folder / "x.apkg")
    again = through(user, package, legacy=False, scheduling=False)
    (after,) = imported(again, user.folder / "back")
    assert told(after) == told(before)
