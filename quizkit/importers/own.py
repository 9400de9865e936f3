"""What a note of quizkit's own note types shows → the keys of a question. Pure.

A package that quizkit made may be all that is left of a deck. What its fields show is nearly everything that
the deck said; what they do not show is kept beside it (see ``whole``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from quizkit.deckfile.kept import SEPARATOR
from quizkit.deckfile.native import NoteType
from quizkit.fields import CITATIONS, DATE, NUMBER, TOLERANCE
from quizkit.importers import gaps
from quizkit.importers.html import Item, first_medium, items, markdown, plain, texts_in, with_values
from quizkit.kinds import Kind
from quizkit.model import About
from quizkit.nodes import Report, Scalar
from quizkit.wording import context

Fields = Mapping[str, str]
Keys = dict[str, Any]
# Which part of the question each card of the note was.
Parts = list[tuple[str, int]]
Form = Callable[[Fields], tuple[Keys, Parts] | None]

# What every note type of quizkit shows after the fields of its own.
_COMMON = ("Context", "Picture", "Sound", "Hint", "Explanation", "Source")
_UNIT = re.compile(r'\s*<span class="unit">([^<>]*)</span>')
_WHOM, _WHEN = "\ue000", "\ue001"
NUMBER_WITH_UNIT = re.compile(r"([+-]?[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?) ?(.*)")
_ONE: Parts = [("", 0)]


def own_keys(
    notetype: NoteType, fields: Fields, media: Mapping[str, str], language: str, *, guess: bool = True
) -> tuple[Keys, Parts] | None:
    """The keys and parts of a question; None where the note type is another's, or the note in disorder.

    ``guess``: whether a text that looks like a number or a date was one.
    """
    names = _own_names(notetype)
    form = _FORMS.get(names)
    if form is _typed and not guess:
        form = _answered
    made = form(fields) if form and names else None
    if made is None or "" in made[0].values():
        return None
    keys, parts = made
    return {**keys, **_common(fields, media, language)}, parts


def shown_by(notetype: NoteType, fields: Fields) -> str:
    """All that a note shows; "" where the note type is another's."""
    names = _own_names(notetype)
    return SEPARATOR.join([fields[name] for name in names + _COMMON]) if names else ""


def media_keys(fields: Fields, media: Mapping[str, str]) -> Keys:
    """The picture and the sound of a note."""
    known = frozenset(media)
    names = {
        "image": first_medium(fields["Picture"], known, picture=True),
        "audio": first_medium(fields["Sound"], known, picture=False),
    }
    return {key: media[name] for key, name in names.items() if name}


def _own_names(notetype: NoteType) -> tuple[str, ...]:
    """The names of the fields that are this note type's alone."""
    return next((own for own in _FORMS if _begins(notetype.fields, own + _COMMON)), ())


def _begins(names: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return names[: len(wanted)] == wanted


# --- one form each ----------------------------------------------------------------------------------


def _flashcard(fields: Fields) -> tuple[Keys, Parts]:
    keys: Keys = {"front": markdown(fields["Front"]), "back": markdown(fields["Back"])}
    if fields["Both ways"]:
        return {**keys, "both_ways": True}, [("", 0), ("reverse", 1)]
    return keys, _ONE


def _answered(fields: Fields) -> tuple[Keys, Parts]:
    """A text to type, whatever it looks like."""
    keys: Keys = {"type": "short-answer", "ask": markdown(_UNIT.sub("", fields["Question"]))}
    keys["answer"] = plain(fields["Answer"])
    accept = texts_in(fields["Also right"], "i")
    if accept:
        keys["accept"] = accept
    rejected, why = (
        texts_in(fields["Rejected"], tag, read) for tag, read in (("dt", plain), ("dd", markdown))
    )
    if rejected and len(rejected) == len(why):
        keys["reject"] = dict(zip(rejected, why, strict=True))
    return keys, _ONE


def _typed(fields: Fields) -> tuple[Keys, Parts]:
    keys, parts = _answered(fields)
    del keys["type"]
    also, accept = fields["Also right"], keys.get("accept", ())
    tolerance = plain(also).removeprefix("±").strip()
    number = NUMBER_WITH_UNIT.fullmatch(keys["answer"])
    asked_in = _UNIT.search(fields["Question"])
    unit = number[2] or (plain(asked_in[1]) if asked_in else "") if number else ""
    is_near = also.startswith("±") and _fits(TOLERANCE, tolerance)
    if number and _fits(NUMBER, number[1]) and (is_near or asked_in):
        keys |= {"answer": number[1]} | ({"unit": unit} if unit else {})
        keys |= {"tolerance": tolerance} if is_near else {}
    elif len(accept) == 1 and _fits(DATE, accept[0]):
        # The answer is the same date in words.
        keys |= {"type": "date", "answer": keys.pop("accept")[0]}
    return keys, parts


def _choice(fields: Fields) -> tuple[Keys, Parts] | None:
    ask, kind = markdown(fields["Question"]), fields["Kind"]
    shown, listed = items(fields["Options"]), items(fields["Answer"])
    if not listed:  # as earlier packages have it
        listed = shown
    elif len(shown) == len(listed):  # and the texts stand where the front has them
        listed = [each._replace(text=option.text) for option, each in zip(shown, listed, strict=True)]
    right, wrong = ([each for each in listed if _is_right(each) is wanted] for wanted in (True, False))
    if kind == "fixed" and len(listed) == 2 and len(right) == 1:
        return {"statement": ask, "answer": _is_right(listed[0])}, _ONE
    if not right or not wrong:
        return None
    answers = [_option(each) for each in right]
    found: Keys = {"answers": answers} if kind == "several" or len(answers) > 1 else {"answer": answers[0]}
    return {"ask": ask, **found, "wrong": [_option(each) for each in wrong]}, _ONE


def _is_right(item: Item) -> bool:
    return "right" in item.attributes.get("class", "").split()


def _option(item: Item) -> str | dict[str, str]:
    return {item.text: markdown(item.below)} if item.below else item.text


def _gaps(fields: Fields) -> tuple[Keys, Parts] | None:
    offered = {_gap_of(each): each for each in items(fields["Options"])}
    text = markdown(_without_offers(fields["Text"], offered))
    if not gaps.are_plain(text):
        return None
    also = {_gap_of(each): texts_in(each.html, "i", markdown) for each in items(fields["Also right"])}
    accept: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    counted: Counter[int] = Counter()

    def read(number: int, answer: str, hint: str) -> str:
        place = number, counted[number]
        counted[number] += 1
        if place in also:
            accept[answer] = also[place]
        if place in offered:
            hint = next(iter(texts_in(offered[place].html, "b", markdown)), "")
            options = texts_in(offered[place].html, "i", markdown)
            wrong[answer] = [option for option in options if option != answer]
        return f"{answer}::{hint}" if hint else answer

    keys: Keys = {"cloze": gaps.rewritten(text, read)}
    keys |= {name: texts for name, texts in (("accept", accept), ("wrong", wrong)) if texts}
    return keys, [(f"c{number}", number - 1) for number in gaps.numbers(text)]


def _without_offers(field: str, offered: Collection[tuple[int, int]]) -> str:
    """The text without the options in its hints: they have a field of their own, and may look like gaps."""
    counted: Counter[int] = Counter()

    def read(number: int, answer: str, hint: str) -> str:
        place = number, counted[number]
        counted[number] += 1
        return f"{answer}::{hint}" if hint and place not in offered else answer

    return gaps.rewritten(field, read) if offered else field


def _gap_of(item: Item) -> tuple[int, int]:
    """The number of a gap's card, and which of its gaps it is."""
    numbers = [item.attributes.get(name, "") for name in ("data-card", "data-gap")]
    card, gap = (int(number) if number.isdecimal() else -1 for number in numbers)
    return card, gap


def _order(fields: Fields) -> tuple[Keys, Parts]:
    return {"ask": markdown(fields["Question"]), "order": _texts(fields["Solution"])}, _ONE


def _match(fields: Fields) -> tuple[Keys, Parts]:
    """Pairs; groups, where a partner has several items."""
    ask = markdown(fields["Question"])
    pairs = [(each.text, markdown(each.below)) for each in items(fields["Solution"])]
    partners = _texts(fields["Partners"])
    members = {partner: [item for item, of in pairs if of == partner] for partner in partners}
    if all(members.values()) and any(len(each) > 1 for each in members.values()):
        return {"ask": ask, "groups": members}, _ONE
    extra = [partner for partner, found in members.items() if not found]
    return {"ask": ask, "match": dict(pairs), **({"extra": extra} if extra else {})}, _ONE


def _list(fields: Fields) -> tuple[Keys, Parts]:
    listed = items(fields["Solution"])
    answers = [next(iter(texts_in(each.html, "b")), "") for each in listed]
    accept = {
        answer: texts_in(each.below, "i") for answer, each in zip(answers, listed, strict=True) if each.below
    }
    need = len(items(fields["Blanks"]))
    keys: Keys = {"ask": markdown(fields["Question"]), "answers": answers}
    keys |= {"accept": accept} if accept else {}
    return keys | ({"need": str(need)} if 0 < need < len(answers) else {}), _ONE


def _open(fields: Fields) -> tuple[Keys, Parts]:
    keys: Keys = {"ask": markdown(fields["Question"]), "rubric": _texts(fields["Rubric"])}
    model = markdown(fields["Model answer"])
    return keys | ({"model_answer": model} if model else {}), _ONE


_FORMS: dict[tuple[str, ...], Form] = {
    ("Front", "Back", "Both ways"): _flashcard,
    ("Question", "Answer", "Also right", "Rejected"): _typed,
    ("Question", "Kind", "Options", "Answer"): _choice,
    ("Text", "Options", "Also right"): _gaps,
    ("Question", "Items", "Solution"): _order,
    ("Question", "Items", "Partners", "Solution"): _match,
    ("Question", "Blanks", "Solution"): _list,
    ("Question", "Rubric", "Model answer"): _open,
}


# --- what all of them have --------------------------------------------------------------------------


def _common(fields: Fields, media: Mapping[str, str], language: str) -> Keys:
    source = plain(with_values(fields["Source"], "data-cite"))
    cited = [each.replace(" ¶ ", "#") for each in source.split(" · ") if each]
    explained = markdown(fields["Explanation"])
    if not _fits_all(cited):
        # Edited in Anki: the words are kept where they are still shown.
        explained, cited = "\n\n".join(filter(None, (explained, plain(fields["Source"])))), []
    found: Keys = {
        **_context(markdown(fields["Context"]), language),
        "hint": [line for line in markdown(fields["Hint"]).split("\n") if line],
        "explain": explained,
        "cite": cited,
        **media_keys(fields, media),
    }
    return {name: value for name, value in found.items() if value}


def _context(line: str, language: str) -> Keys:
    """Whose claim it is and when it was so, taken out of the words in which the card says it."""
    for whom, when in ((_WHOM, _WHEN), (_WHOM, ""), ("", _WHEN)):
        form = re.escape(context(About(according_to=whom, as_of=when), language))
        found = re.fullmatch(form.replace(_WHOM, "(?P<whom>.+)").replace(_WHEN, "(?P<when>.+)"), line)
        if found:
            named = found.groupdict()
            return {"according_to": named.get("whom", ""), "as_of": named.get("when", "")}
    return {"according_to": line}


def _texts(field: str) -> list[str]:
    return [each.text for each in items(field)]


def _fits(kind: Kind[Any], text: str) -> bool:
    return kind.read(Scalar(text, 1, 1), Report("")) is not None


def _fits_all(cited: list[str]) -> bool:
    return all(_fits(CITATIONS, each) for each in cited)
