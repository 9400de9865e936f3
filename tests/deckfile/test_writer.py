"""Writing ids into a deck changes nothing else; a composed deck says what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from quizkit.deckfile import RawDeck, read_deck
from quizkit.deckfile.writer import compose, mistake_in, with_ids
from quizkit.errors import QuizkitError


def derived(data: bytes) -> list[tuple[int, str]]:
    """The ids that quizkit derives, with the lines on which their questions begin."""
    deck = read_deck(data, "d.yaml")
    return [(raw.line, raw.id) for raw in deck.questions if raw.id in deck.derived]


def fix(text: str) -> str:
    data = text.encode()
    return with_ids(data, "d.yaml", derived(data)).decode()


def without_ids(text: str, names: Iterable[str]) -> str:
    """The text without what was inserted, which is the id and what parts it from the next key."""
    for name in names:
        value = f"(?:{re.escape(name)}|'{re.escape(name)}')"
        text, removed = re.subn(rf"id: {value}(?:, |\r?\n *|\r *)", "", text, count=1)
        assert removed == 1, name
    return text


def assert_only_ids_were_added(text: str) -> None:
    names = [name for _, name in derived(text.encode())]
    fixed = fix(text)
    assert without_ids(fixed, names) == text
    before, after = read_deck(text.encode(), "d.yaml"), read_deck(fixed.encode(), "d.yaml")
    assert [raw.values for raw in after.questions] == [raw.values for raw in before.questions]
    assert [raw.id for raw in after.questions] == [raw.id for raw in before.questions]
    assert after.derived == frozenset()
    messages = [problem.message for problem in before.problems]
    assert [problem.message for problem in after.problems] == messages
    assert all(message.endswith("is an anchor that nothing refers to") for message in messages)


# --- ids into decks ---------------------------------------------------------------------------------


def test_an_id_stands_on_a_line_of_its_own_before_the_first_key() -> None:
    text = """\
# The deck
deck: T

questions:
  - ask: One?     # a remark
    answer: 1

  # two
  -   front: Two?
      back: 2
  - id: three
    cloze: "{{3}}"
  - # four
    statement: Four.
    answer: true
  -
    ask: Five?
    answer: 5
"""
    fixed = """\
# The deck
deck: T

questions:
  - id: one-aaaaaaaa
    ask: One?     # a remark
    answer: 1

  # two
  -   id: two-aaaaaaaa
      front: Two?
      back: 2
  - id: three
    cloze: "{{3}}"
  - # four
    id: four-aaaaaaaa
    statement: Four.
    answer: true
  -
    id: five-aaaaaaaa
    ask: Five?
    answer: 5
"""
    assert re.sub("-[0-9a-f]{8}\n", "-aaaaaaaa\n", fix(text)) == fixed
    assert_only_ids_were_added(text)


QUESTION = "ask: a\n    answer: b"


@pytest.mark.parametrize(
    "text",
    [
        "deck: T\nquestions:\n- ask: a\n  answer: b\n- ask: c\n  answer: d",
        "deck: T\nquestions:\n  - {ask: a, answer: b}\n  - { ask: c, answer: d }\n",
        "deck: T\nquestions: [\n  {ask: a, answer: b},\n  {\n    ask: c,\n    answer: d\n  }\n]\n",
        "{deck: T, questions: [{ask: a, answer: b}]}",
        '{"deck": "T", "questions": [{"ask": "a", "answer": "b"}]}\n',
        '"deck": T\n"questions":\n  - "ask": a\n    "answer": b\n',
        "deck: T\nquestions:\n  - ? ask\n    : a\n    ? answer\n    : b\n",
        "deck: T\nquestions:\n  - ask:\n      a\n    answer: >\n      b\n",
        "---\ndeck: T\nquestions:\n  - ask: a\n    answer: b\n...\n# the end\n",
        "questions:\n  - ask: a\n    answer: b\ndeck: T\n",
        "deck: T\nquestions:\n  - cloze: |\n      {{a}}\n\n      b\n",
        "deck: T\nquestions:\n  - hint: 'ask: no'\n    ask: a\n    answer: \"id: x\"\n",
        "deck: é🏠 ж\nquestions:\n  - {ask: é🏠, answer: ж}\n  - ask: 🏠🏠\n    answer: 🏠\n",
        "deck: a\u2028b\nquestions:\n  - ask: c\x85d\n    answer: e\n  - ask: f\n    answer: g\n",
        "deck: T\nquestions:\n  - ask: &a a\n    answer: b\n  - ask: c\n    answer: *a\n",
        "deck: T\nquestions:\n  - &a\n    ask: a\n    answer: b\n",
        "deck: T\nquestions:\n  - &a {ask: a, answer: b}\n  - &b  { ask: c, answer: d}\n",
        "deck: T\nquestions: &a\n  - ask: a\n    answer: b\n",
        "deck: T\nquestions:\n" + "  - ask: same\n    answer: same\n" * 3,
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_in_every_style_nothing_but_ids_is_added(text: str, newline: str) -> None:
    assert_only_ids_were_added(text.replace("\n", newline))


def test_line_ends_of_windows_stay_and_the_new_line_has_one_too() -> None:
    fixed = fix(f"deck: T\nquestions:\n  - {QUESTION}\n".replace("\n", "\r\n"))
    assert fixed.count("\n") == fixed.count("\r\n") == 5


def test_a_byte_order_mark_stays() -> None:
    data = b"\xef\xbb\xbf" + f"deck: T\nquestions:\n  - {QUESTION}\n".encode()
    fixed = with_ids(data, "d.yaml", derived(data))
    assert fixed.startswith(b"\xef\xbb\xbfdeck")
    assert fixed[3:] == with_ids(data[3:], "d.yaml", derived(data))


@pytest.mark.parametrize(
    "name", ["yes", "null", "1", "1.50", "12:30", "0x1F", "2024", "true", "no", "a:b", "1_0"]
)
@pytest.mark.parametrize("question", [f"  - {QUESTION}\n", "  - {ask: a, answer: b}\n"])
def test_an_id_that_looks_like_something_else_reads_back_as_itself(name: str, question: str) -> None:
    data = f"deck: T\nquestions:\n{question}".encode()
    fixed = with_ids(data, "d.yaml", [(3, name)])
    assert [raw.id for raw in read_deck(fixed, "d.yaml").questions] == [name]
    assert b"'" in fixed or name == "a:b"


@pytest.mark.parametrize(
    "questions",
    [
        "[{ask: a, answer: b}, {ask: c, answer: d}]",
        "[{ask: a, answer: b}, {id: x, ask: e, answer: f}, {ask: c, answer: d}]",
        "[{ask: a, answer: b},\n  {ask: c, answer: d}, {ask: e, answer: f}]",
    ],
)
def test_each_of_several_questions_on_a_line_gets_its_own_id(questions: str) -> None:
    assert_only_ids_were_added(f"deck: T\nquestions: {questions}\n")


def test_a_question_with_a_mistake_on_the_same_line_gets_no_id() -> None:
    fixed = fix("deck: T\nquestions: [{ask: a, answer: b}, {ask: no answer}, {ask: c, answer: d}]\n")
    assert re.findall(r"{(\w+): ", fixed) == ["id", "ask", "id"]
    assert [raw.id[:2] for raw in read_deck(fixed.encode(), "d.yaml").questions] == ["a-", "c-"]


def test_only_the_questions_named_get_an_id() -> None:
    text = f"deck: T\nquestions:\n  - {QUESTION}\n  - {QUESTION}\n"
    fixed = with_ids(text.encode(), "d.yaml", [(5, "second")]).decode()
    assert fixed == text[: text.rindex("ask")] + "id: second\n    " + text[text.rindex("ask") :]


def test_an_id_that_is_there_is_left_alone() -> None:
    data = f"deck: T\nquestions:\n  - id: x\n    {QUESTION}\n".encode()
    assert with_ids(data, "d.yaml", [(3, "y")]) == data


def test_a_question_with_a_mistake_stays_as_it_is_beside_one_that_gets_its_id() -> None:
    text = f"deck: T\nquestions:\n  - ask: no answer\n  - {QUESTION}\n"
    fixed = fix(text)
    assert without_ids(fixed, [name for _, name in derived(text.encode())]) == text
    assert "  - ask: no answer\n  - id: a-" in fixed


@pytest.mark.parametrize("name", ["a b", "x'", "-", "a\nb: c", ""])
def test_an_id_that_no_question_may_have_is_refused(name: str) -> None:
    data = f"deck: T\nquestions:\n  - {QUESTION}\n".encode()
    with pytest.raises(QuizkitError, match=r"^ids cannot be written into d\.yaml without changing it$"):
        with_ids(data, "d.yaml", [(3, name)])


def test_an_id_that_another_question_has_is_refused() -> None:
    data = f"deck: T\nquestions:\n  - {QUESTION}\n  - id: x\n    {QUESTION}\n".encode()
    with pytest.raises(QuizkitError):
        with_ids(data, "d.yaml", [(3, "x")])


@pytest.mark.parametrize(
    "text",
    [
        "deck: T\nquestions:\n  - &a {ask: a, answer: b}\n  - *a\n",
        "deck: T\nquestions: [cloze: '{{a}}']\n",
    ],
)
def test_where_an_id_has_no_place_of_its_own_the_file_is_refused_whole(text: str) -> None:
    with pytest.raises(QuizkitError) as refused:
        fix(text)
    assert refused.value.hint == "add them by hand"


@pytest.mark.parametrize("data", [b"", b"\xff", b"deck: [", b"- a\n"])
def test_a_file_that_cannot_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(QuizkitError, match=r"^my d\.yaml cannot be read$") as refused:
        with_ids(data, "my d.yaml", [(1, "x")])
    assert refused.value.hint == "run 'quizkit check 'my d.yaml'' first"


WORDS = st.text("aé🏠 \"'#:-{}[]*&!%@`,?|>\\1", min_size=1, max_size=12).map(str.strip).filter(bool)
SPACES = st.sampled_from(["", "", "\n", "\n\n", "# a comment\n", "      # id: x\n", "   \n"])


@st.composite
def written_decks(draw: st.DrawFn) -> str:
    """A deck as a person might write it: styles, comments and blank lines all over the place."""
    dash, indent = draw(st.sampled_from(["- ", "-   "])), draw(st.sampled_from(["", "  ", "    "]))
    text = draw(SPACES) + "deck: T   # title\n" + draw(SPACES) + "questions: # all\n" + draw(SPACES)
    quoted = WORDS.map(single_quoted)
    for ask, answer in draw(st.lists(st.tuples(quoted, quoted), min_size=1, max_size=6)):
        if draw(st.booleans()):
            gap = draw(st.sampled_from(["", " ", "  "]))
            text += f"{indent}{dash}{{{gap}ask: {ask}{gap}, answer: {answer}}} # flow\n"
        else:
            inner = " " * (len(indent) + len(dash))
            named = draw(st.booleans())
            text += f"{indent}{dash}ask: {ask} # block\n" + draw(SPACES) + f"{inner}answer: {answer}\n"
            text += f"{inner}hint: 'id: '\n" if named else ""
        text += draw(SPACES)
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@given(written_decks())
@settings(max_examples=200, deadline=None)
def test_however_a_deck_is_written_nothing_but_ids_is_added(text: str) -> None:
    assert_only_ids_were_added(text)


# --- new decks --------------------------------------------------------------------------------------


def composed(title: str, *questions: dict[str, Any], language: str = "en") -> RawDeck:
    return read_deck(compose(title, language, questions).encode(), "new")


def test_a_composed_deck_is_easy_to_read_and_to_go_on_with() -> None:
    questions: list[dict[str, Any]] = [
        {"ask": "Which?", "answer": "Pluto", "wrong": [{"Mars": "a planet"}, "Titan"]},
        {"statement": "Water is wet.", "answer": True},
    ]
    assert (
        compose("Planets", "en", questions)
        == """\
deck: Planets
language: en

questions:
  - id: which-bf2e3414
    ask: Which?
    answer: Pluto
    wrong:
      - Mars: a planet
      - Titan
  - id: water-is-wet-76f70917
    statement: Water is wet.
    answer: true
"""
    )


def test_a_composed_deck_may_tell_editors_its_schema() -> None:
    text = compose("T", "en", [{"ask": "a", "answer": "b"}], schema="deck.schema.json")
    assert text.startswith("# yaml-language-server: $schema=deck.schema.json\n")
    assert not read_deck(text.encode(), "new").problems


NASTY = [
    *(
        "a: b",
        "a #b",
        "# a",
        "- a",
        "? a",
        "'a'",
        '"a"',
        "it's",
        'say "a"',
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
    ),
    *(
        "no",
        "yes",
        "null",
        "~",
        "1.50",
        "010",
        "12:30",
        "1999-12-08",
        "1_000",
        "0x1F",
        "true",
        "=",
        "<<",
        "---",
    ),
    *(
        "{a}",
        "[a]",
        "{{a}}",
        "a, b",
        "a\\nb",
        "a\nb",
        "a\n\n  b\nc",
        "a\tb",
        "🏠",
        "é",
        "👨‍👩‍👧",
        "a\u2028b",
        "a\u2029 b",
    ),
    *("x" * 300, "word " * 60 + "end", "a:", ":a", "-", "...", "|", ">", "a\nquestions:\nb"),
]


@pytest.mark.parametrize("text", NASTY)
def test_a_text_that_means_something_to_yaml_comes_back_as_it_was(text: str) -> None:
    found = composed(
        text if "\n" not in text else "T",
        {"ask": f"{text}?", "answer": text, "hint": text},
        {"ask": "Which?", "answer": text, "wrong": [{f"{text} x": text}, f"{text} y"]},
    )
    typed, picked = found.questions
    assert typed.values == {"ask": f"{text}?", "answer": text, "hint": (text,)}
    assert picked.values["answer"] == (text, "")
    assert picked.values["wrong"] == ((f"{text} x", text), (f"{text} y", ""))
    assert found.title == (text if "\n" not in text else "T")


TYPED = st.text(st.characters(codec="utf-8") | st.sampled_from("\n\x85\u2028 :#'\"-\\"), min_size=1)


@given(TYPED, TYPED)
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_reads_back_trimmed_or_is_refused(ask: str, answer: str) -> None:
    question = {"ask": ask, "answer": answer}
    try:
        found = composed("T", question)
    except QuizkitError:
        assert mistake_in(question)
        return
    assert not mistake_in(question)
    assert found.questions[0].values == {"ask": ask.strip(), "answer": answer.strip()}


def test_space_around_a_text_goes() -> None:
    assert composed("T", {"ask": "  a ", "answer": "\tb\n"}).questions[0].values == {
        "ask": "a",
        "answer": "b",
    }


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"ask": "a"}, "a short-answer question needs 'answer'"),
        ({"ask": "a", "answer": " "}, "a text is missing here"),
        ({"cloze": "no gap"}, "this cloze has no gap"),
        ({"ask": "a", "answer": "b\x1b[31m"}, "control character U+001B in the text"),
        ({"ask": "a", "answer": "b", "wrong": ["B"]}, "the wrong option 'B' is also an answer"),
        ({"ask": "a", "answer": "\udc80"}, 'a backslash in "…" begins a special sign, and this is none'),
    ],
)
def test_a_question_that_would_be_a_mistake_is_named_and_no_deck_is_made_of_it(
    question: dict[str, str], message: str
) -> None:
    assert mistake_in(question).startswith(message)
    with pytest.raises(QuizkitError, match=r"^this deck would not be sound: ") as refused:
        compose("T", "en", [question])
    assert message in str(refused.value)


@pytest.mark.parametrize(("title", "language"), [("", "en"), ("T\x07", "en"), ("T", "english")])
def test_a_title_or_language_that_cannot_be_is_refused(title: str, language: str) -> None:
    with pytest.raises(QuizkitError, match=r"^this deck would not be sound: "):
        compose(title, language, [{"ask": "a", "answer": "b"}])


def test_a_sound_question_has_no_mistake() -> None:
    assert mistake_in({"ask": "a", "answer": "b"}) == ""


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5), WORDS)
@settings(max_examples=100, deadline=None)
def test_a_composed_deck_gets_its_ids_like_any_other(pairs: list[tuple[str, str]], title: str) -> None:
    assume(all(ask != answer for ask, answer in pairs))
    assert_only_ids_were_added(compose(title, "en", [{"front": ask, "back": back} for ask, back in pairs]))
