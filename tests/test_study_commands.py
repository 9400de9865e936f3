"""What a learner does with a card besides answering it: put it away, flag it, mark it, edit it."""

from __future__ import annotations

from pathlib import Path

import pytest
from quizkit.errors import QuizkitError
from quizkit.grading import key_text
from quizkit.model import Order, Reveal, TextEntry
from quizkit.responses import Ordered, Typed
from quizkit.reviews import Action, CardAction, CardState
from quizkit.terminal.view import Asking, Command, Feedback
from tests.scripted import AGAIN, DAY, EASY, LEGS, ORDERED, Reply, Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


# --- suspend, bury -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [Command.SUSPEND, Command.BURY])
def test_a_suspended_or_buried_card_is_not_asked_again_today(room: Room, command: Command) -> None:
    person, session = room.study(command, Typed("six"), EASY, Typed("two"), EASY)
    assert person.prompts == ["spider", "ant", "hen"]
    assert len(session.turns) == 3
    assert room.reviews() == list(session.reviews)
    again, _ = room.study()
    assert again.prompts == []


def test_a_buried_card_comes_back_tomorrow_and_a_suspended_one_does_not(room: Room) -> None:
    room.study(Command.SUSPEND, Command.BURY, Command.QUIT)
    room.clock.go_to(DAY + 1)
    person, _ = room.study(Typed("six"), EASY, Typed("two"), EASY)
    assert person.prompts == ["ant", "hen"]
    actions = [(one.card_id, one.action) for one in room.log() if isinstance(one, Action)]
    assert actions == [("legs/spider", CardAction.SUSPEND), ("legs/ant", CardAction.BURY)]


@pytest.mark.parametrize("command", [Command.SUSPEND, Command.BURY])
def test_suspending_at_the_feedback_keeps_the_answer(room: Room, command: Command) -> None:
    person, _ = room.study(Typed("five"), command, Command.QUIT)
    assert [(review.card_id, review.rating) for review in room.reviews()] == [("legs/spider", AGAIN)]
    state = room.state("legs/spider")
    assert state.suspended == (command is Command.SUSPEND)
    assert state.buried_until == (DAY + 1 if command is Command.BURY else 0)
    assert person.prompts == ["spider", "ant"]
    room.clock.go_on(5)
    assert room.study(Command.QUIT)[0].prompts == ["ant"]


# --- flags, marks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "notice"), [(Command.FLAG, "Flagged."), (Command.MARK, "Marked for the author.")]
)
def test_a_flagged_or_marked_card_stays_on_the_screen(room: Room, command: Command, notice: str) -> None:
    person, session = room.study(command, Typed("eight"), command, command, EASY, Command.QUIT)
    assert person.prompts == ["spider", "spider", "ant"]
    assert person.asked[1].header.notice == notice
    assert len(person.shown) == 3
    state = room.state("legs/spider")
    assert (state.flagged, state.marked) == (command is Command.FLAG, command is Command.MARK)
    assert session.done == 1
    assert [review.rating for review in room.reviews()] == [EASY]


def test_a_command_before_the_answer_leaves_options_and_clock_as_they_were(room: Room) -> None:
    room.deck(ORDERED)
    room.edit = lambda path, line: room.clock.go_on(5)

    def answer(view: Asking | Feedback) -> Reply:
        room.clock.go_on(1)
        assert isinstance(view.card.interaction, Order)
        return Ordered(tuple(sorted(range(8), key=view.card.interaction.ranks.__getitem__)))

    person, _ = room.study(Command.FLAG, Command.MARK, Command.EDIT, answer, EASY, Command.QUIT)
    cards = [view.card for view in person.asked[:4]]
    assert all(card is cards[0] for card in cards), "so the screen goes on where it was"
    (review,) = room.reviews()
    assert review.score == 1
    assert review.duration_ms == 64_000, "four replies and a minute; nothing of the time in the editor"


@pytest.mark.parametrize("command", [Command.FLAG, Command.MARK])
def test_a_flag_or_mark_set_twice_is_gone(room: Room, command: Command) -> None:
    person, _ = room.study(command, command, Command.QUIT)
    assert person.asked[2].header.notice.startswith("No longer ")
    assert room.state("legs/spider") == CardState()


def test_a_flag_set_twice_beside_a_revealed_answer_is_gone(room: Room) -> None:
    room.deck("deck: Cards\nquestions:\n  - {id: lima, front: The capital of Peru, back: Lima}\n")
    room.study(Command.REVEAL, Command.FLAG, Command.FLAG, EASY)
    assert not room.state("cards/lima").flagged


def test_a_flag_that_comes_from_anki_as_well_stays_up(room: Room) -> None:
    room.study(Command.FLAG, Command.QUIT)
    with room.store() as store:
        store.progress.merge([Action("00", "legs/spider", CardAction.FLAG, 0, 1, (2,))])
    assert room.state("legs/spider").flagged


# --- editing -----------------------------------------------------------------------------------------


def test_an_edited_question_is_asked_as_it_then_is(room: Room) -> None:
    places: list[tuple[str, int]] = []

    def edit(path: str, line: int) -> None:
        places.append((path, line))
        room.deck(LEGS.replace("eight", "acht").replace("a spider", "every spider"))

    room.edit = edit
    person, _ = room.study(Command.EDIT, Typed("acht"), EASY, Command.QUIT)
    assert places == [(str(room.folder / "deck.yaml"), 4)]
    assert [view.card.prompt for view in person.asked[:2]] == [
        "How many legs has a spider?",
        "How many legs has every spider?",
    ]
    assert person.asked[1].header.notice == "Read again."
    assert [(review.card_id, review.score) for review in room.reviews()] == [("legs/spider", 1.0)]


def test_a_mistake_made_while_editing_is_named_and_the_session_goes_on(room: Room) -> None:
    def edit(path: str, line: int) -> None:
        room.deck(LEGS.replace("answer: eight", "anwser: eight"))

    room.edit = edit
    person, _ = room.study(Command.EDIT, Command.QUIT)
    assert person.prompts == ["spider", "ant"]
    assert "did you mean 'answer'?" in person.asked[1].header.notice


def test_an_answer_is_shown_beside_the_edited_text(room: Room) -> None:
    room.deck(ORDERED)
    room.edit = lambda path, line: room.deck(ORDERED.replace("which order", "what order"))
    person, _ = room.study(Ordered((0, 1, 2, 3, 4, 5, 6, 7)), Command.EDIT, AGAIN, Command.QUIT)
    before, after = person.shown
    assert (before.card.prompt, after.card.prompt) == ("In which order?", "In what order?")
    assert after.card.interaction == before.card.interaction, "the items stand as they stood"
    assert (after.response, after.grade) == (before.response, before.grade)
    assert after.header.notice == "Read again."


@pytest.mark.parametrize(("new", "key"), [("answer: ocht", "ocht"), ("order: [one, two]", "eight")])
def test_an_edited_answer_is_shown_where_the_response_fits_it(room: Room, new: str, key: str) -> None:
    room.edit = lambda path, line: room.deck(LEGS.replace("answer: eight", new))
    person, _ = room.study(Typed("acht"), Command.EDIT, AGAIN, Command.QUIT)
    interaction = person.shown[1].card.interaction
    assert isinstance(interaction, TextEntry)
    assert [key_text(one) for one in interaction.keys] == [key]
    judged = "Read again. Your answer was judged by the text before."
    assert person.shown[1].header.notice == (judged if key == "ocht" else "Read again.")


def test_a_revealed_card_is_shown_as_edited_and_then_rated(room: Room) -> None:
    room.deck("deck: One\nquestions: [{id: a, front: Peru, back: Limma}]\n")
    room.edit = lambda path, line: room.deck("deck: One\nquestions: [{id: a, front: Peru, back: Lima}]\n")
    person, _ = room.study(Command.REVEAL, Command.EDIT, EASY)
    assert [view.card.interaction for view in person.shown] == [Reveal("Limma"), Reveal("Lima")]
    assert len(room.reviews()) == 1


def test_a_question_edited_away_after_its_answer_is_still_there_to_be_rated(room: Room) -> None:
    spider = LEGS.splitlines(keepends=True)[3]
    room.edit = lambda path, line: room.deck(LEGS.replace(spider, ""))
    person, _ = room.study(Typed("eight"), Command.EDIT, EASY, Command.QUIT)
    assert person.shown[1].header.notice == "This question is no longer in its deck."
    assert [review.rating for review in room.reviews()] == [EASY]


def test_an_editor_that_cannot_be_had_is_told_and_the_session_goes_on(room: Room) -> None:
    def edit(path: str, line: int) -> None:
        raise QuizkitError("there is no editor here", hint="name yours")

    room.edit = edit
    person, _ = room.study(Command.EDIT, Typed("eight"), Command.EDIT, EASY, Command.QUIT)
    told = "There is no editor here (name yours)"
    assert (person.asked[1].header.notice, person.shown[1].header.notice) == (told, told)
    assert person.asked[1].card is person.asked[0].card
    assert [review.rating for review in room.reviews()] == [EASY]


def test_editing_is_offered_only_where_there_is_an_editor(room: Room) -> None:
    without, _ = room.study(Command.QUIT)
    room.edit = lambda path, line: None
    with_editor, _ = room.study(Command.QUIT)
    offered = [Command.EDIT in person.asked[0].commands for person in (without, with_editor)]
    assert offered == [False, True]
