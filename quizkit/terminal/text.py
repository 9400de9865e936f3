"""Text from decks on its way to a terminal: it may say anything, but it may not do anything."""

from __future__ import annotations

import re

from quizkit.messages import _

# Stands for a space at which no line is broken: rich breaks lines at a no-break space as well. It is a
# noncharacter of Unicode, which no text holds.
JOINT = "\ufdd0"
# C0 without line feed and tab, DEL, C1, and the characters that turn the direction of a line around.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """``text`` without any character that could move the cursor, change the title or hide its neighbours."""
    return _UNSAFE.sub("�", text.replace("\r\n", "\n")).expandtabs(4)


def is_yes(answer: str) -> bool:
    """Whether somebody who was asked "y/N" typed yes, in English or in the language of the interface."""
    return answer.strip().casefold() in {"y", "yes", *_("y yes").split()}
