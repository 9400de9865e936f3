"""``ingest``: documents become sources, and their text stays where it is."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from quizkit.citations import Source
from quizkit.deckfile.sources import read_sources

if TYPE_CHECKING:
    from tests.conftest import Program

TEXT = "The bridge of the town was built in 1820.\n\nThe ferry was given up when it was open to all.\n"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    path = folder / "The Old_Bridge.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def declared(folder: str = "decks") -> dict[str, Source]:
    sources, problems = read_sources(Path(folder, "sources.yaml").read_bytes(), "sources.yaml")
    assert problems == []
    return sources


def digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def test_a_document_is_declared_with_what_is_known_of_it(quizkit: Program, document: Path) -> None:
    run = quizkit("ingest", document)

    assert run.code == 0
    assert run.out == "The Old_Bridge.txt: 2 paragraphs, 20 words; declared as 'the-old-bridge'\n"
    assert declared() == {
        "the-old-bridge": Source(
            key="the-old-bridge",
            title="The Old Bridge",
            language="en",
            file="The Old_Bridge.txt",
            digest=digest(TEXT),
        )
    }


PAGE = (
    "<html lang='en-GB'><head><title>Of Bridges</title><meta name='author' content='Ada Example'>"
    "<meta name='date' content='1999-12-08'></head><body><p>The bridge of the town was built for it "
    "in 1820, and the ferry was given up.</p></body></html>"
)


def test_what_a_document_says_of_itself_is_declared(quizkit: Program, document: Path) -> None:
    page = document.with_name("b1.html")
    page.write_text(PAGE, encoding="utf-8")

    run = quizkit("ingest", page)

    assert run.out == "b1.html: 1 paragraph, 17 words; declared as 'b1': Of Bridges\n"
    assert declared()["b1"] == Source(
        key="b1",
        title="Of Bridges",
        author="Ada Example",
        date="1999-12-08",
        language="en-GB",
        file="b1.html",
        digest=digest(PAGE),
    )


def test_what_comes_next_is_said_of_one_new_document(quizkit: Program, document: Path) -> None:
    assert (
        quizkit("ingest", document.parent).err
        == f"Now: quizkit draft the-old-bridge --sources {document.parent}\n"
    )
    assert quizkit("ingest", document).err == ""
    for name in ("a.txt", "b.txt"):
        document.with_name(name).write_text(f"The bridge of {name} was built in 1820.")
    assert quizkit("ingest", document.parent).err == ""


def test_options_win_over_what_a_document_says_of_itself(quizkit: Program, document: Path) -> None:
    page = document.with_name("b1.html")
    page.write_text(PAGE, encoding="utf-8")

    quizkit(
        "ingest", page, "--title", "On Bridges", "--author", "Max Lind", "--date", "2000", "--language", "es"
    )

    found = declared()["b1"]
    assert (found.title, found.author, found.date, found.language) == ("On Bridges", "Max Lind", "2000", "es")


@pytest.mark.parametrize(("stated", "language"), [("es", "en"), ("en_us", "en-us"), ("English", "en")])
def test_the_language_is_that_of_the_text(
    quizkit: Program, document: Path, stated: str, language: str
) -> None:
    page = document.with_name("b1.html")
    page.write_text(PAGE.replace("en-GB", stated), encoding="utf-8")

    quizkit("ingest", page)

    assert declared()["b1"].language == language


def test_what_sources_yaml_could_not_hold_is_not_taken_over(quizkit: Program, document: Path) -> None:
    page = document.with_name("b1.html")
    page.write_text(PAGE.replace("1999-12-08", "1999-13-40"), encoding="utf-8")

    assert quizkit("ingest", page).code == 0
    assert declared()["b1"].date == ""


def test_the_options_say_what_the_document_does_not(quizkit: Program, document: Path) -> None:
    options = {
        "--name": "bridge",
        "--title": "On: Bridges",
        "--author": "Ada Example",
        "--publisher": "Journal",
        "--date": "1999-12",
        "--language": "es",
        "--url": "https://example.org/x",
    }
    run = quizkit(
        "ingest", document, "--into", "elsewhere", *(part for pair in options.items() for part in pair)
    )

    assert run.code == 0
    source = declared("elsewhere")["bridge"]
    found = (source.title, source.author, source.publisher, source.date, source.language, source.url)
    assert found == tuple(options.values())[1:]


def test_nothing_of_the_text_is_copied(quizkit: Program, document: Path) -> None:
    quizkit("ingest", document, "--show")

    written = [path for path in Path().rglob("*") if path.is_file()]
    assert written == [Path("decks/sources.yaml")]
    assert not {"ferry", "1820", "town"} & set(written[0].read_text(encoding="utf-8").split())


def test_the_numbered_paragraphs_are_shown_when_asked_for(quizkit: Program, document: Path) -> None:
    out = quizkit("ingest", document, "--show").out

    assert "[1] The bridge of the town was built in 1820.\n" in out
    assert "[2] The ferry was given up" in out
    assert "[1]" not in quizkit("ingest", document).out


def test_what_a_document_says_cannot_move_the_cursor(quizkit: Program, document: Path) -> None:
    document.write_text("It is \x1b[2J a trick, and \x9b1A so is this.\n", encoding="utf-8")

    assert not {"\x1b", "\x9b"} & set(quizkit("ingest", document, "--show").out)


# --- again ------------------------------------------------------------------------------------------


def test_the_same_document_again_changes_nothing(quizkit: Program, document: Path) -> None:
    quizkit("ingest", document)
    before = Path("decks/sources.yaml").read_bytes()

    run = quizkit("ingest", document)

    assert run.code == 0
    assert "unchanged, 'the-old-bridge'" in run.out
    assert Path("decks/sources.yaml").read_bytes() == before


def test_a_document_that_has_changed_gets_its_new_digest_and_no_more(
    quizkit: Program, document: Path
) -> None:
    quizkit("ingest", document)
    sources = Path("decks/sources.yaml")
    sources.write_text("# mine\n" + sources.read_text(encoding="utf-8"), encoding="utf-8")
    before = sources.read_text(encoding="utf-8")
    document.write_text(TEXT + "\nIt is still there.\n", encoding="utf-8")

    run = quizkit("ingest", document)

    assert "3 paragraphs, 24 words; it has changed: digest updated" in run.out
    new = digest(TEXT + "\nIt is still there.\n")
    assert sources.read_text(encoding="utf-8") == before.replace(digest(TEXT), new)


def test_a_source_that_was_declared_by_hand_gets_its_digest(quizkit: Program, document: Path) -> None:
    Path("decks").mkdir()
    text = "sources:\n  bridge:\n    title: Bridges   # a remark\n    file: The Old_Bridge.txt\n"
    Path("decks/sources.yaml").write_text(text, encoding="utf-8")

    assert "digest added, 'bridge'" in quizkit("ingest", document).out

    written = Path("decks/sources.yaml").read_text(encoding="utf-8")
    assert written == f"{text}    digest: {digest(TEXT)}\n"


def test_what_the_file_says_of_a_source_wins_over_the_options(quizkit: Program, document: Path) -> None:
    quizkit("ingest", document)

    run = quizkit("ingest", document, "--title", "Another")

    assert "keeps what decks/sources.yaml says of it" in run.err
    assert declared()["the-old-bridge"].title == "The Old Bridge"


# --- folders ----------------------------------------------------------------------------------------


@pytest.fixture
def folder(document: Path) -> Path:
    """Three documents of which one is broken, and what is no document."""
    folder = document.parent
    (folder / "es").mkdir()
    (folder / "es" / "puente.md").write_text("El puente de la ciudad fue una de las obras que se hicieron.")
    (folder / "broken.docx").write_bytes(b"PK")
    (folder / ".hidden.txt").write_text(TEXT)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def test_a_folder_gives_all_of_its_documents_under_their_paths(quizkit: Program, folder: Path) -> None:
    (folder / "broken.docx").unlink()

    assert quizkit("ingest", folder).code == 0

    found = {source.key: (source.file, source.language) for source in declared().values()}
    assert found == {"the-old-bridge": ("The Old_Bridge.txt", "en"), "puente": ("es/puente.md", "es")}


def test_a_broken_document_does_not_keep_the_others_out(quizkit: Program, folder: Path) -> None:
    run = quizkit("ingest", folder)

    assert run.code == 1
    assert "broken.docx is damaged" in run.err
    assert set(declared()) == {"the-old-bridge", "puente"}


def test_a_document_is_known_by_its_path_and_by_its_name(quizkit: Program, folder: Path) -> None:
    quizkit("ingest", folder)

    assert "unchanged, 'puente'" in quizkit("ingest", folder / "es" / "puente.md").out


def test_two_documents_of_one_name_in_two_folders_stay_apart(quizkit: Program, folder: Path) -> None:
    quizkit("ingest", folder)
    (folder / "fr").mkdir()
    (folder / "fr" / "puente.md").write_text("Another text is in this file.")

    run = quizkit("ingest", folder)

    assert "the key 'puente' is taken by es/puente.md (give another with --name)" in run.err
    assert declared()["puente"].file == "es/puente.md"


# --- refusals ---------------------------------------------------------------------------------------


def test_a_key_that_is_taken_is_refused(quizkit: Program, document: Path) -> None:
    quizkit("ingest", document, "--name", "bridge")
    other = document.with_name("other.txt")
    other.write_text("Another text is in this file.")
    before = Path("decks/sources.yaml").read_bytes()

    run = quizkit("ingest", other, "--name", "bridge")

    assert run.code == 1
    assert "the key 'bridge' is taken by The Old_Bridge.txt" in run.err
    assert Path("decks/sources.yaml").read_bytes() == before


def test_a_document_keeps_its_key(quizkit: Program, document: Path) -> None:
    quizkit("ingest", document)

    run = quizkit("ingest", document, "--name", "bridge")

    assert run.code == 1
    assert "declared already, as 'the-old-bridge'" in run.err


def test_a_copy_of_a_document_is_refused(quizkit: Program, document: Path) -> None:
    quizkit("ingest", document)
    copy = document.with_name("copy.txt")
    copy.write_text(TEXT, encoding="utf-8")

    run = quizkit("ingest", copy)

    assert run.code == 1
    assert "copy.txt is the same document as 'the-old-bridge'" in run.err


def test_a_document_without_paragraphs_is_refused(quizkit: Program, document: Path) -> None:
    document.write_text("Only a Title\n")

    run = quizkit("ingest", document)

    assert run.code == 1
    assert "has no paragraphs" in run.err
    assert not Path("decks").exists()


def test_a_sources_file_with_a_mistake_is_not_touched(quizkit: Program, document: Path) -> None:
    Path("decks").mkdir()
    Path("decks/sources.yaml").write_text("sources:\n  a: {titel: A}\n")

    run = quizkit("ingest", document)

    assert run.code == 1
    assert run.out == ""
    assert "sources.yaml:2:7: unknown key 'titel' in a source (did you mean 'title'?)" in run.err
    assert Path("decks/sources.yaml").read_text() == "sources:\n  a: {titel: A}\n"


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--name", "two words", "--name: 'two words' is not a name"),
        ("--date", "April", "--date: 'April' is not a date"),
        ("--language", "English", "--language: 'English' is not a language code"),
        ("--url", "example.org", "--url: 'example.org' is not an address"),
        ("--title", "\x1b[2J", "--title: control character U+001B in the text"),
    ],
)
def test_an_option_that_sources_yaml_could_not_hold_is_refused(
    quizkit: Program, document: Path, option: str, value: str, sentence: str
) -> None:
    run = quizkit("ingest", document, option, value)

    assert run.code == 2
    assert sentence in run.err
    assert not Path("decks").exists()


def test_one_name_is_not_given_to_several_documents(quizkit: Program, folder: Path) -> None:
    assert quizkit("ingest", folder, "--name", "all").code == 2


def test_a_folder_without_documents_is_a_sentence(quizkit: Program, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = quizkit("ingest", tmp_path / "empty")

    assert run.code == 2
    assert "no document found" in run.err


def test_a_document_that_is_not_there_is_a_sentence(quizkit: Program, tmp_path: Path) -> None:
    missing = tmp_path / "none.txt"
    run = quizkit("ingest", missing)

    assert run.code == 1
    assert run.err == f"quizkit: there is no file or folder '{missing}'\n"
