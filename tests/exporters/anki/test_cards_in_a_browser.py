"""The cards played with in a real browser: on a phone and at a desk, with the pages that Anki makes.

Where a page of its own is loaded for the back (AnkiDroid, AnkiMobile), only a store of the browser lasts; on
the desktop the page stays, and its content changes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from quizkit.deckfile import load_deck
from quizkit.deckfile.reader import build_deck, read_deck

if TYPE_CHECKING:
    from quizkit.model import Deck
    from tests.exporters.anki.conftest import Browser, Collection

pytestmark = pytest.mark.slow

# What Anki's own page brings along.
STYLE = """
body { margin: 20px; overflow-wrap: break-word; } li { text-align: start; }
img { max-width: 100%; max-height: 95vh; } #typeans { width: 100%; box-sizing: border-box; }
"""
TYPE_BOX = "<center><input type=text id=typeans style=\"font-family: 'Arial'; font-size: 20px;\"></center>"
PHONE, DESK = (360, 640), (1200, 800)


class Device(NamedTuple):
    """Where a card is shown; ``reloads``: another page for the back."""

    name: str
    size: tuple[int, int]
    reloads: bool
    classes: str = ""
    stores: bool = True


DEVICES = (
    Device("phone", PHONE, reloads=True),
    Device("desk at night", DESK, reloads=False, classes="night_mode nightMode"),
    Device("desk without stores", DESK, reloads=False, stores=False),
)
NO_STORES = (
    "<script>for (const store of ['sessionStorage', 'localStorage'])"
    " Object.defineProperty(window, store, { get() { throw new Error(store); } });</script>"
)


class Shown:
    """A card on a device."""

    def __init__(self, browser: Browser, learner: Collection, device: Device, number: int) -> None:
        self.browser, self.device = browser, device
        self._learner = learner
        self._card = learner.cards()[number]
        browser.missed.clear()
        browser.errors.clear()
        browser.size(*device.size, phone=device.reloads)
        for file in Path(learner.col.media.dir()).iterdir():
            browser.pages[f"/{file.name}"] = ("image/svg+xml", file.read_bytes())

    def front(self) -> None:
        html = re.sub(r"\[\[type:.*?\]\]", TYPE_BOX, self._card.question(reload=True))
        self._load("/front", html)

    def back(self, typed: str = "") -> None:
        html = self._card.answer()
        if "[[type:" in html:
            diff = self._learner.col.compare_answer(self._card.note()["Answer"], typed)
            html = re.sub(r"\[\[type:.*?\]\]", lambda _: f"<div>{diff}</div>", html)
        if self.device.reloads:
            self._load("/back", html)
            return
        # As Anki's own reviewer: the content is replaced, and its scripts begin anew.
        self.browser.run(
            f"qa.innerHTML = {json.dumps(html)};"
            "for (const old of [...qa.getElementsByTagName('script')]) {"
            "  const made = document.createElement('script');"
            "  made.text = old.innerHTML; old.replaceWith(made); }"
        )
        self._assert_sound()

    def _load(self, path: str, html: str) -> None:
        head = f"<style>{STYLE}</style>{'' if self.device.stores else NO_STORES}"
        page = (
            '<!doctype html><html><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width">{head}</head>'
            f'<body class="card card{self._card.ord + 1} {self.device.classes}">'
            f'<div id="qa">{html}</div></body></html>'
        )
        self.browser.pages[path] = ("text/html", page.encode())
        self.browser.open(path)
        self._assert_sound()

    def _assert_sound(self) -> None:
        """Nothing failed, nothing is asked of any network, and nothing must be scrolled sideways."""
        assert self.browser.errors == []
        assert self.browser.missed == []
        width = self.browser.run("document.documentElement.scrollWidth")
        assert width <= self.device.size[0]

    # --- what is on it --------------------------------------------------------------------------------

    def tap(self, list_name: str, text: str) -> None:
        """Tap the item of a list that begins with ``text``."""
        items = self.texts(f".{list_name} > li")
        place = next(n for n, item in enumerate(items, 1) if item.startswith(text))
        self.browser.tap(f".{list_name} > li:nth-child({place})")

    def type(self, selector: str, text: str) -> None:
        self.browser.tap(selector)
        self.browser.enter(text)

    def texts(self, selector: str) -> list[str]:
        """What elements that are to be seen say, as it is laid out."""
        return self.all(selector, "e.innerText.trim()")

    def all(self, selector: str, value: str) -> list[str]:
        return list(
            self.browser.run(
                f"[...document.querySelectorAll({json.dumps(selector)})]"
                f".filter((e) => e.checkVisibility()).map((e) => {value})"
            )
        )

    @property
    def score(self) -> str:
        return "".join(self.texts(".score"))


Show = Callable[..., Shown]


def deck_in(language: str, questions: str) -> Deck:
    """The deck ``test`` in a language."""
    text = f"deck: Test\nid: test\nlanguage: {language}\nquestions:\n{questions}"
    raw = read_deck(text.encode(), "test.yaml")
    assert raw.problems == ()
    return build_deck(raw, "test.yaml")


@pytest.fixture(params=DEVICES, ids=lambda device: device.name)
def show(request: Any, browser: Browser, learner: Collection) -> Show:
    """Show the front of a card of a question."""

    def shown(question: str | Deck, number: int = 0) -> Shown:
        learner.take(question)
        card = Shown(browser, learner, request.param, number)
        card.front()
        return card

    return shown


# --- choice -----------------------------------------------------------------------------------------

CHOICE = (
    "- {ask: Dwarf planet?, answer: {Pluto: since 2006}, wrong: [Mars: a full one, Vesta, Io], cite: s#1}"
)
SEVERAL = "- {ask: Gas giants?, answers: [Jupiter, Saturn], wrong: [Mars, Venus]}"


def test_an_option_that_was_tapped_is_marked_on_the_back_in_the_same_order(show: Show) -> None:
    card = show(CHOICE)
    order = card.texts(".items > li")
    assert sorted(order) == ["Io", "Mars", "Pluto", "Vesta"]
    card.tap("items", "Io")
    card.tap("items", "Mars")
    assert card.texts(".picked") == ["Mars"]
    card.back()
    assert [text.partition("\n")[0] for text in card.texts("li")] == order
    assert card.texts(".picked") == ["Mars\na full one"]
    assert card.texts("li.right") == ["Pluto\nsince 2006"]
    assert (card.score, card.texts(".source")) == ("✗", ["s ¶ 1"])


def test_the_right_option_is_told_to_be_right(show: Show) -> None:
    card = show(CHOICE)
    card.tap("items", "Pluto")
    card.back()
    assert (card.score, card.texts(".picked")) == ("✓", ["Pluto\nsince 2006"])


def test_nothing_on_the_front_tells_which_option_is_right(show: Show) -> None:
    card = show(CHOICE)
    looks = card.all(
        ".items > li",
        "[getComputedStyle(e).backgroundColor, getComputedStyle(e).borderColor,"
        " getComputedStyle(e, '::before').content, getComputedStyle(e, '::before').color].join()",
    )
    assert len(looks) == 4
    assert len(set(looks)) == 1


def test_a_back_without_an_answer_marks_the_key_alone(show: Show) -> None:
    card = show(CHOICE)
    card.back()
    assert (card.score, card.texts(".picked"), len(card.texts("li.right"))) == ("", [], 1)


def test_options_come_in_another_order_at_another_showing(show: Show) -> None:
    card = show(CHOICE)
    orders = set()
    for _ in range(20):
        card.front()
        orders.add(tuple(card.texts(".items > li")))
    # Where nothing lasts from front to back, an order that changes could not be kept.
    assert len(orders) > 4 if card.device.stores else len(orders) == 1


def test_true_stays_before_false(show: Show) -> None:
    card = show("- {statement: It is so., answer: false}")
    for _ in range(5):
        card.front()
        assert card.texts(".items > li") == ["True", "False"]
    card.tap("items", "False")
    card.back()
    assert card.score == "✓"


def test_several_options_are_ticked_and_unticked(show: Show) -> None:
    card = show(SEVERAL)
    for name in ("Jupiter", "Mars", "Saturn", "Mars", "Venus"):
        card.tap("items", name)
    assert sorted(card.texts(".picked")) == ["Jupiter", "Saturn", "Venus"]
    card.back()
    assert sorted(card.texts("li.right.picked")) == ["Jupiter", "Saturn"]
    assert card.texts(".picked:not(.right)") == ["Venus"]
    assert card.score == "◐ 50 %"


def test_everything_ticked_earns_nothing(show: Show) -> None:
    card = show(SEVERAL)
    for name in ("Jupiter", "Mars", "Saturn", "Venus"):
        card.tap("items", name)
    card.back()
    assert card.score == "✗"


# --- order, match, categories -----------------------------------------------------------------------

ORDER = "- {ask: From the Sun, order: [Mercury, Venus, Earth, Mars]}"


@pytest.mark.parametrize(
    ("taps", "score", "right"),
    [
        ("Mercury Venus Earth Mars", "✓", "Mercury Venus Earth Mars"),
        ("Venus Mercury Earth Mars", "◐ 75 %", "Venus Earth Mars"),
        ("Mars Earth Venus Mercury", "✗", ""),
        ("Mercury Mars Mars Venus Earth Mars", "✓", "Mercury Venus Earth Mars"),
        ("Mercury Venus", "◐ 50 %", "Mercury Venus"),
    ],
)
def test_items_are_ordered_by_taps_and_marked(show: Show, taps: str, score: str, right: str) -> None:
    card = show(ORDER)
    for name in taps.split():
        card.tap("items", name)
    card.back()
    assert card.score == score
    rows = [text.partition("\n")[0] for text in card.texts(".solution > li")]
    assert rows == ["Mercury", "Venus", "Earth", "Mars"]
    assert {text.partition("\n")[0] for text in card.texts(".solution > li.right")} == set(right.split())


def test_the_back_says_which_place_a_misplaced_item_was_given(show: Show) -> None:
    card = show(ORDER)
    for name in ("Venus", "Mercury", "Earth", "Mars"):
        card.tap("items", name)
    assert sorted(card.all(".items > li", "e.dataset.rank + e.textContent")) == [
        *("1Venus", "2Mercury", "3Earth", "4Mars")
    ]
    card.back()
    assert card.texts(".solution .given") == ["2", "1"]


def test_the_number_of_a_place_stands_on_one_line(show: Show) -> None:
    card = show(f"- {{ask: Count, order: {[*range(1, 13)]}}}")
    card.back()
    heights = card.all(".solution > li", "getComputedStyle(e, '::before').height")
    assert len(heights) == 12
    assert len(set(heights)) == 1


MATCH = (
    "- {ask: Who found it?, match: {Galileo: Io, Herschel: Uranus, Tombaugh: '**Pluto**'}, extra: [Ceres]}"
)


def test_partners_are_given_by_taps_one_after_the_other(show: Show) -> None:
    card = show(MATCH)
    right = {"Galileo": "Io", "Herschel": "Uranus", "Tombaugh": "Pluto"}
    for name in card.texts(".items > li"):
        assert card.texts(".active") == [name]
        card.tap("partners", right[name])
    card.back()
    assert card.score == "✓"
    assert len(card.texts(".solution > li.right")) == 3


def test_a_partner_can_be_taken_back_and_the_back_shows_what_was_wrong(show: Show) -> None:
    card = show(MATCH)
    order = card.texts(".items > li")
    for name, partner in (
        ("Tombaugh", "Io"),
        ("Galileo", "Ceres"),
        ("Herschel", "Uranus"),
        ("Galileo", "Io"),
    ):
        card.tap("items", name)
        card.tap("partners", partner)
    assert sorted(card.texts(".items > li")) == ["Galileo\nIo", "Herschel\nUranus", "Tombaugh\nIo"]
    card.back()
    rows = card.texts(".solution > li")
    assert [row.partition("\n")[0] for row in rows] == order
    assert card.texts(".solution > li.wrong") == ["Tombaugh\nPluto\nIo"]
    assert card.score == "◐ 67 %"


def test_items_are_sorted_into_categories(show: Show) -> None:
    card = show("- {ask: Rock or gas?, groups: {rock: [Mercury, Mars], gas: [Jupiter, Saturn]}}")
    for name in card.texts(".items > li"):
        card.tap("partners", "rock" if name.startswith(("Mer", "Jup")) else "gas")
    card.back()
    assert {text.partition("\n")[0] for text in card.texts(".solution > li.right")} == {"Mercury", "Saturn"}
    assert card.score == "◐ 50 %"


# --- what is typed ----------------------------------------------------------------------------------


def test_a_typed_answer_is_compared_by_anki(show: Show) -> None:
    card = show("- {ask: Who?, answer: Copernicus, accept: [Kopernik, Mikołaj], reject: {Galileo: Later.}}")
    card.type("input#typeans", "x")
    card.back("Copernic")
    assert card.texts("#typeans .typeMissed")
    assert card.texts(".also .right") == []
    assert card.score == ""


def test_another_right_answer_is_told_to_be_right(show: Show) -> None:
    card = show("- {ask: Who?, answer: Copernicus, accept: [Kopernik, Mikołaj], reject: {Galileo: Later.}}")
    card.back("kopernik")
    assert card.texts(".also .right") == ["Kopernik"]
    assert card.score == "✓"
    card.back("Galileo")
    assert (card.texts("dt.wrong"), card.texts("dt.wrong + dd")) == (["Galileo"], ["Later."])


FAR = "- {ask: How far is the Moon?, answer: 384400, unit: km, tolerance: 1%}"


def test_a_number_is_asked_for_with_its_unit_beside_the_input(show: Show) -> None:
    card = show(FAR)
    assert (card.texts(".question"), card.texts(".typed .unit")) == (["How far is the Moon?"], ["km"])
    rights = card.all("input", "e.getBoundingClientRect().right")
    lefts = card.all(".unit", "e.getBoundingClientRect().left")
    assert float(rights[0]) < float(lefts[0])
    bottoms = card.all("input, .unit", "e.getBoundingClientRect().bottom")
    assert abs(float(bottoms[0]) - float(bottoms[1])) < 12
    card.back("384,400")
    assert card.texts(".typed .unit") == ["km"]
    assert "".join(card.texts("#typearrow ~ span")) == "384400"
    assert card.texts(".also") == ["± 1%"]
    assert card.all(".also", "getComputedStyle(e, '::before').content") == ["none"]


@pytest.mark.parametrize(
    ("language", "typed", "score"),
    [
        *(("en", text, "✓") for text in ("384,400", "384 400 km", "384401", "388,000.5", "380556")),
        *(("en", text, "") for text in ("384.400", "388245", "380555", "384400 miles", "many")),
        *(("es", text, "✓") for text in ("384.400", "384.400,5", "384401,5")),
        *(("es", text, "") for text in ("384,400", "-384.400")),
    ],
)
def test_a_number_is_right_within_its_tolerance_however_its_thousands_are_parted(
    browser: Browser, learner: Collection, language: str, typed: str, score: str
) -> None:
    learner.take(deck_in(language, FAR))
    card = Shown(browser, learner, DEVICES[2], 0)
    card.front()
    card.back(typed)
    assert card.score == score


def test_a_text_of_figures_is_no_number(show: Show) -> None:
    card = show("- {type: short-answer, ask: Which agent?, answer: '007'}")
    card.back("7")
    assert card.score == ""


def test_a_list_is_recalled_line_by_line(show: Show) -> None:
    card = show("- {ask: Name two, answers: [Mercury, Vénus, Earth], need: 2}")
    card.type(".items > li:nth-child(1) input", "VENUS")
    card.type(".items > li:nth-child(2) input", "Pluto")
    card.back()
    assert card.texts(".solution > li") == ["Mercury", "Vénus", "Earth", "Pluto"]
    assert (card.texts("li.right"), card.texts("li.wrong")) == (["Vénus"], ["Pluto"])
    assert card.score == "◐ 33 %"


def test_an_open_answer_is_written_and_its_points_are_ticked(show: Show) -> None:
    card = show("- {ask: Why?, rubric: [One., Two.], model_answer: Both.}")
    card.type("textarea", "Because of <b>one</b>.")
    card.back()
    assert card.texts(".written") == ["Because of <b>one</b>."]
    card.tap("items", "One")
    assert card.score == "◐ 50 %"
    card.tap("items", "Two")
    assert card.score == "✓"


# --- gaps -------------------------------------------------------------------------------------------

GAPS = """
- cloze: 'In {{c1::1999::when?}}, {{c1::Yeltsin}} and {{c1::Lukashenko}}.'
  wrong: {1999: [1991, "a < b"], Yeltsin: [Putin]}
  accept: {Lukashenko: [Lukašenka]}
"""


def choose(card: Shown, place: int, text: str) -> None:
    card.browser.run(
        f"(() => {{ const list = document.querySelectorAll('.question select')[{place}];"
        f" list.value = {json.dumps(text)}; list.dispatchEvent(new Event('change')); }})()"
    )


def test_a_gap_with_options_is_a_drop_down(show: Show) -> None:
    card = show(GAPS)
    options = card.all(".question select", "[...e.options].map((o) => o.text).join('|')")
    assert options == ["…|1991|1999|a < b", "…|Putin|Yeltsin"]
    assert card.texts(".question .cloze")[2] == "[...]"
    choose(card, 0, "a < b")
    choose(card, 1, "Yeltsin")
    card.back()
    assert card.texts(".question") == ["In a < b 1999, Yeltsin and Lukashenko."]
    assert card.texts(".given") == ["a < b"]
    assert card.texts(".also li") == ["Lukashenko = Lukašenka"]


def test_a_card_shows_what_else_is_right_in_its_own_gaps_alone(show: Show) -> None:
    question = "- {cloze: '{{a::or?}} and {{b}}', accept: {a: [A1], b: [B1]}, wrong: {b: [c]}}"
    card = show(question, 1)
    assert card.all(".question select", "[...e.options].map((o) => o.text).join('|')") == ["…|b|c"]
    card.back()
    assert card.texts(".also li") == ["b = B1"]


def test_a_hint_stays_beside_the_drop_down(show: Show) -> None:
    card = show(GAPS)
    assert card.all(".question .cloze", "e.firstChild.textContent")[0] == "when?: "


MARKED = r"""
- cloze: 'It is {{c1::$\frac{a}{b}$::a *hint*}}, {{c1::**bold**}} and {{c1::`c{}`}}.'
  wrong: {'$\frac{a}{b}$': ['$x^2$'], '**bold**': ['*thin*']}
  accept: {'`c{}`': ['`d`']}
"""


def test_formulas_and_markdown_in_a_gap_are_shown_as_such(show: Show) -> None:
    card = show(MARKED)
    options = card.all(".question select", "[...e.options].map((o) => o.text).join('|')")
    assert options == ["…|a/b|x²", "…|bold|thin"]
    choose(card, 0, "a/b")
    choose(card, 1, "thin")
    card.back()
    # What stands between \\( and \\) is MathJax's.
    assert card.texts(".question") == [r"It is \(\frac{a}{b}\), thin bold and c{}."]
    assert card.texts("strong, em, code") == ["thin", "bold", "c{}", "c{}", "d"]
    assert card.texts(".given") == ["thin"]


IN_A_FORMULA = """
- cloze: 'With ${{c1::x}}^2$ comes {{c1::Boo}} before {{c1::Cee}}.'
  wrong: {Boo: [Foo, Goo], Cee: [Dee]}
- cloze: '${{c1::y}}^2$ and ${{c2::z}}^2$'
  accept: {y: [why], z: [zed]}
"""


def test_a_drop_down_stands_in_its_own_gap_though_another_is_in_a_formula(show: Show) -> None:
    card = show(IN_A_FORMULA)
    options = card.all(".question select", "[...e.options].map((o) => o.text).join('|')")
    assert options == ["…|Boo|Foo|Goo", "…|Cee|Dee"]
    choose(card, 0, "Boo")
    choose(card, 1, "Dee")
    card.back()
    assert card.texts(".question") == [r"With \(x^2\) comes Boo before Dee Cee."]
    # Of the gap in the formula nothing is known.
    assert card.score == ""


def test_what_else_is_right_in_a_formula_is_shown(show: Show) -> None:
    card = show(IN_A_FORMULA, 2)
    card.back()
    assert card.texts(".also li") == ["z = zed"]


# --- everywhere -------------------------------------------------------------------------------------


def test_odd_texts_break_no_script(show: Show) -> None:
    wrong = ["{{Front}}", "'\"`${x}", "a < b && c > d", "<img src=x onerror=fail()>"]
    odd = f"- {{ask: '</script><script>fail()', answer: </script>, wrong: {json.dumps(wrong)}}}"
    card = show(odd)
    assert sorted(card.texts(".items > li")) == sorted([*wrong, "</script>"])
    card.tap("items", "</script>")
    card.back()
    assert card.score == "✓"


def test_a_picture_is_shown_within_the_screen(show: Show, tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="3000"></svg>'
    (tmp_path / "wide.svg").write_text(svg, encoding="utf-8")
    path = tmp_path / "deck.yaml"
    path.write_text("deck: T\nquestions:\n- {front: f, back: b, image: wide.svg}\n", encoding="utf-8")
    card = show(load_deck(path)[0])
    for is_back in (False, True):
        if is_back:
            card.back()
        sizes = card.all(
            "img", "[e.naturalWidth, e.getBoundingClientRect().height <= innerHeight / 2].join()"
        )
        assert sizes == ["3000,true"]


def test_a_right_to_left_text_in_another_deck_runs_right_to_left_beside_its_mark(show: Show) -> None:
    card = show("- {ask: ما هو أكبر كوكب؟, answer: المشتري, wrong: [زحل, المريخ]}")
    assert card.all(".question", "getComputedStyle(e).direction") == ["rtl"]
    assert sides(card, ".items > li") == {"left"}


RIGHT_TO_LEFT = """
- {ask: أي من هذه المدن عواصم؟, answers: [القاهرة: عاصمة مصر, الرباط], wrong: [الإسكندرية, Casablanca]}
- {ask: رتب, order: [1 واحد, Two, ثلاثة]}
- {ask: ما عاصمة مصر؟, answer: القاهرة, hint: تلميح}
- {ask: سمّ, answers: [القاهرة, Cairo], need: 2}
"""


def sides(card: Shown, selector: str) -> set[str]:
    """Where the marks of items stand, and beside them their texts."""
    return set(
        card.all(
            selector,
            "((box, range) => { range.selectNodeContents(e.firstChild);"
            " const text = range.getBoundingClientRect();"
            " const begins = text.left - box.left < box.right - text.right ? 'left' : 'right';"
            " const marked = getComputedStyle(e).direction === 'rtl' ? 'right' : 'left';"
            " return begins === marked ? marked : 'torn apart'; })"
            "(e.getBoundingClientRect(), document.createRange())",
        )
    )


@pytest.mark.parametrize("number", [0, 1])
def test_in_a_deck_of_a_right_to_left_language_every_mark_stands_on_the_right(
    show: Show, number: int
) -> None:
    card = show(deck_in("ar-EG", RIGHT_TO_LEFT), number)
    for _ in range(5):  # in whatever order the items come
        card.front()
        assert sides(card, ".items > li") == {"right"}
    card.tap("items", "Casablanca" if number == 0 else "Two")
    card.back()
    assert sides(card, ".solution > li") == {"right"}


def test_in_a_deck_of_a_right_to_left_language_answers_are_typed_from_the_right(show: Show) -> None:
    card = show(deck_in("he", RIGHT_TO_LEFT), 2)
    assert card.all("#typeans, .hint", "getComputedStyle(e).direction") == ["rtl", "rtl"]
    card.back("القاهره")
    width = card.device.size[0]
    ends = card.all("#typeans > span", "e.getBoundingClientRect().right")
    assert all(float(end) > width / 2 for end in ends)


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Hint"), ("es", "Pista"), ("pt-BR", "Dica"), ("xx", "Hint"), ("ar", "تلميح")],
)
def test_the_card_speaks_the_language_of_the_deck(
    browser: Browser, learner: Collection, language: str, word: str
) -> None:
    learner.take(deck_in(language, "- {front: f, back: b, hint: h}"))
    card = Shown(browser, learner, DEVICES[0], 0)
    card.front()
    assert card.all("summary", "getComputedStyle(e, '::after').content") == [f'"{word}"']


# Made by the version before notes named the language of their deck: their key stood among the options.
OLD = Path(__file__).parents[2] / "data" / "exported_before_language.apkg"


def test_a_note_of_an_earlier_package_is_played_with_the_newer_cards(
    browser: Browser, learner: Collection
) -> None:
    learner.take_file(OLD)
    learner.take("- {id: new, ask: a, answer: b, wrong: [c]}")  # which brings the newer cards
    by_id = {card.note().guid: number for number, card in enumerate(learner.cards())}
    card = Shown(browser, learner, DEVICES[0], by_id["quizkit:test/picked"])
    card.front()
    card.tap("items", "off")
    card.back()
    assert card.texts("li.picked") == ["off\nit is not"]
    assert card.texts("li.right") == ["right\nit is so"]
    assert card.score == "✗"
    card = Shown(browser, learner, DEVICES[0], by_id["quizkit:test/number"])
    card.front()
    assert card.texts(".unit") == []
    card.back("384400")
    assert card.texts(".also") == ["± 1%"]


def test_a_hint_is_unfolded_by_a_tap(show: Show) -> None:
    card = show("- {front: f, back: b, hint: It is b.}")
    assert card.texts(".hint div") == []
    card.browser.tap(".hint summary")
    assert card.texts(".hint div") == ["It is b."]


@pytest.mark.parametrize(
    ("question", "front", "back"),
    [
        (CHOICE, "Io Mars Pluto Vesta", "Pluto since 2006"),
        (ORDER, "Earth Mars Mercury Venus", "Mercury Venus Earth Mars"),
        (
            MATCH,
            "Galileo Herschel Tombaugh Ceres Io Pluto Uranus",
            "Galileo Io Herschel Uranus Tombaugh Pluto",
        ),
        (GAPS, "In [when?: 1991 / 1999 / a < and", "In 1999, Yeltsin and Lukashenko. Lukashenko = Lukašenka"),
        (FAR, "How far is the Moon? km", "How far is the Moon? km 384400 ± 1%"),
        ("- {ask: Name two, answers: [b, c], need: 2}", "Name two", "b c"),
        ("- {ask: Why?, rubric: [One.], model_answer: Two.}", "Why?", "One. Two."),
    ],
)
def test_where_no_script_runs_a_card_can_still_be_read(
    browser: Browser, learner: Collection, question: str, front: str, back: str
) -> None:
    learner.take(question)
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        card = Shown(browser, learner, DEVICES[0], 0)
        card.front()
        assert set(front.split()) <= set(" ".join(card.texts("#qa")).split())
        card.back()
        assert back in " ".join(" ".join(card.texts("#qa")).split())
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
