"""Markdown and math in the texts of decks: what is shown, and what never becomes more than text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.markup import Span, html, plain, readable, spans
from quizkit.quoting import CONTROL

BOLD, ITALIC, CODE, STRIKE, MATH = (
    frozenset({style}) for style in ("bold", "italic", "code", "strike", "math")
)

# --- Markdown ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "rendered"),
    [
        ("plain", [Span("plain")], "plain"),
        ("a **b** c", [Span("a "), Span("b", BOLD), Span(" c")], "a <strong>b</strong> c"),
        ("*a* _b_", [Span("a", ITALIC), Span(" "), Span("b", ITALIC)], "<em>a</em> <em>b</em>"),
        ("`a` ~~b~~", [Span("a", CODE), Span(" "), Span("b", STRIKE)], "<code>a</code> <s>b</s>"),
        ("***a***", [Span("a", BOLD | ITALIC)], "<em><strong>a</strong></em>"),
        (r"2 \* 3 \* 4", [Span("2 * 3 * 4")], "2 * 3 * 4"),
    ],
)
def test_markdown_is_style(text: str, expected: list[Span], rendered: str) -> None:
    assert spans(text) == expected
    assert html(text) == rendered


@pytest.mark.parametrize(
    "text",
    [
        *("2 * 3 * 4", "snake_case_word", "a_1 and b_2", "C:\\new", "# five", "> 5 and < 6", "a | b", "~5~"),
        *("- 5", "1. May", "5. Mai", "+3", "http://a.b/_c_d", "[a](b)", "![a](b)", "&lt;", "a & b", "{{x}}"),
        *("a\nb", "a\n\n    b", " a ", "'a' \"b\"", "---", "\\(x^2", "a--b"),
    ],
)
def test_what_only_looks_like_markdown_stays_as_it_is(text: str) -> None:
    assert plain(text) == ("(x^2" if text == "\\(x^2" else text)
    assert not re.search("<(?!br>)", html(text))


def test_a_text_of_several_lines_may_have_lists_and_paragraphs() -> None:
    assert html("- a\n- **b**") == "<ul><li>a</li><li><strong>b</strong></li></ul>"
    assert plain("- a\n- **b**") == "• a\n• b"
    assert html("1. a\n2. b") == "<ol><li>a</li><li>b</li></ol>"
    assert plain("1. a\n2. b") == "1. a\n2. b"
    assert html("a *b*\nc\n\nd") == "<p>a <em>b</em><br>c</p><p>d</p>"
    assert plain("a *b*\nc\n\nd") == "a b\nc\nd"


def test_a_block_of_code_keeps_its_lines() -> None:
    text = "Run:\n```\nif a < b:\n    c = `d`\n```"
    assert html(text) == "<p>Run:</p><pre><code>if a &lt; b:<br>    c = `d`</code></pre>"
    assert plain(text) == "Run:\nif a < b:\n    c = `d`"
    assert html("```python\n$x$\n```") == html("```\n$x$\n```") == "<pre><code>$x$</code></pre>"


@pytest.mark.parametrize("text", [" *a* ", "\n*a*\n", "  *a*", "*a*\n\n"])
def test_the_space_around_a_piece_of_text_stays(text: str) -> None:
    assert plain(text) == text.replace("*", "")
    assert html(text) == text.replace("*a*", "<em>a</em>").replace("\n", "<br>")


# --- math and money ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown", "rendered"),
    [
        ("$x^2$", "x²", r"\(x^2\)"),
        ("so $a<b$.", "so a<b.", r"so \(a&lt;b\)."),
        ("$x$ and $y$", "x and y", r"\(x\) and \(y\)"),
        ("**$x$**", "x", r"<strong>\(x\)</strong>"),
        (r"$\frac{1}{2} \le x$", "1/2 ≤ x", r"\(\frac{1}{2} \le x\)"),
        ("$a_1*b_2*c$", "a₁*b₂*c", r"\(a_1*b_2*c\)"),
        (r"$5\$$", "5$", r"\(5\$\)"),
        ("($x$)", "(x)", r"(\(x\))"),
    ],
)
def test_math_stands_between_dollar_signs(text: str, shown: str, rendered: str) -> None:
    assert plain(text) == shown
    assert html(text) == rendered


@pytest.mark.parametrize(
    "text",
    [
        *("$45 or $50", "It costs $5.", "5$ and 6$", "US$ 3 to US$ 4", "$5", "$", "$$", "$ x $", "a $ b $ c"),
        *("between $1,000 and $2,000", "$20-$30", "from $5 to $6 billion", "$x$5", "100 $ (or 90 $)"),
    ],
)
def test_money_is_no_math(text: str) -> None:
    assert plain(text) == text
    assert html(text) == text


def test_a_dollar_sign_may_be_escaped() -> None:
    assert html(r"\$5 and $6$") == r"$5 and \(6\)"
    assert plain(r"\$5 and $6$") == "$5 and 6"


def test_code_has_no_math() -> None:
    assert html("`$x$` and $x$") == r"<code>$x$</code> and \(x\)"
    assert spans("`$x$` and $x$") == [Span("$x$", CODE), Span(" and "), Span("x", MATH)]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("x^2 + y^2 = z^2", "x² + y² = z²"),
        (r"\frac{a}{b}", "a/b"),
        (r"\text{H}_2\text{O}", "H₂O"),
        (r"a \times b \neq c", "a × b ≠ c"),
        (r"\alpha \to \infty", "α → ∞"),
        (r"\left( x \right)", "( x )"),
    ],
)
def test_a_formula_is_readable_in_a_terminal(formula: str, shown: str) -> None:
    assert readable(formula) == shown


# --- nothing in a text becomes markup of its own ----------------------------------------------------

HOSTILE = [
    *("<script>alert(1)</script>", "<b>a</b>", "<img src=x onerror=y>", "</div>", "<!-- a", "a<br>b", "<"),
    *(
        "[sound:x.mp3]",
        "[[type:Answer]]",
        "[a](javascript:b)",
        "![a](http://b)",
        "<http://a.b>",
        "http://a.b",
    ),
    *("{{c1::x}}", "{{Front}}", "&lt;b&gt;", "&#60;", "&", "\U000f0000", "\U000f0005 $x$", "[$]x[/$]"),
]
OURS = re.compile(r"</?(?:strong|em|s|code|pre|p|ul|ol|li)>|<br>")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["{}", "**{}**", "a *{}* b", "- a\n- {}", "`{}`", "*a*\n\n{}"])
def test_no_text_becomes_a_tag_a_link_or_an_entity(text: str, frame: str) -> None:
    rendered = html(frame.replace("{}", text))
    assert not re.search("[<>]", OURS.sub("", rendered))
    assert not re.search("&(?!lt;|gt;|amp;|quot;)", rendered)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[sound:x.mp3]", "{{c1::x}}", "&lt;b&gt;"])
def test_it_is_shown_as_it_was_written(text: str) -> None:
    assert plain(f"**{text}**") == plain(text) == text


PIECES = st.sampled_from(
    [
        *HOSTILE,
        *"*_`~$\\[]<>&-+.)#",
        "**",
        "~~",
        "```",
        "\n",
        "\n\n",
        "\n- ",
        "1. ",
        "a",
        " ",
        "é",
        "x^2",
        "$x$",
    ]
)
MIXED = st.lists(PIECES, max_size=12).map("".join) | st.text().filter(lambda text: not CONTROL.search(text))


@given(MIXED)
def test_whatever_is_mixed_only_our_own_tags_come_out(text: str) -> None:
    rendered = html(text)
    assert not re.search("[<>]", OURS.sub("", rendered))
    assert "\n" not in rendered
    assert "\U000f0000" not in rendered or "\U000f0000" in text


@given(MIXED)
def test_spans_have_text_and_known_styles(text: str) -> None:
    for span in spans(text):
        assert span.text or not text
        assert span.style <= {"bold", "italic", "code", "strike", "math"}


@given(st.text(st.characters(exclude_characters="*_`~\\$[]<>&-+#.)", exclude_categories=("Cc", "Cs"))))
def test_a_text_without_marks_is_the_text(text: str) -> None:
    assert plain(text) == text
    assert html(text) == text


@pytest.mark.parametrize("text", ["```", "```\n```", "````x", "*", "- \n- "])
def test_a_text_of_nothing_but_marks_still_shows_them(text: str) -> None:
    assert plain(text).strip()
    assert re.sub("<[^>]*>", "", html(text)).strip() or "<li>" in html(text)


@pytest.mark.slow
@pytest.mark.parametrize("hostile", ["*a ", "`", "**", "[", "_a", "~~a", "\\(", "<b>", "&lt;", "\n- ", "$ "])
def test_a_text_of_nothing_but_beginnings_is_read_in_one_go(hostile: str) -> None:
    assert html(hostile * 20_000)
    assert spans(hostile * 20_000)


def test_more_formulas_than_there_are_marks_for_are_text() -> None:
    many = html("$x$ " * 70_000)
    assert many.count(r"\(x\)") > 65_000
    assert many.count(r"\(x\)") + many.count("$x$") == 70_000
