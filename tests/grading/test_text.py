"""Typed texts: what is right, right with a note, or wrong; and what holds for any text."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quizkit.grading.context import Context
from quizkit.grading.form import form
from quizkit.grading.text import grade_text
from quizkit.model import Option, TextKey
from quizkit.responses import Grade


class Asked(NamedTuple):
    """A question of a deck with ``others`` as the answers of its other questions, and what may be typed."""

    language: str
    question: str
    key: str
    accept: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


TABLE = [
    Asked(
        "en",
        "Which city is the capital of Australia?",
        "Canberra",
        accept=(),
        others=("Sydney", "Wellington", "Suva"),
        right=("canberra", "  CANBERRA.", "“Canberra”", "Can\u200bberra", "Ｃａｎｂｅｒｒａ"),
        note=(
            "Camberra",
            "Canbera",
            "Cabnerra",
            "It is Canberra",
            "The capital of Australia is Canberra",
            "I think Canberra",
        ),
        wrong=(
            "Cambera",
            "Sydney",
            "Canberra or Sydney",
            "Sydney, Canberra",
            "Canberra/Sydney",
            "",
            "?",
            "I don't know",
            "Which city is the capital of Australia?",
            "not Canberra",
        ),
    ),
    Asked(
        "es",
        "¿Cuál es la capital de Bielorrusia?",
        "Minsk",
        accept=(),
        others=("Moscú", "Kiev", "Vilna"),
        right=("minsk", "«Minsk»"),
        note=("La capital de Bielorrusia es Minsk", "creo que Minsk", "Es Minsk"),
        wrong=(
            "Minsk o Moscú",
            "Minsk y Kiev",
            "Kiev/Minsk",
            "no sé",
            "No lo sé.",
            "¿?",
            "¿Cuál es la capital de Bielorrusia?",
            "Moscú",
            "no es Minsk",
        ),
    ),
    Asked(
        "es",
        "¿Qué ciudad brasileña es la capital de Bahía?",
        "Salvador",
        accept=("Salvador de Bahía",),
        others=("El Salvador", "Recife", "Fortaleza"),
        right=("Salvador de Bahía",),
        note=("salvador de bahia", "Slavador"),
        wrong=("El Salvador",),
    ),
    Asked(
        "es",
        "¿Cómo se llama el cuerpo celeste formado por hielo y polvo que deja una cola?",
        "el cometa",
        accept=(),
        others=("la cometa", "el asteroide"),
        right=("cometa", "El Cometa", "un cometa"),
        note=(),
        wrong=("la cometa",),
    ),
    Asked(
        "en",
        "Who was the first president of the United States?",
        "George Washington",
        accept=("Washington",),
        others=("John Adams", "Thomas Jefferson", "Abraham Lincoln"),
        right=("Washington, George", "G. Washington", "G Washington", "washington"),
        note=("George Washingtn",),
        wrong=("M. Washington", "Martha Washington", "Denzel Washington", "John Adams"),
    ),
    Asked(
        "en",
        "Who composed the Brandenburg Concertos?",
        "Johann Sebastian Bach",
        accept=("J. S. Bach", "Bach"),
        others=("Johann Christian Bach", "Carl Philipp Emanuel Bach", "George Frideric Handel"),
        right=("JOHANN SEBASTIAN BACH", "J.S. Bach", "Bach, Johann Sebastian", "Bach, J. S."),
        note=("Johan Sebastian Bach", "Johann Sebastain Bach"),
        wrong=("Johann Christian Bach", "J. C. Bach", "C. P. E. Bach"),
    ),
    Asked(
        "es",
        "¿Cómo se llama la entrada de mercancías extranjeras en un país?",
        "importación",
        accept=("importaciones",),
        others=("exportación", "arancel"),
        right=("IMPORTACIÓN", "la importación"),
        note=("importacion", "IMPORTACION", "importasión", "inportación"),
        wrong=("exportacion", "EXPORTACION"),
    ),
    Asked(
        "en",
        "What are the white blood cells that make antibodies?",
        "B cells",
        accept=("B lymphocytes",),
        others=("T cells", "mast cells"),
        right=("B-lymphocytes", "b-cells"),
        note=("B cell",),
        wrong=("T cells", "T cell", "C cells"),
    ),
    Asked(
        "en",
        "What is an underactive thyroid called?",
        "hypothyroidism",
        accept=(),
        others=("hyperthyroidism", "goitre"),
        right=(),
        note=("hypothyrodism", "hipothyroidism"),
        wrong=("hyperthyroidism", "hyperthyrodism"),
    ),
    Asked(
        "es",
        "¿Cómo se llama la tensión arterial demasiado alta?",
        "hipertensión",
        accept=("hipertensión arterial",),
        others=(),
        right=("hipertensión arterial",),
        note=("hipertension", "hipertención"),
        wrong=("hipotensión", "hipotension", "hipotensión arterial"),
    ),
    Asked(
        "es",
        "¿Cómo se llama un contrato que cumple la ley?",
        "legal",
        accept=("lícito",),
        others=(),
        right=(),
        note=(),
        wrong=("ilegal", "ilícito", "ilicito"),
    ),
    Asked(
        "en",
        "Is a whale a fish?",
        "it is not a fish",
        accept=("no",),
        others=(),
        right=("it isn't a fish", "It is NOT a fish.", "It isn’t a fish"),
        note=(),
        wrong=("it is a fish",),
    ),
    Asked(
        "es",
        "¿En qué dirección va la transcripción?",
        "de ADN a ARN",
        accept=(),
        others=(),
        right=("de adn a arn",),
        note=(),
        wrong=("de ARN a ADN",),
    ),
    Asked(
        "en",
        "Which language did Bjarne Stroustrup create?",
        "C++",
        accept=(),
        others=("C", "C#", "Java"),
        right=("c++",),
        note=("It is C++",),
        wrong=("C", "C#", "C+"),
    ),
    Asked(
        "en",
        "What is the symbol of the sodium ion?",
        "Na+",
        accept=(),
        others=("Cl-", "K+"),
        right=("Na⁺",),
        note=(),
        wrong=("Na-", "Na", "K+", "Na2+"),
    ),
    Asked(
        "en",
        "Which character starts an escape sequence in C?",
        "\\",
        accept=("backslash",),
        others=("/",),
        right=("backslash", "Backslash", "\\"),
        note=("The backslash character",),
        wrong=("/",),
    ),
    Asked(
        "en",
        "Which English king had six wives?",
        "Henry VIII",
        accept=("Henry the Eighth",),
        others=("Henry VII", "Edward VI"),
        right=("henry the eighth",),
        note=("Hernry VIII",),
        wrong=("Henry VII", "Henry VI", "Henry VIIII"),
    ),
    Asked(
        "en",
        "Which isotope is used in radiocarbon dating?",
        "carbon-14",
        accept=("C-14", "14C"),
        others=("carbon-12",),
        right=("carbon 14", "Carbon–14", "¹⁴C"),
        note=(),
        wrong=("carbon-13", "carbon-12", "C-12"),
    ),
    Asked(
        "en",
        "Which country's capital is Bratislava?",
        "Slovakia",
        accept=("Slovak Republic",),
        others=("Slovenia",),
        right=(),
        note=("Slovakai", "Slovaka"),
        wrong=("Slovenia", "Slovania"),
    ),
    Asked(
        "en",
        "Which cell division makes gametes?",
        "meiosis",
        accept=(),
        others=("mitosis", "miosis"),
        right=(),
        note=("meoisis", "meiosiss"),
        wrong=("mitosis", "miosis"),
    ),
    Asked(
        "en",
        "What does DNA stand for?",
        "deoxyribonucleic acid",
        accept=(),
        others=("ribonucleic acid", "amino acid"),
        right=(),
        note=("deoxyribonuclic acid", "deoxiribonucleic acid", "DNA stands for deoxyribonucleic acid"),
        wrong=("DNA", "ribonucleic acid"),
    ),
    Asked(
        "es",
        "¿Quién descubrió la penicilina?",
        "Alexander Fleming",
        accept=("Fleming",),
        others=("Louis Pasteur", "Marie Curie"),
        right=("Fleming, Alexander", "A. Fleming"),
        note=("Alexander Flemming", "La descubrió Fleming"),
        wrong=("Ian Fleming", "I. Fleming", "Luis Pasteur"),
    ),
    Asked(
        "en",
        "Which virus causes serum hepatitis?",
        "hepatitis B",
        accept=("HBV",),
        others=("hepatitis A", "hepatitis C"),
        right=("Hepatitis-B",),
        note=("It is hepatitis B", "hepatitus B", "heptatis B"),
        wrong=("hepatitis A", "hepatitis E", "hepatitisA", "hepatitis"),
    ),
    Asked(
        "en",
        "Who wrote The Metamorphosis?",
        "Franz Kafka",
        accept=("Kafka",),
        others=("Thomas Mann", "Hermann Hesse"),
        right=("Kafka, F.", "F. Kafka", "Kafka, Franz"),
        note=("It was Kafka", "It was Franz Kafka", "Frans Kafka"),
        wrong=("H. Kafka", "Hermann Kafka", "Kafka, Hermann", "Kafka or Mann"),
    ),
    Asked(
        "es",
        "¿Qué instrumento de cuerda tocaba Pau Casals?",
        "violonchelo",
        accept=("chelo", "violoncello"),
        others=("violín", "contrabajo"),
        right=("Chelo", "el violonchelo"),
        note=("violochelo", "tocaba el violonchelo", "Pau Casals tocaba el chelo", "biolonchelo"),
        wrong=("violin",),
    ),
    Asked(
        "es",
        "¿Qué formación cuelga del techo de una cueva?",
        "estalactita",
        accept=(),
        others=(),
        right=(),
        note=("estalactitta", "estalactitas", "estalatita"),
        wrong=("estalagmita", "estalagmitas"),
    ),
    Asked(
        "en",
        "Which coordinate measures distance north of the equator?",
        "latitude",
        accept=(),
        others=(),
        right=(),
        note=("latitud", "lattitude"),
        wrong=("longitude", "altitude", "attitude"),
    ),
    Asked(
        "en",
        "What is CH3OH?",
        "methanol",
        accept=("methyl alcohol",),
        others=(),
        right=(),
        note=("methanoll", "metyl alcohol"),
        wrong=("ethanol", "methanal", "ethyl alcohol"),
    ),
    Asked(
        "en",
        "What is life without oxygen called?",
        "anaerobic",
        accept=(),
        others=(),
        right=("an anaerobic", "Anaerobic."),
        note=("anaerobik",),
        wrong=("an aerobic", "aerobic", "aerobicc"),
    ),
    Asked(
        "en",
        "What are drugs that lower blood pressure called?",
        "antihypertensives",
        accept=("antihypertensive",),
        others=(),
        right=(),
        note=("antihypertensivs",),
        wrong=("hypertensives", "antihypotensives"),
    ),
    Asked(
        "en",
        "Which key is the relative minor of C major?",
        "A minor",
        accept=("Am",),
        others=("E minor",),
        right=("a minor",),
        note=("A minro", "it is A minor", "The relative minor is A minor"),
        wrong=("E minor", "A major", "D minor", "minor"),
    ),
]

# Words that look alike and mean different things: neither is a slip for the other, whatever else is asked.
DIFFERENT = [
    ("en", "stalactite", "stalagmite"),
    ("en", "stalactites", "stalagmites"),
    ("es", "fisión", "fusión"),
    ("es", "latitud", "altitud"),
    ("en", "methanol", "ethanol"),
    ("en", "propanol", "propanal"),
    ("en", "chlorine", "chloride"),
    ("en", "osteoblasts", "osteoclasts"),
    ("en", "tracheotomy", "tracheostomy"),
    ("es", "metacarpianos", "metatarsianos"),
    ("en", "genotype", "phenotype"),
    ("en", "prednisone", "prednisolone"),
    ("en", "Iceland", "Ireland"),
    ("en", "astronomy", "astrology"),
    ("es", "legal", "ilegal"),
    ("es", "lícito", "ilícito"),
    ("en", "antihypertensive", "antihypotensive"),
    ("en", "tangent", "cotangent"),
    ("en", "inflation", "deflation"),
    ("en", "vitamin D", "vitamin"),
    ("en", "hepatitis B", "hepatitisA"),
    ("en", "C major", "major"),
]
# A letter too many, too few or exchanged at the beginning of a word is a slip like any other.
SLIPS = [
    ("en", "Israel", "Isreal"),
    ("en", "hypothyroidism", "hipothyroidism"),
    ("en", "uniform", "unniform"),
    ("es", "desarrollo", "desarollo"),
    ("es", "unificación", "uniificación"),
    ("en", "decision", "decsion"),
    ("en", "atlas", "altas"),
    ("en", "forty", "fourty"),
    ("en", "infection", "innfection"),
]


def judged(asked: Asked, response: str) -> str:
    grade = grade_text(
        response, TextKey(asked.key, asked.accept), Context(asked.language, asked.question, asked.others)
    )
    return "wrong" if grade.score < 1 else "note" if grade.note else "right"


def cases(expected: str) -> list[tuple[Asked, str]]:
    return [(asked, response) for asked in TABLE for response in getattr(asked, expected)]


@pytest.mark.parametrize(("asked", "response"), cases("right"))
def test_right(asked: Asked, response: str) -> None:
    assert judged(asked, response) == "right"


@pytest.mark.parametrize(("asked", "response"), cases("note"))
def test_right_with_a_note(asked: Asked, response: str) -> None:
    assert judged(asked, response) == "note"


@pytest.mark.parametrize(("asked", "response"), cases("wrong"))
def test_wrong(asked: Asked, response: str) -> None:
    assert judged(asked, response) == "wrong"


@pytest.mark.parametrize(("language", "one", "other"), DIFFERENT)
def test_words_that_look_alike_are_not_slips(language: str, one: str, other: str) -> None:
    for key, response in ((one, other), (other, one)):
        assert grade_text(response, TextKey(key), Context(language)).score == 0


@pytest.mark.parametrize(("language", "key", "response"), SLIPS)
def test_slips_are_forgiven_with_a_note(language: str, key: str, response: str) -> None:
    grade = grade_text(response, TextKey(key), Context(language))
    assert grade.score == 1
    assert grade.note


# --- laws -------------------------------------------------------------------------------------------

LANGUAGES = st.sampled_from(["en", "es"])
WORDS = st.text("abcdefghijklmnopqrstuvwxyzáéíñóúü", min_size=1, max_size=12)
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
CONTEXTS = st.builds(Context, LANGUAGES, st.text(max_size=40), st.lists(PHRASES, max_size=3).map(tuple))


@given(st.text(), st.builds(TextKey, st.text(), st.lists(st.text(), max_size=2).map(tuple)), CONTEXTS)
def test_any_text_earns_all_or_nothing(response: str, key: TextKey, context: Context) -> None:
    assert grade_text(response, key, context).score in {0.0, 1.0}


@given(st.text(max_size=60), CONTEXTS)
def test_the_key_is_right(key: str, context: Context) -> None:
    assume(form(key, context.language))
    assert grade_text(key, TextKey(key), context) == Grade(1.0)


@given(PHRASES, st.lists(PHRASES, min_size=1, max_size=3), CONTEXTS)
def test_every_accepted_form_is_right(key: str, accept: list[str], context: Context) -> None:
    for accepted in accept:
        assert grade_text(accepted, TextKey(key, tuple(accept)), context) == Grade(1.0)


@given(PHRASES, PHRASES, CONTEXTS, st.sampled_from(["", " ", "\t", "\u00a0"]))
def test_case_and_spacing_cost_nothing(response: str, key: str, context: Context, space: str) -> None:
    grade = grade_text(response, TextKey(key), context)
    spaced = space + response.replace(" ", f" {space}") + space
    for written in (response.upper(), response.title(), spaced):
        assert grade_text(written, TextKey(key), context) == grade


@given(PHRASES, PHRASES, CONTEXTS)
def test_a_response_is_never_better_for_being_another_answer(
    response: str, key: str, context: Context
) -> None:
    with_rival = context._replace(others=(*context.others, response))
    assert (
        grade_text(response, TextKey(key), with_rival).score
        <= grade_text(response, TextKey(key), context).score
    )


EXACT = TextKey("ls -l", ("dir",), (Option("ls", "That lists the names alone."),), exact=True)


@pytest.mark.parametrize(
    ("response", "feedback"),
    [
        ("LS -L", "Capital and small letters count here."),
        ("Dir", "Capital and small letters count here."),
        ("ls  -l.", "Every character counts here."),
        ("ls", "That lists the names alone."),
        ("ps", ""),
        ("", ""),
        ("?", ""),
    ],
)
def test_where_nothing_is_forgiven_the_feedback_says_what_it_was(response: str, feedback: str) -> None:
    assert grade_text(response, EXACT, Context()) == Grade(0.0, feedback)
    assert grade_text(" dir ", EXACT, Context()).score == 1


@pytest.mark.parametrize("response", ["OTAN", "la OTAN", "la otan."])
def test_an_article_does_not_hide_a_rejected_answer(response: str) -> None:
    key = TextKey("la CEI", reject=(Option("OTAN", "Rusia nunca perteneció a ella."),))

    assert grade_text(response, key, Context("es")) == Grade(0.0, "Rusia nunca perteneció a ella.")
