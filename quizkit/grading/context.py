"""What surrounds a question: what a grader must know beside the answer and the response."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from quizkit.model import (
    Card,
    Choice,
    Deck,
    ExtendedText,
    Gaps,
    Interaction,
    Match,
    Order,
    Reveal,
    TextEntry,
    TextKey,
)


class Context(NamedTuple):
    """The deck's language, the question's text, and the deck's other answers and options."""

    language: str = "en"
    question: str = ""
    others: tuple[str, ...] = ()


def answers_of(deck: Deck) -> dict[str, tuple[str, ...]]:
    """Every answer and option of each question of a deck, by question id."""
    found: dict[str, list[str]] = {}
    for card in deck.cards():
        found.setdefault(card.question_id, []).extend(_answers(card.interaction))
    return {question: tuple(dict.fromkeys(texts)) for question, texts in found.items()}


def context_of(card: Card, language: str, answers: Mapping[str, Iterable[str]]) -> Context:
    """The context of a card: the answers of all other questions, and the card's own wrong ones."""
    others = [text for question, texts in answers.items() if question != card.question_id for text in texts]
    return Context(language, _question(card), tuple(dict.fromkeys((*others, *_own_wrong(card.interaction)))))


def _question(card: Card) -> str:
    if isinstance(card.interaction, Gaps):
        return " ".join(segment for segment in card.interaction.segments if isinstance(segment, str))
    return card.prompt


def _own_wrong(interaction: Interaction) -> Iterator[str]:
    if isinstance(interaction, TextEntry):
        for key in interaction.keys:
            if isinstance(key, TextKey):
                yield from (option.text for option in key.reject)


def _answers(interaction: Interaction) -> Iterator[str]:
    """The texts of an interaction that are answers or options."""
    match interaction:
        case Reveal(answer):
            yield answer
        case TextEntry(keys):
            for key in keys:
                yield from (key.text, *key.accept) if isinstance(key, TextKey) else (key[0],)
        case Choice(options):
            yield from (option.text for option in options)
        case Gaps():
            for gap in interaction.gaps:
                yield from (gap.key.text, *gap.key.accept, *gap.wrong)
        case Order(items):
            yield from items
        case Match(items, partners):
            yield from (*items, *partners)
        case ExtendedText():
            pass
