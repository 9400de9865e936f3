"""Word documents: the paragraphs of the main text, as they read once all changes are accepted."""

from __future__ import annotations

from quizkit.documents.package import Package
from quizkit.documents.stated import Stated
from quizkit.documents.text import raised
from quizkit.errors import QuizkitError

# Deleted and moved text, codes of fields, and the second copy of a text box that is kept for old programs.
_LEFT_OUT = frozenset("del moveFrom instrText delText Fallback".split())
_BREAKS = {"tab": " ", "cr": "\n", "noBreakHyphen": "-"}
# Programs translate the names of styles, some of them without their accents.
_TITLES = ("title", "titulo", "título", "ttulo", "titre", "titel")
_HEADINGS = ("heading", "subtitle", "überschrift", "berschrift", *_TITLES)


def text_of(data: bytes, name: str) -> str:
    document = _Document()
    Package(data, name).parse("word/document.xml", document.begin, document.end, document.write)
    return "\n\n".join(document.paragraphs)


def stated_in(data: bytes, name: str) -> Stated:
    """What is set as a title, else what the properties of the file say.

    The day on which the file was made is not when its text appeared.
    """
    document, package = _Document(), Package(data, name)
    package.parse("word/document.xml", document.begin, document.end, document.write)
    try:
        properties = package.texts_in("docProps/core.xml")
    except QuizkitError:  # not every program writes them
        properties = {}
    title, author, language = (
        next(iter(properties.get(key, ())), "") for key in ("title", "creator", "language")
    )
    return Stated(document.title or title or document.heading, author, language=language)


class _Document:
    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.title = self.heading = ""  # the first ones
        # Those that are begun, outermost first: a text box stands within a paragraph and holds others.
        self._open: list[list[str]] = []
        self._marks: list[str] = []
        self._left_out = 0
        self._in_text = self._raised = self._is_title = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
        elif name == "p":
            self._open.append([])
            self._marks.append("")
        elif self._open:
            self._begin_within(name, attributes)

    def _begin_within(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        outlined = name == "outlineLvl" and value != "9"  # 9 is the level of the text itself
        if outlined or (name == "pStyle" and value.lower().startswith(_HEADINGS)):
            self._marks[-1] = "# "
            self._is_title = value.lower() in _TITLES
        elif name == "numPr":
            self._marks[-1] = self._marks[-1] or "- "
        elif name == "r":
            self._raised = False
        elif name == "vertAlign":
            self._raised = value == "superscript"
        elif name == "t":
            self._in_text = True
        elif name == "br":
            self._open[-1].append("\f" if attributes.get("type") == "page" else "\n")
        else:
            self._open[-1].append(_BREAKS.get(name, ""))

    def end(self, name: str) -> None:
        if self._left_out:
            self._left_out -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p" and self._open:
            text, mark = "".join(self._open.pop()).strip(" \n"), self._marks.pop()
            if mark == "# ":
                self.heading = self.heading or " ".join(text.split())
                if self._is_title:
                    self.title = self.title or " ".join(text.split())
                self._is_title = False
            if text:
                self.paragraphs.append(mark + " ".join(text.split()) if mark else text)

    def write(self, text: str) -> None:
        if self._in_text and not self._left_out and self._open:
            self._open[-1].append(raised(text) if self._raised else text)
