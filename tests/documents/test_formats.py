"""The same document in every format that is read: the same paragraphs."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from quizkit.documents import read_document, text_of
from quizkit.segments import segment

DOCUMENTS = Path(__file__).parents[2].parent / "shared" / "documents"
NAMES = [
    "000_b3a020dd54bdbabb.txt",
    "001_6999536812738556.txt",
    "002_68b534b6dfc920ac.txt",
    "003_0a854c2d695979db.txt",
    "004_c534acff2ae4ce49.txt",
]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in read_document(path)]


# --- one document saved in several formats ----------------------------------------------------------


def docx(path: Path, body: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        )
    return path


def runs(text: str) -> str:
    """Lines of text as Word keeps them."""
    lines = (f'<w:t xml:space="preserve">{html.escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:r>{'<w:br/>'.join(lines)}</w:r></w:p>"


def epub(path: Path, *pages: str) -> Path:
    items = "".join(f'<item id="p{n}" href="text/p{n}.xhtml"/>' for n in range(len(pages)))
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book/content.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "book/content.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
            f"<spine>{spine}</spine></package>",
        )
        for number, page in enumerate(pages):
            archive.writestr(f"book/text/p{number}.xhtml", page)
    return path


def page(blocks: Iterable[str]) -> str:
    body = "\n".join(f"<p>{html.escape(block).replace(chr(10), '<br/>')}</p>" for block in blocks)
    return f"<!DOCTYPE html><html><head><title>Of a Title</title></head><body>{body}</body></html>"


def blocks_of(text: str) -> list[str]:
    return [block.strip("\n") for block in re.split(r"\n[ \t]*\n", text) if block.strip()]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


SAVED: dict[str, Callable[[Path, str], Path]] = {
    "txt": lambda folder, text: written(folder / "a.txt", text),
    "txt, utf-8 with mark": lambda folder, text: written(folder / "a.txt", text, "utf-8-sig"),
    "txt, utf-16": lambda folder, text: written(folder / "a.txt", text, "utf-16"),
    "txt, Windows line ends": lambda folder, text: written(folder / "a.txt", text.replace("\n", "\r\n")),
    "md": lambda folder, text: written(folder / "a.md", text),
    "html, a p for each block": lambda folder, text: written(folder / "a.html", page(blocks_of(text))),
    "html, a p for each line": lambda folder, text: written(folder / "a.htm", page(text.split("\n"))),
    "html, pre": lambda folder, text: written(folder / "a.html", f"<pre>{html.escape(text)}</pre>"),
    "docx, a p for each block": lambda folder, text: docx(
        folder / "a.docx", "".join(map(runs, blocks_of(text)))
    ),
    "docx, a p for each line": lambda folder, text: docx(
        folder / "a.docx", "".join(map(runs, text.split("\n")))
    ),
    "epub": lambda folder, text: epub(folder / "a.epub", page(blocks_of(text))),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("save", SAVED.values(), ids=SAVED)
def test_a_document_has_the_same_paragraphs_in_every_format(
    tmp_path: Path, name: str, save: Callable[[Path, str], Path]
) -> None:
    original = DOCUMENTS / name
    if not original.exists():
        pytest.skip(f"the documents are not here: no ../shared/documents/{name}")

    saved = save(tmp_path, original.read_text(encoding="utf-8"))

    assert read_document(saved) == read_document(original) != ()


# --- plain text and its encodings -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Größe, ёлка and €5 are here."),
        ("utf-16-le", "\ufeffGröße, ёлка and €5 are here."),
        ("utf-16-be", "\ufeffGröße, ёлка and €5 are here."),
        ("utf-32-le", "\ufeffGröße, ёлка and €5 are here."),
        ("cp1252", "Größe “and” €5 are here."),
        ("latin-1", "Größe and \x81 are here."),
    ],
)
def test_text_is_read_in_the_encoding_it_was_saved_in(tmp_path: Path, encoding: str, text: str) -> None:
    path = written(tmp_path / "a.txt", text, encoding)

    assert text_of(path) == text.removeprefix("\ufeff")


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    markup = '<meta charset="windows-1251"><p>Ёлка стоит в большом лесу.</p>'

    assert texts(written(tmp_path / "a.html", markup, "cp1251")) == ["Ёлка стоит в большом лесу."]


@pytest.mark.parametrize("codec", ["rot13", "hex", "punycode", "unicode_escape", "no-such", "utf-16"])
def test_a_page_that_declares_an_odd_encoding_is_read_all_the_same(tmp_path: Path, codec: str) -> None:
    markup = f'<meta charset="{codec}"><p>The caf\xe9 is open today.</p>'

    assert texts(written(tmp_path / "a.html", markup, "cp1252")) == ["The café is open today."]


def test_the_format_goes_by_the_ending_in_any_case(tmp_path: Path) -> None:
    assert texts(written(tmp_path / "A.TXT", "This is a sentence.")) == ["This is a sentence."]


# --- Markdown ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("a **bold**, *slanted*, __bold__ and _slanted_ word", "a bold, slanted, bold and slanted word"),
        ("half**bold**ness", "halfboldness"),
        ("a ~~wrong~~ right word", "a wrong right word"),
        ("some `code` here", "some code here"),
        ("2*3 = 6, 2 * 3 too, and snake_case_name", "2*3 = 6, 2 * 3 too, and snake_case_name"),
        (r"a \*star\* and \$5", "a *star* and $5"),
        ("a [text][ref] and [another](#)", "a text and another"),
        ("see <https://example.org/x> there", "see https://example.org/x there"),
        ("an <b>inline</b> tag<br/> here", "an inline tag here"),
        ("so it was[^1] then", "so it was then"),
        ("a <!-- hidden - -- remark --> word", "a word"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_markdown_is_read_without_its_marks(tmp_path: Path, marked: str, plain: str) -> None:
    assert texts(written(tmp_path / "a.md", f"This is {marked} in the end.")) == [
        f"This is {plain} in the end."
    ]


def test_what_is_no_prose_in_markdown_is_left_out(tmp_path: Path) -> None:
    markdown = """\
---
title: This is a long title that ends with a full stop.
---
# A heading ends here.

```
This is a line of code.
```

> A quotation is prose.

| A cell has words. | and |
|---|---|

[ref]: https://example.org/page

- One item is here.
- Another item is there.
"""
    assert texts(written(tmp_path / "a.md", markdown)) == [
        "A quotation is prose.",
        "A cell has words.",
        "One item is here.",
        "Another item is there.",
    ]


# --- HTML -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<p>One is here.<p>Two are there.", ["One is here.", "Two are there."]),
        (
            "<div>One is here.</div>Two are there.<hr>Three are gone.",
            ["One is here.", "Two are there.", "Three are gone."],
        ),
        ("<p>One\n  <b>is</b>\there.</p>", ["One is here."]),
        ("<h2>A heading ends here.</h2><p>One is here.</p>", ["One is here."]),
        ("<p>R&amp;D cost &lt;5&nbsp;&euro; &#8212; so far.</p>", ["R&D cost <5 € — so far."]),
        ("<ul><li>One is here.<li><p>Two are there.</p></ul>", ["One is here.", "Two are there."]),
        ("<ol><li>One is here.</li><li>Two are there.</li></ol>", ["1. One is here.", "2. Two are there."]),
        ("<ol><li>^ One is here</li></ol>", ["One is here"]),
        ("<table><tr><td>One is here.<td>Two are there.</table>", ["One is here.", "Two are there."]),
        ("<p>10<sup>2</sup> is a number.</p>", ["10² is a number."]),
        ('<p>It was so.<sup><a href="#n1">1</a></sup> Then not.</p>', ["It was so. Then not."]),
        ('<p>It was so.<sup><a href="#n1">[1]</a></sup> Then not.</p>', ["It was so. Then not."]),
        ("<script>if (a < b) { '</p>' }</script><p>One is here.</p>", ["One is here."]),
        ("<style>p { x }</style><nav><p>It is menu.</p></nav><p>One is here.</p>", ["One is here."]),
        ("<!-- <p>It is hidden.</p> --><p>One is here.</p>", ["One is here."]),
        ('<p title="a > b">One is here.</p>', ["One is here."]),
        ("<p title=it's>One is here.</p>", ["One is here."]),
        ("<P>One is < two here.</P>", ["One is < two here."]),
        ("<title>It is a title.</title><script src='x'/><p>One is here.</p>", ["One is here."]),
    ],
)
def test_a_page_is_read_as_a_browser_sets_it(tmp_path: Path, markup: str, paragraphs: list[str]) -> None:
    assert texts(written(tmp_path / "a.html", markup)) == paragraphs


# --- Word -------------------------------------------------------------------------------------------


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        (paragraph(run("One ") + run("is here.")), ["One is here."]),
        (paragraph(run("A heading ends here."), '<w:pStyle w:val="Heading1"/>'), []),
        (paragraph(run("A heading ends here."), '<w:pStyle w:val="Ttulo1"/>'), []),
        (paragraph(run("A heading ends here."), '<w:outlineLvl w:val="0"/>'), []),
        (paragraph(run("An item is here."), "<w:numPr/>"), ["An item is here."]),
        (
            paragraph(
                f"{run('One is ')}<w:del>{run('not ')}</w:del><w:ins>{run('now ')}</w:ins>{run('here.')}"
            ),
            ["One is now here."],
        ),
        (paragraph("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("One is here.")), ["One is here."]),
        (
            paragraph(run("10") + run("2", '<w:vertAlign w:val="superscript"/>') + run(" is it.")),
            ["10² is it."],
        ),
        (paragraph("<w:r><w:t>One is</w:t><w:tab/><w:t>here.</w:t></w:r>"), ["One is here."]),
        (f"<w:tbl><w:tr><w:tc>{paragraph(run('One is here.'))}</w:tc></w:tr></w:tbl>", ["One is here."]),
        (
            paragraph(f"{run('One is ')}<w:txbx>{paragraph(run('A box is here.'))}</w:txbx>{run('here.')}"),
            ["A box is here.", "One is here."],
        ),
    ],
)
def test_a_word_document_is_read_with_all_changes_accepted(
    tmp_path: Path, body: str, paragraphs: list[str]
) -> None:
    assert texts(docx(tmp_path / "a.docx", body)) == paragraphs


# --- books ------------------------------------------------------------------------------------------


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    book = epub(tmp_path / "a.epub", page(["One is here."]), page(["Two are there.", "Three are gone."]))

    assert texts(book) == ["One is here.", "Two are there.", "Three are gone."]


# --- PDF --------------------------------------------------------------------------------------------


def pdf(path: Path, *pages: Iterable[str]) -> Path:
    """A PDF with some lines on each page, in one of the fonts that every reader has."""
    contents = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        contents.append(f"BT /F1 11 Tf 13 TL 72 720 Td {shown}ET".encode())
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    path.write_bytes(data)
    return path


FIRST_PAGE = [
    "A bridge carries a road over whatever lies in its way, be that a river, a valley",
    "or another road. The oldest that still stand are arches of stone, for stone bears",
    "weight well and lasts when it is pressed together. Timber is lighter, but it rots.",
    "Few are old.",
    "Where the gap is wide, the deck hangs from cables instead. These run over towers",
]
SECOND_PAGE = ["and are held by anchors in the rock, so that the load is carried by pulling."]


def test_a_pdf_is_read_line_by_line_and_page_by_page(tmp_path: Path) -> None:
    assert texts(pdf(tmp_path / "a.pdf", FIRST_PAGE, SECOND_PAGE)) == [
        " ".join(FIRST_PAGE[:4]),
        " ".join([FIRST_PAGE[4], *SECOND_PAGE]),
    ]


def test_the_lines_of_a_pdf_are_those_of_the_text(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", FIRST_PAGE)

    assert [line.strip() for line in text_of(path).splitlines() if line.strip()] == FIRST_PAGE
    assert read_document(path) == segment("\n".join(FIRST_PAGE))
