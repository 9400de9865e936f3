"""The answer beside the learner's: what was right, what was wrong, and why."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import assert_never

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quizkit.grading import key_text, same_text
from quizkit.messages import _
from quizkit.model import Card, Choice, ExtendedText, Gaps, Match, Order, Reveal, TextEntry, TextKey
from quizkit.responses import Filled, Grade, Matched, Ordered, Picked, Typed, Written
from quizkit.terminal.pieces import cloze_text, styled
from quizkit.terminal.text import clean
from quizkit.terminal.view import Feedback

RIGHT, WRONG, PARTLY, NOT_PICKED = "✓", "✗", "◐", "◦"


def asked(card: Card) -> list[RenderableType]:
    """The question again; of a cloze, the whole text."""
    if isinstance(card.interaction, Gaps):
        return [cloze_text(card.interaction, [gap.answer for gap in card.interaction.gaps]), Text()]
    return [styled(card.prompt, "bold"), Text()]


def written(view: Feedback) -> list[RenderableType]:
    """What the learner wrote, where that is a text to look at beside the points that it makes."""
    if not isinstance(view.response, Written):
        return []
    return [Text(clean(view.response.text).strip() or _("(nothing written)"), style="dim"), Text()]


def solution(view: Feedback) -> list[RenderableType]:
    """The answer beside the learner's, and what a part of it earned.

    Without a response: everything that a learner might be told.
    """
    score = view.grade.score if view.grade else 0.0
    earned = (
        [Text("\n" + _("{share:.0%} of the credit").format(share=score), style="yellow")]
        if 0 < score < 1
        else []
    )
    return [*_solution(view), *earned]


def mark_of(line: str) -> str:
    """The sign with which a line of a solution begins, or nothing."""
    words = Text.from_ansi(line).plain.split(maxsplit=1)
    return words[0] if words and words[0] in {RIGHT, WRONG, PARTLY, NOT_PICKED} else ""


def _solution(view: Feedback) -> list[RenderableType]:
    interaction = view.card.interaction
    match interaction:
        case Reveal(answer):
            return [styled(answer, "bold green")]
        case TextEntry():
            return _typed(interaction, view)
        case Gaps():
            return _gaps(interaction, view)
        case Choice():
            return [_options(interaction, view)]
        case Order():
            return _order(interaction, view)
        case Match():
            return [_pairs(interaction, view)]
        case ExtendedText():
            return _points(interaction, view)
        case _:
            assert_never(interaction)


def _all_answers(entry: TextEntry, language: str) -> list[RenderableType]:
    """What is right, and what is said to likely mistakes."""
    keys = [key for key in entry.keys if isinstance(key, TextKey)]
    lines: list[RenderableType] = [
        Text(f"{RIGHT} {clean(key_text(key, language))}", "bold green") for key in entry.keys
    ]
    also = [text for key in keys for text in key.accept]
    if also:
        lines.append(_also_right(also))
    for rejected in (option for key in keys for option in key.reject):
        lines += [
            Text(f"{WRONG} {clean(rejected.text)}", "red"),
            Padding(styled(rejected.feedback), (0, 0, 0, 2)),
        ]
    return lines


def _typed(entry: TextEntry, view: Feedback) -> list[RenderableType]:
    if view.response is None:
        return _all_answers(entry, view.card.language)
    typed = clean(view.response.text).strip() if isinstance(view.response, Typed) else ""
    grade = view.grade or Grade(0.0)
    answer = ", ".join(key_text(key, view.card.language) for key in entry.keys)
    # In full but for the hints: only they cost something then.
    if grade.score >= 1 or (grade.score > 0 and not grade.feedback and not entry.several):
        lines: list[RenderableType] = [Text(f"{RIGHT} {typed}", style="bold green")]
        if grade.note:
            lines += [*_difference(typed, answer), _remark(grade.note, "yellow")]
        elif isinstance(entry.keys[0], TextKey) and not entry.several and not same_text(typed, answer):
            lines.append(_remark(_("The usual form: {answer}").format(answer=answer), "green"))
        return lines
    mark, style = (PARTLY, "yellow") if grade.score else (WRONG, "red")
    lines = [
        Text(f"{mark} {typed or _('no answer')}", style=style),
        Text(f"{RIGHT} {clean(answer)}", style="bold green"),
    ]
    also = [text for key in entry.keys if isinstance(key, TextKey) for text in key.accept]
    if also:
        lines.append(_also_right(also))
    if grade.feedback:
        lines += [Text(), styled(grade.feedback)]
    return lines


def _also_right(texts: list[str]) -> Padding:
    return _remark(_("also right: {others}").format(others=" · ".join(texts)), "dim")


def _remark(text: str, style: str) -> Padding:
    return Padding(Text(clean(text), style=style), (0, 0, 0, 2))


def _difference(typed: str, answer: str) -> list[Text]:
    """What a slip changed: letters to go in red, letters to come in green; nothing where all differs."""
    matcher = SequenceMatcher(None, typed.casefold(), answer.casefold(), autojunk=False)
    if matcher.ratio() < 0.6 or typed.casefold() == answer.casefold():
        return []
    text = Text("  ")
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            text.append(clean(answer[c:d]))
        else:
            text.append(typed[a:b], style="red strike")
            text.append(clean(answer[c:d]), style="bold green")
    return [text]


def _options(choice: Choice, view: Feedback) -> Table:
    picked = view.response.options if isinstance(view.response, Picked) else ()
    rows = []
    for place, option in enumerate(choice.options):
        right, chosen = place in choice.right, place in picked
        style = "bold green" if right else "red" if chosen else "dim"
        text = styled(option.text, style)
        if option.feedback and (right or chosen or view.response is None):
            text.append("\n")
            text.append_text(styled(option.feedback, "not bold default"))
        missed = choice.several and right and not chosen and bool(picked)
        mark = NOT_PICKED if missed else RIGHT if right else WRONG if chosen else " "
        rows.append((Text(mark, style=style), Text(str(place + 1)), text))
    return _grid(rows, 3)


def _gaps(gaps: Gaps, view: Feedback) -> list[RenderableType]:
    if view.response is None:
        told = [(gap.answer, " · ".join(gap.key.accept)) for gap in gaps.gaps if gap.key.accept]
        line = _("{answer}, also right: {others}")
        return [_remark(line.format(answer=answer, others=also), "dim") for answer, also in told]
    texts = view.response.texts if isinstance(view.response, Filled) else ()
    notes = view.grade.note if view.grade else ""
    lines: list[RenderableType] = []
    for gap, typed in zip(gaps.gaps, texts, strict=False):
        shown = clean(typed).strip() or _("no answer")
        accepted = any(same_text(typed, right) for right in (gap.key.text, *gap.key.accept))
        if accepted or gap.answer in notes or (view.grade and view.grade.score >= 1):
            lines.append(Text(f"{RIGHT} {shown}", style="bold green"))
        else:
            lines.append(
                Text.assemble((f"{WRONG} {shown}", "red"), (f"  {RIGHT} {clean(gap.answer)}", "bold green"))
            )
    return [*lines, *([_remark(notes, "yellow")] if notes else [])]


def _order(order: Order, view: Feedback) -> list[RenderableType]:
    given = view.response.items if isinstance(view.response, Ordered) else ()
    rows = []
    for place, item in enumerate(order.in_order):
        own = order.items[given[place]] if place < len(given) else item
        right = own == item
        yours = Text() if right else styled(_("you: {response}").format(response=own), "dim")
        rows.append(
            (_mark(right), Text(f"{place + 1}."), styled(item, "bold green" if right else "bold"), yours)
        )
    return [_grid(rows, 4)]


def _pairs(match: Match, view: Feedback) -> Table:
    given = view.response.partners if isinstance(view.response, Matched) else ()
    rows = []
    for place, item in enumerate(match.items):
        right = view.response is None or (place < len(given) and given[place] == match.partner_of[place])
        partner = styled(match.partners[match.partner_of[place]], "bold green")
        if not right and place < len(given):
            yours = _("you: {response}").format(response=match.partners[given[place]])
            partner.append_text(styled(f"\n{yours}", "not bold dim"))
        rows.append((_mark(right), styled(item), partner))
    return _grid(rows, 3)


def _points(interaction: ExtendedText, view: Feedback) -> list[RenderableType]:
    points = enumerate(interaction.rubric)
    if view.response is None:
        answer = [styled(interaction.model_answer, "bold green"), Text()] if interaction.model_answer else []
        return [*answer, _grid([(_mark(True), styled(point)) for _, point in points], 2)]
    ticked = view.response.ticked if isinstance(view.response, Written) else ()
    return [_grid([(_mark(number in ticked), styled(point)) for number, point in points], 2)]


def _mark(right: bool) -> Text:
    return Text(RIGHT if right else WRONG, style="green" if right else "red")


def _grid(rows: Iterable[tuple[Text, ...]], columns: int) -> Table:
    grid = Table.grid(padding=(0, 1))
    for column in range(columns):
        grid.add_column(no_wrap=column < columns - 1 and column < 2)
    for row in rows:
        grid.add_row(*row)
    return grid
