"""Reading a deck: from a file's bytes to questions, and every mistake on the way."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from quizkit.deckfile.text import decode
from quizkit.errors import Problem
from quizkit.fields import LANGUAGE, SLUG, TEXT, TEXTS, key, keys_of, read_keys
from quizkit.files import read_bytes
from quizkit.grading import key_of
from quizkit.identity import derived_ids, slug
from quizkit.kinds import ListOf
from quizkit.messages import _
from quizkit.model import Deck, Question
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence
from quizkit.questions import RawQuestion, content_of, read_question
from quizkit.quoting import KNOWN_SOURCES, did_you_mean, shorten

SOURCE_KEYS = ListOf(SLUG, "list of source keys", or_one=True)


class _Questions:
    """The kind of value under ``questions``: read question by question, by :func:`read_deck`."""

    words = "list of questions"

    def read(self, node: Node, report: Report) -> Node | None:
        if isinstance(node, Sequence) and node.items:
            return node
        report.add(
            node, _("'questions' needs a list with at least one question"), _("begin each question with '- '")
        )
        return None

    def thaw(self, value: Node) -> Node:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/question"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckKeys:
    """The keys at the top of a deck file."""

    deck: str = key(TEXT, "The title.")
    id: str = key(SLUG, "Identifies the deck when its title changes; default: made of the title.", default="")
    language: str = key(LANGUAGE, "The language of the texts.", default="en")
    tags: tuple[str, ...] = key(TEXTS, "Tags of every question in the deck.", default=())
    sources: tuple[str, ...] = key(SOURCE_KEYS, "The sources that `cite` may name.", default=())
    questions: tuple[Question, ...] = key(_Questions(), "The questions.")


DECK_KEYS = keys_of(DeckKeys)


class RawDeck(NamedTuple):
    """A deck as read from a file and as cached: plain values that JSON can carry.

    ``questions`` holds the sound ones; the others are named in ``problems`` (whose path is the file's).
    """

    key: str
    title: str
    language: str
    tags: tuple[str, ...]
    sources: tuple[str, ...]
    questions: tuple[RawQuestion, ...]
    derived: frozenset[str]
    problems: tuple[Problem, ...]


def load_deck(path: str | Path) -> tuple[Deck, list[Problem]]:
    """The deck in a file, and everything that is wrong with it.

    The deck holds the sound questions, none where the file as a whole cannot be read.
    Raises QuizkitError where the file cannot be opened.
    """
    raw = read_deck(read_bytes(Path(path)), str(path))
    return build_deck(raw, str(path)), list(raw.problems)


def read_deck(data: bytes, path: str) -> RawDeck:
    """Read a deck file's bytes; ``path`` is for the problems only."""
    from quizkit.deckfile.nodes import parse  # yaml costs 20 ms, and a cached deck does not need it

    report = Report(path)
    text = decode(data, report)
    root = parse(text, report) if text is not None else None
    if root is not None and not isinstance(root, Mapping):
        report.add(root, _("a deck is a mapping of keys"), _("begin with 'deck: Title' and 'questions:'"))
    if not isinstance(root, Mapping):
        return RawDeck("", "", "en", (), (), (), frozenset(), tuple(report.problems))
    values = read_keys(root, DECK_KEYS, report, _("a deck"))
    title = values.get("deck", "")
    deck_key = values.get("id") or slug(title) or "deck"
    items = values["questions"].items if "questions" in values else ()
    placed = [(raw, node) for node in items if (raw := read_question(node, report)) is not None]
    questions = _with_ids(placed, report)
    if "id" not in values and (own := root.get("id")) is not None:
        # Under the title's name, what is learned until the id is mended would be lost.
        questions = []
        _explain(own, report)
    _check_citations(placed, values.get("sources", ()), report)
    return RawDeck(
        deck_key,
        title,
        values.get("language", "en"),
        values.get("tags", ()),
        values.get("sources", ()),
        tuple(question for question, _ in questions),
        frozenset(question.id for question, derived in questions if derived),
        tuple(sorted(report.problems)),
    )


def build_deck(raw: RawDeck, path: str) -> Deck:
    """The typed deck of a raw one."""
    questions = tuple(build_question(question, raw) for question in raw.questions)
    return Deck(raw.key, raw.title, raw.language, raw.tags, raw.sources, questions, path)


def build_question(raw: RawQuestion, deck: RawDeck) -> Question:
    """The typed question of a raw one; the deck's tags come before its own."""
    content, about = content_of(raw)
    about = about._replace(tags=tuple(dict.fromkeys((*deck.tags, *about.tags))))
    return Question(f"{deck.key}/{raw.id}", raw.type, content, about, raw.id in deck.derived, raw.line)


def is_language(text: str) -> bool:
    """Whether a deck may name this language."""
    return LANGUAGE.read(Scalar(text, 1, 1), Report("")) is not None


def answer_text(raw: RawQuestion, language: str) -> str:
    """The answers of a question's cards, as text."""
    content, _ = content_of(raw)
    return "\n".join(key_of(part.interaction) for part in content.parts(language))


def question_text(raw: RawQuestion) -> str:
    return content_of(raw)[0].text()


def shared_ids_problem(path: str, shared: list[tuple[int, str]], other_path: str) -> Problem:
    """Questions, by line and id, that another deck of the same name has too; many are one mistake: a copy."""
    line, name = min(shared)
    if len(shared) == 1:
        message = _("the question '{name}' stands in {other_path} too, in a deck of the same name")
        hint = _("give one of the decks an 'id:' of its own")
    else:
        message = _("{count} questions, the first is '{name}', stand in {other_path} too: this is a copy")
        hint = _("leave one of the two files out, or give one of the decks an 'id:' of its own")
    told = message.format(count=len(shared), name=name, other_path=other_path)
    return Problem(path, line, 1, told, hint)


def _with_ids(placed: list[tuple[RawQuestion, Node]], report: Report) -> list[tuple[RawQuestion, bool]]:
    """Every question with an id, and whether it was derived; duplicate ids go to the report."""
    first: dict[str, int] = {}
    result: list[tuple[RawQuestion, bool]] = []
    nameless = [raw for raw, _ in placed if not raw.id]
    derived = iter(derived_ids([(question_text(raw), answer_text(raw, "en")) for raw in nameless]))
    for raw, node in placed:
        name = raw.id or next(derived)
        if name in first:
            place = node.get("id") if isinstance(node, Mapping) else None
            report.add(
                place or node,
                _("the id '{name}' is already taken on line {line}").format(
                    name=shorten(name), line=first[name]
                ),
                _("ids must be unique in a deck; give this question another one"),
            )
            continue
        first[name] = raw.line
        result.append((raw._replace(id=name), not raw.id))
    return result


def _explain(own: Node, report: Report) -> None:
    """Say with the mistake in the deck's id why none of its questions is asked."""
    hint = _("until it is mended no question of this deck is asked, since progress is kept by this name")
    report.problems = [
        problem._replace(hint=problem.hint or hint) if problem[1:3] == (own.line, own.column) else problem
        for problem in report.problems
    ]


def _check_citations(
    placed: list[tuple[RawQuestion, Node]], sources: tuple[str, ...], report: Report
) -> None:
    """Where a deck lists its sources, a citation must name one of them."""
    if not sources:
        return
    for raw, node in placed:
        for citation in raw.values.get("cite", ()):
            source = citation.partition("#")[0]
            if source not in sources and isinstance(node, Mapping):
                hint = did_you_mean(source, dict.fromkeys(sources), KNOWN_SOURCES)
                report.add(
                    node.get("cite") or node,
                    _("'{source}' is not among the deck's sources").format(source=source),
                    hint,
                )
