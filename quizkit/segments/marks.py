"""Signs at the ends of sentences, and the markup that is folded away."""

from __future__ import annotations

import re

from quizkit.quoting import CONTROL

CLOSERS = "\"'”’»›)]*_"
OPENERS = "\"'“‘„«‹([¿¡*_"
# What ends a sentence, and with it what a list or a quotation follows.
FULL_STOPS = frozenset(".!?…。！？؟।")
STOPS = FULL_STOPS | frozenset(":;：；")

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,500}+\)")
_FOOTNOTE_LINK = re.compile(r"(?<=\S)\[\d{1,3}\]\([^()\s]{0,500}+\)")
_LINK = re.compile(r'\[([^\[\]]{0,300})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,500}+(?:\s"[^"]{0,200}")?\)')
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{0,300})\]\]")
_EDIT = re.compile(r"\[ ?(?:edit|edit source|editar|bearbeiten|modifier|modifica|править|рэдагаваць) ?\]")
_FOOTNOTE = re.compile(r"\s?\[(?:\d{1,3}|(?:note|nota|nb) \d{1,3}|citation needed|cita requerida)\]")
_WIKI_QUOTES = re.compile(r"'{2,5}")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def folded(text: str) -> str:
    """``text`` on one line: links as their texts, no footnote marks, no escapes, no invisible signs."""
    text = " ".join(_INVISIBLE.sub("", text).split())
    text = _LINK.sub(r"\1", _FOOTNOTE_LINK.sub("", _IMAGE.sub("", text)))
    text = _FOOTNOTE.sub("", _EDIT.sub("", _WIKI_LINK.sub(r"\1", text)))
    text = _ESCAPE.sub(r"\1", _WIKI_QUOTES.sub("", text))
    return " ".join(CONTROL.sub(" ", text).split())


def has_edit_link(line: str) -> bool:
    """Whether a line ends as the headings of a wiki do."""
    return any(line.endswith(match[0]) for match in _EDIT.finditer(line[-40:]))


def ends(text: str, stops: frozenset[str] = FULL_STOPS) -> bool:
    """Whether ``text`` ends with a stop, be it inside quotes or brackets, or before a footnote mark."""
    text = _FOOTNOTE.sub("", text[-60:]).rstrip(CLOSERS + " ")
    return text[-1:] in stops or text.rstrip("-–—")[-1:] == ":"


def first_letter(text: str) -> str:
    return text.lstrip(OPENERS)[:1]
