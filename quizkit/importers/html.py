"""The HTML of a field → Markdown, plain text, and the media it names. The only home of markdownify."""

from __future__ import annotations

import html
import re
import unicodedata

from quizkit.fields import CONTROL

MAX_FIELD = 1_000_000
_SOUND = re.compile(r"\[sound:([^\]\n]{1,300})\]")
_IMAGE = re.compile(r"<img\b[^<>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"<(?:br|/?div|/?p|/?li|/?tr|hr)\b[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(style|script)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)", re.IGNORECASE | re.DOTALL)
# MathJax and the older LaTeX of Anki, inline and displayed.
_MATH = re.compile(
    r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\[\$\](.+?)\[/\$\]|\[\$\$\](.+?)\[/\$\$\]|\[latex\](.+?)\[/latex\]",
    re.DOTALL,
)
_HAS_MARKUP = re.compile(r"[<&\\*_`\[\]~$#>+\-]|\d[.)]")
_BLANK_LINES = re.compile(r"\n\s*\n\s*\n+")


def markdown(field: str) -> str:
    """The text of a field as Markdown; pictures and sounds by name, formulas between dollar signs."""
    if len(field) > MAX_FIELD:
        return plain(field)
    if not _HAS_MARKUP.search(field):
        return _clean(field)
    formulas: list[str] = []

    def hide(match: re.Match[str]) -> str:
        formulas.append(_formula(next(group for group in match.groups() if group is not None)))
        return f"\ue000{len(formulas) - 1}\ue001"

    text = _converted(_MATH.sub(hide, _with_media_named(_UNSEEN.sub("", field))))
    return _clean(re.sub(r"\ue000(\d{1,6})\ue001", lambda match: _at(formulas, int(match[1])), text))


def plain(field: str) -> str:
    """The text of a field and nothing else: lines where blocks and breaks were."""
    text = _with_media_named(_UNSEEN.sub("", field[:MAX_FIELD]))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    return _clean(html.unescape(text))


def first_picture(field: str, known: frozenset[str]) -> str:
    """The name of the first picture of the field that is among the known files; "" where none is."""
    found = (
        html.unescape(match[1] or match[2] or match[3] or "") for match in _IMAGE.finditer(field[:MAX_FIELD])
    )
    return next((name for name in found if name in known), "")


def first_sound(field: str, known: frozenset[str]) -> str:
    """The name of the first sound of the field that is among the known files; "" where none is."""
    found = (html.unescape(name) for name in _SOUND.findall(field[:MAX_FIELD]))
    return next((name for name in found if name in known), "")


def media_in(field: str) -> set[str]:
    """The names of all pictures and sounds of the field."""
    pictures = (match[1] or match[2] or match[3] or "" for match in _IMAGE.finditer(field))
    return {html.unescape(name) for name in (*pictures, *_SOUND.findall(field)) if name}


def without_media(field: str, names: frozenset[str]) -> str:
    """The field without the pictures and sounds of these names."""
    field = _SOUND.sub(lambda match: "" if html.unescape(match[1]) in names else match[0], field)
    return _IMAGE.sub(
        lambda match: "" if html.unescape(match[1] or match[2] or match[3] or "") in names else match[0],
        field,
    )


def _converted(text: str) -> str:
    from markdownify import markdownify  # 90 ms

    if "<" not in text and "&" not in text:
        text = html.escape(text, quote=False)
    try:
        return str(markdownify(text, heading_style="ATX", escape_misc=False))
    except RecursionError:  # nested deeper than any text is
        return plain(text)


def _formula(text: str) -> str:
    """A formula for our own math: on one line, without HTML."""
    inner = " ".join(html.unescape(_TAG.sub(" ", text)).split())
    return f"${inner}$" if inner and "$" not in inner else inner


def _at(formulas: list[str], place: int) -> str:
    return formulas[place] if place < len(formulas) else ""


def _with_media_named(text: str) -> str:
    text = _SOUND.sub(lambda match: f"[{match[1]}]", text)
    return _IMAGE.sub(lambda match: f"[{match[1] or match[2] or match[3] or ''}]", text)


def _clean(text: str) -> str:
    """Without characters that no deck may hold, trailing spaces and piles of empty lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " "))
    lines = (line.rstrip() for line in CONTROL.sub("", text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip().removesuffix("\\").rstrip()
