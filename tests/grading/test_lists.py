"""A list from memory: however it is written, in any order; what is right in part earns a part."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.grading import Context
from quizkit.grading.lists import grade_list, split_items
from quizkit.model import TextKey
from quizkit.responses import Grade

RIVERS = tuple(map(TextKey, ("Nile", "Volga", "Rhine")))
LANDS = tuple(map(TextKey, ("Bosnia and Herzegovina", "Serbia", "Trinidad and Tobago")))
SPANISH = Context("es")


def rivers(text: str, need: int = 3) -> Grade:
    return grade_list(text, RIVERS, need, Context())


@pytest.mark.parametrize(
    "text",
    [
        "Nile, Volga, Rhine",
        "rhine; nile; volga",
        "Volga\nRhine\nNile",
        "Nile, Volga and Rhine",
        "Nile, Volga, and Rhine",
        "Nile and Volga and Rhine",
        "Nile & Volga & Rhine",
        "Nile / Volga / Rhine",
        "- Nile\n- Volga\n- Rhine",
        "1. Nile\n2. Volga\n3. Rhine",
        "1) Nile 2) Volga 3) Rhine",
        "a) Nile\nb) Volga\nc) Rhine",
        "• Nile • Volga • Rhine",
        "the Nile, the Volga, the Rhine.",
        " Nile ,, Volga ,\n, Rhine , ",
    ],
)
def test_however_a_list_is_written_it_is_right(text: str) -> None:
    assert rivers(text) == Grade(1.0)


@pytest.mark.parametrize(
    "text", ["Nilo, Volga y Rin", "nilo y volga y rin", "Nilo; Volga e Rin", "- Nilo\n- Rin\n- Volga"]
)
def test_a_spanish_list_joins_with_y_and_e(text: str) -> None:
    keys = tuple(map(TextKey, ("Nilo", "Volga", "Rin")))
    assert grade_list(text, keys, 3, SPANISH).score == 1.0


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Serbia, Bosnia and Herzegovina, Trinidad and Tobago", 1.0),
        ("Bosnia and Herzegovina and Serbia and Trinidad and Tobago", 1.0),
        ("bosnia & herzegovina; serbia; trinidad & tobago", 1.0),
        ("Bosnia and Herzegovina", 1 / 3),
    ],
)
def test_an_item_with_and_in_it_is_one_item(text: str, score: float) -> None:
    assert grade_list(text, LANDS, 3, Context()).score == pytest.approx(score)


def test_an_item_with_a_comma_in_it_is_one_item() -> None:
    keys = (TextKey("Washington, D.C."), TextKey("Lima"))
    assert grade_list("Washington, D.C., Lima", keys, 2, Context()).score == 1.0


@pytest.mark.parametrize(
    ("text", "score", "feedback"),
    [
        ("Nile, Volga", 2 / 3, "2 of 3"),
        ("Nile", 1 / 3, "1 of 3"),
        ("Nile, Nile, nile", 1 / 3, "1 of 3"),
        ("Nile, Volga, Rhine, Etna", 3 / 4, "3 of 3; not among them: Etna"),
        ("Nile, Etna", 1 / 4, "1 of 3; not among them: Etna"),
        ("Etna, Gobi", 0.0, "0 of 3; not among them: Etna, Gobi"),
        ("", 0.0, "0 of 3"),
        ("?", 0.0, "0 of 3"),
    ],
)
def test_some_of_it_earns_a_part_and_says_what_was_not_among_them(
    text: str, score: float, feedback: str
) -> None:
    earned = rivers(text)
    assert earned.score == pytest.approx(score)
    assert earned.feedback == feedback


@pytest.mark.parametrize(
    ("text", "score"),
    [("Rhine, Nile", 1.0), ("Rhine, Nile, Volga", 1.0), ("Rhine", 0.5), ("Rhine, Etna", 1 / 3)],
)
def test_where_two_are_asked_for_any_two_are_right(text: str, score: float) -> None:
    assert rivers(text, need=2).score == pytest.approx(score)


def test_a_slip_is_forgiven_with_a_note_and_none_leads_to_another_item() -> None:
    keys = tuple(map(TextKey, ("Mississippi", "Slovakia", "Slovenia")))
    earned = grade_list("Missisippi, Slovakia, Slovenia", keys, 3, Context())
    assert earned.score == 1.0
    assert "Mississippi" in earned.note
    assert grade_list("Slovakia, Slovakia", keys, 3, Context()).score == pytest.approx(1 / 3)


def test_other_names_of_an_item_count_once() -> None:
    keys = (TextKey("Myanmar", ("Burma",)), TextKey("Laos"))
    assert grade_list("Burma, Myanmar", keys, 2, Context()).score == 0.5
    assert grade_list("Burma, Laos", keys, 2, Context()).score == 1.0


def test_items_given_one_by_one_are_a_list_too() -> None:
    assert grade_list(["Nile", "Rhine", "Volga"], RIVERS, 3, Context()).score == 1.0


def test_what_is_split_is_what_was_written() -> None:
    assert split_items("- the Nile\n- Etna and Gobi, Volga", RIVERS, Context()) == [
        *("the Nile", "Etna", "Gobi", "Volga")
    ]


NAMES = "Nile Volga Danube Amazon Mekong Yukon Loire Tagus Ganges".split()
LISTS = st.lists(st.sampled_from(NAMES), min_size=2, max_size=9, unique=True)


@given(LISTS, st.randoms(), st.sampled_from([", ", "; ", "\n", " and ", ",", "\n- "]))
def test_any_order_and_any_separator_is_right(names: list[str], random: Random, separator: str) -> None:
    keys = tuple(map(TextKey, names))
    random.shuffle(names)
    assert grade_list(separator.join(names), keys, len(keys), Context()) == Grade(1.0)


@given(LISTS, st.integers(1, 8), st.integers(0, 3))
def test_part_of_a_list_earns_its_part(names: list[str], given: int, wrong: int) -> None:
    keys = tuple(map(TextKey, names))
    typed = [*names[:given], *("Etna", "Gobi", "Alps")[:wrong]]
    right = min(given, len(names))
    score = grade_list(", ".join(typed), keys, len(keys), Context()).score
    assert score == pytest.approx(right / (len(names) + wrong))


@given(st.text(max_size=80), st.sampled_from(["en", "es", "xx"]))
def test_nothing_that_is_typed_fails(text: str, language: str) -> None:
    assert 0.0 <= grade_list(text, LANDS, 2, Context(language)).score <= 1.0


@pytest.mark.parametrize("hostile", [",", " and ", "a,", "1. ", "\n- ", "/", "Bosnia and "])
def test_a_text_of_nothing_but_separators_is_read_in_one_go(hostile: str) -> None:
    assert grade_list(hostile * 20_000, LANDS, 3, Context()).score < 1.0
