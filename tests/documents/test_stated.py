"""What a document says of itself: title, author, date and language, in every format."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest
from quizkit.documents import stated_by
from quizkit.documents.stated import Stated

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PROPERTIES = (
    '<p:coreProperties xmlns:p="urn:p" xmlns:dc="urn:dc"><dc:title>{title}</dc:title>'
    "<dc:creator>{author}</dc:creator><dc:language>es-ES</dc:language><p:created>2001-02-03</p:created>"
    "</p:coreProperties>"
)
PROSE = "The stone bridge of the town was finished in 1820, after six years of work."


def written(path: Path, text: str) -> Stated:
    path.write_text(text, encoding="utf-8")
    return stated_by(path)


def packed(path: Path, entries: dict[str, str]) -> Stated:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return stated_by(path)


# --- web pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Of  Bridges\n</title>", "<h1>Bridges</h1>", "Of Bridges"),
        ("<title>Of Bridges | The Journal</title>", "<h1>Of <i>Bridges</i></h1>", "Of Bridges"),
        ("<title>Of Bridges - The Journal</title>", "<h1>Other</h1>", "Of Bridges - The Journal"),
        ("<title>B | J</title><meta property='og:title' content='Of &amp; on'>", "", "Of & on"),
        ("", "<svg><title>Menu</title></svg><h1>Of Bridges</h1>", "Of Bridges"),
        ("", "<h1>Of Bridges</h1><h1>Of Ferries</h1>", "Of Bridges"),
        ("<title></title>", "<h2>Part</h2>", ""),
        ("<title>Untitled Document</title>", "", ""),
    ],
)
def test_the_title_of_a_page(tmp_path: Path, head: str, body: str, title: str) -> None:
    page = f"<html><head>{head}</head><body>{body}<p>{PROSE}</p></body></html>"

    assert written(tmp_path / "a.html", page) == Stated(title=title)


def test_a_page_names_author_date_and_language(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html lang=es-MX><head><meta name='Author' content='Ada Example'>"
        '<meta property="article:published_time" content="2023-04-26T10:00:00+02:00"></head></html>'
    )

    assert written(tmp_path / "a.html", page) == Stated("", "Ada Example", "2023-04-26", "es-MX")


def test_a_page_that_never_ends_its_tags_states_nothing_in_little_time(tmp_path: Path) -> None:
    for unit in ("<title>", "<meta name='a' ", "<h1", 'a="', "<html lang="):
        assert written(tmp_path / "a.html", unit * 50_000).author == ""


# --- Markdown and plain text ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (f"# Of *Bridges* #\n\n{PROSE}\n", Stated("Of Bridges")),
        (f"Of [Bridges](b.html)\n===\n\n{PROSE}\n", Stated("Of Bridges")),
        (f"## Of Bridges\n\n{PROSE}\n", Stated("Of Bridges")),
        (f"{PROSE}\n\n## Of Bridges\n", Stated()),
        (f"```\n# not a title\n```\n\n{PROSE}\n", Stated()),
        (
            "---\ntitle: 'Of: Bridges'\nauthors:\n  - name: Ada Example\n  - Max Lind\ndate: 2023-04\n"
            f"lang: en_GB\n---\n# Another\n\n{PROSE}\n",
            Stated("Of: Bridges", "Ada Example, Max Lind", "2023-04", "en-GB"),
        ),
        (f"---\ntitle: a: b: c\n---\n# Of Bridges\n\n{PROSE}\n", Stated("Of Bridges")),
        (f"---\n- a\n---\n{PROSE}\n", Stated()),
    ],
)
def test_markdown_has_front_matter_or_a_heading(tmp_path: Path, text: str, stated: Stated) -> None:
    assert written(tmp_path / "a.md", text) == stated


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"\n\nOf Bridges\n\n{PROSE}\n", "Of Bridges"),
        (f"Of Bridges\n{PROSE}\n", ""),
        (f"{PROSE}\n\nOf Bridges\n", ""),
        (f"26.04.2023\n\nOf Bridges\n\n{PROSE}\n", ""),
        ("", ""),
    ],
)
def test_a_text_has_a_title_where_a_line_stands_alone_above_it(tmp_path: Path, text: str, title: str) -> None:
    assert written(tmp_path / "a.txt", text) == Stated(title)


# --- Word, EPUB and PDF -----------------------------------------------------------------------------


def word(*paragraphs: tuple[str, str]) -> str:
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
    )
    return f"<w:document {WORD}><w:body>{body}</w:body></w:document>"


@pytest.mark.parametrize(
    ("paragraphs", "title", "stated"),
    [
        ([("Title", "Of Bridges"), ("Heading1", "Stone")], "Old", "Of Bridges"),
        ([("Heading1", "Stone")], "Of Bridges", "Of Bridges"),
        ([("Heading1", "Stone")], "Document1", ""),
        ([("Heading1", "Stone")], "", "Stone"),
        ([("Normal", PROSE)], "Microsoft Word - bridges.doc", ""),
    ],
)
def test_a_word_document_is_called_what_its_reader_sees(
    tmp_path: Path, paragraphs: list[tuple[str, str]], title: str, stated: str
) -> None:
    properties = PROPERTIES.format(title=title, author="Ada Example")
    found = packed(
        tmp_path / "a.docx", {"word/document.xml": word(*paragraphs), "docProps/core.xml": properties}
    )

    assert found == Stated(stated, "Ada Example", "", "es-ES")


def test_a_word_document_without_properties_or_with_damaged_ones_is_no_mistake(tmp_path: Path) -> None:
    document = word(("Title", "Of Bridges"))

    assert packed(tmp_path / "a.docx", {"word/document.xml": document}) == Stated("Of Bridges")
    damaged = {"word/document.xml": document, "docProps/core.xml": "<a>"}
    assert packed(tmp_path / "b.docx", damaged) == Stated("Of Bridges")


@pytest.mark.parametrize("author", ["user", "Windows User", "Usuario de Windows", "python-docx", "Admin"])
def test_who_is_nobody_is_no_author(tmp_path: Path, author: str) -> None:
    properties = PROPERTIES.format(title="Of Bridges", author=author)
    entries = {"word/document.xml": word(("Normal", PROSE)), "docProps/core.xml": properties}

    assert packed(tmp_path / "a.docx", entries) == Stated("Of Bridges", language="es-ES")


def test_a_book_says_it_in_the_list_of_its_contents(tmp_path: Path) -> None:
    contents = (
        '<package xmlns:dc="urn:dc"><metadata><dc:title>Of Bridges</dc:title><dc:title>A History</dc:title>'
        "<dc:creator>Ada Example</dc:creator><dc:creator>Max Lind</dc:creator><dc:date>1999</dc:date>"
        "<dc:language>en</dc:language></metadata></package>"
    )
    entries = {
        "META-INF/container.xml": "<c><rootfiles><rootfile full-path='b.opf'/></rootfiles></c>",
        "b.opf": contents,
    }

    assert packed(tmp_path / "a.epub", entries) == Stated("Of Bridges", "Ada Example, Max Lind", "1999", "en")


@pytest.mark.slow
def test_a_pdf_says_it_in_its_properties(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("/Title <feff004f006600200042> /Author (Ada Example) /CreationDate (D:2001)"))

    assert stated_by(path) == Stated("Of B", "Ada Example")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the worker is stopped otherwise there")
def test_a_pdf_that_is_none_states_nothing(tmp_path: Path) -> None:
    assert written(tmp_path / "a.pdf", "%PDF-1.4 nothing") == Stated()


def pdf(properties: str) -> bytes:
    """The smallest file with a catalogue and properties."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [] /Count 0 >>",
        f"<< {properties} >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< /Size 4 /Root 1 0 R /Info 3 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


# --- what is never taken over -----------------------------------------------------------------------


@pytest.mark.parametrize("title", ["x" * 201, "Of\u202eBridges", "12.5.", "essay.docx"])
def test_what_no_title_can_be_is_none(tmp_path: Path, title: str) -> None:
    assert written(tmp_path / "a.html", f"<title>{title}</title>") == Stated()
