"""The memory of what went to Anki."""

from __future__ import annotations

from pathlib import Path

from quizkit.reviews import Exported
from quizkit.scheduler import Scheduling
from quizkit.store import open_store

ONE = Exported(1_700_000_000_001, "digest", 1_700_000_000, "Reveal", "Deck", "What?")


def test_what_was_exported_stays_known_when_it_is_gone(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text("deck: D\nquestions: [{front: f, back: b}]")
    where = tmp_path / "progress.sqlite", tmp_path / "decks.sqlite", Scheduling(), [tmp_path]
    with open_store(*where) as store:
        assert store.exports.known() == {}
        store.exports.remember({"d/a": ONE, "d/b": ONE})
    with open_store(*where) as store:
        assert store.exports.known() == {"d/a": ONE, "d/b": ONE}
        other = ONE._replace(digest="other")
        store.exports.remember({"d/b": other}, gone=["d/a", "d/never"])
        assert store.exports.known() == {"d/a": ONE._replace(gone=True), "d/b": other}
        back = ONE._replace(file="/decks/d.yaml", cards="0 1", media="m", replaced_at=5, latest=9)
        store.exports.remember({"d/a": back})
        assert store.exports.known()["d/a"] == back
