"""What the head of a web page says of it, and its first heading."""

from __future__ import annotations

import re
from collections.abc import Mapping

from quizkit.documents.html import Tag, decoded_page, tokens
from quizkit.documents.stated import Stated
from quizkit.markup import unescaped

# The head and the first heading stand within so many characters.
_LOOKED_AT = 500_000
_ATTRIBUTE = re.compile(r"([\w:-]{1,50}+)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title(?:\s[^<>]{0,500}+)?>([^<]{0,1000}+)", re.IGNORECASE)
_BODY = re.compile(r"<(?:body|svg)\b", re.IGNORECASE)
_AUTHORS = ("author", "dc.creator", "dcterms.creator", "citation_author", "article:author")
_DATES = (
    "article:published_time",
    "datepublished",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "citation_publication_date",
    "citation_date",
    "date",
)
# What parts the title of a page from the name of its site.
_PARTS = re.compile(r"\s+[|·•–—»:-]\s+")


def stated_in(data: bytes, name: str) -> Stated:
    """What a page states of itself."""
    markup = decoded_page(data, name)[:_LOOKED_AT]
    head = _Head()
    for token in tokens(markup):
        if not head.take(token):
            break
    metas, heading = head.metas, " ".join("".join(head.heading).split())
    title = metas.get("og:title") or _title(markup)
    if heading and _PARTS.match(title.removeprefix(heading)):
        title = heading  # "Of Bridges | The Journal"
    return Stated(title or heading, _first(metas, _AUTHORS), _first(metas, _DATES), head.language)


def _title(markup: str) -> str:
    """The element that the tokens leave out; pictures have titles of their own."""
    found = _TITLE.search(_BODY.split(markup, maxsplit=1)[0])
    return " ".join(unescaped(found[1]).split()) if found else ""


class _Head:
    """Gathers the metadata and the first heading of a page."""

    def __init__(self) -> None:
        self.metas: dict[str, str] = {}
        self.language = ""
        self.heading: list[str] = []
        self._in_heading = False

    def take(self, token: Tag | str) -> bool:
        """Take one more token; whether more are wanted."""
        if isinstance(token, str):
            if self._in_heading:
                self.heading.append(token)
        elif token.name == "h1":
            self._in_heading = not token.closing
            return not token.closing
        elif token.name == "meta":
            self._meta(_attributes(token))
        elif token.name == "html" and not token.closing:
            self.language = _attributes(token).get("lang", "")
        return True

    def _meta(self, attributes: Mapping[str, str]) -> None:
        names = (attributes.get(key, "") for key in ("name", "property", "itemprop"))
        name = next(filter(None, names), "").lower()
        self.metas.setdefault(name, attributes.get("content", "").strip())


def _attributes(tag: Tag) -> dict[str, str]:
    return {
        found[1].lower(): unescaped(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(tag.attributes)
    }


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((metas[name] for name in names if metas.get(name)), "")
