"""Moving in from the real Anki and back: nothing is lost, doubled or renamed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import genanki
import pytest
from quizkit.deckfile import load_deck
from quizkit.questions.flashcard import Flashcard
from quizkit.questions.short_answer import ShortAnswer

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.importers.conftest import AnkiUser

pytestmark = pytest.mark.slow
NewAnki = Callable[[], "AnkiUser"]

PNG = b"\x89PNG moon"
LEARN, REVIEW, RELEARN, FILTERED, MANUAL, RESCHEDULED = range(6)
OCCLUSION = "<br>".join(
    f"{{{{c{n}::image-occlusion:rect:left=.{n}:top=.2:width=.3:height=.1:oi=1}}}}" for n in (1, 2)
)
ALL_IN_ONE = "Question, Title, QType, Q_1, Q_2, Q_3, Answers, Sources"


def a_lifetime(anki: AnkiUser) -> AnkiUser:
    """A note of every kind, in decks within decks, with pictures and a history."""
    anki.media(
        {
            "moon.png": PNG,
            "Mond ö.png": b"\x89PNG umlaut",
            "casa.mp3": b"ID3 casa",
            "a b&c.jpg": b"JPG spaced",
            "_font.woff2": b"font",
            "_unused.css": b"nobody",
        }
    )
    anki.note_type(
        "Vocabulary",
        "Word, Meaning, Sound, Note",
        ("{{Word}} {{Sound}}", "{{FrontSide}}<hr id=answer>{{Meaning}}<div>{{Note}}</div>"),
        ("What is <i>{{Meaning}}</i>?", "{{Word}}"),
        css=".card { font-family: own } @font-face { font-family: own; src: url('_font.woff2') }",
    )
    anki.note_type(
        "With conditions",
        "Q, A, Extra",
        ("{{#Extra}}<b>{{Extra}}</b>: {{/Extra}}{{Q}}", "{{^Extra}}–{{/Extra}}{{A}}"),
    )
    anki.note_type("AllInOne", ALL_IN_ONE, ("{{Question}}<script>shuffle()</script>", "{{Answers}}"))
    anki.note_type(
        "Choice",
        "Question, A, B, C, Correct answer",
        ("{{Question}} {{A}} {{B}} {{C}}", "{{Correct answer}}"),
    )
    first = anki.add(
        "Basic", "Capital of <b>Peru</b>?", "Lima", deck="Geo::South America", tags="geo geo::south marked"
    )
    anki.add("Basic", '<img src="moon.png">', "Moon <img src='Mond ö.png'>", deck="Geo")
    anki.add(
        "Basic", "line one<br>line two<div>three</div>", r"\(x^2\) and [latex]\frac{1}{2}[/latex]", deck="Geo"
    )
    anki.add(
        "Basic",
        "vector&lt;int&gt; a &amp; b &lt; c",
        "snake_case *stars* `code` $5 and $6",
        deck="Code: C++ / Rust",
    )
    both = anki.add("Basic (and reversed card)", "eins", "one<br>", deck="Words")
    anki.add("Basic (optional reversed card)", "zwei", "two", "y", deck="Words")
    anki.add("Basic (optional reversed card)", "drei", "three", deck="Words")
    anki.add("Basic (type in the answer)", "2 + 2?", "<span style='color: red'>4</span>", deck="Words")
    anki.add(
        "Cloze",
        "{{c1::Minsk}} lies on the {{c2::Svislach::river}}",
        "a <i>remark</i>",
        deck="Geo",
        tags="a::b",
    )
    anki.add("Cloze", "{{c1::The {{c2::old}} town}} burnt in {{c1::1812}}", deck="Geo")
    anki.add("Cloze", r"{{c1::\(e^{i\pi} = -1\)}} and std&#58;&#58;move", deck="Geo")
    anki.add("Image Occlusion", OCCLUSION, '<img src="moon.png">', "Label the moon", "extra", deck="Geo")
    casa = anki.add("Vocabulary", "casa", "house", "[sound:casa.mp3]", "feminine", deck="Words::Spanish")
    anki.add(
        "Vocabulary", "a&amp;b", '<img src="a b&amp;c.jpg">', "", "<ul><li>x</li></ul>", deck="Words::Spanish"
    )
    anki.add("With conditions", "q", "a", "e", deck="Words")
    anki.add("With conditions", "q", "a", "", deck="words")
    anki.add("AllInOne", "Pick", "t", "1", "one", "two", "three", "1 0 1", "a book", deck="MC")
    anki.add("Choice", "Pick", "one", "two", "three", "B", deck="MC")
    anki.answered(
        first,
        *((0, 1, 9_000, LEARN), (0, 3, 4_000, LEARN), (3, 3, 2_500, REVIEW), (20, 1, 60_000, REVIEW)),
        *((20, 3, 1_000, RELEARN), (30, 0, 0, MANUAL), (31, 0, 0, RESCHEDULED), (32, 4, 800, FILTERED)),
    )
    anki.answered(both, (1, 3, 100, LEARN), (5, 2, 200, REVIEW), number=1)
    anki.answered(casa, (2, 3, 100, LEARN))
    anki.col.sched.suspend_cards([card.id for card in both.cards()])
    anki.col.set_user_flag_for_cards(3, [first.cards()[0].id])
    anki.col.set_deck([casa.cards()[1].id], anki.col.decks.id("Elsewhere"))
    return anki


def exported(quizkit: Program, decks: Path, out: Path) -> Path:
    run = quizkit("export", decks, "--with-progress", "-o", out)
    assert run.code == 0, run.err
    return out


def taken(quizkit: Program, package: Path, into: Path) -> str:
    """Import a package; what it said."""
    run = quizkit("import", package, "-o", into)
    assert run.code == 0, run.err
    assert quizkit("check", into).code == 0, quizkit("check", into)
    return run.err


@pytest.mark.parametrize("form", ["modern", "legacy", "whole"])
def test_what_came_from_anki_goes_back_as_it_was(
    form: str, anki: AnkiUser, new_anki: NewAnki, quizkit: Program, tmp_path: Path
) -> None:
    said = taken(quizkit, a_lifetime(anki).package(form), tmp_path / "decks")
    assert "left out" not in said
    there, directly = new_anki(), new_anki()
    there.take(exported(quizkit, tmp_path / "decks", tmp_path / "back.apkg"))
    directly.take(anki.package("modern"))  # Anki itself gives another name to a note type of a name it has

    assert there.told() == directly.told()
    assert there.note_types() == directly.note_types()
    assert there.is_sound()


def test_a_collection_of_the_oldest_form_comes_in_too(
    new_anki: NewAnki, quizkit: Program, tmp_path: Path
) -> None:
    package, back = tmp_path / "old.apkg", tmp_path / "back.apkg"
    model = genanki.Model(
        1_607_392_319,
        "Old",
        [{"name": "Q"}, {"name": "A"}],
        [{"name": "C", "qfmt": "{{Q}}", "afmt": "{{A}}"}],
    )
    deck = genanki.Deck(2_059_400_110, "Old::One")
    deck.add_note(genanki.Note(model, ["a <b>b</b>", "c"], tags=["x"]))
    genanki.Package(deck).write_to_file(package)
    assert "collection.anki2" in zipfile.ZipFile(package).namelist()
    taken(quizkit, package, tmp_path / "decks")
    there, directly = new_anki(), new_anki()
    there.take(exported(quizkit, tmp_path / "decks", back))
    directly.take(package)

    assert there.told() == directly.told()


EDITS = {
    # file, what stands there, what is written instead, and the fields of the note before and after.
    "the text of a field with a picture": (
        "Geo.yaml",
        ("front: '?'", "front: What is **this**?"),
        ('<img src="moon.png">', "Moon <img src='Mond ö.png'>"),
        ('What is <strong>this</strong>?<br><img src="moon.png">', "Moon <img src='Mond ö.png'>"),
    ),
    "a text round a picture": (
        "Geo.yaml",
        ("back: Moon [Mond ö.png]", "back: The [Mond ö.png] moon"),
        ('<img src="moon.png">', "Moon <img src='Mond ö.png'>"),
        ('<img src="moon.png">', "The <img src='Mond ö.png'> moon"),
    ),
    "one side, the other as it was": (
        "Geo/South America.yaml",
        ("back: Lima", "back: Lima, a < b"),
        ("Capital of <b>Peru</b>?", "Lima"),
        ("Capital of <b>Peru</b>?", "Lima, a &lt; b"),
    ),
    "a gap": (
        "Geo.yaml",
        ("{{c1::Minsk}} lies", "{{c1::Minsk}}, the capital, lies"),
        ("{{c1::Minsk}} lies on the {{c2::Svislach::river}}", "a <i>remark</i>"),
        ("{{c1::Minsk}}, the capital, lies on the {{c2::Svislach::river}}", "a <i>remark</i>"),
    ),
    "what only explains": (
        "Geo.yaml",
        ("explain: a *remark*", "explain: no remark"),
        ("{{c1::Minsk}} lies on the {{c2::Svislach::river}}", "a <i>remark</i>"),
        ("{{c1::Minsk}} lies on the {{c2::Svislach::river}}", "no remark"),
    ),
    "a typed answer": (
        "Words.yaml",
        ("answer: '4'", "answer: four"),
        ("2 + 2?", "<span style='color: red'>4</span>"),
        ("2 + 2?", "four"),
    ),
    "a field of several beside a sound": (
        "Words/Spanish.yaml",
        ("front: casa\n", "front: la casa\n"),
        ("casa", "house", "[sound:casa.mp3]", "feminine"),
        ("la casa", "house", "[sound:casa.mp3]", "feminine"),
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_edited_here_changes_that_field_of_the_note_in_its_own_collection(
    edit: str, anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    file, (old, new), fields, edited = EDITS[edit]
    taken(quizkit, a_lifetime(anki).package("modern"), tmp_path / "decks")
    deck = tmp_path / "decks" / file
    text = deck.read_text(encoding="utf-8")
    assert text.count(old) == 1
    deck.write_text(text.replace(old, new), encoding="utf-8")
    before, kinds = anki.told(), anki.col.models.all_names_and_ids()
    (guid,) = (guid for guid, note in before.notes.items() if note[1] == fields)

    counts = anki.take(exported(quizkit, tmp_path / "decks", tmp_path / "back.apkg"))

    after = anki.told()
    assert counts == {"updated": 1, "duplicate": len(before.notes) - 1}
    assert after.notes[guid][1] == edited
    assert {**after.notes, guid: ()} == {**before.notes, guid: ()}
    assert after[1:] == before[1:]
    assert anki.col.models.all_names_and_ids() == kinds
    assert anki.is_sound()


def test_the_answer_to_type_stays_whatever_becomes_of_it_in_anki(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    anki.note_type(
        "Typed second",
        "Wort, Sinn",
        ("{{Wort}}", "{{Sinn}}"),
        ("{{Sinn}} {{type:Wort}}", "{{FrontSide}}<hr>{{Wort}}"),
    )
    anki.add("Typed second", "Hund", "dog", deck="A")
    city = anki.add("Basic (type in the answer)", "Capital?", "Paris", deck="A")
    power = anki.add("Basic (type in the answer)", "A million", "10<sup>6</sup>", deck="A")
    taken(quizkit, anki.package("modern"), tmp_path / "decks")
    city["Back"] = "Paris<div>France</div>"
    anki.col.update_note(city)
    assert "1 question changed" in taken(quizkit, anki.package("modern"), tmp_path / "decks")

    deck = tmp_path / "decks/A.yaml"
    text = deck.read_text(encoding="utf-8")
    assert [question.content for question in load_deck(deck)[0].questions] == [
        Flashcard(front="Hund", back="dog"),
        Flashcard(front="dog", back="Hund"),
        Flashcard(front="Capital?", back="Paris\nFrance"),
        ShortAnswer(ask="A million", answer="10⁶"),
    ]
    before = anki.told()
    assert anki.take(exported(quizkit, tmp_path / "decks", tmp_path / "back.apkg")) == {"duplicate": 3}
    assert anki.told() == before

    for old, new in (("back: Hund", "back: Hündin"), ("      France", "      Texas"), ("10⁶", "10⁷")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    deck.write_text(text, encoding="utf-8")
    assert anki.take(exported(quizkit, tmp_path / "decks", tmp_path / "back.apkg")) == {"updated": 3}
    (word,) = (anki.col.get_note(id) for id in anki.col.find_notes("dog"))
    assert word.fields == ["Hündin", "dog"]
    assert anki.col.get_note(city.id).fields == ["Capital?", "Paris<br>Texas"]
    assert anki.col.get_note(power.id).fields == ["A million", "10⁷"]
    assert anki.is_sound()


def test_tags_written_here_reach_anki(anki: AnkiUser, quizkit: Program, tmp_path: Path) -> None:
    taken(quizkit, a_lifetime(anki).package("modern"), tmp_path / "decks")
    deck = tmp_path / "decks/Geo/South America.yaml"
    deck.write_text(deck.read_text().replace("[geo, geo::south, marked]", "[geo, capitals of the world]"))

    assert anki.take(exported(quizkit, tmp_path / "decks", tmp_path / "back.apkg"))["updated"] == 1
    (note,) = (note for note in anki.told().notes.values() if note[1][1] == "Lima")
    assert set(note[2]) == {"geo", "capitals_of_the_world"}


def test_a_field_renamed_in_anki_is_still_the_same_field(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    taken(quizkit, a_lifetime(anki).package("modern"), tmp_path / "decks")
    kind = anki.col.models.by_name("Vocabulary")
    anki.col.models.rename_field(kind, kind["flds"][0], "Palabra")
    anki.col.models.update_dict(kind)
    deck = tmp_path / "decks/Words/Spanish.yaml"
    deck.write_text(
        deck.read_text(encoding="utf-8").replace("front: casa\n", "front: la casa\n"), encoding="utf-8"
    )
    kinds = anki.col.models.all_names_and_ids()

    assert anki.take(exported(quizkit, tmp_path / "decks", tmp_path / "back.apkg"))["updated"] == 1
    assert anki.col.models.all_names_and_ids() == kinds


def test_importing_again_adds_what_is_new_and_doubles_nothing(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    decks = tmp_path / "decks"
    taken(quizkit, a_lifetime(anki).package("modern"), decks)
    files = {path: path.read_bytes() for path in decks.rglob("*") if path.is_file()}
    again = taken(quizkit, anki.package("legacy"), decks)
    assert again.startswith("18 questions as before.\n")
    assert "All its answers are known already." in again
    assert {path: path.read_bytes() for path in decks.rglob("*") if path.is_file()} == files

    (known,) = (anki.col.get_note(id) for id in anki.col.find_notes("front:eins"))
    anki.answered(known, (9, 4, 77, REVIEW))
    newcomer = anki.add("Basic", "vier <img src='sun.png'>", "four", deck="Words")
    anki.media({"sun.png": b"\x89PNG sun"})
    anki.answered(newcomer, (9, 2, 88, LEARN))
    later = taken(quizkit, anki.package("modern"), decks)
    assert later.startswith("1 question new, 1 picture or sound, 18 questions as before.\n")
    assert "Took over 2 answers." in later
    assert (decks / "sun.png").read_bytes() == b"\x89PNG sun"
    new = anki.told()
    assert anki.take(exported(quizkit, decks, tmp_path / "back.apkg")) == {"duplicate": len(new.notes)}


def test_a_deck_that_was_moved_and_renamed_here_still_takes_what_is_new(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    decks = tmp_path / "decks"
    taken(quizkit, a_lifetime(anki).package("modern"), decks)
    (decks / "mine").mkdir()
    for ending in (".yaml", ".anki.json"):
        (decks / f"MC{ending}").rename(decks / "mine" / f"quiz{ending}")
    anki.add("Basic", "later", "on", deck="MC")
    assert "quiz.yaml" in taken(quizkit, anki.package("modern"), decks)
    assert [question.local_id[:5] for question in load_deck(decks / "mine/quiz.yaml")[0].questions][
        -1
    ] == "later"
    assert not (decks / "MC.yaml").exists()


OWN = """\
deck: Rivers
id: rivers
questions:
- {id: flash, front: Longest?, back: Nile, both_ways: true, image: map.png, explain: A *b*, cite: [a#1]}
- {id: typed, ask: Capital?, answer: Lima, accept: [La Lima], hint: It lies on the coast.}
- {id: picked, ask: Which?, answer: {Nile: Yes.}, wrong: [Gobi, {Etna: A volcano.}], tags: [geo]}
- {id: filled, cloze: "{{c1::Romulus::who?}} and {{c2::Remus}}", accept: {Remus: [R]}}
- {id: ordered, ask: Order, order: [one, two, three]}
- {id: matched, ask: Match, match: {a: "1", b: "2"}, extra: ["3"]}
- {id: grouped, ask: Group, groups: {x: [a, b], y: [c]}}
- {id: listed, ask: Name, answers: [eins, zwei], accept: {eins: [uno]}}
- {id: written, ask: Why?, rubric: [one, two], model_answer: Since.}
"""


def test_a_package_of_our_own_brings_its_questions_to_another_machine(
    anki: AnkiUser, quizkit: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "decks/world/rivers.yaml"
    here.parent.mkdir(parents=True)
    here.write_text(OWN)
    (here.parent / "map.png").write_bytes(PNG)
    anki.take(exported(quizkit, tmp_path / "decks", tmp_path / "out.apkg"))
    typed = anki.col.get_note(anki.col.find_notes("Capital?")[0])
    anki.answered(typed, (3, 3, 2_000, LEARN), (9, 1, 900, REVIEW))
    package = anki.package("modern")

    with_decks = taken(quizkit, package, tmp_path / "decks")
    assert "9 questions as before.\n" in with_decks
    assert "Took over 2 answers." in with_decks
    assert here.read_text() == OWN

    monkeypatch.setenv("QUIZKIT_HOME", str(tmp_path / "another"))
    without = taken(quizkit, package, tmp_path / "there")
    assert "9 questions in 1 deck, 1 picture" in without
    assert "Took over 2 answers." in without
    before, after = load_deck(here)[0], load_deck(tmp_path / "there/world/Rivers.yaml")[0]
    assert [(q.id, q.content, q.about) for q in after.questions] == [
        (q.id, q.content, q.about) for q in before.questions
    ]
    assert (tmp_path / "there/world/map.png").read_bytes() == PNG
    assert not list((tmp_path / "there").rglob("*.json"))
    counts = anki.take(exported(quizkit, tmp_path / "there", tmp_path / "again.apkg"))
    assert counts.keys() <= {"updated", "duplicate"}


def test_notes_that_a_learner_made_in_anki_of_our_types_keep_their_guids(
    anki: AnkiUser, quizkit: Program, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace(", image: map.png", ""))
    anki.take(exported(quizkit, tmp_path / "own.yaml", tmp_path / "out.apkg"))
    options = '<li class="right">yes</li><li>no</li>'
    anki.add("quizkit choice", "Is it?", "one", options, "yes", deck="Mine")
    said = taken(quizkit, anki.package("modern"), tmp_path / "decks")
    assert "10 questions in 2 decks" in said
    (question,) = load_deck(tmp_path / "decks/Mine.yaml")[0].questions
    assert question.type == "choice"
    assert anki.take(exported(quizkit, tmp_path / "decks", tmp_path / "back.apkg")) == {"duplicate": 10}
