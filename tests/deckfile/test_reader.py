"""Reading a deck: what the author wrote, and every mistake with its line and column."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from quizkit.deckfile import RawDeck, load_deck, read_deck
from quizkit.deckfile.reader import answer_text, question_text, shared_ids_problem
from quizkit.errors import Problem, QuizkitError
from quizkit.model import Choice, Deck, Option, TextEntry, TextKey
from quizkit.questions import question_types

ROOT = Path(__file__).parents[2]


def read(text: str | bytes) -> RawDeck:
    return read_deck(text if isinstance(text, bytes) else text.encode(), "d.yaml")


def problems(text: str | bytes) -> list[str]:
    """Every problem as ``line:column: message (hint)``."""
    return [str(problem).removeprefix("d.yaml:") for problem in read(text).problems]


def deck(*questions: str) -> str:
    """A deck with questions in block style; the first stands on line 3, its keys in column 5."""
    items = ("  - " + question.replace("\n", "\n    ") for question in questions)
    return "deck: T\nquestions:\n" + "".join(f"{item}\n" for item in items)


SOUND = "ask: a\nanswer: b"
BEGINNINGS = dict.fromkeys(next(iter(kind.own_keys)) for kind in question_types().values())


# --- what a deck says -------------------------------------------------------------------------------


def test_a_deck_is_read_with_all_it_says_about_itself() -> None:
    found = read("deck: EU\nid: eu\nlanguage: pt-BR\ntags: [a, b]\nsources: s\n" + deck(SOUND)[8:])
    assert found.problems == ()
    assert found[:5] == ("eu", "EU", "pt-BR", ("a", "b"), ("s",))
    assert [(raw.type, raw.values, raw.line) for raw in found.questions] == [
        ("short-answer", {"ask": "a", "answer": "b"}, 7)
    ]


def test_what_a_deck_leaves_out_has_defaults() -> None:
    found = read("deck: The European Union\n" + deck(SOUND)[8:])
    assert found[:5] == ("the-european-union", "The European Union", "en", (), ())


def test_a_title_without_letters_still_gives_a_key() -> None:
    assert read("deck: '???'\n" + deck(SOUND)[8:]).key == "deck"


@pytest.mark.parametrize(
    "text",
    [
        *("no", "1.50", "12:30", "010", "1999-12-08", "1_000", "yes", "true", "0x1F", "1e3", ".5", "+7"),
        *("off", "=", "C#", "50%", "1,000", "a:b", "-5", "190:20:30", "№ 5", "🏠"),
    ],
)
def test_an_answer_is_the_author_s_text(text: str) -> None:
    found = read(deck(f"ask: a\nanswer: {text}\naccept: [{text}x]\ntags: {text}\nas_of: {text}"))
    assert found.problems == ()
    values = found.questions[0].values
    accept = (f"{text}x",) if "," not in text else ("1", "000x")
    assert (values["answer"], values["accept"]) == (text, accept)
    assert (values["tags"], values["as_of"]) == ((text,), text)


def test_options_keep_the_author_s_text_too() -> None:
    found = read(deck("ask: a\nanswer: 1.50\nwrong:\n  - 010: no\n  - 12:30\n  - yes"))
    assert found.questions[0].values["answer"] == Option("1.50")
    assert found.questions[0].values["wrong"] == (Option("010", "no"), Option("12:30"), Option("yes"))


@pytest.mark.parametrize(
    ("written", "answer"), [("true", True), ("True", True), ("false", False), ("FALSE", False)]
)
def test_only_a_statement_is_true_or_false(written: str, answer: bool) -> None:
    statement, question = read(
        deck(f"statement: a\nanswer: {written}", f"ask: a\nanswer: {written}")
    ).questions
    assert statement.values["answer"] is answer
    assert question.values["answer"] == written


def test_the_typed_deck_carries_ids_tags_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "eu.yaml"
    text = "deck: EU\ntags: [eu, law]\n" + deck("id: x\nask: a\nanswer: b\ntags: [law, x]", SOUND)[8:]
    path.write_text(text, encoding="utf-8")
    found, mistakes = load_deck(path)
    assert mistakes == []
    assert isinstance(found, Deck)
    assert (found.key, found.title, found.path) == ("eu", "EU", str(path))
    first, second = found.questions
    assert (first.id, first.local_id, first.derived, first.line) == ("eu/x", "x", False, 4)
    assert first.about.tags == ("eu", "law", "x")
    assert second.derived
    assert re.fullmatch(r"eu/a-[0-9a-f]{8}", second.id)
    assert second.about.tags == ("eu", "law")
    assert [card.deck_title for card in found.cards()] == ["EU", "EU"]


def test_the_deck_s_language_chooses_the_words_for_true_and_false() -> None:
    raw = read(deck("statement: a\nanswer: true")).questions[0]
    assert (question_text(raw), answer_text(raw, "es"), answer_text(raw, "en")) == ("a", "Verdadero", "True")


def test_a_file_that_cannot_be_opened_stops_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(QuizkitError, match=r"^there is no file or folder '.*gone\.yaml'$"):
        load_deck(tmp_path / "gone.yaml")


def test_the_example_shows_every_type_and_every_key() -> None:
    found = read((ROOT / "examples" / "every-feature.yaml").read_bytes())
    assert found.problems == ()
    for name, kind in question_types().items():
        shown = {key for raw in found.questions if raw.type == name for key in raw.values}
        assert set(kind.own_keys) <= shown, name
    everywhere = {key for raw in found.questions for key in raw.values}
    assert {"hint", "explain", "tags", "cite", "as_of", "according_to"} <= everywhere


# --- mistakes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "ask: a\nanswer: b\nhnit: c",
            ["5:5: unknown key 'hnit' in a short-answer question (did you mean 'hint'?)"],
        ),
        (
            "ask: a\nanwser: b",
            ["4:5: unknown key 'anwser' in a short-answer question (did you mean 'answer'?)"],
        ),
        ("ask: a\nanswer: b\nanswer: c", ["5:5: key 'answer' stands here twice, first on line 4"]),
        ("ask: a\nanswer:", ["4:12: a text is missing here"]),
        ("ask: a\nanswer: ''", ["4:13: a text is missing here"]),
        ("ask: a\nanswer: null", ['4:13: a text is missing here (quote "null" if you mean the word)']),
        ("ask: a\nanswer: ~", ['4:13: a text is missing here (quote "null" if you mean the word)']),
        ("ask: a\nanswer: [b]", ["4:13: a text is needed here, not a list (put the text in quotes)"]),
        ("ask: {a: b}\nanswer: b", ["3:10: a text is needed here, not a mapping (put the text in quotes)"]),
        (
            "ask: a\nanswer: b\nwrong: c",
            ["5:12: a list is needed here, not a text (begin each line with '- ')"],
        ),
        ("ask: a\nanswer: b\nwrong: []", ["5:12: this list is empty (leave the key out or add an item)"]),
        (
            "ask: a\nanswer: b\nwrong:\n  - c: d\n    e: f",
            ["6:9: an option is one text, or one 'text: feedback' (put the text in quotes)"],
        ),
        ("ask: a\nanswer: b\nwrong: [c, b]", ["5:12: the wrong option 'b' is also an answer"]),
        ("ask: a\nanswer: b\nwrong: [' B.']", ["5:12: the wrong option 'B.' is also an answer"]),
        ("ask: a\nanswer: b\nwrong: [c, C]", ["5:12: 'C' stands here twice"]),
        (
            "ask: a\nanswer: b\naccept: b",
            ["5:13: the same answer stands here twice (leave the repeated one out)"],
        ),
        ("front: a\nback: a", ["4:11: front and back are the same"]),
        ("front: a\nback: b\nboth_ways: yes", ["5:16: true or false is needed here (without quotes)"]),
        ("statement: a\nanswer: yes", ["4:13: true or false is needed here (without quotes)"]),
        ("statement: a\nanswer: 'true'", ["4:13: true or false is needed here (without quotes)"]),
        ("cloze: no gap", ["3:12: this cloze has no gap (mark what is to be filled in: {{1999}})"]),
        ("cloze: a {{}}", ["3:12: a gap of this cloze is empty (write the answer between {{ and }})"]),
        ("cloze: a {{b}} {{c", ["3:12: a gap of this cloze is not closed (every {{ needs its }})"]),
        (
            "cloze: {{a}} b",
            [
                '3:13: a key must be a text (did you forget quotes around "{{…}}" or "[…]"?)',
                '3:18: this follows a closing bracket (put the whole text in quotes: "…")',
            ],
        ),
        (
            "cloze: {{a}}",
            [
                "3:12: a text is needed here, not a mapping (put the text in quotes)",
                '3:13: a key must be a text (did you forget quotes around "{{…}}" or "[…]"?)',
            ],
        ),
        (
            "ask: a\nanswer: b\ncite: edm",
            ["5:11: 'edm' is not a citation such as source#12 or source#12-13"],
        ),
        (
            "ask: a\nanswer: b\nid: a b",
            ["5:9: 'a b' is not a name: letters, digits and . _ : - (at most 100), no spaces"],
        ),
        ('ask: a\nanswer: "\\x1b[31m"', ["4:13: control character U+001B in the text (remove it)"]),
        ('ask: a\nanswer: "\\e[31m"', ["4:13: control character U+001B in the text (remove it)"]),
        ('ask: a\nanswer: "\\0"', ["4:13: control character U+0000 in the text (remove it)"]),
        ('ask: a\nanswer: "a\\u202Eb"', ["4:13: control character U+202E in the text (remove it)"]),
        ('ask: a\nanswer: b\nwrong: [c: "\\a"]', ["5:16: control character U+0007 in the text (remove it)"]),
        ("ask: a\nanswer: \x07", ["4:13: character U+0007 is not allowed in YAML"]),
        (
            "ask: a\nanswer: !!python/object/apply:os.system [ls]",
            [
                "4:13: a text is needed here, not a list (put the text in quotes)",
                "4:13: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed in a deck "
                "(leave it out)",
            ],
        ),
        (
            "ask: a\nanswer: *b",
            [
                "4:13: the alias '*b' has no anchor "
                "(put a text that begins with *, &, !, %, @, ` or a bracket in quotes)"
            ],
        ),
        (
            "ask: what: now\nanswer: b",
            ["3:14: a ': ' stands inside a text without quotes (put the whole text in quotes: \"…\")"],
        ),
        ("ask: a\n\tanswer: b", ["4:5: a tab stands where YAML wants spaces (indent with spaces)"]),
        ("hint: a", [f"3:5: this question asks nothing (begin with one of: {', '.join(BEGINNINGS)})"]),
        (
            "type: esay\nask: a",
            [f"3:11: unknown question type 'esay' (known types: {', '.join(question_types())})"],
        ),
        (
            "a text",
            ["3:5: a question is a mapping of keys (for example '- ask: …' and below it '  answer: …')"],
        ),
    ],
)
def test_a_mistake_in_a_question_has_its_place_and_a_hint(question: str, expected: list[str]) -> None:
    assert problems(deck(question)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1: the file is empty"]),
        ("# nothing\n", ["1:1: the file is empty"]),
        ("- a\n", ["1:1: a deck is a mapping of keys (begin with 'deck: Title' and 'questions:')"]),
        ("null\n", ["1:1: a deck is a mapping of keys (begin with 'deck: Title' and 'questions:')"]),
        ("deck: T\n", ["1:1: a deck needs 'questions'"]),
        (
            "x: y\n",
            [
                "1:1: a deck needs 'deck' and 'questions'",
                "1:1: unknown key 'x' in a deck (known keys: deck, id, language, tags, sources, questions)",
            ],
        ),
        (
            "deck: T\nquestions:\n",
            ["2:11: 'questions' needs a list with at least one question (begin each question with '- ')"],
        ),
        (
            "deck: T\nquestions: []\n",
            ["2:12: 'questions' needs a list with at least one question (begin each question with '- ')"],
        ),
        (
            "dekc: T\n" + deck(SOUND)[8:],
            ["1:1: unknown key 'dekc' in a deck (did you mean 'deck'?)"],
        ),
        (
            "language: english\n" + deck(SOUND),
            ["1:11: 'english' is not a language code such as en, es or pt-BR"],
        ),
        (
            "tags: [a, [b], '']\n" + deck(SOUND),
            [
                "1:11: a text is needed here, not a list (put the text in quotes)",
                "1:16: a text is missing here",
            ],
        ),
        (
            deck(SOUND) + "---\ndeck: second\n",
            ["5:1: a second document begins here (one file holds one deck)"],
        ),
        (
            "<<: {a: b}\n" + deck(SOUND),
            ["1:1: unknown key '<<' in a deck (known keys: deck, id, language, tags, sources, questions)"],
        ),
        (
            "sources: [abc]\n" + deck(SOUND + "\ncite: abd#1"),
            ["6:11: 'abd' is not among the deck's sources (did you mean 'abc'?)"],
        ),
        (
            "sources: [abc]\n" + deck(SOUND + "\ncite: [abc#1, xyz#2]"),
            ["6:11: 'xyz' is not among the deck's sources (known sources: abc)"],
        ),
    ],
)
def test_a_mistake_in_the_deck_has_its_place_and_a_hint(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_without_a_list_of_sources_any_may_be_cited() -> None:
    assert problems(deck(SOUND + "\ncite: anything#1")) == []


def test_all_mistakes_of_a_file_are_reported_in_the_order_of_the_file() -> None:
    text = deck(
        "ask: a\nanswer:\nhnit: b",
        SOUND,
        "cloze: nothing",
        "statement: a\nanswer: maybe\ncite: [x, y#1, z]",
        "42",
    )
    assert problems("tags: []\n" + text) == [
        "1:7: this list is empty (leave the key out or add an item)",
        "5:12: a text is missing here",
        "6:5: unknown key 'hnit' in a short-answer question (did you mean 'hint'?)",
        "9:12: this cloze has no gap (mark what is to be filled in: {{1999}})",
        "11:13: true or false is needed here (without quotes)",
        "12:12: 'x' is not a citation such as source#12 or source#12-13",
        "12:20: 'z' is not a citation such as source#12 or source#12-13",
        "13:5: a question is a mapping of keys (for example '- ask: …' and below it '  answer: …')",
    ]


def test_a_broken_question_does_not_take_the_sound_ones_with_it() -> None:
    found = read(deck("id: one\nask: a\nanswer: b", "id: two\nask: a", "id: three\nfront: a\nback: b"))
    assert [raw.id for raw in found.questions] == ["one", "three"]
    assert len(found.problems) == 1


# --- ids --------------------------------------------------------------------------------------------


def test_an_id_that_is_taken_is_named_at_its_place_with_the_line_of_the_first() -> None:
    text = deck("ask: a\nanswer: b\nid: x", "ask: c\nanswer: d\nid: x")
    assert problems(text) == [
        "8:9: the id 'x' is already taken on line 3 "
        "(ids must be unique in a deck; give this question another one)"
    ]
    assert [raw.values["ask"] for raw in read(text).questions] == ["a"]


def test_questions_of_the_same_text_without_id_are_not_the_same_question() -> None:
    found = read(deck(SOUND, SOUND, "ask: a\nanswer: c"))
    assert found.problems == ()
    assert len({raw.id for raw in found.questions}) == 3


def test_an_id_of_the_deck_that_is_no_name_is_told_with_what_it_costs() -> None:
    text = "deck: T\nid: my deck\n" + deck(SOUND, "ask: a")[8:]
    first, second = problems(text)
    assert first.startswith("2:5: 'my deck' is not a name: ")
    assert "no question of this deck is asked" in first
    assert second.startswith("6:5: ")
    assert read(text).questions == ()


def test_which_ids_are_derived_is_known() -> None:
    found = read(deck("id: x\nask: a\nanswer: b", SOUND))
    assert found.derived == {found.questions[1].id}


def test_a_question_that_two_decks_share_is_a_problem_of_the_second() -> None:
    assert shared_ids_problem("b.yaml", [(7, "x")], "a.yaml") == Problem(
        "b.yaml",
        7,
        1,
        "the question 'x' stands in a.yaml too, in a deck of the same name",
        "give one of the decks an 'id:' of its own",
    )


def test_a_copy_of_a_deck_is_one_problem_and_not_one_for_each_question() -> None:
    assert shared_ids_problem("b.yaml", [(9, "y"), (7, "x")], "a.yaml") == Problem(
        "b.yaml",
        7,
        1,
        "2 questions, the first is 'x', stand in a.yaml too: this is a copy",
        "leave one of the two files out, or give one of the decks an 'id:' of its own",
    )


# --- bytes ------------------------------------------------------------------------------------------


def test_a_byte_order_mark_is_no_part_of_the_deck() -> None:
    marked = b"\xef\xbb\xbf" + deck(SOUND).encode()
    assert read(marked) == read(deck(SOUND))


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends_make_no_difference(newline: str) -> None:
    text = deck("cloze: >\n  {{a}}\n  b", "ask: a\nanswer:")
    assert read(text.replace("\n", newline)) == read(text)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", "1:1: not UTF-8: byte 0xff"),
        (b"deck: \xe9t\xe9\n", "1:7: not UTF-8: byte 0xe9"),
        ("deck: é\nid: ж".encode() + b"\x80", "2:6: not UTF-8: byte 0x80"),
        (b"\xef\xbb\xbfdeck: T\nab\xc3", "2:3: not UTF-8: byte 0xc3"),
        (b"\xef\xbb\xbfab\xff", "1:3: not UTF-8: byte 0xff"),
        (b"a\r\nb\rc\xff", "3:2: not UTF-8: byte 0xff"),
        ("deck: T".encode("utf-16"), "1:1: not UTF-8: byte 0xff"),
        (b"deck: \xed\xa0\x80", "1:7: not UTF-8: byte 0xed"),
    ],
)
def test_what_is_not_utf_8_is_named_at_its_first_byte(data: bytes, place: str) -> None:
    assert problems(data) == [f"{place} (save the file as UTF-8)"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"deck: \x00", "1:7: character U+0000 is not allowed in YAML"),
        (b"deck: T\nid: \x1b[31m", "2:5: character U+001B is not allowed in YAML"),
        ("deck: é\rx: \x7f".encode(), "2:4: character U+007F is not allowed in YAML"),
        ("deck: T".encode("utf-16-le"), "1:2: character U+0000 is not allowed in YAML"),
    ],
)
def test_a_control_character_is_named_at_its_place(data: bytes, problem: str) -> None:
    assert problems(data) == [problem]


def test_control_characters_of_a_deck_never_reach_a_message() -> None:
    text = deck(
        '"\\x1b[31mask": a\nanswer: "\\x9bm"\n? "\\u202e"\n: b', 'type: "\\x1b"', 'id: "\\x07"\n' + SOUND
    )
    shown = "".join(problems(text))
    assert len(problems(text)) >= 5
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", shown)


def test_a_text_may_hold_a_tab_and_line_breaks() -> None:
    found = read(deck('ask: "a\\tb\\nc"\nanswer: |\n  d\n  e'))
    assert found.problems == ()
    assert found.questions[0].values == {"ask": "a\tb\nc", "answer": "d\ne"}


def test_interactions_of_the_typed_deck_match_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(deck("ask: a\nanswer: b\naccept: [c]", "ask: a\nanswer: {b: yes}\nwrong: [c]"), "utf-8")
    text, choice = (card.interaction for card in load_deck(path)[0].cards())
    assert isinstance(text, TextEntry)
    assert text.keys == (TextKey("b", ("c",)),)
    assert isinstance(choice, Choice)
    assert choice.options == (Option("b", "yes"), Option("c"))
