"""The HTML of fields becomes the Markdown of decks, by the short way or the long one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quizkit.importers import html
from quizkit.importers.html import MAX_FIELD, markdown

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
    assert markdown(field) == html._clean(html._rich(field))


@pytest.mark.parametrize("around", ["", "\n\n", " \u00a0", "\x1f\n"])
def test_space_round_a_field_means_nothing(around: str) -> None:
    assert markdown(f"{around}ﬁne cafe\u0301{around}") == "ﬁne café"


def test_a_field_beyond_all_reason_is_cut() -> None:
    assert len(markdown("a" * 20 * MAX_FIELD)) == 10 * MAX_FIELD
