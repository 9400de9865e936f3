"""Notes of Anki become the questions that an author would have written."""

from __future__ import annotations

from typing import Any

import pytest
from quizkit.deckfile.native import NoteType, Template
from quizkit.deckfile.writer import mistake_in
from quizkit.importers.collection import Note
from quizkit.importers.notes import questions_of

ANSWER = "{{FrontSide}}<hr id=answer>"
BASIC = NoteType(1, "Einfach", ("Vorn", "Hinten"), (Template("1", "{{Vorn}}", ANSWER + "{{Hinten}}"),), "")
MIRRORED = NoteType(
    2,
    "Two ways",
    ("A", "B", "Also back"),
    (
        Template("1", "{{A}}", ANSWER + "{{B}}"),
        Template("2", "{{#Also back}}{{B}}{{/Also back}}", ANSWER + "{{A}}"),
    ),
    "",
)
TYPED = NoteType(3, "Typed", ("Q", "A"), (Template("1", "{{Q}}\n{{type:A}}", ANSWER + "{{type:A}}"),), "")
CLOZE = NoteType(
    4,
    "Lücken",
    ("Text", "Extra"),
    (Template("1", "{{cloze:Text}}", "{{cloze:Text}}{{Extra}}"),),
    "",
    cloze=True,
)
WORDS = NoteType(
    5,
    "Vocabulary",
    ("Word", "Meaning", "Sound", "Note"),
    (
        Template("1", "{{Word}} {{Sound}}", "{{FrontSide}}{{Meaning}}"),
        Template("2", "What is <i>{{Meaning}}</i>?", "{{Word}}"),
        Template("3", "{{Sound}}", "{{Word}}: {{Meaning}}"),
    ),
    "",
)


def made(notetype: NoteType, *fields: str, ords: set[int] | None = None, media: str = "") -> list[Any]:
    """The keys of each question of a note; every one of them must be fit for a deck."""
    note = Note(1, "guid", notetype.id, 0, (), fields)
    names = {name: name for name in media.split()}
    found = questions_of(note, notetype, frozenset(ords or {0}), names)
    assert [mistake_in(question.keys) for question in found] == [""] * len(found)
    return [question.keys for question in found]


def test_one_side_and_the_other_are_a_flashcard_in_any_language() -> None:
    assert made(BASIC, "Wie <b>hoch</b>?", "3 m") == [{"front": "Wie **hoch**?", "back": "3 m"}]


def test_two_cards_that_mirror_each_other_are_one_question() -> None:
    (both,) = made(MIRRORED, "eins", "one", "y", ords={0, 1})
    (single,) = made(MIRRORED, "eins", "one", "", ords={0})

    assert both == {"front": "eins", "back": "one", "both_ways": True}
    assert single == {"front": "eins", "back": "one"}


def test_a_card_without_a_template_is_no_question() -> None:
    (front,) = made(BASIC, "eins", "one", ords={0, 1})

    assert front == {"front": "eins", "back": "one"}


def test_what_is_typed_in_anki_is_a_short_answer() -> None:
    assert made(TYPED, "2 + 2", "<div>4</div>") == [{"ask": "2 + 2", "answer": "4"}]


def test_what_is_typed_keeps_its_powers() -> None:
    assert made(TYPED, "A million", "10<sup>6</sup>") == [{"ask": "A million", "answer": "10⁶"}]


@pytest.mark.parametrize("answer", ["one<br>two", "one<div>two</div>", "<div>one</div><div>two</div>"])
def test_a_text_of_several_lines_cannot_be_typed_and_becomes_a_flashcard(answer: str) -> None:
    assert made(TYPED, "Name two", answer) == [{"front": "Name two", "back": "one\ntwo"}]


@pytest.mark.parametrize(
    ("answer", "back"),
    [
        ("{{Word}}", "Hund"),
        (ANSWER + "{{Word}}", "Hund"),
        (ANSWER + "{{type:Word}}", "Hund"),
        (ANSWER + "{{type:Word}} <b>{{Word}}</b>", "**Hund**"),
        (ANSWER + "{{type:Word}}<br>{{Example}}", "Hund\nDer Hund bellt."),
        (ANSWER + "{{Example}}", "Hund\nDer Hund bellt."),
        (ANSWER, "Hund"),
    ],
)
def test_the_back_tells_what_was_to_be_typed(answer: str, back: str) -> None:
    kind = NoteType(
        3,
        "Typed second",
        ("Word", "Meaning", "Example"),
        (
            Template("1", "{{Word}}", ANSWER + "{{Meaning}} {{Example}}"),
            Template("2", "{{Meaning}} {{type:Word}}", answer),
        ),
        "",
    )

    assert made(kind, "Hund", "dog", "Der Hund bellt.", ords={0, 1}) == [
        {"front": "Hund", "back": "dog Der Hund bellt."},
        {"front": "dog", "back": back},
    ]


def test_what_is_to_be_copied_is_told_too() -> None:
    kind = NoteType(3, "Copy", ("Word", "Meaning"), (Template("1", "{{Word}} {{type:Word}}", ANSWER),), "")

    (keys,) = made(kind, "eins<br>zwei", "one")
    assert keys == {"front": "eins\nzwei", "back": "eins\nzwei (!)", "explain": "one"}


def test_gaps_keep_their_numbers_and_hints() -> None:
    text = "{{c1::Minsk}} lies on the {{c2::Svislach::river}}, {{c1::so}} they say"
    note = Note(1, "guid", 4, 0, ("geo",), (text, "a <i>remark</i>"))
    (question,) = questions_of(note, CLOZE, frozenset({0, 1}), {})

    assert question.keys == {"cloze": text, "explain": "a *remark*", "tags": ["geo"]}
    assert question.ords == (("c1", 0), ("c2", 1))


def test_gaps_in_gaps_become_a_flashcard_for_each_number() -> None:
    first, second = made(CLOZE, "{{c1::The {{c2::old}} town}} burnt", "", ords={0, 1})

    assert first == {"front": "[…] burnt", "back": "The old town burnt"}
    assert second == {"front": "The […] town burnt", "back": "The old town burnt"}


def test_any_other_note_becomes_a_flashcard_for_each_of_its_cards_with_all_fields() -> None:
    questions = made(WORDS, "casa", "house", "[sound:casa.mp3]", "feminine", ords={0, 1, 2}, media="casa.mp3")

    assert [(each["front"], each["back"]) for each in questions] == [
        ("casa", "house"),
        ("What is *house*?", "casa"),
        ("?", "casa: house"),
    ]
    assert {each["explain"] for each in questions} == {"feminine"}
    assert {each["audio"] for each in questions} == {"casa.mp3"}


@pytest.mark.parametrize(
    ("fields", "values", "keys"),
    [
        (
            ("Question", "A", "B", "C", "Correct answer"),
            ("Pick", "one", "two", "three", "B"),
            {"ask": "Pick", "answer": "two", "wrong": ["one", "three"]},
        ),
        (
            ("Question", "Title", "QType", "Q_1", "Q_2", "Q_3", "Answers", "Sources"),
            ("Pick", "t", "1", "one", "two", "three", "1 0 1", "a book"),
            {"ask": "Pick", "answers": ["one", "three"], "wrong": ["two"], "explain": "a book"},
        ),
        (
            ("Front", "Option 1", "Option 2", "Option 3", "Answer"),
            ("Pick", "red", "blue", "", "blue"),
            {"ask": "Pick", "answer": "blue", "wrong": ["red"]},
        ),
        (
            ("Front", "Choices", "Back"),
            ("Pick", "red<br>green<div>blue</div>", "<div>green</div>"),
            {"ask": "Pick", "answer": "green", "wrong": ["red", "blue"]},
        ),
    ],
)
def test_options_in_fields_of_their_own_make_a_choice(
    fields: tuple[str, ...], values: tuple[str, ...], keys: dict[str, Any]
) -> None:
    notetype = NoteType(6, "MC", fields, (Template("1", "{{Question}}", "{{Answer}}"),), "")

    assert made(notetype, *values) == [keys]


def test_options_with_an_unclear_key_stay_a_flashcard() -> None:
    fields = ("Question", "A", "B", "Correct")
    notetype = NoteType(6, "MC", fields, (Template("1", "{{Question}} {{A}} {{B}}", "{{Correct}}"),), "")

    assert made(notetype, "Pick", "one", "two", "both") == [{"front": "Pick one two", "back": "both"}]


def test_lines_of_which_none_is_the_answer_are_no_options() -> None:
    template = Template("1", '{{Front}}<div style="display:none">{{Choices}}</div>', "{{Back}}")
    notetype = NoteType(6, "MC", ("Front", "Choices", "Back"), (template,), "")

    assert made(notetype, "Pick", "red<br>blue", "The first is right.") == [
        {"front": "Pick", "back": "The first is right.", "explain": "red\nblue"}
    ]


def test_what_the_question_hides_is_shown_with_the_answer_and_does_not_give_it_away() -> None:
    template = Template(
        "1", "{{Word}}<p style='visibility: hidden'>{{Meaning}}</p>", "<p>{{Word}}</p><p>{{Meaning}}</p>"
    )
    notetype = NoteType(7, "Hidden", ("Word", "Meaning"), (template,), "")

    assert made(notetype, "casa", "house") == [{"front": "casa", "back": "house"}]


def test_what_a_script_will_show_is_shown() -> None:
    template = Template("1", "{{Word}}", "<div id=a hidden>{{Meaning}}</div><script>show(a)</script>")
    notetype = NoteType(7, "Script", ("Word", "Meaning"), (template,), "")

    assert made(notetype, "casa", "house") == [{"front": "casa", "back": "house"}]


QUIZ = """<p class="ask">{{Front}}</p>
<div><b class='tile'>none</b> <b class="big tile">none</b></div> <button id=more>Show more</button>
<div id="options" style="display: none">{{Choices}}</div>
<script>
    const options = document.getElementById("options").innerHTML.split("<br>");
    document.querySelectorAll('.tile').forEach((tile) => { tile.innerHTML = options.pop(); });
    document.querySelector(`#more`).onclick = more;
    document.querySelector(".ask").focus();
</script>"""


def test_what_stands_where_a_script_puts_another_text_is_not_what_is_asked() -> None:
    notetype = NoteType(
        7, "Quiz", ("Front", "Choices", "Back"), (Template("1", QUIZ, QUIZ + "<hr>{{Back}}"),), ""
    )

    assert made(notetype, "Pick", "red<br>blue", "The first is right.") == [
        {"front": "Pick", "back": "The first is right.", "explain": "red\nblue"}
    ]


def test_a_text_that_no_script_asks_for_is_asked() -> None:
    question = "<p id=a>Translate:</p>{{Word}}<script>show('b'); hide(a)</script>"
    notetype = NoteType(7, "Heading", ("Word", "Meaning"), (Template("1", question, "{{Meaning}}"),), "")

    assert made(notetype, "casa", "house") == [{"front": "Translate:\n\ncasa", "back": "house"}]


def test_a_side_that_is_a_script_alone_says_what_stands_there() -> None:
    question = "<p id=sum>How much is it?</p><script>ask('sum')</script>"
    notetype = NoteType(7, "Sums", ("Seed", "Answer"), (Template("1", question, "{{Answer}}"),), "")

    (keys,) = made(notetype, "12", "24")
    assert (keys["front"], keys["back"]) == ("How much is it?", "24")


def test_where_a_link_leads_is_not_cut_for_what_the_question_shows() -> None:
    template = Template("1", "{{Word}}", '{{Meaning}} <a href="https://a.test/?q={{Word}}&x={{Id}}">more</a>')
    notetype = NoteType(7, "Link", ("Word", "Meaning", "Id"), (template,), "")

    assert made(notetype, "<b>casa</b>", "house", "about it") == [
        {
            "front": "**casa**",
            "back": "house [more](https://a.test/?q=casa&x=about it)",
            "explain": "about it",
        }
    ]


@pytest.mark.parametrize(
    "machine", ["3022174397", "21106.77", "0.00213", "9f8e7d6c-5b4a-3210-ffee-0123456789ab"]
)
def test_what_only_a_program_reads_is_no_explanation(machine: str) -> None:
    notetype = NoteType(7, "Ids", ("Q", "A", "Id", "Year"), (Template("1", "{{Q}}", "{{A}}"),), "")

    assert made(notetype, "q", "a", machine, "1871") == [{"front": "q", "back": "a", "explain": "1871"}]
    shown = NoteType(7, "Ids", ("Q", "A"), (Template("1", "{{Q}}", "{{A}}"),), "")
    assert made(shown, "q", machine) == [{"front": "q", "back": machine}]


def test_the_picture_of_the_question_is_its_image_and_one_of_the_answer_is_named() -> None:
    (keys,) = made(BASIC, "What?<img src='moon.png'>", "Moon <img src=far.jpg>", media="moon.png far.jpg")

    assert keys == {"front": "What?", "back": "Moon [far.jpg]", "image": "moon.png"}


@pytest.mark.parametrize(
    ("front", "back", "keys"),
    [
        ("<img src=a.png>", "x", {"front": "?", "back": "x", "image": "a.png"}),
        ("x", "", {"front": "x", "back": "–"}),
        ("x", "x", {"front": "x", "back": "x (!)"}),
        ("a &lt; b, vector&lt;int&gt;", "x", {"front": "a < b, vector<int>", "back": "x"}),
        (r"\(x^2\) and [$]y[/$]", "[latex]z[/latex]", {"front": "$x^2$ and $y$", "back": "$z$"}),
        ("one<br>two<div>three</div>", "x", {"front": "one\ntwo\nthree", "back": "x"}),
        ("a\x07b\u202ec", "x", {"front": "abc", "back": "x"}),
        ("2 * 3 * 4 _ 5 _", "x", {"front": "2 * 3 * 4 _ 5 _", "back": "x"}),
        ("____ is *not* code", "`x`", {"front": r"\_\_\_\_ is \*not\* code", "back": r"\`x\`"}),
        ("It is ____.", "snake_case", {"front": "It is ____.", "back": "snake_case"}),
        ("$5 and $6$", r"\alpha", {"front": r"\$5 and \$6$", "back": r"\alpha"}),
        ("a<br>- b<br>- c", "<ul><li>d</li><li>e</li></ul>", {"front": "a\n- b\n- c", "back": "- d\n- e"}),
        ("<b>a</b>*b*", "<i>_c_</i>", {"front": r"**a**\*b\*", "back": r"*\_c\_*"}),
        ("<style>p{}</style><script>evil()</script>hi<!-- no -->", "x", {"front": "hi", "back": "x"}),
    ],
)
def test_every_field_becomes_text_that_a_deck_takes(front: str, back: str, keys: dict[str, str]) -> None:
    assert made(BASIC, front, back, media="a.png") == [keys]


def test_nesting_beyond_all_reason_is_read_as_plain_text() -> None:
    (keys,) = made(BASIC, "<b>" * 20_000 + "deep", "x")

    assert keys["front"] == "deep"
