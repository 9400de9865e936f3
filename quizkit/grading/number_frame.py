"""The words round a number: which add nothing to it, and which make it another answer."""

from __future__ import annotations

from typing import NamedTuple

from quizkit.grading.number_goal import Goal, forms_of
from quizkit.grading.number_reading import APPROXIMATE, PUNCTUATION
from quizkit.grading.number_words import FALSE_FRIENDS, cardinals, code, vocabulary, words_of
from quizkit.grading.numerals import Token, Tokens, text_at
from quizkit.grading.slips import edits
from quizkit.grading.units import ids_of, is_currency, measure_at, unit_words, word_forms
from quizkit.grading.words import ARTICLES, FREE, OPINION
from quizkit.messages import _

_VAGUE = {
    "en": """more or less|give or take|or so|or thereabouts|close to|something like|in the region of
        |in the order of|on the order of|an estimated""",
    "es": "poco mas o menos|mas o menos|en torno a|a eso de|cosa de|alrededor de|cerca de|del orden de",
}
_VAGUE_WORDS = APPROXIMATE | {"c", "sobre", "como", "rondando", "ronda", "estimado", "estimada", "ballpark"}
# With these a number is a bound, a range, one of several, or denied.
_LIMITS = frozenset(
    """more less fewer greater larger smaller higher lower bigger than over under above below least most up
    minimum maximum min max between until till within beyond exceeding exceeds upwards upward plus odd or
    either versus vs not no never neither nor none without except isnt wasnt arent werent dont doesnt didnt
    twice thrice double triple treble half times before after
    mas menos mayor menor superior inferior superiores inferiores encima debajo minimo maximo minima maxima
    sumo hasta entre o u pico tantos tantas ni nunca jamas sin salvo excepto tampoco ningun ninguna
    ninguno doble triple antes despues
    > < >= <= != ± + ≥ ≤ ≠ ≦ ≧ ¬ / \\ - × ^ & | x""".split()
)
_BEGINNINGS = frozenset({"from", "since", "desde"})
_THAN = frozenset("than of de del que a al the el la los las un una some".split())
_ERAS = frozenset({"ad", "ce", "dc"})
_DENIALS = frozenset(
    "not no never neither nor without except ni nunca jamas sin salvo excepto tampoco".split()
)
_PLAIN = frozenset(
    """answer is exactly precisely just only total totally altogether equal equals there were must should
    could can may might perhaps im am sure pretty quite out worth cost costs old value figure amount
    amounted amounts came comes stood stands reached reaches rose fell hello please sorry thanks ok okay yes
    respuesta exactamente justo solo solamente totalmente igual debe deben debia puede podria tal vez quiza
    quizas cifra valor importe cantidad numero ascendio ascendia alcanzo hubo habia tiene tienen tenia vale
    valia valio cuesta costo edad cuenta contaba contaban estoy seguro segura si gracias son eran fueron
    possibly presumably definitely certainly surely seems probablemente posiblemente ciertamente parece
    it's that's there's i'm they're i'd it'd""".split()
)


class Frame(NamedTuple):
    """What the words round a number come to: ``wrong`` says why they spoil it."""

    wrong: str = ""
    vague: bool = False
    wordy: bool = False
    other_unit: bool = False


def frame_of(tokens: Tokens, start: int, end: int, goal: Goal, language: str, own: frozenset[int]) -> Frame:
    """The frame of the number at ``start`` to ``end``; ``own`` are tokens that are spoken for already."""
    lang = code(language)
    vague_at = _vague_phrases(tokens, lang)
    nouns = _nouns_after(tokens, end, goal)
    used = own | vague_at | set(range(start, end))
    vague, wordy = bool(vague_at), False
    for at, token in enumerate(tokens):
        word = token.text
        if at in used or word in PUNCTUATION or at in nouns:
            continue
        if _is_in_another_unit(tokens, at, start, goal):
            return Frame(other_unit=True)
        if word in _VAGUE_WORDS and _is_vague(tokens, at, start, goal):
            vague = True
        elif word in _LIMITS | _BEGINNINGS or word.endswith("n't"):
            if not _asked_limit(word, at, tokens, start, goal):
                return Frame(_("That is not one number."))
            wordy = True
        elif word in ARTICLES[lang] or (at == end and word in {"of", "de"}):
            pass
        elif _is_known(tokens, at, end, goal, lang):
            wordy = True
        else:
            return Frame(_("Only the number is wanted, with its unit."))
    return Frame("", vague, wordy)


def _vague_phrases(tokens: Tokens, language: str) -> set[int]:
    found: set[int] = set()
    for phrase in _VAGUE[language].split("|"):
        words = phrase.split()
        for at in range(len(tokens) - len(words) + 1):
            if [token.text for token in tokens[at : at + len(words)]] == words and at not in found:
                found |= set(range(at, at + len(words)))
    return found


def _is_vague(tokens: Tokens, at: int, start: int, goal: Goal) -> bool:
    """Whether a word like "about" belongs to the number and not to the question."""
    word = text_at(tokens, at)
    return at < start or word == "ish" or word not in goal.question.forms | {"c", "sobre", "como"}


def _asked_limit(word: str, at: int, tokens: Tokens, start: int, goal: Goal) -> bool:
    """Whether a limiting word is only the question's: "45 more" to "How many more …?"."""
    if word not in goal.question.forms or not tokens[at].is_word or word in {"or", "o", "u"}:
        return False
    beside = {token.text for token in tokens[at + 1 : start]} <= _THAN
    return word in _BEGINNINGS or at > start or not (beside or word in _DENIALS)


def _is_known(tokens: Tokens, at: int, end: int, goal: Goal, language: str) -> bool:
    word = tokens[at].text
    if not tokens[at].is_word:
        return False
    if not forms_of(word).isdisjoint(goal.question.forms | goal.nouns):
        return True
    if _is_inflected(tokens, at, end, goal, FREE[language]):
        return True
    if word in _ERAS:  # 44 AD is not 44 BC
        return not goal.unit_nouns
    if word.replace("'", "") in FREE[language] | OPINION[language] | _PLAIN:
        return True
    named = measure_at(tokens, at)
    return named is not None and not named.ids.isdisjoint(goal.ids)


def _is_inflected(tokens: Tokens, at: int, end: int, goal: Goal, free: frozenset[str]) -> bool:
    """Whether a word of the question stands here in another form: announce, announced; firmó, firmaron.

    Not right behind the number, where a noun would stand: 28 programmers are no 28 programmes.
    """
    word = text_at(tokens, at)
    between = {token.text for token in tokens[end:at]}
    behind = at >= end and between.isdisjoint(free - {"of", "de"})
    if not word.isalpha() or word in unit_words() | FALSE_FRIENDS or (behind and not word.endswith("ed")):
        return False
    return any(_is_akin(word, form) for form in goal.question.forms)


def _is_akin(one: str, other: str) -> bool:
    """Whether two words differ in their endings only."""
    short, long = sorted((len(one), len(other)))
    pairs = zip(one, other, strict=False)
    shared = next((place for place, (a, b) in enumerate(pairs) if a != b), short)
    return shared >= max(4, short - 2) and long <= shared + 5


def _is_in_another_unit(tokens: Tokens, at: int, start: int, goal: Goal) -> bool:
    """45 in rubles, where it is dollars: the question may name both."""
    named = measure_at(tokens, at) if goal.measures else None
    if named is None or not named.ids.isdisjoint(goal.ids):
        return False
    money = is_currency(named.ids) and is_currency(goal.ids)
    return money or (at > start and text_at(tokens, at - 1) in {"in", "en"})


def _nouns_after(tokens: Tokens, end: int, goal: Goal) -> set[int]:
    """The tokens that follow a number and name what is counted: "28 *sectoral programmes*"."""
    at = end + (text_at(tokens, end) in {"of", "de"})
    found: set[int] = set()
    while at < len(tokens) and not forms_of(tokens[at].text).isdisjoint(goal.nouns):
        found.add(at)
        at += 1
    return found


def names_its_noun(tokens: Tokens, end: int, goal: Goal) -> bool:
    """Whether the number is followed by the word for what is counted."""
    return bool(_nouns_after(tokens, end, goal))


def names_another_noun(tokens: Tokens, end: int, goal: Goal, language: str) -> bool:
    """Whether the number is followed by something else of the question: countries for programmes."""
    free = FREE[code(language)]
    at = end + (text_at(tokens, end) in {"of", "de"})
    while at < len(tokens) and tokens[at].is_word and text_at(tokens, at) not in free:
        word = text_at(tokens, at)
        if word.endswith("s") and len(word) > 3 and forms_of(word).isdisjoint(goal.nouns):
            return not forms_of(word).isdisjoint(goal.question.forms)
        at += 1
    return False


# --- slips ------------------------------------------------------------------------------------------


def corrected(tokens: list[Token], goal: Goal, language: str) -> tuple[list[Token], bool]:
    """``tokens`` with slips in number words and units put right, and whether there were any."""
    lang = code(language)
    known = vocabulary(language) | unit_words() | FREE[lang] | OPINION[lang] | _PLAIN | _LIMITS | _VAGUE_WORDS
    known |= goal.question.forms | goal.nouns | FALSE_FRIENDS
    targets = sorted(word for word in cardinals(language) | unit_words() | goal.nouns if len(word) > 4)
    fixed = [
        token._replace(text=_nearest(token.text, targets, language))
        if token.is_word and known.isdisjoint(forms_of(token.text))
        else token
        for token in tokens
    ]
    return fixed, fixed != tokens


def _is_slip(word: str, target: str) -> bool:
    """Whether ``word``, in any number, is one edit from ``target``; programmer is no slip of programme."""
    near = [form for form in word_forms(word) if form[0] == target[0] and abs(len(target) - len(form)) < 2]
    if not any(edits(form, target) == 1 for form in near):
        return False
    pairs = ((form, base) for form in word_forms(word) for base in word_forms(target))
    return not any(form[:-1] == base and form[-1] != base[-1] for form, base in pairs)


def _nearest(word: str, targets: list[str], language: str) -> str:
    """The only target one edit away, or ``word`` itself."""
    if not (word.isascii() and word.isalpha()) or len(word) < 4:
        return word
    near = [target for target in targets if _is_slip(word, target)]
    scales = words_of(language).scales
    meanings = {scales.get(target) or ids_of(target) or word_forms(target)[-1] for target in near}
    return near[0] if len(meanings) == 1 else word
