"""The words by which the finders know offices, bodies, treaties and events, English and Spanish.

All of them in small letters and without accents, as ``fold`` gives them.
"""

from __future__ import annotations

import re

from quizkit.grading.month_names import TABLES


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The noun of an office or a calling that stands beside a person's name.
OFFICES = _set("""
    president presidents minister secretary leader chief ambassador chairman chairwoman chairperson director
    governor mayor king queen prince emperor tsar czar chancellor general admiral marshal colonel spokesman
    spokeswoman spokesperson commissioner deputy senator envoy ruler founder head premier speaker bishop
    patriarch pope commentator scientist analyst expert economist historian professor journalist author writer
    poet painter composer philosopher physicist chemist biologist mathematician engineer inventor architect
    lieutenant captain priest viceroy duke duchess earl baron queen
    presidente presidenta ministro ministra secretario secretaria lider jefe jefa embajador embajadora
    director directora gobernador alcalde rey reina principe emperador zar canciller almirante mariscal
    portavoz comisionado comisionada comisario diputado senador enviado gobernante fundador fundadora papa
    patriarca comentarista cientifico cientifica analista experto economista historiador profesor periodista
    autor autora escritor poeta pintor compositor filosofo fisico quimico biologo matematico ingeniero
    inventor arquitecto capitan teniente cura sacerdote virrey corregidor duque duquesa conde marques
    baron""")
# Those that are callings rather than offices: no question asks for one.
CALLINGS = _set("""
    commentator scientist analyst expert economist historian professor journalist author writer poet painter
    composer comentarista cientifico cientifica analista experto economista historiador profesor periodista
    autor autora escritor poeta pintor compositor""")
# Small words that belong to an office: prime minister, press secretary, vicepresidente primero.
OFFICE_MODIFIERS = _set("""
    prime press foreign deputy vice chief political first former new general interim acting defense defence
    finance economic military interior executive communist opposition presidential supreme
    nuevo nueva primer primera exterior general interino""")
# What is said of an office at a moment, and is no part of it.
OFFICE_FRAME = _set("the a an el la un una then former newly elected newly-elected new nuevo nueva current")
OFFICE_TAILS = {"chief": ("of", "staff")}

TREATIES = _set("""
    treaty treaties agreement agreements pact accord accords protocol convention charter declaration
    constitution act memorandum tratado acuerdo pacto protocolo convenio convencion carta declaracion
    constitucion memorando""")
BODIES = _set("""
    union commonwealth council committee organization organisation community bank party fund parliament
    assembly commission ministry court association league federation alliance institute university agency
    congress senate academy company corporation society office administration
    consejo comite comunidad organizacion banco partido fondo parlamento asamblea comision ministerio corte
    tribunal asociacion liga federacion alianza instituto universidad agencia congreso senado academia""")
# Bodies and states that a text names in passing.
INCIDENTAL = frozenset({
    "soviet union", "european union", "united states", "russian federation", "united nations",
    "union sovietica", "union europea", "federacion de rusia", "estados unidos", "naciones unidas",
})  # fmt: skip
# What a thing is, before its name: "the network operator Beltransgaz".
THINGS = _set("""
    operator company exclave enclave newspaper magazine agency firm city town capital port river island
    ship operador empresa enclave exclave periodico agencia ciudad capital puerto rio isla barco""")

# Words that tell of an event: verbs with their endings, then nouns and irregular forms.
_VERBS = """sign found establish launch adopt introduce impose elect start abolish erupt collapse cease
    reintroduce implement appoint declare annex invade conclude dissolve join visit invite agree announce
    initiate authorize enact merge restore offer accuse inaugurate discover invent publish conquer defeat
    surrender crown open close create schedule sanction ratify unify"""
EVENTS = re.compile(
    rf"(?:{'|'.join(verb.removesuffix('e').removesuffix('y') for verb in _VERBS.split())})"
    r"(?:e|es|ed|s|ing|y|ied|ies|ying)?"
    r"|began|begun|beginning|banned|founding|creation|establishment|election|elections|independence|unification"
    r"|born|died|sold|bought|set|built|met|joined|referendum"
    r"|(?:firm|negoci|independiz|convirti|comenz|inici|anunci|produj|fij|prohib|proclam|eligi|elegid|invadi"
    r"|descubr|publicad|disolvi|disuelt|ratific|adopt|fundad|nombrad|cread)\w*"
    r"|creo|crear|creando|fundo|nombro|murio|nacio|establecio|estableciendo|establecer|establecimiento|creacion"
)
SPEECH = _set("""
    said says stated states declared announced thinks believes argues wrote noted claimed asked questioned
    complained insisted dijo afirmo declaro anuncio cree sostiene escribio senalo""")
# What a person does, where it is no event and no speech, and does not end as most verbs do.
ACTS = _set("""
    came took became won led wrote ruled left fled fought taught ran went drew broke grew brought sent gave
    held kept lost made paid rose spoke spent stood struck swore threw wore
    hizo fue puso dijo quiso vino produjo condujo""")
# How a text says that somebody came to hold an office, or held it.
BECOMING = tuple(
    tuple(link.split())
    for link in """
    became|become|was elected|was re-elected|was appointed|was named|was made|was chosen|took over as
    |served as|was|is|convirtio en|convirtiera en|fue elegido|fue elegida|fue nombrado|fue nombrada
    |fue designado|fue designada|asumio como|fue|era|es|elegido|elegida|nombrado|nombrada""".split("|")
)
# What bears a person's name and is none: Victoria Falls, the Nelson Mandela Bridge.
NAMED_AFTER_PERSONS = _set("""
    falls hall avenue street square park bridge airport station stadium prize award medal lake mount bay cape
    island islands palace castle tower gallery museum school college library theatre theater hospital church
    cathedral foundation group theory law act day festival cup trophy centre center
    avenida calle plaza parque puente aeropuerto estacion estadio premio medalla lago monte isla islas palacio
    castillo torre museo escuela colegio biblioteca teatro hospital iglesia catedral fundacion ley dia
    copa""")
# A sentence that says what might be, or what somebody wants.
MAYBE = _set("""
    would should could might may if unless whether likely perhaps possibly hope hopes hypothetical
    podria deberia quiza quizas tal si""")
# A sentence that leans on the one before it.
LEANING = _set("""
    he she it they this that these those his her its their such both here there so
    el ella ello ellos ellas este esta esto estos estas ese esa eso ambos ambas su sus asi""")

# Nouns that a text counts only to speak of them again: the two countries, three reasons.
PLAIN_NOUNS = _set("""
    countries states sides parties governments presidents nations things ways reasons elements goals
    questions processes models options aspects groups points parts documents cases issues kinds types steps
    paises estados lados partes gobiernos presidentes naciones cosas razones elementos objetivos preguntas
    procesos modelos opciones aspectos grupos puntos documentos casos tipos pasos pueblos""")
TIMES = _set("""
    times years months weeks days hours minutes decades centuries veces anos meses semanas dias horas
    minutos decadas siglos""")
IRREGULAR_PLURALS = _set("men people women children personas troops")
NOT_PLURAL = _set("was is has his its as this us thus was does versus less across various previous mas tras")
STOP = _set("""
    a an the and or but nor of in on at by for from to with without into onto over under about after before
    since until during between among through against as than then that which who whom whose when where while
    if is are was were be been being has have had do does did will would can could may might must shall
    should not no he she it they we you i his her its their our this these those there here also however
    y o u e pero ni de del en a al por para con sin sobre entre desde hasta durante tras segun que quien
    cuando donde mientras si es son era eran fue fueron ser ha han habia no se su sus lo el la los las un
    una unos unas este esta estos estas ese esa como tambien mas""")
MONTHS = frozenset[str]().union(*(table.months for table in TABLES.values()))
# Words with a capital letter that are no part of a person's name.
NOT_A_PERSON = (
    STOP
    | TREATIES
    | BODIES
    | OFFICES
    | OFFICE_MODIFIERS
    | _set("""
    north south east west northern southern eastern western central new great united state states republic
    kingdom empire war games sea ocean fleet river mountain street city district region province customs
    free trade road belarusian russian belorussian soviet european american german polish english french
    spanish norte sur este oeste oriental occidental nuevo nueva gran estado republica reino imperio guerra
    juegos mar oceano rio""")
    | MONTHS
    | frozenset[str]().union(*(table.weekdays for table in TABLES.values()))
)
