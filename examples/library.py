"""quizkit as a library: read a deck, grade an answer, and see what follows for the memory of a card."""

from pathlib import Path

from quizkit.deckfile import load_deck
from quizkit.grading import grade, proposed_rating
from quizkit.memory import Memory
from quizkit.responses import Typed

deck, problems = load_deck(Path(__file__).with_name("minimal.yaml"))
for problem in problems:
    print(problem)  # file:line:column: message

card = next(deck.cards())
earned = grade(card.interaction, Typed("svisloch."))
memory = Memory().first(proposed_rating(earned))
days = Memory().interval(memory.stability, desired_retention=0.9)
print(f"{card.prompt} Score {earned.score:g}; stable for {memory.stability:.1f} days, next in {days:.0f}.")
