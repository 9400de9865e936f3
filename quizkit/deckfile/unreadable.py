"""What the parser of YAML stops at, in words of an author: its own are those of its grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from quizkit.messages import _
from quizkit.nodes import Scalar, place_after

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

_IN_QUOTES = _('put the whole text in quotes: "…"')
_COLUMNS = _("the keys of a question begin in the same column, and so do the dashes of a list")
_NOT_CLOSED = _("what opens with a quote or a bracket must be closed by its like")
# What the parser says of a sign that begins no text, and of what it took such a sign for.
_NO_BEGINNING = (
    "cannot start any token",
    "expected node content",
    "sequence entries are not allowed",
    "mapping keys are not allowed",
)
_TAKEN_FOR = (" anchor", " alias", " tag", " directive", " block scalar")
_INDENTATION = ("expected key", "expected '-' indicator", "expected <block end>")
_KEY = re.compile(r"\s*(-\s+)*[\w-]+")


def explain(error: MarkedYAMLError, text: str) -> tuple[Scalar, str, str]:
    """The place of an error, what is wrong there, and what usually helps."""
    return _place_of(error, text), *_explain(error, text)


def at(mark: Any) -> Scalar:
    """A place for the report; the top of the file where the parser names none."""
    return Scalar("", mark.line + 1, mark.column + 1) if mark is not None else Scalar("", 1, 1)


def _explain(error: MarkedYAMLError, text: str) -> tuple[str, str]:
    problem = error.problem or "unreadable"
    before, after = _line_at(error.problem_mark, text)
    line = before + after
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in problem:
        return _("a tab stands where YAML wants spaces"), _("indent with spaces")
    if "mapping values are not allowed" in problem:
        return _colon(before)
    if "expected ':'" in problem:
        return _("a key without its ': ' stands here"), _(
            "write 'key: text', or indent what continues a text"
        )
    if "escape" in problem:
        return _('a backslash in "…" begins a special sign, and this is none'), _(
            "in \"…\" write \\\\ for a backslash, or use '…'"
        )
    if "quoted scalar" in (error.context or ""):
        return _("this quote is not closed"), _NOT_CLOSED
    if sign := _odd_sign(error, text):
        told = _("a text that begins with {sign} needs quotes").format(sign=sign)
        return told, _("begin a list on a line of its own") if sign == "-" else _IN_QUOTES
    return _after(before) or _structure(error, before)


def _line_at(mark: Any, text: str) -> tuple[str, str]:
    """What stands before and after a mark on its line."""
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    return (line[: mark.column], line[mark.column :]) if mark else ("", "")


def _colon(before: str) -> tuple[str, str]:
    """A ``: `` where there is a key already: in a text, or after a key that reads as part of one."""
    if _KEY.fullmatch(before):
        return _("this key reads as part of the text above it"), _(
            "keys begin in the same column, each with its ': '"
        )
    return _("a ': ' stands inside a text without quotes"), _IN_QUOTES


def _odd_sign(error: MarkedYAMLError, text: str) -> str:
    """The sign that means something to YAML where a text was meant; "" where it is not that."""
    taken = (error.context or "").endswith(_TAKEN_FOR)
    mark = error.context_mark if taken else error.problem_mark
    odd = taken or any(words in (error.problem or "") for words in _NO_BEGINNING)
    return text[mark.index : mark.index + 1].strip() if odd and mark else ""


def _after(before: str) -> tuple[str, str] | None:
    """What is wrong where something follows a closing quote or bracket."""
    written = re.sub(r"\\.", "", before.rstrip())
    match written[-1:]:
        case '"' | "'" as quote if written.count(quote) % 2:
            return _("a text further up has no closing quote"), _NOT_CLOSED
        case '"':
            return _("this follows a closing quote"), _("quotes inside quotes: use '…' outside")
        case "'":
            return _("this follows a closing quote"), _('an apostrophe inside quotes: use "…" outside')
        case "]" | "}":
            return _("this follows a closing bracket"), _IN_QUOTES
        case _:
            return None


def _structure(error: MarkedYAMLError, before: str) -> tuple[str, str]:
    """What is wrong between texts: brackets, indentation, or what we have no words for."""
    problem = error.problem or "unreadable"
    if "expected ','" in problem:
        if _is_left_open(error):
            return _("this bracket is not closed"), _NOT_CLOSED
        return _("a comma or a closing bracket is missing here"), _IN_QUOTES
    if any(words in problem for words in _INDENTATION) and not before.strip(" -"):
        return _("this line is not indented like those it belongs to"), _COLUMNS
    context = f" {error.context}" if error.context else ""
    return _("not YAML: {problem}").format(problem=problem) + context, _IN_QUOTES


def _is_left_open(error: MarkedYAMLError) -> bool:
    """Whether a bracket ends neither on its line nor as it should."""
    began, mark = error.context_mark, error.problem_mark
    if began is None or mark is None or "expected ','" not in (error.problem or ""):
        return False
    return mark.line > began.line


def _place_of(error: MarkedYAMLError, text: str) -> Scalar:
    """Where the parser gave up; where that is the end of what was never closed, where that began."""
    mark = error.problem_mark or error.context_mark
    end = len(text.rstrip())
    unfinished = mark is not None and mark.index >= end
    began = error.context_mark
    late = unfinished or _is_left_open(error) or "expected ':'" in (error.problem or "")
    # What begins at the end of the file would be on a line that no editor shows.
    if began is not None and began.index < end and late:
        return at(began)
    return place_after(text) if unfinished else at(mark)
