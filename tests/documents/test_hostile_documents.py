"""Documents that are broken or mean harm: one sentence, in little time and memory, and nothing is written."""

from __future__ import annotations

import gzip
import os
import sys
import zipfile
from pathlib import Path

import pytest
from quizkit import documents
from quizkit.documents import package, pdf, read_document, text_of
from quizkit.errors import QuizkitError

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SOUND = f"<w:document {WORD}><w:body><w:p><w:r><w:t>One is here.</w:t></w:r></w:p></w:body></w:document>"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f"<w:document {WORD}><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>"
)
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'
    f"<w:document {WORD}><w:p><w:r><w:t>&secret;</w:t></w:r></w:p></w:document>"
)


def archive(path: Path, entries: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return path


def docx(path: Path, document: str | bytes) -> Path:
    return archive(path, {"word/document.xml": document})


def sentence(path: Path) -> str:
    with pytest.raises(QuizkitError) as refused:
        read_document(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


# --- XML --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("markup", [LAUGHS, OUTSIDE, f"<!DOCTYPE document>{SOUND}"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(tmp_path: Path, markup: str, encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?>{markup}'.encode(encoding)

    assert "declares a document type" in sentence(docx(tmp_path / "a.docx", data))


def test_xml_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    assert "levels deep" in sentence(docx(tmp_path / "a.docx", "<a>" * 100_000))


@pytest.mark.parametrize("markup", ["", "<a>", "<a></b>", "no XML", "\x00", SOUND[:-20]])
def test_broken_xml_is_a_sentence(tmp_path: Path, markup: str) -> None:
    assert "a.docx is damaged: word/document.xml is no XML" in sentence(docx(tmp_path / "a.docx", markup))


# --- archives ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_unpacks_without_limit_is_refused(tmp_path: Path, method: int) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", method) as file:
        file.writestr("word/document.xml", SOUND)

    assert "a.docx is damaged: That compression method" in sentence(tmp_path / "a.docx")


def test_an_archive_that_unpacks_to_very_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 100_000)

    assert "unpacks to more than" in sentence(docx(tmp_path / "a.docx", SOUND + " " * 200_000))


def test_an_archive_that_lies_about_its_sizes_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 100_000)
    content = (SOUND + " " * 200_000).encode()
    path = docx(tmp_path / "a.docx", content)
    true, lie = len(content).to_bytes(4, "little"), (50).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, lie))

    sentence(path)


def test_the_pages_of_a_book_are_bounded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 100_000)
    book = archive(
        tmp_path / "a.epub",
        {
            "META-INF/container.xml": '<c><rootfile full-path="c.opf"/></c>',
            "c.opf": '<p><item id="x" href="x.xhtml"/>' + '<itemref idref="x"/>' * 50 + "</p>",
            "x.xhtml": "<p>One is here.</p>" + " " * 10_000,
        },
    )

    assert "unpacks to more than" in sentence(book)


def test_an_archive_of_very_many_files_is_refused(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", SOUND)
    path.write_bytes(b"PK\x01\x02" * (package.MAX_ENTRIES + 1) + path.read_bytes())

    assert "holds more than" in sentence(path)


def test_a_path_that_leads_out_of_the_archive_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.xhtml").write_text("<p>It is a secret.</p>")
    folder = tmp_path / "books"
    folder.mkdir()
    book = archive(
        folder / "a.epub",
        {
            "META-INF/container.xml": '<c><rootfile full-path="c.opf"/></c>',
            "c.opf": '<p><item id="x" href="../secret.xhtml"/><itemref idref="x"/></p>',
            "../../written": "It is outside.",
        },
    )

    assert "it holds no ../secret.xhtml" in sentence(book)
    assert {path.name for path in tmp_path.rglob("*")} == {"secret.xhtml", "books", "a.epub"}


def test_a_locked_archive_is_a_sentence(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", SOUND)
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1  # the flag for encrypted
    path.write_bytes(data)

    assert "a.docx is damaged" in sentence(path)


@pytest.mark.parametrize("ending", [".docx", ".epub", ".pdf"])
@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x03\x04" + b"x" * 100, b"%PDF-1.7 nothing", bytes(range(256)) * 4]
)
def test_what_only_bears_the_name_of_a_format_is_a_sentence(tmp_path: Path, ending: str, data: bytes) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)

    assert f"a{ending} is damaged" in sentence(path)


@pytest.mark.parametrize("entries", [{"x": "y"}, {"META-INF/container.xml": "<c/>"}])
def test_an_archive_without_the_parts_of_a_book_is_a_sentence(
    tmp_path: Path, entries: dict[str, str | bytes]
) -> None:
    assert "a.epub is damaged" in sentence(archive(tmp_path / "a.epub", entries))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_document_that_was_cut_off_is_a_sentence(tmp_path: Path, share: float) -> None:
    path = docx(tmp_path / "a.docx", SOUND)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    assert "a.docx is damaged" in sentence(path)


# --- size, and what is no file ----------------------------------------------------------------------


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_BYTES", 1000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 1001)

    assert "a.txt is larger than" in sentence(path)


def test_a_text_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_CHARACTERS", 1000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 1001)

    assert "has more than 1,000 characters" in sentence(path)


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.doc", "a.png"])
def test_an_unknown_format_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"This is a sentence.")

    assert "in no format that quizkit reads" in sentence(tmp_path / name)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    assert "there is no file or folder" in sentence(tmp_path / "a.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")

    assert "is not a file" in sentence(tmp_path / "a.txt")


@pytest.mark.parametrize(
    "data", [b"\xff\xfea", b"\x00\x01\x02", gzip.compress(b"text", mtime=0) + b"\x00", b"\xff\xfe\x00\xd8"]
)
def test_bytes_that_are_no_text_are_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)

    sentence(path)


def test_a_character_with_a_number_of_thousands_of_digits_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"a&#{'9' * 5000};b &#233;")

    assert text_of(path) == "a\N{REPLACEMENT CHARACTER}b é"


# --- time -------------------------------------------------------------------------------------------

SIZE = 300_000


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<a",
        "<!--",
        "<!",
        "<a href='",
        '<a ="',
        "<p",
        "<script>",
        "</",
        "<ul>",
        "<div>",
        "&",
        "&amp",
        "<a b=c ",
        "<sup><a>",
    ],
)
def test_broken_pages_take_no_longer_than_sound_ones(tmp_path: Path, unit: str) -> None:
    # Time that grows with the square of the length would be hours here, and no test run ends then.
    path = tmp_path / "a.html"
    path.write_text(unit * (SIZE // len(unit)))

    text_of(path)


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "*",
        "_a",
        "a*",
        "`",
        "`a",
        "[",
        "[a][",
        "[^",
        "> ",
        "<!--",
        "<!-",
        "<b ",
        "|",
        "```\n",
        "~~",
        "\\",
        "<http://",
    ],
)
def test_broken_markdown_takes_no_longer_than_other_markdown(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(unit * (SIZE // len(unit)))

    text_of(path)


# --- PDF --------------------------------------------------------------------------------------------


def test_without_pdfminer_the_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pdfminer", None)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")

    with pytest.raises(QuizkitError) as refused:
        read_document(tmp_path / "a.pdf")
    assert "pip install 'quizkit[pdf]'" in refused.value.hint


def test_a_pdf_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text("while True: pass")
    monkeypatch.setattr(pdf, "_WORKER", worker)
    monkeypatch.setattr(pdf, "MAX_SECONDS", 0.2)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")

    assert "cannot be read in" in sentence(tmp_path / "a.pdf")


def test_no_module_is_taken_from_the_folder_of_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pdfminer.py").write_text("open('ran', 'w')")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.chdir(tmp_path)

    sentence(tmp_path / "a.pdf")

    assert not (tmp_path / "ran").exists()
