"""Words that a grader must know: articles, function words, negations, and words that are never a typo."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = {"en": _words("a an the"), "es": _words("el la los las lo un una unos unas")}
# After these, "a" and "la" are letters or notes, not articles: A minor, la mayor, A negative.
LETTERED = _words("""
    minor major flat sharp natural negative positive mayor menor bemol sostenido natural negativo positivo""")
# Spanish articles of different gender make different words: la cometa (kite), el cometa (comet).
GENDERS = (_words("el los un unos"), _words("la las una unas"))

# Words round an answer that add nothing to it.
FREE = {
    "en": _words("""
        a an the of in on at as is was are were be been being it its this that these those they he she we i
        you and to by for with from his her their our my your so well just then there here think believe guess
        suppose say would maybe probably answer called named known name which who whom what
        has have had do does did will year"""),
    "es": _words("""
        el la los las lo un una unos unas de del en a al es fue era son eran fueron ser sido esta estan estaba
        este esto ese eso que y por para con su sus se le les yo creo pienso supongo diria seria respuesta
        llama llamaba llamado llamada nombre cual quien como ha han habia hay ano pues entonces"""),
}
# Of these an answer may have more or fewer in its middle.
LINKS = {"en": _words("a an the of in at on its"), "es": _words("el la los las un una de del en al")}
# Words that narrow, widen or turn what stands beside them: never mere frame.
LIMITS = _words("""
    before after until till since except without against anti non un over under more less than most least
    almost nearly only half part both either every all some former ex vice deputy first second
    antes despues hasta desde excepto sin contra sobre bajo mas menos casi solo medio parte ambos todo toda
    todos todas algun alguna primer primero primera segundo segunda""")
NEGATIONS = _words("""
    not no never neither nor none nobody nothing nowhere without
    nunca jamas ni tampoco sin nadie nada ningun ninguno ninguna""")
ALTERNATIVES = _words("or o u / either versus vs")
OPINION = {
    "en": _words("think believe guess suppose maybe probably"),
    "es": _words("creo pienso supongo diria seria quiza quizas"),
}
UNKNOWN = frozenset(
    " ".join(line.split())
    for line in """
    i dont know|i do not know|do not know|dont know|idk|dunno|no idea|i have no idea|unknown|not sure
    i am not sure|im not sure|pass|skip|na|n/a|none|nothing|i forgot|forgot|no clue|i have no clue
    no se|no lo se|no sé|no lo sé|ni idea|no tengo idea|no tengo ni idea|no sabe|no recuerdo|paso
    no me acuerdo|lo olvidé|ns|ns/nc""".replace("\n", "|").split("|")
    if line.strip()
)

_CONTRACTED = _words("is are was were do does did has have had would could should must need might")
CONTRACTIONS = {
    **{f"{verb}n't": f"{verb} not" for verb in _CONTRACTED},
    **{f"{verb}nt": f"{verb} not" for verb in _CONTRACTED if verb not in {"were", "need", "might", "must"}},
    "can't": "can not",
    "cannot": "can not",
    "won't": "will not",
    "wont": "will not",
    "shan't": "shall not",
    **{f"{who}'s": f"{who} is" for who in ("it", "he", "she", "that", "there", "what", "who", "here")},
    **{f"{who}'re": f"{who} are" for who in ("they", "we", "you")},
    "i'm": "i am",
}

# Each line holds different things that look alike: to type one for another is no slip of the finger.
_NUMBERS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
    trillion first second third fourth fifth sixth seventh eighth ninth tenth half quarter
    uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete
    dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil
    millon billon doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos
    novecientos primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo tercio"""
_CALENDAR = """
    january february march april may june july august september october november december
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    monday tuesday wednesday thursday friday saturday sunday
    lunes martes miercoles jueves viernes sabado domingo"""
_DIRECTIONS = """
    north south east west northern southern eastern western northeast northwest southeast southwest
    norte sur este oeste noreste noroeste sureste suroeste oriental occidental"""
_LOOKALIKES = """
    affect effect|accept except expect|adverse averse|adduction abduction|afferent efferent deferent
    allusion illusion delusion|angel angle ankle|ascent assent accent|austria australia|causal casual
    caret carat carrot|coarse course|complement compliment|confirm conform|conscience conscious
    council counsel consul|dairy diary|decent descent dissent|desert dessert|device devise
    dominica dominican|elicit illicit|emigrant immigrant|emigration immigration|eminent imminent
    employer employee|export import|exporter importer|fission fusion|fision fusion|gambia zambia|genus genius
    gorilla guerrilla|guinea guyana guiana|ileum ilium|immoral immortal|inflation deflation
    ingenious ingenuous|iran iraq|lesser lessor lessee|lightning lightening|loose lose|marital martial
    mitosis meiosis|moral morale mortal|niger nigeria|paraguay uruguay|persecute prosecute
    personal personnel|perspective prospective|precede proceed|prescribe proscribe|principal principle
    quiet quite|secession succession cession session|slovakia slovenia|stationary stationery
    statue statute stature|trail trial|ureter urethra|absorber adsorber|absorcion adsorcion
    abertura apertura|actitud aptitud|adicion adiccion edicion|afecto efecto|caballo cabello
    cesion sesion seccion|eminente inminente|emigrante inmigrante|especia especie|exportacion importacion
    hambre hombre|infligir infringir|perjuicio prejuicio|rallar rayar|absolver absorber|cartel cuartel
    acusado acusador|casacion cesacion|ratificacion rectificacion|ratification rectification
    apertura obertura|arrogar abrogar derogar|conjuncion conjugacion|conjunction conjugation
    consejo concejo|deducible deductible|deferencia diferencia|eficiencia eficacia|libel label
    preposicion proposicion|preposition proposition|prescripcion proscripcion|prescription proscription
    testador testigo|epigraph epigram epitaph epithet|epigrafe epigrama epitafio epiteto
    francis frances|louis louise|antonio antonia|francisco francisca|juan juana|manuel manuela|mario maria
    manet monet|plato pluto|platon pluton|socrates isocrates|bellini cellini|bohr born|einstein eisenstein
    hegel engels|mendel mendeleev mendelssohn|johnson jonson johnston|octavian octavia|tiberius tiberias
    bahrein brunei|dublin durban|granada grenada|guayana guyana|iberia liberia siberia|iceland ireland
    islandia irlanda|kingston kingstown|letonia estonia|malta yalta|mauritania mauritius
    prusia rusia|prussia russia|rhine rhone|siria asiria|syria assyria|tanzania tasmania|volga volta
    mongolia angola|suecia suiza|sweden swaziland|budapest bucharest bucarest|tripoli tivoli
    aphelion perihelion|asteroid steroid|asteroide esteroide|astrologia astronomia|meteor meteorite meteoroid
    meteoro meteorito meteoroide|altitud latitud|altitude latitude attitude|geologia teologia|geology theology
    estalactita estalagmita|stalactite stalagmite|hiperbola hiperbole|hyperbola hyperbole|radio radon
    radium radius radon|median medial mediant|parameter perimeter|parametro perimetro|reflection refraction
    reflector refractor|reflexion refraccion|refraction retraction|neutron neuron neutrino|neutron neurona
    photon proton|foton proton|isotope isotone isobar|isotopo isotono isobaro|catodo anodo|anion cation
    centromere centrosome|centromero centrosoma|chromatid chromatin|cromatida cromatina|codon cotton
    adenine adenosine|adenina adenosina|guanine guanidine guanosine|guanina guanidina guanosina
    thymine thiamine thymidine|timina tiamina timidina|cytosine cytidine|citosina citidina
    artery arteriole|arteria arteriola|vena venula|mucus mucous|prostate prostrate|faringe laringe
    faringeo laringeo|larynx pharynx|laryngeal pharyngeal|perineal peroneal peritoneal|carpo tarso
    carpal tarsal|carpus tarsus|metacarpal metatarsal|metacarpo metatarso|metacarpus metatarsus
    metacarpiano metatarsiano|hemostasis homeostasis|hemostasia homeostasis|prosthetic prostatic
    entomologia etimologia|entomology etymology|ethology ethnology etiology ecology|ontology oncology
    etologia etnologia etiologia ecologia|ontologia oncologia|meteorologia metrologia|meteorology metrology
    mycology myology|micologia miologia|nephrology neurology urology|nefrologia neurologia urologia
    phycology psychology physiology|ficologia psicologia|morbilidad mortalidad
    morbidity mortality|endemic epidemic|endemica epidemica|endemico epidemico|natalidad mortalidad
    sistole diastole|sistolico diastolico|sistolica diastolica|systole diastole|systolic diastolic
    glucagon glycogen|glucagon glucogeno|insulin inulin|insulina inulina|cortisol cortisone|cortisol cortisona
    melanin melatonin|melanina melatonina|heroin heroine|ampicillin amoxicillin|ampicilina amoxicilina
    prednisone prednisolone|prednisona prednisolona|quinine quinidine|quinina quinidina|digoxin digitoxin
    digoxina digitoxina|cyclosporine cycloserine|ciclosporina cicloserina|duloxetine fluoxetine
    duloxetina fluoxetina|omeprazole esomeprazole|omeprazol esomeprazol|citalopram escitalopram
    cefazolin cefoxitin|dopamine dobutamine|dopamina dobutamina|losartan valsartan|vinblastine vincristine
    ephedrine epinephrine|hydralazine hydroxyzine|hidralazina hidroxizina|amlodipine nimodipine
    decimetre decametre|decimetro decametro|decimeter decameter
    methane ethane|metano etano|methene ethene|meteno eteno|methanol ethanol|metanol etanol|methyl ethyl
    metilo etilo|methanal ethanal|metanal etanal|methanoic ethanoic|metanoico etanoico|methylene ethylene
    appreciate depreciate|appreciation depreciation|apreciar depreciar|apreciacion depreciacion
    amine amide imine imide|amina amida imina imida|benzene benzine|benceno bencina|silicon silicone
    silicio silicona|talio tulio|thallium thulium|erbium terbium ytterbium yttrium|erbio terbio iterbio itrio
    indium iridium|indio iridio|renio rodio|rhenium rhodium|rubidium ruthenium|rubidio rutenio
    magnesium manganese|magnesio manganeso|ammonia ammonium|amoniaco amonio|cromo bromo
    monopoly monopsony oligopoly|monopolio monopsonio oligopolio|brahmin brahman brahma
    bolchevique menchevique|bolshevik menshevik|ostrogoth visigoth|ostrogodo visigodo
    eoceno mioceno plioceno|eocene miocene pliocene|osmosis mitosis|cantata tocata toccata sonata sonatina
    consonant consonance assonance|consonancia asonancia|dative ablative|overload override
    cilium ilium ileum|vertex vortex|vertice vortice|arthritis arteritis|artritis arteritis|nephritis neuritis
    nefritis neuritis|laryngitis pharyngitis|laringitis faringitis|hematoma hepatoma|axon exon
    creatine creatinine keratin|creatina creatinina queratina|myoma myeloma|mioma mieloma
    tyrosine thyroxine|tirosina tiroxina|aspartate aspartame|leucine isoleucine|leucina isoleucina
    beryllium berkelium|berilio berkelio|ester ether|eter ester|phenol phenyl|fenol fenilo
    cerebrum cerebellum|cerebro cerebelo|nucleolus nucleus|nucleolo nucleo|nucleoside nucleotide
    nucleosido nucleotido|plasma plasmid|varicella variola|varicela variola
    valencia palencia|galicia galacia|lerida merida|samara asmara|galileo galilee|maldives malvinas
    maldivas malvinas|cantabria calabria|parana panama|corporal corporeal|feudal federal|feudalism federalism
    feudalismo federalismo|treason reason|major mayor|treble tremble|tenor tensor|vector victor|height weight
    fraction friction|fraccion friccion|emission omission|emision omision|infection injection ejection
    infeccion inyeccion eyeccion|respiration perspiration|excretion secretion|excrecion secrecion
    rotation notation|evolution revolution involution devolution resolution|imitation limitation
    evolucion revolucion involucion devolucion resolucion|convection conduction convention
    conveccion conduccion convencion|inspiracion espiracion aspiracion|abogado ahogado|novacion innovacion
    proteome proteasome|perineum peritoneum|perineo peritoneo|astrocyte osteocyte|astrocito osteocito
    oligopoly oligopsony|oligopolio oligopsonio|monopsony oligopsony|intestate interstate|soria siria coria
    indictment inducement|defamation deformation|conviction convection|homomorphism homeomorphism
    homomorfismo homeomorfismo|lagos laos|imitacion limitacion|novation innovation
    thread threat|tuple triple|stack stock|deposition disposition|deposicion disposicion
    overloading overriding"""
_GROUPS = [
    _words(line) for line in (_NUMBERS, _CALENDAR, _DIRECTIONS, *_LOOKALIKES.replace("\n", "|").split("|"))
]
# For each of these words, it and those that it is never a slip for.
RIVALS: dict[str, frozenset[str]] = {}
for _group in _GROUPS:
    for _word in _group:
        RIVALS[_word] = RIVALS.get(_word, frozenset()) | _group

# What turns a word round when it is put before it or exchanged for another of these …
TURNING = _words("""
    counter contra inter intra intro extra extro super supra infra under hyper hypo hiper hipo macro micro
    multi mono poly poli endo exo ecto over post ante anti semi homo hetero maxi mini nano kilo mega giga tera
    non dis des mis pre pro sub tri tetra penta hexa hepta octa octo deca dodeca centi hecto pico uni bi di
    ab ad co re ex im in il ir i un de em en a an auto allo geno pheno feno ecto meso paleo neo haplo diplo
    tachy brady taqui bradi""")
# … and of these, when it is left out, too.
NEGATING = _words("""
    counter contra non dis des mis anti sub super hyper hypo hiper hipo inter re pre post ex im in il ir i un
    de co a an""")
# Prefixes that turn a word round only before these letters: ilegal, but not Israel.
NEGATES_BEFORE = {"i": "l", "il": "l", "ir": "r", "im": "bmp", "a": "bcdfghjklmnpqrstvwxyz", "an": "aeiouhy"}
# Endings that a word of the question may have more or fewer of when the answer repeats it.
INFLECTIONS = ("s", "es", "d", "ed", "ing", "n", "ron")
# Endings that name different things: nitrate and nitrite, communism and communist.
ENDINGS = tuple(
    tuple(line.split())
    for line in """ate ite ide ine|ato ito uro|ane ene yne anol anal anone|ano eno ino anol anal anona
    ism ist|ismo ista|ose ase|osa asa|er ee|or ee|ous ic|oso ico|gen gon|ant ance|logy nomy|logia nomia
    ectomy ostomy otomy|ectomia ostomia otomia|blast clast cyte|blasto clasto cito|phagia phasia plasia
    fagia fasia plasia|phobia philia|fobia filia|amine amide|amina amida|encia ente
    graphy logy|grafia logia""".replace("\n", "|").split("|")
)
# Letters that no accent mark makes.
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})
