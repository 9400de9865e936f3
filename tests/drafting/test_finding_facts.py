"""What is found in a sentence: dates, figures, persons with their offices, treaties and organisations."""

from __future__ import annotations

import pytest
from quizkit.drafting import Candidate, draft
from quizkit.segments import Paragraph


def found(text: str, kind: str, language: str = "en") -> list[Candidate]:
    """The candidates of a kind in a text of one paragraph."""
    return [one for one in draft([Paragraph(1, text)], "doc", language) if one.kind == kind]


def answers(text: str, kind: str, language: str = "en") -> list[str]:
    return [f"{one.answer} {one.unit}".strip() for one in found(text, kind, language)]


# --- dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("en", "The treaty was signed on April 2, 1996 in Moscow.", "1996-04-02"),
        ("en", "The treaty was signed on 2nd April 1996 in Moscow.", "1996-04-02"),
        ("en", "Gas stopped flowing on 1 January 2004.", "2004-01-01"),
        ("en", "A new contract was signed in June, 2004, at last.", "2004-06"),
        ("en", "A new contract was signed in Sept. 2004 at last.", "2004-09"),
        ("en", "The currency was introduced in 2005.", "2005"),
        ("en", "The battle (1410) was lost by the knights.", "1410"),
        ("en", "On May 29, the secretary announced a plan.", "May 29"),
        ("es", "El tratado fue firmado el 2 de abril de 1997.", "1997-04-02"),
        ("es", "En julio de 1994 se fundó la liga.", "1994-07"),
        ("es", "En Diciembre del 1998 firmaron otro.", "1998-12"),
        ("es", "La unión se fijó para 2005.", "2005"),
        ("es", "Se anunció el 10 de marzo.", "10 de marzo"),
    ],
)
def test_a_date_is_found_as_fine_as_it_is_written(language: str, text: str, date: str) -> None:
    assert answers(text, "date", language) == [date]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was sold for 1999 dollars, with 2000 shares."),
        ("en", "The plan for 2001-2005 was signed."),
        ("en", "They may 1 day agree, and a march 3 hours long began."),
        ("en", "Work stopped in the early 2000s."),
        ("en", "There is no February 30, 1999."),
        ("en", "Article 1996 and item #1997 were signed, version 1.1998 as well."),
        ("en", "Their number rose to 1,999 and 2000.5 in all."),
        ("es", "Comenzó a principios de la década de 1990."),
    ],
)
def test_what_is_no_date_or_no_exact_one_is_left_alone(language: str, text: str) -> None:
    assert answers(text, "date", language) == []


def test_all_options_of_a_date_are_written_in_one_form() -> None:
    text = (
        "It was founded on 1 May 1990. It was sold on June 2, 1995. It was closed on the 3rd of July, 1999."
    )
    sold = next(one for one in found(text, "date") if one.answer == "1995-06-02")

    assert sold.option == "June 2, 1995"
    assert sold.wrong == ("July 3, 1999", "May 1, 1990")
    assert sold.evidence == ("June 2, 1995",)


def test_a_year_alone_is_asked_for_as_a_date() -> None:
    (one,) = found("The currency was introduced in 2005.", "date")

    assert one.question()["type"] == "date"


# --- figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "Trade was worth $45 billion.", "45 billion USD"),
        ("en", "Trade was worth €8.4 million.", "8.4 million EUR"),
        ("en", "It was sold for US$25 billion.", "25 billion USD"),
        ("en", "It came to 100 million (US) dollars.", "100 million USD"),
        ("en", "It paid 780 million rubles.", "780 million rubles"),
        ("en", "It came to a half billion dollars.", "0.5 billion USD"),
        ("en", "The price was $27.9 as a rule.", "27.9 USD"),
        ("en", "Trade grew by 36.3% over all.", "36.3 %"),
        ("en", "Trade grew by 70 percent over all.", "70 %"),
        ("en", "It started 28 sectoral programs.", "28 programs"),
        ("en", "It had ties with 80 Russian regions.", "80 regions"),
        ("en", "Seventy-nine regions traded.", "79 regions"),
        ("en", "A force of 300,000 men stood there.", "300000 men"),
        ("en", "It has 10 million people.", "10 million people"),
        ("es", "Pagó seis millones de dólares.", "6 millones USD"),
        ("es", "Mide 442 mil kilómetros de largo.", "442 mil kilómetros"),
        ("es", "Ganó 45 mil millones de dólares.", "45 mil millones USD"),
        ("es", "Vivía allí el 45,5 por ciento.", "45.5 %"),
        ("es", "Eran 14,3 millones de habitantes.", "14.3 millones de habitantes"),
        ("es", "Unos 100.000 mexicanos se fueron.", "100000 mexicanos"),
    ],
)
def test_a_figure_is_found_with_its_scale_and_unit(language: str, text: str, figure: str) -> None:
    assert answers(text, "number", language) == [figure]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "See Article 14 and page 12, No. 3."),
        ("en", "One of them was first, and none was last."),
        ("en", "Prices were 2-2.5 times lower."),
        ("en", "Between 150,000-170,000 men came."),
        ("en", "On May 29 the secretary spoke."),
        ("en", "It is item 3.2.1 of the list."),
        ("es", "Una de las partes se fue."),
    ],
)
def test_a_number_that_counts_nothing_is_left_alone(language: str, text: str) -> None:
    assert answers(text, "number", language) == []


def test_what_an_author_counts_to_speak_of_it_again_ranks_low() -> None:
    text = "The two countries signed. The country has 28 regions."

    assert [one.answer for one in sorted(found(text, "number"), key=lambda one: -one.score)] == ["28", "2"]
    assert min(one.score for one in found(text, "number")) < 1


def test_a_rank_is_a_fact_as_well() -> None:
    (rank,) = found("Belarus was its second largest trade partner.", "number")

    assert (rank.type, rank.answer, rank.accept, rank.evidence) == (
        "short-answer",
        "second",
        ("2nd",),
        ("second largest",),
    )


# --- persons and offices ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "name", "role"),
    [
        ("en", "Russian President Boris Yeltsin left.", "Boris Yeltsin", "Russian President"),
        ("en", "On May 28, Dmitry Peskov, the Kremlin’s press secretary, spoke.", "Dmitry Peskov",
         "Kremlin’s press secretary"),
        ("en", "It met Belarusian Minister of Economy Dmitry Krutoy, again.", "Dmitry Krutoy",
         "Belarusian Minister of Economy"),
        ("en", "In it, then-Russian Prime Minister Dmitry Medvedev spoke.", "Dmitry Medvedev",
         "Russian Prime Minister"),
        ("en", "Then Olga Kachanova, President Lukashenka’s chief of staff, left.", "Olga Kachanova",
         "President Lukashenka’s chief of staff"),
        ("en", "As per political scientist Stephen M. Walt, so it is.", "Stephen M. Walt",
         "political scientist"),
        ("en", "Russian Communist leader Gennady Zyuganov complained.", "Gennady Zyuganov",
         "Russian Communist leader"),
        ("en", "President of Belarus Alexander Lukashenko said so.", "Alexander Lukashenko",
         "President of Belarus"),
        ("es", "Boris Ejemplo, presidente de la Federación de Rusia, firmó.", "Boris Ejemplo",
         "presidente de la Federación de Rusia"),
    ],
)  # fmt: skip
def test_a_person_is_found_with_the_office(language: str, text: str, name: str, role: str) -> None:
    assert answers(text, "name", language) == [name]
    assert answers(text, "role", language) == [role]
    (person,) = found(text, "name", language)
    assert person.accept == (name.split()[-1],)


@pytest.mark.parametrize(
    "text",
    [
        "In Minsk, President Putin spoke of the Union State.",
        "The South Ossetia President left New York for the European Games.",
        "The Prime Minister met the Foreign Minister.",
        "He became president in New Delhi.",
    ],
)
def test_a_place_or_a_thing_is_not_taken_for_an_office_holder(text: str) -> None:
    names = answers(text, "name")

    assert not {"Minsk", "South Ossetia", "New York", "Foreign Minister", "New Delhi"} & set(names)


def test_a_surname_is_completed_from_elsewhere_in_the_document() -> None:
    pages = [
        Paragraph(1, "Prime Minister Medvedev resigned early."),
        Paragraph(2, "Russian Prime Minister Dmitry Medvedev spoke."),
    ]

    assert {one.answer for one in draft(pages, "doc") if one.kind == "name"} == {"Dmitry Medvedev"}


# --- treaties, organisations, things ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "name", "accept"),
    [
        ("en", "The Commonwealth of Independent States (CIS) was created.",
         "Commonwealth of Independent States", ("CIS",)),
        ("en", "In 1992 a Free Trade Agreement (FTA) came about.", "Free Trade Agreement", ("FTA",)),
        ("en", "They signed the Treaty of Peace, Good-Neighborliness and Cooperation with Norway.",
         "Treaty of Peace, Good-Neighborliness and Cooperation with Norway", ()),
        ("en", "They set up the European Coal and Steel Community (ECSC).",
         "European Coal and Steel Community", ("ECSC",)),
        ("en", "A Union of Belarus and Russia came about.", "Union of Belarus and Russia", ()),
        ("en", "It bought the network operator Beltransgaz.", "Beltransgaz", ()),
        ("en", "Then the so-called Milk War erupted.", "Milk War", ()),
        ("en", "It became known as the “integration ultimatum”.", "integration ultimatum", ()),
        ("es", "Fundaron la Comunidad de Estados Independientes (CEI).",
         "Comunidad de Estados Independientes", ("CEI",)),
        ("es", 'Fue el "Tratado para la formación de una comunidad".',
         "Tratado para la formación de una comunidad", ()),
    ],
)  # fmt: skip
def test_a_thing_with_a_name_of_its_own_is_found(
    language: str, text: str, name: str, accept: tuple[str, ...]
) -> None:
    (one,) = found(text, "name", language)

    assert (one.answer, one.accept) == (name, accept)


def test_a_long_name_is_picked_where_there_are_others_to_pick_from() -> None:
    text = (
        "They signed a Treaty on Equal Rights of Citizens between Norway and Russia. "
        "They signed the Treaty of Friendship and Cooperation with Lithuania."
    )
    one = next(one for one in found(text, "name") if "Equal" in one.answer)

    assert one.type == "choice"
    assert one.question()["wrong"] == ["Treaty of Friendship and Cooperation with Lithuania"]
    assert len(one.evidence[0].split()) == 5
