"""The words by which the rules know a moment, a figure, an opinion; English and Spanish, casefolded."""

from __future__ import annotations

import re


def _any_of(words: str) -> re.Pattern[str]:
    """One of some words or phrases, set apart by "|"; "*" at its end stands for any ending."""
    phrases = (re.escape(" ".join(phrase.split())).replace(r"\*", r"\w*") for phrase in words.split("|"))
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


# The passage speaks of its own time.
MOMENT = _any_of("""
    now|so far|to date|current|currently|today|at present|presently|at the moment|as yet|not yet|still
    |ahora|hasta la fecha|hasta el momento|actual|actuales|actualmente|hoy|en la actualidad|todavía|aún""")
# Trade figures are those of a year.
TRADE = _any_of("trade|export*|import|imports|imported|surplus|deficit|turnover|comercio|superávit|déficit")
AMOUNT = re.compile(r"\d.{0,12}(?:%|percent|per cent|billion|million|por ciento|millones)|[$€£]\s*\d")
# The passage reports a view.
OPINION = _any_of("""
    argue|argues|argued|arguing|arguably|believe|believes|believed|claim|claims|claimed|alleged*|asserts
    |asserted|contends|contended|suggests|suggested|opine*|opinion|in the view of|according to|apparently
    |presumably|seem|seems|seemed|seemingly|appears to|appeared to|likely|unlikely|probable|probably|perhaps
    |most important|unfortunately|fortunately
    |según|opina|opinan|opinaba|afirma|afirman|afirmó|supuesto|supuesta|supuestamente|al parecer|parece
    |parecen|probable|probablemente|quizá|quizás""")
# The question itself says whose view it asks.
ATTRIBUTED = _any_of("""
    according to|say|says|said|claim|claims|claimed|argue|argues|argued|view|views|viewed|author|article|text
    |analyst|analysts|officials|believe|believes|believed|announced|declared|promised|call|calls|called
    |describe|describes|described|document
    |según|dice|dijo|afirma|afirmó|opina|autor|artículo|texto|documento""")
LIST_WORDS = frozenset("and or as well the a an y e o u el la los las both also".split())
# Words that say little about what a question asks; the countries stand in nearly all of them.
STOP = frozenset(
    """
    about after also and are been before between both but can did does for from had has have his her how
    into its more most not one only other over than that the their them then there these they this those
    under was were what when where which while who whom whose why will with would year country countries
    two belarus russia belarusian russian
    como con cual cuál cuando cuándo cuanto cuánto del desde entre era eran este esta fue fueron las los
    para pero por que qué quien quién según sin sobre una uno bielorrusia rusia""".split()
)
