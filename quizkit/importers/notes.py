"""A note of Anki → questions of a deck, as the keys an author would write. Pure.

The note type's name says nothing (it is translated, or the user's own), so its templates decide: what has
gaps is a cloze, what has a box to type in is a short answer, two cards that mirror each other are one
flashcard both ways. What is none of these becomes a flashcard for each of its cards, with all it shows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from quizkit.deckfile.media import SUFFIXES
from quizkit.deckfile.native import NoteType, Template, readable_tags
from quizkit.importers import gaps
from quizkit.importers.choices import choice_of
from quizkit.importers.collection import Note
from quizkit.importers.html import first_medium, markdown, media_in, plain, without_media
from quizkit.importers.templates import filled, names_in, printed_in, switches_in, typed_field
from quizkit.importers.whole import Origin, own_question

# A field as large as this is a program or a table of data: it is kept beside the deck and not shown.
_MOST_SHOWN = 20_000
# What a program keeps of a note for itself: numbers of entries, sums of digits, frequencies.
_FOR_PROGRAMS = re.compile(
    r"[0-9]{6,}(?:\.[0-9]+)?|[0-9]{4,}\.[0-9]+|[0-9]+\.[0-9]{4,}|(?=[^0-9]*[0-9])[0-9A-Fa-f-]{12,}"
)
# What the gaps of Anki's "Image Occlusion" hold: shapes over a picture.
_OCCLUSION = "::image-occlusion:"


class Made(NamedTuple):
    """A question made of a note: its keys, and which card of Anki (``ord``) each of its parts was.

    ``homes``: the name of the one field that a key says, and that can be edited through it; ``origin``: what
    a note of our own says of its deck.
    """

    keys: dict[str, Any]
    ords: tuple[tuple[str, int], ...]
    homes: tuple[tuple[str, str], ...] = ()
    origin: Origin | None = None


class _Side(NamedTuple):
    """A card's template: the fields that its question shows, and those that only its answer does.

    ``typed``: the field that is to be typed, which the answer tells.
    """

    question: str
    answer: str
    asked: frozenset[str]
    told: frozenset[str]
    typed: str


class _Shape:
    """What the templates of a note type say of its notes, whatever they hold: worked out once."""

    def __init__(self, names: tuple[str, ...], templates: tuple[Template, ...]) -> None:
        self.sides = [_side(each, frozenset(names)) for each in templates]
        self.first = templates[0].question if templates else ""
        self.names = names_in(self.first)
        typed = typed_field(self.first) if len(templates) == 1 else ""
        self.typed = typed if typed in names else ""
        both = [side for each in templates for side in (each.question, each.answer)]
        self.shown = frozenset(name for side in both for name in names_in(side))
        self.switches = frozenset(name for side in both for name in switches_in(side))

    @cached_property
    def mirrored(self) -> tuple[str, str] | None:
        """The two fields of which each asks for the other."""
        if len(self.sides) < 2 or any(side.typed for side in self.sides[:2]):
            return None
        asked, other = (_alone(side.asked) for side in self.sides[:2])
        told, other_told = (_alone(side.told) for side in self.sides[:2])
        return (asked, other) if asked and other and (told, other_told) == (other, asked) else None


@lru_cache(maxsize=200)
def _shape(names: tuple[str, ...], templates: tuple[Template, ...]) -> _Shape:
    return _Shape(names, templates)


def _side(template: Template, names: frozenset[str]) -> _Side:
    question, answer = template.question, template.answer
    typed = typed_field(question)
    typed = typed if typed in names else ""
    if typed and typed not in names_in(answer):
        # What the answer repeats of the question has the box, where Anki shows what was to be typed.
        answer = f"{{{{{typed}}}}}<br>{answer}"
    asked = names.intersection(printed_in(question)) - {typed}
    return _Side(question, answer, asked, names.intersection(names_in(answer)) - asked, typed)


class _Filled(NamedTuple):
    """A note with its type; ``fields``: HTML by the name of the field."""

    notetype: NoteType
    shape: _Shape
    fields: Mapping[str, str]
    ords: frozenset[int]

    def made(
        self, keys: dict[str, Any], ords: Iterable[tuple[str, int]], shown: Container[str], **homes: str
    ) -> Made:
        """A question with all that none of its texts shows as its explanation.

        ``homes``: the fields of which keys were made; of those that say just that, it is remembered.
        """
        rest = self._rest(shown)
        if len(rest) == 1:
            # What stands alone needs no name.
            ((homes["explain"], text),) = rest.items()
            keys = {**keys, "explain": text}
        elif rest:
            keys = {**keys, "explain": "\n\n".join(f"{name}: {text}" for name, text in rest.items())}
        exact = [(key, name) for key, name in homes.items() if name and keys[key] == self.text(name)]
        return Made(keys, tuple(ords), tuple(exact))

    def only(self, names: Collection[str]) -> str:
        """The one name there is, or that of the one field with a text; "" where there are several."""
        return _alone(names) or _alone(filter(self.fields.get, names))

    def text(self, name: str) -> str:
        return markdown(self.fields.get(name, ""))

    def _rest(self, shown: Container[str]) -> dict[str, str]:
        """The fields that are shown nowhere yet and that are for people to read."""
        texts = {
            name: self.text(name)
            for name, text in self.fields.items()
            if text and name not in shown and len(text) <= _MOST_SHOWN and not self._is_mark(name, text)
        }
        return {name: text for name, text in texts.items() if text}

    def _is_mark(self, name: str, text: str) -> bool:
        """Whether a field is made for nothing but to decide whether something is shown, or for a program."""
        if len(text) <= 1:
            return name in self.shape.switches
        return name not in self.shape.shown and _FOR_PROGRAMS.fullmatch(text.strip()) is not None


def questions_of(
    note: Note, notetype: NoteType, ords: frozenset[int], media: Mapping[str, str], language: str = "en"
) -> list[Made]:
    """The questions of a note that has cards ``ords``; ``media``: what each file will be called."""
    names = notetype.fields
    missing = [""] * (len(names) - len(note.fields))
    fields = dict(zip(names, (*note.fields, *missing) if missing else note.fields, strict=False))
    tags = {"tags": list(readable_tags(note.tags))} if note.tags else {}
    own = own_question(notetype, fields, note.tags, media, language)
    if own:
        cards = tuple((part, place) for part, place in own.parts if place in ords)
        return [Made(own.keys, cards, origin=own.origin)]
    shape = _shape(names, notetype.templates)
    pictured: dict[str, str] = {}
    if media:
        asked = filled(shape.first, fields)
        # What fills a gap is the answer.
        pictured = _media(gaps.without(asked) if notetype.cloze else asked, media)
        used = frozenset(pictured.values())
        fields = {name: without_media(text, used) for name, text in fields.items()} if used else fields
    whole = _Filled(notetype, shape, fields, ords)
    found = _cloze(whole) if notetype.cloze else (_plain_forms(whole) or list(_cards(whole)))
    belongings = {key: media[name] for key, name in pictured.items()}
    return [Made({**_sound(each.keys), **belongings, **tags}, each.ords, each.homes) for each in found]


def plain_cards(note: Note, ords: Iterable[int]) -> list[Made]:
    """The plainest questions of a note, where no deck takes those of its form: its first field asks."""
    texts = [plain(text)[:_MOST_SHOWN] for text in note.fields if text and len(text) <= _MOST_SHOWN]
    front, *rest = [text for text in texts if text] or ["?"]
    back = "\n\n".join(rest)
    return [
        Made(_sound({"front": f"{front} [{place + 1}]" if place else front, "back": back}), (("", place),))
        for place in sorted(ords)
    ]


def _plain_forms(note: _Filled) -> list[Made]:
    """The forms of question that have keys of their own; [] where the note has none of them."""
    shape = note.shape
    if len(note.ords) == 1 and (picked := choice_of(note.fields)) is not None:
        return [Made(picked, (("", min(note.ords)),))]
    if shape.typed:
        return _typed(note, shape.typed)
    if note.ords == {0, 1} and shape.mirrored:
        front, back = shape.mirrored
        keys = {"front": note.text(front), "back": note.text(back), "both_ways": True}
        return [note.made(keys, (("", 0), ("reverse", 1)), shape.mirrored, front=front, back=back)]
    return []


def _typed(note: _Filled, name: str) -> list[Made]:
    answer = plain(note.fields[name])
    ask = markdown(filled(note.shape.first, note.fields))
    if not answer or not ask or "\n" in answer:
        return []
    asked = note.shape.names
    homes = {"ask": _alone(each for each in asked if each != name), "answer": name}
    return [note.made({"ask": ask, "answer": answer}, [("", 0)], asked, **homes)]


def _alone(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else ""


def _cards(note: _Filled) -> Iterator[Made]:
    """A flashcard for each card: what its two sides show, and what neither does."""
    for place in sorted(note.ords):
        if place < len(note.shape.sides):
            question, answer, asked, told, typed = note.shape.sides[place]
            box = typed if typed and typed not in printed_in(answer) else ""
            keys = {
                "front": markdown(filled(question, note.fields)),
                "back": markdown(filled(answer, note.fields, asked, box)),
            }
            homes = {"front": note.only(asked), "back": note.only(told)}
            yield note.made(keys, [("", place)], note.shape.shown, **homes)


def _cloze(note: _Filled) -> list[Made]:
    """A text with gaps; where quizkit cannot have them (nested, empty), a flashcard for each."""
    names = note.shape.names
    name = next((name for name in names if "{{c" in note.fields.get(name, "")), note.notetype.fields[0])
    if _OCCLUSION in note.fields[name]:
        return [_occluded(note, name, names, place) for place in sorted(note.ords)]
    text = note.text(name)
    if gaps.are_plain(text):
        numbers = gaps.numbers(text)
        # Anki keeps the card of a gap that is gone, and its history.
        gone = [place + 1 for place in sorted(note.ords) if place + 1 not in numbers]
        ords = [(f"c{number}", number - 1) for number in (*numbers, *gone)]
        return [note.made({"cloze": text}, ords, {name}, cloze=name)]
    return [
        note.made(
            dict(zip(("front", "back"), gaps.sides(text, place + 1), strict=True)), [("", place)], [name]
        )
        for place in sorted(note.ords)
    ]


def _occluded(note: _Filled, name: str, names: list[str], place: int) -> Made:
    """A picture of which Anki hides a region: here it can be shown, and what lies there be recalled."""
    above = "\n".join(filter(None, (note.text(each) for each in names if each != name)))
    front = f"{above} [{place + 1}]".strip()
    return note.made({"front": front, "back": ""}, [("", place)], names)


def _sound(keys: dict[str, Any]) -> dict[str, Any]:
    """Keys that a deck takes: a card of pictures alone has no text, and one may say the same twice."""
    if "front" not in keys:
        return keys
    front, back = keys["front"], keys["back"]
    if front and back and front != back:
        return keys
    front, back = front or "?", back or "–"
    return {**keys, "front": front, "back": back if back != front else f"{back} (!)"}


def _media(asked: str, media: Mapping[str, str]) -> dict[str, str]:
    """The picture and the sound that belong to the question; what the answer shows must not give it away."""
    named = media_in(asked) & media.keys()
    found = {}
    for key, endings in SUFFIXES.items() if named else ():
        fit = frozenset(name for name in named if name.lower().endswith(endings))
        found[key] = first_medium(asked, fit, picture=key == "image")
    return {key: name for key, name in found.items() if name}
