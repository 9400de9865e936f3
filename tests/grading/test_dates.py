"""Typed dates against a key: what is right, right with a note, a part of it, or wrong."""

from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quizkit.grading.dates import Day, date_key, grade_date
from quizkit.grading.month_names import TABLES
from quizkit.responses import Grade

QUESTION = {"en": "When was the Union State treaty signed?", "es": "¿Cuándo se firmó el tratado?"}
Table = dict[tuple[str, str], str]

# Each table: (language, key) → responses with a bar between them.
RIGHT: Table = {
    ("en", "1999-12-08"): """
        8 December 1999 | December 8, 1999 | december 8th 1999 | December 8th, 1999. | DECEMBER 8 1999 |
        Dec. 8, 1999 | 8 Dec 1999 | 08 December 1999 | the 8th of December 1999 | December the 8th, 1999 |
        on the eighth of December, 1999 | December eighth, nineteen ninety-nine |
        December eight nineteen ninety nine | Wednesday, December 8, 1999 | Wed 8 Dec 1999 |
        Wendesday 8 December 1999 | 1999-12-08 | 1999/12/08 | 1999 December 8 | 1999, 8 December |
        1999-Dec-08 | 19991208 | 1999-12-08T00:00:00Z | 8.12.1999 | 8. 12. 1999 | 8-Dec-1999 | 8/Dec/1999 |
        8dec1999 | 8.XII.1999 | 8 December AD 1999 | “8 December 1999” | '8 December 1999' |
        - 8 December 1999 | (8 December 1999) |
        8 – December – 1999 | 8\N{NO-BREAK SPACE}December\N{ZERO WIDTH SPACE} 1999 |
        8ᵗʰ December 1999 | ８ Ｄｅｃｅｍｂｅｒ １９９９ | it was on 8 December 1999 |
        The treaty was signed on 8 December 1999 | in the year 1999, on December 8""",
    ("en", "1999-05-05"): """
        5/5/1999 | 05/05/1999 | 5-5-1999 | 5 May 1999 | May 5, 1999""",
    ("en", "1999-05-13"): """
        13/5/1999 | 5/13/1999 | 13-05-1999 | 13.5.1999 | May 13th 1999""",
    ("en", "1999-12"): """
        December 1999 | Dec. 1999 | December, 1999 | 1999-12 | 12/1999 | 12-1999 | in December 1999 |
        December of 1999 | 8 December 1999 | 31 December 1999 | late December 1999""",
    ("en", "1999"): """
        1999 | 1999. | “1999” | in 1999 | the year 1999 | in the year of 1999 | 1999 AD | A.D. 1999 |
        nineteen ninety-nine | one thousand nine hundred and ninety-nine | December 1999 | 8 December 1999 |
        8/12/1999 | 1999-12 | late 1999""",
    ("en", "2004"): "two thousand and four",
    ("en", "79"): """
        79 | AD 79 | 79 CE | 24 August 79 | seventy-nine""",
    ("es", "1999-12-08"): """
        8 de diciembre de 1999 | 8 de diciembre, 1999 | 8 de diciembre del 1999 |
        8 de diciembre del año 1999 | el 8 de diciembre de 1999 | EL 8 DE DICIEMBRE DE 1999 |
        8 diciembre 1999 | 8-dic-1999 | 8 dic. 1999 | 8/dic/1999 | 8-XII-1999 | diciembre 8, 1999 |
        ocho de diciembre de 1999 | ocho de diciembre de mil novecientos noventa y nueve |
        miércoles, 8 de diciembre de 1999 | miercoles 8 de diciembre de 1999 | 8/12/1999 | 08/12/1999 |
        8-12-1999 | 8.12.1999 | 8 del 12 de 1999 | 1999-12-08 | 1999/12/08 | fue el 8 de diciembre de 1999 |
        se firmó el 8 de diciembre de 1999 | El tratado se firmó el 8 de diciembre de 1999""",
    ("es", "2000-01-01"): """
        1 de enero de 2000 | 1 de enero del 2000 | 1º de enero de 2000 | 1.º de enero de 2000 |
        1° de enero de 2000 | 1ro de enero de 2000 | primero de enero de 2000 | uno de enero de dos mil |
        1/1/2000""",
    ("es", "1810-09-16"): """
        16 de septiembre de 1810 | 16 de setiembre de 1810 | 16 sept. 1810 | 16 set 1810 | 16/9/1810""",
    ("es", "1999"): """
        1999 | en 1999 | el año 1999 | en el año de 1999 | mil novecientos noventa y nueve | 1999 d. C. |
        diciembre de 1999 | 8/12/1999""",
}

NOTED: Table = {
    ("en", "1999-12-08"): """
        8/12/1999 | 12/8/1999 | 08-12-1999 | 8/12/99 | 8.12.99 | 8 December '99 | 8 Dec 99 | 99-12-08 |
        Decmber 8, 1999 | 8 Decembre 1999 | 8 Dicember 1999 | Deecmber 8 1999 | 8 Décember 1999 |
        8 diciembre 1999 | 8 de diciembre de 1999 | 8 dicembre 1999 | 8 dic 1999 | Tuesday, December 8, 1999 |
        I think 8 December 1999 | 8 December 1999, I believe | about 8 December 1999 |
        more or less 8 December 1999 | 8 December 1,999""",
    ("en", "1999-02-14"): """
        14 Febuary 1999 | 14 Feburary 1999""",
    ("en", "1999-12"): """
        Dec '99 | 12/99 | 8/12/1999 | Decmber 1999 | diciembre de 1999""",
    ("en", "1999"): """
        '99 | 99 | about 1999 | around 1999 | ~1999 | I think 1999 | 1,999""",
    ("es", "1999-12-08"): """
        8/12/99 | 8 dic 99 | 8 de diciembre del 99 | 8 de diciembe de 1999 | 8 de dicimbre de 1999 |
        8 de diciembre de 1.999 | 8 December 1999 | December 8th, 1999 | on the 8th of December 1999 |
        8 de December de 1999 | martes 8 de diciembre de 1999 | creo que el 8 de diciembre de 1999 |
        creo que fue el 8 de diciembre de 1999 | alrededor del 8 de diciembre de 1999 |
        más o menos el 8 de diciembre de 1999""",
    ("es", "1999-05-10"): "10 May 99",
    ("es", "1999"): """
        el 99 | hacia 1999 | creo que 1999 | creo que fue en 1999""",
}

PARTIAL: Table = {
    ("en", "1999-12-08"): """
        December 1999 | Dec '99 | 12/1999 | 1999-12 | 1999 | in 1999 | 8 December | December 8th | 8/12 |
        12/8 | December | the 1990s | the nineties | the 20th century | late 1999 | end of 1999 |
        early December 1999 | autumn 1999 | about December 1999 | Decmber 1999""",
    ("en", "1999-12"): """
        1999 | December | 8 December | the 1990s""",
    ("en", "1999"): """
        the 1990s | 1990s | 1990's | the '90s | the nineties | late 1990s | twentieth century""",
    ("es", "1999-12-08"): """
        diciembre de 1999 | 1999 | el año 1999 | 8 de diciembre | 8/12 | a finales de 1999 |
        a principios de diciembre de 1999 | los años noventa""",
    ("es", "1999"): """
        los años noventa | años 90 | los 90 | la década de 1990 | la década de los noventa | siglo XX""",
    ("es", "2000"): "los años 2000",
}

WRONG: Table = {
    ("en", "1999-12-08"): """
        7 December 1999 | 9 December 1999 | 18 December 1999 | 8 November 1999 | 8 January 1999 |
        8 December 1998 | 8 December 2000 | 8 December 1899 | 1999-08-12 | 1999-12-09 | 12.8.1999 |
        9/12/1999 | 12/9/99 | 8-9 December 1999 | 8–9 December 1999 | 8/9 December 1999 | December 8-9, 1999 |
        8 to 9 December 1999 | from 8 December 1999 | 8 December 1999 - 9 December 1999 | 8 December 1999 – |
        between 7 and 9 December 1999 | 8 or 9 December 1999 | 8 December 1999 or 1998 |
        8 December 1998/1999 | 8 December 1999, 9 December 1999 | 8 and 9 December 1999 |
        before 8 December 1999 | after 8 December 1999 | since 8 December 1999 | until 8 December 1999 |
        by 8 December 1999 | the day after 8 December 1999 | no later than 8 December 1999 |
        not 8 December 1999 | it wasn't 8 December 1999 | It isn’t 8 December 1999 | never 8 December 1999 |
        8 December 1999 BC | 31 February 1999 | 32 December 1999 | 1999-13-01 | 1999-12-32 | 0/12/1999 |
        8 Dcembr 1999 | 8 Decemberish 1999 | 8 Dce 1999 | 8 of the month 1999 | November 1999 | 2000 |
        8 January | 9 December | early 1999 | late December 1999 | summer 1999 | the 1980s | 19th century |
        the 8th | 8 | Wednesday | 8 December 1999 in Moscow | 8,12,1999 | 8/12-1999 | 8:12:1999 | ? |
        I don't know | no idea | When was the Union State treaty signed?""",
    ("en", "1999"): """
        1998 | 2000 | 1989 | 199 | 19999 | 1999-2000 | 1998-99 | 1999/2000 | 1999– | – 1999 | -1999 | −1999 |
        the year -1999 | 1999 or 2000 | 1999 and 2000 | 1999, 2000 | before 1999 | after 1999 | since 1999 |
        from 1999 | until 1999 | by 1999 | > 1999 | 1999+ | more than 1999 | pre-1999 | not 1999 | 1999 BC |
        1999 B.C. | early 1990s | the 1980s | 21st century | 31 February 1999 | 8 December | 1999% | $1999 |
        1999.5 | nineteen ninety-eight""",
    ("en", "2001"): """
        2001-02 | 2001/02 | 2001-2 | 1901""",
    ("en", "1999-06-10"): """
        10 July 1999 | 10 Jul 1999 | 10 Juny 1999 | 10 Jume 1999 | 10 Jnu 1999""",
    ("en", "1999-07-10"): "10 June 1999",
    ("en", "1999-03-10"): """
        10 May 1999 | 10 mayo 1999 | 10 mazo 1999 | 10 Mac 1999""",
    ("es", "1999-12-08"): """
        7 de diciembre de 1999 | 8 de noviembre de 1999 | 8 de diciembre de 1998 | 12/8/1999 | 12-8-1999 |
        on 12/8/1999 | 12/13/1999 | 8-9 de diciembre de 1999 | 8 y 9 de diciembre de 1999 |
        8 o 9 de diciembre de 1999 | siete u ocho de diciembre de 1999 | siete uno de diciembre de 1999 |
        del 8 al 9 de diciembre de 1999 | entre el 7 y el 9 de diciembre de 1999 |
        antes del 8 de diciembre de 1999 | después del 8 de diciembre de 1999 |
        despues del 8 de diciembre de 1999 | hasta el 8 de diciembre de 1999 |
        desde el 8 de diciembre de 1999 | a partir del 8 de diciembre de 1999 |
        víspera del 8 de diciembre de 1999 | no el 8 de diciembre de 1999 | no fue el 8 de diciembre de 1999 |
        8 de diciembre de 1999 a. C. | 8 de diciembre de 1999 a. de C. | 31 de febrero de 1999 | 30/2/1999 |
        noviembre de 1999 | diciembre de 1998 | 1998 | principios de 1999 | los años ochenta | el 8 |
        before 8 December 1999 | 8 or 9 December 1999 | no sé | ni idea""",
    ("es", "2000-01-01"): """
        1 o 2 de enero de 2000 | 1º o 2º de enero de 2000 | 1 de febrero de 2000 | 31 de diciembre de 1999""",
    ("es", "1999-07-10"): """
        10 de junio de 1999 | 10 de juio de 1999 | 10 de jumio de 1999 | 10 jun 1999""",
    ("es", "1999-03-10"): """
        10 de mayo de 1999 | 10 de mazo de 1999 | 10 may 1999""",
    ("es", "1999"): """
        1998 | 1999 o 2000 | 1999 u 1998 | 1999 y 2000 | 1999-2000 | 1998/99 | antes de 1999 |
        después de 1999 | desde 1999 | hasta 1999 | no 1999 | 1999 en adelante | 1999 a.C. |
        1999 antes de Cristo | años ochenta | siglo XIX""",
}


def cases(table: Table) -> list[tuple[str, str, str]]:
    return [
        (language, key, response.strip())
        for (language, key), responses in table.items()
        for response in responses.split("|")
    ]


def grade(language: str, key: str, response: str, question: str | None = None) -> Grade:
    parsed = date_key(key)
    assert parsed
    return grade_date(response, parsed, language, QUESTION[language] if question is None else question)


@pytest.mark.parametrize(("language", "key", "response"), cases(RIGHT))
def test_the_usual_writings_of_a_date_are_right(language: str, key: str, response: str) -> None:
    assert grade(language, key, response) == Grade(1.0)


@pytest.mark.parametrize(("language", "key", "response"), cases(NOTED))
def test_a_slip_or_an_unclear_writing_is_right_with_a_note(language: str, key: str, response: str) -> None:
    earned = grade(language, key, response)
    assert earned.score == 1.0
    assert earned.note


@pytest.mark.parametrize(("language", "key", "response"), cases(PARTIAL))
def test_a_true_date_that_says_less_than_was_asked_is_a_part(language: str, key: str, response: str) -> None:
    earned = grade(language, key, response)
    assert 0 < earned.score < 1
    assert earned.feedback


@pytest.mark.parametrize(("language", "key", "response"), cases(WRONG))
def test_another_date_or_no_single_date_is_wrong(language: str, key: str, response: str) -> None:
    assert grade(language, key, response).score == 0.0


@pytest.mark.parametrize(
    ("key", "response", "score"),
    [
        ("1999-12-08", "December 1999", 0.5),
        ("1999-12-08", "8 December", 0.5),
        ("1999-12-08", "1999", 0.25),
        ("1999-12-08", "the 1990s", 0.25),
        ("1999-12", "1999", 0.5),
        ("1999", "the 1990s", 0.5),
        ("1999", "20th century", 0.25),
    ],
)
def test_one_step_coarser_is_half_and_more_is_a_quarter(key: str, response: str, score: float) -> None:
    assert grade("en", key, response).score == score


@pytest.mark.parametrize(
    ("question", "response", "score"),
    [
        ("On which day of December 1999 was it signed?", "the 8th", 1.0),
        ("On which day of December 1999 was it signed?", "8", 1.0),
        ("On which day of December 1999 was it signed?", "the 9th", 0.0),
        ("On which date in 1999 was it signed?", "8 December", 1.0),
        ("On which date in 1999 was it signed?", "the 8th", 0.0),
        ("It was planned for 1998 and 1999. When was it signed?", "8 December", 0.5),
        ("On which date in 1998 was it planned?", "8 December", 0.5),
    ],
)
def test_what_the_question_itself_says_need_not_be_repeated(
    question: str, response: str, score: float
) -> None:
    assert grade("en", "1999-12-08", response, question).score == score


@pytest.mark.parametrize(
    ("language", "question", "response", "score"),
    [
        ("en", "Since when has the treaty been in force?", "since 1999", 1.0),
        ("en", "Since when has the treaty been in force?", "until 1999", 0.0),
        ("en", "Until what year was it in force?", "until 1999", 1.0),
        ("es", "¿Desde cuándo está en vigor?", "desde 1999", 1.0),
        ("es", "¿Desde cuándo está en vigor?", "hasta 1999", 0.0),
        ("es", "Según el plan, ¿hasta qué año estaría en vigor?", "hasta 1999", 1.0),
        ("es", "Antes de que acabara la guerra, ¿qué año…?", "antes de 1999", 0.0),
        ("en", "Which year came after the war, and not before?", "after 1999", 0.0),
        ("en", "Which year came after the war, and not before?", "not 1999", 0.0),
        ("es", "¿Qué pasó antes o después, no durante?", "on antes de 1999", 0.0),
    ],
)
def test_a_bound_is_free_only_where_the_question_asks_with_it(
    language: str, question: str, response: str, score: float
) -> None:
    assert grade(language, "1999", response, question).score == score


def test_a_number_word_of_the_question_is_no_second_date() -> None:
    question = "When was the first treaty signed?"
    assert grade("en", "1999-12-08", "The first treaty was signed on 8 December 1999", question) == Grade(1.0)
    assert grade("en", "1999-12-08", "December first 1999", question).score == 0.0


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ("8/12/1999", "day/month"),
        ("8 December '99", "1999"),
        ("8 diciembre 1999", "“December”"),
        ("Decmber 8 1999", "spelling"),
        ("Tuesday 8 December 1999", "Wednesday"),
    ],
)
def test_the_note_says_what_to_mind(response: str, said: str) -> None:
    assert said in grade("en", "1999-12-08", response).note


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ("9 December 1999", "Not the right day."),
        ("9 January 1999", "Not the right day and month."),
        ("12.8.1999", "changed places"),
        ("31 February 1999", "no such date"),
        ("8 or 9 December 1999", "decide"),
        ("1999-12", "the day is missing"),
        ("1999", "the day and the month are missing"),
    ],
)
def test_the_feedback_says_what_is_wrong_or_missing(response: str, said: str) -> None:
    assert said in grade("en", "1999-12-08", response).feedback


@pytest.mark.parametrize("response", ["2", "12"])
def test_where_a_year_is_asked_a_small_number_is_no_day(response: str) -> None:
    assert grade("en", "1999", response) == Grade(0.0, feedback="The year is asked for.")


@pytest.mark.parametrize("response", ["", "?", "I don't know", "no idea", "…"])
def test_who_gives_no_date_is_not_corrected(response: str) -> None:
    assert grade("en", "1999-12-08", response) == Grade(0.0)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1999-12-08", Day(1999, 12, 8)),
        ("1999-12", Day(1999, 12)),
        ("1999", Day(1999)),
        (" 1999 ", Day(1999)),
        ("79", Day(79)),
        ("2000-02-29", Day(2000, 2, 29)),
        ("9999-12-31", Day(9999, 12, 31)),
    ],
)
def test_a_key_is_a_day_a_month_or_a_year(text: str, key: Day) -> None:
    assert date_key(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "", "0", "0000", "10000", "-44", "44 BC", "1999-", "1999-13", "1999-00", "1999-02-29", "1999-12-00",
        "1999-12-32", "1999-1-8", "1999-12-8", "1999/12/08", "8.12.1999", "December 1999", "1999-12-08T00:00",
        "١٩٩٩",
    ],
)  # fmt: skip
def test_nothing_else_is_a_key(text: str) -> None:
    assert date_key(text) is None


# --- laws -------------------------------------------------------------------------------------------

EN_MONTHS = list(calendar.month_name)
ES_MONTHS = ["", *TABLES["es"].names]
DAYS = st.dates(min_value=datetime.date(1, 1, 1))
LANGUAGES = st.sampled_from(["en", "es"])
KEYS = st.builds(lambda date, parts: Day(*date.timetuple()[:parts]), DAYS, st.integers(1, 3))


def spoken(language: str, date: datetime.date) -> list[str]:
    """The usual writings of a date that can be read in one way only."""
    day, year = date.day, f"{date.year:04}"
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in {11, 12, 13} else 0, "th")
    both = [date.isoformat(), f"{year}/{date.month:02}/{day:02}", f"{day}.{date.month}.{year}"]
    if language == "es":
        month = ES_MONTHS[date.month]
        return [
            *both,
            f"{day} de {month} de {year}",
            f"el {day} de {month.upper()} del {year}",
            f"{day} {month[:3]}. {year}",
            f"{day}-{month[:3]}-{year}",
            f"{month} {day}, {year}",
            f"{day}/{date.month}/{year}",
            f"{day:02}-{date.month:02}-{year}",
        ]
    month = EN_MONTHS[date.month]
    return [
        *both,
        f"{day} {month} {year}",
        f"{month} {day}, {year}",
        f"the {day}{suffix} of {month} {year}",
        f"on {month.lower()} {day}{suffix} {year}",
        f"{day}-{month[:3]}-{year}",
        f"{month[:3]}. {day}, {year}",
        f"{EN_DAYS[date.weekday()]}, {month} {day}, {year}",
    ]


EN_DAYS = list(calendar.day_name)


@given(DAYS, LANGUAGES)
def test_every_usual_writing_of_any_date_is_right(date: datetime.date, language: str) -> None:
    key = Day(date.year, date.month, date.day)
    for text in spoken(language, date):
        assert grade_date(text, key, language, QUESTION[language]) == Grade(1.0), text


@given(DAYS, st.integers(-800, 800).filter(bool), LANGUAGES)
def test_no_writing_of_another_date_is_right(date: datetime.date, days: int, language: str) -> None:
    other = datetime.date.fromordinal(min(max(date.toordinal() + days, 1), datetime.date.max.toordinal()))
    key = Day(date.year, date.month, date.day)
    if other == date:
        return
    for text in spoken(language, other):
        assert grade_date(text, key, language, QUESTION[language]).score == 0.0, text


@given(DAYS, DAYS)
def test_english_numbers_are_right_only_for_the_two_dates_they_may_mean(
    date: datetime.date, other: datetime.date
) -> None:
    key = Day(date.year, date.month, date.day)
    meant = (date.day, date.month) in {(other.day, other.month), (other.month, other.day)}
    for year in (date.year, other.year):
        score = grade_date(f"{other.day}/{other.month}/{year:04}", key, "en", "").score
        assert score == float(meant and year == date.year)


@given(DAYS, LANGUAGES, st.data())
def test_a_bound_an_alternative_or_a_negation_is_never_right(
    date: datetime.date, language: str, data: st.DataObject
) -> None:
    words = TABLES[language]
    word = data.draw(st.sampled_from(sorted(words.bounds | words.either | words.negations)))
    text = data.draw(st.sampled_from(spoken(language, date)))
    for response in (f"{word} {text}", f"{text} {word}"):
        assert grade_date(response, Day(date.year), language, QUESTION[language]).score == 0.0, response


@given(DAYS, DAYS, LANGUAGES, st.sampled_from([" - ", "-", " – ", ", ", " / ", " ", "\n", " and ", " o "]))
def test_two_dates_are_never_right(
    date: datetime.date, other: datetime.date, language: str, between: str
) -> None:
    text = between.join((spoken(language, date)[3], spoken(language, other)[3]))
    for key in (Day(date.year, date.month, date.day), Day(other.year)):
        assert grade_date(text, key, language, "").score == 0.0


PIECES = """
    8 08 8th 12 99 '99 1999 1990s 31 0 . , - / ' ( ) " ~ < december dec diciembre may mar wed the of de el y
    or not before siglo xx century nineties late first twenty nineteen ninety mil nueve ad a c. º I think"""
SOUP = st.lists(st.sampled_from([" ", *PIECES.split()]), max_size=9)


@given(
    st.one_of(st.text(), SOUP.map("".join), SOUP.map(" ".join)),
    KEYS,
    st.one_of(st.sampled_from(["en", "es", "en-GB", "es_MX", "xx", ""]), st.text(max_size=5)),
    st.one_of(st.just(""), st.text(), SOUP.map(" ".join)),
)
def test_any_text_gets_a_score_between_0_and_1(response: str, key: Day, language: str, question: str) -> None:
    earned = grade_date(response, key, language, question)
    assert 0.0 <= earned.score <= 1.0
    assert not (earned.note and earned.score < 1.0)


@given(st.text())
def test_any_text_is_a_key_or_none(text: str) -> None:
    key = date_key(text)
    assert key is None or text.strip().startswith(str(key.year).zfill(4)) or text.strip() == str(key.year)


@pytest.mark.parametrize("piece", ["8 December 1999 ", "12/", "'", "mil ", "9", "º", "(", "a.", "décembre "])
def test_a_very_long_response_is_wrong(piece: str) -> None:
    assert grade("en", "1999-12-08", piece * 100_000).score == 0.0
