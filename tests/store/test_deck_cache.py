"""An unchanged deck is never parsed twice, and a changed one always is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from quizkit.deckfile import RawDeck, read_deck
from quizkit.errors import QuizkitError
from quizkit.files import read_bytes
from quizkit.grading import key_of
from quizkit.scheduler import Scheduling
from quizkit.store import Library, open_store

LONG_AGO_NS = 1_600_000_000_000_000_000


def deck_of(*answers: str, title: str = "Deck") -> str:
    questions = "".join(
        f"  - id: q{n}\n    ask: Number {n}?\n    answer: {a}\n" for n, a in enumerate(answers)
    )
    return f"deck: {title}\nquestions:\n{questions}"


class Bench:
    """A folder of decks, and which of them were read and parsed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parsed: list[str] = []
        self.opened: list[str] = []

    def write(self, name: str, text: str, *, at_ns: int = LONG_AGO_NS) -> Path:
        """Write a deck that seems to have been written at a certain time."""
        path = self.folder / "decks" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(at_ns, at_ns))
        return path

    @contextmanager
    def library(self) -> Iterator[Library]:
        """Open the decks; ``parsed`` and ``opened`` then say which files that took."""
        self.parsed.clear()
        self.opened.clear()
        home = self.folder / "home"
        with open_store(
            home / "progress.sqlite", home / "decks.sqlite", Scheduling(), [self.folder / "decks"]
        ) as store:
            yield store.library

    def answers(self) -> list[str]:
        """The answers of all questions."""
        with self.library() as library:
            decks = [library.deck(cached) for cached in library.decks]
        return [key_of(card.interaction) for deck in decks for card in deck.cards()]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    found = Bench(tmp_path)

    def counting_read_deck(data: bytes, path: str) -> RawDeck:
        found.parsed.append(Path(path).name)
        return read_deck(data, path)

    def counting_read_bytes(path: Path) -> bytes:
        found.opened.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr("quizkit.store.deck_cache.read_deck", counting_read_deck)
    monkeypatch.setattr("quizkit.store.deck_cache.read_bytes", counting_read_bytes)
    return found


def test_an_unchanged_file_is_not_even_opened_again(bench: Bench) -> None:
    bench.write("one.yaml", deck_of("yes"))
    assert bench.answers() == ["yes"]
    assert bench.parsed == bench.opened == ["one.yaml"]
    assert bench.answers() == ["yes"]
    assert bench.parsed == bench.opened == []


def test_a_file_that_was_touched_is_read_but_not_parsed(bench: Bench) -> None:
    path = bench.write("one.yaml", deck_of("yes"))
    bench.answers()
    os.utime(path, ns=(LONG_AGO_NS + 10**9, LONG_AGO_NS + 10**9))
    assert bench.answers() == ["yes"]
    assert (bench.opened, bench.parsed) == (["one.yaml"], [])
    assert bench.answers() == ["yes"]
    assert bench.opened == []


def test_a_changed_file_is_parsed_and_only_that(bench: Bench) -> None:
    bench.write("one.yaml", deck_of("yes", title="One"))
    bench.write("two.yaml", deck_of("well", title="Two"))
    assert bench.answers() == ["yes", "well"]
    bench.write("one.yaml", deck_of("no", title="One"), at_ns=LONG_AGO_NS + 1)
    assert bench.answers() == ["no", "well"]
    assert bench.parsed == ["one.yaml"]


def test_an_edit_of_the_same_size_that_keeps_the_time_is_seen(bench: Bench) -> None:
    bench.write("one.yaml", deck_of("yes"))
    bench.answers()
    bench.write("one.yaml", deck_of("nay"))  # only the inode's own time has changed
    assert bench.answers() == ["nay"]


def test_an_edit_right_after_a_look_is_seen_even_where_file_times_are_coarse(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def coarse(path: Path) -> str:
        """What a file system says that keeps times in steps of two seconds and has no inodes."""
        return f"{path.stat().st_size} {path.stat().st_mtime_ns} 0 0"

    monkeypatch.setattr("quizkit.store.deck_cache._stat_of", coarse)
    monkeypatch.setattr("quizkit.store.deck_cache.time.time_ns", lambda: LONG_AGO_NS + 1_000_000_000)
    bench.write("one.yaml", deck_of("yes"))
    assert bench.answers() == ["yes"]
    bench.write("one.yaml", deck_of("nay"))  # a second later: the same size, the same time
    assert bench.answers() == ["nay"]


def test_a_file_that_was_replaced_by_a_renamed_one_is_seen(bench: Bench) -> None:
    bench.write("one.yaml", deck_of("yes"))
    bench.answers()
    bench.write("../other", deck_of("nay")).replace(bench.folder / "decks" / "one.yaml")
    assert bench.answers() == ["nay"]


def test_content_that_comes_back_while_another_file_has_it_is_not_parsed(bench: Bench) -> None:
    bench.write("one.yaml", deck_of("yes", title="One"))
    bench.write("copy.yaml", deck_of("yes", title="One"))
    bench.answers()
    assert sorted(bench.opened) == ["copy.yaml", "one.yaml"]
    assert len(bench.parsed) == 1


def test_a_removed_file_is_gone_and_a_renamed_one_is_not_parsed(bench: Bench) -> None:
    path = bench.write("one.yaml", deck_of("yes", title="One"))
    bench.write("two.yaml", deck_of("well", title="Two"))
    bench.answers()
    path.unlink()
    assert bench.answers() == ["well"]
    (bench.folder / "decks" / "two.yaml").rename(bench.folder / "decks" / "three.yaml")
    assert bench.answers() == ["well"]
    assert bench.parsed == []


def test_a_file_that_cannot_be_read_is_named(bench: Bench) -> None:
    bench.write("one.yaml", deck_of("yes"))
    (bench.folder / "decks" / "gone.yaml").symlink_to(bench.folder / "nowhere.yaml")
    with pytest.raises(QuizkitError, match=r"there is no file or folder .*gone\.yaml"), bench.library():
        pass


def test_the_problems_of_a_deck_are_remembered_with_the_name_the_file_has_now(bench: Bench) -> None:
    path = bench.write("one.yaml", deck_of("yes") + "  - ask: Nothing?\n    anwser: x\n")

    def problems() -> list[tuple[str, int, int, str]]:
        with bench.library() as library:
            return [(Path(p.path).name, p.line, p.column, p.message) for p in library.problems]

    first = problems()
    assert first
    assert problems() == first
    assert bench.parsed == []
    path.rename(path.with_name("renamed.yaml"))
    assert problems() == [("renamed.yaml", *problem[1:]) for problem in first]
    assert bench.parsed == []


def test_everything_a_deck_says_survives_the_cache(bench: Bench) -> None:
    example = Path(__file__).parents[2] / "examples" / "every-feature.yaml"
    text = example.read_text(encoding="utf-8")
    bench.write("every.yaml", text)
    parsed = read_deck(text.encode(), "every.yaml")
    assert parsed.problems == ()
    for _ in range(2):
        with bench.library() as library:
            (cached,) = library.decks
            deck = library.deck(cached)
            cards = list(deck.cards())
            assert [library.card(card.id) for card in cards] == cards
        assert (deck.key, deck.title, deck.language) == (parsed.key, parsed.title, parsed.language)
        assert (deck.tags, deck.sources) == (parsed.tags, parsed.sources)
        assert [(q.local_id, q.type, q.line) for q in deck.questions] == [
            (raw.id, raw.type, raw.line) for raw in parsed.questions
        ]
        assert {q.local_id for q in deck.questions if q.derived} == parsed.derived
    assert bench.parsed == []


def test_another_quizkit_reads_everything_anew(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write("one.yaml", deck_of("yes"))
    bench.answers()
    monkeypatch.setattr("quizkit.__version__", "999.0")
    assert bench.answers() == ["yes"]
    assert bench.parsed == ["one.yaml"]
    assert bench.answers() == ["yes"]
    assert bench.parsed == []
