"""Hundreds of broken and hostile decks: each is answered with problems at their places, none with a crash."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from quizkit.deckfile import RawDeck, read_deck

if sys.platform != "win32":
    import resource

EXAMPLE = (Path(__file__).parents[2] / "examples" / "every-feature.yaml").read_bytes()
DECK = b"deck: T\nquestions:\n"
MEMORY = 200_000_000
PATIENCE = 120


# --- the decks --------------------------------------------------------------------------------------


def truncated() -> Iterator[tuple[str, bytes]]:
    """The example as a full disk or a lost connection leaves it."""
    for end in range(0, len(EXAMPLE), 37):
        yield f"truncated-{end:04}", EXAMPLE[:end]


def flipped(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """The example with bits turned over in one byte, or in several."""
    for number in range(60):
        data = bytearray(EXAMPLE)
        for _ in range(1 + number // 20 * 4):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        yield f"flipped-{number:02}", bytes(data)


def mistyped(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """The example with one letter of one key swapped, lost or doubled, or with its colon lost."""
    keys = [match.span(1) for match in re.finditer(rb"^ *(?:- )?([a-z_]+):", EXAMPLE, re.MULTILINE)]
    for begin, end in keys:
        place = chance.randrange(begin, end - 1)
        pair = EXAMPLE[place : place + 2]
        for name, wrong in (("swapped", pair[::-1]), ("lost", pair[1:]), ("doubled", pair[:1] + pair)):
            if wrong != pair:
                yield f"key-{name}-{begin:04}", EXAMPLE[:place] + wrong + EXAMPLE[place + 2 :]
        yield f"key-colon-{begin:04}", EXAMPLE[:end] + EXAMPLE[end + 1 :]


def moved(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """The example with a line indented by a space more, by a tab, or gone."""
    lines = EXAMPLE.split(b"\n")
    for number in sorted(chance.sample(range(2, len(lines) - 1), 12)):
        for name, wrong in (("in", b" " + lines[number]), ("tab", b"\t" + lines[number]), ("gone", b"")):
            yield f"line-{name}-{number:02}", b"\n".join([*lines[:number], wrong, *lines[number + 1 :]])


def noise(chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """What is no text at all, and the signs of YAML in no order."""
    for number in range(20):
        yield f"random-{number:02}", chance.randbytes(1 + number * 100)
    signs = b"-:?,[]{}#&*!|>'\"%@` \n\t\rab0"
    for number in range(40):
        yield f"signs-{number:02}", bytes(chance.choices(signs, k=1 + number * 5))
    for number in range(10):
        pieces = [
            chance.choice([b"- ", b"deck: ", b"questions:\n", b"ask: ", b"{{", b"}}", b"\n  ", b"'", b'"'])
            for _ in range(200)
        ]
        yield f"pieces-{number:02}", b"".join(pieces)


def hostile() -> Iterator[tuple[str, bytes]]:
    """Small files that make a careless reader eat all memory, recurse or never end."""
    many = 100_000
    for name, unit in {
        "brackets": b"[",
        "braces": b"{",
        "mappings": b"{a: ",
        "lists": b"- ",
        "keys": b"? ",
        "mixed": b"[{a: ",
        "anchors": b"&a [",
        "tags": b"!!x [",
        "closed": b"]",
        "colons": b"a: ",
        "quotes": b"'",
        "double-quotes": b'"a',
        "backslashes": b'"\\',
        "directives": b"%YAML 1.1\n",
        "documents": b"---\n",
        "aliases": b"*a ",
        "block-texts": b"|\n",
        "comments": b"#\n",
        "nul": b"\0",
        "returns": b"\r",
    }.items():
        yield f"many-{name}", unit * many
        yield f"many-{name}-in-a-question", DECK + b"  - ask: " + unit * many
    indented = b"".join(b" " * depth + b"a:\n" for depth in range(1_000))
    yield "deep-block", indented
    laughs = b"deck: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n"
    for one, other in zip(b"abcdefghi", b"bcdefghij", strict=True):
        laughs += b"%c: &%c [" % (other, other) + b", ".join([b"*%c" % one] * 10) + b"]\n"
    yield "billion-laughs", laughs
    yield "laughs-in-questions", DECK + b"  - &a {ask: a, answer: b}\n" + b"  - *a\n" * 20_000
    yield "wide-laughs", b"a: &a [" + b"x, " * 9_000 + b"]\nb: [" + b"*a, " * 9_000 + b"]\n"
    yield "itself-in-a-list", b"&a [*a]"
    yield "itself-in-a-mapping", b"deck: &a {b: *a}\n"
    yield "itself-as-a-key", b"? &a [*a]\n: b\n"
    yield "itself-later", b"deck: &a [b]\nquestions: &b [*a, &c [*b]]\n"
    yield "merge", b"base: &b {ask: a, answer: b}\n" + DECK + b"  - <<: *b\n"
    yield "merge-of-itself", b"deck: &a\n  <<: *a\n"
    yield "complex-keys", DECK + b"  - ? [a, b]\n    : c\n    ? {d: e}\n    : f\n    ? ? g\n    : h\n"
    yield "a-key-as-large-as-a-book", DECK + b"  - ? " + b"a" * 1_000_000 + b"\n    : b\n"
    yield "a-name-as-large-as-a-book", b"id: " + b"a" * 5_000_000 + b"\n" + DECK
    yield "a-line-break-a-word", b"deck:\n" + b"  a\n" * 300_000
    yield "duplicate-keys", b"deck: a\n" * 20_000
    yield "duplicate-keys-in-a-question", DECK + b"  - ask: a\n" + b"    ask: b\n" * 20_000
    yield "unknown-keys", b"".join(b"key%d: a\n" % number for number in range(3_000))
    yield "duplicate-ids", DECK + b"  - {ask: a, answer: b, id: x}\n" * 3_000
    yield "empty-questions", DECK + b"  -\n" * 20_000
    yield "questions-without-sense", DECK + b"  - {askk: a, anser: b}\n" * 2_000
    yield (
        "a-choice-of-thousands",
        DECK
        + b"  - ask: a\n    answer: b\n    wrong:\n"
        + b"".join(b"      - w%d\n" % number for number in range(20_000))
        + b"      - B\n",
    )
    yield "gaps-not-closed", DECK + b"  - cloze: '" + b"{{a " * 100_000 + b"'\n"
    yield "gaps-of-thousands", DECK + b"  - cloze: '" + b"{{a}}" * 30_000 + b"'\n"
    sources = b"sources: [" + b", ".join(b"source-%d" % number for number in range(2_000)) + b"]\n"
    cited = b"".join(b"  - {ask: a%d, answer: b, cite: sauce-%d#1}\n" % (n, n) for n in range(200))
    yield "unknown-sources-among-thousands", sources + DECK + cited
    yield "tags-that-run-code", DECK + b"  - !!python/object/apply:os.system [exit 1]\n"
    yield "tags-of-binary", b"deck: !!binary aGVsbG8=\n" + DECK + b"  - !!set {a}\n"
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield f"encoded-{encoding}", EXAMPLE.decode().replace("=", "→").encode(encoding)
    yield "latin-1", "deck: Années\n".encode("latin-1")
    yield "surrogates", b"deck: \xed\xa0\x80\n"
    yield "overlong", b"deck: \xc0\xaf\n"
    yield "beyond-unicode", b"deck: \xf4\x90\x80\x80\n"
    yield "nul-at-the-end", EXAMPLE + b"\0"
    yield "escape-at-the-end", EXAMPLE + b"# \x1b[31m\n"
    yield "escapes-in-quotes", DECK + b'  - ask: "\\e[2J\\a"\n    answer: "\\x9b\\u202e"\n    "\\e[31m": a\n'
    yield "escape-beyond-unicode", b'deck: "\\U00110000"\n'
    yield "escape-of-half-a-character", b'deck: "\\ud800"\n'
    yield "two-byte-order-marks", b"\xef\xbb\xbf" * 2 + b"deck: T\n"
    yield "byte-order-mark-inside", b"deck: T\n\xef\xbb\xbfquestions: a\n"
    yield "line-separators", "deck: T\u2028x: y\u2029\x85questions: a\n".encode()
    yield "a-version-of-the-future", b"%YAML 9.9\n---\ndeck: T\n"
    yield "a-second-deck", EXAMPLE + b"---\n" + EXAMPLE
    yield "json-lines", b'{"deck": "T"}\n{"deck": "U"}\n'
    yield "html", b"<!doctype html>\n<html><body>404: not found</body></html>\n"
    yield (
        "conflict",
        EXAMPLE.replace(b"language: en", b"<<<<<<< HEAD\nlanguage: en\n=======\nlanguage: es\n>>>>>>> b"),
    )
    yield "csv", b'front,back\n"a","b"\n'
    yield "zip", b"PK\x03\x04\x14\x00\x00\x00"
    yield "empty", b""
    yield "blank", b" \n\t\n"


def huge() -> Iterator[tuple[str, bytes]]:
    """Files of many megabytes, for the memory they take."""
    yield "huge-text", b"deck: " + b"a " * 8_000_000
    yield "huge-list", DECK + b"  - {ask: a, answer: b, hnit: c}\n" * 10_000
    yield "huge-nothing", DECK + b"\n" * 16_000_000


@cache
def corpus() -> dict[str, bytes]:
    """Every deck by its name; the same on every run."""
    makers = (truncated(), flipped(random.Random(1)), mistyped(random.Random(2)), moved(random.Random(3)))
    made = [pair for maker in (*makers, noise(random.Random(4)), hostile()) for pair in maker]
    decks = dict(made)
    assert len(decks) == len(made)
    return decks


@cache
def read() -> dict[str, RawDeck]:
    """Every deck as read."""
    return {name: read_deck(data, name) for name, data in corpus().items()}


def lines_of(data: bytes) -> list[str]:
    """The lines as editors count them; what is not UTF-8 counts as one character a byte."""
    text = data.decode("utf-8-sig", "surrogateescape")
    return re.split("\r\n|\r|\n", text)


# --- in this process --------------------------------------------------------------------------------


def test_there_are_enough_decks_and_nearly_all_are_broken() -> None:
    assert len(read()) > 400
    assert sum(bool(deck.problems) for deck in read().values()) > 380


@pytest.mark.parametrize("name", [name for name, _ in hostile()])
def test_a_hostile_deck_has_a_problem(name: str) -> None:
    assert read()[name].problems


@pytest.mark.parametrize("family", ["truncated", "flipped", "key", "line", "random", "signs", "pieces", ""])
def test_every_problem_lies_inside_the_file_and_is_a_harmless_line(family: str) -> None:
    for name, deck in read().items():
        lines = lines_of(corpus()[name]) if name.startswith(family) else []
        for problem in deck.problems[:1_000] if lines else ():
            assert problem.path == name
            assert 1 <= problem.line <= len(lines), problem
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
            assert problem.message
            assert len(str(problem)) < 1_000
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", str(problem)), problem


def test_problems_come_in_the_order_of_the_file() -> None:
    for deck in read().values():
        assert list(deck.problems) == sorted(deck.problems, key=lambda problem: problem[:3])


def test_a_deck_that_is_sound_after_all_is_one_that_the_author_might_have_meant() -> None:
    sound = {name: deck for name, deck in read().items() if not deck.problems}
    for name, deck in sound.items():
        assert name.startswith(("truncated", "flipped", "line-")), name
        assert deck.title, name
        assert deck.questions, name


def test_a_mistyped_key_is_named_where_it_stands() -> None:
    mistyped_keys = [name for name in read() if name.startswith(("key-swapped", "key-lost", "key-doubled"))]
    assert len(mistyped_keys) > 100
    for name in mistyped_keys:
        before = corpus()[name][: int(name.rpartition("-")[2])]
        place = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        assert place in [problem[1:3] for problem in read()[name].problems], name


# --- through the program ----------------------------------------------------------------------------


def run_check(target: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """``quizkit check`` on a file or folder, in a process that may not take much memory."""

    def bounded() -> None:
        limit = baseline() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    return subprocess.run(
        [sys.executable, "-m", "quizkit", "check", str(target)],
        env={**os.environ, "QUIZKIT_HOME": str(home), "PYTHONUTF8": "1"},
        preexec_fn=bounded if sys.platform == "linux" else None,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@cache
def baseline() -> int:
    """The address space, in bytes, that the program has taken once it is loaded."""
    code = "import quizkit.cli, quizkit.store, quizkit.deckfile.nodes, quizkit.terminal.output\n"
    code += "print(next(line for line in open('/proc/self/status') if line.startswith('VmPeak')).split()[1])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(shown.stdout) * 1024


def assert_every_mistake_is_shown(shown: subprocess.CompletedProcess[str], files: dict[Path, bytes]) -> None:
    assert "Traceback" not in shown.stderr
    assert "bug" not in shown.stderr
    assert shown.returncode == 1, shown.stderr
    lines = shown.stdout.splitlines()
    assert all(re.match(r"\S+:[1-9]\d*:[1-9]\d*: \S", line) for line in lines)
    told = {line.partition(".yaml:")[0] + ".yaml" for line in lines}
    for path, data in files.items():
        if read_deck(data, "").problems:
            assert str(path) in told


@pytest.mark.slow
def test_the_program_names_the_mistakes_of_every_deck_in_bounded_memory(tmp_path: Path) -> None:
    folder = tmp_path / "decks"
    folder.mkdir()
    files = {folder / f"{name}.yaml": data for name, data in corpus().items()}
    for path, data in files.items():
        path.write_bytes(data)
    assert_every_mistake_is_shown(run_check(folder, tmp_path / "home"), files)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "many-brackets",
        "billion-laughs",
        "huge-text",
        "huge-list",
        "huge-nothing",
        "gaps-of-thousands",
        "encoded-utf-16",
        "empty",
    ],
)
def test_the_program_names_the_mistakes_of_one_deck_in_bounded_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.yaml"
    data = (corpus() | dict(huge()))[name]
    path.write_bytes(data)
    assert_every_mistake_is_shown(run_check(path, tmp_path / "home"), {path: data})
