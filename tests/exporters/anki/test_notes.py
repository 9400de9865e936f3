"""Questions as Anki notes; what Anki makes of them is in test_in_real_anki."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.deckfile.kept import FIELD
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.errors import QuizkitError
from quizkit.exporters.anki import Note, Placed, note_of, notes_of
from quizkit.exporters.anki.note_types import COMMON, note_types
from quizkit.model import (
    About,
    Deck,
    Gap,
    Gaps,
    Interaction,
    Option,
    Part,
    Question,
    Reveal,
    TextEntry,
    TextKey,
)
from quizkit.model import Choice as ChoiceInteraction
from quizkit.quoting import CONTROL

AT = 1_700_000_000

# What HTML, Anki's fields and its templates would take for something else than text.
ODD = (
    "<b>bold</b> & <int>",
    "a < b && c > d",
    "&lt; is written &amp;lt;",
    "[sound:x.mp3] and [[type:Answer]]",
    "[latex]x^2[/latex] and [$]x[/$]",
    "{{Front}} and {{c1::gap}} and {{{three}}}",
    "'single', \"double\"",
    "one line\nand another\n\n    indented",
    "</script><!-- comment -->",
)


def deck_of(text: str) -> Deck:
    """The deck of these questions."""
    raw = read_deck(f"deck: Test\nquestions:\n{text}".encode(), "test.yaml")
    assert raw.problems == ()
    return build_deck(raw, "test.yaml")


def the_note(text: str) -> Note:
    """The note of the one question in ``text``."""
    deck = deck_of(text)
    (question,) = deck.questions
    return note_of(question, deck)


def fields(note: Note) -> dict[str, str]:
    """The fields of a note that are shown and not empty, by name."""
    named = zip(note_types()[note.note_type].fields, note.fields, strict=True)
    return {name: value for name, value in named if value and name != FIELD}


# --- each interaction -------------------------------------------------------------------------------


def test_a_flashcard_is_a_note_with_one_card() -> None:
    note = the_note("- {front: Largest planet, back: Jupiter}")
    assert note.note_type == "Reveal"
    assert fields(note) == {"Front": "Largest planet", "Back": "Jupiter"}
    assert note.cards == (0,)


def test_a_flashcard_both_ways_is_one_note_with_two_cards() -> None:
    note = the_note("- {front: Largest planet, back: Jupiter, both_ways: true}")
    assert fields(note) == {"Front": "Largest planet", "Back": "Jupiter", "Both ways": "y"}
    assert note.cards == (0, 1)


def test_a_short_answer_names_what_is_right_as_well() -> None:
    note = the_note("- {ask: Who?, answer: Copernicus, accept: [Nicolaus Copernicus, Kopernik]}")
    assert note.note_type == "TextEntry"
    assert fields(note) == {
        "Question": "Who?",
        "Answer": "Copernicus",
        "Also right": "<i>Nicolaus Copernicus</i> · <i>Kopernik</i>",
    }


def test_the_options_of_a_choice_are_list_items_and_their_key_and_feedback_stand_apart() -> None:
    note = the_note("- {ask: Dwarf planet?, answer: Pluto, wrong: [Mars: a full planet, Vesta]}")
    assert note.note_type == "Choice"
    found = fields(note)
    assert found["Kind"] == "one"
    assert found["Options"] == "<li>Mars</li><li>Vesta</li><li>Pluto</li>"
    assert found["Answer"] == (
        '<li>Mars<div class="why">a full planet</div></li><li>Vesta</li><li class="right">Pluto</li>'
    )


def test_where_an_option_stands_says_nothing_about_whether_it_is_right() -> None:
    text = "\n".join(f"- {{id: q{n}, ask: {n}?, answer: a, wrong: [b, c, d]}}" for n in range(400))
    deck = deck_of(text)
    listed = [note_of(question, deck).fields[3].split("</li>") for question in deck.questions]
    places = Counter(next(n for n, item in enumerate(items) if "right" in item) for items in listed)
    assert all(60 < places[place] < 140 for place in range(4))


def test_true_stands_before_false_whichever_is_right() -> None:
    for answer, items in (
        ("true", '<li class="right">True</li><li>False</li>'),
        ("false", '<li>True</li><li class="right">False</li>'),
    ):
        found = fields(the_note(f"- {{statement: It is so., answer: {answer}}}"))
        assert (found["Answer"], found["Kind"]) == (items, "fixed")
        assert found["Options"] == "<li>True</li><li>False</li>"


def test_a_cloze_has_the_gaps_of_all_its_cards_in_one_text() -> None:
    note = the_note("- cloze: '{{Galileo::who?}} saw {{c1::Jupiter}} in {{1610}} and {{c1::it}} saw him.'")
    assert note.note_type == "Gaps"
    assert fields(note) == {
        "Text": "{{c2::Galileo::who?}} saw {{c1::Jupiter}} in {{c3::1610}} and {{c1::it}} saw him."
    }
    assert note.cards == (0, 1, 2)


@pytest.mark.parametrize(
    ("text", "note_type", "expected"),
    [
        ("{term: t, definition: d}", "Reveal", {"Front": "t", "Back": "d"}),
        (
            "{ask: a, answer: 45, unit: <km>, tolerance: 5%}",
            "TextEntry",
            {"Question": 'a <span class="unit">&lt;km&gt;</span>', "Answer": "45", "Also right": "± 5%"},
        ),
        ("{ask: a, answer: 5.8, unit: '%'}", "TextEntry", {"Answer": "5.8"}),
        ("{ask: a, answer: 1999-12-08}", "TextEntry", {"Answer": "8 December 1999"}),
        ("{ask: a, answer: 1999-12-08}", "TextEntry", {"Also right": "<i>1999-12-08</i>"}),
        ("{ask: a, answer: 5.8, tolerance: 5%}", "TextEntry", {"Also right": "± 5%"}),
        (
            "{ask: a, answer: b, reject: {c: why}}",
            "TextEntry",
            {"Answer": "b", "Rejected": "<dt>c</dt><dd>why</dd>"},
        ),
        (
            "{ask: a, answers: [b, c], need: 1}",
            "List",
            {"Blanks": "<li></li>", "Solution": "<li><b>b</b></li><li><b>c</b></li>"},
        ),
        ("{ask: a, answers: [b, c], wrong: [d]}", "Choice", {"Kind": "several"}),
        ("{ask: a, rubric: [b, c]}", "ExtendedText", {"Rubric": "<li>b</li><li>c</li>"}),
        (
            "{ask: a, rubric: b, model_answer: c}",
            "ExtendedText",
            {"Model answer": "c"},
        ),
    ],
)
def test_every_other_type_is_a_note_of_one_of_these_kinds(
    text: str, note_type: str, expected: dict[str, str]
) -> None:
    note = the_note(f"- {text}")
    assert (note.note_type, note.cards) == (note_type, (0,))
    assert fields(note).items() >= expected.items()


@pytest.mark.parametrize(
    "keys", ["order: [b, c, d, e]", "match: {b: B, c: C, d: D, e: E}", "groups: {x: [b, c], y: [d, e]}"]
)
def test_the_front_lists_items_in_an_order_that_says_nothing(keys: str) -> None:
    fronts = set()
    for number in range(60):
        listed = re.findall("<li>(.)</li>", fields(the_note(f"- {{id: q{number}, ask: a, {keys}}}"))["Items"])
        assert sorted(listed) == ["b", "c", "d", "e"]
        fronts.add("".join(listed))
    assert len(fronts) > 10


def test_the_solution_of_an_order_knows_each_item_by_its_place_on_the_front() -> None:
    found = fields(the_note("- {ask: a, order: [first, second, third]}"))
    shown = re.findall("<li>(.*?)</li>", found["Items"])
    solution = re.findall('<li data-item="(.)">(.*?)</li>', found["Solution"])
    assert [text for _, text in solution] == ["first", "second", "third"]
    assert all(shown[int(place)] == text for place, text in solution)


def test_the_solution_of_a_match_knows_item_and_partner_by_their_places_on_the_front() -> None:
    found = fields(the_note("- {ask: a, match: {Io: moon, Mars: planet, Sol: star}, extra: comet}"))
    items, partners = (re.findall("<li>(.*?)</li>", found[name]) for name in ("Items", "Partners"))
    assert partners == ["comet", "moon", "planet", "star"]
    solution = re.findall(
        '<li data-item="(.)" data-partner="(.)">(.*?)<div.*?>(.*?)</div></li>', found["Solution"]
    )
    assert [pair[2:] for pair in solution] == [("Io", "moon"), ("Mars", "planet"), ("Sol", "star")]
    assert all((items[int(i)], partners[int(p)]) == (item, partner) for i, p, item, partner in solution)


def test_a_gap_offers_what_there_is_to_pick_from() -> None:
    note = the_note("- {cloze: 'In {{1999}} by {{Y::who?}}', wrong: {1999: [1991, 2001], Y: P}}")
    assert fields(note)["Text"] == "In {{c1::1999::1991 / 1999 / 2001}} by {{c2::Y::who?: P / Y}}"


def test_a_gap_beside_one_in_a_formula_names_its_place_among_those_that_anki_marks() -> None:
    found = fields(the_note("- {cloze: '${{c1::x}}^2$ {{c1::a}}', wrong: {x: y, a: b}}"))
    assert found["Options"] == (
        '<li data-card="1" data-gap="0" data-mark=""><i>x</i><i>y</i></li>'
        '<li data-card="1" data-gap="1" data-mark="0"><i>a</i><i>b</i></li>'
    )


def test_a_gap_names_its_options_and_what_else_is_right_by_card_and_place() -> None:
    found = fields(the_note("- {cloze: '{{c1::a}} {{c1::b}} {{c}}', wrong: {b: x}, accept: {c: [y, z]}}"))
    assert found["Options"] == '<li data-card="1" data-gap="1"><i>b</i><i>x</i></li>'
    assert found["Also right"] == '<li data-card="2" data-gap="0">c = <i>y</i> · <i>z</i></li>'


def test_what_any_question_may_carry_has_fields_in_every_note_type() -> None:
    text = "- {front: f, back: b, hint: h, explain: e, as_of: 2022, according_to: them, cite: [s#3, t#4-5]}"
    found = fields(the_note(text))
    carried = [found[name] for name in ("Context", "Hint", "Explanation", "Source")]
    assert carried == ["According to them, as of 2022", "h", "e", "s ¶ 3 · t ¶ 4-5"]
    assert all(note_type.fields[-len(COMMON) :] == COMMON for note_type in note_types().values())


def test_a_note_names_the_language_of_its_deck_unless_that_is_english() -> None:
    for code, named in (("ar", "ar"), ("pt-BR", "pt-BR"), ("en", None)):
        raw = read_deck(f"deck: T\nlanguage: {code}\nquestions: [{{front: f, back: b}}]".encode(), "t.yaml")
        deck = build_deck(raw, "t.yaml")
        assert fields(note_of(deck.questions[0], deck)).get("Language") == named


def test_a_tag_has_no_spaces_in_anki() -> None:
    note = the_note("- {front: f, back: b, tags: [two words, ' three  more\u3000words', a::b]}")
    assert note.tags == ("two_words", "three_more_words", "a::b")


# --- texts as they are ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """A question with these cards."""

    cards: tuple[Part, ...]

    def text(self) -> str:
        return self.cards[0].prompt

    def parts(self, _language: str) -> Iterator[Part]:
        yield from self.cards


def note_with(interaction: Interaction, prompt: str = "", about: About = About()) -> Note:  # noqa: B008
    """The note of a question with one card."""
    name = "c1" if isinstance(interaction, Gaps) else ""
    question = Question("test/q", "", Given((Part(name, prompt, interaction),)), about)
    return note_of(question, Deck("test", "Test"))


def literal(field: str) -> str:
    """What of a field is text, as a browser shows it; all its tags must be ours."""
    text = re.sub(r"</?(?:li|div|p|i)(?: class=\"(?:right|why)\")?>", "\n", field).replace("<br>", "\n")
    assert not re.search(r"[<>\[]|\{\{", text)
    assert "\n" not in field
    return unescape(text)


def shown(field: str) -> str:
    """The words of a field whose text may have Markdown; a formula stands between dollar signs again."""
    return " ".join(re.sub(r"\\[()]", "$", literal(field)).split())


@pytest.mark.parametrize("odd", ODD)
def test_every_field_shows_its_text_and_none_of_it_becomes_a_tag(odd: str) -> None:
    about = About(hint=(odd,), explain=odd)
    flashcard = fields(note_with(Reveal(odd), odd, about))
    typed = fields(note_with(TextEntry((TextKey(odd, (odd,)),)), odd, about))
    choice = fields(note_with(ChoiceInteraction((Option(odd, odd),), (0,)), odd, about))
    words = " ".join(odd.split())
    for found, own in (
        (flashcard, ("Front", "Back")),
        (typed, ("Question",)),
        (choice, ("Question", "Options")),
    ):
        assert [shown(found[name]) for name in (*own, "Hint", "Explanation")] == [words] * (len(own) + 2)
    assert [literal(typed[name]).strip("\n") for name in ("Answer", "Also right")] == [odd] * 2
    assert shown(choice["Answer"]) == f"{words} {words}"


@pytest.mark.parametrize("odd", [*ODD, "a::b", "a:", "a}", "{{a}}", ":::"])
def test_a_gap_shows_its_text_and_its_hint_as_they_are(odd: str) -> None:
    text = fields(note_with(Gaps((odd, Gap(TextKey(odd), odd), odd))))["Text"]
    pieces = re.fullmatch(r"(.*?)\{\{c1::(.*?)::(.*?)\}\}(.*)", text, re.DOTALL)
    assert pieces
    before, *in_gap, after = pieces.groups()
    assert [shown(piece) for piece in (*in_gap, before, after)] == [" ".join(odd.split())] * 4


# What a deck can hold: no control characters; and here none that Markdown knows.
PLAIN = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Co"), exclude_characters="*_`~\\$-+#>.)")
).filter(lambda text: not CONTROL.search(text))


@given(PLAIN)
def test_nothing_in_a_text_is_lost_or_becomes_a_tag(text: str) -> None:
    assert shown(fields(note_with(Reveal(text), "front")).get("Back", "")) == " ".join(text.split())


@given(st.text().filter(lambda text: not CONTROL.search(text)))
def test_nothing_in_what_is_typed_is_lost_or_becomes_a_tag(text: str) -> None:
    typed = fields(note_with(TextEntry((TextKey(text),)), "front"))
    assert literal(typed.get("Answer", "")) == text


def test_quotes_stay_as_they_are_so_that_anki_finds_them() -> None:
    assert fields(the_note('- {front: Belarus\'s "union", back: b}'))["Front"] == 'Belarus\'s "union"'


# --- decks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folders", "title", "name"),
    [
        ((), "Trade", "Trade"),
        (("es",), "Historia", "es::Historia"),
        (("history", "1990s"), "Treaties", "history::1990s::Treaties"),
        ((), "C++: std::vector", "C++: std:vector"),
        (("a::b",), ":: Edge ::", "a:b::Edge"),
        ((), "::", "deck"),
    ],
)
def test_folders_become_parent_decks_and_titles_never_do(
    folders: tuple[str, ...], title: str, name: str
) -> None:
    assert Placed(Deck("key", title), folders).name == name


def test_two_questions_of_one_id_are_refused_with_both_places() -> None:
    first, second = (Placed(deck_of(f"- {{id: q, front: {n}, back: b}}")) for n in ("first", "second"))
    with pytest.raises(QuizkitError, match=r"test.yaml:3: another question has the id 'test/q': test.yaml:3"):
        notes_of([first, second])


@pytest.mark.parametrize("character", ["\x1f", "\x00", "\x1b", "\x85", "\u202e", "\ud800"])
def test_a_control_character_is_refused_with_its_place(character: str) -> None:
    part = Part("", "front", Reveal(f"a{character}b"))
    deck = Deck("test", "Test", path="decks/test.yaml")
    with pytest.raises(QuizkitError, match=rf"decks/test.yaml:7: .* U\+{ord(character):04X}"):
        note_of(Question("test/q", "", Given((part,)), About(), line=7), deck)


def test_a_question_is_known_in_anki_by_its_id_alone() -> None:
    before = the_note("- {id: q, front: f, back: b}")
    after = the_note("- {id: q, front: another, back: text, tags: [x]}")
    assert before.guid == after.guid == "quizkit:test/q"
    assert before.guid != the_note("- {id: q2, front: f, back: b}").guid
