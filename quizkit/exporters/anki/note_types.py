"""How quizkit's cards look in Anki: one note type for each kind of card, with its fields and templates.

Anki knows a note type by its id, and compares fields and cards by theirs: none of them ever changes. Two
fields were spare, and got new names when they were needed; none is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from itertools import zip_longest
from typing import Any

import genanki

from quizkit.deckfile.kept import FIELD as KEPT
from quizkit.deckfile.native import NoteType as Native

# Anki takes over a note type that is newer than its own: put forward when anything here or in cards/
# changes, and never otherwise, so that a learner's own styling lasts.
CHANGED_AT = 1_795_413_600

# What Anki wants to know of each field and template, where nobody said anything.
_FIELD = {"font": "Arial", "size": 20, "sticky": False, "rtl": False}
_TEMPLATE = {"bqfmt": "", "bafmt": "", "bfont": "", "bsize": 0, "did": None}

# "Language" is that of the deck; "" is English.
COMMON = ("Context", "Picture", "Sound", "Hint", "Explanation", "Source", KEPT, "Language")
# Fields that no card shows: folded up in Anki's editor, and not searched unless they are named.
_UNSEEN = {"collapsed": True, "plainText": True, "excludeFromSearch": True}

# The language says what the card itself says, and on which side everything begins (see cards.css).
_SIDE = '<div class="side" lang="{{Language}}{{^Language}}en{{/Language}}">'
_ABOVE = '{{#Context}}<div class="context" dir="auto">{{Context}}</div>{{/Context}}'
_PICTURE = '{{#Picture}}<div class="picture">{{Picture}}</div>{{/Picture}}'
_SOUND = '{{#Sound}}<div class="sound">{{Sound}}</div>{{/Sound}}'
# "tappable": AnkiDroid and AnkiMobile leave a tap on it to the card instead of turning the card over.
_HINT = (
    '{{#Hint}}<details class="hint"><summary class="tappable"></summary>'
    '<div dir="auto">{{Hint}}</div></details>{{/Hint}}'
)
_BELOW = (
    '{{#Explanation}}<div class="explanation" dir="auto">{{Explanation}}</div>{{/Explanation}}'
    '{{#Source}}<div class="source" dir="auto">{{Source}}</div>{{/Source}}'
)


class Model(genanki.Model):  # type: ignore[misc]
    """genanki's model, without the fields that each card requires.

    genanki finds them by rendering each card once for every field; Anki does the same as it imports, whatever
    stands there.
    """

    _req = ()


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: ``templates`` are (name, front, back)."""

    id: int
    name: str
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    cloze: bool = False

    def as_genanki(self) -> Any:
        """The note type as genanki's model; fields and cards with ids that outlive their names."""
        return Model(
            self.id,
            self.name,
            fields=[
                {"name": name, "font": "Arial", "id": self._part_id("field", place)}
                | (_UNSEEN if name in COMMON[-2:] else {})
                for place, name in enumerate(self.fields)
            ],
            templates=[
                {"name": name, "qfmt": front, "afmt": back, "id": self._part_id("card", place)}
                for place, (name, front, back) in enumerate(self.templates)
            ],
            css=css(),
            model_type=genanki.Model.CLOZE if self.cloze else genanki.Model.FRONT_BACK,
        )

    def _part_id(self, kind: str, place: int) -> int:
        digest = blake2b(f"{self.id} {kind} {place}".encode(), digest_size=7).digest()
        return int.from_bytes(digest, "big")


def as_anki(kind: Native) -> dict[str, Any]:
    """A note type that came from Anki, as the JSON of its schema 11, and older than any of its user's."""
    settings = kind.settings
    nothing: dict[str, Any] = {}
    fields = zip_longest(kind.fields, settings.fields[: len(kind.fields)], fillvalue=nothing)
    templates = zip_longest(kind.templates, settings.templates[: len(kind.templates)], fillvalue=nothing)
    return {
        "sortf": 0,
        "latexPre": genanki.Model.DEFAULT_LATEX_PRE,
        "latexPost": genanki.Model.DEFAULT_LATEX_POST,
        "latexsvg": False,
        **settings.notetype,
        "id": str(kind.id),
        "name": kind.name,
        "css": kind.css,
        "type": int(kind.cloze),
        "mod": 1,
        "usn": -1,
        "did": 1,
        "req": [],
        "tags": [],
        "vers": [],
        "flds": [_FIELD | more | {"name": name, "ord": place} for place, (name, more) in enumerate(fields)],
        "tmpls": [
            _TEMPLATE | more | {"name": name, "qfmt": front, "afmt": back, "ord": place}
            for place, ((name, front, back), more) in enumerate(templates)
        ],
    }


def renewed(there: dict[str, Any], kind: NoteType) -> bool:
    """Give a note type of ours, as Anki has it in JSON, our look of today, as a package would.

    False where it needs none: it is newer, or lacks a field that the cards show.
    """
    ours = kind.as_genanki()
    fields, templates = ({part["id"]: part for part in parts} for parts in (ours.fields, ours.templates))
    if there["mod"] >= CHANGED_AT or not fields.keys() <= {field.get("id") for field in there["flds"]}:
        return False
    for field in there["flds"]:
        field["name"] = fields.get(field.get("id"), field)["name"]
    for template in there["tmpls"]:
        template.update(templates.get(template.get("id"), {}))
    there["css"] = css()
    return True


@cache
def note_types() -> dict[str, NoteType]:
    """The note types by the name of the interaction they show; a list of answers has one of its own."""
    return {
        "Reveal": _flashcard(),
        "TextEntry": _made(102, "typed answer", ("Question", "Answer", "Also right", "Rejected"), *_typed()),
        "Choice": _made(103, "choice", ("Question", "Kind", "Options", "Answer"), *_choice()),
        "Gaps": NoteType(
            1_716_400_104,
            "quizkit cloze",
            ("Text", "Options", "Also right", *COMMON),
            (("Cloze", *_cloze()),),
            cloze=True,
        ),
        "Order": _made(105, "order", ("Question", "Items", "Solution"), *_order()),
        "Match": _made(106, "match", ("Question", "Items", "Partners", "Solution"), *_match()),
        "List": _made(107, "list", ("Question", "Blanks", "Solution"), *_list()),
        "ExtendedText": _made(108, "open question", ("Question", "Rubric", "Model answer"), *_open()),
    }


@cache
def css() -> str:
    """The style of every card."""
    return _file("cards.css")


def _made(number: int, name: str, fields: tuple[str, ...], front: str, back: str) -> NoteType:
    return NoteType(1_716_400_000 + number, f"quizkit {name}", (*fields, *COMMON), (("Card", front, back),))


# --- one card each ----------------------------------------------------------------------------------


def _flashcard() -> NoteType:
    sides = _text("question", "Front"), _text("question", "Back")
    return NoteType(
        1_716_400_101,
        "quizkit flashcard",
        ("Front", "Back", "Both ways", *COMMON),
        (
            ("Card", _front(sides[0]), _back(sides[0], _text("answer", "Back"))),
            (
                "Reverse",
                _both_ways(_front(sides[1])),
                _both_ways(_back(sides[1], _text("answer", "Front"))),
            ),
        ),
    )


def _typed() -> tuple[str, str]:
    typed = '<div class="typed">{{type:Answer}}</div>'
    also = '{{#Also right}}<div class="also" dir="auto">{{Also right}}</div>{{/Also right}}'
    rejected = '{{#Rejected}}<dl class="rejected">{{Rejected}}</dl>{{/Rejected}}'
    back = _play("typed", "back", typed + _text("answer", "Answer") + also + rejected)
    return _front(_QUESTION, _play("typed", "front", typed)), _back(_QUESTION, back)


def _choice() -> tuple[str, str]:
    shown, kind = _listed("items", "Options", keyed=True), ' data-kind="{{Kind}}"'
    return (
        _front(_QUESTION, _play("choice", "front", shown, kind)),
        _back(_QUESTION, _play("choice", "back", shown + _listed("solution", "Answer"), kind)),
    )


def _order() -> tuple[str, str]:
    shown = _listed("items", "Items", keyed=True)
    solution = _listed("solution", "Solution", "ol")
    return (
        _front(_QUESTION, _play("order", "front", shown)),
        _back(_QUESTION, _play("order", "back", shown + solution)),
    )


def _match() -> tuple[str, str]:
    shown = _listed("items", "Items", keyed=True) + _listed("partners", "Partners", keyed=True)
    return (
        _front(_QUESTION, _play("match", "front", shown)),
        _back(_QUESTION, _play("match", "back", shown + _listed("solution", "Solution"))),
    )


def _list() -> tuple[str, str]:
    blanks = _listed("items", "Blanks", "ol")
    return (
        _front(_QUESTION, _play("list", "front", blanks)),
        _back(_QUESTION, _play("list", "back", blanks + _listed("solution", "Solution"))),
    )


def _open() -> tuple[str, str]:
    model_answer = "{{#Model answer}}" + _text("model-answer", "Model answer") + "{{/Model answer}}"
    return (
        _front(_QUESTION, _play("open", "front", "")),
        _back(_QUESTION, _play("open", "back", _listed("items", "Rubric") + model_answer)),
    )


def _cloze() -> tuple[str, str]:
    text = '<div class="question text" dir="auto">{{cloze:Text}}</div>'
    options = '<ul class="items" hidden data-key>{{Options}}</ul>'
    also = '{{#Also right}}<ul class="also">{{Also right}}</ul>{{/Also right}}'
    return _front(text, _play("gaps", "front", options)), _back(text, _play("gaps", "back", options + also))


# --- their pieces -----------------------------------------------------------------------------------


def _front(question: str, below: str = "") -> str:
    return f"{_SIDE}{_ABOVE}{question}{_PICTURE}{_SOUND}{below}{_HINT}</div>"


def _back(question: str, answer: str) -> str:
    return f'{_SIDE}{_ABOVE}{question}{_PICTURE}<hr id="answer">{answer}{_BELOW}</div>'


def _text(kind: str, field: str) -> str:
    return f'<div class="{kind}" dir="auto">{{{{{field}}}}}</div>'


_QUESTION = '<div class="question" dir="auto" data-key>{{Question}}</div>'


def _listed(kind: str, field: str, tag: str = "ul", *, keyed: bool = False) -> str:
    mark = " data-key" if keyed else ""
    return f'<{tag} class="{kind}"{mark}>{{{{{field}}}}}</{tag}>'


def _play(name: str, side: str, content: str, more: str = "") -> str:
    """What is played with, and its script: a block, since one page may show many cards."""
    script = f"{{\n{_file('state.js')}\n\n{_file(f'{name}.js')}\n}}"
    return f'<div class="play {name}" data-side="{side}"{more}>{content}</div><script>{script}</script>'


def _both_ways(side: str) -> str:
    return f"{{{{#Both ways}}}}{side}{{{{/Both ways}}}}"


def _file(name: str) -> str:
    return files(__package__).joinpath("cards", name).read_text(encoding="utf-8").strip()
