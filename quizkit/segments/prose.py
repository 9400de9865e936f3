"""Pieces → prose: what goes on in the next piece is put together, what is no prose is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quizkit.segments.lines import Piece
from quizkit.segments.marks import CLOSERS, OPENERS, STOPS, ends, first_letter, folded

# Below this many characters, a text without a full stop is a heading, a byline or a caption …
SHORT = 80
# … and up to this many as well, where no sentence ends inside it.
LONG = 200

_PAGE_NUMBER = re.compile(
    r"\W{0,5}(?:(?:page|página|seite|стр)\W{1,3})?\d{1,4}(?:\W{0,3}(?:of|de|von|из)?\W{0,3}\d{1,4})?\W{0,5}",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[a-zß-ÿа-яёіў0-9)\]\"”’])[.!?…][\"'”’»)\]]{0,3}\s")
# No heading ends with one of these: a text that does stops in mid-sentence.
_JOINING_WORDS = frozenset(
    "a an the and or but nor of in on at to by for from with into as that which who is are was were has had"
    " its their el la los las un una y o u de del en al por para con que como su sus es son fue".split()
)


def prose_of(pieces: Iterable[Piece]) -> Iterator[str]:
    """The paragraphs, in order."""
    parts: list[str] = []
    held = Piece("", "heading")  # the parts so far; of many, no more than their end
    apart = False  # whether a heading stands between them and the next piece
    listing = False  # whether they introduce a list, or belong to one that was introduced
    for kind, text in ((piece.kind, folded(piece.text)) for piece in pieces):
        piece = Piece(text, kind)
        if text and listing and kind == "item" and not _is_prose(piece):
            parts[-1] += _mark_after(parts[-1])
            parts.append(text)
            continue
        if not text or _PAGE_NUMBER.fullmatch(text):
            continue
        if _goes_on(held, piece, apart):
            parts.append(text)
            held = Piece(f"{held.text} {text}"[-2 * LONG :], held.kind)
        elif kind == "heading" or (_is_open(held) and not _is_prose(piece)):
            apart, listing = True, False  # it may be the running head of a page, in the middle of a sentence
            continue
        else:
            if _is_prose(held):
                yield " ".join(parts)
            parts, held = [text], piece
        listing = _introduces(held) or (listing and kind == "item")
        apart = False
    if _is_prose(held):
        yield " ".join(parts)


def _introduces(held: Piece) -> bool:
    """Whether a paragraph ends with the colon that a list follows."""
    return held.text.rstrip("-–— ").endswith((":", "：")) and _is_prose(held)


def _mark_after(text: str) -> str:
    """What sets a short item of a list, which is no paragraph by itself, apart from the text before it."""
    return "" if text[-1:] in ",;:：-–—" or ends(text) else ";"


def _goes_on(held: Piece, piece: Piece, apart: bool) -> bool:
    """Whether ``piece`` continues the sentence with which ``held`` stops."""
    if held.kind == "heading" or piece.kind != "text" or ends(held.text, STOPS):
        return False
    if first_letter(piece.text).islower():
        return _is_open(held) or not apart
    if apart or held.kind != "text":
        return False
    return _is_prose(piece) and (_hangs(held.text) or (_is_prose(held) and held.text[-1] not in CLOSERS))


def _is_open(held: Piece) -> bool:
    """Whether ``held`` is prose that stops in mid-sentence."""
    return not ends(held.text, STOPS) and (_is_prose(held) or _hangs(held.text))


def _hangs(text: str) -> bool:
    return text.endswith(",") or text.rpartition(" ")[2].lower() in _JOINING_WORDS


def _is_prose(piece: Piece) -> bool:
    """Whether this is a paragraph, and no heading, byline, date, caption or entry of a menu."""
    text = piece.text
    if piece.kind in ("heading", "reference"):
        return piece.kind == "reference"
    if len(text) >= SHORT:
        by_shape = ends(text, STOPS) or text[-1] in CLOSERS or _hangs(text) or _SENTENCE_END.search(text)
        return len(text) > LONG or bool(by_shape) or piece.kind == "item"
    # A question may be a heading; so may what has no word in small letters: "Washington, D.C."
    ended = ends(text) and text.rstrip(CLOSERS + " ")[-1] not in "?？"
    words = [word.strip(CLOSERS + OPENERS + ".,;:!") for word in text.split()]
    return ended and any(word.isalpha() and not word[0].isupper() for word in words[1:])
