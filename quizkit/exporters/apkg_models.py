"""How quizkit's cards look in Anki: one note type for each interaction, with its fields and templates.

The ids never change: Anki knows a note type by its id, and takes another one for another type.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

# Anki takes over a note type that is newer than its own: put forward when anything here, in cards.css or in
# choice.js changes, and never otherwise, so that a learner's own styling lasts.
CHANGED_AT = 1_790_640_000

COMMON = ("Context", "Hint", "Explanation", "Source")

_CONTEXT = '{{#Context}}<p class="context">{{Context}}</p>{{/Context}}'
_HINT = '{{#Hint}}<details class="hint"><summary>Hint</summary>{{Hint}}</details>{{/Hint}}'
_BELOW = (
    '{{#Explanation}}<p class="explanation">{{Explanation}}</p>{{/Explanation}}'
    '{{#Source}}<p class="source">{{Source}}</p>{{/Source}}'
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
    return f'{_CONTEXT}<div class="question">{question}</div>{below}{_HINT}'


def _back(question: str, answer: str) -> str:
    return f'{_CONTEXT}<div class="question">{question}</div><hr id="answer">{answer}{_BELOW}'


def _options(side: str) -> str:
    return (
        f'<ul class="options" data-side="{side}">{{{{Options}}}}</ul><script>{_script("choice.js")}</script>'
    )


def _script(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").strip()


def note_types() -> dict[str, NoteType]:
    """The note types by the name of the interaction they show."""
    reverse = "{{#Both ways}}%s{{/Both ways}}"
    return {
        "Reveal": NoteType(
            1_716_400_101,
            "quizkit flashcard",
            ("Front", "Back", "Both ways", *COMMON),
            (
                ("Card", _front("{{Front}}"), _back("{{Front}}", '<div class="answer">{{Back}}</div>')),
                (
                    "Reverse",
                    reverse % _front("{{Back}}"),
                    reverse % _back("{{Back}}", '<div class="answer">{{Front}}</div>'),
                ),
            ),
        ),
        "TextEntry": NoteType(
            1_716_400_102,
            "quizkit typed answer",
            ("Question", "Answer", "Also right", *COMMON),
            (
                (
                    "Card",
                    _front("{{Question}}", "{{type:Answer}}"),
                    _back(
                        "{{Question}}",
                        '{{type:Answer}}<div class="answer">{{Answer}}</div>'
                        '{{#Also right}}<p class="also">{{Also right}}</p>{{/Also right}}',
                    ),
                ),
            ),
        ),
        "Choice": NoteType(
            1_716_400_103,
            "quizkit choice",
            ("Question", "Options", "Answer", *COMMON),
            (
                (
                    "Card",
                    _front("{{Question}}", _options("front")),
                    _back("{{Question}}", _options("back") + '<div class="answer">{{Answer}}</div>'),
                ),
            ),
        ),
        "Gaps": NoteType(
            1_716_400_104,
            "quizkit cloze",
            ("Text", *COMMON),
            (("Cloze", _front("{{cloze:Text}}"), _back("{{cloze:Text}}", "")),),
            cloze=True,
        ),
    }


def css() -> str:
    """The style of every card."""
    return _script("cards.css")
