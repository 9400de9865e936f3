"""The names of units and currencies, English and Spanish, in the singular and without accents.

A name that several lines share ("pound", "$", "degree") may mean any of them.
"""

from __future__ import annotations

# Of the currencies that share a name, the first is meant where no closer word is given.
CURRENCIES = """
USD: usd, us $, us dollar, u s dollar, american dollar, united states dollar, dollar us,
 $ us, dolar estadounidense,
 dolar americano, dolar eeuu, dolar de eeuu, dolar de ee uu, dolar de estados unidos, dolar us,
 dolar de los estados unidos, dolar de los eeuu, dolar usa, dolar norteamericano, dollar, dolar, $, buck
CAD: cad, ca $, c $, canadian dollar, dolar canadiense, dollar, dolar, $
AUD: aud, a $, au $, australian dollar, dolar australiano, dollar, dolar, $
NZD: nzd, nz $, new zealand dollar, dolar neozelandes, dollar, dolar, $
HKD: hkd, hk $, hong kong dollar, dolar de hong kong, dollar, dolar, $
SGD: sgd, singapore dollar, dolar de singapur, dollar, dolar, $
EUR: eur, €, euro
GBP: gbp, £, pound sterling, british pound, sterling, libra esterlina, libra britanica, pound, libra, quid
EGP: egp, egyptian pound, libra egipcia, pound, libra
RUB: rub, rur, ₽, russian ruble, russian rouble, rublo ruso, ruble, rouble, rublo
BYN: byn, byr, belarusian ruble, belarusian rouble, belarussian ruble, belarussian rouble, rublo bielorruso,
 ruble, rouble, rublo
SUR: soviet ruble, soviet rouble, rublo sovietico, ruble, rouble, rublo
UAH: uah, ₴, hryvnia, hryvnya, hrivnia, grivna, grivnia
JPY: jpy, yen, japanese yen, yen japones, ¥, jp ¥
CNY: cny, rmb, yuan, chinese yuan, yuan chino, renminbi, ¥, cn ¥
CHF: chf, swiss franc, franco suizo, franc, franco, sfr, fr
FRF: frf, french franc, franco frances, franc, franco, fr
BEF: bef, belgian franc, franco belga, franc, franco
PLN: pln, zloty, zl, polish zloty
CZK: czk, koruna, czech koruna, czech crown, corona checa, crown, corona
SEK: sek, krona, swedish krona, swedish crown, corona sueca, crown, corona
NOK: nok, krone, norwegian krone, norwegian crown, corona noruega, crown, corona
DKK: dkk, krone, danish krone, danish crown, corona danesa, crown, corona
HUF: huf, forint, florin hungaro
RON: ron, leu, lei, romanian leu
BGN: bgn, lev, leva
RSD: rsd, serbian dinar, dinar
TRY: ₺, lira, turkish lira, lira turca
ITL: itl, lira, italian lira, lira italiana
DEM: dem, deutsche mark, deutschmark, german mark, marco aleman, marco, mark
ESP: peseta, pta
INR: inr, ₹, rs, rupee, indian rupee, rupia, rupia india
KRW: krw, ₩, won, south korean won, won surcoreano
ILS: ils, ₪, shekel, sheqel, sequel
KZT: kzt, ₸, tenge
GEL: gel, ₾, lari
BRL: brl, r $, brazilian real, real brasileno, real, reais
MXN: mxn, mx $, mexican peso, peso mexicano, peso, $
ARS: ars, ar $, argentine peso, argentinian peso, peso argentino, peso, $
CLP: clp, chilean peso, peso chileno, peso, $
COP: cop, colombian peso, peso colombiano, peso, $
PEN: pen, peruvian sol, nuevo sol
ZAR: zar, rand
SAR: sar, riyal, saudi riyal
CENT: cent, euro cent, us cent, centavo, centimo, centimo de euro, ¢
PENNY: penny, pence, penique
KOPECK: kopeck, kopek, copec, kopek, kopeika
"""
MEASURES = """
percent: %, percent, per cent, percentage, porcentaje, pct, por ciento, porciento, por cien, por 100
percentage point: percentage point, percent point, punto porcentual, pp
permille: ‰, per mille, per mil, per mill, por mil
ppm: ppm, part per million, parte por millon
microgram: mcg
kilogram: kilo, kilogramme
kilometre: kms, klick
mile: mile, mi, milla
nautical mile: nautical mile, milla nautica, nmi
yard: yard, yd, yarda
foot: foot, feet, ft, pie
inch: inch, pulgada
light-year: light year, ly, ano luz
astronomical unit: astronomical unit, au, unidad astronomica, ua
parsec: parsec, pc
hectare: hectare, ha, hectarea
acre: acre
gallon: gallon, gal, galon
pint: pint, pinta
barrel: barrel, bbl, barril
centimetre^3: cc
pound: pound, lb, libra
ounce: ounce, oz, onza
stone: stone
tonne: tonne, metric ton, metric tonne, t, tonelada metrica, ton, tonelada
ton: ton, short ton, long ton, us ton, tonelada
carat: carat, ct, quilate
second: second, sec, s, segundo
minute: minute, min, minuto
hour: hour, hr, h, hora
day: day, dia
week: week, wk, semana
month: month, mes, mo
year: year, yr, ano, annum
decade: decade, decada, decenio
century: century, siglo
millennium: millennium, millennia, milenio
celsius: ° c, degree celsius, degree centigrade, degree c, ° celsius, celsius, centigrade, grado celsius,
 grado centigrado, grado c, centigrado, c, degree, °, deg, grado
fahrenheit: ° f, degree fahrenheit, degree f, ° fahrenheit, fahrenheit, grado fahrenheit, grado f, f,
 degree, °, deg, grado
kelvin: kelvin, k, ° k, degree kelvin, grado kelvin
degree: degree, °, deg, grado
radian: radian, rad
horsepower: horsepower, hp, caballo de vapor, cv, caballo de fuerza
atmosphere: atmosphere, atm, atmosfera
bar: bar, bar
mmHg: mmhg
decibel: decibel, db, decibelio
knot: knot, kt, kn, nudo
mach: mach
mole: mol, mole
person: person, people, inhabitant, resident, habitante, persona, hab, individual, individuo, capita, head
"""
# Base units that take prefixes: symbols | names: prefixes by their symbols (M is mega, m is milli).
SI = """
metre: m | metre, meter, metro: k h d c m μ n
gram: g, gr | gram, gramme, gramo: k m μ
litre: l | litre, liter, litro: d c m h
watt: w | watt, vatio: k M G T
watt hour: wh | watt hour, vatio hora: k M G T
joule: j | joule, julio: k M G
calorie: cal | calorie, caloria: k
newton: n | newton: k
pascal: pa | pascal: h k M G
hertz: hz | hertz, hercio: k M G
volt: v | volt, voltio: k m
ampere: amp | ampere, amperio: m
ohm: ω | ohm, ohmio: k M
byte: b | byte: k M G T
bit: bit | bit: k M G
electronvolt: ev | electronvolt, electron volt, electronvoltio: k M G T
tonne: t | tonne, ton, tonelada: k M G
second: s | second, segundo: m μ n
"""
