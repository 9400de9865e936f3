"""The teacher's test bench: ``grade`` says how a response would be judged, and why."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quizkit.cli.common import JsonOption, command_line, print_json, the_one
from quizkit.errors import QuizkitError, UsageError
from quizkit.messages import _

if TYPE_CHECKING:
    from quizkit.model import Card, Deck
    from quizkit.responses import Grade, Response


def grade(
    deck: Annotated[Path, typer.Argument(metavar=_("deck"), help=_("The deck file."))],
    question: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help=_("The question's id, or its beginning."), show_default=False),
    ] = None,
    response: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("[response]..."),
            help=_("The response; one argument for each gap or item."),
            show_default=False,
        ),
    ] = None,
    responses: Annotated[
        Path | None,
        typer.Option(metavar=_("FILE"), help=_('JSON lines {"id": …, "response": …}.'), show_default=False),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """How a response would be graded, and why."""
    bench = _Bench(deck)
    if responses is not None:
        if question is not None:
            raise UsageError(_("a response here and --responses FILE at once"), hint=_("give one of them"))
        for line in bench.judge_file(responses):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    if question is None or response is None:
        raise UsageError(_("an id and a response are needed"), hint=_('quizkit grade DECK ID "response"'))
    given: str | list[str] = response[0] if len(response) == 1 else response
    question = bench.meant(question)
    judged = bench.judge(question, given)
    if as_json:
        print_json(judged)
    else:
        _print(bench.card(question), judged)


class _Bench:
    """A deck whose questions are asked nothing but responses."""

    def __init__(self, path: Path) -> None:
        from quizkit.deckfile import load_deck
        from quizkit.grading.context import answers_of

        self._deck: Deck
        self._deck, problems = load_deck(path)
        if problems and not self._deck.questions:
            command = command_line("check", decks=[path])
            raise QuizkitError(f"{problems[0]}", hint=_("run '{command}' first").format(command=command))
        self._answers = answers_of(self._deck)
        self._cards: dict[str, Card] = {}
        for card in self._deck.cards():
            # By its own id, and by the question's, which means its first card.
            self._cards[card.id.partition("/")[2]] = card
            self._cards.setdefault(card.question_id.partition("/")[2], card)

    def card(self, name: str) -> Card:
        return self._cards[name if name in self._cards else self._the_one(name, [])]

    def meant(self, name: str) -> str:
        """The id that ``name`` stands for: an id with or without the deck's, or the beginning of one."""
        own = name.removeprefix(f"{self._deck.key}/")
        if own in self._cards:
            return own
        questions = dict.fromkeys(card.question_id.partition("/")[2] for card in self._cards.values())
        return self._the_one(name, [each for each in questions if each.startswith(own)])

    def _the_one(self, name: str, found: list[str]) -> str:
        from quizkit.quoting import did_you_mean

        hint = "" if found else did_you_mean(name, self._cards, _("known questions: {words}"))
        return the_one(name, found, _("the deck has no question '{name}'").format(name=name), hint)

    def judge(self, name: str, response: str | list[str]) -> dict[str, Any]:
        """The verdict on one response, as ``--json`` prints it."""
        from quizkit.grading import grade as judge
        from quizkit.grading.context import context_of

        card = self.card(name)
        context = context_of(card, self._deck.language, self._answers)
        earned: Grade = judge(card.interaction, response_to(card, response), context)
        return {
            "id": name,
            "response": response,
            "score": round(earned.score, 4),
            "note": earned.score > 0 and bool(earned.note),
            "feedback": earned.note or earned.feedback,
        }

    def judge_file(self, path: Path) -> list[dict[str, Any]]:
        """The verdicts on all responses of a file. Raises QuizkitError naming the first bad line."""
        from quizkit.files import read_bytes

        verdicts = []
        for number, line in enumerate(read_bytes(path).decode("utf-8-sig", "replace").split("\n"), 1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
                name, response = str(entry["id"]), entry["response"]
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                why = _('{place}: not {{"id": …, "response": …}}')
                raise QuizkitError(why.format(place=f"{path}:{number}")) from error
            if (isinstance(response, list) and all(isinstance(item, str) for item in response)) or isinstance(
                response, str
            ):
                verdicts.append(self.judge(name, response))
            else:
                why = _("{place}: a response is a text, or a list of texts")
                raise QuizkitError(why.format(place=f"{path}:{number}"))
        return verdicts


def response_to(card: Card, response: str | list[str]) -> Response:
    """A response written as text, in the shape that the card's interaction asks for.

    Options, items and partners are named by their texts; an unknown text picks nothing.
    """
    from quizkit.grading import same_text
    from quizkit.model import Choice, ExtendedText, Gaps, Match, Order, Reveal, TextEntry
    from quizkit.responses import Filled, Matched, Ordered, Picked, SelfRated, Typed, Written
    from quizkit.reviews import Rating

    texts = [response] if isinstance(response, str) else response

    def places(names: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(
            next((place for place, name in enumerate(names) if same_text(name, text)), -1) for text in texts
        )

    match card.interaction:
        case Reveal(answer):
            right = any(same_text(text, answer) for text in texts)
            return SelfRated(Rating.GOOD if right else Rating.AGAIN)
        case TextEntry():
            return Typed("\n".join(texts))
        case Choice(options):
            return Picked(places(tuple(option.text for option in options)))
        case Gaps():
            return Filled(tuple(texts))
        case Order(items):
            return Ordered(places(items))
        case Match(_, partners):
            return Matched(places(partners))
        case ExtendedText(rubric):
            return Written("", places(rubric))


def _print(card: Card, judged: dict[str, Any]) -> None:
    from quizkit.grading import key_of
    from quizkit.terminal.output import say

    score = judged["score"]
    partly = _("right in part: {share:.0%}").format(share=score)
    verdict = _("right") if score == 1 else partly if score else _("wrong")
    if judged["note"]:
        verdict = _("{verdict}, with a note").format(verdict=verdict)
    say(verdict, _("answer: {answer}").format(answer=key_of(card.interaction, card.language)))
    if judged["feedback"]:
        say(judged["feedback"])
