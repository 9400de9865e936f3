"""The HTML of fields becomes the Markdown of decks, by the short way or the long one."""

from __future__ import annotations

import gc
import weakref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.importers import html
from quizkit.importers.html import MAX_FIELD, escaped, markdown, plain
from quizkit.importers.lines import lines_of
from quizkit.importers.tree import markdown_of, tree_of
from quizkit.markup import plain as shown

PIECES = st.sampled_from(
    [
        *(
            "<b>",
            "</b>",
            "<br>",
            "<div>",
            "</div>",
            "<IMG src=a>",
            "<img src='b'>",
            "[sound:a.mp3]",
            "<!--",
            "-->",
        ),
        *("<sup>", "</sup>", "<SUB class=x>", "</sub>", "5", "n", "("),
        *("<style>", "</style>", "<ſtyle>", "<Script", "\\(", "\\)", "\\[", "\\]", "[$]", "[/$]", "[latex]"),
        *(
            "[/latex]",
            "&amp;",
            "&#96;",
            "*",
            "_",
            "`",
            "~~",
            "$x$",
            "\\",
            " ",
            "\n",
            "\u00a0",
            "\x07",
            "\ufeff",
        ),
        *(
            "\u2028",
            "e\u0301",
            "\u1fef",
            "\u2000",
            "\x1f",
            "\x85",
            "\ud800",
            "a",
            "word",
            "1. ",
            "- ",
            "<",
            "[",
        ),
    ]
)
FIELD = st.lists(PIECES | st.text(max_size=4), max_size=8).map("".join)


@given(FIELD)
@settings(max_examples=300, deadline=None)
def test_the_short_ways_say_what_the_long_way_says(field: str) -> None:
    assert markdown(field) == html._clean(html._rich(field.strip()))


@pytest.mark.parametrize("around", ["", "\n\n", " \u00a0", "\x1f\n"])
def test_space_round_a_field_means_nothing(around: str) -> None:
    assert markdown(f"{around}ﬁne cafe\u0301{around}") == "ﬁne café"


def test_a_field_beyond_all_reason_is_cut() -> None:
    assert len(markdown("a" * 20 * MAX_FIELD)) == 10 * MAX_FIELD


# --- lines, words and links: without a tree -----------------------------------------------------------

WORDS = st.sampled_from(["one", "two", " ", " three ", "a*b", "&lt;", "\n  ", "4 &amp; 5", "\u00a0x"])
HTML = st.recursive(
    WORDS | st.just("<br>"),
    lambda inner: st.builds(
        "{0[0]}{1}{0[1]}".format,
        st.sampled_from(
            [
                *(("<div>", "</div>"), ('<div class="x">', "</div>"), ("<span>", "</span>")),
                *(("<FONT color=red>", "</FONT>"), ("<section>", "</section>"), ("<b>", "</b>")),
                *(("<em>", "</em>"), ("<a href='#'>", "</a>"), ('<a href="https://a.test">', "</a>")),
            ]
        ),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=12,
)


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.split("\n") if line.strip()]


@given(st.lists(HTML, max_size=4).map("".join))
@settings(max_examples=300, deadline=None)
def test_lines_and_words_say_what_a_tree_says(text: str) -> None:
    without_tree = lines_of(text, escaped)

    assert without_tree is None or _lines(without_tree) == _lines(markdown_of(text, escaped))


def test_most_fields_need_no_tree() -> None:
    text = '<div style="x">one <b>two</b></div><span>three</span> <a href="https://a.test">four</a>'

    assert lines_of(text, escaped) == "one **two**\nthree [four](https://a.test)"


def test_a_tree_is_gone_when_it_was_read_without_the_garbage_collector() -> None:
    gc.disable()
    try:
        with tree_of("<ul><li>one</li><li>two</li></ul>") as tree:
            found = [weakref.ref(each) for each in tree.find_all(True)]
            assert all(each() is not None for each in found)
        del tree
        assert all(each() is None for each in found)
    finally:
        gc.enable()


# --- what a reader sees -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<ruby>騒<rt>さわ</rt></ruby>がしい", "騒(さわ)がしい"),
        ("<ruby>騒<rp>(</rp><rt>さわ</rt><rp>)</rp></ruby>", "騒(さわ)"),
        ("<ruby>騒<rt></rt></ruby>", "騒"),
        ("<b>one</b><b>two</b>", "**onetwo**"),
        ("<i>one</i><i>two</i> <b>three</b>", "*onetwo* **three**"),
        ("<b>one</b><span><b>two</b></span> <u>x</u>", "**onetwo** x"),
        ("<ul><li><b>one</b><span><b>two</b></span></li></ul>", "- **onetwo**"),
        ("<b><b>x</b></b> <strong><b>y</b></strong> <i><em>z</em></i>", "**x** **y** *z*"),
        ("<b><i><b>x</b></i></b>", "***x***"),
    ],
)
def test_readings_and_marks_are_as_one_would_write_them(field: str, text: str) -> None:
    assert markdown(field) == text


RAISED = [
    ("10<sup>5</sup> m", "10⁵ m"),
    ("x<sup>2n</sup> + x<SUP class='y'>-1</SUP>", "x²ⁿ + x⁻¹"),
    ("10<sup>&minus;3</sup>", "10⁻³"),
    ("H<sub>2</sub>O, Fe<sup>3+</sup>, SO<sub>4</sub><sup>2-</sup>", "H₂O, Fe³⁺, SO₄²⁻"),
    ("a<sub>ij</sub> and x<sub>(n+1)</sub>", "aᵢⱼ and x₍ₙ₊₁₎"),
    ("e<sup>x</sup> is", "e^x is"),
    ("e<sup>x</sup>y", "e^(x)y"),
    ("e<sup>kx</sup>", "e^(kx)"),
    ("v<sub>max</sub> = v<sub>B</sub>", "vₘₐₓ = v_B"),
    ("2<sup>n<sub>i</sub></sup>", "2^(nᵢ)"),
    ("2<sup>2<sup>n</sup></sup>", "2^(2ⁿ)"),
    ("the 19<sup>th</sup>, 1<sup>er</sup>", "the 19th, 1er"),
    ("a<sup></sup>b<sub> </sub>", "ab"),
    ("a &lt;sup&gt;5&lt;/sup&gt;", "a <sup>5</sup>"),
    ("a<sup>5", "a5"),
]


@pytest.mark.parametrize(("field", "text"), RAISED)
def test_what_stands_above_or_below_the_line_keeps_its_meaning(field: str, text: str) -> None:
    assert markdown(field) == text
    assert markdown(f"<ul><li>{field}</li></ul>") == f"- {text}"
    assert plain(field) == text


def test_what_stands_above_the_line_may_be_marked_and_hold_a_formula() -> None:
    assert markdown("2<sup><b>10</b></sup> 3<sup><i>kx</i></sup>") == "2**¹⁰** 3^(*kx*)"
    assert markdown(r"y<sup>\(2\)</sup>") == "y^($2$)"


def test_a_formula_has_its_own_way_to_raise() -> None:
    assert markdown(r"\(x^2_1\) and x<sup>2</sup>") == "$x^2_1$ and x²"
    assert plain(r"\(10<sup>2</sup>\) and 10<sup>2</sup>") == r"\(102\) and 10²"


@pytest.mark.parametrize(
    ("code", "fence"), [("x = 1", "```"), ("a ` b", "```"), ("```\nx\n```", "````"), ("````x", "`````")]
)
def test_a_fence_is_longer_than_those_within(code: str, fence: str) -> None:
    text = markdown(f"a<pre><code>{code}\n</code></pre>b")

    assert text == f"a\n\n{fence}\n{code}\n{fence}\n\nb"
    assert code in shown(text)


@pytest.mark.parametrize("href", ["", "#", "#top", "javascript:play()", " JavaScript:void(0)"])
@pytest.mark.parametrize("around", ["{}", "<ul><li>{}</li></ul>"])
def test_a_link_to_nowhere_is_its_text(href: str, around: str) -> None:
    assert markdown(around.format(f'<a href="{href}">play</a>')).removeprefix("- ") == "play"
    assert markdown(around.format("<a>play</a>")).removeprefix("- ") == "play"


def test_a_link_to_somewhere_stays() -> None:
    assert markdown('see <a class="x" href="https://a.test/?a=1&amp;b">there</a>') == (
        "see [there](https://a.test/?a=1&b)"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="color: red; display:none">no<div>no</div>no</div>',
        "<span style='visibility : hidden'>no</span>",
        "<p hidden>no</p>",
        '<span class="x" hidden="">no</span>',
        "<input hidden>",
        "<textarea style='DISPLAY: NONE'>no</textarea>",
    ],
)
def test_what_is_hidden_is_no_text(hidden: str) -> None:
    assert markdown(f"one{hidden} two") == "one two"


@pytest.mark.parametrize(
    "seen",
    [
        '<span class="hidden-no">two</span>',
        '<span title="hidden">two</span>',
        '<span style="border: none">two</span>',
        "<span style='display: block'>two</span>",
    ],
)
def test_what_is_not_hidden_is_text(seen: str) -> None:
    assert markdown(f"one {seen}") == "one two"


def test_an_element_that_is_not_closed_hides_all_behind_it() -> None:
    assert markdown("one <div hidden>two <div>three</div>") == "one"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<table><tr><td>one</td></tr><tr><td>two<br>three</td></tr></table>", "one\ntwo\nthree"),
        ("<table><tr><td>Type:</td> <td><b>verb</b></td><td>3</td></tr></table>", "Type: **verb** 3"),
        (
            "<table><tr><td>Type:</td><td>verb</td></tr><tr><td></td><td>one</td></tr></table>x",
            "Type: verb\none\nx",
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1 | 2 |",
        ),
        (
            "<table><thead><tr><th></th><th>&nbsp;</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr>"
            "<tr><td>3</td><td>4</td></tr></tbody></table>",
            "| 1 | 2 |\n| --- | --- |\n| 3 | 4 |",
        ),
        (
            "<table><tr><td>a <table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
            "</td></tr></table>",
            "a\n\n| 1 | 2 |\n| --- | --- |\n| 3 | 4 |",
        ),
        ("<table><tr><td>one<td><table><tr><td>two</table></table>three", "one\ntwo\nthree"),
        ("<table>loose</table>", "loose"),
        ("<table><tr><td>not closed", "not closed"),
    ],
)
def test_tables_that_lay_text_out_are_lines_and_real_ones_stay(field: str, text: str) -> None:
    assert markdown(field) == text


@pytest.mark.parametrize(
    "piece",
    [
        "<table>",
        "<sup>",
        "<sup>1",
        "<sub></sup>",
        "<b hidden>",
        "<td>",
        "<a href='",
        "style='",
        "<table><tr><td>a<td>b",
    ],
)
def test_a_field_made_to_take_long_does_not(piece: str) -> None:
    field = (piece * MAX_FIELD)[:MAX_FIELD]

    assert len(markdown(field)) <= 2 * MAX_FIELD
