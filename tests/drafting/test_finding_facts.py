"""What is found in a sentence: dates, figures, persons with their offices, treaties and organisations."""

from __future__ import annotations

import pytest
from quizkit.drafting import GOOD, Candidate, draft
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


@pytest.mark.parametrize(
    ("language", "founded", "option", "wrong"),
    [
        ("en", "on 1 May 1990", "2 June 1995", ("3 July 1999", "1 May 1990")),
        ("en", "on May 1, 1990", "June 2, 1995", ("July 3, 1999", "May 1, 1990")),
        # As many in one order as in the other: the day comes first, but not in America.
        ("en", "in 1990", "2 June 1995", ("3 July 1999",)),
        ("en-GB", "in 1990", "2 June 1995", ("3 July 1999",)),
        ("en-US", "in 1990", "June 2, 1995", ("July 3, 1999",)),
    ],
)
def test_all_options_of_a_date_are_written_as_the_document_does(
    language: str, founded: str, option: str, wrong: tuple[str, ...]
) -> None:
    text = f"It was founded {founded}. It was sold on June 2, 1995. It was closed on the 3rd of July, 1999."
    sold = next(one for one in found(text, "date", language) if one.answer == "1995-06-02")

    assert (sold.option, sold.wrong) == (option, wrong)
    assert sold.evidence == ("June 2, 1995",)


def test_options_of_dates_in_spanish_are_spanish() -> None:
    text = "Se fundó el 1 de mayo de 1990. Se cerró el 2 de junio de 1995."
    closed = next(one for one in found(text, "date", "es") if one.answer == "1995-06-02")

    assert (closed.option, closed.wrong) == ("2 de junio de 1995", ("1 de mayo de 1990",))


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


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "After Ada Berg took office, the toll fell.", "Ada Berg"),
        ("en", "In 1820, Ada M. Berg also built a mill.", "Ada M. Berg"),
        ("en", "The bridge was designed by the young Guido van Berg.", "Guido van Berg"),
        ("en", "Ada Berg (1780–1843), the miller, founded a school.", "Ada Berg"),
        ("en", "Ada Berg, who had learned it at sea, drew the plan.", "Ada Berg"),
        ("en", "Ada Berg was born in Oster.", "Ada Berg"),
        ("es", "El puente fue construido por Elvira Sanz.", "Elvira Sanz"),
        ("es", "En 1931 Elvira Sanz encontró las cajas.", "Elvira Sanz"),
        ("es", "Elvira Sanz, maestra de la villa, se fue a Madrid.", "Elvira Sanz"),
    ],
)
def test_a_person_is_found_by_what_is_told_of_them(language: str, text: str, name: str) -> None:
    (person,) = found(text, "name", language)

    assert person.answer == name
    assert person.score >= GOOD
    assert found(text, "role", language) == []


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("en", "Ada Berg became the league’s first president.", "league’s first president"),
        ("en", "Ada Berg was elected president of Estonia.", "president of Estonia"),
        ("en", "Its first president was Ada Berg.", "first president"),
        ("es", "Ada Berg se convirtió en la nueva presidenta de Estonia.", "presidenta de Estonia"),
    ],
)
def test_what_a_person_became_is_an_office(language: str, text: str, role: str) -> None:
    (person,) = found(text, "name", language)
    (office,) = found(text, "role", language)

    assert (person.answer, person.evidence) == ("Ada Berg", ("Ada Berg", role))
    assert (office.answer, office.score < GOOD) == (role, True)  # many of them are asked for by everybody


@pytest.mark.parametrize(
    "text",
    [
        "The Victoria Park Bridge was opened.",
        "The Max Lind University gave money.",
        "Port Elizabeth Harbour was closed.",
        "The dam of Ada Berg broke.",
        "They met Ada Berg in Riga.",
        "Ada came late.",
        "Grace was said before dinner.",
    ],
)
def test_whom_nothing_is_told_of_and_what_only_bears_a_name_is_no_person(text: str) -> None:
    assert [one for one in found(text, "name") if one.score >= GOOD] == []


@pytest.mark.parametrize(
    "text", ["Poems by Ada Berg, Max Lind and Eva Holm were read.", "Max Lind and Ada Berg built a mill."]
)
def test_who_shares_a_deed_with_others_is_no_answer_by_themselves(text: str) -> None:
    assert [one.answer for one in found(text, "name") if one.score >= GOOD] == []
    assert "Ada Berg" in answers(text, "name")


def test_two_persons_of_one_surname_are_two() -> None:
    text = "In 1820, Ada Berg built a mill. In 1840, Max Berg sold it. Mayor Berg forbade the sale."
    people = {one.answer: one for one in found(text, "name")}

    assert set(people) == {"Ada Berg", "Max Berg", "Berg"}
    assert all(person.accept == () for person in people.values())
    assert all(person.wrong == () for person in people.values())


def test_the_russian_president_is_no_wrong_option_for_the_president_of_russia() -> None:
    text = (
        "Boris Ejemplo, president of Russia, signed it. Russia’s president Max Lind opposed it. "
        "Belarusian Foreign Minister Ivan Antonovich resigned."
    )
    signed = next(one for one in found(text, "name") if one.answer == "Boris Ejemplo")

    assert signed.wrong == ("Ivan Antonovich",)


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
