"""Typed numbers: what is right, what is right with a remark, and what never passes."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from quizkit.grading.numbers import NumberKey, grade_number
from quizkit.responses import Grade


class Sheet(NamedTuple):
    """Answers to one question, separated by bars."""

    language: str
    question: str
    key: NumberKey
    right: str = ""
    noted: str = ""
    wrong: str = ""


IN_BILLIONS = "What was the value of trade in goods in 2022, in billion US dollars?"
OF_TRADE = "What was the value of trade in goods in 2022?"
OF_PROGRAMS = "How many sectoral programs for closer integration did the two countries announce in 2021?"
OF_SHARE = "What share of Russia's trade, in percent, fell to Belarus in the first half of 2000?"
OF_YEAR = "In which year was the treaty signed?"
OF_REGIONS = "How many of Russia's 89 regions traded directly with Belarus as of 1999?"
OF_RUBLES = "Belarus agreed to pay one third of the budget of 2000. How many million rubles was that?"
OF_DEFICIT = "How large was the deficit in 2019, in billion US dollars?"
OF_LOAN = "How large, in million US dollars, was the loan?"
OF_RANK = "Which rank did it hold?"
EN_MILLARDOS = "¿Cuál fue el valor del comercio en 2022, en miles de millones de dólares?"
DEL_COMERCIO = "¿Cuál fue el valor del comercio en 2022?"
DEL_PORCENTAJE = "¿Qué porcentaje de la población votó?"
DE_HABITANTES = "¿Cuántos habitantes tiene el pueblo?"
DEL_AÑO = "¿En qué año se firmó el tratado?"
DE_PAISES = "¿Cuántos países más firmaron el tratado que en 1990?"
DEL_SIGLO = "¿En qué siglo ocurrió?"
DEL_LUGAR = "¿Qué lugar ocupó?"
DE_MILLONES = "¿De cuánto fue el préstamo, en millones de dólares?"

ENGLISH = (
    Sheet(
        "en",
        IN_BILLIONS,
        NumberKey("45", "billion USD"),
        right="45|45 billion|$45 billion|US$45bn|45 billion US dollars|USD 45 billion|45bn|$ 45 bn"
        "|45000000000|45,000 million|45 000 million|0.045 trillion|45,000,000,000"
        "|45 000 000 000|45'000'000'000|4.5e10|4.5×10^10|4.5·10¹⁰|4.5 x 10^10|4.5*10**10"
        "|forty-five billion|forty-five|Forty Five|45 BILLION DOLLARS|45.0|45.00 billion"
        "|\u200b45|４５|$45b|45 thousand million|45.|the 45 billion|45-billion|45 billion USD"
        "|45 billion (USD)|45bn USD|45 milliard|= 45|45 billions of dollars|+45|USD45bn"
        "|$45,000m|45?|“45”|45\u00a0billion|45\u202f000\u2009million|45 USD billion"
        "|U.S.$45 billion|US-$45bn|45 billion U.S. dollars",
        noted="about 45|around 45 billion|~45|≈ 45 billion|approximately $45 billion|roughly 45bn"
        "|it was 45|I think 45|the answer is 45 billion|in 2022 it was 45 billion|almost 45"
        "|nearly 45 billion|45 or so|45 more or less|some 45 billion|45ish|fourty-five billion"
        "|45 billon dollars|45 bilion|45 (forty-five)|It was worth $45 billion in 2022."
        "|the value was 45 billion US dollars|45,0|45.000.000.000"
        "|I think it was about 45 billion dollars|45 billion dollrs|45 billion in US dollars"
        "|45 billion, I think",
        wrong="|?|I don't know|44|46|54|45 million|45 trillion|4.5|4.5 billion|450|$45|45 dollars"
        "|45 USD|45 billion euros|€45 billion|£45bn|45 billion rubles|-45|−45|minus 45"
        "|more than 45|over 45 billion|at least 45|less than 45|under 45|up to 45|>45|<45|≥ 45"
        "|45+|40-50|40–50|45-46|between 40 and 50|45 or 46|45 and 46|45, 46|45/46|from 40 to 50"
        "|not 45|it isn't 45|45.5|45 billón|45 billones|45 mil millones|45 km|45%|45 thousand"
        "|45000|45k|45m|45 Canadian dollars|45 billion Canadian dollars|45 billion apples|2022"
        "|forty-six|fifty-four|forty-five or forty-six|just over 45|a little under 45"
        "|45 billion or more|no more than 45|twice 45|half of 45|45-45|45 45|45 billion pounds"
        "|$45 billion a year|forty-five million|45 bn RUB|1.45|045,000|0,045|4,5|±45|45±1"
        "|45 (46)|around 45 or 46|1.2.3|45 billion in euros",
    ),
    Sheet(
        "en",
        OF_TRADE,
        NumberKey("45", "billion USD"),
        right="45 billion US dollars|$45bn|US$ 45,000 million|45000000000 USD|45 billion American dollars",
        noted="45|45 billion|45bn|45,000,000,000",
        wrong="$45|45 million|45 dollars|45 thousand|45 million dollars|45 billion Australian dollars",
    ),
    Sheet(
        "en",
        IN_BILLIONS,
        NumberKey("45"),
        right="45|45 billion|$45 billion|US$45bn|45000000000|0.045 trillion|45 bn dollars",
        noted="45 billion dollars in 2022|about 45",
        wrong="45 million|$45|45 billion euros|46|45 km|4.5",
    ),
    Sheet(
        "en",
        IN_BILLIONS,
        NumberKey("45000000000", "USD"),
        right="45|45 billion|$45 billion|45,000,000,000",
        wrong="$45|45 million|4.5|45,000",
    ),
    Sheet(
        "en",
        IN_BILLIONS,
        NumberKey("45", "billion USD", "0.5"),
        right="44.5|45.5|45.2 billion|44.5 billion dollars|45500 million|45500000000",
        wrong="44.49|45.51|45.5000001|45.6 billion|44 billion|44.5 million",
    ),
    Sheet(
        "en",
        "How long is the canal, in km?",
        NumberKey("200", "km", "5%"),
        right="190|210|190 km|200 kilometres|210 kilometers|two hundred",
        wrong="189.99|210.01|200 miles|200 m|200000 m|200 kg|200 km²|200 km/h",
    ),
    Sheet(
        "en",
        "How long is the canal?",
        NumberKey("200", "km"),
        right="200 km|200km|200 kilometres|two hundred kilometers|200 Km.|200 KM|200 kilometre",
        noted="200|about 200 km|two hundred|200 kilometrs",
        wrong="200 mi|200 k|20 km|2000 km",
    ),
    Sheet(
        "en",
        OF_PROGRAMS,
        NumberKey("28", "programs"),
        right="28|28 programs|28 programmes|twenty-eight|twenty eight programs|28 sectoral programs"
        "|(28)|#28|No. 28|TWENTY-EIGHT|28 program|28 sectoral programmes|028|28!|2.8e1",
        noted="28 programs in 2021|they announced 28|28 were announced|about 28"
        "|28 programs for closer integration|twenty-eigth|28 sectorl programs|28 programms"
        "|there were 28|28 sectoral programs were announced in 2021|maybe 28|~ 28"
        "|28 of the programs|28, I believe",
        wrong="27|29|82|28 countries|28 projects|28%|28 million|28 or 29|2021|28 people|$28"
        "|28 thousand|-28|at least 28|28th|28.5|28 years|28 programmers"
        "|twenty-eight programmers|2 8|28 28|28/1|28 - 30|28...30|28 to 30|28:30"
        "|neither 28 nor 29|28 and a half|twenty|eighty-two|two dozen|28 at most|maximum 28"
        "|I don't think it was 28|28, not 27|27, no, 28|28\n29|XXVIII|no 28",
    ),
    Sheet(
        "en",
        OF_PROGRAMS,
        NumberKey("28"),
        right="28|28 programs|twenty-eight programs",
        wrong="28 countries|28%",
    ),
    Sheet(
        "en",
        OF_SHARE,
        NumberKey("6.8", "%"),
        right="6.8|6.8%|6.8 %|6.8 percent|6.8 per cent|6.8 pct|6.80|six point eight percent|6 point 8"
        "|6 4/5|%6.8",
        noted="6,8|6,8 %|about 6.8%|in the first half of 2000 it was 6.8%|6.8% of Russia's trade",
        wrong="0.068|68|8.6|6.9|6.7|6.8 percentage points|6.8 million|6.8‰|-6.8|6-8|6.8 km|6.8 billion|6.81",
    ),
    Sheet(
        "en",
        "What share was it?",
        NumberKey("6.8", "%"),
        right="6.8%",
        noted="6.8|six point eight",
    ),
    Sheet(
        "en",
        "What percentage was it?",
        NumberKey("90"),
        right="90|90%|ninety per cent",
        wrong="0.9|90 programs",
    ),
    Sheet(
        "en",
        "What was the temperature?",
        NumberKey("-5", "°C"),
        right="-5 °C|−5°C|–5 °C|minus 5 °C|minus five degrees Celsius|-5 degrees|-5 ºC"
        "|5 °C below zero|—5 ℃|- 5 °C|5 degrees below zero|negative 5 degrees",
        noted="-5|minus five",
        wrong="5|5 °C|-5 °F|-6 °C|+5|-50 °C|23 °F|-5 K",
    ),
    Sheet(
        "en",
        "What was the temperature?",
        NumberKey("5", "°C"),
        right="5 °C",
        wrong="-5|-5 °C|minus 5|5 below zero|5 °F|less than 5 °C",
    ),
    Sheet(
        "en",
        OF_YEAR,
        NumberKey("1999"),
        right="1999|nineteen ninety-nine|nineteen ninety nine|1999.",
        noted="in 1999|the year 1999|it was signed in 1999|about 1999|c. 1999|1999 AD",
        wrong="1998|2000|1989|1919|99|nineteen ninety-eight|before 1999|after 1999|1999-2000|1999 BC"
        "|1990s|1999/2000|until 1999|from 1999|since 1999|19999|199|early 1999|1999 onwards",
    ),
    Sheet(
        "en",
        "In which year?",
        NumberKey("1905"),
        right="nineteen oh five|1905|nineteen hundred and five",
    ),
    Sheet(
        "en",
        "Which year?",
        NumberKey("2019"),
        right="two thousand and nineteen|twenty nineteen|2019",
    ),
    Sheet(
        "en",
        "When?",
        NumberKey("44", "BC"),
        right="44 BC|44 B.C.",
        noted="44",
        wrong="44 AD|44 BCE|45 BC",
    ),
    Sheet(
        "en",
        "When?",
        NumberKey("44"),
        right="44",
        noted="A.D. 44|44 A.D.",
        wrong="44 B.C.|44 BC",
    ),
    Sheet(
        "en",
        "What fraction is it?",
        NumberKey("0.5"),
        right="1/2|½|half|a half|one half|0.5|.5|0.50",
        noted="0,5|50%|50 percent",
        wrong="2|5|1.2|a third|12|50|0.05",
    ),
    Sheet(
        "en",
        "What part of the budget did it pay?",
        NumberKey("1/3"),
        right="1/3|⅓|one third|a third|one-third|2/6",
        wrong="0.33|2/3|3|two thirds|1/4|33%|a quarter|third",
    ),
    Sheet(
        "en",
        "How many?",
        NumberKey("3.5"),
        right="3 1/2|3½|three and a half|3.5|7/2",
        wrong="31/2|35|3 1/4|3|4|3-1/2",
    ),
    Sheet(
        "en",
        "How many?",
        NumberKey("2"),
        right="2|two",
        wrong="4/2|2/1|22|second",
    ),
    Sheet(
        "en",
        "How many people live there?",
        NumberKey("2.5", "million people"),
        right="2.5 million people|two and a half million people|2,500,000|2500000 people|2.5 million"
        "|2.5m|2.5 million inhabitants|2 1/2 million|2½ million people"
        "|two million five hundred thousand",
        noted="2.5|about 2.5 million|2,5 million",
        wrong="2.5 people|2.5 billion|25 million|250,000|2.5 thousand|2-3 million|2.5 million dollars"
        "|2.6 million",
    ),
    Sheet(
        "en",
        "How many inhabitants has the city?",
        NumberKey("500000"),
        right="500,000|500 000|500k|half a million|500 thousand|0.5 million|five hundred thousand|5e5"
        "|5×10⁵|500'000|500000 inhabitants|500,000 people|500\u202f000|½ million|a half million",
        wrong="500|50,000|5,000,000|500 million|500.000|500,001|half|499,999|a quarter of a million",
    ),
    Sheet(
        "en",
        OF_RUBLES,
        NumberKey("780"),
        right="780|780 million|780 million rubles|780 million roubles|780,000,000 rubles|0.78 billion"
        "|780m|seven hundred and eighty",
        wrong="780 rubles|780 billion|870|780 million dollars|78|781|a third",
    ),
    Sheet(
        "en",
        "How many men would the force have?",
        NumberKey("300,000"),
        right="300 000|300k|300 thousand men",
    ),
    Sheet(
        "en",
        OF_REGIONS,
        NumberKey("80"),
        right="80|eighty|80 regions",
        noted="80 of 89 regions|80 of 89|80 out of 89",
        wrong="89|80, 89|89, 80|80 or 89|80-89|90|18|fourscore",
    ),
    Sheet(
        "en",
        "What did it cost?",
        NumberKey("45", "BYN"),
        right="45 BYN|45 Belarusian rubles|45 Belarusian roubles|BYN 45",
        noted="45",
        wrong="45 RUB|45 Russian rubles|45 dollars|₽45",
    ),
    Sheet(
        "en",
        "What was charged in 1999 for a thousand cubic metres of gas?",
        NumberKey("30", "dollars per thousand cubic metres"),
        right="$30 per thousand cubic metres|30 dollars per 1,000 cubic meters|30 dollars per 1000 m3"
        "|30 USD per thousand m³",
        wrong="30 euros per thousand cubic metres|30 dollars per tonne",
    ),
    Sheet(
        "en",
        "How fast was it?",
        NumberKey("90", "km/h"),
        right="90 km/h|90 kph|90 kilometres per hour|90 km per hour|90 kilometers an hour|90 kmh",
        noted="90",
        wrong="90 km|90 mph|90 m/s|90 h",
    ),
    Sheet(
        "en",
        "g?",
        NumberKey("9.81", "m/s²"),
        right="9.81 m/s2|9.81 m/s²|9.81 m/s^2",
        wrong="9.81 m/s|9.81 m",
    ),
    Sheet(
        "en",
        OF_RANK,
        NumberKey("5"),
        right="5|five",
        noted="5th|fifth|the 5th|the fifth|V|rank 5",
        wrong="6th|15th|a fifth|one fifth|sixth|50th|IV|VI|5 or 6",
    ),
    Sheet(
        "en",
        "Which century is it?",
        NumberKey("21"),
        right="21",
        noted="21st|the 21st century|XXI|twenty-first",
    ),
    Sheet(
        "en",
        "How many survived?",
        NumberKey("0"),
        right="0|zero|none|nil",
        wrong="no idea|10|1|not one",
    ),
    Sheet(
        "en",
        "How many times was he elected?",
        NumberKey("2"),
        right="2|two|twice|2 times",
        wrong="once|thrice",
    ),
    Sheet(
        "en",
        "What is 10^3?",
        NumberKey("1000"),
        right="1000|a thousand",
        wrong="10^3|10³",
    ),
    Sheet(
        "en",
        "How many?",
        NumberKey("1000000"),
        right="a million|one million|1 million|1,000,000|10^6|1m|million|10 lakh|1000k",
        noted="10,00,000|1.000.000",
        wrong="millions|a billion|a thousand|1|two million|thousands",
    ),
    Sheet(
        "en",
        "How many?",
        NumberKey("12500"),
        right="12,500|12 500|12'500|12.5 thousand|12.5k|twelve thousand five hundred",
        wrong="12.5|125|1250|12,5|12,50|125,00|21,500|15,200|12, 500",
    ),
    Sheet(
        "en",
        "How many?",
        NumberKey("12.5"),
        right="12.5|12.50|twelve and a half|12½|twelve point five",
        noted="12,5|12,50",
        wrong="12,500|125|1.25|12-5|12.5.0|12/5",
    ),
    Sheet(
        "en",
        "How many?",
        NumberKey("1500"),
        right="1,500|fifteen hundred|1.5k|15 hundred",
        wrong="1.5|1.500|150 0",
    ),
    Sheet(
        "en",
        "How many?",
        NumberKey("12"),
        right="12|a dozen|twelve",
        wrong="dozens|two dozen",
    ),
    Sheet(
        "en",
        "Avogadro's number?",
        NumberKey("6.022e23"),
        right="6.022×10²³|6.022 x 10^23",
        wrong="6.022×10^22",
    ),
    Sheet(
        "en",
        "e?",
        NumberKey("1.6e-19", "C"),
        right="1.6×10⁻¹⁹ C",
        noted="1.6e-19",
        wrong="1.6×10^19 C",
    ),
    Sheet(
        "en",
        "How much?",
        NumberKey("1.50", "EUR"),
        right="€1.50|1.5 euros|one and a half euros|1.50€",
        noted="1,50 €|1.50",
        wrong="150 cents|15 euros|$1.50|€150",
    ),
    Sheet(
        "en",
        OF_DEFICIT,
        NumberKey("8.4", "billion USD"),
        right="8.4|8.4 bn US$|8 2/5|eight point four billion dollars|8 billion 400 million dollars",
        noted="a deficit of 8.4 billion|8,4",
        wrong="-8.4|a surplus of 8.4 billion|8 4|4.8|84|8.4 million",
    ),
    Sheet(
        "en",
        OF_LOAN,
        NumberKey("500", "million USD"),
        right="half a billion|$500m|500 mn|five hundred|0.5bn|500 million dollars",
        wrong="500 thousand|half a million|$500|500 billion",
    ),
    Sheet(
        "en",
        "How old is the Earth?",
        NumberKey("4.54", "billion years"),
        right="4540 million years",
        wrong="4.54 years",
    ),
    Sheet(
        "en",
        "How many members does the G20 have?",
        NumberKey("20"),
        noted="The G20 has 20",
        wrong="G20|20%",
    ),
    Sheet(
        "en",
        "How long did it last?",
        NumberKey("10", "minutes"),
        right="10 min|10 minutes",
        wrong="10 hours|10 s",
    ),
    Sheet(
        "en",
        "How much steel?",
        NumberKey("45", "million tonnes"),
        right="45m tonnes|45 million tons",
        wrong="45 tonnes",
    ),
)

SPANISH = (
    Sheet(
        "es",
        EN_MILLARDOS,
        NumberKey("45", "mil millones de dólares"),
        right="45|45 mil millones|45.000 millones|45.000 millones de dólares"
        "|45 mil millones de dólares|45,0|0,045 billones|45.000.000.000|45 000 millones"
        "|cuarenta y cinco mil millones|cuarenta y cinco|US$ 45.000 millones"
        "|45.000 millones USD|$45.000 millones|45 mil millones de dólares estadounidenses"
        "|45 millardos|4,5e10|4,5·10¹⁰|4,5×10^10|45 miles de millones de dólares|45.000 mill."
        "|45.000 M$|45 mil mill. de dólares|los 45 mil millones"
        "|45.000 millones de dólares de EE. UU.|45 MIL MILLONES",
        noted="unos 45|unos 45 mil millones|aproximadamente 45|alrededor de 45 mil millones"
        "|cerca de 45|fue de 45|creo que 45|casi 45|45 más o menos"
        "|en 2022 fue de 45 mil millones|cuarenta y cico mil millones|≈45|45 mil milones"
        "|el valor fue de 45 mil millones de dólares|45.0|en torno a 45|sobre 45|aprox. 45",
        wrong="45 billones|45 billion|45 millones|45 mil|$45|45 dólares|45 mil millones de euros|44"
        "|46|54|4,5|450|-45|menos 45|más de 45|menos de 45|al menos 45|hasta 45|entre 40 y 50"
        "|de 40 a 50|40-50|45 o 46|45 y 46|no 45|no fue 45|45 %|como mínimo 45|45 rublos"
        "|desde 45|cuarenta y seis|cincuenta y cuatro|no lo sé||¿?|45 mil millones o más"
        "|un 45 %|45 dólares canadienses|45 y pico|poco más de 45|45 u 46|45 bn euros",
    ),
    Sheet(
        "es",
        DEL_COMERCIO,
        NumberKey("45", "mil millones de dólares"),
        right="45 mil millones de dólares|45.000 millones de USD",
        noted="45|45 mil millones|45.000 millones",
        wrong="45 dólares|45 millones de dólares|45 billones de dólares|45 mil millones de rublos",
    ),
    Sheet(
        "es",
        "¿Cuánto valía?",
        NumberKey("2", "billones de euros"),
        right="2 billones de euros|dos billones de euros|2.000.000 millones de euros"
        "|2.000 millardos de euros",
        noted="2 billones|2|2 billones de euros, creo",
        wrong="2 mil millones de euros|2 billion euros|2.000 millones de euros|2 millones de euros"
        "|2 euros|2 trillones de euros",
    ),
    Sheet(
        "es",
        DEL_PORCENTAJE,
        NumberKey("12.5", "%"),
        right="12,5|12,5 %|12,5%|12,5 por ciento|el 12,5 %|un 12,5 %|doce coma cinco por ciento"
        "|doce y medio|12 y medio por ciento|12½ %|doce con cinco",
        noted="12.5|12.5 %|12'5|unos 12,5|el 12,5 % de la población|votó el 12,5 %|casi el 12,5 %",
        wrong="125|1,25|0,125|12,6|13|12.500|12,5 millones|12,5 puntos porcentuales|12-5|12,5 por mil"
        "|12 o 5|menos del 12,5 %|por encima del 12,5 %",
    ),
    Sheet(
        "es",
        DE_HABITANTES,
        NumberKey("231", "habitantes"),
        right="231|doscientos treinta y uno|231 habitantes|231 personas"
        "|doscientos treinta y un habitantes|doscientas treinta y una personas",
        noted="tiene 231|hay 231 habitantes|son 231|el pueblo tiene 231 habitantes",
        wrong="213|230|232|231 mil|231 casas|doscientos trece|231 km|doscientos treinta",
    ),
    Sheet(
        "es",
        DEL_AÑO,
        NumberKey("1999"),
        right="1999|mil novecientos noventa y nueve",
        noted="en 1999|el año 1999|en el año 1999|se firmó en 1999|1999 d. C.",
        wrong="1998|2000|1989|mil novecientos noventa y ocho|1999-2000|1999 o 2000|antes de 1999"
        "|hacia 1998|99|1999 a. C.|desde 1999|hasta 1999",
    ),
    Sheet(
        "es",
        "¿Año?",
        NumberKey("300", "a. C."),
        right="300 a. C.|300 a.C.",
        noted="300",
        wrong="300 d. C.",
    ),
    Sheet(
        "es",
        "¿Cuántos años tenía?",
        NumberKey("45", "años"),
        right="45|45 años|cuarenta y cinco años|cuarentaicinco",
        wrong="45 meses|45 días|54 años|46|cuarenta cinco",
    ),
    Sheet(
        "es",
        DE_PAISES,
        NumberKey("45"),
        right="45|45 países|45 países más",
        noted="firmaron 45",
        wrong="más de 45",
    ),
    Sheet(
        "es",
        "¿Qué parte?",
        NumberKey("0.5"),
        right="1/2|½|medio|la mitad|0,5|un medio",
        wrong="2|un tercio",
    ),
    Sheet(
        "es",
        "¿Qué parte?",
        NumberKey("2/3"),
        right="2/3|dos tercios|⅔|las dos terceras partes",
        wrong="3/2|0,67",
    ),
    Sheet(
        "es",
        "¿Qué parte?",
        NumberKey("0.25"),
        right="un cuarto|la cuarta parte",
        noted="el 25 %",
        wrong="cuatro|25",
    ),
    Sheet(
        "es",
        "¿Cuántas personas?",
        NumberKey("1500000"),
        right="1.500.000|1,5 millones|un millón y medio|millón y medio|1 millón y medio|1 500 000"
        "|1500000 personas|un millón quinientos mil|1,5 millones de personas"
        "|millón y medio de personas",
        noted="1,500,000|1'500.000|1.5 millones",
        wrong="1,5|1.500|15 millones|1,5 billones|1,5 mil|millones|medio millón",
    ),
    Sheet(
        "es",
        "¿Cuántos?",
        NumberKey("45,5"),
        right="45,5|cuarenta y cinco coma cinco|45,50",
        wrong="455|45|45.500",
    ),
    Sheet(
        "es",
        "¿Cuántos?",
        NumberKey("45.000"),
        right="45 000|45000|45 mil|45'000",
        wrong="45|45,000|4500|450.000",
    ),
    Sheet(
        "es",
        "¿Temperatura?",
        NumberKey("-5", "°C"),
        right="-5 °C|−5 grados|5 grados bajo cero",
        wrong="5 °C|menos de 5",
    ),
    Sheet(
        "es",
        "¿Valor?",
        NumberKey("-5"),
        right="menos cinco|−5|-5",
        wrong="al menos 5|por lo menos cinco|5|menos de cinco|-50",
    ),
    Sheet(
        "es",
        "¿Cuántos programas?",
        NumberKey("1"),
        right="1|uno|un programa",
        wrong="un 45|uno o dos|11",
    ),
    Sheet(
        "es",
        "¿Superficie?",
        NumberKey("3", "km²"),
        right="3 km2|3 kilómetros cuadrados|3 km^2",
        wrong="3 km|3 m²|3 km3",
    ),
    Sheet(
        "es",
        DEL_LUGAR,
        NumberKey("3"),
        noted="3.º|3º|tercero|el tercer lugar|3er",
        wrong="un tercio|cuarto|4.º",
    ),
    Sheet(
        "es",
        DEL_SIGLO,
        NumberKey("19"),
        right="19|diecinueve",
        noted="XIX|siglo XIX|el siglo 19",
        wrong="XX|XXI|siglo XI",
    ),
    Sheet(
        "es",
        "¿Qué artículo?",
        NumberKey("25"),
        right="n.º 25|nº 25",
        noted="artículo 25",
        wrong="artículo 26",
    ),
    Sheet(
        "es",
        DE_MILLONES,
        NumberKey("500", "millones de dólares"),
        right="500|500 millones|quinientos millones de dólares|medio millardo|0,5 mil millones|500 M$"
        "|500 mdd",
        wrong="500 mil|500 millones de pesos|500 dólares|5.000|500 mil millones|500 billones",
    ),
    Sheet(
        "es",
        "¿Cuántas?",
        NumberKey("1000"),
        right="mil|1.000|un millar",
        wrong="miles|cien|1,000|millones",
    ),
    Sheet(
        "es",
        "¿Cuántas?",
        NumberKey("21000000"),
        right="veintiún millones|21 millones",
        wrong="veintiún mil",
    ),
)
SHEETS = ENGLISH + SPANISH


def _cases(of: str) -> list[object]:
    """Every answer of one kind, with its sheet."""
    return [
        pytest.param(sheet, answer, id=f"{sheet.language} {sheet.key.value} {sheet.key.unit}: {answer[:40]}")
        for sheet in SHEETS
        for answer in (getattr(sheet, of).split("|") if getattr(sheet, of) else ())
    ]


def _graded(sheet: Sheet, answer: str) -> Grade:
    return grade_number(answer, sheet.key, sheet.language, sheet.question)


@pytest.mark.parametrize(("sheet", "answer"), _cases("right"))
def test_a_right_number_is_right_without_a_remark(sheet: Sheet, answer: str) -> None:
    assert _graded(sheet, answer) == Grade(1.0)


@pytest.mark.parametrize(("sheet", "answer"), _cases("noted"))
def test_a_right_number_with_something_to_mind_gets_a_note(sheet: Sheet, answer: str) -> None:
    grade = _graded(sheet, answer)
    assert grade.score == 1.0
    assert grade.note


@pytest.mark.parametrize(("sheet", "answer"), _cases("wrong"))
def test_another_number_or_none_is_wrong(sheet: Sheet, answer: str) -> None:
    grade = _graded(sheet, answer)
    assert grade.score == 0.0
    assert not grade.note


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("answer", "| |?|¿?|...|-|$|%|idk|I don't know|no lo sé|ni idea".split("|"))
def test_no_number_is_wrong(answer: str, language: str) -> None:
    assert grade_number(answer, NumberKey("45", "billion USD"), language, OF_TRADE).score == 0.0


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_question_copied_is_wrong(sheet: Sheet) -> None:
    assert _graded(sheet, sheet.question).score == 0.0


def test_a_number_of_the_question_is_frame_and_another_one_is_not() -> None:
    key = NumberKey("45", "billion USD")
    assert grade_number("in 2022 it was 45 billion dollars", key, "en", OF_TRADE).score == 1.0
    assert grade_number("in 2021 it was 45 billion dollars", key, "en", OF_TRADE).score == 0.0


def test_the_remark_says_what_to_mind() -> None:
    key = NumberKey("45", "billion USD")
    assert grade_number("45", key, "en", OF_TRADE).note == "Mind the unit: billion USD."
    assert grade_number("$45", key, "en", OF_TRADE).feedback == "Mind the magnitude."
    assert grade_number("-45", key, "en", OF_TRADE).feedback == "Mind the sign."
    assert grade_number("€45 billion", key, "en", OF_TRADE).feedback == "Another unit is wanted: billion USD."
    assert grade_number("forty-five bilion dollars", key, "en", OF_TRADE).note == "Mind the spelling."


@pytest.mark.parametrize("response", ["2850 miles", "2,850 mi", "about 1771 miles", "2850 metres"])
def test_the_unit_that_is_wanted_is_named_and_not_the_number(response: str) -> None:
    graded = grade_number(response, NumberKey("2850", "km"), "en", "How long is the Danube?")
    assert graded == Grade(0.0, "Another unit is wanted: km.")


def test_a_response_over_500_characters_is_wrong() -> None:
    key = NumberKey("45")
    assert grade_number("45" + " " * 498, key, "en", "").score == 1.0
    assert grade_number("45" + " " * 499, key, "en", "").score == 0.0


def test_a_key_that_is_no_number_is_compared_as_text() -> None:
    key = NumberKey("1.2.3")
    assert grade_number(" 1.2.3 ", key, "en", "").score == 1.0
    assert grade_number("1.2.4", key, "en", "").score == 0.0
    assert grade_number("", NumberKey(""), "en", "").score == 0.0


def test_an_unreadable_tolerance_forgives_nothing() -> None:
    key = NumberKey("45", "", "a little")
    assert grade_number("45", key, "en", "").score == 1.0
    assert grade_number("45.1", key, "en", "").score == 0.0


def test_a_changed_digit_never_passes() -> None:
    for sheet in SHEETS:
        answers = [] if sheet.key.tolerance else sheet.right.split("|")
        for answer in answers:
            for at, char in enumerate(answer):
                if "0" <= char <= "9":
                    changed = answer[:at] + str((int(char) + 1) % 10) + answer[at + 1 :]
                    assert _graded(sheet, changed).score == 0.0, (sheet, changed)


# --- laws -------------------------------------------------------------------------------------------

LANGUAGES = st.sampled_from(["en", "es", "de", ""])
PIECES = st.sampled_from(
    "45 1/2 ½ 10¹⁰ 4.5e10 -5 − , . ' % $ € km billion mil millones y and or about más de thousand point coma"
    " forty five cuarenta ( ) / per por un a the 1,000 1.000 e10 x10^3 m2 ° º th".split()
)
TEXTS = (
    st.text(max_size=40)
    | st.lists(PIECES, max_size=12).map(" ".join)
    | st.lists(PIECES, max_size=12).map("".join)
)


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS, LANGUAGES)
def test_any_text_gets_a_grade(
    response: str, value: str, unit: str, tolerance: str, question: str, language: str
) -> None:
    grade = grade_number(response, NumberKey(value, unit, tolerance), language, question)
    assert grade.score in {0.0, 1.0}
    assert not (grade.note and grade.feedback)


LAW = settings(deadline=None, max_examples=60)
WHOLE = st.integers(1, 10**12)
DECIMALS = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=2)


def _grouped(number: int, separator: str) -> str:
    return f"{number:,}".replace(",", separator)


@LAW
@given(
    WHOLE,
    st.sampled_from([("en", ","), ("es", "."), ("en", " "), ("es", " "), ("en", "'"), ("es", "\u202f")]),
)
def test_a_grouped_number_is_the_number(number: int, marks: tuple[str, str]) -> None:
    language, separator = marks
    assert grade_number(_grouped(number, separator), NumberKey(str(number)), language, "") == Grade(1.0)


@LAW
@given(WHOLE)
def test_the_key_with_its_unit_and_scale_is_right(number: int) -> None:
    key = NumberKey(str(number), "million USD")
    for rendering in (
        f"{number} million USD",
        f"${number:,}m",
        f"{number}000000 US dollars",
        f"US${number}000 thousand",
    ):
        assert grade_number(rendering, key, "en", OF_TRADE) == Grade(1.0)


@LAW
@given(WHOLE)
def test_the_spanish_key_with_its_unit_and_scale_is_right(number: int) -> None:
    key = NumberKey(str(number), "millones de euros")
    for rendering in (f"{number} millones de euros", f"{_grouped(number, '.')} M€", f"{number}000 mil euros"):
        assert grade_number(rendering, key, "es", DEL_COMERCIO) == Grade(1.0)


@LAW
@given(DECIMALS, DECIMALS, st.decimals(0, 1000, places=2), LANGUAGES)
def test_a_number_scores_only_within_the_tolerance(
    key: object, typed: object, slack: object, language: str
) -> None:
    mark = "," if language == "es" else "."
    written = str(typed).replace(".", mark)
    grade = grade_number(written, NumberKey(str(key), "", str(slack)), language, "")
    within = abs(Fraction(str(typed)) - Fraction(str(key))) <= Fraction(str(slack))
    assert grade.score == float(within)


@LAW
@given(WHOLE, WHOLE, st.sampled_from([("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)]))
def test_a_number_with_a_scale_scores_only_in_full_value(
    number: int, typed: int, scale: tuple[str, int]
) -> None:
    word, zeros = scale
    grade = grade_number(f"{typed} {word} dollars", NumberKey(str(number), "million USD"), "en", OF_TRADE)
    assert grade.score == float(typed * 10**zeros == number * 10**6)


@LAW
@given(WHOLE, WHOLE)
def test_two_numbers_never_score(one: int, other: int) -> None:
    assume(one != other)
    for joint in ("-", " to ", " or ", " and ", ", ", " – ", "/", " "):
        # Two groups of three digits are one number in thousands.
        if joint == " " and len(str(other)) == 3:
            continue
        assert grade_number(f"{one}{joint}{other}", NumberKey(str(one)), "en", "").score == 0.0


@LAW
@given(
    WHOLE,
    st.sampled_from(["more than {}", "{} or more", "at least {}", ">{}", "{}+", "not {}", "up to {}", "-{}"]),
)
def test_a_bound_never_scores(number: int, bound: str) -> None:
    assert grade_number(bound.format(number), NumberKey(str(number)), "en", "").score == 0.0


@LAW
@given(
    WHOLE, st.sampled_from(["más de {}", "{} o más", "al menos {}", "<{}", "no {}", "hasta {}", "menos {}"])
)
def test_a_spanish_bound_never_scores(number: int, bound: str) -> None:
    assert grade_number(bound.format(number), NumberKey(str(number)), "es", "").score == 0.0
