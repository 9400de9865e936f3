"""How quizkit's cards look in Anki: one note type for each interaction, with its fields and templates.

The ids never change: Anki knows a note type by its id, and takes another one for another type.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

# Anki takes over a note type that is newer than its own: put forward when anything here, in cards.css or in
# choice.js changes, and never otherwise, so that a learner's own styling lasts.
CHANGED_AT = 1_790_726_400

COMMON = ("Context", "Hint", "Explanation", "Source")

# "tappable": AnkiDroid and AnkiMobile leave a tap on it to the card instead of turning the card over.
_CONTEXT = '{{#Context}}<div class="context">{{Context}}</div>{{/Context}}'
_HINT = (
    '{{#Hint}}<details class="hint"><summary class="tappable">Hint</summary><div>{{Hint}}</div></details>'
    "{{/Hint}}"
)
_BELOW = (
    '{{#Explanation}}<div class="explanation">{{Explanation}}</div>{{/Explanation}}'
    '{{#Source}}<div class="source">{{Source}}</div>{{/Source}}'
)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: ``templates`` are (name, front, back)."""

    id: int
    name: str
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    cloze: bool = False


def _front(question: str, below: str = "") -> str:
    return f"{_CONTEXT}{question}{below}{_HINT}"


def _back(question: str, answer: str = "") -> str:
    return f'{_CONTEXT}{question}<hr id="answer">{answer}{_BELOW}'


def _text(kind: str, field: str) -> str:
    return f'<div class="{kind}">{{{{{field}}}}}</div>'


def _both_ways(side: str) -> str:
    return f"{{{{#Both ways}}}}{side}{{{{/Both ways}}}}"


def _options(side: str) -> str:
    kind = "options tappable" if side == "front" else "options"
    return (
        f'<ul class="{kind}" data-side="{side}">{{{{Options}}}}</ul><script>{_script("choice.js")}</script>'
    )


def _script(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").strip()


def note_types() -> dict[str, NoteType]:
    """The note types by the name of the interaction they show."""
    front, back = _text("question", "Front"), _text("question", "Back")
    question, cloze = _text("question", "Question"), _text("question text", "cloze:Text")
    typed = '<div class="typed">{{type:Answer}}</div>'
    also = '{{#Also right}}<div class="also">{{Also right}}</div>{{/Also right}}'
    return {
        "Reveal": NoteType(
            1_716_400_101,
            "quizkit flashcard",
            ("Front", "Back", "Both ways", *COMMON),
            (
                ("Card", _front(front), _back(front, _text("answer", "Back"))),
                ("Reverse", _both_ways(_front(back)), _both_ways(_back(back, _text("answer", "Front")))),
            ),
        ),
        "TextEntry": NoteType(
            1_716_400_102,
            "quizkit typed answer",
            ("Question", "Answer", "Also right", *COMMON),
            (("Card", _front(question, typed), _back(question, typed + _text("answer", "Answer") + also)),),
        ),
        "Choice": NoteType(
            1_716_400_103,
            "quizkit choice",
            ("Question", "Options", "Answer", *COMMON),
            (("Card", _front(question, _options("front")), _back(question, _options("back"))),),
        ),
        "Gaps": NoteType(
            1_716_400_104,
            "quizkit cloze",
            ("Text", *COMMON),
            (("Cloze", _front(cloze), _back(cloze)),),
            cloze=True,
        ),
    }


def css() -> str:
    """The style of every card."""
    return _script("cards.css")
