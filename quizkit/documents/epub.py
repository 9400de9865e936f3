"""Electronic books: the pages of the book in the order of its spine."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from quizkit.documents.html import text_of_markup
from quizkit.documents.package import Package
from quizkit.documents.stated import Stated
from quizkit.documents.text import decoded
from quizkit.messages import _


def text_of(data: bytes, name: str) -> str:
    package = Package(data, name)
    pages = (decoded(package.read(page), page) for page in _pages(package))
    return "\n\n".join(text_of_markup(page) for page in pages)


def stated_in(data: bytes, name: str) -> Stated:
    """What the list of the book's contents says of the book."""
    package = Package(data, name)
    said = package.texts_in(_contents(package))
    title, date, language = (next(iter(said.get(key, ())), "") for key in ("title", "date", "language"))
    return Stated(title, ", ".join(said.get("creator", ())), date, language)


def _pages(package: Package) -> list[str]:
    """The entries of the archive that hold the text, in order."""
    contents = _contents(package)
    files: dict[str, str] = {}
    spine: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "item" and "nav" not in attributes.get("properties", "").split():
            files[attributes.get("id", "")] = attributes.get("href", "")
        elif name == "itemref" and attributes.get("linear") != "no":
            spine.append(attributes.get("idref", ""))

    package.parse(contents, begin)
    folder = posixpath.dirname(contents)
    # A path may lead anywhere: it names an entry of the archive, and never a file.
    return [
        posixpath.normpath(posixpath.join(folder, unquote(files[page]))) for page in spine if page in files
    ]


def _contents(package: Package) -> str:
    """The entry that lists the book's parts."""
    found: list[str] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name == "rootfile":
            found.append(attributes.get("full-path", ""))

    package.parse("META-INF/container.xml", begin)
    if not found:
        raise package.damaged(_("it does not say where its contents are"))
    return found[0]
