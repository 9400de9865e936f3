"""A note of Anki → questions of a deck, as the keys an author would write. Pure.

The note type's name says nothing (it is translated, or the user's own), so its templates decide: what has
gaps is a cloze, what has a box to type in is a short answer, two cards that mirror each other are one
flashcard both ways. What is none of these becomes a flashcard for each of its cards, with all it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from quizkit.deckfile.native import NoteType, Template
from quizkit.importers import gaps
from quizkit.importers.choices import choice_of
from quizkit.importers.collection import Note
from quizkit.importers.html import first_picture, first_sound, markdown, plain, without_media
from quizkit.importers.templates import FRONT_SIDE, filled, names_in, switches_in, typed_field


class Made(NamedTuple):
    """A question made of a note: its keys, and which card of Anki (``ord``) each of its parts was.

    ``homes``: the name of the one field a key was made of; () where that is not so simple.
    """

    keys: dict[str, Any]
    ords: tuple[tuple[str, int], ...]
    homes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Filled:
    """A note with its type; ``fields``: HTML by the name of the field."""

    notetype: NoteType
    fields: Mapping[str, str]
    ords: frozenset[int]

    def rest(self, shown: Iterable[str]) -> str:
        """The fields that are shown nowhere yet, each with its name."""
        switches = (
            switches_in(side) for each in self.notetype.templates for side in (each.question, each.answer)
        )
        left = self.fields.keys() - set(shown).union(*switches)
        texts = ((name, markdown(text)) for name, text in self.fields.items() if name in left)
        return "\n\n".join(f"{name}: {text}" for name, text in texts if text)


def questions_of(
    note: Note, notetype: NoteType, ords: frozenset[int], media: Mapping[str, str]
) -> list[Made]:
    """The questions of a note that has cards ``ords``; ``media``: what each file will be called."""
    names = notetype.fields
    fields = dict(zip(names, (*note.fields, *[""] * len(names)), strict=False))
    asked = fields[names[0]] if notetype.cloze else "".join(each.question for each in notetype.templates[:1])
    pictured = _media(asked if notetype.cloze else filled(asked, fields), frozenset(media))
    used = frozenset(pictured.values())
    stripped = {name: without_media(text, used) for name, text in fields.items()} if used else fields
    whole = _Filled(notetype, stripped, ords)
    found = _cloze(whole) if notetype.cloze else (_plain_forms(whole) or list(_cards(whole)))
    belongings = {key: media[name] for key, name in pictured.items()}
    tags = {"tags": list(note.tags)} if note.tags else {}
    return [made._replace(keys={**_sound(made.keys), **belongings, **tags}) for made in found]


def _plain_forms(note: _Filled) -> list[Made]:
    """The forms of question that have keys of their own; [] where the note has none of them."""
    templates = note.notetype.templates
    picked = choice_of(note.fields)
    if picked is not None and len(note.ords) == 1:
        return [Made(picked, (("", min(note.ords)),))]
    if len(templates) == 1 and (name := typed_field(templates[0].question)) in note.fields:
        return _typed(note, templates[0], name)
    if note.ords == {0, 1} and (sides := _mirrored(note)):
        front, back = sides
        keys = {"front": markdown(note.fields[front]), "back": markdown(note.fields[back]), "both_ways": True}
        homes = (("front", front), ("back", back))
        return [Made(_explained(keys, note.rest(sides)), (("", 0), ("reverse", 1)), homes)]
    return []


def _typed(note: _Filled, template: Template, name: str) -> list[Made]:
    answer = plain(note.fields[name])
    ask = markdown(filled(template.question, note.fields))
    if not answer or not ask or "\n" in answer:
        return []
    shown = {name, *names_in(template.question)}
    asked = [each for each in names_in(template.question) if each != name]
    homes = (("ask", asked[0]), ("answer", name)) if len(asked) == 1 else ()
    return [Made(_explained({"ask": ask, "answer": answer}, note.rest(shown)), (("", 0),), homes)]


def _mirrored(note: _Filled) -> tuple[str, str] | None:
    """The two fields of which each asks for the other."""
    asked, told = ([_only(note, side) for side in sides] for sides in _sides(note.notetype.templates[:2]))
    if "" in asked or asked != told[::-1] or asked[0] == asked[1]:
        return None
    return asked[0], asked[1]


def _sides(templates: tuple[Template, ...]) -> tuple[list[str], list[str]]:
    return [each.question for each in templates], [each.answer for each in templates]


def _only(note: _Filled, template: str) -> str:
    """The one field that a side shows; "" where it shows several."""
    names = {name for name in names_in(template) if name in note.fields}
    return names.pop() if len(names) == 1 else ""


def _cards(note: _Filled) -> Iterator[Made]:
    """A flashcard for each card: what its two sides show, and what neither does."""
    templates = note.notetype.templates
    shown = {name for each in templates for side in (each.question, each.answer) for name in names_in(side)}
    for place in sorted(note.ords):
        if place < len(templates):
            front = markdown(filled(templates[place].question, note.fields))
            asked = set(names_in(templates[place].question))
            answer = {name: "" if name in asked else text for name, text in note.fields.items()}
            back = markdown(filled(templates[place].answer, answer))
            keys = _explained({"front": front, "back": back}, note.rest(shown))
            told = set(names_in(templates[place].answer)) - asked - {FRONT_SIDE}
            simple = len(templates) == len(asked) == len(told) == 1
            homes = (("front", asked.pop()), ("back", told.pop())) if simple else ()
            yield Made(keys, (("", place),), homes)


def _cloze(note: _Filled) -> list[Made]:
    """A text with gaps; where quizkit cannot have them (nested, empty), a flashcard for each."""
    names = names_in(note.notetype.templates[0].question) if note.notetype.templates else []
    name = next((name for name in names if "{{c" in note.fields.get(name, "")), note.notetype.fields[0])
    text = markdown(note.fields[name])
    if gaps.are_plain(text):
        ords = tuple((f"c{number}", number - 1) for number in gaps.numbers(text))
        return [Made(_explained({"cloze": text}, note.rest({name})), ords, (("cloze", name),))]
    return [
        Made(
            _explained(dict(zip(("front", "back"), gaps.sides(text, place + 1), strict=True)), ""),
            (("", place),),
        )
        for place in sorted(note.ords)
    ]


def _explained(keys: dict[str, Any], rest: str) -> dict[str, Any]:
    return {**keys, "explain": rest} if rest else keys


def _sound(keys: dict[str, Any]) -> dict[str, Any]:
    """Keys that a deck takes: a card of pictures alone has no text, and one may say the same twice."""
    if "front" not in keys:
        return keys
    front = keys["front"] or "?"
    back = keys["back"] or "–"
    return {**keys, "front": front, "back": back if back != front else f"{back} (!)"}


def _media(asked: str, media: frozenset[str]) -> dict[str, str]:
    """The picture and the sound that belong to the question; what the answer shows must not give it away."""
    found = (("image", first_picture(asked, media)), ("audio", first_sound(asked, media)))
    return {key: name for key, name in found if name}
