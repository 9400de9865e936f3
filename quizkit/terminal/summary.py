"""What a learner reads at the end of a session: how it went, what was missed and why, what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from quizkit.days import in_words, span_in_words
from quizkit.grading import key_of
from quizkit.markup import plain
from quizkit.messages import _, counted, plural
from quizkit.model import Card, Gaps
from quizkit.quoting import shorten
from quizkit.reviews import Rating
from quizkit.session import Quiz, Session, remembered
from quizkit.terminal.pieces import LONG
from quizkit.terminal.text import clean, unbroken
from quizkit.terminal.view import Ending, Missed

MINUTE = 60_000
_TO_SEE = _("To look at again")
# Lines of the shell below what a session leaves on its screen.
_PROMPT = 2


class Coming(NamedTuple):
    """What comes next: ``left`` cards if the learner left early, the time to the next learning card, …

    ``study`` is the command that goes on.
    """

    left: int
    new_left: int
    soon_ms: int | None
    tomorrow: int
    next_in_days: int | None
    study: str


def study_ending(session: Session, missed: Sequence[Card], coming: Coming) -> Ending:
    """The end of a study session, or why there was none."""
    reviews = session.reviews
    if not reviews:
        why = _("No answer this time.") if coming.left else _("Nothing to study right now.")
        return Ending(Group(Text(why, style="bold"), Text(_coming(coming), style="dim")))
    right = remembered(reviews)
    minutes = max(1, round(sum(review.duration_ms for review in reviews) / MINUTE))
    share = right / len(reviews)
    told = plural("{count} remembered ({share:.0%})", "{count} remembered ({share:.0%})", right)
    line = Text.assemble(
        (counted("{count} answer", "{count} answers", len(reviews)), "bold"),
        " · ",
        (told.format(count=right, share=share), _style(share)),
        f" · {_('{count} min').format(count=minutes)}",
    )
    wrong = [review for review in reviews if review.rating is Rating.AGAIN]
    said = {review.card_id: review.response for review in wrong}
    times = Counter(review.card_id for review in wrong)
    to_see = tuple(Missed(card, said.get(card.id, ""), weight=times[card.id]) for card in missed)
    return Ending(Group(line, Text(_coming(coming), style="dim")), to_see)


def quiz_ending(quiz: Quiz, responses: Sequence[str], passing: int | None = None) -> Ending:
    """The score of a quiz, whether it was passed, and what was missed; ``responses`` to it as text."""
    if not quiz.answered:
        return Ending(Text(_("No question was answered.")))
    points, possible = round(quiz.points, 2), round(quiz.possible, 2)
    whole = points == int(points) and possible == len(quiz.cards)
    told = (
        _("{points:g} of {possible:g} right · {share:.0%}")
        if whole
        else _("{points:g} of {possible:g} points · {share:.0%}")
    )
    result = told.format(points=points, possible=possible, share=quiz.share)
    line = Text(result, style=f"bold {_style(quiz.share)}")
    if passing is not None:
        passed = quiz.share * 100 >= passing
        verdict = _("passed ({percent}% needed)") if passed else _("not passed ({percent}% needed)")
        line.append(f"  {verdict.format(percent=passing)}")
    if len(quiz.answered) < len(quiz.cards):
        left = _("({count} not asked)").format(count=len(quiz.cards) - len(quiz.answered))
        line.append(f"  {left}", style="dim")
    missed = tuple(
        Missed(answered.card, response, answered.grade.feedback, 1 - answered.grade.score)
        for answered, response in zip(quiz.answered, responses, strict=True)
        if answered.grade.score < 1
    )
    return Ending(line, missed)


def ending_page(ending: Ending, *, whole: bool = True) -> RenderableType:
    """What stays to be read when the session is over: the result last, where it does not scroll away.

    Unless it is to be ``whole``, it is made to fit the terminal.
    """
    missed = [Text(), *missed_list(ending.missed), Text()] if ending.missed else []
    ending = ending._replace(result=_unfolded(ending.result))
    page = Group(*missed, ending.result)
    return page if whole else _Fitting(page, ending)


def _unfolded(page: RenderableType) -> RenderableType:
    """A page in whose texts a path that is longer than a line stays whole: in a shell, to be copied."""
    if isinstance(page, Group):
        return Group(*map(_unfolded, page.renderables))
    return _Unfolded(page) if isinstance(page, Text) else page


class _Unfolded:
    """A text that is broken between words only."""

    def __init__(self, text: Text) -> None:
        self._text = text.copy()
        self._text.overflow = "ignore"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        yield from self._text.wrap(console, options.max_width)


class _Fitting:
    """As much of what was missed as has room on one screen of a terminal."""

    def __init__(self, page: RenderableType, ending: Ending) -> None:
        self._page = page
        self._ending = ending

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        page, room = self._page, console.height - _PROMPT
        for shorter in self._ever_shorter(room, options.max_width) if console.is_terminal else ():
            if _rows(page, console, options) <= room:
                break
            page = shorter
        yield page

    def _ever_shorter(self, room: int, width: int) -> Iterator[RenderableType]:
        """All that was missed, in brief; then less and less of it, what was missed most; then none."""
        missed, result = self._ending.missed, self._ending.result
        heaviest = sorted(range(len(missed)), key=lambda place: -missed[place].weight)
        most, brief = min(len(missed), max(1, room // 2)), min(2 * LONG, 2 * width)
        for count, longest in (*((count, brief) for count in range(most, 0, -1)), (1, width // 2)):
            chosen = [missed[place] for place in sorted(heaviest[:count])]
            rest = _("… and {count} more").format(count=len(missed) - count)
            more = [self._where(rest)] if count < len(missed) else []
            yield Group(*missed_list(chosen, brief=longest), *more, Text(), result)
        if self._ending.all_missed:
            yield Group(self._where(_TO_SEE), Text(), result)
        yield result

    def _where(self, told: str) -> RenderableType:
        where = self._ending.all_missed
        return _Unfolded(Text(f"{told}: {where}" if where else told, style="dim"))


def _rows(page: RenderableType, console: Console, options: ConsoleOptions) -> int:
    """The lines of the terminal that a page takes, which breaks those that are too long for it."""
    lengths = map(Segment.get_line_length, Segment.split_lines(console.render(page, options)))
    return sum(max(1, -(-length // options.max_width)) for length in lengths)


def question_line(card: Card) -> str:
    """The question of a card in one text; gaps of a cloze as […]."""
    if isinstance(card.interaction, Gaps):
        segments = card.interaction.segments
        return "".join(segment if isinstance(segment, str) else "[…]" for segment in segments)
    return card.prompt


def missed_list(missed: Sequence[Missed], *, brief: int = 0) -> list[RenderableType]:
    """The missed cards to be read once more: the learner's answer, the right one, and why.

    In ``brief``: only the question and the answer, and of each no more than so many characters.
    """
    grid = Table.grid(padding=(0, 1, 0 if brief else 1, 0))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for card, response, said, _weight in missed:
        question = plain(question_line(card))
        text = Text(clean(shorten(question, brief) if brief else question))
        if response.strip() and not brief:
            yours = _("you: {response}").format(response=clean(response))
            text.append(f"\n{yours}", style="red")
        answer = plain(key_of(card.interaction, card.language))
        answer = shorten(answer, brief) if brief else answer
        text.append("\n" + _("answer: {answer}").format(answer=clean(answer)), style="green")
        for why in () if brief else (said, card.about.explain):
            if why:
                text.append(f"\n{clean(plain(why))}", style="dim")
        grid.add_row(Text("•", style="red"), text)
    return [Text(_TO_SEE, style="bold"), grid]


def _coming(coming: Coming) -> str:
    sentences = []
    if coming.left:
        told = plural(
            "{count} card left for today; '{command}' goes on.",
            "{count} cards left for today; '{command}' goes on.",
            coming.left,
        )
        sentences.append(told.format(count=coming.left, command=coming.study))
    elif coming.soon_ms is not None:
        soon = span_in_words(max(0, coming.soon_ms))
        sentences.append(_("The next learning card is ready in {time}.").format(time=soon))
    if coming.tomorrow:
        sentences.append(
            counted("{count} card due tomorrow.", "{count} cards due tomorrow.", coming.tomorrow)
        )
    elif coming.next_in_days is not None and coming.next_in_days > 0:
        sentences.append(_("The next review is in {time}.").format(time=in_words(coming.next_in_days)))
    if coming.new_left and not coming.left:
        told = plural(
            "{count} new card waits; '{command} --new N' takes more today.",
            "{count} new cards wait; '{command} --new N' takes more today.",
            coming.new_left,
        )
        sentences.append(told.format(count=coming.new_left, command=coming.study))
    return unbroken(" ".join(sentences))


def _style(share: float) -> str:
    return "green" if share >= 0.8 else "yellow" if share >= 0.5 else "red"
