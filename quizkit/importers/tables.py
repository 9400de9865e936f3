"""Tables that only lay text out become lines: one cell to a row, or one row. Real tables stay. Pure."""

from __future__ import annotations

import re

from quizkit.markup import unescaped

# The innermost tables: none of them has another one in it.
_TABLE = re.compile(r"<table\b[^<>]*>([^<]*(?:<(?!/?table\b)[^<]*)*)(?:</table\s*>|\Z)", re.IGNORECASE)
_MOST_NESTED = 8
_ROW = re.compile(r"<tr\b[^<>]*>", re.IGNORECASE)
_WHOLE_ROW = re.compile(r"<tr\b[^<>]*>[^<]*(?:<(?!/?tr\b)[^<]*)*</tr\s*>", re.IGNORECASE)
_NO_HEAD = re.compile(r"<thead\b[^<>]*>\s*</thead\s*>", re.IGNORECASE)
_CELL = re.compile(r"<t[dh]\b[^<>]*>", re.IGNORECASE)
_CELL_TAGS = re.compile(r"(?:</?t[dh]\b[^<>]*>\s*)+", re.IGNORECASE)
_ROW_TAGS = re.compile(r"<(/?)(?:table|thead|tbody|tfoot|tr|caption|colgroup|col)\b[^<>]*>\s*", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def without_layout(html: str) -> str:
    """HTML with lines for tables that are none, and no empty row in any other."""
    kept: list[str] = []

    def lay_out(table: re.Match[str]) -> str:
        rows = [[cell for cell in _CELL.split(row)[1:] if _has_text(cell)] for row in _ROW.split(table[1])]
        if sum(len(row) > 1 for row in rows) <= 1:
            return _ROW_TAGS.sub(r"<\1div>", _CELL_TAGS.sub(" ", table[0]))
        filled = _WHOLE_ROW.sub(lambda row: row[0] if _has_text(row[0]) else "", table[0])
        kept.append(_NO_HEAD.sub("", filled))
        return f"\ue002{len(kept) - 1}\ue003"

    # A table that is kept is put aside, so that the one round it is seen for what it is.
    for _level in range(_MOST_NESTED):
        html, count = _TABLE.subn(lay_out, html)
        if not count:
            break
    for place in reversed(range(len(kept))):
        html = html.replace(f"\ue002{place}\ue003", kept[place], 1)
    return html


def _has_text(html: str) -> bool:
    return bool(unescaped(_TAG.sub("", html)).strip())
