"""A paragraph is found again in an edited document, and never another one in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from quizkit.anchors import LEAST_LIKENESS, Edited, Locked, Lost, Moved, Same, anchor, digest, likeness, lock
from quizkit.documents import read_document
from quizkit.segments import Paragraph

DOCUMENTS = Path(__file__).parents[2] / "shared" / "documents"
TRIALS = 200

Document = list[str]
Corpus = list[Document]


def numbered(texts: Sequence[str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(number, text) for number, text in enumerate(texts, start=1))


# --- one case each ----------------------------------------------------------------------------------

RIVER = """\
The river rises in the northern hills, crosses the plain in wide bends and reaches the sea beside the old
harbour. Barges carried salt on it until the railway came, and anglers have had it for themselves since."""
MILL = """\
A mill stood at every weir. Most of them ground rye for the villages around, two pressed oil, and the last
one made paper for the printers of the county town until a fire ended its work in a dry summer."""
BRIDGE = """\
Nobody knows who built the stone bridge. Its piers are older than the parish books, which mention only the
toll that travellers paid there, and the quarrel over who was to mend it after each winter flood."""


def test_a_paragraph_that_stayed_is_the_same() -> None:
    assert anchor(lock(MILL), 2, numbered([RIVER, MILL, BRIDGE])) == Same()


def test_a_paragraph_before_it_moves_it() -> None:
    assert anchor(lock(MILL), 1, numbered([RIVER, MILL])) == Moved(2)


def test_of_two_copies_the_nearest_is_meant() -> None:
    assert anchor(lock(MILL), 3, numbered([MILL, RIVER, BRIDGE, MILL])) == Moved(4)


def test_another_way_of_setting_quotes_and_dashes_changes_nothing() -> None:
    assert digest("the “old” mill – it's gone") == digest('the "old"  mill - it’s gone')


def test_a_word_or_a_digit_changes_the_digest() -> None:
    assert len({digest(text) for text in ("in 1999", "in 1998", "In 1999", "on 1999")}) == 4


def test_an_edited_paragraph_tells_how_like_it_is() -> None:
    found = anchor(lock(MILL), 2, numbered([RIVER, MILL.replace("rye", "wheat"), BRIDGE]))
    assert isinstance(found, Edited)
    assert found.number == 2
    assert 0.8 < found.likeness < 1


def test_one_changed_digit_is_an_edit() -> None:
    text = MILL + " It burnt in 1911."
    assert isinstance(anchor(lock(text), 1, numbered([text.replace("1911", "1912")])), Edited)


def test_what_was_edited_is_never_wholly_alike() -> None:
    found = anchor(lock(MILL), 2, numbered([RIVER, MILL + " It burnt in 1911, and nobody knows why."]))
    assert isinstance(found, Edited)
    assert found.likeness < 1


def test_a_deleted_paragraph_is_lost() -> None:
    assert anchor(lock(MILL), 2, numbered([RIVER, BRIDGE])) == Lost()
    assert anchor(lock(MILL), 2, ()) == Lost()


def test_a_passage_that_is_known_to_be_another_one_is_never_taken() -> None:
    twin = MILL.replace("rye", "wheat")
    assert isinstance(anchor(lock(MILL), 2, numbered([RIVER, twin])), Edited)
    assert anchor(lock(MILL), 2, numbered([RIVER, twin]), taken={2}) == Lost()


def test_without_a_sketch_only_the_very_same_text_is_found() -> None:
    bare = Locked(digest(MILL))
    assert anchor(bare, 1, numbered([RIVER, MILL])) == Moved(2)
    assert anchor(bare, 1, numbered([RIVER, MILL + " Gone."])) == Lost()


def test_texts_on_other_things_have_nothing_in_common() -> None:
    assert likeness(lock(MILL).sketch, BRIDGE) < LEAST_LIKENESS / 2


def test_a_sketch_gives_no_word_away_and_has_a_bounded_size() -> None:
    sketch = lock(MILL * 50).sketch
    assert all(0 <= number < 2**32 for number in sketch)
    assert list(sketch) == sorted(set(sketch))
    assert len(sketch) == 32


# --- random edits of every kind ---------------------------------------------------------------------

Edit = Callable[[Random, Corpus, Document, int], "tuple[Document, set[int]]"]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) (?=[^\W\d_a-z])", text)


def insert(random: Random, corpus: Corpus, document: Document, at: int) -> tuple[Document, set[int]]:
    """A sentence of another document, somewhere in the paragraph."""
    other = random.choice([other for other in corpus if other is not document])
    own = sentences(document[at])
    own.insert(random.randrange(len(own) + 1), random.choice(sentences(random.choice(other))))
    return [*document[:at], " ".join(own), *document[at + 1 :]], {at}


def move(random: Random, _corpus: Corpus, document: Document, at: int) -> tuple[Document, set[int]]:
    rest = [*document[:at], *document[at + 1 :]]
    place = random.randrange(len(rest) + 1)
    return [*rest[:place], document[at], *rest[place:]], {place}


def split(random: Random, _corpus: Corpus, document: Document, at: int) -> tuple[Document, set[int]]:
    own = sentences(document[at])
    words = document[at].split()
    pieces, glue = (own, " ") if len(own) > 1 else (words, " ")
    place = random.randrange(1, len(pieces))
    halves = [glue.join(pieces[:place]), glue.join(pieces[place:])]
    return [*document[:at], *halves, *document[at + 1 :]], {at, at + 1}


def merge(random: Random, _corpus: Corpus, document: Document, at: int) -> tuple[Document, set[int]]:
    first = at if at + 1 < len(document) and (at == 0 or random.random() < 0.5) else at - 1
    merged = " ".join(document[first : first + 2])
    return [*document[:first], merged, *document[first + 2 :]], {first}


def delete(random: Random, _corpus: Corpus, document: Document, at: int) -> tuple[Document, set[int]]:
    own = sentences(document[at])
    if len(own) > 1:
        own.pop(random.randrange(len(own)))
    return [*document[:at], " ".join(own), *document[at + 1 :]], {at}


def replace(share: float) -> Edit:
    def edit(random: Random, corpus: Corpus, document: Document, at: int) -> tuple[Document, set[int]]:
        words = document[at].split()
        for place in random.sample(range(len(words)), round(share * len(words))):
            words[place] = random.choice(random.choice(random.choice(corpus)).split())
        return [*document[:at], " ".join(words), *document[at + 1 :]], {at}

    return edit


EDITS: dict[str, Edit] = {
    "a sentence inserted": insert,
    "moved": move,
    "split": split,
    "merged": merge,
    "a sentence deleted": delete,
    "15 % of the words replaced": replace(0.15),
    "30 % of the words replaced": replace(0.30),
}
# All must be found again; of those with 30 % other words, so many of 200.
ENOUGH = {"30 % of the words replaced": 176}


def anchored(edit: Edit, corpus: Corpus, random: Random) -> tuple[int, int]:
    """Of many random edits: how many paragraphs were found again, and how often another one was taken."""
    right = wrong = 0
    for _ in range(TRIALS):
        document = random.choice(corpus)
        at = random.randrange(len(document))
        edited, places = edit(random, corpus, document, at)
        now, others = numbered(edited), {*map(digest, document)} - {digest(document[at])}
        taken = {number for number, text in now if digest(text) in others}
        match anchor(lock(document[at]), at + 1, now, taken):
            case Same():
                found = at + 1
            case Moved(number) | Edited(number, _):
                found = number
            case Lost():
                continue
        if found - 1 in places:
            right += 1
        else:
            wrong += 1
    return right, wrong


@pytest.fixture(scope="module")
def the_five() -> Corpus:
    if not DOCUMENTS.is_dir():
        pytest.skip("the documents are not here: ../shared/documents")
    return [[text for _, text in read_document(path)] for path in sorted(DOCUMENTS.iterdir())]


def made_up(seed: int) -> Corpus:
    """Five documents of made-up words, of which few are frequent and many are rare."""
    random = Random(seed)
    letters = "aeiou", "bdfgklmnprstv"
    words = ["".join(random.choice(letters[n % 2]) for n in range(random.randint(2, 9))) for _ in range(3000)]

    def sentence() -> str:
        chosen = [words[int(len(words) * random.random() ** 3)] for _ in range(random.randint(8, 25))]
        return " ".join(chosen).capitalize() + "."

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(random.randint(2, 8)))

    return [[paragraph() for _ in range(random.randint(5, 20))] for _ in range(5)]


@pytest.mark.parametrize("kind", EDITS)
def test_the_paragraphs_of_the_five_documents_are_found_again(kind: str, the_five: Corpus) -> None:
    right, wrong = anchored(EDITS[kind], the_five, Random(kind))
    assert wrong == 0
    assert right >= ENOUGH.get(kind, TRIALS)


@pytest.mark.parametrize("kind", EDITS)
def test_the_paragraphs_of_made_up_documents_are_found_again(kind: str) -> None:
    right, wrong = anchored(EDITS[kind], made_up(7), Random(kind))
    assert wrong == 0
    assert right >= ENOUGH.get(kind, TRIALS)
