"""``quizkit import``: what it writes, what it says, and what a package can never make it do."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import time
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import zstandard
from quizkit.deckfile import load_deck
from quizkit.files import write_atomically
from quizkit.importers import archive, collection, writing

if TYPE_CHECKING:
    from tests.conftest import Process, Program

BASIC = {
    "id": 5,
    "name": "Basic",
    "type": 0,
    "css": "",
    "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}],
    "tmpls": [{"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{Back}}"}],
}
TABLES = """
    CREATE TABLE col (id, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf, tags);
    CREATE TABLE notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data);
    CREATE TABLE cards (id, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue,
        odid, flags, data);
    CREATE TABLE revlog (id integer primary key, cid, usn, ease, ivl, lastIvl, factor, time, type);
"""
AT = 1_600_000_000_000
MOVED = "Recognised 1 question that moved or got another id: its progress stays."


def packed(
    path: Path,
    notes: Iterable[tuple[str, str]] = (("one", "two"),),
    *,
    decks: Iterable[str] = ("Deck",),
    media: Mapping[str, bytes] | None = None,
    model: Mapping[str, Any] = BASIC,
    statements: Iterable[str] = (),
    members: Mapping[str, bytes] | None = None,
) -> Path:
    """A package with one note after the other in these decks, in turns."""
    database = path.with_suffix(".db")
    database.unlink(missing_ok=True)
    names = {str(number): {"id": number, "name": name} for number, name in enumerate(decks, 1)}
    db = sqlite3.connect(database)
    db.executescript(TABLES)
    values = json.dumps({"5": model}), json.dumps(names)
    db.execute("INSERT INTO col VALUES (1, 100, 0, 0, 11, 0, 0, 0, '{}', ?, ?, '{}', '{}')", values)
    for number, fields in enumerate(notes, 1):
        text = "\x1f".join(fields)
        db.execute(
            "INSERT INTO notes VALUES (?, ?, 5, 3, 0, '', ?, '', 0, 0, '')", (number, f"g{number}", text)
        )
        deck = (number - 1) % len(names) + 1
        row = "INSERT INTO cards VALUES (?, ?, ?, 0, 0, 0, 2, 2, 9, 30, 2500, 1, 0, 0, 0, 0, 0, '')"
        db.execute(row, (number, number, deck))
        db.execute("INSERT INTO revlog VALUES (?, ?, 0, 3, 30, 10, 2500, 4000, 0)", (AT + number, number))
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()
    files, members = media or {}, members or {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        if "collection" not in " ".join(members):
            file.write(database, "collection.anki2")
        file.writestr("media", json.dumps({str(number): name for number, name in enumerate(files)}))
        for number, data in enumerate(files.values()):
            file.writestr(str(number), data)
        for name, data in members.items():
            file.writestr(name, data)
    database.unlink()
    return path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return tmp_path / "some.apkg"


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")} if folder.exists() else set()


# --- what it does -----------------------------------------------------------------------------------


def test_it_says_what_it_wrote_and_what_it_will_ask(quizkit: Program, package: Path, tmp_path: Path) -> None:
    packed(package, [("one", "two"), ("", ""), ("three <img src=a.png>", "four")], media={"a.png": b"PNG"})
    run = quizkit("import", package, "-o", tmp_path / "decks")

    assert (run.code, run.out) == (0, "")
    assert run.err == (
        f"2 questions in 1 deck, 1 picture or sound.\n  {tmp_path / 'decks/Deck.yaml'}\n"
        "1 note left out: it is empty or of an unknown type.\n"
        "Took over 2 answers.\n"
    )
    assert everything_in(tmp_path / "decks") == {"Deck.yaml", "Deck.anki.json", "a.png"}
    assert len(load_deck(tmp_path / "decks/Deck.yaml")[0].questions) == 2


def test_a_trial_writes_nothing(quizkit: Program, package: Path, tmp_path: Path, home: Path) -> None:
    run = quizkit("import", packed(package), "-o", tmp_path / "decks", "--dry-run")

    assert run.err.startswith("It would be: 1 question in 1 deck.\n")
    assert run.err.endswith("\nIt would take over 1 answer.\n")
    assert not (tmp_path / "decks").exists()
    assert not home.exists()


def test_a_trial_tells_which_answers_would_be_new_and_leaves_the_log_as_it_is(
    quizkit: Program, package: Path, tmp_path: Path, home: Path
) -> None:
    decks, log = tmp_path / "decks", home / "progress.sqlite"
    assert quizkit("import", packed(package), "-o", decks).code == 0
    before = log.read_bytes()
    again = quizkit("import", package, "-o", decks, "--dry-run")
    assert again.err == "It would be: 1 question as before.\nAll its answers are known already.\n"

    for count in (1, 2):
        row = f"INSERT INTO revlog VALUES ({AT + 90_000 * count}, 1, 0, 3, 30, 10, 2500, 4000, 1)"
        packed(package, statements=[row])
        trial = quizkit("import", package, "-o", decks, "--dry-run")
        assert trial.err == "It would be: 1 question as before.\nIt would take over 1 answer.\n"
    assert log.read_bytes() == before
    assert quizkit("import", package, "-o", decks).err.endswith("Took over 1 answer.\n")


def test_without_history_no_log_is_begun(quizkit: Program, package: Path, tmp_path: Path, home: Path) -> None:
    assert quizkit("import", packed(package), "-o", tmp_path / "decks", "--no-history").code == 0
    assert not home.exists()


def test_notes_that_share_a_guid_are_named_once(quizkit: Program, package: Path, tmp_path: Path) -> None:
    notes = [("one", "1"), ("two", "2"), ("three", "3")]
    packed(package, notes, statements=["UPDATE notes SET guid = 'g1' WHERE id > 1"])
    run = quizkit("import", package, "-o", tmp_path / "decks")

    told = "2 notes have the guids of others: they come too, and go to Anki as new notes.\n"
    assert told in run.err
    assert "3 questions in 1 deck.\n" in run.err
    again = quizkit("import", package, "-o", tmp_path / "decks")
    assert told not in again.err
    assert "3 questions as before.\n" in again.err


def test_that_a_package_has_nothing_in_it_is_said(quizkit: Program, package: Path, tmp_path: Path) -> None:
    run = quizkit("import", packed(package, []), "-o", tmp_path / "decks")

    assert (run.code, run.err) == (0, "There are no notes in the package.\n")
    assert everything_in(tmp_path / "decks") == set()


def test_without_history_only_the_questions_come(quizkit: Program, package: Path, tmp_path: Path) -> None:
    run = quizkit("import", packed(package), "-o", tmp_path / "decks", "--no-history")
    assert "review" not in run.err
    assert quizkit("import", package, "-o", tmp_path / "decks").err.endswith("Took over 1 answer.\n")


@pytest.mark.parametrize("arguments", [("x.txt",), ("x.apkg", "--language", "english")])
def test_what_cannot_work_is_a_mistake_of_usage(quizkit: Program, arguments: tuple[str, ...]) -> None:
    assert quizkit("import", *arguments).code == 2


def test_a_deck_of_the_learners_own_of_the_same_name_stays_as_it_is(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    own = tmp_path / "decks/Deck.yaml"
    own.parent.mkdir()
    own.write_text("deck: Deck\nid: mine\nquestions:\n- {id: a, front: a, back: b}\n")
    text = own.read_text()
    assert quizkit("import", packed(package), "-o", own.parent).code == 0

    assert own.read_text() == text
    (other,) = (path for path in own.parent.glob("*.yaml") if path != own)
    assert [question.content.text() for question in load_deck(other)[0].questions] == ["one"]
    assert quizkit("import", package, "-o", own.parent).err.startswith("1 question as before.\n")


def test_a_file_of_the_learners_own_is_never_written_over(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    packed(package, [("<img src=a.png>", "x")], media={"a.png": b"theirs"})
    own = tmp_path / "decks/a.png"
    own.parent.mkdir()
    own.write_bytes(b"mine")
    run = quizkit("import", package, "-o", own.parent)

    assert run.code == 1
    assert "the package has another file of this name" in run.err
    assert everything_in(own.parent) == {"a.png"}
    assert own.read_bytes() == b"mine"


@pytest.mark.parametrize("is_read", [True, False], ids=["recognised before", "recognised now"])
@pytest.mark.parametrize(
    "ids",
    [
        {"id: one-": "id: uno-"},
        {"id: deck\n": "id: mazo\n"},
        {"id: one-": "id: uno-", "id: deck\n": "id: mazo\n"},
    ],
    ids=["of the question", "of its deck", "of both"],
)
def test_a_question_that_got_another_id_stays_the_one_that_came_from_anki(
    quizkit: Program, package: Path, tmp_path: Path, ids: dict[str, str], is_read: bool
) -> None:
    decks = tmp_path / "decks"
    deck = decks / "Deck.yaml"
    assert quizkit("import", packed(package), "-o", decks).code == 0
    for old, new in ids.items():
        deck.write_text(deck.read_text().replace(old, new))
    before = deck.read_text()
    if is_read:
        assert MOVED in quizkit("due", decks).err

    later = f"INSERT INTO revlog VALUES ({AT + 9 * 86_400_000}, 1, 0, 3, 60, 30, 2500, 4000, 1)"
    run = quizkit("import", packed(package, statements=[later]), "-o", decks)
    told = "1 question as before.\nTook over 1 answer.\n"
    assert run.err == (told if is_read else f"{MOVED}\n{told}")
    assert deck.read_text() == before
    shown = quizkit("show", "one", decks).out
    assert [line[:10] for line in shown.splitlines() if line.startswith("2020-")] == [
        "2020-09-13",
        "2020-09-22",
    ]


def test_a_trial_follows_a_question_that_got_another_id(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    decks = tmp_path / "decks"
    assert quizkit("import", packed(package), "-o", decks).code == 0
    deck = decks / "Deck.yaml"
    deck.write_text(deck.read_text().replace("- id: one-", "- id: uno-"))
    before = deck.read_text()

    for trial in (True, True, False):
        run = quizkit("import", package, "-o", decks, *["--dry-run"] * trial)
        assert "1 question as before.\nAll its answers are known already.\n" in run.err
    assert deck.read_text() == before


# --- what a package may hold ------------------------------------------------------------------------

NAMES = [
    "..::..::etc::passwd",
    "/etc/cron.d/x",
    "C:\\Windows\\x",
    "CON",
    "aux::nul.txt",
    "sources",
    "~root",
    "x" * 500,
    "日本" * 200,
    "::".join("abcdefghijklmnopqrstuvwxyz"),
    "Case",
    "case",
    "CASE::x",
    "a\x00b\x1b[31m\u202ec",
    "a:b",
    "a/b",
    "a|b",
    "...",
    "::",
    " ",
    "",
    "no",
    "- x: y",
]


def test_no_name_of_a_deck_leads_out_of_the_folder_or_to_another_deck(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    packed(package, [(f"question {number}", "x") for number in range(len(NAMES))], decks=NAMES)
    before = everything_in(tmp_path)
    run = quizkit("import", package, "-o", tmp_path / "decks")

    assert run.code == 0, run.err
    assert {
        name for name in everything_in(tmp_path) - before if not name.startswith(("decks", "home"))
    } == set()
    written = list((tmp_path / "decks").rglob("*.yaml"))
    assert len({str(path).casefold() for path in written}) == len(written)
    assert sum(len(load_deck(path)[0].questions) for path in written) == len(NAMES)
    assert quizkit("check", tmp_path / "decks").code == 0
    assert not any(
        part.lower().split(".")[0] in {"con", "aux", "nul"} for path in written for part in path.parts
    )
    again = quizkit("import", package, "-o", tmp_path / "decks")
    assert again.err.startswith(f"{len(NAMES)} questions as before.\n"), again.err


def test_no_name_of_a_file_leads_out_of_the_folder(quizkit: Program, package: Path, tmp_path: Path) -> None:
    names = ["../up.png", "/tmp/abs.png", "..\\win.png", "con.png", "a/b.png", "a:b.png", "A.png", "a.png"]
    media = {name: name.encode() for name in names}
    packed(package, [(f'<img src="{name}">', str(number)) for number, name in enumerate(names)], media=media)
    with zipfile.ZipFile(package, "a") as file:  # members that nobody lists
        file.writestr("../../evil.txt", b"x")
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    before = everything_in(tmp_path)
    run = quizkit("import", package, "-o", tmp_path / "decks")

    assert run.code == 0, run.err
    assert {
        name for name in everything_in(tmp_path) - before if not name.startswith(("decks", "home"))
    } == set()
    pictures = {path.read_bytes() for path in (tmp_path / "decks").glob("*.png")}
    assert pictures == set(media.values())
    assert quizkit("check", tmp_path / "decks").code == 0


def test_no_picture_becomes_a_deck_or_the_notes_of_one(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "decks" / "mine.yaml"
    mine.parent.mkdir()
    mine.write_text("deck: Mine\nid: mine\nquestions: [{id: a, front: Lima, back: Peru}]\n")
    deck = b"deck: Theirs\nid: mine\nquestions: [{id: a, front: no, back: no}]\n"
    names = ["aaa.yaml", "A.YML", "mine.anki.json"]
    fields = [(f'<img src="{name}">', "x") for name in names]
    packed(package, fields, media=dict.fromkeys(names, deck))
    assert quizkit("import", package, "-o", mine.parent).code == 0
    assert {path.name for path in mine.parent.iterdir()} == {
        *("mine.yaml", "Deck.yaml", "Deck.anki.json"),
        *("aaa.yaml_", "A.YML_", "mine.anki.json_"),
    }
    assert "Lima" in quizkit("show", "mine/a", mine.parent).out


def test_what_a_power_cut_left_goes_away_the_day_after(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    yesterday = time.time() - 25 * 3600
    for name in ("old", "new"):
        (tmp_path / "decks" / f".quizkit-import-{name}" / "0").mkdir(parents=True)
    os.utime(tmp_path / "decks" / ".quizkit-import-old", (yesterday, yesterday))
    assert quizkit("import", packed(package), "-o", tmp_path / "decks").code == 0
    assert [path.name for path in (tmp_path / "decks").glob(".*")] == [".quizkit-import-new"]


TEXTS = [
    "a\x00b\x07c\x1b[31md\x7f\u202e\ufffe\u2028e",
    "<b>" * 5_000 + "deep",
    "{{c1::" * 3_000,
    r"\(" * 20_000,
    "<img src=a " * 5_000,
    "&" * 20_000 + "#x41;" * 1_000,
    "&#0;&#xd800;&#x110000;&lt;script&gt;",
    "[sound:" * 5_000,
    "$" * 5_000,
    "x" * 300_000,
    "# a: 'b'\n- c\n? d\n--- \n...\n",
    "\ufeff",
    "<script>while(1);</script><style>*{}</style>",
    "yes",
]


@pytest.mark.parametrize("kind", [0, 1], ids=["cards", "cloze"])
def test_whatever_stands_in_the_fields_becomes_a_sound_deck(
    quizkit: Program, package: Path, tmp_path: Path, kind: int
) -> None:
    shown = "{{cloze:Front}}" if kind else "{{Front}}"
    template = {"name": "c", "ord": 0, "qfmt": shown, "afmt": shown + "{{Back}}"}
    packed(package, [(text, text) for text in TEXTS], model={**BASIC, "type": kind, "tmpls": [template]})
    run = quizkit("import", package, "-o", tmp_path / "decks")

    assert run.code == 0, run.err
    assert quizkit("check", tmp_path / "decks").code == 0
    deck, problems = load_deck(tmp_path / "decks/Deck.yaml")
    assert problems == []
    assert len(deck.questions) >= len(TEXTS) - 1


# --- what is refused --------------------------------------------------------------------------------


def refused(quizkit: Program, package: Path, tmp_path: Path) -> str:
    """The sentence; nothing may be left of the attempt, here or among the temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir(exist_ok=True)
    before = everything_in(tmp_path)
    run = quizkit("import", package, "-o", tmp_path / "decks")
    assert (run.code, run.out) == (1, ""), run
    assert everything_in(tmp_path) == before
    first, *hint = run.err.splitlines()
    assert first.startswith("quizkit: ")
    assert all(line.startswith("  hint: ") for line in hint)
    return first


@pytest.fixture(autouse=True)
def _own_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def test_a_package_that_is_none_is_refused(quizkit: Program, package: Path, tmp_path: Path) -> None:
    package.write_bytes(b"hello")
    assert "is not an Anki package" in refused(quizkit, package, tmp_path)
    packed(package, members={"collection.anki21": b"no database at all"})
    assert "broken or of an unknown form" in refused(quizkit, package, tmp_path)
    packed(package, members={"collection.anki21b": b"no zstd at all"})
    assert "cannot be unpacked" in refused(quizkit, package, tmp_path)


def test_the_newest_collection_counts_though_an_older_one_lies_beside_it(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    real = zipfile.ZipFile(packed(package)).read("collection.anki2")
    packed(package, members={"collection.anki2": b"please upgrade", "collection.anki21": real})
    assert quizkit("import", package, "-o", tmp_path / "decks").code == 0


def test_of_two_members_of_one_name_no_mixture_is_made(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    packed(package, [("<img src=a.png>", "x")], media={"a.png": b"first"})
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(package, "a") as file:
        file.writestr("0", b"second")
    assert quizkit("import", package, "-o", tmp_path / "decks").code == 0
    assert (tmp_path / "decks/a.png").read_bytes() == b"second"


@pytest.mark.parametrize("name", ["collection.anki21b", "collection.anki21", "0"])
def test_a_bomb_fills_neither_memory_nor_disk(
    quizkit: Program, package: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_WITHOUT_QUESTION", 1_000_000)
    nothing = bytes(100_000_000)
    data = zstandard.compress(nothing) if name.endswith("b") else nothing
    if name == "0":
        packed(package, [("<img src=a.png>", "x")], media={"a.png": nothing})
    else:
        packed(package, members={name: data})
    assert package.stat().st_size < 200_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "bytes" in refused(quizkit, package, tmp_path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


@pytest.mark.parametrize(
    ("limit", "statement"),
    [
        ("MAX_NOTES", "INSERT INTO notes SELECT id + 9, 'h', 5, 3, 0, '', 'a', '', 0, 0, '' FROM notes"),
        ("MAX_CARDS", "INSERT INTO cards SELECT * FROM cards"),
        (
            "MAX_REVIEWS",
            "INSERT INTO revlog SELECT id + 9, cid, usn, ease, ivl, lastIvl, factor, time, type FROM revlog",
        ),
        ("MAX_TEXT", "UPDATE notes SET flds = 'ab'"),
        ("MAX_NOTE", "UPDATE notes SET flds = 'ab'"),
    ],
)
def test_a_collection_beyond_all_measure_is_refused(
    quizkit: Program,
    package: Path,
    tmp_path: Path,
    limit: str,
    statement: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(collection, limit, 1)
    assert "larger than any" in refused(quizkit, packed(package, statements=[statement]), tmp_path)


def test_a_template_of_great_length_times_many_notes_is_refused(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    template = {"name": "c", "ord": 0, "qfmt": "x" * 200_000, "afmt": "{{Back}}"}
    packed(package, [("a", "b")] * 20_000, model={**BASIC, "tmpls": [template]})
    assert "more than any person can read" in refused(quizkit, package, tmp_path)


# --- what goes wrong here ---------------------------------------------------------------------------


@pytest.mark.parametrize("fails_at", range(8))
def test_a_disk_that_fills_up_leaves_nothing_that_a_second_import_cannot_mend(
    quizkit: Program, package: Path, tmp_path: Path, fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = [(f"question {number} <img src=p{number % 2}.png>", "x") for number in range(4)]
    packed(package, notes, decks=["One", "Two::Three"], media={"p0.png": b"zero", "p1.png": b"one"})
    calls = iter(range(100))
    real_write, real_replace = write_atomically, Path.replace

    def full() -> None:
        if next(calls) == fails_at:
            raise OSError(28, "No space left on device")

    def write(path: Path, data: bytes) -> None:
        full()
        real_write(path, data)

    def replace(self: Path, target: Path) -> Path:
        full()
        return real_replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(writing, "write_atomically", write)
        patched.setattr(Path, "replace", replace)
        run = quizkit("import", package, "-o", tmp_path / "decks")
    if next(calls) > fails_at:
        assert run.code == 1
        assert "No space left" in run.err
        assert not [name for name in everything_in(tmp_path / "decks") if ".import-" in name]

    assert quizkit("import", package, "-o", tmp_path / "decks").code == 0
    found = [load_deck(path)[0] for path in sorted((tmp_path / "decks").rglob("*.yaml"))]
    assert [len(deck.questions) for deck in found] == [2, 2]
    assert quizkit("check", tmp_path / "decks").code == 0
    assert {path.read_bytes() for path in (tmp_path / "decks").rglob("*.png")} == {b"zero", b"one"}
    assert quizkit("import", package, "-o", tmp_path / "decks").err.startswith("4 questions as before.\n")


def test_a_folder_that_cannot_be_written_is_told(quizkit: Program, package: Path, tmp_path: Path) -> None:
    (tmp_path / "decks").write_text("a file")
    run = quizkit("import", packed(package), "-o", tmp_path / "decks")
    assert (run.code, "cannot write below" in run.err) == (1, True)


def test_conditions_within_conditions_take_no_more_time_than_beside_each_other(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    deep = "{{#Front}}" * 15_000 + "{{Front}}" + "{{/Front}}" * 7_000
    template = {"name": "Card", "ord": 0, "qfmt": deep, "afmt": "{{Back}}"}
    notes = [(f"front {number}", "back") for number in range(300)]
    packed(package, notes, model={**BASIC, "tmpls": [template]})
    assert quizkit("import", package, "-o", tmp_path / "decks").code == 0


@pytest.mark.slow
def test_ctrl_c_leaves_nothing_behind(process: Process, package: Path, tmp_path: Path) -> None:
    import signal
    import subprocess
    import sys

    packed(package, [(f"<table><tr><td>{n}</td></tr></table>", "x") for n in range(20_000)])
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    command = [sys.executable, "-m", "quizkit", "import", str(package), "-o", str(tmp_path / "decks")]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    while not any((tmp_path / "temporary").glob("*/collection")):
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 130
    assert everything_in(tmp_path / "temporary") == set()
    assert not (tmp_path / "decks").exists()


@pytest.mark.parametrize("fails_at", range(7))
def test_a_disk_that_fills_up_loses_no_edit(
    quizkit: Program, package: Path, tmp_path: Path, fails_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    decks = tmp_path / "decks"
    quizkit("import", packed(package, [("one", "two"), ("three", "four")]), "-o", decks)
    notes = [("one", "TWO <img src=a.png>"), ("three", "four"), ("five", "six")]
    edited = ["UPDATE notes SET mod = 9 WHERE id = 1"]
    packed(package, notes, media={"a.png": b"PNG"}, statements=edited)
    calls = iter(range(100))
    real_write, real_replace = write_atomically, Path.replace

    def full() -> None:
        if next(calls) == fails_at:
            raise OSError(28, "No space left on device")

    def write(path: Path, data: bytes) -> None:
        full()
        real_write(path, data)

    def replace(self: Path, target: Path) -> Path:
        full()
        return real_replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(writing, "write_atomically", write)
        patched.setattr(Path, "replace", replace)
        run = quizkit("import", package, "-o", decks)
    assert run.code == (1 if next(calls) > fails_at else 0)

    assert quizkit("import", package, "-o", decks).code == 0
    deck, problems = load_deck(decks / "Deck.yaml")
    assert problems == []
    said = [(each.content.front, each.content.back) for each in deck.questions]  # type: ignore[attr-defined]
    assert said == [("one", "TWO [a.png]"), ("three", "four"), ("five", "six")]
    files = {path: path.read_bytes() for path in decks.rglob("*")}
    again = quizkit("import", package, "-o", decks).err
    assert again.startswith("3 questions as before.\n")
    assert {path: path.read_bytes() for path in decks.rglob("*")} == files
    assert "stays" not in quizkit("export", decks, "-o", tmp_path / "back.apkg").err


def test_a_question_that_has_a_mistake_now_does_not_come_twice(
    quizkit: Program, package: Path, tmp_path: Path
) -> None:
    quizkit("import", packed(package, [("one", "two"), ("three", "four")]), "-o", tmp_path / "decks")
    path = tmp_path / "decks/Deck.yaml"
    path.write_text(path.read_text().replace("back: four", "bakc: four"))
    files = {path: path.read_bytes() for path in (tmp_path / "decks").rglob("*")}
    said = quizkit("import", package, "-o", tmp_path / "decks").err
    assert said.startswith(
        "1 question as before.\n1 note left out: its question has a mistake, which 'quizkit check' shows.\n"
    ), said
    assert {path: path.read_bytes() for path in (tmp_path / "decks").rglob("*")} == files


def test_of_many_lines_the_first_ten_are_shown(quizkit: Program, package: Path, tmp_path: Path) -> None:
    notes = [(f"question {number}", "x") for number in range(25)]
    packed(package, notes, decks=[f"Deck {number}" for number in range(25)])
    said = quizkit("import", package, "-o", tmp_path / "decks").err
    assert said.startswith("25 questions in 25 decks.\n")
    assert said.count(".yaml\n") == 10
    assert "\n  and 15 more\n" in said
    for path in (tmp_path / "decks").glob("*.yaml"):
        path.write_text(path.read_text().replace("back: x", "back: mine"))
    edited = [(front, "theirs") for front, _back in notes]
    packed(
        package,
        edited,
        decks=[f"Deck {number}" for number in range(25)],
        statements=["UPDATE notes SET mod = 9"],
    )
    again = quizkit("import", package, "-o", tmp_path / "decks").err
    assert again.startswith(
        "25 questions edited on both sides.\n"
        "25 questions were edited here and in Anki. They stay as they are here; Anki has:\n"
    )
    assert again.count(": back: theirs\n") == 10
    assert "\n  and 15 more\n" in again


def test_a_package_that_is_not_there_or_a_folder_is_told_before_its_ending(
    quizkit: Program, tmp_path: Path
) -> None:
    for name, says in (("nix", "there is no file or folder 'nix'"), (tmp_path, f"'{tmp_path}' is a folder")):
        run = quizkit("import", name)
        assert run.code == 2
        assert run.err.startswith(f"quizkit: {says}\n")


def test_the_ending_of_a_package_may_be_in_capitals(quizkit: Program, tmp_path: Path) -> None:
    deck = tmp_path / "deck.yaml"
    deck.write_text("deck: Test\nid: test\nquestions:\n- {id: a, front: First, back: b}\n", encoding="utf-8")
    package = tmp_path / "DECK.APKG"
    assert quizkit("export", deck, "-o", package).code == 0
    run = quizkit("import", package, "-o", tmp_path / "back")
    assert (run.code, (tmp_path / "back" / "Test.yaml").exists()) == (0, True), run.err
