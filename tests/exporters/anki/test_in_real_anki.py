"""The package in the real Anki: what arrives, what it shows, and what an update leaves alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quizkit.deckfile import load_deck
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.deckfile.sources import titles_for
from quizkit.exporters.anki import Placed
from quizkit.exporters.anki.note_types import note_types, renewed
from quizkit.grading import key_text
from quizkit.model import (
    About,
    Card,
    Choice,
    DateKey,
    Deck,
    ExtendedText,
    Gap,
    Gaps,
    Interaction,
    Key,
    Match,
    NumberKey,
    Option,
    Order,
    Part,
    Question,
    Reveal,
    TextEntry,
    TextKey,
)
from quizkit.reviews import Exported
from quizkit.wording import context, sources
from tests.in_anki import answer

if TYPE_CHECKING:
    from tests.exporters.anki.conftest import Collection, Pack

pytestmark = pytest.mark.slow

AT = 1_700_000_000
DECKS = Path(__file__).parents[3] / "decks"


def deck_of(questions: str) -> Deck:
    """The deck ``test`` with these questions."""
    raw = read_deck(f"deck: Test\nid: test\nquestions:\n{questions}".encode(), "test.yaml")
    assert raw.problems == ()
    return build_deck(raw, "test.yaml")


def bundled() -> list[Placed]:
    """The decks of this repository, in their folders."""
    paths = [path for path in sorted(DECKS.rglob("*.yaml")) if path.name != "sources.yaml"]
    decks = []
    for path in paths:
        deck, problems = load_deck(path)
        assert problems == []
        decks.append(Placed(deck, path.parent.relative_to(DECKS).parts))
    return decks


# --- what arrives -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "cards"),
    [
        ("- {front: f, back: b}", 1),
        ("- {front: f, back: b, both_ways: true}", 2),
        ("- {ask: a?, answer: b, accept: c}", 1),
        ("- {ask: a?, answer: b, wrong: [c, d: why]}", 1),
        ("- {statement: a., answer: false}", 1),
        ("- {cloze: 'a {{b}} c {{d::hint}}'}", 2),
        ("- {cloze: 'a {{c7::b}} c {{d}} e {{c7::f}}'}", 2),
        ("- {cloze: 'a {{b}} c {{d}}', wrong: {b: [x, y]}, accept: {d: e}}", 2),
        ("- {term: f, definition: b}", 1),
        ("- {term: f, definition: b, both_ways: true}", 2),
        ("- {ask: a?, answer: 45, unit: km, tolerance: 5%}", 1),
        ("- {ask: a?, answer: 1999-12-08}", 1),
        ("- {ask: a?, answers: [b, c, d], need: 2}", 1),
        ("- {ask: a?, answers: [b, c], wrong: [d]}", 1),
        ("- {ask: a?, order: [b, c, d]}", 1),
        ("- {ask: a?, match: {b: c, d: e}, extra: f}", 1),
        ("- {ask: a?, groups: {b: [c, d], e: f}}", 1),
        ("- {ask: a?, rubric: [b, c], model_answer: d}", 1),
    ],
)
def test_each_type_arrives_as_one_note_with_its_cards(learner: Collection, question: str, cards: int) -> None:
    assert learner.take(question) == {"new": 1}
    assert learner.col.note_count() == 1
    assert learner.col.card_count() == cards
    assert learner.is_sound()


def test_all_bundled_decks_arrive_whole_under_their_folders(learner: Collection) -> None:
    decks = bundled()
    assert learner.take(*decks) == {"new": sum(len(placed.deck.questions) for placed in decks)}
    expected = {placed.name: len(list(placed.deck.cards())) for placed in decks}
    assert learner.decks() == {"es": 0, **expected}
    assert any(name.startswith("es::") for name in expected)
    assert learner.is_sound()


def test_tags_arrive_without_their_spaces_and_find_their_notes(learner: Collection) -> None:
    learner.take(deck_of("- {front: f, back: b, tags: [two words, plain, a::b]}\n- {front: g, back: b}"))
    assert sorted(learner.col.tags.all()) == ["a::b", "plain", "two_words"]
    assert len(learner.col.find_notes("tag:two_words")) == 1


def test_a_word_with_an_apostrophe_is_found_in_every_field(learner: Collection) -> None:
    learner.take(deck_of("- {front: Minsk's, back: Belarus's, explain: Europe's}"))
    assert all(learner.col.find_notes(word) for word in ("Minsk's", "Belarus's", "Europe's"))


def test_new_cards_come_in_the_order_of_the_deck(learner: Collection) -> None:
    deck = max((placed.deck for placed in bundled()), key=lambda deck: len(deck.questions))
    learner.take(deck)
    preset = learner.col.decks.config_dict_for_deck_id(learner.col.decks.id(deck.title))
    preset["new"]["perDay"] = 9999
    learner.col.decks.update_config(preset)
    learner.col.decks.select(learner.col.decks.id(deck.title))
    queue = learner.col.sched.get_queued_cards(fetch_limit=9999).cards
    asked = [learner.col.get_note(queued.card.note_id).guid for queued in queue]
    assert list(dict.fromkeys(asked)) == [f"quizkit:{question.id}" for question in deck.questions]


# --- what a learner sees ----------------------------------------------------------------------------


class Blocks(HTMLParser):
    """The texts on a card from top to bottom without scripts: one for each box or item."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks = [""]
        self._hidden_by = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "p"}:
            self.blocks[-1] += "\n"
        elif tag not in INLINE:
            self.blocks.append("")
        if tag == "script" or ("hidden", None) in attrs or ("hidden", "") in attrs:
            self._hidden_by = tag

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.blocks.append("")
        if tag == self._hidden_by:
            self._hidden_by = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden_by:
            self.blocks[-1] += data


# Anki puts gaps into spans; Markdown makes the others, and paragraphs.
INLINE = {"span", "strong", "em", "code", "s", "p", "b", "i"}


def words(text: str) -> str:
    """The text on one line; formulas as their author wrote them, and emphasis as it is read."""
    return " ".join(re.sub(r"\\[()]", "$", text).replace("**", "").split())


def seen(html: str) -> list[str]:
    return [words(block) for block in Blocks(html).blocks if block.strip()]


def expected(card: Card, siblings: Sequence[Card]) -> tuple[list[str], list[str]]:
    """What the two sides of a card must show, each text once."""
    about = card.about
    match card.interaction:
        case Reveal(answer):
            front, back = [card.prompt], [card.prompt, answer]
        case TextEntry((NumberKey(value, unit) as key,)):
            front = [f"{card.prompt} {unit}", "[[type:Answer]]"]
            back = [*front, value, *also(key)]
        case TextEntry(keys) if len(keys) == 1:
            front = [card.prompt, "[[type:Answer]]"]
            rejected = [text for pair in rejects(keys[0]) for text in pair]
            back = [*front, key_text(keys[0], card.language), " · ".join(also(keys[0])), *rejected]
        case TextEntry(keys):
            front = [card.prompt]
            back = [*front, *(f"{key_text(key)} {' · '.join(also(key))}" for key in keys)]
        case Choice(options):
            front = [card.prompt, *(option.text for option in options)]
            back = [*front, *(text for option in options for text in option)]
        case Gaps(segments):
            front = ["".join(s if isinstance(s, str) else f"[{blank(s)}]" for s in segments)]
            back = ["".join(s if isinstance(s, str) else s.answer for s in segments)]
            gaps = [g for c in siblings if isinstance(c.interaction, Gaps) for g in c.interaction.gaps]
            back += [f"{gap.answer} = {' · '.join(gap.key.accept)}" for gap in gaps if gap.key.accept]
        case Order(items):
            front = [card.prompt, *items]
            back = [*front, *card.interaction.in_order]
        case Match(items, partners, of):
            front = [card.prompt, *items, *partners]
            pairs = zip(items, of, strict=True)
            back = [*front, *(text for item, place in pairs for text in (item, partners[place]))]
        case ExtendedText(rubric, model_answer):
            front = [card.prompt]
            back = [card.prompt, *rubric, model_answer]
    hint = ("\n".join(about.hint),) if about.hint else ()
    front = [context(about, card.language), *front, *hint]
    back = [
        context(about, card.language),
        *back,
        about.explain,
        " · ".join(sources(about.cite, titles_for(card.deck_path))),
    ]
    return [words(text) for text in front if text], [words(text) for text in back if text]


def also(key: Key) -> tuple[str, ...]:
    """What is as right as the answer."""
    match key:
        case TextKey(_, accept):
            return accept
        case NumberKey(_, _, tolerance) if tolerance:
            return (f"± {tolerance}",)
        case DateKey(date) if "-" in date:  # shown in words, and typed as well as it stands in the deck
            return (date,)
        case _:
            return ()


def rejects(key: Key) -> tuple[Option, ...]:
    return key.reject if isinstance(key, TextKey) else ()


def blank(gap: Gap) -> str:
    """What stands in a gap until it is filled."""
    return ": ".join(filter(None, (gap.hint, " / ".join(gap.options)))) or "..."


def assert_shown(learner: Collection, decks: Sequence[Deck]) -> None:
    """Every card shows its texts on both sides, and nothing else, nor plays a sound."""
    cards = [card for deck in decks for card in deck.cards()]
    for card, in_anki in zip(cards, learner.cards(), strict=True):
        output = in_anki.render_output()
        assert not [*output.question_av_tags, *output.answer_av_tags]
        both = seen(output.question_text), seen(output.answer_text)
        wanted = expected(card, [other for other in cards if other.question_id == card.question_id])
        if isinstance(card.interaction, Choice | Order | Match):
            assert tuple(map(sorted, both)) == tuple(map(sorted, wanted))
        else:
            assert both == wanted


def test_every_bundled_card_shows_its_texts_once(learner: Collection) -> None:
    decks = bundled()
    learner.take(*decks)
    assert_shown(learner, [placed.deck for placed in decks])


@dataclass(frozen=True)
class Given:
    """A question with these cards."""

    cards: tuple[Part, ...]

    def text(self) -> str:
        return self.cards[0].prompt

    def parts(self, _language: str) -> Iterator[Part]:
        yield from self.cards


# Pieces of text that HTML, Anki's fields or its templates take for something else. What is left out on
# purpose is \(…\), which is maths to an author who writes it and to Anki.
ODD = st.sampled_from(
    [
        *("<b>", "</div>", "<int>", "<!--", "-->", "</script>", "<", ">", "&", "&lt;", "&#91;", "'", '"'),
        *("{", "}", "{{", "}}", "{{c1::", "{{Front}}", "{{^Back}}", ":", "::", "[", "]", "[[type:Answer]]"),
        *("[sound:x.mp3]", "[latex]", "[/latex]", "[$]", "[anki:tts lang=en_US]", "[...]"),
        *(" ", "  ", "\n", "\n    ", "a", "É", "слово", "مصر", "🙂", "%s", "\\1", "$&"),
    ]
)
TEXTS = st.lists(ODD, min_size=1, max_size=6).map("".join).map(str.strip).filter(bool)
PERHAPS = st.just("") | TEXTS
SEVERAL = st.lists(TEXTS, min_size=1, max_size=4, unique=True)
WRONG: st.SearchStrategy[list[str]] = st.just([]) | st.lists(TEXTS, max_size=2)
AROUND = PERHAPS.filter(lambda text: "$" not in text)  # no formula with a gap within


@st.composite
def filled(draw: st.DrawFn) -> tuple[Part, ...]:
    """A cloze with one card for each gap."""
    between = [draw(AROUND)]
    gaps: list[Gap] = []
    for _ in range(draw(st.integers(1, 3))):
        key = TextKey(draw(TEXTS), tuple(draw(WRONG)))
        gaps.append(Gap(key, draw(PERHAPS), tuple(draw(WRONG))))
        between.append(draw(AROUND))
    parts = []
    for asked, _ in enumerate(gaps):
        segments: list[str | Gap] = [between[0]]
        for number, gap in enumerate(gaps):
            segments += [gap if number == asked else gap.answer, between[number + 1]]
        parts.append(Part(f"c{asked + 1}", "", Gaps(tuple(segments))))
    return tuple(parts)


OPTIONS = st.lists(st.builds(Option, TEXTS, PERHAPS), min_size=2, max_size=4).map(tuple)
REJECTED = st.lists(st.builds(Option, TEXTS, TEXTS), max_size=2).map(tuple)
TEXT_KEYS = st.builds(TextKey, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), REJECTED)


@st.composite
def matches(draw: st.DrawFn) -> Match:
    partners, items = draw(SEVERAL), draw(SEVERAL)
    places = st.integers(0, len(partners) - 1)
    return Match(tuple(items), tuple(partners), tuple(draw(places) for _ in items), draw(st.booleans()))


ONE: st.SearchStrategy[Interaction] = st.one_of(
    st.builds(Reveal, TEXTS),
    st.lists(TEXT_KEYS, min_size=1, max_size=3).map(lambda keys: TextEntry(tuple(keys))),
    st.builds(Choice, OPTIONS, right=st.just((0,)), fixed_order=st.booleans()),
    st.builds(Choice, OPTIONS, right=st.just((0, 1)), several=st.just(True)),
    SEVERAL.map(lambda items: Order(tuple(items), tuple(reversed(range(len(items)))))),
    matches(),
    st.builds(ExtendedText, SEVERAL.map(tuple), PERHAPS),
)
PARTS = st.one_of(st.builds(Part, st.just(""), TEXTS, ONE).map(lambda part: (part,)), filled())
ABOUT = st.builds(
    lambda hint, explain, as_of, whose: About(tuple(hint), explain, as_of=as_of, according_to=whose),
    *(st.lists(TEXTS, max_size=2), PERHAPS, PERHAPS, PERHAPS),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PARTS, ABOUT), min_size=1, max_size=10))
def test_any_text_is_shown_as_it_is(
    new_learner: Callable[[], Collection], drawn: list[tuple[tuple[Part, ...], About]]
) -> None:
    questions = tuple(
        Question(f"test/{n}", "", Given(parts), about) for n, (parts, about) in enumerate(drawn)
    )
    deck = Deck("test", "Test", questions=questions)
    learner = new_learner()
    assert learner.take(deck) == {"new": len(questions)}
    assert_shown(learner, [deck])
    # An update makes Anki look for gaps in every field.
    assert learner.take(deck, at=AT + 1) == {"updated": len(questions)}
    assert_shown(learner, [deck])
    assert learner.is_sound()


@pytest.mark.parametrize(
    "answer",
    ["Mercury", "Belarus's", "a < b & c > d", "[sic] {{x}}", "&amp;", "C:\\new", "10 %", "São Paulo"],
)
def test_what_is_typed_right_is_right_to_anki(learner: Collection, answer: str) -> None:
    question = Question("test/q", "", Given((Part("", "?", TextEntry((TextKey(answer),))),)), About())
    learner.take(Deck("test", "Test", questions=(question,)))
    compare = partial(learner.col.compare_answer, learner.note("q")["Answer"])
    good = re.fullmatch("<code id=typeans><span class=typeGood>(.*)</span></code>", compare(answer))
    assert good
    assert unescape(good[1]) == answer
    assert "typeBad" in compare(f"{answer}!")


def test_several_options_that_are_right_are_all_marked_and_no_other(learner: Collection) -> None:
    learner.take(deck_of("- {ask: a?, answers: [right, good, true], wrong: [wrong, off]}"))
    (card,) = learner.cards()
    assert all('data-kind="several"' in html for html in (card.question(), card.answer()))
    solution = card.answer().partition('class="solution"')[2]
    assert sorted(re.findall(r'<li class="right">(\w+)', solution)) == ["good", "right", "true"]
    assert sorted(re.findall(r"<li>(\w+)", solution)) == ["off", "wrong"]


def test_the_option_that_is_right_is_marked_and_no_other(learner: Collection) -> None:
    learner.take(deck_of("- {ask: a?, answer: right, wrong: [wrong, off, never]}"))
    (card,) = learner.cards()
    assert re.findall(r'<li class="right">(\w+)', card.answer()) == ["right"]
    for html in (card.question(), card.answer().partition('class="solution"')[2]):
        assert sorted(re.findall(r"<li[^>]*>(\w+)", html)) == ["never", "off", "right", "wrong"]


def test_the_question_tells_neither_the_key_nor_the_remarks(learner: Collection) -> None:
    """Not even to what reads it without its styles, as Anki's browser and voices do."""
    learner.take("- {ask: Which?, answer: {Io: it is the key}, wrong: [{Sol: a remark}, Mars]}")
    (card,) = learner.cards()
    html = card.render_output().question_text
    assert set(re.findall("<li[^>]*>", html)) == {"<li>"}
    assert sorted(seen(html)) == ["Io", "Mars", "Sol", "Which?"]
    learner.col.load_browser_card_columns()
    learner.col.set_browser_card_columns(["question"])
    (column,) = next(iter(learner.col.browser_row_for_id(card.id)))
    assert column[0] == "".join(seen(html))


def test_a_gap_with_wrong_options_offers_them_and_is_filled_with_the_right_one(learner: Collection) -> None:
    wrong = "{1999: [1991, 2001], Yeltsin: Putin}"
    learner.take(deck_of(f"- {{cloze: 'In {{{{1999}}}} by {{{{Yeltsin::who?}}}}.', wrong: {wrong}}}"))
    outputs = [card.render_output() for card in learner.cards()]
    assert [seen(output.question_text) for output in outputs] == [
        ["In [1991 / 1999 / 2001] by Yeltsin."],
        ["In 1999 by [who?: Putin / Yeltsin]."],
    ]
    assert [seen(output.answer_text) for output in outputs] == [["In 1999 by Yeltsin."]] * 2


MARKUP = r"""
- id: card
  front: What is **not** $a<b$?
  back: '*The* `code` of $\frac{1}{2}$'
  explain: "One.\n\n**Two.**"
- {id: picked, ask: '**Which** of $x_1$?', answer: {$x^2$: '~~no~~ yes'}, wrong: ['$x^3$']}
- {id: filled, cloze: 'It is *very* {{c1::$5}} and $x_{1}$ is {{c1::y}}.'}
- {id: typed, ask: '$E=mc^2$, by *whom*?', answer: '*Einstein*', accept: $x$}
- {id: ordered, ask: Order, order: ['$x$', '**y**']}
- {id: open, ask: Why?, rubric: ['**a**', b], model_answer: $z$}
"""


def test_markdown_is_html_and_formulas_are_mathjax(learner: Collection) -> None:
    learner.take(deck_of(MARKUP))
    notes = {name: learner.note(name) for name in ("card", "picked", "filled", "typed", "ordered", "open")}
    assert notes["card"]["Front"] == r"What is <strong>not</strong> \(a&lt;b\)?"
    assert notes["card"]["Back"] == r"<em>The</em> <code>code</code> of \(\frac{1}{2}\)"
    assert notes["card"]["Explanation"] == "<p>One.</p><p><strong>Two.</strong></p>"
    assert notes["picked"]["Question"] == r"<strong>Which</strong> of \(x_1\)?"
    assert r'<li class="right">\(x^2\)<div class="why"><s>no</s> yes</div></li>' in notes["picked"]["Answer"]
    assert notes["filled"]["Text"] == r"It is <em>very</em> {{c1::$5}} and \(x_{1}\) is {{c1::y}}."
    assert notes["typed"]["Question"] == r"\(E=mc^2\), by <em>whom</em>?"
    assert (notes["typed"]["Answer"], notes["typed"]["Also right"]) == ("*Einstein*", "<i>$x$</i>")
    assert set(re.findall("<li>(.*?)</li>", notes["ordered"]["Items"])) == {r"\(x\)", "<strong>y</strong>"}
    assert re.findall("<li[^>]*>(.*?)</li>", notes["ordered"]["Solution"]) == [r"\(x\)", "<strong>y</strong>"]
    assert notes["open"]["Rubric"] == "<li><strong>a</strong></li><li>b</li>"
    assert notes["open"]["Model answer"] == r"\(z\)"
    assert not [card for card in learner.cards() if card.render_output().question_av_tags]
    assert learner.is_sound()


EVERY_TYPE = """
- {term: Perihelion, definition: Nearest point to the Sun, both_ways: true}
- {ask: How far?, answer: 45, unit: km, tolerance: 5%}
- {ask: When?, answer: 1999-12-08, hint: [In winter, In the nineties]}
- {ask: Which three?, answers: [b, c, d], need: 2}
- {ask: Which are right?, answers: [b, c: why], wrong: [d, e: why not]}
- {ask: In which order?, order: [b, c, d]}
- {ask: Which belong together?, match: {b: c, d: e}, extra: f}
- {ask: Where does it belong?, groups: {b: [c, d], e: f}}
- {ask: Why?, rubric: [b, c], model_answer: d}
- {cloze: 'a {{b}} c {{d}}', wrong: {b: [x, y]}, accept: {d: e}}
"""


def test_every_type_shows_its_texts_once(learner: Collection) -> None:
    deck = deck_of(EVERY_TYPE)
    learner.take(deck)
    assert_shown(learner, [deck])


# --- what an update changes -------------------------------------------------------------------------

BEFORE = """
- {id: card, front: old front, back: old back, tags: [old]}
- {id: typed, ask: old?, answer: old}
- {id: picked, ask: old?, answer: old, wrong: [older, oldest]}
- {id: judged, statement: Old., answer: true}
- {id: filled, cloze: 'old {{gap}} and {{another}}'}
"""
AFTER = """
- {id: card, front: new front, back: new back, tags: [new]}
- {id: typed, ask: new?, answer: new}
- {id: picked, ask: new?, answer: new, wrong: [newer, newest]}
- {id: judged, statement: New., answer: false}
- {id: filled, cloze: 'new {{gap}} and {{other}}'}
"""


def answer_all(learner: Collection) -> list[Any]:
    """Answer every new card so that it has a future; returns the rows of cards and reviews."""
    learner.col.set_config("fsrs", True)
    for card in learner.cards():
        learner.col.decks.select(card.did)
        answer(learner.col, card.id, 4)
    return scheduling(learner)


def scheduling(learner: Collection) -> list[Any]:
    rows = "SELECT nid, ord, did, type, queue, due, ivl, reps, lapses, data FROM cards ORDER BY id"
    return [learner.col.db.all(rows), learner.col.db.all("SELECT * FROM revlog ORDER BY id")]


def test_the_same_package_again_changes_nothing(learner: Collection) -> None:
    assert learner.take(deck_of(BEFORE)) == {"new": 5}
    before = learner.contents()
    assert learner.take(deck_of(BEFORE)) == {"duplicate": 5}
    assert learner.contents() == before


def test_a_later_package_updates_texts_in_place_and_keeps_the_schedule(learner: Collection) -> None:
    learner.take(deck_of(BEFORE))
    before = answer_all(learner)
    assert all(row[6] > 0 for row in before[0])
    assert learner.take(deck_of(AFTER), at=AT + 1) == {"updated": 5}
    assert scheduling(learner) == before
    assert_shown(learner, [deck_of(AFTER)])
    assert learner.note("card").tags == ["new"]
    assert learner.is_sound()


def test_an_earlier_package_does_not_overwrite_a_later_one(learner: Collection) -> None:
    learner.take(deck_of(AFTER), at=AT + 1)
    assert learner.take(deck_of(BEFORE), at=AT) == {"duplicate": 5}
    assert learner.note("card")["Front"] == "new front"


def test_a_package_from_before_a_learners_own_edit_leaves_the_edit(learner: Collection) -> None:
    learner.take(deck_of(BEFORE))
    note = learner.note("card")
    note["Explanation"] = "mine"
    learner.col.update_note(note)
    assert learner.take(deck_of(BEFORE)) == {"duplicate": 5}
    assert learner.note("card")["Explanation"] == "mine"


def test_a_learners_own_styling_outlives_every_package(learner: Collection) -> None:
    learner.take(deck_of(BEFORE))
    note_type = learner.note("card").note_type()
    note_type["css"] += "/* mine */"
    learner.col.models.update_dict(note_type)
    learner.take(deck_of(AFTER), at=AT + 1)
    assert learner.note("card").note_type()["css"].endswith("/* mine */")


def test_a_gap_and_a_direction_added_later_become_cards_beside_the_old_ones(learner: Collection) -> None:
    learner.take(deck_of("- {id: a, front: f, back: b}\n- {id: b, cloze: '{{x}} and y'}"))
    answer_all(learner)
    more = deck_of("- {id: a, front: f, back: b, both_ways: true}\n- {id: b, cloze: '{{x}} and {{y}}'}")
    assert learner.take(more, at=AT + 1) == {"updated": 2}
    assert learner.col.db.all("SELECT ord, reps FROM cards ORDER BY nid, ord") == [[0, 1], [1, 0]] * 2
    assert learner.is_sound()


def test_two_decks_keep_their_notes_apart(learner: Collection) -> None:
    """Questions of the same text in two decks are two notes; genanki's own ids would take them for one."""
    one, two = (
        build_deck(read_deck(f"deck: {title}\nquestions: [{{front: f, back: b}}]".encode(), ""), "")
        for title in ("One", "Two")
    )
    assert learner.take(one, two) == {"new": 2}
    assert learner.decks() == {"One": 1, "Two": 1}


# --- exported again by one who remembers ------------------------------------------------------------


def edit(learner: Collection, local_id: str, field: str) -> None:
    """The learner writes into a field, now."""
    note = learner.note(local_id)
    note[field] = "mine"
    learner.col.update_note(note)


def test_an_export_of_years_later_leaves_a_learners_own_edits_where_nothing_changed(
    learner: Collection, pack: Pack
) -> None:
    first, changes = pack(BEFORE)
    learner.take_bytes(first)
    edit(learner, "card", "Explanation")
    later, _ = pack(BEFORE, at=AT + 1_000_000_000, known=changes.exported)
    assert learner.take_bytes(later) == {"duplicate": 5}
    assert learner.note("card")["Explanation"] == "mine"


def test_of_two_questions_only_the_changed_one_is_updated(learner: Collection, pack: Pack) -> None:
    first, changes = pack(BEFORE)
    learner.take_bytes(first)
    edit(learner, "card", "Explanation")
    edit(learner, "typed", "Explanation")
    changed = BEFORE.replace("ask: old?, answer: old}", "ask: new?, answer: new}")
    later, _ = pack(changed, at=AT + 1_000_000_000, known=changes.exported)
    assert learner.take_bytes(later) == {"updated": 1, "duplicate": 4}
    assert learner.note("card")["Explanation"] == "mine"
    assert (learner.note("typed")["Question"], learner.note("typed")["Explanation"]) == ("new?", "")
    assert learner.col.note_count() == 5


def test_many_exports_and_imports_never_make_a_second_note(learner: Collection, pack: Pack) -> None:
    known: dict[str, Exported] = {}
    for number in range(5):
        questions = BEFORE.replace("old", f"old {number}") + EVERY_TYPE
        data, changes = pack(questions, at=AT + number, known=known)
        learner.take_bytes(data)
        known = changes.exported
    assert learner.col.note_count() == len(known)
    assert len(set(learner.col.db.list("SELECT guid FROM notes"))) == len(known)
    assert learner.is_sound()


def test_a_new_field_in_the_place_of_a_spare_one_makes_no_second_note_type(
    learner: Collection, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a later quizkit would do it: a field gets another name, and stands in the templates."""
    first, changes = pack(BEFORE)
    learner.take_bytes(first)
    before, names = answer_all(learner), learner.note_types()
    kinds = {
        name: replace(
            kind,
            fields=tuple("Extra" if field == "Language" else field for field in kind.fields),
            templates=tuple(
                (card, front.replace("Language}}", "Extra}}"), back.replace("Language}}", "Extra}}"))
                for card, front, back in kind.templates
            ),
        )
        for name, kind in note_types().items()
    }
    monkeypatch.setattr("quizkit.exporters.anki.writer.note_types", lambda: kinds)
    monkeypatch.setattr("quizkit.exporters.anki.writer.CHANGED_AT", int(time.time()) + 1_000)
    later, _ = pack(BEFORE, at=AT + 1, known=changes.exported)
    assert learner.take_bytes(later) == {"duplicate": 5}
    assert learner.note_types() == names
    assert "Extra" in learner.note("card").keys()  # noqa: SIM118 - a note is no dict
    # The next change of a question arrives, with its new field.
    changed, _ = pack(AFTER, at=AT + 2, known=changes.exported)
    assert learner.take_bytes(changed) == {"updated": 5}
    assert learner.note_types() == names
    assert scheduling(learner) == before
    assert learner.is_sound()


# What the version exported before notes named the language of their deck, and key and options stood apart.
OLD = Path(__file__).parents[2] / "data" / "exported_before_language.apkg"


def test_a_package_follows_one_of_an_earlier_version(learner: Collection) -> None:
    assert learner.take_file(OLD) == {"new": 10}
    before, names = answer_all(learner), learner.note_types()
    assert "Spare 2" in learner.note("card").keys()  # noqa: SIM118 - a note is no dict
    deck, problems = load_deck(OLD.with_suffix(".yaml"))
    assert problems == []
    assert learner.take(deck, at=AT + 1) == {"updated": 10}
    assert (learner.note_types(), learner.col.note_count()) == (names, 10)
    assert scheduling(learner) == before
    assert learner.note("card")["Language"] == "es"
    assert_shown(learner, [deck])
    assert learner.is_sound()


def test_a_note_type_of_an_earlier_version_is_renewed_without_a_package(learner: Collection) -> None:
    learner.take_file(OLD)
    before = answer_all(learner)
    own = learner.note("typed").note_type()
    learner.col.models.add_field(own, learner.col.models.new_field("My own"))
    own["mod"] = 0
    for kind in note_types().values():
        there = own if kind.id == own["id"] else learner.col.models.get(kind.id)
        assert renewed(there, kind)
        learner.col.models.update_dict(there)
        assert not renewed(learner.col.models.get(kind.id), kind)
        assert [field["name"] for field in there["flds"]][: len(kind.fields)] == list(kind.fields)
        assert [(each["qfmt"], each["afmt"]) for each in there["tmpls"]] == [
            (front, back) for _, front, back in kind.templates
        ]
    assert own["flds"][-1]["name"] == "My own"
    assert (scheduling(learner), learner.col.note_count()) == (before, 10)
    assert learner.is_sound()


def test_a_note_type_that_lacks_a_field_is_left_as_it_is(learner: Collection) -> None:
    learner.take_file(OLD)
    kind = learner.note("typed").note_type()
    learner.col.models.remove_field(kind, kind["flds"][-1])
    assert not renewed(kind, note_types()["TextEntry"])


def test_an_earlier_version_after_a_later_one_takes_nothing_back(learner: Collection) -> None:
    deck, _ = load_deck(OLD.with_suffix(".yaml"))
    learner.take(deck, at=AT + 1)
    before, names = learner.contents(), learner.note_types()
    assert learner.take_file(OLD) == {"duplicate": 10}
    assert (learner.contents(), learner.note_types()) == (before, names)
    assert_shown(learner, [deck])


def test_what_is_kept_for_quizkit_is_on_no_card_and_in_no_search(learner: Collection) -> None:
    learner.take("- {id: a, ask: q?, answer: b, wrong: [c], evidence: zebra}\n- {id: b, cloze: '{{x}} y'}\n")
    assert "zebra" in learner.note("a")["For quizkit"]
    assert not any("zebra" in card.question() + card.answer() for card in learner.cards())
    assert not learner.col.find_notes("zebra")
    assert len(learner.cards()) == 2
    assert learner.is_sound()


def test_the_note_types_are_the_same_for_all_packages(learner: Collection) -> None:
    learner.take(BEFORE)
    learner.take(EVERY_TYPE, at=AT + 1)
    assert learner.note_types() == sorted(kind.name for kind in note_types().values())


def test_a_renamed_deck_keeps_its_cards_where_they_were_as_the_export_says(
    learner: Collection, pack: Pack
) -> None:
    first, changes = pack(Placed(deck_of(BEFORE), ("old",)))
    learner.take_bytes(first)
    later, after = pack(Placed(deck_of(AFTER), ("new",)), at=AT + 1, known=changes.exported)
    assert learner.take_bytes(later) == {"updated": 5}
    assert learner.decks()["old::Test"] == learner.col.card_count()
    assert after.moved == {("old::Test", "new::Test"): 5}


def test_a_question_of_another_type_leaves_the_old_note_as_the_export_says(
    learner: Collection, pack: Pack
) -> None:
    first, changes = pack("- {id: a, front: f, back: b}")
    learner.take_bytes(first)
    later, after = pack("- {id: a, ask: f, answer: b}", at=AT + 1, known=changes.exported)
    assert learner.take_bytes(later) == {"conflicting": 1}
    assert after.retyped.keys() == {"test/a"}
    assert learner.note("a")["Back"] == "b"


# --- media ------------------------------------------------------------------------------------------


def test_pictures_and_sounds_arrive_and_those_of_one_name_stay_apart(
    learner: Collection, tmp_path: Path
) -> None:
    decks = []
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "art").mkdir(parents=True)
        (folder / "art" / "map of it.PNG").write_bytes(f"picture {name}".encode())
        (folder / "voice.mp3").write_bytes(f"sound {name}".encode())
        path = folder / "deck.yaml"
        path.write_text(
            f"deck: {name}\nquestions:\n"
            "- {id: q, front: f, back: b, image: art/map of it.PNG, audio: voice.mp3}\n",
            encoding="utf-8",
        )
        decks.append(load_deck(path)[0])
    assert learner.take(*decks) == {"new": 2}
    for card, name in zip(learner.cards(), ("one", "two"), strict=True):
        output = card.render_output()
        (picture,) = re.findall('<img src="(.*?)">', output.question_text)
        (sound,) = (tag.filename for tag in output.question_av_tags)
        media = Path(learner.col.media.dir())
        assert (media / picture).read_text() == f"picture {name}"
        assert (media / sound).read_text() == f"sound {name}"
        assert picture in output.answer_text
        assert output.answer_av_tags == []
    report = learner.col.media.check()
    assert (list(report.missing), list(report.unused)) == ([], [])


def test_a_picture_that_was_drawn_anew_takes_the_place_of_the_old_one(
    learner: Collection, pack: Pack, tmp_path: Path
) -> None:
    (tmp_path / "map.svg").write_text("<svg>old</svg>")
    path = tmp_path / "deck.yaml"
    path.write_text("deck: T\nid: test\nquestions:\n- {id: q, front: f, back: b, image: map.svg}\n")
    first, changes = pack(load_deck(path)[0])
    learner.take_bytes(first)
    (tmp_path / "map.svg").write_text("<svg>new</svg>")
    later, _ = pack(load_deck(path)[0], at=AT + 1, known=changes.exported)
    assert learner.take_bytes(later) == {"updated": 1}
    (picture,) = re.findall('<img src="(.*?)">', learner.note("q")["Picture"])
    assert (Path(learner.col.media.dir()) / picture).read_text() == "<svg>new</svg>"


# --- through the program ----------------------------------------------------------------------------


def export(home: Path, *arguments: str | Path) -> Path:
    """Run ``quizkit export``; returns the package."""
    output = home / "out.apkg"
    command = [sys.executable, "-m", "quizkit", "export", *map(str, arguments), "--output", str(output)]
    environment = {**os.environ, "QUIZKIT_HOME": str(home)}
    subprocess.run(command, env=environment, check=True, capture_output=True, cwd=home)
    return output


def a_while_ago(learner: Collection) -> None:
    """Let what is in the collection have come from a package of a minute ago."""
    learner.col.db.execute("UPDATE notes SET mod = mod - 60")


def test_an_edited_question_without_id_updates_its_note(learner: Collection, tmp_path: Path) -> None:
    path = tmp_path / "deck.yaml"
    text = "deck: Test\nquestions:\n- ask: In which year was the Union State treaty singed?\n  answer: 1998\n"
    path.write_text(text, encoding="utf-8")
    assert learner.take_file(export(tmp_path, path)) == {"new": 1}
    before = answer_all(learner)
    a_while_ago(learner)
    path.write_text(text.replace("singed", "signed").replace("1998", "1999"), encoding="utf-8")
    assert learner.take_file(export(tmp_path, path)) == {"updated": 1}
    assert scheduling(learner) == before
    (card,) = learner.cards()
    assert "signed" in card.question()
    assert card.note()["Answer"] == "1999"


def test_the_program_makes_parent_decks_of_folders(learner: Collection, tmp_path: Path) -> None:
    (tmp_path / "all" / "es").mkdir(parents=True)
    for path in ("all/top.yaml", "all/es/below.yaml"):
        text = f"deck: {Path(path).stem}\nquestions: [{{front: f, back: b}}]\n"
        (tmp_path / path).write_text(text, encoding="utf-8")
    learner.take_file(export(tmp_path, tmp_path / "all"))
    assert learner.decks() == {"es": 0, "es::below": 1, "top": 1}
