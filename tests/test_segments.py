"""From the text of a document to numbered paragraphs."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.segments import segment

DOCUMENTS = Path(__file__).parents[1].parent / "shared" / "documents"
HOSTILE_SIZE = 200_000

# Prose to build documents of: sentences that tell nothing apart by their length alone.
BRIDGES = (
    "A bridge carries a road over whatever lies in its way, be that a river, a valley or another road. "
    "The oldest that still stand are arches of stone, for stone bears weight well and lasts when it is "
    "pressed together. Timber is lighter, but it rots, and few wooden bridges are older than a century."
)
CABLES = (
    "Where the gap is wide, the deck hangs from cables instead. These run over towers and are held by "
    "anchors in the rock, so that the load is carried by pulling and not by pressing. Such a deck moves in "
    "the wind; engineers learned that the hard way, and later ones were made stiffer."
)
FERRIES = (
    "Before either there were ferries. A ferry needs no masonry and no iron, only a boat and a rope, and on "
    "quiet rivers it is still the cheapest way across. It stops, however, for ice and for high water."
)


def texts(document: str) -> list[str]:
    return [paragraph.text for paragraph in segment(document)]


def wrapped(text: str, width: int = 72) -> str:
    return textwrap.fill(text, width, break_on_hyphens=False)


# --- the five documents -----------------------------------------------------------------------------

# The first and the last word of each paragraph. Questions cite the numbers, the lock file keeps digests.
FIRST_AND_LAST = {
    "000_b3a020dd54bdbabb.txt": """
        Bielorrusia 1994. En Bielorrusia. Los soviético). En monetaria. Desde legal.""",
    "001_6999536812738556.txt": """
        Russia State. After Belarus. During 1999. After countries. In components. Before afterwards.
        The enterprises. The incomes. Russia trade. In Belarus. On said:- "Russia sanctions."
        Shared materials. Two 17 Doklad 1994) “Yeltsin 311. Two 18 Two 20-21 Two 24-25 Oliphant, (2).""",
    "002_68b534b6dfc920ac.txt": """
        The West. The Minsk. However, 2000s. In 2020. As signed. The operations. In caution.
        Bilateral 2018. These come.""",
    "003_0a854c2d695979db.txt": """
        Russia’s Belarus? The area. Equal challenge. The imports. Economic 38.6%. The Gulf). The state.
        Furthermore, Russia. In dollars. Finally, biased.” In partner. After issue. On 2000. On created.”
        Russian union. Another 2000. Whether game.""",
    "004_c534acff2ae4ce49.txt": """
        Despite elusive. On 21). As commentators. Artyom 21). In integration. Second, 22). Those Belarus.""",
}
DIGESTS = {
    "000_b3a020dd54bdbabb.txt": "08e7508b9e672b37",
    "001_6999536812738556.txt": "f256a9febc9cd702",
    "002_68b534b6dfc920ac.txt": "49e8f535b472bd4d",
    "003_0a854c2d695979db.txt": "376114b424cca67b",
    "004_c534acff2ae4ce49.txt": "aa6b1301590db93e",
}


def document(name: str) -> str:
    path = DOCUMENTS / name
    if not path.exists():
        pytest.skip(f"the documents are not here: no ../shared/documents/{name}")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FIRST_AND_LAST)
def test_the_paragraphs_of_the_documents_keep_their_numbers(name: str) -> None:
    found = [(words[0], words[-1]) for text in texts(document(name)) if (words := text.split())]

    expected = FIRST_AND_LAST[name].split()
    assert found == list(zip(expected[::2], expected[1::2], strict=True))


@pytest.mark.parametrize("name", DIGESTS)
def test_the_paragraphs_of_the_documents_keep_their_texts(name: str) -> None:
    found = "\n".join(texts(document(name)))

    assert hashlib.sha256(found.encode()).hexdigest()[:16] == DIGESTS[name]


@pytest.mark.parametrize("name", DIGESTS)
@pytest.mark.parametrize("line_end", ["\r\n", "\n\n", " \n", "\n\n\n"])
def test_the_documents_are_the_same_with_other_line_ends(name: str, line_end: str) -> None:
    text = document(name)

    assert segment(text.replace("\n", line_end)) == segment(text)


# --- where paragraphs part --------------------------------------------------------------------------


def test_blank_lines_part_paragraphs() -> None:
    assert texts(f"{BRIDGES}\n\n{CABLES}\n \t\n{FERRIES}\n") == [BRIDGES, CABLES, FERRIES]


def test_numbers_count_from_one() -> None:
    assert [paragraph.number for paragraph in segment(f"{BRIDGES}\n\n{CABLES}")] == [1, 2]


def test_where_no_line_is_blank_each_long_line_is_a_paragraph() -> None:
    assert texts(f"{BRIDGES}\n{CABLES}\n{FERRIES}") == [BRIDGES, CABLES, FERRIES]


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_wrapped_lines_are_joined(width: int) -> None:
    document = "\n\n".join(wrapped(text, width) for text in (BRIDGES, CABLES, FERRIES))

    assert texts(document) == [BRIDGES, CABLES, FERRIES]


@pytest.mark.parametrize("width", [60, 65, 76, 80])
def test_a_wrapped_line_with_room_for_the_next_word_ends_a_paragraph(width: int) -> None:
    document = "\n".join(wrapped(text, width) for text in (BRIDGES, CABLES, FERRIES))

    assert texts(document) == [BRIDGES, CABLES, FERRIES]


def test_a_sentence_that_ends_at_a_full_line_ends_no_paragraph() -> None:
    lines = [
        "The arch is the oldest of the forms that we still see today",
        "and there are many of them. It stands because it is pressed",
        "together, and it falls when the ground moves under its feet.",
        "Therefore it is built on rock wherever there is some nearby.",
        "A beam is simpler still.",
        "Cables came later, once wire could be drawn from good steel.",
        "They hang between towers and carry the deck that is below it.",
    ]

    assert [text.split()[0] for text in texts("\n".join(lines))] == ["The", "Cables"]


LATER = (
    "Nobody expected any of that when the first of them was planned, least of all the people of the town, "
    "who had to pay for it."
)
WRITTEN_ON = {
    "on the last line": lambda lines: [*lines[:-1], f"{lines[-1]} {LATER}"],
    "on a line of its own": lambda lines: [*lines, LATER],
}


@pytest.mark.parametrize("add", WRITTEN_ON.values(), ids=WRITTEN_ON)
@pytest.mark.parametrize("width", [60, 65, 76, 80])
def test_a_sentence_added_to_a_wrapped_paragraph_leaves_the_next_one_alone(
    width: int, add: Callable[[list[str]], list[str]]
) -> None:
    wrapped_lines = [wrapped(text, width).split("\n") for text in (BRIDGES, CABLES, FERRIES)]
    lines = [*add(wrapped_lines[0]), *wrapped_lines[1], *wrapped_lines[2]]

    found = texts("\n".join(lines))
    assert found[-2:] == [CABLES, FERRIES]
    assert " ".join(found[:-2]) == f"{BRIDGES} {LATER}"


@pytest.mark.parametrize(
    ("indent", "between"), [("", "\n\n"), ("    ", "\n")], ids=["blank lines", "indents"]
)
@pytest.mark.parametrize("add", WRITTEN_ON.values(), ids=WRITTEN_ON)
def test_where_blank_lines_or_indents_part_paragraphs_nothing_else_does(
    add: Callable[[list[str]], list[str]], indent: str, between: str
) -> None:
    paragraphs = [BRIDGES, CABLES, FERRIES, f"{CABLES} Again.", f"{FERRIES} Again."]
    blocks = [f"{indent}{wrapped(text, 65)}".split("\n") for text in paragraphs]
    blocks[2] = add(blocks[2])

    found = texts(between.join("\n".join(block) for block in blocks))
    assert found == [*paragraphs[:2], f"{FERRIES} {LATER}", *paragraphs[3:]]


def test_headings_between_wrapped_lines_are_left_out() -> None:
    headings = ("Of Bridges", "Of Cables and\nTowers", "Of Ferries")
    paragraphs = [BRIDGES, CABLES, FERRIES]
    document = "\n".join(
        f"{heading}\n{wrapped(text)}" for heading, text in zip(headings, paragraphs, strict=True)
    )

    assert texts(document) == paragraphs


def test_an_indented_line_begins_a_paragraph() -> None:
    document = "\n".join(f"   {wrapped(text, 50)}" for text in (BRIDGES, CABLES, FERRIES))

    assert texts(document) == [BRIDGES, CABLES, FERRIES]


def test_a_wrapped_text_with_a_blank_line_after_every_line_is_joined_all_the_same() -> None:
    document = "\n".join(wrapped(text, 65) for text in (BRIDGES, CABLES, FERRIES))

    assert texts(document.replace("\n", "\n\n")) == [BRIDGES, CABLES, FERRIES]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("hyphen-\nated words and un-\nhyphenated ones", "hyphenated words and unhyphenated ones"),
        ("anti-\nmissile, and anti-missile again", "anti-missile, and anti-missile again"),
        ("the Moscow-\nMinsk line", "the Moscow- Minsk line"),
    ],
)
def test_a_word_that_was_parted_at_the_end_of_a_line_is_whole_again(lines: str, text: str) -> None:
    document = (
        f"{wrapped(BRIDGES, 60)}\n\n{wrapped(CABLES, 60)}\n\nThis is a longer line of a text with {lines}."
    )

    assert texts(document)[2] == f"This is a longer line of a text with {text}."


def test_items_of_a_list_are_paragraphs() -> None:
    items = ["arches, which are pressed together and stand for long.", "cables, which are pulled and swing."]

    assert texts(f"{BRIDGES}\n\n- {items[0]}\n- {items[1]}") == [BRIDGES, *items]


def test_short_items_belong_to_the_paragraph_that_introduces_their_list() -> None:
    document = f"These carry loads:\n\n- arches\n- Tower Bridge,\n- 1820\n\n{CABLES}\n\n- Home\n- About us"

    assert texts(document) == ["These carry loads: arches; Tower Bridge, 1820", CABLES]


def test_a_short_item_among_long_ones_belongs_to_the_one_before_it() -> None:
    long = "arches, which are pressed together and stand for long."
    document = f"These carry loads:\n- {long}\n- cables\n- beams\n- {long}\n# Others\n- rafts"

    assert texts(document) == ["These carry loads:", f"{long} cables; beams", long]


def test_a_list_that_nothing_introduces_has_no_numbers() -> None:
    assert texts(f"{BRIDGES}\n\n- Home\n- About us\n\nContents:\n\n- Arches\n- Cables") == [BRIDGES]


def test_the_number_of_an_item_is_kept() -> None:
    assert texts("1. The parties agree.\n2. The parties may also part.") == [
        "1. The parties agree.",
        "2. The parties may also part.",
    ]


# --- sentences across a page break ------------------------------------------------------------------


@pytest.mark.parametrize(
    "between",
    [
        "\n\n",
        "\f",
        "\n\n12\n\n",
        "\n\n— 12 —\n\n",
        "\n\nPage 3 of 7\n\n",
        "\n\nA Short History\n\n",
        "\n\n* * *\n\n",
    ],
)
def test_a_sentence_goes_on_after_a_page_break(between: str) -> None:
    first, second = CABLES.split(" held by ")

    assert texts(f"{first}{between}held by {second}\n\n{FERRIES}") == [f"{first} held by {second}", FERRIES]


def test_a_sentence_goes_on_with_a_name() -> None:
    assert texts("They joined the\n\nRoyal Society of Engineers, which was old.") == [
        "They joined the Royal Society of Engineers, which was old."
    ]


@pytest.mark.parametrize("end", [".", "!", "?", "…", ":", ".”", ".)", ":-", ".[7]", "?»"])
def test_a_sentence_that_has_ended_does_not_go_on(end: str) -> None:
    first = BRIDGES.rstrip(".") + end

    assert len(texts(f"{first}\n\n{CABLES}")) == 2


def test_an_item_does_not_go_on_in_the_next_one() -> None:
    items = [
        f"{number}. ^ Bridges and their Builders: an account of arches, cables and ferries, p. {number}"
        for number in (1, 2, 3)
    ]

    assert [text[-4:] for text in texts("\n".join(items))] == ["p. 1", "p. 2", "p. 3"]


# --- what is no prose -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Of Bridges",
        "What Is a Bridge?",
        "By Ada Example",
        "26.04.2023",
        "April 26, 2023.",
        "Washington, D.C.",
        "Publication: Journal of Crossings Volume: 16 Issue: 94",
        "From the free encyclopedia\nJump to: navigation, search\nMap of the bridges of the town",
        "# Of Bridges.",
        "== Of Bridges. ==",
        "Of bridges.[edit]",
        "Of bridges\n==========",
        "Of bridges\n---",
        "17",
        "* * *",
        "![a bridge](bridge.png)",
        "A Long Headline about the Bridges of the Town That Has No Full Stop and Stands above the Text",
    ],
)
def test_headings_and_front_matter_have_no_number(line: str) -> None:
    assert texts(f"{line}\n\n{BRIDGES}\n\n{CABLES}\n\n{line}") == [BRIDGES, CABLES]


@pytest.mark.parametrize(
    "text", ["Shared raw materials.", "“It fell.”", "He said: “It fell!”", "It all fell (in the end)."]
)
def test_a_short_sentence_is_a_paragraph(text: str) -> None:
    assert texts(f"{BRIDGES}\n\n{text}\n\n{CABLES}") == [BRIDGES, text, CABLES]


def test_a_heading_that_ran_into_its_paragraph_is_left_out() -> None:
    assert texts(f"Of stone== {BRIDGES}\n\n== Of wire == {CABLES}") == [BRIDGES, CABLES]


def test_a_text_without_prose_has_no_paragraphs() -> None:
    assert texts("") == texts("\n \n") == texts("Title") == []


# --- markup -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        (r"worth \$45 million", "worth $45 million"),
        ("the [treaty](#) said", "the treaty said"),
        ("the [treaty](https://example.org/a_(b)) said", "the treaty said"),
        ('the [treaty](/t "The Treaty") said', "the treaty said"),
        ("so it was.[1] And[12] then [3] came", "so it was. And then came"),
        ("so it was[4](#cite-4) then", "so it was then"),
        ("some [28](#) programmes", "some 28 programmes"),
        ("he [had] said [sic] “[T]here”", "he [had] said [sic] “[T]here”"),
        ("the [[Union State|union]] of [[Minsk]]", "the union of Minsk"),
        ("a '''bold''' and ''slanted'' word", "a bold and slanted word"),
        ("co\u00adoper\u200bation", "cooperation"),
        ("no\u00a0break \t and\u2003space", "no break and space"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("[sic](as they say)", "[sic](as they say)"),
    ],
)
def test_markup_is_folded_away(marked: str, plain: str) -> None:
    assert texts(f"This is {marked} in the end.") == [f"This is {plain} in the end."]


# --- laws -------------------------------------------------------------------------------------------


@given(st.text(alphabet="aB1 .,\n\t\f-=#[]()^*|!?:“”’é—", max_size=300))
def test_any_text_has_paragraphs_of_one_line_numbered_from_one(text: str) -> None:
    found = segment(text)

    assert [paragraph.number for paragraph in found] == list(range(1, len(found) + 1))
    for paragraph in found:
        assert paragraph.text == " ".join(paragraph.text.split()) != ""


@given(st.lists(st.sampled_from([BRIDGES, CABLES, FERRIES]), max_size=8), st.integers(60, 90))
def test_wrapping_a_text_changes_no_paragraph(paragraphs: list[str], width: int) -> None:
    assert texts("\n\n".join(wrapped(text, width) for text in paragraphs)) == paragraphs


HOSTILE_UNITS = (
    *("[", "[a](", "[a]((x)", "![a](", "[[a|", "[1]", "[edit]", "(", ")", "'", ".", "=", "x", "a. "),
    *("a== ", "# ", "- ", "\n", " ", "\f", "a\n\n", "foo bar\n\n", "a\n---\n", "abc-\n", "\t-\n"),
    *("1. ^ a b c ", "1. ^ a b\n", "\u00a0\u00ad"),
)


@pytest.mark.parametrize("unit", HOSTILE_UNITS)
def test_hostile_text_takes_no_longer_than_other_text(unit: str) -> None:
    # Time that grows with the square of the length would be hours here, and no test run ends then.
    segment(unit * (HOSTILE_SIZE // len(unit)))
