"""The package in the real Anki: what arrives, what it shows, and what an update leaves alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.deckfile import load_deck
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.apkg import Placed, package
from quizkit.grading import key_text
from quizkit.model import (
    About,
    Card,
    Choice,
    Deck,
    ExtendedText,
    Gap,
    Gaps,
    Interaction,
    Match,
    Option,
    Order,
    Part,
    Question,
    Reveal,
    TextEntry,
    TextKey,
)

os.environ.setdefault("ANKI_TEST_MODE", "1")  # Anki reads it once: no chance in its intervals
anki = pytest.importorskip("anki.collection", reason="Anki's own package is the oracle: pip install anki")

pytestmark = pytest.mark.slow

AT = 1_700_000_000
DECKS = Path(__file__).parents[2] / "decks"


class Log(NamedTuple):
    """How many notes an import added, changed, knew already, and would not touch."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0


class Collection:
    """A learner's Anki."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.col = anki.Collection(str(folder / "collection.anki2"))
        self._package = folder / "import.apkg"

    def take(self, *decks: Deck | Placed, at: int = AT) -> Log:
        """Import a package with these decks, exported at ``at``."""
        placed = [deck if isinstance(deck, Placed) else Placed(deck) for deck in decks]
        self._package.write_bytes(package(placed, at))
        return self.take_file(self._package)

    def take_file(self, path: Path) -> Log:
        """Import a package as Anki does unless told otherwise."""
        options = anki.ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        request = anki.ImportAnkiPackageRequest(package_path=str(path), options=options)
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()  # of what was there before
        return Log(*(len(getattr(log, name)) for name in Log._fields))

    def note(self, local_id: str) -> Any:
        """The note of the question ``test/local_id``."""
        (found,) = self.col.db.list("SELECT id FROM notes WHERE guid = ?", f"quizkit:test/{local_id}")
        return self.col.get_note(found)

    def cards(self) -> list[Any]:
        """Every card, in the order of the package."""
        found = self.col.db.list("SELECT c.id FROM cards c ORDER BY c.due, c.nid, c.ord")
        return [self.col.get_card(card) for card in found]

    def decks(self) -> dict[str, int]:
        """The decks by their full names, with the number of cards in each alone."""
        names = self.col.decks.all_names_and_ids(skip_empty_default=True)
        return {deck.name: self.col.decks.card_count(deck.id, include_subdecks=False) for deck in names}

    def contents(self) -> list[Any]:
        """Every row of notes and cards."""
        return [self.col.db.all(f"SELECT * FROM {table} ORDER BY id") for table in ("notes", "cards")]

    def is_sound(self) -> bool:
        """Whether Anki's check of the database finds nothing to mend, nor a card without a question."""
        report, ok = self.col.fix_integrity()
        assert ok, report
        assert "\n" not in report.strip(), report
        return not self.col.get_empty_cards().notes


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Collection]:
    collection = Collection(tmp_path / "anki")
    yield collection
    collection.col.close()


def deck_of(questions: str, title: str = "Test") -> Deck:
    """The deck ``test`` with these questions."""
    raw = read_deck(f"deck: {title}\nid: test\nquestions:\n{questions}".encode(), "test.yaml")
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
    assert learner.take(deck_of(question)) == Log(new=1)
    assert learner.col.note_count() == 1
    assert learner.col.card_count() == cards
    assert learner.is_sound()


def test_all_bundled_decks_arrive_whole_under_their_folders(learner: Collection) -> None:
    decks = bundled()
    assert learner.take(*decks) == Log(new=sum(len(placed.deck.questions) for placed in decks))
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
    """The texts on a card from top to bottom, as a browser shows them: one for each box or item."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.blocks = [""]
        self._hidden = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in {"br", "p"}:
            self.blocks[-1] += "\n"
        elif tag not in INLINE:
            self.blocks.append("")
        self._hidden = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.blocks.append("")
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.blocks[-1] += data


# Anki puts gaps into spans; Markdown makes the others, and paragraphs.
INLINE = {"span", "strong", "em", "code", "s", "p"}


def words(text: str) -> str:
    """The text on one line; formulas as their author wrote them."""
    return " ".join(re.sub(r"\\[()]", "$", text).split())


def seen(html: str) -> list[str]:
    return [words(block) for block in Blocks(html).blocks if block.strip()]


def expected(card: Card) -> tuple[list[str], list[str]]:
    """What the two sides of a card must show, each text once."""
    about = card.about
    match card.interaction:
        case Reveal(answer):
            front, back = [card.prompt], [card.prompt, answer]
        case TextEntry(keys):
            front = [card.prompt, "[[type:Answer]]"]
            also = [text for key in keys if isinstance(key, TextKey) for text in key.accept]
            back = [*front, ", ".join(map(key_text, keys)), " · ".join(also)]
        case Choice(options):
            front = back = [card.prompt, *(text for option in options for text in option)]
        case Gaps(segments):
            front = ["".join(s if isinstance(s, str) else f"[{blank(s)}]" for s in segments)]
            back = ["".join(s if isinstance(s, str) else s.answer for s in segments)]
        case Order(items):
            front = [card.prompt, *items]
            back = [*front, *card.interaction.in_order]
        case Match(items, partners, of):
            front = [card.prompt, *items, *partners]
            back = [*front, *(f"{item} — {partners[place]}" for item, place in zip(items, of, strict=True))]
        case ExtendedText(rubric, model_answer):
            front = [card.prompt]
            back = [card.prompt, model_answer, *rubric]
    hint = ("Hint", "\n".join(about.hint)) if about.hint else ()
    front = [about.context, *front, *hint]
    back = [about.context, *back, about.explain, about.source]
    return [words(text) for text in front if text], [words(text) for text in back if text]


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
        if isinstance(card.interaction, Choice | Order | Match):
            assert tuple(map(sorted, both)) == tuple(map(sorted, expected(card)))
        else:
            assert both == expected(card)


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
        gaps.append(Gap(TextKey(draw(TEXTS)), draw(PERHAPS), tuple(draw(WRONG))))
        between.append(draw(AROUND))
    parts = []
    for asked, _ in enumerate(gaps):
        segments: list[str | Gap] = [between[0]]
        for number, gap in enumerate(gaps):
            segments += [gap if number == asked else gap.answer, between[number + 1]]
        parts.append(Part(f"c{asked + 1}", "", Gaps(tuple(segments))))
    return tuple(parts)


OPTIONS = st.lists(st.builds(Option, TEXTS, PERHAPS), min_size=2, max_size=4).map(tuple)
TEXT_KEYS = st.builds(TextKey, TEXTS, st.lists(TEXTS, max_size=2).map(tuple))


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


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PARTS, ABOUT), min_size=1, max_size=10))
def test_any_text_is_shown_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[tuple[Part, ...], About]]
) -> None:
    questions = tuple(
        Question(f"test/{n}", "", Given(parts), about) for n, (parts, about) in enumerate(drawn)
    )
    deck = Deck("test", "Test", questions=questions)
    learner = Collection(tmp_path_factory.mktemp("anki"))
    try:
        assert learner.take(deck) == Log(new=len(questions))
        assert_shown(learner, [deck])
        # An update makes Anki look for gaps in every field.
        assert learner.take(deck, at=AT + 1) == Log(updated=len(questions))
        assert_shown(learner, [deck])
        assert learner.is_sound()
    finally:
        learner.col.close()


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
    for html in (card.question(), card.answer()):
        assert sorted(re.findall(r'<li class="right" data-several>(\w+)', html)) == ["good", "right", "true"]
        assert sorted(re.findall(r"<li data-several>(\w+)", html)) == ["off", "wrong"]
    assert card.note()["Answer"] == "right<br>good<br>true"


def test_the_option_that_is_right_is_marked_and_no_other(learner: Collection) -> None:
    learner.take(deck_of("- {ask: a?, answer: right, wrong: [wrong, off, never]}"))
    (card,) = learner.cards()
    for html in (card.question(), card.answer()):
        assert re.findall(r'<li class="right">(\w+)', html) == ["right"]
        assert sorted(re.findall(r"<li[^>]*>(\w+)", html)) == ["never", "off", "right", "wrong"]


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
    assert r'<li class="right">\(x^2\)<div class="why"><s>no</s> yes</div></li>' in notes["picked"]["Options"]
    assert notes["filled"]["Text"] == r"It is <em>very</em> {{c1::$5}} and \(x_{1}\) is {{c1::y}}."
    assert notes["typed"]["Question"] == r"\(E=mc^2\), by <em>whom</em>?"
    assert (notes["typed"]["Answer"], notes["typed"]["Also right"]) == ("*Einstein*", "$x$")
    assert notes["ordered"]["Back"] == r"<ol><li>\(x\)</li><li><strong>y</strong></li></ol>"
    assert notes["open"]["Back"] == r"\(z\)<ul><li><strong>a</strong></li><li>b</li></ul>"
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
    from anki.scheduler.v3 import CardAnswer  # after ANKI_TEST_MODE is set

    learner.col.set_config("fsrs", True)
    for card in learner.cards():
        learner.col.decks.select(card.did)
        states = learner.col._backend.get_scheduling_states(card.id)
        card.start_timer()
        answer = learner.col.sched.build_answer(card=card, states=states, rating=CardAnswer.EASY)
        learner.col.sched.answer_card(answer)
    return scheduling(learner)


def scheduling(learner: Collection) -> list[Any]:
    rows = "SELECT nid, ord, did, type, queue, due, ivl, reps, lapses, data FROM cards ORDER BY id"
    return [learner.col.db.all(rows), learner.col.db.all("SELECT * FROM revlog ORDER BY id")]


def test_the_same_package_again_changes_nothing(learner: Collection) -> None:
    assert learner.take(deck_of(BEFORE)) == Log(new=5)
    before = learner.contents()
    assert learner.take(deck_of(BEFORE)) == Log(duplicate=5)
    assert learner.contents() == before


def test_a_later_package_updates_texts_in_place_and_keeps_the_schedule(learner: Collection) -> None:
    learner.take(deck_of(BEFORE))
    before = answer_all(learner)
    assert all(row[6] > 0 for row in before[0])
    assert learner.take(deck_of(AFTER), at=AT + 1) == Log(updated=5)
    assert scheduling(learner) == before
    assert_shown(learner, [deck_of(AFTER)])
    assert learner.note("card").tags == ["new"]
    assert learner.is_sound()


def test_an_earlier_package_does_not_overwrite_a_later_one(learner: Collection) -> None:
    learner.take(deck_of(AFTER), at=AT + 1)
    assert learner.take(deck_of(BEFORE), at=AT) == Log(duplicate=5)
    assert learner.note("card")["Front"] == "new front"


def test_a_package_from_before_a_learners_own_edit_leaves_the_edit(learner: Collection) -> None:
    learner.take(deck_of(BEFORE))
    note = learner.note("card")
    note["Explanation"] = "mine"
    learner.col.update_note(note)
    assert learner.take(deck_of(BEFORE)) == Log(duplicate=5)
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
    assert learner.take(more, at=AT + 1) == Log(updated=2)
    assert learner.col.db.all("SELECT ord, reps FROM cards ORDER BY nid, ord") == [[0, 1], [1, 0]] * 2
    assert learner.is_sound()


def test_two_decks_keep_their_notes_apart(learner: Collection) -> None:
    """Questions of the same text in two decks are two notes; genanki's own ids would take them for one."""
    one, two = (
        build_deck(read_deck(f"deck: {title}\nquestions: [{{front: f, back: b}}]".encode(), ""), "")
        for title in ("One", "Two")
    )
    assert learner.take(one, two) == Log(new=2)
    assert learner.decks() == {"One": 1, "Two": 1}


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
    assert learner.take_file(export(tmp_path, path)) == Log(new=1)
    before = answer_all(learner)
    a_while_ago(learner)
    path.write_text(text.replace("singed", "signed").replace("1998", "1999"), encoding="utf-8")
    assert learner.take_file(export(tmp_path, path)) == Log(updated=1)
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
